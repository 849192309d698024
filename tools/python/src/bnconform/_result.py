# SPDX-License-Identifier: MIT
"""What came out of a check: the verdicts of the executable, as Python objects."""

from __future__ import annotations

import html
import os
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ._executable import ExecutableError, environment, executable

OUTCOMES = {0: "as expected", 1: "not as expected", 2: "could not be judged", 3: "nothing was judged"}
FORMATS = {".html": "html", ".md": "markdown", ".xml": "junit", ".json": "json", ".svg": "badge"}


@dataclass(frozen=True)
class CaseVerdict:
    """The verdict on one case."""

    id: str
    status: str
    level: str
    profile: str
    title: str
    as_expected: bool
    counts: bool
    tags: tuple[str, ...]
    causes: tuple[str, ...]
    lines: tuple[str, ...]
    record: dict[str, Any] = field(repr=False)

    @classmethod
    def of(cls, message: dict[str, Any]) -> CaseVerdict:
        """The verdict that a line of `bnconform judge` tells."""
        return cls(
            message["id"], message["status"], message["level"], message["profile"], message.get("title", ""),
            message["isAsExpected"], message["counts"], tuple(message.get("tags") or ()),
            tuple(message.get("causes") or ()), tuple(message.get("text") or ()), message.get("record") or {})

    @property
    def text(self) -> str:
        """What the console prints of it: numbers, place, cause, rules."""
        return "\n".join(self.lines)

    @property
    def base_id(self) -> str:
        """The id of the case, without the form in which it was put."""
        return self.id.partition("@")[0]

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Result:
    """The result of `check`; true if everything is as expected (exit code 0)."""

    name: str
    exit_code: int
    cases: tuple[CaseVerdict, ...]
    lines: tuple[str, ...]
    counts: dict[str, int]
    claim: dict[str, Any] | None
    limits: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    run_file: bytes = field(repr=False)

    def __bool__(self) -> bool:
        return self.exit_code == 0

    @property
    def verdict(self) -> str:
        """The outcome in words."""
        return OUTCOMES.get(self.exit_code, f"ended with {self.exit_code}")

    @property
    def scope(self) -> tuple[str, ...]:
        """What was judged wholly and passed, a text a scope; nothing else can be said to conform."""
        return self._said("scope")

    @property
    def cause(self) -> str | None:
        """The likely cause that explains most failures, if there is one."""
        likely = self._said("likely") or self._said("perhaps")
        return likely[0] if likely else None

    @property
    def failures(self) -> tuple[CaseVerdict, ...]:
        """The verdicts that make the run fail."""
        return tuple(case for case in self.cases if case.counts)

    @property
    def unsupported(self) -> tuple[CaseVerdict, ...]:
        """The verdicts on cases that were declared unsupported, or answered so."""
        return tuple(case for case in self.cases if case.status == "unsupported")

    def _said(self, word: str) -> tuple[str, ...]:
        return tuple(line[len(word):].strip() for line in self.lines if line.split(" ", 1)[0] == word)

    def __str__(self) -> str:
        return self.summary()

    def summary(self, shown: int = 3) -> str:
        """The result for people: some failures, what was not tested, and the last lines of the run."""
        parts: list[str] = []
        for case in first_of_each_cause(self.failures, shown):
            parts.append(case.text)
        left = len(self.failures) - min(shown, len(parts))
        if left > 0:
            parts.append(f"{left} more failing: result.failures has them")
        parts += [f"problem {text}" for text in self.problems]
        parts += [f"warning {text}" for text in self.warnings]
        reasons: dict[str, list[str]] = {}
        for feature, reason in self.limits:
            reasons.setdefault(reason, []).append(feature)
        parts += [f"without {' '.join(features)}: {reason}" for reason, features in reasons.items()]
        parts += [f"note    {note}" for note in self.notes]
        parts += self.lines
        return "\n".join(parts)

    def __repr__(self) -> str:
        counted = ", ".join(f"{count} {status}" for status, count in self.counts.items() if count)
        return f"<bnconform.Result {self.name}: {self.verdict}; {counted or 'no cases'}>"

    def report(self, path: str | os.PathLike[str], format: str | None = None) -> Path:
        """Writes a report: html, markdown, junit, junit-tensors, ctrf, json, badge or jsonl, by default by the suffix."""
        if not self.run_file:
            raise ValueError("an exploration has no run file to report")
        path = Path(path)
        chosen = format or ("jsonl" if path.suffix == ".jsonl" else FORMATS.get(path.suffix))
        if chosen is None:
            raise ValueError(f"{path.name}: give format=, the suffix {path.suffix or '(none)'} tells none")
        if chosen == "jsonl":
            path.write_bytes(self.run_file)
            return path
        with tempfile.TemporaryDirectory(prefix="bnconform-") as folder:
            run = Path(folder) / "run.jsonl"
            run.write_bytes(self.run_file)
            done = subprocess.run([executable(), "report", str(run), f"--{chosen}", str(path)], env=environment(),
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        # The report says how the run came out as well, so its exit code says nothing about writing it.
        if not path.exists() or done.returncode not in OUTCOMES:
            raise ExecutableError(done.stderr.strip() or f"bnconform report ended with {done.returncode}")
        return path

    def to_pandas(self) -> Any:
        """A DataFrame with a row for each case."""
        import pandas  # an extra

        return pandas.DataFrame(
            [{"id": case.id, "status": case.status, "level": case.level, "profile": case.profile,
              "as_expected": case.as_expected, "counts": case.counts, "causes": ", ".join(case.causes),
              "title": case.title} for case in self.cases])

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        rows = "".join(
            f"<details><summary>{html.escape(case.id)} {html.escape(case.status)} "
            f"{html.escape(', '.join(case.causes))}</summary><pre>{html.escape(case.text)}</pre></details>"
            for case in first_of_each_cause(self.failures, 20))
        left = max(0, len(self.failures) - 20)
        more = f"<p>{left} more failing cases: <code>result.failures</code></p>" if left else ""
        counted = " · ".join(f"{count} {html.escape(status.replace('_', ' '))}"
                             for status, count in self.counts.items() if count)
        return (f"<div><p><strong>{html.escape(self.name)}: {html.escape(self.verdict)}</strong><br>{counted}</p>"
                f"{rows}{more}<pre>{html.escape(self.summary(0))}</pre></div>")


def first_of_each_cause(failures: tuple[CaseVerdict, ...], count: int) -> list[CaseVerdict]:
    """So many failures, those with causes that were not shown yet first."""
    seen: set[tuple[str, ...]] = set()
    new: list[CaseVerdict] = []
    old: list[CaseVerdict] = []
    for case in failures:
        (old if case.causes in seen else new).append(case)
        seen.add(case.causes)
    return (new + old)[:count]
