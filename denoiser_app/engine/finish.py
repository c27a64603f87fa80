"""The denoised photo as it was chosen - strength, detail, grain, colour space - as pixels ready to be written.

A raw's two layers are clipped where the sensor is white, brought to linear sRGB and mixed there; a finished picture's
are mixed in its own primaries, made linear by its own curve. The mix goes to the output space, is encoded, gets its
grain and is rounded, in bands of rows, so that no second copy of a large photo is needed in single precision.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.blend import Layers, alone, blend
from denoiser_app.core.color import color_space, develop, matrix_from_srgb, matrix_to_xyz
from denoiser_app.core.detail import RADIUS
from denoiser_app.core.grain import grain
from denoiser_app.core.photo import Photo, RawPhoto, RgbPhoto, from_code
from denoiser_app.core.recipe import ColorSpaceName, ExportOptions, Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.denoised import Denoised
from denoiser_app.formats import icc

Float = NDArray[np.float32]
Pixels = NDArray[Any]
Rows = Callable[[slice], Float]

_BAND = 128


@dataclass(frozen=True)
class Finished:
    """pixels: (H, W), (H, W, 3) or with alpha (H, W, 4), uint8 or uint16, upright, in the space of ``icc``."""

    pixels: Pixels
    icc: bytes


@dataclass(frozen=True)
class Cut:
    """Where a piece of a photo lies that is finished by itself: rows and columns before it, (height, width) of the
    whole, in pixels as the photo's array lies. Pieces of photos with ``pixel_aspect`` hold whole rows."""

    top: int
    left: int
    size: tuple[int, int]


def finish(
    photo: Photo, denoised: Denoised, recipe: Recipe, options: ExportOptions, cut: Cut | None = None
) -> Finished:
    """photo and its denoised pixels -> what is written. cut: where both come from, if they are a piece of a photo."""
    cut = cut or Cut(0, 0, photo.size)
    if isinstance(photo, RawPhoto):
        return _finish_raw(photo, denoised, recipe, options, cut)
    return _finish_rgb(photo, denoised, recipe, options, cut)


def upright(pixels: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Applies an EXIF orientation (1-8) to (H, W, ...) pixels; a view where possible."""
    if orientation in (5, 6, 7, 8):
        pixels = pixels.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return pixels


def laid_back(pixels: NDArray[Any], orientation: int) -> NDArray[Any]:
    """The inverse of ``upright``; a view."""
    return upright(pixels, {6: 8, 8: 6}.get(orientation, orientation))


def upright_box(box: Box, size: tuple[int, int], orientation: int) -> Box:
    """Where a box of (H, W) pixels of ``size`` lies once ``upright`` has turned them."""
    (height, width), (top, bottom, left, right) = size, (box.top, box.bottom, box.left, box.right)
    if orientation in (5, 6, 7, 8):
        (height, width), (top, bottom, left, right) = (width, height), (left, right, top, bottom)
    if orientation in (2, 3, 6, 7):
        left, right = width - right, width - left
    if orientation in (3, 4, 7, 8):
        top, bottom = height - bottom, height - top
    return Box(top, bottom, left, right)


def original_camera_rgb(photo: RawPhoto, rows: slice) -> Float:
    """What the photo is without denoising: white-balanced linear camera RGB of some rows, (h, W, 3), signed."""
    assert photo.demosaiced is not None, "read the photo with demosaic=True"
    return from_code(photo.demosaiced[rows]) * np.array(photo.white_balance, np.float32)


# --- the two kinds of photos ------------------------------------------------------------------------------------------


def _finish_raw(photo: RawPhoto, denoised: Denoised, recipe: Recipe, options: ExportOptions, cut: Cut) -> Finished:
    space = options.color_space or "srgb"
    single = _single(recipe, lambda rows: original_camera_rgb(photo, rows), denoised)
    to_srgb, to_space = photo.camera_matrix.astype(np.float32), matrix_from_srgb(space).astype(np.float32)

    def linear(camera_rgb: Float) -> Float:
        return np.asarray(cv2.transform(np.minimum(camera_rgb, np.float32(1)), to_srgb), np.float32)

    def band(rows: slice) -> Float:
        if single is not None:
            return develop(single(rows), photo.camera_matrix, space)
        around, margin = _context(rows, photo.size[0], recipe)
        original, result = original_camera_rgb(photo, around), _rows(denoised, around)
        mixed = blend(Layers(linear(original), linear(result), _luminance("srgb"), margin=margin), recipe)
        inside = np.asarray(np.clip(cv2.transform(mixed, to_space), 0, 1), np.float32)
        return color_space(space).transfer.encode(inside)

    sheet = _Sheet(photo.size, cut, 3, photo.metadata.orientation, photo.metadata.pixel_aspect)
    return Finished(sheet.printed(band, recipe.grain, options.bits), icc.profile_bytes(space))


def _finish_rgb(photo: RgbPhoto, denoised: Denoised, recipe: Recipe, options: ExportOptions, cut: Cut) -> Finished:
    single = _single(recipe, lambda rows: photo.rgb[rows], denoised)
    transfer, luminance = icc.transfer_of(photo.icc), _luminance(icc.identify(photo.icc) or "srgb")
    profile, convert = _output_space(photo, options)

    def mixed(rows: slice) -> Float:
        if single is not None:
            return single(rows)
        around, margin = _context(rows, photo.size[0], recipe)
        original, result = transfer.decode(photo.rgb[around]), transfer.decode(_rows(denoised, around))
        return transfer.encode(blend(Layers(original, result, luminance, margin=margin), recipe))

    def band(rows: slice) -> Float:
        pixels = convert(mixed(rows))
        if photo.gray:
            pixels = pixels.mean(2, keepdims=True)
        if photo.alpha is not None:
            pixels = np.concatenate([pixels, photo.alpha[rows][..., None]], 2)
        return pixels

    sheet = _Sheet(photo.size, cut, 1 if photo.gray else 3, alpha=photo.alpha is not None)
    pixels = sheet.printed(band, recipe.grain, options.bits)
    if pixels.shape[2] == 2:  # gray with alpha is written as RGB with alpha, which every program reads
        pixels = np.ascontiguousarray(pixels[..., [0, 0, 0, 1]])
    gray = pixels.shape[2] == 1
    return Finished(pixels[..., 0] if gray else pixels, icc.for_channels(profile, gray=gray))


def _output_space(photo: RgbPhoto, options: ExportOptions) -> tuple[bytes, Callable[[Float], Float]]:
    """The profile to write, and the way there from the photo's own space."""
    own = photo.icc or icc.profile_bytes("srgb")
    wanted = options.color_space
    if wanted is None or wanted == icc.identify(own):
        return own, lambda rgb: rgb
    target = icc.profile_bytes(wanted)
    return target, lambda rgb: icc.convert(np.clip(rgb, 0.0, 1.0), own, target)


# --- what both have in common -----------------------------------------------------------------------------------------


def _single(recipe: Recipe, original: Rows, denoised: Denoised) -> Rows | None:
    """The one layer that is taken as it is, to the last bit; None where two are mixed."""
    which = alone(recipe)
    if which is None:
        return None
    return original if which == "original" else lambda rows: _rows(denoised, rows)


def _rows(denoised: Denoised, rows: slice) -> Float:
    return denoised.pixels((rows, slice(None)))


def _luminance(space: ColorSpaceName) -> tuple[float, float, float]:
    red, green, blue = matrix_to_xyz(space)[1].tolist()
    return red, green, blue


def _context(rows: slice, height: int, recipe: Recipe) -> tuple[slice, tuple[int, int, int, int]]:
    """The rows with those around them that detail looks at, and how many were added above and below."""
    radius = RADIUS if recipe.detail else 0
    top, bottom = max(0, rows.start - radius), min(height, rows.stop + radius)
    return slice(top, bottom), (rows.start - top, bottom - rows.stop, 0, 0)


@dataclass(frozen=True)
class _Sheet:
    """How the result lies: (height, width) of the photo, where it is cut from, how many channels are colours and
    whether alpha follows, and what is to be done so that it stands upright: first stretched, then turned."""

    size: tuple[int, int]
    cut: Cut
    colors: int
    orientation: int = 1
    pixel_aspect: float = 1.0
    alpha: bool = False

    def printed(self, band: Rows, amount: float, bits: int) -> Pixels:
        """(H, W, channels) integers, upright, of what ``band`` gives for rows of the photo: 0-1, display-encoded.
        amount: of grain."""
        height, width = self.size[0], round(self.size[1] * self.pixel_aspect)
        largest, dtype = np.float32(2**bits - 1), np.uint8 if bits == 8 else np.uint16
        stands = upright(np.empty((height, width, 0)), self.orientation).shape[:2]
        pixels: Pixels = np.empty((*stands, self.colors + self.alpha), dtype)
        lying = laid_back(pixels, self.orientation)
        for top in range(0, height, _BAND):
            rows = slice(top, min(top + _BAND, height))
            values = self._grained(_stretched(band(rows), width), Box(rows.start, rows.stop, 0, width), amount)
            lying[rows] = np.rint(np.clip(values, 0.0, 1.0) * largest)
        return pixels

    def _grained(self, values: Float, box: Box, amount: float) -> Float:
        if not amount:
            return values
        top, left = self.cut.top, self.cut.left
        whole = self.cut.size[0], round(self.cut.size[1] * self.pixel_aspect)
        moved = Box(box.top + top, box.bottom + top, box.left + left, box.right + left)
        place = upright_box(moved, whole, self.orientation)
        clipped = np.clip(values, 0.0, 1.0)  # also a copy: the values may be the photo's own
        clipped[..., : self.colors] += laid_back(grain(place, amount), self.orientation)[..., None]
        return clipped


def _stretched(band: Float, width: int) -> Float:
    """Rows of a sensor whose pixels are not square, as wide as they are shown. Every row depends on itself alone."""
    if band.shape[1] == width:
        return band
    return np.asarray(cv2.resize(band, (width, len(band)), interpolation=cv2.INTER_LINEAR), np.float32)
