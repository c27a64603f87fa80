"""What a photographer measured of their camera is used for its photos, and for no other."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app import paths
from denoiser_app.core import cfa
from denoiser_app.core.camera_profile import SOURCE, CameraProfile, HotPixels, IsoCurve, IsoNoise
from denoiser_app.core.noise import KNOTS, level_of
from denoiser_app.core.photo import Levels, Metadata, PoissonGaussian, RawPhoto, RgbPhoto, to_code
from denoiser_app.core.progress import CancelToken
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine import job as job_module
from denoiser_app.engine.bias import flat_fields
from denoiser_app.engine.cache import ResultCache
from denoiser_app.engine.clipped import highlights
from denoiser_app.engine.denoiser import Denoiser
from denoiser_app.engine.hot import hot_of, photo_without_hot
from denoiser_app.engine.inspect import inspect
from denoiser_app.engine.job import FileDone, Job, Settings, Worker
from denoiser_app.engine.noise_level import GRAY, describe, level, noise_of
from denoiser_app.engine.owner_profile import inference_key, profile_of
from denoiser_app.engine.planes import planes_of
from denoiser_app.formats import camera_profiles
from denoiser_app.formats.dng import Shot, write_dng
from tests.helpers.models import tiny_denoiser, tiny_model

A, B = (1.2e-3, 1e-3, 0.8e-3), (3e-6, 2e-6, 1e-6)
HOT = ((0, 0), (10, 11), (30, 47), (63, 95))
CURVE = IsoCurve(12800.0, (0.05,) * KNOTS, (0.08,) * KNOTS)
PROFILE = CameraProfile("Synthetic S-1", (IsoNoise(12800.0, A, B),), (CURVE,), HotPixels((64, 96), HOT, 12800.0, 0.125))
META = Metadata(make="Synthetic", model="S-1", iso=12800.0)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "data"))


def raw(metadata: Metadata = META, array: cfa.Cfa | None = None, seed: int = 0, hot: float = 0.6) -> RawPhoto:
    rng, array = np.random.default_rng(seed), array or cfa.bayer("RGGB")
    mosaic = rng.normal(0.2, 0.01, (64, 96)).astype(np.float32)
    for place in HOT:
        mosaic[place] += np.float32(hot)
    levels = Levels((0, 0, 0, 0), 1, "", "")
    return RawPhoto(mosaic, array, levels, (2.0, 1.0, 1.5), np.eye(3), metadata)


def rgb(metadata: Metadata = META, **more: bool) -> RgbPhoto:
    pixels = np.random.default_rng(0).normal(0.4, 0.02, (64, 96, 3)).clip(0, 1).astype(np.float32)
    return RgbPhoto(pixels, metadata, lossy=more.pop("lossy", True), **more)


# --- noise ------------------------------------------------------------------------------------------------------------


def test_auto_noise_is_what_was_measured() -> None:
    before = noise_of(raw())
    camera_profiles.save(PROFILE)
    noise = noise_of(raw())
    assert isinstance(noise, PoissonGaussian)
    np.testing.assert_allclose(noise.by_color(), (A, B), rtol=1e-6)
    assert SOURCE in describe(noise)
    assert noise_of(raw(), profile=None) == before
    assert SOURCE not in describe(noise_of(raw(), profile=None))


def test_it_is_believed_before_what_the_file_says() -> None:
    photo = replace(raw(), noise=PoissonGaussian(1e-2, 1e-4, "DNG NoiseProfile"))
    assert noise_of(photo) == photo.noise
    camera_profiles.save(PROFILE)
    assert noise_of(photo) != photo.noise


@pytest.mark.parametrize(
    "metadata",
    [
        replace(META, model="S-10"),
        replace(META, make="", model=""),
        replace(META, iso=400.0),
        replace(META, iso=None),
        replace(META, iso=102400.0),
    ],
)
def test_another_camera_or_iso_goes_without(metadata: Metadata) -> None:
    camera_profiles.save(replace(PROFILE, hot=None))
    for photo in (raw(metadata), rgb(metadata)):
        assert profile_of(photo) is None
        assert SOURCE not in describe(noise_of(photo))
        assert noise_of(photo, profile=PROFILE) == noise_of(photo, profile=None)  # also when it is asked for


def test_a_given_level_keeps_the_shape_that_was_measured() -> None:
    camera_profiles.save(PROFILE)
    noise = noise_of(raw(), given=12.0)
    assert isinstance(noise, PoissonGaussian)
    assert level_of(noise) == pytest.approx(12.0, rel=1e-5)
    a, b = noise.by_color()
    np.testing.assert_allclose(a / a[1], np.array(A) / A[1], rtol=1e-5)
    np.testing.assert_allclose(b / a[1], np.array(B) / A[1], rtol=1e-5)


def test_the_cameras_jpegs_have_their_curve_and_gray_ones_more_of_it() -> None:
    camera_profiles.save(PROFILE)
    curve = noise_of(rgb())
    assert (curve.fine, curve.source) == (pytest.approx(CURVE.fine), SOURCE)  # type: ignore[union-attr]
    assert level(noise_of(rgb(gray=True))) == pytest.approx(GRAY * level(curve))
    assert level(noise_of(rgb(), given=20.0)) == pytest.approx(20.0)


def test_a_picture_that_somebody_developed_is_measured() -> None:
    camera_profiles.save(PROFILE)
    assert noise_of(rgb(lossy=False)) == noise_of(rgb(lossy=False), profile=None)


# --- what the network is told -----------------------------------------------------------------------------------------


def test_the_network_is_told_each_colours_noise() -> None:
    from denoiser_app.core.tiling import Box, Tile

    photo, noise = raw(), PROFILE.noise_at(12800.0)
    assert noise is not None
    box = Box(0, 64, 0, 96)
    _, _, a, b, _ = planes_of(photo, noise).inputs(Tile(box, box))
    np.testing.assert_allclose(a[0], np.array(A) * photo.white_balance, rtol=1e-6)
    np.testing.assert_allclose(b[0], np.array(B) * np.square(photo.white_balance), rtol=1e-6)


@given(st.sampled_from([cfa.bayer("RGGB"), cfa.xtrans()]))
def test_flat_fields_have_each_colours_noise(array: cfa.Cfa) -> None:
    noise = PoissonGaussian(1e-3, 1e-6, "", True, (4e-3, 1e-3, 1e-3), (1e-5, 1e-6, 1e-6))
    samples, masks = flat_fields(array, noise, np.ones(3, np.float32), 4e-3)
    field = 9
    spread = [samples[field][..., c][masks[field][..., c] > 0].std() for c in range(3)]
    assert spread[0] == pytest.approx(2.0 * spread[1], rel=0.1)
    assert spread[2] == pytest.approx(spread[1], rel=0.1)


@pytest.fixture
def _uncorrected(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a tiny random network gets wrong on average takes seconds to measure, and is not asked here."""
    monkeypatch.setattr(Denoiser, "_calibrate", lambda *_: None)


# --- hot pixels -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("array", [cfa.bayer("GRBG"), cfa.xtrans()], ids=lambda a: a.name)
@pytest.mark.usefixtures("_uncorrected")
def test_known_hot_pixels_are_kept_from_the_network(array: cfa.Cfa, tmp_path: Path) -> None:
    denoiser = tiny_denoiser(tmp_path, "raw")
    hot, cold = raw(array=array), raw(array=array, hot=0.0)
    photo = photo_without_hot(hot, PROFILE)
    assert isinstance(photo, RawPhoto)
    assert np.abs(photo.mosaic - cold.mosaic).max() < 0.05
    camera_profiles.save(PROFILE)
    np.testing.assert_array_equal(denoiser.whole(hot), denoiser.whole(photo, profile=PROFILE))
    assert np.abs(denoiser.whole(hot) - denoiser.whole(hot, profile=None)).max() > 0.01
    assert hot.mosaic[HOT[0]] > 0.7  # the photo itself is as it was


@pytest.mark.parametrize("array", [cfa.bayer("GRBG"), cfa.xtrans()], ids=lambda a: a.name)
@pytest.mark.usefixtures("_uncorrected")
def test_in_tiles_as_in_one(array: cfa.Cfa, tmp_path: Path) -> None:
    hot = raw(array=array)
    small, large = (tiny_denoiser(tmp_path, "raw", tile) for tile in (72, 256))
    noise = PROFILE.noise_at(12800.0)
    pictures = [d.whole(hot, noise=noise, profile=PROFILE) for d in (small, large)]
    np.testing.assert_allclose(pictures[0], pictures[1], atol=1e-5)


def test_a_map_of_another_sensor_size_is_not_used() -> None:
    cropped = replace(PROFILE, hot=HotPixels((64, 94), HOT, 12800.0, 0.125))
    assert hot_of(raw(), cropped) is None
    assert photo_without_hot(raw(), replace(PROFILE, hot=None)).mosaic.max() > 0.7  # type: ignore[union-attr]
    photo = raw()
    assert photo_without_hot(photo, None) is photo


def test_hot_pixels_are_mended_also_where_the_noise_was_not_measured() -> None:
    photo = raw(replace(META, iso=100.0))
    assert hot_of(photo, PROFILE) is not None
    assert noise_of(photo, profile=PROFILE) == noise_of(photo, profile=None)


def test_a_hot_pixel_is_no_highlight() -> None:
    """It would come back as the original's white spot after the network."""
    photo = raw(hot=0.85)
    code = to_code(np.repeat(photo.mosaic[..., None], 3, 2))
    photo = replace(photo, mosaic=np.minimum(photo.mosaic, 1.0), demosaiced=code)
    assert len(list(highlights(photo, None))) == 1
    assert list(highlights(photo, PROFILE)) == []
    bright = photo.mosaic.copy()
    bright[40:44, 40:44] = 1.0
    assert len(list(highlights(replace(photo, mosaic=bright), PROFILE))) == 1


# --- results that were kept -------------------------------------------------------------------------------------------


@given(st.text(max_size=20))
def test_without_a_profile_the_key_is_the_recipes(key: str) -> None:
    assert inference_key(key, None) == key
    assert inference_key(key, PROFILE) != key
    changed = replace(PROFILE, raw=(IsoNoise(12800.0, A, (3e-6, 2e-6, 1.1e-6)),))
    assert len({inference_key(key, p) for p in (PROFILE, changed, replace(PROFILE, hot=None))}) == 3
    assert inference_key(key, replace(PROFILE, measured="2026-01-02", session="x")) == inference_key(key, PROFILE)


@pytest.mark.usefixtures("_uncorrected")
def test_a_kept_result_does_not_outlive_the_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = tmp_path / "models"
    models.mkdir()
    tiny_model(models, "raw")
    monkeypatch.setattr(paths, "models", lambda: models)
    codes = np.rint(1024 + 10000 * raw().mosaic).astype(np.uint16)
    shot = Shot("Synthetic", "S-1", 12800)
    source = write_dng(tmp_path / "a.dng", codes, cfa.bayer("RGGB"), 1024, 11024, shot=shot)
    cache = ResultCache(tmp_path / "cache", 10**8)
    measured = []
    monkeypatch.setattr(job_module, "noise_of", lambda *a: measured.append(a[2]) or noise_of(*a))

    def denoise(number: int) -> str:
        job = Job(source, tmp_path / f"{number}.tif", Recipe(), ExportOptions())
        worker = Worker(Settings("cpu", tile=128), cache=cache)
        (done,) = [e for e in worker.do(job, CancelToken()) if isinstance(e, FileDone)]
        return done.report.noise

    assert SOURCE not in denoise(0)
    assert SOURCE not in denoise(1)
    assert measured == [None]
    camera_profiles.save(PROFILE)
    assert SOURCE in denoise(2)
    assert SOURCE in denoise(3)
    assert measured == [None, PROFILE]
    camera_profiles.remove(PROFILE.camera)
    assert SOURCE not in denoise(4)
    assert measured == [None, PROFILE]
    pixels = [tifffile.imread(tmp_path / f"{n}.tif") for n in range(5)]
    assert [np.array_equal(pixels[0], p) for p in pixels] == [True, True, False, False, True]


def test_info_says_where_the_noise_comes_from(tmp_path: Path) -> None:
    codes = np.rint(1024 + 10000 * raw().mosaic).astype(np.uint16)
    shot = Shot("Synthetic", "S-1", 12800)
    source = write_dng(tmp_path / "a.dng", codes, cfa.bayer("RGGB"), 1024, 11024, shot=shot)
    assert SOURCE not in inspect(source).noise
    camera_profiles.save(PROFILE)
    assert SOURCE in inspect(source).noise
