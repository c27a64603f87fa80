"""Known hot pixels are replaced by their surroundings where they stand out, in a tile as in the whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.cfa import Cfa, bayer, linear, monochrome, xtrans
from denoiser_app.core.hotpixels import NEIGHBOURS, mended, middle, neighbours
from denoiser_app.core.photo import PoissonGaussian

NOISE = PoissonGaussian(1e-3, 4e-6)
arrays = st.sampled_from([bayer("RGGB"), bayer("GBRG"), xtrans(), monochrome()])
sizes = st.tuples(st.integers(1, 40), st.integers(1, 40))


def shaded(size: tuple[int, int], array: Cfa) -> np.ndarray:
    """Each colour has a tone of its own: a neighbour of another colour would be noticed."""
    return np.array([0.1, 0.4, 0.7], np.float32)[array.colors(*size)]


@given(arrays, sizes, st.integers(0, 2**32))
def test_hot_pixels_get_the_tone_of_their_colour(array: Cfa, size: tuple[int, int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    truth = shaded(size, array)
    places = [(int(rng.integers(size[0])), int(rng.integers(size[1]))) for _ in range(3)]
    seen = truth.copy()
    for place in places:
        seen[place] += np.float32(0.3)
    result = mended(seen, array, places, NOISE).put(seen)
    # Alone in its colour, or with other hot ones only, a site has nothing to be compared with.
    if min(size) >= 13:
        np.testing.assert_allclose(result, truth, atol=1e-6)
    assert result.shape == seen.shape


@given(arrays, st.tuples(st.integers(14, 40), st.integers(14, 40)), st.integers(0, 2**32), st.data())
def test_a_tile_is_as_the_whole(array: Cfa, size: tuple[int, int], seed: int, data: st.DataObject) -> None:
    rng = np.random.default_rng(seed)
    mosaic = rng.uniform(0, 0.1, size).astype(np.float32)
    places = [(int(y), int(x)) for y, x in rng.integers(0, 14, (12, 2))]
    for place in places:
        mosaic[place] += np.float32(rng.uniform(0, 1))
    hot = mended(mosaic, array, places, NOISE)
    whole = hot.put(mosaic)
    top, left = data.draw(st.integers(0, size[0] - 1)), data.draw(st.integers(0, size[1] - 1))
    bottom, right = data.draw(st.integers(top + 1, size[0])), data.draw(st.integers(left + 1, size[1]))
    np.testing.assert_array_equal(hot.put(mosaic[top:bottom, left:right], (top, left)), whole[top:bottom, left:right])


@given(arrays, st.integers(0, 2**32))
def test_what_does_not_stand_out_is_left_alone(array: Cfa, seed: int) -> None:
    """At a shorter exposure the site is as good as any other. The photo itself is never changed."""
    rng = np.random.default_rng(seed)
    mosaic = (shaded((24, 24), array) + np.sqrt(4e-6) * rng.uniform(-1, 1, (24, 24))).astype(np.float32)
    before = mosaic.copy()
    hot = mended(mosaic, array, [(int(y), int(x)) for y, x in rng.integers(0, 24, (20, 2))], NOISE)
    assert hot.rows.size == 0
    assert hot.put(mosaic) is mosaic
    mosaic[12, 12] += np.float32(0.5)
    before[12, 12] = mosaic[12, 12]
    assert mended(mosaic, array, [(12, 12)], NOISE).put(mosaic)[12, 12] < 0.8
    np.testing.assert_array_equal(mosaic, before)


@pytest.mark.parametrize("array", [bayer("RGGB"), xtrans()], ids=lambda a: a.name)
def test_neighbours_are_the_nearest_of_the_same_colour(array: Cfa) -> None:
    size = (30, 30)
    y, x = np.mgrid[: size[0], : size[1]].astype(np.float32)
    colors = array.colors(*size)
    for row in range(12, 18):
        for column in range(12, 18):
            place = np.array([row]), np.array([column])
            rows, columns = (neighbours(grid, array, *place)[0] for grid in (y, x))
            found = np.hypot(rows - row, columns - column)
            distance = np.hypot(y - row, x - column)[(colors == colors[row, column])]
            np.testing.assert_allclose(np.sort(found), np.sort(distance)[1 : NEIGHBOURS + 1], rtol=1e-6)


@given(st.lists(st.one_of(st.floats(-1, 1, width=32), st.just(np.nan)), min_size=8, max_size=8))
def test_the_middle_is_the_median(values: list[float]) -> None:
    known = [v for v in values if not np.isnan(v)]
    expected = np.median(np.array(known, np.float32)) if known else 0.0
    assert middle(np.array([values], np.float32))[0] == pytest.approx(expected, abs=1e-6)


def test_linear_raws_are_mended_in_the_channel_that_is_hot() -> None:
    mosaic = np.full((20, 20, 3), 0.2, np.float32)
    mosaic[7, 9, 0] = 0.9
    result = mended(mosaic, linear(), [(7, 9), (3, 3)], NOISE).put(mosaic)
    np.testing.assert_allclose(result, 0.2, atol=1e-6)


def test_places_beyond_the_sensor_are_no_trouble() -> None:
    mosaic = np.zeros((8, 8), np.float32)
    assert mended(mosaic, bayer("RGGB"), [(8, 0), (0, 99), (-1, 3)], NOISE).rows.size == 0
    assert mended(mosaic, bayer("RGGB"), [], NOISE).put(mosaic) is mosaic
