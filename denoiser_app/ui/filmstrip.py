"""The photos of a folder as a strip under the view: thumbnails, states, sorting, several selected at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.ui import icons
from denoiser_app.ui.filmstrip_delegate import FilmDelegate, cell_size
from denoiser_app.ui.filmstrip_model import FilmEntry, FilmModel, SortBy

WANTED_MS = 60
"""Scrolling passes photos faster than thumbnails can be made; what is still in view after this time is asked for."""
FLAGS = QItemSelectionModel.SelectionFlag


class Filmstrip(QWidget):
    """A horizontal strip. The current photo is the one that is open; the selection is what an export may take.

    activated: another photo became the current one, by the user or by ``select``; never twice in a row for one photo.
    selection_changed: the selected photos, in the order shown.
    thumbnails_wanted: photos in view that have no thumbnail, then those a page around; the whole list of what is wanted
        now, so that whatever is not in it (any more) can be dropped. At most four pages.
    """

    activated = Signal(Path)
    selection_changed = Signal(list)
    thumbnails_wanted = Signal(list)
    facts_wanted = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = FilmModel(self)
        self.view = _Strip(self)
        self.view.setModel(self.model)
        self._announced: Path | None = None
        self._selected: list[Path] = []
        self._last_wanted: list[Path] = []
        self._wanted = QTimer(self, singleShot=True, interval=WANTED_MS)
        self._told = QTimer(self, singleShot=True, interval=0)
        self._build()
        self._connect()
        self.setFocusProxy(self.view)

    def _build(self) -> None:
        self._count = QLabel()
        self._sort = QComboBox()
        self._sort.addItem(self.tr("Name"), SortBy.NAME)
        self._sort.addItem(self.tr("Time taken"), SortBy.TIME)
        self._sort.addItem(self.tr("ISO"), SortBy.ISO)
        self._sort.setAccessibleName(self.tr("Sort the photos by"))
        self._sort.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # chosen by mouse, the arrow keys stay with the photos
        self._direction = QToolButton()
        self._direction.setCheckable(True)
        self._direction.setAutoRaise(True)
        self._direction.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        label = QLabel(self.tr("Sort b&y"))
        label.setBuddy(self._sort)
        head = QHBoxLayout()
        head.setContentsMargins(8, 2, 8, 2)
        head.addWidget(self._count)
        head.addStretch(1)
        head.setSpacing(8)
        for widget in (label, self._sort, self._direction):
            head.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.view)
        QWidget.setTabOrder(self.view, self._sort)
        QWidget.setTabOrder(self._sort, self._direction)
        self._show_direction()
        self._show_count()

    def _connect(self) -> None:
        self._sort.currentIndexChanged.connect(self._sort_changed)
        self._direction.toggled.connect(self._sort_changed)
        self.view.horizontalScrollBar().valueChanged.connect(self._want_soon)
        self.view.resized.connect(self._want_soon)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.selectionModel().selectionChanged.connect(self._tell_soon)
        self.model.layoutChanged.connect(self._order_changed)
        self.model.dataChanged.connect(self._data_changed)
        self._wanted.timeout.connect(self._say_wanted)
        self._told.timeout.connect(self._say_selection)

    # --- what the window does

    @property
    def current(self) -> Path | None:
        """The photo that is open."""
        return self._path(self.view.currentIndex())

    def selected(self) -> list[Path]:
        """The selected photos, in the order shown."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedIndexes())
        return [self.model.entry(row).path for row in rows]

    def paths(self) -> list[Path]:
        """All photos, in the order shown."""
        return [entry.path for entry in self.model.entries]

    def entries(self) -> tuple[FilmEntry, ...]:
        """What is known of all photos, in the order shown."""
        return self.model.entries

    def set_entries(self, entries: Iterable[FilmEntry]) -> None:
        """Other photos. Those that were there before stay selected, and the current one current if it still exists;
        otherwise none is: call ``select``."""
        current, selected = self.current, self.selected()
        self.model.set_entries(entries)
        self._last_wanted = []
        kept = [row for path in selected if (row := self.model.row(path)) >= 0]
        if current is None or self.model.row(current) < 0:
            self._announced = None
        else:
            self.view.selectionModel().setCurrentIndex(self.model.index(self.model.row(current)), FLAGS.NoUpdate)
        for row in kept:
            self.view.selectionModel().select(self.model.index(row), FLAGS.Select)
        self._tell_soon()
        self._want_soon()
        self._want_facts()
        self._show_count()

    def update_entry(self, path: Path, **changes: Any) -> None:
        """Changes fields of one entry: ``update_entry(path, state=PhotoState.DENOISED)``."""
        self.model.update(path, **changes)

    def select(self, path: Path) -> bool:
        """Makes a photo the current and only selected one. If it is the current one already, the selection stays, so
        that whoever hears ``activated`` may call this. False if it is not in the strip."""
        row = self.model.row(path)
        if row < 0:
            return False
        index, selection = self.model.index(row), self.view.selectionModel()
        if index != self.view.currentIndex() or not selection.hasSelection():
            selection.setCurrentIndex(index, FLAGS.ClearAndSelect)
            self.view.scrollTo(index)
        elif not self.view.visualRect(index).intersects(self.view.viewport().rect()):
            self.view.scrollTo(index)
        return True

    def next(self) -> bool:
        """The photo after the current one. False at the end."""
        return self._go(1)

    def previous(self) -> bool:
        """The photo before the current one. False at the start."""
        return self._go(-1)

    def select_all(self) -> None:
        """Selects every photo; the current one stays."""
        self.view.selectAll()

    # --- inside

    def _want_soon(self, *_: object) -> None:
        """Not started again while it runs: a long scroll asks all along the way."""
        if not self._wanted.isActive():
            self._wanted.start()

    def _tell_soon(self, *_: object) -> None:
        self._told.start()

    def _go(self, step: int) -> bool:
        row = self.view.currentIndex().row() + step
        return 0 <= row < self.model.rowCount() and self.select(self.model.entry(row).path)

    def _path(self, index: QModelIndex) -> Path | None:
        return self.model.entry(index.row()).path if index.isValid() else None

    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        path = self._path(current)
        if path is not None and path != self._announced:
            self._announced = path
            self.activated.emit(path)

    @Slot()
    def _say_selection(self) -> None:
        selected = self.selected()
        self._show_count()
        if selected != self._selected:
            self._selected = selected
            self.selection_changed.emit(selected)

    def _show_count(self) -> None:
        text = self.tr("%n photo(s)", "", self.model.rowCount())
        chosen = len(self.view.selectionModel().selectedIndexes())
        if chosen > 1:
            text = self.tr("{photos}, {chosen} selected").format(photos=text, chosen=chosen)
        self._count.setText(text)

    def sort_by(self, by: SortBy) -> None:
        """Sorts, as the list above the strip does."""
        self._sort.setCurrentIndex(self._sort.findData(by))

    @Slot()
    def _sort_changed(self) -> None:
        self._show_direction()
        self.model.sort_by(self._sort.currentData(), self._direction.isChecked())
        self._want_facts()

    def _want_facts(self) -> None:
        """Sorting by a fact needs it of every photo, not only of those that were in view."""
        if self.model.sorting[0] is not SortBy.NAME:
            unknown = [entry.path for entry in self.model.entries if not entry.camera and entry.thumbnail is None]
            self.facts_wanted.emit(unknown)

    def _show_direction(self) -> None:
        down = self._direction.isChecked()
        icons.put(self._direction, "chevron-down" if down else "chevron-up")
        text = self.tr("Largest or latest first") if down else self.tr("Smallest or earliest first")
        self._direction.setToolTip(text)
        self._direction.setAccessibleName(text)

    @Slot()
    def _order_changed(self) -> None:
        if self.view.currentIndex().isValid():
            self.view.scrollTo(self.view.currentIndex())
        self._want_soon()
        self._tell_soon()

    @Slot(QModelIndex, QModelIndex)
    def _data_changed(self, first: QModelIndex, _last: QModelIndex) -> None:
        if self.model.entry(first.row()).thumbnail is None:
            self._want_soon()

    @Slot()
    def _say_wanted(self) -> None:
        rows = self.view.rows_around()
        wanted = [e.path for e in map(self.model.entry, rows) if e.thumbnail is None]
        if wanted and wanted != self._last_wanted:
            self._last_wanted = wanted
            self.thumbnails_wanted.emit(wanted)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another font changes the height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.view.fit_height()


class _Strip(QListView):
    """One row of items of one size, scrolled sideways by pixels; the wheel scrolls it too."""

    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setItemDelegate(FilmDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Photos"))
        self.fit_height()

    def fit_height(self) -> None:
        """As high as a photo and the scroll bar."""
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(self._cell().height() + bar + 2)

    def _cell(self) -> Any:
        return cell_size(self.fontMetrics().height())

    def rows_around(self) -> list[int]:
        """Rows in view, then those of the page after and the page before, nearest first."""
        pitch = self._cell().width()
        page = self.viewport().width() // pitch + 2
        first = self.horizontalScrollBar().value() // pitch
        count = self.model().rowCount()
        seen = range(first, min(first + page, count))
        after = range(first + page, min(first + 2 * page, count))
        before = range(min(first, count) - 1, max(first - page, 0) - 1, -1)
        return [*seen, *after, *before]

    def scrollTo(  # noqa: N802 - Qt's name
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """With a neighbour at either side, so that one sees where the arrow keys go."""
        super().scrollTo(index, hint)
        bar, cell, item = self.horizontalScrollBar(), self._cell().width(), self.visualRect(index)
        beyond = max(0, item.right() + cell - self.viewport().width())
        bar.setValue(bar.value() + (beyond or min(0, item.left() - cell)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """More photos may be in view."""
        super().resizeEvent(event)
        self.resized.emit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The first look at the strip."""
        super().showEvent(event)
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """A mouse has one wheel, and the strip one direction."""
        turned, moved = event.angleDelta(), event.pixelDelta()
        bar = self.horizontalScrollBar()
        if not moved.isNull():
            bar.setValue(bar.value() - (moved.x() or moved.y()))
        else:
            bar.setValue(bar.value() - round((turned.x() or turned.y()) / 120 * self._cell().width()))
        event.accept()
