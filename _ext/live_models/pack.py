"""Weights as bytes: float32, float16, or small whole numbers with a scale for each output channel."""

import base64

import numpy as np

LARGEST_HALF = float(np.finfo(np.float16).max)
TYPES = {"float32": "<f4", "float16": "<f2"}
# The largest whole number of each form; those of int6 stand in a byte too, and a file has a letter for each.
LARGEST = {"int8": 127, "int6": 31}
# An array of one axis, a bias or a scale, is small and stays exact to seven digits.
LEAST_AXES = 2


def stored(array, form):
    """The form that an array gets: the wished one where it can hold the numbers."""
    if form in LARGEST and array.ndim < LEAST_AXES:
        return "float32"
    if form == "float16" and np.abs(array).max(initial=0) > LARGEST_HALF:
        return "float32"
    return form


def encode(array, form):
    """The bytes of one array."""
    if form in TYPES:
        return array.astype(TYPES[form]).tobytes()
    scales = np.abs(array).reshape(-1, array.shape[-1]).max(axis=0) / np.float32(LARGEST[form])
    scales = np.where(scales > 0, scales, 1).astype("<f4")
    small = np.clip(np.rint(array / scales), -LARGEST[form], LARGEST[form]).astype("i1")
    return scales.tobytes() + small.tobytes()


def pack(arrays, forms):
    """All arrays: an entry for each, and their bytes in base64."""
    entries, pieces, at = [], [], 0
    for array, form in zip(arrays, forms, strict=True):
        kind = stored(array, form)
        piece = encode(array, kind)
        entry = {"shape": list(array.shape), "type": kind, "at": at}
        entries.append(entry | {"type": "int8", "bits": 6} if kind == "int6" else entry)
        pieces.append(piece)
        at += len(piece)
    return entries, base64.b64encode(b"".join(pieces)).decode()


def unpack(entries, data):
    """The arrays as a page reads them."""
    data, arrays = base64.b64decode(data), []
    for entry in entries:
        shape, at = entry["shape"], entry["at"]
        count = int(np.prod(shape))
        if entry["type"] == "int8":
            scales = np.frombuffer(data, "<f4", shape[-1], at)
            numbers = np.frombuffer(data, "i1", count, at + scales.nbytes).reshape(shape) * scales
        else:
            numbers = np.frombuffer(data, TYPES[entry["type"]], count, at).reshape(shape)
        arrays.append(numbers.astype("float32"))
    return arrays
