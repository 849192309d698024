# SPDX-License-Identifier: MIT
"""Asks a layer what it takes, with tiny inputs.

Only an answer that says "this I do not take" counts: a refused rank, a type that is not implemented, an argument that
the signature lacks. Any other exception is left for the judge to find.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from ._kit.bnconform_adapter import BFLOAT16_BITS, TYPES

CHANNELS = 3
# No dimension equals another or their products, so that a wrong broadcast shows in the shape.
SHAPES = {2: (5, 3), 3: (5, 3, 7), 4: (5, 3, 7, 11), 5: (5, 3, 7, 2, 11)}
RANKS = {"1d": (2, 3), "2d": (4,), "3d": (5,)}
ABOUT_RANK = re.compile(
    r"dim|rank|shape|size|broadcast|unpack|axes|axis|permute|transpose|\d-?[dD]\b|subscript", re.IGNORECASE)
ABOUT_TYPE = re.compile(
    r"not implemented for|dtype|scalar type|unsupported.*type|not supported|half|float16|bfloat16|float64|double",
    re.IGNORECASE)


@dataclass(frozen=True)
class Trial:
    """What came of a tiny forward: its output's shape, or the exception."""

    shape: tuple[int, ...] | None = None
    error: Exception | None = None


def attempt(action: Callable[[], Any]) -> Trial:
    """Runs an action that returns an output."""
    try:
        return Trial(shape=tuple(np.shape(action())))
    except Exception as error:  # whatever it is, it is looked at
        return Trial(error=error)


def config(kind: str, **changes: Any) -> SimpleNamespace:
    """A configuration as a case has it."""
    values: dict[str, Any] = {
        "kind": kind, "num_features": CHANNELS, "eps": 1e-5, "momentum": 0.1, "affine": True,
        "track_running_stats": True, "parameter_type": "float32", "input_type": "float32",
        "uses_defaults": False}
    return SimpleNamespace(**{**values, **changes})


def state(configuration: SimpleNamespace) -> dict[str, Any]:
    """The state that the flags of a configuration call for."""
    one, zero = np.ones(CHANNELS), np.zeros(CHANNELS)
    found: dict[str, Any] = {}
    if configuration.affine:
        found.update(weight=one, bias=zero)
    if configuration.track_running_stats:
        found.update(running_mean=zero, running_var=one)
    found = {name: as_type(value, configuration.parameter_type) for name, value in found.items()}
    if configuration.track_running_stats:
        found["num_batches_tracked"] = 0
    return found


def values(rank: int, type_name: str) -> np.ndarray:
    """A tiny input."""
    shape = SHAPES[rank]
    return as_type(np.arange(np.prod(shape)).reshape(shape) % 7 - 3.0, type_name)


def as_type(array: np.ndarray, type_name: str) -> np.ndarray:
    """Small integers in a type; bfloat16 as bits."""
    if type_name == "bfloat16":
        return (array.astype(np.float32).view(np.uint32) >> 16).astype(np.uint16).view(BFLOAT16_BITS)
    return array.astype(type_name)


def refuses_rank(trial: Trial, rank: int) -> bool:
    """Whether a forward says that it does not take inputs of this rank."""
    if trial.error is None:
        return trial.shape != SHAPES[rank]
    return isinstance(trial.error, (ValueError, IndexError, AssertionError, RuntimeError, TypeError, NotImplementedError)
                      ) and bool(ABOUT_RANK.search(str(trial.error)) or isinstance(trial.error, AssertionError))


def refuses_type(error: Exception | None) -> bool:
    """Whether an exception says that a type is not taken."""
    return isinstance(error, (TypeError, NotImplementedError)) or (
        isinstance(error, (RuntimeError, ValueError)) and bool(ABOUT_TYPE.search(str(error))))


def refuses_option(error: Exception | None) -> bool:
    """Whether an exception says that an option is not taken, such as None where a tensor was expected."""
    return isinstance(error, (TypeError, NotImplementedError)) or (
        isinstance(error, AttributeError) and "NoneType" in str(error))


def kinds_by_ranks(trials: dict[int, Trial]) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """The kinds of layer that take the ranks that were taken, and what is declared therefore."""
    taken = [rank for rank, trial in trials.items() if not refuses_rank(trial, rank)]
    if not taken or len(taken) == len(trials):
        reason = "takes inputs of any rank: a layer of kind nd"
        return ("nd",), [(f"kind={kind}", reason) for kind in RANKS]
    kinds = tuple(kind for kind, ranks in RANKS.items() if any(rank in taken for rank in ranks))
    limits = [(f"kind={kind}", _why(trials[RANKS[kind][-1]], RANKS[kind][-1])) for kind in RANKS if kind not in kinds]
    limits.append(("kind=nd", "does not take inputs of every rank"))
    if "1d" in kinds:
        limits += [(f"rank={rank}", _why(trials[rank], rank)) for rank in (2, 3) if rank not in taken]
    return kinds, limits


def _why(trial: Trial, rank: int) -> str:
    if trial.error is None:
        return f"an input of rank {rank} gives an output of another shape"
    return f"an input of rank {rank} is refused: {first_line(trial.error)}"


def first_line(error: Exception) -> str:
    """An exception in a line."""
    text = (str(error).strip().splitlines() or [""])[0]
    return f"{type(error).__name__}: {text}"[:160] if text else type(error).__name__


__all__ = ["CHANNELS", "RANKS", "SHAPES", "TYPES", "Trial", "as_type", "attempt", "config", "first_line", "kinds_by_ranks",
           "refuses_option", "refuses_rank", "refuses_type", "state", "values"]
