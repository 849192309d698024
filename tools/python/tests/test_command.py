# SPDX-License-Identifier: MIT
"""The command line and where the executable is."""

import os
import subprocess
import sys

import pytest

import bnconform
from bnconform import _executable


def test_python_m_is_the_executable():
    done = subprocess.run([sys.executable, "-m", "bnconform", "--version"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith(f"bnconform {bnconform.__version__}")


def test_the_exit_code_is_that_of_the_executable():
    done = subprocess.run([sys.executable, "-m", "bnconform", "run", "--nonsense"], capture_output=True, check=False)
    assert done.returncode == 64


def test_a_wrong_path_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("BNCONFORM_EXECUTABLE", str(tmp_path / "nothing"))
    with pytest.raises(bnconform.ExecutableError, match="BNCONFORM_EXECUTABLE"):
        bnconform.executable()


def test_what_is_not_there_for_this_platform_is_told(monkeypatch, tmp_path):
    monkeypatch.delenv("BNCONFORM_EXECUTABLE", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(_executable, "HERE", tmp_path)
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(bnconform.ExecutableError, match="none for darwin"):
        bnconform.executable()


def test_our_own_script_on_the_path_is_passed_over(monkeypatch, tmp_path):
    script, program = tmp_path / "one" / "bnconform", tmp_path / "two" / "bnconform"
    for path, content in ((script, "#!/usr/bin/python3\n"), (program, "\x7fELF")):
        path.parent.mkdir()
        path.write_text(content)
        path.chmod(0o755)
    monkeypatch.delenv("BNCONFORM_EXECUTABLE", raising=False)
    monkeypatch.setattr(_executable, "HERE", tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join([str(script.parent), str(program.parent)]))
    assert bnconform.executable() == str(program)
