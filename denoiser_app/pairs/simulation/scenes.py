"""What the simulated camera is pointed at: pieces of linear HDR panoramas or clean photos, else drawn night scenes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from denoiser_app.core.color import to_linear
from denoiser_app.core.errors import DataMissing
from denoiser_app.core.night_scenes import night_picture

Float = NDArray[np.float32]
Rng = np.random.Generator

MARGIN = 12
"""Pixels around the frame on every side, into which a camera that is shaken looks."""
_PHOTOS = frozenset((".webp", ".png", ".tif", ".tiff"))
_LEVELS = {"dark": (0.03, 0.08), "lights": (0.3, 0.6)}
_USUAL = (0.25, 0.7)
_PERCENTILE = 97.0
_SURFACE = 4


def pictures_in(folder: Path | None) -> list[Path]:
    """HDR panoramas and lossless photos of a folder, by name; none without a folder. DataMissing if it has none."""
    if folder is None:
        return []
    found = sorted(path for path in folder.glob("*") if path.suffix.lower() in _PHOTOS | {".hdr"})
    if not found:
        raise DataMissing(path=folder, reason="there are no pictures here (.hdr, .webp, .png, .tif).")
    return found


def scene_light(pictures: Sequence[Path], index: int, kind: str, size: tuple[int, int], rng: Rng) -> Float:
    """(height + 2 MARGIN, width + 2 MARGIN, 3) linear sRGB >= 0, exposed so that 1 is about the sensor's white; only
    lamps and windows exceed it. ``index`` picks the picture; without any a night is drawn."""
    height, width = size[0] + 2 * MARGIN, size[1] + 2 * MARGIN
    if pictures:
        light = _piece(_linear(pictures[index % len(pictures)]), height, width, rng)
    else:
        light = np.asarray(night_picture(max(height, width), rng)[:height, :width], np.float32) + _surface(
            height, width, rng
        )
    if rng.random() < 0.5:
        light = light[:, ::-1]
    low, high = _LEVELS.get(kind, _USUAL)
    bright = max(float(np.percentile(light.max(2), _PERCENTILE)), 1e-6)
    return np.ascontiguousarray(light * np.float32(rng.uniform(low, high) / bright))


def _linear(path: Path) -> Float:
    """(H, W, 3) linear sRGB. DataMissing if it cannot be read."""
    if path.suffix.lower() == ".hdr":
        read = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        if read is None or read.ndim != 3:
            raise DataMissing(path=path, reason="this is not a linear HDR picture.")
        return np.ascontiguousarray(read[..., ::-1], np.float32)
    try:
        with Image.open(path) as image:
            encoded = np.asarray(image.convert("RGB"), np.float32) / np.float32(255)
    except OSError as error:
        raise DataMissing(path=path, reason="this picture cannot be read.") from error
    return to_linear(encoded, "srgb")


def _piece(light: Float, height: int, width: int, rng: Rng) -> Float:
    """A random piece, mirrored outwards where the picture is too small. Panoramas are looked at in any direction."""
    if light.shape[1] == 2 * light.shape[0]:
        light = np.roll(light, int(rng.integers(light.shape[1])), 1)
    missing = [max(0, wanted - have) for wanted, have in zip((height, width), light.shape[:2], strict=True)]
    light = np.pad(light, ((0, missing[0]), (0, missing[1]), (0, 0)), mode="symmetric")
    top, left = (
        int(rng.integers(have - wanted + 1)) for wanted, have in zip((height, width), light.shape[:2], strict=True)
    )
    return light[top : top + height, left : left + width]


def _surface(height: int, width: int, rng: Rng) -> Float:
    """A faintly lit wall, so that a drawn night has fine texture, too."""
    texture = rng.random((height, width, 1), np.float32)
    for sigma in (0.7, 2.0):
        texture = (
            texture + _SURFACE * cv2.GaussianBlur(rng.random((height, width), np.float32), (0, 0), sigma)[..., None]
        )
    return np.asarray(0.01 * texture * rng.uniform(0.6, 1.0, 3), np.float32)
