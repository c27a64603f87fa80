"""The noise measured from one photo is the noise that was put in."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core import cfa
from denoiser_app.core.cfa import Cfa
from denoiser_app.core.noise import KNOTS
from denoiser_app.core.noise_estimation import (
    _QUIET_CORRECTION,
    _QUIET_SHARE,
    _block_energy,
    estimate_raw,
    estimate_rgb,
    measure_rgb,
)

ARRAYS = [cfa.bayer(phase) for phase in ("RGGB", "GRBG", "GBRG", "BGGR")] + [cfa.xtrans(), cfa.monochrome()]


def scene(height: int, width: int, seed: int = 0) -> np.ndarray:
    """(H, W, 3), 0-1: a gradient with soft blobs and hard edges in part of it."""
    r = np.random.default_rng(seed)
    soft = cv2.resize(r.random((9, 12, 3)), (width, height), interpolation=cv2.INTER_CUBIC)
    picture = 0.15 + 0.6 * soft * np.linspace(0.1, 1, width)[None, :, None]
    for _ in range(20):
        y, x = r.integers(0, height), r.integers(0, width)
        cv2.circle(picture, (int(x), int(y)), 12, r.random(3).tolist(), -1)
    return np.clip(picture, 0.01, 0.95).astype(np.float32)


@pytest.mark.parametrize("channels", [1, 3])
def test_the_quantile_of_pure_noise_is_as_tabulated(channels: int) -> None:
    field = np.random.default_rng(1).standard_normal((1024, 1024, channels)).astype(np.float32)
    energy = _block_energy(field)
    np.testing.assert_allclose(energy.mean(), 1, rtol=0.01)
    np.testing.assert_allclose(np.quantile(energy, _QUIET_SHARE), _QUIET_CORRECTION[channels], rtol=0.02)


@given(st.floats(2, 60), st.integers(0, 99))
def test_white_noise_is_measured_alike_at_both_scales(sigma: float, seed: int) -> None:
    clean = scene(384, 512, seed)
    noise = np.random.default_rng(seed).standard_normal(clean.shape).astype(np.float32) * sigma / 255
    curve = estimate_rgb(clean + noise)
    np.testing.assert_allclose(np.median(curve.fine) * 255, sigma, rtol=0.15)
    np.testing.assert_allclose(np.median(curve.coarse) * 255, sigma, rtol=0.25)


def test_a_known_noise_field_is_measured_exactly() -> None:
    clean = scene(512, 512)
    deviation = 0.01 + 0.05 * clean.mean(2, keepdims=True)
    noise = np.random.default_rng(0).standard_normal(clean.shape).astype(np.float32) * deviation
    curve = measure_rgb(noise.astype(np.float32), clean)
    knots = np.linspace(0, 1, KNOTS)
    inside = (knots > 0.2) & (knots < 0.6)
    np.testing.assert_allclose(np.array(curve.fine)[inside], (0.01 + 0.05 * knots)[inside], rtol=0.08)


def test_texture_is_not_taken_for_coarse_noise() -> None:
    # Dark tones are all texture of two pixels, which halving shows as noise; the bright ones are quiet.
    r = np.random.default_rng(4)
    clean = 0.3 + np.kron(r.normal(0.0, 0.04, (128, 128, 3)), np.ones((2, 2, 1)))
    clean[:, :120] = 0.7
    noisy = (clean + r.normal(0.0, 15 / 255, clean.shape)).astype(np.float32)
    curve = estimate_rgb(noisy)
    dark = round(0.3 * (KNOTS - 1))
    assert curve.coarse[dark] <= curve.fine[dark] < 1.3 * 15 / 255


def test_correlated_noise_shows_in_the_coarse_curve() -> None:
    noise = cv2.GaussianBlur(np.random.default_rng(0).standard_normal((512, 512, 3)).astype(np.float32), (0, 0), 1.0)
    curve = estimate_rgb(0.5 + 0.05 * noise)
    assert np.median(curve.coarse) > 2 * np.median(curve.fine)


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: array.name)
@pytest.mark.parametrize(("a", "b"), [(1.2e-3, 4e-6), (5e-3, 1e-4)])
def test_raw_noise_is_recovered(array: Cfa, a: float, b: float) -> None:
    r = np.random.default_rng(3)
    clean = cv2.GaussianBlur(scene(768, 1024, 5), (0, 0), 6.0)
    clean = clean[..., 1] if array.kind == "monochrome" else (clean * array.masks(768, 1024)).sum(2)
    mosaic = (a * r.poisson(clean / a) + r.normal(0, b**0.5, clean.shape)).astype(np.float32)
    found = estimate_raw(mosaic, array)
    level = np.array([0.1, 0.5])
    np.testing.assert_allclose(found.a * level + found.b, a * level + b, rtol=0.25)
    assert found.confident


def test_texture_hides_the_noise_of_x_trans_no_more() -> None:
    # Texture of four pixels everywhere: phases six pixels apart saw nothing else, and told twice the deviation.
    r, array = np.random.default_rng(6), cfa.xtrans()
    clean = cv2.GaussianBlur(r.random((512, 512)).astype(np.float32), (0, 0), 2.0) * 2.0 - 0.8
    clean = np.clip(clean, 0.02, 0.8)
    mosaic = (1.2e-3 * r.poisson(clean / 1.2e-3) + r.normal(0, 1e-3, clean.shape)).astype(np.float32)
    found, level = estimate_raw(mosaic, array), float(clean.mean())
    assert 0.9 < ((found.a * level + found.b) / (1.2e-3 * level + 1e-6)) ** 0.5 < 1.35


@pytest.mark.parametrize("shape", [(1, 1), (7, 300), (15, 15), (33, 16)])
def test_photos_too_small_to_measure_give_no_nonsense(shape: tuple[int, int]) -> None:
    picture = np.full((*shape, 3), 0.5, np.float32)
    assert np.isfinite(estimate_rgb(picture).array()).all()
    found = estimate_raw(picture[..., 0], cfa.bayer("RGGB"), iso=800)
    assert found.a > 0
    assert np.isfinite(found.b)


def test_a_black_or_blown_photo_has_no_measurable_noise() -> None:
    for value in (0.0, 1.0):
        assert estimate_rgb(np.full((64, 64, 3), value, np.float32)).typical == 0
