# SPDX-License-Identifier: MIT
"""The programs that are timed."""

import subprocess
import time


class Ours:
    """bnconform-bench, which times one kind of work on request."""

    def __init__(self, path):
        self._path = path

    def __enter__(self):
        self._process = subprocess.Popen(
            [self._path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.has_avx2 = "error" not in self._ask("memcpy 1 avx2 1")
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()

    def _ask(self, line):
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()

    def time(self, work, threads=1, kernels=None, repeats=3):
        """The best time of a work in seconds."""
        kernels = kernels or ("avx2" if self.has_avx2 else "baseline")
        answer = self._ask(f"{work} {threads} {kernels} {repeats}")
        if not answer or answer.startswith("error"):
            raise RuntimeError(answer.strip() or "bnconform-bench ended")
        return float(answer)


def best_of(repeats, body):
    """The best time of a call in seconds."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        body()
        best = min(best, time.perf_counter() - start)
    return best


def process(command, codes=(0,), **options):
    """The time of a whole process in seconds; its exit code must be one of those given."""
    start = time.perf_counter()
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, **options
    )
    elapsed = time.perf_counter() - start
    if done.returncode not in codes:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}")
    return elapsed
