"""Colour filter arrays of any period: Bayer, X-Trans, and sensors without one (LinearRaw, monochrome).

Colours are numbered 0 = red, 1 = green, 2 = blue; the second green of a Bayer array is green. Patterns are indexed from
the origin of the active area.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, lcm
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
Kind = Literal["mosaic", "linear", "monochrome"]

_LETTERS = "RGB"


@dataclass(frozen=True)
class Cfa:
    """``pattern[y % rows][x % columns]`` is the colour of a photosite. ``linear`` has three colours at every pixel and
    ``monochrome`` one without a filter; both have the trivial pattern ((1,),)."""

    pattern: tuple[tuple[int, ...], ...]
    kind: Kind = "mosaic"

    @property
    def period(self) -> int:
        """Least common multiple of rows and columns: 2 for Bayer, 6 for X-Trans, 1 without a filter array."""
        return lcm(len(self.pattern), len(self.pattern[0]))

    @property
    def name(self) -> str:
        """'RGGB', 'X-Trans', 'LinearRaw', 'monochrome' or 'RxC mosaic'."""
        if self.kind != "mosaic":
            return "LinearRaw" if self.kind == "linear" else "monochrome"
        rows, columns = len(self.pattern), len(self.pattern[0])
        if (rows, columns) == (2, 2):
            return "".join(_LETTERS[c] for row in self.pattern for c in row)
        return "X-Trans" if (rows, columns) == (6, 6) else f"{rows}x{columns} mosaic"

    def colors(self, height: int, width: int, origin: tuple[int, int] = (0, 0)) -> NDArray[np.uint8]:
        """(height, width) uint8 of colour numbers for the region whose top left photosite is ``origin`` (y, x)."""
        tile = np.asarray(self.pattern, np.uint8)
        rows = (np.arange(height) + origin[0]) % tile.shape[0]
        columns = (np.arange(width) + origin[1]) % tile.shape[1]
        return np.asarray(tile[rows[:, None], columns[None, :]])

    def masks(self, height: int, width: int, origin: tuple[int, int] = (0, 0)) -> Float:
        """(height, width, 3) float32, 1 where a colour is sampled; all ones without a filter array."""
        if self.kind != "mosaic":
            return np.ones((height, width, 3), np.float32)
        colors = self.colors(height, width, origin)
        return np.asarray(colors[..., None] == np.arange(3, dtype=np.uint8), np.float32)


def bayer(letters: str) -> Cfa:
    """The Bayer array named by its first two rows, for example 'RGGB'."""
    a, b, c, d = (_LETTERS.index(letter) for letter in letters)
    return Cfa(((a, b), (c, d)))


def xtrans() -> Cfa:
    """Fujifilm's X-Trans array in one of its phases (US patent 2011/0069200)."""
    rows = ("GGRGGB", "GGBGGR", "BRGRBG", "GGBGGR", "GGRGGB", "RBGBRG")
    return Cfa(tuple(tuple(_LETTERS.index(letter) for letter in row) for row in rows))


def linear() -> Cfa:
    """Three full colour planes (LinearRaw DNG)."""
    return Cfa(((1,),), "linear")


def monochrome() -> Cfa:
    """A sensor without colour filters."""
    return Cfa(((1,),), "monochrome")


def interpolate(mosaic: Float, cfa: Cfa) -> Float:
    """(H, W, 3) float32 from (H, W) or (H, W, 3): each missing colour is the weighted mean of its neighbours.

    Normalised convolution (Knutsson and Westin, CVPR 1993), so it works for any array, size and border, keeps samples
    as they are, the sign included, and never leaves the range of its input. Bilinear for Bayer.
    """
    if cfa.kind == "linear":
        return np.asarray(mosaic, np.float32)
    if cfa.kind == "monochrome":
        return np.repeat(np.asarray(mosaic, np.float32)[..., None], 3, axis=2)
    kernel = _binomial(3 if cfa.period <= 2 else max(5, cfa.period | 1))
    colors = cfa.colors(*mosaic.shape)
    planes = [_fill(mosaic, (colors == c).astype(np.float32), kernel) for c in range(3)]
    return np.stack(planes, axis=2)


def _binomial(size: int) -> Float:
    row = np.array([comb(size - 1, k) for k in range(size)], np.float64)
    return np.asarray(row / row.sum(), np.float32)


def _fill(mosaic: Float, mask: Float, kernel: Float) -> Float:
    """One plane: the samples where ``mask`` is 1, elsewhere their weighted mean (0 where none is near)."""
    weight = cv2.sepFilter2D(mask, -1, kernel, kernel, borderType=cv2.BORDER_REFLECT_101)
    total = cv2.sepFilter2D(mosaic * mask, -1, kernel, kernel, borderType=cv2.BORDER_REFLECT_101)
    mean = np.divide(total, weight, out=np.zeros_like(total), where=weight > 1e-6)
    return np.where(mask > 0, mosaic, mean).astype(np.float32)
