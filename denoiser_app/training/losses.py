"""The losses a recipe can weigh against each other, by name: each takes (prediction, target) and gives one number.

Both are (N, 3, H, W) float32 in the network's own encoding, which is 0-1 and close to display-encoded in either domain:
rgb is display-encoded, raw is variance-stabilised, about a square root (core/noise.py). So an error counts about as
much as the eye sees of it, in shadows too, and no conversion is needed.

The classic mixture of Zhao et al., "Loss functions for image restoration with neural networks", IEEE TCI 2017, section
III.D, is ``{ l1 = 0.16, ssim = 0.84 }`` here; they take SSIM at several scales and weigh L1 with a Gaussian, we do
neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import torch
import torch.nn.functional as F
from torch import Tensor

Loss = Callable[[Tensor, Tensor], Tensor]

SSIM_WINDOW = 11
"""Side in pixels of SSIM's window, as in core/metrics.py: the smallest patch that has an SSIM."""

_SSIM_DEVIATION = 1.5
_C1, _C2 = 0.01**2, 0.03**2
_EPSILON = 1e-3
_COARSE = 8
_SCALES = 4


def l1(prediction: Tensor, target: Tensor) -> Tensor:
    """Mean absolute error. Learns fast, but aims at the median, which darkens texture in the noisiest channel."""
    return (prediction - target).abs().mean()


def l2(prediction: Tensor, target: Tensor) -> Tensor:
    """Mean square error, over the batch: what PSNR measures, but the noisiest patches drown the others."""
    return (prediction - target).square().mean()


def charbonnier(prediction: Tensor, target: Tensor) -> Tensor:
    """Mean of sqrt(e^2 + eps^2): L1 that is smooth at zero. Charbonnier et al., ICIP 1994; eps = 1e-3 as in Lai et al.
    (LapSRN), CVPR 2017, section 3.2."""
    return ((prediction - target).square() + _EPSILON**2).sqrt().mean()


def rmse(prediction: Tensor, target: Tensor) -> Tensor:
    """Root mean square error of each patch, averaged: aims at the mean as L2 does, and every patch counts alike."""
    return ((prediction - target).square().mean((1, 2, 3)) + 1e-8).sqrt().mean()


def coarse(prediction: Tensor, target: Tensor) -> Tensor:
    """``rmse`` of 8x8-pixel means: smooth areas keep brightness and colour, which single pixels hardly tell."""
    return rmse(F.avg_pool2d(prediction, _COARSE), F.avg_pool2d(target, _COARSE))


def ms_l1(prediction: Tensor, target: Tensor) -> Tensor:
    """L1 averaged over means of 1, 2, 4 and 8 pixels a side: Bojanowski et al., ICML 2018, equation 3 has the same over
    a Laplacian pyramid; a box pyramid is cheaper and keeps the mean, which a Laplacian's bands leave out."""
    error = prediction - target
    total = error.abs().mean()
    for _ in range(_SCALES - 1):
        error = F.avg_pool2d(error, 2)
        total = total + error.abs().mean()
    return total / _SCALES


def ssim(prediction: Tensor, target: Tensor) -> Tensor:
    """1 - SSIM, with the window and constants of core/metrics.py (Wang et al., IEEE TIP 2004), over all channels."""
    x, y = (t.reshape(-1, 1, *t.shape[2:]) for t in (prediction, target))
    mean_x, mean_y, square_x, square_y, product = _local_means(torch.cat([x, y, x * x, y * y, x * y])).chunk(5)
    means, squares = mean_x * mean_y, mean_x**2 + mean_y**2
    similarity = (2 * means + _C1) * (2 * (product - means) + _C2)
    return 1.0 - (similarity / ((squares + _C1) * (square_x + square_y - squares + _C2))).mean()


LOSSES: Mapping[str, Loss] = MappingProxyType(
    {"l1": l1, "l2": l2, "charbonnier": charbonnier, "rmse": rmse, "coarse": coarse, "ms-l1": ms_l1, "ssim": ssim}
)


def _local_means(planes: Tensor) -> Tensor:
    """(N, 1, H, W) -> Gaussian means over the places where the window lies inside, (N, 1, H - 10, W - 10)."""
    places = torch.arange(SSIM_WINDOW, device=planes.device) - SSIM_WINDOW // 2
    taps = torch.exp(-(places**2) / (2 * _SSIM_DEVIATION**2)).to(planes.dtype)
    taps = taps / taps.sum()
    return F.conv2d(F.conv2d(planes, taps.view(1, 1, 1, -1)), taps.view(1, 1, -1, 1))
