"""Var(x) = a x + b, and what the stabilised encoding makes of it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.noise import (
    level_of,
    stabilise,
    stabilised_sigma,
    stabilising_offset,
    typical_noise,
    unstabilise,
    with_level,
)
from denoiser_app.core.photo import PoissonGaussian, from_code, to_code

noises = st.builds(PoissonGaussian, a=st.floats(1e-6, 2e-2), b=st.floats(0, 1e-3))


@given(noises)
def test_the_encoding_is_invertible_below_black_and_above_white(noise: PoissonGaussian) -> None:
    k = np.float64(stabilising_offset(noise))
    x = np.linspace(-0.1, 4, 999)
    y = stabilise(x, k)
    np.testing.assert_allclose(unstabilise(y, k), x, atol=1e-9)
    assert (np.diff(y) > 0).all()
    np.testing.assert_allclose(stabilise(np.array([0.0, 1.0]), k), [0, 1], atol=1e-12)


def test_noise_after_stabilising_is_what_the_formula_says() -> None:
    r = np.random.default_rng(0)
    noise = PoissonGaussian(1.2e-3, 5e-6)
    k = np.float64(stabilising_offset(noise))
    for signal in (0.02, 0.1, 0.5, 0.9):
        x = noise.a * r.poisson(signal / noise.a, 400_000) + r.normal(0, noise.b**0.5, 400_000)
        predicted = stabilised_sigma(np.float64(signal), noise.a, noise.b, k)
        np.testing.assert_allclose(stabilise(x, k).std(), predicted, rtol=0.04)


def test_stabilised_noise_hardly_depends_on_the_signal() -> None:
    noise = PoissonGaussian(2e-3, 2e-5)
    sigma = stabilised_sigma(np.linspace(0.01, 1, 99), noise.a, noise.b, np.float64(stabilising_offset(noise)))
    assert sigma.max() / sigma.min() < 1.1


@given(noises, st.floats(0.1, 60))
def test_a_given_level_is_kept(noise: PoissonGaussian, level: float) -> None:
    np.testing.assert_allclose(level_of(with_level(noise, level)), level, rtol=1e-6)


def test_typical_noise_grows_with_iso() -> None:
    assert typical_noise(12800).a > typical_noise(100).a
    assert typical_noise(None).a > 0


@given(st.floats(-0.032, 1))
def test_codes_keep_what_is_below_black(value: float) -> None:
    np.testing.assert_allclose(from_code(to_code(np.array([value], np.float32))), value, atol=1e-5)
