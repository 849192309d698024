# SPDX-License-Identifier: MIT
"""Makes real runs with the built executable, and their pages."""

import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "formats"))
import hostile  # noqa: E402

BNCONFORM = ".build/release/bnconform"
REPORTS = pathlib.Path("Golden/reports")
SIX = ("pytorch", "flax", "keras", "onnxruntime", "opencv", "tinygrad")


def bnconform(*words: object, codes: tuple[int, ...] = (0, 1)) -> str:
    """What the executable says; it must end with one of the codes."""
    done = subprocess.run([BNCONFORM, *map(str, words)], capture_output=True, text=True)
    if done.returncode not in codes:
        raise SystemExit(f"bnconform {words[:3]} ended with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def fault(folder: pathlib.Path) -> pathlib.Path:
    """The run of a known fault."""
    run = folder / "fault.jsonl"
    bnconform("run", "--implementation", "fault:biased-running-var", "--profile", "torch", "--show", "none",
              "--report", f"jsonl={run}", codes=(1,))
    return run


def make(folder: pathlib.Path) -> dict[str, pathlib.Path]:
    """The pages by name; that in a folder is called `site`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    wrong, reference = fault(folder), folder / "reference.jsonl"
    bnconform("run", "--implementation", "reference", "--profile", "torch", "--show", "none", "--report",
              f"jsonl={reference}", codes=(0,))
    harmful = folder / "hostile.jsonl"
    harmful.write_bytes(hostile.run_file(wrong.read_text())[0])
    several = [REPORTS / f"{name}.jsonl" for name in SIX]
    runs = {
        "fault": [wrong], "reference": [reference], "six": several, "two": [reference, wrong],
        "hostile": [harmful],
    }
    pages = {}
    for name, files in runs.items():
        pages[name] = folder / f"{name}.html"
        bnconform("report", *files, "--html", pages[name])
    bnconform("report", wrong, "--html-folder", folder / "site")
    pages["site"] = folder / "site" / "index.html"
    pairs = {
        "compare": (reference, wrong),
        "compare-pytorch": (REPORTS / "reference.jsonl", REPORTS / "pytorch.jsonl"),
        "compare-hostile": (wrong, harmful),
    }
    for name, (old, new) in pairs.items():
        pages[name] = folder / f"{name}.html"
        bnconform("compare", old, new, "--any-golden", "--html", pages[name])
    return pages
