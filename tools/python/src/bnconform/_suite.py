# SPDX-License-Identifier: MIT
"""The cases of one layer as tests: which there are, and their verdicts, judged in blocks."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ._check import put
from ._executable import ExecutableError, environment, executable
from ._result import CaseVerdict
from ._target import MODES, Wishes

LIST_WORDS = {"forward evaluation": "inference", "forward training": "training"}


@dataclass(frozen=True)
class Listed:
    """A case as `bnconform list` tells it."""

    id: str
    title: str
    level: str
    profile: str
    tags: tuple[str, ...]
    types: frozenset[str]
    modes: frozenset[str]


@dataclass(frozen=True)
class Block:
    """What came of judging a block: the verdicts of each case, or why there are none."""

    verdicts: dict[str, list[CaseVerdict]]
    problem: str | None


@dataclass
class Suite:
    """The cases of a layer. `selected` and `shares` are set by the pytest plugin."""

    target: Any
    wishes: Wishes
    options: list[str]
    list_options: list[str]
    timeout: float | None
    key: str = "0"
    again: str = ""
    selected: list[str] = field(default_factory=list)
    blocks: int = 1
    shared: Path | None = None
    _done: dict[int, Block] = field(default_factory=dict)

    def listed(self) -> list[Listed]:
        """The cases that the keywords leave."""
        found = [case for case in _list(tuple(self.list_options))]
        if self.wishes.types is not None:
            found = [case for case in found if case.types <= set(self.wishes.types)]
        if self.wishes.modes is not None:
            found = [case for case in found if case.modes <= set(self.wishes.modes)]
        return found

    def verdicts(self, case: str) -> list[CaseVerdict]:
        """The verdicts on a case, one for each form in which it was put."""
        if case not in self.selected:
            self.selected.append(case)
        index = self.selected.index(case) * self.blocks // len(self.selected)
        block = self._done.get(index)
        if block is None or block.problem is None and case not in block.verdicts:
            ids = [name for place, name in enumerate(self.selected) if place * self.blocks // len(self.selected) == index]
            block = self._done[index] = self._block(index, ids)
        if block.problem is not None:
            raise ExecutableError(block.problem)
        return block.verdicts.get(case, [])

    def _block(self, index: int, ids: list[str]) -> Block:
        """Judges a block, unless another process of this test run does."""
        if self.shared is None:
            return self._judged(ids)
        claim, result = (self.shared / f"{self.key}-{index}.{suffix}" for suffix in ("claim", "result"))
        while True:
            try:
                with open(claim, "x", encoding="ascii") as file:
                    file.write(str(os.getpid()))
            except FileExistsError:
                if result.exists():
                    return pickle.loads(result.read_bytes())
                if not _lives(claim):
                    claim.unlink(missing_ok=True)
                time.sleep(0.02)
                continue
            block = self._judged(ids)
            new = result.with_suffix(f".{os.getpid()}")
            new.write_bytes(pickle.dumps(block))
            os.replace(new, result)
            return block

    def _judged(self, ids: Sequence[str]) -> Block:
        options = list(self.options)
        for name in ids:
            options += ["--filter", name]
        try:
            result = put(self.target, self.wishes, [*options, "--again-command", self.again], self.timeout)
        except Exception as error:  # every test of the block tells it
            return Block({}, f"{type(error).__name__}: {error}")
        if result.exit_code == 2:
            return Block({}, "\n".join(result.problems) or "\n".join(result.lines))
        verdicts: dict[str, list[CaseVerdict]] = {}
        for verdict in result.cases:
            verdicts.setdefault(verdict.base_id, []).append(verdict)
        return Block(verdicts, None)


def _lives(claim: Path) -> bool:
    """Whether the process that claimed a block is there; a claim that is being written counts."""
    try:
        text = claim.read_text(encoding="ascii")
        if text:
            os.kill(int(text), 0)
    except (ProcessLookupError, FileNotFoundError):
        return False
    except PermissionError:
        pass
    return True


_lists: dict[tuple[str, ...], list[Listed]] = {}


def _list(options: tuple[str, ...]) -> list[Listed]:
    if options not in _lists:
        done = subprocess.run([executable(), "list", "--format", "json", *options], env=environment(),
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 3):
            raise ExecutableError(done.stderr.strip() or f"bnconform list ended with {done.returncode}")
        _lists[options] = [_listed(case) for case in json.loads(done.stdout or "[]")]
    return _lists[options]


def _listed(case: dict[str, Any]) -> Listed:
    modes = {LIST_WORDS.get(step) or next((mode for mode, feature in MODES.items() if feature == step.split(" ")[0]), None)
             for step in case["steps"]}
    return Listed(case["id"], case["title"], case["level"], case["profile"], tuple(case.get("tags") or ()),
                  frozenset({case["inputType"], case["parameterType"]}), frozenset(mode for mode in modes if mode))
