"""Whether two frames show the same scene: how well tiny pictures of them correlate, whatever their brightness."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.errors import InputError
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats.thumbnails import preview
from denoiser_app.pairs.session import Frame

Float = NDArray[np.float32]

SIDE = 160
"""Longest side of the picture that is asked for; cameras embed one of this size."""
SMALL = (48, 32)
"""(width, height) in which pictures are compared: some pixels of shift do not matter, nor does noise of low ISOs."""
PLAIN = 1.5
"""Standard deviation, in steps of 255, below which a picture has nothing to compare."""


class Likeness:
    """Compares frames of one session; keeps the tiny pictures that it has made. Not for several threads."""

    def __init__(self, folder: Path, token: CancelToken | None = None) -> None:
        self._folder, self._token = folder, token
        self._pictures: dict[str, Float | None] = {}

    def __call__(self, one: Frame, other: Frame) -> float | None:
        """-1 to 1; None where a file cannot be read or shows nothing. Raises Cancelled."""
        first, second = self._picture(one), self._picture(other)
        if first is None or second is None:
            return None
        return float((first * second).mean())

    def _picture(self, frame: Frame) -> Float | None:
        if frame.file not in self._pictures:
            self._pictures[frame.file] = self._made(frame)
        return self._pictures[frame.file]

    def _made(self, frame: Frame) -> Float | None:
        try:
            pixels = preview(self._folder / frame.file, SIDE, self._token).pixels
        except InputError:
            return None
        return tiny(pixels)


def tiny(pixels: NDArray[np.uint8]) -> Float | None:
    """(h, w, 3) uint8 -> (32, 48) float32 of mean 0 and deviation 1; None for a plain picture."""
    grey = cv2.resize(pixels.astype(np.float32).mean(2), SMALL, interpolation=cv2.INTER_AREA)
    deviation = float(grey.std())
    return None if deviation < PLAIN else np.asarray((grey - grey.mean()) / deviation, np.float32)
