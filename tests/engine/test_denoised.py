"""The code of the result loses nothing that an export could show."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core import cfa
from denoiser_app.core.color import SRGB_TRANSFER
from denoiser_app.core.tiling import TilePlan
from denoiser_app.engine.denoised import Denoised
from tests.engine.test_denoiser import raw_photo, rgb_photo

ALL = (slice(None), slice(None))
RAW, RGB = raw_photo(70, 90, cfa.bayer("RGGB")), rgb_photo(70, 90)


@given(st.integers(0, 65535))
def test_a_16_bit_picture_survives(code: int) -> None:
    result = Denoised.of(RGB, np.full((70, 90, 3), code / 65535, np.float32))
    assert (np.rint(result.pixels(ALL) * 65535) == code).all()


@given(st.floats(-0.005, 1.0))
def test_a_raw_is_kept_as_finely_as_a_16_bit_file_shows_it(value: float) -> None:
    result = Denoised.of(RAW, np.full((70, 90, 3), value, np.float32)).pixels(ALL)
    before, after = (SRGB_TRANSFER.encode(np.float32([x]))[0] for x in (value, result[0, 0, 0]))
    assert abs(before - after) <= 0.51 / 57343 + 1e-6


def test_what_no_export_can_show_ends_at_the_ends() -> None:
    values = np.full((70, 90, 3), 1.5, np.float32)
    values[1], values[2] = 1.0, -1.0
    raw, rgb = Denoised.of(RAW, values).pixels(ALL), Denoised.of(RGB, values).pixels(ALL)
    assert (raw[:2] == 1).all()
    assert -0.02 < raw[2].max() < -0.015
    assert (rgb[:2] == 1).all()
    assert (rgb[2] == 0).all()


@pytest.mark.parametrize("photo", [RAW, RGB], ids=["raw", "rgb"])
def test_tiles_in_any_order_are_the_whole(photo: object) -> None:
    pixels = np.random.default_rng(0).random((70, 90, 3), np.float32)
    whole, tiled = Denoised.of(photo, pixels), Denoised.empty(photo)  # type: ignore[arg-type]
    assert (tiled.pixels(ALL) <= 0).all()
    for tile in reversed(list(TilePlan((70, 90), 32, 3, 2))):
        tiled.put(tile.core, pixels[tile.core.slices])
    np.testing.assert_array_equal(tiled.codes, whole.codes)
    part = (slice(3, 60, 4), slice(7, 8))
    np.testing.assert_array_equal(whole.pixels(part), whole.pixels(ALL)[part])
