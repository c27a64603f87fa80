"""Uncompressed DNGs, written tag by tag (TIFF 6.0, DNG 1.4): for simulated cameras and for tests.

No reader's habits are built in. LibRaw, dcraw, darktable and RawTherapee read the like (shared/design).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from denoiser_app.core.cfa import Cfa

COLOR_MATRIX = (0.7374, -0.2389, -0.0551, -0.5435, 1.3162, 0.2519, -0.1006, 0.1795, 0.6552)
"""XYZ (D65) to camera, that of a common camera."""
NEUTRAL = (0.3743, 1.0, 0.7425)
"""AsShotNeutral: white balance gains 2.67, 1, 1.35."""

_TYPES = {"B": 1, "s": 2, "H": 3, "I": 4, "II": 5, "ii": 10, "d": 12}
_SAMPLES_PER_PIXEL = {"mosaic": 1, "monochrome": 1, "linear": 3}


@dataclass(frozen=True)
class Shot:
    """What the Exif data of a DNG says of how it was taken. Lengths in mm, shutter in seconds; '' leaves a text out."""

    make: str = "Synthetic"
    model: str = "Test camera"
    iso: int = 100
    shutter: float = 1 / 125
    aperture: float = 2.8
    focal_length: float = 50.0
    taken: str = "2026:01:02 03:04:05"
    lens: str = ""


@dataclass(frozen=True)
class _Tag:
    number: int
    kind: str
    values: Sequence[float] | bytes

    @property
    def data(self) -> bytes:
        if isinstance(self.values, bytes):
            return self.values
        return struct.pack(f"<{len(self.values)}{self.kind[0]}", *self.values)

    @property
    def count(self) -> int:
        return len(self.values) // len(self.kind)


def write_dng(
    path: Path,
    mosaic: NDArray[np.uint16],
    cfa: Cfa,
    black: float | Sequence[float] = 0,
    white: int = 65535,
    *,
    black_repeat: tuple[int, int] = (1, 1),
    color_matrix: Sequence[float] = COLOR_MATRIX,
    neutral: Sequence[float] | None = NEUTRAL,
    noise_profile: Sequence[float] | None = None,
    orientation: int = 1,
    active_area: tuple[int, int, int, int] | None = None,
    shot: Shot | None = None,
    make: str = "Synthetic",
    model: str = "Test camera",
    iso: int = 100,
    opcodes: bytes = b"",
    previews: Sequence[bytes] = (),
) -> Path:
    """Write ``mosaic`` ((H, W) uint16, or (H, W, 3) for LinearRaw) in the file's own units, and return ``path``.

    ``cfa`` is indexed from the origin of ``active_area`` (top, left, bottom, right). ``black`` may have one value for
    every site of ``black_repeat`` (and plane of LinearRaw). ``noise_profile`` is S, O pairs. ``previews``: JPEGs (see
    ``jpeg``) that lie as the sensor does, each in a SubIFD of its own, as cameras embed them.
    """
    height, width = mosaic.shape[:2]
    shot = shot or Shot(make, model, iso)
    samples = _SAMPLES_PER_PIXEL[cfa.kind]
    blacks = np.broadcast_to(black, (black_repeat[0] * black_repeat[1], samples)) if np.ndim(black) == 0 else black
    blacks = [float(value) for value in np.ravel(blacks)]
    tags = [
        _Tag(254, "I", [0]), _Tag(256, "I", [width]), _Tag(257, "I", [height]), _Tag(258, "H", [16] * samples),
        _Tag(259, "H", [1]), _Tag(262, "H", [32803 if cfa.kind == "mosaic" else 34892]), _text(271, shot.make),
        _text(272, shot.model), _Tag(274, "H", [orientation]), _Tag(277, "H", [samples]), _Tag(278, "I", [height]),
        _Tag(279, "I", [mosaic.nbytes]), _Tag(284, "H", [1]), _Tag(50706, "B", [1, 4, 0, 0]),
        _Tag(50707, "B", [1, 1, 0, 0]), _text(50708, f"{shot.make} {shot.model}"), _Tag(50713, "H", black_repeat),
        _Tag(50714, "II", _rationals(blacks)), _Tag(50717, "I", [white] * samples), _Tag(50778, "H", [21]),
    ]  # fmt: skip
    if cfa.kind == "mosaic":
        tags += [_Tag(33421, "H", [len(cfa.pattern), len(cfa.pattern[0])])]
        tags += [_Tag(33422, "B", [color for row in cfa.pattern for color in row])]
    if cfa.kind != "monochrome":
        tags += [_Tag(50721, "ii", _rationals(color_matrix))]
        tags += [_Tag(50728, "II", _rationals(neutral))] if neutral else []
    if noise_profile:
        tags += [_Tag(51041, "d", list(noise_profile))]
    if opcodes:
        tags += [_Tag(51009, "B", opcodes)]
    if active_area:
        tags += [_Tag(50829, "I", active_area)]
    exif = _exif(shot)
    with path.open("wb") as file:
        file.write(_tiff(tags, exif, previews, mosaic.size * 2))
        file.write(mosaic.astype("<u2").tobytes())
        for preview in previews:
            file.write(preview)
    return path


def _exif(shot: Shot) -> list[_Tag]:
    tags = [
        _Tag(33434, "II", _ratio(shot.shutter)), _Tag(33437, "II", _ratio(shot.aperture)),
        _Tag(34855, "H", [min(shot.iso, 65535)]), _text(36867, shot.taken),
        _Tag(37386, "II", _ratio(shot.focal_length)),
    ]  # fmt: skip
    if shot.iso >= 65535:  # the old tag is too small; EXIF 2.3 has another one
        tags.append(_Tag(34866, "I", [shot.iso]))
    return [*tags, _text(42036, shot.lens)] if shot.lens else tags


def _ratio(value: float) -> list[int]:
    """Numerator and denominator, as cameras write them: 1/125, 28/10."""
    ratio = Fraction(value).limit_denominator(100_000)
    return [ratio.numerator, ratio.denominator]


def jpeg(pixels: NDArray[np.uint8], **options: object) -> bytes:
    """(H, W, 3) uint8 as a JPEG of quality 90; ``options`` as Pillow's (exif, icc_profile ...)."""
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "JPEG", **{"quality": 90, **options})
    return target.getvalue()


def _tiff(tags: list[_Tag], exif: list[_Tag], previews: Sequence[bytes], pixel_bytes: int) -> bytes:
    """Header, the directory, those of the Exif data and of the previews; the pixels and the previews have to follow."""
    subordinate = [_Tag(330, "I", [0] * len(previews))] if previews else []
    directory = sorted([*tags, *subordinate, _Tag(273, "I", [0]), _Tag(34665, "I", [0])], key=lambda tag: tag.number)
    exif_at = 8 + len(_directory(directory, 8))
    at = exif_at + len(_directory(exif, exif_at))
    size_of_each = len(_directory(_preview_tags(jpeg(np.zeros((8, 8, 3), np.uint8)), 0), at))
    preview_ifds = [at + index * size_of_each for index in range(len(previews))]
    pixels_at = at + len(previews) * size_of_each
    data_at = [pixels_at + pixel_bytes + sum(map(len, previews[:index])) for index in range(len(previews))]
    values = {273: [pixels_at], 330: preview_ifds, 34665: [exif_at]}
    placed = [_Tag(t.number, t.kind, values[t.number]) if t.number in values else t for t in directory]
    head = b"II*\0" + struct.pack("<I", 8) + _directory(placed, 8) + _directory(exif, exif_at)
    for preview, ifd_at, start in zip(previews, preview_ifds, data_at, strict=True):
        head += _directory(_preview_tags(preview, start), ifd_at)
    return head


def _preview_tags(preview: bytes, start: int) -> list[_Tag]:
    with Image.open(io.BytesIO(preview)) as image:
        width, height = image.size
    return [
        _Tag(254, "I", [1]), _Tag(256, "I", [width]), _Tag(257, "I", [height]), _Tag(258, "H", [8, 8, 8]),
        _Tag(259, "H", [7]), _Tag(262, "H", [6]), _Tag(273, "I", [start]), _Tag(277, "H", [3]),
        _Tag(278, "I", [height]), _Tag(279, "I", [len(preview)]), _Tag(284, "H", [1]),
    ]  # fmt: skip


def _directory(tags: list[_Tag], at: int) -> bytes:
    entries, heap = struct.pack("<H", len(tags)), b""
    heap_at = at + 2 + 12 * len(tags) + 4
    for tag in tags:
        field = tag.data.ljust(4, b"\0")
        if len(tag.data) > 4:
            field = struct.pack("<I", heap_at + len(heap))
            heap += tag.data + b"\0" * (len(tag.data) % 2)
        entries += struct.pack("<HHI", tag.number, _TYPES[tag.kind], tag.count) + field
    return entries + struct.pack("<I", 0) + heap


def _text(number: int, text: str) -> _Tag:
    return _Tag(number, "s", text.encode("ascii") + b"\0")


def _rationals(values: Sequence[float]) -> list[int]:
    return [part for value in values for part in (round(value * 10000), 10000)]
