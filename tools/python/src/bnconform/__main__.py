# SPDX-License-Identifier: MIT
"""The command line: the executable, with the packaged golden files."""

import os
import subprocess
import sys

from ._executable import ExecutableError, environment, executable


def main() -> int:
    """Becomes the executable."""
    try:
        program = executable()
    except ExecutableError as error:
        print(f"bnconform: {error}", file=sys.stderr)
        return 2
    arguments = [program, *sys.argv[1:]]
    if sys.platform == "win32":
        return subprocess.call(arguments, env=environment())
    os.execve(program, arguments, environment())


if __name__ == "__main__":
    sys.exit(main())
