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
    return max(2, min(_SIDE * max(1, round((shape[0] * shape[1] / 120_000) ** 0.5)), min(shape[:2]) // 4))


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
    design = np.concatenate([x[:, None], np.ones((len(x), 1)), _dummies(at[:, 0]), _dummies(at[:, 1])], axis=1)
    offsets = np.full(design.shape[1], _BANDING * noise)
    offsets[:2] = np.inf, np.hypot(_OFFSET, _COMMON * noise)
    trust, solution, covariance, scale = np.ones_like(x), np.zeros(1), np.eye(1), 1.0
    for _ in range(8):
        weighted = design * (trust / variance)[:, None]
        covariance = np.linalg.pinv(weighted.T @ design + np.diag(1.0 / np.maximum(offsets, 1e-9) ** 2), hermitian=True)
        solution = covariance @ (weighted.T @ rest)
        distance = np.abs(rest - design @ solution) / np.sqrt(variance)
        scale = max(1.0, float(np.median(distance)) / 0.6745)
        trust = np.clip(1.0 - (distance / (_OUTLIER * scale)) ** 2, 0.0, None) ** 2
    return float(solution[0]), float(scale * np.sqrt(covariance[0, 0]))


def _dummies(index: NDArray[np.intp]) -> Doubles:
    return np.asarray(index[:, None] == np.arange(index.max() + 1), np.float64)
