"""Several photos at once: one is read and developed, one is on the network, one is encoded and written.

A reader thread, a network thread for every device, and a writer thread, with short belts between them. Photos are
written in the order in which they were read. A photo that fails ends alone; what stops all of them for a while - a full
disk, a folder that is gone - is waited for where it is met, and the belts hold the others up.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from denoiser_app.core.errors import Cancelled, DeviceUnavailable
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.engine.batch import stages
from denoiser_app.engine.batch.belt import Belt
from denoiser_app.engine.batch.budget import Budget, bytes_of, expected_megapixels
from denoiser_app.engine.batch.events import Event, ItemEnded, ItemProgress, ItemPutOff, ItemStarted
from denoiser_app.engine.batch.items import Item, Outcome
from denoiser_app.engine.batch.lease import Lease
from denoiser_app.engine.batch.patience import Fault, Patience
from denoiser_app.engine.batch.shift import Shift, Work
from denoiser_app.engine.batch.stages import Ending, Room
from denoiser_app.engine.batch.trim import EVERY, trim
from denoiser_app.engine.handover import Computed, Loaded

if TYPE_CHECKING:
    from denoiser_app.engine.job import Worker

Result = TypeVar("Result")

SUSPECT = 2
"""Crashes of the program after which a photo is worked on alone, so that the next one would be its own."""


@dataclass
class Parcel:
    """A photo on its way. content: what the last stage made of it; an Ending or an error passes through to the writer.
    taken: bytes of the budget."""

    number: int
    item: Item
    content: Any
    taken: float


class Pipeline:
    """Works on a batch until nothing waits, or somebody wants it to stop.

    workers: makes a worker for each device, called in the thread that will use it. busy: while it says so, the networks
    wait (the photo that is looked at comes first).
    """

    def __init__(
        self,
        lease: Lease,
        room: Room,
        workers: Sequence[Callable[[], Worker]],
        budget: Budget,
        busy: Callable[[], bool],
    ) -> None:
        self._lease, self._room, self._workers, self._budget, self._busy = lease, room, workers, budget, busy
        self._shift = Shift(lease, self._ended)
        self._say, self._token = self._shift.say, self._shift.token
        self._read: Belt[Parcel] = Belt(len(workers))
        self._made: Belt[Parcel] = Belt(1)
        self._networks = len(workers)
        self._lock = threading.Lock()
        self._patience = Patience(lease, room.plan.output, self._say, self._token)

    def run(self, token: CancelToken) -> Iterator[Event]:
        """Yields what happens. Ends when nothing waits any more, or when the batch is not wanted active. Cancelled."""
        networks = [(f"batch network {n}", partial(self._network, make)) for n, make in enumerate(self._workers)]
        works: list[Work] = [("batch reader", self._reader), *networks, ("batch writer", self._writer)]
        yield from self._shift.run(works, token)

    def _ended(self) -> None:
        self._read.stop()
        self._made.stop()

    # --- the threads --------------------------------------------------------------------------------------------------

    def _reader(self) -> None:
        worker, number = self._workers[0](), 0
        while (waits := self._patience.kept(self._lease.next)) is not None:
            taken = self._room_for(waits)
            item = self._patience.kept(partial(self._lease.claim, waits.id))
            if item is None:
                self._budget.give_back(taken)
                continue
            self._say(ItemStarted(item))
            parcel = Parcel(number, item, None, taken)
            self._patience.watch(item)
            self._attempt(parcel, lambda p: self._open(p, worker))
            while isinstance(parcel.content, Fault) and parcel.content.verdict == "wait":
                self._patience.wait(parcel.content.error, item)
                self._attempt(parcel, lambda p: self._open(p, worker))
            self._read.put(parcel)
            number += 1
        self._read.close()

    def _network(self, make: Callable[[], Worker]) -> None:
        worker = make()
        while (parcel := self._read.take()) is not None:
            loaded = parcel.content
            if isinstance(loaded, Loaded):
                self._attempt(parcel, lambda p: self._denoised(p, worker))
                if self._device_failed(parcel) and self._retire():
                    parcel.content = loaded
                    self._read.give_back(parcel)
                    return
                if isinstance(parcel.content, Fault):
                    loaded.pixels.let_go()  # nobody writes them any more
            self._made.put(parcel)
        if not self._retire():
            self._made.close()

    def _device_failed(self, parcel: Parcel) -> bool:
        return isinstance(parcel.content, Fault) and isinstance(parcel.content.error, DeviceUnavailable)

    def _retire(self) -> bool:
        """One network less, unless it is the last."""
        with self._lock:
            if self._networks == 1:
                return False
            self._networks -= 1
            return True

    def _writer(self) -> None:
        for parcel in self._in_order():
            if not isinstance(parcel.content, Fault | Outcome | str):
                self._attempt(parcel, self._stored)
            self._note(parcel.item, parcel.content)
            self._budget.give_back(parcel.taken)
            if parcel.number % EVERY == EVERY - 1:
                trim()

    def _in_order(self) -> Iterator[Parcel]:
        """Several networks may overtake each other."""
        early: dict[int, Parcel] = {}
        turn = 0
        while (parcel := self._made.take()) is not None:
            early[parcel.number] = parcel
            del parcel  # its pixels are not to be held until the next one comes
            while turn in early:
                yield early.pop(turn)
                turn += 1

    # --- stages -------------------------------------------------------------------------------------------------------

    def _attempt(self, parcel: Parcel, stage: Callable[[Parcel], Any]) -> None:
        """The next content of a parcel, or what went wrong and what that means, judged at that moment."""
        try:
            parcel.content = stage(parcel)
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 - whatever one photo does, it must not end the night
            parcel.content = self._patience.judge(error, parcel.item)

    def _open(self, parcel: Parcel, worker: Worker) -> Loaded | Ending | None:
        """The pixels of a photo, or how it ended without them."""
        self._patience.stay(parcel.item)
        now = stages.settled(parcel.item, self._room, self._token)
        if not isinstance(now, Item):
            return now
        if now.target is not None and now.target != parcel.item.target:
            self._patience.kept(partial(self._lease.renamed, now.id, now.target))
        parcel.item = now
        self._say(ItemProgress(now, Progress("read", 0, 1)))
        loaded = stages.read(now, self._room, worker, self._token)
        if loaded is not None:
            self._weigh(parcel, loaded)
        return loaded

    def _denoised(self, parcel: Parcel, worker: Worker) -> Computed | None:
        return self._followed(parcel.item, stages.compute(parcel.content, worker, self._token))

    def _stored(self, parcel: Parcel) -> Outcome:
        self._patience.stay(parcel.item)
        computed, parcel.content = parcel.content, None
        return self._followed(parcel.item, stages.store(parcel.item, self._room, computed, self._token))

    def _followed(self, item: Item, steps: Generator[Progress, None, Result]) -> Result:
        """Runs a stage, tells its progress, gives way to what is looked at, and returns what the stage returns."""
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                result: Result = end.value
                return result
            self._say(ItemProgress(item, step))
            while step.stage == "network" and self._busy():
                self._token.check()
                time.sleep(0.02)
            self._token.check()

    # --- memory -------------------------------------------------------------------------------------------------------

    def _room_for(self, item: Item) -> float:
        """Waits for it. A suspect takes everything there is, so that it is worked on alone."""
        wanted = self._budget.total if item.crashes >= SUSPECT else bytes_of(expected_megapixels(item))
        taken = min(wanted, self._budget.total)
        self._budget.take(taken, self._token)
        return taken

    def _weigh(self, parcel: Parcel, loaded: Loaded) -> None:
        """What was expected by the header or the file's size becomes what it is."""
        if parcel.item.crashes >= SUSPECT:
            return
        height, width = loaded.pixels.photo.size
        exact = min(bytes_of(height * width / 1e6), self._budget.total)
        self._budget.correct(parcel.taken, exact)
        parcel.taken = exact

    # --- the journal --------------------------------------------------------------------------------------------------

    def _note(self, item: Item, content: Fault | Ending) -> None:
        """Into the journal, and only then told."""
        kept, lease, say = self._patience.kept, self._lease, self._say
        if isinstance(content, Outcome):
            say(ItemEnded(kept(lambda: lease.done(item.id, content))))
        elif not isinstance(content, Fault):
            say(ItemEnded(kept(lambda: lease.skipped(item.id, content))))
        elif content.verdict == "wait":
            self._patience.wait(content.error, item)
            kept(lambda: lease.given_back(item.id))
        elif content.verdict == "put off":
            say(ItemPutOff(kept(lambda: lease.put_off(item.id, content.error)), content.error))
        else:
            quarantined = content.verdict == "quarantined"
            say(ItemEnded(kept(lambda: lease.failed(item.id, content.error, quarantined=quarantined))))
