"""Grain is where it was, whatever part of the photo is asked for, and as strong as was chosen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.grain import SIZE, STRONGEST, grain, pattern
from denoiser_app.core.tiling import Box

WHOLE = Box(0, 2 * SIZE + 30, 0, SIZE + 70)
starts, lengths = st.integers(0, 500), st.integers(1, 80)


@given(starts, starts, lengths, lengths)
def test_a_box_has_the_grain_of_its_place(top: int, left: int, height: int, width: int) -> None:
    box = Box(top, top + height, left, left + width)
    np.testing.assert_array_equal(grain(box, 40), grain(WHOLE, 40)[box.slices])


def test_amount_is_the_standard_deviation() -> None:
    tile = Box(0, SIZE, 0, SIZE)
    for amount in (0, 25, 100):
        values = grain(tile, amount).astype(np.float64)
        assert values.std() == pytest.approx(amount / 100 * STRONGEST, rel=1e-5)
        assert values.mean() == pytest.approx(0, abs=1e-6)


def test_the_pattern_has_no_seams() -> None:
    tile = pattern().astype(np.float64)
    inner, across = (tile[1:] - tile[:-1]).std(), (tile[0] - tile[-1]).std()
    assert across == pytest.approx(inner, rel=0.15)


@pytest.mark.parametrize("level", [1, 2, 5])
def test_a_reduced_view_shows_the_mean_of_the_grain(level: int) -> None:
    n = 2**level
    full = grain(Box(64, 128, 512, 640), 100)
    means = full.reshape(64 // n, n, 128 // n, n).mean((1, 3))
    reduced = grain(Box(64 // n, 128 // n, 512 // n, 640 // n), 100, level)
    np.testing.assert_allclose(reduced, means, atol=1e-6)


def test_any_level_has_a_pattern() -> None:
    assert grain(Box(0, 3, 0, 5), 100, 12).shape == (3, 5)
