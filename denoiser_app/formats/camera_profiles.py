"""The profiles that this program's user measured of their own cameras: one file a camera, in the user's data folder."""

from __future__ import annotations

import hashlib
import logging
import re
from pathlib import Path

from denoiser_app import paths
from denoiser_app.core.camera_profile import CameraProfile
from denoiser_app.core.photo import Metadata
from denoiser_app.formats.publish import output_error, publishing

LARGEST_FILE = 16 << 20
"""Bytes: a million hot pixels."""
_LONGEST_NAME = 40

_log = logging.getLogger(__name__)


def folder() -> Path:
    """Where they lie."""
    return paths.user_data() / "cameras"


def path_of(camera: str) -> Path:
    """The file of a camera: whatever that is named, a plain name in ``folder``, and another one for every camera."""
    known = camera.strip().casefold()
    plain = re.sub(r"[^a-z0-9]+", "-", known).strip("-")[:_LONGEST_NAME]
    return folder() / f"{plain or 'camera'}-{hashlib.sha256(known.encode()).hexdigest()[:8]}.json"


def save(profile: CameraProfile) -> Path:
    """Writes the camera's file whole, over an older one, and returns its path. OutputError."""
    path, text = path_of(profile.camera), profile.to_json().encode()
    with publishing(path, overwrite=True, needed=len(text)) as part:
        part.file.write(text)
    return path


def load_all() -> tuple[CameraProfile, ...]:
    """Every profile, by the camera's name. A file that cannot be used is named in the log and left out."""
    try:
        files = sorted(folder().glob("*.json"))
    except OSError:
        return ()
    profiles = [profile for path in files if (profile := read(path)) is not None]
    return tuple(sorted(profiles, key=lambda profile: profile.camera.casefold()))


def find(metadata: Metadata) -> CameraProfile | None:
    """The profile of the camera that took a photo; None where the photo does not say, or there is none."""
    return of_camera(metadata.camera) if metadata.make or metadata.model else None


def of_camera(camera: str) -> CameraProfile | None:
    """The profile of a camera by its name, as ``Metadata.camera`` gives it."""
    path = path_of(camera)
    profile = read(path) if path.is_file() else None
    return profile if profile is not None and profile.fits(camera) else None


def remove(camera: str) -> bool:
    """Forgets a camera; whether there was something to forget. OutputError."""
    path = path_of(camera)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise output_error(path, error) from error
    return True


def read(path: Path) -> CameraProfile | None:
    """The profile in a file; None for one that cannot be used, which the log names."""
    try:
        return parsed(path)
    except (OSError, ValueError) as error:
        _log.warning("%s: this camera profile cannot be used (%s)", path, error)
        return None


def parsed(path: Path) -> CameraProfile:
    """The profile in a file. OSError, or ValueError for what is none."""
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError("the file is too large")
    try:
        return CameraProfile.from_json(path.read_text(encoding="utf-8"))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
