"""The profile that the photographer measured of the camera: whether a photo is denoised with one, and with which."""

from __future__ import annotations

from typing import Final, Literal

from denoiser_app.core.camera_profile import CameraProfile
from denoiser_app.core.photo import Photo, RawPhoto
from denoiser_app.formats import camera_profiles

AUTO: Final = "auto"
ProfileChoice = CameraProfile | Literal["auto"] | None
"""'auto': the one that was saved for the camera. None: without, as if nobody had measured anything."""


def profile_of(photo: Photo, choice: ProfileChoice = AUTO) -> CameraProfile | None:
    """The profile that says something of this photo, its noise or its hot pixels; None without one."""
    profile = camera_profiles.find(photo.metadata) if choice == AUTO else choice
    if profile is None or not profile.fits(photo.metadata.camera):
        return None
    return profile if _speaks(profile, photo) else None


def inference_key(recipe_key: str, profile: CameraProfile | None) -> str:
    """``Recipe.inference_key()`` and the profile: what a result depends on besides photo, model and program."""
    return recipe_key if profile is None else f"{recipe_key} {profile.fingerprint}"


def _speaks(profile: CameraProfile, photo: Photo) -> bool:
    iso = photo.metadata.iso
    if isinstance(photo, RawPhoto):
        return profile.noise_at(iso) is not None or has_hot_map(profile, photo)
    # Only what the camera itself made has the noise that was measured: not a TIFF that somebody developed.
    return photo.lossy and profile.curve_at(iso) is not None


def has_hot_map(profile: CameraProfile, photo: RawPhoto) -> bool:
    """Whether the profile's hot pixels are those of this sensor, read out in full."""
    return profile.hot is not None and profile.hot.size == photo.size and photo.mosaic.ndim == 2
