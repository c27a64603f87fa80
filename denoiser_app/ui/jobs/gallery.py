"""Pictures of the same place, of which two at a time are looked at: read in a thread, the last few kept."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from denoiser_app.core.errors import FileDamaged
from denoiser_app.core.photo import Metadata, RgbPhoto
from denoiser_app.core.tiling import Box
from denoiser_app.engine.display import VIEW_BLACK, VIEW_UNIT, open_display
from denoiser_app.engine.picture import Picture
from denoiser_app.engine.rendering import Rendering
from denoiser_app.ui.jobs.errands import Errands

_BRIGHT = 0.5
"""Of white, linear: three quarters of it as the eye sees it."""
KEPT = 3
"""Pictures in memory at once: the two that are shown, and the one to go back to. 24 megapixels take 0.2 GB each."""


class Gallery(QObject):
    """Makes a ``Picture`` of two files: one as its original, one as what became of it. The latest wish wins."""

    def __init__(self, parent: QObject | None = None, display: str = "srgb") -> None:
        super().__init__(parent)
        self._display = display
        self._errands = Errands("gallery", parent=self)
        self._kept: OrderedDict[Path, Picture] = OrderedDict()
        self._number = 0

    def want(
        self, left: Path, right: Path, then: Callable[[Picture], None], failed: Callable[[BaseException], None]
    ) -> None:
        """``then`` gets the two as one, in this thread; ``failed`` why there is none. Older wishes are forgotten."""
        self._number += 1
        number = self._number

        def done(picture: Picture | None) -> None:
            if picture is not None and number == self._number:
                then(picture)

        def not_done(error: BaseException) -> None:
            if number == self._number:
                failed(error)

        self._errands.put(lambda: self._both(left, right) if number == self._number else None, done, not_done)

    def forget(self) -> None:
        """Nothing of what was wanted is wanted any more; the files may be others next time."""
        self._number += 1
        self._errands.put(self._kept.clear, lambda _: None, lambda _: None)

    def close(self) -> bool:
        """Ends the thread, for good. False if it did not end in time."""
        self._number += 1
        return self._errands.close()

    # --- in the thread ------------------------------------------------------------------------------------------------

    def _both(self, left: Path, right: Path) -> Picture:
        first, second = self._one(left), self._one(right)
        if first.size != second.size:
            raise FileDamaged(path=str(right), reason="it has another size than the other pictures")
        return compared(first, second)

    def _one(self, path: Path) -> Picture:
        if path in self._kept:
            self._kept.move_to_end(path)
            return self._kept[path]
        made = Picture.of(Rendering(_photo(path), open_display(self._display)))
        self._kept[path] = made
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return made


def compared(before: Picture, after: Picture) -> Picture:
    """The first as the photo, the second as what became of it; nothing is copied."""
    made = Picture.__new__(Picture)
    made.size, made.stretch = before.size, before.stretch
    made.output, made.luminance = before.output, before.luminance
    made.original, made.denoised = before.original, after.original
    made.finished = (Box(0, before.size[0], 0, before.size[1]),)
    return made


def lift_of(picture: Picture) -> float:
    """EV by which the bright parts of a dark picture are brought to ``_BRIGHT``, 0-3; 0 for one that is not dark."""
    light = (picture.original.levels[-1].astype(np.float32) - VIEW_BLACK) / VIEW_UNIT
    bright = max(float(np.percentile(light.mean(-1), 98)), 1e-3)
    return min(max(math.log2(_BRIGHT / bright), 0.0), 3.0)


def _photo(path: Path) -> RgbPhoto:
    """A PNG or JPEG that the program has written itself, in sRGB."""
    image = QImage(str(path))
    if image.isNull():
        raise FileDamaged(path=str(path), reason="it is missing, or no picture")
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
    return RgbPhoto(pixels.astype(np.float32) * np.float32(1 / 255), Metadata(path=path))
