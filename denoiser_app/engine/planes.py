"""A region of a photo as the network's inputs, and the network's output as the photo's own kind of pixels.

What is the same for the whole photo (noise level, gains, encoding) is decided once in the constructor, so that a tile
cannot differ from the whole.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.hotpixels import Mended
from denoiser_app.core.noise import NoiseCurve, stabilising_offset, unstabilise
from denoiser_app.core.photo import Photo, PoissonGaussian, RawPhoto, RgbPhoto
from denoiser_app.core.tiling import Tile
from denoiser_app.engine.bias import Run, measure_bias, without_bias
from denoiser_app.engine.noise_level import NoiseLevel

Float = NDArray[np.float32]


class Planes(Protocol):
    """One photo, seen by a network of its domain."""

    def calibrate(self, run: Run) -> None:
        """Measures, before the first tile, what the network ``run`` gets wrong on average with this photo's noise."""

    def inputs(self, tile: Tile) -> list[Float]:
        """The network's inputs for a tile's read box, with a leading batch axis of 1."""

    def pixels(self, output: Float, tile: Tile) -> Float:
        """The network's (1, 3, H, W) output for the read box -> (h, w, 3) float32 of the core: display-encoded 0-1 for
        rgb, white-balanced linear camera RGB for raw."""

    def varies(self, tile: Tile) -> bool:
        """Whether the photo has more than one value in the core (then its result must, too)."""


def planes_of(photo: Photo, noise: NoiseLevel, hot: Mended | None = None) -> Planes:
    """The planes for a photo's domain. hot: what is to stand in the hot pixels of a raw."""
    if isinstance(photo, RawPhoto):
        assert isinstance(noise, PoissonGaussian)
        return _RawPlanes(photo, noise, hot)
    assert isinstance(noise, NoiseCurve)
    return _RgbPlanes(photo, noise)


def _extended(region: Float, tile: Tile) -> Float:
    """(C, h, w), contiguous: reflects a region at the photo's bottom and right edge until it fills the read box."""
    height, width = tile.read.size
    missing = ((0, 0), (0, height - region.shape[1]), (0, width - region.shape[2]))
    extended = np.pad(region, missing, mode="reflect") if any(m[1] for m in missing) else region
    return np.ascontiguousarray(extended, np.float32)


class _RgbPlanes:
    def __init__(self, photo: RgbPhoto, noise: NoiseCurve) -> None:
        self._rgb, self._curve = photo.rgb, noise.array()[None]

    def calibrate(self, run: Run) -> None:
        # The noise of a finished picture is added to what the network sees, nothing curved in between.
        return

    def inputs(self, tile: Tile) -> list[Float]:
        region = self._rgb[tile.read.slices].transpose(2, 0, 1)
        return [_extended(region, tile)[None], self._curve]

    def pixels(self, output: Float, tile: Tile) -> Float:
        core = output[0].transpose(1, 2, 0)[tile.core.within(tile.read)]
        clipped: Float = np.clip(core, 0.0, 1.0)
        return clipped

    def varies(self, tile: Tile) -> bool:
        core = self._rgb[tile.core.slices]
        return bool(core.min() < core.max())


class _RawPlanes:
    def __init__(self, photo: RawPhoto, noise: PoissonGaussian, hot: Mended | None) -> None:
        self._photo, self._hot = photo, hot
        self._gains = np.array(photo.white_balance, np.float32)
        a, b = noise.by_color()
        self._a, self._b = a * self._gains, b * self._gains**2
        mean = PoissonGaussian(float(self._a.mean()), float(self._b.mean()))
        self._k = np.float32(stabilising_offset(mean))
        self._noise = noise
        self._bias: Float | None = None
        self._masks = np.empty((3, 0, 0), np.float32)

    def calibrate(self, run: Run) -> None:
        self._bias = measure_bias(run, self._photo.cfa, self._noise, self._gains, float(self._k))

    def inputs(self, tile: Tile) -> list[Float]:
        region = self._photo.mosaic[tile.read.slices]
        if self._hot is not None:
            region = self._hot.put(region, (tile.read.top, tile.read.left))
        height, width = region.shape[:2]
        masks = self._masks_of(height, width, (tile.read.top, tile.read.left))
        samples = region.transpose(2, 0, 1) if region.ndim == 3 else region
        planes = samples * (masks * self._gains[:, None, None])
        noise = [self._a[None], self._b[None], np.array([self._k])]
        return [_extended(planes, tile)[None], _extended(masks, tile)[None], *noise]

    def pixels(self, output: Float, tile: Tile) -> Float:
        encoded = output[0].transpose(1, 2, 0)[tile.core.within(tile.read)]
        if self._bias is not None:
            encoded = without_bias(encoded, self._bias)
        core: Float = np.ascontiguousarray(unstabilise(encoded, self._k), np.float32)
        return np.repeat(core.mean(2, keepdims=True), 3, 2) if self._photo.cfa.kind == "monochrome" else core

    def varies(self, tile: Tile) -> bool:
        core = self._photo.mosaic[tile.core.slices]
        return bool(core.min() < core.max())

    def _masks_of(self, height: int, width: int, origin: tuple[int, int]) -> Float:
        """(3, height, width). Read boxes begin at multiples of the period, so that all tiles share one array."""
        if any(start % self._photo.cfa.period for start in origin):
            raise ValueError(f"a read box at {origin} is out of phase with the filter array")
        if self._masks.shape[1] < height or self._masks.shape[2] < width:
            sides = max(height, self._masks.shape[1]), max(width, self._masks.shape[2])
            self._masks = np.ascontiguousarray(self._photo.cfa.masks(*sides).transpose(2, 0, 1))
        return self._masks[:, :height, :width]
