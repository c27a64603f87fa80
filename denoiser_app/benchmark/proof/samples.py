"""What is compared of a pair, without any demosaicing where the camera measured single colours.

A raw's truth is known at the photosites only, each of one colour; there the network's full picture is sampled, so that
no demosaic's errors are counted for or against anybody. Values are white-balanced and sRGB-encoded, as they are seen. A
finished picture is compared as it is, in all three channels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.color import SRGB_TRANSFER
from denoiser_app.core.photo import Photo, RawPhoto, RgbPhoto
from denoiser_app.formats.icc import transfer_of

Float = NDArray[np.float32]
Mask = NDArray[np.bool_]
GREEN = 1


@dataclass(frozen=True)
class Sampling:
    """Where a photo is compared. colors: (H, W) colour of each photosite, None where every pixel has all three.
    usable: (H, W) bool."""

    photo: Photo
    usable: Mask
    colors: NDArray[np.uint8] | None

    @classmethod
    def of(cls, photo: Photo, usable: Mask) -> Sampling:
        """usable: (H, W) bool."""
        single = isinstance(photo, RawPhoto) and photo.mosaic.ndim == 2
        return cls(photo, usable, photo.cfa.colors(*photo.size) if single else None)  # type: ignore[union-attr]

    def before(self, photo: Photo) -> Float:
        """Linear, white-balanced, signed samples of a photo that was not denoised: (H, W, 1) or (H, W, 3)."""
        if isinstance(photo, RgbPhoto):
            return transfer_of(photo.icc).decode(photo.rgb)
        gains = np.array(photo.white_balance, np.float32)
        if self.colors is None:
            return photo.mosaic * gains
        return (photo.mosaic * gains[self.colors])[..., None]

    def after(self, denoised: Float) -> Float:
        """The same of the network's pixels, (H, W, 3) as ``Denoiser.whole`` gives them."""
        if isinstance(self.photo, RgbPhoto):
            return transfer_of(self.photo.icc).decode(np.clip(denoised, 0.0, 1.0))
        if self.colors is None:
            return denoised
        return np.take_along_axis(denoised, self.colors[..., None].astype(np.intp), 2)

    def encoded(self, samples: Float) -> Float:
        """As displayed, 0-1, clipped as a display does."""
        inside = np.clip(samples, np.float32(0), np.float32(1))
        curve = SRGB_TRANSFER if isinstance(self.photo, RawPhoto) else transfer_of(self.photo.icc)
        return curve.encode(inside)

    def channels(self, samples: Float) -> Iterator[tuple[int, Float, Mask]]:
        """Colour, (H, W) samples and where they are of this colour and usable; colours without samples are left
        out."""
        for color in range(3):
            if self.colors is None:
                yield color, samples[..., color], self.usable
            elif (here := self.usable & (self.colors == color)).any():
                yield color, samples[..., 0], here
