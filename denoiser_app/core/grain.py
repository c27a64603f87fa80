"""Grain for photos that look too smooth: the same everywhere, of luminance only, added to display-encoded values.

A random pattern of a fixed seed, repeated every 512 pixels and anchored at the photo's top left corner as it stands
upright, so that a place has the same grain in the view, in the export and tomorrow. It is blurred by a little more than
half a pixel, as film's clumps are larger than a pixel of a scan; reduced views show its mean, as they show the photo's.
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.tiling import Box

Float = NDArray[np.float32]

SIZE = 512
"""Period of the pattern in pixels, both ways."""
STRONGEST = 12 / 255
"""Standard deviation at amount 100, in units of white: that of a very coarse film; noise of ISO 12800 is alike."""

_BLUR = 0.6
"""Standard deviation of the blur in pixels."""


def grain(box: Box, amount: float, level: int = 0) -> Float:
    """(h, w) float32 to add to every display-encoded channel of ``box``, in units of white.

    box: pixels of the upright photo, or at ``level`` k pixels of its k-th halving. amount: 0-100, linear in the
    standard deviation.
    """
    tile = pattern(level)
    rows, columns = (np.arange(start, end) % len(tile) for start, end in _spans(box))
    scale = np.float32(amount / 100.0 * STRONGEST)
    return np.asarray(tile[rows][:, columns] * scale, np.float32)


@cache
def pattern(level: int = 0) -> Float:
    """(n, n) float32, read-only, n = 512 / 2^level and at least 1: at level 0 mean 0 and variance 1, above it the mean
    of 2 x 2 values of the level below."""
    if level > 0:
        finer = pattern(level - 1)
        tile = finer if len(finer) == 1 else cv2.resize(finer, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    else:
        tile = _finest()
    result = np.array(tile, np.float32).reshape(max(1, SIZE >> level), -1)
    result.setflags(write=False)
    return result


def _finest() -> Float:
    """White Gaussian noise, blurred around the edges of the pattern so that it has no seams."""
    noise = np.random.default_rng(512).standard_normal((SIZE, SIZE)).astype(np.float32)
    edge = 8
    blurred = cv2.GaussianBlur(np.pad(noise, edge, mode="wrap"), (0, 0), _BLUR)[edge:-edge, edge:-edge]
    return np.asarray((blurred - blurred.mean()) / blurred.std(), np.float32)


def _spans(box: Box) -> tuple[tuple[int, int], tuple[int, int]]:
    return (box.top, box.bottom), (box.left, box.right)
