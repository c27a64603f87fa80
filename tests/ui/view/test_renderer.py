from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.frame import Frame
from denoiser_app.engine.picture import Picture
from denoiser_app.ui.view import renderer as renderer_module
from denoiser_app.ui.view.layout import Layout, ViewMode
from denoiser_app.ui.view.renderer import Look, RasterRenderer
from denoiser_app.ui.view.viewport import Viewport

Noise = Callable[[int, int], np.ndarray]
SCREEN = (90, 120)


def painted(
    renderer: RasterRenderer, view: Viewport, layout: Layout, look: Look, draft: bool = False
) -> tuple[np.ndarray, bool]:
    """(h, w, 3) uint8 of a screen that was magenta, and whether anything was computed."""
    height, width = layout.screen
    buffer = np.zeros((height, width, 4), np.uint8)
    buffer[...] = (255, 0, 255, 255)
    image = QImage(buffer.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    computed = renderer.paint(painter, view, layout.panes(view), look, draft)
    painter.end()
    return buffer[..., :3], computed


@pytest.fixture
def picture(make_picture: Callable[..., Picture], noise: Noise) -> Picture:
    before = noise(200, 300)
    return make_picture(before, before // 2)


@pytest.fixture
def renderer(picture: Picture) -> RasterRenderer:
    made = RasterRenderer()
    made.set_picture(picture)
    return made


def view_of(picture: Picture, scale: float, layout: Layout) -> Viewport:
    return Viewport(picture.size, picture.stretch, layout.viewport_screen).fit().zoomed(scale).panned(13, -7)


def whole(picture: Picture, recipe: Recipe | None, level: int = 0) -> np.ndarray:
    return Frame(picture, level, picture.bounds(level)).render(recipe)[..., :3]


@pytest.mark.parametrize("upright", [True, False])
def test_full_size_is_exact_on_both_sides_of_the_divider(
    picture: Picture, renderer: RasterRenderer, upright: bool
) -> None:
    layout, recipe = Layout(SCREEN, ViewMode.SPLIT, upright, 0.3), Recipe(strength=60)
    view = view_of(picture, 1.0, layout)
    shown, _ = painted(renderer, view, layout, Look(recipe))
    y, x = (-o for o in view.origin)
    before, after = (whole(picture, r)[y : y + 90, x : x + 120] for r in (None, recipe))
    border = layout.border(view)
    first, second = ((slice(None), slice(0, border)), (slice(None), slice(border, None)))
    if not upright:
        first, second = first[::-1], second[::-1]
    np.testing.assert_array_equal(shown[first], before[first])
    np.testing.assert_array_equal(shown[second], after[second])
    assert not np.array_equal(before, after)


def test_side_by_side_shows_the_same_place_twice(picture: Picture, renderer: RasterRenderer) -> None:
    layout = Layout(SCREEN, ViewMode.SIDE_BY_SIDE)
    view = view_of(picture, 1.0, layout)
    shown, _ = painted(renderer, view, layout, Look(Recipe()))
    y, x = (-o for o in view.origin)
    height, width = layout.viewport_screen
    before, after = (whole(picture, r)[y : y + height, x : x + width] for r in (None, Recipe()))
    np.testing.assert_array_equal(shown[:, :width], before)
    np.testing.assert_array_equal(shown[:, -width:], after)


def test_pixels_are_squares_at_400_percent(picture: Picture, renderer: RasterRenderer) -> None:
    layout = Layout(SCREEN, ViewMode.AFTER)
    view = view_of(picture, 4.0, layout)
    shown, _ = painted(renderer, view, layout, Look(Recipe()))
    rows, columns = ((np.arange(n) - o) // 4 for n, o in zip(SCREEN, view.origin, strict=True))
    np.testing.assert_array_equal(shown, whole(picture, Recipe())[rows][:, columns])


def test_half_size_is_the_next_mip(picture: Picture, make_picture: Callable[..., Picture], noise: Noise) -> None:
    large = make_picture(noise(700, 900))
    renderer, layout = RasterRenderer(), Layout(SCREEN, ViewMode.BEFORE)
    renderer.set_picture(large)
    view = view_of(large, 0.5, layout)
    shown, _ = painted(renderer, view, layout, Look(Recipe()))
    y, x = (-o for o in view.origin)
    np.testing.assert_array_equal(shown, whole(large, None, 1)[y : y + 90, x : x + 120])


def test_the_surround_stays_and_the_photo_ends_at_its_edge(make_picture: Callable[..., Picture]) -> None:
    picture = make_picture(np.full((41, 61, 3), 200, np.uint8))
    renderer, layout = RasterRenderer(), Layout(SCREEN, ViewMode.BEFORE)
    renderer.set_picture(picture)
    view = Viewport(picture.size, screen=SCREEN).fit().zoomed(1.0)
    shown, _ = painted(renderer, view, layout, Look(Recipe()))
    y, x = view.origin
    inside = np.zeros(SCREEN, bool)
    inside[y : y + 41, x : x + 61] = True
    np.testing.assert_array_equal(np.all(shown == whole(picture, None)[0, 0], -1), inside)


def test_a_slider_makes_no_new_frame_and_nothing_changed_computes_nothing(
    picture: Picture, renderer: RasterRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def counting(*args: object) -> Frame:
        made.append(args)
        return Frame(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(renderer_module, "Frame", counting)
    layout = Layout(SCREEN, ViewMode.SPLIT)
    view = view_of(picture, 1.0, layout)
    for strength in range(5):
        _, computed = painted(renderer, view, layout, Look(Recipe(strength=float(strength))))
        assert computed
    _, computed = painted(renderer, view, layout, Look(Recipe(strength=4.0)))
    assert not computed
    assert len(made) == 1


def test_moving_the_divider_computes_at_most_once_a_side_and_shows_what_it_should(
    picture: Picture, renderer: RasterRenderer
) -> None:
    look = Look(Recipe(strength=60))
    layout = Layout(SCREEN, ViewMode.SPLIT, True, 0.5)
    view = view_of(picture, 1.0, layout)
    painted(renderer, view, layout, look)
    computed = 0
    for share in (0.4, 0.3, 0.2, 0.1, 0.6, 0.7, 0.8, 0.9):
        moved = replace(layout, divider=share)
        shown, fresh = painted(renderer, view, moved, look)
        computed += fresh
        alone = RasterRenderer()
        alone.set_picture(picture)
        np.testing.assert_array_equal(shown, painted(alone, view, moved, look)[0])
    assert computed <= 2


def test_a_tile_that_arrives_is_shown(make_picture: Callable[..., Picture], noise: Noise) -> None:
    before = noise(200, 300)
    picture, done = make_picture(before), make_picture(before, before // 2)
    renderer, layout = RasterRenderer(), Layout(SCREEN, ViewMode.AFTER)
    renderer.set_picture(picture)
    view = view_of(picture, 1.0, layout)
    first, _ = painted(renderer, view, layout, Look(Recipe()))
    picture.denoised = done.denoised
    renderer.invalidate(Box(0, 200, 0, 300))
    second, computed = painted(renderer, view, layout, Look(Recipe()))
    assert computed
    y, x = (-o for o in view.origin)
    np.testing.assert_array_equal(first, whole(picture, None)[y : y + 90, x : x + 120])
    np.testing.assert_array_equal(second, whole(picture, Recipe())[y : y + 90, x : x + 120])


@pytest.mark.parametrize("mode", list(ViewMode))
def test_the_sharp_picture_in_slices_equals_the_one_at_once(
    make_picture: Callable[..., Picture], noise: Noise, mode: ViewMode
) -> None:
    before = noise(500, 320)
    picture = make_picture(before, before // 2)
    layout = Layout((450, 300), mode)
    view = view_of(picture, 1.0, layout)
    look = Look(Recipe(strength=70, color_strength=90, detail=50, grain=20))
    at_once, slices = RasterRenderer(), RasterRenderer()
    for renderer in (at_once, slices):
        renderer.set_picture(picture)
    turns = 1
    while not slices.refine(view, layout.panes(view), look, time.perf_counter()):
        turns += 1
        assert turns < 50
    expected, _ = painted(at_once, view, layout, look)
    shown, computed = painted(slices, view, layout, look)
    assert not computed
    np.testing.assert_array_equal(shown, expected)


def test_a_draft_is_coarser_but_in_the_same_place(make_picture: Callable[..., Picture]) -> None:
    ramp = np.linspace(0, 255, 1200).astype(np.uint8)
    before = np.repeat(np.repeat(ramp[None, :, None], 900, 0), 3, 2)
    picture = make_picture(before)
    renderer, layout = RasterRenderer(), Layout(SCREEN, ViewMode.BEFORE)
    renderer.set_picture(picture)
    view = view_of(picture, 1.0, layout)
    sharp, _ = painted(renderer, view, layout, Look(Recipe()))
    draft, _ = painted(renderer, view, layout, Look(Recipe()), draft=True)
    assert np.abs(sharp.astype(int) - draft).max() <= 1


def test_stretched_pixels_are_shown_stretched(make_picture: Callable[..., Picture]) -> None:
    picture = make_picture(np.full((40, 40, 3), 200, np.uint8))
    picture.stretch = (1.0, 2.0)
    renderer, layout = RasterRenderer(), Layout(SCREEN, ViewMode.BEFORE)
    renderer.set_picture(picture)
    view = Viewport(picture.size, picture.stretch, SCREEN).fit().zoomed(1.0)
    shown, _ = painted(renderer, view, layout, Look(Recipe()))
    inside = np.all(shown != (255, 0, 255), -1) | np.all(shown == shown[45, 60], -1)
    assert inside.sum() == 40 * 80


def test_without_a_picture_nothing_is_painted() -> None:
    renderer, layout = RasterRenderer(), Layout(SCREEN)
    shown, computed = painted(renderer, Viewport((9, 9), screen=SCREEN).fit(), layout, Look(Recipe()))
    assert not computed
    assert (shown == (255, 0, 255)).all()
