"""How a chart is painted: where the plot lies in its widget, and every stroke of it. Logical pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from denoiser_app.ui import theme
from denoiser_app.ui.panels.pair_wizard import chart_scale
from denoiser_app.ui.panels.pair_wizard.chart_colors import Ink, color

if TYPE_CHECKING:
    from denoiser_app.ui.panels.pair_wizard.chart import Drawing, Series

SMALL = 0.88
"""Of the font's size, for ticks and legend."""
GAP, PAD, CORNER = 6.0, 10.0, 4.0
SWATCH = 16.0
"""Width of a legend's stroke."""
DASHES = (5.0, 3.5)
DOT = 2.4
"""Radius of a point."""
_CENTER = Qt.AlignmentFlag.AlignCenter

Entry = tuple[str, Ink, Literal["line", "dashed", "points"]]
"""Of the legend: name, colour, stroke."""


@dataclass(frozen=True)
class Reading:
    """What is read out at a place (x, y): rows of (ink, name, value). of_point: of a single point of a cloud."""

    at: tuple[float, float]
    rows: tuple[tuple[Ink, str, float], ...]
    of_point: bool = False


class ChartPen:
    """Knows the scales and the room; paints when it has a painter."""

    def __init__(
        self, area: QRectF, drawing: Drawing, font: QFont, ratio: float, painter: QPainter | None = None
    ) -> None:
        self._area, self._drawing, self._painter, self._ratio = area, drawing, painter, ratio
        self._font = QFont(font)
        self._font.setPointSizeF(max(font.pointSizeF() * SMALL, 1.0))
        self._metrics, self._colors = QFontMetricsF(self._font), theme.colors()
        self.x, self.y = drawing.scales
        self._legend = self._legend_rows()
        line = self._metrics.height()
        top = area.top() + PAD + len(self._legend) * (line + GAP / 2) + (GAP if self._legend else 0)
        bottom = area.bottom() - PAD - line - GAP - (line + GAP if drawing.x.title else 0)
        self._y_ticks = self.y.ticks(max(2, int((bottom - top) / (line * 2.2))))
        self._y_labels = self.y.labels(self._y_ticks)
        widest = max((self._metrics.horizontalAdvance(text) for text in self._y_labels), default=0.0)
        left = area.left() + PAD + widest + GAP + (line + GAP if drawing.y.title else 0)
        self.plot = QRectF(left, top, max(area.right() - PAD - GAP - left, 1.0), max(bottom - top, 1.0))
        self._x_ticks = self.x.ticks(max(2, int(self.plot.width() / (line * 4.5))))

    @property
    def painter(self) -> QPainter:
        """The one that paints; a pen without one only measures."""
        assert self._painter is not None
        return self._painter

    def at(self, place: tuple[float, float]) -> QPointF:
        """Where a point of the chart lies in the widget."""
        plot = self.plot
        x, y = self.x.share(place[0]), self.y.share(place[1])
        return QPointF(plot.left() + x * plot.width(), plot.bottom() - y * plot.height())

    # --- the whole of it ----------------------------------------------------------------------------------------------

    def ground(self) -> None:
        """The sheet everything lies on."""
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(self._colors.base))
        self.painter.drawRoundedRect(self._area, CORNER, CORNER)
        self.painter.setFont(self._font)

    def nothing(self, text: str) -> None:
        """Words where the curves will be."""
        self.ground()
        self.painter.setPen(QColor(self._colors.muted))
        room = self._area.adjusted(PAD, PAD, -PAD, -PAD)
        self.painter.drawText(room, _CENTER.value | Qt.TextFlag.TextWordWrap.value, text)

    def everything(self) -> None:
        """All but the read-out."""
        self.ground()
        self._grid()
        self._titles()
        self._paint_legend()
        self.painter.save()
        self.painter.setClipRect(self.plot.adjusted(-DOT, -DOT, DOT, DOT))
        for level in self._drawing.levels:
            if level.outside:
                continue
            y = self.at((self.x.low, level.value)).y()
            self.painter.setPen(self._stroke(level.ink, 1.4, dashed=True))
            self.painter.drawLine(QPointF(self.plot.left(), y), QPointF(self.plot.right(), y))
        for one in sorted(self._drawing.series, key=lambda series: series.style != "points"):
            self._paint_series(one)
        self.painter.restore()

    def focus_ring(self) -> None:
        """A frame for who came with the keyboard."""
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(QPen(QColor(self._colors.accent), 2))
        self.painter.drawRoundedRect(self._area.adjusted(1, 1, -1, -1), CORNER, CORNER)

    # --- axes ---------------------------------------------------------------------------------------------------------

    def _grid(self) -> None:
        plot, painter, line = self.plot, self.painter, self._metrics.height()
        faint, words = QPen(QColor(self._colors.button), 1), QPen(QColor(self._colors.muted))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for tick, text in zip(self._y_ticks, self._y_labels, strict=True):
            y = self._sharp(self.at((self.x.low, tick)).y())
            painter.setPen(faint)
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(words)
            room = QRectF(self._area.left(), y - line / 2, plot.left() - GAP - self._area.left(), line)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        for tick, text in zip(self._x_ticks, self.x.labels(self._x_ticks), strict=True):
            x = self._sharp(self.at((tick, self.y.low)).x())
            painter.setPen(faint)
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            painter.setPen(words)
            self._tick_below(x, text)
        painter.setPen(QPen(QColor(self._colors.line), 1))
        painter.drawLine(QPointF(plot.left(), self._sharp(plot.bottom())), QPointF(plot.right(), plot.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _tick_below(self, x: float, text: str) -> None:
        """Under the axis, and inside the widget."""
        width = self._metrics.horizontalAdvance(text)
        left = min(x - width / 2, self._area.right() - GAP / 2 - width)
        self.painter.drawText(QPointF(left, self.plot.bottom() + GAP + self._metrics.ascent()), text)

    def _titles(self) -> None:
        painter, plot, line = self.painter, self.plot, self._metrics.height()
        painter.setPen(QColor(self._colors.muted))
        if self._drawing.x.title:
            room = QRectF(plot.left(), self._area.bottom() - PAD / 2 - line, plot.width(), line)
            painter.drawText(room, _CENTER, self._short(self._drawing.x.title, plot.width()))
        if self._drawing.y.title:
            room = QRectF(-plot.height() / 2, -line / 2, plot.height(), line)
            painter.save()
            painter.translate(self._area.left() + PAD / 2 + line / 2, plot.center().y())
            painter.rotate(-90)
            painter.drawText(room, _CENTER, self._short(self._drawing.y.title, plot.height()))
            painter.restore()

    def _short(self, text: str, room: float) -> str:
        return self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _sharp(self, at: float) -> float:
        """On the middle of a device pixel."""
        return (math.floor(at * self._ratio) + 0.5) / self._ratio

    # --- what is drawn ------------------------------------------------------------------------------------------------

    def _stroke(self, ink: Ink, width: float = 2.0, *, dashed: bool = False) -> QPen:
        pen = QPen(QColor(color(ink, self._colors)), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if dashed else Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dashed:
            pen.setDashPattern([length / width for length in DASHES])
        return pen

    def _paint_series(self, one: Series) -> None:
        spots = [self.at(place) for place in one.points]
        spots = [spot for spot in spots if math.isfinite(spot.x()) and math.isfinite(spot.y())]
        if one.style == "points" or len(spots) == 1:
            faint = QColor(color(one.ink, self._colors))
            faint.setAlphaF(0.75 if one.style == "points" else 1.0)
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(faint)
            for spot in spots:
                self.painter.drawEllipse(spot, DOT, DOT)
            return
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(self._stroke(one.ink, 1.6 if one.style == "dashed" else 2.0, dashed=one.style == "dashed"))
        self.painter.drawPolyline(QPolygonF(spots))

    # --- legend -------------------------------------------------------------------------------------------------------

    def _entries(self) -> list[Entry]:
        found: list[Entry] = [
            (one.name, one.ink, one.style) for one in self._drawing.series if one.points and one.in_legend
        ]
        return [*found, *((level.name, level.ink, "dashed") for level in self._drawing.levels)]

    def _legend_rows(self) -> list[list[Entry]]:
        """From left to right, and on in the next row where there is no more room."""
        rows: list[list[Entry]] = []
        room, used = self._area.width() - 2 * PAD, math.inf
        for entry in self._entries():
            width = SWATCH + GAP + self._metrics.horizontalAdvance(entry[0]) + 2.5 * GAP
            if used + width > room:
                rows.append([])
                used = 0.0
            rows[-1].append(entry)
            used += width
        return rows

    def _paint_legend(self) -> None:
        line, y = self._metrics.height(), self._area.top() + PAD
        for row in self._legend:
            x = self._area.left() + PAD
            for name, ink, style in row:
                self._swatch(x, y + line / 2, ink, style)
                self.painter.setPen(QColor(self._colors.text))
                self.painter.drawText(QPointF(x + SWATCH + GAP, y + self._metrics.ascent()), name)
                x += SWATCH + GAP + self._metrics.horizontalAdvance(name) + 2.5 * GAP
            y += line + GAP / 2

    def _swatch(self, x: float, y: float, ink: Ink, style: str) -> None:
        if style == "points":
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(QColor(color(ink, self._colors)))
            for share in (0.2, 0.5, 0.8):
                self.painter.drawEllipse(QPointF(x + share * SWATCH, y), DOT, DOT)
            return
        self.painter.setPen(self._stroke(ink, 2.0, dashed=style == "dashed"))
        self.painter.drawLine(QPointF(x, y), QPointF(x + SWATCH, y))

    # --- read-out -----------------------------------------------------------------------------------------------------

    def read_out(self, reading: Reading) -> None:
        """A line at the place, dots on the curves, and a card with the figures."""
        painter, spot = self.painter, self.at(reading.at)
        if not reading.of_point:
            painter.setPen(QPen(QColor(self._colors.line), 1))
            painter.drawLine(QPointF(spot.x(), self.plot.top()), QPointF(spot.x(), self.plot.bottom()))
        for ink, _, value in reading.rows:
            painter.setPen(QPen(QColor(self._colors.base), 2))
            painter.setBrush(QColor(color(ink, self._colors)))
            painter.drawEllipse(self.at((reading.at[0], value)), 2 * DOT, 2 * DOT)
        self._card(spot, reading)

    def _card(self, spot: QPointF, reading: Reading) -> None:
        title = f"{self._drawing.x.title}: {chart_scale.figure(reading.at[0])}".lstrip(": ")
        rows = [(ink, name, chart_scale.figure(value)) for ink, name, value in reading.rows]
        advance, line = self._metrics.horizontalAdvance, self._metrics.height()
        widest = max(advance(f"{name}  {value}") for _, name, value in rows) + SWATCH + GAP
        width, height = max(advance(title), widest) + 2 * PAD, (line + 2) * (len(rows) + 1) + 2 * GAP
        left = spot.x() + 2 * PAD if spot.x() + 2 * PAD + width < self._area.right() else spot.x() - 2 * PAD - width
        top = min(max(spot.y() - height / 2, self.plot.top()), self.plot.bottom() - height)
        card = QRectF(max(left, self._area.left() + 2), max(top, self._area.top() + 2), width, height)
        path = QPainterPath()
        path.addRoundedRect(card, CORNER, CORNER)
        self.painter.fillPath(path, QColor(self._colors.button))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(QPen(QColor(self._colors.line), 1))
        self.painter.drawPath(path)
        self._card_words(card, title, rows)

    def _card_words(self, card: QRectF, title: str, rows: list[tuple[Ink, str, str]]) -> None:
        painter, line = self.painter, self._metrics.height() + 2
        painter.setPen(QColor(self._colors.muted))
        y = card.top() + GAP + self._metrics.ascent()
        painter.drawText(QPointF(card.left() + PAD, y), title)
        for ink, name, value in rows:
            y += line
            self._swatch(card.left() + PAD, y - self._metrics.ascent() / 2 + 1, ink, "line")
            painter.setPen(QColor(self._colors.text))
            painter.drawText(QPointF(card.left() + PAD + SWATCH + GAP, y), name)
            painter.drawText(QPointF(card.right() - PAD - self._metrics.horizontalAdvance(value), y), value)
