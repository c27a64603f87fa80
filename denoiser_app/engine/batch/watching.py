"""A watched folder: whatever arrives in it and is complete becomes a photo of one batch that never ends by itself.

A file counts as complete once its size and its date stayed the same for a while. Should one be taken too early all the
same, it fails, and is taken again, as the same photo, when it has changed: the batch counts it once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from denoiser_app.core.errors import DenoiserError, FolderGone
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch import watched
from denoiser_app.engine.batch.events import BatchEnded, Event, GoesOn, Waiting
from denoiser_app.engine.batch.items import BatchState
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.lease import Lease, held
from denoiser_app.engine.batch.planning import FactsOf
from denoiser_app.engine.batch.run import RunSettings, run
from denoiser_app.engine.batch.sources import Found
from denoiser_app.formats.facts import facts_of

POLL = 1.0
STILL = 2.0
LOOKING = 0.1
"""Share of the time that looking may take: of a folder with 10,000 photos one look takes half a second."""
STEP = 0.1
"""Seconds after which a wish to stop is heard."""
OVER = frozenset({BatchState.PAUSED, BatchState.CANCELLED})

Work = Callable[[Journal, int, RunSettings, CancelToken], Iterator[Event]]


@dataclass(frozen=True)
class Arrived:
    """A new photo is complete; its ItemStarted follows when its turn comes."""

    path: Path


def watch(
    journal: Journal,
    batch: int,
    settings: RunSettings,
    token: CancelToken,
    poll: float = POLL,
    still: float = STILL,
    *,
    work: Work = run,
    facts: FactsOf = facts_of,
) -> Iterator[Event | Arrived]:
    """Denoises what arrives in the sources of a batch of kind "watch" (see ``watched.opened``), until stopped.

    poll: seconds between two looks, more in huge folders. still: seconds for which a file has to stay as it is.
    Events are those of ``run``, with a BatchStarted and a BatchEnded every time that something has arrived. While a
    source is not there, Waiting is said once, and GoesOn when it is back; other sources are watched all the same.
    Ends when the journal wishes a pause or the end; raises Cancelled when the token says so, and whatever ``run`` does.
    The batch is held all the time, but for moments: another program that watches it gets BatchBusy.
    """
    arrivals = Arrivals(still)
    while True:
        counts = journal.counts(batch)
        if counts.waiting or counts.running:  # before this program takes the lease: ``run`` asks who had it last
            yield from work(journal, batch, settings, token)
        if journal.batch(batch).state in OVER:
            return
        if not (yield from _taken(journal, batch, arrivals, token, poll, facts)):
            yield BatchEnded(journal.batch(batch))
            return


@dataclass
class Arrivals:
    """Which files have stayed as they are for ``still`` seconds."""

    still: float
    clock: Callable[[], float] = time.monotonic
    _since: dict[tuple[Path, int, int], float] = field(default_factory=dict)

    def complete(self, found: Sequence[Found]) -> list[Found]:
        """Those of the files found now that count as complete. Empty ones never do."""
        now = self.clock()
        seen = [((photo.path, photo.size, photo.mtime_ns), photo) for photo in found if photo.size]
        self._since = {key: self._since.get(key, now) for key, _ in seen}
        return [photo for key, photo in seen if now - self._since[key] >= self.still]


def _taken(
    journal: Journal, batch: int, arrivals: Arrivals, token: CancelToken, poll: float, facts: FactsOf
) -> Generator[Event | Arrived, None, bool]:
    """Waits until something has arrived and was put into the journal; False if the batch is wished to stop."""
    with held(journal, batch) as lease:
        watch_of = watched.Watch.of(journal, batch)
        gone: FolderGone | None = None
        while (now := journal.batch(batch)).state not in OVER:
            token.check()
            if now.counts.waiting:  # somebody wished for another try
                return True
            began = time.monotonic()
            found, missing = watched.look(watch_of.plan)
            took = time.monotonic() - began
            yield from _said(lease, gone, missing)
            gone = missing
            new = watch_of.new(arrivals.complete(found))
            taken = watch_of.take(journal, new, found, token, facts) if new else []
            if taken:
                yield from map(Arrived, taken)
                return True
            _rest(max(poll, took / LOOKING), token)
    return False


def _said(lease: Lease, before: DenoiserError | None, now: DenoiserError | None) -> Iterator[Event]:
    """What is to be said of a source that has gone or come back."""
    if (before is None) != (now is None):
        lease.waits_for(now)
        yield GoesOn() if now is None else Waiting(now)


def _rest(seconds: float, token: CancelToken) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        token.check()
        time.sleep(min(STEP, left))
