"""What is simulated is what truth.json says: noise, hot pixels, faults, and files that other readers understand."""

import json
from pathlib import Path

import numpy as np
import pytest
import rawpy
from PIL import Image

from denoiser_app.core.progress import Cancelled, CancelToken
from denoiser_app.formats.facts import facts
from denoiser_app.formats.read import read
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.simulation.camera import ARRAYS, BLACK, WHITE, SimulatedCamera
from denoiser_app.pairs.simulation.simulate import Fault, Options, Simulated, Taken, shoot, simulate

SMALL = Options(seed=5, size=(120, 168), scenes=2, low_frames=2, high_frames=2)


def normalised(code: np.ndarray) -> np.ndarray:
    return (code.astype(np.float64) - BLACK) / (WHITE - BLACK)


def simulated(folder: Path, options: Options) -> Simulated:
    last = list(simulate(folder, options))[-1]
    assert isinstance(last, Simulated)
    return last


def test_a_session_is_whole_and_says_the_truth(tmp_path: Path) -> None:
    result = simulated(tmp_path, SMALL)
    assert sessions.load(tmp_path) == result.session
    assert json.loads((tmp_path / "truth.json").read_text()) == json.loads(json.dumps(result.truth))
    assert [len(result.session.pairs(held_out=held)) for held in (False, True)] == [2, 2]
    for frame in result.session.frames:
        found = facts(tmp_path / frame.file)
        assert found.kind == frame.kind == "raw"
        told = found.metadata
        assert (told.camera, told.lens, told.iso, told.taken) == (frame.camera, frame.lens, frame.iso, frame.taken)
        assert told.shutter == pytest.approx(frame.shutter)
        assert found.size == frame.size


def test_the_same_seed_makes_the_same_bytes(tmp_path: Path) -> None:
    one, two, other = (tmp_path / name for name in ("one", "two", "other"))
    for folder, seed in ((one, 1), (two, 1), (other, 2)):
        simulated(folder, Options(seed=seed, size=(64, 64), scenes=1, low_frames=1, high_frames=1))
    first = sorted((one / "frames").iterdir())
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in sorted((two / "frames").iterdir())]
    assert first[0].read_bytes() != sorted((other / "frames").iterdir())[0].read_bytes()


@pytest.mark.parametrize("array", ["RGGB", "X-Trans"])
def test_the_noise_is_a_x_plus_b(array: str) -> None:
    camera = SimulatedCamera.random(np.random.default_rng(1), array, (600, 600))
    noise, rng = camera.noise_at(12800), np.random.default_rng(2)
    masks = camera.cfa.masks(600, 600).astype(bool)
    cold = np.ones((600, 600), bool)
    cold[tuple(camera.hot.T)] = False
    a, b = noise.by_color()
    for level in (0.0, 0.05, 0.3):
        light = np.full((600, 600, 3), level, np.float32) * np.array(camera.gains, np.float32)
        samples = normalised(camera.record(light, 12800, 1 / 8, rng))
        for color in range(3):
            seen = samples[masks[..., color] & cold]
            wanted = a[color] * level + b[color]
            if level > 0:  # black itself is clipped at nothing, but its mean is 0
                assert seen.mean() == pytest.approx(level, abs=6 * float(np.sqrt(wanted / 600)))
            assert seen.var() == pytest.approx(wanted, rel=0.15)  # rows and columns are few


def test_hot_photosites_are_where_they_are_said_to_be() -> None:
    camera = SimulatedCamera.random(np.random.default_rng(4), "GRBG", (256, 256))
    dark = [
        camera.record(np.zeros((256, 256, 3), np.float32), 12800, 1 / 8, np.random.default_rng(s)) for s in range(40)
    ]
    mean = normalised(np.mean(dark, 0))
    assert len(camera.hot) >= 3
    np.testing.assert_allclose(mean[tuple(camera.hot.T)], np.minimum(camera.hot_signal, 1), atol=0.06)
    shorter = (camera.record(np.zeros((256, 256, 3), np.float32), 100, 1 / 8, np.random.default_rng(0)) - BLACK) / (
        WHITE - BLACK
    )
    assert shorter[tuple(camera.hot.T)].max() < 0.1


@pytest.mark.parametrize("array", ARRAYS)
def test_another_reader_sees_the_array_and_the_levels(array: str, tmp_path: Path) -> None:
    frame = next(iter(shoot(tmp_path, Options(array=array, size=(512, 516), scenes=1, low_frames=1, high_frames=1))))
    assert isinstance(frame, Taken)
    photo = read(frame.path, demosaic=False)
    assert photo.domain == "raw"
    assert photo.cfa.name == array
    with rawpy.imread(str(frame.path)) as raw:
        assert raw.postprocess(use_camera_wb=True).shape == (512, 516, 3)
        assert raw.white_level == 16383


def test_jpegs_have_their_exif(tmp_path: Path) -> None:
    result = simulated(tmp_path, Options(size=(64, 96), scenes=1, low_frames=1, high_frames=1, format="jpeg"))
    assert result.session.kind == "rgb"
    with Image.open(tmp_path / result.session.frames[1].file) as image:
        exif = image.getexif().get_ifd(34665)
    assert exif[34855] == 12800
    assert float(exif[33434]) == pytest.approx(1 / 8)


def test_a_shift_is_a_shift(tmp_path: Path) -> None:
    options = Options(
        seed=2, size=(96, 96), scenes=1, low_frames=1, high_frames=1, faults={0: Fault("shift", (3.0, -5.0))}
    )
    low, high = (step.path for step in shoot(tmp_path, options) if isinstance(step, Taken))
    still, moved = (read(path, demosaic=False) for path in (low, high))
    assert still.domain == moved.domain == "raw"
    inner, there = still.mosaic[10:-10, 10:-10], moved.mosaic[7:-13, 15:-5]
    # Against itself shifted the other way it is much less alike.
    assert (
        np.corrcoef(inner.ravel(), there.ravel())[0, 1]
        > np.corrcoef(inner.ravel(), moved.mosaic[13:-7, 5:-15].ravel())[0, 1]
    )


def test_it_can_be_stopped(tmp_path: Path) -> None:
    token = CancelToken()
    steps = simulate(tmp_path, SMALL, token)
    next(steps)
    token.cancel()
    with pytest.raises(Cancelled):
        list(steps)
