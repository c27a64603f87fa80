"""The noise that was put into pairs is found in them, whatever else is in them."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from denoiser_app.core.camera_profile import CameraProfile, IsoNoise
from denoiser_app.core.cfa import Cfa, bayer, monochrome, xtrans
from denoiser_app.core.photo import RawPhoto
from denoiser_app.pairs.calibration import raw_noise, transfer
from denoiser_app.pairs.calibration.raw_noise import RawNoise
from tests.pairs.noisy import Camera, Three, pairs

A: Three = (3.3e-3, 3e-3, 2.8e-3)
B: Three = (3.6e-4, 3e-4, 2.6e-4)
ARRAYS = [bayer("GBRG"), xtrans()]


def profile_of(camera: Camera, seed: int = 0, **how: object) -> CameraProfile:
    noise = RawNoise(Path("nowhere"))
    for prepared, verdict in pairs(camera, np.random.default_rng(seed), **how):  # type: ignore[arg-type]
        noise.add(prepared, verdict)
    profile = noise.profile("Simulant T-1", "2026-05-01", "test")
    assert profile is not None
    return profile


def high(profile: CameraProfile) -> IsoNoise:
    (noise,) = [n for n in profile.raw if n.iso == 12800.0]
    return noise


def assert_close(noise: IsoNoise, camera: Camera, a: float = 0.05, b: float = 0.1) -> None:
    np.testing.assert_allclose(noise.a, camera.a, rtol=a)
    np.testing.assert_allclose(noise.b, camera.b, rtol=b)


@settings(max_examples=4)
@given(
    st.sampled_from(ARRAYS),
    st.floats(1e-3, 6e-3),
    st.floats(1.5, 8.0),
    st.floats(0.0, 0.25),
    st.floats(0.0, 0.2),
    st.integers(0, 2**32),
)
def test_a_within_5_and_b_within_10_percent(
    array: Cfa, a: float, electrons: float, row: float, column: float, seed: int
) -> None:
    colors: Three = (1.1 * a, a, 0.9 * a)
    b = tuple((electrons * c) ** 2 for c in colors)
    camera = Camera(array, colors, (b[0], b[1], b[2]), row, column)
    noise = high(profile_of(camera, seed))
    assert_close(noise, camera)
    assert noise.row == pytest.approx(row, abs=0.06)
    assert noise.column == pytest.approx(column, abs=0.06)
    assert noise.pairs == 6
    assert 0.0 < noise.spread < 0.05


@pytest.mark.parametrize("array", ARRAYS, ids=lambda a: a.name)
def test_colours_are_told_apart(array: Cfa) -> None:
    camera = Camera(array, (6e-3, 3e-3, 1.5e-3), (1e-4, 4e-4, 2e-4))
    assert_close(high(profile_of(camera)), camera)


@pytest.mark.parametrize("highs", [1, 2])
def test_noise_left_in_the_clean_frame_is_not_counted(highs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A low ISO of a quarter, two frames: the clean frame has an eighth of the variance. Measured, or assumed."""
    camera = Camera(bayer("RGGB"), A, B)
    how = {"lows": 2, "highs": highs, "less": 4.0, "scenes": 4}
    assert_close(high(profile_of(camera, **how)), camera)
    assert_close(high(profile_with_low_frames(camera, monkeypatch, **how)), camera)


def profile_with_low_frames(camera: Camera, monkeypatch: pytest.MonkeyPatch, **how: object) -> CameraProfile:
    """With the low-ISO frames on the disk, as it were."""
    files: dict[str, RawPhoto] = {}
    monkeypatch.setattr(raw_noise, "read", lambda path, **_: files[path.name])
    noise, rng = RawNoise(Path("nowhere")), np.random.default_rng(3)
    for prepared, verdict in pairs(camera, np.random.default_rng(1), **how):  # type: ignore[arg-type]
        assert isinstance(prepared.clean, RawPhoto)
        less, gain = 12800.0 / (prepared.pair.low[0].iso or 0.0), np.float32(verdict.gain[0])
        signal = np.maximum(prepared.clean.mosaic / gain, 0)
        files |= {Path(f.file).name: camera.photo(signal, rng, f.iso or 0.0, less) for f in prepared.pair.low}
        noise.add(prepared, replace(verdict, low={frame.file: (0.0, 0.0) for frame in prepared.pair.low}))
    profile = noise.profile("Simulant T-1", "", "")
    assert profile is not None
    return profile


def test_the_low_iso_is_measured_too(monkeypatch: pytest.MonkeyPatch) -> None:
    camera = Camera(bayer("RGGB"), A, B, 0.1, 0.1)
    low, noisy = profile_with_low_frames(camera, monkeypatch, less=16.0, scenes=4).raw
    assert (low.iso, noisy.iso) == (800.0, 12800.0)
    np.testing.assert_allclose(low.a, np.array(A) / 16, rtol=0.05)
    np.testing.assert_allclose(low.b, np.array(B) / 256, rtol=0.1)
    assert low.row == pytest.approx(0.1, abs=0.04)


def test_a_gain_multiplies_the_clean_frames_noise() -> None:
    camera = Camera(bayer("RGGB"), A, B)
    assert_close(high(profile_of(camera, lows=1, highs=1, less=8.0, gain=1.5, scenes=4)), camera)


def test_what_black_cuts_off_is_allowed_for() -> None:
    """Half a deviation below black the file ends: a third of the dark sites has that value."""
    camera = Camera(bayer("RGGB"), A, (9e-4, 9e-4, 9e-4), floor=-0.015)
    assert_close(high(profile_of(camera, scenes=4)), camera)


def test_hot_pixels_do_not_count_as_noise() -> None:
    rng = np.random.default_rng(1)
    hot = tuple((int(rng.integers(240)), int(rng.integers(360)), float(rng.uniform(0.02, 0.5))) for _ in range(300))
    camera = Camera(bayer("RGGB"), A, B, hot=hot)
    noise = RawNoise(Path("nowhere"))
    for prepared, verdict in pairs(camera, np.random.default_rng(0), highs=1):
        assert isinstance(prepared.clean, RawPhoto)
        clean = prepared.clean.mosaic.copy()
        for y, x, signal in hot:  # the long exposures do not show them
            clean[y, x] -= np.float32(signal)
        noise.add(replace(prepared, clean=replace(prepared.clean, mosaic=clean)), verdict)
    profile = noise.profile("", "", "")
    assert profile is not None
    assert_close(high(profile), camera)


def test_masked_places_do_not_count() -> None:
    camera = Camera(bayer("RGGB"), A, B)
    noise = RawNoise(Path("nowhere"))
    for prepared, verdict in pairs(camera, np.random.default_rng(0)):
        assert isinstance(prepared.noisy, RawPhoto)
        mosaic, usable = prepared.noisy.mosaic.copy(), prepared.usable.copy()
        mosaic[40:120, 60:200] += np.float32(0.03)  # somebody walked through
        mosaic[40:120, 60:200:3] -= np.float32(0.03)
        usable[40:120, 60:200] = False
        noise.add(replace(prepared, noisy=replace(prepared.noisy, mosaic=mosaic), usable=usable), verdict)
    profile = noise.profile("", "", "")
    assert profile is not None
    assert_close(high(profile), camera)


def test_light_that_drifts_over_the_picture_is_no_noise() -> None:
    camera = Camera(bayer("RGGB"), (2e-4, 2e-4, 2e-4), (1e-6, 1e-6, 1e-6))
    noise = RawNoise(Path("nowhere"))
    drift = np.linspace(0.92, 1.08, 360, dtype=np.float32)
    for prepared, verdict in pairs(camera, np.random.default_rng(0), highs=1):
        assert isinstance(prepared.clean, RawPhoto)
        noise.add(replace(prepared, clean=replace(prepared.clean, mosaic=prepared.clean.mosaic * drift)), verdict)
    profile = noise.profile("", "", "")
    assert profile is not None
    assert_close(high(profile), camera)


def test_detail_that_moved_by_a_tenth_of_a_pixel_is_no_noise() -> None:
    camera = Camera(bayer("RGGB"), (3e-4, 3e-4, 3e-4), (2e-6, 2e-6, 2e-6))
    texture = 4.0 * cv2.GaussianBlur(np.random.default_rng(5).random((240, 360), np.float32), (0, 0), 1.5) - 1.0
    texture[:, :200] = 1.0  # leaves, and a wall
    how = {"highs": 1, "scenes": 4, "texture": np.maximum(texture, 0.1), "moved": 0.1}
    assert_close(high(profile_of(camera, 4, **how)), camera)


def test_pairs_that_were_cut_differently_are_laid_on_each_other() -> None:
    camera = Camera(xtrans(), A, B)
    noise = RawNoise(Path("nowhere"))
    for index, (prepared, verdict) in enumerate(pairs(camera, np.random.default_rng(0))):
        assert isinstance(prepared.noisy, RawPhoto)
        assert isinstance(prepared.clean, RawPhoto)
        top = 6 * (index % 2)
        part = slice(top, None), slice(0, 354 - top)
        noise.add(
            replace(
                prepared,
                noisy=replace(prepared.noisy, mosaic=prepared.noisy.mosaic[part]),
                clean=replace(prepared.clean, mosaic=prepared.clean.mosaic[part]),
                usable=prepared.usable[part],
                origin=(top, 0),
            ),
            verdict,
        )
    profile = noise.profile("", "", "")
    assert profile is not None
    assert_close(high(profile), camera)


def test_a_sensor_without_colours_has_one_line() -> None:
    camera = Camera(monochrome(), (3e-3,) * 3, (3e-4,) * 3)
    noise = high(profile_of(camera))
    assert len(set(noise.a)) == len(set(noise.b)) == 1
    assert_close(noise, camera)


@pytest.mark.parametrize("size", [(16, 16), (40, 600), (48, 48)])
def test_too_little_says_nothing_rather_than_anything(size: tuple[int, int]) -> None:
    noise = RawNoise(Path("nowhere"))
    for prepared, verdict in pairs(Camera(bayer("RGGB"), A, B), np.random.default_rng(0), size=(240, 360), scenes=1):
        assert isinstance(prepared.noisy, RawPhoto)
        assert isinstance(prepared.clean, RawPhoto)
        part = slice(size[0]), slice(size[1])
        nothing = np.zeros_like(prepared.usable[part])
        cut = replace(
            prepared,
            noisy=replace(prepared.noisy, mosaic=prepared.noisy.mosaic[part]),
            clean=replace(prepared.clean, mosaic=prepared.clean.mosaic[part]),
            usable=nothing,
        )
        noise.add(cut, verdict)
    assert noise.profile("", "", "") is None


def test_the_points_lie_on_the_lines() -> None:
    noise = RawNoise(Path("nowhere"))
    camera = Camera(bayer("RGGB"), A, B)
    for prepared, verdict in pairs(camera, np.random.default_rng(0)):
        noise.add(prepared, verdict)
    points = noise.points()
    assert {point.color for point in points} == {0, 1, 2}
    assert 20 < len(points) < 100
    expected = np.array([camera.a[p.color] * p.mean + camera.b[p.color] for p in points])
    off = (np.array([p.variance for p in points]) / expected - 1) / np.sqrt(2 / np.array([p.count for p in points]))
    assert np.sqrt(np.mean(off**2)) < 2.5


def test_a_photo_too_large_to_look_at_every_site_of_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "_ENOUGH", 2 * 240 * 300)
    camera = Camera(bayer("RGGB"), A, B)
    noise = RawNoise(Path("nowhere"))
    for prepared, verdict in pairs(camera, np.random.default_rng(0), size=(960, 300), highs=1):
        noise.add(prepared, verdict)
    profile = noise.profile("", "", "")
    assert profile is not None
    assert_close(high(profile), camera)
    assert sum(p.count for p in noise.points()) < 3 * 2 * 240 * 300
