"""What the monitor is, and the last step to it.

The view holds a photo as uint16 *view codes*: linear light in the photo's own primaries (of a raw: white-balanced
camera RGB), black at 19456 and white 26624 codes above it, so that -0.73 to 1.73 of white can be told apart: noise
around black, what strength and detail push over the edge for a moment, and luminance, whose weights are negative for
the blue of many cameras. Strength mixes them as they are, as the export does. ``Output`` brings the mix to the
display's primaries, clips it and encodes it: for 2560 x 1440 pixels a matrix costs 0.8 ms of one core.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.color import D50, Matrix, adaptation, color_space, matrix_from_srgb, matrix_to_xyz
from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.recipe import ColorSpaceName
from denoiser_app.formats import icc

Codes = NDArray[np.uint16]

VIEW_BLACK = 19456
VIEW_UNIT = 26624
"""View codes from black to white."""

_POINTS = 4097
"""Values a tone curve is known at; linear interpolation between them errs by less than 1e-6."""
_LARGEST_PROFILE = 16 << 20
_GRAY_TOLERANCE = 0.05
"""By how much the colorants of a profile may miss the white of the connection space; cheap ones miss it by 0.005."""


class DisplayProfileUnusable(DenoiserError):
    """A file that was chosen as the monitor's profile and cannot be."""

    sentence = "{path}: this profile cannot be used for the display ({reason}). Choose a display profile (.icc, .icm) with a matrix, or sRGB."  # noqa: E501


@dataclass(frozen=True, eq=False)
class Display:
    """A monitor. Compared by identity; ``open_display`` gives the same one for the same name.

    name: 'srgb', 'display-p3' or the path of its profile. profile: ICC. matrix: (3, 3) linear sRGB to its linear
    primaries, rows sum to 1. luminance: weights of its primaries, sum 1. curves: (3, n) linear light of each channel at
    n display values evenly from 0 to 1, rising.
    """

    name: str
    profile: bytes
    matrix: Matrix
    luminance: tuple[float, float, float]
    curves: Matrix

    @classmethod
    def srgb(cls) -> Self:
        """The usual monitor, and one that the system itself takes for sRGB."""
        return cls._named("srgb")

    @classmethod
    def display_p3(cls) -> Self:
        """Apple's, and most wide-gamut laptops and telephones."""
        return cls._named("display-p3")

    @classmethod
    def from_icc(cls, path: Path) -> Self:
        """By a profile with colorants and tone curves. DisplayProfileUnusable."""
        profile = _read(path)
        shaper = icc.matrix_shaper(profile, _POINTS)
        if shaper is None:
            raise DisplayProfileUnusable(path=str(path), reason="it has no colorants and tone curves")
        to_xyz, curves = shaper
        if not (curves[:, -1] > np.maximum(curves[:, 0], 0) + 0.5).all():
            raise DisplayProfileUnusable(path=str(path), reason="its tone curves do not rise")
        from_srgb = adaptation(color_space("srgb").white, D50) @ matrix_to_xyz("srgb")
        white = from_srgb.sum(1)
        if abs(np.linalg.det(to_xyz)) < 1e-4 or np.abs(to_xyz.sum(1) - white).max() > _GRAY_TOLERANCE:
            raise DisplayProfileUnusable(path=str(path), reason="its colorants are not those of a display")
        return cls._made(str(path), profile, np.linalg.solve(to_xyz, from_srgb), curves)

    @classmethod
    def _named(cls, space: ColorSpaceName) -> Self:
        curve = color_space(space).transfer.decode(np.linspace(0, 1, _POINTS, dtype=np.float32))
        return cls._made(space, icc.profile_bytes(space), matrix_from_srgb(space), np.stack([curve] * 3))

    @classmethod
    def _made(cls, name: str, profile: bytes, matrix: NDArray[Any], curves: NDArray[Any]) -> Self:
        matrix = matrix / matrix.sum(1, keepdims=True)  # gray stays gray
        red, green, blue = (matrix_to_xyz("srgb")[1] @ np.linalg.inv(matrix)).tolist()
        return cls(name, profile, matrix, (red, green, blue), _rising(curves))

    @property
    def curves_alike(self) -> bool:
        """Whether the three channels have one curve."""
        return bool((self.curves == self.curves[0]).all())

    def decoded(self, display: NDArray[Any]) -> Matrix:
        """Display values 0-1, any shape (..., 3), to linear light."""
        grid = np.linspace(0, 1, self.curves.shape[1])
        channels = [np.interp(display[..., c], grid, self.curves[c]) for c in range(3)]
        return np.stack(channels, -1)

    def encoded(self, linear: NDArray[Any]) -> Matrix:
        """Linear light in the display's primaries, any shape (..., 3), clipped to 0-1, to display values 0-1."""
        grid = np.linspace(0, 1, self.curves.shape[1])
        channels = [np.interp(linear[..., c], self.curves[c], grid) for c in range(3)]
        return np.stack(channels, -1)


@lru_cache(maxsize=8)
def open_display(name: str) -> Display:
    """'srgb', 'display-p3' or the path of an ICC profile. DisplayProfileUnusable."""
    match name:
        case "srgb":
            return Display.srgb()
        case "display-p3":
            return Display.display_p3()
    return Display.from_icc(Path(name))


def light_of_codes(codes: NDArray[Any]) -> Matrix:
    """View codes as linear light, black 0 and white 1."""
    return (np.asarray(codes, np.float64) - VIEW_BLACK) / VIEW_UNIT


def codes_of_light(linear: NDArray[Any]) -> Codes:
    """The inverse of ``light_of_codes``, rounded and kept within 0-65535."""
    return np.asarray(np.clip(np.rint(VIEW_BLACK + VIEW_UNIT * linear), 0, 65535), np.uint16)


@dataclass(frozen=True, eq=False)
class Output:
    """From view codes of one photo to what a display shows.

    matrix: (3, 3) the photo's linear primaries to the display's, rows sum to 1; None where they are the same. clip:
    whether the mix is clipped in the photo's own primaries first, as the export of a finished picture is.
    """

    display: Display
    matrix: Matrix | None = None
    clip: bool = False

    def bytes(self, codes: Codes, lift: float = 0.0) -> NDArray[np.uint8]:
        """(h, w, 3) view codes, display-encoded in 8 bits. lift: exposure in EV."""
        return np.asarray(self._looked_up(codes, lift, 8), np.uint8)

    def words(self, codes: Codes) -> Codes:
        """The same in 16 bits."""
        return np.asarray(self._looked_up(codes, 0.0, 16), np.uint16)

    def exactly(self, codes: Codes) -> Matrix:
        """The same for a few pixels, any shape (..., 3), 0-1, not rounded."""
        linear = light_of_codes(codes)
        if self.matrix is None:
            return self.display.encoded(linear)
        inside = np.clip(linear, 0.0, 1.0) if self.clip else linear
        return self.display.encoded(inside @ self.matrix.T)

    def _looked_up(self, codes: Codes, lift: float, bits: int) -> Any:
        if self.matrix is None:
            return cv2.LUT(codes, _table(self.display, VIEW_BLACK, VIEW_UNIT, lift, bits))
        if self.clip:
            codes = np.clip(codes, np.uint16(VIEW_BLACK), np.uint16(VIEW_BLACK + VIEW_UNIT))
        linear = cv2.transform(codes, affine(self.matrix * 2.0**lift, (VIEW_BLACK, VIEW_UNIT), (0, 65535)))
        return cv2.LUT(linear, _table(self.display, 0, 65535, 0.0, bits))


def affine(matrix: Matrix, source: tuple[int, int], target: tuple[int, int]) -> NDArray[np.float32]:
    """(3, 4) as ``cv2.transform`` takes it. source, target: code of black and codes from there to white."""
    scaled = matrix * (target[1] / source[1])
    return np.hstack([scaled, target[0] - scaled.sum(1, keepdims=True) * source[0]]).astype(np.float32)


@lru_cache(maxsize=16)
def _table(display: Display, black: int, unit: int, lift: float, bits: int) -> NDArray[Any]:
    """From code of linear light in the display's primaries to display values, read-only: (65536,), or (1, 65536, 3)
    where the channels have different curves."""
    linear = (np.arange(65536) - black) / unit * 2.0**lift
    values = display.encoded(np.stack([linear] * 3, -1))
    table = np.asarray(np.rint((2**bits - 1) * values), np.uint8 if bits == 8 else np.uint16)
    table = table[:, 0].copy() if display.curves_alike else table.reshape(1, -1, 3)
    table.setflags(write=False)
    return table


def _rising(curves: NDArray[Any]) -> Matrix:
    """Curves without flat or falling parts, which have no inverse: steps of a hundredth of a 16-bit code are added."""
    ramp = np.linspace(0, 1e-6, curves.shape[1])
    rising = np.maximum.accumulate(np.asarray(curves, np.float64), axis=1) + ramp
    rising.setflags(write=False)
    return np.asarray(rising)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_PROFILE)
    except OSError as error:
        raise DisplayProfileUnusable(path=str(path), reason=error.strerror or str(error)) from error
    if icc.color_model(data) != "RGB":
        raise DisplayProfileUnusable(path=str(path), reason="it is not an RGB colour profile")
    return data
