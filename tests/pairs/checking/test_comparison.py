"""What one frame says of another at ISO 12800: shift, gain, what moved, how sharp it is are found as they were made."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from denoiser_app.core.cfa import bayer, xtrans
from denoiser_app.pairs.checking.comparison import compare
from denoiser_app.pairs.checking.judging import BLURRED, LOW_BLURRED
from denoiser_app.pairs.checking.views import overlap, shifted, view
from tests.pairs.looks import HIGH, LOW, frame, raw, rgb, wide_scene, with_disc

ARRAYS = {"RGGB": bayer("RGGB"), "GBRG": bayer("GBRG"), "X-Trans": xtrans()}


def compared(low, high, array="RGGB", seed=1):
    return compare(view(raw(low, LOW, seed, ARRAYS[array])), view(raw(high, HIGH, seed + 1, ARRAYS[array])))


@given(
    shift=st.tuples(st.floats(-8, 8), st.floats(-8, 8)),
    array=st.sampled_from(sorted(ARRAYS)),
    seed=st.integers(0, 1000),
)
@settings(max_examples=8, deadline=None)
def test_a_shift_is_found_to_a_quarter_of_a_pixel(shift: tuple[float, float], array: str, seed: int) -> None:
    wide = wide_scene(seed)
    found = compared(frame(wide), frame(wide, shift), array, seed)
    assert found.shift == pytest.approx(shift, abs=0.25)
    assert found.error < 0.2
    period = ARRAYS[array].period
    assert all(move % period == 0 for move in found.moves)
    assert np.add(found.moves, found.rest) == pytest.approx(found.shift)


def test_hot_photosites_that_stay_do_not_hold_the_shift() -> None:
    wide, rng = wide_scene(3), np.random.default_rng(0)
    low, high = raw(frame(wide), LOW, 1), raw(frame(wide, (3.0, -5.0)), HIGH, 2)
    places = tuple(rng.integers(0, side, 60) for side in low.size)
    low.mosaic[places] = high.mosaic[places] = 0.9
    assert compare(view(low), view(high)).shift == pytest.approx((3.0, -5.0), abs=0.25)


def test_a_scene_without_detail_has_an_uncertain_shift() -> None:
    flat = np.full((192, 240, 3), 0.3, np.float32)
    assert not compared(flat, flat).error < 0.5


@given(stops=st.floats(-2, 1.2), seed=st.integers(0, 1000))
@settings(max_examples=8, deadline=None)
def test_the_gain_is_that_of_the_light(stops: float, seed: int) -> None:
    light = frame(wide_scene(seed, level=0.1))
    found = compared(light, light * np.float32(2.0**stops), seed=seed)
    assert found.gain.stops == pytest.approx(stops, abs=max(0.03, 4 * found.gain.stops_error))
    assert found.gain.stops_error < 0.05


@given(
    place=st.tuples(st.integers(30, 160), st.integers(30, 210)),
    factor=st.sampled_from([0.4, 2.0]),
    seed=st.integers(0, 99),
)
@settings(max_examples=8, deadline=None)
def test_an_object_that_came_is_covered_and_little_else(place: tuple[int, int], factor: float, seed: int) -> None:
    light, radius = frame(wide_scene(seed, level=0.15)), 14
    found = compared(light, with_disc(light, place, radius, factor), seed=seed)
    y, x = (np.mgrid[: found.moved.shape[0], : found.moved.shape[1]] + 0.5) * found.cell
    distance = np.hypot(y - place[0], x - place[1])
    assert found.moved[distance < radius].mean() > 0.98
    assert not found.moved[distance > radius + 50].any()


@pytest.mark.parametrize("array", sorted(ARRAYS))
def test_nothing_moved_in_a_still_scene(array: str) -> None:
    for seed in range(3):
        light = frame(wide_scene(seed))
        assert not compared(light, light, array, seed).moved.any()


def test_an_object_before_a_clipped_window_is_seen() -> None:
    light = frame(wide_scene(5))
    light[60:140, 60:180] = 4.0
    found = compared(light, with_disc(light, (100, 120), 20, 0.05))
    y, x = (np.mgrid[: found.moved.shape[0], : found.moved.shape[1]] + 0.5) * 2
    assert found.moved[np.hypot(y - 100, x - 120) < 19].mean() > 0.98


@given(seed=st.integers(0, 1000), sigma=st.floats(1.0, 3.0), which=st.sampled_from(["low", "high"]))
@settings(max_examples=8, deadline=None)
def test_blur_of_either_frame_is_told_from_noise(seed: int, sigma: float, which: str) -> None:
    light = frame(wide_scene(seed))
    soft = cv2.GaussianBlur(light, (0, 0), sigma)
    sharp = compared(light, light, seed=seed).detail
    assert sharp.least(2.5) > BLURRED["raw"]
    assert sharp.most(2.5) < LOW_BLURRED["raw"]
    blurred = compared(*((light, soft) if which == "high" else (soft, light)), seed=seed).detail
    assert blurred.least(2.5) < BLURRED["raw"] if which == "high" else blurred.most(2.5) > LOW_BLURRED["raw"]


def test_shake_in_one_direction_is_found() -> None:
    light = frame(wide_scene(8))
    shaken = cv2.blur(light, (7, 1))
    detail = compared(light, shaken).detail
    across, along = detail.slopes[2], detail.slopes[3]
    assert across < 0.3
    assert along > across + 0.3


def test_finished_pictures_are_compared_in_linear_light() -> None:
    rng = np.random.default_rng(4)
    display = np.clip(frame(wide_scene(4, level=0.2)), 0.02, 0.9) ** 0.45
    noisy = display + rng.normal(0, 0.03, display.shape)
    found = compare(view(rgb(display)), view(rgb(np.roll(noisy, (3, 2), (0, 1)))))
    assert found.shift == pytest.approx((3, 2), abs=0.2)
    assert found.moves == (3, 2)
    assert found.gain.stops == pytest.approx(0, abs=0.05)


@given(
    shift=st.tuples(st.integers(-20, 20), st.integers(-20, 20)), size=st.tuples(st.integers(1, 30), st.integers(1, 30))
)
def test_moving_and_cutting_agree(shift: tuple[int, int], size: tuple[int, int]) -> None:
    values = np.arange(1, size[0] * size[1] + 1).reshape(size)
    still, other = overlap(size, shift)
    assert np.array_equal(shifted(values, shift)[other], values[still])
    assert np.count_nonzero(shifted(values, shift)) == values[still].size
