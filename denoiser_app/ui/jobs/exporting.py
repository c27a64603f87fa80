"""Photos to files, in a thread of its own, by the very code of the command line.

While the photo that is open is being denoised, exporting waits between two tiles: what somebody looks at comes first.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from denoiser_app.core.errors import Cancelled, DenoisingFailed
from denoiser_app.core.progress import CancelToken, Progress, time_left
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.ui.export_plan import ExportRequest, resolve
from denoiser_app.ui.jobs.services import Compute, Services

if TYPE_CHECKING:
    from denoiser_app.engine.job import FileDone


@dataclass(frozen=True)
class Planned:
    """What is going to be done, once every name is known: ``total`` photos to write, into ``folder`` the first."""

    total: int
    folder: Path | None


@dataclass(frozen=True)
class Step:
    """Where an export is: photo ``index`` of ``total``, ``fraction`` of all of it done, seconds left if known."""

    index: int
    total: int
    source: Path
    fraction: float
    left: float | None


@dataclass(frozen=True)
class Written:
    """A photo whose result is written and verified."""

    source: Path
    target: Path
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class NotWritten:
    """A photo that could not be exported, and why. Nothing of it was left behind."""

    source: Path
    error: BaseException


@dataclass(frozen=True)
class Summary:
    """How it ended. skipped: photos whose file was there already. left: not tried, because it was cancelled. folder:
    where the first was written."""

    written: tuple[Written, ...]
    failed: tuple[NotWritten, ...]
    skipped: int
    left: int
    folder: Path | None


class _Thread(QThread):
    said = Signal(object)

    def __init__(
        self,
        services: Services,
        compute: Compute,
        recipes: Mapping[Path, Recipe],
        request: ExportRequest,
        busy: Callable[[], bool],
    ) -> None:
        super().__init__()
        self.setObjectName("exporting")
        self.token = CancelToken()
        self._services, self._compute, self._busy = services, compute, busy
        self._recipes, self._request = recipes, request
        self._written: list[Written] = []
        self._failed: list[NotWritten] = []
        self._total = self._index = 0

    def run(self) -> None:
        waiting: deque[tuple[Path, Path]] = deque()
        folder, skipped = None, 0
        try:
            plan = resolve(list(self._recipes), self._request)
            skipped = len(plan.skipped)
            waiting.extend(plan.pairs)
            folder = plan.pairs[0][1].parent if plan.pairs else self._request.folder
            self._total = len(waiting)
            self.said.emit(Planned(self._total, folder))
            for source, error in plan.refused:
                self._tell(NotWritten(source, error))
            self._write(waiting, plan.options)
        except Cancelled:
            pass
        except Exception as error:  # noqa: BLE001 - no device, no model: every photo left failed for this reason
            for source in [pair[0] for pair in waiting] or list(self._recipes):
                self._tell(NotWritten(source, error))
            waiting.clear()
        self.said.emit(Summary(tuple(self._written), tuple(self._failed), skipped, len(waiting), folder))

    def _write(self, waiting: deque[tuple[Path, Path]], options: ExportOptions) -> None:
        if not waiting:
            return
        worker = self._services.make_worker(self._compute, self._recipes)
        started = time.monotonic()
        while waiting:
            source, target = waiting[0]
            try:
                outcome: Written | NotWritten = self._one(worker, source, target, options, started)
            except Cancelled:
                raise
            except Exception as error:  # noqa: BLE001 - one photo must not end the others
                outcome = NotWritten(source, error)
            waiting.popleft()
            self._index += 1
            self._tell(outcome)

    def _tell(self, outcome: Written | NotWritten) -> None:
        if isinstance(outcome, Written):
            self._written.append(outcome)
        else:
            self._failed.append(outcome)
        self.said.emit(outcome)

    def _one(self, worker: Any, source: Path, target: Path, options: ExportOptions, started: float) -> Written:
        from denoiser_app.engine.job import Job

        done: FileDone | None = None
        for event in worker.do(Job(source, target, self._recipes[source], options), self.token):
            self._give_way()
            if isinstance(event, Progress):
                self.said.emit(self._step(source, event, started))
            else:
                done = event
        if done is None:
            raise DenoisingFailed(path=str(source), reason="nothing was written")
        return Written(source, done.report.target, done.report.warnings)

    def _give_way(self) -> None:
        while self._busy() and not self.token.cancelled:
            time.sleep(0.02)
        self.token.check()

    def _step(self, source: Path, event: Progress, started: float) -> Step:
        within = event.fraction if event.stage == "network" else float(event.stage in {"finish", "write"})
        index = self._index
        fraction = (index + within) / self._total
        left = time_left(time.monotonic() - started, fraction)
        return Step(index, self._total, source, fraction, left)


class Exporting(QObject):
    """The window's side: one export at a time. busy: whether the photo that is open is being worked on."""

    planned = Signal(object)
    step = Signal(object)
    written = Signal(object)
    not_written = Signal(object)
    finished = Signal(object)

    def __init__(self, services: Services, busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services, self._busy = services, busy
        self._thread: _Thread | None = None

    @property
    def running(self) -> bool:
        """Whether photos are being written."""
        return self._thread is not None

    def start(self, recipes: Mapping[Path, Recipe], request: ExportRequest, compute: Compute) -> None:
        """Write these photos, in order. Only when nothing is running."""
        assert self._thread is None
        self._summary = Summary((), (), 0, len(recipes), None)
        self._thread = _Thread(self._services, compute, recipes, request, self._busy)
        self._thread.said.connect(self._hear)
        self._thread.finished.connect(self._ended)
        self._thread.start()

    def cancel(self) -> None:
        """Stop between two tiles; what was written stays."""
        if self._thread is not None:
            self._thread.token.cancel()

    def close(self, milliseconds: int = 10_000) -> bool:
        """Cancels, and waits for the thread to end, when the window closes."""
        thread = self._thread
        self.cancel()
        return thread is None or thread.wait(milliseconds)

    @Slot(object)
    def _hear(self, event: Planned | Step | Written | NotWritten | Summary) -> None:
        match event:
            case Planned():
                self.planned.emit(event)
            case Step():
                self.step.emit(event)
            case Written():
                self.written.emit(event)
            case NotWritten():
                self.not_written.emit(event)
            case Summary():
                self._summary = event

    @Slot()
    def _ended(self) -> None:
        """The thread itself is over: only now may another begin."""
        self._thread = None
        self.finished.emit(self._summary)
