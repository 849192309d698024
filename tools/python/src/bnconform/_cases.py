# SPDX-License-Identifier: MIT
"""`cases`: a test for each case, in a pytest project."""

from __future__ import annotations

import functools
import inspect
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

from ._check import Text, case_options, judging_options
from ._executable import ExecutableError
from ._result import CaseVerdict
from ._suite import Listed, Suite
from ._target import Wishes


class Case:
    """A case as the argument of a test; `check` was called before the test's own lines run."""

    def __init__(self, suite: Suite, listed: Listed) -> None:
        self.suite, self._listed = suite, listed
        self.id, self.title, self.level, self.profile = listed.id, listed.title, listed.level, listed.profile

    def __repr__(self) -> str:
        return f"<bnconform.Case {self.id}>"

    @property
    def marks(self) -> tuple[str, ...]:
        """The names of its marks: feature, tags, level."""
        names = (self.id.partition("/")[0], *self._listed.tags, self.level)
        return tuple(dict.fromkeys(re.sub(r"[^\w.-]", "-", name) for name in names))

    @property
    def verdicts(self) -> list[CaseVerdict]:
        """The verdicts on it: one for each form in which it was put."""
        return self.suite.verdicts(self.id)

    @property
    def milliseconds(self) -> float | None:
        """The time that the layer took, if its block was judged."""
        times = [verdict.record.get("milliseconds") for verdict in self.verdicts]
        return sum(time for time in times if time is not None) if any(time is not None for time in times) else None

    def check(self) -> None:
        """Fails, skips or expects the failure of the running test, as the verdict says."""
        import pytest

        try:
            verdicts = self.verdicts
        except ExecutableError as error:
            pytest.fail(str(error), pytrace=False)
        failing = [verdict for verdict in verdicts if verdict.counts]
        if failing:
            pytest.fail("\n".join(_text(verdict) for verdict in failing), pytrace=False)
        if not verdicts:
            pytest.fail(f"bnconform gave no verdict on {self.id}", pytrace=False)
        expected = [verdict for verdict in verdicts if verdict.status in ("expected_failure", "failed", "wrong_structure",
                                                                          "errored")]
        if expected:
            verdict = expected[0]
            known = "known deviation" if verdict.status == "expected_failure" else f"{verdict.level}: does not fail a run"
            pytest.xfail(f"{known}; {', '.join(verdict.causes) or verdict.status}")
        if all(verdict.status in ("unsupported", "untrusted", "not_run") for verdict in verdicts):
            pytest.skip(_reason(verdicts[0]))


def _text(verdict: CaseVerdict) -> str:
    """The text of a verdict; a test is named by the case, without the form in which it was put."""
    head = "[XPASS(strict)] " if verdict.status == "unexpected_pass" else ""
    lines = [line.replace(verdict.id, verdict.base_id) if line.split()[:1] == ["again"] else line
             for line in verdict.lines]
    return head + "\n".join(lines)


def _reason(verdict: CaseVerdict) -> str:
    for line in verdict.lines:
        word, _, rest = line.strip().partition(" ")
        if word == "reason":
            return f"{verdict.status}: {rest.strip()}"
    return verdict.status


def new_suite(layer: Any, *, types: Text = None, kinds: Text = None, modes: Text = None, profile: str = "math",
              present: str | None = None, filter: Text = None, tag: Text = None, level: Text = None,
              tolerance: str | None = None, strict: bool = False, expect: str | os.PathLike[str] | None = None,
              isolated: bool = False, device: Any = None, library: Any = None, threads: int | None = 1,
              timeout: float = 30.0, golden: str | os.PathLike[str] | None = None) -> Suite:
    """The cases of a layer, selected by the keywords of `check`."""
    wishes = Wishes.of(types, kinds, modes, device, library, None, threads)
    chosen = case_options(profile, None, tag, level, golden)
    judging = judging_options(tolerance=tolerance, expect=expect, strict=strict, present=present)
    return Suite(layer, wishes, [*chosen, *judging], case_options(profile, filter, tag, level, golden),
                 timeout if isolated else None)


def cases(layer: Any, **keywords: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Makes a pytest test for each case of a function with the argument `case`.

        @bnconform.cases(BatchNorm2d, types=["float32"])
        def test_batch_norm(case):
            pass

    The verdict is taken before the function runs. The keywords are those of `check` that select and judge cases.
    """
    suite = new_suite(layer, **keywords)

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        import pytest

        if "case" not in inspect.signature(function).parameters:
            raise TypeError(f"{function.__name__} needs the argument `case`")

        @functools.wraps(function)
        def test(*arguments: Any, **values: Any) -> Any:
            values["case"].check()
            return function(*arguments, **values)

        found = [pytest.param(case, id=case.id, marks=marks_of(case)) for case in suite_cases(suite)]
        return pytest.mark.parametrize("case", found)(test)

    return decorate


def suite_cases(suite: Suite) -> Iterator[Case]:
    """The cases of a suite."""
    return (Case(suite, listed) for listed in suite.listed())


def marks_of(case: Case) -> list[Any]:
    """The marks of a case, known to pytest."""
    import pytest

    from . import pytest_plugin
    pytest_plugin.register(case.marks)
    return [getattr(pytest.mark, name) for name in case.marks]
