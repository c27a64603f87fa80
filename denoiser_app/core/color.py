"""Named colour spaces: primaries, exact transfer functions, matrices, and the neutral rendering of a camera raw.

A display value v in 0-1 and linear light L in 0-1 are related by the parametric curve of ICC.1:2010, 10.16 (type 3)

    L = (a v + b)^gamma   for v >= d,        L = c v   for v < d

which covers sRGB, ProPhoto and the pure power of Adobe RGB. Curves are odd (f(-v) = -f(v)) and not clipped above 1, so
that noise around black and values above white survive the way to linear light and back.

Sources: IEC 61966-2-1:1999 (sRGB); SMPTE EG 432-1:2010 with the sRGB curve, as Apple defined Display P3; Adobe RGB
(1998) Color Image Encoding, version 2005-05; ISO 22028-2:2013 (ROMM RGB, sold as ProPhoto). Chromatic adaptation:
linearised Bradford, ICC.1:2010 annex E.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.recipe import ColorSpaceName

Float = NDArray[np.float32]
Matrix = NDArray[np.float64]

CHUNK = 1 << 16
"""Values handled at a time: 256 KB a buffer stays in the second-level cache (2x faster than whole arrays)."""


@dataclass(frozen=True)
class Transfer:
    """A transfer function in the parametric form above. ``decode`` and ``encode`` are inverses to within float32."""

    gamma: float
    a: float = 1.0
    b: float = 0.0
    c: float = 1.0
    d: float = 0.0

    def decode(self, display: Float) -> Float:
        """Display-encoded values, float32, any shape and range (white = 1), to linear light."""
        return _in_chunks(display, self._decode_chunk)

    def encode(self, linear: Float) -> Float:
        """Linear light, float32, any shape and range (white = 1), to display-encoded values."""
        return _in_chunks(linear, self._encode_chunk)

    def _decode_chunk(self, display: Float, out: Float) -> None:
        size = np.abs(display)
        cv2.pow(size * np.float32(self.a) + np.float32(self.b), self.gamma, dst=out)
        if self.d > 0:
            np.multiply(size, np.float32(self.c), out=out, where=size < self.d)
        np.copysign(out, display, out=out)

    def _encode_chunk(self, linear: Float, out: Float) -> None:
        size = np.abs(linear)
        cv2.pow(size, 1 / self.gamma, dst=out)
        np.subtract(out, np.float32(self.b), out=out)
        np.multiply(out, np.float32(1 / self.a), out=out)
        if self.d > 0:
            np.multiply(size, np.float32(1 / self.c), out=out, where=size < self.c * self.d)
        np.copysign(out, linear, out=out)


def _in_chunks(values: Float, step: Callable[[Float, Float], None]) -> Float:
    """A new array of the shape of ``values``, filled by ``step(source, target)`` a cache-sized piece at a time."""
    source = np.ascontiguousarray(values, np.float32)
    result = np.empty_like(source)
    flat_source, flat_result = source.reshape(1, -1), result.reshape(1, -1)
    for start in range(0, source.size, CHUNK):
        piece = slice(start, start + CHUNK)
        step(flat_source[:, piece], flat_result[:, piece])
    return result


SRGB_TRANSFER = Transfer(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
ADOBE_RGB_TRANSFER = Transfer(563 / 256)
ROMM_TRANSFER = Transfer(1.8, 1.0, 0.0, 1 / 16, 1 / 32)
LSTAR_TRANSFER = Transfer(3.0, 1 / 1.16, 0.16 / 1.16, 27 / 243.89, 0.08)
"""CIE L*, the curve of eciRGB v2."""

Chromaticity = tuple[float, float]
D65: Chromaticity = (0.3127, 0.3290)
D50: Chromaticity = (0.3457, 0.3585)


@dataclass(frozen=True)
class ColorSpace:
    """An RGB space: CIE 1931 xy of its red, green and blue, of its white, and its curve."""

    title: str
    red: Chromaticity
    green: Chromaticity
    blue: Chromaticity
    white: Chromaticity
    transfer: Transfer


def color_space(name: ColorSpaceName) -> ColorSpace:
    """The space of that name."""
    match name:
        case "srgb":
            return ColorSpace("sRGB", (0.64, 0.33), (0.30, 0.60), (0.15, 0.06), D65, SRGB_TRANSFER)
        case "display-p3":
            return ColorSpace("Display P3", (0.680, 0.320), (0.265, 0.690), (0.150, 0.060), D65, SRGB_TRANSFER)
        case "adobe-rgb":
            return ColorSpace("Adobe RGB (1998)", (0.64, 0.33), (0.21, 0.71), (0.15, 0.06), D65, ADOBE_RGB_TRANSFER)
        case "prophoto":
            red, green, blue = (0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001)
            return ColorSpace("ProPhoto RGB", red, green, blue, D50, ROMM_TRANSFER)


def to_linear(rgb: Float, space: ColorSpaceName) -> Float:
    """Display-encoded (H, W, 3) float32, white = 1, in ``space``, to linear light in the same primaries."""
    return color_space(space).transfer.decode(rgb)


def to_display(linear: Float, space: ColorSpaceName) -> Float:
    """Linear (H, W, 3) float32, white = 1, in the primaries of ``space``, to display-encoded. Not clipped."""
    return color_space(space).transfer.encode(linear)


@cache
def matrix_to_xyz(space: ColorSpaceName) -> Matrix:
    """(3, 3) float64, read-only: linear RGB of ``space`` to CIE XYZ relative to its own white (Y of white = 1)."""
    definition = color_space(space)
    primaries = np.stack([_xyz(xy) for xy in (definition.red, definition.green, definition.blue)], axis=1)
    return _frozen(primaries * np.linalg.solve(primaries, _xyz(definition.white)))


@cache
def matrix_from_srgb(space: ColorSpaceName) -> Matrix:
    """(3, 3) float64, read-only: linear sRGB to linear RGB of ``space``, Bradford-adapted; its rows sum to 1."""
    adapt = adaptation(color_space("srgb").white, color_space(space).white)
    return _frozen(np.linalg.solve(matrix_to_xyz(space), adapt @ matrix_to_xyz("srgb")))


@cache
def adaptation(source: Chromaticity, target: Chromaticity) -> Matrix:
    """(3, 3) float64, read-only: XYZ under the white ``source`` to the same colour under ``target`` (Bradford)."""
    bradford = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
    gains = (bradford @ _xyz(target)) / (bradford @ _xyz(source))
    return _frozen(np.linalg.solve(bradford, gains[:, None] * bradford))


def develop(camera_rgb: Float, camera_matrix: Matrix, space: ColorSpaceName = "srgb") -> Float:
    """The neutral rendering of a raw: white-balanced camera RGB to display-encoded RGB of ``space``.

    camera_rgb: (H, W, 3) float32, linear, white-balanced with gains of at least 1, sensor white = 1; may be negative.
    camera_matrix: (3, 3), white-balanced camera RGB to linear sRGB.
    Returns (H, W, 3) float32, 0-1. Each channel is clipped at white *before* the matrix (LibRaw's highlight_mode=0), so
    that a blown highlight is white and not the colour of the white balance. Works on row bands as on whole photos.
    """
    matrix = (matrix_from_srgb(space) @ camera_matrix).astype(np.float32)
    transfer = color_space(space).transfer
    result = np.empty(camera_rgb.shape, np.float32)
    rows = max(1, CHUNK // camera_rgb.shape[1])
    for start in range(0, len(camera_rgb), rows):
        band = np.minimum(camera_rgb[start : start + rows], np.float32(1))
        linear = np.clip(cv2.transform(band, matrix), 0, 1).astype(np.float32, copy=False)
        result[start : start + rows] = transfer.encode(linear)
    return np.clip(result, 0, 1, out=result)


def _xyz(xy: Chromaticity) -> Matrix:
    """XYZ with Y = 1 of a chromaticity."""
    x, y = xy
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _frozen(matrix: NDArray[Any]) -> Matrix:
    result = np.array(matrix, np.float64)
    result.setflags(write=False)
    return result
