"""How well a network does on crops of pairs that it does not learn from, and on the noisy crops themselves.

    PSNR = -10 log10(sum of squared errors / number of samples)

over usable samples, sRGB-encoded and clipped as they are displayed; of a raw at its photosites only, where the truth
was measured, so that nobody's demosaicing counts. benchmark/proof/measures.py has the same figure over whole frames.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from denoiser_app.core.color import SRGB_TRANSFER
from denoiser_app.core.noise import NoiseCurve, unstabilise
from denoiser_app.core.photo import PoissonGaussian, RawPhoto, RgbPhoto
from denoiser_app.core.tiling import Box, Tile
from denoiser_app.engine.bias import without_bias
from denoiser_app.engine.noise_level import NoiseLevel
from denoiser_app.engine.planes import planes_of
from denoiser_app.networks.architectures import Network
from denoiser_app.training.personal.correcting import Flat
from denoiser_app.training.personal.crops import Crop

Float = NDArray[np.float32]
Curves = Callable[[Flat], Float]


@dataclass(frozen=True)
class Judged:
    """A crop to judge by. inputs: of the network. truth: encoded samples (H, W, C), C 1 for a mosaic. noisy: likewise.
    colors: (H, W) of a mosaic, None where every pixel has all three. flat: of a raw."""

    scene: str
    inputs: tuple[Tensor, ...]
    truth: Float
    noisy: Float
    usable: NDArray[np.bool_]
    colors: NDArray[np.intp] | None
    flat: Flat | None

    @classmethod
    def of(cls, crop: Crop, noise: NoiseLevel, device: str) -> Judged:
        """noise: what the network is told."""
        height, width = crop.size
        box = Box(0, height, 0, width)
        planes = planes_of(crop.noisy, noise)
        inputs = tuple(torch.from_numpy(np.asarray(i, np.float32)).to(device) for i in planes.inputs(Tile(box, box)))
        if isinstance(crop.noisy, RawPhoto):
            assert isinstance(noise, PoissonGaussian)
            assert isinstance(crop.clean, RawPhoto)
            mosaic = crop.noisy.mosaic.ndim == 2 and crop.noisy.cfa.kind == "mosaic"
            colors = crop.noisy.cfa.colors(height, width).astype(np.intp) if mosaic else None
            noisy, truth = (_samples(photo, colors) for photo in (crop.noisy, crop.clean))
            red, green, blue = (round(float(gain), 3) for gain in crop.noisy.white_balance)
            flat: Flat | None = Flat(crop.noisy.cfa, noise, (red, green, blue), float(inputs[4][0]))
        else:
            assert isinstance(noise, NoiseCurve)
            assert isinstance(crop.clean, RgbPhoto)
            colors, flat = None, None
            noisy, truth = (np.clip(photo.rgb, 0.0, 1.0) for photo in (crop.noisy, crop.clean))
        return cls(crop.scene, inputs, truth, noisy, crop.usable, colors, flat)

    def of_noisy(self) -> tuple[float, int]:
        """Squared errors of the noisy crop, and how many samples there are."""
        return self._error(self.noisy)

    def of_network(self, network: Network, half: bool, curves: Curves) -> tuple[float, int]:
        """The same of what the network and the engine make of it."""
        return self._error(self.samples(self.run(network, half, curves)))

    @torch.no_grad()
    def run(self, network: Network, half: bool, curves: Curves) -> Float:
        """(H, W, 3): white-balanced linear camera RGB of a raw, else display-encoded, 0-1. curves: what the engine
        takes off."""
        with torch.autocast(self.inputs[0].device.type, torch.bfloat16, enabled=half):
            out: Tensor = network(*self.inputs)
        picture = out[0].float().cpu().permute(1, 2, 0).contiguous().numpy()
        if self.flat is None:
            return np.asarray(np.clip(picture, 0.0, 1.0), np.float32)
        corrected = without_bias(picture, curves(self.flat))
        return np.asarray(unstabilise(corrected, np.float32(self.flat.k)), np.float32)

    def samples(self, picture: Float) -> Float:
        """What of it is compared, encoded."""
        if self.flat is None:
            return picture
        if self.colors is not None:
            picture = np.take_along_axis(picture, self.colors[..., None], 2)
        return encoded(picture)

    def _error(self, samples: Float) -> tuple[float, int]:
        squares = np.square(samples - self.truth, dtype=np.float64)[self.usable]
        return float(squares.sum()), squares.size


def encoded(samples: Float) -> Float:
    """White-balanced linear samples as a display shows them."""
    return SRGB_TRANSFER.encode(np.clip(samples, np.float32(0), np.float32(1)))


def psnr(errors: Sequence[tuple[float, int]]) -> float:
    """Over all samples together, dB; at most 100."""
    total, count = (sum(part) for part in zip(*errors, strict=True))
    return min(100.0, -10.0 * math.log10(max(total / max(count, 1), 1e-10)))


def by_scene(judged: Sequence[Judged], errors: Sequence[tuple[float, int]]) -> dict[str, float]:
    """PSNR of each scene."""
    found: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
    for one, error in zip(judged, errors, strict=True):
        found[one.scene].append(error)
    return {scene: psnr(some) for scene, some in found.items()}


def _samples(photo: RawPhoto, colors: NDArray[np.intp] | None) -> Float:
    gains = np.array(photo.white_balance, np.float32)
    if colors is not None:
        return encoded(photo.mosaic * gains[colors])[..., None]
    mosaic = photo.mosaic if photo.mosaic.ndim == 3 else photo.mosaic[..., None]
    return encoded(np.broadcast_to(mosaic * gains, (*mosaic.shape[:2], 3)))
