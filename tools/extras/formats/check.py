# SPDX-License-Identifier: MIT
"""Makes runs and all of their reports, and reads each with what its users read it with."""

import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import html5lib
import jsonschema
import junitparser
from lxml import etree

import hostile

BNCONFORM = ".build/release/bnconform"
HERE = pathlib.Path(__file__).parent
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# What runners obey: ##[…] anywhere, ::…:: at the beginning of a line; ours are errors with a title.
COMMAND = re.compile(r"##[A-Za-z-]*\[|^\s*::(?!error title=)", re.MULTILINE)
ELEMENTS = set("""html head meta title style script body a header h1 h2 h3 h4 nav main section div span
    article p ul ol li b br small code details summary table caption thead tbody tr th td dl dt dd figure
    figcaption svg g rect line path text title circle label input pre link form select option""".split())
failures: list[str] = []
count = 0


def expect(condition: bool, what: str) -> None:
    """Counts a check; what does not hold is told at the end."""
    global count
    count += 1
    if not condition:
        failures.append(what)
        print("  FAILED:", what[:300].encode("ascii", "backslashreplace").decode())


def bnconform(*words: str, codes: tuple[int, ...] = (0, 1), environment: dict | None = None) -> str:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
    done = subprocess.run([BNCONFORM, *words], capture_output=True, env={**plain, **(environment or {})})
    output = done.stdout.decode("utf-8")  # strict: what is printed is UTF-8, whatever was received
    expect(done.returncode in codes, f"{words[:4]} ended with {done.returncode}: {done.stderr[-500:]!r}")
    return output


def reports(run: list[pathlib.Path], folder: pathlib.Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    several = {"html": "page.html", "markdown": "page.md", "ctrf": "ctrf.json", "json": "report.json"}
    one = {"junit": "junit.xml", "junit-tensors": "junit-tensors.xml", "badge": "badge.json"} if len(run) == 1 else {}
    options = [word for key, name in (several | one).items() for word in (f"--{key}", str(folder / name))]
    bnconform("report", *map(str, run), *options, "--html-folder", str(folder / "site"))
    if one:
        bnconform("report", str(run[0]), "--badge", str(folder / "badge.svg"))


def records(path: pathlib.Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def junit(path: pathlib.Path, run: list[dict], by_tensor: bool) -> None:
    tree = etree.parse(path, etree.XMLParser(recover=False, huge_tree=False))
    expect([child.tag for child in tree.getroot()] == ["testsuite"], "one suite")
    expect(all(child.tag == "testcase" for child in tree.getroot()[0]), "a flat suite")
    document = junitparser.JUnitXml.fromfile(str(path))
    (suite,) = list(document)
    tests = list(suite)
    names = [(test.classname, test.name) for test in tests]
    expect(len(set(names)) == len(names), f"{path}: unique names")
    expect(all(name for _, name in names), f"{path}: no test without a name")
    results = collections.Counter(type(result).__name__ for test in tests for result in test.result)
    for kind, told in (("Failure", suite.failures), ("Error", suite.errors), ("Skipped", suite.skipped)):
        expect(results[kind] == told, f"{path}: {kind} {results[kind]} is not {told}")
    expect(suite.tests == len(tests) == document.tests, f"{path}: {suite.tests} tests told, {len(tests)} there")
    expect(suite.time >= 0 and all(test.time >= 0 for test in tests), "times")
    wanted = 0
    for record in run:
        if record["type"] == "problem":
            wanted += 1
        elif record["type"] == "case":
            tells = by_tensor and record["status"] in ("passed", "failed", "wrong_structure")
            wanted += max(1, len(record["items"])) if tells else 1
    expect(len(tests) == wanted, f"{path}: {len(tests)} tests, {wanted} wanted")
    expect(not FORBIDDEN.search(path.read_text().replace("\t", "")), f"{path}: control characters")
    expect(not COMMAND.search(path.read_text()), f"{path}: commands to runners")


def ctrf(folder: pathlib.Path, runs: list[list[dict]]) -> None:
    document = json.loads((folder / "ctrf.json").read_bytes())
    schema = json.loads((HERE / "ctrf.schema.json").read_text())
    problems = list(jsonschema.Draft7Validator(schema).iter_errors(document))
    expect(not problems, f"{folder}: CTRF: {len(problems)} errors, {[p.message[:80] for p in problems[:2]]}")
    tests, summary = document["results"]["tests"], document["results"]["summary"]
    cases = [record for run in runs for record in run if record["type"] == "case"]
    expect(len(tests) == summary["tests"] == len(cases), f"{folder}: CTRF: one test a case")
    statuses = collections.Counter(test["status"] for test in tests)
    for status in ("passed", "failed", "skipped", "pending", "other"):
        expect(statuses[status] == summary[status], f"{folder}: CTRF: {status}")
    expect(summary["start"] <= summary["stop"], "times")


def badge(folder: pathlib.Path) -> None:
    document = json.loads((folder / "badge.json").read_bytes())
    expect(document["schemaVersion"] == 1, "the badge's version")
    expect(set(document) <= {"schemaVersion", "label", "message", "color"}, "members of a badge")
    expect(all(isinstance(document[key], str) and document[key] for key in ("label", "message", "color")), "badge")
    picture = etree.parse(folder / "badge.svg", etree.XMLParser(recover=False)).getroot()
    expect(picture.tag == "{http://www.w3.org/2000/svg}svg" and int(picture.get("width")) < 600, "badge.svg")


def report_json(folder: pathlib.Path, runs: list[list[dict]]) -> None:
    document = json.loads((folder / "report.json").read_bytes())
    expect(document["format"] == "bnconform-report" and document["version"] == "1.0", "JSON's format")
    for told, run in zip(document["runs"], runs, strict=True):
        cases = [record for record in run if record["type"] == "case"]
        expect(sorted(case["id"] for case in told["cases"]) == sorted(case["id"] for case in cases), "JSON: cases")
        statuses = collections.Counter(case["status"] for case in cases)
        expect({key: value for key, value in told["counts"].items() if value} == statuses, "JSON: counts")


def markdown(folder: pathlib.Path, runs: list[list[dict]]) -> None:
    data = (folder / "page.md").read_bytes()
    text = data.decode("utf-8")
    expect(len(data) <= 900_000, f"{folder}: {len(data)} bytes of Markdown")
    expect(not FORBIDDEN.search(text), f"{folder}: control characters in Markdown")
    expect(not COMMAND.search(text), f"{folder}: commands to runners in Markdown")
    tags = set(re.findall(r"<(/?[a-zA-Z!?][^ >]*)", text))
    expect(tags <= {"details", "/details", "summary", "/summary", "code", "/code"}, f"{folder}: tags {tags}")
    for opened in ("details", "summary", "code"):
        expect(text.count(f"<{opened}") == text.count(f"</{opened}>"), f"{folder}: Markdown: {opened} closed")
    columns = None
    for line in text.split("\n"):
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else None
        expect(cells is None or columns in (None, cells), f"{folder}: Markdown: a row of {cells}: {line[:80]}")
        columns = cells
    expect(not re.search(r"(?<!\\)\]\(", text), f"{folder}: Markdown: a link from outside")


def page(folder: pathlib.Path) -> None:
    names = [folder / "page.html", *sorted((folder / "site").iterdir())]
    for path in names:
        text = path.read_text()
        expect(not FORBIDDEN.search(text), f"{path}: control characters")
        if path.suffix != ".html":
            continue
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parse(text)
        expect(not parser.errors, f"{path}: {[(place, kind) for place, kind, _ in parser.errors[:3]]}")
        elements = [element for element in tree.iter() if isinstance(element.tag, str)]
        tags = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in elements}
        expect(tags <= ELEMENTS, f"{path}: unexpected {tags - ELEMENTS}")
        expect(sum(element.tag == "script" for element in elements) == 1, f"{path}: one script, ours")
        handlers = {name for element in elements for name in element.attrib if name.startswith("on") or name == "style"}
        expect(not handlers, f"{path}: attributes {handlers}")
        links = [element.get(name) for element in elements for name in ("href", "src") if element.get(name)]
        ours = ("report.css", "report.js")
        expect(all(link.startswith("#") or link in ours for link in links), f"{path}: a link to outside")


def check(name: str, runs: list[pathlib.Path], folder: pathlib.Path) -> None:
    print(f"{name}: {len(runs)} run(s)")
    reports(runs, folder)
    texts = [records(path) for path in runs]
    for one in (ctrf, report_json, markdown):
        one(folder, texts)
    page(folder)
    if len(runs) == 1:
        junit(folder / "junit.xml", texts[0], by_tensor=False)
        junit(folder / "junit-tensors.xml", texts[0], by_tensor=True)
        badge(folder)


def run_file(path: pathlib.Path) -> None:
    schema = json.loads(pathlib.Path("tools/adapters/runfile.schema.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    for number, record in enumerate(records(path), 1):
        error = jsonschema.exceptions.best_match(validator.iter_errors(record))
        expect(error is None, f"{path.name} line {number}: {error and error.message}")


def annotations(text: str, wrong: bool, what: str) -> None:
    lines = [line for line in text.split("\n") if line.startswith("::")]
    expect(len(lines) <= 10 and bool(lines) == wrong, f"{what}: {len(lines)} annotations")
    expect(all(re.match(r"::error title=[^:,\r]*::[^\r]*$", line) for line in lines), f"{what}: {lines[:2]}")
    expect(not FORBIDDEN.search("".join(lines)), f"{what}: control characters in annotations")
    expect(not COMMAND.search(text), f"{what}: commands to runners")


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    fault, reference = folder / "fault.jsonl", folder / "reference.jsonl"
    github = {"GITHUB_ACTIONS": "true"}
    output = bnconform("run", "--implementation", "fault:biased-running-var", "--profile", "torch", "--report",
                       f"jsonl={fault}", codes=(1,), environment=github)
    annotations(output, True, "a failing run")
    expect(re.search(r"^::error title=bnconform::and \d+ more", output, re.M) is not None, "the last tells the rest")
    output = bnconform("run", "--implementation", "reference", "--profile", "torch", "--report",
                       f"jsonl={reference}", codes=(0,), environment=github)
    annotations(output, False, "a run without failures")
    for path in (fault, reference, *pathlib.Path("Golden/reports").glob("*.jsonl")):
        run_file(path)
    check("a fault's run", [fault], folder / "fault")
    check("the reference's run", [reference], folder / "reference")
    several = sorted(pathlib.Path("Golden/reports").glob("*.jsonl"))[:6]
    check("six implementations", several, folder / "six")

    data, ids = hostile.run_file(fault.read_text())
    told = folder / "hostile.jsonl"
    told.write_bytes(data)
    check("hostile texts in a run file", [told], folder / "hostile")
    check("hostile texts side by side", [told, fault], folder / "hostile-two")
    expect(len(records(told)) > 100 and len(ids) > 80, "the hostile run is a run")

    # JSON may hold half of a surrogate pair; a reader may refuse it, but must say so and not die.
    halves = folder / "surrogate.jsonl"
    halves.write_bytes(data.replace(b"emoji", b"\\ud800 half \\udfff"))
    done = subprocess.run([BNCONFORM, "report", str(halves), "--html", str(folder / "surrogate.html"),
                           "--junit", str(folder / "surrogate.xml")], capture_output=True)
    expect(done.returncode in (0, 2), f"half surrogates: {done.returncode}")
    if done.returncode == 0:
        etree.parse(folder / "surrogate.xml")
    else:
        expect(b"surrogate.jsonl" in done.stderr, f"half surrogates: {done.stderr[-200:]!r}")
    print("half surrogates:", "read" if done.returncode == 0 else done.stderr.decode().strip()[:160])

    texts, adapter = folder / "texts.json", folder / "adapter.py"
    texts.write_text(json.dumps(hostile.TEXTS))
    adapter.write_text(hostile.ADAPTER)
    live = folder / "live.jsonl"
    output = bnconform("run", "--implementation", f"'{sys.executable}' '{adapter}' '{texts}'", "--filter",
                       "momentum/*", "--report", f"jsonl={live}", codes=(1, 2, 3), environment=github)
    annotations(output, True, "a hostile implementation")
    expect(not FORBIDDEN.search(output.replace("\r", "")), "control characters on the console")
    check("a hostile implementation", [live], folder / "live")
    print(f"{count - len(failures)} passed, {len(failures)} failed")
    sys.exit(1 if failures else 0)


main()
