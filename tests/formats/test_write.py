"""Exports: read back by other libraries they hold exactly the pixels, the profile and the metadata that were meant."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import cv2
import exiv2
import imagecodecs
import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from denoiser_app.core.errors import (
    DenoiserError,
    DiskFull,
    OutputExists,
    OutputIsInput,
    OutputNotVerified,
    OutputUnsupported,
)
from denoiser_app.core.photo import Metadata
from denoiser_app.core.recipe import ExportOptions, FileFormat
from denoiser_app.formats import jpeg, png, tiff
from denoiser_app.formats import write as write_module
from denoiser_app.formats.icc import color_model, for_channels, profile_bytes, transfer_of
from denoiser_app.formats.metadata import Stamp, read_stamp
from denoiser_app.formats.write import Written, to_depth, write

Pixels = np.ndarray[Any, Any]
P3 = profile_bytes("display-p3")
STAMP = Stamp("night-rgb-1", "0123abcd", 80.0)
SUFFIX: dict[FileFormat, str] = {"tiff": ".tif", "png": ".png", "jpeg": ".jpg"}
every_format = pytest.mark.parametrize("kind", list(SUFFIX))


def noise(*shape: int, dtype: type = np.uint16) -> Pixels:
    top = int(np.iinfo(dtype).max)
    return np.random.default_rng(0).integers(0, top, shape, dtype, endpoint=True)


def smooth(height: int, width: int) -> Pixels:
    """(H, W, 3) uint8 that a JPEG keeps well."""
    y, x = np.mgrid[:height, :width]
    return np.stack([x * 200 / width, y * 200 / height, (x + y) * 100 / (width + height)], 2).astype(np.uint8)


def export(path: Path, pixels: Pixels, kind: FileFormat, bits: int | None = None, **more: Any) -> bytes:
    """Writes with all the rest as usual and returns the file."""
    options = ExportOptions(
        kind, bit_depth=bits, quality=more.pop("quality", 95), overwrite=more.pop("overwrite", False)
    )
    written = write(path, pixels, options, more.pop("icc", P3), more.pop("source", None), STAMP, Metadata(), **more)
    content = path.read_bytes()
    assert written == Written(len(content), hashlib.sha256(content).hexdigest())
    return content


def bgr(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 2 else pixels[..., [2, 1, 0, 3][: pixels.shape[2]]]


SHAPES = [(37, 53), (37, 53, 3), (37, 53, 4), (64, 1, 3), (1, 65, 3), (129, 5, 3)]
every_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)
every_depth = pytest.mark.parametrize("dtype", [np.uint8, np.uint16])


# --- TIFF -------------------------------------------------------------------------------------------------------------


@every_shape
@every_depth
def test_tiff_in_three_other_libraries(tmp_path: Path, shape: tuple[int, ...], dtype: type) -> None:
    pixels = noise(*shape, dtype=dtype)
    data = export(tmp_path / "a.tif", pixels, "tiff", np.iinfo(dtype).bits)
    assert np.array_equal(tifffile.imread(tmp_path / "a.tif"), pixels)
    assert np.array_equal(imagecodecs.tiff_decode(data), pixels)  # libtiff
    if dtype is np.uint16 or shape[2:] != (4,):  # OpenCV multiplies 8-bit TIFFs with their alpha
        assert np.array_equal(bgr(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)), pixels)
    if dtype is np.uint8 or len(shape) == 2:
        assert np.array_equal(np.asarray(Image.open(tmp_path / "a.tif")), pixels)


def test_tiff_says_what_it_is(tmp_path: Path) -> None:
    export(tmp_path / "a.tif", noise(200, 30, 4), "tiff")
    with tifffile.TiffFile(tmp_path / "a.tif") as file:
        page = file.pages.first
        assert len(file.pages) == 1
        assert page.compression == tifffile.COMPRESSION.ADOBE_DEFLATE
        assert page.predictor == tifffile.PREDICTOR.HORIZONTAL
        assert page.photometric == tifffile.PHOTOMETRIC.RGB
        assert page.extrasamples == (tifffile.EXTRASAMPLE.UNASSALPHA,)
        assert page.rowsperstrip == 64
        assert page.iccprofile == P3
        assert list(page.tags.keys()) == sorted(page.tags.keys())
        assert all(offset % 2 == 0 for offset in page.dataoffsets)


def test_exiv2_may_edit_our_tiff_afterwards(tmp_path: Path) -> None:
    """As darktable and digiKam do when the photographer rates the export."""
    pixels = noise(150, 40, 3)
    export(tmp_path / "a.tif", pixels, "tiff")
    image = exiv2.ImageFactory.open(str(tmp_path / "a.tif"))
    image.readMetadata()
    image.xmpData()["Xmp.xmp.Rating"] = "5"
    image.exifData()["Exif.Image.Artist"] = "somebody with a long name" * 10
    image.writeMetadata()
    assert np.array_equal(tifffile.imread(tmp_path / "a.tif"), pixels)
    assert read_stamp(tmp_path / "a.tif") is not None


def test_smooth_photos_become_small(tmp_path: Path) -> None:
    pixels = smooth(512, 512).astype(np.uint16) * 257
    assert len(export(tmp_path / "a.tif", pixels, "tiff")) < pixels.nbytes / 4


# --- PNG --------------------------------------------------------------------------------------------------------------


@every_shape
@every_depth
def test_png_in_two_other_libraries(tmp_path: Path, shape: tuple[int, ...], dtype: type) -> None:
    pixels = noise(*shape, dtype=dtype)
    data = export(tmp_path / "a.png", pixels, "png", np.iinfo(dtype).bits)
    assert np.array_equal(imagecodecs.png_decode(data), pixels)  # libpng
    with Image.open(tmp_path / "a.png") as picture:
        picture.load()
        if dtype is np.uint8 or len(shape) == 2:
            assert np.array_equal(np.asarray(picture), pixels)


# --- JPEG -------------------------------------------------------------------------------------------------------------


def test_jpeg_in_three_other_libraries(tmp_path: Path) -> None:
    pixels = smooth(120, 90)
    data = export(tmp_path / "a.jpg", pixels, "jpeg")
    for found in (
        np.asarray(Image.open(tmp_path / "a.jpg")),
        imagecodecs.jpeg8_decode(data),
        bgr(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)),
    ):
        assert np.abs(found.astype(int) - pixels).max() <= 6


@pytest.mark.parametrize(("quality", "sampling"), [(91, 2), (92, 1), (100, 1), (1, 2)])
def test_jpeg_keeps_full_colour_from_quality_92_on(tmp_path: Path, quality: int, sampling: int) -> None:
    export(tmp_path / "a.jpg", smooth(64, 64), "jpeg", quality=quality)
    with Image.open(tmp_path / "a.jpg") as picture:
        assert picture.layer[0][1:3] == (sampling, sampling)  # type: ignore[attr-defined]


def test_jpeg_leaves_out_alpha_and_keeps_every_colour(tmp_path: Path) -> None:
    pixels = smooth(64, 64)
    with_alpha = np.dstack([pixels, np.zeros((64, 64), np.uint8)])
    assert export(tmp_path / "a.jpg", with_alpha, "jpeg") == export(tmp_path / "b.jpg", pixels, "jpeg")


def test_jpeg_of_a_gray_photo_is_gray(tmp_path: Path) -> None:
    export(tmp_path / "a.jpg", smooth(64, 64)[..., 0], "jpeg")
    with Image.open(tmp_path / "a.jpg") as picture:
        assert picture.mode == "L"


# --- profile and metadata, in every format ----------------------------------------------------------------------------


def profile_in(path: Path) -> bytes:
    with Image.open(path) as picture:
        return bytes(picture.info.get("icc_profile", b""))


@every_format
@pytest.mark.parametrize("space", ["srgb", "display-p3", "adobe-rgb", "prophoto"])
def test_the_profile_is_there_byte_for_byte(tmp_path: Path, kind: FileFormat, space: Any) -> None:
    path = tmp_path / f"a{SUFFIX[kind]}"
    export(path, noise(20, 20, 3, dtype=np.uint8), kind, 8, icc=profile_bytes(space))
    assert profile_in(path) == profile_bytes(space)
    image = exiv2.ImageFactory.open(str(path))
    image.readMetadata()
    assert bytes(image.iccProfile().data()) == profile_bytes(space)


@every_format
def test_a_large_profile_is_there_too(tmp_path: Path, kind: FileFormat) -> None:
    """As a printer's with tables: more than one JPEG segment."""
    large = P3[:128] + P3[128:] + np.random.default_rng(0).bytes(200_000)
    large = len(large).to_bytes(4, "big") + large[4:]
    path = tmp_path / f"a{SUFFIX[kind]}"
    export(path, noise(20, 20, 3, dtype=np.uint8), kind, 8, icc=large)
    assert profile_in(path) == large


DAMAGED_PROFILES = {
    "padded": P3 + bytes(3),
    "cut": P3[:-9],
    "header only": P3[:132],
    "tags of noise": P3[:128] + np.random.default_rng(1).bytes(400),
    "four billion tags": P3[:128] + b"\xff" * 4 + P3[132:],
    "unknown version": P3[:8] + b"\xff" + P3[9:],
    "CMYK": P3[:16] + b"CMYK" + P3[20:],
    "no profile at all": b"x",
}


@every_format
@pytest.mark.parametrize("damage", DAMAGED_PROFILES)
@pytest.mark.parametrize("gray", [False, True], ids=["colour", "gray"])
def test_a_damaged_profile_does_not_lose_the_photo(tmp_path: Path, kind: FileFormat, damage: str, gray: bool) -> None:
    path = tmp_path / f"a{SUFFIX[kind]}"
    pixels = noise(20, 20, dtype=np.uint8) if gray else noise(20, 20, 3, dtype=np.uint8)
    export(path, pixels, kind, 8, icc=DAMAGED_PROFILES[damage])
    imagecodecs.cms_profile_validate(profile_in(path))
    assert color_model(profile_in(path)) == ("GRAY" if gray else "RGB")
    assert read_stamp(path) is not None


@every_format
def test_without_a_profile_there_is_none(tmp_path: Path, kind: FileFormat) -> None:
    path = tmp_path / f"a{SUFFIX[kind]}"
    export(path, noise(20, 20, 3, dtype=np.uint8), kind, 8, icc=b"")
    assert profile_in(path) == b""


@every_format
def test_a_gray_photo_gets_a_profile_for_gray_with_the_same_curve(tmp_path: Path, kind: FileFormat) -> None:
    path = tmp_path / f"a{SUFFIX[kind]}"
    export(path, noise(20, 20, dtype=np.uint8), kind, 8, icc=profile_bytes("prophoto"))
    found = profile_in(path)
    assert color_model(found) == "GRAY"
    assert transfer_of(found) == transfer_of(profile_bytes("prophoto"))


@every_format
def test_a_colour_photo_never_gets_a_gray_profile(tmp_path: Path, kind: FileFormat) -> None:
    path = tmp_path / f"a{SUFFIX[kind]}"
    export(path, noise(20, 20, 3, dtype=np.uint8), kind, 8, icc=for_channels(P3, gray=True))
    assert color_model(profile_in(path)) == "RGB"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A photo taken upright, with a place."""
    path = tmp_path / "original.jpg"
    Image.fromarray(smooth(20, 30)).save(path)
    image = exiv2.ImageFactory.open(str(path))
    image.readMetadata()
    image.exifData()["Exif.Image.Orientation"] = exiv2.UShortValue(8)
    image.exifData()["Exif.Image.Model"] = "EOS 6D"
    image.exifData()["Exif.GPSInfo.GPSLatitude"] = exiv2.URationalValue([(48, 1), (30, 1), (0, 1)])
    image.exifData()["Exif.GPSInfo.GPSLatitudeRef"] = "N"
    image.xmpData()["Xmp.dc.subject"] = "night"
    image.writeMetadata()
    return path


@every_format
def test_exiv2_and_pillow_find_the_metadata_in_the_file(tmp_path: Path, source: Path, kind: FileFormat) -> None:
    path = tmp_path / f"a{SUFFIX[kind]}"
    export(path, noise(30, 20, 3), kind, source=source)
    image = exiv2.ImageFactory.open(str(path))
    image.readMetadata()
    found = {datum.key(): datum.toString() for data in (image.exifData(), image.xmpData()) for datum in data}
    expected = {
        "Exif.Image.Orientation": "1",
        "Exif.Image.Model": "EOS 6D",
        "Exif.GPSInfo.GPSLatitude": "48/1 30/1 0/1",
        "Exif.Photo.PixelXDimension": "20",
        "Exif.Photo.PixelYDimension": "30",
        "Xmp.dc.subject": "night",
        "Xmp.denoiser.Model": "night-rgb-1",
    }
    assert {key: found.get(key) for key in expected} == expected
    with Image.open(path) as picture:
        exif = picture.getexif()
        assert (exif[274], exif[272]) == (1, "EOS 6D")
        assert exif.get_ifd(0x8825)[2] == (48, 30, 0)


@every_format
def test_the_same_photo_gives_the_same_bytes(tmp_path: Path, source: Path, kind: FileFormat) -> None:
    """So that a batch can tell by its digest whether a file is the one it wrote."""
    files = [export(tmp_path / f"{n}{SUFFIX[kind]}", noise(30, 20, 3), kind, source=source) for n in range(2)]
    assert files[0] == files[1]


@every_format
def test_the_original_is_not_touched(tmp_path: Path, source: Path, kind: FileFormat) -> None:
    before = source.read_bytes(), source.stat().st_mtime_ns
    export(tmp_path / f"a{SUFFIX[kind]}", noise(30, 20, 3), kind, source=source)
    assert (source.read_bytes(), source.stat().st_mtime_ns) == before


# --- depth ------------------------------------------------------------------------------------------------------------


def test_every_8_bit_value_survives_16_bits() -> None:
    codes = np.arange(256, dtype=np.uint8)
    assert np.array_equal(to_depth(to_depth(codes, 16), 8), codes)


def test_16_to_8_bits_rounds_to_the_nearest() -> None:
    codes = np.arange(65536, dtype=np.uint16)
    assert np.array_equal(to_depth(codes, 8), np.rint(codes / 257).astype(np.uint8))


@every_format
@every_depth
def test_the_options_decide_the_depth(tmp_path: Path, kind: FileFormat, dtype: type) -> None:
    pixels = noise(20, 20, 3, dtype=dtype)
    for bits in (8,) if kind == "jpeg" else (8, 16):
        path = tmp_path / f"{bits}{SUFFIX[kind]}"
        data = export(path, pixels, kind, bits)
        found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
        assert found.dtype.itemsize * 8 == bits
        assert kind == "jpeg" or np.array_equal(bgr(found), to_depth(pixels, bits))


@given(
    st.sampled_from(["tiff", "png"]), st.integers(1, 200), st.integers(1, 40), st.sampled_from([0, 3, 4]), st.booleans()
)
def test_any_size_comes_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, kind: Any, height: int, width: int, channels: int, deep: bool
) -> None:
    shape = (height, width, channels) if channels else (height, width)
    pixels = noise(*shape, dtype=np.uint16 if deep else np.uint8)
    path = tmp_path_factory.mktemp("any") / f"a{SUFFIX[kind]}"
    data = export(path, pixels, kind, 16 if deep else 8)
    decoded = imagecodecs.tiff_decode(data) if kind == "tiff" else imagecodecs.png_decode(data)
    assert np.array_equal(decoded.reshape(shape), pixels)


def test_views_are_written_as_they_look(tmp_path: Path) -> None:
    pixels = noise(40, 60, 3)[::-1, ::2].swapaxes(0, 1)
    export(tmp_path / "a.tif", pixels, "tiff")
    export(tmp_path / "a.png", pixels, "png")
    assert np.array_equal(tifffile.imread(tmp_path / "a.tif"), pixels)
    assert np.array_equal(imagecodecs.png_decode((tmp_path / "a.png").read_bytes()), pixels)


# --- refusals and failures --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pixels", "options"),
    [
        (np.zeros((1, 65536, 3), np.uint8), ExportOptions("jpeg")),
        (np.zeros((4, 4, 3), np.uint16), ExportOptions("jpeg", bit_depth=16)),
        (np.zeros((4, 4, 3), np.uint16), ExportOptions("tiff", bit_depth=12)),
        (np.zeros((0, 4, 3), np.uint16), ExportOptions("tiff")),
        (np.broadcast_to(np.uint16(0), (20_000, 40_000, 3)), ExportOptions("tiff")),
    ],
)
def test_what_a_format_cannot_hold_is_said_before_work_starts(
    tmp_path: Path, pixels: Pixels, options: ExportOptions
) -> None:
    with pytest.raises(OutputUnsupported):
        write(tmp_path / "a", pixels, options, P3, None, STAMP, Metadata())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "pixels", [np.zeros((4, 4, 3), np.float32), np.zeros((4, 4, 2), np.uint8), np.zeros(4, np.uint8)]
)
def test_what_is_no_photo_is_a_mistake_of_the_caller(tmp_path: Path, pixels: Pixels) -> None:
    with pytest.raises(ValueError, match="no photo"):
        write(tmp_path / "a", pixels, ExportOptions(), P3, None, STAMP, Metadata())


@every_format
def test_the_source_is_protected_without_saying(tmp_path: Path, kind: FileFormat) -> None:
    source = tmp_path / f"photo{SUFFIX[kind]}"
    source.write_bytes(b"the original")
    for target in (source, source.with_name(source.name.upper())):
        with pytest.raises(OutputIsInput):
            export(target, noise(4, 4, 3), kind, source=source, overwrite=True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {source.name: b"the original"}


@every_format
def test_existing_files_are_only_replaced_when_asked(tmp_path: Path, kind: FileFormat) -> None:
    path = tmp_path / f"a{SUFFIX[kind]}"
    path.write_bytes(b"older")
    with pytest.raises(OutputExists):
        export(path, noise(4, 4, 3), kind)
    assert path.read_bytes() == b"older"
    export(path, noise(4, 4, 3), kind, overwrite=True)
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


@every_format
@pytest.mark.parametrize("damage", ["cut", "flip", "longer"])
def test_a_disk_that_returns_something_else_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: FileFormat, damage: str
) -> None:
    verify = write_module._verify

    def on_a_bad_disk(path: Path, part: Path, *rest: Any) -> None:
        data = bytearray(part.read_bytes())
        middle = len(data) // 2
        match damage:
            case "cut":
                del data[middle:]
            case "flip":
                data[middle : middle + 64] = bytes(64)
            case "longer":
                data += b"\0"
        part.write_bytes(data)
        verify(path, part, *rest)

    monkeypatch.setattr(write_module, "_verify", on_a_bad_disk)
    if kind == "jpeg" and damage == "flip":
        pytest.skip("a JPEG with a changed byte is another JPEG; it has no checksum")
    with pytest.raises(OutputNotVerified) as caught:
        export(tmp_path / f"a{SUFFIX[kind]}", noise(100, 100, 3), kind)
    assert ".part" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("module", [tiff, png, jpeg], ids=["tiff", "png", "jpeg"])
def test_verifying_tells_what_differs(tmp_path: Path, module: Any) -> None:
    kind: FileFormat = {tiff: "tiff", png: "png", jpeg: "jpeg"}[module]
    path = tmp_path / f"a{SUFFIX[kind]}"
    pixels = smooth(80, 60)
    export(path, pixels, kind, 8)
    assert module.matches(path, pixels, P3) == ""
    assert module.matches(path, pixels[:-1], P3) != ""
    assert module.matches(path, 255 - pixels, P3) != ""
    assert module.matches(path, pixels, b"other") == "another colour profile"


@every_format
def test_a_full_disk_at_any_byte_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: FileFormat
) -> None:
    """Each write and flush in turn fails as on a full disk."""
    steps = 0
    real = Path.open

    class Disk(io.FileIO):
        left = 0

        def write(self, data: Any) -> int:
            nonlocal steps
            steps += 1
            Disk.left -= 1
            if Disk.left < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().write(data)

    def open_disk(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        return Disk(path, "x+") if mode == "x+b" else real(path, mode, *rest, **more)

    monkeypatch.setattr(Path, "open", open_disk)
    path = tmp_path / f"a{SUFFIX[kind]}"
    Disk.left = 10**9
    export(path, noise(200, 20, 3), kind)
    path.unlink()
    for allowed in range(steps):
        Disk.left = allowed
        with pytest.raises(DiskFull):
            export(path, noise(200, 20, 3), kind)
        assert list(tmp_path.iterdir()) == []
    assert steps >= 3


@pytest.mark.skipif(sys.platform == "win32", reason="no RLIMIT_FSIZE")
def test_a_real_limit_of_the_file_size_leaves_nothing(tmp_path: Path) -> None:
    """All formats and several limits in one process of its own."""
    script = f"""
        import resource
        from pathlib import Path
        import numpy as np
        from denoiser_app.core.errors import DiskFull
        from denoiser_app.core.photo import Metadata
        from denoiser_app.core.recipe import ExportOptions
        from denoiser_app.formats.icc import profile_bytes
        from denoiser_app.formats.write import Stamp, write
        folder = Path({str(tmp_path)!r})
        pixels = np.random.default_rng(0).integers(0, 65536, (200, 300, 3), np.uint16)
        for limit in (0, 100, 4000, 20_000, 100_000):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            for kind in ("tiff", "png", "jpeg"):
                try:
                    options, icc = ExportOptions(kind, quality=100), profile_bytes("srgb")
                    write(folder / kind, pixels, options, icc, None, Stamp("m"), Metadata())
                except DiskFull:
                    continue
                raise SystemExit(f"{{kind}} with {{limit}} bytes did not fail")
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


@every_format
def test_ctrl_c_at_any_moment_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: FileFormat) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for owner, step in ((write_module, "described"), (os, "fsync"), (write_module, "_verify"), (os, "link")):
        with monkeypatch.context() as patch:
            patch.setattr(owner, step, interrupt)
            with pytest.raises(KeyboardInterrupt):
                export(tmp_path / f"a{SUFFIX[kind]}", noise(20, 20, 3), kind)
        assert list(tmp_path.iterdir()) == []


def test_errors_survive_a_trip_between_processes(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(b"")
    with pytest.raises(DenoiserError) as caught:
        export(tmp_path / "a.tif", noise(4, 4, 3), "tiff")
    assert caught.value.parameters == {"path": str(tmp_path / "a.tif")}
    assert caught.value.code == "OutputExists"
