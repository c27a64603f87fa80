"""TIFF: 8 or 16 bits, deflate level 1 with horizontal differencing, in strips of 64 rows.

24 MP RGB16 (144 MB) take 122 MB so; LZW makes it larger than raw, zstd has few readers. Strips are compressed on all
cores and written as they come, so that a photo never stands in memory twice. Layout: TIFF 6.0 (1992), with deflate and
the predictor from Adobe Photoshop TIFF Technical Notes (2002). The file begins with the blank picture that holds the
metadata; the strips follow, and last a new first directory: the blank's, with the real picture in it.
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

import imagecodecs
import numpy as np
import tifffile
from numpy.typing import NDArray

Pixels = NDArray[Any]

ROWS = 64
LEVEL = 1
LARGEST = 4_000_000_000
"""Bytes; offsets have 32 bits, and exiv2 does not write BigTIFF."""

SHORT, LONG = 3, 4
WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC, OFFSETS, SAMPLES = 256, 257, 258, 259, 262, 273, 277
STRIP_ROWS, COUNTS, PLANAR, PREDICTOR, EXTRA, FORMAT = 278, 279, 284, 317, 338, 339
DEFLATE, HORIZONTAL, UNASSOCIATED_ALPHA, MIN_IS_BLACK, RGB, UNSIGNED = 8, 2, 2, 1, 2, 1


def blank(icc: bytes, *, gray: bool) -> bytes:
    """A little-endian TIFF of one black pixel with the profile, for the metadata to be written into."""
    shape, photometric = ((1, 1), "minisblack") if gray else ((1, 1, 3), "rgb")
    target = io.BytesIO()
    tifffile.imwrite(
        target,
        np.zeros(shape, np.uint8),
        byteorder="<",
        photometric=photometric,
        iccprofile=icc or None,
        metadata=None,
        software=False,
    )
    return target.getvalue()


def write(file: BinaryIO, header: bytes, pixels: Pixels) -> None:
    """The whole file: ``header`` is a blank picture with metadata. pixels: (H, W), (H, W, 3) or (H, W, 4), uint8 or
    uint16; the fourth is alpha that the colours are not multiplied with."""
    file.write(header)
    offsets, counts = [], []
    for strip in _strips(pixels):
        file.write(bytes(file.tell() % 2))
        offsets.append(file.tell())
        counts.append(len(strip))
        file.write(strip)
    file.write(bytes(file.tell() % 2))
    directory = {**_directory(header), **_picture(pixels, offsets, counts)}
    start = _write_directory(file, directory)
    file.seek(4)
    file.write(struct.pack("<I", start))
    file.seek(0, os.SEEK_END)


def matches(path: Path, pixels: Pixels, icc: bytes) -> str:
    """'' if the file holds exactly these pixels and this profile, or what differs. Read by another library (tifffile),
    strip by strip."""
    with tifffile.TiffFile(path) as tiff:
        page = tiff.pages.first
        if page.shape != pixels.shape or page.dtype != pixels.dtype:
            return f"{page.shape} {page.dtype} instead of {pixels.shape} {pixels.dtype}"
        if (page.iccprofile or b"") != icc:
            return "another colour profile"
        for strip, position, _ in page.segments(maxworkers=_workers()):
            row = position[2]
            if strip is None or not np.array_equal(strip.reshape(-1, *pixels.shape[1:]), pixels[row : row + ROWS]):
                return f"other pixels from row {row} on"
    return ""


def _workers() -> int:
    return min(os.cpu_count() or 1, 8)


def _strips(pixels: Pixels) -> Iterator[bytes]:
    """Compressed strips from the top; a few at a time are in memory."""
    with ThreadPoolExecutor(_workers()) as pool:
        group = ROWS * _workers() * 2
        for start in range(0, len(pixels), group):
            rows = range(start, min(start + group, len(pixels)), ROWS)
            yield from pool.map(lambda row: _strip(pixels[row : row + ROWS]), rows)


def _strip(rows: Pixels) -> bytes:
    little = np.ascontiguousarray(rows, rows.dtype.newbyteorder("<"))
    return bytes(imagecodecs.deflate_encode(imagecodecs.delta_encode(little, axis=1).tobytes(), level=LEVEL))


def _picture(pixels: Pixels, offsets: list[int], counts: list[int]) -> dict[int, bytes]:
    """Tag -> type and values of what describes the pixels."""
    samples = 1 if pixels.ndim == 2 else pixels.shape[2]
    height, width = pixels.shape[:2]
    tags = {
        WIDTH: _tag(LONG, [width]),
        HEIGHT: _tag(LONG, [height]),
        BITS: _tag(SHORT, [pixels.dtype.itemsize * 8] * samples),
        COMPRESSION: _tag(SHORT, [DEFLATE]),
        PHOTOMETRIC: _tag(SHORT, [MIN_IS_BLACK if samples == 1 else RGB]),
        OFFSETS: _tag(LONG, offsets),
        SAMPLES: _tag(SHORT, [samples]),
        STRIP_ROWS: _tag(LONG, [ROWS]),
        COUNTS: _tag(LONG, counts),
        PLANAR: _tag(SHORT, [1]),
        PREDICTOR: _tag(SHORT, [HORIZONTAL]),
        FORMAT: _tag(SHORT, [UNSIGNED] * samples),
    }
    return {**tags, EXTRA: _tag(SHORT, [UNASSOCIATED_ALPHA])} if samples == 4 else tags


def _tag(kind: int, values: list[int]) -> bytes:
    letter = {SHORT: "H", LONG: "I"}[kind]
    return struct.pack("<HI", kind, len(values)) + struct.pack(f"<{len(values)}{letter}", *values)


def _directory(header: bytes) -> dict[int, bytes]:
    """Tag -> type, count and value or offset, of the blank's first directory. Offsets stay true: it does not move."""
    if header[:4] != b"II*\0":
        raise ValueError("the blank picture is not a little-endian TIFF")
    start = struct.unpack_from("<I", header, 4)[0]
    count = struct.unpack_from("<H", header, start)[0]
    entries = [header[start + 2 + 12 * i : start + 14 + 12 * i] for i in range(count)]
    return {struct.unpack_from("<H", entry)[0]: entry[2:] for entry in entries}


def _write_directory(file: BinaryIO, tags: dict[int, bytes]) -> int:
    """The directory at the end of the file, values of more than four bytes before it. Returns where it starts."""
    entries = b""
    for number in sorted(tags):
        head, value = tags[number][:6], tags[number][6:]
        if len(value) > 4:
            where = file.tell()
            file.write(value + bytes(len(value) % 2))
            value = struct.pack("<I", where)
        entries += struct.pack("<H", number) + head + value.ljust(4, b"\0")
    start = file.tell()
    file.write(struct.pack("<H", len(tags)) + entries + bytes(4))
    return start
