"""Previews of JPEG, PNG, TIFF, WebP and HEIC. Runs in the decoding child.

A JPEG is decoded at an eighth, a quarter or half of its size (libjpeg's scaling in the DCT), or not at all where the
thumbnail in its EXIF is large enough.
"""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any, BinaryIO

from PIL import ExifTags, Image, UnidentifiedImageError

from denoiser_app.core.errors import FileDamaged
from denoiser_app.formats.bitmap import decode_bitmap, eight_bits, orientation_of, reason
from denoiser_app.formats.complete import require_complete
from denoiser_app.formats.decoded import AnnounceSize
from denoiser_app.formats.exif import describe, read_exif
from denoiser_app.formats.preview_scaling import (
    ENLARGED,
    Found,
    Pixels,
    Size,
    eight_bit_rgb,
    fitted,
    same_framing,
    smaller,
    to_srgb,
)
from denoiser_app.formats.sniff import Kind

_OFFSET, _LENGTH = 513, 514
_EXIF_HEADER = 6
"""Bytes "Exif", 0, 0 before the TIFF structure that offsets are counted from."""
_TAIL = 1 << 16
_END_OF_IMAGE = b"\xff\xd9"


def jpeg_preview(stream: BinaryIO, path: Path, longest: int, announce: AnnounceSize) -> Found:
    """A preview of a JPEG. Raises InputError."""
    metadata: dict[str, Any] = dict(describe(read_exif(path)))
    try:
        return _jpeg(stream, path, longest, announce, metadata)
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        require_complete(stream, "jpeg", path)  # a file that ends in its header is cut off rather than damaged
        raise FileDamaged(path=str(path), reason=reason(error, path)) from error


def _jpeg(stream: BinaryIO, path: Path, longest: int, announce: AnnounceSize, metadata: dict[str, Any]) -> Found:
    with Image.open(path, formats=("JPEG",)) as image:
        size = image.height, image.width
        announce(*size)
        orientation, icc = orientation_of(image), image.info.get("icc_profile")
        pixels = _thumbnail(image, longest) if _seems_complete(stream) else None
        if pixels is None:
            require_complete(stream, "jpeg", path)
            pixels, icc = _drafted(image, icc, path, longest)
    return Found(to_srgb(pixels, icc), size, orientation, orientation, metadata)


def drafted(image: Image.Image, longest: int) -> None:
    """Tell Pillow to decode an opened JPEG at the smallest of its scales that is no smaller than wanted."""
    height, width = fitted((image.height, image.width), longest)
    image.draft(None, (width, height))


def bitmap_preview(path: Path, kind: Kind, longest: int, announce: AnnounceSize) -> Found:
    """A preview of any other bitmap, which has to be decoded as a whole. Raises InputError."""
    decoded = decode_bitmap(path, kind, announce)
    values, pixels = decoded.values, decoded.arrays["pixels"]
    size = pixels.shape[0], pixels.shape[1]
    colors = pixels[..., : 3 if pixels.shape[2] >= 3 else 1]
    small = smaller(colors, fitted(size, longest))
    small = small[..., None] if small.ndim == 2 else small
    icc = base64.b64decode(values["icc"]) if values["icc"] else None
    return Found(to_srgb(eight_bit_rgb(small, values["top"]), icc), size, 1, 1, dict(values["metadata"]))


def _drafted(image: Image.Image, icc: bytes | None, path: Path, longest: int) -> tuple[Pixels, bytes | None]:
    target = fitted((image.height, image.width), longest)
    drafted(image, longest)
    pixels, icc = eight_bits(image, icc, path)
    return smaller(eight_bit_rgb(pixels), target), icc


def _thumbnail(image: Image.Image, longest: int) -> Pixels | None:
    """The thumbnail of the EXIF data, if it is large enough and shows the whole photo."""
    exif = image.info.get("exif", b"")
    first = image.getexif().get_ifd(ExifTags.IFD.IFD1)
    start, length = first.get(_OFFSET), first.get(_LENGTH)
    if not (isinstance(start, int) and isinstance(length, int) and start > 0 and 0 < length <= len(exif)):
        return None
    begin = start + _EXIF_HEADER
    return _decoded_thumbnail(exif[begin : begin + length], (image.height, image.width), longest)


def _decoded_thumbnail(data: bytes, whole: Size, longest: int) -> Pixels | None:
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            size = image.height, image.width
            if image.mode not in ("L", "RGB") or max(size) < longest / ENLARGED or not same_framing(size, whole):
                return None
            pixels, _ = eight_bits(image, None, Path())
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None  # the photo itself may be whole all the same
    return smaller(eight_bit_rgb(pixels), fitted(size, longest))


def _seems_complete(stream: BinaryIO) -> bool:
    """Whether the end of the image is near the end of the file: reading 64 KB instead of all of it from a card."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL))
    return _END_OF_IMAGE in stream.read(_TAIL)
