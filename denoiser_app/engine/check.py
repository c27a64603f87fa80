"""The result is as bright and as coloured as the photo was: checked for every photo, reported when it is not."""

from __future__ import annotations

import numpy as np

from denoiser_app.core.color import SRGB_TRANSFER
from denoiser_app.core.photo import Photo, RawPhoto
from denoiser_app.engine.denoised import Denoised
from denoiser_app.engine.finish import original_camera_rgb
from denoiser_app.formats.icc import transfer_of

TOLERANCE = 1.0
"""Largest change of a channel's mean in 1/255, display-encoded. The mean over a photo has no noise left to speak of."""

_BAND = 1024
_EVERY = 4
"""Every fourth row is enough for a mean, and a quarter of the time."""


def color_shift(photo: Photo, denoised: Denoised) -> tuple[float, float, float]:
    """Change of each channel's mean by denoising, in 1/255 of the display-encoded mean. Means are taken in linear
    light, where noise does not move them."""
    before, after, count = np.zeros(3), np.zeros(3), 0
    for top in range(0, photo.size[0], _BAND):
        rows = slice(top, top + _BAND, _EVERY)
        result = denoised.pixels((rows, slice(None)))
        if isinstance(photo, RawPhoto):
            original = original_camera_rgb(photo, rows)
        else:
            decode = transfer_of(photo.icc).decode
            original, result = decode(photo.rgb[rows]), decode(result)
        # Beyond white both are clipped in the end; what happens there is not a colour shift.
        before += np.minimum(original, 1.0).sum((0, 1), dtype=np.float64)
        after += np.minimum(result, 1.0).sum((0, 1), dtype=np.float64)
        count += original.shape[0] * original.shape[1]
    means = (np.stack([before, after]) / count).astype(np.float32)
    encoded = SRGB_TRANSFER.encode(means) * 255.0
    red, green, blue = (encoded[1] - encoded[0]).tolist()
    return red, green, blue


def warning(shift: tuple[float, float, float]) -> str:
    """What to tell the user of a shift; '' if it is within tolerance."""
    if max(abs(s) for s in shift) <= TOLERANCE:
        return ""
    return "mean colour changed by {:+.1f}, {:+.1f}, {:+.1f} of 255 (red, green, blue)".format(*shift)
