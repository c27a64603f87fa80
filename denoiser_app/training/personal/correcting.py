"""What the engine takes off a raw network's mean error (engine/bias.py), for the figures of a training.

In the dark it is worth more than a decibel, so a figure without it would praise a training for what the engine does
anyway. It is measured on flat fields, which takes as long as a megapixel of photo: once for each white balance and
noise, and for the most usual ones only; the others take the nearest, whose curves hardly differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from denoiser_app.core.cfa import Cfa
from denoiser_app.core.photo import PoissonGaussian
from denoiser_app.engine.bias import measure_bias
from denoiser_app.networks.architectures import Network

Float = NDArray[np.float32]

MOST = 2
"""Curves that are measured every time."""


@dataclass(frozen=True)
class Flat:
    """What the curve of a photo depends on besides the network. gains: of white balance; k: of the encoding."""

    cfa: Cfa
    noise: PoissonGaussian
    gains: tuple[float, float, float]
    k: float

    def far_from(self, other: Flat) -> float:
        """How unlike two are."""
        mine, its = (np.log([*flat.gains, max(flat.noise.a, 1e-9)]) for flat in (self, other))
        return float(np.abs(mine - its).sum())


class Corrections:
    """For photos of these kinds."""

    def __init__(self, flats: Sequence[Flat], device: str) -> None:
        self._usual = [flat for flat, _ in Counter(flats).most_common(MOST)]
        self._device = device

    def measured(self, network: Network, half: bool) -> Callable[[Flat], Float]:
        """The curve of each kind, (3, KNOTS), of this network in evaluation mode."""
        curves = {flat: self._curve(flat, network, half) for flat in self._usual}
        return lambda flat: curves[min(curves, key=flat.far_from)]

    def _curve(self, flat: Flat, network: Network, half: bool) -> Float:
        @torch.no_grad()
        def run(inputs: Sequence[Float]) -> Float:
            tensors = [torch.from_numpy(np.ascontiguousarray(array)).to(self._device) for array in inputs]
            with torch.autocast(torch.device(self._device).type, torch.bfloat16, enabled=half):
                out: torch.Tensor = network(*tensors)
            return np.asarray(out.float().cpu().numpy(), np.float32)

        return measure_bias(run, flat.cfa, flat.noise, np.array(flat.gains, np.float32), flat.k)
