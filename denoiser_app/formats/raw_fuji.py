"""Telling Fujifilm's Super CCD (photosites turned by 45 degrees) from its other sensors."""

from __future__ import annotations

from pathlib import Path

_LAYOUT_TAG = 0x130
_MAX_ENTRIES = 255


def is_super_ccd(path: Path) -> bool:
    """Whether a RAF's header announces a Super CCD.

    As dcraw reads it (parse_fuji): tag 0x130 of the table at the offset in byte 92; its second byte has bit 3 set for
    rectangular arrays, X-Trans and Bayer.
    """
    with path.open("rb") as stream:
        if stream.read(16) != b"FUJIFILMCCD-RAW ":
            return False
        stream.seek(92)
        stream.seek(int.from_bytes(stream.read(4), "big"))
        entries = int.from_bytes(stream.read(4), "big")
        for _ in range(min(entries, _MAX_ENTRIES)):
            tag, length = int.from_bytes(stream.read(2), "big"), int.from_bytes(stream.read(2), "big")
            value = stream.read(length)
            if tag == _LAYOUT_TAG and len(value) >= 2:
                return not value[1] & 8
    return False
