"""What a page gets: the scripts without comments and indentation, and the file of a model."""

import base64
import json
from math import prod
from pathlib import Path

STATIC = Path(__file__).parent / "static"


def engine(*parts):
    """The named scripts of `static` as one: "live-models", and "live-training" where a page trains."""
    return "".join(shipped(f"{part}.js") for part in parts)


def shipped(file):
    """A file of `static` as a page gets it."""
    return slim((STATIC / file).read_text(encoding="utf-8"))


def slim(source):
    """Drop blank lines, indentation, and lines that are only a comment of a script."""
    lines = (line.strip() for line in source.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


# Puts the numbers of six bits back among the bytes: a model's file has a letter for each, which is
# what zips well.
WIDENED = """((file, letters) => {
  let [bytes, done] = [atob(file.data), 0];
  for (const { shape, at, bits } of file.weights) {
    if (!bits) continue;
    const [first, count] = [at + 4 * shape.at(-1), shape.reduce((product, length) => product * length, 1)];
    const numbers = Array.from(letters.slice(done, (done += count)), (letter) =>
      String.fromCharCode((letter.charCodeAt(0) - 67) & 255));
    bytes = bytes.slice(0, first) + numbers.join("") + bytes.slice(first);
  }
  return { ...file, data: btoa(bytes) };
})"""


def script(exported):
    """One script file that gives the model to a page, also from a folder."""
    def text(value):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=True)

    model = text(exported)
    if any("bits" in entry for entry in exported["weights"]):
        data, letters, kept, end = base64.b64decode(exported["data"]), [], [], 0
        for entry in exported["weights"]:
            if "bits" in entry:
                first = entry["at"] + 4 * entry["shape"][-1]
                kept.append(data[end:first])
                end = first + prod(entry["shape"])
                letters.extend(chr((number + 128) % 256 - 128 + 67) for number in data[first:end])
        rest = base64.b64encode(b"".join([*kept, data[end:]])).decode()
        model = f"{slim(WIDENED)[:-1]}({text(exported | {'data': rest})}, {text(''.join(letters))})"
    # A page may hold the script itself, and must not end where a name says so.
    return f"(globalThis.liveModelFiles ??= {{}})[{text(exported['name'])}] = {model};\n".replace("</", "<\\/")
