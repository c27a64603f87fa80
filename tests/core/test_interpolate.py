"""Interpolation by normalised convolution: samples stay, constants stay, nothing leaves the range of its neighbours."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.cfa import Cfa, bayer, interpolate, linear, monochrome, xtrans

ARRAYS = [bayer("RGGB"), bayer("GBRG"), xtrans()]


@given(st.sampled_from(ARRAYS), st.integers(6, 40), st.integers(6, 40), st.integers(0, 2**32 - 1))
def test_samples_stay_and_the_rest_lies_between(cfa: Cfa, height: int, width: int, seed: int) -> None:
    mosaic = np.random.default_rng(seed).normal(0, 1, (height, width)).astype(np.float32)
    planes = interpolate(mosaic, cfa)
    masks = cfa.masks(height, width).astype(bool)
    np.testing.assert_array_equal(planes[masks], mosaic.ravel())
    for color in range(3):
        samples = mosaic[masks[..., color]]
        assert planes[..., color].min() >= samples.min() - 1e-5
        assert planes[..., color].max() <= samples.max() + 1e-5


@pytest.mark.parametrize("cfa", ARRAYS, ids=lambda cfa: cfa.name)
def test_flat_colours_stay_flat(cfa: Cfa) -> None:
    color = np.array([-0.1, 0.4, 1.3], np.float32)
    mosaic = (cfa.masks(31, 29) * color).sum(axis=2)
    np.testing.assert_allclose(interpolate(mosaic, cfa), np.broadcast_to(color, (31, 29, 3)), atol=1e-6)


def test_without_a_filter_array() -> None:
    plane = np.random.default_rng(0).normal(0, 1, (5, 7)).astype(np.float32)
    np.testing.assert_array_equal(interpolate(plane, monochrome()), np.stack([plane] * 3, axis=2))
    planes = np.stack([plane, plane + 1, plane + 2], axis=2)
    np.testing.assert_array_equal(interpolate(planes, linear()), planes)
