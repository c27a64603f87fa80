"""A rendered star has the flux, place, width and shape that it was given."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.stars import Star, black_body, random_stars, render_stars

BETAS = st.one_of(st.just(inf), st.floats(2.5, 4.5))


@given(st.floats(30, 34), st.floats(30, 34), st.floats(1.6, 4), BETAS, st.floats(1, 1.3), st.floats(0, 180))
def test_flux_and_place_are_those_given(
    y: float, x: float, fwhm: float, beta: float, elongation: float, angle: float
) -> None:
    star = Star(y, x, 3.0, (1.2, 1.0, 0.5), fwhm, beta, elongation, angle)
    light = render_stars((65, 65), [star])
    np.testing.assert_allclose(light.sum((0, 1)), 3.0 * np.array(star.color), rtol=2e-3)
    rows, columns = np.mgrid[:65, :65]
    green = light[..., 1] / light[..., 1].sum()
    assert (green * rows).sum() == pytest.approx(y, abs=0.03)
    assert (green * columns).sum() == pytest.approx(x, abs=0.03)


@pytest.mark.parametrize("beta", [inf, 4.5, 2.5])
def test_the_light_within_half_the_width_is_that_of_the_profile(beta: float) -> None:
    # At FWHM 30 pixels are points: the profile itself is seen. Within r a Gaussian holds 1 - 2^-(2r/FWHM)^2 of the
    # light and a Moffat 1 - (1 + (r/alpha)^2)^(1-beta), at r = FWHM / 2 that is 1 - 2^((1-beta)/beta).
    light = render_stars((401, 401), [Star(200, 200, 1.0, fwhm=30.0, beta=beta)])[..., 0]
    assert light[200, 215] == pytest.approx(light[200, 200] / 2, rel=0.01)
    assert light[185, 200] == pytest.approx(light[200, 200] / 2, rel=0.01)
    rows, columns = np.mgrid[-200:201, -200:201]
    inside = 0.5 if beta == inf else 1 - 2 ** ((1 - beta) / beta)
    assert light[np.hypot(rows, columns) <= 15].sum() == pytest.approx(inside, abs=0.015)


@pytest.mark.parametrize("beta", [inf, 2.5])
def test_pixels_hold_the_integral_over_their_area(beta: float) -> None:
    # The same star, 15 times larger, summed over 15 x 15 pixels.
    fine = render_stars((465, 465), [Star(227.0 + 4.5, 232.0, 1.0, fwhm=1.6 * 15, beta=beta)])[..., 0]
    pixels = render_stars((31, 31), [Star((227.0 + 4.5 - 7) / 15, 15.0, 1.0, fwhm=1.6, beta=beta)])[..., 0]
    np.testing.assert_allclose(pixels, fine.reshape(31, 15, 31, 15).sum((1, 3)), atol=2e-3)


def test_elongation_stretches_along_the_angle_and_keeps_the_area() -> None:
    light = render_stars((201, 201), [Star(100, 100, 1.0, fwhm=20, elongation=1.44, angle=90)])[..., 0]
    rows, columns = np.mgrid[-100:101, -100:101]
    assert np.sqrt((light * rows**2).sum() / (light * columns**2).sum()) == pytest.approx(1.44, rel=0.03)
    assert light.max() == pytest.approx(render_stars((201, 201), [Star(100, 100, 1.0, fwhm=20)]).max(), rel=0.01)


@given(st.integers(1, 40), st.integers(1, 40), st.floats(-30, 70), st.floats(-30, 70))
def test_a_star_may_lie_anywhere_even_outside(height: int, width: int, y: float, x: float) -> None:
    light = render_stars((height, width), [Star(y, x, 1.0, fwhm=3.0, beta=3.0)])
    assert light.shape == (height, width, 3)
    assert light.dtype == np.float32
    assert light.min() >= 0.0
    assert light.sum() <= 3.001


def test_brightness_follows_the_power_law_between_its_ends() -> None:
    stars = random_stars((50, 80), 8000, np.random.default_rng(0), flux=(0.1, 100.0), fwhm=(1.6, 4.0))
    fluxes = np.array([s.flux for s in stars])
    assert fluxes.min() >= 0.1
    assert fluxes.max() <= 100.0
    for level in (0.2, 0.5, 2.0):
        assert (fluxes > level).mean() == pytest.approx(0.1 / level, rel=0.1)
    assert all(-0.5 <= s.y <= 49.5 and -0.5 <= s.x <= 79.5 and 1.6 <= s.fwhm <= 4.0 for s in stars)


def test_the_same_generator_gives_the_same_stars() -> None:
    one, two = (random_stars((9, 9), 5, np.random.default_rng(3), flux=(1, 2), fwhm=(2, 3)) for _ in range(2))
    assert one == two


def test_cool_stars_are_red_and_hot_ones_blue() -> None:
    assert black_body(6500) == pytest.approx((1, 1, 1))
    red, green, blue = black_body(3000)
    assert red > green > blue
    red, green, blue = black_body(15000)
    assert red < green < blue
    assert 0.2126 * red + 0.7152 * green + 0.0722 * blue == pytest.approx(1.0)
