"""Colour: every code survives linear light, the numbers are those of the standards, renderings are neutral."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.color import (
    CHUNK,
    ColorSpaceName,
    color_space,
    develop,
    matrix_from_srgb,
    matrix_to_xyz,
    to_display,
    to_linear,
)

SPACES = get_args(ColorSpaceName)
every_space = pytest.mark.parametrize("space", SPACES)
CODES = np.arange(65536)


@every_space
@pytest.mark.parametrize("sign", [1, -1])
def test_every_16_bit_code_survives_linear_light(space: ColorSpaceName, sign: int) -> None:
    display = (sign * CODES / 65535).astype(np.float32)
    back = to_display(to_linear(display, space), space)
    assert np.array_equal(np.rint(sign * back * 65535), CODES)


@every_space
def test_every_code_survives_a_blend_of_strength_zero(space: ColorSpaceName) -> None:
    display = (CODES / 65535).astype(np.float32)
    linear = to_linear(display, space)
    mixed = linear + np.float32(0) * (linear[::-1] - linear)
    assert np.array_equal(np.rint(to_display(mixed, space) * 65535), CODES)


@given(st.floats(-1, 4, width=32), st.sampled_from(SPACES))
def test_values_beyond_black_and_white_survive(value: float, space: ColorSpaceName) -> None:
    display = np.array([value], np.float32)
    assert to_display(to_linear(display, space), space) == pytest.approx(display, abs=2e-6)


@given(st.floats(-1, 4), st.floats(-1, 4), st.sampled_from(SPACES))
def test_brighter_stays_brighter(one: float, other: float, space: ColorSpaceName) -> None:
    low, high = sorted([one, other])
    dark, bright = to_linear(np.array([low, high], np.float32), space)
    assert dark <= bright + 1e-6


def test_srgb_is_the_curve_of_the_standard() -> None:
    """IEC 61966-2-1:1999, equations 5 and 6, in double precision."""
    display = CODES / 65535
    expected = np.where(display <= 0.04045, display / 12.92, ((display + 0.055) / 1.055) ** 2.4)
    assert to_linear(display.astype(np.float32), "srgb") == pytest.approx(expected, abs=5e-7)


def test_srgb_agrees_with_scikit_image() -> None:
    colorconv = pytest.importorskip("skimage.color")
    rgb = np.random.default_rng(1).random((16, 16, 3)).astype(np.float32)
    xyz = to_linear(rgb, "srgb") @ matrix_to_xyz("srgb").T
    assert xyz == pytest.approx(colorconv.rgb2xyz(rgb), abs=4e-4)  # its matrix has white 0.9505, 1, 1.0888


def test_prophoto_is_straight_below_1_512() -> None:
    """ISO 22028-2: E' = 16 E below 2^-9, E^(1/1.8) above; they meet there."""
    linear = np.array([2**-12, 2**-9, 0.18], np.float32)
    assert to_display(linear, "prophoto") == pytest.approx([16 * 2**-12, 2**-5, 0.18 ** (1 / 1.8)], abs=1e-6)


@pytest.mark.parametrize(
    ("space", "published"),
    [
        ("adobe-rgb", [[0.57667, 0.18556, 0.18823], [0.29734, 0.62736, 0.07529], [0.02703, 0.07069, 0.99134]]),
        ("prophoto", [[0.7977, 0.1352, 0.0313], [0.2880, 0.7119, 0.0001], [0.0, 0.0, 0.8249]]),
        ("display-p3", [[0.48657, 0.26567, 0.19822], [0.22897, 0.69174, 0.07929], [0.0, 0.04511, 1.04394]]),
    ],
)
def test_matrices_are_the_published_ones(space: ColorSpaceName, published: list[list[float]]) -> None:
    """Adobe RGB (1998) 4.3.5.3; ISO 22028-2 table; SMPTE EG 432-1 by its method. ISO rounds its white to 4 digits."""
    tolerance = 3e-4 if space == "prophoto" else 1e-5
    assert matrix_to_xyz(space) == pytest.approx(np.array(published), abs=tolerance)


@every_space
def test_gray_stays_gray_between_spaces(space: ColorSpaceName) -> None:
    assert matrix_from_srgb(space).sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-12)


@every_space
def test_constants_cannot_be_changed(space: ColorSpaceName) -> None:
    with pytest.raises(ValueError, match="read-only"):
        matrix_from_srgb(space)[0, 0] = 0


def test_colours_outside_srgb_need_the_larger_spaces() -> None:
    """The green of Display P3 is negative in sRGB and inside ProPhoto."""
    green = np.linalg.solve(matrix_from_srgb("display-p3"), [0, 1, 0])
    assert green.min() < 0
    assert (matrix_from_srgb("prophoto") @ green).min() > 0


# --- develop ----------------------------------------------------------------------------------------------------------

CAMERA = np.array([[1.7, -0.6, -0.1], [-0.2, 1.5, -0.3], [0.1, -0.7, 1.6]])


@every_space
def test_a_gray_card_is_gray_and_as_bright_as_it_was(space: ColorSpaceName) -> None:
    card = np.full((3, 5, 3), 0.18, np.float32)
    expected = to_display(np.float32([0.18]), space)[0]
    assert develop(card, CAMERA, space) == pytest.approx(np.full((3, 5, 3), expected), abs=1e-5)


def test_a_blown_highlight_is_white_and_not_pink() -> None:
    blown = np.array([[[2.1, 1.0, 1.6]]], np.float32)
    assert develop(blown, CAMERA) == pytest.approx(np.ones((1, 1, 3)), abs=1e-6)


def test_noise_around_black_stays_around_black() -> None:
    """Clipping before the matrix would raise the mean of each channel and turn black frames purple."""
    black = np.random.default_rng(2).normal(0, 0.002, (64, 64, 3)).astype(np.float32)
    shown = develop(black, CAMERA)
    assert shown.min() == 0
    assert np.ptp(to_linear(shown, "srgb").mean(axis=(0, 1))) < 5e-4


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 39), st.sampled_from(SPACES))
def test_bands_are_the_whole(height: int, width: int, cut: int, space: ColorSpaceName) -> None:
    photo = np.random.default_rng(3).normal(0.3, 0.4, (height, width, 3)).astype(np.float32)
    whole = develop(photo, CAMERA, space)
    bands = np.concatenate([develop(part, CAMERA, space) for part in (photo[:cut], photo[cut:]) if len(part)])
    assert to_linear(bands, space) == pytest.approx(to_linear(whole, space), abs=1e-6)  # SIMD and its rest round apart
    assert whole.dtype == np.float32
    assert whole.min() >= 0
    assert whole.max() <= 1


def test_pieces_larger_than_a_chunk_are_as_small_ones() -> None:
    values = np.random.default_rng(4).random(CHUNK + 17, np.float32)
    whole = to_linear(values, "srgb")
    assert np.array_equal(whole[-20:], to_linear(values[-20:], "srgb"))


def test_views_and_empty_arrays_are_fine() -> None:
    values = np.random.default_rng(5).random((6, 7, 3), np.float32)
    assert np.array_equal(to_linear(values[::-1, ::2], "srgb"), to_linear(values, "srgb")[::-1, ::2])
    assert color_space("srgb").transfer.decode(values[:0]).shape == (0, 7, 3)
