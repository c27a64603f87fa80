"""The losses a recipe can weigh against each other, by name: each takes (prediction, target) and gives one number.

With a weight they are means over the pixels that count: what moved between two frames, or is clipped, teaches nothing.

Both are (N, 3, H, W) float32 in the network's own encoding, which is 0-1 and close to display-encoded in either domain:
rgb is display-encoded, raw is variance-stabilised, about a square root (core/noise.py). So an error counts about as
much as the eye sees of it, in shadows too, and no conversion is needed.

The classic mixture of Zhao et al., "Loss functions for image restoration with neural networks", IEEE TCI 2017, section
III.D, is ``{ l1 = 0.16, ssim = 0.84 }`` here; they take SSIM at several scales and weigh L1 with a Gaussian, we do
neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor


class Loss(Protocol):
    """(prediction, target, weight) -> one number."""

    def __call__(self, prediction: Tensor, target: Tensor, weight: Tensor | None = None) -> Tensor:
        """weight: (N, 1 or 3, H, W), how much a pixel counts; None for all alike."""


SSIM_WINDOW = 11
"""Side in pixels of SSIM's window, as in core/metrics.py: the smallest patch that has an SSIM."""

_SSIM_DEVIATION = 1.5
_C1, _C2 = 0.01**2, 0.03**2
_EPSILON = 1e-3
_COARSE = 8
_SCALES = 4
_LEAST = 1e-6
"""Least sum of weights that is divided by: where nothing counts the loss is 0."""


def l1(prediction: Tensor, target: Tensor, weight: Tensor | None = None) -> Tensor:
    """Mean absolute error. Learns fast, but aims at the median, which darkens texture in the noisiest channel."""
    return _mean((prediction - target).abs(), weight)


def l2(prediction: Tensor, target: Tensor, weight: Tensor | None = None) -> Tensor:
    """Mean square error, over the batch: what PSNR measures, but the noisiest patches drown the others."""
    return _mean((prediction - target).square(), weight)


def charbonnier(prediction: Tensor, target: Tensor, weight: Tensor | None = None) -> Tensor:
    """Mean of sqrt(e^2 + eps^2): L1 that is smooth at zero. Charbonnier et al., ICIP 1994; eps = 1e-3 as in Lai et al.
    (LapSRN), CVPR 2017, section 3.2."""
    return _mean(((prediction - target).square() + _EPSILON**2).sqrt(), weight)


def rmse(prediction: Tensor, target: Tensor, weight: Tensor | None = None) -> Tensor:
    """Root mean square error of each patch, averaged: aims at the mean as L2 does, and every patch counts alike."""
    squares = (prediction - target).square()
    if weight is None:
        return (squares.mean((1, 2, 3)) + 1e-8).sqrt().mean()
    weight = weight.expand_as(squares)
    of_patch = weight.sum((1, 2, 3))
    roots = ((squares * weight).sum((1, 2, 3)) / of_patch.clamp(min=_LEAST) + 1e-8).sqrt()
    return _mean(roots, (of_patch > 0).to(roots.dtype))


def coarse(prediction: Tensor, target: Tensor, weight: Tensor | None = None) -> Tensor:
    """``rmse`` of 8x8-pixel means: smooth areas keep brightness and colour, which single pixels hardly tell."""
    if weight is None:
        return rmse(F.avg_pool2d(prediction, _COARSE), F.avg_pool2d(target, _COARSE))
    error, of_cell = _pooled(prediction - target, weight, _COARSE)
    return rmse(error, torch.zeros_like(error), of_cell)


def ms_l1(prediction: Tensor, target: Tensor, weight: Tensor | None = None) -> Tensor:
    """L1 averaged over means of 1, 2, 4 and 8 pixels a side: Bojanowski et al., ICML 2018, equation 3 has the same over
    a Laplacian pyramid; a box pyramid is cheaper and keeps the mean, which a Laplacian's bands leave out."""
    error = prediction - target
    total = _mean(error.abs(), weight)
    for _ in range(_SCALES - 1):
        if weight is None:
            error = F.avg_pool2d(error, 2)
        else:
            error, weight = _pooled(error, weight, 2)
        total = total + _mean(error.abs(), weight)
    return total / _SCALES


def ssim(prediction: Tensor, target: Tensor, weight: Tensor | None = None) -> Tensor:
    """1 - SSIM, with the window and constants of core/metrics.py (Wang et al., IEEE TIP 2004), over all channels. Where
    a pixel does not count the prediction is taken to be right, and a window counts by how much of it does."""
    if weight is not None:
        weight = weight.expand_as(prediction)
        prediction = torch.where(weight > 0, prediction, target)
    x, y = (t.reshape(-1, 1, *t.shape[2:]) for t in (prediction, target))
    mean_x, mean_y, square_x, square_y, product = _local_means(torch.cat([x, y, x * x, y * y, x * y])).chunk(5)
    means, squares = mean_x * mean_y, mean_x**2 + mean_y**2
    similarity = (2 * means + _C1) * (2 * (product - means) + _C2)
    similarity = similarity / ((squares + _C1) * (square_x + square_y - squares + _C2))
    counts = None if weight is None else _local_means(weight.reshape(-1, 1, *weight.shape[2:]).to(x.dtype))
    return 1.0 - _mean(similarity, counts)


LOSSES: Mapping[str, Loss] = MappingProxyType(
    {"l1": l1, "l2": l2, "charbonnier": charbonnier, "rmse": rmse, "coarse": coarse, "ms-l1": ms_l1, "ssim": ssim}
)


def _mean(values: Tensor, weight: Tensor | None) -> Tensor:
    """Over all values, or over those that count."""
    if weight is None:
        return values.mean()
    weight = weight.expand_as(values)
    return (values * weight).sum() / weight.sum().clamp(min=_LEAST)


def _pooled(error: Tensor, weight: Tensor, side: int) -> tuple[Tensor, Tensor]:
    """Means over cells of ``side`` pixels of what counts in them, and how much of each cell does."""
    weight = weight.expand_as(error)
    of_cell = F.avg_pool2d(weight, side)
    return F.avg_pool2d(error * weight, side) / of_cell.clamp(min=_LEAST), of_cell


def _local_means(planes: Tensor) -> Tensor:
    """(N, 1, H, W) -> Gaussian means over the places where the window lies inside, (N, 1, H - 10, W - 10)."""
    places = torch.arange(SSIM_WINDOW, device=planes.device) - SSIM_WINDOW // 2
    taps = torch.exp(-(places**2) / (2 * _SSIM_DEVIATION**2)).to(planes.dtype)
    taps = taps / taps.sum()
    return F.conv2d(F.conv2d(planes, taps.view(1, 1, 1, -1)), taps.view(1, 1, -1, 1))
