"""The pixels around the pointer, large, before and after, with their values."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.frame import Frame
from denoiser_app.engine.picture import Picture
from denoiser_app.ui.view.overlays import EDGE, WORDS

SIDE = 11  # pixels shown each way, the one under the pointer in the middle
CELL = 10  # logical pixels a pixel
PAD = 12
GRID = SIDE * CELL
BACK = QColor(18, 18, 18, 240)
DIM = QColor(185, 185, 185)
CHANNELS = (("R", QColor(255, 130, 120)), ("G", QColor(130, 220, 130)), ("B", QColor(135, 175, 255)))

Values = tuple[float, float, float]


@dataclass(frozen=True)
class Look:
    """What the loupe shows: two images of SIDE x SIDE pixels (less at the photo's edge) and two values, 0-255."""

    before: QImage
    after: QImage
    values: tuple[Values, Values]
    shift: tuple[int, int]  # (rows, columns) missing at the top and left, at the photo's edge


def look(picture: Picture, pixel: tuple[int, int], recipe: Recipe, lift: float = 0.0) -> Look:
    """The pixels around one, with the lift that the view has; the values are those without it, of the file."""
    (y, x), (height, width) = pixel, picture.size
    half = SIDE // 2
    box = Box(max(0, y - half), min(height, y + half + 1), max(0, x - half), min(width, x + half + 1))
    frame = Frame(picture, 0, box)
    before, after = (_image(frame, which, lift) for which in (None, recipe))
    return Look(before, after, picture.values(y, x, recipe), (half - (y - box.top), half - (x - box.left)))


def _image(frame: Frame, recipe: Recipe | None, lift: float) -> QImage:
    pixels = frame.render(recipe, lift)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32).copy()


class Loupe(QWidget):
    """A dark card in a corner of its parent; moves to the other side when the pointer comes near."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._look: Look | None = None
        self._right = True
        self.hide()

    def show_look(self, look: Look | None, pointer: QPointF | None = None) -> None:
        """Show this, or nothing; ``pointer`` in the parent's coordinates."""
        self._look = look
        self.setVisible(look is not None)
        if look is not None:
            self.place(pointer)
            self.update()

    def place(self, pointer: QPointF | None = None) -> None:
        """In a lower corner, away from the pointer."""
        size, parent = self.sizeHint(), self._around
        if pointer is not None:
            near = pointer.y() > parent.height() - size.height() - 60
            if near and pointer.x() > parent.width() - size.width() - 60:
                self._right = False
            elif near and pointer.x() < size.width() + 60:
                self._right = True
        left = parent.width() - size.width() - PAD if self._right else PAD
        self.setGeometry(left, parent.height() - size.height() - PAD, size.width(), size.height())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Two grids beside each other with three lines below."""
        return QSize(2 * GRID + 3 * PAD, round(GRID + 2.5 * PAD + 3.3 * QFontMetricsF(self._words()).height()))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The card, the grids, the values."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(EDGE, 1))
        painter.setBrush(BACK)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setFont(self._words())
        for number, image in enumerate((self._look.before, self._look.after)):
            self._grid(painter, image, PAD + number * (GRID + PAD))
        self._table(painter)

    def _grid(self, painter: QPainter, image: QImage, left: int) -> None:
        assert self._look is not None
        down, right = self._look.shift
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        target = QRectF(left + right * CELL, PAD + down * CELL, image.width() * CELL, image.height() * CELL)
        painter.drawImage(target, image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle = QRectF(left + SIDE // 2 * CELL, PAD + SIDE // 2 * CELL, CELL, CELL)
        for grown, color in ((1, QColor(0, 0, 0)), (0, QColor(255, 255, 255))):
            painter.setPen(QPen(color, 1))
            painter.drawRect(middle.adjusted(-grown, -grown, grown - 1, grown - 1))

    def _table(self, painter: QPainter) -> None:
        """A line for each channel's name and two for the values."""
        assert self._look is not None
        line = QFontMetricsF(self._words()).height() * 1.1
        top, column = GRID + 1.5 * PAD, (2 * GRID + PAD) / 5
        for number, (name, color) in enumerate(CHANNELS):
            self._cell(painter, name, (2 + number) * column, top, column, color)
        for row, (name, values) in enumerate(
            zip((self.tr("Before"), self.tr("After")), self._look.values, strict=True), start=1
        ):
            painter.setPen(DIM)
            painter.drawText(QRectF(PAD, top + row * line, 2 * column, line), Qt.AlignmentFlag.AlignVCenter, name)
            for number, value in enumerate(values):
                self._cell(painter, str(round(value)), (2 + number) * column, top + row * line, column, WORDS)

    def _cell(self, painter: QPainter, text: str, left: float, top: float, width: float, color: QColor) -> None:
        painter.setPen(color)
        height = QFontMetricsF(self._words()).height() * 1.1
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(PAD + left, top, width, height), flags, text)

    def _words(self) -> QFont:
        font = QFont(self.font())
        font.setFeature(QFont.Tag("tnum"), 1)  # digits of one width: the columns stand still
        return font
