"""What a DNG says about its levels and its noise, read from its own tags (DNG 1.7 specification, chapter 4)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from denoiser_app.formats import ifd

GAIN_MAP = 9


@dataclass(frozen=True)
class DngTags:
    """Levels are in the file's units; None where the file says nothing.

    black: (rows, columns, samples), repeating from the origin of the active area.
    black_columns, black_rows: what is added to black at each column and row of the active area; empty without.
    origin: (top, left) of the active area.
    noise: (a, b) of Var(x) = a x + b.
    staggered: whether photosites do not lie on a rectangular grid.
    gain_map: whether linear data still has to be multiplied by a map (phones: lens shading, up to several times).
    """

    black: NDArray[np.float32] | None
    black_columns: NDArray[np.float32]
    black_rows: NDArray[np.float32]
    origin: tuple[int, int]
    white: float | None
    noise: tuple[float, float] | None
    staggered: bool
    gain_map: bool


def read_dng_tags(path: Path) -> DngTags | None:
    """The tags of the raw image; None if the file is no DNG."""
    with path.open("rb") as stream:
        if not ifd.is_tiff(stream.read(4)):
            return None
        container = ifd.read_container(stream)
    image = container.raw_image()
    if not container.is_dng or image is None:
        return None
    noise = image.tags.get(ifd.NOISE_PROFILE) or container.directories[0].tags.get(ifd.NOISE_PROFILE)
    return DngTags(
        black=_black(image),
        black_columns=np.asarray(image.tags.get(ifd.BLACK_DELTA_H, ()), np.float32),
        black_rows=np.asarray(image.tags.get(ifd.BLACK_DELTA_V, ()), np.float32),
        origin=_origin(image),
        white=float(image.tags[ifd.WHITE_LEVEL][0]) if ifd.WHITE_LEVEL in image.tags else None,
        noise=_noise(noise or ()),
        staggered=image.number(ifd.CFA_LAYOUT, 1) != 1,
        gain_map=GAIN_MAP in _opcodes(bytes(int(n) & 255 for n in image.tags.get(ifd.OPCODE_LIST_2, ()))),
    )


def _opcodes(data: bytes) -> set[int]:
    """The operations of an opcode list (DNG 1.7, chapter 7): big-endian count, then id, version, flags, size, data."""
    found, at = set(), 4
    while at + 16 <= len(data):
        opcode, _, _, size = struct.unpack_from(">4I", data, at)
        found.add(opcode)
        at += 16 + size
    return found


def _origin(image: ifd.Directory) -> tuple[int, int]:
    top, left, *_ = (*image.tags.get(ifd.ACTIVE_AREA, ()), 0, 0)
    return int(top), int(left)


def _black(image: ifd.Directory) -> NDArray[np.float32] | None:
    values = image.tags.get(ifd.BLACK_LEVEL)
    if values is None:
        return None
    repeat = image.tags.get(ifd.BLACK_REPEAT, (1, 1))
    shape = (int(repeat[0]), int(repeat[-1]), image.number(ifd.SAMPLES, 1))
    if len(values) != shape[0] * shape[1] * shape[2]:
        shape = (1, 1, 1)  # some writers give one value for all planes
    return np.asarray(values[: shape[0] * shape[1] * shape[2]], np.float32).reshape(shape)


def _noise(profile: ifd.Values) -> tuple[float, float] | None:
    """(a, b) of Var(x) = a x + b: green's where there are three planes, else the mean of the planes."""
    if len(profile) < 2 or len(profile) % 2:
        return None
    planes = np.asarray(profile, np.float64).reshape(-1, 2)
    a, b = planes[1] if len(planes) == 3 else planes.mean(axis=0)
    # a slightly negative b is a fit's artefact that cameras do write
    return (float(a), max(float(b), 0.0)) if np.isfinite([a, b]).all() and a >= 0 and (a > 0 or b > 0) else None
