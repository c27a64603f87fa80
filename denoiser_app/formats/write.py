"""The one door for finished photos: pixels, profile and metadata into a file that appears whole or not at all."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.errors import OutputNotVerified, OutputUnsupported
from denoiser_app.core.photo import Metadata
from denoiser_app.core.recipe import ExportOptions
from denoiser_app.formats import jpeg, png, tiff
from denoiser_app.formats.icc import for_channels
from denoiser_app.formats.metadata import Description, Stamp, described, orientation_and_stamp
from denoiser_app.formats.naming import Originals, protecting
from denoiser_app.formats.publish import Part, publishing

__all__ = ["Metadata", "Stamp", "Written", "write"]

Pixels = NDArray[Any]
_DAMAGE = (OSError, ValueError, RuntimeError, SyntaxError, LookupError, struct.error, zlib.error, cv2.error)
"""What the decoders raise for a damaged file."""
MARGIN = 1 << 20
"""Bytes for metadata and for what the file system itself needs."""


@dataclass(frozen=True)
class Written:
    """A file as it was read back from the disk. size: in bytes. sha256: 64 hexadecimal digits."""

    size: int
    sha256: str


def write(
    path: Path,
    pixels: Pixels,
    options: ExportOptions,
    icc: bytes,
    source: Path | None,
    stamp: Stamp,
    metadata: Metadata,
    protected: Originals | Collection[Path] = (),
    within: Path | None = None,
) -> Written:
    """A finished photo into ``path``, in the format and depth of ``options``. Returns what lies on the disk now.

    pixels: (H, W), (H, W, 3) or (H, W, 4), uint8 or uint16, upright, display-encoded in the space of ``icc``; another
        depth than the options' is converted (8 bits by rounding). The fourth channel is alpha that the colours are not
        multiplied with: TIFF and PNG keep it, JPEG leaves it out and keeps every colour as it is.
    icc: the profile to embed, b"" for none; one for RGB becomes one for gray, and the reverse, with the same curve.
    source: the original, whose metadata is copied; it is protected like ``protected`` (the other originals).
    within: as for ``publishing``.
    Raises OutputError (exists, is an input, not writable, disk full, not verified, unsupported); then there is no file.
    """
    pixels = _prepared(path, pixels, options)
    if icc:
        icc = for_channels(icc, gray=pixels.ndim == 2)
    description = Description(source, metadata, stamp, (pixels.shape[0], pixels.shape[1]), icc)
    originals = protecting(protected, source)
    needed, overwrite = _needed(pixels, options), options.overwrite
    with publishing(path, originals=originals, overwrite=overwrite, needed=needed, within=within) as part:
        _encode(part, pixels, options, description)
        part.sync()
        size = part.file.tell()
        _verify(path, part.path, size, pixels, options, icc)
        sha256 = _hash(part.path)
    return Written(size, sha256)


def _prepared(path: Path, pixels: Pixels, options: ExportOptions) -> Pixels:
    """The pixels as the format can hold them."""
    if pixels.dtype not in (np.uint8, np.uint16) or pixels.ndim < 2 or pixels.shape[2:] not in ((), (3,), (4,)):
        raise ValueError(f"pixels of {pixels.dtype} {pixels.shape} are no photo")
    limit = {"jpeg": jpeg.LARGEST_SIDE, "png": 2**31 - 1, "tiff": 2**31 - 1}[options.format]
    if 0 in pixels.shape or max(pixels.shape[:2]) > limit:
        height, width = pixels.shape[:2]
        reason = f"a {options.format.upper()} cannot have {width} x {height} pixels. Use TIFF."
        raise OutputUnsupported(path=str(path), reason=reason)
    if options.bits not in (8, 16) or (options.format == "jpeg" and options.bits != 8):
        reason = f"{options.format.upper()} cannot have {options.bits} bits a channel. Use 8, or 16 in TIFF and PNG."
        raise OutputUnsupported(path=str(path), reason=reason)
    if options.format == "tiff" and pixels.size * options.bits // 8 > tiff.LARGEST:
        raise OutputUnsupported(path=str(path), reason="a TIFF cannot be larger than 4 GB. Use PNG.")
    if options.format == "jpeg" and pixels.ndim == 3:
        pixels = pixels[..., :3]
    return to_depth(pixels, options.bits)


def to_depth(pixels: Pixels, bits: int) -> Pixels:
    """uint8 or uint16 pixels with 8 or 16 bits: white stays white, 16 to 8 rounds to the nearest, 8 to 16 is exact."""
    if pixels.dtype == np.uint16 and bits == 8:
        return ((np.arange(65536) + 128) // 257).astype(np.uint8)[pixels]
    if pixels.dtype == np.uint8 and bits == 16:
        return pixels.astype(np.uint16) * np.uint16(257)
    return pixels


def _needed(pixels: Pixels, options: ExportOptions) -> int:
    """Room to ask for: all of a noisy 16-bit picture, a third for a JPEG at its best."""
    return MARGIN + (pixels.nbytes // 3 if options.format == "jpeg" else pixels.nbytes)


def _encode(part: Part, pixels: Pixels, options: ExportOptions, description: Description) -> None:
    gray = pixels.ndim == 2
    match options.format:
        case "tiff":
            tiff.write(part.file, described(tiff.blank(description.icc, gray=gray), description), pixels)
        case "png":
            part.file.writelines(png.encode(described(png.blank(description.icc, gray=gray), description), pixels))
        case "jpeg":
            header = described(jpeg.blank(description.icc, gray=gray), description)
            part.file.writelines(jpeg.encode(header, pixels, options.quality))


def _verify(path: Path, part: Path, size: int, pixels: Pixels, options: ExportOptions, icc: bytes) -> None:
    """The file as it lies on the disk, against what was meant. OutputNotVerified if it differs."""
    try:
        difference = _difference(part, size, pixels, options, icc)
    except _DAMAGE as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk's own failure, not the decoder's verdict
        difference = f"{type(error).__name__} while reading it"
    if difference:
        raise OutputNotVerified(path=str(path), reason=difference)


def _hash(part: Path) -> str:
    with part.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _difference(part: Path, size: int, pixels: Pixels, options: ExportOptions, icc: bytes) -> str:
    found = part.stat().st_size
    if found != size:
        return f"{found} bytes instead of {size}"
    match options.format:
        case "tiff":
            difference = tiff.matches(part, pixels, icc)
        case "png":
            difference = png.matches(part, pixels, icc)
        case "jpeg":
            difference = jpeg.matches(part, pixels, icc)
    return difference or ("" if orientation_and_stamp(part) == (1, True) else "its metadata is missing")
