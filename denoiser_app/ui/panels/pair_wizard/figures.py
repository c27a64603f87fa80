"""A small table of figures: a number, and below it in small letters how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from denoiser_app.ui import theme
from denoiser_app.ui.panels.pair_wizard.chart_colors import Ink, color

Tone = Literal["", "good", "bad", "quiet"]
CELL = Qt.ItemDataRole.UserRole
SMALL = 0.88
PAD_X, PAD_Y = 10, 5
LINES = 18
"""Of text: up to this height a table is shown whole."""


@dataclass(frozen=True)
class Cell:
    """note: the small line. tone: of the first line. strong: in bold. ink: a dot of this colour before it."""

    text: str
    note: str = ""
    tone: Tone = ""
    strong: bool = False
    ink: Ink | None = None
    tip: str = ""


class FigureTable(QTableWidget):
    """Rows are chosen as a whole; what is chosen can be copied as text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._rows: tuple[tuple[Cell, ...], ...] = ()
        self.setItemDelegate(_Delegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def set_columns(self, titles: Sequence[str], tips: Sequence[str] = ()) -> None:
        """The first column takes what room is left."""
        self.setColumnCount(len(titles))
        self._titles = tuple(titles)
        for column, title in enumerate(titles):
            item = QTableWidgetItem(title)
            self.setHorizontalHeaderItem(column, item)
            item.setTextAlignment(_side(column) | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(tips[column] if column < len(tips) else "")
            mode = QHeaderView.ResizeMode.Stretch if column == 0 else QHeaderView.ResizeMode.ResizeToContents
            self.horizontalHeader().setSectionResizeMode(column, mode)
        self.horizontalHeader().setMinimumSectionSize(4 * self.fontMetrics().height())

    def show_rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """All of them; the chosen row stays chosen."""
        made = tuple(tuple(row) for row in rows)
        if made == self._rows:
            return
        self._rows = made
        self.setRowCount(len(made))
        for number, row in enumerate(made):
            for column, cell in enumerate(row):
                self.setItem(number, column, _item(cell))
        self.resizeRowsToContents()
        self.updateGeometry()

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """What is shown."""
        return self._rows

    def text(self) -> str:
        """All of it, a line a row, for a spreadsheet."""
        body = [[" ".join(filter(None, (cell.text, cell.note))) for cell in row] for row in self._rows]
        return "\n".join("\t".join(line) for line in [self._titles, *body])

    def whole_height(self) -> int:
        """Of all rows and the head."""
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        return rows + self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth() + 2

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as what it holds."""
        return QSize(super().sizeHint().width(), self.whole_height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, min(self.whole_height(), self.fontMetrics().height() * LINES))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Copies the table."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.text())
        else:
            super().keyPressEvent(event)


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight


def _item(cell: Cell) -> QTableWidgetItem:
    item = QTableWidgetItem(cell.text)
    item.setData(CELL, cell)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (cell.text, cell.note))))
    item.setToolTip(cell.tip)
    return item


class _Delegate(QStyledItemDelegate):
    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        cell: Cell | None = index.data(CELL)
        if cell is None:
            return super().sizeHint(option, index)
        large, small = QFontMetrics(_bold(option.font, cell.strong)), QFontMetrics(_small(option.font))
        width = max(large.horizontalAdvance(cell.text), small.horizontalAdvance(cell.note))
        dot = large.height() if cell.ink else 0
        height = large.height() + (small.height() if any(self._notes(index)) else 0)
        return QSize(width + dot + 2 * PAD_X + 4, height + 2 * PAD_Y)

    @staticmethod
    def _notes(index: QModelIndex | QPersistentModelIndex) -> list[str]:
        """Of the whole row: its cells stand on one line."""
        model, row = index.model(), index.row()
        cells = [model.index(row, column).data(CELL) for column in range(model.columnCount())]
        return [cell.note for cell in cells if cell is not None]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell: Cell | None = index.data(CELL)
        if cell is None:
            return
        colors, chosen = theme.colors(), bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(option.rect, QColor(colors.selected))
        painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), QColor(colors.button))
        room = option.rect.adjusted(PAD_X, PAD_Y, -PAD_X, -PAD_Y)
        side = _side(index.column()) | Qt.AlignmentFlag.AlignVCenter
        font, small = _bold(option.font, cell.strong), _small(option.font)
        height = QFontMetrics(font).height()
        left = room.left() + (height if cell.ink is not None else 0)
        first = QRect(left, room.top(), room.right() - left + 1, height if cell.note else room.height())
        if cell.ink is not None:
            _dot(painter, room.left(), first, height, cell.ink)
        tones = {"": colors.text, "good": colors.good, "bad": colors.bad, "quiet": colors.muted}
        painter.setFont(font)
        painter.setPen(QColor(colors.on_selected if chosen else tones[cell.tone]))
        painter.drawText(first, side, _elided(cell.text, font, first.width()))
        if cell.note:
            painter.setFont(small)
            painter.setPen(QColor(colors.on_selected if chosen else colors.muted))
            below = QRect(left, room.top() + height, first.width(), room.height() - height)
            painter.drawText(below, side, _elided(cell.note, small, below.width()))
        painter.restore()


def _elided(text: str, font: QFont, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _dot(painter: QPainter, left: int, line: QRect, height: int, ink: Ink) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color(ink)))
    side = 0.5 * height
    painter.drawEllipse(QRectF(left, line.center().y() - side / 2 + 1, side, side))


def _bold(font: QFont, strong: bool) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return made


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(max(font.pointSizeF(), 1.0) * SMALL)
    return made
