"""Batches: the window that shows them, the thread that works on them, and what is said of them elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from denoiser_app.core.errors import DenoiserError
from denoiser_app.engine.batch import keepsakes
from denoiser_app.engine.batch.events import BatchEnded, BatchStarted, Event, GoesOn, ItemEnded, ItemProgress, Waiting
from denoiser_app.engine.batch.items import Batch, BatchState, Item, State
from denoiser_app.engine.batch.journal import Journal, default_path
from denoiser_app.formats.thumbnail_cache import ThumbnailCache
from denoiser_app.ui import messages, recent
from denoiser_app.ui.control.new_batch import NewBatch
from denoiser_app.ui.filmstrip_model import PhotoState
from denoiser_app.ui.jobs.batch_books import Look
from denoiser_app.ui.jobs.batching import Batching
from denoiser_app.ui.panels.batch import wording
from denoiser_app.ui.panels.batch_bar import BatchBar
from denoiser_app.ui.platform import reveal
from denoiser_app.ui.platform.notify import Notifier
from denoiser_app.ui.platform.taskbar import TaskbarProgress

if TYPE_CHECKING:
    from denoiser_app.engine.batch.report import Report
    from denoiser_app.ui.main_window import MainWindow
    from denoiser_app.ui.panels.batch.window import BatchWindow


class BatchControl(QObject):
    """What the photographer does with batches, and what becomes of it. thumbnails: as for the main window.

    state: (path, PhotoState, reason) for the strip.
    """

    state = Signal(object, object, str)

    def __init__(
        self, batching: Batching, bar: BatchBar, window: MainWindow, thumbnails: ThumbnailCache | None
    ) -> None:
        super().__init__(window)
        self._batching, self._bar, self._window, self._thumbnails = batching, bar, window, thumbnails
        self._taskbar, self._notifier = TaskbarProgress(self), Notifier(self)
        self.new = NewBatch(batching, window)
        self.new.made.connect(self._made_one)
        self.shown: BatchWindow | None = None
        """The window of batches, once it was wanted."""
        self._batches: tuple[Batch, ...] = ()
        self._at_work: int | None = None
        self._to_select: int | None = None
        self._offered: tuple[int, ...] | None = ()
        batching.looked.connect(self._looked)
        batching.happened.connect(self._happened)
        batching.ended.connect(self._ended)
        batching.stopped.connect(self._stopped)
        batching.failed.connect(self._failed)
        bar.open_requested.connect(self.show)
        bar.resume_requested.connect(self._resume_offered)

    # --- the actions --------------------------------------------------------------------------------------------------

    @Slot()
    def show(self) -> None:
        """The window of batches."""
        if self.shown is None:
            self.shown = self._made()
        _bring_forward(self.shown)

    @Slot(int)
    def _made_one(self, batch: int) -> None:
        """It begins, and is shown."""
        self._to_select = batch
        self._batching.start([batch])
        self.show()

    @property
    def running(self) -> bool:
        """Whether this program works on a batch."""
        return self._batching.running

    def begin(self) -> None:
        """At the program's start: batches that are not done are offered, and begin only if that is wanted."""
        if default_path().exists():
            self._offered = None
            self._batching.look()

    def close(self) -> bool:
        """Gives back what is in flight and ends all threads; a batch goes on when it is resumed."""
        ended = [self._batching.close()]
        if self.shown is not None:
            self.shown.removeEventFilter(self)
            ended.append(self.shown.end())
            self.shown.close()
            self.shown.deleteLater()
            self.shown = None
        return all(ended)

    # --- the window of batches ----------------------------------------------------------------------------------------

    def _made(self) -> BatchWindow:
        from denoiser_app.ui.panels.batch.window import BatchWindow

        window = BatchWindow(self._thumbnails)
        window.installEventFilter(self)
        for signal, slot in (
            (window.new_batch, self.new.ask),
            (window.add_selection, self.new.ask_selection),
            (window.selected, self._batching.show),
            (window.pause, self._pause),
            (window.resume, self._resume),
            (window.cancel, self._cancel),
            (window.retry, self._retry),
            (window.first, self._first),
            (window.forget, self._forget),
            (window.reorder, self._reorder),
            (window.report, self._report),
            (window.open_result, self._open),
            (window.open_photo, self._open),
            (window.show_in_folder, reveal.show_in_folder),
            (window.open_folder, reveal.open_folder),
        ):
            signal.connect(slot)
        return window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """While the window of batches is shown, what other programs do is seen as well."""
        window = self.shown
        if window is not None and watched is window:
            match event.type():
                case QEvent.Type.Show:
                    self._batching.watch(True)
                    self._batching.show(window.current_batch)
                case QEvent.Type.Hide:
                    self._batching.watch(False)
                    self._batching.show(None)
                case QEvent.Type.WindowActivate:
                    window.set_can_add(bool(self._window.strip.selected()))
        return super().eventFilter(watched, event)

    @Slot(int)
    def _pause(self, batch: int) -> None:
        self._batching.do(lambda journal: journal.wish(batch, BatchState.PAUSED))

    @Slot(int)
    def _resume(self, batch: int) -> None:
        self._go_on([batch])

    @Slot(int)
    def _cancel(self, batch: int) -> None:
        found = self._batch(batch)
        question = self.tr("Cancel the batch '{name}'? Photos that are done stay as they are.")
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Cancel the batch"), "", parent=self.shown)
        box.setText(question.format(name=wording.title(found) if found is not None else batch))
        cancel = box.addButton(self.tr("Cancel the batch"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep it"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        cancel.clicked.connect(partial(self._really_cancel, batch))
        box.finished.connect(box.deleteLater)
        box.open()

    def _really_cancel(self, batch: int, *_: object) -> None:
        self._batching.do(lambda journal: journal.wish(batch, BatchState.CANCELLED))

    @Slot(int, list)
    def _retry(self, batch: int, items: Sequence[int]) -> None:
        wanted = list(items)
        self._batching.do(lambda journal: journal.retry(batch, wanted), lambda _: self._batching.start([batch]))

    @Slot(int, list)
    def _first(self, batch: int, items: Sequence[int]) -> None:
        wanted = list(items)
        self._batching.do(lambda journal: journal.first(batch, wanted))

    @Slot(int)
    def _forget(self, batch: int) -> None:
        self._batching.do(lambda journal: keepsakes.forget(journal, batch))

    @Slot(list)
    def _reorder(self, batches: Sequence[int]) -> None:
        wanted = list(batches)
        self._batching.do(lambda journal: journal.reorder(wanted))

    @Slot(int)
    def _report(self, batch: int) -> None:
        """Into a folder of the photographer's choice; then it is opened."""
        found = self._batch(batch)
        output = found.plan.output if found is not None else None
        start = str(output) if output is not None else recent.last_folder("report")
        name = QFileDialog.getExistingDirectory(self.shown, self.tr("Folder for the report"), start)
        if name:
            recent.set_last_folder("report", name)
            self._batching.report(batch, Path(name), _show_report)

    @Slot(Path)
    def _open(self, path: Path) -> None:
        """In the split view."""
        self._window.opening.open([path])
        _bring_forward(self._window)

    # --- what happens -------------------------------------------------------------------------------------------------

    @Slot(object)
    def _looked(self, look: Look) -> None:
        if self._offered is None:
            self._offer(look.batches)
        if self.shown is not None:
            self._fill(self.shown, look)
        self._batches = look.batches
        batch = look.batch(self._at_work)
        if batch is not None and batch.held:
            line = wording.state_line(batch, look.forecasts.get(batch.id))
            share = wording.share(batch.counts)
            text = self.tr("Batch '{name}': {state}").format(name=wording.title(batch), state=line)
            self._bar.progress(text, share)
            self._taskbar.set(share)

    def _fill(self, window: BatchWindow, look: Look) -> None:
        if look.batches != self._batches or window.current_batch is None:
            window.set_batches(list(look.batches))
        if self._to_select is not None and window.select_batch(self._to_select):
            self._to_select = None
        for number, forecast in look.forecasts.items():
            window.set_forecast(forecast, number)
        if look.shown is not None and look.shown == window.current_batch:
            if look.whole:
                window.set_items(look.shown, list(look.items))
            elif look.items:
                window.update_items(list(look.items))

    @Slot(object)
    def _happened(self, event: Event) -> None:
        match event:
            case BatchStarted():
                self._at_work = event.batch.id
            case ItemProgress() if self.shown is not None:
                self.shown.set_progress(event.item, event.step)
            case Waiting():
                self._waits(event.reason)
                self._notifier.say(self.tr("The batch waits"), messages.sentence(event.reason))
            case GoesOn():
                self._waits(None)
            case ItemEnded():
                self._tell_strip(event.item)
            case BatchEnded():
                self._at_work = None
                self._say_end(event.batch)

    def _waits(self, reason: DenoiserError | None) -> None:
        if self.shown is not None:
            self.shown.set_waiting(reason, self._at_work)

    def _tell_strip(self, item: Item) -> None:
        if item.state is State.DONE and item.action == "denoise":
            self.state.emit(item.source, PhotoState.EXPORTED, "; ".join(map(messages.reason, item.warnings)))
        elif item.error is not None:
            self.state.emit(item.source, PhotoState.FAILED, messages.sentence(item.error))

    def _say_end(self, batch: Batch) -> None:
        """Only a batch whose counts reconcile is called finished, and worth a call across the room."""
        self._bar.hide()
        if wording.is_finished(batch):
            outcome = wording.outcome(batch.counts)
            title = self.tr("The batch '{name}' is finished").format(name=wording.title(batch))
            text = self.tr("{batch}: {state}").format(batch=title, state=outcome)
            self._bar.result(text, good=not batch.counts.not_done)
            self._notifier.say(title, outcome)

    @Slot()
    def _ended(self) -> None:
        self._at_work = None
        self._taskbar.set(None)

    @Slot(int, object)
    def _stopped(self, batch: int, error: BaseException) -> None:
        """It cannot be worked on, and nobody may be there to see it."""
        self._at_work = None
        self._failed(error)
        self._notifier.say(self.tr("The batch stopped"), messages.sentence(error))

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        text = messages.sentence(error)
        self._bar.result(text, good=False)
        if self.shown is not None and self.shown.isVisible():
            box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Batches"), text, parent=self.shown)
            box.finished.connect(box.deleteLater)
            box.open()

    # --- what was left unfinished -------------------------------------------------------------------------------------

    def _offer(self, batches: Sequence[Batch]) -> None:
        """Asks, in the bar, whether to go on with what nobody works on."""
        left = [batch for batch in batches if _is_left(batch)]
        self._offered = tuple(batch.id for batch in left)
        photos = sum(batch.counts.found - batch.counts.ended for batch in left)
        if len(left) == 1:
            text = self.tr("%n photo(s) of '{name}' are not done yet.", "", photos)
            self._bar.offer(text.format(name=wording.title(left[0])))
        elif left:
            text = self.tr("%n photo(s) of {batches} batches are not done yet.", "", photos)
            self._bar.offer(text.format(batches=len(left)))

    @Slot()
    def _resume_offered(self) -> None:
        self._bar.hide()
        self._go_on(self._offered or ())

    def _go_on(self, batches: Sequence[int]) -> None:
        """Wishes them to be active, and works on them."""
        wanted = list(batches)

        def wish(journal: Journal) -> None:
            for batch in wanted:
                journal.wish(batch, BatchState.ACTIVE)

        self._batching.do(wish, lambda _: self._batching.start(wanted))

    def _batch(self, number: int) -> Batch | None:
        return next((batch for batch in self._batches if batch.id == number), None)


def _is_left(batch: Batch) -> bool:
    """Whether it could go on. A watched folder is watched from the command line."""
    wanted = batch.state in (BatchState.ACTIVE, BatchState.PAUSED) and batch.plan.kind == "batch"
    return wanted and not batch.held and not batch.counts.reconciled


def _bring_forward(window: QWidget) -> None:
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.activateWindow()


def _show_report(report: Report) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(report.html)))
