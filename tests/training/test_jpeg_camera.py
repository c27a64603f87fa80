"""A simulated camera's JPEG: aligned with its target, in the colours of the photo, by every demosaicing."""

from typing import get_args

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.training.demosaicing import Method, array_of, demosaic
from denoiser_app.training.jpeg_camera import shoot

METHODS = get_args(Method)


def test_a_simulated_jpeg_is_noisy_aligned_and_as_bright_as_its_target() -> None:
    r = np.random.default_rng(0)
    picture = np.kron(r.random((8, 8, 3)), np.ones((16, 16, 1))).astype(np.float32)
    for seed in range(8):
        shot = shoot(picture, torch.Generator().manual_seed(seed))
        assert shot.noisy.shape == shot.clean.shape
        error = shot.noisy - shot.clean
        assert 0.0005 < error.std() < 0.3
        assert abs(error.mean()) < 0.02
        np.testing.assert_allclose(np.corrcoef(shot.clean.ravel(), shot.noisy.ravel())[0, 1], 1, atol=0.1)


@pytest.mark.parametrize("method", METHODS)
@given(st.floats(0.05, 0.9), st.floats(0.05, 0.9), st.floats(0.05, 0.9))
def test_a_flat_colour_stays_what_it_is(method: Method, red: float, green: float, blue: float) -> None:
    color = np.array([red, green, blue], np.float32)
    mosaic = array_of(method).masks(24, 30) @ color
    np.testing.assert_allclose(demosaic(mosaic, method)[4:-4, 4:-4], np.broadcast_to(color, (16, 22, 3)), atol=2e-4)


@pytest.mark.parametrize("method", METHODS)
def test_a_gray_edge_stays_where_it_is_and_samples_are_kept(method: Method) -> None:
    ramp = np.tile(np.linspace(0.1, 0.9, 48, dtype=np.float32)[None, :, None], (48, 1, 3))
    masks = array_of(method).masks(48, 48)
    colors = demosaic((ramp * masks).sum(2), method)
    np.testing.assert_allclose(colors[8:-8, 8:-8], ramp[8:-8, 8:-8], atol=0.02)
    kept = (colors * masks).sum(2)[4:-4, 4:-4]
    np.testing.assert_allclose(kept, ramp[4:-4, 4:-4, 0], atol=1e-3)


def test_the_laplacian_sharpens_what_bilinear_blurs() -> None:
    # Malvar et al. gain 5 dB over bilinear on natural pictures; on a gray texture the correction must show.
    texture = np.random.default_rng(0).random((40, 40)).astype(np.float32) * 0.5 + 0.2
    gray = np.repeat(texture[..., None], 3, axis=2)
    mosaic = (gray * array_of("linear").masks(40, 40)).sum(2)
    bilinear, corrected = (
        float(((demosaic(mosaic, m) - gray)[4:-4, 4:-4] ** 2).mean()) for m in ("linear", "gradient-corrected")
    )
    assert corrected < 0.7 * bilinear
