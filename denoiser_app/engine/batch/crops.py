"""A small piece of a photo before and after, for the report of a batch: where a photographer would look first.

The piece is finished by the same code as the export, on a photo that is cut to it, so that it shows what was written.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from denoiser_app.core.detail import RADIUS
from denoiser_app.core.photo import Photo, RawPhoto, from_code
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.denoised import Denoised
from denoiser_app.engine.finish import Cut, finish, upright_box
from denoiser_app.formats.publish import publishing

Float = NDArray[np.float32]
Pixels = NDArray[np.uint8]
Pair = tuple[Pixels, Pixels]

SIDE = (300, 200)
"""(width, height) of a crop as it stands upright, in pixels of the export."""
QUALITY = 88
_OPTIONS = ExportOptions("png", bit_depth=8, color_space="srgb")
_CELL = 8
"""Side in pixels of what is looked at as one place; of its rows only the first is read."""
_BLACK, _WHITE = 0.06, 0.97
"""Brightness (square root of linear or display-encoded, about the same) beyond which nothing is to be seen."""
_HARDLY = np.float32(0.01)
"""What such places count, so that the best part of a photo that is all dark is found, too."""


def crop_pair(
    photo: Photo, denoised: Denoised, recipe: Recipe, box: Box | None = None, side: tuple[int, int] = SIDE
) -> Pair:
    """The same part of a photo before (strength 0) and after (the recipe): (h, w, 3) uint8, sRGB, upright.

    box: the part, in pixels as the photo's array lies; None takes ``interesting_box`` with ``side``, (width, height)
    upright; smaller photos give smaller crops. A raw must have been read with its demosaic. Alpha is left out. Raises
    ProfileUnusable.
    """
    box = interesting_box(photo, side) if box is None else box
    return _crop(photo, denoised, Recipe(strength=0), box), _crop(photo, denoised, recipe, box)


def interesting_box(photo: Photo, side: tuple[int, int] = SIDE) -> Box:
    """The part with the most structure and the most noise that is neither clipped nor black.

    side: (width, height) of it as it stands upright, in pixels of the export. As the photo's array lies.
    """
    size = _lying(photo, side)
    brightness, fine = _cells(photo)
    window = [max(1, min(pixels // _CELL, cells)) for pixels, cells in zip(size, fine.shape, strict=True)]
    score = _score(brightness, fine, window)
    row, column = np.unravel_index(int(np.argmax(score)), score.shape)
    top = min(int(row) * _CELL, photo.size[0] - size[0])
    left = min(int(column) * _CELL, photo.size[1] - size[1])
    return Box(top, top + size[0], left, left + size[1])


def save_pair(folder: Path, name: str, pair: Pair) -> tuple[Path, Path]:
    """Writes ``name``-before.jpg and ``name``-after.jpg, both or none, and replaces older ones. OutputError."""
    before, after = (folder / f"{name}-{when}.jpg" for when in ("before", "after"))
    with publishing(before, overwrite=True) as first, publishing(after, overwrite=True) as second:
        for part, pixels in zip((first, second), pair, strict=True):
            Image.fromarray(pixels).save(part.file, "JPEG", quality=QUALITY)
    return before, after


# --- cutting ----------------------------------------------------------------------------------------------------------


def _crop(photo: Photo, denoised: Denoised, recipe: Recipe, box: Box) -> Pixels:
    """Finished with what is around the box, then cut to it."""
    around = _around(photo, box)
    piece, cut = _piece(photo, around), Cut(around.top, around.left, photo.size)
    pixels = finish(piece, Denoised(denoised.domain, denoised.codes[around.slices]), recipe, _OPTIONS, cut).pixels
    rgb = np.repeat(pixels[..., None], 3, 2) if pixels.ndim == 2 else pixels[..., :3]
    inner = upright_box(_shown(photo, box, around), _shown_size(photo, around), _orientation(photo))
    return np.ascontiguousarray(rgb[inner.slices])


def _around(photo: Photo, box: Box) -> Box:
    """The box with the pixels that detail looks at, in phase with the filter array; whole rows if they are stretched,
    since a stretched pixel depends on where its row begins."""
    (height, width), period = photo.size, photo.cfa.period if isinstance(photo, RawPhoto) else 1
    top, left = (max(0, start - RADIUS) // period * period for start in (box.top, box.left))
    bottom, right = min(height, box.bottom + RADIUS), min(width, box.right + RADIUS)
    return Box(top, bottom, 0, width) if _aspect(photo) != 1 else Box(top, bottom, left, right)


def _piece(photo: Photo, box: Box) -> Photo:
    if isinstance(photo, RawPhoto):
        assert photo.demosaiced is not None, "read the photo with demosaic=True"
        origin = photo.origin[0] + box.top, photo.origin[1] + box.left
        mosaic, demosaiced = photo.mosaic[box.slices], photo.demosaiced[box.slices]
        return replace(photo, mosaic=mosaic, demosaiced=demosaiced, origin=origin)
    alpha = None if photo.alpha is None else photo.alpha[box.slices]
    return replace(photo, rgb=photo.rgb[box.slices], alpha=alpha)


def _shown(photo: Photo, box: Box, around: Box) -> Box:
    """The box within the finished piece, before it is turned upright."""
    aspect = _aspect(photo)
    left, right = (round(x * aspect) for x in (box.left - around.left, box.right - around.left))
    return Box(box.top - around.top, box.bottom - around.top, left, right)


def _shown_size(photo: Photo, around: Box) -> tuple[int, int]:
    height, width = around.size
    return height, round(width * _aspect(photo))


def _orientation(photo: Photo) -> int:
    return photo.metadata.orientation if isinstance(photo, RawPhoto) else 1  # finished pictures stand upright


def _aspect(photo: Photo) -> float:
    return photo.metadata.pixel_aspect if isinstance(photo, RawPhoto) else 1.0


# --- looking ----------------------------------------------------------------------------------------------------------


def _lying(photo: Photo, side: tuple[int, int]) -> tuple[int, int]:
    """(height, width) in the photo's array of what is ``side`` upright, no larger than the photo."""
    width, height = side if _orientation(photo) < 5 else side[::-1]
    width = max(1, round(width / _aspect(photo)))
    return min(height, photo.size[0]), min(width, photo.size[1])


def _cells(photo: Photo) -> tuple[Float, Float]:
    """Of every cell, (h, w): brightness, 0-1 as it is seen, and how much its pixels differ from each other."""
    rows = slice(None, None, _CELL)
    if isinstance(photo, RawPhoto):
        assert photo.demosaiced is not None, "read the photo with demosaic=True"
        linear = np.minimum(from_code(photo.demosaiced[rows]), 1.0)
        seen = np.sqrt(np.maximum(linear, 0.0)).mean(2)
    else:
        seen = photo.rgb[rows].mean(2)
    width = max(1, seen.shape[1] // _CELL)
    runs = seen[:, : width * _CELL].reshape(len(seen), width, -1)
    return np.asarray(runs.mean(2), np.float32), np.asarray(runs.std(2), np.float32)


def _score(brightness: Float, fine: Float, window: list[int]) -> Float:
    """Of every window: how much of it is neither clipped nor black, and structure times noise of that part."""
    seen = np.where((brightness > _BLACK) & (brightness < _WHITE), np.float32(1), _HARDLY)
    seen = cv2.erode(seen, np.ones((3, 3), np.uint8))  # nor next to it: the edge of a lamp is no structure of a thing
    share = _window_means(seen, window)
    mean, square = (_window_means(seen * values, window) / share for values in (brightness, brightness**2))
    noise = _window_means(seen * fine, window) / share
    return np.asarray(share**2 * np.sqrt(np.maximum(square - mean**2, 0)) * noise, np.float32)


def _window_means(cells: Any, window: list[int]) -> Float:
    """The mean of every window of (rows, columns) cells that lies inside; [0, 0] is the one at the top left."""
    means = cv2.boxFilter(np.asarray(cells, np.float32), cv2.CV_32F, tuple(window[::-1]), anchor=(0, 0))
    return np.asarray(means[: cells.shape[0] - window[0] + 1, : cells.shape[1] - window[1] + 1], np.float32)
