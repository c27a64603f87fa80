"""What training looks at: the clean photos, and a share of night scenes drawn anew all the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor

from denoiser_app.core.night_scenes import SIDE, night_picture
from denoiser_app.training.dataset import CleanPhotos, as_encoded, as_tensor, encode_linear, random_patch

_AT_HAND = 8
_STEPS_EACH = 16
_JPEG_BLOCK = 8


@dataclass(frozen=True)
class Sampling:
    """Which patches a training sees more of, as shares of all.

    night: drawn night scenes (core/night_scenes.py).
    texture: the more textured one of two random patches. Most of a photo is smooth, and what a network is judged by is
        the rest.
    shrink: first made smaller by 1-2, areas averaged: finer texture than the photos hold themselves. Before there is
        noise; noise must never be resampled.
    jpeg: saved as JPEG first, quality 80-98, colour mostly at half resolution. That is what finished pictures are, and
        the training photos are not: they were made smaller, so their colour is as sharp as their brightness.
    """

    night: float = 0.12
    texture: float = 0.0
    shrink: float = 0.0
    jpeg: float = 0.0


@dataclass(frozen=True)
class Patches:
    """rgb: (N, 3, side, side) float32, display-encoded, >= 0; linear: (N,) bool, where it may exceed 1."""

    rgb: Tensor
    linear: Tensor


class Scenes:
    """Random patches and pictures that depend on nothing but the seed and the step.

    Drawing a night scene takes longer than a training step has for it, so eight are at hand at a time, and every
    sixteen steps the oldest gives way to a new one.
    """

    def __init__(self, photos: CleanPhotos, side: int, seed: int, sampling: Sampling) -> None:
        self._photos, self._side, self._seed, self._sampling = photos, side, seed, sampling
        self._drawn: dict[int, NDArray[np.float16]] = {}

    def patches(self, step: int, count: int, generator: Generator) -> Patches:
        """``count`` patches for one step: random places, flips and right angles."""
        cut = [self._patch(step, generator) for _ in range(count)]
        linear = torch.tensor([c.dtype != np.uint8 for c in cut], dtype=torch.bool)
        return Patches(torch.stack([as_tensor(as_encoded(c)) for c in cut]), linear)

    def _patch(self, step: int, generator: Generator) -> NDArray[Any]:
        if float(torch.rand(1, generator=generator)) < self._sampling.night:
            return random_patch([self._night_scene(step, generator)], self._side, generator)[0]
        choice = float(torch.rand(1, generator=generator)) < self._sampling.texture
        return max([self._photo_patch(generator) for _ in range(1 + choice)], key=_texture)

    def _photo_patch(self, generator: Generator) -> NDArray[Any]:
        photo = self._photos.random_picture(generator)
        shrink, by, jpeg = torch.rand(3, generator=generator).tolist()
        saved = jpeg < self._sampling.jpeg and photo.dtype == np.uint8
        side = self._side + _JPEG_BLOCK * saved
        large = min(round(side * (1.0 + by)) if shrink < self._sampling.shrink else side, *photo.shape[:2])
        cut = random_patch([photo], large, generator)[0]
        if large != side:
            single = cut if cut.dtype == np.uint8 else cut.astype(np.float32)
            cut = np.asarray(cv2.resize(single, (side, side), interpolation=cv2.INTER_AREA), cut.dtype)
        return _saved_as_jpeg(cut, self._side, generator) if saved else cut

    def _night_scene(self, step: int, generator: Generator) -> NDArray[np.float16]:
        first = step // _STEPS_EACH
        for old in [i for i in self._drawn if not first <= i < first + _AT_HAND]:
            del self._drawn[old]
        index = first + int(torch.randint(_AT_HAND, (1,), generator=generator))
        if index not in self._drawn:
            self._drawn[index] = draw_night(max(self._side, SIDE), self._seed, index)
        return self._drawn[index]


def _saved_as_jpeg(patch: NDArray[Any], side: int, generator: Generator) -> NDArray[Any]:
    """(side, side, 3) out of a larger uint8 patch, at a random place of the grid of 8x8 blocks."""
    r = torch.rand(4, generator=generator).tolist()
    subsampling = cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444 if r[0] < 0.25 else cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420
    options = [cv2.IMWRITE_JPEG_QUALITY, 80 + int(19 * r[1]), cv2.IMWRITE_JPEG_SAMPLING_FACTOR, subsampling]
    _, data = cv2.imencode(".jpg", np.ascontiguousarray(patch[..., ::-1]), options)
    y, x = (int(v * (len(patch) - side + 1)) for v in r[2:])
    decoded = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR))[..., ::-1]
    return np.ascontiguousarray(decoded[y : y + side, x : x + side])


def _texture(patch: NDArray[Any]) -> float:
    """How much a patch varies from row to row."""
    green = as_encoded(patch)[..., 1]
    return float(np.abs(np.diff(green, axis=0)).mean())


def draw_night(side: int, seed: int, index: int, stream: int = 0) -> NDArray[np.float16]:
    """The night scene of this number in one stream of them, encoded as linear pictures are stored."""
    return encode_linear(night_picture(side, np.random.default_rng([seed, index, stream])))
