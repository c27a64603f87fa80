"""Whether all of a file is there, by its own account, before anything is decoded.

Decoders are lenient: LibRaw leaves what is missing at zero, OpenCV leaves it grey. So the container's own sizes are
checked first. Damage inside is left to the decoders.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from denoiser_app.core.errors import FileDamaged, FileTruncated
from denoiser_app.formats.ifd import is_tiff, read_container
from denoiser_app.formats.sniff import Kind

_JPEG_BARE = frozenset([0x01, *range(0xD0, 0xD8)])
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_BLOCK = 1 << 20


def require_complete(stream: BinaryIO, kind: Kind, path: Path) -> None:
    """Raise FileTruncated if the file ends before its pixels do, FileDamaged if its structure is broken."""
    size = stream.seek(0, 2)
    if not _checker(kind)(stream, size, path):
        raise FileTruncated(path=str(path))


def _checker(kind: Kind) -> Callable[[BinaryIO, int, Path], bool]:
    checkers: dict[Kind, Callable[[BinaryIO, int, Path], bool]] = {
        "raw": _raw, "jpeg": _jpeg, "png": _png, "tiff": _tiff, "webp": _webp, "heic": _boxes}  # fmt: skip
    return checkers[kind]


def _raw(stream: BinaryIO, size: int, path: Path) -> bool:
    head = _read(stream, 0, 112)
    if head[4:8] == b"ftyp":
        return _boxes(stream, size, path)
    if head.startswith(b"FUJIFILMCCD-RAW"):
        return _raf(head, size)
    if not is_tiff(head):
        return True
    container = read_container(stream)
    main = container.raw_image() or container.largest()
    return not container.cut and (main is None or _segments_inside(main.segments, size))


def _raf(head: bytes, size: int) -> bool:
    """RAF: big-endian offset and length of the JPEG, of the header and of the sensor data, from byte 84."""
    numbers = [int.from_bytes(head[at : at + 4], "big") for at in range(84, 108, 4)]
    return all(offset + length <= size for offset, length in zip(numbers[::2], numbers[1::2], strict=True))


def _tiff(stream: BinaryIO, size: int, path: Path) -> bool:
    container = read_container(stream)
    main = container.largest()
    if container.cut or main is None:
        return False
    segments = main.segments
    if any(offset == 0 or count == 0 for offset, count in segments):
        raise FileDamaged(path=str(path), reason="parts of the picture were never written")
    return _segments_inside(segments, size)


def _segments_inside(segments: list[tuple[int, int]], size: int) -> bool:
    return all(offset + count <= size for offset, count in segments)


def _jpeg(stream: BinaryIO, size: int, path: Path) -> bool:
    """Walk the markers to the first scan, then look for the end of the image; inside a scan 0xFF is always escaped."""
    at = 2
    while at + 4 <= size:
        marker = _read(stream, at, 4)
        if marker[0] != 0xFF:
            raise FileDamaged(path=str(path), reason="a JPEG marker is missing")
        if marker[1] == 0xFF or marker[1] in _JPEG_BARE:
            at += 1 if marker[1] == 0xFF else 2
            continue
        at += 2 + int.from_bytes(marker[2:4], "big")
        if marker[1] == _START_OF_SCAN:
            return _contains(stream, at, bytes((0xFF, _END_OF_IMAGE)))
    return False


def _contains(stream: BinaryIO, start: int, wanted: bytes) -> bool:
    stream.seek(start)
    tail = b""
    while block := stream.read(_BLOCK):
        if wanted in tail + block:
            return True
        tail = block[-len(wanted) + 1 :]
    return False


def _png(stream: BinaryIO, size: int, path: Path) -> bool:
    """Every chunk must be whole, up to IEND, and the pixels' checksums right (OpenCV does not look at them)."""
    at = 8
    while at + 12 <= size:
        head = _read(stream, at, 8)
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        if at + 12 + length > size:
            return False
        if name == b"IEND":
            return True
        if name in (b"IHDR", b"PLTE", b"IDAT") and not _checksum_right(stream, at + 4, length + 4):
            raise FileDamaged(path=str(path), reason="a checksum is wrong")
        at += 12 + length
    return False


def _checksum_right(stream: BinaryIO, at: int, length: int) -> bool:
    stream.seek(at)
    checksum = 0
    while length > 0:
        block = stream.read(min(length, _BLOCK))
        checksum = zlib.crc32(block, checksum)
        length -= len(block)
    return checksum == int.from_bytes(stream.read(4), "big")


def _webp(stream: BinaryIO, size: int, path: Path) -> bool:
    return 8 + int.from_bytes(_read(stream, 4, 4), "little") <= size


def _boxes(stream: BinaryIO, size: int, path: Path) -> bool:
    """HEIC and CR3 are boxes (ISO 14496-12), each with its length; a length of 0 means up to the end of the file."""
    at = 0
    names: set[bytes] = set()
    while at + 8 <= size:
        head = _read(stream, at, 16)
        length, names = int.from_bytes(head[:4], "big"), names | {head[4:8]}
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length == 0:
            return True
        if length < 8 or at + length > size:
            return False
        at += length
    return at == size and b"mdat" in names


def _read(stream: BinaryIO, at: int, count: int) -> bytes:
    stream.seek(at)
    return stream.read(count)
