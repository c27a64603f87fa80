"""JPEG: 8 bits, baseline. The pixels are Pillow's, everything around them the blank picture's, segment by segment.

Layout: ITU-T T.81 (1992) annex B; Exif and XMP in APP1, ICC in APP2, IPTC in APP13.
"""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

Pixels = NDArray[Any]

FULL_COLOR_FROM = 92
"""Quality from which colour is kept at full resolution (4:4:4) instead of a quarter (4:2:0)."""
LARGEST_SIDE = 65535
SOI = b"\xff\xd8"
APP0, APP15, COMMENT = 0xE0, 0xEF, 0xFE


def blank(icc: bytes, *, gray: bool) -> bytes:
    """A JPEG of one black pixel with the profile, for the metadata to be written into."""
    target = io.BytesIO()
    Image.new("L" if gray else "RGB", (1, 1)).save(target, "JPEG", icc_profile=icc or None)
    return target.getvalue()


def encode(header: bytes, pixels: Pixels, quality: int) -> list[bytes]:
    """The file, in pieces: ``header`` is a blank picture with metadata. pixels: (H, W) or (H, W, 3), uint8."""
    target = io.BytesIO()
    subsampling = "4:4:4" if quality >= FULL_COLOR_FROM else "4:2:0"
    picture = Image.fromarray(np.ascontiguousarray(pixels))
    picture.save(target, "JPEG", quality=quality, subsampling=subsampling)
    encoded = target.getbuffer()
    return [SOI, header[2 : _end_of_metadata(header)], bytes(encoded[_end_of_metadata(encoded) :])]


def matches(path: Path, pixels: Pixels, icc: bytes) -> str:
    """'' if the file decodes to the end with this size, kind and profile, or what differs. Its pixels are near, not
    equal: a quarter of white is more than any quality does to the mean."""
    with JpegImageFile(path) as picture:  # Image.open would refuse more than 179 megapixels as a bomb
        if picture.info.get("icc_profile", b"") != icc:
            return "another colour profile"
        found = np.asarray(picture)
    if found.shape != pixels.shape:
        return f"{found.shape} instead of {pixels.shape}"
    return "" if np.all(np.abs(_mean(found) - _mean(pixels)) < 64) else "other pixels"


def _mean(pixels: Pixels) -> NDArray[np.float64]:
    return np.asarray(pixels.mean(axis=(0, 1)), np.float64)


def _end_of_metadata(data: bytes | memoryview) -> int:
    """Where the APPn and comment segments after the start of a JPEG end."""
    position = len(SOI)
    while APP0 <= data[position + 1] <= APP15 or data[position + 1] == COMMENT:
        position += 2 + struct.unpack_from(">H", data, position + 2)[0]
    return position
