"""One picture with a line that says what it is, as large as its place allows."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from denoiser_app.ui import theme
from denoiser_app.ui.stylesheet import role


class Picture(QWidget):
    """A title and a frame below it. A close-up is shown pixel by pixel, several times as large where there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self._frame = QLabel(), _Frame()
        role(self.title, "note")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.title)
        layout.addWidget(self._frame, 1)

    @property
    def image(self) -> QImage | None:
        """What is shown; None while it is on its way."""
        return self._frame.image

    def show_image(self, title: str, image: QImage | None, said: str = "", *, close_up: bool = False) -> None:
        """A picture; or, in its place, why there is none."""
        self.title.setText(title)
        self._frame.setAccessibleName(f"{title}: {said}" if said else title)
        self._frame.image, self._frame.said, self._frame.close_up = image, said, close_up
        self._frame.update()


class _Frame(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.said, self.close_up = "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(72)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(300, 200)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        colors = theme.colors()
        painter.fillRect(self.rect(), QColor(colors.surround))
        if self.image is None or self.image.isNull():
            painter.setPen(QColor(colors.text))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(12, 6, -12, -6), flags, self.said)
        else:
            self._paint_image(painter, self.image)
        painter.end()

    def _paint_image(self, painter: QPainter, image: QImage) -> None:
        """In device pixels, so that what is seen of the noise is what is in the file."""
        ratio = self.devicePixelRatioF()
        room = QSize(round(self.width() * ratio), round(self.height() * ratio))
        times = min(room.width() // image.width(), room.height() // image.height())
        fitted = image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
        size = image.size() * max(times, 1) if self.close_up else fitted  # what does not fit is cut off
        smooth, fast = Qt.TransformationMode.SmoothTransformation, Qt.TransformationMode.FastTransformation
        made = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, fast if self.close_up else smooth)
        made.setDevicePixelRatio(ratio)
        left, top = ((room.width() - size.width()) // 2 / ratio, (room.height() - size.height()) // 2 / ratio)
        painter.drawImage(QPointF(left, top), made)
