"""What one training step sees: inputs for the network and the target, made anew for every step.

A batch depends on nothing but the seed and the step, so a training that was interrupted goes on with exactly the
batches it would have had.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor

from denoiser_app.core.noise import KNOTS, stabilise
from denoiser_app.training import camera
from denoiser_app.training.dataset import CleanPhotos, as_encoded, as_tensor, random_patch
from denoiser_app.training.defects import Defects
from denoiser_app.training.draws import log_uniform, normal, uniform
from denoiser_app.training.jpeg_camera import Shot, shoot
from denoiser_app.training.scenes import Patches, Sampling, Scenes, draw_night
from denoiser_app.training.tone import ToneCurves

_SHOT_SIDE = 512
_POISSON_SHARE = 0.125
_USUAL = Sampling()


@dataclass(frozen=True)
class Batch:
    """inputs: what the network's forward takes, in order; target: (N, 3, H, W) in the network's encoding. weight:
    (N, 1, H, W), 0-1, how much a pixel of the target counts; None for all alike."""

    inputs: tuple[Tensor, ...]
    target: Tensor
    weight: Tensor | None = None

    @classmethod
    def together(cls, parts: Sequence[Batch]) -> Batch:
        """Several batches of equally large patches as one, in their order."""
        if len(parts) == 1:
            return parts[0]
        inputs = tuple(torch.cat(tensors) for tensors in zip(*(part.inputs for part in parts), strict=True))
        target = torch.cat([part.target for part in parts])
        if all(part.weight is None for part in parts):
            return cls(inputs, target)
        weights = [torch.ones_like(p.target[:, :1]) if p.weight is None else p.weight for p in parts]
        return cls(inputs, target, torch.cat(weights))


BatchMaker = Callable[[int], Batch]


def generator_for(seed: int, step: int, stream: int = 0, device: str = "cpu") -> Generator:
    """Random numbers that belong to one step of one stream."""
    return torch.Generator(device).manual_seed((seed * 1_000_003 + step) * 17 + stream)


class RawBatches:
    """Raw patches of random cameras, lenses, light, exposure (many night-dark), noise and defects.

    Every ``_UNMOSAICED_EVERY``-th batch has no filter array, in turn LinearRaw and monochrome. Patches are cut on the
    CPU; all the rest is done on ``device``, where the batch stays.
    """

    _UNMOSAICED_EVERY = 14

    def __init__(
        self,
        photos: CleanPhotos,
        count: int,
        side: int,
        seed: int,
        *,
        sampling: Sampling = _USUAL,
        device: str = "cpu",
    ) -> None:
        self._scenes = Scenes(photos, side, seed, sampling)
        self._count, self._side, self._seed, self._device = count, side, seed, device

    def __call__(self, step: int) -> Batch:
        scene = self._scenes.patches(step, self._count, generator_for(self._seed, step))
        g = generator_for(self._seed, step, 2, self._device)
        unmosaiced = step % self._UNMOSAICED_EVERY == 0
        monochrome = unmosaiced and step % (2 * self._UNMOSAICED_EVERY) == 0
        gains = torch.ones(self._count, 3, device=g.device) if monochrome else camera.random_gains(self._count, g)
        clean = self._exposed(scene, gains, g)
        noise, bits = camera.random_noise(self._count, g), camera.random_bits(self._count, g)
        defects = Defects.random(noise.b, g)
        masks = torch.ones_like(clean) if unmosaiced else camera.random_masks(self._count, self._side, self._side, g)
        if monochrome:
            clean = clean.mean(1, keepdim=True)
            planes = camera.record(clean, gains[:, :1], noise, bits, g, defects).expand(-1, 3, -1, -1)
            clean = clean.expand(-1, 3, -1, -1)
        elif unmosaiced:
            planes = camera.record(clean, gains, noise, bits, g, defects)
        else:
            sites = (gains[:, :, None, None] * masks).sum(1, keepdim=True)
            planes = camera.record((clean * masks).sum(1, keepdim=True), sites, noise, bits, g, defects) * masks
        # What is the same everywhere cannot be told from the scene: a wrong black level stays, hot pixels and bands go.
        shifted = (clean + defects.black[:, None, None, None] * gains[:, :, None, None]).minimum(
            gains[:, :, None, None]
        )
        return self._assemble(planes, masks, shifted, noise.filed(bits), gains, g)

    def _exposed(self, scene: Patches, gains: Tensor, g: Generator) -> Tensor:
        count, side = self._count, self._side
        exposure = log_uniform(count, 0.02, 1.3, g)[:, None, None, None]
        light = exposure * camera.random_vignetting(count, side, side, g)
        tones = ToneCurves.random(count, g).unless(scene.linear.to(g.device))
        return camera.expose(scene.rgb.to(g.device), camera.random_camera_matrices(count, g), gains, light, tones)

    def _assemble(
        self, planes: Tensor, masks: Tensor, clean: Tensor, noise: camera.SensorNoise, gains: Tensor, g: Generator
    ) -> Batch:
        k = noise.offset(gains)
        # The program will not know the noise exactly: 10 % in the deviation is what a measurement misses by.
        error = torch.exp(0.2 * normal(self._count, g))
        a, b = camera.SensorNoise(noise.a * error, noise.b * error).after_gains(gains)
        return Batch((planes, masks, a, b, k), stabilise(clean, k[:, None, None, None]))


class RgbBatches:
    """Display-encoded patches: ``gaussian`` of each batch with white noise (``white``: a few with Poisson noise), the
    rest from simulated camera JPEGs.

    A simulated shot is expensive, so a round of them serves ``_STEPS_PER_ROUND`` steps while a thread makes the next.
    """

    _STEPS_PER_ROUND = 100

    def __init__(
        self,
        photos: CleanPhotos,
        count: int,
        side: int,
        seed: int,
        gaussian: int,
        shots: int = 16,
        *,
        sampling: Sampling = _USUAL,
        device: str = "cpu",
    ) -> None:
        self._photos, self._count, self._side, self._seed, self._shots = photos, count, side, seed, shots
        self._scenes = Scenes(photos, side, seed, sampling)
        self._gaussian, self._night, self._device = gaussian, sampling.night, device
        self._pool = ThreadPoolExecutor(1, "shots")
        self._rounds: dict[int, Future[list[Shot]]] = {}

    def __call__(self, step: int) -> Batch:
        g = generator_for(self._seed, step)
        scene = self._scenes.patches(step, self._gaussian, g).rgb.to(self._device).clamp(0.0, 1.0)
        white = white_noise(scene, generator_for(self._seed, step, 2, self._device))
        if self._count == self._gaussian:
            return white
        jpegs = self._jpegs(self._round(step // self._STEPS_PER_ROUND), g)
        inputs = tuple(torch.cat([w, j.to(self._device)]) for w, j in zip(white.inputs, jpegs.inputs, strict=True))
        return Batch(inputs, torch.cat([white.target, jpegs.target.to(self._device)]))

    def close(self) -> None:
        """Stops the thread that makes shots."""
        self._pool.shutdown(cancel_futures=True)

    def _jpegs(self, shots: list[Shot], g: Generator) -> Batch:
        noisy, clean, curves = [], [], []
        for _ in range(self._count - self._gaussian):
            shot = shots[int(torch.randint(len(shots), (1,), generator=g))]
            pair = random_patch([shot.noisy, shot.clean], self._side, g)
            noisy.append(as_tensor(pair[0]))
            clean.append(as_tensor(pair[1]))
            known = float(torch.rand(1, generator=g)) < 0.4
            curves.append(torch.from_numpy((shot.known if known else shot.measured).array()))
        return Batch((torch.stack(noisy), torch.stack(curves)), torch.stack(clean))

    def _round(self, index: int) -> list[Shot]:
        for wanted in (index, index + 1):
            if wanted not in self._rounds:
                self._rounds[wanted] = self._pool.submit(self._shoot, wanted)
        for old in [i for i in self._rounds if i < index]:
            del self._rounds[old]
        return self._rounds[index].result()

    def _shoot(self, index: int) -> list[Shot]:
        g = generator_for(self._seed, index, stream=1)
        return [shoot(self._picture(index * self._shots + i, g), g) for i in range(self._shots)]

    def _picture(self, number: int, g: Generator) -> NDArray[np.float32]:
        if float(torch.rand(1, generator=g)) < self._night:
            return as_encoded(draw_night(_SHOT_SIDE, self._seed, number, stream=1))
        picture = self._photos.random_picture(g)
        side = min(*picture.shape[:2], _SHOT_SIDE)
        return as_encoded(picture if picture.dtype == np.uint8 else random_patch([picture], side, g)[0])


def white_noise(clean: Tensor, g: Generator) -> Batch:
    """Patches (N, 3, H, W), 0-1, with the noise of the field's tables.

    Seven in eight Gaussian, sigma uniform in 0-55 of 255, for one in ten of them 0-75; else Poisson(p v) / p, whose
    deviation is sqrt(v / p), p log-uniform in 15-3000. Three in ten are told a deviation that is off by 8 % or so.
    """
    count, device = len(clean), clean.device
    is_poisson, is_off, is_strong = torch.rand((3, count), generator=g, device=device)
    sigma = uniform(count, 0.0, 1.0, g) * torch.where(is_strong < 0.1, 75.0, 55.0) / 255.0
    peak = log_uniform(count, 15.0, 3000.0, g)
    v = torch.linspace(0.0, 1.0, KNOTS, device=device)
    is_poisson = is_poisson < _POISSON_SHARE
    told = torch.where(is_poisson[:, None], (v / peak[:, None]).sqrt(), sigma[:, None])
    error = torch.exp(0.08 * normal((count, 2, 1), g) * (is_off < 0.3)[:, None, None])
    noisy = clean + sigma[:, None, None, None] * normal(tuple(clean.shape), g)
    (chosen,) = torch.nonzero(is_poisson, as_tuple=True)
    photons = peak[chosen, None, None, None]
    noisy[chosen] = torch.poisson(clean[chosen] * photons, generator=g) / photons
    return Batch((noisy, told[:, None] * error), clean)
