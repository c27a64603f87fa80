"""By how much one frame of a scene is brighter than another, of every colour: a robust line through block means.

    bright = gain * dark + offset

in linear light. Means of blocks hardly mind a shift; blocks that do not follow the line (people, lamps) lose their
voice. The offset is that of a black level that is not quite black and of banding; it is held near zero, so that a scene
without contrast has a gain, too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denoiser_app.pairs.checking.align import without_stripes
from denoiser_app.pairs.checking.views import Float, Mask, binned

Doubles = NDArray[np.float64]
Three = tuple[float, float, float]

_SIDE = 12
_OFFSET = 5e-4
"""Deviation that an offset may have before anything is measured: what the black level of raws is uncertain by."""
_COMMON, _BANDING = 0.3, 0.15
"""The same as shares of a cell's noise, of the whole frame and of a row or column of blocks: banding does not average
out over a block's rows, and noise that is cut off at the file's zero has too bright a mean in the dark."""
_FLOOR = 0.01
"""Deviation of a block from the line, as a share of its brightness, beside the noise: tone curves, lenses, light."""
_OUTLIER = 4.0
_LEAST_BLOCKS = 8
_REPEATS, _EXACT = 5, 2e-3
_NOTHING = 1e-15
"""Of the most certain unknown's information: less is rounding, and the gain stays as it is."""


@dataclass(frozen=True)
class Gain:
    """of: red, green, blue. error: their standard deviations."""

    of: Three
    error: Three

    @property
    def stops(self) -> float:
        """In EV, of green, whose noise is least."""
        return float(np.log2(max(self.of[1], 1e-6)))

    @property
    def stops_error(self) -> float:
        """Standard deviation of ``stops``."""
        return float(self.error[1] / max(self.of[1], 1e-6) / np.log(2.0))


def gain(dark: Float, bright: Float, ignored: Mask) -> Gain:
    """(h, w, 3) linear each; (h, w) or (h, w, 3), cells that do not count. Ones, and infinite errors, if nothing can be
    measured."""
    by_color = np.broadcast_to(ignored[..., None] if ignored.ndim == 2 else ignored, dark.shape)
    found = [_one(dark[..., c], bright[..., c], (~by_color[..., c]).astype(np.float32)) for c in range(3)]
    (red, green, blue), errors = zip(*found, strict=True)
    return Gain((red, green, blue), errors)


def _side(shape: tuple[int, ...]) -> int:
    finest = _SIDE * max(1, round(float((shape[0] * shape[1] / 120_000) ** 0.5)))
    return max(2, min(finest, min(shape[:2]) // 4))


def _one(dark: Float, bright: Float, known: Float) -> tuple[float, float]:
    side = _side(dark.shape)
    counts = binned(known, side)
    if min(counts.shape) < 1 or np.count_nonzero(counts > 0.5) < _LEAST_BLOCKS:
        return 1.0, float("inf")
    use = counts.ravel() > 0.5
    x = (binned(dark * known, side).ravel()[use] / counts.ravel()[use]).astype(np.float64)
    at = np.stack(np.divmod(np.flatnonzero(use), counts.shape[1]), axis=1)
    slope, error = _ratio(dark, bright, known), float("inf")
    for _ in range(_REPEATS):
        # Taking off the stripes takes off what a wrong gain leaves of horizontal and vertical edges, too.
        difference = without_stripes((bright - np.float32(slope) * dark) * known, known)
        rest = (binned(difference, side).ravel()[use] / counts.ravel()[use]).astype(np.float64)
        noise = float(np.median(np.abs(difference[known > 0]))) / 0.6745
        more, error = _line(x, rest, at, noise, side, slope)
        slope += more
        if abs(more) < _EXACT * abs(slope):
            break
    return slope, error


def _ratio(dark: Float, bright: Float, known: Float) -> float:
    total = float((dark * known).sum(dtype=np.float64))
    return float((bright * known).sum(dtype=np.float64)) / total if total > 0 else 1.0


def _line(
    x: Doubles, rest: Doubles, at: NDArray[np.intp], noise: float, side: int, start: float
) -> tuple[float, float]:
    """What has to be added to the gain, and its standard deviation. at: (N, 2) row and column of each block.

    Residual variance of a block: noise, most of it shot noise and so growing with brightness, and a share of its
    brightness. Rows and columns of blocks have offsets of their own, as banding gives them, each held near zero.
    """
    top = max(float(np.median(x)), 1e-6)
    variance = (noise / side) ** 2 * (0.3 + 0.7 * np.maximum(x, 0.0) / top)
    variance += (_FLOOR * start * np.maximum(x, 0.0)) ** 2 + 1e-12
    banding = 1.0 / max(_BANDING * noise, 1e-9) ** 2
    common = 1.0 / np.hypot(_OFFSET, _COMMON * noise) ** 2
    trust, slope, error, scale = np.ones_like(x), 0.0, 0.0, 1.0
    for _ in range(8):
        slope, error, fitted = _fit(x, rest, at, trust / variance, common, banding)
        distance = np.abs(rest - fitted) / np.sqrt(variance)
        scale = max(1.0, float(np.median(distance)) / 0.6745)
        trust = np.clip(1.0 - (distance / (_OUTLIER * scale)) ** 2, 0.0, None) ** 2
    return slope, scale * error


def _fit(
    x: Doubles, rest: Doubles, at: NDArray[np.intp], weight: Doubles, common: float, banding: float
) -> tuple[float, float, Doubles]:
    """Weighted least squares: slope, its deviation, and what rest should be. common, banding: inverse variances that
    the offset of all blocks and those of rows and columns are held near zero with.

    The offsets of rows (or of columns, whichever are more) do not meet each other, so they are eliminated by divisions
    alone; of what remains the slope is the last.
    """
    few, many = (at[:, 0], at[:, 1]) if at[:, 0].max() < at[:, 1].max() else (at[:, 1], at[:, 0])
    shape = int(many.max()) + 1, int(few.max()) + 1
    # Sums of the normal equations over the blocks of each of the many: with the slope, the offset, each of the few.
    met = np.empty((shape[0], 2 + shape[1]))
    met[:, 0] = np.bincount(many, weight * x, shape[0])
    met[:, 2:] = np.bincount(many * shape[1] + few, weight, shape[0] * shape[1]).reshape(shape)
    met[:, 1] = met[:, 2:].sum(1)
    own = met[:, 1] + banding
    normal = np.zeros((2 + shape[1], 2 + shape[1]))
    normal[0], normal[1] = met[:, 0].sum(), met.sum(0)
    normal[0, 0], normal[0, 2:] = (weight * x * x).sum(), np.bincount(few, weight * x, shape[1])
    normal[2:, :2] = normal[:2, 2:].T
    np.fill_diagonal(normal[2:, 2:], normal[1, 2:] + banding)
    normal[1, 1] += common
    strongest = max(float(own.max()), float(normal.diagonal().max()))
    pull = np.bincount(many, weight * rest, shape[0])
    right = np.concatenate([[(weight * x * rest).sum(), pull.sum()], np.bincount(few, weight * rest, shape[1])])
    normal -= met.T @ (met / own[:, None])
    right -= met.T @ (pull / own)
    beside, alone = np.linalg.solve(normal[1:, 1:], np.stack([normal[1:, 0], right[1:]], axis=1)).T
    information = float(normal[0, 0] - normal[0, 1:] @ beside)
    known = information > _NOTHING * strongest
    slope = float(right[0] - normal[0, 1:] @ alone) / information if known else 0.0
    solution = np.concatenate([[slope], alone - slope * beside])
    offsets = (pull - met @ solution) / own
    fitted = solution[0] * x + solution[1] + solution[2:][few] + offsets[many]
    return slope, information**-0.5 if known else 0.0, fitted
