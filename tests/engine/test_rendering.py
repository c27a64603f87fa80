"""What is shown is what is exported, for every kind of photo, the way it stands."""

from __future__ import annotations

import struct
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.denoised import Denoised
from denoiser_app.engine.display import open_display
from denoiser_app.engine.finish import finish, upright
from denoiser_app.engine.frame import Frame
from denoiser_app.engine.picture import Picture
from denoiser_app.engine.rendering import Rendering
from denoiser_app.formats import icc
from tests.engine.pictures import Pair, noisy_raw, noisy_rgb

H, W = 83, 117

percent = st.integers(0, 100).map(float)
some = st.one_of(st.just(0.0), percent)
recipes = st.builds(Recipe, strength=percent, color_strength=st.one_of(st.none(), percent), detail=some, grain=some)
sigmas = st.sampled_from([0.02, 0.1, 0.2])
seeds = st.integers(0, 999)


def _shown(pair: Pair, recipe: Recipe | None, display: str = "srgb") -> np.ndarray:
    rendering = Rendering(pair[0], open_display(display))
    picture = Picture.of(rendering)
    picture.restore(rendering, pair[1])
    return Frame(picture, 0, picture.bounds(0)).render(recipe)[..., 2::-1].astype(int)


def _exported(pair: Pair, recipe: Recipe, space: str = "srgb") -> np.ndarray:
    options = ExportOptions(format="png", bit_depth=8, color_space=space)  # type: ignore[arg-type]
    pixels = finish(*pair, recipe, options).pixels.astype(int)
    return pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, 2)


@settings(max_examples=60)
@given(recipes, sigmas, seeds, st.integers(1, 8), st.sampled_from(["srgb", "display-p3"]))
def test_a_raw_is_shown_as_it_is_exported(
    recipe: Recipe, sigma: float, seed: int, orientation: int, space: str
) -> None:
    pair = noisy_raw(H, W, orientation, seed, sigma)
    difference = np.abs(_shown(pair, recipe, space) - _exported(pair, recipe, space))
    assert difference.max() <= 1


@settings(max_examples=60)
@given(recipes, sigmas, seeds, st.sampled_from([None, "srgb", "display-p3", "adobe-rgb", "prophoto"]))
def test_a_finished_picture_is_shown_as_it_is_exported(
    recipe: Recipe, sigma: float, seed: int, space: str | None
) -> None:
    pair = noisy_rgb(H, W, space and icc.profile_bytes(space), seed, sigma)  # type: ignore[arg-type]
    assert np.abs(_shown(pair, recipe) - _exported(pair, recipe)).max() <= 1


@given(recipes, seeds, st.booleans())
def test_a_gray_picture_is_shown_gray_and_as_it_is_exported(recipe: Recipe, seed: int, tagged: bool) -> None:
    profile = icc._profile(b"GRAY", "Gray", [(b"kTRC", icc._parametric(icc.SRGB_TRANSFER))]) if tagged else None
    pair = noisy_rgb(H, W, profile, seed, gray=True)
    shown = _shown(pair, recipe)
    assert (shown == shown[..., :1]).all()
    assert np.abs(shown - _exported(pair, recipe)).max() <= 1


def test_an_untouched_picture_is_shown_to_the_last_bit() -> None:
    photo, denoised = noisy_rgb(H, W, bits=8)
    np.testing.assert_array_equal(_shown((photo, denoised), None), np.rint(photo.rgb * np.float32(255)))


def test_an_unknown_profile_goes_through_little_cms() -> None:
    values = struct.pack(">256H", *(round(65535 * (i / 255) ** 2.6) for i in range(256)))
    profile = icc._rgb_profile("Scanner", "prophoto", b"curv" + struct.pack(">4xI", 256) + values)
    photo, denoised = noisy_rgb(H, W, profile)
    expected = np.rint(icc.convert(photo.rgb, profile, icc.profile_bytes("srgb")) * 255)
    assert np.abs(_shown((photo, denoised), None) - expected).max() <= 1
    assert np.abs(np.rint(photo.rgb * 255) - expected).max() > 10


@given(st.integers(1, 8), st.data())
def test_boxes_go_there_and_back(orientation: int, data: st.DataObject) -> None:
    photo, denoised = noisy_raw(40, 30, orientation)
    rendering = Rendering(photo, open_display("srgb"))
    top, left = data.draw(st.integers(0, 39)), data.draw(st.integers(0, 29))
    box = Box(top, data.draw(st.integers(top + 1, 40)), left, data.draw(st.integers(left + 1, 30)))
    place = rendering.upright_box(box)
    assert rendering.sensor_box(place) == box
    inside = np.zeros((40, 30), bool)
    inside[box.slices] = True
    assert upright(inside, orientation)[place.slices].all()
    assert place.size == upright(inside[box.slices], orientation).shape
    whole = rendering.denoised(denoised, Box(0, 40, 0, 30))
    assert whole.shape[:2] == rendering.size
    np.testing.assert_array_equal(rendering.denoised(denoised, box), whole[place.slices])


@pytest.mark.parametrize(("orientation", "stretch"), [(1, (1, 1.5)), (3, (1, 1.5)), (6, (1.5, 1)), (8, (1.5, 1))])
def test_pixels_that_are_not_square_are_stretched_along_the_sensors_rows(
    orientation: int, stretch: tuple[float, float]
) -> None:
    photo, denoised = noisy_raw(40, 30, orientation, aspect=1.5)
    rendering = Rendering(photo, open_display("srgb"))
    assert rendering.stretch == stretch
    exported = finish(photo, denoised, Recipe(), ExportOptions()).pixels.shape[:2]
    assert tuple(round(n * s) for n, s in zip(rendering.size, stretch, strict=True)) == exported


def test_a_read_only_result_can_be_shown() -> None:
    photo, denoised = noisy_raw(H, W)
    codes = denoised.codes.copy()
    codes.setflags(write=False)
    shown, expected = (_shown((photo, d), Recipe()) for d in (Denoised("raw", codes), denoised))
    np.testing.assert_array_equal(shown, expected)


def test_the_view_needs_no_torch() -> None:
    code = "import sys, denoiser_app.engine.frame, denoiser_app.engine.preload; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
