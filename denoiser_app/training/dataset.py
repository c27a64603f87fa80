"""The clean photos that training starts from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Generator, Tensor

from denoiser_app.core.errors import DataMissing
from denoiser_app.training.tone import linear_to_srgb

_SUFFIXES = {".webp", ".png", ".tif", ".tiff"}
_HELD_OUT_EVERY = 40
_WHITE_PERCENTILE = 95.0
_LINEAR_WEIGHT = 4
"""A panorama is drawn as often as so many photos: it is larger and shows what no photo does, light above white."""


@dataclass(frozen=True)
class CleanPhotos:
    """Photos as (H, W, 3) uint8, display-encoded sRGB; every fortieth by name is held out for validation.

    linear: linear HDR pictures, none of them held out, (H, W, 3) float16 through sRGB's transfer function continued
    above 1, where 1 is the picture's 95th percentile.
    """

    train: tuple[NDArray[np.uint8], ...]
    held_out: tuple[NDArray[np.uint8], ...]
    linear: tuple[NDArray[np.float16], ...] = ()

    @classmethod
    def load(cls, folder: Path, smallest: int, linear: Path | None = None) -> CleanPhotos:
        """Lossless photos of a folder that are at least ``smallest`` pixels a side, and linear *.hdr pictures of it and
        of the folder ``linear``. DataMissing if there is no photo or a picture cannot be read."""
        files = sorted(p for p in folder.glob("*") if p.suffix.lower() in _SUFFIXES) if folder.is_dir() else []
        photos = [np.asarray(Image.open(p).convert("RGB")) for p in files]
        photos = [p for p in photos if min(p.shape[:2]) >= smallest]
        if len(photos) < 2:
            raise DataMissing(path=folder, reason=f"no clean photos of {smallest} pixels a side to train on")
        held = photos[::_HELD_OUT_EVERY]
        panoramas = [_load_linear(p) for f in (folder, linear) if f is not None for p in sorted(f.glob("*.hdr"))]
        panoramas = [p for p in panoramas if min(p.shape[:2]) >= smallest]
        train = tuple(p for i, p in enumerate(photos) if i % _HELD_OUT_EVERY)
        return cls(train, tuple(held), tuple(panoramas))

    def random_picture(self, generator: Generator) -> NDArray[Any]:
        """One of the training pictures as it is stored: a photo (uint8) or a linear one (float16)."""
        pick = int(torch.randint(len(self.train) + _LINEAR_WEIGHT * len(self.linear), (1,), generator=generator))
        return self.train[pick] if pick < len(self.train) else self.linear[(pick - len(self.train)) // _LINEAR_WEIGHT]


def as_encoded(picture: NDArray[Any]) -> NDArray[np.float32]:
    """A stored picture as float32, display-encoded, white = 1; what was linear exceeds it in places."""
    scale = np.float32(255.0) if picture.dtype == np.uint8 else np.float32(1.0)
    return np.asarray(picture, np.float32) / scale


def encode_linear(light: NDArray[np.float32]) -> NDArray[np.float16]:
    """Linear light >= 0 (white = 1) through sRGB's transfer function, as linear pictures are stored."""
    return linear_to_srgb(torch.from_numpy(light)).numpy().astype(np.float16)


def random_patch(pictures: list[NDArray[Any]], side: int, generator: Generator) -> list[NDArray[Any]]:
    """The same random square of several equally large (H, W, C) pictures, flipped and turned alike. Only flips and
    right angles: anything that resamples would change the noise."""
    height, width = pictures[0].shape[:2]
    r = torch.rand(3, generator=generator).tolist()
    y, x, turn = int(r[0] * (height - side + 1)), int(r[1] * (width - side + 1)), int(r[2] * 8)
    cut = [p[y : y + side, x : x + side] for p in pictures]
    cut = [np.rot90(c, turn % 4) for c in cut]
    return [np.ascontiguousarray(c[:, ::-1] if turn >= 4 else c) for c in cut]


def as_tensor(picture: NDArray[np.float32]) -> Tensor:
    """(H, W, 3) -> (3, H, W)."""
    return torch.from_numpy(picture).permute(2, 0, 1)


def _load_linear(path: Path) -> NDArray[np.float16]:
    read = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if read is None or read.dtype != np.float32 or read.ndim != 3:
        raise DataMissing(path=path, reason="this is not a linear HDR picture")
    light = np.ascontiguousarray(read[..., ::-1])
    white = max(float(np.percentile(light.max(2), _WHITE_PERCENTILE)), 1e-6)
    return encode_linear(np.clip(light / np.float32(white), 0.0, 1000.0))
