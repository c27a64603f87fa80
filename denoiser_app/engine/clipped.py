"""Clipped highlights of a raw pass through as LibRaw renders them: the sensor says nothing there to be denoised.

Done once the whole photo has been through the network: it needs the photo's demosaic, which the network does not, and
which the window has only seconds later.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.photo import Photo, RawPhoto
from denoiser_app.core.tiling import Box
from denoiser_app.engine.denoised import Denoised
from denoiser_app.engine.finish import original_camera_rgb
from denoiser_app.engine.hot import hot_of
from denoiser_app.engine.owner_profile import AUTO, ProfileChoice

Float = NDArray[np.float32]
Change = tuple[slice, Float, Float]

CLIPPED = 0.995
"""Share of white from which a photosite counts as clipped."""
_BAND = 128
_REACH = 4
"""Rows and columns around a clipped site that are mixed: 1 of the interpolation, 2 of the soft edge, 1 to spare."""


def highlights(photo: RawPhoto, profile: ProfileChoice = AUTO) -> Iterator[Change]:
    """Bands of rows with clipped sites: (rows, original (h, W, 3) white-balanced linear camera RGB, weight (h, W, 1) of
    it, 0-1). The photo must have been read with its demosaic. A hot pixel that ``profile`` knows is no highlight."""
    height, hot = photo.size[0], hot_of(photo, profile)
    for top in range(0, height, _BAND):
        rows = slice(top, min(top + _BAND, height))
        above = min(top, _REACH)
        region = photo.mosaic[top - above : rows.stop + _REACH]
        weight = _weight(region if hot is None else hot.put(region, (top - above, 0)))
        if weight is not None:
            yield rows, original_camera_rgb(photo, rows), weight[above : above + rows.stop - top, :, None]


def pass_through(photo: Photo, denoised: Denoised, profile: ProfileChoice = AUTO) -> None:
    """Puts the clipped highlights of a raw into its result; a finished picture keeps what the network made of it."""
    if isinstance(photo, RawPhoto):
        for rows, original, weight in highlights(photo, profile):
            _mix(denoised, rows, original, weight)


def pass_through_pixels(photo: RawPhoto, pixels: Float, profile: ProfileChoice = AUTO) -> None:
    """The same with the pixels themselves, (H, W, 3) white-balanced linear camera RGB."""
    for rows, original, weight in highlights(photo, profile):
        pixels[rows] += weight * (original - pixels[rows])


def _mix(denoised: Denoised, rows: slice, original: Float, weight: Float) -> None:
    """Codes outside the highlights are not touched, not even by rounding."""
    pixels = denoised.pixels((rows, slice(None)))
    codes = denoised.codes[rows].copy()
    denoised.put(Box(rows.start, rows.stop, 0, pixels.shape[1]), pixels + weight * (original - pixels))
    np.copyto(denoised.codes[rows], codes, where=weight == 0.0)


def _weight(mosaic: Float) -> Float | None:
    """(h, W): 1 where the interpolation of a pixel touches a clipped site, with a soft edge; None if there is none."""
    clipped = (mosaic >= CLIPPED).astype(np.float32)
    if not clipped.any():
        return None
    clipped = clipped.max(2) if clipped.ndim == 3 else clipped
    return np.asarray(cv2.blur(cv2.dilate(clipped, np.ones((3, 3), np.uint8)), (5, 5)), np.float32)
