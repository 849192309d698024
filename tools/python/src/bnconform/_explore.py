# SPDX-License-Identifier: MIT
"""`explore`: puts freshly drawn cases to a layer under test."""

from __future__ import annotations

import os
from typing import Any

from ._check import Text, again_line, put
from ._result import Result
from ._target import Wishes


def explore(
    layer: Any, *, seconds: float | None = None, cases: int | None = None, seed: int | None = None,
    case: str | None = None, types: Text = None, kinds: Text = None, modes: Text = None, profile: str = "math",
    sealed: bool = False, save: str | os.PathLike[str] | None = None, examples: int = 3, isolated: bool = False,
    device: Any = None, library: Any = None, layouts: Text = None, threads: int | None = 1, timeout: float = 30.0,
) -> Result:
    """Puts freshly drawn cases to a layer; `Result.failures` are those that were boiled down.

    seconds, cases: how long, or how many; without them ten seconds, less if failures of a new kind have become rare.
    seed: of the cases; without it one from the system. case: draws one case again, by its name.
    save: writes the boiled-down failures as a golden file. sealed, examples: as of `bnconform explore`.
    The others are those of `check`.
    """
    wishes = Wishes.of(types, kinds, modes, device, library, layouts, threads)
    options = ["--profile", profile, "--examples", str(examples)]
    for flag, value in (("--seconds", seconds), ("--cases", cases), ("--seed", seed), ("--case", case), ("--save", save)):
        if value is not None:
            options += [flag, str(value) if not isinstance(value, os.PathLike) else os.fspath(value)]
    options += ["--sealed"] if sealed else []
    again = again_line(layer, "explore", "case", types=types, kinds=kinds, modes=modes, profile=profile)
    options += ["--again-command", again]
    return put(layer, wishes, options, timeout if isolated else None, explores=True)
