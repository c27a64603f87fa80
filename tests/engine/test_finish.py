"""What is exported is what was chosen: strength 0 is the photo itself, as LibRaw would show it, and upright."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core import cfa
from denoiser_app.core.photo import Metadata, RgbPhoto
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine.check import color_shift, warning
from denoiser_app.engine.finish import finish, upright
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
    finished = finish(photo, r.random(code.shape, np.float32), OFF, ExportOptions(bit_depth=bits))
    np.testing.assert_array_equal(finished.pixels, code)
    finished = finish(photo, r.random(code.shape, np.float32), OFF, ExportOptions())
    np.testing.assert_array_equal(finished.pixels, code * (1 if bits == 16 else 257))
    assert identify(finished.icc) == (space or "srgb")


def test_strength_lies_between_the_photo_and_the_result() -> None:
    r = np.random.default_rng(0)
    photo = RgbPhoto(r.random((20, 20, 3), np.float32), Metadata())
    denoised = r.random((20, 20, 3), np.float32)
    steps = [finish(photo, denoised, Recipe(strength=s), ExportOptions()).pixels.astype(int) for s in (0, 30, 70, 100)]
    rising = denoised > photo.rgb
    for low, high in pairwise(steps):
        assert ((high - low)[rising] >= 0).all()
        assert ((high - low)[~rising] <= 0).all()


def test_alpha_and_gray_are_kept() -> None:
    r = np.random.default_rng(0)
    gray = np.repeat(r.random((9, 8, 1), np.float32), 3, 2)
    photo = RgbPhoto(gray, Metadata(), gray=True)
    assert finish(photo, gray, Recipe(), ExportOptions()).pixels.shape == (9, 8)
    alpha = r.random((9, 8), np.float32)
    pixels = finish(replace(photo, alpha=alpha, gray=False), gray, Recipe(), ExportOptions()).pixels
    np.testing.assert_array_equal(pixels[..., 3], np.rint(alpha * np.float32(65535)))


def test_another_color_space_keeps_the_colour_and_changes_the_numbers() -> None:
    photo = RgbPhoto(np.full((8, 8, 3), (0.8, 0.2, 0.1), np.float32), Metadata())
    finished = finish(photo, photo.rgb, Recipe(), ExportOptions(color_space="display-p3"))
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
    denoised = np.zeros((40, 30, 3), np.float32)
    off = finish(photo, denoised, OFF, ExportOptions()).pixels
    on = finish(photo, denoised, Recipe(), ExportOptions()).pixels
    assert off.mean() > 10000
    assert (on == 0).all()


def test_shared_raws_at_strength_0_agree_with_libraw(shared: Path) -> None:
    import rawpy

    for path in sorted(shared.glob("raw/synthetic_dng/*.dng")):
        photo = read(path)
        ours = finish(photo, np.zeros((*photo.size, 3), np.float32), OFF, ExportOptions()).pixels
        with rawpy.imread(str(path)) as raw:
            options = {"use_camera_wb": True, "no_auto_bright": True, "output_bps": 16, "gamma": (2.4, 12.92)}
            theirs = raw.postprocess(user_flip=0, **options)
        difference = np.abs(ours.astype(float) - upright(theirs, photo.metadata.orientation)).mean() / 257
        assert difference <= 0.5, (path.name, difference)


def test_a_colour_shift_is_measured_and_reported() -> None:
    photo = raw_photo(60, 60, cfa.linear())
    result = photo.mosaic * np.array(photo.white_balance, np.float32)
    assert warning(color_shift(photo, result)) == ""
    tinted = result * np.array([1.1, 1.0, 1.0], np.float32)
    assert "red" in warning(color_shift(photo, tinted))
