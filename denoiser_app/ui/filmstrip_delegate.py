"""How one photo of the filmstrip is painted: thumbnail on neutral grey, name, badge of its state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPalette, QPen, QPixmap, QPixmapCache, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from denoiser_app.ui.filmstrip_model import AnyIndex, FilmEntry, PhotoState, Roles

THUMBNAIL = QSize(124, 84)
MARGIN = 5
GAP = 2
BADGE = 17

GREEN, BLUE, AMBER, RED = QColor(38, 140, 82), QColor(45, 111, 190), QColor(214, 148, 28), QColor(205, 58, 58)
OUTLINE = QColor(20, 20, 20, 170)


def cell_size(line_height: int) -> QSize:
    """Size of a photo in the strip for a font of this height."""
    return QSize(THUMBNAIL.width() + 2 * MARGIN, THUMBNAIL.height() + 2 * MARGIN + GAP + line_height)


class FilmDelegate(QStyledItemDelegate):
    """Paints ``FilmEntry`` items, all of one size."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802 - Qt's name
        """The same for all photos."""
        return cell_size(option.fontMetrics.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One photo."""
        entry = index.data(Roles.ENTRY)
        if entry is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = option.rect
        place = QRect(cell.topLeft(), THUMBNAIL).translated(MARGIN, MARGIN)
        view = option.widget
        _paint_ground(painter, option, current=isinstance(view, QAbstractItemView) and view.currentIndex() == index)
        painter.fillRect(place, _surround(option.palette))
        _paint_thumbnail(painter, place, entry)
        _paint_name(painter, option, place, entry)
        corner = place.bottomRight() - place.topLeft()
        badge = QRectF(place.left() + corner.x() - BADGE - 3, place.top() + corner.y() - BADGE - 3, BADGE, BADGE)
        PAINTERS[entry.state](painter, badge)
        painter.restore()


def _has(option: QStyleOptionViewItem, flag: QStyle.StateFlag) -> bool:
    return bool(option.state & flag)


def _surround(palette: QPalette) -> QColor:
    """Neutral grey that stands off from the strip in both themes."""
    dark = palette.color(QPalette.ColorRole.Base).lightness() < 128
    return QColor(24, 24, 24) if dark else QColor(176, 176, 176)


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, *, current: bool) -> None:
    """Selected photos lie on the highlight colour; the one that is open has a frame."""
    frame = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
    highlight = option.palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Highlight)
    if _has(option, QStyle.StateFlag.State_Selected):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(highlight)
        painter.drawRoundedRect(frame, 4, 4)
    elif _has(option, QStyle.StateFlag.State_MouseOver):
        painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Mid), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 4, 4)
    if current:
        painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Text), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 4, 4)


def _paint_name(painter: QPainter, option: QStyleOptionViewItem, place: QRect, entry: FilmEntry) -> None:
    selected = _has(option, QStyle.StateFlag.State_Selected)
    role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
    painter.setPen(option.palette.color(QPalette.ColorGroup.Active, role))
    painter.setFont(option.font)
    metrics = option.fontMetrics
    line = QRect(place.left(), place.bottom() + GAP, place.width(), metrics.height())
    text = metrics.elidedText(entry.path.name, Qt.TextElideMode.ElideMiddle, line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)


# --- the thumbnail ----------------------------------------------------------------------------------------------------


def letterboxed(size: QSize, place: QRect) -> QRect:
    """Where a picture of this size lies in ``place``: whole, centred, its sides in proportion, at least a point."""
    fitted = size.scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    left = place.left() + (place.width() - fitted.width()) // 2
    return QRect(left, place.top() + (place.height() - fitted.height()) // 2, fitted.width(), fitted.height())


def _paint_thumbnail(painter: QPainter, place: QRect, entry: FilmEntry) -> None:
    if entry.thumbnail is None or entry.thumbnail.isNull():
        _paint_placeholder(painter, place, pending=entry.thumbnail is None)
        return
    target = letterboxed(entry.thumbnail.size(), place)
    painter.drawPixmap(target.topLeft(), _scaled(entry.thumbnail, target.size(), painter.device().devicePixelRatio()))


def _scaled(image: QImage, size: QSize, ratio: float) -> QPixmap:
    """The image in device pixels, averaged (a painter only takes the nearest four pixels), from Qt's pixmap cache."""
    device = QSize(round(size.width() * ratio), round(size.height() * ratio))
    key = f"film-{image.cacheKey()}-{device.width()}-{device.height()}"
    pixmap = QPixmap()
    if not QPixmapCache.find(key, pixmap):
        mode = Qt.TransformationMode.SmoothTransformation
        pixmap = QPixmap.fromImage(image.scaled(device, Qt.AspectRatioMode.IgnoreAspectRatio, mode))
        QPixmapCache.insert(key, pixmap)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _paint_placeholder(painter: QPainter, place: QRect, *, pending: bool) -> None:
    """An empty frame with a horizon while the thumbnail is on its way, crossed out where there is none."""
    box = QRectF(0, 0, 34, 24)
    box.moveCenter(QRectF(place).center())
    painter.setPen(QPen(QColor(128, 128, 128), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 2, 2)
    if pending:
        x, y = box.left(), box.bottom()
        painter.drawPolyline([QPointF(x + 4, y - 5), QPointF(x + 13, y - 15), QPointF(x + 20, y - 8),
                              QPointF(x + 24, y - 12), QPointF(x + 30, y - 5)])  # fmt: skip
    else:
        painter.drawLine(box.topLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomLeft())


# --- badges: each has its own shape, so that nobody needs to see the colour -------------------------------------------


def _glyph_pen(width: float = 2.0) -> QPen:
    return QPen(Qt.GlobalColor.white, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _at(badge: QRectF, *points: tuple[float, float]) -> list[QPointF]:
    """Points given in shares of the badge's sides."""
    return [QPointF(badge.left() + x * badge.width(), badge.top() + y * badge.height()) for x, y in points]


def _shape(painter: QPainter, fill: QColor) -> None:
    painter.setPen(QPen(OUTLINE, 1))
    painter.setBrush(QBrush(fill))


def _paint_new(painter: QPainter, badge: QRectF) -> None:
    """A small open ring."""
    ring = badge.adjusted(5, 5, -2, -2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(OUTLINE, 3.5))
    painter.drawEllipse(ring)
    painter.setPen(QPen(QColor(235, 235, 235), 1.6))
    painter.drawEllipse(ring)


def _paint_working(painter: QPainter, badge: QRectF) -> None:
    """Three dots in a pill."""
    pill = badge.adjusted(-5, 3, 0, -2)
    _shape(painter, AMBER)
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(30, 22, 0))
    for x in (0.24, 0.5, 0.76):
        painter.drawEllipse(_at(pill, (x, 0.5))[0], 1.6, 1.6)


def _paint_denoised(painter: QPainter, badge: QRectF) -> None:
    """A check in a disc."""
    _shape(painter, GREEN)
    painter.drawEllipse(badge)
    painter.setPen(_glyph_pen())
    painter.drawPolyline(_at(badge, (0.27, 0.53), (0.44, 0.70), (0.74, 0.34)))


def _paint_exported(painter: QPainter, badge: QRectF) -> None:
    """An arrow down into a tray, in a square."""
    _shape(painter, BLUE)
    painter.drawRoundedRect(badge, 3.5, 3.5)
    painter.setPen(_glyph_pen(1.8))
    painter.drawPolyline(_at(badge, (0.5, 0.17), (0.5, 0.58)))
    painter.drawPolyline(_at(badge, (0.31, 0.42), (0.5, 0.61), (0.69, 0.42)))
    painter.drawPolyline(_at(badge, (0.21, 0.64), (0.21, 0.81), (0.79, 0.81), (0.79, 0.64)))


def _paint_failed(painter: QPainter, badge: QRectF) -> None:
    """An exclamation mark in a triangle."""
    _shape(painter, RED)
    painter.drawPolygon(QPolygonF(_at(badge, (0.5, -0.04), (1.06, 1.0), (-0.06, 1.0))))
    painter.setPen(_glyph_pen(2.2))
    painter.drawLine(*_at(badge, (0.5, 0.36), (0.5, 0.64)))
    painter.drawPoint(_at(badge, (0.5, 0.85))[0])


PAINTERS: dict[PhotoState, Callable[[QPainter, QRectF], Any]] = {
    PhotoState.NEW: _paint_new,
    PhotoState.WORKING: _paint_working,
    PhotoState.DENOISED: _paint_denoised,
    PhotoState.EXPORTED: _paint_exported,
    PhotoState.FAILED: _paint_failed,
}
