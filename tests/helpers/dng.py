"""Small uncompressed DNGs for tests, written tag by tag (TIFF 6.0, DNG 1.4): no reader's habits are built in."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.cfa import Cfa

COLOR_MATRIX = (0.7374, -0.2389, -0.0551, -0.5435, 1.3162, 0.2519, -0.1006, 0.1795, 0.6552)
"""XYZ (D65) to camera, that of a common camera."""
NEUTRAL = (0.3743, 1.0, 0.7425)
"""AsShotNeutral: white balance gains 2.67, 1, 1.35."""

_TYPES = {"B": 1, "s": 2, "H": 3, "I": 4, "II": 5, "ii": 10, "d": 12}
_SAMPLES_PER_PIXEL = {"mosaic": 1, "monochrome": 1, "linear": 3}


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
    make: str = "Synthetic",
    model: str = "Test camera",
    iso: int = 100,
    opcodes: bytes = b"",
) -> Path:
    """Write ``mosaic`` ((H, W) uint16, or (H, W, 3) for LinearRaw) in the file's own units, and return ``path``.

    ``cfa`` is indexed from the origin of ``active_area`` (top, left, bottom, right). ``black`` may have one value for
    every site of ``black_repeat`` (and plane of LinearRaw). ``noise_profile`` is S, O pairs.
    """
    height, width = mosaic.shape[:2]
    samples = _SAMPLES_PER_PIXEL[cfa.kind]
    blacks = np.broadcast_to(black, (black_repeat[0] * black_repeat[1], samples)) if np.ndim(black) == 0 else black
    blacks = [float(value) for value in np.ravel(blacks)]
    tags = [
        _Tag(254, "I", [0]), _Tag(256, "I", [width]), _Tag(257, "I", [height]), _Tag(258, "H", [16] * samples),
        _Tag(259, "H", [1]), _Tag(262, "H", [32803 if cfa.kind == "mosaic" else 34892]), _text(271, make),
        _text(272, model), _Tag(274, "H", [orientation]), _Tag(277, "H", [samples]), _Tag(278, "I", [height]),
        _Tag(279, "I", [mosaic.nbytes]), _Tag(284, "H", [1]), _Tag(50706, "B", [1, 4, 0, 0]),
        _Tag(50707, "B", [1, 1, 0, 0]), _text(50708, f"{make} {model}"), _Tag(50713, "H", black_repeat),
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
    exif = [_Tag(33434, "II", [1, 125]), _Tag(33437, "II", [28, 10]), _Tag(34855, "H", [min(iso, 65535)]),
            _text(36867, "2026:01:02 03:04:05"), _Tag(37386, "II", [50, 1])]  # fmt: skip
    path.write_bytes(_tiff(tags, exif) + mosaic.astype("<u2").tobytes())
    return path


def _tiff(tags: list[_Tag], exif: list[_Tag]) -> bytes:
    """Header, the directory with the Exif directory behind it, and the offset of the pixels, which follow."""
    pointers = [_Tag(273, "I", [0]), _Tag(34665, "I", [0])]
    directory = sorted([*tags, *pointers], key=lambda tag: tag.number)
    exif_at = 8 + len(_directory(directory, 8))
    pixels_at = exif_at + len(_directory(exif, exif_at))
    values = {273: pixels_at, 34665: exif_at}
    placed = [_Tag(t.number, t.kind, [values.get(t.number, 0)]) if t.number in values else t for t in directory]
    return b"II*\0" + struct.pack("<I", 8) + _directory(placed, 8) + _directory(exif, exif_at)


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
