"""A Keras model as a list of the engine's steps, each naming the steps that it reads."""

import keras
import numpy as np

from .errors import CannotRunInPage
from .layers import Call, steps_of

OPERATIONS = ("Add", "Subtract", "Multiply", "Maximum", "Minimum")


class Graph:
    """Steps, inputs and outputs of one model, gathered as its calls are walked."""

    def __init__(self, model, name):
        self.name = name
        self.steps = []
        self.names = set()
        self.inputs = []
        walked = functional(model, name)
        given = [self.add_input(tensor) for tensor in walked.inputs]
        self.outputs = self.walk(walked, given, "")

    def add(self, step, name, sources):
        """Append a step under a name of its own, and return its index."""
        number, unique = 2, name
        while unique in self.names:
            number, unique = number + 1, f"{name}:{number}"
        self.names.add(unique)
        self.steps.append({"name": unique, **step, "from": sources})
        return len(self.steps) - 1

    def add_input(self, tensor):
        """A step for what the model is given."""
        if tensor.dtype not in ("float32", "int32", "int64"):
            raise CannotRunInPage(
                self.name, f"input {tensor.name!r} is of type {tensor.dtype}", "give it numbers, float32 or int32")
        self.inputs.append(self.add({"kind": "Input", "shape": list(tensor.shape)}, tensor.name, []))
        return self.inputs[-1]

    def walk(self, model, given, prefix):
        """Add the steps of all calls of a model, and return the indices of its outputs."""
        known = dict(zip(map(id, model.inputs), given))
        for depth in sorted(model._nodes_by_depth, reverse=True):
            for node in model._nodes_by_depth[depth]:
                if not node.is_input and node.operation is not None:
                    self.add_call(node, known, prefix)
        return [known[id(tensor)] for tensor in model.outputs]

    def add_call(self, node, known, prefix):
        """Add the steps of one call of a layer, an operation, or a model within the model."""
        operation, arguments = node.operation, node.arguments
        name = prefix + operation.name
        settings = {key: value for key, value in arguments.kwargs.items() if not holds_tensor(value)}
        if type(operation).__name__ in OPERATIONS and type(operation).__module__.startswith("keras.src.ops."):
            known[id(node.outputs[0])] = self.add_operation(operation, arguments, known, name)
            return
        if isinstance(operation, keras.Model):
            sources = [known[id(tensor)] for tensor in arguments.keras_tensors]
            inner = functional(operation, self.name)
            found = self.walk(inner, sources, name + "/")
            known.update(zip(map(id, node.outputs), found))
            return
        call = Call(self.name, operation, name, [tensor.shape for tensor in arguments.keras_tensors], settings)
        if not isinstance(operation, keras.Layer):
            call.refuse("is an operation that a page does not know",
                        f"use a layer, or + - * between tensors, or {', '.join(OPERATIONS[3:])} of keras.ops")
        self.check_arguments(call, arguments)
        if len(node.outputs) != 1:
            call.refuse(f"gives {len(node.outputs)} tensors", "let it give one")
        sources = [known[id(tensor)] for tensor in ordered(arguments)]
        steps = steps_of(call)
        placed = []
        for number, step in enumerate(steps):
            reads = step.pop("from", None)
            if reads == ["there", "back"]:
                reads = placed[-2:]
            elif reads is not None or not placed:
                reads = sources
            else:
                reads = placed[-1:]
            step["owner"] = (id(operation), number)
            step_name = name if number == len(steps) - 1 else f"{name}/{number + 1}"
            placed.append(self.add(step, step_name, reads))
        known[id(node.outputs[0])] = placed[-1]

    def add_operation(self, operation, arguments, known, name):
        """Two tensors, or a tensor and a constant, number by number."""
        values = [*arguments.args, *arguments.kwargs.values()]
        sources = []
        for value in values:
            if holds_tensor(value):
                sources.append(known[id(value)])
            else:
                constant = np.asarray(value, "float32")
                constant = constant.reshape(constant.shape or (1,))
                if type(operation).__name__ == "Add" and constant.size > 1 and constant.shape[-1] == 1:
                    # Keras adds a column along the last axis where the lengths allow it.
                    raise CannotRunInPage(
                        self.name, f"operation {name!r} has a constant whose last axis is 1",
                        "give the constant in the whole shape of the tensor beside it")
                step = {"kind": "Constant", "weights": {"value": constant}, "trainable": False}
                sources.append(self.add(step, f"{name}/constant", []))
        return self.add({"kind": type(operation).__name__, "weights": {}}, name, sources)

    def check_arguments(self, call, arguments):
        """Refuse what a call is given beside tensors, where it changes the answer."""
        for key, value in arguments.kwargs.items():
            if key == "use_causal_mask" and not holds_tensor(value):
                continue
            if key in ("query", "value", "key", "inputs", "x", "sequences") and holds_tensor(value):
                continue
            if value is not None and value is not False:
                call.refuse(f"is called with {key}", "call it without")
        flat = keras.tree.flatten(arguments.args)
        if not all(holds_tensor(value) for value in flat):
            call.refuse("is called with something that is not a tensor of the model", "call it with tensors only")


def holds_tensor(value):
    """Whether this is a tensor of a model, or holds one."""
    return any(isinstance(part, keras.KerasTensor) for part in keras.tree.flatten(value))


def ordered(arguments):
    """The tensors of a call in the order of its parameters: query, value, key."""
    places = {"query": 0, "value": 1, "key": 2}
    named = {key: value for key, value in arguments.kwargs.items() if holds_tensor(value)}
    tensors = keras.tree.flatten(arguments.args)
    return tensors + keras.tree.flatten([named[key] for key in sorted(named, key=lambda key: places.get(key, 0))])


def functional(model, name):
    """The model as a graph of calls."""
    if isinstance(model, keras.Sequential):
        if not model.built or model._functional is None:
            raise CannotRunInPage(name, "its layers are not built", "begin it with keras.Input, or call it on an example")
        return model._functional
    if not hasattr(model, "_nodes_by_depth"):
        raise CannotRunInPage(
            name, f"it is a {type(model).__name__} with a call of its own", "make it of keras.Input and layers")
    return model
