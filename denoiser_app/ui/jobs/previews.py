"""Small pictures of photos, made in thread pools: for the filmstrip, and for the blink before a photo is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage

from denoiser_app.core.errors import Cancelled
from denoiser_app.core.photo import Metadata
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats.metadata import read_facts
from denoiser_app.formats.thumbnails import Preview, ThumbnailCache, preview

THUMBNAIL = 320
"""Longest side in pixels: what a strip shows on a screen of two device pixels a point."""
LARGE = 2560


@dataclass(frozen=True)
class Small:
    """``image`` of the photo, upright; ``size`` of the whole photo (height, width) if known."""

    path: Path
    image: QImage
    size: tuple[int, int] | None
    metadata: Metadata


@dataclass(frozen=True)
class NoPreview:
    """The photo could not be read, and why."""

    path: Path
    error: BaseException


@dataclass(frozen=True)
class Known:
    """What a photo's metadata say, without a picture of it."""

    path: Path
    metadata: Metadata


class _Facts(QRunnable):
    """Reads the metadata of many photos, one after another."""

    def __init__(self, previews: Previews, paths: Sequence[Path], token: CancelToken) -> None:
        super().__init__()
        self._previews, self._paths, self._token = previews, paths, token

    def run(self) -> None:
        for path in self._paths:
            if self._token.cancelled:
                return
            self._previews.facts.emit(Known(path, read_facts(path)))


class _Task(QRunnable):
    def __init__(self, previews: Previews, path: Path, longest: int, token: CancelToken) -> None:
        super().__init__()
        self._previews, self._path, self._longest, self._token = previews, path, longest, token

    def run(self) -> None:
        if self._token.cancelled:
            return
        try:
            made = self._previews.make(self._path, self._longest, self._token)
            self._previews.done.emit(Small(self._path, to_image(made.pixels), made.size, made.metadata), self._longest)
        except Cancelled:
            return
        except Exception as error:  # noqa: BLE001 - told to the window
            self._previews.done.emit(NoPreview(self._path, error), self._longest)


class Previews(QObject):
    """Signals come in the window's thread."""

    thumbnail = Signal(object)
    large = Signal(object)
    facts = Signal(object)
    done = Signal(object, int)

    def __init__(self, cache: ThumbnailCache | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cache = cache
        self._small, self._large = QThreadPool(self), QThreadPool(self)
        self._small.setMaxThreadCount(1)
        self._large.setMaxThreadCount(2)
        self._wanted: dict[Path, CancelToken] = {}
        self._token = CancelToken()
        self._reading, self._facts_token = QThreadPool(self), CancelToken()
        self._reading.setMaxThreadCount(1)
        self._closed = False
        self.done.connect(self._sort)

    def want_thumbnails(self, paths: Sequence[Path]) -> None:
        """These and no others: what was asked for before and is not begun is dropped."""
        if self._closed:  # the strip may still ask
            return
        for path in set(self._wanted) - set(paths):
            self._wanted.pop(path).cancel()
        for path in paths:
            if path not in self._wanted:
                self._wanted[path] = CancelToken()
                self._small.start(_Task(self, path, THUMBNAIL, self._wanted[path]))

    def want_facts(self, paths: Sequence[Path]) -> None:
        """The metadata of these photos, and no others."""
        self._facts_token.cancel()
        self._facts_token = CancelToken()
        if paths:
            self._reading.start(_Facts(self, paths, self._facts_token))

    def want_large(self, path: Path) -> None:
        """The preview of the photo that is being opened, before anything else."""
        self._token.cancel()
        if self._closed:
            return
        self._token = CancelToken()
        self._large.start(_Task(self, path, LARGE, self._token))

    def make(self, path: Path, longest: int, token: CancelToken) -> Preview:
        """In a pool's thread. Raises InputError, Cancelled."""
        small = longest == THUMBNAIL and self._cache is not None
        found = self._cache.get(path, longest) if small and self._cache else None
        if found is not None:
            return found
        made = preview(path, longest, token)
        if small and self._cache:
            self._cache.put(path, longest, made)
        return made

    def close(self) -> bool:
        """Ends the threads, for good. False if they did not end in ten seconds."""
        self._closed = True
        self._token.cancel()
        self._facts_token.cancel()
        for token in self._wanted.values():
            token.cancel()
        self._small.clear()
        self._large.clear()
        return all(pool.waitForDone(10_000) for pool in (self._small, self._large, self._reading))

    @Slot(object, int)
    def _sort(self, result: Small | NoPreview, longest: int) -> None:
        if longest == THUMBNAIL:
            self._wanted.pop(result.path, None)
            self.thumbnail.emit(result)
        else:
            self.large.emit(result)


def to_image(pixels: np.ndarray) -> QImage:
    """(h, w, 3) uint8 sRGB as a QImage that owns its pixels."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
