"""What mouse, wheel, touchpad and keys do in the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent

from denoiser_app.ui.view.layout import ViewMode
from denoiser_app.ui.view.viewport import Point

if TYPE_CHECKING:
    from denoiser_app.ui.view.photo_view import PhotoView

GRAB = 7  # logical pixels around the divider's line
KNOB = 15  # logical pixels around the knob's middle
NOTCH = 240  # wheel units (120 a notch) that double the size
PIXELS = 300  # touchpad pixels that double the size
ARROWS = {
    Qt.Key.Key_Left: (0, 1),
    Qt.Key.Key_Right: (0, -1),
    Qt.Key.Key_Up: (1, 0),
    Qt.Key.Key_Down: (-1, 0),
}
BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)


class Gestures:
    """Turns events into changes of the view. One drag at a time: of the photo or of the divider."""

    def __init__(self, view: PhotoView) -> None:
        self._view = view
        self._last: Point | None = None  # where the photo was held, in device pixels
        self._divider = False  # the divider is held
        self.hand = False  # Space is held: every drag pans

    @property
    def dragging(self) -> bool:
        """Whether the photo or the divider is held."""
        return self._last is not None or self._divider

    # --- mouse ---

    def press(self, event: QMouseEvent) -> None:
        """Take hold of the divider, else of the photo."""
        if event.button() not in BUTTONS or self.dragging:
            event.ignore()
            return
        if event.button() == Qt.MouseButton.LeftButton and self._on_divider(event.position()):
            self._divider = True
        else:
            self._last = self._view.device(event.position())
        self.update_cursor(event.position())

    def move(self, event: QMouseEvent) -> None:
        """Drag what is held, or only look around."""
        at = self._view.device(event.position())
        if self._divider:
            self._view.set_divider(self._view.layout_now.fraction(at, self._view.viewport))
        elif self._last is not None:
            self._view.pan_by(at[0] - self._last[0], at[1] - self._last[1])
            self._last = at
        self._view.point_at(at)
        self.update_cursor(event.position())

    def release(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() in BUTTONS:
            self.let_go()
        self.update_cursor(event.position())

    def let_go(self) -> None:
        """Nothing is held any more."""
        self._last = None
        self._divider = False

    def double_click(self, event: QMouseEvent) -> None:
        """On the divider: back to the middle; elsewhere: the whole photo or 100 % there."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        elif self._on_divider(event.position()):
            self._view.set_divider(0.5)
        else:
            self._view.toggle_fit_and_full(self._view.device(event.position()))

    # --- wheel and touchpad ---

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the cursor, as far as the wheel or the fingers went."""
        fingers, wheel = event.pixelDelta(), event.angleDelta()
        power = wheel.y() / NOTCH if fingers.isNull() else fingers.y() / PIXELS
        if power:
            self._view.zoom_by(2**power, self._view.device(event.position()))
        event.accept()

    def native(self, event: QNativeGestureEvent) -> bool:
        """Two fingers on a touchpad; False for gestures that mean nothing here."""
        at = self._view.device(event.position())
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._view.zoom_by(max(0.1, 1 + event.value()), at)
        elif event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
            self._view.toggle_fit_and_full(at)
        else:
            return False
        return True

    # --- keys ---

    def key(self, event: QKeyEvent) -> bool:
        """Shift+arrows pan, Space makes every drag a pan; False for other keys."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            if not event.isAutoRepeat():
                self._view.set_hand(True)
            return True
        if self.is_pan(event):
            dy, dx = ARROWS[Qt.Key(event.key())]
            height, width = self._view.viewport.screen
            self._view.pan_by(dy * height / 8, dx * width / 8)
            return True
        return False

    @staticmethod
    def is_pan(event: QKeyEvent) -> bool:
        """Shift and an arrow."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return plain == Qt.KeyboardModifier.ShiftModifier and event.key() in ARROWS

    # --- the cursor's shape ---

    def update_cursor(self, at: QPointF) -> None:
        """Say with the cursor what a drag would do here."""
        self._view.setCursor(self._cursor(at))

    def _cursor(self, at: QPointF) -> Qt.CursorShape:
        if self._divider or (self._last is None and self._on_divider(at)):
            upright = self._view.layout_now.upright
            return Qt.CursorShape.SplitHCursor if upright else Qt.CursorShape.SplitVCursor
        if self._last is not None and self._view.viewport.can_pan:
            return Qt.CursorShape.ClosedHandCursor
        if self.hand or (self._view.viewport.can_pan and not self._view.loupe_shown):
            return Qt.CursorShape.OpenHandCursor
        return Qt.CursorShape.CrossCursor if self._view.loupe_shown else Qt.CursorShape.ArrowCursor

    def _on_divider(self, at: QPointF) -> bool:
        view = self._view
        if self.hand or view.mode is not ViewMode.SPLIT or not view.has_photo:
            return False
        line = view.divider_line()
        along, across = (at.x(), at.y()) if view.layout_now.upright else (at.y(), at.x())
        near_knob = abs(along - line.at) <= KNOB and abs(across - line.middle) <= KNOB
        return near_knob or (abs(along - line.at) <= GRAB and line.start <= across <= line.end)
