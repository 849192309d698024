# SPDX-License-Identifier: MIT
"""A layer in a Python process of its own: a crash or an endless loop costs one case."""

from __future__ import annotations

import json
import multiprocessing
import pickle
import signal
from multiprocessing.connection import Connection
from typing import Any

from ._check import torch_threads
from ._target import TargetError, Wishes, name_of, subject

START_SECONDS = 120.0


class Relay:
    """Answers messages by a child, and starts another one after a crash."""

    def __init__(self, target: Any, wishes: Wishes, timeout: float) -> None:
        self._payload = _pickled(target, wishes)
        self._timeout = timeout
        self._start_message: dict[str, Any] | None = None
        self._process: Any = None
        self._connection: Connection | None = None
        about = self._open()
        self.name: str = about["name"]
        self.limits = [tuple(limit) for limit in about["limits"]]
        self.notes: list[str] = [*about["notes"], "runs in a process of its own"]

    def __enter__(self) -> Relay:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """The child's answer; what became of it, if it gave none."""
        if message["cmd"] == "start":
            self._start_message = message
        try:
            if self._connection is None:
                self._open()
                if self._start_message is not None and message["cmd"] != "start":
                    self._ask(self._start_message)
            return self._ask(message)
        except (EOFError, OSError, TargetError) as error:
            why = self._close() or str(error)
            return {"seq": message.get("seq"), "error": {"message": f"the layer's process {why}"}}

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        assert self._connection is not None
        self._connection.send_bytes(json.dumps(message).encode())
        if not self._connection.poll(self._timeout if message["cmd"] == "run" else START_SECONDS):
            self._process.kill()
            raise EOFError(f"gave no answer in {self._timeout:g} s")
        return json.loads(self._connection.recv_bytes())

    def _open(self) -> dict[str, Any]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=_child, args=(theirs, self._payload), daemon=True)
        self._process.start()
        theirs.close()
        self._connection = ours
        try:
            if not ours.poll(START_SECONDS):
                raise EOFError(f"did not start in {START_SECONDS:g} s")
            about = json.loads(ours.recv_bytes())
        except EOFError as error:
            why = self._close() or str(error)
            raise TargetError(f"the layer's process {why} before it was ready; a script that calls "
                              'check(..., isolated=True) must do so below `if __name__ == "__main__":`') from None
        if "refused" in about:
            self._close()
            raise TargetError(about["refused"])
        return about

    def _close(self) -> str | None:
        """Ends the child; how it had ended by itself, if it had."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._process.join(0.5)
        code = self._process.exitcode
        if code is None:
            self._process.kill()
            self._process.join()
            return None
        if code < 0 and -code != signal.SIGKILL:
            return f"died by {signal.Signals(-code).name}"
        return f"ended with {code}" if code > 0 else None


def _pickled(target: Any, wishes: Wishes) -> bytes:
    try:
        return pickle.dumps((target, wishes))
    except Exception as error:
        try:
            import cloudpickle
        except ImportError:
            raise TargetError(f"{name_of(target)} cannot be sent to another process ({error}): give its name as "
                              '"module:NAME", or install cloudpickle') from error
        return cloudpickle.dumps((target, wishes))


def _child(connection: Connection, payload: bytes) -> None:
    try:
        target, wishes = pickle.loads(payload)
        if isinstance(target, str):
            from ._target import load
            target = load(target)
        with torch_threads(wishes.threads) as notes:
            found = subject(target, wishes)
            adapter = found.adapter()
            about = {"name": found.name, "limits": found.all_limits(), "notes": [*found.notes, *notes]}
            connection.send_bytes(json.dumps(about).encode())
            while True:
                message = json.loads(connection.recv_bytes())
                connection.send_bytes(json.dumps(adapter.answer(message)).encode())
    except TargetError as error:
        connection.send_bytes(json.dumps({"refused": str(error)}).encode())
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        pass
