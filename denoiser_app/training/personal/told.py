"""What the network is told of a photo's noise: the same here as later in the program, with the profile installed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.camera_profile import SOURCE, CameraProfile
from denoiser_app.core.hotpixels import mended
from denoiser_app.core.noise import typical_noise
from denoiser_app.core.photo import Photo, PoissonGaussian, RawPhoto
from denoiser_app.core.tiling import Box, Tile
from denoiser_app.engine.noise_level import NoiseLevel, noise_of
from denoiser_app.engine.planes import planes_of
from denoiser_app.pairs.prepared import PreparedPair

Float = NDArray[np.float32]

_USUAL_LOW = 100.0


def told_noise(photo: Photo, profile: CameraProfile | None) -> NoiseLevel:
    """The profile's where it speaks of this ISO, else what the program would measure."""
    return noise_of(photo, profile=profile)


def is_from_profile(noise: NoiseLevel) -> bool:
    """Whether it is what the photographer's pairs said."""
    return noise.source == SOURCE


def nearly_none(clean: RawPhoto, noisy: RawPhoto, averaged: int, profile: CameraProfile | None) -> PoissonGaussian:
    """The noise of the mean of ``averaged`` low-ISO frames: as measured at that ISO, else from what was measured at the
    high one, since a goes with ISO and b with its square."""
    low, high = clean.metadata.iso, noisy.metadata.iso
    if low is None or high is None or low >= high:  # a mean that carries the noisy frame's facts
        low = _USUAL_LOW
    known = profile.noise_at(low) if profile else None
    at_high = profile.noise_at(high) if profile and known is None and high else None
    single, ratio = (at_high, low / (high or low)) if at_high else (known or typical_noise(low), 1.0)
    count = max(averaged, 1)
    (ar, ag, ab), (br, bg, bb) = (
        [float(v) * ratio**power / count for v in values]
        for values, power in zip(single.by_color(), (1, 2), strict=True)
    )
    return PoissonGaussian(ag, bg, single.source, a_by_color=(ar, ag, ab), b_by_color=(br, bg, bb))


@dataclass(frozen=True)
class Fed:
    """What the engine feeds the network of a raw besides the picture: a, b (3,) after white balance, and k."""

    a: Float
    b: Float
    k: float


def fed(photo: RawPhoto, noise: PoissonGaussian) -> Fed:
    """Asked of the engine itself, so that training and use cannot differ."""
    side = photo.cfa.period * 8
    corner = Box(0, side, 0, side)
    _, _, a, b, k = planes_of(replace(photo, mosaic=photo.mosaic[:side, :side]), noise).inputs(Tile(corner, corner))
    return Fed(np.asarray(a[0], np.float32), np.asarray(b[0], np.float32), float(k[0]))


def without_hot(pair: PreparedPair, profile: CameraProfile | None) -> PreparedPair:
    """With the hot pixels mended that the profile knows, in both photos, as the engine does; what stood there is not
    to be compared, since the clean frames are hot there too."""
    if not isinstance(pair.noisy, RawPhoto) or not isinstance(pair.clean, RawPhoto):
        return pair
    if profile is None or profile.hot is None or pair.noisy.mosaic.ndim != 2:
        return pair
    top, left = pair.origin
    height, width = pair.noisy.size
    if profile.hot.size[0] < top + height or profile.hot.size[1] < left + width:
        return pair
    places = [(y - top, x - left) for y, x in profile.hot.places]
    places = [(y, x) for y, x in places if 0 <= y < height and 0 <= x < width]
    if not places:
        return pair
    usable = pair.usable.copy()
    usable[tuple(np.array(places).T)] = False
    low = nearly_none(pair.clean, pair.noisy, pair.averaged, profile)
    photos = [
        replace(photo, mosaic=mended(photo.mosaic, photo.cfa, places, noise).put(photo.mosaic))
        for photo, noise in ((pair.noisy, _raw(told_noise(pair.noisy, profile))), (pair.clean, low))
    ]
    return replace(pair, noisy=photos[0], clean=photos[1], usable=usable)


def _raw(noise: NoiseLevel) -> PoissonGaussian:
    assert isinstance(noise, PoissonGaussian)
    return noise
