"""A session becomes a profile: written, compared, drawn, used; what it lacks is said."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from denoiser_app.core.camera_profile import SOURCE, CameraProfile, IsoNoise
from denoiser_app.core.cfa import bayer
from denoiser_app.core.errors import Cancelled, SessionMissing, SessionUnfit
from denoiser_app.core.noise_estimation import measure_rgb
from denoiser_app.core.photo import Metadata, RgbPhoto
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.formats import camera_profiles
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.calibration import calibrate as module
from denoiser_app.pairs.calibration.calibrate import Calibrated, calibrate, load_profile, use
from denoiser_app.pairs.calibration.picture_noise import PictureNoise
from denoiser_app.pairs.calibration.plot import plot
from denoiser_app.pairs.prepared import PreparedPair
from denoiser_app.pairs.session import Frame, Pair, Scene, Session
from denoiser_app.pairs.verdict import Verdict, Verdicts
from tests.pairs.noisy import Camera, pairs

CAMERA = Camera(bayer("RGGB"), (3.3e-3, 3e-3, 2.7e-3), (3e-4, 3e-4, 3e-4), hot=((50, 60, 0.5), (101, 202, 0.4)))

Change = Callable[[Session, Verdicts], tuple[Session, Verdicts]]
Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "data"))


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """A session whose pairs were prepared in memory."""

    def made(change: Change = lambda s, v: (s, v), scenes: int = 3) -> Path:
        ready = {p.pair.id: (p, v) for p, v in pairs(CAMERA, np.random.default_rng(0), scenes=scenes, highs=1)}
        frames = tuple({f.file: f for p, _ in ready.values() for f in (*p.pair.low, p.pair.high)}.values())
        session = Session("evening", scenes=tuple(p.pair.scene for p, _ in ready.values()), frames=frames)
        session, verdicts = change(session, Verdicts(tuple(v for _, v in ready.values())))
        monkeypatch.setattr(module, "load_verdicts", lambda _: verdicts)
        monkeypatch.setattr(module, "prepare", lambda folder, session, pair, verdict, token: ready[pair.id][0])
        sessions.create(tmp_path / "evening", session)
        return tmp_path / "evening"

    return made


def result(folder: Path) -> Calibrated:
    (done,) = [event for event in calibrate(folder) if isinstance(event, Calibrated)]
    return done


def test_the_profile_is_in_the_session_and_says_what_is_true(make: Make) -> None:
    folder = make()
    done = result(folder)
    assert load_profile(folder) == done.profile
    assert json.loads((folder / "profile.json").read_text())["camera"] == "Simulant T-1"
    (noise,) = done.profile.raw
    assert (noise.iso, noise.pairs, done.scenes) == (12800.0, 3, 3)
    np.testing.assert_allclose(noise.a, CAMERA.a, rtol=0.05)
    np.testing.assert_allclose(noise.b, CAMERA.b, rtol=0.1)
    assert done.profile.hot is not None
    assert set(done.profile.hot.places) == {(50, 60), (101, 202)}
    assert (done.profile.hot.size, done.profile.hot.iso, done.profile.hot.shutter) == ((240, 360), 12800.0, 0.125)
    (comparison,) = done.comparison
    assert (comparison.known, comparison.shipped_a) == (False, pytest.approx(1.28e-3))
    assert comparison.source.startswith("typical")


def test_progress_comes_before_every_pair_and_it_can_be_stopped(make: Make) -> None:
    folder = make()
    steps = [event for event in calibrate(folder) if isinstance(event, Progress)]
    assert [(s.done, s.total) for s in steps] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    (folder / "profile.json").unlink()
    token = CancelToken()
    course = calibrate(folder, token)
    assert isinstance(next(course), Progress)
    token.cancel()
    with pytest.raises(Cancelled):
        list(course)
    assert load_profile(folder) is None


def test_rejected_pairs_are_left_out(make: Make) -> None:
    def reject(session: Session, verdicts: Verdicts) -> tuple[Session, Verdicts]:
        return session, Verdicts((replace(verdicts.of[0], mark="rejected"), *verdicts.of[1:]))

    assert result(make(reject)).profile.raw[0].pairs == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda s, v: (replace(s, frames=()), v), "no pairs"),
        (lambda s, v: (s, Verdicts()), "checked"),
        (lambda s, v: (s, Verdicts(tuple(replace(one, mark="rejected") for one in v.of))), "rejected all"),
        (lambda s, v: (replace(s, frames=(replace(s.frames[0], kind="rgb"), *s.frames[1:])), v), "mixes"),
    ],
)
def test_what_is_missing_is_said(make: Make, change: Change, says: str) -> None:
    folder = make(change)
    with pytest.raises(SessionUnfit, match=says):
        list(calibrate(folder))
    assert not (folder / "profile.json").exists()


def test_a_folder_without_a_session(tmp_path: Path) -> None:
    with pytest.raises(SessionMissing):
        list(calibrate(tmp_path / "nothing"))
    assert load_profile(tmp_path / "nothing") is None


def test_a_damaged_profile_is_none(make: Make) -> None:
    folder = make()
    (folder / "profile.json").write_text('{"version": 1}')
    assert load_profile(folder) is None


def test_used_it_keeps_what_other_evenings_measured() -> None:
    def at(iso: float, a: float) -> IsoNoise:
        return IsoNoise(iso, (a,) * 3, (1e-6,) * 3)

    use(CameraProfile("X", (at(3200.0, 1e-3), at(6400.0, 2e-3)), measured="2026-01-01"))
    path = use(CameraProfile("X", (at(6400.0, 3e-3),), measured="2026-02-02"))
    (kept,) = camera_profiles.load_all()
    assert camera_profiles.read(path) == kept
    assert [(n.iso, n.a[0]) for n in kept.raw] == [(3200.0, 1e-3), (6400.0, 3e-3)]
    assert kept.measured == "2026-02-02"
    noise = kept.noise_at(6400.0)
    assert noise is not None
    assert noise.source == SOURCE


# --- finished pictures ------------------------------------------------------------------------------------------------


def pictures(sigma: float, seed: int = 0, usable: np.ndarray | None = None) -> PreparedPair:
    rng = np.random.default_rng(seed)
    shade = cv2.resize(rng.random((4, 6, 3), np.float32), (240, 160), interpolation=cv2.INTER_CUBIC)
    clean = np.clip(0.2 + 0.5 * shade, 0.05, 0.95)
    noisy = (clean + sigma * rng.standard_normal(clean.shape)).astype(np.float32)
    meta = Metadata(make="Simulant", model="T-1", iso=6400.0)
    scene, frame = Scene("scene-1"), Frame("frames/a.jpg", "rgb", "high", "scene-1", "Simulant T-1", iso=6400.0)
    mask = np.ones((160, 240), bool) if usable is None else usable
    return PreparedPair(Pair(scene, (), frame), RgbPhoto(noisy, meta, lossy=True), RgbPhoto(clean, meta), mask, 2)


def test_finished_pictures_have_a_curve() -> None:
    noise = PictureNoise()
    for seed in range(3):
        noise.add(pictures(0.04, seed))
    profile = noise.profile("Simulant T-1", "2026-05-01", "evening")
    assert profile is not None
    (curve,) = profile.rgb
    assert (curve.iso, curve.pairs) == (6400.0, 3)
    np.testing.assert_allclose(curve.fine, 0.04, rtol=0.06)
    np.testing.assert_allclose(curve.coarse, 0.04, rtol=0.06)


def test_one_picture_measured_by_itself_is_as_the_networks_learned_it() -> None:
    pair, noise = pictures(0.03), PictureNoise()
    noise.add(pair)
    profile = noise.profile("X", "", "")
    assert profile is not None
    assert isinstance(pair.noisy, RgbPhoto)
    assert isinstance(pair.clean, RgbPhoto)
    known = measure_rgb(pair.noisy.rgb - pair.clean.rgb, pair.clean.rgb)
    np.testing.assert_allclose(profile.rgb[0].fine, known.fine, rtol=1e-5)
    np.testing.assert_allclose(profile.rgb[0].coarse, known.coarse, rtol=1e-5)


def test_what_moved_in_a_picture_does_not_count() -> None:
    mask = np.ones((160, 240), bool)
    mask[30:90, 50:130] = False
    pair = pictures(0.03, usable=mask)
    assert isinstance(pair.noisy, RgbPhoto)
    pair.noisy.rgb[30:90, 50:130] = np.random.default_rng(0).random((60, 80, 3))
    noise = PictureNoise()
    noise.add(pair)
    profile = noise.profile("X", "", "")
    assert profile is not None
    np.testing.assert_allclose(profile.rgb[0].fine, 0.03, rtol=0.1)


def test_a_picture_without_anything_to_compare_says_nothing() -> None:
    noise = PictureNoise()
    noise.add(pictures(0.03, usable=np.zeros((160, 240), bool)))
    assert noise.profile("X", "", "") is None


# --- the drawing ------------------------------------------------------------------------------------------------------


def test_it_is_drawn(make: Make, tmp_path: Path) -> None:
    done = result(make())
    path = plot(done, tmp_path / "noise.png")
    picture = cv2.imread(str(path))
    assert picture.shape[0] > 300
    assert np.ptp(picture) > 200
    colored = np.abs(picture.astype(int) - picture.mean(2, keepdims=True)).max(2) > 40
    assert colored.sum() > 500  # points and lines
    other = plot(replace(done, points=(), comparison=()), tmp_path / "lines.png")
    assert not np.array_equal(cv2.imread(str(other)), picture)


def test_finished_pictures_are_drawn(tmp_path: Path) -> None:
    noise = PictureNoise()
    noise.add(pictures(0.03))
    profile = noise.profile("Simulant T-1", "", "")
    assert profile is not None
    assert np.ptp(cv2.imread(str(plot(Calibrated(profile, (), (), 1), tmp_path / "noise.png")))) > 200


def test_a_verdict_is_needed_for_every_pair_that_counts(make: Make) -> None:
    def forget(session: Session, verdicts: Verdicts) -> tuple[Session, Verdicts]:
        return session, Verdicts(tuple(v for v in verdicts.of if v.scene != "scene-2"))

    done = result(make(forget))
    assert (done.scenes, done.profile.raw[0].pairs) == (2, 2)
    assert all(isinstance(v, Verdict) for v in module.load_verdicts(Path()).of)
