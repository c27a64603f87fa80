"""How the cells of a batch's table are painted: thumbnails on neutral grey, names, states with icon and colour."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QPixmapCache, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from denoiser_app.core.progress import Progress
from denoiser_app.engine.batch.items import Item, State
from denoiser_app.ui import icons, theme
from denoiser_app.ui.filmstrip_delegate import letterboxed
from denoiser_app.ui.panels.batch import item_words as say
from denoiser_app.ui.panels.batch.table_model import AnyIndex, BatchTable, Column
from denoiser_app.ui.theme import Colors

THUMBNAIL = QSize(72, 48)
MARGIN = 4
SMALL = 0.88
"""Of the font's size, for the second line of a cell."""
_LINE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
LEFT, RIGHT = (side.value | _LINE for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight))
"""As numbers: joining Qt's flags for every text of a frame takes as long as measuring the texts."""
ICONS = {
    State.WAITING: "clock",
    State.RUNNING: "denoise",
    State.DONE: "check",
    State.FAILED: "error",
    State.QUARANTINED: "warning",
    State.SKIPPED: "chevron-right",
}


def row_height(line_height: int) -> int:
    """Of every row, for a font of this height: a thumbnail or two lines, whichever is higher."""
    return max(THUMBNAIL.height(), 2 * line_height + 2) + 2 * MARGIN


def state_color(state: State, colors: Colors) -> str:
    """What a state is painted in; the icon says it too, for those who do not see the colour."""
    return {
        State.WAITING: colors.muted,
        State.RUNNING: colors.accent,
        State.DONE: colors.good,
        State.FAILED: colors.bad,
        State.QUARANTINED: colors.bad,
        State.SKIPPED: colors.muted,
    }[state]


def state_icon(name: str, points: int, color: str, ratio: float) -> QPixmap:
    """An icon of the program in a colour, ``points`` wide, from Qt's pixmap cache."""
    key, made = f"batch-{name}-{points}-{color}-{ratio}", QPixmap()
    if not QPixmapCache.find(key, made):
        made = icons.pixmap(name, round(points * ratio), QColor(color))
        made.setDevicePixelRatio(ratio)
        QPixmapCache.insert(key, made)
    return made


class BatchDelegate(QStyledItemDelegate):
    """Paints all columns. colors: those of the theme; the table looks them up once a frame."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.colors = theme.colors()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802 - Qt's name
        """Rows have one height; columns get their widths from the table."""
        return QSize(THUMBNAIL.width() + 2 * MARGIN, row_height(option.fontMetrics.height()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One cell."""
        model, column = index.model(), index.column()
        if not isinstance(model, BatchTable):
            return
        item, colors = model.item(index.row()), self.colors
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        cell = option.rect
        if chosen:
            painter.fillRect(cell, QColor(colors.selected))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), QColor(colors.button))
        pen = _Pen(painter, option, colors, chosen)
        side = MARGIN if column in (Column.BEFORE, Column.AFTER) else 2 * MARGIN
        inner = cell.adjusted(side, MARGIN, -side, -MARGIN)
        if column in (Column.BEFORE, Column.AFTER):
            pen.thumbnail(inner, item, model, after=column == Column.AFTER)
        elif column == Column.NAME:
            pen.lines(inner, item.source.name, say.subfolder(item))
        elif column == Column.STATE:
            pen.state(inner, item, model.step(item))
        else:
            pen.figure(inner, model.text(item, column), RIGHT if column != Column.MODEL else LEFT)


class _Pen:
    """A painter with what the cells have in common."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, colors: Colors, chosen: bool) -> None:
        self._painter, self._colors, self._chosen = painter, colors, chosen
        self._font, self._metrics = option.font, option.fontMetrics

    def figure(self, place: QRect, text: str, side: int) -> None:
        """One line."""
        if text:
            self._write(place, text, self._color(self._colors.text), self._font, side)

    def lines(self, place: QRect, first: str, second: str, color: str = "", most: int = 1) -> None:
        """A line, and below it at most ``most`` small ones where there is more to say."""
        elide = Qt.TextElideMode.ElideRight if most > 1 else Qt.TextElideMode.ElideMiddle
        small = QFont(self._font)
        small.setPointSizeF(max(self._font.pointSizeF(), 1.0) * SMALL)
        below = wrapped(second, small, place.width(), most)
        rows = stacked(place, self._metrics.height(), len(below))
        self._write(rows[0], first, self._color(color or self._colors.text), self._font, LEFT, elide)
        for row, text in zip(rows[1:], below, strict=True):
            self._write(row, text, self._color(self._colors.muted), small, LEFT)

    def state(self, place: QRect, item: Item, step: Progress | None) -> None:
        """Icon, words, and below them the reason of a failure or how far it is."""
        color = state_color(item.state, self._colors)
        points = self._metrics.height() + 2
        icon = state_icon(ICONS[item.state], points, self._color(color), self._painter.device().devicePixelRatio())
        self._painter.drawPixmap(place.left(), place.center().y() - points // 2, icon)
        text = place.adjusted(points + 6, 0, 0, 0)
        if item.state is State.RUNNING:
            self._running(text, say.state(item, step), step)
        else:
            self.lines(text, say.state(item), say.remark(item), color, most=2)

    def thumbnail(self, place: QRect, item: Item, model: BatchTable, *, after: bool) -> None:
        """The picture, or an empty frame where none is."""
        frame = QRect(place.topLeft(), THUMBNAIL)
        frame.moveCenter(place.center())
        path = item.source if not after else item.target if say.has_result(item) else None
        picture = None if path is None else model.thumbnail(path)
        if path is None:
            return
        self._painter.fillRect(frame, QColor(self._colors.surround))
        if picture is not None and not picture.isNull():
            size = (picture.deviceIndependentSize()).toSize()
            self._painter.drawPixmap(letterboxed(size, frame), picture)
        elif picture is not None:
            self._painter.setPen(QColor(self._colors.line))
            self._painter.drawLine(
                frame.center().x() - 6, frame.center().y(), frame.center().x() + 6, frame.center().y()
            )

    def _running(self, place: QRect, words: str, step: Progress | None) -> None:
        upper, lower = stacked(place, self._metrics.height(), 1)
        accent = QColor(self._color(self._colors.accent))
        self._write(upper, words, accent.name(), self._font, LEFT)
        track = QRectF(lower.left(), lower.center().y() - 2, min(lower.width(), 160), 4)
        self._painter.fillRect(track, QColor(self._colors.button))
        share = 0.0 if step is None else min(max(step.fraction, 0.0), 1.0)
        self._painter.fillRect(QRectF(track.left(), track.top(), track.width() * share, track.height()), accent)

    def _color(self, color: str) -> str:
        return self._colors.on_selected if self._chosen else color

    def _write(
        self,
        place: QRect,
        text: str,
        color: str,
        font: QFont,
        side: int,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        metrics = self._metrics if font is self._font else QFontMetrics(font)
        if metrics.horizontalAdvance(text) > place.width():
            text = metrics.elidedText(text, elide, place.width())
        self._painter.setFont(font)
        self._painter.setPen(QColor(color))
        self._painter.drawText(place, side, text)


def stacked(place: QRect, height: int, small: int) -> list[QRect]:
    """A line of this height and so many lower ones, together in the middle of the place."""
    low = round(height * SMALL) + 1
    top = place.top() + (place.height() - height - small * low) // 2
    below = [QRect(place.left(), top + height + number * low, place.width(), low) for number in range(small)]
    return [QRect(place.left(), top, place.width(), height), *below]


def wrapped(text: str, font: QFont, width: int, most: int) -> list[str]:
    """The text in lines of this width, broken where its language allows; the last one has all that is left."""
    if not text:
        return []
    layout, ends = QTextLayout(text, font), [0]
    layout.beginLayout()
    while ends[-1] < len(text) and len(ends) < most:
        line = layout.createLine()
        line.setLineWidth(max(width, 1))
        ends.append(line.textStart() + line.textLength())
    layout.endLayout()
    parts = [text[start:end].strip() for start, end in zip(ends, [*ends[1:], len(text)], strict=True)]
    return [part for part in parts if part]
