"""All frames of a session as thumbnails in groups, scene by scene; pictures are asked for where they are in view."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from denoiser_app.pairs.session import Frame
from denoiser_app.ui import theme
from denoiser_app.ui.jobs.previews import NoPreview, Small
from denoiser_app.ui.panels.pair_wizard.frame_delegate import FrameDelegate
from denoiser_app.ui.panels.pair_wizard.frame_model import FrameModel, Heading, Roles, Row, Shot

WANTED_MS = 60


class FrameList(QListView):
    """thumbnails_wanted: files in view, then those a page around; all that is wanted now. menu_wanted: at this place
    of the screen. take_out: Delete was pressed. picked: other frames are selected, or another heading is current."""

    thumbnails_wanted = Signal(list)
    menu_wanted = Signal(object)
    take_out = Signal()
    rename = Signal()
    picked = Signal()
    open_frame = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nothing = ""
        self.frames = FrameModel(self)
        self.setModel(self.frames)
        self.setItemDelegate(FrameDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self._wanted = QTimer(self, singleShot=True, interval=WANTED_MS)
        self._wanted.timeout.connect(self._say_wanted)
        self.verticalScrollBar().valueChanged.connect(self._want_soon)
        self.frames.rowsInserted.connect(self._want_soon)
        self.frames.rowsRemoved.connect(self._want_soon)
        self.selectionModel().selectionChanged.connect(self.picked)
        self.selectionModel().currentChanged.connect(self.picked)
        self.doubleClicked.connect(self._open)

    # --- what the page asks

    @property
    def selected(self) -> list[Frame]:
        """In the order shown."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [row.frame for row in map(self.frames.rows.__getitem__, rows) if isinstance(row, Shot)]

    @property
    def current(self) -> Row | None:
        """Of the keyboard."""
        index = self.currentIndex()
        row = index.data(Roles.ROW) if index.isValid() else None
        return row if isinstance(row, Heading | Shot) else None

    @property
    def current_scene(self) -> str:
        """The scene of the current row; '' without."""
        row = self.current
        return "" if row is None else row.place if isinstance(row, Heading) else row.frame.scene

    def set_rows(self, rows: list[Row]) -> None:
        """What there is now; the end stays in view if it was, so that new frames are seen as they come."""
        bar = self.verticalScrollBar()
        at_end, more = bar.value() >= bar.maximum() - 4, len(rows) > len(self.frames.rows)
        self.frames.set_rows(rows)
        self.doItemsLayout()
        if at_end and more:
            self._show_newest()
        self._want_soon()

    def _show_newest(self) -> None:
        """The frame that was taken last, wherever its scene is."""
        shots = [row for row in self.frames.rows if isinstance(row, Shot) and not row.frame.dropped]
        if shots:
            newest = max(shots, key=lambda row: (row.frame.taken, row.frame.file))
            self.scrollTo(self.frames.index(self.frames.place(newest.path)))

    @Slot(object)
    def take_thumbnail(self, made: Small | NoPreview) -> None:
        """A picture has come."""
        self.frames.take_thumbnail(made.path, made.image if isinstance(made, Small) else QImage())

    # --- inside

    @Slot()
    def _want_soon(self, *_: object) -> None:
        if not self._wanted.isActive():
            self._wanted.start()

    @Slot()
    def _say_wanted(self) -> None:
        """Those in view first."""
        height = self.viewport().height()
        near: list[tuple[int, Path]] = []
        for place, row in enumerate(self.frames.rows):
            if isinstance(row, Shot) and not self.frames.has_thumbnail(row.path):
                rect = self.visualRect(self.frames.index(place))
                away = max(rect.top() - height, -rect.bottom(), 0)
                if away < height:
                    near.append((away, row.path))
        if near and self.isVisible():
            self.thumbnails_wanted.emit([path for _, path in sorted(near, key=lambda one: one[0])])

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = index.data(Roles.ROW)
        if isinstance(row, Shot):
            self.open_frame.emit(row.path)
        elif isinstance(row, Heading):
            self.rename.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """By mouse, or by the key at the current row."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        else:
            place = event.globalPos()
        self.menu_wanted.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Delete takes frames out, F2 renames their scene, Return opens one."""
        if event.matches(QKeySequence.StandardKey.Delete):
            self.take_out.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.rename.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def say_empty(self, text: str) -> None:
        """What stands in the middle while there are no frames."""
        self._nothing = text
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if not self.frames.rows:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(theme.colors().muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(40, 20, -40, -20), flags, self._nothing)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Headings are as wide as the view."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self._want_soon()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._want_soon()
