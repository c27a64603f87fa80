"""A pyramid of tiles is the pyramid of the whole, and no brightness is lost on the way up."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.pyramid import ALIGN, LEVELS, Pyramid, coarser_box
from denoiser_app.core.tiling import Box, TilePlan

sides = st.integers(1, 1400)


def _picture(height: int, width: int, channels: int = 3, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 65536, (height, width, channels), dtype=np.uint16)


@given(sides, sides)
def test_sizes_halve_until_small_enough(height: int, width: int) -> None:
    levels = Pyramid((height, width)).levels
    for k, level in enumerate(levels):
        assert level.shape == (-(-height // 2**k), -(-width // 2**k), 3)
        assert level.dtype == np.uint16
    assert len(levels) <= LEVELS
    assert all(max(level.shape) > 512 for level in levels[:-1])
    assert len(levels) == LEVELS or max(levels[-1].shape) <= 512


@given(st.integers(514, 700), st.integers(1, 60), st.booleans())
def test_a_pixel_is_the_mean_of_its_four(long: int, short: int, upright: bool) -> None:
    picture = _picture(long, short) if upright else _picture(short, long)
    pyramid = Pyramid.of(picture)
    assert pyramid.levels[0] is picture
    padded = np.pad(picture, ((0, picture.shape[0] % 2), (0, picture.shape[1] % 2), (0, 0)), mode="edge").astype(int)
    four = padded[::2, ::2] + padded[1::2, ::2] + padded[::2, 1::2] + padded[1::2, 1::2]
    np.testing.assert_array_equal(pyramid.levels[1], (four + 2) // 4)


@given(st.integers(513, 1300), st.integers(40, 1300), st.sampled_from([97, 256, 511]), st.integers(0, 99))
def test_tiles_in_any_order_make_the_whole(height: int, width: int, tile: int, seed: int) -> None:
    picture = _picture(height, width, seed=seed)
    pyramid = Pyramid((height, width))
    tiles = [t.core for t in TilePlan((height, width), tile, 0, 1)]
    np.random.default_rng(seed).shuffle(tiles)
    for box in tiles:
        pyramid.paste(box, picture[box.slices])
    for ours, whole in zip(pyramid.levels, Pyramid.of(picture).levels, strict=True):
        np.testing.assert_array_equal(ours, whole)


def test_aligned_boxes_share_no_pixel_of_any_level() -> None:
    left, right = Box(0, 640, 0, 3 * ALIGN), Box(0, 640, 3 * ALIGN, 640)
    for k in range(LEVELS):
        assert coarser_box(left, k).right == coarser_box(right, k).left


def test_a_copy_is_equal_and_independent() -> None:
    original = Pyramid.of(_picture(600, 700))
    copy = Pyramid((600, 700))
    copy.fill_from(original)
    copy.paste(Box(0, 10, 0, 10), np.zeros((10, 10, 3), np.uint16))
    assert original.levels[0][:10, :10].any()
    np.testing.assert_array_equal(copy.levels[1][5:], original.levels[1][5:])


def test_a_single_channel_works() -> None:
    pyramid = Pyramid.of(_picture(601, 77, 1))
    assert pyramid.levels[1].shape == (301, 39, 1)
    assert abs(float(pyramid.levels[1].mean()) - float(pyramid.levels[0].mean())) < 300
