"""The table of photos: thumbnails only for rows in view, sorting by a click on a head, several photos at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from denoiser_app.core.progress import Progress
from denoiser_app.engine.batch.items import Item
from denoiser_app.ui import theme
from denoiser_app.ui.jobs.previews import NoPreview, Small
from denoiser_app.ui.panels.batch.item_words import Filter
from denoiser_app.ui.panels.batch.table_delegate import MARGIN, THUMBNAIL, BatchDelegate, row_height
from denoiser_app.ui.panels.batch.table_model import BatchTable, Column

WANTED_MS = 60
"""As in the strip: what is still in view after this time is asked for."""
WIDTHS = {Column.NAME: 30, Column.SIZE: 16, Column.MODEL: 17, Column.TIME: 13, Column.FILE: 13}
"""In average characters."""
STATE_LEAST = 26
"""Average characters for a state and the reason of a failure; the column takes all the room there is."""
FLAGS = QItemSelectionModel.SelectionFlag


class PhotoTable(QTableView):
    """thumbnails_wanted: files in view without a picture, then those of a page after and before; the whole list.

    chosen: the selection or one of its photos has changed. activated_photo: Return or a double click.
    """

    thumbnails_wanted = Signal(list)
    chosen = Signal()
    activated_photo = Signal(object)
    copy_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = BatchTable(self)
        self._batch: int | None = None
        self._nothing = ""
        self._same, self._kept, self._place = True, list[int](), 0
        self._wanted = QTimer(self, singleShot=True, interval=WANTED_MS)
        self._told = QTimer(self, singleShot=True, interval=0)
        self.setModel(self.table)
        self._delegate = BatchDelegate(self)
        self.setItemDelegate(self._delegate)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.setAccessibleName(self.tr("Photos of the batch"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.fit_font()

    def fit_font(self) -> None:
        """Rows and columns for the font."""
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(row_height(metrics.height()))
        self.horizontalHeader().setMinimumSectionSize(5 * metrics.averageCharWidth())
        for column in (Column.BEFORE, Column.AFTER):
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, THUMBNAIL.width() + 2 * MARGIN)
        for column, characters in WIDTHS.items():
            self.setColumnWidth(column, characters * metrics.averageCharWidth())
        self._fit_state()

    def _connect(self) -> None:
        self.verticalScrollBar().valueChanged.connect(self._want_soon)
        self.selectionModel().selectionChanged.connect(self._tell_soon)
        self.table.dataChanged.connect(self._changed)
        self.table.modelAboutToBeReset.connect(self._remember)
        self.table.modelReset.connect(self._restore)
        for signal in (
            self.table.layoutChanged,
            self.table.rowsInserted,
            self.table.rowsRemoved,
        ):
            signal.connect(self._want_soon)
        self.horizontalHeader().sectionResized.connect(self._fit_state)
        self.doubleClicked.connect(self._activate)
        self._wanted.timeout.connect(self._say_wanted)
        self._told.timeout.connect(self.chosen)

    # --- what the window does

    def set_items(self, batch: int | None, items: Iterable[Item]) -> None:
        """Photos of a batch. If it is the one that is shown, what is selected and in view stays so."""
        self._same, self._batch = batch == self._batch, batch
        self.table.set_items(items)
        self._same = True

    def update_items(self, items: Sequence[Item]) -> None:
        """Photos that have changed, or are new."""
        self.table.update_items(items)

    def set_step(self, item: Item, step: Progress) -> None:
        """How far a photo is."""
        self.table.set_step(item, step)

    def show_only(self, which: Filter, search: str, nothing: str) -> None:
        """See ``BatchTable.show_only``; ``nothing`` is said where no photo fits."""
        self._nothing = nothing
        self.table.show_only(which, search)
        self.viewport().update()

    def selected(self) -> list[Item]:
        """The selected photos, from top to bottom."""
        return [self.table.item(row) for row in self._rows()]

    def select(self, numbers: Iterable[int]) -> None:
        """Select these photos, as far as they are shown; the first is the current one."""
        rows = [row for number in numbers if (row := self.table.row(number)) >= 0]
        self.selectionModel().clear()
        for row in rows:
            self.selectionModel().select(self.table.index(row, 0), FLAGS.Select | FLAGS.Rows)
        if rows:
            self.selectionModel().setCurrentIndex(self.table.index(rows[0], Column.NAME), FLAGS.NoUpdate)

    @Slot(object)
    def take_thumbnail(self, result: Small | NoPreview) -> None:
        """A picture that was asked for, or that there is none."""
        picture = self._fitted(result.image) if isinstance(result, Small) else QPixmap()
        self.table.set_thumbnail(result.path, picture)
        self.viewport().update()

    # --- inside

    def _rows(self) -> list[int]:
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    @Slot()
    def _remember(self) -> None:
        self._kept = [item.id for item in self.selected()] if self._same else []
        self._place = self.verticalScrollBar().value() if self._same else 0

    @Slot()
    def _restore(self) -> None:
        """A model that is built anew forgets what was selected, and where one was."""
        self.select(self._kept)
        self.verticalScrollBar().setValue(self._place)
        self._tell_soon()
        self._want_soon()

    def _fitted(self, image: QImage) -> QPixmap:
        """In the screen's own pixels, averaged, so that painting only copies."""
        ratio = self.devicePixelRatioF()
        size = image.size().scaled(THUMBNAIL * ratio, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
        mode = Qt.TransformationMode.SmoothTransformation
        picture = QPixmap.fromImage(image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode))
        picture.setDevicePixelRatio(ratio)
        return picture

    def _rows_around(self) -> list[int]:
        """Rows in view, then those of the page after and the page before."""
        height = max(self.verticalHeader().defaultSectionSize(), 1)
        page = self.viewport().height() // height + 2
        first, count = self.verticalScrollBar().value() // height, self.table.rowCount()
        seen = range(first, min(first + page, count))
        after = range(first + page, min(first + 2 * page, count))
        before = range(min(first, count) - 1, max(first - page, 0) - 1, -1)
        return [*seen, *after, *before]

    @Slot(int)
    def _fit_state(self, changed: int = -1) -> None:
        """What the other columns leave."""
        if changed != Column.STATE:
            others = sum(self.columnWidth(column) for column in Column if column is not Column.STATE)
            least = STATE_LEAST * self.fontMetrics().averageCharWidth()
            self.setColumnWidth(Column.STATE, max(self.viewport().width() - others, least))

    @Slot()
    def _want_soon(self, *_: object) -> None:
        if not self._wanted.isActive():
            self._wanted.start()

    @Slot()
    def _tell_soon(self, *_: object) -> None:
        self._told.start()

    @Slot()
    def _say_wanted(self) -> None:
        if not self.isVisible():
            return
        files = (path for row in self._rows_around() for path in self.table.pictures_of(row))
        wanted = [path for path in files if self.table.thumbnail(path) is None]
        if wanted:
            self.thumbnails_wanted.emit(wanted)

    @Slot(QModelIndex, QModelIndex)
    def _changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._want_soon()
        selection = self.selectionModel()
        if selection.hasSelection() and any(selection.isRowSelected(row) for row in range(first.row(), last.row() + 1)):
            self._tell_soon()

    @Slot(QModelIndex)
    def _activate(self, index: QModelIndex) -> None:
        self.activated_photo.emit(self.table.item(index.row()))

    # --- Qt's own names

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Return opens, Ctrl+C copies what is said of the selected photos."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._activate(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Also says why it is empty."""
        self._delegate.colors = theme.colors()
        super().paintEvent(event)
        if self.table.rowCount() == 0 and self._nothing:
            painter = QPainter(self.viewport())
            painter.setPen(theme.palette(theme.colors()).text().color())
            place = self.viewport().rect().adjusted(40, 40, -40, -40)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._nothing)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """More rows may be in view."""
        super().resizeEvent(event)
        self._fit_state()
        self._want_soon()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """The first look."""
        super().showEvent(event)
        self._want_soon()

    def event(self, event: QEvent) -> bool:
        """Another font or another screen."""
        if not hasattr(self, "table"):  # while it is being built
            return super().event(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit_font()
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self.table.drop_thumbnails()
            self._want_soon()
        return super().event(event)
