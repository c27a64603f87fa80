"""The whole photo, small: where the view is, what is denoised already; a click goes there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.frame import Frame
from denoiser_app.engine.picture import Picture
from denoiser_app.ui import theme
from denoiser_app.ui.view.viewport import Rect, Viewport

PAD = 8  # logical pixels around the photo
FINE = 500  # device pixels of the longer side
LATER_MS = 200  # changes within this time are painted together
WAITING = QColor(0, 0, 0, 105)  # over what is not denoised yet
OUTSIDE = QColor(0, 0, 0, 60)  # over what is not in view
STEP = 0.25  # of the visible part, for the arrow keys
ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class Navigator(QWidget):
    """moved: the point (y, x) of the upright photo that shall be in the middle of the view."""

    moved = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._image: QImage | None = None
        self._size: tuple[int, int] = (1, 1)
        self._stretch: tuple[float, float] = (1.0, 1.0)
        self._visible: Box | None = None
        self._recipe = Recipe()
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self._render)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(96)
        self._name()

    # --- what is shown -----------------------------------------------------------------------------------------------

    def set_picture(self, picture: Picture | None) -> None:
        """Another photo, or none."""
        self._picture = picture
        if picture is None:
            self._image = self._visible = None
            self.update()
            return
        self._size, self._stretch = picture.size, picture.stretch
        self._render()

    def set_preview(self, image: QImage, size: tuple[int, int]) -> None:
        """Shown until ``set_picture``; size: (h, w) of the whole upright photo."""
        self._picture, self._image, self._size, self._stretch = None, image, size, (1.0, 1.0)
        self.update()

    def set_recipe(self, recipe: Recipe) -> None:
        """Show it with this recipe, a moment later: dragging a slider is none of this widget's business."""
        self._recipe = recipe
        self._later.start()

    def set_visible(self, box: Box | None) -> None:
        """What is in view, in pixels of the upright photo."""
        self._visible = box
        self.update()

    def tile_arrived(self, _box: Box | None = None) -> None:
        """More is denoised; painted a moment later."""
        if not self._later.isActive():
            self._later.start()

    picture_changed = tile_arrived

    def _render(self) -> None:
        if self._picture is not None:
            level = _small_level(self._picture)
            height, width = self._picture.denoised.levels[level].shape[:2]
            pixels = Frame(self._picture, level, Box(0, height, 0, width)).render(self._recipe)
            self._image = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32).copy()
        self.update()

    # --- geometry ----------------------------------------------------------------------------------------------------

    def _viewport(self) -> Viewport:
        """The whole photo in this widget, in logical pixels."""
        screen = max(1, self.height() - 2 * PAD), max(1, self.width() - 2 * PAD)
        return Viewport(self._size, self._stretch, screen).fit()

    def _frame(self) -> QRectF:
        return _to_qt(self._viewport().frame)

    def _rectangle(self, box: Box) -> QRectF:
        viewport = self._viewport()
        (top, left), (bottom, right) = (
            viewport.to_screen((box.top, box.left)),
            viewport.to_screen((box.bottom, box.right)),
        )
        return _to_qt(Rect(top, left, bottom, right))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A landscape photo in a side panel."""
        return QSize(280, 190)

    # --- painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The photo, what waits, what is in view."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.surround())
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._frame(), self._image)
            self._paint_waiting(painter)
            self._paint_visible(painter)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().accent().color(), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_waiting(self, painter: QPainter) -> None:
        """Dim what is not denoised yet."""
        if self._picture is None or self._picture.complete:
            return
        waiting, done = QPainterPath(), QPainterPath()
        waiting.addRect(self._frame())
        done.setFillRule(Qt.FillRule.WindingFill)
        for box in list(self._picture.finished):  # the worker adds to it
            done.addRect(self._rectangle(box).adjusted(-0.3, -0.3, 0.3, 0.3))
        painter.fillPath(waiting.subtracted(done), WAITING)

    def _paint_visible(self, painter: QPainter) -> None:
        if self._visible is None:
            return
        frame, view = self._frame(), self._rectangle(self._visible).intersected(self._frame())
        if view.width() > frame.width() - 1 and view.height() > frame.height() - 1:
            return  # all of it is in view: no rectangle
        outside = QPainterPath()
        outside.addRect(frame)
        outside.addRect(view)
        painter.fillPath(outside, OUTSIDE)
        view = view.united(QRectF(view.center() - QPointF(3, 3), view.center() + QPointF(3, 3)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for grown, color in ((1, QColor(0, 0, 0, 150)), (0, QColor(255, 255, 255))):
            painter.setPen(QPen(color, 1))
            painter.drawRect(view.adjusted(-grown, -grown, grown, grown))

    # --- events ------------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another language or theme."""
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Navigator"))
        self.setAccessibleDescription(self.tr("The whole photo. The arrow keys move the part that is in view."))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the pointer while the button is held."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The arrow keys move the view."""
        if event.key() not in ARROWS or self._visible is None:
            super().keyPressEvent(event)
            return
        dy, dx = ARROWS[Qt.Key(event.key())]
        box, (height, width) = self._visible, self._visible.size
        y, x = (box.top + box.bottom) / 2 + dy * STEP * height, (box.left + box.right) / 2 + dx * STEP * width
        self.moved.emit(y, x)

    def _go(self, at: QPointF) -> None:
        if self._image is None:
            return
        y, x = self._viewport().to_photo((at.y() - PAD, at.x() - PAD))
        self.moved.emit(min(max(y, 0.0), float(self._size[0])), min(max(x, 0.0), float(self._size[1])))


def _small_level(picture: Picture) -> int:
    """The smallest mip that is not coarse on a fine screen."""
    sizes = [max(level.shape[:2]) for level in picture.denoised.levels]
    return max((k for k, size in enumerate(sizes) if size >= FINE), default=0)


def _to_qt(rect: Rect) -> QRectF:
    return QRectF(rect.left + PAD, rect.top + PAD, rect.right - rect.left, rect.bottom - rect.top)
