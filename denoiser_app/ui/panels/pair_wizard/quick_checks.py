"""Each pair is checked as soon as its frames have come, so that it can be shot again while the tripod still stands."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from denoiser_app.pairs.capture.course import lacking
from denoiser_app.pairs.session import Pair, Session
from denoiser_app.pairs.verdict import Verdict, Verdicts
from denoiser_app.ui.jobs import pair_work
from denoiser_app.ui.jobs.pairing import GeneratorJob

QUIET = 1500
"""Milliseconds without another frame until new pairs are checked: a burst is checked once."""


class QuickChecks(QObject):
    """The pairs of one scene after those of the other, the newest first; each is tried once with the same frames.

    changed: ``pair`` or whether it is being worked on is another, or there is a new verdict on the disk. failed: an
    error.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wanted = True
        self.working: Pair | None = None
        self.batch: list[Pair] = []
        """Pairs that were checked one after the other since there was nothing to do last."""
        self._folder: Path | None = None
        self._session: Session | None = None
        self._verdicts = Verdicts()
        self._tried: dict[str, tuple[str, ...]] = {}
        self._job = GeneratorJob("pair quick check", self)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET)
        self._quiet.timeout.connect(self._begin_batch)
        self._job.told.connect(self._hear)
        self._job.done.connect(self._over)
        self._job.cancelled.connect(self._over)
        self._job.failed.connect(self._not_checked)

    def show_session(self, folder: Path | None, session: Session | None, verdicts: Verdicts) -> None:
        """What is on the disk now."""
        if folder != self._folder:
            self._job.cancel()
            self.working, self._tried = None, {}
        self._folder, self._session, self._verdicts = folder, session, verdicts
        waiting = self._unchecked() if self.wanted else []
        if waiting and not (self._quiet.isActive() and self._is_whole(waiting[0])):
            self._quiet.start()

    def set_wanted(self, wanted: bool) -> None:
        """Whether to check at all."""
        self.wanted = wanted
        self._quiet.start() if wanted else self._quiet.stop()

    def end(self) -> bool:
        """For good."""
        self._quiet.stop()
        return self._job.end()

    def _is_whole(self, pair: Pair) -> bool:
        """Whether its scene lacks nothing of what is planned: then there is nothing to wait for."""
        return self._session is not None and not lacking(self._session, pair.scene.id).count

    def _unchecked(self) -> list[Pair]:
        pairs = () if self._session is None else self._session.pairs()
        new = [p for p in pairs if self._verdicts.find(p.id) is None and self._tried.get(p.id) != files_of(p)]
        return sorted(new, key=lambda pair: (pair.high.taken, pair.high.file), reverse=True)

    @Slot()
    def _begin_batch(self) -> None:
        if not self._job.running and self._unchecked():
            self.batch = []
            self._begin()

    @Slot()
    def _begin(self) -> None:
        waiting = self._unchecked()
        if self._folder is None or self._job.running or not self.wanted or not waiting:
            return
        folder, first = self._folder, waiting[0]
        together = [pair for pair in waiting if pair.scene.id == first.scene.id]  # reads their low-ISO frames once
        self.working = first
        self.batch += together
        self._tried |= {pair.id: files_of(pair) for pair in together}
        ids = [pair.id for pair in together]
        self._job.start(lambda token: pair_work.checking(folder, token, ids))
        self.changed.emit()

    @Slot(object)
    def _hear(self, event: object) -> None:
        verdict = getattr(event, "verdict", None)
        if isinstance(verdict, Verdict):
            others = tuple(one for one in self._verdicts.of if one.pair != verdict.pair)
            self._verdicts = Verdicts((*others, verdict), self._verdicts.problems)

    @Slot()
    def _over(self) -> None:
        self.working = None
        self.changed.emit()
        self._begin()

    @Slot(object)
    def _not_checked(self, error: BaseException) -> None:
        self._over()
        self.failed.emit(error)


def files_of(pair: Pair) -> tuple[str, ...]:
    """What a verdict on it is about."""
    return (pair.high.file, *(frame.file for frame in pair.low))
