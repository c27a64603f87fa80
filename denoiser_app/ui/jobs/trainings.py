"""The trainings that lie in a session, and what a new one would take. Without torch: what is needed stands in JSON and
tables."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from denoiser_app.core.errors import DenoiserError
from denoiser_app.pairs.session import TRAINING
from denoiser_app.ui.jobs.child import Child, Outcome, Said
from denoiser_app.ui.jobs.training import Course, Curve, preview_of, to_estimate

RECIPE, LOG, VALIDATION, MODEL = "recipe.json", "log.csv", "validation.csv", "model"
KEPT_BACK, HELD_OUT = "kept back", "held out"
"""Files and columns as ``training.personal`` and ``training.log`` write them, which need torch."""
LEARNERS = frozenset({"scratch", "three-layer"})
LARGEST = 32 << 20


@dataclass(frozen=True)
class Past:
    """A training as it lies on the disk. finished: its model is there. start: what it began with. began: date and time.
    course: all that is known of how it went."""

    name: str
    finished: bool
    start: str = ""
    began: str = ""
    course: Course = field(default_factory=Course)

    @property
    def done(self) -> float:
        """Share of its steps, 0-1."""
        return self.course.done

    @property
    def gain(self) -> float | None:
        """dB on the held-out scenes."""
        return self.course.gain


def past(folder: Path) -> tuple[Past, ...]:
    """Of a session, the newest first. One whose recipe cannot be read cannot be gone on with and is left out."""
    places = [path.parent for path in (folder / TRAINING).glob(f"*/{RECIPE}")]
    found = [one for place in places if (one := _past(place)) is not None]
    return tuple(sorted(found, key=lambda one: (one.began, one.name), reverse=True))


def _past(place: Path) -> Past | None:
    recipe = _json(place / RECIPE)
    config = recipe.get("config")
    if not isinstance(config, Mapping):
        return None
    start, steps = str(config.get("start", "")), config.get("steps")
    finished = (place / MODEL / f"{place.name}.json").is_file()
    course = _course(place, int(steps) if isinstance(steps, int) else 0, finished)
    return Past(
        place.name, finished, start, str(recipe.get("began", "")), replace(course, from_model=start not in LEARNERS)
    )


def _course(place: Path, total: int, finished: bool) -> Course:
    """From the two tables: a row a checkpoint."""
    log = {row["step"]: row for row in _rows(place / LOG) if row.get("step")}
    rows = [row for row in _rows(place / VALIDATION) if row.get("step") in log]
    seconds = [_number(log[row["step"]].get("seconds")) for row in rows]
    kept_back, held_out = (_curve(seconds, rows, column) for column in (KEPT_BACK, HELD_OUT))
    steps = [int(_number(row["step"]) or 0) for row in rows]
    best = max(range(len(kept_back)), key=lambda index: kept_back[index][1], default=None) if held_out else None
    return Course(
        state="finished" if finished else "ended",
        name=place.name,
        step=steps[-1] if steps else 0,
        total=total,
        seconds=kept_back[-1][0] if kept_back else 0.0,
        curve=kept_back,
        held_out=held_out,
        began=held_out[0][1] if held_out else None,
        best=held_out[best][1] if best is not None and best < len(held_out) else None,
        best_step=steps[best] if best is not None and best < len(steps) else 0,
        preview=preview_of(place),
        preview_step=steps[-1] if steps else 0,
    )


def _curve(seconds: Sequence[float | None], rows: Sequence[Mapping[str, str]], column: str) -> Curve:
    values = [(at, _number(row.get(column))) for at, row in zip(seconds, rows, strict=True)]
    return tuple((at, value) for at, value in values if at is not None and value is not None)


def _rows(path: Path) -> list[dict[str, str]]:
    """Of a table; [] if it cannot be read: it is made anew with the next checkpoint."""
    try:
        if path.stat().st_size > LARGEST:
            return []
        with path.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))
    except (OSError, ValueError, csv.Error):
        return []


def _json(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            return {}
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


# --- before it starts -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Forecast:
    """seconds: all of it, preparing included. on_cpu: or on a graphics card. error: why it cannot be said."""

    seconds: float = 0.0
    steps: int = 0
    device: str = ""
    error: DenoiserError | None = None


class Estimates(QObject):
    """Asks a child, since it takes torch and some seconds of all cores. told: a ``Forecast``; the latest wish wins."""

    told = Signal(object)

    def __init__(self, program: Sequence[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._child = Child(program, self)
        self._child.said.connect(self._hear)
        self._child.ended.connect(self._over)
        self._wish: list[str] | None = None
        self._asked: list[str] | None = None
        self._forecast: Forecast | None = None

    @property
    def known(self) -> bool:
        """Whether something was asked for, or told, since ``cancel``."""
        return self._asked is not None

    def ask(self, folder: Path, name: str, start: str, minutes: int) -> None:
        """Of this training."""
        wish = to_estimate(folder, name, start, minutes)
        if wish == self._asked:
            return
        self._asked = wish
        if self._child.running:
            self._wish = wish
            self._child.stop()
        else:
            self._forecast = None
            self._child.start(wish)

    def cancel(self) -> None:
        """Nobody wants to know any more."""
        self._wish = self._asked = None
        self._child.stop()

    def end(self) -> bool:
        """Ends the process, for good."""
        self._wish = None
        return self._child.end(500)

    @Slot(object)
    def _hear(self, said: Said) -> None:
        if said.get("type") == "estimate":
            seconds, steps = said.get("seconds_left"), said.get("steps")
            if isinstance(seconds, int | float) and isinstance(steps, int):
                self._forecast = Forecast(float(seconds), steps, str(said.get("device") or ""))

    @Slot(object)
    def _over(self, outcome: Outcome) -> None:
        if self._wish is not None:
            wish, self._wish, self._forecast = self._wish, None, None
            self._child.start(wish)
        elif self._asked is not None and (outcome.error is not None or self._forecast is not None):
            self.told.emit(Forecast(error=outcome.error) if outcome.error is not None else self._forecast)
