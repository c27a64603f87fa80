"""The window of batches: the list, the photos of one, where it stands, the selected photo. Only shows and asks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.progress import Progress
from denoiser_app.engine.batch.items import Batch, BatchState, Item
from denoiser_app.formats.thumbnail_cache import ThumbnailCache
from denoiser_app.ui.jobs.previews import Previews
from denoiser_app.ui.panels.batch import item_words as say
from denoiser_app.ui.panels.batch import wording
from denoiser_app.ui.panels.batch.batch_list import Entry
from denoiser_app.ui.panels.batch.details import Details
from denoiser_app.ui.panels.batch.filters import Filters
from denoiser_app.ui.panels.batch.head import BatchHead
from denoiser_app.ui.panels.batch.list_panel import ListPanel
from denoiser_app.ui.panels.batch.no_batches import NoBatches
from denoiser_app.ui.panels.batch.table import PhotoTable

if TYPE_CHECKING:
    from denoiser_app.engine.batch.forecast import Forecast

SIZE = (1440, 860)
WIDTHS = (230, 880, 330)
"""Of the list, the table and the details in a window of that size."""


class BatchWindow(QWidget):
    """A window of its own, beside the main window; closing it hides it, and no batch stops.

    Signals carry the number of the batch; ``retry`` without photos means all that have failed. ``selected``: another
    batch is current, and its photos are wanted by ``set_items``. ``forget`` was confirmed where photos are still to do.
    """

    new_batch = Signal()
    add_selection = Signal()
    pause = Signal(int)
    resume = Signal(int)
    cancel = Signal(int)
    retry = Signal(int, list)
    first = Signal(int, list)
    forget = Signal(int)
    reorder = Signal(list)
    report = Signal(int)
    open_result = Signal(Path)
    open_photo = Signal(Path)
    show_in_folder = Signal(Path)
    open_folder = Signal(Path)
    selected = Signal(int)

    def __init__(self, thumbnails: ThumbnailCache | None = None) -> None:
        super().__init__()
        self.setObjectName("batches")
        self.setWindowTitle(self.tr("Batches"))
        self._batches: dict[int, Batch] = {}
        self._current: int | None = None
        self._forecasts: dict[int, Forecast | None] = {}
        self._waiting: dict[int, DenoiserError] = {}
        self.previews = Previews(thumbnails, self)
        self.panel, self.head, self.filters = ListPanel(), BatchHead(), Filters()
        self.table, self.details, self.empty = PhotoTable(), Details(), NoBatches()
        self._arrange()
        self._connect()
        self._restore()
        self._show_current()

    def _arrange(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.filters)
        column.addWidget(self.table, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for widget, stretch in ((self.panel, 0), (middle, 1), (self.details, 0)):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(self.splitter.indexOf(widget), stretch)
            self.splitter.setCollapsible(self.splitter.indexOf(widget), False)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.splitter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def _connect(self) -> None:
        self.empty.new_batch.connect(self.new_batch)
        self.panel.new_batch.connect(self.new_batch)
        self.panel.add_selection.connect(self.add_selection)
        self.panel.list.picked.connect(self._picked)
        self.panel.list.reordered.connect(self.reorder)
        self.panel.forget.connect(self._forget)
        self.head.pause_or_resume.connect(self._pause_or_resume)
        self.head.cancel.connect(self._cancel)
        self.head.retry.connect(self._retry)
        self.head.report.connect(self._report)
        self.head.open_folder.connect(self.open_folder)
        self.filters.changed.connect(self._filter)
        self.table.thumbnails_wanted.connect(self.previews.want_thumbnails)
        self.previews.thumbnail.connect(self.table.take_thumbnail)
        self.table.chosen.connect(self._show_details)
        self.table.activated_photo.connect(self._activated)
        self.table.copy_requested.connect(self.details.copy_text)
        self.details.retry.connect(self._retry)
        self.details.first.connect(self._first)
        for name in ("open_result", "open_photo", "show_in_folder"):
            getattr(self.details, name).connect(getattr(self, name))
        QShortcut(QKeySequence.StandardKey.Find, self, self._search)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)

    # --- what the controller does

    @property
    def current_batch(self) -> int | None:
        """The batch that is shown."""
        return self._current

    @Slot(list)
    def set_batches(self, batches: Sequence[Batch]) -> None:
        """All there are, in the order in which they are worked on. What is current stays so."""
        self._batches = {batch.id: batch for batch in batches}
        self._waiting = {number: why for number, why in self._waiting.items() if self._at_work(number)}
        self._forecasts = {number: said for number, said in self._forecasts.items() if number in self._batches}
        self._show_list()
        self._show_current()

    @Slot(int, list)
    def set_items(self, batch: int, items: Sequence[Item]) -> None:
        """The photos of the batch that is shown; those of another are not wanted any more."""
        if batch == self._current:
            self.table.set_items(batch, items)

    @Slot(list)
    def update_items(self, items: Sequence[Item]) -> None:
        """Photos that have changed, or are new; those of other batches are passed over."""
        self.table.update_items([item for item in items if item.batch == self._current])

    @Slot(object, object)
    def set_progress(self, item: Item, step: Progress) -> None:
        """How far a photo is."""
        if item.batch == self._current:
            self.table.set_step(item, step)

    def set_forecast(self, forecast: Forecast | None, batch: int | None = None) -> None:
        """Time left of a batch, by default of the one that is being worked on."""
        number = self._at_work_now() if batch is None else batch
        if number is not None:
            self._forecasts[number] = forecast
            self._show_current()

    def set_waiting(self, reason: DenoiserError | None, batch: int | None = None) -> None:
        """What stops a batch for the moment, by default the one that is being worked on; None: it goes on."""
        number = self._at_work_now() if batch is None else batch
        if number is None:
            return
        self._waiting.pop(number, None)
        if reason is not None:
            self._waiting[number] = reason
        self._show_list()
        self._show_current()

    def select_batch(self, number: int) -> bool:
        """Shows this batch; False if it is not in the list."""
        return self.panel.list.select(number)

    def set_can_add(self, can: bool) -> None:
        """Whether photos are selected in the main window that could become a batch."""
        self.panel.add_button.setEnabled(can)

    def end(self) -> bool:
        """Ends the threads, for good; call it when the program ends. False if they did not end in time."""
        ended = [self.previews.close(), self.details.pictures.close()]
        return all(ended)

    # --- what is shown

    def _show_list(self) -> None:
        entries = [
            Entry(
                batch,
                wording.short_state(batch, self._waiting.get(batch.id), queued=self._queued(batch)),
                wording.short_counts(batch.counts),
            )
            for batch in self._batches.values()
        ]
        self.panel.set_entries(entries)
        self.stack.setCurrentWidget(self.splitter if entries else self.empty)

    def _show_current(self) -> None:
        batch = self._batch
        if batch is not None:
            forecast, why = self._forecasts.get(batch.id), self._waiting.get(batch.id)
            self.head.show_batch(batch, forecast, why, queued=self._queued(batch))
            self.filters.set_counts(batch.counts)

    @property
    def _batch(self) -> Batch | None:
        return None if self._current is None else self._batches.get(self._current)

    def _queued(self, batch: Batch) -> bool:
        """Whether it is its turn when another one is done."""
        waits = batch.state is BatchState.ACTIVE and not batch.held and not batch.counts.reconciled
        return waits and self._at_work_now() is not None

    def _at_work(self, number: int) -> bool:
        return number in self._batches and wording.is_at_work(self._batches[number])

    def _at_work_now(self) -> int | None:
        return next(filter(self._at_work, self._batches), None)

    @Slot(int)
    def _picked(self, number: int) -> None:
        chosen = None if number < 0 else number
        if chosen == self._current:
            return
        self._current = chosen
        self.table.set_items(chosen, [])
        self.filters.reset()
        self._show_current()
        if chosen is not None:
            self.selected.emit(chosen)

    @Slot()
    def _filter(self) -> None:
        self.table.show_only(self.filters.which, self.filters.search.text().strip(), self.filters.nothing())

    @Slot()
    def _show_details(self) -> None:
        self.details.show_items(self.table.selected())

    # --- what is asked for

    @Slot(bool)
    def _pause_or_resume(self, pauses: bool) -> None:
        if self._current is not None:
            (self.pause if pauses else self.resume).emit(self._current)

    @Slot()
    def _cancel(self) -> None:
        if self._current is not None:
            self.cancel.emit(self._current)

    @Slot()
    def _report(self) -> None:
        if self._current is not None:
            self.report.emit(self._current)

    @Slot()
    @Slot(list)
    def _retry(self, items: Sequence[int] = ()) -> None:
        if self._current is not None:
            self.retry.emit(self._current, list(items))

    @Slot(list)
    def _first(self, items: Sequence[int]) -> None:
        if self._current is not None:
            self.first.emit(self._current, list(items))

    @Slot(object)
    def _activated(self, item: Item) -> None:
        """Return or a double click: the result, or the photo while there is none."""
        if item.target is not None and say.has_result(item):
            self.open_result.emit(item.target)
        else:
            self.open_photo.emit(item.source)

    @Slot(int)
    def _forget(self, number: int) -> None:
        batch = self._batches.get(number)
        if batch is None or batch.held:
            return
        if wording.is_finished(batch):
            self.forget.emit(number)
            return
        question = self.tr("Photos of '{name}' are not done yet. Take it off the list? No file is touched.")
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Batches"), question.format(name=wording.title(batch)))
        box.setParent(self, box.windowFlags())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        take = box.addButton(self.tr("Take it off"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        take.clicked.connect(lambda: self.forget.emit(number))
        box.open()

    @Slot()
    def _search(self) -> None:
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    # --- beginning and end

    def _restore(self) -> None:
        self.resize(*SIZE)
        self.splitter.setSizes(list(WIDTHS))
        settings = QSettings()
        geometry, sizes = settings.value("batches/geometry"), settings.value("batches/splitter")
        if geometry is not None:
            self.restoreGeometry(geometry)
        if sizes is not None:
            self.splitter.restoreState(sizes)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """The place on the screen is kept for the next time."""
        super().hideEvent(event)
        if not event.spontaneous():
            settings = QSettings()
            settings.setValue("batches/geometry", self.saveGeometry())
            settings.setValue("batches/splitter", self.splitter.saveState())
