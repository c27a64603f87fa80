"""What a raw network is shown: the camera's own noise, the same noise simulated, and other cameras, light and ISOs.

    real         patches of high-ISO frames, told what the program will tell, against the clean full colour
    calibrated   the clean full colour, darker or not, under noise drawn anew at the measured a, b of each colour, with
                 the bands that the camera has: a frame's own noise is the same every time it is seen, this is not
    general      the simulation that the shipped networks learned from, on the same clean pictures and drawn nights, so
                 that other ISOs and scenes are not forgotten

A batch depends on nothing but the seed and the step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor

from denoiser_app.core.cfa import Cfa
from denoiser_app.core.noise import stabilise
from denoiser_app.core.photo import PoissonGaussian
from denoiser_app.training.batches import Batch, RawBatches, generator_for
from denoiser_app.training.dataset import CleanPhotos, encode_linear
from denoiser_app.training.draws import log_uniform, normal
from denoiser_app.training.personal.bands import Bands
from denoiser_app.training.personal.told import Fed
from denoiser_app.training.scenes import Sampling

Float = NDArray[np.float32]

_JITTER = 0.05
"""Deviation of what the network is told from what was measured, so that it does not rely on the last digit."""
_DARKEST, _BRIGHTEST = 0.12, 1.0
_NIGHT = 0.4
_WHITE_PERCENTILE = 95.0


@dataclass(frozen=True)
class Mix:
    """Patches of each kind in a batch."""

    real: int
    calibrated: int
    general: int

    @property
    def total(self) -> int:
        """Patches of a batch."""
        return self.real + self.calibrated + self.general


@dataclass(frozen=True)
class RawPart:
    """A crop, ready for the network.

    samples: (H, W) white-balanced, or (H, W, 3) without a filter array. target: (H, W, 3) float16, white-balanced
    linear. usable: (H, W). fed: what the network is told. noise: before white balance. gains: white balance.
    """

    samples: Float
    target: NDArray[np.float16]
    usable: NDArray[np.bool_]
    cfa: Cfa
    fed: Fed
    noise: PoissonGaussian
    bands: Bands
    gains: Float
    camera_matrix: NDArray[np.float64]

    def masks(self, y: int, x: int, side: int) -> Float:
        """(side, side, 3) of the filter array there."""
        return self.cfa.masks(side, side, (y, x))


class PairedRawBatches:
    """Of the parts given. Patches are cut on the CPU; noise is made on ``device``, where the batch stays."""

    def __init__(self, parts: Sequence[RawPart], mix: Mix, side: int, seed: int, device: str = "cpu") -> None:
        self._parts, self._mix, self._side, self._seed, self._device = parts, mix, side, seed, device
        areas = torch.tensor([float(part.usable.mean() * part.usable.size) for part in parts])
        self._shares = areas / areas.sum()
        photos = CleanPhotos((), (), tuple(_as_photo(part) for part in parts))
        sampling = Sampling(night=_NIGHT, texture=0.5, shrink=0.3)
        self._general = RawBatches(photos, mix.general, side, seed + 1, sampling=sampling, device=device)

    def __call__(self, step: int) -> Batch:
        made = []
        if self._mix.real:
            made.append(self._real(generator_for(self._seed, step, 3)))
        if self._mix.calibrated:
            made.append(self._calibrated(generator_for(self._seed, step, 4), step))
        if self._mix.general:
            made.append(self._general(step))
        return Batch.together(made)

    def _part(self, g: Generator) -> RawPart:
        return self._parts[int(torch.multinomial(self._shares, 1, generator=g))]

    def _real(self, g: Generator) -> Batch:
        patches = [_cut(self._part(g), self._side, g) for _ in range(self._mix.real)]
        planes, masks, target, weight = (
            torch.stack([torch.from_numpy(patch[i]) for patch in patches]).to(self._device) for i in range(4)
        )
        a, b, k = (value.to(self._device) for value in _told([patch[4] for patch in patches], g))
        return Batch((planes, masks, a, b, k), stabilise(target, k[:, None, None, None]), weight)

    def _calibrated(self, g: Generator, step: int) -> Batch:
        parts = [self._part(g) for _ in range(self._mix.calibrated)]
        light = torch.stack([torch.from_numpy(_turned(part, self._side, g)) for part in parts]).to(self._device)
        masks = torch.stack([torch.from_numpy(_any_phase(part.cfa, self._side, g)) for part in parts]).to(self._device)
        gains = torch.stack([torch.from_numpy(part.gains) for part in parts]).to(self._device)[:, :, None, None]
        exposure = log_uniform(len(parts), _DARKEST, _BRIGHTEST, g).to(self._device)[:, None, None, None]
        clean = (light * exposure).clamp(min=0.0).minimum(gains)
        on_device = generator_for(self._seed, step, 5, self._device)
        planes = _recorded(clean / gains, masks, parts, on_device) * gains
        a, b, k = (value.to(self._device) for value in _told([part.fed for part in parts], g))
        return Batch((planes, masks, a, b, k), stabilise(clean, k[:, None, None, None]))


Patch = tuple[Float, Float, Float, Float, Fed]


def _cut(part: RawPart, side: int, g: Generator) -> Patch:
    """planes, masks, target (3, side, side), weight (1, side, side), flipped alike, so that the masks stay right; not
    turned, since rows and columns differ in a camera's noise."""
    y, x, flip = _place(part, side, g)
    window = (slice(y, y + side), slice(x, x + side))
    masks = part.masks(y, x, side)
    samples = part.samples[window]
    planes = (samples if samples.ndim == 3 else samples[..., None]) * masks
    pictures = (planes, masks, part.target[window].astype(np.float32), part.usable[window][..., None])
    flipped = [np.asarray(_flipped(picture, flip), np.float32).transpose(2, 0, 1) for picture in pictures]
    return *(np.ascontiguousarray(f) for f in flipped), part.fed  # type: ignore[return-value]


def _turned(part: RawPart, side: int, g: Generator) -> Float:
    """(3, side, side) of the target alone, flipped and turned: what was not recorded yet has no rows."""
    y, x, flip = _place(part, side, g)
    patch = _flipped(part.target[y : y + side, x : x + side], flip)
    if flip >= 4:
        patch = patch.transpose(1, 0, 2)
    return np.ascontiguousarray(patch.transpose(2, 0, 1), np.float32)


def _place(part: RawPart, side: int, g: Generator) -> tuple[int, int, int]:
    """Top, left, and one of eight numbers."""
    height, width = part.usable.shape
    r = torch.rand(3, generator=g).tolist()
    return int(r[0] * (height - side + 1)), int(r[1] * (width - side + 1)), int(r[2] * 8)


def _flipped(picture: NDArray[np.generic], flip: int) -> NDArray[np.generic]:
    picture = picture[::-1] if flip & 1 else picture
    return picture[:, ::-1] if flip & 2 else picture


def _any_phase(cfa: Cfa, side: int, g: Generator) -> Float:
    """(3, side, side) masks of the camera's own filter array, anywhere on the sensor, flipped."""
    y, x, flip = (int(v) for v in torch.randint(0, 12, (3,), generator=g))
    masks = _flipped(cfa.masks(side, side, (y, x)), flip)
    return np.ascontiguousarray(masks.transpose(2, 0, 1), np.float32)


def _recorded(sensor: Tensor, masks: Tensor, parts: Sequence[RawPart], g: Generator) -> Tensor:
    """(N, 3, H, W) signal before white balance -> what the camera's sensor makes of it, 0 where no colour is sampled.

    a Poisson(s / a) + N(0, b) with a, b of each colour, of which the bands have their variance; clipped at white.
    """
    a, b = (
        torch.stack([torch.from_numpy(part.noise.by_color()[i]) for part in parts]).to(sensor.device)[:, :, None, None]
        for i in (0, 1)
    )
    row, column = (
        torch.tensor([getattr(part.bands, name) for part in parts], device=sensor.device)[:, None, None, None]
        for name in ("row", "column")
    )
    a = a.clamp(min=1e-9)
    white = (b - row - column).clamp(min=0.0)
    count, _, height, width = sensor.shape
    recorded = torch.poisson(sensor * masks / a, generator=g) * a
    recorded += white.sqrt() * normal(tuple(sensor.shape), g)
    recorded += row.sqrt() * normal((count, 1, height, 1), g) + column.sqrt() * normal((count, 1, 1, width), g)
    # Without a filter array the three planes of a gray sensor are one.
    gray = torch.tensor([part.cfa.kind == "monochrome" for part in parts], device=sensor.device)[:, None, None, None]
    recorded = torch.where(gray, recorded[:, :1], recorded)
    return recorded.clamp(max=1.0) * masks


def _told(fed: Sequence[Fed], g: Generator) -> tuple[Tensor, Tensor, Tensor]:
    """a, b (N, 3) a little off, and k (N,)."""
    error = torch.exp(2.0 * _JITTER * normal(len(fed), g))[:, None]
    a, b = (torch.from_numpy(np.stack([getattr(one, name) for one in fed])).float() * error for name in ("a", "b"))
    return a, b, torch.tensor([one.k for one in fed])


def _as_photo(part: RawPart) -> NDArray[np.float16]:
    """The target as the base training's pictures are stored: linear sRGB, white at the 95th percentile."""
    linear = part.target.astype(np.float32) @ part.camera_matrix.T.astype(np.float32)
    white = max(float(np.percentile(linear.max(2), _WHITE_PERCENTILE)), 1e-4)
    return encode_linear(np.clip(linear / np.float32(white), 0.0, 1000.0))
