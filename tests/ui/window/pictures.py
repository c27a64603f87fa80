"""Small noisy photos for the window."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from denoiser_app.core import cfa
from denoiser_app.formats.dng import write_dng

SIZE = (160, 224)
"""(height, width): 3 x 4 tiles of the fake network."""
TILES = 12
ISO, MODEL, MAKE = 34855, 272, 271


def scene(seed: int = 0, size: tuple[int, int] = SIZE) -> NDArray[np.float32]:
    """(h, w, 3), 0-1: soft shapes under noise, another one for every seed."""
    rng = np.random.default_rng(seed)
    coarse = rng.random((5, 7, 3), np.float32)
    soft = cv2.resize(coarse, size[::-1], interpolation=cv2.INTER_CUBIC)
    return np.clip(0.15 + 0.6 * soft + rng.normal(0, 0.08, soft.shape), 0, 1).astype(np.float32)


def bitmap(path: Path, seed: int = 0, size: tuple[int, int] = SIZE, iso: int = 1600, camera: str = "Nikon Z6") -> Path:
    """A JPEG or PNG, by the suffix, with a little Exif."""
    exif = Image.Exif()
    make, _, model = camera.partition(" ")
    exif[MAKE], exif[MODEL] = make, model
    exif.get_ifd(0x8769)[ISO] = iso
    image = Image.fromarray(np.rint(255 * scene(seed, size)).astype(np.uint8))
    image.save(path, exif=exif, **({"quality": 92} if path.suffix == ".jpg" else {}))
    return path


def raw(path: Path, seed: int = 0, size: tuple[int, int] = SIZE, orientation: int = 1, iso: int = 6400) -> Path:
    """A DNG."""
    light = scene(seed, size) ** 2
    light[size[0] // 4 : size[0] // 3, size[1] // 2 :] = 2.0  # a lamp, clipped
    mosaic = np.empty(size, np.float32)
    pattern = ((0, 1), (1, 2))
    for y in range(2):
        for x in range(2):
            mosaic[y::2, x::2] = light[y::2, x::2, pattern[y][x]]
    codes = np.rint(np.minimum(1024 + mosaic * 9000, 16383)).astype(np.uint16)
    return write_dng(path, codes, cfa.bayer("RGGB"), 1024, 16383, orientation=orientation, iso=iso)


def folder_of(folder: Path, count: int, size: tuple[int, int] = SIZE) -> list[Path]:
    """``count`` JPEGs in the order that the strip shows."""
    folder.mkdir(parents=True, exist_ok=True)
    return [bitmap(folder / f"IMG_{number:04}.jpg", number, size) for number in range(count)]


def touched(path: Path) -> None:
    """Another time of change, as if somebody had saved it again."""
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 2_000_000_000))
