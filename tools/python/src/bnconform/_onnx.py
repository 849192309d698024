# SPDX-License-Identifier: MIT
"""Forwards of golden cases as ONNX models with test data, in the layout of ONNX' own tests.

BatchNormalization of opset 15 has no absent parameters (ones and zeros stand for them), float32 attributes, and a biased
running_var, which is therefore no output. A model is written by hand: a protobuf message is a sequence of fields.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ._kit.bnconform_adapter import _bfloat16 as bfloat16_bits

if TYPE_CHECKING:
    from .golden import GoldenCase, Step

TYPES = {"float32": 1, "float16": 10, "float64": 11, "bfloat16": 16}
STATE = ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")


def onnx_tests(case: GoldenCase, folder: Path) -> Iterator[Path]:
    """Writes each forward that ONNX can express to FOLDER/ID/stepN; gives the folders."""
    state: dict[str, Any] = dict(case.state)
    tracks = case.config.track_running_stats
    for index, step in enumerate(case.steps):
        if step.verb == "set_track_running_stats":
            tracks = step.text.endswith("on")
        if step.verb == "forward" and step.error is None:
            model = _model(case, step, state, tracks)
            if model is not None:
                yield _write(folder / case.id / f"step{index}", step, *model)
        state.update({name: value for name, value in step.expected.items() if name in STATE})


def _model(case: GoldenCase, step: Step, state: dict[str, Any],
           tracks: bool) -> tuple[bytes, list[tuple[str, str, np.ndarray]], list[str]] | None:
    """The model, its inputs and the names of its outputs; None if ONNX cannot express the step."""
    config, x = case.config, step.inputs["input"]
    buffers = [state.get("running_mean"), state.get("running_var")]
    given = [state.get(name) for name in ("weight", "bias")] + buffers
    if config.input_type not in TYPES or x.size == 0 or (buffers[0] is None) != (buffers[1] is None):
        return None
    if any(value is not None and value.shape != (x.shape[1],) for value in given):
        return None
    widest = "float64" if "float64" in (config.input_type, config.parameter_type) else "float32"
    epsilon = _attribute(config.eps, widest)
    if epsilon is None:
        return None
    batch = step.training or buffers[0] is None
    outputs, momentum = ["output"], None
    if step.training and tracks and buffers[0] is not None:
        momentum = _attribute(1 - _factor(config, step), widest)
        if momentum is not None:
            outputs.append("running_mean")
    inputs = [("input", config.input_type, x)]
    for name, value, absent in zip(("weight", "bias", "running_mean", "running_var"), given, (1, 0, 0, 1)):
        array = np.full(x.shape[1], absent, _array_type(config.parameter_type)) if value is None else value
        inputs.append((name, config.parameter_type, array))
    attributes = _attribute_float("epsilon", epsilon) + _field(5, _text(1, "training_mode") + _number(3, int(batch)) + _number(20, 2))
    if momentum is not None:
        attributes += _attribute_float("momentum", momentum)
    results = ["output", "new_running_mean", "new_running_var"] if batch else ["output"]
    node = b"".join(_text(1, name) for name, _, _ in inputs) + b"".join(_text(2, name) for name in results)
    graph = _field(1, node + _text(4, "BatchNormalization") + attributes) + _text(2, case.id)
    graph += b"".join(_field(11, _value(name, type, array.shape)) for name, type, array in inputs)
    for name, result in zip(outputs, results):
        graph += _field(12, _value(result, step.types[name], step.expected[name].shape))
    return _number(1, 8) + _text(2, "bnconform") + _field(8, _number(2, 15)) + _field(7, graph), inputs, outputs


def _factor(config: Any, step: Step) -> float:
    """The weight of the new value in the running statistics."""
    return 1 / int(step.expected["num_batches_tracked"]) if config.momentum is None else config.momentum


def _attribute(value: float, widest: str) -> float | None:
    """A number as ONNX holds it; None if that is too far off for the widest type of the case."""
    with np.errstate(over="ignore"):
        held = float(np.float32(value))
    if not math.isfinite(held):
        return None
    return held if held == value or widest == "float32" and abs(held - value) <= 2.0**-24 * abs(value) else None


def _write(place: Path, step: Step, model: bytes, inputs: list[tuple[str, str, np.ndarray]], outputs: list[str]) -> Path:
    data = place / "test_data_set_0"
    data.mkdir(parents=True, exist_ok=True)
    (place / "model.onnx").write_bytes(model)
    for index, (name, type, array) in enumerate(inputs):
        (data / f"input_{index}.pb").write_bytes(_tensor(name, type, array))
    for index, name in enumerate(outputs):
        (data / f"output_{index}.pb").write_bytes(_tensor(name, step.types[name], step.expected[name]))
        (data / f"allowance_{index}.pb").write_bytes(_tensor(name, "float64", step.allowance[name]))
    return place


def _array_type(type: str) -> str:
    return "float32" if type == "bfloat16" else type


def _tensor(name: str, type: str, array: np.ndarray) -> bytes:
    bits = bfloat16_bits(array) if type == "bfloat16" else np.ascontiguousarray(array)
    raw = bits.astype(bits.dtype.newbyteorder("<")).tobytes()
    return b"".join(_number(1, size) for size in array.shape) + _number(2, TYPES[type]) + _text(8, name) + _field(9, raw)


def _value(name: str, type: str, shape: tuple[int, ...]) -> bytes:
    sizes = b"".join(_field(1, _number(1, size)) for size in shape)
    return _text(1, name) + _field(2, _field(1, _number(1, TYPES[type]) + _field(2, sizes)))


def _attribute_float(name: str, value: float) -> bytes:
    return _field(5, _text(1, name) + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, 1))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _field(field, value.encode())


def _field(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    data = bytearray()
    while value > 0x7F:
        data.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*data, value])
