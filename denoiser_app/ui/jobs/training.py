"""A personal training in a process of its own, and what is known of it: a ``Course``, renewed by all that it says."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal, Slot

from denoiser_app.core.errors import DenoiserError
from denoiser_app.ui.jobs.child import Child, Outcome, Said, error_of

State = Literal[
    "none", "preparing", "running", "pausing", "paused", "stopping", "leaving", "finished", "ended", "failed"
]
"""none: nothing was begun. pausing, stopping, leaving: asked for, not done yet. ended: left with a checkpoint."""
ALIVE: frozenset[State] = frozenset({"preparing", "running", "pausing", "paused", "stopping", "leaving"})
"""There is a process."""

Curve = tuple[tuple[float, float], ...]
"""(seconds of training, dB)."""


@dataclass(frozen=True)
class Course:
    """share: of what is being prepared, 0-1. seconds: of training so far. curve: on what is kept back of the training
    scenes, by which the best weights are chosen; noisy_training: of the photo there. held_out: on the scenes that are
    held out, and, likewise, noisy: of the photo, began: of what it began with, best: of the weights that would be kept
    now. preview: three pictures beside each other. error: why it failed or why it cannot save. early: it was asked to
    stop. from_model: it began with a shipped model.
    """

    state: State = "none"
    name: str = ""
    stage: str = ""
    share: float = 0.0
    step: int = 0
    total: int = 0
    seconds: float = 0.0
    seconds_left: float | None = None
    curve: Curve = ()
    held_out: Curve = ()
    noisy: float | None = None
    noisy_training: float | None = None
    began: float | None = None
    best: float | None = None
    best_step: int = 0
    preview: Path | None = None
    preview_step: int = 0
    notes: tuple[str, ...] = ()
    error: DenoiserError | None = None
    early: bool = False
    from_model: bool = True

    @property
    def alive(self) -> bool:
        """Whether its process is there."""
        return self.state in ALIVE

    @property
    def done(self) -> float:
        """Share of the steps, 0-1."""
        return min(self.step / self.total, 1.0) if self.total else 0.0

    @property
    def gain(self) -> float | None:
        """dB on the held-out scenes that the weights gained which would be kept now."""
        if self.best is None or self.began is None:
            return None
        return self.best - self.began


# --- what it says -----------------------------------------------------------------------------------------------------


def after(course: Course, said: Said) -> Course:
    """What is known once this was said. Lines that are not understood change nothing."""
    known = {
        "progress": _progress,
        "prepared": _prepared,
        "step": _stepped,
        "preview": _previewed,
        "paused": _paused,
        "resumed": _resumed,
        "finished": _finished,
    }
    how = known.get(str(said.get("type", "")))
    return course if how is None else how(course, said)


def _progress(course: Course, said: Said) -> Course:
    done, total = _number(said.get("done")), _number(said.get("total"))
    if course.state != "preparing" or done is None or not total:
        return course
    return replace(course, stage=str(said.get("stage") or ""), share=min(max(done / total, 0.0), 1.0))


def _prepared(course: Course, said: Said) -> Course:
    notes = said.get("notes")
    return _going_on(replace(course, notes=tuple(map(str, notes)) if isinstance(notes, list) else ()))


def _stepped(course: Course, said: Said) -> Course:
    seconds, psnr, held_out = (_number(said.get(key)) for key in ("seconds", "psnr", "held_out"))
    seconds = course.seconds if seconds is None else seconds
    course = replace(
        course,
        step=int(_number(said.get("step")) or 0),
        total=int(_number(said.get("total")) or course.total),
        seconds=seconds,
        seconds_left=_number(said.get("seconds_left")),
        curve=_with(course.curve, seconds, psnr),
        held_out=_with(course.held_out, seconds, held_out),
        noisy=_first(_number(said.get("noisy_held_out")), course.noisy),
        noisy_training=_first(_number(said.get("noisy")), course.noisy_training),
    )
    if held_out is not None and course.step == _number(said.get("best_step")):
        course = replace(course, best=held_out, best_step=course.step)
    if course.began is None and course.step == 0 and held_out is not None:
        course = replace(course, began=held_out)
    return _going_on(course)


def _previewed(course: Course, said: Said) -> Course:
    path = said.get("path")
    if not isinstance(path, str):
        return course
    return replace(course, preview=Path(path), preview_step=int(_number(said.get("step")) or 0))


def _paused(course: Course, said: Said) -> Course:
    problem = said.get("error")
    error = error_of(problem) if isinstance(problem, Mapping) else DenoiserError(reason=problem) if problem else None
    return replace(course, state="paused", error=error)


def _resumed(course: Course, said: Said) -> Course:
    step = int(_number(said.get("step")) or course.step)
    total = int(_number(said.get("total")) or course.total)
    return replace(course, state="running", error=None, step=step, total=total)


def _finished(course: Course, said: Said) -> Course:
    return replace(
        course,
        state="finished",
        step=int(_number(said.get("step")) or course.step),
        best=_first(_number(said.get("held_out")), course.best),
        began=_first(_number(said.get("start_held_out")), course.began),
        noisy=_first(_number(said.get("noisy_held_out")), course.noisy),
        best_step=int(_number(said.get("best_step")) or 0),
        early=said.get("early") is True,
        seconds=_first(_number(said.get("seconds")), course.seconds) or 0.0,
        seconds_left=0.0,
        error=None,
    )


def _going_on(course: Course) -> Course:
    """A pause that was asked for is not there before it is told."""
    return replace(course, state="running") if course.state == "preparing" else course


def _with(curve: Curve, seconds: float, value: float | None) -> Curve:
    """One point more. A training that goes on after a crash says some points again: the later ones count."""
    if value is None:
        return curve
    return (*(point for point in curve if point[0] < seconds), (seconds, value))


def _number(value: object) -> float | None:
    """True is no number, and neither are NaN and the infinities, which Python reads from what is no JSON."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _first(value: float | None, other: float | None) -> float | None:
    return other if value is None else value


# --- the process ------------------------------------------------------------------------------------------------------


class Training(QObject):
    """One training at a time. changed: ``course`` is another. ended: its process is over."""

    changed = Signal()
    ended = Signal()

    def __init__(self, program: Sequence[str] | None = None, parent: QObject | None = None) -> None:
        """program: in place of this one, for tests."""
        super().__init__(parent)
        self.course = Course()
        self._child = Child(program, self)
        self._child.said.connect(self._hear)
        self._child.ended.connect(self._over)

    @property
    def running(self) -> bool:
        """Whether there is a process, paused or not."""
        return self._child.running

    def start(self, name: str, arguments: Sequence[str], known: Course | None = None) -> None:
        """Begins, or goes on from what is ``known`` of it."""
        if self.running or self._child.closed:
            return
        self._set(replace(known or Course(), state="preparing", name=name, stage="", share=0.0, error=None))
        self._child.start(arguments)

    def pause(self) -> None:
        """A checkpoint at once, then nothing."""
        self._ask("pause", "pausing", {"running"})

    def resume(self) -> None:
        """After a pause."""
        self._ask("resume", "running", {"paused", "pausing"})

    def stop(self) -> None:
        """Ends early and keeps the best."""
        self._ask("stop", "stopping", {"running", "pausing", "paused"})

    def _ask(self, word: str, state: State, when: set[State]) -> None:
        if self.running and self.course.state in when:
            self._child.send(word)
            self._set(replace(self.course, state=state))

    def leave(self) -> None:
        """Ends the process with a checkpoint, for another time; nothing is waited for."""
        if self.running:
            self._set(replace(self.course, state="leaving"))
            self._child.send("pause")
            self._child.stop()

    def end(self) -> bool:
        """The same for good: whatever was not saved in three seconds is what was done since the last checkpoint."""
        self._child.send("pause")
        return self._child.end()

    @Slot(object)
    def _hear(self, said: dict[str, Any]) -> None:
        self._set(after(self.course, said))

    @Slot(object)
    def _over(self, outcome: Outcome) -> None:
        course = self.course
        if course.state != "finished":
            course = replace(course, state="failed" if outcome.error else "ended", error=outcome.error)
        self._set(course)
        self.ended.emit()

    def _set(self, course: Course) -> None:
        if course != self.course:
            self.course = course
            self.changed.emit()


# --- what the program is started with ---------------------------------------------------------------------------------


def to_train(folder: Path, name: str, start: str, minutes: int) -> list[str]:
    """A new one."""
    return ["train", str(folder), "--name", name, "--from", start, "--minutes", str(minutes), "--json"]


def to_resume(folder: Path, name: str) -> list[str]:
    """From its last checkpoint."""
    return ["train", str(folder), "--name", name, "--resume", "--json"]


def to_estimate(folder: Path, name: str, start: str, minutes: int) -> list[str]:
    """Only says what it would take."""
    return [*to_train(folder, name, start, minutes), "--estimate"]


def preview_of(place: Path) -> Path | None:
    """The last preview of the training in a folder."""
    path = place / "preview.png"
    return path if path.is_file() else None
