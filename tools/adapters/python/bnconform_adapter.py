# SPDX-License-Identifier: MIT
"""Puts a BatchNorm layer written in Python under bnconform's test.

Write a class with these methods and hand it to `serve`; this module speaks the protocol (PROTOCOL.md).

    class Layer:
        def __init__(self, config, state): ...
        def forward(self, x, training): ...             # returns y, or (y, saved)
        def backward(self, saved, grad_output): ...     # returns (grad_input, grad_weight, grad_bias)
        def state(self): ...                            # returns {"running_mean": array, ...}

    serve(Layer, name="mybn", version="1.0")

config: kind ("1d", "2d", "3d", "nd"), num_features, eps, momentum (None is the cumulative average), affine,
track_running_stats, parameter_type, input_type. state: a dict of arrays, each there or not on its own: weight, bias,
running_mean, running_var, num_batches_tracked (an int).

An input must be left as it is. A step that refuses raises `LayerError(kind, message)`; other exceptions of a step
count as errors that nobody classified. An exception in the constructor or in `state` costs the case: its traceback is
reported as the adapter's error, and the next case follows.

Optional methods: double_backward(saved, grad_output, incoming), reset_running_stats(), set_track_running_stats(flag),
load_state(state, version); and beyond what everyone is asked for set_eps(eps), set_momentum(momentum),
set_grad_enabled(flag), copied() (a layer of its own with the same state). Or the class lists what it offers in `offers`,
by the names of PROTOCOL.md; "defaults" among them means that eps, momentum and the flags are not given to what it wraps
where config.uses_defaults is true. Derivatives that take an argument `wants` are told which gradients are asked for, such as
("input", "bias"); whatever they return is answered. Of those that do not take it, what was not asked for is left out.

What the layer cannot do is declared, by the features of PROTOCOL.md, and its cases are not put:

    class Layer:
        unsupported = ["affine=false", ("kind=3d", "takes images only")]    # or serve(..., unsupported=[...])

A method that is not there counts as declared. A layer that only normalizes with given statistics declares
`unsupported = INFERENCE_ONLY`. What no feature names raises `Unsupported(reason)`; that was not declared, so it fails
the run until a list of known deviations (`bnconform run --expect FILE`) has it.

Needs NumPy, which has no bfloat16: those arrays are float32 with exact values, and float32 results that must be
bfloat16 are rounded once, ties to even. If that does not suit, leave "bfloat16" out of `types`, or give a NumPy type
of that name (ml_dtypes has one): arrays have it then, and every result is taken in the type that it comes in. With
BFLOAT16_BITS, a type of this module, arrays hold the bare bits.

`serve` answers on standard input and output. `Adapter` answers a message at a time, for callers with other streams.
"""

import base64
import inspect
import json
import os
import sys
import traceback
from types import SimpleNamespace

import numpy as np

PROTOCOL = 1
INLINE_LIMIT = 1 << 20
TYPES = ("float16", "bfloat16", "float32", "float64")
STATE = ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")
ERROR_KINDS = ("rank_mismatch", "too_few_values", "nonpositive_eps", "channel_mismatch", "missing_running_stats",
               "unpaired_running_stats", "unsupported_type", "mixed_types", "missing_state_key", "no_channels")
INFERENCE_ONLY = (
    ("forward_training", "inference only"),
    ("backward", "inference only"),
    ("double_backward", "inference only"),
    ("track_running_stats=false", "normalizes with given statistics only"),
    ("reset_running_stats", "keeps no state of its own"),
    ("set_track_running_stats", "keeps no state of its own"),
    ("load_state", "keeps no state of its own"),
)
# bfloat16 as the 16 bits that it has; nothing computes with it.
BFLOAT16_BITS = np.dtype([("bfloat16", np.uint16)])
OFFERED = {"set_eps": "set_eps", "set_momentum": "set_momentum", "set_grad_enabled": "set_grad_enabled", "copied": "copy"}
OPTIONAL = ("backward", "double_backward", "reset_running_stats", "set_track_running_stats", "load_state")


class LayerError(Exception):
    """The layer refuses: `kind` is one of ERROR_KINDS, or None."""

    def __init__(self, kind, message=""):
        super().__init__(message or kind)
        self.kind = kind


class Unsupported(Exception):
    """The implementation cannot express the case, and no feature that it could have declared says so."""

    def __init__(self, reason, link=None):
        super().__init__(reason)
        self.link = link


def serve(layer_class, name, version, **options):
    """Answers bnconform until it says stop; the options are those of `Adapter`."""
    # Whatever the implementation prints must not get among the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    adapter = Adapter(layer_class, name, version, **options)
    for line in sys.stdin:
        message = json.loads(line)
        if message["cmd"] == "stop":
            break
        answers.write(to_line(adapter.answer(message)))
        answers.flush()


class Adapter:
    """Answers the messages of the protocol with a layer.

    layer_class: makes a layer of (config, state); its optional methods are looked up here.
    unsupported: features (PROTOCOL.md) that the layer lacks, each a name or (name, reason) or (name, reason, link);
    those that the class itself declares in `unsupported` come on top.
    classify: takes an exception of the layer and returns the kind of error, or None.
    layouts: "channels_last", "strided": every case is put with inputs of these strides, too.
    bfloat16: the NumPy type for it, such as ml_dtypes.bfloat16 or BFLOAT16_BITS.
    """

    def __init__(self, layer_class, name, version, language="Python", types=TYPES, unsupported=(), parallel=1,
                 classify=None, layouts=(), bfloat16=None):
        self.layer_class, self.classify, self.bfloat16 = layer_class, classify, bfloat16
        self.folder = "."
        lacking = [(feature,) if isinstance(feature, str) else tuple(feature)
                   for feature in (*unsupported, *getattr(layer_class, "unsupported", ()))]
        declared = {feature[0] for feature in lacking}
        lacking += [(method, f"the layer has no {method}") for method in OPTIONAL
                    if method not in declared and not hasattr(layer_class, method)]
        self.description = {
            "protocol": PROTOCOL, "name": name, "version": version, "language": language, "types": list(types),
            "unsupported": [dict(zip(("feature", "reason", "link"), entry)) for entry in lacking],
            "offers": list(getattr(layer_class, "offers", [name for method, name in OFFERED.items()
                                                           if hasattr(layer_class, method)])),
            "parallel": parallel, "layouts": list(layouts),
        }

    def answer(self, message):
        """The answer to `start` or `run`."""
        if message["cmd"] == "start":
            self.folder = message["folder"]
            return self.description
        return {"seq": message["seq"],
                **_run(self.layer_class, message["case"], self.folder, self.classify, self.bfloat16)}


def to_line(message):
    """A message as a line of the protocol."""
    return json.dumps(message, separators=(",", ":")) + "\n"


def _run(layer_class, case, folder, classify, bfloat16):
    try:
        return {"result": {"steps": Program(layer_class, case, folder, classify, bfloat16).run()}}
    except Unsupported as reason:
        link = {"link": reason.link} if reason.link else {}
        return {"unsupported": {"reason": _text(reason), **link}}
    except (Exception, SystemExit) as error:  # the case is lost, the adapter is not
        lines = traceback.format_exc().rstrip()
        return {"error": {"message": _text(f"{type(error).__name__}: {error}\n{lines}")}}


class Program:
    """One case: a layer driven through its steps."""

    def __init__(self, layer_class, case, folder, classify=None, bfloat16=None):
        self.folder, self.classify, self.bfloat16 = folder, classify, bfloat16
        self.steps = case["steps"]
        self.tensors = {key: _decode(value, folder, bfloat16) for key, value in case["tensors"].items()}
        self.config = SimpleNamespace(
            kind=case["kind"], num_features=case["num_features"], eps=_number(case["eps"]),
            momentum=None if case["momentum"] == "none" else _number(case["momentum"]), affine=case["affine"],
            track_running_stats=case["track_running_stats"], parameter_type=case["parameter_type"],
            input_type=case["input_type"], uses_defaults=case.get("uses_defaults", False))
        self.layer = layer_class(self.config, self._state("initial."))
        self.other = None  # the layer whose copy goes on, or the copy
        self.forwards, self.backwards = {}, {}

    def run(self):
        """What was seen after each step."""
        seen = []
        for index, text in enumerate(self.steps):
            step, tensors = {}, {}
            verb, *words = text.split(" ")
            options = dict(word.split("=") for word in words if "=" in word)
            before = self.tensors.get(f"step{index}.input")
            copy = None if before is None else before.tobytes()
            try:
                tensors = self._perform(index, verb, words, options)
            except Unsupported:
                raise
            except LayerError as error:
                step["error"] = {"kind": _text(error.kind), "message": _text(error)}
            except Exception as error:  # whatever the layer raises is what it does
                kind = self.classify(error) if self.classify else None
                step["error"] = {"kind": _text(kind), "message": _text(f"{type(error).__name__}: {error}")}
            if copy is not None:
                step["input_unchanged"] = before.tobytes() == copy
            for key, value in {**tensors, **self.layer.state()}.items():
                if value is not None:
                    step.setdefault("tensors", {})[key] = self._encode(key, value, f"answer{index}.{key}")
            seen.append(step)
        return seen

    def _perform(self, index, verb, words, options):
        if verb == "forward":
            result = self.layer.forward(self.tensors[f"step{index}.input"], words[0] == "training")
            output, saved = result if isinstance(result, tuple) else (result, None)
            self.forwards[index] = (self.layer, saved)
            return {"output": output}
        if verb == "backward":
            layer, saved = self._forward(int(options["of"]))
            gradient = self.tensors[f"step{index}.grad_output"]
            self.backwards[index] = (layer, saved, gradient)
            return self._derived(layer.backward, options, ("input", "weight", "bias"),
                                 ("grad_input", "grad_weight", "grad_bias"), saved, gradient)
        if verb == "double_backward":
            layer, saved, gradient = self.backwards[int(options["of"])]
            incoming = {key: self.tensors.get(f"step{index}.grad_grad_{key}") for key in ("input", "weight", "bias")}
            return self._derived(layer.double_backward, options, ("grad_output", "weight", "input"),
                                 ("double_grad_output", "double_grad_weight", "double_grad_input"),
                                 saved, gradient, incoming)
        if verb == "reset_running_stats":
            self.layer.reset_running_stats()
        elif verb == "set_track_running_stats":
            self.layer.set_track_running_stats(words[0] == "on")
        elif verb == "load_state":
            version = options["version"]
            state = self._state(f"step{index}.state.")
            self.layer.load_state(state, None if version == "none" else int(version))
        elif verb == "set_eps":
            self.layer.set_eps(float(words[0]))
        elif verb == "set_momentum":
            self.layer.set_momentum(None if words[0] == "none" else float(words[0]))
        elif verb == "set_grad_enabled":
            self.layer.set_grad_enabled(words[0] == "on")
        elif verb == "copy":
            self.layer, self.other = self.layer.copied(), self.layer
        elif verb == "switch":
            self.layer, self.other = self.other, self.layer
        else:
            raise Unsupported(f"the kit does not know the step {verb}")
        return {}

    def _forward(self, index):
        if index not in self.forwards:
            raise LayerError(None, f"the forward at step {index} failed")
        return self.forwards[index]

    @staticmethod
    def _derived(method, options, words, names, *arguments):
        """What a derivative gives; one that is not told what is wanted may give more than that."""
        wanted = tuple(options["wants"].split(","))
        if _takes_wants(method):
            return dict(zip(names, method(*arguments, wants=wanted)))
        return {name: value for word, name, value in zip(words, names, method(*arguments)) if word in wanted}

    def _state(self, prefix):
        state = {key: self.tensors[prefix + key] for key in STATE if prefix + key in self.tensors}
        if "num_batches_tracked" in state:
            state["num_batches_tracked"] = int(state["num_batches_tracked"])
        return state

    def _encode(self, key, value, name):
        inputs = ("output", "grad_input", "double_grad_output", "double_grad_input")
        expected = self.config.input_type if key in inputs else self.config.parameter_type
        if key == "num_batches_tracked":
            value = np.asarray(value, dtype=np.int64)
        if self.bfloat16 is not None:
            expected = None  # nothing is rounded here: float32 is float32
        return _encode(np.asarray(value), expected, name, self.folder)


def _takes_wants(method):
    try:
        return "wants" in inspect.signature(method).parameters
    except (TypeError, ValueError):  # written in C, without a signature
        return False


def _text(value):
    """A text that JSON in UTF-8 can hold; None stays None."""
    return None if value is None else str(value).encode("utf-8", "replace").decode("utf-8")


def _number(value):
    """A number by its bits; the decimal is for people."""
    return float(np.uint64(int(value["bits"], 16)).view(np.float64))


def _decode(tensor, folder, bfloat16=None):
    """An array of its own, little-endian."""
    if "file" in tensor:
        with open(os.path.join(folder, tensor["file"]), "rb") as file:
            data = file.read()
    else:
        data = base64.b64decode(tensor["data"])
    if tensor["type"] == "bfloat16" and bfloat16 is not None:
        values = np.frombuffer(data, "<u2").astype(np.uint16).view(bfloat16)
    elif tensor["type"] == "bfloat16":
        values = (np.frombuffer(data, "<u2").astype(np.uint32) << 16).view(np.float32)
    else:
        values = np.frombuffer(data, np.dtype(tensor["type"]).newbyteorder("<"))
        values = values.astype(values.dtype.newbyteorder("="))
    if "strides" in tensor:
        strides = [stride * values.itemsize for stride in tensor["strides"]]
        return np.lib.stride_tricks.as_strided(values.copy(), tensor["shape"], strides)
    return values.reshape(tensor["shape"]).copy()


def _encode(array, expected, name, folder):
    """The tensor as it is: its own type and shape, whatever was expected, but for bfloat16."""
    kind = array.dtype.name
    if expected == "bfloat16" and kind == "float32":
        kind, data = "bfloat16", _bfloat16(array).astype("<u2").tobytes()
    elif kind == "bfloat16" or array.dtype == BFLOAT16_BITS:
        kind = "bfloat16"
        data = np.ascontiguousarray(array).view(np.uint16).astype("<u2").tobytes()
    else:
        data = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes()
    tensor = {"type": kind, "shape": list(array.shape)}
    if len(data) > INLINE_LIMIT:
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
        return {**tensor, "file": name}
    return {**tensor, "data": base64.b64encode(data).decode("ascii")}


def _bfloat16(array):
    """float32 to the bits of bfloat16, ties to even; every NaN becomes the quiet one."""
    bits = np.ascontiguousarray(array).view(np.uint32).astype(np.uint64)
    rounded = ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)
    return np.where(np.isnan(array), np.uint16(0x7FC0), rounded)
