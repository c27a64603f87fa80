"""Small photos with Exif, as a camera would write them, in no time."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from denoiser_app.core.cfa import bayer
from denoiser_app.formats.dng import Shot, write_dng


def dng(
    path: Path, taken: str = "2026:05:01 20:00:00", iso: int = 100, shutter: float = 16.0, seed: int = 0, **more: str
) -> Path:
    """A raw of 32 x 48 photosites; other seeds show other scenes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    coarse = rng.integers(2000, 40000, (4, 6), np.uint16)
    shot = Shot("Synthetic", more.get("model", "Test camera"), iso, shutter, 4.0, 35.0, taken, "Lens 35mm")
    return write_dng(path, np.kron(coarse, np.ones((8, 8), np.uint16)), bayer("RGGB"), 512, 65535, shot=shot)


def jpeg_bytes(
    taken: str = "", iso: int | None = None, shutter: float | None = None, seed: int = 0, model: str = ""
) -> bytes:
    """A finished picture; without anything but ``seed`` its file tells nothing of how it was taken."""
    pixels = np.kron(np.random.default_rng(seed).integers(0, 255, (4, 6, 3), np.uint8), np.ones((8, 8, 1), np.uint8))
    image = Image.fromarray(pixels)
    exif = image.getexif()
    if model:
        exif[271], exif[272] = "Synthetic", model
    told = exif.get_ifd(34665)
    if taken:
        told[36867] = taken
    if iso:
        told[34855] = iso
    if shutter:
        told[33434] = IFDRational(Fraction(shutter).limit_denominator(10000))
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif, comment=str(seed))
    return target.getvalue()


def jpeg(
    path: Path, taken: str = "", iso: int | None = None, shutter: float | None = None, seed: int = 0, model: str = ""
) -> Path:
    """The same as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(jpeg_bytes(taken, iso, shutter, seed, model))
    return path


def scene(folder: Path, number: int, minute: int, seed: int | None = None, first: int = 1) -> list[Path]:
    """Low, high and low ISO again of one scene, as raws."""
    seed = number if seed is None else seed
    name = f"DSC_{first + 3 * number:04d}"
    paths = []
    for step, (iso, shutter) in enumerate([(100, 16.0), (12800, 1 / 8), (100, 16.0)]):
        taken = f"2026:05:01 20:{minute:02d}:{20 * step:02d}"
        path = folder / f"DSC_{first + 3 * number + step:04d}.dng"
        paths.append(dng(path, taken, iso, shutter, seed))
    assert paths[0].stem == name
    return paths
