"""A picture is the same whether it came in tiles or at once, while someone else is looking at it."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from denoiser_app.core.grain import grain
from denoiser_app.core.photo import from_code
from denoiser_app.core.progress import Cancelled, CancelToken
from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box, TilePlan
from denoiser_app.engine.display import VIEW_UNIT, open_display
from denoiser_app.engine.frame import Frame
from denoiser_app.engine.picture import Picture
from denoiser_app.engine.rendering import Rendering
from tests.engine.pictures import Pair, noisy_raw, noisy_rgb

H, W = 700, 1100


def _opened(pair: Pair) -> tuple[Rendering, Picture]:
    rendering = Rendering(pair[0], open_display("srgb"))
    return rendering, Picture.of(rendering)


def _same(left: Picture, right: Picture) -> None:
    for ours, theirs in zip(left.denoised.levels, right.denoised.levels, strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_tiles_in_any_order_make_the_restored_picture(orientation: int) -> None:
    pair = noisy_raw(H, W, orientation)
    rendering, picture = _opened(pair)
    tiles = [t.core for t in TilePlan((H, W), 333, 0, 2)]
    np.random.default_rng(0).shuffle(tiles)
    assert not picture.complete
    for box in tiles:
        assert not picture.complete
        place = picture.put(rendering, pair[1], box)
        assert place == rendering.upright_box(box) == picture.finished[-1]
    assert picture.complete
    other = Picture.of(rendering)
    other.restore(rendering, pair[1])
    assert other.complete
    _same(picture, other)


def test_the_original_stays_and_nothing_is_denoised_at_first() -> None:
    pair = noisy_rgb(H, W)
    rendering, picture = _opened(pair)
    before = picture.original.levels[1].copy()
    assert picture.denoised is picture.original
    picture.put(rendering, pair[1], Box(0, 200, 0, 200))
    np.testing.assert_array_equal(picture.original.levels[1], before)
    changed = (picture.denoised.levels[0] != picture.original.levels[0]).any(2)
    assert changed[:200, :200].mean() > 0.9
    assert not changed[200:].any()
    assert not changed[:, 200:].any()


def test_a_new_run_starts_from_the_original_or_keeps_the_last_result() -> None:
    pair = noisy_rgb(H, W)
    rendering, picture = _opened(pair)
    picture.restore(rendering, pair[1])
    denoised = picture.denoised.levels[0].copy()
    picture.begin(keep=True)
    assert (picture.finished, picture.complete) == ((), False)
    np.testing.assert_array_equal(picture.denoised.levels[0], denoised)
    picture.reset()
    assert picture.finished == ()
    np.testing.assert_array_equal(picture.denoised.levels[0], picture.original.levels[0])


def test_cancelled_work_says_so_and_claims_nothing() -> None:
    pair = noisy_rgb(H, W)
    rendering, picture = _opened(pair)
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        Picture.of(rendering, token)
    with pytest.raises(Cancelled):
        picture.restore(rendering, pair[1], token)
    assert picture.finished == ()
    np.testing.assert_array_equal(picture.denoised.levels[0], picture.original.levels[0])


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_raw_is_shown_before_its_demosaic_and_renewed_by_it(orientation: int) -> None:
    photo, denoised = noisy_raw(150, 220, orientation, sigma=0.0)
    assert photo.demosaiced is not None
    sites = photo.cfa.colors(150, 220)[..., None]
    mosaic = np.take_along_axis(from_code(photo.demosaiced), sites.astype(np.intp), 2)[..., 0]
    careful = Rendering(replace(photo, mosaic=mosaic), open_display("srgb"))
    hasty = Rendering(replace(photo, mosaic=mosaic, demosaiced=None), open_display("srgb"))
    picture, whole = Picture.of(hasty), Picture.of(careful)
    difference = picture.original.levels[0].astype(float) - whole.original.levels[0]
    assert np.abs(difference).mean() < 0.01 * VIEW_UNIT
    for box in (Box(0, 64, 32, 100), Box(64, 150, 0, 220)):
        picture.put(hasty, denoised, box)
        whole.put(careful, denoised, box)
    picture.renew(careful, denoised)
    for renewed, direct in ((picture.original, whole.original), (picture.denoised, whole.denoised)):
        for one, other in zip(renewed.levels, direct.levels, strict=True):
            np.testing.assert_array_equal(one, other)


def test_the_loupe_tells_what_the_view_shows() -> None:
    pair = noisy_raw(90, 120, 6)
    rendering, picture = _opened(pair)
    picture.restore(rendering, pair[1])
    recipe = Recipe(strength=70, color_strength=90, detail=40, grain=30)
    frame = Frame(picture, 0, picture.bounds(0))
    before, after = frame.render(None), frame.render(recipe)
    for y, x in [(0, 0), (119, 89), (60, 7), (61, 44)]:
        values = picture.values(y, x, recipe)
        np.testing.assert_allclose(values[0], before[y, x, 2::-1], atol=0.51)
        np.testing.assert_allclose(values[1], after[y, x, 2::-1], atol=1.01)
    added = 255 * float(grain(Box(60, 61, 7, 8), 30)[0, 0])
    bare = picture.values(60, 7, Recipe(strength=70, color_strength=90, detail=40))[1]
    expected = np.clip(np.array(bare) + added, 0, 255)
    np.testing.assert_allclose(picture.values(60, 7, recipe)[1], expected, atol=1e-3)


def test_reading_while_a_worker_writes_is_harmless() -> None:
    pair = noisy_rgb(H, W)
    rendering, picture = _opened(pair)
    problems: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(3):
                picture.begin()
                for tile in TilePlan((H, W), 256, 0, 1):
                    picture.put(rendering, pair[1], tile.core)
        except BaseException as problem:  # noqa: BLE001 - told to the test below
            problems.append(problem)

    worker = threading.Thread(target=write)
    worker.start()
    frame, recipe = Frame(picture, 0, Box(100, 600, 200, 900)), Recipe(strength=60, color_strength=20)
    while worker.is_alive():
        frame.render(recipe)
        for box in picture.finished[-2:]:
            frame.invalidate(box)
    worker.join()
    assert not problems
    frame.invalidate()
    np.testing.assert_array_equal(frame.render(recipe), Frame(picture, 0, frame.box).render(recipe))
