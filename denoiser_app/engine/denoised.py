"""The network's result as it is kept and passed on: 16-bit code, the same in memory, in the cache and for an export.

rgb: code = 65535 v, display-encoded. raw: white-balanced linear camera RGB through the sRGB curve, continued as an odd
function below black, code = 8192 + 57343 enc(x): about as fine in every tone as the 16-bit file it becomes, with room
down to -0.018 of white for noise around black. Values above white end at white, as they do in the export.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.color import SRGB_TRANSFER
from denoiser_app.core.photo import Photo
from denoiser_app.core.tiling import Box

Float = NDArray[np.float32]
Codes = NDArray[np.uint16]
Domain = Literal["raw", "rgb"]

CODE_BLACK = 8192
CODE_WHITE = 65535

_ROWS = 64
"""Rows coded at a time, so that the float copies stay small."""


@dataclass(frozen=True)
class Denoised:
    """codes: (H, W, 3) uint16 of a photo's size, as its array lies (orientation not applied). The array is filled by
    ``put``; what was not put yet is whatever was there."""

    domain: Domain
    codes: Codes

    @classmethod
    def empty(cls, photo: Photo) -> Self:
        """Room for the result of this photo, black so far."""
        return cls(photo.domain, np.zeros((*photo.size, 3), np.uint16))

    @classmethod
    def of(cls, photo: Photo, pixels: Float) -> Self:
        """A whole result: (H, W, 3) as ``TileDone.pixels``."""
        result = cls.empty(photo)
        result.put(Box(0, photo.size[0], 0, photo.size[1]), pixels)
        return result

    def put(self, box: Box, pixels: Float) -> None:
        """Keeps a tile: (h, w, 3) float32 as ``TileDone.pixels``. Tiles may be put from several threads."""
        target = self.codes[box.slices]
        encode = _raw_codes if self.domain == "raw" else _rgb_codes
        for top in range(0, len(target), _ROWS):
            rows = slice(top, top + _ROWS)
            target[rows] = encode(pixels[rows])

    def pixels(self, where: tuple[slice, slice]) -> Float:
        """A piece as float32 (h, w, 3). raw: white-balanced linear camera RGB, at most 1, signed; rgb: display-encoded,
        0-1."""
        codes = np.ascontiguousarray(self.codes[where])
        if self.domain == "rgb":
            return codes.astype(np.float32) * np.float32(1 / 65535)
        return np.asarray(cv2.LUT(codes, _linear_of_code()), np.float32)


def _rgb_codes(display: Float) -> Float:
    return np.asarray(np.rint(np.clip(display, 0.0, 1.0) * np.float32(CODE_WHITE)), np.float32)


def _raw_codes(linear: Float) -> Float:
    encoded = SRGB_TRANSFER.encode(np.minimum(linear, np.float32(1.0)))
    codes = np.rint(encoded * np.float32(CODE_WHITE - CODE_BLACK) + np.float32(CODE_BLACK))
    return np.asarray(np.maximum(codes, np.float32(0.0)), np.float32)


@cache
def _linear_of_code() -> Float:
    """(65536,) float32."""
    encoded = (np.arange(65536) - CODE_BLACK) / (CODE_WHITE - CODE_BLACK)
    table = SRGB_TRANSFER.decode(encoded.astype(np.float32))
    table.setflags(write=False)
    return table
