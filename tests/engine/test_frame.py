"""A frame shows what the whole picture would show there, whatever was painted before."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.display import open_display
from denoiser_app.engine.frame import Frame
from denoiser_app.engine.picture import Picture
from denoiser_app.engine.rendering import Rendering
from tests.engine.pictures import noisy_raw, noisy_rgb

H, W = 620, 530
EVERYTHING = Recipe(strength=60, color_strength=90, detail=50, grain=40)
RECIPES = [None, Recipe(), Recipe(strength=0), Recipe(strength=35), Recipe(detail=70), EVERYTHING]


@pytest.fixture(scope="module")
def picture() -> Picture:
    photo, denoised = noisy_raw(H, W, 8, sigma=0.05)
    rendering = Rendering(photo, open_display("srgb"))
    result = Picture.of(rendering)
    result.restore(rendering, denoised)
    return result


def _box(bounds: Box, fractions: tuple[float, float, float, float]) -> Box:
    top, left = int(fractions[0] * (bounds.bottom - 1)), int(fractions[1] * (bounds.right - 1))
    height = 1 + int(fractions[2] * (bounds.bottom - top - 1))
    return Box(top, top + height, left, left + 1 + int(fractions[3] * (bounds.right - left - 1)))


def _alike(left: np.ndarray, right: np.ndarray) -> None:
    """Equal but for OpenCV, which rounds the last few pixels of a row another way than those it does in eights."""
    difference = np.abs(left.astype(int) - right)
    assert difference.max() <= 1
    assert (difference > 0).mean() <= 0.002 or difference.sum() <= 1


fractions = st.tuples(*[st.floats(0, 1)] * 4)


@given(st.sampled_from(RECIPES), fractions, st.sampled_from([0, 1]), st.sampled_from([0.0, 1.5]))
def test_a_part_is_cut_from_the_whole(
    picture: Picture, recipe: Recipe | None, fractions: tuple[float, float, float, float], level: int, lift: float
) -> None:
    bounds = picture.bounds(level)
    box = _box(bounds, fractions)
    part, whole = (Frame(picture, level, b).render(recipe, lift) for b in (box, bounds))
    assert (part[..., 3] == 255).all()
    _alike(part, whole[box.slices])


@given(st.sampled_from(RECIPES), fractions)
def test_only_the_wanted_part_is_written(
    picture: Picture, recipe: Recipe | None, fractions: tuple[float, float, float, float]
) -> None:
    frame = Frame(picture, 0, Box(50, 450, 60, 500))
    part = _box(Box(0, 400, 0, 440), fractions)
    out = np.full((400, 440, 4), 7, np.uint8)
    rows, columns = part.slices
    assert frame.render(recipe, out=out, rows=rows, columns=columns) is out
    _alike(out[part.slices], frame.render(recipe)[part.slices])
    out[part.slices] = 7
    assert (out == 7).all()


@settings(max_examples=15)
@given(st.lists(st.sampled_from(RECIPES), min_size=2, max_size=6))
def test_what_was_painted_before_makes_no_difference(picture: Picture, steps: list[Recipe | None]) -> None:
    box = Box(20, 420, 10, 460)
    frame = Frame(picture, 0, box)
    for recipe in steps:
        last = frame.render(recipe)
    np.testing.assert_array_equal(last, Frame(picture, 0, box).render(steps[-1]))


@pytest.mark.parametrize("recipe", [Recipe(), Recipe(strength=35), EVERYTHING], ids=["full", "strength", "everything"])
@pytest.mark.parametrize("level", [0, 1])
def test_a_tile_that_comes_is_seen(recipe: Recipe, level: int) -> None:
    photo, denoised = noisy_rgb(H, W, sigma=0.05)
    rendering = Rendering(photo, open_display("srgb"))
    picture = Picture.of(rendering)
    frame = Frame(picture, level, Box(40, 250, 30, 240))
    frame.render(recipe)
    for box in (Box(0, 300, 0, 300), Box(300, 600, 100, 400), Box(0, 300, 300, 520)):
        place = picture.put(rendering, denoised, box)
        frame.invalidate(place)
        np.testing.assert_array_equal(frame.render(recipe), Frame(picture, level, frame.box).render(recipe))
    picture.reset()
    np.testing.assert_array_equal(frame.render(Recipe()), frame.render(None))


def test_it_knows_whether_a_tile_is_in_view(picture: Picture) -> None:
    frame = Frame(picture, 1, Box(100, 200, 100, 200))
    assert frame.invalidate(Box(390, 500, 390, 500))
    assert not frame.invalidate(Box(400, 500, 400, 500))
    assert frame.invalidate()


def test_what_was_removed_is_shown_on_gray(picture: Picture) -> None:
    frame = Frame(picture, 0, Box(100, 300, 100, 300))
    before, after = (frame.render(recipe)[..., 2::-1].astype(float) for recipe in (None, Recipe(strength=50)))
    shown = frame.residual(Recipe(strength=50, grain=80), 3.0)
    np.testing.assert_allclose(shown[..., 2::-1], np.clip(128 + 3 * (before - after), 0, 255), atol=3.6)
    assert (shown[..., 3] == 255).all()
    gray = frame.residual(Recipe(strength=50), 3.0, color=False)
    assert (gray[..., :1] == gray[..., :3]).all()
    mean = np.clip(128 + 3 * (before - after), 0, 255) @ np.array([0.2126, 0.7152, 0.0722])
    assert np.abs(gray[..., 0] - mean).mean() < 2
    assert (frame.residual(Recipe(strength=0), 10.0)[..., :3] == 128).all()


def test_grain_is_where_it_was_after_panning_and_not_in_the_original(picture: Picture) -> None:
    recipe, bare = Recipe(grain=100), Recipe()
    one, two = (Frame(picture, 0, Box(top, top + 200, 33, 333)) for top in (10, 110))
    grain_one, grain_two = (f.render(recipe).astype(int) - f.render(bare) for f in (one, two))
    np.testing.assert_array_equal(grain_one[100:], grain_two[:100])
    assert grain_one[..., :3].std() > 3
    assert not grain_one[..., 3].any()
    np.testing.assert_array_equal(one.render(None), Frame(picture, 0, one.box).render(Recipe(strength=0)))
