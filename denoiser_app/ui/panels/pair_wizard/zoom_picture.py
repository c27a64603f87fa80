"""A picture that can be looked at closely: fitted, or zoomed by wheel and keys and dragged."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsPixmapItem, QGraphicsScene, QGraphicsView, QWidget

from denoiser_app.ui import theme

STEP, MOST = 1.25, 16.0
"""Of one turn of the wheel; device pixels for one of the picture's."""


class ZoomPicture(QGraphicsView):
    """Double click and Z change between the whole picture and its pixels; + and - and the wheel zoom; arrows scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fitted, self._image, self.said = True, QImage(), ""
        self._scene = QGraphicsScene(self)
        self._item = QGraphicsPixmapItem()
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._scene.addItem(self._item)
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.setMinimumSize(160, 120)

    @property
    def image(self) -> QImage:
        """What is shown; a null one for nothing."""
        return self._image

    def show_image(self, image: QImage, said: str) -> None:
        """A picture, or, with a null one, a sentence in its place. The zoom stays for one of the same size."""
        is_same = image.size() == self._image.size()
        self._image, self.said = image, said
        self.setAccessibleName(said)
        self._item.setPixmap(QPixmap.fromImage(image))
        self._scene.setSceneRect(QRectF(image.rect()))
        if not is_same or self._fitted:
            self.fit()
        self.viewport().update()

    def fit(self) -> None:
        """The whole picture; a small one is not made larger than four times."""
        self._fitted = True
        self.resetTransform()
        if self._image.isNull():
            return
        room, ratio = self.viewport().size(), self.devicePixelRatioF()
        scale = min(room.width() / self._image.width(), room.height() / self._image.height(), 4.0 / ratio)
        self.scale(scale, scale)
        self._smooth()

    def full_size(self, at: QPointF | None = None) -> None:
        """A device pixel for each of the picture's."""
        self._fitted = False
        self.resetTransform()
        self.scale(1 / self.devicePixelRatioF(), 1 / self.devicePixelRatioF())
        self._smooth()
        if at is not None:
            self.centerOn(at)

    def zoom(self, by: float) -> None:
        """Around the pointer."""
        least = min(self._fit_scale(), 1 / self.devicePixelRatioF())
        wanted = self.transform().m11() * by
        self._fitted = wanted <= least
        if self._fitted:
            self.fit()
        elif wanted <= MOST / self.devicePixelRatioF():
            self.scale(by, by)
            self._smooth()

    def _fit_scale(self) -> float:
        if self._image.isNull():
            return 1.0
        room = self.viewport().size()
        return min(room.width() / self._image.width(), room.height() / self._image.height())

    def _smooth(self) -> None:
        """Enlarged, pixels are seen as they are."""
        enlarged = self.transform().m11() * self.devicePixelRatioF() > 1.01
        mode = Qt.TransformationMode.FastTransformation if enlarged else Qt.TransformationMode.SmoothTransformation
        self._item.setTransformationMode(mode)

    def _toggle(self, at: QPointF | None = None) -> None:
        self.full_size(at) if self._fitted else self.fit()

    # --- Qt's own names

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        turned = event.angleDelta().y()
        if turned and not self._image.isNull():
            self.zoom(STEP ** (turned / 120))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._toggle(self.mapToScene(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(STEP)
            case Qt.Key.Key_Minus:
                self.zoom(1 / STEP)
            case Qt.Key.Key_0:
                self.fit()
            case Qt.Key.Key_1:
                self.full_size()
            case Qt.Key.Key_Z:
                self._toggle()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: N802
        painter.fillRect(rect, QColor(theme.colors().surround))

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: N802
        """Why there is no picture, and which part has the keyboard."""
        painter.save()
        painter.resetTransform()
        colors, room = theme.colors(), self.viewport().rect()
        if self._image.isNull():
            painter.setPen(QColor(colors.text))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room.adjusted(16, 8, -16, -8), flags, self.said)
        if self.hasFocus():
            painter.setPen(QColor(colors.accent))
            painter.drawRect(room.adjusted(0, 0, -1, -1))
        painter.restore()
