"""Previews kept on disk as JPEG with their metadata, so that a folder opens the second time without decoding a photo.

A file is a line with a checksum of the rest, a line of JSON with size and metadata, and the JPEG. Only this program
writes them; a file that is damaged all the same is removed and made again.
"""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image, UnidentifiedImageError

from denoiser_app.core.photo import Metadata
from denoiser_app.formats.cache_folder import CacheFolder
from denoiser_app.formats.preview import Preview

QUALITY = 88
_MAGIC = b"denoiser thumbnail 1 "
_RESCAN = 200
"""Thumbnails of 20 KB each: other instances add 4 MB at most before they are counted."""


class ThumbnailCache:
    """Previews by path, size and modification time of the photo. Several instances may share a folder."""

    def __init__(self, folder: Path, limit_bytes: int = 300_000_000) -> None:
        self._files = CacheFolder(folder, limit_bytes, ".thumbnail", rescan=_RESCAN)

    def get(self, path: Path, longest: int) -> Preview | None:
        """The preview of the photo as it is now on the disk, or None. Never raises for what is on the disk."""
        name = _name(path, longest)
        if name is None:
            return None
        try:
            data = self._files.path(name).read_bytes()
        except OSError:
            return None
        found = _unpacked(data, path)
        if found is None:
            self._files.drop(name)
        else:
            self._files.used(name)
        return found

    def put(self, path: Path, longest: int, preview: Preview) -> bool:
        """Keep a preview; False if there was no room, or the photo is gone."""
        name = _name(path, longest)
        if name is None:
            return False
        data = _packed(preview)

        def fill(file: BinaryIO) -> None:
            file.write(data)

        return self._files.write(name, len(data), fill)

    def clear(self) -> None:
        """Remove all."""
        self._files.clear()

    def size(self) -> int:
        """Bytes on the disk."""
        return self._files.size()


def _name(path: Path, longest: int) -> str | None:
    """What changes when the photo does; None for a photo that cannot be looked at."""
    try:
        status = Path(path).stat()
        identity = [str(Path(path).resolve()), status.st_size, status.st_mtime_ns, longest]
    except (OSError, ValueError, RuntimeError):  # RuntimeError: links in circles
        return None
    return hashlib.sha256(json.dumps(identity).encode()).hexdigest()


def _packed(preview: Preview) -> bytes:
    picture = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(preview.pixels)).save(picture, "JPEG", quality=QUALITY)
    metadata = {name: value for name, value in asdict(preview.metadata).items() if name != "path"}
    facts = json.dumps({"size": preview.size, "metadata": metadata}).encode("ascii")
    body = facts + b"\n" + picture.getvalue()
    return _MAGIC + b"%08x\n" % zlib.crc32(body) + body


def _unpacked(data: bytes, path: Path) -> Preview | None:
    """The preview, or None for anything but what ``_packed`` made."""
    head, _, body = data.partition(b"\n")
    if head != _MAGIC + b"%08x" % zlib.crc32(body):
        return None
    facts, _, picture = body.partition(b"\n")
    try:
        values = json.loads(facts)
        with Image.open(io.BytesIO(picture), formats=("JPEG",)) as image:
            pixels = np.array(image, np.uint8)
        size = None if values["size"] is None else (int(values["size"][0]), int(values["size"][1]))
        return Preview(pixels, size, Metadata(path=path, **values["metadata"]))
    except (ValueError, TypeError, LookupError, OSError, UnidentifiedImageError):  # of another version
        return None
