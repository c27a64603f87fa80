"""Reading raws: the sensor's numbers survive, and developing them gives LibRaw's own rendering."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import rawpy
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from denoiser_app.core.cfa import Cfa, bayer, linear, monochrome, xtrans
from denoiser_app.core.errors import FileMissing, FormatUnsupported, PhotoIsBlack, SensorUnsupported
from denoiser_app.core.photo import RawPhoto, from_code
from denoiser_app.formats.dng import NEUTRAL, write_dng
from denoiser_app.formats.read import read

BLACK, WHITE = 512, 16383
BAYER = [bayer(letters) for letters in ("RGGB", "BGGR", "GRBG", "GBRG")]
ARRAYS = [*BAYER, xtrans(), linear(), monochrome()]
NEUTRAL_RENDERING = {
    "use_camera_wb": True, "no_auto_bright": True, "output_bps": 16, "gamma": (2.4, 12.92), "user_flip": 0}  # fmt: skip


def names(cfa: Cfa) -> str:
    return cfa.name


def random_mosaic(cfa: Cfa, shape: tuple[int, int] = (48, 64), seed: int = 0) -> NDArray[np.uint16]:
    """Values from below black to white."""
    full = (*shape, 3) if cfa.kind == "linear" else shape
    mosaic = np.random.default_rng(seed).integers(BLACK - 100, WHITE + 1, full).astype(np.uint16)
    mosaic.flat[0] = WHITE
    return mosaic


def read_raw(path: Path, *, demosaic: bool = True) -> RawPhoto:
    photo = read(path, demosaic=demosaic)
    assert isinstance(photo, RawPhoto)
    return photo


def develop(photo: RawPhoto) -> NDArray[np.float64]:
    """Neutral sRGB rendering, 0-255."""
    assert photo.demosaiced is not None
    balanced = np.minimum(from_code(photo.demosaiced) * np.float32(photo.white_balance), 1)
    srgb = np.clip(balanced @ photo.camera_matrix.T, 0, 1)
    return 255 * np.where(srgb <= 0.0031308, 12.92 * srgb, 1.055 * srgb ** (1 / 2.4) - 0.055)


def libraw_rendering(path: Path) -> NDArray[np.float64]:
    with rawpy.imread(str(path)) as raw:
        return np.asarray(raw.postprocess(**NEUTRAL_RENDERING), np.float64) / 257


@pytest.mark.parametrize("cfa", ARRAYS, ids=names)
def test_every_array_reads_back_exactly_and_signed(tmp_path: Path, cfa: Cfa) -> None:
    stored = random_mosaic(cfa)
    photo = read_raw(write_dng(tmp_path / "a.dng", stored, cfa, BLACK, WHITE))
    assert photo.cfa == cfa
    assert photo.mosaic.dtype == np.float32
    np.testing.assert_allclose(photo.mosaic, (stored.astype(np.float64) - BLACK) / (WHITE - BLACK), atol=1e-7)
    assert photo.mosaic.min() < 0
    assert photo.mosaic.max() == 1
    assert photo.demosaiced is not None
    assert photo.demosaiced.shape == (*photo.size, 3)


@pytest.mark.parametrize("cfa", [linear(), monochrome()], ids=names)
def test_without_a_filter_array_demosaicing_changes_nothing(tmp_path: Path, cfa: Cfa) -> None:
    photo = read_raw(write_dng(tmp_path / "a.dng", random_mosaic(cfa), cfa, BLACK, WHITE))
    assert photo.demosaiced is not None
    planes = photo.mosaic if cfa.kind == "linear" else photo.mosaic[..., None]
    np.testing.assert_allclose(from_code(photo.demosaiced), np.broadcast_to(planes, (*photo.size, 3)), atol=1e-5)


@settings(max_examples=12)
@given(st.sampled_from(BAYER), st.integers(24, 40), st.integers(24, 40), st.integers(0, 2**32 - 1))
def test_any_size_reads_back(cfa: Cfa, height: int, width: int, seed: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        stored = random_mosaic(cfa, (height, width), seed)
        photo = read_raw(write_dng(Path(folder) / "a.dng", stored, cfa, BLACK, WHITE), demosaic=False)
    np.testing.assert_allclose(photo.mosaic, (stored.astype(np.float64) - BLACK) / (WHITE - BLACK), atol=1e-7)
    assert photo.cfa == cfa
    assert photo.demosaiced is None


@pytest.mark.parametrize("cfa", BAYER, ids=names)
def test_demosaicing_keeps_samples_and_mean_below_black(tmp_path: Path, cfa: Cfa) -> None:
    """A frame of noise around black keeps its mean: clipping at black would raise it, in the colours of the gains."""
    noise = np.random.default_rng(3).normal(BLACK, 60, (96, 96)).round().astype(np.uint16)
    photo = read_raw(write_dng(tmp_path / "dark.dng", noise, cfa, BLACK, WHITE))
    assert photo.demosaiced is not None
    planes = from_code(photo.demosaiced)
    masks = photo.cfa.masks(*photo.size).astype(bool)
    np.testing.assert_allclose(planes[masks], photo.mosaic.ravel(), atol=3e-5)
    assert abs(planes.mean()) < 0.1 * 60 / (WHITE - BLACK)


def test_per_site_black_levels(tmp_path: Path) -> None:
    stored = random_mosaic(bayer("RGGB"))
    black = np.array([[500, 510], [520, 530]])
    photo = read_raw(
        write_dng(tmp_path / "a.dng", stored, bayer("RGGB"), black.ravel(), WHITE, black_repeat=(2, 2)), demosaic=False
    )
    tiled = np.tile(black, (24, 32))
    np.testing.assert_allclose(photo.mosaic, (stored.astype(np.float64) - tiled) / (WHITE - tiled), atol=1e-7)
    assert photo.levels.black == (500, 510, 530, 520)


@pytest.mark.parametrize("area", [(4, 6, 44, 60), (3, 5, 43, 59), (3, 6, 43, 60)])
@pytest.mark.parametrize("cfa", [bayer("RGGB"), bayer("GBRG"), xtrans()], ids=names)
def test_active_area_and_its_phase(tmp_path: Path, cfa: Cfa, area: tuple[int, int, int, int]) -> None:
    """Wherever the active area starts, colours, black levels and pixels belong together."""
    stored = random_mosaic(cfa)
    repeat = (len(cfa.pattern), len(cfa.pattern[0]))
    black = 500 + np.arange(repeat[0] * repeat[1]).reshape(repeat)
    path = write_dng(tmp_path / "a.dng", stored, cfa, black.ravel(), WHITE, black_repeat=repeat, active_area=area)
    photo = read_raw(path, demosaic=False)
    (top, left), (height, width) = photo.origin, photo.size
    down, right = top - area[0], left - area[1]
    assert 0 <= down <= 1
    assert 0 <= right <= 1
    rows, columns = (np.arange(height) + down) % repeat[0], (np.arange(width) + right) % repeat[1]
    levels = black[rows[:, None], columns]
    sites = stored[top : top + height, left : left + width]
    np.testing.assert_allclose(photo.mosaic, (sites.astype(np.float64) - levels) / (WHITE - levels), atol=1e-7)
    np.testing.assert_array_equal(photo.cfa.colors(height, width), cfa.colors(height, width, (down, right)))


def test_what_the_file_says(tmp_path: Path) -> None:
    profile = [2e-3, 2e-6, 1e-3, 1e-6, 3e-3, 3e-6]
    path = write_dng(
        tmp_path / "a.dng", random_mosaic(bayer("GRBG")), bayer("GRBG"), BLACK, WHITE, noise_profile=profile,
        orientation=6, make="Acme", model="Acme Night 1", iso=12800,
    )  # fmt: skip
    photo = read_raw(path)
    assert photo.noise is not None
    assert (photo.noise.a, photo.noise.b, photo.noise.source) == (1e-3, 1e-6, "DNG NoiseProfile")
    metadata = photo.metadata
    assert (metadata.camera, metadata.iso, metadata.orientation) == ("Acme Night 1", 12800, 6)
    assert (metadata.shutter, metadata.aperture, metadata.focal_length) == (1 / 125, 2.8, 50)
    assert metadata.taken == "2026:01:02 03:04:05"
    assert metadata.path == path
    assert photo.size == (48, 64), "pixels lie as the sensor does"
    assert (photo.levels.white_source, photo.levels.black_source) == ("DNG WhiteLevel", "DNG BlackLevel")
    gains = 1 / np.array(NEUTRAL)
    np.testing.assert_allclose(photo.white_balance, gains / gains.min(), rtol=1e-3)
    np.testing.assert_allclose(photo.camera_matrix.sum(axis=1), 1)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_told_not_applied(tmp_path: Path, orientation: int) -> None:
    path = write_dng(tmp_path / "a.dng", random_mosaic(bayer("RGGB")), bayer("RGGB"), orientation=orientation)
    photo = read_raw(path, demosaic=False)
    assert photo.metadata.orientation == orientation
    assert photo.size == (48, 64)


def scene(cfa: Cfa, shape: tuple[int, int]) -> NDArray[np.uint16]:
    """A noisy picture with edges, deep shadows and clipped highlights, hardly below black, where LibRaw clips."""
    y, x = np.mgrid[: shape[0], : shape[1]] / 32
    light = np.clip(0.3 + 0.4 * np.sin(x * y / 3) + 0.4 * np.sign(np.sin(x)) * np.cos(y), 0.1, None) ** 2
    planes = light[..., None] * NEUTRAL * [1, 0.9, 0.8]
    light = planes if cfa.kind == "linear" else (planes * cfa.masks(*shape)).sum(axis=2)
    noisy = light + np.random.default_rng(5).normal(0, 0.03, light.shape) * np.sqrt(light)
    return np.clip(BLACK + noisy * (WHITE - BLACK), 0, WHITE).round().astype(np.uint16)


@pytest.mark.parametrize("cfa", [*BAYER, xtrans(), linear()], ids=names)
def test_developing_agrees_with_libraw(tmp_path: Path, cfa: Cfa) -> None:
    shape = (512, 512) if cfa.period == 6 else (192, 256)
    path = write_dng(tmp_path / "a.dng", scene(cfa, shape), cfa, BLACK, WHITE)
    assert np.abs(develop(read_raw(path)) - libraw_rendering(path)).mean() <= 0.5


def shared_raws(shared: Path) -> list[Path]:
    return sorted([*(shared / "raw/synthetic_dng").glob("*.dng"), *(shared / "raw/real").iterdir()])


@pytest.mark.slow
def test_developing_agrees_with_libraw_on_every_shared_raw(shared: Path) -> None:
    for path in shared_raws(shared):
        photo, rendering = read_raw(path), libraw_rendering(path)
        ours = develop(photo)
        if photo.metadata.pixel_aspect != 1:  # LibRaw widens by repeating columns
            columns = (np.arange(rendering.shape[1]) / photo.metadata.pixel_aspect).astype(int)
            ours = ours[:, columns]
        assert np.abs(ours - rendering).mean() <= 0.5, path.name


def test_broken_raws_are_refused(shared: Path) -> None:
    from denoiser_app.core.errors import InputError

    for path in (shared / "raw/broken_or_unsupported").iterdir():
        with pytest.raises(InputError, match=path.name):
            read(path)


def test_a_frame_of_zeros_is_refused_and_a_dark_one_is_not(tmp_path: Path) -> None:
    frame = np.zeros((48, 64), np.uint16)
    frame[:20] = 700
    with pytest.raises(PhotoIsBlack) as caught:
        read(write_dng(tmp_path / "black.dng", frame, bayer("RGGB"), 0, WHITE))
    assert caught.value.parameters["percent"] == pytest.approx(100 * 28 / 48)
    dark = np.random.default_rng(1).normal(64, 5, (48, 64)).astype(np.uint16)
    assert read(write_dng(tmp_path / "dark.dng", dark, bayer("RGGB"), 64, WHITE)).size == (48, 64)


def test_sensors_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    foveon = tmp_path / "sigma.x3f"
    foveon.write_bytes(b"FOVb" + bytes(200))
    with pytest.raises(SensorUnsupported, match="Foveon"):
        read(foveon)


def super_ccd_header(layout: int) -> bytes:
    """The start of a RAF whose table holds the layout tag 0x130."""
    table = (1).to_bytes(4, "big") + b"\x01\x30\x00\x04" + bytes([0, layout, 0, 0])
    return (b"FUJIFILMCCD-RAW ".ljust(92, b"\0") + (128).to_bytes(4, "big")).ljust(128, b"\0") + table


def test_super_ccd_is_told_from_x_trans(tmp_path: Path) -> None:
    from denoiser_app.formats.raw_fuji import is_super_ccd

    path = tmp_path / "fuji.raf"
    path.write_bytes(super_ccd_header(0))
    assert is_super_ccd(path)
    with pytest.raises(SensorUnsupported, match="Super CCD"):
        read(path)
    path.write_bytes(super_ccd_header(8))
    assert not is_super_ccd(path)


def test_a_linear_dng_with_a_gain_map_is_refused(tmp_path: Path) -> None:
    # Without the map the corners would be several times too dark; LibRaw ignores it.
    planes = np.full((40, 40, 3), 9000, np.uint16)
    warp = struct.pack(">5I", 1, 1, 0, 0, 4) + bytes(4)
    gain = struct.pack(">9I", 2, 1, 0, 0, 4, 0, 9, 0, 0) + struct.pack(">I", 8) + bytes(8)
    assert read(write_dng(tmp_path / "plain.dng", planes, linear(), opcodes=warp)).domain == "raw"
    with pytest.raises(FormatUnsupported, match="gain map"):
        read(write_dng(tmp_path / "phone.dng", planes, linear(), opcodes=gain))


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        read(tmp_path / "nothing.dng")
