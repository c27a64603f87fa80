"""Hot pixels that the camera's profile knows, kept from the network and from the result."""

from __future__ import annotations

from dataclasses import replace

from denoiser_app.core.hotpixels import Mended, mended
from denoiser_app.core.noise import typical_noise
from denoiser_app.core.photo import Photo, RawPhoto
from denoiser_app.engine.owner_profile import AUTO, ProfileChoice, has_hot_map, profile_of


def hot_of(photo: Photo, choice: ProfileChoice = AUTO) -> Mended | None:
    """What is to stand in the photo's hot pixels; None where nothing is known of them, or none stands out."""
    profile = profile_of(photo, choice)
    if not isinstance(photo, RawPhoto) or profile is None or profile.hot is None or not has_hot_map(profile, photo):
        return None
    iso = photo.metadata.iso
    noise = profile.noise_at(iso) or photo.noise or typical_noise(iso)
    found = mended(photo.mosaic, photo.cfa, profile.hot.places, noise)
    return found if found.rows.size else None


def photo_without_hot(photo: Photo, choice: ProfileChoice = AUTO) -> Photo:
    """The photo as the network is shown it: its known hot pixels mended. The same photo if there are none, else with a
    mosaic of its own; its demosaic stays as it was."""
    found = hot_of(photo, choice)
    if found is None or not isinstance(photo, RawPhoto):
        return photo
    return replace(photo, mosaic=found.put(photo.mosaic))
