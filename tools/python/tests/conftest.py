# SPDX-License-Identifier: MIT
"""The tests need the executable: BNCONFORM_EXECUTABLE, or a build in this checkout."""

import os
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
BUILT = Path(__file__).resolve().parents[3] / ".build" / "release" / "bnconform"


def pytest_configure(config: pytest.Config) -> None:
    if "BNCONFORM_EXECUTABLE" not in os.environ and BUILT.exists():
        os.environ["BNCONFORM_EXECUTABLE"] = str(BUILT)
