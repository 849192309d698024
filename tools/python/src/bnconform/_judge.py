# SPDX-License-Identifier: MIT
"""The talk with `bnconform judge`: it asks, this process answers, and at the end it tells its verdicts."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from ._executable import ExecutableError, environment, executable
from ._kit.bnconform_adapter import to_line
from ._result import CaseVerdict, Result


class Answering(Protocol):
    """What answers `start` and `run`: an adapter in this process, or the relay to one in a child."""

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """The answer to a message."""


def judge(adapter: Answering, name: str, options: Sequence[str], limits: Sequence[tuple[str, str]] = (),
          notes: Sequence[str] = (), on_answer: Callable[[int], None] | None = None, explores: bool = False) -> Result:
    """Lets the executable judge what the adapter answers to the golden cases, or to cases that it draws."""
    with tempfile.TemporaryDirectory(prefix="bnconform-") as folder:
        run_file = Path(folder) / "run.jsonl"
        command = ["explore", f"caller:{name}"] if explores else ["judge", "--caller", name, "--report", f"jsonl={run_file}"]
        arguments = [executable(), *command, *options]
        with open(Path(folder) / "stderr", "w+b") as stderr:
            process = subprocess.Popen(arguments, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       stderr=stderr)
            try:
                told = _converse(process, adapter, on_answer)
                code = process.wait()
            except BaseException:
                process.kill()
                process.wait()
                raise
            finally:
                for stream in (process.stdin, process.stdout):
                    if stream is not None:
                        _close(stream)
            stderr.seek(0)
            complaint = stderr.read().decode("utf-8", "replace").strip()
        end = next((message for message in told if message["cmd"] == "end"), None)
        if end is None:
            raise ExecutableError(complaint or f"bnconform ended with {code} before its last line")
        return Result(
            name=name, exit_code=end["exitCode"],
            cases=tuple(CaseVerdict.of(message) for message in told if message["cmd"] == "verdict"),
            lines=tuple(end.get("text") or ()), counts=dict(end.get("counts") or {}), claim=end.get("claim"),
            limits=tuple(limits), notes=tuple(notes),
            problems=tuple(message["text"] for message in told if message["cmd"] == "problem"),
            warnings=tuple(message["text"] for message in told if message["cmd"] == "warning"),
            run_file=run_file.read_bytes() if run_file.exists() else b"")


def _converse(process: subprocess.Popen[bytes], adapter: Answering,
              on_answer: Callable[[int], None] | None) -> list[dict[str, Any]]:
    assert process.stdin is not None and process.stdout is not None
    told: list[dict[str, Any]] = []
    answered = 0
    for line in process.stdout:
        message = json.loads(line)
        if message["cmd"] not in ("start", "run"):
            told.append(message)
            continue
        answer = to_line(adapter.answer(message)).encode()
        try:
            process.stdin.write(answer)
            process.stdin.flush()
        except BrokenPipeError:
            break  # it has ended; its exit code and its last words say why
        if message["cmd"] == "run":
            answered += 1
            if on_answer is not None:
                on_answer(answered)
    return told


def _close(stream: Any) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        pass
