"""The classical filters: shape, kind and order of channels kept, noise taken away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from denoiser_app.benchmark.filters import FILTERS, Filter

AVAILABLE = [f for f in FILTERS if f.name != "BM3D"]


@pytest.mark.parametrize("filter_", AVAILABLE, ids=lambda f: f.name)
@settings(max_examples=8, deadline=None)
@given(height=st.integers(32, 60), width=st.integers(32, 60), gray=st.booleans(), sigma=st.sampled_from([5, 25, 50]))
def test_noise_on_a_flat_colour_becomes_less_and_the_colour_stays(
    filter_: Filter, height: int, width: int, gray: bool, sigma: int
) -> None:
    color = np.float32(0.5) if gray else np.array([0.3, 0.5, 0.7], np.float32)
    shape = (height, width) if gray else (height, width, 3)
    noise = np.random.default_rng(0).standard_normal(shape, np.float32) * np.float32(sigma / 255)
    result = filter_.run(color + noise, sigma / 255)
    assert result.shape == shape
    assert result.dtype == np.float32
    assert (result - color).std() < 0.75 * noise.std()
    np.testing.assert_allclose(result.mean((0, 1)), color, atol=0.03)


@pytest.mark.parametrize("gray", [False, True])
def test_bm3d_where_it_is_installed(gray: bool) -> None:
    pytest.importorskip("bm3d")
    bm3d = next(f for f in FILTERS if f.name == "BM3D")
    shape = (48, 56) if gray else (48, 56, 3)
    noise = np.random.default_rng(0).standard_normal(shape, np.float32) * np.float32(25 / 255)
    result = bm3d.run(np.float32(0.5) + noise, 25 / 255)
    assert result.shape == shape
    assert (result - 0.5).std() < 0.4 * noise.std()
