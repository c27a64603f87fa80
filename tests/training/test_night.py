"""Night scenes: clean, smooth where they should be, and mixed in as often as they are said to be."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from denoiser_app.core import night_scenes as night
from denoiser_app.core.errors import DataMissing
from denoiser_app.training.dataset import CleanPhotos, as_encoded
from denoiser_app.training.scenes import Sampling, Scenes, draw_night
from denoiser_app.training.tone import srgb_to_linear


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("scene", [night.starry_sky, night.city_lights, night.bokeh, night.signs, night.night_picture])
def test_a_scene_is_dark_with_lights_and_the_same_again(scene: night.Scene) -> None:
    pictures = [scene(96, np.random.default_rng(seed)) for seed in range(8)]
    for picture in pictures:
        assert picture.shape == (96, 96, 3)
        assert picture.dtype == np.float32
        assert np.isfinite(picture).all()
        assert picture.min() >= -1e-6
    assert np.median(pictures) < 0.5
    assert max(picture.max() for picture in pictures) > 0.5
    np.testing.assert_array_equal(pictures[3], scene(96, np.random.default_rng(3)))


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_a_sky_is_smooth(seed: int) -> None:
    sky = night.smooth_sky(night.SIDE, np.random.default_rng(seed))
    assert sky.min() > 0.0
    assert np.abs(np.diff(np.log(sky), axis=0)).max() < 0.15


def test_stars_are_never_a_single_pixel() -> None:
    # A hot photosite is to go and a star is to stay: what tells them apart is that a star has neighbours.
    for seed in range(6):
        picture = night.starry_sky(128, np.random.default_rng(seed))[..., 1]
        y, x = np.unravel_index(picture[2:-2, 2:-2].argmax(), (124, 124))
        around = picture[y + 1 : y + 4, x + 1 : x + 4] - np.median(picture)
        assert around[1, 1] < 0.5 * around.sum()


def test_linear_pictures_keep_light_above_white() -> None:
    stored = draw_night(96, 0, 1)
    light = srgb_to_linear(torch.from_numpy(as_encoded(stored))).numpy()
    np.testing.assert_allclose(light, night.night_picture(96, np.random.default_rng([0, 1, 0])), rtol=5e-3, atol=1e-5)


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("denoiser_app.training.scenes.SIDE", 48)


def photos(value: int = 200) -> CleanPhotos:
    picture = np.full((40, 50, 3), value, np.uint8)
    return CleanPhotos((picture, picture), (picture,))


@pytest.mark.usefixtures("_small")
def test_the_share_of_night_is_that_asked_for() -> None:
    def share(asked: float) -> float:
        scenes = Scenes(photos(), 16, 0, Sampling(night=asked))
        return float(torch.cat([scenes.patches(s, 100, generator(s)).linear for s in range(5)]).float().mean())

    assert share(0.0) == 0.0
    assert share(0.12) == pytest.approx(0.12, abs=0.05)
    assert share(1.0) == 1.0


@pytest.mark.usefixtures("_small")
def test_more_texture_can_be_asked_for() -> None:
    # One photo is all texture, three are smooth: of two patches the textured one is taken.
    r = np.random.default_rng(2)
    textured = r.integers(0, 256, (64, 64, 3)).astype(np.uint8)
    smooth = np.full((64, 64, 3), 90, np.uint8)
    clean = CleanPhotos((textured, smooth, smooth, smooth), (smooth,))

    def share(texture: float) -> float:
        patches = Scenes(clean, 16, 0, Sampling(night=0.0, texture=texture)).patches(0, 400, generator(0))
        return float((patches.rgb.std((1, 2, 3)) > 0.05).float().mean())

    assert share(0.0) == pytest.approx(0.25, abs=0.08)
    assert share(1.0) == pytest.approx(1 - 0.75**2, abs=0.08)


@pytest.mark.usefixtures("_small")
def test_shrinking_averages_and_keeps_the_size() -> None:
    r = np.random.default_rng(3)
    clean = CleanPhotos((r.integers(0, 256, (64, 64, 3)).astype(np.uint8),), ())
    plain, small = (
        Scenes(clean, 16, 0, Sampling(night=0.0, shrink=s)).patches(0, 200, generator(0)).rgb for s in (0.0, 1.0)
    )
    assert small.shape == plain.shape
    assert 0.4 < float(small.std() / plain.std()) < 0.85
    assert float(small.mean()) == pytest.approx(float(plain.mean()), abs=0.01)


@pytest.mark.usefixtures("_small")
def test_saving_as_jpeg_keeps_brightness_and_softens_colour() -> None:
    # One picture of gray pixels, one of colour alone at equal brightness: JPEG keeps the first sharper.
    r = np.random.default_rng(5)
    gray = np.repeat(r.integers(60, 196, (64, 64, 1)), 3, 2).astype(np.uint8)
    sign = r.choice([-40.0, 40.0], (64, 64, 1))
    color = (128 + sign * np.array([1.0, 0.0, -0.299 / 0.114])).clip(0, 255).astype(np.uint8)

    def kept(picture: np.ndarray) -> float:
        clean = CleanPhotos((picture,), ())
        plain, saved = (
            Scenes(clean, 24, 0, Sampling(night=0.0, jpeg=s)).patches(0, 50, generator(0)).rgb for s in (0.0, 1.0)
        )
        assert saved.shape == plain.shape
        assert float(saved.mean()) == pytest.approx(float(plain.mean()), abs=0.02)
        return float(saved[:, 0].std() / plain[:, 0].std())

    assert 0.85 < kept(gray) < 1.1
    assert kept(color) < 0.7


@pytest.mark.usefixtures("_small")
def test_patches_depend_on_seed_and_step_alone() -> None:
    usual = Sampling(texture=0.5, shrink=0.5, jpeg=0.5)
    on = Scenes(photos(), 16, 5, usual)
    for step in range(60):
        on.patches(step, 2, generator(step))
    here, anew = (s.patches(60, 40, generator(60)) for s in (on, Scenes(photos(), 16, 5, usual)))
    assert bool(here.linear.any())
    assert torch.equal(here.rgb, anew.rgb)
    assert not torch.equal(here.rgb, Scenes(photos(), 16, 6, usual).patches(60, 40, generator(60)).rgb)


def test_hdr_panoramas_are_loaded_from_either_folder(tmp_path: Path) -> None:
    clean, linear = tmp_path / "clean", tmp_path / "linear"
    for folder in (clean, linear):
        folder.mkdir()
        light = np.full((40, 60, 3), 0.25, np.float32)
        light[5, 5] = (0.5, 1.0, 25.0)  # OpenCV's order: blue first
        cv2.imwrite(str(folder / "panorama.hdr"), light)
    for name in ("a.png", "b.png"):
        cv2.imwrite(str(clean / name), np.full((40, 40, 3), 99, np.uint8))
    loaded = CleanPhotos.load(clean, 32, linear)
    assert len(loaded.linear) == 2
    assert len(CleanPhotos.load(clean, 32).linear) == 1
    light = srgb_to_linear(torch.from_numpy(as_encoded(loaded.linear[0]))).numpy()
    np.testing.assert_allclose(light[20, 20], 1.0, rtol=0.01)
    np.testing.assert_allclose(light[5, 5], [100.0, 4.0, 2.0], rtol=0.02)
    kinds = {loaded.random_picture(generator(seed)).dtype.name for seed in range(40)}
    assert kinds == {"uint8", "float16"}


def test_a_damaged_panorama_says_so(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        cv2.imwrite(str(tmp_path / name), np.full((40, 40, 3), 99, np.uint8))
    (tmp_path / "c.hdr").write_bytes(b"nothing")
    with pytest.raises(DataMissing, match=r"c\.hdr"):
        CleanPhotos.load(tmp_path, 32)
