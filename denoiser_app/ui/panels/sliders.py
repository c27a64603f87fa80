"""A slider with its name, its number and its unit, as photographers expect it.

Double click resets, the number can be typed, the groove jumps, and a wheel over a slider that has no focus scrolls the
panel instead of changing the photo.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from denoiser_app.ui import words
from denoiser_app.ui.stylesheet import role

POSITIONS = 1000
"""How finely the handle moves: finer than the screen, whatever the range is."""

PAGE = 10
"""Page up and page down move by a tenth of the range."""

_KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
}


class LabelledSlider(QWidget):
    """One row: label, slider, number with its unit.

    changed(value) comes with every move by the user; finished() once when a gesture is over: the handle let go, the
    number typed, keys, wheel and clicks quiet for a moment. A double click on slider or label resets to ``default``,
    or, if that is None, emits reset_asked() for the owner to decide.
    """

    changed = Signal(float)
    finished = Signal()
    reset_asked = Signal()

    def __init__(
        self,
        text: str = "",
        minimum: float = 0.0,
        maximum: float = 100.0,
        *,
        step: float = 1.0,
        decimals: int = 0,
        unit: str = "",
        default: float | None = 0.0,
        curve: float = 1.0,
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """text may hold a mnemonic. curve: value = range * position**curve; above 1 small values get more room."""
        super().__init__(parent)
        self.minimum, self.maximum, self.step, self.default = minimum, maximum, step, default
        self._curve = curve
        self._value = minimum
        self._in_gesture = False
        self._beside: QWidget | None = None
        self.label = QLabel()
        self.slider = _Slider()
        self.number = _Number()
        self._set_up_number(decimals, unit)
        self._quiet = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval() + 100)
        self._lay_out()
        self.set_words(text, tip)
        self._connect()
        if default is not None:
            self.set_value(default)
        else:
            self._show()

    @property
    def value(self) -> float:
        """The value as it was set: not rounded to what the row can show."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show another value; ``changed`` is not emitted. It ends a gesture that is going on at another value."""
        value = min(max(value, self.minimum), self.maximum)
        if value != self._value:
            self._end_gesture()
        self._value = value
        self._show()

    def reset(self) -> None:
        """Back to the default, as the double click does it."""
        if self.default is None:
            self._in_gesture = True
            self.reset_asked.emit()
        else:
            self._user_set(self.default)
        self._end_gesture()

    def set_words(self, text: str, tip: str = "") -> None:
        """The label, with a mnemonic if it holds one, and the explanation for the tool tip and for screen readers."""
        self.label.setText(text)
        widgets: tuple[QWidget, ...] = (self.label, self.slider, self.number)
        for widget in widgets:
            widget.setToolTip(tip)
        for widget in widgets[1:]:
            widget.setAccessibleName(words.unmarked(text))
            widget.setAccessibleDescription(tip)

    def add_beside_label(self, widget: QWidget) -> None:
        """A small control that belongs to the label, at its right."""
        self._beside = widget
        self._row.insertWidget(1, widget)

    def label_width(self) -> int:
        """How wide the label and what is beside it want to be."""
        extra = 0 if self._beside is None else self._beside.sizeHint().width() + self._row.spacing()
        return self.label.sizeHint().width() + extra

    def set_label_width(self, width: int) -> None:
        """Give the label's column this width, so that the sliders of a panel begin at one line."""
        self.label.setMinimumWidth(self.label.sizeHint().width() + width - self.label_width())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self.label and event.type() == QEvent.Type.MouseButtonDblClick and self.isEnabled():
            self.reset()
            return True
        return super().eventFilter(watched, event)

    # --- made once ---

    def _set_up_number(self, decimals: int, unit: str) -> None:
        self.number.setDecimals(decimals)
        self.number.setRange(self.minimum, self.maximum)
        self.number.setSingleStep(self.step)
        if unit:
            self.number.setSuffix(f"\N{NO-BREAK SPACE}{unit}")

    def _lay_out(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.label, self.slider, self.number):
            self._row.addWidget(widget, 1 if widget is self.slider else 0)
        self.label.setBuddy(self.slider)
        self.label.installEventFilter(self)
        self.setFocusProxy(self.slider)

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._slid)
        self.slider.stepped.connect(self._stepped)
        self.slider.went_to_end.connect(self._went_to_end)
        self.slider.reset_asked.connect(self.reset)
        self.slider.sliderReleased.connect(self._quiet.start)
        self.slider.dragged.connect(self._end_gesture)
        self.slider.left.connect(self._end_gesture)
        self.number.valueChanged.connect(self._user_set)
        self.number.editingFinished.connect(self._end_gesture)
        self.number.lineEdit().returnPressed.connect(self.slider.setFocus)
        self._quiet.timeout.connect(self._quiet_now)

    # --- what the user does ---

    def _slid(self, position: int) -> None:
        value = self.minimum + (self.maximum - self.minimum) * (position / POSITIONS) ** self._curve
        self._user_set(self._on_grid(value))

    def _stepped(self, steps: int, pages: bool) -> None:
        size = max((self.maximum - self.minimum) / PAGE, self.step) if pages else self.step
        self._user_set(self._on_grid(self._value + steps * size))

    def _went_to_end(self, top: bool) -> None:
        self._user_set(self.maximum if top else self.minimum)

    def _on_grid(self, value: float) -> float:
        """The nearest value that the row can show."""
        value = self.minimum + round((value - self.minimum) / self.step) * self.step
        return round(value, self.number.decimals())

    def _user_set(self, value: float) -> None:
        value = min(max(value, self.minimum), self.maximum)
        if value == self._value:
            self._show()
            return
        self._value = value
        self._show()
        self._in_gesture = True
        self._quiet.start()
        self.changed.emit(value)

    def _quiet_now(self) -> None:
        if not self.slider.isSliderDown():
            self._end_gesture()

    def _end_gesture(self) -> None:
        self._quiet.stop()
        if self._in_gesture:
            self._in_gesture = False
            self.finished.emit()

    def _show(self) -> None:
        part = (self._value - self.minimum) / (self.maximum - self.minimum)
        with QSignalBlocker(self.slider), QSignalBlocker(self.number):
            # While it is dragged the handle stays under the pointer, even between two steps.
            if not self.slider.isSliderDown():
                self.slider.setValue(round(POSITIONS * part ** (1 / self._curve)))
            if round(self._value, self.number.decimals()) != self.number.value():
                self.number.setValue(self._value)


class _Slider(QSlider):
    """A horizontal slider that knows positions only; its row knows values."""

    stepped = Signal(int, bool)
    """How many steps, and whether they are pages."""
    went_to_end = Signal(bool)
    dragged = Signal()
    """The handle was let go after it was moved (a click may still become a double click)."""
    left = Signal()
    reset_asked = Signal()

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, POSITIONS)
        # Not by the mouse: after a drag the arrow keys go on to the next photo, and do not spoil what was just set.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumWidth(4 * self.fontMetrics().height())
        self._pressed_at = 0.0
        self._turned = 0

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().x()
            handle = self._part(QStyle.SubControl.SC_SliderHandle)
            if not handle.contains(event.position().toPoint()):
                self.setSliderPosition(self._position_at(event.position().x()))
            event = self._at_handle(event)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        moved = abs(event.position().x() - self._pressed_at)
        if event.button() == Qt.MouseButton.LeftButton and moved >= QApplication.startDragDistance():
            self.dragged.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset_asked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if not self.hasFocus():
            event.ignore()
            return
        event.accept()
        # Touch pads send small parts of a notch (120): they add up.
        self._turned += event.angleDelta().y() or -event.angleDelta().x()
        notches = int(self._turned / 120)
        self._turned -= 120 * notches
        if notches:
            self.stepped.emit(notches, False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        if key in _KEYS:
            self.stepped.emit(_KEYS[key], False)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.stepped.emit(1 if key == Qt.Key.Key_PageUp else -1, True)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.went_to_end.emit(key == Qt.Key.Key_End)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.left.emit()

    def _at_handle(self, event: QMouseEvent) -> QMouseEvent:
        """The same press at the height of the handle: the whole row takes it, not only the few pixels drawn."""
        middle = self._part(QStyle.SubControl.SC_SliderHandle).center().y()
        at = QPointF(event.position().x(), middle)
        shift = at - event.position()
        return QMouseEvent(
            event.type(),
            at,
            event.scenePosition() + shift,
            event.globalPosition() + shift,
            event.button(),
            event.buttons(),
            event.modifiers(),
            event.pointingDevice(),
        )

    def _position_at(self, x: float) -> int:
        """The position that puts the handle's middle there."""
        handle = self._part(QStyle.SubControl.SC_SliderHandle).width()
        groove = self._part(QStyle.SubControl.SC_SliderGroove)
        return QStyle.sliderValueFromPosition(
            0, POSITIONS, round(x - groove.left() - handle / 2), groove.width() - handle
        )

    def _part(self, part: QStyle.SubControl) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self)


class _Number(QDoubleSpinBox):
    """A typed number without buttons: the slider is beside it, and arrow keys still count."""

    def __init__(self) -> None:
        super().__init__()
        # Not ButtonSymbols.NoButtons: with a style sheet Qt 6.12 then makes the text one pixel wide.
        role(self, "number")
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.lineEdit().setTextMargins(0, 0, self.fontMetrics().height() // 4, 0)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as its widest number; the style reckons with buttons."""
        ends = (self.textFromValue(end) + self.suffix() for end in (self.minimum(), self.maximum()))
        width = max(self.fontMetrics().horizontalAdvance(text) for text in ends)
        return QSize(width + self.fontMetrics().height(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
