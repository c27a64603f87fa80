"""The two larger pictures of the selected photo, before and after, made in a thread; the latest request wins."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage

from denoiser_app.core.errors import Cancelled, DenoiserError
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch.items import Item
from denoiser_app.engine.batch.keepsakes import crops_of
from denoiser_app.formats.thumbnails import preview
from denoiser_app.ui.jobs.previews import to_image
from denoiser_app.ui.panels.batch.item_words import has_result

Side = Literal["before", "after"]
SIDES: tuple[Side, ...] = ("before", "after")
LONGEST = 640
"""Pixels of the longer side: what the details show on a screen of two device pixels a point."""


@dataclass(frozen=True)
class Wanted:
    """A side of a photo. is_crop: a small part that the run has put aside, else the whole photo, smaller."""

    number: int
    side: Side
    path: Path
    is_crop: bool


@dataclass(frozen=True)
class Made:
    """The picture, a null image where there is none to be had."""

    wanted: Wanted
    image: QImage


def crop_of(item: Item, side: Side) -> Path:
    """Where a run keeps the part of the photo that shows its noise best, and the same part of the result."""
    return crops_of(item.batch) / f"{item.id}-{side}.jpg"


def wanted_of(item: Item) -> list[Wanted]:
    """The pair of crops where it is there, else the photo and, if it is done, its result."""
    crops = {side: crop_of(item, side) for side in SIDES}
    if has_result(item) and all(path.is_file() for path in crops.values()):
        return [Wanted(item.id, side, path, True) for side, path in crops.items()]
    whole = [Wanted(item.id, "before", item.source, False)]
    if has_result(item) and item.target is not None:
        whole.append(Wanted(item.id, "after", item.target, False))
    return whole


class Pictures(QObject):
    """made: in the window's thread, one for each side of the photo that was asked for last."""

    made = Signal(object)
    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._token = CancelToken()
        self._done.connect(self._take)

    def want(self, sides: list[Wanted]) -> None:
        """These and no others."""
        self._token.cancel()
        self._token = CancelToken()
        for side in sides:
            self._pool.start(_Task(self, side, self._token))

    def close(self) -> bool:
        """Ends the thread. False if it did not end in ten seconds."""
        self.want([])
        return self._pool.waitForDone(10_000)

    @Slot(object, object)
    def _take(self, result: Made, token: CancelToken) -> None:
        if not token.cancelled:
            self.made.emit(result)


class _Task(QRunnable):
    def __init__(self, owner: Pictures, wanted: Wanted, token: CancelToken) -> None:
        super().__init__()
        self._owner, self._wanted, self._token = owner, wanted, token

    def run(self) -> None:
        if self._token.cancelled:
            return
        try:
            image = _image(self._wanted, self._token)
        except Cancelled:
            return
        except (DenoiserError, OSError):  # the table says what is wrong with the photo
            image = QImage()
        self._owner._done.emit(Made(self._wanted, image), self._token)


def _image(wanted: Wanted, token: CancelToken) -> QImage:
    if wanted.is_crop:
        return QImage(str(wanted.path))
    return to_image(preview(wanted.path, LONGEST, token).pixels)
