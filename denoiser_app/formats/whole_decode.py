"""Decoding a photo only to see whether all of it can be decoded. Runs in the decoding child.

Stricter than reading, for our own exports: libtiff does not look at the checksums of a TIFF's strips, and a directory
that ends in zeros, as after a power cut, loses its last tags without a word.
"""

from __future__ import annotations

import struct
from itertools import pairwise
from pathlib import Path

from denoiser_app.core.errors import FileDamaged
from denoiser_app.formats.decoded import AnnounceSize

Size = tuple[int, int]

_ORIENTATION = 274


def whole_tiff(path: Path, announce: AnnounceSize) -> Size:
    """(height, width) upright of a TIFF's largest page, when the strips of all its pages have been decoded.

    Strip by strip, so that little memory is needed. FileDamaged, or what tifffile raises.
    """
    import tifffile

    _require_ordered(path)
    sizes: list[Size] = []
    with tifffile.TiffFile(path) as file:
        for page in file.pages:
            page = page if isinstance(page, tifffile.TiffPage) else page.aspage()
            announce(page.imagelength, page.imagewidth)
            if any(strip is None for strip, _, _ in page.segments()):
                raise FileDamaged(path=str(path), reason="parts of the picture were never written")
            turned = page.tags.valueof(_ORIENTATION, default=1) in (5, 6, 7, 8)
            size = page.imagelength, page.imagewidth
            sizes.append(size[::-1] if turned else size)
    return max(sizes, key=lambda size: size[0] * size[1])


def _require_ordered(path: Path) -> None:
    """Raise FileDamaged unless the tags of the first directory ascend, as TIFF 6.0 (1992), section 2, has it."""
    with path.open("rb") as stream:
        head = stream.read(8)
        if head[2:4] not in (b"*\0", b"\0*"):
            return  # BigTIFF, which is not written here
        order = "<" if head[:2] == b"II" else ">"
        stream.seek(struct.unpack_from(order + "I", head, 4)[0])
        count = int.from_bytes(stream.read(2), "little" if order == "<" else "big")
        entries = stream.read(12 * count)
    tags = [struct.unpack_from(order + "H", entries, 12 * index)[0] for index in range(len(entries) // 12)]
    if len(tags) < count or any(one >= following for one, following in pairwise(tags)):
        raise FileDamaged(path=str(path), reason="its directory is not whole")
