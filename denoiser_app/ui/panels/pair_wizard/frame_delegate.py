"""How a frame of a session is painted: thumbnail, role, ISO and shutter time, time of day, badge of its pair."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from denoiser_app.pairs.verdict import Mark
from denoiser_app.ui import icons, theme
from denoiser_app.ui.filmstrip_delegate import _paint_placeholder, _scaled, letterboxed
from denoiser_app.ui.panels.pair_wizard import verdict_icons, wording
from denoiser_app.ui.panels.pair_wizard.frame_model import DROPPED, NO_SCENE, AnyIndex, Heading, Roles, Shot
from denoiser_app.ui.theme import Colors

LEAST = 150
"""Width of a frame in points; as many as fit into a row share its width."""
MARGIN, GAP = 7, 4
BADGE = 18


def _thumbnail(width: int) -> QSize:
    """For the picture in a frame of this width: 3:2, as most cameras have it."""
    inner = width - 2 * MARGIN
    return QSize(inner, round(inner / 1.5))


class FrameDelegate(QStyledItemDelegate):
    """Headings as wide as the view, frames all of one size."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802 - Qt's name
        line, view = option.fontMetrics.height(), option.widget
        room = view.viewport().width() - 2 if isinstance(view, QAbstractItemView) else 4 * LEAST
        if isinstance(index.data(Roles.ROW), Heading):
            return QSize(room, line + 22)
        width = room // max(room // LEAST, 1)
        return QSize(width, _thumbnail(width).height() + 2 * MARGIN + 2 * line + 2 * GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(Roles.ROW)
        view = option.widget
        is_current = isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex() == index
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Heading):
            _paint_heading(painter, option, row, is_current)
        elif isinstance(row, Shot):
            _paint_shot(painter, option, row, index.data(Roles.THUMBNAIL), is_current)
        painter.restore()


def _paint_heading(painter: QPainter, option: QStyleOptionViewItem, row: Heading, is_current: bool) -> None:
    colors, place = theme.colors(), option.rect.adjusted(MARGIN, 10, -MARGIN, -6)
    bold = QFont(option.font)
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(QColor(colors.muted if row.place in (NO_SCENE, DROPPED) else colors.text))
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, row.title)
    left = place.left() + QFontMetrics(bold).horizontalAdvance(row.title) + 14
    painter.setFont(option.font)
    painter.setPen(QColor(colors.muted))
    note = f"{row.note}  ·  {_kept()}" if row.held_out else row.note
    rest = QRect(left, place.top(), max(place.right() - left, 0), place.height())
    painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, note)
    if is_current:
        painter.setPen(QPen(QColor(colors.accent), 1.5))
        painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 4, -3, -2), 4, 4)


def _kept() -> str:
    from PySide6.QtCore import QCoreApplication

    return QCoreApplication.translate("FrameModel", "kept for the proof")


def _paint_shot(
    painter: QPainter, option: QStyleOptionViewItem, row: Shot, image: QImage | None, is_current: bool
) -> None:
    colors = theme.colors()
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    _paint_ground(painter, option, colors, chosen, is_current)
    place = QRect(option.rect.topLeft(), _thumbnail(option.rect.width())).translated(MARGIN, MARGIN)
    painter.setOpacity(0.45 if row.frame.dropped else 1.0)
    painter.fillRect(place, QColor("#181818" if colors.dark else "#b0b0b0"))
    if image is None or image.isNull():
        _paint_placeholder(painter, place, pending=image is None)
    else:
        target = letterboxed(image.size(), place)
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(target.topLeft(), _scaled(image, target.size(), ratio))
    _paint_role(painter, option, place, row)
    if row.mark is not None:
        _paint_badge(painter, place, row.mark, colors)
    _paint_words(painter, option, place, row, colors, chosen)


def _paint_ground(
    painter: QPainter, option: QStyleOptionViewItem, colors: Colors, chosen: bool, is_current: bool
) -> None:
    frame = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if chosen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.selected))
        painter.drawRoundedRect(frame, 5, 5)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.drawRoundedRect(frame, 5, 5)
    if is_current:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colors.accent if not chosen else colors.text), 2))
        painter.drawRoundedRect(frame, 5, 5)


def _paint_role(painter: QPainter, option: QStyleOptionViewItem, place: QRect, row: Shot) -> None:
    """A word on the picture: what the frame is for."""
    text = wording.role(row.frame.role)
    small = QFont(option.font)
    small.setPointSizeF(small.pointSizeF() * 0.85) if small.pointSizeF() > 0 else None
    metrics = QFontMetrics(small)
    chip = QRectF(place.left() + 4, place.top() + 4, metrics.horizontalAdvance(text) + 10, metrics.height() + 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(20, 20, 20, 190))
    painter.drawRoundedRect(chip, 3, 3)
    painter.setFont(small)
    painter.setPen(QColor(235, 235, 235))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)


def _paint_badge(painter: QPainter, place: QRect, mark: Mark, colors: Colors) -> None:
    disc = QRectF(place.right() - BADGE - 4, place.bottom() - BADGE - 4, BADGE + 2, BADGE + 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colors.window))
    painter.drawEllipse(disc)
    ratio = painter.device().devicePixelRatio()
    name, color = verdict_icons.mark_drawing(mark)
    drawing = icons.pixmap(name, round(BADGE * ratio), color)
    drawing.setDevicePixelRatio(ratio)
    painter.drawPixmap(disc.topLeft() + QRectF(1, 1, 0, 0).topLeft(), drawing)


def _paint_words(
    painter: QPainter, option: QStyleOptionViewItem, place: QRect, row: Shot, colors: Colors, chosen: bool
) -> None:
    metrics = option.fontMetrics
    first = QRect(place.left(), place.bottom() + 1 + GAP, place.width(), metrics.height())
    second = first.translated(0, metrics.height())
    painter.setFont(option.font)
    painter.setPen(QColor(colors.on_selected if chosen else colors.text))
    settings = wording.taken(row.frame)
    painter.drawText(first, Qt.AlignmentFlag.AlignLeft, _fitted(metrics, settings, first.width()))
    painter.setPen(QColor(colors.on_selected if chosen else colors.muted))
    clock = wording.clock(row.frame)
    painter.drawText(second, Qt.AlignmentFlag.AlignRight, clock)
    room = second.width() - metrics.horizontalAdvance(clock) - 8
    name = metrics.elidedText(row.path.stem, Qt.TextElideMode.ElideMiddle, room)
    painter.drawText(second, Qt.AlignmentFlag.AlignLeft, name)


def _fitted(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
