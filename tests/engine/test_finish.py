"""What is exported is what was chosen: strength 0 is the photo itself, as LibRaw would show it, and upright."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core import cfa
from denoiser_app.core.color import develop
from denoiser_app.core.grain import grain
from denoiser_app.core.photo import Metadata, RawPhoto, RgbPhoto
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine import finish as finish_module
from denoiser_app.engine.check import color_shift, warning
from denoiser_app.engine.denoised import Denoised
from denoiser_app.engine.finish import finish, laid_back, original_camera_rgb, upright, upright_box
from denoiser_app.formats.icc import identify, profile_bytes
from denoiser_app.formats.read import read
from tests.engine.test_denoiser import raw_photo

OFF = Recipe(strength=0)


SPACES = [None, "srgb", "display-p3", "adobe-rgb", "prophoto"]


@given(st.sampled_from([8, 16]), st.sampled_from(SPACES), st.integers(0, 9))
def test_strength_0_returns_the_pixels_bit_by_bit(bits: int, space: str | None, seed: int) -> None:
    r = np.random.default_rng(seed)
    code = r.integers(0, 2**bits, (19, 23, 3))
    icc = None if space is None else profile_bytes(space)  # type: ignore[arg-type]
    photo = RgbPhoto((code / (2**bits - 1)).astype(np.float32), Metadata(), icc, bits=bits)
    finished = finish(photo, Denoised.of(photo, r.random(code.shape, np.float32)), OFF, ExportOptions(bit_depth=bits))
    np.testing.assert_array_equal(finished.pixels, code)
    finished = finish(photo, Denoised.of(photo, r.random(code.shape, np.float32)), OFF, ExportOptions())
    np.testing.assert_array_equal(finished.pixels, code * (1 if bits == 16 else 257))
    assert identify(finished.icc) == (space or "srgb")


def test_strength_lies_between_the_photo_and_the_result() -> None:
    r = np.random.default_rng(0)
    photo = RgbPhoto(r.random((20, 20, 3), np.float32), Metadata())
    denoised = r.random((20, 20, 3), np.float32)
    result = Denoised.of(photo, denoised)
    steps = [finish(photo, result, Recipe(strength=s), ExportOptions()).pixels.astype(int) for s in (0, 30, 70, 100)]
    rising = denoised > photo.rgb
    for low, high in pairwise(steps):
        assert ((high - low)[rising] >= 0).all()
        assert ((high - low)[~rising] <= 0).all()


def test_alpha_and_gray_are_kept() -> None:
    r = np.random.default_rng(0)
    gray = np.repeat(r.random((9, 8, 1), np.float32), 3, 2)
    photo = RgbPhoto(gray, Metadata(), gray=True)
    denoised = Denoised.of(photo, gray)
    for recipe in (Recipe(), Recipe(strength=50, detail=50, grain=50)):
        assert finish(photo, denoised, recipe, ExportOptions()).pixels.shape == (9, 8)
    alpha = r.random((9, 8), np.float32)
    pixels = finish(replace(photo, alpha=alpha, gray=False), denoised, Recipe(grain=90), ExportOptions()).pixels
    np.testing.assert_array_equal(pixels[..., 3], np.rint(alpha * np.float32(65535)))


def test_another_color_space_keeps_the_colour_and_changes_the_numbers() -> None:
    photo = RgbPhoto(np.full((8, 8, 3), (0.8, 0.2, 0.1), np.float32), Metadata())
    finished = finish(photo, Denoised.of(photo, photo.rgb), Recipe(), ExportOptions(color_space="display-p3"))
    assert identify(finished.icc) == "display-p3"
    # sRGB (0.8, 0.2, 0.1) in Display P3, by the matrix of CSS Color 4.
    np.testing.assert_allclose(finished.pixels[0, 0] / 65535, (0.737, 0.253, 0.159), atol=0.001)


@pytest.mark.parametrize(
    ("orientation", "corner"), [(1, 0), (2, 1), (3, 3), (4, 2), (5, 0), (6, 2), (7, 3), (8, 1)], ids=str
)
def test_orientation_puts_the_right_corner_on_top(orientation: int, corner: int) -> None:
    # EXIF 2.32, 4.6.4: which stored corner (0 = first row and column, 1 = last column ...) is shown at the top left.
    stored = np.array([[0, 9, 1], [2, 9, 3]])
    shown = upright(stored, orientation)
    assert shown[0, 0] == corner
    assert shown.shape == ((2, 3) if orientation < 5 else (3, 2))


def test_raw_at_strength_0_is_the_neutral_rendering() -> None:
    photo = raw_photo(40, 30, cfa.bayer("RGGB"))
    denoised = Denoised.empty(photo)
    denoised.codes[...] = 8192
    off = finish(photo, denoised, OFF, ExportOptions()).pixels
    on = finish(photo, denoised, Recipe(), ExportOptions()).pixels
    assert off.mean() > 10000
    assert (on == 0).all()


def test_shared_raws_at_strength_0_agree_with_libraw(shared: Path) -> None:
    import rawpy

    for path in sorted(shared.glob("raw/synthetic_dng/*.dng")):
        photo = read(path)
        ours = finish(photo, Denoised.empty(photo), OFF, ExportOptions()).pixels
        with rawpy.imread(str(path)) as raw:
            options = {"use_camera_wb": True, "no_auto_bright": True, "output_bps": 16, "gamma": (2.4, 12.92)}
            theirs = raw.postprocess(user_flip=0, **options)
        difference = np.abs(ours.astype(float) - upright(theirs, photo.metadata.orientation)).mean() / 257
        assert difference <= 0.5, (path.name, difference)


def test_a_colour_shift_is_measured_and_reported() -> None:
    photo = raw_photo(60, 60, cfa.linear())
    result = photo.mosaic * np.array(photo.white_balance, np.float32)
    assert warning(color_shift(photo, Denoised.of(photo, result))) == ""
    tinted = result * np.array([1.1, 1.0, 1.0], np.float32)
    assert "red" in warning(color_shift(photo, Denoised.of(photo, tinted)))


BOTH = Recipe(strength=70, color_strength=30, detail=80)


def _camera_photo(height: int = 60, width: int = 50, seed: int = 0, **metadata: object) -> tuple[RawPhoto, Denoised]:
    """A raw with a matrix like a camera's, clipped highlights and values below black, and a smoother result."""
    photo = raw_photo(height, width, cfa.bayer("RGGB"), seed)
    matrix = np.array([[1.8, -0.7, -0.1], [-0.2, 1.6, -0.4], [0.0, -0.6, 1.6]])
    photo = replace(photo, camera_matrix=matrix, metadata=Metadata(**metadata))  # type: ignore[arg-type]
    return photo, Denoised.of(photo, cv2.blur(original_camera_rgb(photo, slice(None)), (5, 5)))


def test_a_raw_is_clipped_where_the_sensor_is_and_mixed_in_linear_srgb() -> None:
    photo, denoised = _camera_photo()
    layers = [original_camera_rgb(photo, slice(None)), denoised.pixels((slice(None), slice(None)))]
    original, result = (np.minimum(layer, 1).astype(np.float64) @ photo.camera_matrix.T for layer in layers)
    difference = result - original
    luminance = (difference @ (0.2126, 0.7152, 0.0722))[..., None]
    mixed = original + 0.7 * luminance + 0.3 * (difference - luminance)
    expected = develop(mixed.clip(0, 1).astype(np.float32), np.eye(3), "srgb") * 65535
    found = finish(photo, denoised, replace(BOTH, detail=0), ExportOptions()).pixels
    np.testing.assert_allclose(found, expected, atol=8)


def test_a_blown_highlight_is_white_at_every_strength() -> None:
    photo, _ = _camera_photo()
    photo = replace(photo, demosaiced=np.full((60, 50, 3), 65535, np.uint16))
    for strength in (0, 40, 100):
        result = Denoised.of(photo, np.ones((60, 50, 3), np.float32))
        assert (finish(photo, result, Recipe(strength=strength), ExportOptions()).pixels >= 65534).all()


@pytest.mark.parametrize("raw", [True, False], ids=["raw", "rgb"])
@pytest.mark.parametrize("recipe", [Recipe(), BOTH, replace(BOTH, grain=40)], ids=["full", "mixed", "grain"])
def test_bands_do_not_show(monkeypatch: pytest.MonkeyPatch, raw: bool, recipe: Recipe) -> None:
    photo, denoised = _camera_photo(orientation=6)
    if not raw:
        photo = RgbPhoto(np.random.default_rng(0).random((60, 50, 3), np.float32), Metadata())
        denoised = Denoised.of(photo, cv2.blur(photo.rgb, (5, 5)))
    results = []
    for band in (7, 1000):
        monkeypatch.setattr(finish_module, "_BAND", band)
        results.append(finish(photo, denoised, recipe, ExportOptions()).pixels.astype(int))
    assert np.abs(results[0] - results[1]).max() <= 1


def test_detail_leaves_strength_0_alone_and_brings_something_back_elsewhere() -> None:
    photo, denoised = _camera_photo()
    off, full, more = (
        finish(photo, denoised, recipe, ExportOptions()).pixels
        for recipe in (replace(OFF, detail=100), Recipe(), Recipe(detail=100))
    )
    np.testing.assert_array_equal(off, finish(photo, denoised, OFF, ExportOptions()).pixels)
    assert (full != more).any()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("aspect", [1.0, 1.5])
def test_grain_lies_as_the_photo_is_shown(orientation: int, aspect: float) -> None:
    photo, _ = _camera_photo(orientation=orientation, pixel_aspect=aspect)
    photo = replace(photo, camera_matrix=np.eye(3))
    denoised = Denoised.of(photo, np.full((60, 50, 3), 0.2, np.float32))
    plain, grained = (
        finish(photo, denoised, Recipe(grain=amount), ExportOptions()).pixels.astype(int) for amount in (0, 70)
    )
    height, width = plain.shape[:2]
    assert (height, width) == ((60, round(50 * aspect)) if orientation < 5 else (round(50 * aspect), 60))
    added = grain(Box(0, height, 0, width), 70)[..., None] * 65535
    np.testing.assert_allclose(grained - plain, np.broadcast_to(added, plain.shape), atol=2)


@given(st.integers(1, 8), st.integers(0, 5), st.integers(1, 5), st.integers(0, 3), st.integers(1, 4))
def test_boxes_are_turned_as_pixels_are(orientation: int, top: int, height: int, left: int, width: int) -> None:
    stored = np.arange(10 * 7).reshape(10, 7)
    box = Box(top, top + height, left, left + width)
    shown = upright(stored, orientation)
    turned = shown[upright_box(box, (10, 7), orientation).slices]
    np.testing.assert_array_equal(laid_back(turned, orientation), stored[box.slices])


@pytest.mark.parametrize("bits", [8, 16])
def test_grain_neither_wraps_at_black_and_white_nor_changes_the_photo(bits: int) -> None:
    r = np.random.default_rng(0)
    photo = RgbPhoto(r.choice([0.0, 1.0], (40, 40, 3)).astype(np.float32), Metadata())
    before = photo.rgb.copy()
    pixels = finish(photo, Denoised.empty(photo), replace(OFF, grain=100), ExportOptions(bit_depth=bits)).pixels
    assert ((pixels > 2 ** (bits - 1)) == (before > 0.5)).all()
    np.testing.assert_array_equal(photo.rgb, before)
