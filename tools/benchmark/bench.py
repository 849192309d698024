# SPDX-License-Identifier: MIT
"""Times bnconform beside other programs, in turn, and prints a table of ratios.

A ratio is the other program's best time divided by ours: more than 1 is in our favour. Against memcpy,
which does a part of the work, 0.45 means 2.2 times its time.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BNCONFORM = ROOT / ".build/release/bnconform"
#: Eight times the time of the recipe of 1 GiB, and what it takes for that of 8 GiB.
RECIPE = "recipe_8gib_vs_8x_1gib"
LIMIT = "512MiB"
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from measures import measures  # noqa: E402
from programs import Ours  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", metavar="FILE", help='write {"ratios": {name: number}} to a file')
    parser.add_argument("--rounds", type=int, default=15, help="how often the programs take turns")
    parser.add_argument("--only", default="", help="names of measures, separated by commas")
    return parser.parse_args()


def take(measure, rounds):
    """The times of both programs, which take turns so that a busy machine is busy for both."""
    ours, theirs = [], []
    for _ in range(measure.rounds or rounds):
        theirs.append(measure.theirs())
        ours.append(measure.ours())
    return ours, theirs


def scaled(seconds):
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def main():
    options = arguments()
    chosen = {name for name in options.only.split(",") if name}
    ratios, details = {}, {}
    with Ours(ROOT / ".build/release/bnconform-bench") as program:
        print(f"{'measure':38} {'ours':>10} {'other':>10} {'ratio':>7} {'median':>7}")
        for measure in measures(program, ROOT):
            if chosen and measure.name not in chosen:
                continue
            try:
                ours, theirs = take(measure, options.rounds)
            except Exception as problem:  # one measure that fails must not hide the others
                print(f"{measure.name:38} failed: {problem}", flush=True)
                continue
            best = min(theirs) / min(ours)
            middle = statistics.median(theirs) / statistics.median(ours)
            ratios[measure.name] = round(best, 3)
            details[measure.name] = {
                "ours": min(ours), "other": min(theirs), "median_ratio": round(middle, 3),
            }
            print(
                f"{measure.name:38} {scaled(min(ours)):>10} {scaled(min(theirs)):>10} "
                f"{best:7.2f} {middle:7.2f}",
                flush=True,
            )
    facts = executable()
    print(f"bnconform --version: {facts['startup_seconds'] * 1e3:.1f} ms; whole suite: "
          f"peak memory of its largest process {facts['suite_peak_bytes'] / 2**20:.0f} MiB")
    if not chosen or RECIPE in chosen:
        ratios[RECIPE], details[RECIPE] = recipes()
    if options.json:
        result = {"ratios": ratios, "details": details, "executable": facts}
        pathlib.Path(options.json).write_text(json.dumps(result, indent=2) + "\n")


def watched(command):
    """The time of a whole process, and the peak memory of the largest of it and its children."""
    script = pathlib.Path(__file__).with_name("watched.py")
    done = subprocess.run(
        [sys.executable, script, *command], cwd=ROOT, capture_output=True, text=True, check=True
    )
    elapsed, peak = done.stdout.split()
    return float(elapsed), int(peak)


def executable():
    """Start-up time, and peak memory of the whole suite, of the bnconform executable."""
    return {
        "startup_seconds": min(watched([BNCONFORM, "--version"])[0] for _ in range(10)),
        "suite_peak_bytes": watched([BNCONFORM, "run", "--implementation", "reference", "--profile", "torch"])[1],
        "processors": os.cpu_count(),
    }


def recipes():
    """Data larger than the memory that it may use: 8 GiB against eight times 1 GiB."""
    small = min(watched([BNCONFORM, "recipe", "image-1GiB", "--memory", LIMIT])[0] for _ in range(2))
    large, peak = watched([BNCONFORM, "recipe", "image-8GiB", "--memory", LIMIT])
    ratio = round(8 * small / large, 3)
    print(f"{RECIPE:38} {scaled(large):>10} {scaled(8 * small):>10} {ratio:7.2f}  "
          f"peak {peak / 2**20:.0f} MiB with --memory {LIMIT}", flush=True)
    return ratio, {"ours": large, "other": 8 * small, "peak_bytes": peak}


if __name__ == "__main__":
    main()
