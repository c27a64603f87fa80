"""The clean photos that training starts from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Generator, Tensor

from denoiser_app.core.errors import DataMissing

_SUFFIXES = {".webp", ".png", ".tif", ".tiff"}
_HELD_OUT_EVERY = 40


@dataclass(frozen=True)
class CleanPhotos:
    """Photos as (H, W, 3) uint8, display-encoded sRGB; every fortieth by name is held out for validation."""

    train: tuple[NDArray[np.uint8], ...]
    held_out: tuple[NDArray[np.uint8], ...]

    @classmethod
    def load(cls, folder: Path, smallest: int) -> CleanPhotos:
        """Lossless photos of a folder that are at least ``smallest`` pixels a side. DataMissing if there is none."""
        files = sorted(p for p in folder.glob("*") if p.suffix.lower() in _SUFFIXES) if folder.is_dir() else []
        photos = [np.asarray(Image.open(p).convert("RGB")) for p in files]
        photos = [p for p in photos if min(p.shape[:2]) >= smallest]
        if len(photos) < 2:
            raise DataMissing(path=folder, reason=f"no clean photos of {smallest} pixels a side to train on")
        held = photos[::_HELD_OUT_EVERY]
        return cls(tuple(p for i, p in enumerate(photos) if i % _HELD_OUT_EVERY), tuple(held))

    def random_photo(self, generator: Generator) -> NDArray[np.uint8]:
        """One of the training photos."""
        return self.train[int(torch.randint(len(self.train), (1,), generator=generator))]

    def patches(self, count: int, side: int, generator: Generator) -> Tensor:
        """(count, 3, side, side) float32, 0-1: random places, flips and right angles."""
        cut = [random_patch([self.random_photo(generator)], side, generator)[0] for _ in range(count)]
        return torch.stack([torch.from_numpy(c).permute(2, 0, 1) for c in cut]).float() / 255.0


def random_patch(pictures: list[NDArray[Any]], side: int, generator: Generator) -> list[NDArray[Any]]:
    """The same random square of several equally large (H, W, C) pictures, flipped and turned alike. Only flips and
    right angles: anything that resamples would change the noise."""
    height, width = pictures[0].shape[:2]
    r = torch.rand(3, generator=generator).tolist()
    y, x, turn = int(r[0] * (height - side + 1)), int(r[1] * (width - side + 1)), int(r[2] * 8)
    cut = [p[y : y + side, x : x + side] for p in pictures]
    cut = [np.rot90(c, turn % 4) for c in cut]
    return [np.ascontiguousarray(c[:, ::-1] if turn >= 4 else c) for c in cut]
