# SPDX-License-Identifier: MIT
"""The questions to a layer: kinds, types, options, derivatives."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from . import _probe
from ._kit.bnconform_adapter import TYPES, Unsupported
from ._probe import Trial, attempt, config, first_line, refuses_option, refuses_type, state, values
from ._target import Limit, Wishes

NO_GRADIENT = ("does not require grad", "not implemented", "no gradient", "once_differentiable", "twice",
               "double backward")


@dataclass
class Found:
    """What a layer takes."""

    types: tuple[str, ...] = TYPES
    limits: list[Limit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def ranks(layer: Any, by_kind: bool = False, training: bool = True) -> tuple[tuple[str, ...], list[Limit]]:
    """The kinds of a layer, by the ranks that it takes."""
    own = {2: "1d", 3: "1d", 4: "2d", 5: "3d"}
    trials = {rank: attempt(partial(_forward, layer, config(own[rank] if by_kind else "nd"), rank, training))
              for rank in _probe.SHAPES}
    if by_kind and not any(_probe.refuses_rank(trial, rank) or trial.error for rank, trial in trials.items()):
        nd = attempt(lambda: _forward(layer, config("nd"), 4, training))
        return ("1d", "2d", "3d"), [] if nd.error is None else [("kind=nd", first_line(nd.error))]
    return _probe.kinds_by_ranks(trials)


def _forward(layer: Any, configuration: Any, rank: int, training: bool = True, without: tuple[str, ...] = ()) -> Any:
    given = {name: value for name, value in state(configuration).items() if name not in without}
    made = layer(configuration, given)
    return made.forward(values(rank, configuration.input_type), training)[0]


def options(layer: Any, kind: str, limits: list[Limit], wishes: Wishes, trains: bool = True,
            deriving: Any = None) -> Found:
    """Types, momentum None, parts that may be absent; and derivatives of the layer `deriving`, if there is one."""
    found = Found(limits=list(limits))
    rank = {"1d": 2, "2d": 4, "3d": 5}.get(kind, 2)
    if ("rank=2", ) == tuple(limit[0] for limit in limits if limit[0] == "rank=2") and kind == "1d":
        rank = 3
    training = trains
    base = attempt(lambda: _forward(layer, config(kind), rank, training))
    if training and isinstance(base.error, NotImplementedError):
        found.limits.append(("forward_training", first_line(base.error)))
        training = False
        base = attempt(lambda: _forward(layer, config(kind), rank, training=False))
    if base.error is not None:
        found.notes.append(f"a first forward fails, so nothing else was asked: {first_line(base.error)}")
        return found
    asked = _Asking(layer, kind, rank, training)
    if wishes.types is None:
        _types(asked, found)
    elif "float32" in wishes.types or len(wishes.types) > 1:
        _mixed(asked, found, wishes.types)
    untracked = config(kind, track_running_stats=False)
    questions: dict[str, list[tuple[Any, bool, tuple[str, ...]]]] = {
        "momentum=none": [(config(kind, momentum=None), True, ())] if training else [],
        "affine=false": [(config(kind, affine=False), training, ())],
        "partial_affine": [(config(kind), training, ("bias",)), (config(kind), training, ("weight",))],
        "track_running_stats=false": [(untracked, training, ()), (untracked, False, ())],
    }
    declared = {limit[0] for limit in found.limits}
    for feature, trials in questions.items():
        if feature in declared:
            continue
        results = (asked.forward(configuration, mode, without) for configuration, mode, without in trials)
        refused = next((trial for trial in results
                        if refuses_option(trial.error) or isinstance(trial.error, Unsupported)), None)
        if refused is not None:
            found.limits.append((feature, _because(refused)))
    if deriving is not None and wishes.takes("gradients"):
        _derivatives(_Asking(deriving, kind, rank, training), found, wishes)
    return found


@dataclass
class _Asking:
    layer: Any
    kind: str
    rank: int
    training: bool

    def forward(self, configuration: Any, training: bool | None = None, without: tuple[str, ...] = ()) -> Trial:
        mode = self.training if training is None else training and self.training
        return attempt(lambda: _forward(self.layer, configuration, self.rank, mode, without))


def _because(trial: Trial) -> str:
    assert trial.error is not None
    return str(trial.error) if isinstance(trial.error, Unsupported) else first_line(trial.error)


def _types(asked: _Asking, found: Found) -> None:
    taken = []
    for name in TYPES:
        own = asked.forward(config(asked.kind, parameter_type=name, input_type=name))
        if not refuses_type(own.error):
            taken.append(name)
            continue
        mixed = asked.forward(config(asked.kind, input_type=name)) if name != "float32" else own
        if mixed.error is None:
            taken.append(name)
            found.limits.append((f"parameter_type={name}", _because(own)))
        else:
            found.limits += [(f"input_type={name}", _because(own)), (f"parameter_type={name}", _because(own))]
    found.types = tuple(taken) or TYPES
    _mixed(asked, found, found.types)


def _mixed(asked: _Asking, found: Found, types: tuple[str, ...]) -> None:
    halves = [name for name in ("float16", "bfloat16") if name in types]
    if "float32" not in types or not halves:
        return
    trials = [asked.forward(config(asked.kind, input_type=name)) for name in halves]
    if all(refuses_type(trial.error) for trial in trials):
        found.limits.append(("mixed_types", _because(trials[0])))


def _derivatives(asked: _Asking, found: Found, wishes: Wishes) -> None:
    configuration = config(asked.kind)
    x = values(asked.rank, "float32")
    dy = x[::-1].copy()
    reached = "backward"
    try:
        made = asked.layer(configuration, state(configuration))
        _, saved = made.forward(x, asked.training)
        made.backward(saved, dy)
        if not wishes.takes("second-order"):
            return
        reached = "double_backward"
        made.double_backward(saved, dy, {"input": x.copy(), "weight": None, "bias": None})
    except Exception as error:  # only a gradient that is not there counts
        if isinstance(error, (NotImplementedError, RuntimeError)) and any(text in str(error) for text in NO_GRADIENT):
            limits = [("backward", first_line(error))] if reached == "backward" else []
            found.limits += [*limits, ("double_backward", first_line(error))]
