"""PSNR and SSIM: their defining properties, and another program's figures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from denoiser_app.core.metrics import WINDOW, psnr, ssim

Float = NDArray[np.float32]

shapes = st.tuples(st.integers(WINDOW, 40), st.integers(WINDOW, 40), st.just(3))


def picture(shape: tuple[int, ...], seed: int = 0) -> Float:
    return np.random.default_rng(seed).random(shape, np.float32)


@given(shapes)
def test_a_picture_is_exactly_like_itself(shape: tuple[int, ...]) -> None:
    a = picture(shape)
    assert psnr(a, a) == math.inf
    assert ssim(a, a) == pytest.approx(1.0, abs=1e-12)


@given(shapes, st.integers(0, 1000))
def test_neither_depends_on_which_picture_comes_first(shape: tuple[int, ...], seed: int) -> None:
    a, b = picture(shape), picture(shape, seed + 1)
    assert psnr(a, b) == pytest.approx(psnr(b, a))
    assert ssim(a, b) == pytest.approx(ssim(b, a))


@pytest.mark.parametrize("sigma", [5, 15, 25, 50, 75])
def test_psnr_of_known_noise(sigma: int) -> None:
    # 20 log10(255 / sigma) is the definition for noise that is neither clipped nor quantised.
    clean = picture((400, 300, 3))
    noisy = clean + np.random.default_rng(1).normal(0, sigma / 255, clean.shape).astype(np.float32)
    assert psnr(noisy, clean) == pytest.approx(20 * math.log10(255 / sigma), abs=0.03)


def test_psnr_takes_all_channels_together() -> None:
    clean = np.zeros((20, 20, 3), np.float32)
    off = clean.copy()
    off[..., 0] = 0.3
    assert psnr(off, clean) == pytest.approx(-10 * math.log10(0.09 / 3), abs=1e-5)


def test_more_noise_is_less_alike() -> None:
    clean, noise = picture((64, 64)), picture((64, 64), 1) - 0.5
    for metric in (psnr, ssim):
        figures = [metric(clean + np.float32(s) * noise, clean) for s in (0.02, 0.1, 0.3, 0.9)]
        assert figures == sorted(figures, reverse=True)


@given(shapes, st.floats(0.0, 0.5), st.integers(0, 1000))
def test_ssim_agrees_with_scikit_image(shape: tuple[int, ...], strength: float, seed: int) -> None:
    skimage = pytest.importorskip("skimage.metrics")
    a = picture(shape, seed).astype(np.float64)
    b = a + strength * (picture(shape, seed + 1) - 0.5)
    options = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False, "data_range": 1.0}
    theirs = skimage.structural_similarity(a, b, channel_axis=2, **options)
    assert ssim(a, b) == pytest.approx(theirs, abs=1e-9)
    assert ssim(a[..., 0], b[..., 0]) == pytest.approx(skimage.structural_similarity(a[..., 0], b[..., 0], **options))


def test_psnr_agrees_with_scikit_image() -> None:
    skimage = pytest.importorskip("skimage.metrics")
    a, b = picture((31, 17, 3)), picture((31, 17, 3), 1)
    assert psnr(a, b) == pytest.approx(skimage.peak_signal_noise_ratio(a, b, data_range=1.0), abs=1e-5)


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="different shapes"):
        psnr(picture((12, 12)), picture((12, 13)))
    with pytest.raises(ValueError, match="at least"):
        ssim(picture((10, 40)), picture((10, 40), 1))
