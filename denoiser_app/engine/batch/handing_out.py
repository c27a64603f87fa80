"""Photos of a batch are handed to a cluster in their order, and what comes back goes into the journal.

The journal is written here alone. A photo that a worker died on goes to another one, and is found done if its result
was there already. A photo on which one worker after the other died is done once more, alone, since nobody knows which
of their photos it was; if they die again it is set aside.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from denoiser_app.core.errors import (
    ClusterEmpty,
    DenoiserError,
    FileMissing,
    FileUnreadable,
    JournalNotWritable,
    OutputNotWritable,
    ProgramEnded,
    WorkerUnfit,
)
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch.cluster_worker import Said
from denoiser_app.engine.batch.events import Event, GoesOn, ItemEnded, ItemPutOff, ItemStarted, Waiting
from denoiser_app.engine.batch.items import Item, Outcome
from denoiser_app.engine.batch.lease import Lease
from denoiser_app.engine.batch.patience import Fault, Patience
from denoiser_app.engine.batch.shift import Shift
from denoiser_app.engine.batch.stages import Room
from denoiser_app.formats.publish import sweep

if TYPE_CHECKING:
    from denoiser_app.engine.batch.cluster import Cluster

POLL = 0.05
"""Seconds between two looks at what came back."""
LOOKED_EVERY = 2.0
"""Seconds between two looks at the cluster's workers."""
FIRST_ANSWERS = 30.0
"""Seconds in which workers say at the start whether they are fit: they have to load the program first."""
STRAYS_ALLOWED = 5
"""Answers in a row that make no sense, after which the cluster cannot be worked with."""
Written = Callable[[], Item]


@dataclass(frozen=True)
class Lost:
    """A photo of which no answer came. killed: since the workers that had it died, one after the other."""

    killed: bool
    reason: str


class HandingOut:
    """Of one run. ``run`` yields what happens; all work is done in a thread, so that a pause is always heard."""

    def __init__(self, lease: Lease, room: Room, cluster: Cluster) -> None:
        self._lease, self._room, self._cluster = lease, room, cluster
        self._shift = Shift(lease)
        self._say, self._token = self._shift.say, self._shift.token
        self._patience = Patience(lease, room.plan.output, self._say, self._token)
        self._out: dict[int, tuple[Item, Any]] = {}
        self._suspects: set[int] = set()
        self._targets: defaultdict[Path, set[str]] = defaultdict(set)
        self._samples = _samples(lease)
        self._strays, self._looked = 0, 0.0

    def run(self, token: CancelToken) -> Iterator[Event]:
        """Ends when nothing waits any more, or when the batch is not wanted active. Cancelled, ClusterUnreachable,
        WorkerUnfit."""
        try:
            yield from self._shift.run([("batch cluster", self._work)], token)
        finally:
            for folder, names in self._targets.items():
                with suppress(OSError):  # left by workers that were killed
                    sweep(folder, names)

    # --- the thread that works ----------------------------------------------------------------------------------------

    def _work(self) -> None:
        self._look()
        until = time.monotonic() + FIRST_ANSWERS
        while not self._cluster.all_answered() and time.monotonic() < until:
            self._pause(POLL)
        if self._cluster.unfit:
            raise self._cluster.unfit[0]  # now somebody is there to put it right; later the others go on
        while self._hand_out() or self._out:
            self._token.check()
            self._wait_for_workers()
            self._take_back()
            time.sleep(POLL)

    def _look(self) -> None:
        """At the workers, through photos that are still to be seen from here."""
        self._looked = time.monotonic()
        self._cluster.look([sample for sample in self._samples if _readable(sample)])

    def _hand_out(self) -> bool:
        """As many as the cluster can use. Whether any was."""
        handed = False
        while len(self._out) < self._cluster.room and not self._suspects & self._out.keys():
            waits = self._patience.kept(self._lease.next)
            if waits is None or (waits.id in self._suspects and self._out):
                break
            item = self._patience.kept(partial(self._lease.claim, waits.id))
            if item is not None:
                self._hand(item)
                handed = True
        return handed

    def _hand(self, item: Item) -> None:
        self._say(ItemStarted(item))
        self._patience.watch(item)
        if item.target is not None:
            self._targets[item.target.parent].add(item.target.name)
        self._out[item.id] = item, self._cluster.hand(item)

    def _take_back(self) -> None:
        """Notes all that came back, and then waits once if one of them says that nothing can go on."""
        stopped = None
        for number, (item, handed) in list(self._out.items()):
            answer = self._cluster.answer(handed)
            if answer is not None:
                del self._out[number]
                stopped = self._note(item, answer) or stopped
        if stopped is not None:
            self._patience.wait(*stopped)

    def _wait_for_workers(self) -> None:
        """Looks at them from time to time, and waits while there is nobody who could work."""
        if time.monotonic() - self._looked < LOOKED_EVERY and not self._deserted():
            return
        self._look()
        if not self._deserted():
            return
        self._tell(Waiting(self._why()), self._why())
        while self._deserted():
            self._pause(LOOKED_EVERY)
            self._look()
        self._tell(GoesOn(), None)

    def _deserted(self) -> bool:
        return not self._cluster.fit

    def _why(self) -> DenoiserError:
        return next(iter(self._cluster.unfit), None) or ClusterEmpty(url=self._cluster.url)

    def _tell(self, event: Event, reason: DenoiserError | None) -> None:
        self._say(event)
        with suppress(JournalNotWritable):
            self._lease.waits_for(reason)

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._token.check()
            time.sleep(POLL)

    # --- what came back -----------------------------------------------------------------------------------------------

    def _note(self, item: Item, answer: Said | Lost) -> tuple[DenoiserError, Item] | None:
        """Into the journal, and only then told. Returns why nothing can go on for the moment, if that is so."""
        if isinstance(answer, Lost):
            self._lost(item, answer)
            return None
        self._strays = 0
        content = answer.content
        if isinstance(content, Outcome):
            self._finished(item, content, answer)
        elif content is None or (isinstance(content, DenoiserError) and self._is_the_workers_fault(item, answer)):
            self._kept(lambda: self._lease.given_back(item.id))
        elif isinstance(content, DenoiserError):
            return self._failed(item, self._patience.judge(content, item))
        else:
            self._ended(lambda: self._lease.skipped(item.id, content))
        return None

    def _finished(self, item: Item, outcome: Outcome, answer: Said) -> None:
        """A result counts when it is seen from here, too."""
        if _arrived(outcome):
            self._save_crops(answer)
            self._ended(lambda: self._lease.done(item.id, outcome))
        elif self._cluster.is_fit(answer.worker, self._seen_here(item)):
            reason = f"{outcome.target}, which it wrote, is not seen here"
            error = WorkerUnfit(worker=answer.worker, reason=reason)
            self._ended(lambda: self._lease.failed(item.id, error))
        else:
            self._kept(lambda: self._lease.given_back(item.id))

    def _is_the_workers_fault(self, item: Item, answer: Said) -> bool:
        """Whether its machine does not see what this one sees: then another one can do the photo."""
        if isinstance(answer.content, WorkerUnfit):
            self._looked = 0.0
            return True
        suspicious = isinstance(answer.content, FileMissing | FileUnreadable | OutputNotWritable)
        return suspicious and not self._cluster.is_fit(answer.worker, self._seen_here(item))

    def _seen_here(self, item: Item) -> list[Path]:
        return [item.source] if _readable(item.source) else []

    def _failed(self, item: Item, fault: Fault) -> tuple[DenoiserError, Item] | None:
        if fault.verdict == "wait":
            self._kept(lambda: self._lease.given_back(item.id))
            return fault.error, item
        if fault.verdict == "put off":
            self._say(ItemPutOff(self._kept(lambda: self._lease.put_off(item.id, fault.error)), fault.error))
        else:
            quarantined = fault.verdict == "quarantined"
            self._ended(lambda: self._lease.failed(item.id, fault.error, quarantined=quarantined))
        return None

    def _lost(self, item: Item, lost: Lost) -> None:
        if not lost.killed:
            self._kept(lambda: self._lease.given_back(item.id))
            self._strays += 1
            if self._strays >= STRAYS_ALLOWED:
                raise WorkerUnfit(worker="scheduler", reason=f"{lost.reason}. Install the same program there")
        elif item.id in self._suspects:
            error = ProgramEnded(path=str(item.source), times=item.crashes + 1)
            self._ended(lambda: self._lease.failed(item.id, error, quarantined=True))
        else:
            self._suspects.add(item.id)
            self._kept(lambda: self._lease.crashed(item.id, blamed=True))

    def _kept(self, write: Written) -> Item:
        return self._patience.kept(write)

    def _ended(self, write: Written) -> None:
        self._say(ItemEnded(self._kept(write)))

    def _save_crops(self, answer: Said) -> None:
        """For the report. They are no reason to lose a photo."""
        folder = self._room.crops
        if folder is None or not answer.crops:
            return
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            for name, data in answer.crops.items():
                (folder / Path(name).name).write_bytes(data)


def _samples(lease: Lease) -> list[Path]:
    """A photo of every source folder that is readable here, and so has to be readable for every worker."""
    found: dict[Path, Path] = {}
    for item in lease.journal.items(lease.batch):
        if item.root not in found and _readable(item.source):
            found[item.root] = item.source
    return list(found.values())


def _readable(path: Path) -> bool:
    try:
        with path.open("rb"):
            return True
    except (OSError, ValueError):
        return False


def _arrived(outcome: Outcome) -> bool:
    """Whether the result is seen on this machine. Listing a network folder makes its latest entries known."""
    if _size(outcome.target) != outcome.bytes:
        with suppress(OSError):
            list(outcome.target.parent.iterdir())
    return _size(outcome.target) == outcome.bytes


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
