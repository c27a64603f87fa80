"""How noisy real cameras are: a and b of Var(x) = a x + b over ISO, for random draws.

The table is resources/noise_profiles.json, read and interpolated by formats/noise_profiles.py; here it stands on a
grid, so that batches of draws need no loop.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from torch import Generator, Tensor

from denoiser_app import paths
from denoiser_app.formats import noise_profiles
from denoiser_app.training.draws import log_uniform

LEAST_ISO, LARGEST_ISO = 50.0, 204800.0

_PER_STOP = 6
_SPREAD = (0.7, 1.5)
"""Copies of a camera differ, and so do the measurements; the correction by 10 is itself between 10 and 13."""


@dataclass(frozen=True)
class NoiseProfiles:
    """names: of the cameras. log_a, log_b: (cameras, grid) float32, natural logarithms at ISO 50 2^(k / 6)."""

    names: tuple[str, ...]
    log_a: Tensor
    log_b: Tensor

    @classmethod
    def load(cls, path: Path) -> NoiseProfiles:
        """Reads the table. DataMissing if it is not there or does not fit."""
        cameras = noise_profiles.load(path)
        stops = np.log2(LARGEST_ISO / LEAST_ISO)
        grid = np.log(LEAST_ISO) + np.log(2.0) * np.linspace(0.0, stops, round(stops * _PER_STOP) + 1)
        log_a, log_b = (np.stack(values) for values in zip(*(camera.log_at(grid) for camera in cameras), strict=True))
        names = tuple(camera.name for camera in cameras)
        return cls(names, torch.from_numpy(log_a).float(), torch.from_numpy(log_b).float())

    def to(self, device: torch.device) -> NoiseProfiles:
        """The same on another device."""
        return NoiseProfiles(self.names, self.log_a.to(device), self.log_b.to(device))

    def at(self, camera: Tensor, iso: Tensor) -> tuple[Tensor, Tensor]:
        """(N,) a and b of cameras (N,) int64, numbers into ``names``, at ISOs (N,), 50-204800."""
        place = (iso / LEAST_ISO).log2() * _PER_STOP
        below = place.floor().clamp(0, self.log_a.shape[1] - 2).long()
        share = place - below
        a, b = (t[camera, below] * (1.0 - share) + t[camera, below + 1] * share for t in (self.log_a, self.log_b))
        return a.exp(), b.exp()

    def draw(
        self,
        count: int,
        generator: Generator,
        iso: tuple[float, float] = (LEAST_ISO, LARGEST_ISO),
        largest: float = 0.02,
    ) -> tuple[Tensor, Tensor]:
        """(count,) a and b of random cameras at ISOs log-uniform between two, each of them times 0.7-1.5.

        A compact camera goes no further than a = ``largest`` (1 / electrons at white): it has no ISO 204800.
        """
        camera = torch.randint(len(self.names), (count,), generator=generator, device=generator.device)
        a, b = self.at(camera, log_uniform(count, *iso, generator))
        excess = (a / largest).clamp(min=1.0)
        a, b = a / excess, b / excess**2
        spread = log_uniform((2, count), *_SPREAD, generator)
        return a * spread[0], b * spread[1]


@cache
def shipped(device: torch.device) -> NoiseProfiles:
    """The table that comes with the program, on a device."""
    return NoiseProfiles.load(paths.resources() / "noise_profiles.json").to(device)
