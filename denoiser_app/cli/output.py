"""What the command line says: text for people, or one JSON object a line.

People get results on stdout, and errors, notes and a progress bar on stderr; the bar only on a terminal. With
``--json`` everything is on stdout, as objects whose ``type`` is progress, result or error; batches have some more.
"""

from __future__ import annotations

import shutil
import sys
import time
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, TextIO

from denoiser_app.cli.plain import json_line, plain
from denoiser_app.cli.words import duration
from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.progress import Progress

INTERVAL = 0.1
"""Least time between two progress reports, in seconds: a person cannot read faster, a log should not be flooded."""


class Output(Protocol):
    """Where a command reports to."""

    def progress(
        self, label: str, step: Progress, fraction: float, seconds_left: float | None, of_many: bool = False
    ) -> None:
        """``fraction`` 0-1 of the whole command is done; ``step`` is the stage that is running now.

        of_many: the stage is that of one photo among so many that its own share is worth telling, and so is that the
        time left is not known yet.
        """

    def result(self, value: object, text: str | None, kind: str = "result") -> None:
        """``value`` (a dataclass or mapping) for machines, under the type ``kind``; ``text``, possibly of several lines
        or none, for people."""

    def summary(self, text: str) -> None:
        """What closes the command and repeats what the results said: a line or a table; for people only."""

    def note(self, text: str) -> None:
        """Something to know that is no failure; for people only (machines find it in progress and results)."""

    def error(self, error: DenoiserError, source: Path | None = None) -> None:
        """A failure, and the photo it belongs to."""


class Pace:
    """Lets through the first report of every stage, and then one an interval."""

    def __init__(self) -> None:
        self._next = 0.0
        self._stage = ("", "")

    def due(self, label: str, step: Progress) -> bool:
        """Whether to report now."""
        now = time.monotonic()
        stage = (label, step.stage)
        if stage == self._stage and now < self._next and not step.note:
            return False
        self._stage, self._next = stage, now + INTERVAL
        return True


class HumanOutput:
    """Lines for people; the bar is wiped before each of them."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out, self._err = out, err
        self._bar = ""
        self._pace = Pace()

    def progress(
        self, label: str, step: Progress, fraction: float, seconds_left: float | None, of_many: bool = False
    ) -> None:
        if not self._pace.due(label, step):
            return
        if step.note:
            self.note(f"{label}: {step.note}" if label else step.note)
        if self._err.isatty():
            stage = stage_of_many(step) if of_many else step.stage
            columns = shutil.get_terminal_size().columns - 1
            self._draw(bar_line(label, stage, fraction, seconds_left, columns, "estimating" if of_many else ""))

    def result(self, value: object, text: str | None, kind: str = "result") -> None:
        if text is not None:
            self._line(self._out, text)

    def summary(self, text: str) -> None:
        self._line(self._out, text)

    def note(self, text: str) -> None:
        self._line(self._err, text)

    def error(self, error: DenoiserError, source: Path | None = None) -> None:
        self._line(self._err, error_sentence(error, source))

    def _line(self, stream: TextIO, text: str) -> None:
        self._draw("")
        stream.write(printable(text) + "\n")
        stream.flush()

    def _draw(self, bar: str) -> None:
        if bar == self._bar:
            return
        self._err.write("\r" + bar.ljust(len(self._bar)) + ("" if bar else "\r"))
        self._err.flush()
        self._bar = bar


class JsonOutput:
    """One JSON object a line on stdout."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._pace = Pace()

    def progress(
        self, label: str, step: Progress, fraction: float, seconds_left: float | None, of_many: bool = False
    ) -> None:
        if self._pace.due(label, step):
            values = {"label": label, **plain(step), "fraction": round(fraction, 4), "seconds_left": seconds_left}
            self._line("progress", values)

    def result(self, value: object, text: str | None, kind: str = "result") -> None:
        self._line(kind, plain(value))

    def summary(self, text: str) -> None:
        pass

    def note(self, text: str) -> None:
        pass

    def error(self, error: DenoiserError, source: Path | None = None) -> None:
        self._line("error", error_values(error.code, error_sentence(error, source), source, error.parameters))

    def _line(self, kind: str, values: Mapping[str, Any]) -> None:
        self._out.write(json_line({"type": kind, **values}) + "\n")
        self._out.flush()


def error_values(code: str, message: str, source: Path | None = None, parameters: object = None) -> dict[str, Any]:
    """What an error line holds besides its type."""
    return {"code": code, "message": message, "source": source, "parameters": parameters or {}}


def error_sentence(error: DenoiserError, source: Path | None) -> str:
    """The error's sentence; it begins with the photo's name when it does not hold any file's name itself."""
    text = str(error)
    if source is None or "path" in error.parameters:
        return text
    return f"{source}: {text}"


def make_output(as_json: bool) -> Output:
    """The output that the user asked for, on this process's streams. Names that they cannot show are escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    return JsonOutput(sys.stdout) if as_json else HumanOutput(sys.stdout, sys.stderr)


def bar_line(
    label: str, stage: str, fraction: float, seconds_left: float | None, columns: int, unknown: str = ""
) -> str:
    """'[#######---]  70 %  12 s left  night.dng: network', cut to ``columns``. unknown: what is said where no time
    left is known."""
    filled = round(20 * min(max(fraction, 0.0), 1.0))
    left = unknown if seconds_left is None else f"{duration(seconds_left)} left"
    what = printable(f"{label}: {stage}" if label else stage).replace("\n", "?")
    known = [f"[{'#' * filled}{'-' * (20 - filled)}] {100 * fraction:3.0f} %", left, what]
    return "  ".join(part for part in known if part)[: max(columns, 0)]


def stage_of_many(step: Progress) -> str:
    """'network 40 %': how far this photo is, besides how far all of them are."""
    return f"{step.stage} {100 * step.fraction:.0f} %" if step.total > 1 else step.stage


def printable(text: str) -> str:
    """The text without control characters but newlines: a file name must not steer the terminal."""
    return "".join("?" if unicodedata.category(letter) == "Cc" and letter != "\n" else letter for letter in text)
