"""Reading finished pictures: exact values, upright, with their profile, alpha and depth."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image, ImageCms

from denoiser_app.core.errors import FormatUnsupported
from denoiser_app.core.photo import RgbPhoto
from denoiser_app.formats.read import read

SHAPE = (20, 31)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
ORIENTATION = 0x0112


def codes(dtype: Any, channels: int = 3) -> NDArray[Any]:
    """Random values with both ends of the range among them."""
    top = np.iinfo(dtype).max
    values = np.random.default_rng(0).integers(0, top, (*SHAPE, channels), dtype, endpoint=True)
    values[0, :2] = [[0] * channels, [top] * channels]
    return values


def read_rgb(path: Path) -> RgbPhoto:
    photo = read(path)
    assert isinstance(photo, RgbPhoto)
    assert photo.rgb.dtype == np.float32
    assert photo.metadata.orientation == 1
    return photo


def save(path: Path, pixels: NDArray[np.uint8], **options: Any) -> Path:
    Image.fromarray(pixels.squeeze()).save(path, **options)
    return path


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.webp"])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_eight_bits_read_back_exactly(tmp_path: Path, name: str, channels: int) -> None:
    if name == "a.webp" and channels < 3:
        pytest.skip("WebP has no grey")
    pixels = codes(np.uint8, channels)
    mode = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}[channels]
    options = {"lossless": True, "exact": True} if name == "a.webp" else {}
    image = Image.frombytes(mode, SHAPE[::-1], pixels.tobytes())
    image.save(tmp_path / name, icc_profile=SRGB, **options)
    photo = read_rgb(tmp_path / name)
    colors = pixels[..., :3] if channels >= 3 else np.repeat(pixels[..., :1], 3, axis=2)
    np.testing.assert_array_equal(np.rint(photo.rgb * 255), colors)
    assert (photo.bits, photo.gray, photo.lossy, photo.icc) == (8, channels < 3, False, SRGB)
    if channels in (2, 4):
        assert photo.alpha is not None
        np.testing.assert_array_equal(np.rint(photo.alpha * 255), pixels[..., -1])
    else:
        assert photo.alpha is None


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_sixteen_bit_png_reads_back_exactly(tmp_path: Path, channels: int) -> None:
    pixels = codes(np.uint16, channels)
    bgr = pixels[..., [2, 1, 0, 3][:channels]] if channels > 1 else pixels
    assert cv2.imwrite(str(tmp_path / "a.png"), bgr)
    photo = read_rgb(tmp_path / "a.png")
    np.testing.assert_array_equal(np.rint(photo.rgb * 65535), np.broadcast_to(pixels[..., :3], (*SHAPE, 3)))
    assert (photo.bits, photo.gray) == (16, channels == 1)
    if channels == 4:
        assert photo.alpha is not None
        np.testing.assert_array_equal(np.rint(photo.alpha * 65535), pixels[..., 3])


@pytest.mark.parametrize(
    "options",
    [
        {}, {"compression": "zlib", "predictor": True}, {"compression": "lzw"}, {"bigtiff": True}, {"byteorder": ">"},
        {"tile": (16, 16)}, {"rowsperstrip": 3}, {"planarconfig": "separate"},
    ],
)  # fmt: skip
def test_sixteen_bit_tiff_reads_back_exactly(tmp_path: Path, options: dict[str, Any]) -> None:
    pixels = codes(np.uint16)
    stored = np.moveaxis(pixels, -1, 0) if "planarconfig" in options else pixels
    tifffile.imwrite(tmp_path / "a.tif", stored, photometric="rgb", iccprofile=SRGB, **options)
    photo = read_rgb(tmp_path / "a.tif")
    np.testing.assert_array_equal(np.rint(photo.rgb * 65535), pixels)
    assert (photo.bits, photo.icc, photo.gray) == (16, SRGB, False)


@pytest.mark.parametrize(("photometric", "sign"), [("minisblack", 1), ("miniswhite", -1)])
def test_grey_tiff_of_either_polarity(tmp_path: Path, photometric: str, sign: int) -> None:
    pixels = codes(np.uint16, 1)[..., 0]
    tifffile.imwrite(tmp_path / "a.tif", pixels, photometric=photometric)
    photo = read_rgb(tmp_path / "a.tif")
    expected = pixels if sign > 0 else 65535 - pixels
    np.testing.assert_array_equal(np.rint(photo.rgb * 65535), np.repeat(expected[..., None], 3, axis=2))
    assert photo.gray


def test_jpeg_is_lossy_and_close(tmp_path: Path) -> None:
    smooth = np.broadcast_to(np.linspace(0, 255, SHAPE[1])[None, :, None], (*SHAPE, 3)).astype(np.uint8)
    photo = read_rgb(save(tmp_path / "a.jpg", smooth, quality=95, icc_profile=SRGB))
    assert photo.lossy
    assert photo.icc == SRGB
    np.testing.assert_allclose(photo.rgb * 255, smooth, atol=8)


def test_palette_becomes_rgb(tmp_path: Path) -> None:
    image = Image.fromarray(codes(np.uint8)).quantize(16)
    image.save(tmp_path / "a.png")
    photo = read_rgb(tmp_path / "a.png")
    np.testing.assert_array_equal(np.rint(photo.rgb * 255), np.asarray(image.convert("RGB")))
    assert not photo.gray


@pytest.mark.parametrize("kind", ["png", "tiff", "tiff16"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_once(tmp_path: Path, orientation: int, kind: str) -> None:
    """As Pillow's exif_transpose does it, for the pixels of every decoder."""
    from PIL import ImageOps

    pixels = codes(np.uint8)
    image = Image.fromarray(pixels)
    image.getexif()[ORIENTATION] = orientation
    expected = np.asarray(ImageOps.exif_transpose(image))
    if kind != "tiff16":
        image.save(tmp_path / "a.png", kind, exif=image.getexif())
    else:
        tags = [(ORIENTATION, "H", 1, orientation, True)]
        tifffile.imwrite(tmp_path / "a.png", pixels.astype(np.uint16) * 257, photometric="rgb", extratags=tags)
    photo = read_rgb(tmp_path / "a.png")
    np.testing.assert_array_equal(np.rint(photo.rgb * 255), expected)


def test_cmyk_needs_its_profile(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.new("CMYK", (16, 16)).save(path)
    with pytest.raises(FormatUnsupported, match="CMYK"):
        read(path)


def test_floating_point_tiff_is_refused(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a.tif", codes(np.uint8).astype(np.float32), photometric="rgb")
    with pytest.raises(FormatUnsupported, match="floating-point"):
        read(tmp_path / "a.tif")


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_of_many_pages_the_largest_is_read(tmp_path: Path, dtype: Any) -> None:
    pixels = codes(dtype)
    with tifffile.TiffWriter(tmp_path / "a.tif") as writer:
        writer.write(pixels[::4, ::4], photometric="rgb", subfiletype=1)
        writer.write(pixels, photometric="rgb")
        writer.write(pixels[::2], photometric="rgb")
    photo = read_rgb(tmp_path / "a.tif")
    np.testing.assert_array_equal(np.rint(photo.rgb * np.iinfo(dtype).max), pixels)


def test_heic(tmp_path: Path) -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    smooth = np.broadcast_to(np.linspace(0, 255, 64)[None, :, None], (48, 64, 3)).astype(np.uint8)
    heif = pillow_heif.from_pillow(Image.fromarray(smooth))
    heif.save(tmp_path / "a.heic", quality=90)
    photo = read_rgb(tmp_path / "a.heic")
    assert photo.lossy
    assert photo.size == (48, 64)
    np.testing.assert_allclose(photo.rgb * 255, smooth, atol=12)


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.fromarray(codes(np.uint8)).save(buffer, "JPEG")
    for name in ("a.dng", "a.png", "a.CR2", "a"):
        (tmp_path / name).write_bytes(buffer.getvalue())
        assert read_rgb(tmp_path / name).lossy


def test_an_exported_tiff_with_a_cameras_make_is_no_raw(tmp_path: Path) -> None:
    tags = [(271, "s", 0, "Canon", True), (272, "s", 0, "Canon EOS R5", True)]
    tifffile.imwrite(tmp_path / "a.tif", codes(np.uint16), photometric="rgb", extratags=tags)
    assert read_rgb(tmp_path / "a.tif").metadata.camera == "Canon EOS R5"


def test_exif_is_told(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[271], exif[272] = "Nikon", "D800"
    exif.get_ifd(0x8769).update({0x8827: 65535, 0x8830: 2, 0x8832: 102400, 0x829A: 0.5, 0x829D: 2.8, 0x920A: 35.0,
                                 0x9003: "2026:01:02 03:04:05", 0xA434: "35mm f/1.4"})  # fmt: skip
    metadata = read_rgb(save(tmp_path / "a.jpg", codes(np.uint8), exif=exif)).metadata
    assert (metadata.camera, metadata.lens, metadata.iso) == ("Nikon D800", "35mm f/1.4", 102400)
    assert (metadata.shutter, metadata.aperture, metadata.focal_length) == (0.5, 2.8, 35)
    assert metadata.taken == "2026:01:02 03:04:05"


@pytest.mark.slow
def test_shared_pairs_read_as_pillow_reads_them(shared: Path) -> None:
    pairs = sorted((shared / "real_pairs").rglob("*_real.*"))[::20]
    for path in pairs:
        with Image.open(path) as image:
            np.testing.assert_array_equal(np.rint(read_rgb(path).rgb * 255), np.asarray(image.convert("RGB")))
