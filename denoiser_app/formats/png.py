"""PNG: 8 or 16 bits. The pixels are OpenCV's, everything around them the blank picture's, chunk by chunk.

Layout: ISO/IEC 15948:2004 with the eXIf chunk of the PNG extensions (2017).
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[Any]

SIGNATURE = b"\x89PNG\r\n\x1a\n"
METADATA = (b"iCCP", b"eXIf", b"iTXt", b"zTXt", b"tEXt")


def blank(icc: bytes, *, gray: bool) -> bytes:
    """A PNG of one black pixel with the profile, for the metadata to be written into."""
    target = io.BytesIO()
    Image.new("L" if gray else "RGB", (1, 1)).save(target, "PNG", icc_profile=icc or None)
    return target.getvalue()


def encode(header: bytes, pixels: Pixels) -> list[bytes]:
    """The file, in pieces: ``header`` is a blank picture with metadata. pixels: (H, W), (H, W, 3) or (H, W, 4), uint8
    or uint16; the fourth is alpha that the colours are not multiplied with."""
    done, encoded = cv2.imencode(".png", _swapped(pixels))
    if not done:
        raise MemoryError("PNG encoder")
    first, *rest = _chunks(memoryview(encoded.data))
    extra = [chunk for kind, chunk in _chunks(memoryview(header)) if kind in METADATA]
    extra.sort(key=lambda chunk: chunk[4:8] != b"iCCP")  # first: some readers stop looking at the others
    pixel_chunks = [chunk for kind, chunk in rest if kind in (b"IDAT", b"IEND")]
    return [SIGNATURE, first[1], *extra, *pixel_chunks]


def matches(path: Path, pixels: Pixels, icc: bytes) -> str:
    """'' if the file holds exactly these pixels and this profile, or what differs."""
    data = np.fromfile(path, np.uint8)
    found = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    if found is None:
        return "not decodable"
    if found.shape != pixels.shape or found.dtype != pixels.dtype:
        return f"{found.shape} {found.dtype} instead of {pixels.shape} {pixels.dtype}"
    if not np.array_equal(_swapped(found), pixels):
        return "other pixels"
    return "" if _profile(memoryview(data.data)) == icc else "another colour profile"


def _swapped(pixels: Pixels) -> Pixels:
    """RGB(A) to OpenCV's BGR(A) and back; gray as it is."""
    if pixels.ndim == 2:
        return np.ascontiguousarray(pixels)
    code = cv2.COLOR_RGB2BGR if pixels.shape[2] == 3 else cv2.COLOR_RGBA2BGRA
    return cast(Pixels, cv2.cvtColor(pixels, code))


def _chunks(data: memoryview) -> Iterator[tuple[bytes, bytes]]:
    """Kind and whole chunk (length, kind, content, checksum) of every chunk of a PNG that was made here."""
    position = len(SIGNATURE)
    while position < len(data):
        length = struct.unpack_from(">I", data, position)[0]
        yield bytes(data[position + 4 : position + 8]), bytes(data[position : position + 12 + length])
        position += 12 + length


def _profile(data: memoryview) -> bytes:
    """The ICC profile: after its name, a zero and the method, deflated."""
    for kind, chunk in _chunks(data):
        if kind == b"iCCP":
            content = chunk[8:-4]
            return zlib.decompress(content[content.index(b"\0") + 2 :])
        if kind == b"IDAT":
            break
    return b""
