"""What the page Calibrate asks of the disk, in threads: the session's profile, the one in use, measuring anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from denoiser_app.core.camera_profile import CameraProfile
from denoiser_app.core.errors import OutputError
from denoiser_app.core.photo import PoissonGaussian
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.formats import camera_profiles
from denoiser_app.formats.noise_profiles import shipped_noise
from denoiser_app.formats.publish import publishing
from denoiser_app.pairs import session as sessions

if TYPE_CHECKING:
    from denoiser_app.pairs.calibration.calibrate import CurvePoint

POINTS = "profile-points.json"
"""Beside the profile: what its lines were laid through, to be seen again when the session is opened another time."""
LARGEST = 16 << 20
VERSION = 1

Cloud = tuple[tuple[float, float], ...]
Points = Mapping[tuple[float, int], Cloud]
"""(mean, variance) by ISO and colour (0-2)."""


@dataclass(frozen=True)
class InUse:
    """The profile by which automatic noise goes now. same: it has all that this session has measured."""

    camera: str
    since: str
    same: bool


@dataclass(frozen=True)
class Known:
    """What there is of a session. shipped: by ISO, what the program knows of this camera without its owner, None where
    it only has what is typical for any camera."""

    profile: CameraProfile | None = None
    points: Points = field(default_factory=dict)
    shipped: Mapping[float, PoissonGaussian | None] = field(default_factory=dict)
    in_use: InUse | None = None


def known(folder: Path) -> Known:
    """Of the session in a folder. A profile that cannot be read can be measured again: there is none."""
    path = folder / sessions.PROFILE
    profile = camera_profiles.read(path) if path.is_file() else None
    if profile is None:
        return Known()
    return Known(profile, _points(folder, profile), _shipped(profile), _in_use(profile))


def _shipped(profile: CameraProfile) -> dict[float, PoissonGaussian | None]:
    found = {noise.iso: shipped_noise(profile.camera, noise.iso) for noise in profile.raw}
    return {iso: noise if noise.confident else None for iso, noise in found.items()}


def _in_use(profile: CameraProfile) -> InUse | None:
    found = camera_profiles.of_camera(profile.camera)
    if found is None:
        return None
    return InUse(found.camera, found.measured, found.merged(profile).fingerprint == found.fingerprint)


def calibrate(folder: Path, token: CancelToken) -> Iterator[Progress]:
    """Measures all pairs anew; the profile and the points of its curve are then in the folder. Raises what
    ``pairs.calibration.calibrate`` raises."""
    from denoiser_app.pairs.calibration.calibrate import Calibrated
    from denoiser_app.pairs.calibration.calibrate import calibrate as measure

    for event in measure(folder, token):
        if isinstance(event, Calibrated):
            _keep(folder, event.profile, event.points)
        else:
            yield event


def use(profile: CameraProfile) -> None:
    """From now on automatic noise goes by it. OutputError."""
    from denoiser_app.pairs.calibration.calibrate import use as save

    save(profile)


def remove(camera: str) -> None:
    """Automatic noise goes by what ships again. OutputError."""
    camera_profiles.remove(camera)


# --- the points of the curve ------------------------------------------------------------------------------------------


def _keep(folder: Path, profile: CameraProfile, points: tuple[CurvePoint, ...]) -> None:
    """Without them there are only lines to be seen, which is no reason to fail."""
    rows = [(point.iso, point.color, point.mean, point.variance) for point in points]
    text = json.dumps({"version": VERSION, "profile": profile.fingerprint, "points": rows}).encode()
    try:
        with publishing(folder / POINTS, overwrite=True, needed=len(text)) as part:
            part.file.write(text)
    except OutputError:
        return


def _points(folder: Path, profile: CameraProfile) -> Points:
    """Those of this very profile; none if they cannot be read."""
    path = folder / POINTS
    try:
        if path.stat().st_size > LARGEST:
            return {}
        said: Any = json.loads(path.read_text(encoding="utf-8"))
        if said["version"] != VERSION or said["profile"] != profile.fingerprint:
            return {}
        return _clouds(said["points"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return {}


def _clouds(rows: Any) -> Points:
    found: dict[tuple[float, int], list[tuple[float, float]]] = {}
    for iso, color, mean, variance in rows:
        found.setdefault((float(iso), int(color)), []).append((float(mean), float(variance)))
    return {key: tuple(cloud) for key, cloud in found.items()}
