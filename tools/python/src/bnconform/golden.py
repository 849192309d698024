# SPDX-License-Identifier: MIT
"""The golden cases as arrays, for those who have a test harness of their own. Needs h5py: pip install bnconform[h5py]

    for case in bnconform.golden.cases(feature="momentum"):
        step = case.steps[0]
        print(case.id, case.config.momentum, step.inputs["input"], step.expected["output"], step.allowance["output"])

The executable computes the allowances of a file when the first of them is asked for. bfloat16 tensors are float32 arrays with the same values, since NumPy has no bfloat16.
"""

from __future__ import annotations

import fnmatch
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from ._executable import ExecutableError, environment, executable, golden_folder
from ._kit.bnconform_adapter import _bfloat16 as bfloat16_bits
from ._onnx import onnx_tests


class _Allowances:
    """The allowances of the cases of a golden file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def cases(self) -> dict[str, dict[str, np.ndarray]]:
        """The members of each case by its id, computed by the executable."""
        import h5py
        with tempfile.TemporaryDirectory(prefix="bnconform-") as folder:
            output = Path(folder) / "allowances.h5"
            done = subprocess.run(
                [executable(), "golden", "allowances", str(self._path), "--profile", "torch", "-o", str(output)],
                env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise ExecutableError(done.stderr.strip() or f"bnconform golden allowances ended with {done.returncode}")
            with h5py.File(output, "r") as file:
                return {_plain(group.attrs["id"]): {name: np.asarray(data[()]) for name, data in group.items()}
                        for group in file["cases"].values()}


@dataclass(frozen=True)
class Step:
    """A step of a case: `text` as in FORMAT.md, what goes in, and what must come out.

    types: of the expected tensors, such as "bfloat16".
    error: the kind of error that must be raised; `expected` then holds the state that follows.
    """

    text: str
    inputs: dict[str, np.ndarray]
    expected: dict[str, np.ndarray]
    types: dict[str, str]
    error: str | None
    _place: tuple[_Allowances, str, str] = field(repr=False, compare=False)

    @property
    def allowance(self) -> dict[str, np.ndarray]:
        """How far each element of the expected tensors may be off, in float64 (FORMAT.md): of those that a layer is asked for."""
        allowances, case, prefix = self._place
        return _below(allowances.cases[case], prefix)

    @property
    def verb(self) -> str:
        """The first word, such as "forward"."""
        return self.text.partition(" ")[0]

    @property
    def options(self) -> dict[str, str]:
        """The words with a value, such as {"of": "0", "wants": "input,weight"}."""
        return dict(word.split("=", 1) for word in self.text.split(" ") if "=" in word)

    @property
    def training(self) -> bool:
        """Whether it is a forward in training."""
        return self.text == "forward training"


@dataclass(frozen=True)
class GoldenCase:
    """A case: configuration, initial state, steps."""

    id: str
    title: str
    rationale: str
    rules: tuple[str, ...]
    level: str
    profile: str
    tags: tuple[str, ...]
    tolerance: str
    config: SimpleNamespace
    state: dict[str, np.ndarray]
    steps: tuple[Step, ...]

    @property
    def feature(self) -> str:
        """The first part of the id."""
        return self.id.partition("/")[0]

    def to_npz(self, path: str | os.PathLike[str]) -> None:
        """Writes the case as an NPZ file: a member for each tensor and attribute, named as in FORMAT.md, and allowances."""
        members: dict[str, Any] = {f"initial.{name}": value for name, value in self.state.items()}
        for index, step in enumerate(self.steps):
            members.update({f"step{index}.{name}": value for name, value in step.inputs.items()})
            members.update({f"step{index}.expect.{name}": value for name, value in step.expected.items()})
            members.update({f"step{index}.allowance.{name}": value for name, value in step.allowance.items()})
            if step.error is not None:
                members[f"step{index}.expect.error"] = np.array(step.error)
        config = {**vars(self.config)}
        config["momentum"] = "none" if config["momentum"] is None else config["momentum"]
        members.update({name: np.array(value) for name, value in config.items()})
        members.update(id=np.array(self.id), steps=np.array([step.text for step in self.steps]),
                       level=np.array(self.level), profile=np.array(self.profile), tolerance=np.array(self.tolerance))
        np.savez(path, **members)


def cases(feature: str | None = None, *, filter: str | None = None, profile: str = "math",
          folder: str | os.PathLike[str] | None = None) -> Iterator[GoldenCase]:
    """The cases of a feature, or of all, in the order of the files.

    filter: a pattern that the id must match. profile: "math", or "torch" for PyTorch's own policies as well.
    folder: other golden files than the packaged ones.
    """
    try:
        import h5py
    except ImportError as error:
        raise ImportError("bnconform.golden needs h5py: pip install bnconform[h5py]") from error
    if profile not in ("math", "torch"):
        raise ValueError(f"profile: {profile!r} is neither 'math' nor 'torch'")
    place = Path(folder) if folder is not None else golden_folder()
    if place is None:
        raise FileNotFoundError("no golden files: set BNCONFORM_GOLDEN, or give folder=")
    paths = sorted(place.glob("*.h5")) if feature is None else [place / f"{feature}.h5"]
    if not paths or not paths[0].exists():
        known = ", ".join(sorted(path.stem for path in place.glob("*.h5")))
        raise FileNotFoundError(f"{place} has no {feature or 'golden files'}; it has: {known or 'nothing'}")
    for path in paths:
        with h5py.File(path, "r") as file:
            allowances = _Allowances(path)
            for group in file["cases"].values():
                case = _case(group, allowances)
                if (profile == "torch" or case.profile == "math") and (filter is None or fnmatch.fnmatchcase(case.id, filter)):
                    yield case


def rounded(value: Any, type: str) -> np.ndarray:
    """A result as an array of golden values: bfloat16 as float32, rounded if it was float32; others as they are."""
    array = np.asarray(value)
    if type != "bfloat16" or array.dtype == np.float64:
        return array
    return (bfloat16_bits(array.astype(np.float32)).astype(np.uint32) << 16).view(np.float32)


def export_onnx(folder: str | os.PathLike[str], **selection: Any) -> list[Path]:
    """Writes the forwards of `cases(**selection)` that ONNX can express as models with test data; returns their folders."""
    return [place for case in cases(**selection) for place in onnx_tests(case, Path(folder))]


def export_npz(folder: str | os.PathLike[str], **selection: Any) -> list[Path]:
    """Writes each case of `cases(**selection)` to FOLDER/feature/what/type.npz; returns the paths."""
    written = []
    for case in cases(**selection):
        path = Path(folder) / f"{case.id}.npz"
        path.parent.mkdir(parents=True, exist_ok=True)
        case.to_npz(path)
        written.append(path)
    return written


def _case(group: Any, allowances: _Allowances) -> GoldenCase:
    attributes = {name: _plain(value) for name, value in group.attrs.items()}
    steps = _words(attributes["steps"])
    momentum = attributes["momentum"]
    config = SimpleNamespace(
        kind=attributes["kind"], num_features=int(attributes["num_features"]), eps=float(attributes["eps"]),
        momentum=None if momentum == "none" else float(momentum), affine=bool(attributes["affine"]),
        track_running_stats=bool(attributes["track_running_stats"]), parameter_type=attributes["parameter_type"],
        input_type=attributes["input_type"])
    members = {name: _plain(data[()]) for name, data in group.items()}
    return GoldenCase(
        id=attributes["id"], title=attributes["title"], rationale=attributes["rationale"],
        rules=_words(attributes["rules"]), level=attributes["level"], profile=attributes["profile"],
        tags=_words(attributes.get("tags", ())), tolerance=attributes["tolerance"], config=config,
        state=_below(members, "initial."),
        steps=tuple(_step(group, index, text, members, allowances) for index, text in enumerate(steps)))


def _step(group: Any, index: int, text: str, members: dict[str, Any], allowances: _Allowances) -> Step:
    step = _below(members, f"step{index}.")
    prefix = f"step{index}.expect."
    expected = _below(members, prefix)
    error = expected.pop("error", None)
    inputs = {name: value for name, value in step.items() if not name.startswith("expect.")}
    types = {name: _type(group[prefix + name]) for name in expected}
    return Step(text, inputs, expected, types, error, (allowances, _plain(group.attrs["id"]), prefix))


def _type(data: Any) -> str:
    """The type of a tensor; h5py makes bfloat16 float32."""
    return "bfloat16" if data.dtype.itemsize == 4 and data.id.get_type().get_size() == 2 else str(data.dtype.name)


def _below(members: dict[str, Any], prefix: str) -> dict[str, Any]:
    return {name[len(prefix):]: value for name, value in members.items() if name.startswith(prefix)}


def _plain(value: Any) -> Any:
    """Strings of fixed length come back as bytes from h5py."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, np.generic) and value.dtype.kind == "S":
        return value.item().decode()
    if isinstance(value, np.ndarray) and value.dtype.kind in "SO":
        return [_plain(item) for item in value.tolist()]
    return value


def _words(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
