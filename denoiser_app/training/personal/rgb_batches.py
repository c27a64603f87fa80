"""What a network for finished pictures is shown: the camera's own JPEGs, and the simulation on their clean pictures.

    real       patches of high-ISO frames, told the curve that the program will tell, against the clean ones
    general    white noise and simulated cameras' JPEGs, which the shipped networks learned from, on the clean pictures

A camera's processing makes noise of its own kind, which no formula draws anew; so there is no third part as with raws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator

from denoiser_app.training.batches import Batch, RgbBatches, generator_for
from denoiser_app.training.dataset import CleanPhotos, as_tensor, random_patch
from denoiser_app.training.draws import normal
from denoiser_app.training.scenes import Sampling

Float = NDArray[np.float32]

_JITTER = 0.05
_NIGHT = 0.1
_SHOTS = 8
"""Simulated JPEGs at a time; few, since the cameras of others are a small part here."""
_WHITE = 0.4
"""Share of white noise in the general part."""


@dataclass(frozen=True)
class RgbPart:
    """A crop, ready for the network. noisy, clean: (H, W, 3) float16, display-encoded, 0-1. curve: (2, KNOTS)."""

    noisy: NDArray[np.float16]
    clean: NDArray[np.float16]
    usable: NDArray[np.bool_]
    curve: Float


class PairedRgbBatches:
    """``real`` patches of the parts and ``general`` ones of the simulation."""

    def __init__(
        self, parts: Sequence[RgbPart], real: int, general: int, side: int, seed: int, device: str = "cpu"
    ) -> None:
        self._parts, self._real, self._side, self._seed, self._device = parts, real, side, seed, device
        areas = torch.tensor([float(part.usable.mean() * part.usable.size) for part in parts])
        self._shares = areas / areas.sum()
        photos = CleanPhotos(tuple(np.rint(part.clean.astype(np.float32) * 255).astype(np.uint8) for part in parts), ())
        self._general = (
            RgbBatches(
                photos,
                general,
                side,
                seed + 1,
                round(_WHITE * general),
                _SHOTS,
                sampling=Sampling(night=_NIGHT, texture=0.5),
                device=device,
            )
            if general
            else None
        )

    def __call__(self, step: int) -> Batch:
        real = self._paired(generator_for(self._seed, step, 3))
        return real if self._general is None else Batch.together([real, self._general(step)])

    def close(self) -> None:
        """Stops the thread of the simulation."""
        if self._general is not None:
            self._general.close()

    def _paired(self, g: Generator) -> Batch:
        noisy, clean, curves, weights = [], [], [], []
        for _ in range(self._real):
            part = self._parts[int(torch.multinomial(self._shares, 1, generator=g))]
            pictures = [part.noisy, part.clean, part.usable[..., None]]
            cut = [as_tensor(picture.astype(np.float32)) for picture in random_patch(pictures, self._side, g)]
            noisy.append(cut[0])
            clean.append(cut[1])
            weights.append(cut[2])
            curves.append(torch.from_numpy(part.curve))
        error = torch.exp(_JITTER * normal(self._real, g))[:, None, None]
        inputs = (torch.stack(noisy), torch.stack(curves) * error)
        on_device = tuple(tensor.to(self._device) for tensor in inputs)
        return Batch(on_device, torch.stack(clean).to(self._device), torch.stack(weights).to(self._device))
