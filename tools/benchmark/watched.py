# SPDX-License-Identifier: MIT
"""Runs a command and prints its seconds, and the bytes that the largest of its processes took.

A process of its own, because the system counts to a child what its parent held when it was started,
and the bench holds PyTorch.
"""

import os
import subprocess
import sys
import time

start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
elapsed = time.perf_counter() - start
process.returncode = os.waitstatus_to_exitcode(status)
print(elapsed, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024), flush=True)
sys.exit(min(abs(process.returncode), 125))
