"""Classical filters with settings that follow from the noise level by a fixed rule.

The rules were found on twelve 200x200 crops of training photos (every 19th of shared/data/clean), in colour and gray,
at sigma 5 to 50: nothing that is tested was looked at. Pictures are display-encoded float32, (H, W, 3) or (H, W), with
noise that is not clipped; sigma is its deviation, white = 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.benchmark.baselines import non_local_means

Float = NDArray[np.float32]

GAUSSIAN_WIDTHS = ((0.0, 0.0), (5.0, 0.5), (10.0, 0.8), (15.0, 1.1), (25.0, 1.7), (35.0, 2.2), (50.0, 2.6))
"""Best deviation of the blur in pixels over sigma in steps of 255, on the photos named above."""

MEDIAN_5_FROM = 12.5
"""Sigma in steps of 255 from which a 5x5 median beats a 3x3 one."""

NLM_H = 0.75
"""h = hColor of OpenCV's non-local means as a share of sigma."""


@dataclass(frozen=True)
class Filter:
    """run: (picture, sigma) -> picture. setting: the rule, for people. package is imported, distribution installed."""

    name: str
    run: Callable[[Float, float], Float]
    setting: str
    package: str = "cv2"
    distribution: str = "opencv-python-headless"


def median(picture: Float, sigma: float) -> Float:
    """Median of 3x3 or 5x5 pixels, each channel by itself."""
    return np.asarray(cv2.medianBlur(picture, 5 if 255.0 * sigma >= MEDIAN_5_FROM else 3), np.float32)


def gaussian(picture: Float, sigma: float) -> Float:
    """Gaussian blur."""
    levels, widths = zip(*GAUSSIAN_WIDTHS, strict=True)
    width = float(np.interp(255.0 * sigma, levels, widths))
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), max(width, 0.1)), np.float32)


def wavelet(picture: Float, sigma: float) -> Float:
    """BayesShrink soft thresholding (Chang, Yu and Vetterli, IEEE TIP 2000) as scikit-image has it, in YCbCr."""
    from skimage.restoration import denoise_wavelet

    color = picture.ndim == 3
    options = {"convert2ycbcr": color, "channel_axis": -1 if color else None}
    result = denoise_wavelet(picture, sigma=sigma, method="BayesShrink", mode="soft", rescale_sigma=True, **options)
    return np.asarray(result, np.float32)


def nlm(picture: Float, sigma: float) -> Float:
    """OpenCV's non-local means (baselines.py). It takes 8 bits, so the noise is clipped and rounded here."""
    codes = np.clip(np.rint(picture * 255.0), 0, 255).astype(np.uint8)
    h = NLM_H * 255.0 * sigma
    if picture.ndim == 3:
        return non_local_means(codes, h)
    return np.asarray(cv2.fastNlMeansDenoising(codes, None, h, 7, 21).astype(np.float32) / np.float32(255))


def bm3d(picture: Float, sigma: float) -> Float:
    """BM3D, CBM3D in colour (Dabov et al., IEEE TIP 2007), by its authors' Python package with its defaults."""
    import bm3d as package

    denoise = package.bm3d_rgb if picture.ndim == 3 else package.bm3d
    return np.asarray(denoise(picture.astype(np.float64), sigma), np.float32)


FILTERS = (
    Filter("median", median, f"3x3, 5x5 from sigma {MEDIAN_5_FROM:g}"),
    Filter("Gaussian", gaussian, "width by sigma, found on other photos"),
    Filter("wavelet", wavelet, "BayesShrink in YCbCr", "skimage", "scikit-image"),
    Filter("non-local means", nlm, f"h = {NLM_H:g} sigma, found on other photos"),
    Filter("BM3D", bm3d, "default profile", "bm3d", "bm3d"),
)
