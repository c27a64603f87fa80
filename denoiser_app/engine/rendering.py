"""One photo on one display: pieces of the original and of the denoised photo as view codes, upright.

View codes are linear light in the primaries that the export mixes in (engine/finish.py): of a raw the camera's own,
balanced and clipped where the sensor is white, since its matrix, whose rows sum to 1, changes nothing about a mix; of a
finished picture its own, by its own curve. What has a profile of another kind goes through Little CMS to the display's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.cfa import interpolate
from denoiser_app.core.color import Matrix, Transfer, color_space, matrix_from_srgb, matrix_to_xyz
from denoiser_app.core.photo import CODE_BLACK, CODE_WHITE, Photo, RawPhoto, RgbPhoto, to_code
from denoiser_app.core.tiling import Box
from denoiser_app.engine.denoised import Denoised
from denoiser_app.engine.display import VIEW_BLACK, VIEW_UNIT, Codes, Display, Output, affine, codes_of_light
from denoiser_app.engine.finish import upright_box
from denoiser_app.formats import icc

Weights = tuple[float, float, float]
Coding = Callable[[Codes], Any]

_REACH = 12
"""More pixels than ``interpolate`` looks at on either side, for any period."""
_BACK = {6: 8, 8: 6}
"""The EXIF orientations that are not their own inverse."""


@dataclass(frozen=True, eq=False)
class Rendering:
    """A photo as it stands on a display.

    Boxes are 'sensor' (rows and columns of the photo's arrays) or 'upright' (as shown).
    """

    photo: Photo
    display: Display

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) upright, in pixels of the photo."""
        box = self.upright_box(Box(0, self.photo.size[0], 0, self.photo.size[1]))
        return box.bottom, box.right

    @property
    def stretch(self) -> tuple[float, float]:
        """Factors (vertical, horizontal) by which the upright picture has to be stretched: not 1 for the few sensors
        whose pixels are not square."""
        aspect = self.photo.metadata.pixel_aspect if isinstance(self.photo, RawPhoto) else 1.0
        return (aspect, 1.0) if self._orientation >= 5 else (1.0, aspect)

    @property
    def luminance(self) -> Weights:
        """Weights of the channels of view codes in the luminance by which the export mixes."""
        return self._way.luminance

    @property
    def output(self) -> Output:
        """From view codes to the display."""
        return Output(self.display, self._way.matrix, clip=not isinstance(self.photo, RawPhoto))

    def upright_box(self, box: Box) -> Box:
        """Where a box of the sensor is shown."""
        return upright_box(box, self.photo.size, self._orientation)

    def sensor_box(self, box: Box) -> Box:
        """The inverse of ``upright_box``."""
        return upright_box(box, self.size, _BACK.get(self._orientation, self._orientation))

    def original(self, box: Box) -> Codes:
        """View codes (h, w, 3), upright, of a sensor box of the photo as it was taken."""
        return _turned(self._way.original(self._original_codes(box)), self._orientation)

    def denoised(self, denoised: Denoised, box: Box) -> Codes:
        """The same of its denoised pixels."""
        return _turned(self._way.denoised(denoised.codes[box.slices]), self._orientation)

    @property
    def _orientation(self) -> int:
        # A finished picture is turned when it is read.
        return self.photo.metadata.orientation if isinstance(self.photo, RawPhoto) else 1

    def _original_codes(self, box: Box) -> Codes:
        if isinstance(self.photo, RawPhoto):
            return self._draft(box) if self.photo.demosaiced is None else self.photo.demosaiced[box.slices]
        piece = self.photo.rgb[box.slices]
        return np.asarray(cv2.addWeighted(piece, 65535.0, piece, 0.0, 0.0, dtype=cv2.CV_16U))

    def _draft(self, box: Box) -> Codes:
        """A raw that was read without its demosaic, interpolated here: the same to the eye but at fine edges, and
        there as soon as the sensor's data are."""
        assert isinstance(self.photo, RawPhoto)
        step = -(-_REACH // self.photo.cfa.period) * self.photo.cfa.period
        top, left = (max(0, start - step) // step * step for start in (box.top, box.left))
        piece = self.photo.mosaic[top : box.bottom + step, left : box.right + step]
        planes = interpolate(piece, self.photo.cfa)
        return to_code(planes[box.top - top :, box.left - left :][: box.size[0], : box.size[1]])

    @cached_property
    def _way(self) -> _Way:
        photo = self.photo
        return _raw_way(photo, self.display) if isinstance(photo, RawPhoto) else _rgb_way(photo, self.display)


@dataclass(frozen=True)
class _Way:
    """From a photo's own codes, (h, w, 3) uint16, to view codes; what these are, and what display primaries are."""

    original: Coding
    denoised: Coding
    luminance: Weights
    matrix: Matrix | None


def _raw_way(photo: RawPhoto, display: Display) -> _Way:
    balance = affine(np.diag(photo.white_balance), (CODE_BLACK, CODE_WHITE - CODE_BLACK), (VIEW_BLACK, VIEW_UNIT))
    white = np.uint16(VIEW_BLACK + VIEW_UNIT)
    table = codes_of_light(_light_of_denoised())
    return _Way(
        lambda codes: np.minimum(cv2.transform(codes, balance), white),
        lambda codes: cv2.LUT(codes, table),
        _weights(matrix_to_xyz("srgb")[1] @ photo.camera_matrix),
        display.matrix @ photo.camera_matrix,
    )


def _rgb_way(photo: RgbPhoto, display: Display) -> _Way:
    space = icc.identify(photo.icc) if photo.icc is not None else "srgb"
    if photo.gray:
        return _looked_up(icc.transfer_of(photo.icc), display.luminance, None)
    if space is None:
        return _through_lcms(photo.icc, display)
    matrix = display.matrix @ np.linalg.inv(matrix_from_srgb(space))
    same = np.allclose(matrix, np.eye(3), atol=1e-6)
    return _looked_up(color_space(space).transfer, _weights(matrix_to_xyz(space)[1]), None if same else matrix)


def _looked_up(transfer: Transfer, luminance: Weights, matrix: Matrix | None) -> _Way:
    table = codes_of_light(transfer.decode(_every_value()))

    def decoded(codes: Codes) -> Any:
        return cv2.LUT(codes, table)

    return _Way(decoded, decoded, luminance, matrix)


def _through_lcms(profile: bytes | None, display: Display) -> _Way:
    table = codes_of_light(display.decoded(np.stack([_every_value()] * 3, -1))).reshape(1, -1, 3)

    def converted(codes: Codes) -> Any:
        return cv2.LUT(icc.convert(codes, profile, display.profile), table)

    return _Way(converted, converted, display.luminance, None)


def _every_value() -> NDArray[np.float32]:
    return np.arange(65536, dtype=np.float32) / np.float32(65535)


def _light_of_denoised() -> NDArray[np.float32]:
    """(65536,) linear light of every code of a denoised raw."""
    every = np.arange(65536, dtype=np.uint16).reshape(1, -1, 1)
    return Denoised("raw", np.repeat(every, 3, 2)).pixels((slice(None), slice(None)))[0, :, 0]


def _weights(luminance: NDArray[Any]) -> Weights:
    red, green, blue = (luminance / luminance.sum()).tolist()
    return red, green, blue


def _turned(pixels: Any, orientation: int) -> Codes:
    """An EXIF orientation applied; OpenCV does it several times as fast as a strided copy."""
    if orientation in (5, 6, 7, 8):
        pixels = cv2.transpose(pixels)
    across, down = orientation in (2, 3, 6, 7), orientation in (3, 4, 7, 8)
    if across or down:
        pixels = cv2.flip(pixels, -1 if across and down else int(across))
    return np.asarray(pixels, np.uint16)
