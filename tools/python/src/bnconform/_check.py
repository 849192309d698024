# SPDX-License-Identifier: MIT
"""`check`: puts a layer under test and returns the result."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from ._judge import judge
from ._result import Result
from ._target import Subject, Wishes, name_of, subject

Text = str | Iterable[str] | None
# Features of cases that only the profile torch has.
POLICIES = ("irregular_state", "empty_input", "reset_running_stats", "set_track_running_stats", "load_state")


def check(
    layer: Any, *, types: Text = None, kinds: Text = None, modes: Text = None, profile: str = "math",
    present: str | None = None, filter: Text = None, tag: Text = None, level: Text = None, smoke: bool = False,
    tolerance: str | None = None, strict: bool = False, expect: str | os.PathLike[str] | None = None, fix: bool = False,
    require: Text = None, repeat: bool = False, isolated: bool = False, device: Any = None, library: Any = None,
    layouts: Text = None, threads: int | None = 1, timeout: float = 30.0, golden: str | os.PathLike[str] | None = None,
    report: Mapping[str, str | os.PathLike[str]] | None = None, again: str | None = None,
) -> Result:
    """Runs the cases on a layer.

    layer: a class, instance or factory of torch modules, a function, a class of the kit, or "module:NAME" of one.
    types, kinds, modes: what to test ("float32"; "1d", "2d", "3d", "nd"; "inference", "training", "gradients",
    "second-order"); without them it is found out by asking the layer.
    isolated: runs the layer in a process of its own, so that a crash costs one case.
    device: where torch tensors are put. library: "numpy", "torch", "jax" or a module of the array API, for functions.
    threads: of torch while it runs; None leaves the number as it is. timeout: seconds a case, if isolated.
    report: formats and files, such as {"html": "report.html"}; `Result.report` writes them later.
    The others are the options of `bnconform run`.
    """
    wishes = Wishes.of(types, kinds, modes, device, library, layouts, threads)
    options = [*case_options(profile, filter, tag, level, golden),
               *judging_options(tolerance=tolerance, expect=expect, strict=strict, present=present, require=require)]
    options += [flag for flag, wanted in (("--smoke", smoke), ("--fix", fix), ("--repeat", repeat)) if wanted]
    for format, path in (report or {}).items():
        options += ["--report", f"{format}={os.fspath(path)}"]
    options += ["--again-command", again or again_line(layer, types=types, kinds=kinds, modes=modes, profile=profile)]
    return put(layer, wishes, options, timeout if isolated else None)


def _shown(limits: Sequence[tuple[str, str]], options: list[str]) -> list[tuple[str, str]]:
    """The limits that keep cases of the profile from being put."""
    wide = options[options.index("--profile") + 1] == "torch"
    return [limit for limit in limits if wide or limit[0] not in POLICIES]


def case_options(profile: str, filter: Text, tag: Text, level: Text, golden: str | os.PathLike[str] | None) -> list[str]:
    """The options that select cases."""
    options = ["--profile", profile]
    for flag, given in (("--filter", filter), ("--tag", tag), ("--level", level)):
        for word in _words(given):
            options += [flag, word]
    return options if golden is None else [*options, "--golden", os.fspath(golden)]


def judging_options(*, tolerance: str | None, expect: str | os.PathLike[str] | None, strict: bool, present: str | None,
                    require: Text = None) -> list[str]:
    """The options that say how answers are judged."""
    options = ["--strict"] if strict else []
    for flag, value in (("--present", present), ("--tolerance", tolerance), ("--expect", expect)):
        if value is not None:
            options += [flag, os.fspath(value)]
    for word in _words(require):
        options += ["--require", word]
    return options


def put(layer: Any, wishes: Wishes, options: list[str], timeout: float | None = None, explores: bool = False) -> Result:
    """Lets the executable judge a layer with these options; with a time limit, the layer runs in a child."""
    if timeout is not None:
        from ._isolated import Relay
        with Relay(layer, wishes, timeout) as relay:
            return judge(relay, relay.name, options, _shown(relay.limits, options), relay.notes, explores=explores)
    # The cases have NaN and infinities on purpose; NumPy's warnings of them may be errors in a test run.
    with torch_threads(wishes.threads) as notes, np.errstate(all="ignore"):
        under_test: Subject = subject(layer, wishes)
        return judge(under_test.adapter(), under_test.name, options, _shown(under_test.all_limits(), options),
                     (*under_test.notes, *notes), explores=explores)


@contextmanager
def torch_threads(count: int | None) -> Iterator[list[str]]:
    """Lets torch use so many threads; the number matters for the last bits of large sums, and for the time."""
    torch = sys.modules.get("torch")
    before = torch.get_num_threads() if torch is not None and count is not None else None
    if torch is None or before in (None, count):
        yield []
        return
    torch.set_num_threads(count)
    try:
        yield [f"torch.set_num_threads({count}) while it runs (threads={count})"]
    finally:
        torch.set_num_threads(before)


def again_line(layer: Any, call: str = "check", select: str = "filter", **keywords: Any) -> str:
    """The Python line that puts one case again; {id} is the case."""
    defaults = {"profile": "math"}
    words = [f"{word}={value!r}" for word, value in keywords.items() if value is not None and value != defaults.get(word)]
    named = hasattr(layer, "__qualname__") and "<" not in layer.__qualname__
    shown = repr(layer) if isinstance(layer, str) else name_of(layer) if named else "layer"
    return f"bnconform.{call}({', '.join([shown, *words, select + '=' + chr(34) + '{id}' + chr(34)])})"


def _words(given: Text) -> list[str]:
    if given is None:
        return []
    return [given] if isinstance(given, str) else list(given)
