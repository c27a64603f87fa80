"""The denoised photo at the chosen strength, as pixels ready to be written.

Works in bands of rows, so that no second copy of a large photo is needed in single precision.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.blend import blend
from denoiser_app.core.color import develop
from denoiser_app.core.photo import Photo, RawPhoto, RgbPhoto, from_code
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.formats import icc

Float = NDArray[np.float32]
Pixels = NDArray[Any]
Rows = Callable[[slice], Float]

_BAND = 256


@dataclass(frozen=True)
class Finished:
    """pixels: (H, W), (H, W, 3) or with alpha (H, W, 4), uint8 or uint16, upright, in the space of ``icc``."""

    pixels: Pixels
    icc: bytes


def finish(photo: Photo, denoised: Float, recipe: Recipe, options: ExportOptions) -> Finished:
    """photo and its denoised pixels (as ``TileDone.pixels``, (H, W, 3)) -> what is written."""
    if isinstance(photo, RawPhoto):
        return _finish_raw(photo, denoised, recipe, options)
    return _finish_rgb(photo, denoised, recipe, options)


def upright(pixels: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Applies an EXIF orientation (1-8) to (H, W, ...) pixels; a view where possible."""
    if orientation in (5, 6, 7, 8):
        pixels = pixels.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return pixels


def original_camera_rgb(photo: RawPhoto, rows: slice) -> Float:
    """What the photo is without denoising: white-balanced linear camera RGB of some rows, (h, W, 3), signed."""
    assert photo.demosaiced is not None, "read the photo with demosaic=True"
    return from_code(photo.demosaiced[rows]) * np.array(photo.white_balance, np.float32)


def _finish_raw(photo: RawPhoto, denoised: Float, recipe: Recipe, options: ExportOptions) -> Finished:
    space = options.color_space or "srgb"

    def band(rows: slice) -> Float:
        mixed = blend(original_camera_rgb(photo, rows), denoised[rows], recipe)
        return develop(mixed, photo.camera_matrix, space)

    pixels = _square(_quantised(photo.size, 3, options.bits, band), photo.metadata.pixel_aspect)
    pixels = upright(pixels, photo.metadata.orientation)
    return Finished(np.ascontiguousarray(pixels), icc.profile_bytes(space))


def _finish_rgb(photo: RgbPhoto, denoised: Float, recipe: Recipe, options: ExportOptions) -> Finished:
    transfer = icc.transfer_of(photo.icc)
    profile, convert = _output_space(photo, options)

    def band(rows: slice) -> Float:
        original = photo.rgb[rows]
        if recipe.is_full:
            mixed = denoised[rows]
        else:
            mixed = transfer.encode(blend(transfer.decode(original), transfer.decode(denoised[rows]), recipe))
        mixed = convert(mixed)
        if photo.gray:
            mixed = mixed.mean(2, keepdims=True)
        if photo.alpha is not None:
            mixed = np.concatenate([mixed, photo.alpha[rows][..., None]], 2)
        return mixed

    channels = (1 if photo.gray else 3) + (photo.alpha is not None)
    pixels = _quantised(photo.size, channels, options.bits, band)
    if channels == 2:  # gray with alpha is written as RGB with alpha, which every program reads
        pixels = np.ascontiguousarray(pixels[..., [0, 0, 0, 1]])
    gray = pixels.shape[2] == 1
    return Finished(pixels[..., 0] if gray else pixels, icc.for_channels(profile, gray=gray))


def _square(pixels: Pixels, aspect: float) -> Pixels:
    """Stretches the rows of a sensor whose pixels are ``aspect`` times as wide as they are high."""
    if aspect == 1.0:
        return pixels
    height, width = pixels.shape[:2]
    return np.asarray(cv2.resize(pixels, (round(width * aspect), height), interpolation=cv2.INTER_LINEAR))


def _output_space(photo: RgbPhoto, options: ExportOptions) -> tuple[bytes, Callable[[Float], Float]]:
    """The profile to write, and the way there from the photo's own space."""
    own = photo.icc or icc.profile_bytes("srgb")
    wanted = options.color_space
    if wanted is None or wanted == icc.identify(own):
        return own, lambda rgb: rgb
    target = icc.profile_bytes(wanted)
    return target, lambda rgb: icc.convert(np.clip(rgb, 0.0, 1.0), own, target)


def _quantised(size: tuple[int, int], channels: int, bits: int, band: Rows) -> Pixels:
    """(H, W, channels) integers of what ``band`` gives, 0-1, rounded."""
    largest = 2**bits - 1
    pixels: Pixels = np.empty((*size, channels), np.uint8 if bits == 8 else np.uint16)
    for top in range(0, size[0], _BAND):
        rows = slice(top, min(top + _BAND, size[0]))
        pixels[rows] = np.rint(np.clip(band(rows), 0.0, 1.0) * np.float32(largest))
    return pixels
