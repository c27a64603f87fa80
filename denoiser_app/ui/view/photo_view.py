"""The photo, before and after: zoomed, moved, compared."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCursor,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from denoiser_app.ui.dropping import local_paths
from denoiser_app.ui.view import loupe, overlays
from denoiser_app.ui.view.divider_handle import STEPS, DividerHandle
from denoiser_app.ui.view.gestures import Gestures
from denoiser_app.ui.view.labels import labels
from denoiser_app.ui.view.layout import Side, ViewMode
from denoiser_app.ui.view.message import Message
from denoiser_app.ui.view.renderer import Renderer
from denoiser_app.ui.view.stage import Stage
from denoiser_app.ui.view.viewport import Point

KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


@dataclass(frozen=True)
class DividerLine:
    """Where the line is, in logical pixels: ``at`` across it, from ``start`` to ``end`` along it, the knob at
    ``middle``."""

    at: float
    start: float
    end: float
    middle: float


class PhotoView(Stage):
    """A Stage with what compares: divider, loupe, mouse, keys.

    pointer_moved: the photo's pixel (y, x) under the pointer. files_dropped: list[Path]. mode_changed: ViewMode.
    """

    pointer_moved = Signal(int, int)
    pointer_left = Signal()
    files_dropped = Signal(list)
    mode_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None, renderer: Renderer | None = None) -> None:
        super().__init__(parent, renderer)
        self._progress: float | None = None
        self._pixel: tuple[int, int] | None = None
        self._pointer: Point | None = None
        self._ring = False
        self.loupe_shown = False
        self._make_parts()
        self._configure()

    def _make_parts(self) -> None:
        self._gestures = Gestures(self)
        self.handle = DividerHandle(self)
        self.handle.hide()
        self.handle.valueChanged.connect(self._handle_moved)
        self._message = Message(self)
        self._loupe = loupe.Loupe(self)

    def _configure(self) -> None:
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setMinimumSize(120, 120)
        self._name()

    # --- what is shown -----------------------------------------------------------------------------------------------

    def set_progress(self, share: float | None) -> None:
        """How much of the photo is denoised, 0-1; None hides the bar."""
        self._progress = share
        self.update(0, 0, self.width(), self.height() if self._layout.upright is False else 16)

    @property
    def progress(self) -> float | None:
        """The share that the bar shows."""
        return self._progress

    def set_message(self, text: str | None) -> None:
        """A sentence in the middle: "Opening...", or what went wrong; None takes it away."""
        self._message.say(text)

    @property
    def message(self) -> str:
        """The sentence shown, or ''."""
        return self._message.text()

    # --- how it is compared ------------------------------------------------------------------------------------------

    @property
    def mode(self) -> ViewMode:
        """What is compared."""
        return self._layout.mode

    def set_mode(self, mode: ViewMode) -> None:
        """Compare in another way, at the same place of the photo."""
        if mode is not self.mode:
            self._set_layout(replace(self._layout, mode=mode))
            self.mode_changed.emit(mode)

    @property
    def divider_orientation(self) -> Qt.Orientation:
        """Of the line between before and after: vertical means before is on the left."""
        return Qt.Orientation.Vertical if self._layout.upright else Qt.Orientation.Horizontal

    def set_divider_orientation(self, orientation: Qt.Orientation) -> None:
        """A vertical or a horizontal line between before and after."""
        self.handle.set_upright(orientation == Qt.Orientation.Vertical)
        self._set_layout(replace(self._layout, upright=orientation == Qt.Orientation.Vertical))

    @property
    def divider(self) -> float:
        """Where the line is, 0-1 of the view."""
        return self._layout.divider

    def set_divider(self, share: float) -> None:
        """Move the line, 0-1 of the view."""
        self._layout = replace(self._layout, divider=min(max(share, 0.0), 1.0))
        self._place_handle()
        self.update()

    def divider_line(self) -> DividerLine:
        """Where the line is painted (split view)."""
        ratio, shown, axis = self.devicePixelRatioF(), self.viewport.shown, self._layout.axis
        start, end = (shown.top, shown.bottom) if axis == 1 else (shown.left, shown.right)
        at = self._layout.border(self.viewport) / ratio
        return DividerLine(at, start / ratio, end / ratio, (start + end) / 2 / ratio)

    def _handle_moved(self, value: int) -> None:
        self.set_divider(value / STEPS)

    def _place_handle(self) -> None:
        self.handle.setVisible(self.mode is ViewMode.SPLIT and self.has_photo)
        self._message.lower_down(self.handle.isVisibleTo(self))
        line, half = self.divider_line(), self.handle.width() / 2
        x, y = (line.at, line.middle) if self._layout.upright else (line.middle, line.at)
        self.handle.move(round(x - half), round(y - half))
        self.handle.blockSignals(True)
        self.handle.setValue(round(self.divider * STEPS))
        self.handle.blockSignals(False)

    # --- hand, pointer and loupe -------------------------------------------------------------------------------------

    def toggle_fit_and_full(self, at: Point | None = None) -> None:
        """100 % at a place (default: under the pointer, else the middle) if the whole photo is shown, else back."""
        if at is None and self.underMouse():
            at = self.device(QPointF(self.mapFromGlobal(QCursor.pos())))
        super().toggle_fit_and_full(at)

    def set_hand(self, hand: bool) -> None:
        """While it is True (Space is held) every drag pans, also on the divider."""
        self._gestures.hand = hand
        self._gestures.update_cursor(QPointF(self.mapFromGlobal(QCursor.pos())))

    def set_loupe(self, shown: bool) -> None:
        """The card with the pixels under the pointer."""
        self.loupe_shown = shown
        self._show_loupe()
        self._gestures.update_cursor(QPointF(self.mapFromGlobal(QCursor.pos())))

    def point_at(self, at: Point | None) -> None:
        """The pointer is here (device pixels of the view), or elsewhere (None)."""
        self._pointer = at
        self._point()

    def _point(self) -> None:
        at = self._pointer
        pixel = None if at is None or not self.has_photo else self.viewport.pixel(self._layout.local(at))
        if pixel == self._pixel:
            return
        self._pixel = pixel
        self._show_loupe()
        if pixel is None:
            self.pointer_left.emit()
        else:
            self.pointer_moved.emit(*pixel)

    def _show_loupe(self) -> None:
        if not self.loupe_shown or self.picture is None or self._pixel is None or self._pointer is None:
            self._loupe.show_look(None)
            return
        ratio = self.devicePixelRatioF()
        pointer = QPointF(self._pointer[1] / ratio, self._pointer[0] / ratio)
        self._loupe.show_look(loupe.look(self.picture, self._pixel, self.look.recipe, self.look.lift), pointer)

    # --- painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Surround, photo, and what lies over it."""
        painter = QPainter(self)
        self._paint_surround(painter, event.region())
        if self.has_photo:
            self._paint_photo(painter)
            self._paint_overlays(painter)
        if self._ring and self.hasFocus():
            overlays.focus_ring(painter, QRectF(self.rect()), self.palette().accent().color())

    def _paint_overlays(self, painter: QPainter) -> None:
        ratio = self.devicePixelRatioF()
        if self.mode is ViewMode.SPLIT:
            line = self.divider_line()
            overlays.divider(painter, line.at, line.start, line.end, self._layout.upright)
        self._paint_progress(painter, ratio)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Medium)
        for label in labels(self._layout, self.viewport, self._words(), font, ratio):
            overlays.pill(painter, label.words, label.at, font)

    def _paint_progress(self, painter: QPainter, ratio: float) -> None:
        if self._progress is None:
            return
        area = self._layout.panes(self.viewport)[-1].area
        below_line = 2.0 if area.top > 0 else 0.0
        whole = QRectF(area.left / ratio, area.top / ratio + below_line, (area.right - area.left) / ratio, 1)
        overlays.progress_bar(painter, whole, self._progress, self.palette().accent().color())

    def _words(self) -> dict[Side, str]:
        return {
            Side.BEFORE: self.tr("Before"),
            Side.AFTER: self.tr("After"),
            Side.REMOVED: self.tr("What was removed"),
        }

    # --- events ------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A photo's worth."""
        return QSize(960, 640)

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The same place on another screen."""
        self._take_size()

    def _take_size(self) -> None:
        super()._take_size()
        self._message.place()
        self._loupe.place()

    def _moved(self) -> None:
        super()._moved()
        self._place_handle()
        self._point()

    def _changed(self) -> None:
        self._show_loupe()

    def event(self, event: QEvent) -> bool:
        """Gestures of the touchpad, another screen, keys that are the view's before they are shortcuts."""
        kind = event.type()
        if isinstance(event, QNativeGestureEvent) and self._gestures.native(event):
            return True
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._gestures.is_pan(event):
            event.accept()
            return True
        if kind == QEvent.Type.DevicePixelRatioChange:
            self._take_size()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another language or theme."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()
        super().changeEvent(event)

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Photo"))
        self.setAccessibleDescription(self.tr("The photo before and after. Shift and the arrow keys move it."))
        self.handle.setAccessibleName(self.tr("Divider between before and after"))
        self._loupe.setAccessibleName(self.tr("Loupe with pixel values"))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """See ``Gestures``."""
        self._gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """See ``Gestures``."""
        self._gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """See ``Gestures``."""
        self._gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """See ``Gestures``."""
        self._gestures.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """See ``Gestures``."""
        self._gestures.wheel(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is under the pointer."""
        self.point_at(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """See ``Gestures``; other keys go on to the window."""
        if not self._gestures.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The end of Space."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.set_hand(False)
        else:
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """A ring for who came with the keyboard."""
        self._ring = event.reason() in KEYBOARD
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is held by one who went elsewhere."""
        self._gestures.let_go()
        self.set_hand(False)
        super().focusOutEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files are welcome."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Tell who opens them."""
        paths = local_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)
