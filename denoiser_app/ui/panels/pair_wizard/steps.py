"""The six steps at the side of the window: a mark of how far each is, its name, where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from denoiser_app.ui import icons, theme
from denoiser_app.ui.panels.pair_wizard.page import Mark
from denoiser_app.ui.stylesheet import role

ENTRY = Qt.ItemDataRole.UserRole
DISC, MARGIN, GAP = 26, 14, 12


@dataclass(frozen=True)
class Step:
    """number: from 1. said: the mark in words, for who does not see it."""

    number: int
    title: str
    summary: str
    mark: Mark
    said: str


class StepList(QListWidget):
    """``currentRowChanged`` tells which one is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        role(self, "steps")

    def set_steps(self, steps: Sequence[Step]) -> None:
        """How all of them stand; the current one stays."""
        while self.count() < len(steps):
            self.addItem(QListWidgetItem())
        for row, step in enumerate(steps):
            item = self.item(row)
            if item.data(ENTRY) != step:
                item.setData(ENTRY, step)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, _heard(step))))
                item.setToolTip(step.summary)


def _heard(step: Step) -> tuple[str, ...]:
    return f"{step.number} {step.title}", step.said, step.summary


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(10 * option.fontMetrics.averageCharWidth(), 2 * option.fontMetrics.height() + 26)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        step = index.data(ENTRY)
        if not isinstance(step, Step):
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, option, chosen)
        disc = QRectF(option.rect.left() + MARGIN, option.rect.center().y() - DISC / 2 + 0.5, DISC, DISC)
        _paint_mark(painter, option, disc, step, chosen)
        _paint_words(painter, option, round(disc.right()) + GAP, step, chosen)
        painter.restore()


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, chosen: bool) -> None:
    colors = theme.colors()
    over = bool(option.state & QStyle.StateFlag.State_MouseOver)
    if chosen or over:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.selected if chosen else colors.button))
        painter.drawRoundedRect(QRectF(option.rect).adjusted(6, 2, -6, -2), 5, 5)
    if chosen and option.state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colors.on_selected), 1.5))
        painter.drawRoundedRect(QRectF(option.rect).adjusted(8.5, 4.5, -8.5, -4.5), 4, 4)


def _paint_mark(painter: QPainter, option: QStyleOptionViewItem, disc: QRectF, step: Step, chosen: bool) -> None:
    """A tick, a warning, or the number in a ring: full where the step is not begun, in colour where it is."""
    colors = theme.colors()
    if step.mark in ("done", "trouble"):
        color = colors.on_selected if chosen else colors.good if step.mark == "done" else colors.bad
        painter.setPen(QPen(QColor(color), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc.adjusted(1, 1, -1, -1))
        ratio = painter.device().devicePixelRatio()
        drawing = icons.pixmap("check" if step.mark == "done" else "warning", round(15 * ratio), QColor(color))
        drawing.setDevicePixelRatio(ratio)
        painter.drawPixmap(disc.center() - QRectF(0, 0, 15, 15).center(), drawing)
        return
    color = colors.on_selected if chosen else colors.accent if step.mark == "begun" else colors.line
    painter.setPen(QPen(QColor(color), 2.0 if step.mark == "begun" else 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(disc.adjusted(1, 1, -1, -1))
    painter.setFont(option.font)
    painter.setPen(QColor(colors.on_selected if chosen else colors.muted))
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(step.number))


def _paint_words(painter: QPainter, option: QStyleOptionViewItem, left: int, step: Step, chosen: bool) -> None:
    colors, height = theme.colors(), option.fontMetrics.height()
    room = option.rect.right() - MARGIN - left
    lines = 2 if step.summary else 1
    top = option.rect.center().y() - (lines * height + (2 if lines > 1 else 0)) // 2
    bold = QFont(option.font)
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(QColor(colors.on_selected if chosen else colors.text))
    painter.drawText(QRect(left, top, room, height), Qt.AlignmentFlag.AlignVCenter, step.title)
    if step.summary:
        bad = step.mark == "trouble" and not chosen
        painter.setFont(option.font)
        painter.setPen(QColor(colors.on_selected if chosen else colors.bad if bad else colors.muted))
        text = option.fontMetrics.elidedText(step.summary, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, top + height + 2, room, height), Qt.AlignmentFlag.AlignVCenter, text)
