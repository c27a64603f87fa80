"""The program once more, as a process beside the window: what it says on stdout is one JSON object a line.

torch stays in that process: the window does not grow by it, and whatever happens there, the window lives.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal, Slot

from denoiser_app.core.errors import DenoiserError, restored

LONGEST_LINE = 1 << 20
"""Bytes: no event is nearly as long; what is, is not ours."""
KEPT = 8192
"""Bytes of stderr that are kept: the end of a traceback says what happened."""

Said = Mapping[str, Any]


class ChildFailed(DenoiserError):
    """reason: the last thing it said on stderr."""

    sentence = "The program that does this work ended unexpectedly ({reason}). What was saved is not lost; try again."


def command() -> list[str]:
    """How this program starts itself: a frozen bundle is its own interpreter."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "denoiser_app"]


class JsonLines:
    """Puts lines together from the pieces in which they arrive; what is no JSON object is passed over."""

    def __init__(self) -> None:
        self._rest = b""
        self._too_long = False

    def feed(self, data: bytes) -> list[dict[str, Any]]:
        """The objects that are complete now."""
        *whole, self._rest = (self._rest + data).split(b"\n")
        if self._too_long and whole:
            whole, self._too_long = whole[1:], False
        if len(self._rest) > LONGEST_LINE:
            self._rest, self._too_long = b"", True
        elif self._too_long:
            self._rest = b""
        return [said for said in map(_parsed, whole) if said is not None]


def _parsed(line: bytes) -> dict[str, Any] | None:
    if len(line) > LONGEST_LINE:
        return None
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        return None
    return said if isinstance(said, dict) else None


@dataclass(frozen=True)
class Outcome:
    """How a child ended. error: why it failed; None if it did what was asked, or was asked to stop."""

    status: int
    error: DenoiserError | None = None

    @property
    def good(self) -> bool:
        """Whether it did all that was asked."""
        return self.status == 0


class Child(QObject):
    """One process at a time. said: a JSON object. ended: an ``Outcome``, once, after all that was said."""

    said = Signal(object)
    ended = Signal(object)

    def __init__(self, program: Sequence[str] | None = None, parent: QObject | None = None) -> None:
        """program: what is started in place of this program, with the same arguments; for tests."""
        super().__init__(parent)
        self._program = list(program) if program is not None else command()
        self._process: QProcess | None = None
        self._lines, self._errors = JsonLines(), b""
        self._error: DenoiserError | None = None
        self._stopping = self._answered = self._closed = False

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None

    @property
    def closed(self) -> bool:
        """Whether ``end`` was called: nothing begins any more."""
        return self._closed

    def start(self, arguments: Sequence[str]) -> None:
        """Begins; nothing happens while another one is running, or after ``end``."""
        if self._process is not None or self._closed:
            return
        self._lines, self._errors, self._error = JsonLines(), b"", None
        self._stopping = self._answered = False
        process = self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUNBUFFERED", "1")
        environment.insert("PYTHONIOENCODING", "utf-8")
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_errors)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._occurred)
        process.start(self._program[0], [*self._program[1:], *arguments])

    def send(self, line: str) -> None:
        """A line to its stdin."""
        if self._process is not None:
            self._process.write(line.encode() + b"\n")

    def stop(self) -> None:
        """Asks it to end: it tidies up and goes. Nothing is waited for."""
        if self._process is not None:
            self._stopping = True
            self._process.closeWriteChannel()
            self._process.terminate()

    def end(self, milliseconds: int = 3000) -> bool:
        """Ends it for good, whatever it does: what it saves is saved whole. Nobody hears of it. False if it lives."""
        process, self._closed = self._process, True
        if process is None:
            return True
        self.blockSignals(True)
        self.stop()
        if not process.waitForFinished(milliseconds):
            process.kill()
            process.waitForFinished(1000)
        self._process = None
        over = process.state() == QProcess.ProcessState.NotRunning
        process.deleteLater()
        self.blockSignals(False)
        return over

    # --- what it says -------------------------------------------------------------------------------------------------

    @Slot()
    def _read(self) -> None:
        if self._process is None:
            return
        for said in self._lines.feed(bytes(self._process.readAllStandardOutput().data())):
            if said.get("type") == "error":
                self._error = error_of(said)
            self._answered |= said.get("type") == "result"
            self.said.emit(said)

    @Slot()
    def _read_errors(self) -> None:
        if self._process is not None:
            self._errors = (self._errors + bytes(self._process.readAllStandardError().data()))[-KEPT:]

    @Slot(int, QProcess.ExitStatus)
    def _finished(self, status: int, how: QProcess.ExitStatus) -> None:
        self._read()
        self._read_errors()
        crashed = how == QProcess.ExitStatus.CrashExit
        self._over(status if not crashed or status else -1, crashed)

    @Slot(QProcess.ProcessError)
    def _occurred(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self._errors = self._process.errorString().encode()
            self._over(-1, True)

    def _over(self, status: int, crashed: bool) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.deleteLater()
        error = self._error
        # One that has told its result may end with 1: the model is not better.
        if error is None and not self._stopping and (crashed or (status != 0 and not self._answered)):
            error = ChildFailed(reason=last_line(self._errors) or f"{'signal' if crashed else 'status'} {status}")
        self.ended.emit(Outcome(status, error))


def error_of(said: Said) -> DenoiserError:
    """The error of a line of type 'error', as ``cli.output`` writes it."""
    parameters = said.get("parameters")
    found = restored(str(said.get("code", "")), dict(parameters) if isinstance(parameters, Mapping) else {})
    message = str(said.get("message") or "")
    return DenoiserError(reason=message) if type(found) is DenoiserError and message else found


def last_line(errors: bytes) -> str:
    """The last words on stderr: of a traceback, what was raised."""
    lines = [line.strip() for line in errors.decode(errors="replace").splitlines()]
    return next((line[:300] for line in reversed(lines) if line), "")
