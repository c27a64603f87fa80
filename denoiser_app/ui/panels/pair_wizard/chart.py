"""A small chart: lines, points and levels over two axes, with a legend and what lies under the pointer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from denoiser_app.ui.panels.pair_wizard import chart_scale
from denoiser_app.ui.panels.pair_wizard.chart_colors import Ink
from denoiser_app.ui.panels.pair_wizard.chart_paint import ChartPen, Reading
from denoiser_app.ui.panels.pair_wizard.chart_scale import Scale

Style = Literal["line", "dashed", "points"]
Place = tuple[float, float]

NEAR = 24.0
"""Logical pixels: a point of a cloud is read out when the pointer is at most this far from it."""


@dataclass(frozen=True)
class Series:
    """points: (x, y); of a line by rising x. short: what the read-out calls it, by default its name."""

    name: str
    points: tuple[Place, ...]
    ink: Ink = "main"
    style: Style = "line"
    short: str = ""
    in_legend: bool = True


@dataclass(frozen=True)
class Level:
    """A horizontal line across the chart: what something is compared with. outside: too far away to be drawn without
    flattening what is to be seen: only the legend has it, so its name should say where it is."""

    name: str
    value: float
    ink: Ink = "quiet"
    outside: bool = False


@dataclass(frozen=True)
class Axis:
    """title: with its unit. least: the narrowest range worth drawing. fixed: (low, high), None follows the values."""

    title: str = ""
    log: bool = False
    least: float = 0.0
    fixed: Place | None = None
    zero: bool = False


@dataclass(frozen=True)
class Drawing:
    """All that the chart shows, in values."""

    x: Axis = Axis()
    y: Axis = Axis()
    series: tuple[Series, ...] = ()
    levels: tuple[Level, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is not a single point."""
        return not any(one.points for one in self.series)

    @property
    def scales(self) -> tuple[Scale, Scale]:
        """Of both axes."""
        xs = [x for one in self.series for x, _ in one.points]
        ys = [y for one in self.series for _, y in one.points] + [
            level.value for level in self.levels if not level.outside
        ]
        return _scale(self.x, xs, 0.0), _scale(self.y, ys, 0.08)


def _scale(axis: Axis, values: Sequence[float], margin: float) -> Scale:
    if axis.fixed is not None:
        return Scale(*axis.fixed, axis.log)
    return Scale.around(values, log=axis.log, margin=margin, least=axis.least, zero=axis.zero)


class Chart(QWidget):
    """Shows a ``Drawing``. With the keyboard, left and right move what is read out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = Drawing()
        self._nothing, self._summary = "", ""
        self._at: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(self.fontMetrics().height() * 9)

    @property
    def drawing(self) -> Drawing:
        """What is shown."""
        return self._drawing

    def show_drawing(self, drawing: Drawing, summary: str = "") -> None:
        """Another picture. summary: it in a sentence, for who cannot see it."""
        if (drawing, summary) == (self._drawing, self._summary):
            return
        self._drawing, self._summary = drawing, summary
        self._describe()
        self.update()

    def set_words(self, name: str, nothing: str) -> None:
        """name: what the chart is of. nothing: said while there is nothing to draw."""
        self._nothing = nothing
        self.setAccessibleName(name)
        self._describe()
        self.update()

    def _describe(self) -> None:
        drawing = self._drawing
        if drawing.is_empty:
            self.setAccessibleDescription(self._nothing)
            return
        parts = [self._summary] if self._summary else []
        parts += [f"{axis.title}." for axis in (drawing.x, drawing.y) if axis.title]
        for one in drawing.series:
            if one.points and one.in_legend:
                first, last = (chart_scale.figure(one.points[index][1]) for index in (0, -1))
                parts.append(f"{one.name}: {first} – {last}.")
        parts += [f"{level.name}: {chart_scale.figure(level.value)}." for level in drawing.levels]
        self.setAccessibleDescription(" ".join(parts))

    # --- what is read out ---------------------------------------------------------------------------------------------

    def reading(self, at: QPointF) -> Reading | None:
        """What lies at a place of the widget: of every line its value at the closest x, of a cloud the closest
        point."""
        pen = self._pen()
        if self._drawing.is_empty or not pen.plot.adjusted(-2, -2, 2, 2).contains(at):
            return None
        lines = [one for one in self._drawing.series if one.style != "points" and len(one.points) > 1]
        cloud = self._closest(pen, at)
        if cloud is not None:
            one, place = cloud
            return Reading(place, ((one.ink, one.short or one.name, place[1]),), True)
        wanted = pen.x.value((at.x() - pen.plot.left()) / pen.plot.width())
        return self._of_lines(lines, wanted)

    def _of_lines(self, lines: Sequence[Series], wanted: float) -> Reading | None:
        """At the closest point of the line with the most of them; the others between two of their points."""
        if not lines:
            return None
        xs = [place[0] for place in max(lines, key=lambda line: len(line.points)).points]
        x = xs[chart_scale.nearest(xs, wanted) or 0]
        found = [(one, chart_scale.between(one.points, x)) for one in lines]
        rows = tuple((one.ink, one.short or one.name, value) for one, value in found if value is not None)
        return Reading((x, max(value for _, _, value in rows)), rows)

    def _closest(self, pen: ChartPen, at: QPointF) -> tuple[Series, Place] | None:
        best, least = None, NEAR**2
        for one in self._drawing.series:
            for place in one.points if one.style == "points" else ():
                spot = pen.at(place)
                away = (spot.x() - at.x()) ** 2 + (spot.y() - at.y()) ** 2
                if math.isfinite(away) and away < least:
                    best, least = (one, place), away
        return best

    # --- painting -----------------------------------------------------------------------------------------------------

    def _pen(self, painter: QPainter | None = None) -> ChartPen:
        return ChartPen(QRectF(self.rect()), self._drawing, self.font(), self.devicePixelRatioF(), painter)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground, grid, axes, what is drawn, legend, and the read-out over it."""
        painter = QPainter(self)
        pen = self._pen(painter)
        if self._drawing.is_empty:
            pen.nothing(self._nothing)
        else:
            pen.everything()
            reading = self.reading(self._at) if self._at is not None else None
            if reading is not None:
                pen.read_out(reading)
        if self.hasFocus():
            pen.focus_ring()
        painter.end()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wider than high, as curves are read."""
        height = self.fontMetrics().height()
        return QSize(height * 32, height * 17)

    # --- pointer and keys ---------------------------------------------------------------------------------------------

    def _point(self, at: QPointF | None) -> None:
        if at != self._at:
            self._at = at
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Reads out what is under the pointer."""
        self._point(event.position())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is under it."""
        self._point(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Left and right: the read-out moves by a fiftieth; Home and End: to either end."""
        plot, key = self._pen().plot, event.key()
        at = self._at or plot.center()
        places = {
            Qt.Key.Key_Left: at.x() - plot.width() / 50,
            Qt.Key.Key_Right: at.x() + plot.width() / 50,
            Qt.Key.Key_Home: plot.left(),
            Qt.Key.Key_End: plot.right(),
        }
        if key not in places:
            super().keyPressEvent(event)
            return
        self._point(QPointF(min(max(places[Qt.Key(key)], plot.left()), plot.right()), at.y()))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is read out to one who went elsewhere."""
        self._point(None)
        self.update()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Other colours or letters."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()
        super().changeEvent(event)
