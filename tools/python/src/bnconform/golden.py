# SPDX-License-Identifier: MIT
"""The golden cases as arrays, for those who have a test harness of their own. Needs h5py: pip install bnconform[h5py]

    for case in bnconform.golden.cases(feature="momentum"):
        print(case.id, case.config.momentum, case.steps[0].inputs["input"], case.steps[0].expected["output"])

bfloat16 tensors are float32 arrays with the same values, since NumPy has no bfloat16.
"""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from ._executable import golden_folder


@dataclass(frozen=True)
class Step:
    """A step of a case: `text` as in FORMAT.md, what goes in, and what must come out.

    error: the kind of error that must be raised; `expected` then holds the state that follows.
    """

    text: str
    inputs: dict[str, np.ndarray]
    expected: dict[str, np.ndarray]
    error: str | None

    @property
    def verb(self) -> str:
        """The first word, such as "forward"."""
        return self.text.partition(" ")[0]

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
        """Writes the case as an NPZ file: a member for each tensor and attribute, named as in FORMAT.md."""
        members: dict[str, Any] = {f"initial.{name}": value for name, value in self.state.items()}
        for index, step in enumerate(self.steps):
            members.update({f"step{index}.{name}": value for name, value in step.inputs.items()})
            members.update({f"step{index}.expect.{name}": value for name, value in step.expected.items()})
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
            for group in file["cases"].values():
                case = _case(group)
                if (profile == "torch" or case.profile == "math") and (filter is None or fnmatch.fnmatchcase(case.id, filter)):
                    yield case


def export_npz(folder: str | os.PathLike[str], **selection: Any) -> list[Path]:
    """Writes each case of `cases(**selection)` to FOLDER/feature/what/type.npz; returns the paths."""
    written = []
    for case in cases(**selection):
        path = Path(folder) / f"{case.id}.npz"
        path.parent.mkdir(parents=True, exist_ok=True)
        case.to_npz(path)
        written.append(path)
    return written


def _case(group: Any) -> GoldenCase:
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
        steps=tuple(_step(text, _below(members, f"step{index}.")) for index, text in enumerate(steps)))


def _step(text: str, members: dict[str, Any]) -> Step:
    expected = _below(members, "expect.")
    error = expected.pop("error", None)
    inputs = {name: value for name, value in members.items() if not name.startswith("expect.")}
    return Step(text, inputs, expected, error)


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
