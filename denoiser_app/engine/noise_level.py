"""Which noise level the network is told: taken once per photo, from the photographer, what they measured of their
camera, the file or the pixels."""

from __future__ import annotations

from denoiser_app.core.noise import NoiseCurve, level_of, typical_noise, white_noise, with_level
from denoiser_app.core.noise_estimation import estimate_raw, estimate_rgb
from denoiser_app.core.photo import Photo, PoissonGaussian, RawPhoto, RgbPhoto
from denoiser_app.engine.owner_profile import AUTO, ProfileChoice, profile_of

NoiseLevel = NoiseCurve | PoissonGaussian

GRAY = 1.73
"""By how much the network is told more noise for a gray photo: it learned noise that is independent in the three
channels, whose mean is weaker by sqrt(3) than each. Measured on Set12 at sigma 25: 1 gives 23.3 dB, 1.5 29.1, 1.73
29.9, 2 29.6 dB; it was chosen on this set."""


def noise_of(photo: Photo, given: float | None = None, profile: ProfileChoice = AUTO) -> NoiseLevel:
    """The noise of a photo. ``given``: a level in the recipe's units (1/255), None measures it. ``profile``: of the
    camera, which is believed before the file and the pixels where it reaches; None asks for the noise without it."""
    if isinstance(photo, RawPhoto):
        measured = _of_profile(photo, profile) or photo.noise or _measured_raw(photo)
        return measured if given is None else with_level(measured, given)
    curve = _of_rgb(photo, profile) if given is None else white_noise(given / 255.0)
    return _stronger(curve, GRAY) if photo.gray else curve


def level(noise: NoiseLevel) -> float:
    """The noise as one number in the recipe's units (1/255)."""
    return level_of(noise) if isinstance(noise, PoissonGaussian) else 255.0 * noise.typical


def describe(noise: NoiseLevel) -> str:
    """One line for people: the level in 1/255 and where it comes from."""
    if isinstance(noise, PoissonGaussian):
        doubt = "" if noise.confident else ", uncertain"
        return f"{level(noise):.1f}/255 at mid-grey (a={noise.a:.2e}, b={noise.b:.2e}; {noise.source}{doubt})"
    return f"{level(noise):.1f}/255 ({noise.source})"


def _of_profile(photo: RawPhoto, choice: ProfileChoice) -> PoissonGaussian | None:
    profile = profile_of(photo, choice)
    return None if profile is None else profile.noise_at(photo.metadata.iso)


def _of_rgb(photo: RgbPhoto, choice: ProfileChoice) -> NoiseCurve:
    profile = profile_of(photo, choice)
    known = None if profile is None else profile.curve_at(photo.metadata.iso)
    return known or estimate_rgb(photo.rgb)


def _stronger(curve: NoiseCurve, factor: float) -> NoiseCurve:
    fine, coarse = (tuple(factor * sigma for sigma in scale) for scale in (curve.fine, curve.coarse))
    return NoiseCurve(fine, coarse, curve.source)


def _measured_raw(photo: RawPhoto) -> PoissonGaussian:
    iso = photo.metadata.iso
    estimate = estimate_raw(photo.mosaic, photo.cfa, iso)
    # A photo that tells nothing (texture everywhere, one brightness) must not be told it is cleaner than any sensor.
    return estimate if estimate.a > 0 else typical_noise(iso)
