# SPDX-License-Identifier: MIT
"""Times bnconform beside other programs, in turn, and prints a table of ratios.

A ratio is the other program's best time divided by ours: more than 1 is in our favour. Against memcpy,
which does a part of the work, 0.45 means 2.2 times its time.
"""

import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
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
    print(f"bnconform --version: {facts['startup_seconds'] * 1e3:.1f} ms, "
          f"suite peak memory {facts['suite_peak_bytes'] / 2**20:.0f} MiB")
    if options.json:
        result = {"ratios": ratios, "details": details, "executable": facts}
        pathlib.Path(options.json).write_text(json.dumps(result, indent=2) + "\n")


def executable():
    """Start-up time, and peak memory of the whole suite, of the bnconform executable."""
    path = ROOT / ".build/release/bnconform"
    times = []
    for _ in range(10):
        start = time.perf_counter()
        subprocess.run([path, "--version"], stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - start)
    subprocess.run([path, "run"], cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "startup_seconds": min(times),
        "suite_peak_bytes": peak * (1 if sys.platform == "darwin" else 1024),
        "processors": os.cpu_count(),
    }


if __name__ == "__main__":
    main()
