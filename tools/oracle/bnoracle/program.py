# SPDX-License-Identifier: MIT
"""Steps of a case, and what the specification expects after each."""

from copy import deepcopy
from dataclasses import dataclass, field, replace

from . import gradients
from .layer import STATE, Configuration, Layer, Refusal
from .tensor import Tensor


@dataclass
class Step:
    """One step: its text as FORMAT.md writes it, and the tensors that it reads, by member name."""

    verb: str
    words: dict = field(default_factory=dict)
    tensors: dict = field(default_factory=dict)

    @property
    def text(self) -> str:
        if self.verb == "forward":
            return f"forward {self.words['mode']}"
        if self.verb == "set_track_running_stats":
            return f"set_track_running_stats {'on' if self.words['flag'] else 'off'}"
        if self.verb == "set_grad_enabled":
            return f"set_grad_enabled {'on' if self.words['flag'] else 'off'}"
        if self.verb in ("set_eps", "set_momentum"):
            value = self.words["value"]
            return f"{self.verb} {'none' if value is None else repr(float(value))}"
        if self.verb == "load_state":
            return f"load_state version={self.words['version']}"
        if self.verb in ("backward", "double_backward"):
            return f"{self.verb} of={self.words['of']} wants={','.join(self.words['wants'])}"
        return self.verb


@dataclass
class Expectation:
    error: str | None = None
    tensors: dict = field(default_factory=dict)


def run(configuration: Configuration, initial: dict, steps: list) -> list:
    """The expectation after every step."""
    layers = [Layer(configuration, initial)]
    passes, backwards, result = {}, {}, []
    for index, step in enumerate(steps):
        expected = Expectation()
        try:
            if step.verb == "copy":
                layers = [deepcopy(layers[0]), layers[0]]
            elif step.verb == "switch":
                layers = layers[::-1]
            expected.tensors = _perform(layers[0], step, index, passes, backwards)
        except Refusal as refusal:
            expected.error = refusal.args[0]
        layer = layers[0]
        changes = step.verb in ("load_state", "reset_running_stats", "copy", "switch")
        for name in STATE if changes else STATE[2:]:
            if layer.state[name] is not None:
                expected.tensors[name] = layer.state[name]
        result.append(expected)
    return result


def _perform(layer, step, index, passes, backwards) -> dict:
    if step.verb == "forward":
        y, record = layer.forward(step.tensors["input"], step.words["mode"] == "training")
        passes[index] = record
        tensors = {"output": y}
        if record.batch and record.means:
            shape = (len(record.means),)
            tensors["batch_mean"] = Tensor.rounded("float64", shape, record.means)
            tensors["batch_var"] = Tensor.rounded("float64", shape, record.variances)
        return tensors
    if step.verb == "backward":
        record = passes[step.words["of"]]
        backwards[index] = (record, step.tensors["grad_output"])
        return gradients.backward(record, step.tensors["grad_output"], step.words["wants"])
    if step.verb == "double_backward":
        record, dy = backwards[step.words["of"]]
        return gradients.double_backward(record, dy, step.tensors, step.words["wants"])
    if step.verb == "reset_running_stats":
        layer.reset_running_stats()
    elif step.verb == "set_track_running_stats":
        layer.track = step.words["flag"]
    elif step.verb in ("set_eps", "set_momentum"):
        name = step.verb.removeprefix("set_")
        layer.configuration = replace(layer.configuration, **{name: step.words["value"]})
    elif step.verb == "load_state":
        loaded = {name.removeprefix("state."): t for name, t in step.tensors.items()}
        layer.load_state(loaded, step.words["version"])
    return {}
