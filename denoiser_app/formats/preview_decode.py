"""A small picture of a photo as fast as it can be had: embedded, decoded at reduced size, or quickly developed.

Runs in the decoding child. The answer holds "preview": (h, w, 3) uint8, upright, sRGB, no side longer than asked, and
the values "size": [height, width] of the whole photo upright, and "metadata" as for the whole photo.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from denoiser_app.formats.bitmap import upright
from denoiser_app.formats.complete import require_complete
from denoiser_app.formats.decoded import AnnounceSize, Decoded
from denoiser_app.formats.preview_scaling import Found
from denoiser_app.formats.sniff import Kind


def load_libraries() -> None:
    """Import what previews need, before the first is asked for."""
    import exiv2  # noqa: F401 - slow to import
    from PIL import ImageCms, JpegImagePlugin  # noqa: F401 - slow to import

    from denoiser_app.formats import preview_bitmap, preview_raw  # noqa: F401 - slow to import


def decode_preview(stream: BinaryIO, path: Path, kind: Kind, longest: int, announce: AnnounceSize) -> Decoded:
    """A preview of a file of this kind. Raises InputError as for the whole photo, as far as the header tells."""
    if kind == "raw":
        from denoiser_app.formats.preview_raw import raw_preview

        require_complete(stream, kind, path)
        return _answer(raw_preview(path, longest, announce))
    from PIL import Image

    from denoiser_app.formats.preview_bitmap import bitmap_preview, jpeg_preview

    Image.MAX_IMAGE_PIXELS = None  # ``announce`` enforces the user's own limit
    if kind == "jpeg":
        return _answer(jpeg_preview(stream, path, longest, announce))
    require_complete(stream, kind, path)
    return _answer(bitmap_preview(path, kind, longest, announce))


def _answer(found: Found) -> Decoded:
    pixels: NDArray[Any] = np.ascontiguousarray(upright(found.pixels, found.orientation))
    height, width = found.size if found.stored_orientation < 5 else found.size[::-1]
    return Decoded({"size": [height, width], "metadata": found.metadata}, {"preview": pixels})
