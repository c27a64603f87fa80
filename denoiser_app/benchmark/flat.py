"""Whether flat fields stay flat: the mean of the result, and patterns in what is left of the noise.

A constant gray field is exposed through a filter array with the noise of an ISO, whose mean is made exactly zero in
every colour (else its luck, up to 1 of 255 in the dark, would be the figure).

    shift      the largest difference of a channel's mean from the truth, in steps of 255: means of linear light,
               display-encoded afterwards, which residual noise does not move (rendering.linear_shift)
    pattern    the periodogram of each channel of the display-encoded residual at the frequencies of the filter array,
               (i / period, j / period), and of the tiles, k / step along either axis, over the median of its
               neighbours. A bin of noise is exponentially distributed (at 1/2 chi-square with one degree of freedom),
               so noise reaches LINE by chance once in 10^7 bins at most
    amplitude  of the sine with that power in steps of 255
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denoiser_app.benchmark.simulated import expose
from denoiser_app.core.cfa import Cfa
from denoiser_app.core.noise import typical_noise
from denoiser_app.core.photo import RawPhoto

Float = NDArray[np.float32]

LEVELS = (0.005, 0.02, 0.09, 0.18, 0.5, 0.9)
"""Linear light, white = 1."""
ISOS = (100.0, 1600.0, 12800.0, 51200.0)
LINE = 40.0
"""Power over the median of its neighbours from which a frequency counts as a pattern."""
LARGEST_SHIFT = 0.1
"""What the mean may be off, in steps of 255."""
_TILE_HARMONICS = 3
_NEIGHBOURS = 4


@dataclass(frozen=True)
class Pattern:
    """The strongest frequency: its power over its neighbours', the amplitude in steps of 255, and where it is (cycles a
    pixel, down and across). lines: how many frequencies reach LINE, over all channels; visible: the largest amplitude
    among those, 0 without any."""

    ratio: float
    amplitude: float
    frequency: tuple[float, float]
    lines: int
    visible: float


def flat_field(level: float, side: int, array: Cfa, iso: float, seed: int) -> tuple[RawPhoto, Float]:
    """The raw and its truth in white-balanced linear camera RGB, (side, side, 3)."""
    camera = np.full((side, side, 3), level, np.float32)
    rng = np.random.default_rng(seed)
    return expose(camera, array, typical_noise(iso), rng, iso=iso, exact_mean=True), camera


def pattern(residual: Float, period: int, step: int) -> Pattern:
    """residual: (H, W, 3), 0-1, sides multiples of period and step (both in pixels; a step of 0 has no tiles)."""
    height, width = residual.shape[:2]
    bins = sorted(set(_bins(height, width, period, step)))
    found = []
    for channel in range(residual.shape[2]):
        plane = residual[..., channel].astype(np.float64)
        power = np.square(np.abs(np.fft.fft2(plane - plane.mean())))
        found += [(_over_neighbours(power, at, bins), _amplitude(power, at), at) for at in bins]
    ratio, amplitude, (y, x) = max(found)
    over = [a for r, a, _ in found if r >= LINE]
    return Pattern(ratio, amplitude, (y / height, x / width), len(over), max(over, default=0.0))


def _bins(height: int, width: int, period: int, step: int) -> Iterator[tuple[int, int]]:
    """Places in the spectrum, one of every pair of conjugates."""
    for i in range(period):
        for j in range(period):
            at, twin = (i, j), (-i % period, -j % period)
            if (i, j) != (0, 0) and at <= twin:
                yield i * height // period, j * width // period
    for k in range(1, _TILE_HARMONICS + 1) if step else ():
        yield k * height // step, 0
        yield 0, k * width // step


def _over_neighbours(power: NDArray[np.float64], at: tuple[int, int], bins: list[tuple[int, int]]) -> float:
    """Power over the median of the bins around it, without those that are looked at themselves."""
    height, width = power.shape
    near = range(-_NEIGHBOURS, _NEIGHBOURS + 1)
    around = {((at[0] + i) % height, (at[1] + j) % width) for i in near for j in near}
    twins = {(-y % height, -x % width) for y, x in bins}
    others = around - set(bins) - twins - {(0, 0)}
    median = float(np.median([power[place] for place in sorted(others)]))
    return float(power[at]) / max(median, 1e-12)


def _amplitude(power: NDArray[np.float64], at: tuple[int, int]) -> float:
    """Of the sine, in steps of 255: 2 |F| / (H W), or half of that where a frequency is its own conjugate."""
    height, width = power.shape
    own = (2 * at[0] % height, 2 * at[1] % width) == (0, 0)
    share = 1.0 if own else 2.0
    return float(255.0 * share * math.sqrt(power[at]) / (height * width))
