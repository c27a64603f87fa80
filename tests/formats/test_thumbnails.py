"""Previews: the right picture, upright, in sRGB, with the facts of the photo; broken files named as for the photo."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from denoiser_app.core.cfa import Cfa, bayer, linear, monochrome, xtrans
from denoiser_app.core.errors import Cancelled, FileTruncated, InputError, PhotoTooLarge
from denoiser_app.core.photo import RawPhoto, RgbPhoto, from_code
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats import icc
from denoiser_app.formats.decoder import Limits
from denoiser_app.formats.decoder_pool import DecoderPool
from denoiser_app.formats.dng import jpeg, write_dng
from denoiser_app.formats.read import read
from denoiser_app.formats.thumbnails import Preview, preview

RGGB = bayer("RGGB")
CORNERS = np.uint8([[[220, 30, 30], [30, 200, 30]], [[30, 30, 210], [200, 200, 40]]])
"""Red, green; blue, yellow: every turn and mirroring of it is another picture."""


@pytest.fixture(scope="module")
def pool() -> Iterator[DecoderPool]:
    pool = DecoderPool()
    yield pool
    pool.close()


def picture(height: int, width: int) -> NDArray[np.uint8]:
    """Four coloured quarters."""
    return np.kron(CORNERS, np.ones((height // 2, width // 2, 1), np.uint8))


def quarters(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The colours in the middle of the four quarters, (2, 2, 3)."""
    height, width = pixels.shape[:2]
    rows, columns = [height // 4, 3 * height // 4], [width // 4, 3 * width // 4]
    return pixels[np.ix_(rows, columns)].astype(np.float64)


def turned(pixels: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Upright, by the words of the EXIF standard and not by our own code: where the stored row 0 and column 0 go."""
    mirrored = np.transpose(pixels, (1, 0, 2))
    steps = {
        1: pixels, 2: np.fliplr(pixels), 3: np.rot90(pixels, 2), 4: np.flipud(pixels), 5: mirrored,
        6: np.rot90(pixels, -1), 7: np.rot90(mirrored, 2), 8: np.rot90(pixels, 1),
    }  # fmt: skip
    return steps[orientation]


def raw_with(path: Path, *previews: bytes, orientation: int = 1, size: tuple[int, int] = (400, 600)) -> Path:
    """A mid-grey raw, so that a developed preview has no colours."""
    mosaic = np.full(size, 3000, np.uint16)
    return write_dng(path, mosaic, RGGB, 0, 16383, previews=previews, orientation=orientation, neutral=(1, 1, 1))


def is_colored(shown: Preview) -> bool:
    return bool(np.ptp(shown.pixels.astype(int), axis=2).max() > 60)


# --- camera raws ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("own", [None, "the same", 3])
def test_an_embedded_preview_is_turned_once_by_the_raws_orientation(
    tmp_path: Path, pool: DecoderPool, orientation: int, own: str | int | None
) -> None:
    exif = Image.Exif()
    if own is not None:
        exif[274] = orientation if own == "the same" else int(own)
    path = raw_with(tmp_path / "a.dng", jpeg(picture(200, 300), exif=exif.tobytes()), orientation=orientation)
    shown = preview(path, 240, pool=pool)
    expected = turned(picture(200, 300), orientation)
    np.testing.assert_allclose(quarters(shown.pixels), quarters(expected), atol=12)
    assert max(shown.pixels.shape) == 240
    assert shown.size == ((400, 600) if orientation < 5 else (600, 400))
    assert shown.metadata.orientation == orientation


def test_a_preview_that_is_upright_already_is_not_turned_again(tmp_path: Path, pool: DecoderPool) -> None:
    path = raw_with(tmp_path / "a.dng", jpeg(picture(300, 200)), orientation=6)
    shown = preview(path, 300, pool=pool)
    np.testing.assert_allclose(quarters(shown.pixels), quarters(picture(300, 200)), atol=12)
    assert shown.size == (600, 400)


def test_the_smallest_preview_that_will_do_is_taken(tmp_path: Path, pool: DecoderPool) -> None:
    """The large one of this raw is grey, so that one sees which was decoded."""
    large, small = np.full((400, 600, 3), 90, np.uint8), picture(120, 180)
    path = raw_with(tmp_path / "a.dng", jpeg(large), jpeg(small))
    assert is_colored(preview(path, 180, pool=pool))
    assert preview(path, 250, pool=pool).pixels.shape == (120, 180, 3), "2/3 of what was asked for is enough"
    shown = preview(path, 320, pool=pool)
    assert not is_colored(shown)
    assert shown.pixels.shape == (213, 320, 3)


@pytest.mark.parametrize(
    ("embedded", "longest"),
    [
        (jpeg(picture(40, 60)), 300),
        (jpeg(picture(120, 160)), 160),
        (jpeg(picture(200, 300))[:3000], 300),
        (b"\xff\xd8\xff" + bytes(500), 300),
        (jpeg(picture(1200, 1800)), 300),
    ],
    ids=["too small", "another crop", "cut off", "nonsense", "larger than the photo"],
)
def test_a_preview_that_will_not_do_gives_way_to_a_development(
    tmp_path: Path, pool: DecoderPool, embedded: bytes, longest: int, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "a.dng"
    try:
        raw_with(path, embedded)
    except OSError:  # the helper reads its size
        data = raw_with(path, jpeg(picture(200, 300))).read_bytes()
        path.write_bytes(data[: data.rindex(b"\xff\xd8\xff")] + embedded)
    shown = preview(path, longest, pool=pool)
    assert not is_colored(shown)
    assert max(shown.pixels.shape) == min(longest, 300)


@pytest.mark.parametrize("cfa", [RGGB, bayer("GBRG"), xtrans(), linear(), monochrome()], ids=lambda cfa: cfa.name)
def test_a_development_looks_like_the_photo(tmp_path: Path, pool: DecoderPool, cfa: Cfa) -> None:
    """Within what half the resolution costs: the photo varies smoothly."""
    rows, columns = np.mgrid[:240, :360] / 360
    mosaic = (512 + 9000 * np.abs(np.sin(3 * rows + 5 * columns)) ** 2).astype(np.uint16)
    mosaic = np.stack([mosaic, mosaic[::-1], mosaic[:, ::-1]], axis=2) if cfa.kind == "linear" else mosaic
    path = write_dng(tmp_path / "a.dng", mosaic, cfa, 512, 16383, orientation=8)
    photo = read(path)
    assert isinstance(photo, RawPhoto)
    assert photo.demosaiced is not None
    balanced = np.minimum(from_code(photo.demosaiced) * np.float32(photo.white_balance), 1)
    display = icc.transfer_of(None).encode(np.clip(balanced @ photo.camera_matrix.T, 0, 1).astype(np.float32))
    expected = turned(cv2.resize(255 * display, (180, 120), interpolation=cv2.INTER_AREA), 8)
    shown = preview(path, 180, pool=pool)
    assert shown.pixels.shape == (180, 120, 3)
    assert np.abs(shown.pixels - expected)[4:-4, 4:-4].mean() < 3


def test_the_facts_are_those_of_the_photo(tmp_path: Path, pool: DecoderPool) -> None:
    for path in (raw_with(tmp_path / "a.dng", jpeg(picture(200, 300)), orientation=6), raw_with(tmp_path / "b.dng")):
        photo = read(path, demosaic=False)
        shown = preview(path, 200, pool=pool)
        assert shown.metadata == photo.metadata
        assert shown.metadata.iso == 100
        assert shown.size is not None
        assert sorted(shown.size) == sorted(photo.size)


@pytest.mark.parametrize("name", ["Canon_PowerShot_G2_CRW_0304.CRW", "Kodak_DC120_DC120IMG_P003908.KDC"])
def test_real_raws_embedded_and_developed_show_the_same(name: str, shared: Path, pool: DecoderPool) -> None:
    """The camera's tones differ from ours, the picture does not; the Kodak's pixels are 1.5 times as wide as high."""
    path = shared / "raw" / "real" / name
    small, large = preview(path, 80, pool=pool), preview(path, 600, pool=pool)
    assert small.metadata.camera == large.metadata.camera != "unknown camera"
    assert small.pixels.shape[0] / small.pixels.shape[1] == pytest.approx(3 / 4, abs=0.02)
    assert large.pixels.shape[0] / large.pixels.shape[1] == pytest.approx(3 / 4, abs=0.02)
    both = [cv2.resize(p.pixels, (40, 30), interpolation=cv2.INTER_AREA).mean(axis=2).ravel() for p in (small, large)]
    assert np.corrcoef(both)[0, 1] > 0.9


# --- bitmaps ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_jpeg_is_turned(tmp_path: Path, pool: DecoderPool, orientation: int) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg(picture(400, 600), exif=exif.tobytes()))
    shown = preview(path, 150, pool=pool)
    expected = turned(picture(400, 600), orientation)
    np.testing.assert_allclose(quarters(shown.pixels), quarters(expected), atol=8)
    assert shown.size == expected.shape[:2]
    assert shown.metadata == read(path).metadata
    assert shown.pixels.shape == ((100, 150, 3) if orientation < 5 else (150, 100, 3))


def with_thumbnail(photo: NDArray[np.uint8], thumbnail: NDArray[np.uint8]) -> bytes:
    """A JPEG with a second one in the first directory after IFD0 of its EXIF, written byte by byte."""
    small = jpeg(thumbnail)
    header = b"II*\0\x08\0\0\0" + b"\0\0" + b"\x0e\0\0\0"  # IFD0 without entries, IFD1 at 14
    entries = b"\x02\0" + b"\x01\x02\x04\0\x01\0\0\0" + (44).to_bytes(4, "little")
    entries += b"\x02\x02\x04\0\x01\0\0\0" + len(small).to_bytes(4, "little") + bytes(4)
    return jpeg(photo, exif=b"Exif\0\0" + header + entries + small)


def test_the_exif_thumbnail_is_taken_where_it_is_large_enough_and_shows_all(tmp_path: Path, pool: DecoderPool) -> None:
    gray = np.full((400, 600, 3), 90, np.uint8)
    path, bars = tmp_path / "a.jpg", tmp_path / "bars.jpg"
    path.write_bytes(with_thumbnail(gray, picture(160, 240)))
    bars.write_bytes(with_thumbnail(gray, picture(180, 240)))
    assert is_colored(preview(path, 320, pool=pool))
    assert not is_colored(preview(path, 400, pool=pool))
    assert not is_colored(preview(bars, 320, pool=pool))


def test_a_jpeg_that_is_cut_off_is_refused_even_if_its_thumbnail_is_there(tmp_path: Path, pool: DecoderPool) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (400, 600, 3)).astype(np.uint8)
    data = with_thumbnail(noise, picture(160, 240))
    path = tmp_path / "a.jpg"
    path.write_bytes(data[:-5000])
    with pytest.raises(FileTruncated):
        preview(path, 320, pool=pool)


@pytest.mark.parametrize("space", ["display-p3", "adobe-rgb", "prophoto"])
@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
def test_colours_become_srgb(tmp_path: Path, pool: DecoderPool, space: str, suffix: str) -> None:
    colors = np.uint8([[[200, 120, 90], [120, 180, 110]], [[90, 100, 170], [128, 128, 128]]])
    pixels = np.kron(colors, np.ones((60, 90, 1), np.uint8))
    path = tmp_path / f"a{suffix}"
    Image.fromarray(pixels).save(
        path, icc_profile=icc.profile_bytes(space), **({"quality": 95} if suffix == ".jpg" else {})
    )
    shown = preview(path, 90, pool=pool)
    expected = icc.convert(colors, icc.profile_bytes(space), icc.profile_bytes("srgb"))
    np.testing.assert_allclose(quarters(shown.pixels), expected, atol=4)


def test_a_profile_that_is_nonsense_costs_only_itself(tmp_path: Path, pool: DecoderPool) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg(picture(100, 150), icc_profile=b"nonsense" * 40))
    np.testing.assert_allclose(quarters(preview(path, 90, pool=pool).pixels), quarters(picture(100, 150)), atol=12)


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "1"])
def test_other_kinds_of_png(tmp_path: Path, pool: DecoderPool, mode: str) -> None:
    path = tmp_path / "a.png"
    Image.fromarray(picture(100, 150)).convert(mode).save(path)
    photo, shown = read(path), preview(path, 75, pool=pool)
    assert isinstance(photo, RgbPhoto)
    assert shown.pixels.shape == (50, 75, 3)
    assert shown.size == photo.size
    expected = cv2.resize(photo.rgb, (75, 50), interpolation=cv2.INTER_AREA) * 255
    np.testing.assert_allclose(shown.pixels, expected, atol=1)


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
@pytest.mark.parametrize("channels", [1, 3])
def test_sixteen_bits(tmp_path: Path, pool: DecoderPool, name: str, channels: int) -> None:
    pixels = (np.random.default_rng(0).random((40, 60, channels)) * 65535).astype(np.uint16)
    assert cv2.imwrite(str(tmp_path / name), pixels.squeeze())
    expected = np.repeat(pixels[..., ::-1], 3 // channels, axis=2) / 257
    np.testing.assert_allclose(preview(tmp_path / name, 60, pool=pool).pixels, expected, atol=0.51)


# --- bad input --------------------------------------------------------------------------------------------------------


def broken(folder: Path) -> list[Path]:
    whole = raw_with(folder / "whole.dng").read_bytes()
    cut = {"cut.dng": whole[: len(whole) // 2], "header.dng": whole[:300], "text.jpg": b"hello", "empty.nef": b"",
           "cut.jpg": jpeg(picture(200, 300))[:2000], "header.jpg": jpeg(picture(200, 300))[:100],
           "nothing.jpg": b"\xff\xd8\xff\xe0", "foveon.x3f": b"FOVb" + bytes(100)}  # fmt: skip
    for name, data in cut.items():
        (folder / name).write_bytes(data)
    png = io.BytesIO()
    Image.fromarray(picture(200, 300)).save(png, "PNG")
    (folder / "cut.png").write_bytes(png.getvalue()[:-40])
    write_dng(folder / "black.dng", np.zeros((64, 64), np.uint16), RGGB, 0, 16383)
    (folder / "folder.jpg").mkdir()
    names = [*cut, "cut.png", "black.dng", "folder.jpg", "missing.cr2"]
    return [folder / name for name in names]


def test_broken_files_are_named_as_for_the_photo(tmp_path: Path, pool: DecoderPool) -> None:
    for path in broken(tmp_path):
        with pytest.raises(InputError) as expected:
            read(path)
        with pytest.raises(type(expected.value)) as found:
            preview(path, 320, pool=pool)
        assert str(found.value) == str(expected.value)


def test_the_limit_of_size_holds(tmp_path: Path, pool: DecoderPool) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg(picture(400, 600)))
    for photo in (path, raw_with(tmp_path / "a.dng", jpeg(picture(200, 300)))):
        with pytest.raises(PhotoTooLarge):
            preview(photo, 100, limits=Limits(megapixels=0.2), pool=pool)


def test_what_was_cancelled_before_is_not_begun(tmp_path: Path, pool: DecoderPool) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        preview(raw_with(tmp_path / "a.dng"), 320, token, pool=pool)
