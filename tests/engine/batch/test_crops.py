"""A crop of the report shows what was written, pixel for pixel, and where there is something to see."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from denoiser_app.core import cfa
from denoiser_app.core.cfa import Cfa
from denoiser_app.core.errors import OutputNotWritable
from denoiser_app.core.photo import Levels, Metadata, Photo, RawPhoto, RgbPhoto, to_code
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.batch.crops import crop_pair, interesting_box, save_pair
from denoiser_app.engine.denoised import Denoised
from denoiser_app.engine.finish import finish, upright_box
from denoiser_app.formats.icc import profile_bytes

ARRAYS = [cfa.bayer("GRBG"), cfa.xtrans(), cfa.linear(), cfa.monochrome()]
MATRIX = np.array([[1.7, -0.5, -0.2], [-0.2, 1.5, -0.3], [0.1, -0.6, 1.5]])
TRUE = ExportOptions("png", bit_depth=8, color_space="srgb")

sides = st.integers(1, 160)
recipes = st.builds(
    Recipe,
    strength=st.sampled_from([0.0, 40.0, 100.0]),
    color_strength=st.sampled_from([None, 0.0, 70.0]),
    detail=st.sampled_from([0.0, 60.0]),
    grain=st.sampled_from([0.0, 80.0]),
)


def raw(height: int, width: int, array: Cfa, orientation: int = 1, aspect: float = 1.0) -> RawPhoto:
    mosaic = np.random.default_rng(0).uniform(-0.02, 1, (height, width) + (3,) * (array.kind == "linear"))
    planes = np.random.default_rng(1).uniform(-0.02, 1, (height, width, 3)).astype(np.float32)
    metadata = Metadata(orientation=orientation, pixel_aspect=aspect)
    levels, gains = Levels((0, 0, 0, 0), 1, "test", "test"), (2.1, 1.0, 1.6)
    return RawPhoto(mosaic.astype(np.float32), array, levels, gains, MATRIX, metadata, to_code(planes))


def rgb(height: int, width: int, *, gray: bool = False, alpha: bool = False, icc: bytes | None = None) -> RgbPhoto:
    random = np.random.default_rng(0)
    pixels = random.random((height, width, 3), np.float32)
    pixels = np.repeat(pixels[..., :1], 3, 2) if gray else pixels
    return RgbPhoto(pixels, Metadata(), icc, random.random((height, width), np.float32) if alpha else None, gray=gray)


photos = st.one_of(
    st.builds(raw, sides, sides, st.sampled_from(ARRAYS), st.integers(1, 8), st.sampled_from([1.0, 1.53, 0.75])),
    st.builds(
        rgb,
        sides,
        sides,
        gray=st.booleans(),
        alpha=st.booleans(),
        icc=st.sampled_from([None, profile_bytes("adobe-rgb")]),
    ),
)


def denoised_of(photo: Photo) -> Denoised:
    return Denoised.of(photo, np.random.default_rng(2).random((*photo.size, 3), np.float32))


def exported(photo: Photo, denoised: Denoised, recipe: Recipe, box: Box) -> np.ndarray[Any, Any]:
    """The box of the whole export, as RGB."""
    pixels = finish(photo, denoised, recipe, TRUE).pixels
    pixels = np.repeat(pixels[..., None], 3, 2) if pixels.ndim == 2 else pixels[..., :3]
    if isinstance(photo, RgbPhoto):
        return pixels[box.slices]
    aspect, (height, width) = photo.metadata.pixel_aspect, photo.size
    stretched = Box(box.top, box.bottom, round(box.left * aspect), round(box.right * aspect))
    return pixels[upright_box(stretched, (height, round(width * aspect)), photo.metadata.orientation).slices]


@settings(max_examples=120, deadline=None)
@given(photo=photos, recipe=recipes, data=st.data())
def test_before_and_after_are_pieces_of_the_export(photo: Photo, recipe: Recipe, data: st.DataObject) -> None:
    (top, bottom), (left, right) = (
        sorted(data.draw(st.tuples(st.integers(0, side - 1), st.integers(0, side)))) for side in photo.size
    )
    box, denoised = Box(top, max(bottom, top + 1), left, max(right, left + 1)), denoised_of(photo)
    before, after = crop_pair(photo, denoised, recipe, box)
    assert before.dtype == after.dtype == np.uint8
    np.testing.assert_array_equal(before, exported(photo, denoised, Recipe(strength=0), box))
    expected = exported(photo, denoised, recipe, box)
    difference = np.abs(after.astype(int) - expected)
    # Sums over a neighbourhood are rounded by where they begin.
    assert difference.max(initial=0) <= (1 if recipe.detail else 0)


def test_before_and_after_differ_when_the_photo_was_denoised() -> None:
    photo = rgb(300, 400)
    before, after = crop_pair(photo, denoised_of(photo), Recipe())
    assert (before != after).mean() > 0.9


@settings(max_examples=60, deadline=None)
@given(photo=photos, width=st.integers(4, 120), height=st.integers(4, 120))
def test_the_interesting_part_lies_in_the_photo_and_stands_as_it_was_asked(
    photo: Photo, width: int, height: int
) -> None:
    box = interesting_box(photo, (width, height))
    assert 0 <= box.top < box.bottom <= photo.size[0]
    assert 0 <= box.left < box.right <= photo.size[1]
    before, _ = crop_pair(photo, denoised_of(photo), Recipe(), box)
    export = finish(photo, denoised_of(photo), Recipe(), TRUE).pixels.shape
    # Stretched pixels are rounded.
    assert abs(before.shape[0] - min(height, export[0])) <= 1
    assert abs(before.shape[1] - min(width, export[1])) <= 1


def scene(kind: str) -> np.ndarray[Any, Any]:
    """(600, 900) brightness, 0-1: clipped on the left, black on the right, a flat sky between; things at one place."""
    picture = np.full((600, 900), 0.45)
    picture[:, :250], picture[:, 650:] = 1.0, 0.0
    picture[380:560, 320:560] += 0.25 * (np.indices((180, 240)).sum(0) // 20 % 2)
    noisy = picture + np.random.default_rng(0).normal(0, 0.03, picture.shape)
    return (noisy.clip(0, 1) if kind == "rgb" else noisy.clip(0, 1) ** 2).astype(np.float32)


@pytest.mark.parametrize("kind", ["rgb", "raw"])
def test_one_looks_at_things_and_not_at_sky_lamps_or_night(kind: str) -> None:
    planes = np.repeat(scene(kind)[..., None], 3, 2)
    photo: Photo = RgbPhoto(planes, Metadata())
    if kind == "raw":
        levels = Levels((0, 0, 0, 0), 1, "test", "test")
        photo = RawPhoto(planes[..., 1], cfa.bayer("RGGB"), levels, (1, 1, 1), np.eye(3), Metadata(), to_code(planes))
    box = interesting_box(photo, (200, 150))
    things = box.intersection(Box(380, 560, 320, 560))
    assert things is not None
    assert things.size[0] * things.size[1] > 0.8 * 200 * 150


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_a_photo_of_one_colour_has_a_part_too(value: float) -> None:
    photo = RgbPhoto(np.full((50, 70, 3), value, np.float32), Metadata())
    assert interesting_box(photo).size == (50, 70)


def test_a_pair_is_two_jpegs_that_look_like_the_crops(tmp_path: Path) -> None:
    y, x = np.mgrid[:80, :120]
    pair = tuple(np.stack([x + shift, y, x + y], 2).astype(np.uint8) for shift in (0, 60))
    for _ in range(2):  # the second time over the first
        paths = save_pair(tmp_path, "IMG_0001", (pair[0], pair[1]))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["IMG_0001-after.jpg", "IMG_0001-before.jpg"]
    for path, pixels in zip(paths, pair, strict=True):
        with Image.open(path) as picture:
            assert picture.format == "JPEG"
            assert np.abs(np.asarray(picture).astype(int) - pixels).mean() < 4


def test_a_pair_is_whole_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "a-after.jpg").mkdir()  # a folder stands in the way of the second
    crop = np.zeros((10, 10, 3), np.uint8)
    with pytest.raises(OutputNotWritable, match=r"a-after\.jpg"):
        save_pair(tmp_path, "a", (crop, crop))
    assert [p.name for p in tmp_path.iterdir()] == ["a-after.jpg"]
