"""What a photo's header tells, no pixel decoded. Runs in the decoding child.

The answer's values are "kind" ("raw" or "rgb"), "metadata" as of the whole photo, but with the orientation in the file,
"size" ([height, width] upright, None if unknown) and "stamp" (None, or the fields of ours).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from denoiser_app.core.errors import InputError
from denoiser_app.formats.decoded import Decoded
from denoiser_app.formats.exif import describe, read_exif
from denoiser_app.formats.sniff import Kind

_ORIENTATION = "Exif.Image.Orientation"

Size = tuple[int, int]


def decode_facts(path: Path, kind: Kind) -> Decoded:
    """The facts of a file of this kind. Damage is no error here: what cannot be read is left out."""
    exif = read_exif(path)
    metadata: dict[str, Any] = {**describe(exif), "orientation": _orientation(exif)}
    size: Size | None = None
    stamp: dict[str, Any] | None = None
    if kind == "raw":
        with suppress(InputError):
            metadata, size = _of_raw(path, metadata)
    else:
        stamp, size = _of_bitmap(path)
    upright = size if size is None or metadata["orientation"] < 5 else size[::-1]
    values = {"kind": "raw" if kind == "raw" else "rgb", "metadata": metadata, "size": upright, "stamp": stamp}
    return Decoded(values)


def _orientation(exif: dict[str, str]) -> int:
    """1-8; 1 where the file says nothing or nonsense."""
    text = exif.get(_ORIENTATION, "")
    return int(text) if text in tuple("12345678") else 1


def _of_raw(path: Path, metadata: dict[str, Any]) -> tuple[dict[str, Any], Size]:
    """What LibRaw knows better than EXIF: the active area and how it lies. It is asked for the exposure only where EXIF
    does not tell, since it unpacks all of the sensor's data for that; such raws are old and small."""
    from denoiser_app.formats.libraw import opened
    from denoiser_app.formats.raw import ORIENTATIONS, aspect_of, metadata_of

    with opened(path) as raw:
        size = raw.sizes.height, raw.sizes.width
        if metadata["iso"] is None:
            return metadata_of(raw, path), size
        return {**metadata, "orientation": ORIENTATIONS.get(raw.sizes.flip, 1), "pixel_aspect": aspect_of(raw)}, size


def _of_bitmap(path: Path) -> tuple[dict[str, Any] | None, Size | None]:
    """The stamp and the size as stored."""
    from denoiser_app.formats.metadata import opened, stamp_in

    with opened(path) as image:
        if image is None:
            return None, None
        stamp, size = stamp_in(image), (int(image.pixelHeight()), int(image.pixelWidth()))
    return None if stamp is None else asdict(stamp), size if min(size) > 0 else None
