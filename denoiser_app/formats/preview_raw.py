"""Previews of camera raws: the picture the camera embedded, or a quick development. Runs in the decoding child.

Many raws hold several JPEGs; a strip of thumbnails takes the smallest that will do from the TIFF directories, where
LibRaw only ever gives the largest, often as large as the photo. Embedded pictures lie as the sensor does and mostly
carry no orientation of their own or repeat the raw's, so the raw's orientation counts.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import rawpy
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from denoiser_app.formats import ifd
from denoiser_app.formats.decoded import AnnounceSize
from denoiser_app.formats.exif import describe, read_exif
from denoiser_app.formats.libraw import opened
from denoiser_app.formats.preview_bitmap import drafted
from denoiser_app.formats.preview_scaling import (
    Found,
    Pixels,
    Size,
    best,
    eight_bit_rgb,
    fitted,
    is_enough,
    same_framing,
    smaller,
    to_srgb,
)
from denoiser_app.formats.raw import ORIENTATIONS, aspect_of, metadata_of, require_known_sensor, require_pixels
from denoiser_app.formats.raw_color import color_of
from denoiser_app.formats.raw_dng import read_dng_tags

_JPEG_OFFSET, _JPEG_LENGTH = 513, 514
_JPEG_COMPRESSIONS = (6, 7)
_JPEG_START = b"\xff\xd8\xff"
_HEADER = 1 << 17
"""Bytes of a JPEG in which its size is looked for; EXIF of 64 KB and a profile may stand before it."""
_NO_PICTURE = (UnidentifiedImageError, OSError, SyntaxError, ValueError)

_QUICK = {"half_size": True, "no_auto_bright": True, "output_bps": 8, "gamma": (2.4, 12.92), "user_flip": 0,
          "adjust_maximum_thr": 0.0}  # fmt: skip
"""The neutral rendering at half size: a pixel for every 2 x 2 sites, no demosaicing."""


def raw_preview(path: Path, longest: int, announce: AnnounceSize) -> Found:
    """A preview of a raw. Raises InputError."""
    with opened(path) as raw:
        size = raw.sizes.height, raw.sizes.width
        announce(*size)
        dng = read_dng_tags(path)
        require_known_sensor(raw, dng, path)
        metadata = _facts(raw, path)
        shown = size[0], round(size[1] * metadata["pixel_aspect"])
        stored = int(metadata["orientation"])
        pixels = _embedded(raw, path, shown, longest)
        if pixels is None:
            require_pixels(_colors(raw), dng, path)
            metadata = metadata_of(raw, path)
            pixels = _developed(raw, path, longest)
    orientation = stored if same_framing(_size(pixels), shown) else 1
    return Found(pixels, size, orientation, stored, metadata)


def _facts(raw: rawpy.RawPy, path: Path) -> dict[str, Any]:
    """The metadata, without the lens where only the maker's notes name it: rawpy unpacks all of the sensor's data
    before it tells anything from them (55 ms for 24 MP). Old raws without EXIF are small enough for that."""
    found: dict[str, Any] = dict(describe(read_exif(path)))
    if found["iso"] is None:
        return metadata_of(raw, path)
    return {**found, "orientation": ORIENTATIONS.get(raw.sizes.flip, 1), "pixel_aspect": aspect_of(raw)}


def _embedded(raw: rawpy.RawPy, path: Path, shown: Size, longest: int) -> Pixels | None:
    """The embedded picture, no larger than needed; None if there is none that is large enough and shows the whole."""
    for data in _chosen(path, shown, longest):
        pixels = _decoded(data, longest)
        if pixels is not None:
            return pixels
    pixels = _largest(raw, shown, longest)
    if pixels is None or not _shows_whole(_size(pixels), shown) or not is_enough(_size(pixels), longest):
        return None
    return smaller(pixels, fitted(_size(pixels), longest))


def _shows_whole(size: Size, shown: Size) -> bool:
    """As the sensor lies, or upright already, as some programs write it."""
    return same_framing(size, shown) or same_framing(size, shown[::-1])


def _chosen(path: Path, shown: Size, longest: int) -> Iterator[bytes]:
    """The best JPEG among the file's TIFF directories, or nothing."""
    with path.open("rb") as stream:
        if not ifd.is_tiff(stream.read(16)):
            return
        places = [place for directory in ifd.read_container(stream).directories for place in _places(directory)]
        sizes = [_jpeg_size(_read(stream, offset, min(length, _HEADER))) for offset, length in places]
        known = [(p, size) for p, size in zip(places, sizes, strict=True) if size and _shows_whole(size, shown)]
        index = best([size for _, size in known], longest)
        if index is not None:
            yield _read(stream, *known[index][0])


def _read(stream: BinaryIO, offset: int, length: int) -> bytes:
    stream.seek(offset)
    return stream.read(length)


def _places(directory: ifd.Directory) -> list[tuple[int, int]]:
    """(offset, length) of what may be a JPEG in one piece."""
    if directory.is_raw:
        return []
    if _JPEG_OFFSET in directory.tags and _JPEG_LENGTH in directory.tags:
        return [(directory.number(_JPEG_OFFSET), directory.number(_JPEG_LENGTH))]
    segments = directory.segments
    one_jpeg = len(segments) == 1 and directory.number(ifd.COMPRESSION) in _JPEG_COMPRESSIONS
    return segments if one_jpeg else []


def _jpeg_size(head: bytes) -> Size | None:
    """(height, width) of a JPEG that Pillow can decode, from its first bytes; lossless ones hold sensor data."""
    if not head.startswith(_JPEG_START):
        return None
    try:
        with Image.open(io.BytesIO(head), formats=("JPEG",)) as image:
            return (image.height, image.width) if image.mode in ("L", "RGB") else None
    except _NO_PICTURE:
        return None


def _decoded(data: bytes, longest: int) -> Pixels | None:
    """A JPEG as sRGB, no longer than ``longest``; None if it is damaged."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            target, icc = fitted((image.height, image.width), longest), image.info.get("icc_profile")
            drafted(image, longest)
            pixels = np.asarray(image if image.mode in ("L", "RGB") else image.convert("RGB"), np.uint8)
    except _NO_PICTURE:
        return None
    rgb = eight_bit_rgb(pixels[..., None] if pixels.ndim == 2 else pixels)
    return to_srgb(smaller(rgb, target), icc)


def _largest(raw: rawpy.RawPy, shown: Size, longest: int) -> Pixels | None:
    """What LibRaw takes for the preview; it knows where makers hide theirs."""
    try:
        found = raw.extract_thumb()
    except (rawpy.LibRawError, rawpy.NotSupportedError):  # none, or of a kind that is not supported
        return None
    if isinstance(found.data, bytes):
        size = _jpeg_size(found.data[:_HEADER])
        return _decoded(found.data, longest) if size and _shows_whole(size, shown) else None
    pixels = np.asarray(found.data)
    if pixels.dtype != np.uint8 or pixels.ndim not in (2, 3):
        return None
    return eight_bit_rgb(pixels[..., None] if pixels.ndim == 2 else pixels)


def _developed(raw: rawpy.RawPy, path: Path, longest: int) -> Pixels:
    """Neutral, at half size at most, with the white balance of the whole photo."""
    red, green, blue = color_of(raw, path).white_balance
    how: dict[str, Any] = {**_QUICK, "user_wb": [red, green, blue, green]}
    pixels = np.asarray(raw.postprocess(**how), np.uint8)
    pixels = eight_bit_rgb(pixels if pixels.ndim == 3 else pixels[..., None])
    return smaller(pixels, fitted(_size(pixels), longest))


def _colors(raw: rawpy.RawPy) -> NDArray[np.uint16]:
    """The sensor's numbers, without the empty fourth plane of three."""
    stored: NDArray[np.uint16] = raw.raw_image_visible
    return stored if stored.ndim == 2 else stored[..., : 3 if raw.num_colors == 3 else 1]


def _size(pixels: Pixels) -> Size:
    return pixels.shape[0], pixels.shape[1]
