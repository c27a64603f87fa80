"""How close a candidate is to the truth, patch by patch; and what it did to colours and to fine detail.

    PSNR = -10 log10(sum of squared errors / number of samples), over usable samples only

SSIM is that of core/metrics.py over the windows without an unusable pixel. Fine detail is what a Gaussian of deviation
2 pixels takes away, of each colour by itself (normalised convolution, so that gaps and masks do not count). Noise is
independent of the truth's detail, so with r what was removed and d the truth's detail

    detail removed = corr(r, d)        detail kept = (cov(result's detail, d) / cov(noisy detail, d))

the first is 0 and the second 1 for a denoiser that takes nothing but noise. The truth's own noise weakens both
covariances of the second alike and cancels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.benchmark.proof.samples import Float, Mask, Sampling
from denoiser_app.core.color import SRGB_TRANSFER
from denoiser_app.core.metrics import WINDOW, ssim_map

PATCH = 64
"""Side in pixels: noise is independent from one patch to the next, and a frame has hundreds."""
_FINE = 2.0
_LEAST_DETAIL = 0.05
"""Share of the noisy frame's fine structure that has to be the scene's before detail can be spoken of."""

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Patches:
    """Sums over 64x64 patches, (rows, columns) float64: squared errors and their number, SSIM and its number."""

    error: Counts
    samples: Counts
    similarity: Counts
    windows: Counts

    @property
    def psnr(self) -> float:
        """Over all patches, dB; infinite without any error."""
        mean = float(self.error.sum() / max(self.samples.sum(), 1.0))
        return -10.0 * math.log10(mean) if mean > 0 else math.inf

    @property
    def ssim(self) -> float:
        """Over all patches; NaN where no window is usable."""
        windows = float(self.windows.sum())
        return float(self.similarity.sum()) / windows if windows else math.nan


def patches(sampling: Sampling, result: Float, truth: Float, display: Float, true_display: Float) -> Patches:
    """result, truth: samples as ``Sampling`` gives them. display, true_display: (H, W, 3) developed, 0-1."""
    difference = sampling.encoded(result) - sampling.encoded(truth)
    error = np.square(difference, dtype=np.float64).sum(2) * sampling.usable
    whole = np.asarray(cv2.erode(sampling.usable.astype(np.uint8), np.ones((WINDOW, WINDOW), np.uint8)))
    margin = WINDOW // 2
    inside = whole[margin:-margin, margin:-margin] > 0
    similarity, windows = np.zeros(sampling.usable.shape), np.zeros(sampling.usable.shape)
    windows[margin:-margin, margin:-margin] = inside
    similarity[margin:-margin, margin:-margin] = ssim_map(display, true_display) * inside
    samples = sampling.usable.astype(np.float64) * result.shape[2]
    return Patches(*(_summed(plane) for plane in (error, samples, similarity, windows)))


def color(sampling: Sampling, result: Float, noisy: Float) -> tuple[float, float, float]:
    """By how much each colour's mean is brighter than before: means in linear light, where noise does not move them,
    display-encoded, in 1/255. 0 for colours that the sensor does not have. Not against the truth, whose brightness was
    matched to the noisy frame's and is uncertain by as much."""
    shift = [0.0, 0.0, 0.0]
    pairs = zip(sampling.channels(result), sampling.channels(noisy), strict=True)
    for (channel, values, where), (_, before, _) in pairs:
        means = [np.minimum(plane[where], 1.0).mean(dtype=np.float64) for plane in (values, before)]
        encoded = SRGB_TRANSFER.encode(np.array(means, np.float32)).astype(np.float64)
        shift[channel] = 255.0 * float(encoded[0] - encoded[1])
    return shift[0], shift[1], shift[2]


def detail(sampling: Sampling, result: Float, noisy: Float, truth: Float) -> tuple[float, float | None]:
    """(removed, kept), as the module says; kept is None where the scene has too little detail to tell."""
    sums = np.zeros(5)
    planes = zip(*(sampling.channels(_bright(samples)) for samples in (result, noisy, truth)), strict=True)
    for (_, after, where), (_, before, _), (_, true_values, _) in planes:
        fine = [_fine(plane, where)[where].astype(np.float64) for plane in (after, before, true_values)]
        removed = fine[1] - fine[0]
        kept = [fine[0] @ fine[2], fine[1] @ fine[2]]
        sums += [removed @ fine[2], removed @ removed, fine[2] @ fine[2], *kept]
    scale = math.sqrt(float(sums[1] * sums[2]))
    correlation = float(sums[0]) / scale if scale > 0 else 0.0
    tells = sums[2] > 0 and sums[4] > _LEAST_DETAIL * sums[2]
    return correlation, float(sums[3] / sums[4]) if tells else None


def _bright(samples: Float) -> Float:
    """Display-encoded, but not clipped at black: there a clip would make signal of noise."""
    return SRGB_TRANSFER.encode(np.minimum(samples, np.float32(1)))


def _fine(plane: Float, where: Mask) -> Float:
    """What a Gaussian takes away, of the samples that are there; (H, W)."""
    weight = where.astype(np.float32)
    total = cv2.GaussianBlur(plane * weight, (0, 0), _FINE)
    mean = total / np.maximum(cv2.GaussianBlur(weight, (0, 0), _FINE), np.float32(1e-6))
    return np.asarray((plane - mean) * weight, np.float32)


def _summed(plane: Counts) -> Counts:
    rows, columns = (np.arange(0, side, PATCH) for side in plane.shape)
    return np.asarray(np.add.reduceat(np.add.reduceat(plane, rows, 0), columns, 1), np.float64)
