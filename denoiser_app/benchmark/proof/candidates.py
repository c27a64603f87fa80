"""The candidates of a proof, each through the real engine: what it is given, and what it makes of a frame.

The noise level is found on the whole frame, as the program does it; large frames are then compared in their middle.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from denoiser_app.benchmark.rendering import after, before
from denoiser_app.core.camera_profile import CameraProfile
from denoiser_app.core.cfa import Float
from denoiser_app.core.photo import Photo, RawPhoto
from denoiser_app.core.progress import CancelToken
from denoiser_app.core.recipe import Recipe
from denoiser_app.engine.clipped import pass_through_pixels
from denoiser_app.engine.denoiser import Denoiser
from denoiser_app.engine.noise_level import NoiseLevel, noise_of
from denoiser_app.formats.demosaic import demosaic
from denoiser_app.pairs.prepared import PreparedPair

AnyPhoto = TypeVar("AnyPhoto", bound=Photo)


@dataclass(frozen=True)
class Frame:
    """A pair as it is compared. noisy, clean: cut, with their demosaics. auto, measured: the noise level without and
    with the profile (the same if it does not speak of this ISO). profile: for the cut, whose hot pixels it counts from
    its own corner. share: of the frame that is left by the cut."""

    pair: PreparedPair
    noisy: Photo
    clean: Photo
    usable: NDArray[np.bool_]
    auto: NoiseLevel
    measured: NoiseLevel
    profile: CameraProfile | None
    share: float


def frame_of(pair: PreparedPair, profile: CameraProfile | None, largest: float) -> Frame:
    """largest: pixels that are compared at most."""
    where = middle(pair.noisy.size, largest, pair.noisy.cfa.period if isinstance(pair.noisy, RawPhoto) else 1)
    noisy, clean = (_demosaiced(cut(photo, where)) for photo in (pair.noisy, pair.clean))
    usable = pair.usable[where]
    return Frame(
        pair=pair,
        noisy=noisy,
        clean=clean,
        usable=usable,
        auto=noise_of(pair.noisy, profile=None),
        measured=noise_of(pair.noisy, profile=profile),
        profile=None if profile is None else _of_cut(profile, pair, where, noisy.size),
        share=usable.size / pair.usable.size,
    )


def _of_cut(
    profile: CameraProfile, pair: PreparedPair, where: tuple[slice, slice], size: tuple[int, int]
) -> CameraProfile:
    """The profile's hot pixels are of the whole active area; the engine takes them for a photo of that size only."""
    if profile.hot is None:
        return profile
    top, left = (first + piece.start for first, piece in zip(pair.origin, where, strict=True))
    moved = ((y - top, x - left) for y, x in profile.hot.places)
    inside = tuple((y, x) for y, x in moved if 0 <= y < size[0] and 0 <= x < size[1])
    return replace(profile, hot=replace(profile.hot, size=size, places=inside))


def middle(size: tuple[int, int], largest: float, period: int) -> tuple[slice, slice]:
    """The rows and columns in the middle of a frame that hold at most so many pixels; all of a small frame. Begins at
    multiples of the filter array's period, so that the array stays the same."""
    scale = min(1.0, (largest / (size[0] * size[1])) ** 0.5)
    sides = [side if scale == 1.0 else max(int(side * scale) // period * period, period) for side in size]
    starts = [(whole - side) // 2 // period * period for whole, side in zip(size, sides, strict=True)]
    rows, columns = (slice(start, start + side) for start, side in zip(starts, sides, strict=True))
    return rows, columns


def cut(photo: AnyPhoto, where: tuple[slice, slice]) -> AnyPhoto:
    """A piece of a photo, contiguous."""
    if isinstance(photo, RawPhoto):
        return replace(photo, mosaic=np.ascontiguousarray(photo.mosaic[where]), demosaiced=None)
    alpha = None if photo.alpha is None else photo.alpha[where]
    return replace(photo, rgb=np.ascontiguousarray(photo.rgb[where]), alpha=alpha)


def denoise(
    denoiser: Denoiser, photo: Photo, noise: NoiseLevel, profile: CameraProfile | None, token: CancelToken | None
) -> Generator[float, None, tuple[Float, float]]:
    """Yields the finished share, 0-1; returns the pixels as ``Denoiser.whole`` does, and the seconds it took."""
    result, started = np.empty((*photo.size, 3), np.float32), time.perf_counter()
    for tile in denoiser.run(photo, Recipe(), token=token, noise=noise, profile=profile):
        result[tile.box.slices] = tile.pixels
        yield tile.done / tile.total
    if isinstance(photo, RawPhoto):
        pass_through_pixels(photo, result, profile)
    return result, time.perf_counter() - started


def display_of(photo: Photo, denoised: Float | None = None) -> Float:
    """(H, W, 3) float32, 0-1, display-encoded and neutral, of the photo itself or of the network's pixels."""
    display = (before(photo) if denoised is None else after(photo, denoised)).display
    return np.clip(display, np.float32(0), np.float32(1))


def _demosaiced(photo: Photo) -> Photo:
    if not isinstance(photo, RawPhoto):
        return photo
    codes = demosaic(photo.mosaic, photo.cfa, photo.white_balance, photo.camera_matrix)
    return replace(photo, demosaiced=codes)
