"""Photos as they are compared: neutral, display-encoded, before the network and after it.

A raw is compared as the picture it becomes: demosaic (LibRaw's without the network, the network's with it), white
balance, matrix, sRGB curve, no brightening. A finished picture is compared as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.color import SRGB_TRANSFER, Matrix, develop
from denoiser_app.core.photo import Photo, RawPhoto, from_code
from denoiser_app.engine.finish import original_camera_rgb
from denoiser_app.formats.demosaic import demosaic
from denoiser_app.formats.icc import transfer_of

Float = NDArray[np.float32]
Shift = tuple[float, float, float]


@dataclass(frozen=True)
class Rendering:
    """display: (H, W, 3) float32, 0-1, display-encoded. linear_mean: (3,) mean of each channel in linear light, of
    what is below black too, which the display cannot show."""

    display: Float
    linear_mean: NDArray[np.float64]


def before(photo: Photo) -> Rendering:
    """The photo as it is."""
    if isinstance(photo, RawPhoto):
        return _developed(original_camera_rgb(photo, slice(None)), photo.camera_matrix)
    return Rendering(photo.rgb, _mean(transfer_of(photo.icc).decode(photo.rgb)))


def after(photo: Photo, denoised: Float) -> Rendering:
    """The photo with the network's pixels (as ``Denoiser.whole`` gives them)."""
    if isinstance(photo, RawPhoto):
        return _developed(denoised, photo.camera_matrix)
    display = np.clip(denoised, 0.0, 1.0)
    return Rendering(display, _mean(transfer_of(photo.icc).decode(display)))


def remosaiced(photo: RawPhoto, denoised: Float) -> Float:
    """The network's pixels sampled by the sensor's filter array again and demosaiced by LibRaw: what a network that
    gives a clean mosaic would have led to. Shows what the network's own demosaicing is worth."""
    gains = np.array(photo.white_balance, np.float32)
    mosaic = (denoised / gains * photo.cfa.masks(*photo.size)).sum(2)
    code = demosaic(mosaic, photo.cfa, photo.white_balance, photo.camera_matrix)
    return from_code(code) * gains


def display_shift(result: Rendering, reference: Rendering) -> Shift:
    """Difference of the channels' means as displayed, in 1/255. Noise that is clipped at black lifts a noisy
    reference."""
    return _shift(_mean(result.display), _mean(reference.display))


def linear_shift(result: Rendering, reference: Rendering) -> Shift:
    """Difference of the channels' means in linear light, each mean display-encoded, in 1/255. Noise does not move
    it."""
    means = np.stack([result.linear_mean, reference.linear_mean]).astype(np.float32)
    first, second = SRGB_TRANSFER.encode(means).astype(np.float64)
    return _shift(first, second)


def _developed(camera_rgb: Float, matrix: Matrix) -> Rendering:
    # The matrix is linear, so it may be applied to the mean. Above white both renderings are clipped in the end.
    return Rendering(develop(camera_rgb, matrix), matrix @ _mean(np.minimum(camera_rgb, np.float32(1))))


def _mean(pixels: Float) -> NDArray[np.float64]:
    return np.asarray(pixels.mean((0, 1), dtype=np.float64))


def _shift(result: NDArray[np.float64], reference: NDArray[np.float64]) -> Shift:
    red, green, blue = (255.0 * (result - reference)).tolist()
    return red, green, blue
