"""A picture at full size and at halves of it, so that every zoom reads about as many pixels as the screen has.

A pixel of a level is the mean of the 2 x 2 pixels below it, rounded; where a side is odd, the last row or column counts
twice. Pasting a box computes exactly the pixels above it anew, so that a picture put together from tiles, in any
order, equals the same picture made at once.
"""

from __future__ import annotations

from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.tiling import Box

Codes = NDArray[np.uint16]

LEVELS = 6
"""At most: the last one is 1/32 of the photo's side."""
SMALLEST = 512
"""No level is made above one whose longer side is at most this."""
ALIGN = 1 << (LEVELS - 1)
"""Boxes whose edges are multiples of this share no pixel of any level: they may be pasted at the same time."""


class Pyramid:
    """levels[k]: (ceil(height / 2^k), ceil(width / 2^k), channels) uint16, k = 0 ... n - 1 with n <= 6."""

    levels: list[Codes]

    def __init__(self, size: tuple[int, int], channels: int = 3) -> None:
        """size: (height, width). Allocated, not filled."""
        self.levels = [np.empty((*size, channels), np.uint16)]
        self._add_levels()

    @classmethod
    def of(cls, array: Codes) -> Self:
        """Of (H, W, C) uint16, which becomes level 0 without a copy."""
        pyramid = cls.__new__(cls)
        pyramid.levels = [array]
        pyramid._add_levels()
        height, width = array.shape[:2]
        pyramid._renew(Box(0, height, 0, width))
        return pyramid

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) of level 0."""
        height, width = self.levels[0].shape[:2]
        return height, width

    def paste(self, box: Box, pixels: Codes) -> None:
        """Puts (h, w, C) uint16 at ``box`` of level 0 and renews what depends on it in the other levels."""
        self.levels[0][box.slices] = pixels
        self._renew(box)

    def fill_from(self, other: Pyramid) -> None:
        """Takes over all levels of a pyramid of the same size."""
        for own, theirs in zip(self.levels, other.levels, strict=True):
            np.copyto(own, theirs)

    def _add_levels(self) -> None:
        while len(self.levels) < LEVELS and max(self.levels[-1].shape[:2]) > SMALLEST:
            height, width, channels = self.levels[-1].shape
            self.levels.append(np.empty((-(-height // 2), -(-width // 2), channels), np.uint16))

    def _renew(self, box: Box) -> None:
        for finer, coarser in zip(self.levels, self.levels[1:], strict=False):
            box = coarser_box(box)
            rows, columns = (slice(2 * part.start, 2 * part.stop) for part in box.slices)
            _halve(finer[rows, columns], coarser[box.slices])


def coarser_box(box: Box, levels: int = 1) -> Box:
    """The smallest box that holds the same part of the photo ``levels`` levels up."""
    size = 1 << levels
    return Box(box.top // size, -(-box.bottom // size), box.left // size, -(-box.right // size))


def _halve(fine: Codes, coarse: Codes) -> None:
    """Means of 2 x 2 pixels of (h, w, C) into (ceil(h / 2), ceil(w / 2), C)."""
    height, width = fine.shape[0] // 2, fine.shape[1] // 2
    if fine.shape[0] % 2:
        _halve_even(np.repeat(fine[-1:], 2, 0)[:, : 2 * width], coarse[height:, :width])
    if fine.shape[1] % 2:
        last = np.repeat(fine[:, -1:], 2, 1)
        if fine.shape[0] % 2:
            last = np.concatenate([last, last[-1:]])
        _halve_even(last, coarse[:, width:])
    _halve_even(fine[: 2 * height, : 2 * width], coarse[:height, :width])


def _halve_even(fine: Codes, coarse: Codes) -> None:
    if not coarse.size:
        return
    size = coarse.shape[1], coarse.shape[0]
    halved = cv2.resize(fine, size, dst=coarse, interpolation=cv2.INTER_AREA)
    if halved is not coarse:  # OpenCV drops the axis of a single channel
        coarse[...] = halved.reshape(coarse.shape)
