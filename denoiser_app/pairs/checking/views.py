"""Frames as the checks look at them: linear light of three colours, a pixel for every few photosites.

A raw is binned by a cell of its filter array that holds every colour (2x2 Bayer, 3x3 X-Trans), which takes away the
array's pattern and three quarters of the work; a finished picture by 2x2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.cfa import Cfa
from denoiser_app.core.color import to_linear
from denoiser_app.core.photo import Photo, RawPhoto, RgbPhoto

Float = NDArray[np.float32]
Mask = NDArray[np.bool_]

BALANCE = (0.2, 0.6, 0.2)
"""Shares of red, green and blue in the luminance that frames are aligned by: close to the inverse of their variances
after daylight white balance with two greens a cell (0.12, 0.64, 0.24), and still of every colour."""

_LEAST_WHITE = 0.7
_PLATEAU = 2e-5
"""A sensor may saturate below the white level of its file: where more than this share of the photosites has the very
largest value, that value is white."""
_CLIPPED = 0.995
_CLIPPED_DISPLAY = 254.0 / 255.0
_CELL = {1: 1, 2: 2, 6: 3}


@dataclass(frozen=True)
class View:
    """planes: (h, w, 3) float32, linear, black 0, white 1, before white balance (finished pictures: linear sRGB),
    signed. clipped: (h, w), whether a photosite of the cell is saturated. cell: its side in pixels of the photo; a
    last row or column that does not fill a cell is left out. period: by which a frame may be moved, in pixels.
    white: where it saturates, 0.7-1. camera_matrix: None for finished pictures. orientation: EXIF, still to be applied.
    """

    planes: Float
    clipped: Mask
    cell: int
    period: int
    kind: Literal["raw", "rgb"]
    size: tuple[int, int]
    balance: tuple[float, float, float] = (1.0, 1.0, 1.0)
    camera_matrix: NDArray[np.float64] | None = None
    orientation: int = 1
    white: float = 1.0
    pattern: str = ""

    def like(self, other: View) -> bool:
        """Whether both can be compared cell by cell."""
        return (self.kind, self.size, self.cell, self.pattern) == (other.kind, other.size, other.cell, other.pattern)

    def luminance(self) -> Float:
        """(h, w) float32: the weighted mean of the white-balanced colours, linear."""
        weights = np.array(BALANCE, np.float32) * np.array(self.balance, np.float32)
        return np.asarray(cv2.transform(self.planes, weights[None]))


def view(photo: Photo) -> View:
    """What the checks need of a photo; a raw does not need its demosaic."""
    return _raw_view(photo) if isinstance(photo, RawPhoto) else _rgb_view(photo)


def _raw_view(photo: RawPhoto) -> View:
    mosaic, cfa = photo.mosaic, photo.cfa
    cell = _CELL.get(cfa.period, cfa.period) if cfa.kind == "mosaic" else 2
    white = _white(mosaic)
    clipped = mosaic >= np.float32(_CLIPPED * white)
    if mosaic.ndim == 3:
        planes, clipped = binned(mosaic, cell), np.asarray(clipped.any(2), np.bool_)
    elif cfa.kind == "mosaic":
        planes = _by_color(mosaic, cfa, cell)
    else:
        planes = np.repeat(binned(mosaic, cell)[..., None], 3, axis=2)
    return View(
        planes=planes,
        clipped=binned(clipped.view(np.uint8).astype(np.float32), cell) > 0,
        cell=cell,
        period=cfa.period if cfa.kind == "mosaic" else 1,
        kind="raw",
        size=photo.size,
        balance=photo.white_balance,
        camera_matrix=photo.camera_matrix,
        orientation=photo.metadata.orientation,
        white=white,
        pattern=cfa.name,
    )


def _rgb_view(photo: RgbPhoto) -> View:
    clipped = np.asarray((photo.rgb >= _CLIPPED_DISPLAY).any(2), np.bool_)
    return View(
        planes=to_linear(binned(photo.rgb, 2), "srgb"),
        clipped=binned(clipped.view(np.uint8).astype(np.float32), 2) > 0,
        cell=2,
        period=1,
        kind="rgb",
        size=photo.size,
    )


def halved(seen: View) -> View:
    """With cells of twice the side."""
    clipped = binned(seen.clipped.view(np.uint8).astype(np.float32), 2) > 0
    return replace(seen, planes=binned(seen.planes, 2), clipped=clipped, cell=2 * seen.cell)


def binned(values: Float, cell: int) -> Float:
    """(H, W) or (H, W, C) averaged over squares of ``cell`` pixels; what does not fill one is left out."""
    rows, columns = values.shape[0] // cell, values.shape[1] // cell
    trimmed = values[: rows * cell, : columns * cell]
    return np.asarray(cv2.resize(trimmed, (columns, rows), interpolation=cv2.INTER_AREA))


def _by_color(mosaic: Float, cfa: Cfa, cell: int) -> Float:
    colors = cfa.colors(*mosaic.shape)
    planes = []
    for color in range(3):
        there = (colors == color).astype(np.float32)
        share = binned(there, cell)
        planes.append(binned(mosaic * there, cell) / np.maximum(share, np.float32(1e-6)))
    return np.stack(planes, axis=2)


def _white(mosaic: Float) -> float:
    top = float(mosaic.max())
    plateau = float(np.count_nonzero(mosaic >= top - 1e-6)) / mosaic.size
    return min(1.0, top) if top > _LEAST_WHITE and plateau > _PLATEAU else 1.0


# --- moving and cutting -----------------------------------------------------------------------------------------------


def overlap(size: tuple[int, int], shift: tuple[int, int]) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Where a still frame and one whose content lies ``shift`` (y, x) further show the same: regions of both."""
    still, moved = [], []
    for length, by in zip(size, shift, strict=True):
        still.append(slice(max(0, -by), max(0, -by, length - max(0, by))))
        moved.append(slice(max(0, by), max(0, by, length - max(0, -by))))
    return (still[0], still[1]), (moved[0], moved[1])


def shifted(values: NDArray[np.generic], by: tuple[int, int], fill: float = 0) -> NDArray[np.generic]:
    """The content moved by whole (y, x), what comes from outside filled."""
    if by == (0, 0):
        return values
    result = np.full_like(values, fill)
    still, moved = overlap((values.shape[0], values.shape[1]), by)
    result[moved] = values[still]
    return result
