"""How much of a camera's read noise is common to rows and columns: measured on what a pair's frames differ by.

    r(y, x) = noisy - clean = row(y) + column(x) + w(y, x)
    Var(mean of row y) = Var(row) + mean Var(w) / n

Neighbouring rows are compared, so that light that differs slowly over the frame counts for nothing:
E (m(y) - m(y + 2))^2 = 2 Var(row) + Var(w)(1 / n(y) + 1 / n(y + 2)). With steps of two rows the colours are the same in
every Bayer array.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
_STEP = 2
_LEAST = 32
"""Usable photosites of a row below which its mean tells nothing."""


@dataclass(frozen=True)
class Bands:
    """Variances of what rows and columns have in common, sensor white = 1, before white balance."""

    row: float = 0.0
    column: float = 0.0


def measure_bands(difference: Float, variance: Float, usable: NDArray[np.bool_]) -> Bands:
    """difference: (H, W) noisy - clean, before white balance. variance: (H, W) of all its noise.
    Each is measured without the other: the mean of a row holds all columns alike."""
    return Bands(_common(difference, variance, usable), _common(difference.T, variance.T, usable.T))


def _common(difference: Float, variance: Float, usable: NDArray[np.bool_]) -> float:
    count = usable.sum(1)
    rows = count >= _LEAST
    n = np.maximum(count, 1).astype(np.float64)
    mean = (difference * usable).sum(1, dtype=np.float64) / n
    of_mean = (variance * usable).sum(1, dtype=np.float64) / n**2
    both = rows[:-_STEP] & rows[_STEP:]
    if both.sum() < _LEAST:
        return 0.0
    squares = (mean[_STEP:] - mean[:-_STEP])[both] ** 2
    # A row with something that moved, or a line of hot pixels, stands far out of the rest.
    expected = (of_mean[_STEP:] + of_mean[:-_STEP])[both]
    kept = squares <= np.quantile(squares, 0.95)
    # The mean of the lower 95 % of squares of Gaussian numbers is 0.759 of the mean of all.
    return max(0.0, float((squares[kept].mean() / 0.759 - expected.mean()) / 2.0))
