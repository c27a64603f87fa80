"""The journal of batches as the window looks at it: only what changed since the last look is read again."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from denoiser_app.engine.batch.forecast import Forecast, seconds_left
from denoiser_app.engine.batch.items import ENDED, Batch, Item
from denoiser_app.engine.batch.journal import Journal, default_path

T = TypeVar("T")


@dataclass(frozen=True)
class Look:
    """What there is. shown: the batch whose photos are in ``items``, None for none. whole: all of them, else those that
    changed since the last look at this batch. forecasts: of batches that are worked on, by number."""

    batches: tuple[Batch, ...] = ()
    shown: int | None = None
    items: tuple[Item, ...] = ()
    whole: bool = True
    forecasts: dict[int, Forecast] = field(default_factory=dict)

    def batch(self, number: int | None) -> Batch | None:
        """The batch of that number, if it is still there."""
        return next((batch for batch in self.batches if batch.id == number), None)


class Books:
    """For one thread. The journal is opened when it is first needed, and made only when something is written."""

    def __init__(self) -> None:
        self._journal: Journal | None = None
        self._known: dict[int, dict[int, Item]] = {}
        self._ticks: dict[int, int] = {}

    def look(self, shown: int | None, running: int | None, *, whole: bool = False) -> Look:
        """What there is now. whole: all photos of ``shown``, as if this were the first look at it.

        running: the batch this program works on, whose time left is wanted even if another one is shown.
        """
        if self._journal is None and not default_path().exists():
            return Look()
        journal = self._opened()
        batches = tuple(journal.batches())
        wanted = {shown, running} & {batch.id for batch in batches}
        self._forget(wanted - {shown} if whole else wanted)
        first = shown not in self._known
        changed = {number: self._changed(journal, number) for number in wanted if number is not None}
        forecasts = {batch.id: self._forecast(batch.id) for batch in batches if batch.held and batch.id in changed}
        if shown is None or shown not in changed:
            return Look(batches, forecasts=forecasts)
        return Look(batches, shown, changed[shown], first, forecasts)

    def do(self, act: Callable[[Journal], T]) -> T:
        """Something that changes the journal."""
        return act(self._opened())

    def close(self) -> None:
        """In the thread, at its end."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _opened(self) -> Journal:
        if self._journal is None:
            self._journal = Journal()
        return self._journal

    def _forget(self, wanted: Collection[int | None]) -> None:
        for number in set(self._known) - set(wanted):
            del self._known[number], self._ticks[number]

    def _changed(self, journal: Journal, batch: int) -> tuple[Item, ...]:
        """What changed since the last look. A change that comes in meanwhile is read again the next time."""
        tick = journal.tick()
        items = tuple(journal.items(batch, since=self._ticks.get(batch, -1)))
        self._known.setdefault(batch, {}).update((item.id, item) for item in items)
        self._ticks[batch] = tick
        return items

    def _forecast(self, batch: int) -> Forecast:
        items = self._known[batch].values()
        ended = [item for item in items if item.state in ENDED]
        waiting = [item for item in items if item.state not in ENDED]
        return seconds_left(ended, waiting, _elapsed(ended, waiting))


def _elapsed(ended: Sequence[Item], waiting: Sequence[Item]) -> float:
    """Seconds of work since the last photo ended; a break before this run does not count."""
    started = min((item.started for item in waiting if item.started is not None), default=None)
    if started is None:
        return 0.0
    return time.time() - max(started, max((item.ended or 0.0 for item in ended), default=0.0))
