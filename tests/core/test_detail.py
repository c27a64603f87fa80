"""Detail brings texture back, not noise, and is the same however a photo is cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from denoiser_app.core.detail import OFFSET, RADIUS, detail_layer

LUMINANCE = (0.2126, 0.7152, 0.0722)


def _gray(values: np.ndarray) -> np.ndarray:
    return np.repeat(values.astype(np.float32)[..., None], 3, 2)


def _noise(shape: tuple[int, int], sigma: float, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, sigma, shape)


def _texture(height: int, width: int) -> np.ndarray:
    y, x = np.mgrid[:height, :width]
    return 0.06 * np.sin(1.3 * y + 0.4 * x) * np.sin(0.9 * x)


def _energy(values: np.ndarray) -> float:
    return float((values.astype(np.float64) ** 2).sum())


@pytest.mark.parametrize("sigma", [0.003, 0.03])
@pytest.mark.parametrize("slope", [0.0, 0.5])
def test_noise_taken_from_flat_parts_and_gradients_does_not_come_back(sigma: float, slope: float) -> None:
    clean = 0.1 + slope * np.linspace(0, 1, 200)[:, None] * np.ones((1, 200))
    # A photon's noise: stronger in the highlights.
    noise = _noise(clean.shape, sigma) * np.sqrt(clean / 0.1)
    back = detail_layer(_gray(clean + noise), _gray(clean), LUMINANCE)
    assert _energy(back) <= 0.02 * _energy(noise)


def test_noise_with_clumps_does_not_come_back_either() -> None:
    import cv2

    noise = cv2.GaussianBlur(_noise((300, 300), 0.05), (0, 0), 1.0)
    back = detail_layer(_gray(0.2 + noise), _gray(np.full((300, 300), 0.2)), LUMINANCE)
    assert _energy(back) <= 0.05 * _energy(noise)


@pytest.mark.parametrize("left", [0.0, 0.75], ids=["wiped out", "weakened"])
def test_texture_that_went_with_the_noise_comes_back(left: float) -> None:
    texture = np.zeros((200, 200))
    if left:
        texture[60:140, 60:140] = _texture(80, 80)
    else:
        texture[80:100, 60:140] = _texture(20, 80)
    noise = _noise(texture.shape, 0.004)
    back = detail_layer(_gray(0.2 + texture + noise), _gray(0.2 + left * texture), LUMINANCE).astype(np.float64)
    lost = (1 - left) * texture
    assert (back * lost).sum() >= 0.3 * _energy(lost)
    far = np.ones(texture.shape, bool)
    far[40:160, 40:160] = False
    assert _energy(back[far]) <= 0.02 * _energy(noise[far])


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 50), st.integers(1, 50), st.integers(0, 5))
def test_a_piece_with_its_surroundings_gives_what_the_whole_gives(
    top: int, left: int, height: int, width: int, seed: int
) -> None:
    size = (110, 110)
    denoised = 0.2 + _texture(*size) * (np.arange(110) > 50)
    pair = [_gray(denoised + _noise(size, 0.02, seed)), _gray(denoised)]
    whole = detail_layer(*pair, LUMINANCE)
    y, x = max(0, top - RADIUS), max(0, left - RADIUS)
    around = (slice(y, top + height + RADIUS), slice(x, left + width + RADIUS))
    piece = detail_layer(*(layer[around] for layer in pair), LUMINANCE)
    inside = (slice(top - y, top - y + height), slice(left - x, left - x + width))
    np.testing.assert_allclose(piece[inside], whole[top : top + height, left : left + width], atol=1e-6)


def test_codes_and_floats_agree() -> None:
    zero, unit = 16384.0, 40960.0
    denoised = 0.2 + _texture(100, 100)
    pair = [_gray(denoised + _noise((100, 100), 0.02)), _gray(denoised)]
    coded = [np.rint(zero + unit * layer).astype(np.uint16) for layer in pair]
    expected = detail_layer(*pair, LUMINANCE)
    found = (detail_layer(*coded, LUMINANCE, zero, unit).astype(np.float64) - OFFSET) / unit
    assert np.abs(expected).max() > 0.005
    np.testing.assert_allclose(found, expected, atol=2e-4)


@pytest.mark.parametrize("size", [(1, 1), (1, 30), (4, 1), (3, 4)])
def test_tiny_photos_have_no_detail_trouble(size: tuple[int, int]) -> None:
    pair = [_gray(0.2 + _noise(size, 0.1, seed)) for seed in (0, 1)]
    back = detail_layer(*pair, LUMINANCE)
    assert back.shape == size
    assert np.isfinite(back).all()
    assert (detail_layer(pair[0], pair[0], LUMINANCE) == 0).all()
