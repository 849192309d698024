# SPDX-License-Identifier: MIT
"""Where the executable and the golden files are."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


class ExecutableError(RuntimeError):
    """The executable is not there, or ended without a result."""


def executable() -> str:
    """The path of the executable: BNCONFORM_EXECUTABLE, the one in this package, or the first on the PATH."""
    named = os.environ.get("BNCONFORM_EXECUTABLE")
    if named:
        if not os.access(named, os.X_OK):
            raise ExecutableError(f"BNCONFORM_EXECUTABLE names {named}, which is not an executable file")
        return named
    packaged = HERE / "_bin" / "bnconform"
    if packaged.is_file():
        return str(packaged)
    found = _on_path()
    if found:
        return found
    raise ExecutableError(
        f"the executable is not there: this installation has none for {sys.platform} {platform.machine()} "
        "(wheels with it exist for Linux on x86-64 with glibc only). "
        "Build it from the sources with Swift (tools/build in the repository), then put it on the PATH "
        "or set BNCONFORM_EXECUTABLE to its path.")


def _on_path() -> str | None:
    """The first `bnconform` of the PATH that is not a script of a Python environment, which would call us again."""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        found = shutil.which("bnconform", path=folder) if folder else None
        if found is None:
            continue
        with open(found, "rb") as file:
            if file.read(2) != b"#!":
                return found
    return None


def golden_folder() -> Path | None:
    """The folder of golden files: BNCONFORM_GOLDEN, the one in this package, or that of the checkout around it."""
    named = os.environ.get("BNCONFORM_GOLDEN")
    if named:
        return Path(named)
    folders = [HERE / "_golden"]
    if len(HERE.parents) > 3:
        folders.append(HERE.parents[3] / "Golden")
    return next((folder for folder in folders if (folder / "MANIFEST.json").is_file()), None)


def environment() -> dict[str, str]:
    """The environment of the executable."""
    variables = dict(os.environ)
    folder = golden_folder()
    if folder is not None:
        variables["BNCONFORM_GOLDEN"] = str(folder)
    return variables
