# SPDX-License-Identifier: MIT
"""The plugin for pytest: `--bnconform MODULE:NAME` adds a test for each case of a layer.

It does nothing unless that option or `bnconform.cases` is used.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

_state: dict[str, Any] = {"config": None, "marks": set()}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declares the options."""
    group = parser.getgroup("bnconform", "Batch Normalization against PyTorch's specification")
    group.addoption("--bnconform", action="append", default=[], metavar="MODULE:NAME",
                    help="add a test for each case, on this layer (repeatable); without paths, run only these")
    for word, what in (("types", "types to test, such as float32,float64"), ("kinds", "kinds of layer: 1d,2d,3d,nd"),
                       ("modes", "modes: inference,training,gradients,second-order")):
        group.addoption(f"--bnconform-{word}", default=None, metavar="LIST", help=what)
    group.addoption("--bnconform-profile", default="math", choices=("math", "torch"), help="torch adds PyTorch's policies")
    group.addoption("--bnconform-expect", default=None, metavar="FILE", help="a list of known deviations: strict xfail")
    group.addoption("--bnconform-explore", type=float, default=None, metavar="SECONDS",
                    help="also draw fresh cases for so long, as one test of each layer")
    group.addoption("--bnconform-isolated", action="store_true", help="run the layer in a process of its own")


def register(marks: Iterable[str]) -> None:
    """Makes marks known, so that neither --strict-markers nor a warning refuses them."""
    config = _state["config"]
    for name in marks:
        if config is not None and name not in _state["marks"]:
            _state["marks"].add(name)
            config.addinivalue_line("markers", f"{name}: cases of bnconform")


def pytest_configure(config: pytest.Config) -> None:
    """Remembers where marks are registered."""
    _state.update(config=config, marks=set())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Forgets it."""
    folder = _state.pop("folder", None)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
    _state.update(config=None, marks=set())


def _only_ours(config: pytest.Config) -> bool:
    """Whether the command line has --bnconform and no path."""
    worker = getattr(config, "workerinput", None)
    if worker is not None:
        return bool(worker.get("bnconform_only"))
    return bool(config.getoption("bnconform")) and config.args_source != pytest.Config.ArgsSource.ARGS


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tells a worker of xdist where the workers share what they have judged."""
    if "folder" not in _state:
        _state["folder"] = tempfile.mkdtemp(prefix="bnconform-")
    node.workerinput["bnconform_only"] = _only_ours(node.config)
    node.workerinput["bnconform_each"] = node.config.getoption("dist", "no") == "each"
    node.workerinput["bnconform_folder"] = _state["folder"]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leaves the project's own tests alone where only --bnconform was given."""
    return True if _only_ours(config) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Adds the tests of --bnconform, before -k and -m choose."""
    for spec in config.getoption("bnconform"):
        items.extend(session.genitems(LayerCases.from_parent(session, name=spec, nodeid=spec)))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tells each suite which of its cases are to run, and into how many blocks they are cut."""
    suites: dict[int, Any] = {}
    for item in session.items:
        case = case_of(item)
        if case is not None:
            if id(case.suite) not in suites:
                case.suite.selected.clear()
                case.suite.key = str(len(suites))
                case.suite.again = _again(item, case)
            suites[id(case.suite)] = case.suite
            case.suite.selected.append(case.id)
    worker = getattr(session.config, "workerinput", None)
    stops = bool(session.config.getoption("maxfail", 0))
    for suite in suites.values():
        count = len(suite.selected)
        if worker is not None and not worker.get("bnconform_each"):
            suite.shared = Path(worker["bnconform_folder"])
            suite.blocks = max(1, min(2 * int(worker["workercount"]), count // 10))
        elif stops:
            suite.blocks = max(1, count // 100)


def _again(item: pytest.Item, case: Any) -> str:
    if isinstance(item, CaseItem):
        return f"pytest --bnconform {item.parent.name if item.parent else ''} -k {{id}}"
    return f"pytest '{item.nodeid.partition('[')[0]}[{{id}}]'"


def case_of(item: pytest.Item) -> Any:
    """The case of a test, if it has one."""
    from ._cases import Case
    if isinstance(item, CaseItem):
        return item.case
    callspec = getattr(item, "callspec", None)
    value = callspec.params.get("case") if callspec is not None else None
    return value if isinstance(value, Case) else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Generator[None, Any, Any]:
    """Gives a test the time of its own case: the first of a block waits for all of them."""
    report = yield
    if call.when == "call" and (isinstance(item, CaseItem) or hasattr(item, "callspec")):
        case = case_of(item)
        if case is not None:
            try:
                milliseconds = case.milliseconds
            except Exception:  # there is no verdict; the test says so
                milliseconds = None
            if milliseconds is not None:
                report.duration = milliseconds / 1000
    return report


class LayerCases(pytest.Collector):
    """The cases of a layer named on the command line."""

    def collect(self) -> Iterator[pytest.Item]:
        from ._cases import marks_of, new_suite, suite_cases
        options = self.config.getoption
        scope = {word: _split(options(f"bnconform_{word}")) for word in ("types", "kinds", "modes")}
        layer = {"profile": options("bnconform_profile"), "isolated": options("bnconform_isolated"), **scope}
        suite = new_suite(self.name, expect=options("bnconform_expect"), **layer)
        for case in suite_cases(suite):
            item = CaseItem.from_parent(self, name=case.id, case=case)
            for mark in marks_of(case):
                item.add_marker(mark)
            yield item
        if (seconds := options("bnconform_explore")) is not None:
            yield ExploreItem.from_parent(self, name="explore", exploration={"seconds": seconds, **layer})


def _split(text: str | None) -> list[str] | None:
    return None if text is None else [word for word in text.split(",") if word]


class CaseItem(pytest.Item):
    """A case as a test."""

    def __init__(self, *, case: Any, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.case = case

    def runtest(self) -> None:
        self.case.check()

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"{self.parent.name if self.parent else ''} {self.name}"


class ExploreItem(pytest.Item):
    """Fresh cases as one test."""

    def __init__(self, *, exploration: dict[str, Any], **keywords: Any) -> None:
        super().__init__(**keywords)
        self.exploration = exploration

    def runtest(self) -> None:
        from ._explore import explore
        result = explore(self.parent.name if self.parent else "", **self.exploration)
        if not result:
            raise AssertionError(str(result))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What failed, without the way here."""
        return str(excinfo.value) if isinstance(excinfo.value, AssertionError) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"{self.parent.name if self.parent else ''} {self.name}"
