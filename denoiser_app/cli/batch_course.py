"""How far a running batch is: its share that is done, the photo that the bar speaks of, the time left."""

from __future__ import annotations

import time

from denoiser_app.cli.denoise import share
from denoiser_app.core.progress import Progress
from denoiser_app.engine.batch.items import ENDED, Counts, Item, State
from denoiser_app.engine.batch.journal import Journal

FORECAST_EVERY = 5.0
"""Seconds between two looks into the journal for the time left; in between it is counted down."""
RECENT = 4000
"""Changes of the journal that are looked at: the last 1,000 photos or so."""
FORECAST_SHARE = 0.02
"""Of the time that these looks may take: the history of 10,000 photos takes a while to read."""


class Course:
    """How far a batch is, and which of the photos in work the bar speaks of."""

    def __init__(self, counts: Counts) -> None:
        self._found, self._ended = max(counts.found, 1), counts.ended
        self._begun = counts.ended
        self._numbers: dict[int, int] = {}
        self._steps: dict[int, Progress] = {}
        self._fraction = 0.0

    def begins(self, item: Item) -> None:
        """A photo is being read."""
        self._begun += 1
        self._numbers[item.id] = min(self._begun, self._found)

    def step(self, item: Item, step: Progress) -> bool:
        """Notes a step. Whether the bar should tell it: while a photo is in the network, the bar belongs to that one,
        because that is where the time goes; others are read and written beside it."""
        self._steps[item.id] = step
        busy = [number for number, other in self._steps.items() if other.stage == "network" and other.fraction < 1.0]
        return not busy or item.id == busy[0] or bool(step.note)

    def ends(self, item: Item) -> None:
        """A photo needs no more work."""
        self._steps.pop(item.id, None)
        self._numbers.pop(item.id, None)
        self._ended = min(self._ended + 1, self._found)

    @property
    def fraction(self) -> float:
        """Of the whole batch, 0-1; it never goes back, also when a photo is put off."""
        now = (self._ended + sum(share(step) for step in self._steps.values())) / self._found
        self._fraction = max(self._fraction, min(now, 1.0))
        return self._fraction

    def label(self, item: Item) -> str:
        """'12/1000 IMG_1.NEF'."""
        number = self._numbers.get(item.id, min(self._begun + 1, self._found))
        return f"{number}/{self._found} {item.source.name}"


class TimeLeft:
    """The time left as the journal's history says, looked up now and then and counted down between."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._at = self._next = 0.0
        self._seconds: float | None = None
        self._stale = True

    def changed(self) -> None:
        """A photo has ended: there is more to judge by."""
        self._stale = True

    def of(self, batch: int) -> float | None:
        """Seconds; None while it is being estimated."""
        now = time.monotonic()
        if self._stale and now >= self._next:
            self._seconds, self._at, self._stale = seconds_left(self._journal, batch), now, False
            self._next = now + max(FORECAST_EVERY, (time.monotonic() - now) / FORECAST_SHARE)
        return None if self._seconds is None else max(self._seconds - (now - self._at), 0.0)


def seconds_left(journal: Journal, batch: int) -> float | None:
    """What the journal lets expect; None as long as too little is done."""
    from denoiser_app.engine.batch import forecast

    ended = journal.items(batch, states=ENDED, since=max(journal.tick() - RECENT, -1))
    waiting = journal.items(batch, states=(State.WAITING, State.RUNNING))
    return forecast.seconds_left(ended, waiting).seconds
