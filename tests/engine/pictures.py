"""Photos with noise, small enough to render many times."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core import cfa
from denoiser_app.core.photo import Levels, Metadata, Photo, RawPhoto, RgbPhoto, to_code
from denoiser_app.engine.denoised import Denoised

Float = NDArray[np.float32]

LEVELS = Levels((0, 0, 0, 0), 1, "test", "test")
GAINS = (2.1, 1.0, 1.6)
CAMERA = np.array([[1.75, -0.60, -0.15], [-0.20, 1.55, -0.35], [0.03, -0.50, 1.47]])
"""About that of a Canon EOS 5D Mark II; the weight of its blue in luminance is negative."""


def scene(height: int, width: int, seed: int = 0) -> Float:
    """Dark and bright, saturated and clipped colours, all soft. Linear, -0.1 to 1.3."""
    random = np.random.default_rng(seed).random((max(2, height // 8), max(2, width // 8), 3), np.float32)
    return np.asarray(cv2.resize(random**3 * 1.2, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def noisy_raw(
    height: int, width: int, orientation: int = 1, seed: int = 0, sigma: float = 0.1, aspect: float = 1.0
) -> tuple[RawPhoto, Denoised]:
    """A raw with shot noise, and the clean scene as its result. sigma: at white."""
    clean = scene(height, width, seed)
    noise = np.random.default_rng(seed).normal(0, sigma, clean.shape) * np.sqrt(clean.clip(0.02))
    code = to_code(((clean + noise) / np.array(GAINS)).astype(np.float32))
    metadata = Metadata(orientation=orientation, pixel_aspect=aspect)
    mosaic = np.zeros((height, width), np.float32)
    photo = RawPhoto(mosaic, cfa.bayer("RGGB"), LEVELS, GAINS, CAMERA, metadata, code)
    return photo, Denoised.of(photo, clean)


def noisy_rgb(
    height: int,
    width: int,
    icc: bytes | None = None,
    seed: int = 0,
    sigma: float = 0.1,
    bits: int = 8,
    gray: bool = False,
) -> tuple[RgbPhoto, Denoised]:
    """A finished picture with noise, and the clean scene as its result. sigma: display-encoded."""
    clean = scene(height, width, seed).clip(0, 1) ** np.float32(0.45)
    clean = np.repeat(clean[..., :1], 3, 2) if gray else clean
    noise = np.random.default_rng(seed).normal(0, sigma, clean.shape)
    noise = noise[..., :1] if gray else noise
    steps = 2**bits - 1
    photo = RgbPhoto((np.rint((clean + noise).clip(0, 1) * steps) / steps).astype(np.float32), Metadata(), icc)
    photo = RgbPhoto(photo.rgb, photo.metadata, icc, bits=bits, gray=gray)
    return photo, Denoised.of(photo, clean)


Pair = tuple[Photo, Denoised]
