"""The camera's profile from the vetted pairs of a session: a and b per colour and ISO, banding, hot pixels.

    noisy - clean            has the noise of the high-ISO frame and what is left of the low-ISO frames' own, which is
                             known from how two of them differ, and taken off: (g a x + g^2 b) / n of n frames, gain g
    noisy - other noisy      of one scene, has twice the noise of one, and nothing of the clean frame

Of finished pictures, which hold no such simple law any more, the noise is measured as the networks are told it
(core/noise_estimation.py).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from denoiser_app.core.camera_profile import CameraProfile
from denoiser_app.core.errors import SessionUnfit
from denoiser_app.core.photo import RawPhoto, RgbPhoto
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.formats import camera_profiles
from denoiser_app.formats.noise_profiles import shipped_noise
from denoiser_app.formats.publish import publishing
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.calibration.picture_noise import PictureNoise
from denoiser_app.pairs.calibration.raw_noise import CurvePoint, RawNoise
from denoiser_app.pairs.checking.check import load_verdicts
from denoiser_app.pairs.prepared import prepare
from denoiser_app.pairs.session import PROFILE, Pair, Session
from denoiser_app.pairs.verdict import Verdict

__all__ = ["Calibrated", "Comparison", "CurvePoint", "calibrate", "load_profile", "required_profile", "use"]


@dataclass(frozen=True)
class Comparison:
    """Green's a and b at an ISO, measured and as the program knew them before. source: of the latter, a camera's name
    or 'typical for ISO ...'; known: whether it is this camera's."""

    iso: float
    a: float
    b: float
    shipped_a: float
    shipped_b: float
    source: str
    known: bool


@dataclass(frozen=True)
class Calibrated:
    """The profile is in the session's folder. points: of raws, what the lines of ``profile.raw`` were laid through.
    comparison: with what ships, of raws. scenes: how many were used; hot pixels need ``hot.LEAST_SCENES``."""

    profile: CameraProfile
    points: tuple[CurvePoint, ...]
    comparison: tuple[Comparison, ...]
    scenes: int


def calibrate(folder: Path, token: CancelToken | None = None) -> Iterator[Progress | Calibrated]:
    """Measures all pairs that the check did not reject, and writes folder/profile.json.

    SessionMissing, SessionDamaged; SessionUnfit where nothing was checked, or the pairs tell too little; InputError for
    a frame that cannot be read, OutputError, Cancelled.
    """
    session = sessions.load(folder)
    chosen = _usable(folder, session)
    noise = RawNoise(folder) if session.kind == "raw" else PictureNoise()
    camera = session.camera
    for done, (pair, verdict) in enumerate(chosen):
        if token is not None:
            token.check()
        yield Progress("calibrate", done, len(chosen))
        prepared = prepare(folder, session, pair, verdict, token)
        prepared = replace(prepared, pair=sessions.as_planned(prepared.pair, session.plan))
        camera = camera or prepared.noisy.metadata.camera
        if isinstance(noise, RawNoise):
            assert isinstance(prepared.noisy, RawPhoto)
            noise.add(prepared, verdict, token)
        else:
            assert isinstance(prepared.noisy, RgbPhoto)
            noise.add(prepared)
    profile = noise.profile(camera, datetime.datetime.now().astimezone().date().isoformat(), session.name)
    if profile is None:
        raise SessionUnfit(
            path=str(folder),
            reason="its pairs are too small, or too much of them moved or is clipped, to measure noise."
            " Shoot scenes with smooth, dark and bright parts.",
        )
    _write(folder, profile)
    yield Progress("calibrate", len(chosen), len(chosen))
    points = noise.points() if isinstance(noise, RawNoise) else ()
    scenes = len({pair.scene.id for pair, _ in chosen})
    yield Calibrated(profile, points, tuple(_comparison(profile)), scenes)


def load_profile(folder: Path) -> CameraProfile | None:
    """What was measured in this session, None if nothing was, or the file cannot be used."""
    return camera_profiles.read(folder / PROFILE) if (folder / PROFILE).is_file() else None


def required_profile(folder: Path) -> CameraProfile | None:
    """What was measured in this session, None if nothing was. SessionUnfit if the file cannot be used."""
    path = folder / PROFILE
    if not path.is_file():
        return None
    try:
        return camera_profiles.parsed(path)
    except (OSError, ValueError) as error:
        raise SessionUnfit(path=str(path), reason="the camera's profile cannot be read. Calibrate again.") from error


def use(profile: CameraProfile) -> Path:
    """From now on, photos of the camera are denoised with it. What another session measured at other ISOs is kept.
    Returns the file. OutputError."""
    before = camera_profiles.of_camera(profile.camera)
    return camera_profiles.save(profile if before is None else before.merged(profile))


def _usable(folder: Path, session: Session) -> list[tuple[Pair, Verdict]]:
    """The pairs that were not rejected, scene after scene. SessionUnfit."""
    pairs, verdicts = session.pairs(), load_verdicts(folder)
    if not pairs:
        raise SessionUnfit(
            path=str(folder),
            reason="it has no pairs yet. A pair is a high-ISO frame and a low-ISO frame of the same scene.",
        )
    if session.kind is None:
        raise SessionUnfit(path=str(folder), reason="it mixes raws and finished pictures. Take one kind out.")
    checked = [(pair, verdict) for pair in pairs if (verdict := verdicts.find(pair.id)) is not None]
    if not checked:
        raise SessionUnfit(path=str(folder), reason="none of its pairs has been checked yet. Check them first.")
    chosen = [(pair, verdict) for pair, verdict in checked if verdict.mark != "rejected"]
    if not chosen:
        raise SessionUnfit(
            path=str(folder), reason="the check rejected all of its pairs. Shoot at least one of them again."
        )
    return chosen


def _comparison(profile: CameraProfile) -> Iterator[Comparison]:
    for noise in profile.raw:
        shipped = shipped_noise(profile.camera, noise.iso)
        yield Comparison(
            iso=noise.iso,
            a=noise.a[1],
            b=noise.b[1],
            shipped_a=shipped.a,
            shipped_b=shipped.b,
            source=shipped.source,
            known=shipped.confident,
        )


def _write(folder: Path, profile: CameraProfile) -> None:
    text = profile.to_json().encode()
    with publishing(folder / PROFILE, overwrite=True, needed=len(text)) as part:
        part.file.write(text)
