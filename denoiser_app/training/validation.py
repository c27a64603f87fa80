"""How well a network does on photos that it never sees in training: a table in dB, on the same pictures every time.

The noise is that of the field's tables and of typical cameras, made apart from the training's own simulation, so that
the figures of two recipes can be compared whatever their batches were.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from denoiser_app.core.cfa import Cfa, bayer, xtrans
from denoiser_app.core.color import to_linear
from denoiser_app.core.noise import (
    KNOTS,
    sensor_samples,
    stabilise,
    stabilising_offset,
    typical_noise,
)
from denoiser_app.core.photo import PoissonGaussian
from denoiser_app.networks.architectures import Network
from denoiser_app.training.batches import Batch, generator_for
from denoiser_app.training.config import TrainingConfig
from denoiser_app.training.dataset import CleanPhotos, random_patch
from denoiser_app.training.jpeg_camera import shoot

Float = NDArray[np.float32]

_PATCHES = 8
_SIDE = 128
_SEED = 99
_SIGMAS = (15, 25, 50)
_ISOS = (800, 6400, 51200)
_ARRAYS = (bayer("RGGB"), xtrans())
_GAINS = np.array([2.0, 1.0, 1.5], np.float32)
_EXPOSURE = 0.5


@dataclass(frozen=True)
class _Row:
    name: str
    batch: Batch


class Validation:
    """Held-out patches with noise, made once. Rows: for rgb white noise of sigma 15, 25, 50 with the level given, and
    simulated camera JPEGs with the level measured; for raw ISO 800, 6400, 51200 of a typical camera by RGGB and
    X-Trans."""

    def __init__(self, config: TrainingConfig, photos: CleanPhotos, device: str) -> None:
        side = min(_SIDE, *(min(photo.shape[:2]) for photo in photos.held_out))
        rows = _raw_rows if config.domain == "raw" else _rgb_rows
        self._device, self._half = device, config.half_precision
        self._rows = [_Row(row.name, _on(row.batch, device)) for row in rows(photos, side - side % 16)]

    @torch.no_grad()
    def __call__(self, network: Network) -> dict[str, float]:
        """PSNR in dB by row, the mean over its patches, in the encoding the network works in, clipped to 0-1.
        ``network`` is in evaluation mode."""
        return {row.name: self._psnr(network, row.batch) for row in self._rows}

    def _psnr(self, network: Network, batch: Batch) -> float:
        with torch.autocast(torch.device(self._device).type, torch.bfloat16, enabled=self._half):
            out = network(*batch.inputs)
        error = (out.clamp(0.0, 1.0) - batch.target).square().mean((1, 2, 3)).double()
        return float((-10.0 * torch.log10(error.clamp(min=1e-10))).mean())


def _rgb_rows(photos: CleanPhotos, side: int) -> Iterator[_Row]:
    clean = _patches(photos, side)
    for sigma in _SIGMAS:
        g = generator_for(_SEED, sigma)
        noisy = clean + sigma / 255.0 * torch.randn(clean.shape, generator=g)
        curve = torch.full((len(clean), 2, KNOTS), sigma / 255.0)
        yield _Row(f"sigma {sigma}", Batch((noisy, curve), clean))
    yield _Row("JPEG, measured", _shots(photos, side))


def _shots(photos: CleanPhotos, side: int) -> Batch:
    """One patch of each of a few photos, photographed whole, so that the level is measured as the program does."""
    g = generator_for(_SEED, 0)
    shots = [shoot(photo.astype(np.float32) / np.float32(255.0), g) for photo in photos.held_out[:_PATCHES]]
    side = min(side, *(min(shot.clean.shape[:2]) // 16 * 16 for shot in shots))
    pairs = [random_patch([shot.noisy, shot.clean], side, g) for shot in shots]
    noisy, clean = (torch.stack([torch.from_numpy(p[i]).permute(2, 0, 1) for p in pairs]) for i in (0, 1))
    return Batch((noisy, torch.stack([torch.from_numpy(shot.measured.array()) for shot in shots])), clean)


def _raw_rows(photos: CleanPhotos, side: int) -> Iterator[_Row]:
    clean = to_linear(_patches(photos, side).permute(0, 2, 3, 1).numpy(), "srgb") * np.float32(_EXPOSURE)
    for cfa in _ARRAYS:
        for iso in _ISOS:
            yield _Row(f"{cfa.name} ISO {iso}", _recorded(clean, cfa, typical_noise(iso), iso))


def _recorded(clean: Float, cfa: Cfa, noise: PoissonGaussian, seed: int) -> Batch:
    """(N, H, W, 3) white-balanced linear light as a sensor of this noise records it; all gains of daylight."""
    samples = np.minimum(sensor_samples(clean / _GAINS, noise, np.random.default_rng(seed)), 1.0)
    masks = cfa.masks(*clean.shape[1:3])
    a, b = noise.a * _GAINS, noise.b * _GAINS**2
    k = stabilising_offset(PoissonGaussian(float(a.mean()), float(b.mean())))
    pictures = (samples * _GAINS * masks, np.broadcast_to(masks, clean.shape), stabilise(clean, k))
    planes, filters, target = (torch.from_numpy(p.transpose(0, 3, 1, 2).copy()) for p in pictures)
    levels = (torch.from_numpy(np.float32(v)).expand(len(clean), -1) for v in (a, b))
    return Batch((planes, filters, *levels, torch.full((len(clean),), k)), target)


def _patches(photos: CleanPhotos, side: int) -> Tensor:
    """(N, 3, side, side) float32, 0-1."""
    g = generator_for(_SEED, 0)
    chosen = [photos.held_out[i % len(photos.held_out)] for i in range(_PATCHES)]
    cut = [random_patch([photo], side, g)[0] for photo in chosen]
    return torch.stack([torch.from_numpy(c).permute(2, 0, 1) for c in cut]).float() / 255.0


def _on(batch: Batch, device: str) -> Batch:
    return Batch(tuple(tensor.to(device) for tensor in batch.inputs), batch.target.to(device))
