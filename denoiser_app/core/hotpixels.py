"""Photosites that are known to be hot, replaced by what lies around them where they stand out.

A hot photosite's dark current goes with time and temperature, so that in this photo it may not show at all: a value is
replaced by the median m of the nearest photosites of its colour only where it exceeds m by more than

    4 sqrt(a m + b)

which the photo's own noise does once in 30,000 sites. The replacements are taken from the whole photo once, so that a
tile cannot differ from the whole, and only they are kept, not another copy of the photo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.cfa import Cfa
from denoiser_app.core.photo import PoissonGaussian

Float = NDArray[np.float32]
Places = NDArray[np.int64]

NEIGHBOURS = 8
"""Nearest sites of the colour that are looked at: in a Bayer array those two rows or columns away, for green also the
four across the corner."""
_STANDS_OUT = 4.0
_REACH = 6


@dataclass(frozen=True)
class Mended:
    """rows, columns: (N,) int64, sorted by row. values: (N,) or (N, 3) float32 for LinearRaw, what stands there now."""

    rows: Places
    columns: Places
    values: Float

    def put(self, region: Float, origin: tuple[int, int] = (0, 0)) -> Float:
        """The region of the mosaic whose top left site is ``origin``, with the replacements that lie in it; itself if
        there are none, else a copy."""
        first, last = np.searchsorted(self.rows, (origin[0], origin[0] + region.shape[0]))
        columns = self.columns[first:last] - origin[1]
        inside = (columns >= 0) & (columns < region.shape[1])
        if not inside.any():
            return region
        result = region.copy()
        result[self.rows[first:last][inside] - origin[0], columns[inside]] = self.values[first:last][inside]
        return result


def mended(mosaic: Float, cfa: Cfa, places: Sequence[tuple[int, int]], noise: PoissonGaussian) -> Mended:
    """What to put at the places, (y, x), that stand out of a signed linear mosaic, (H, W) or (H, W, 3)."""
    table = np.array(sorted(places), np.int64).reshape(-1, 2)
    height, width = mosaic.shape[:2]
    inside = (table >= 0).all(1) & (table[:, 0] < height) & (table[:, 1] < width)
    rows, columns = table[inside].T
    around = middle(neighbours(mosaic, cfa, rows, columns))
    values = mosaic[rows, columns]
    a, b = noise.by_color()
    color = np.arange(3) if mosaic.ndim == 3 else cfa.colors(*_phases(cfa))[rows % cfa.period, columns % cfa.period]
    allowed = np.sqrt(np.maximum(a[color] * np.maximum(around, 0.0) + b[color], 0.0))
    hot = values - around > _STANDS_OUT * allowed
    if mosaic.ndim == 3:
        around = np.where(hot, around, values)
        hot = hot.any(1)
    return Mended(rows[hot], columns[hot], np.asarray(around[hot], np.float32))


def neighbours(mosaic: Float, cfa: Cfa, rows: Places, columns: Places) -> Float:
    """(N, 8) float32, or (N, 8, 3) for LinearRaw: the nearest values of the same colour, NaN beyond the border."""
    height, width = mosaic.shape[:2]
    offsets = _offsets(cfa)[rows % cfa.period, columns % cfa.period]
    y, x = rows[:, None] + offsets[..., 0], columns[:, None] + offsets[..., 1]
    inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
    values = mosaic[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)]
    known = inside[..., None] if mosaic.ndim == 3 else inside
    return np.asarray(np.where(known, values, np.float32(np.nan)), np.float32)


def middle(values: Float) -> Float:
    """(N,) or (N, 3): median of (N, 8) or (N, 8, 3), NaN left out; 0 where there is nothing else. The same as
    ``np.nanmedian``, which is slow and warns."""
    ordered = np.sort(values, axis=1)  # NaN goes last
    count = np.maximum(np.isfinite(values).sum(1), 1)
    low, high = ((count - 1) // 2)[:, None], (count // 2)[:, None]
    found = (np.take_along_axis(ordered, low, 1) + np.take_along_axis(ordered, high, 1))[:, 0] / np.float32(2.0)
    return np.asarray(np.nan_to_num(found, nan=0.0), np.float32)


def _phases(cfa: Cfa) -> tuple[int, int]:
    return cfa.period, cfa.period


def _offsets(cfa: Cfa) -> NDArray[np.int64]:
    """(period, period, 8, 2): to the nearest sites of the same colour, for every phase of the array."""
    period, side = cfa.period, 2 * _REACH + 1
    reach = np.arange(-_REACH, _REACH + 1)
    steps = np.stack(np.meshgrid(reach, reach, indexing="ij"), -1).reshape(-1, 2)
    steps = steps[np.argsort((steps**2).sum(1), kind="stable")][1:]
    start = -(-_REACH // period) * period  # in phase with the array's origin
    colors = cfa.colors(2 * start + period + side, 2 * start + period + side)
    result = np.empty((period, period, NEIGHBOURS, 2), np.int64)
    for y in range(period):
        for x in range(period):
            around = colors[start + y + steps[:, 0], start + x + steps[:, 1]]
            result[y, x] = steps[around == colors[start + y, start + x]][:NEIGHBOURS]
    return result
