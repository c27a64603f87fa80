"""Small photos, made here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from denoiser_app.core.photo import Metadata, Photo, RgbPhoto


def picture(size: tuple[int, int] = (48, 64), seed: int = 0) -> NDArray[np.uint8]:
    """(H, W, 3) uint8: a soft gradient with some detail, away from black and white."""
    y, x = np.mgrid[: size[0], : size[1]]
    base = 60 + 130 * (x / size[1])[..., None] * np.array([1.0, 0.8, 0.6]) + 20 * np.sin(y / 3)[..., None]
    return np.clip(base + np.random.default_rng(seed).normal(0, 0.5, base.shape), 0, 255).astype(np.uint8)


def save(path: Path, pixels: NDArray[np.uint8]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
    return path


def save_pair(noisy: Path, clean: Path, sigma: float = 12.0, seed: int = 0) -> None:
    """A clean picture, and the same with noise."""
    pixels = picture(seed=seed)
    save(clean, pixels)
    noise = np.random.default_rng(seed + 100).normal(0, sigma, pixels.shape)
    save(noisy, np.clip(pixels + noise, 0, 255).astype(np.uint8))


def load(path: Path) -> Photo:
    """The reader without its child process, for pictures that are known to be harmless."""
    pixels = np.asarray(Image.open(path))
    gray = pixels.ndim == 2
    rgb = np.repeat(pixels[..., None], 3, 2) if gray else pixels
    return RgbPhoto(rgb.astype(np.float32) / 255, Metadata(path=path), gray=gray)
