"""What is painted over the photo: pills with words, the divider's line, progress, the focus ring. Logical pixels."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

PANEL = QColor(18, 18, 18, 205)  # dark enough for white words on any photo
WORDS = QColor(240, 240, 240)
EDGE = QColor(255, 255, 255, 50)
SHADOW = QColor(0, 0, 0, 110)
LINE = QColor(255, 255, 255, 235)
PAD_X, PAD_Y = 9.0, 4.0
BAR = 3.0  # height of the progress bar


def pill_size(words: str, font: QFont) -> tuple[float, float]:
    """(width, height) of a pill with these words."""
    metrics = QFontMetricsF(font)
    return metrics.horizontalAdvance(words) + 2 * PAD_X, metrics.height() + 2 * PAD_Y


def pill(painter: QPainter, words: str, at: QPointF, font: QFont) -> QRectF:
    """Words in a rounded dark box with its top left corner at ``at``."""
    width, height = pill_size(words, font)
    box = QRectF(at.x(), at.y(), width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PANEL)
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(WORDS)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    return box


def divider(painter: QPainter, at: float, start: float, end: float, upright: bool) -> None:
    """The line between before and after: white with a dark edge, to be seen on any photo."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for width, color in ((3.0, SHADOW), (1.0, LINE)):
        half = width / 2
        box = QRectF(at - half, start, width, end - start) if upright else QRectF(start, at - half, end - start, width)
        painter.fillRect(box, color)


def progress_bar(painter: QPainter, area: QRectF, done: float, color: QColor) -> None:
    """A slim bar along the top of ``area``; done: 0-1."""
    track = QRectF(area.left(), area.top(), area.width(), BAR)
    painter.fillRect(track, SHADOW)
    painter.fillRect(QRectF(track.left(), track.top(), track.width() * min(max(done, 0.0), 1.0), BAR), color)


def focus_ring(painter: QPainter, area: QRectF, color: QColor) -> None:
    """A frame just inside ``area``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, 2))
    painter.drawRect(area.adjusted(1, 1, -1, -1))
