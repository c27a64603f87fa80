"""What stops all photos for a while: a full disk, a folder that is gone. It is told once, and waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from denoiser_app.core.errors import DenoiserError, FileMissing, FolderGone, JournalNotWritable
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch import faults
from denoiser_app.engine.batch.events import Event, GoesOn, Waiting
from denoiser_app.engine.batch.faults import Place, Verdict
from denoiser_app.engine.batch.items import Item
from denoiser_app.engine.batch.lease import Lease

LOOKED_EVERY = 2.0
"""Seconds between two looks whether a reason to wait has gone."""
Result = TypeVar("Result")


@dataclass(frozen=True)
class Fault:
    """What went wrong with a photo, and what that means for it."""

    error: DenoiserError
    verdict: Verdict


class Patience:
    """Of the threads of one run. output: the batch's folder; say: where events go; token: ends every waiting."""

    def __init__(self, lease: Lease, output: Path | None, say: Callable[[Event], None], token: CancelToken) -> None:
        self._lease, self._output, self._say, self._token = lease, output, say, token
        self._one_at_a_time = threading.Lock()
        self._places: dict[Path | None, Place] = {}

    def watch(self, item: Item) -> None:
        """Remembers how the photo's folders are, before anything goes wrong with them."""
        if item.root not in self._places:
            self._places[item.root] = Place.now(item.root)
        if self._output is not None and self._output not in self._places:
            self._places[self._output] = Place.now(self._output)

    def judge(self, error: Exception, item: Item) -> Fault:
        """What an error means, as things are at this moment."""
        named, absent = faults.named(error, item), faults.gone(self._of(item))
        verdict = faults.verdict(named, item, absent)
        if verdict == "failed" and isinstance(named, FileMissing) and self._all_missing(item):
            return Fault(FolderGone(path=str(item.root)), "wait")
        return Fault(absent if absent and verdict == "wait" else named, verdict)

    def wait(self, error: DenoiserError, item: Item | None = None) -> None:
        """Until the reason has gone, as far as can be told without trying again. Cancelled."""
        places = self._of(item) if item else []
        with self._one_at_a_time:
            self._wait(error, places)

    def stay(self, item: Item) -> None:
        """Until the photo's folders are there: nothing is written into the empty place of a missing disk. Cancelled."""
        places = self._of(item)
        if faults.gone(places):
            with self._one_at_a_time:  # and by then another thread has waited for the same perhaps
                while reason := faults.gone(places):
                    self._wait(reason, places)

    def kept(self, write: Callable[[], Result]) -> Result:
        """What the journal answers; a full disk is waited for there too."""
        while True:
            try:
                return write()
            except JournalNotWritable as error:
                self.wait(error)

    def _wait(self, reason: DenoiserError, places: Sequence[Place]) -> None:
        self._tell(Waiting(reason), reason)
        self._look_later()
        while faults.still_holds(reason, places):
            self._look_later()
        self._tell(GoesOn(), None)

    def _of(self, item: Item) -> list[Place]:
        return [self._places[folder] for folder in (item.root, self._output) if folder in self._places]

    def _all_missing(self, item: Item) -> bool:
        """Whether no other photo of the folder is there either: the card was pulled out before the work began."""
        others = self._lease.sources(item.root, besides=item.id)
        return bool(others) and not any(path.exists() for path in others)

    def _tell(self, event: Event, reason: DenoiserError | None) -> None:
        self._say(event)
        with suppress(JournalNotWritable):
            self._lease.waits_for(reason)

    def _look_later(self) -> None:
        until = time.monotonic() + LOOKED_EVERY
        while time.monotonic() < until:
            self._token.check()
            time.sleep(0.05)
