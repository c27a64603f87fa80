"""How alike two pictures are: PSNR and SSIM, with the conventions of the field's tables.

    PSNR = -10 log10(mean((a - b)^2))        over all pixels and channels together, no border left out
    SSIM = mean of (2 ma mb + C1) (2 sab + C2) / ((ma^2 + mb^2 + C1) (sa^2 + sb^2 + C2))

for pictures whose data range is 1. A test set's figure is the mean of its pictures' figures, never one over all pixels.
SSIM is that of Wang et al., "Image quality assessment: from error visibility to structural similarity", IEEE TIP 2004:
an 11x11 Gaussian window of deviation 1.5, C1 = 0.01^2, C2 = 0.03^2, population covariance, the mean over the places
where the window lies inside the picture and over the channels. scikit-image computes the same with
``gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=1``.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.floating[Any]]
Plane = NDArray[np.float64]

WINDOW = 11
"""Side of the SSIM window in pixels: the smallest picture that has an SSIM."""

_DEVIATION = 1.5
_C1, _C2 = 0.01**2, 0.03**2


def psnr(a: Picture, b: Picture) -> float:
    """Peak signal-to-noise ratio in dB of two pictures (any equal shape, data range 1); infinite where they are
    equal."""
    _same_shape(a, b)
    error = np.subtract(a, b, dtype=np.float64)
    mean_square = float(np.square(error, out=error).mean())
    return -10.0 * math.log10(mean_square) if mean_square > 0.0 else math.inf


def ssim(a: Picture, b: Picture) -> float:
    """Structural similarity of two (H, W) or (H, W, C) pictures, data range 1; 1 where they are equal. At least
    11x11."""
    _same_shape(a, b)
    if min(a.shape[:2]) < WINDOW:
        raise ValueError(f"SSIM needs at least {WINDOW}x{WINDOW} pixels, not {a.shape[1]}x{a.shape[0]}")
    if a.ndim == 2:
        return _plane_ssim(a, b)
    return float(np.mean([_plane_ssim(a[..., c], b[..., c]) for c in range(a.shape[2])]))


def ssim_map(a: Picture, b: Picture) -> Plane:
    """Structural similarity at every place where the window lies inside the picture: (H - 10, W - 10) float64, the mean
    of the channels. Its mean is ``ssim``."""
    _same_shape(a, b)
    if min(a.shape[:2]) < WINDOW:
        raise ValueError(f"SSIM needs at least {WINDOW}x{WINDOW} pixels, not {a.shape[1]}x{a.shape[0]}")
    if a.ndim == 2:
        return _plane_map(a, b)
    total = _plane_map(a[..., 0], b[..., 0])
    for channel in range(1, a.shape[2]):
        total += _plane_map(a[..., channel], b[..., channel])
    return np.asarray(total / a.shape[2])


def _plane_ssim(a: Picture, b: Picture) -> float:
    return float(_plane_map(a, b).mean())


def _plane_map(a: Picture, b: Picture) -> Plane:
    x, y = a.astype(np.float64), b.astype(np.float64)
    mean_x, mean_y = _local_mean(x), _local_mean(y)
    product = mean_x * mean_y
    squares = mean_x**2 + mean_y**2
    covariance = _local_mean(x * y) - product
    variances = _local_mean(x**2 + y**2) - squares
    similarity = (2 * product + _C1) * (2 * covariance + _C2) / ((squares + _C1) * (variances + _C2))
    margin = WINDOW // 2
    return np.ascontiguousarray(similarity[margin:-margin, margin:-margin])


def _local_mean(plane: Plane) -> Plane:
    return np.asarray(cv2.GaussianBlur(plane, (WINDOW, WINDOW), _DEVIATION))


def _same_shape(a: Picture, b: Picture) -> None:
    if a.shape != b.shape:
        raise ValueError(f"pictures of different shapes: {a.shape} and {b.shape}")
