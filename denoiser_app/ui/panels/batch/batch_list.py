"""The batches in the order in which they are worked on: name, state, a bar, counts. Dragged or moved by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QDropEvent, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from denoiser_app.engine.batch.items import Batch, BatchState
from denoiser_app.ui import theme
from denoiser_app.ui.panels.batch import wording
from denoiser_app.ui.theme import Colors

ENTRY = Qt.ItemDataRole.UserRole
PADDING, BAR = 8, 4


@dataclass(frozen=True)
class Entry:
    """What is painted of a batch."""

    batch: Batch
    state: str
    counts: str

    @property
    def color(self) -> str:
        """Name of the colour of its state and bar."""
        if self.batch.state is BatchState.FINISHED:
            return "bad" if self.batch.counts.not_done else "good"
        return "accent" if wording.is_at_work(self.batch) else "muted"


class BatchList(QListWidget):
    """picked: the user chose a batch. reordered: their numbers in the new order. forget: Delete was pressed."""

    picked = Signal(int)
    reordered = Signal(list)
    forget = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Batches"))
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._picked)

    @property
    def current(self) -> int | None:
        """The batch that is shown."""
        item = self.currentItem()
        return None if item is None else entry_of(item).batch.id

    @property
    def numbers(self) -> list[int]:
        """The batches in the order shown."""
        return [entry_of(self.item(row)).batch.id for row in range(self.count())]

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """What there is now. The batch that is current stays so; without one, the first is."""
        if self.numbers != [entry.batch.id for entry in entries]:
            current = self.current
            self.blockSignals(True)
            self.clear()
            for entry in entries:
                self.addItem(_item(entry))
            self.blockSignals(False)
            if not self.select(current) and entries:
                self.setCurrentRow(0)
            if self.current != current and not entries:
                self._picked()
        for row, entry in enumerate(entries):
            _fill(self.item(row), entry)

    def select(self, number: int | None) -> bool:
        """Makes a batch the current one; False if it is not here."""
        if number not in self.numbers:
            return False
        self.setCurrentRow(self.numbers.index(number))
        return True

    @Slot()
    def move_up(self) -> None:
        """The current batch before the one above it."""
        self._move(-1)

    @Slot()
    def move_down(self) -> None:
        """The current batch behind the one below it."""
        self._move(1)

    def _move(self, step: int) -> None:
        row = self.currentRow()
        if row < 0 or not 0 <= row + step < self.count():
            return
        self.blockSignals(True)
        item = self.takeItem(row)
        self.insertItem(row + step, item)
        self.setCurrentItem(item)
        self.blockSignals(False)
        self.reordered.emit(self.numbers)

    @Slot()
    def _picked(self, *_: object) -> None:
        self.picked.emit(-1 if self.current is None else self.current)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """A batch was dragged to another place."""
        before, current = self.numbers, self.current
        self.blockSignals(True)
        super().dropEvent(event)
        self.select(current)
        self.blockSignals(False)
        if self.numbers != before:
            self.reordered.emit(self.numbers)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Alt+Up and Alt+Down move a batch, Delete takes it off the list."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Delete and self.current is not None:
            self.forget.emit(self.current)
        else:
            super().keyPressEvent(event)


def entry_of(item: QListWidgetItem) -> Entry:
    """What a line of the list is about."""
    entry = item.data(ENTRY)
    assert isinstance(entry, Entry)
    return entry


def _item(entry: Entry) -> QListWidgetItem:
    item = QListWidgetItem()
    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)  # between others, not onto one
    _fill(item, entry)
    return item


def _fill(item: QListWidgetItem, entry: Entry) -> None:
    if item.data(ENTRY) == entry:
        return
    name = wording.title(entry.batch)
    item.setData(ENTRY, entry)
    item.setToolTip(name)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {entry.state}, {entry.counts}")


class _Delegate(QStyledItemDelegate):
    """Three lines: the name, its bar, state and counts."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(12 * option.fontMetrics.averageCharWidth(), 2 * option.fontMetrics.height() + 3 * PADDING + BAR)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return
        colors, chosen = theme.colors(), bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.selected))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(3, 1.5, -3, -1.5), 4, 4)
        _paint_lines(painter, option, entry, colors, chosen)
        painter.restore()


def _paint_lines(painter: QPainter, option: QStyleOptionViewItem, entry: Entry, colors: Colors, chosen: bool) -> None:
    metrics, inner = option.fontMetrics, option.rect.adjusted(12, PADDING, -12, -PADDING)
    bold = QFont(option.font)
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(QColor(colors.on_selected if chosen else colors.text))
    upper = QRect(inner.left(), inner.top(), inner.width(), metrics.height())
    name = wording.title(entry.batch)
    # the bold letters are a little wider than those that were measured
    painter.drawText(upper, 0, metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, inner.width() * 9 // 10))
    bar = QRectF(inner.left(), upper.bottom() + PADDING // 2 + 1, inner.width(), BAR)
    _paint_bar(painter, bar, wording.share(entry.batch.counts), getattr(colors, entry.color), colors, chosen)
    lower = QRect(inner.left(), round(bar.bottom()) + PADDING // 2, inner.width(), metrics.height())
    painter.setFont(option.font)
    painter.setPen(QColor(colors.on_selected if chosen else getattr(colors, entry.color)))
    painter.drawText(lower, Qt.AlignmentFlag.AlignLeft, entry.state)
    painter.setPen(QColor(colors.on_selected if chosen else colors.muted))
    room = lower.width() - metrics.horizontalAdvance(entry.state) - PADDING
    counts = metrics.elidedText(entry.counts, Qt.TextElideMode.ElideRight, room)
    painter.drawText(lower, Qt.AlignmentFlag.AlignRight, counts)


def _paint_bar(painter: QPainter, bar: QRectF, share: float, color: str, colors: Colors, chosen: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colors.pressed if chosen else colors.button))
    painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
    if share > 0:
        filled = QRectF(bar.topLeft(), bar.size())
        filled.setWidth(max(bar.width() * share, BAR))
        painter.setBrush(QColor(colors.on_selected if chosen else color))
        painter.drawRoundedRect(filled, BAR / 2, BAR / 2)
