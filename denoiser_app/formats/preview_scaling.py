"""What previews of all kinds share: which embedded picture will do, making smaller, and colours as sRGB."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from denoiser_app.formats.icc import identify

Pixels = NDArray[np.uint8]
Size = tuple[int, int]

ENLARGED = 1.5
"""An embedded picture may be enlarged by so much: softer than it could be, and there at once."""
ENOUGH = 1000
"""Pixels along the longer side that are good enough until the photo itself is there, however large the screen."""
FRAMING = 0.04
"""By how much the aspect may differ from the photo's. Sensors show some columns more than the maker's own preview (up
to 1 %); a picture with black bars or in another crop differs by 12 % and more."""


@dataclass(frozen=True)
class Found:
    """pixels: (h, w, 3) uint8 sRGB, to be turned by EXIF ``orientation`` 1-8. size: (height, width) of the photo as it
    is stored, to be turned by ``stored_orientation``. metadata: the fields of ``Metadata`` as plain values."""

    pixels: Pixels
    size: Size
    orientation: int
    stored_orientation: int
    metadata: dict[str, Any]


def is_enough(size: Size, longest: int) -> bool:
    """Whether a picture of this size (height, width) will do for a preview with this longer side."""
    return max(size) >= min(longest / ENLARGED, ENOUGH)


def best(sizes: Sequence[Size], longest: int) -> int | None:
    """Index of the picture to take: the smallest that need not be enlarged much, else the largest that will do."""
    order = sorted(range(len(sizes)), key=lambda index: max(sizes[index]))
    for index in order:
        if max(sizes[index]) >= longest / ENLARGED:
            return index
    return order[-1] if order and is_enough(sizes[order[-1]], longest) else None


def same_framing(size: Size, whole: Size) -> bool:
    """Whether a picture shows what the whole shows, by their (height, width). One that says it is much larger lies, and
    would cost time and memory that the photo's own size does not announce."""
    if min(*size, *whole) < 1 or max(size) > 2 * max(whole):
        return False
    ratio = (size[1] * whole[0]) / (size[0] * whole[1])
    return 1 / (1 + FRAMING) <= ratio <= 1 + FRAMING


def fitted(size: Size, longest: int) -> Size:
    """``size`` made smaller so that no side is longer; never larger."""
    factor = min(1.0, longest / max(size))
    return max(1, min(longest, round(size[0] * factor))), max(1, min(longest, round(size[1] * factor)))


def smaller(pixels: NDArray[Any], size: Size) -> NDArray[Any]:
    """(H, W) or (H, W, C) averaged down to (height, width); as it is where that is its size."""
    if pixels.shape[:2] == size:
        return pixels
    return np.asarray(cv2.resize(np.ascontiguousarray(pixels), size[::-1], interpolation=cv2.INTER_AREA))


def eight_bit_rgb(pixels: NDArray[Any], top: int = 255) -> Pixels:
    """(H, W, 1 to 4) whole numbers up to ``top`` as (H, W, 3) uint8; alpha, which comes last, is left out."""
    colors = pixels[..., : 3 if pixels.shape[2] >= 3 else 1]
    if top != 255:
        colors = np.rint(colors.astype(np.float32) * np.float32(255 / top))
    return np.repeat(np.asarray(colors, np.uint8), 3 // colors.shape[2], axis=2)


def to_srgb(rgb: Pixels, icc: bytes | None) -> Pixels:
    """(H, W, 3) uint8 in the space of ``icc`` as sRGB; as it is where the profile is none or cannot be used."""
    if not icc or identify(icc) == "srgb":
        return rgb
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        gray = profile.profile.xcolor_space.strip() == "GRAY"
        picture = Image.fromarray(np.ascontiguousarray(rgb[..., 0] if gray else rgb))
        intent, flags = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, profile, target, intent, outputMode="RGB", flags=flags)
    except (ImageCms.PyCMSError, OSError, ValueError):  # a profile of another kind, or damaged
        return rgb
    return rgb if converted is None else np.asarray(converted, np.uint8)
