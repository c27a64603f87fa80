"""Photos of a wanted size for the benchmarks: smooth shapes with noise, so that nothing has to be shipped."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from denoiser_app.core.cfa import bayer
from denoiser_app.formats.dng import jpeg as as_jpeg
from denoiser_app.formats.dng import write_dng


def picture(height: int, width: int, sigma: float = 12.0, seed: int = 0) -> NDArray[np.uint8]:
    """(H, W, 3) uint8: random blobs of all sizes, with white noise of ``sigma``."""
    random = np.random.default_rng(seed)
    clean = np.zeros((height, width, 3), np.float32)
    for cells in (4, 32, 256):
        small = random.uniform(0, 1, (cells, cells, 3)).astype(np.float32)
        clean += cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    clean *= 60.0
    tile = random.normal(0, sigma, (1024, 1024, 3)).astype(np.float32)
    noise = np.tile(tile, (-(-height // 1024), -(-width // 1024), 1))[:height, :width]
    return np.clip(clean + noise, 0, 255).astype(np.uint8)


def raw(path: Path, height: int, width: int) -> Path:
    """A Bayer DNG with an embedded JPEG of the whole size, as most cameras embed one."""
    rgb = picture(height, width, sigma=4.0)
    mosaic = np.empty((height, width), np.uint16)
    for y, x, channel in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
        mosaic[y::2, x::2] = 40 * rgb[y::2, x::2, channel].astype(np.uint16) + 512
    write_dng(path, mosaic, bayer("RGGB"), black=512, white=16383, iso=6400, previews=[as_jpeg(rgb)])
    return path


def jpeg(path: Path, height: int, width: int, seed: int = 0) -> Path:
    """A JPEG as a camera would write it, without an embedded preview."""
    Image.fromarray(picture(height, width, seed=seed)).save(path, quality=92)
    return path
