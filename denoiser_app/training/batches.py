"""What one training step sees: inputs for the network and the target, made anew for every step.

A batch depends on nothing but the seed and the step, so a training that was interrupted goes on with exactly the
batches it would have had.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import torch
from torch import Generator, Tensor

from denoiser_app.core.noise import KNOTS, stabilise
from denoiser_app.training import camera
from denoiser_app.training.dataset import CleanPhotos, random_patch
from denoiser_app.training.jpeg_camera import Shot, shoot


@dataclass(frozen=True)
class Batch:
    """inputs: what the network's forward takes, in order; target: (N, 3, H, W) in the network's encoding."""

    inputs: tuple[Tensor, ...]
    target: Tensor


BatchMaker = Callable[[int], Batch]


def generator_for(seed: int, step: int, stream: int = 0) -> Generator:
    """Random numbers that belong to one step of one stream."""
    return torch.Generator().manual_seed((seed * 1_000_003 + step) * 17 + stream)


class RawBatches:
    """Raw patches of random cameras, light, exposure (many night-dark) and noise.

    Every ``_UNMOSAICED_EVERY``-th batch has no filter array, in turn LinearRaw and monochrome.
    """

    _UNMOSAICED_EVERY = 14

    def __init__(self, photos: CleanPhotos, count: int, side: int, seed: int) -> None:
        self._photos, self._count, self._side, self._seed = photos, count, side, seed

    def __call__(self, step: int) -> Batch:
        g = generator_for(self._seed, step)
        count, side = self._count, self._side
        rgb = self._photos.patches(count, side, g)
        unmosaiced = step % self._UNMOSAICED_EVERY == 0
        monochrome = unmosaiced and step % (2 * self._UNMOSAICED_EVERY) == 0
        gains = torch.ones(count, 3) if monochrome else camera.random_gains(count, g)
        exposure = camera.log_uniform(count, 0.02, 1.3, g)
        toned = torch.rand(count, generator=g) < 0.5
        clean = camera.expose(rgb, camera.random_camera_matrices(count, g), gains, exposure, toned)
        noise = camera.random_noise(count, 4e-6, 2e-2, g)
        bits = 12 + int(torch.randint(3, (1,), generator=g))
        if monochrome:
            clean = clean.mean(1, keepdim=True)
            planes = camera.record(clean, gains[:, :1], noise, bits, g).expand(-1, 3, -1, -1)
            clean, masks = clean.expand(-1, 3, -1, -1), torch.ones(count, 3, side, side)
        elif unmosaiced:
            planes, masks = camera.record(clean, gains, noise, bits, g), torch.ones(count, 3, side, side)
        else:
            masks = camera.random_masks(count, side, side, g)
            sites = (gains[:, :, None, None] * masks).sum(1, keepdim=True)
            mosaic = (clean * masks).sum(1, keepdim=True)
            planes = camera.record(mosaic, sites, noise, bits, g) * masks
        return self._assemble(planes, masks, clean, noise, gains, g)

    def _assemble(
        self, planes: Tensor, masks: Tensor, clean: Tensor, noise: camera.SensorNoise, gains: Tensor, g: Generator
    ) -> Batch:
        k = noise.offset(gains)
        # The program will not know the noise exactly: 10 % in the deviation is what a measurement misses by.
        error = torch.exp(0.2 * torch.randn(self._count, generator=g))
        a, b = camera.SensorNoise(noise.a * error, noise.b * error).after_gains(gains)
        return Batch((planes, masks, a, b, k), stabilise(clean, k[:, None, None, None]))


class RgbBatches:
    """Display-encoded patches: ``gaussian`` of each batch with white noise, the rest from simulated camera JPEGs.

    A simulated shot is expensive, so a round of them serves ``_STEPS_PER_ROUND`` steps while a thread makes the next.
    """

    _STEPS_PER_ROUND = 100

    def __init__(self, photos: CleanPhotos, count: int, side: int, seed: int, gaussian: int, shots: int = 16) -> None:
        self._photos, self._count, self._side, self._seed, self._shots = photos, count, side, seed, shots
        self._gaussian = gaussian
        self._pool = ThreadPoolExecutor(1, "shots")
        self._rounds: dict[int, Future[list[Shot]]] = {}

    def __call__(self, step: int) -> Batch:
        g = generator_for(self._seed, step)
        shots = self._round(step // self._STEPS_PER_ROUND)
        noisy, clean, curves = self._white(g)
        for _ in range(self._count - self._gaussian):
            shot = shots[int(torch.randint(len(shots), (1,), generator=g))]
            pair = random_patch([shot.noisy, shot.clean], self._side, g)
            noisy.append(torch.from_numpy(pair[0]).permute(2, 0, 1))
            clean.append(torch.from_numpy(pair[1]).permute(2, 0, 1))
            known = float(torch.rand(1, generator=g)) < 0.4
            curves.append(torch.from_numpy((shot.known if known else shot.measured).array()))
        return Batch((torch.stack(noisy), torch.stack(curves)), torch.stack(clean))

    def close(self) -> None:
        """Stops the thread that makes shots."""
        self._pool.shutdown(cancel_futures=True)

    def _white(self, g: Generator) -> tuple[list[Tensor], list[Tensor], list[Tensor]]:
        clean = list(self._photos.patches(self._gaussian, self._side, g))
        noisy, curves = [], []
        for patch in clean:
            r = torch.rand(2, generator=g).tolist()
            sigma = (75.0 if r[1] < 0.1 else 55.0) * r[0] / 255.0
            noisy.append(patch + sigma * torch.randn(patch.shape, generator=g))
            error = torch.exp(0.08 * torch.randn(2, 1, generator=g)) if r[1] > 0.7 else torch.ones(2, 1)
            curves.append((sigma * error).expand(2, KNOTS))
        return noisy, clean, curves

    def _round(self, index: int) -> list[Shot]:
        for wanted in (index, index + 1):
            if wanted not in self._rounds:
                self._rounds[wanted] = self._pool.submit(self._shoot, wanted)
        for old in [i for i in self._rounds if i < index]:
            del self._rounds[old]
        return self._rounds[index].result()

    def _shoot(self, index: int) -> list[Shot]:
        g = generator_for(self._seed, index, stream=1)
        shots = []
        for _ in range(self._shots):
            photo = self._photos.random_photo(g).astype(np.float32) / np.float32(255.0)
            shots.append(shoot(photo, g))
        return shots
