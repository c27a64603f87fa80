"""How much of the noise the sites of a row or of a column have in common (EMVA Standard 1288, release 4).

With m the mean of the noise in a row of n sites, each weighted by the inverse of its variance,

    Var(row) = mean((m(y) - m(y + 1))^2) / 2 - mean(1 / sum(1 / V))

and so for columns. Neighbours are compared, so that light that changed over the picture is no banding.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.photo import PoissonGaussian
from denoiser_app.pairs.calibration.transfer import OUTLIER, Difference, cut_off

Float = NDArray[np.float32]

_LEAST = 16
"""Sites of a row, and rows, from which on a mean is taken."""


def banding(difference: Difference, noise: PoissonGaussian) -> tuple[float, float]:
    """(row, column) variances that all sites of a row or column share; of a frame, whose ``noise`` holds them.
    Negative where chance has it so; 0 where too little can be compared, and for LinearRaw."""
    if difference.noisy.ndim == 3:
        return 0.0, 0.0
    a, b = (values[difference.cfa.colors(*difference.usable.shape)] for values in noise.by_color())
    a, b = a / np.float32(difference.share), b / np.float32(difference.share)
    variance = np.maximum(a * np.maximum(difference.level, 0.0) + b, np.float32(1e-12))
    deviation = np.sqrt(variance)
    residual = difference.noisy - difference.clean
    recorded, follows = cut_off(residual, np.float32(difference.floor) - difference.level, deviation)
    weight = np.where(difference.usable & (np.abs(residual) < OUTLIER * deviation), 1.0 / variance, 0.0)
    followed = weight if follows is None else weight * follows
    row, column = (difference.share * _shared(recorded * weight, followed, axis) for axis in (1, 0))
    return row, column


def _shared(weighted: Float, weight: Float, axis: int) -> float:
    total = weight.sum(axis, dtype=np.float64)
    known = (weight > 0.0).sum(axis) >= _LEAST
    if known.sum() < _LEAST:
        return 0.0
    mean = weighted.sum(axis, dtype=np.float64) / np.maximum(total, 1e-30)
    both = known[:-1] & known[1:]
    chance = 1.0 / np.maximum(total, 1e-30)
    steps = (mean[:-1] - mean[1:]) ** 2 / 2.0 - (chance[:-1] + chance[1:]) / 2.0
    return float(steps[both].mean()) if both.any() else 0.0
