"""The full-colour picture that a raw pair's clean mosaic stands for.

A mosaic knows one colour a photosite, and the network gives all three. So the shipped network develops the clean
mosaic, told how little noise the mean of low-ISO frames has, which is a demosaic that is right to within 42 dB; where a
colour was measured, the measurement itself is kept. So half of what is learned is the shipped network's own view of
what lies between, and nothing of what the frames themselves say is lost.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from denoiser_app.core.photo import PoissonGaussian, RawPhoto
from denoiser_app.core.tiling import Box, Tile
from denoiser_app.engine.backend import TorchBackend
from denoiser_app.engine.device import Device
from denoiser_app.engine.planes import planes_of
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.weights import load_network

Float = NDArray[np.float32]

EDGE = 4
"""Pixels at a crop's edge that do not count: there the network sees nothing beyond."""


class Developer(Protocol):
    """Makes full colour of a clean mosaic."""

    def __call__(self, clean: RawPhoto, noise: PoissonGaussian) -> Float:
        """(H, W, 3) white-balanced linear camera RGB."""


class NetworkDeveloper:
    """A shipped network, on the CPU in single precision: the same every time, whatever the training runs on."""

    def __init__(self, model: ModelDescriptor) -> None:
        self._backend = TorchBackend(load_network(model), Device("cpu", torch.float32, "CPU"))
        self._multiple = model.multiple

    def __call__(self, clean: RawPhoto, noise: PoissonGaussian) -> Float:
        # Without the engine's measurement of the network's mean error: it comes from noise, and there is none.
        planes = planes_of(clean, noise)
        height, width = clean.size
        whole = Box(0, height, 0, width)
        read = Box(0, _up(height, self._multiple), 0, _up(width, self._multiple))
        tile = Tile(whole, read)
        return planes.pixels(self._backend.run(planes.inputs(tile)), tile)


def _up(side: int, multiple: int) -> int:
    return -(-side // multiple) * multiple


def full_color(clean: RawPhoto, noise: PoissonGaussian, develop: Developer) -> Float:
    """(H, W, 3) white-balanced linear camera RGB, signed: what was measured where it was measured, else developed."""
    gains = np.array(clean.white_balance, np.float32)
    if clean.cfa.kind == "linear":
        return clean.mosaic * gains
    if clean.cfa.kind == "monochrome":
        return np.repeat((clean.mosaic[..., None] if clean.mosaic.ndim == 2 else clean.mosaic[..., :1]) * gains, 3, 2)
    developed = develop(clean, noise)
    masks = clean.cfa.masks(*clean.size)
    return np.where(masks > 0, clean.mosaic[..., None] * gains, developed).astype(np.float32)


def without_edge(usable: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The same, without the pixels at the edge."""
    inner = np.zeros_like(usable)
    inner[EDGE:-EDGE, EDGE:-EDGE] = usable[EDGE:-EDGE, EDGE:-EDGE]
    return inner
