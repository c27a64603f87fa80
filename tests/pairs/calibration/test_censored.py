"""Noise that black cuts off: mean and variance come back; nothing changes where nothing is cut off."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.pairs.calibration.censored import expected, solve


@pytest.mark.parametrize("t", [-3.0, -1.0, -0.3, 0.0, 0.2])
@pytest.mark.parametrize("mean", [0.0, 0.4])
def test_mean_and_variance_come_back(t: float, mean: float) -> None:
    noise = np.random.default_rng(0).normal(mean, 2.0, 2_000_000)
    floor = mean + 2.0 * t
    seen = np.maximum(noise, floor)
    found = solve(float(seen.mean()), float((seen**2).mean()), floor)
    assert found is not None
    assert found == pytest.approx((mean, 4.0), rel=0.01, abs=0.01)


@pytest.mark.parametrize(("x", "floor"), [(0.0, -0.03), (0.02, -0.03), (0.1, -0.05), (0.05, 0.0)])
def test_the_skewness_of_photons_is_allowed_for(x: float, floor: float) -> None:
    a, b, rng = 6e-3, 1e-3, np.random.default_rng(0)
    noise = a * rng.poisson(x / a, 3_000_000) + b**0.5 * rng.standard_normal(3_000_000) - x
    seen, variance = np.maximum(noise, floor - x), a * x + b
    found = solve(float(seen.mean()), float((seen**2).mean()), floor - x, a * a * x / variance**1.5)
    assert found is not None
    assert found[1] == pytest.approx(variance, rel=0.01)


@given(st.floats(-5, 5), st.floats(0.01, 10))
def test_without_a_floor_they_are_the_moments(mean: float, variance: float) -> None:
    found = solve(mean, variance + mean**2, -np.inf)
    assert found is not None
    assert found == pytest.approx((mean, variance), rel=1e-6, abs=1e-9)


@given(st.floats(-7, 2))
def test_what_is_recorded_is_never_below_the_noise(t: float) -> None:
    first, second = expected(t, 0.0)
    assert first >= 0.0
    assert second >= first**2


def test_where_nearly_all_is_cut_off_nothing_is_said() -> None:
    noise = np.maximum(np.random.default_rng(0).normal(0.0, 1.0, 100_000), 0.8)
    assert solve(float(noise.mean()), float((noise**2).mean()), 0.8) is None
    assert solve(0.0, 0.0, -1.0) is None
