"""The knob on the line between before and after: dragged with the mouse by the view, moved with the arrow keys here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractSlider, QWidget

from denoiser_app.ui.view.overlays import LINE, PANEL, WORDS

SIZE = 30
STEPS = 1000  # of the screen
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class DividerHandle(QAbstractSlider):
    """A slider for the keyboard and for screen readers (0-1000 of the screen); the mouse passes through to the view."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setRange(0, STEPS)
        self.setSingleStep(10)
        self.setPageStep(100)
        self.setValue(STEPS // 2)
        self.setTracking(True)
        self.setFixedSize(SIZE, SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_upright(True)

    def set_upright(self, upright: bool) -> None:
        """Whether the line is vertical, so that the knob moves sideways."""
        self.setOrientation(Qt.Orientation.Horizontal if upright else Qt.Orientation.Vertical)
        self.setInvertedAppearance(not upright)
        self.setInvertedControls(not upright)
        self.update()

    def event(self, event: QEvent) -> bool:
        """The arrow keys are this knob's while it has the focus, whatever shortcuts the window has on them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_arrow(event):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A dark disc with two arrow heads; a ring when it has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = self.palette().accent().color() if self.hasFocus() else LINE
        painter.setPen(QPen(ring, 3.0 if self.hasFocus() else 1.5))
        painter.setBrush(PANEL)
        painter.drawEllipse(QRectF(2, 2, SIZE - 4, SIZE - 4))
        painter.translate(SIZE / 2, SIZE / 2)
        if self.orientation() == Qt.Orientation.Vertical:
            painter.rotate(90)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(WORDS)
        for way in (-1, 1):
            painter.drawPolygon(QPolygonF([QPointF(way * 8.5, 0), QPointF(way * 3.5, -4.5), QPointF(way * 3.5, 4.5)]))


def _is_arrow(event: QKeyEvent) -> bool:
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return plain == Qt.KeyboardModifier.NoModifier and event.key() in ARROWS
