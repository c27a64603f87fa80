"""Batches beside the window: one thread that works on them, others that plan, count and keep the books.

While the photo that is open is being denoised, a batch waits between two tiles: what somebody looks at comes first.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from denoiser_app.core.errors import Cancelled
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.core.recipe import Recipe
from denoiser_app.engine.batch.events import BatchEnded, Event, ItemProgress
from denoiser_app.engine.batch.items import Batch, BatchState, Plan
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.ui.jobs.batch_books import Books, Look
from denoiser_app.ui.jobs.errands import Errands
from denoiser_app.ui.jobs.services import WINDOW_TILE, Compute, Services

if TYPE_CHECKING:
    from denoiser_app.engine.batch.run import RunSettings

POLL = 2000
"""Milliseconds between two looks while batches are shown: another program may work on them."""
SOON = 150
"""Milliseconds until a look that something happened: many things that happen at once are one look."""
PACE = 0.05
"""Seconds between two steps of a photo that the window is told."""


class _Thread(QThread):
    """Works on the wanted batches, one after the other, until none is left."""

    said = Signal(object)
    stopped = Signal(int, object)

    def __init__(self, services: Services, compute: Compute, busy: Callable[[], bool]) -> None:
        super().__init__()
        self.setObjectName("batch run")
        self.token = CancelToken()
        self.wanted: frozenset[int] = frozenset()
        self._services, self._compute, self._busy = services, compute, busy
        self._given_up: set[int] = set()
        self._told = 0.0

    def run(self) -> None:
        number = 0
        try:
            self._services.warm()
            from denoiser_app.engine.awake import keep_awake

            with Journal() as journal, keep_awake("denoising photos"):
                while (batch := self._next(journal)) is not None:
                    number = batch.id
                    self._work(journal, number)
        except Cancelled:
            pass
        except Exception as error:  # noqa: BLE001 - told to the window
            self.stopped.emit(number, error)

    def _work(self, journal: Journal, batch: int) -> None:
        from denoiser_app.engine.batch.run import run

        try:
            for event in run(journal, batch, self._settings(), self.token):
                self._tell(event)
                if isinstance(event, BatchEnded) and event.batch.state is BatchState.ACTIVE:
                    self._given_up.add(batch)  # a watched folder: what had come is done
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 - no device, no model: the other batches may do better
            self._given_up.add(batch)
            self.stopped.emit(batch, error)

    def _next(self, journal: Journal) -> Batch | None:
        self.token.check()
        for batch in journal.batches():
            wanted = batch.id in self.wanted and batch.id not in self._given_up
            if wanted and batch.state is BatchState.ACTIVE and not batch.held:
                return batch
        return None

    def _settings(self) -> RunSettings:
        from denoiser_app.engine.batch.run import RunSettings

        compute, services = self._compute, self._services

        def make_worker(settings: Any) -> Any:
            # Without the cache: a night's results would push out of it what the photographer works at.
            return services.make(Compute(settings.device, settings.threads, compute.display), frozenset(), None)

        return RunSettings(
            device=compute.device,
            threads=compute.thread_count,
            tile=WINDOW_TILE,
            busy=self._busy,
            make_worker=make_worker,
        )

    def _tell(self, event: Event) -> None:
        if isinstance(event, ItemProgress) and event.step.fraction < 1.0:
            now = time.monotonic()
            if now - self._told < PACE:
                return
            self._told = now
        self.said.emit(event)


class Batching(QObject):
    """The window's side; all signals come in its thread.

    looked: a ``Look``. happened: an event of the batch this program works on. started, ended: the work itself.
    stopped(batch, error): this batch cannot be worked on; its photos wait. failed: the journal cannot be used.
    planning: a ``Progress``; planned: the number of a new batch; not_planned: why there is none, ``Cancelled`` if that
    was wanted. counted(plan, photos or error).
    """

    looked = Signal(object)
    happened = Signal(object)
    started = Signal()
    ended = Signal()
    stopped = Signal(int, object)
    failed = Signal(object)
    planning = Signal(object)
    planned = Signal(int)
    not_planned = Signal(object)
    counted = Signal(object, object)

    def __init__(
        self,
        services: Services,
        compute: Callable[[], Compute],
        busy: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        """busy: whether the photo that is open is being worked on."""
        super().__init__(parent)
        self._services, self._compute, self._busy = services, compute, busy
        self._books = Books()
        self._desk = Errands("batch books", self._books.close, self)
        self._planner, self._counter = Errands("batch plans", parent=self), Errands("batch count", parent=self)
        self._thread: _Thread | None = None
        self._wanted: frozenset[int] = frozenset()
        self._again = self._looking = self._whole = False
        self._shown: int | None = None
        self._running: int | None = None
        self._plan_token, self._counts = CancelToken(), 0
        self._poll, self._soon = QTimer(self), QTimer(self)
        self._poll.setInterval(POLL)
        self._soon.setInterval(SOON)
        self._soon.setSingleShot(True)
        self._poll.timeout.connect(self.look)
        self._soon.timeout.connect(self.look)

    # --- looking ------------------------------------------------------------------------------------------------------

    def show(self, batch: int | None) -> None:
        """The batch whose photos are wanted, None for none; the next look has all of them."""
        self._shown, self._whole = batch, True
        self.look()

    def watch(self, wanted: bool) -> None:
        """Whether somebody looks: then changes by other programs are seen as well."""
        if wanted:
            self._poll.start()
        else:
            self._poll.stop()

    @Slot()
    def look(self) -> None:
        """Tells what there is by ``looked``; one look at a time."""
        if self._looking:
            self._soon.start()
            return
        self._soon.stop()
        self._looking = True
        shown, running, whole = self._shown, self._running, self._whole
        self._whole = False
        self._desk.put(lambda: self._books.look(shown, running, whole=whole), self._seen, self._not_seen)

    def _seen(self, look: Look) -> None:
        self._looking = False
        self.looked.emit(look)

    def _not_seen(self, error: BaseException) -> None:
        self._looking, self._whole = False, True
        self._poll.stop()  # a journal that cannot be read is said once
        self.failed.emit(error)

    # --- wishes -------------------------------------------------------------------------------------------------------

    def do(self, act: Callable[[Journal], Any], then: Callable[[Any], None] | None = None) -> None:
        """Something that changes the journal, and a look at what came of it."""

        def done(answer: Any) -> None:
            if then is not None:
                then(answer)
            self.look()

        self._desk.put(lambda: self._books.do(act), done, self.failed.emit)

    def start(self, batches: Iterable[int]) -> None:
        """Work on these batches as well, in the order of the journal, as long as they are active."""
        self._wanted |= frozenset(batches)
        if self._thread is not None:
            self._thread.wanted, self._again = self._wanted, True
            return
        self._again = False
        self._thread = _Thread(self._services, self._compute(), self._busy)
        self._thread.wanted = self._wanted
        self._thread.said.connect(self._hear)
        self._thread.stopped.connect(self._cannot)
        self._thread.finished.connect(self._ended)
        self._thread.start()
        self.started.emit()

    @property
    def running(self) -> bool:
        """Whether this program works on a batch, or is about to."""
        return self._thread is not None

    @Slot(object)
    def _hear(self, event: Event) -> None:
        if not isinstance(event, ItemProgress):
            self._soon_look()
        batch = getattr(event, "batch", None)
        if isinstance(batch, Batch):
            self._running = batch.id
        self.happened.emit(event)

    @Slot(int, object)
    def _cannot(self, batch: int, error: BaseException) -> None:
        self._wanted -= {batch}
        self.stopped.emit(batch, error)

    @Slot()
    def _ended(self) -> None:
        """The thread itself is over. What was wanted in its last moment is done by another."""
        self._thread, self._running = None, None
        if self._again:
            self.start(())
            return
        self._wanted = frozenset()
        self.look()
        self.ended.emit()

    def _soon_look(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    # --- new batches --------------------------------------------------------------------------------------------------

    def plan(self, plan: Plan, recipes: Mapping[Path, Recipe]) -> None:
        """Makes a batch. recipes: of photos with settings of their own."""
        token = self._plan_token = CancelToken()
        self._planner.put(lambda: self._create(plan, recipes, token), self.planned.emit, self.not_planned.emit)

    def cancel_planning(self) -> None:
        """Nothing is left of the batch that is being planned."""
        self._plan_token.cancel()

    def _create(self, plan: Plan, recipes: Mapping[Path, Recipe], token: CancelToken) -> int:
        from denoiser_app.engine.batch.planning import create

        number, told = 0, 0.0
        with Journal() as journal:
            for step in create(journal, plan, token, recipes=recipes):
                if isinstance(step, Progress):
                    if time.monotonic() - told > PACE:
                        told = time.monotonic()
                        self.planning.emit(step)
                else:
                    number = step
            if token.cancelled:
                journal.forget(number)
        token.check()
        return number

    def count(self, plan: Plan) -> None:
        """How many photos a plan names, by ``counted``; only the latest question is answered."""
        self._counts += 1
        number = self._counts

        def count() -> object:
            from denoiser_app.engine.batch.sources import photos_of

            return photos_of(plan) if number == self._counts else None

        self._counter.put(
            count, lambda found: self._count_done(number, plan, found), lambda e: self._count_done(number, plan, e)
        )

    def _count_done(self, number: int, plan: Plan, found: object) -> None:
        if number == self._counts and found is not None:
            self.counted.emit(plan, found)

    def report(self, batch: int, folder: Path, then: Callable[[Any], None]) -> None:
        """Writes a report into a folder; ``then`` gets ``engine.batch.report.Report``."""

        def write() -> object:
            from denoiser_app.engine.batch.report import write_report

            with Journal() as journal:
                return write_report(journal, batch, folder)

        self._planner.put(write, then, self.failed.emit)

    # --- the end ------------------------------------------------------------------------------------------------------

    def close(self, milliseconds: int = 10_000) -> bool:
        """Gives back what is in flight and waits for all threads to end. The batches stay as they are wanted."""
        self._poll.stop()
        self._soon.stop()
        self._plan_token.cancel()
        self._counts += 1
        thread, self._again = self._thread, False
        if thread is not None:
            thread.token.cancel()
        ended = [errands.close(milliseconds) for errands in (self._counter, self._planner, self._desk)]
        return all(ended) and (thread is None or thread.wait(milliseconds))
