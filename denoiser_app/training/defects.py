"""What sensors add that is not noise of single pixels: bands, hot pixels, a black level that is a little off.

    bands        n(y, x) = r(y) + c(x) + w(y, x),  Var = row b + column b + (1 - row - column) b = b
    hot pixels   d = -m ln(u / p) where u < p, else 0,  u uniform in 0-1, at every photosite by itself
    black level  s -> s + o

Bands come from amplifiers and references that a row or column shares (row, column and pixel variances as in EMVA
Standard 1288, release 4). A hot photosite's dark current fills it at a rate of its own; in dark frames few are bright
and many faint, for which an exponential distribution stands here. Given that u < p, u / p is uniform, so the formula is
an exponential of mean m that happens with probability p.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from denoiser_app.training.draws import log_uniform, normal, uniform

_BAND_SHARE = 0.12
_BLACK_SHARE = 0.2


@dataclass(frozen=True)
class Defects:
    """Per photo, all (N,). row, column: shares of the read variance b. hot_rate: probability of a photosite to be hot;
    hot_mean: its mean signal. black: offset of the whole photo. Signals in units of the sensor's white."""

    row: Tensor
    column: Tensor
    hot_rate: Tensor
    hot_mean: Tensor
    black: Tensor

    @classmethod
    def random(cls, b: Tensor, generator: Generator) -> Defects:
        """For read variances b (N,): bands in half of the photos, up to 12 % of b each way; hot pixels in half, 1e-5 to
        3e-3 of all (seconds to minutes of exposure), mean 0.01-0.5; black off by 0.2 read noise deviations."""
        count = len(b)
        has = uniform((3, count), 0.0, 1.0, generator) < 0.5
        return cls(
            row=uniform(count, 0.0, _BAND_SHARE, generator) * has[0],
            column=uniform(count, 0.0, _BAND_SHARE, generator) * has[1],
            hot_rate=log_uniform(count, 1e-5, 3e-3, generator) * has[2],
            hot_mean=log_uniform(count, 0.01, 0.5, generator),
            black=normal(count, generator) * b.sqrt() * _BLACK_SHARE,
        )

    @classmethod
    def none(cls, like: Tensor) -> Defects:
        """A perfect sensor, for every element of ``like`` (N,)."""
        zero = torch.zeros_like(like)
        return cls(zero, zero, zero, zero, zero)


def hot_pixels(shape: torch.Size, defects: Defects, generator: Generator) -> Tensor:
    """(N, C, H, W) >= 0: the signal of hot photosites, nearly everywhere 0. One uniform number says both whether and
    how much."""
    u = torch.rand(shape, generator=generator, device=generator.device).clamp(min=1e-9)
    return _each(defects.hot_mean) * (_each(defects.hot_rate) / u).clamp(min=1.0).log()


def read_noise(shape: torch.Size, b: Tensor, defects: Defects, generator: Generator) -> Tensor:
    """(N, C, H, W) of mean 0 and variance b (N,), of which rows and columns have their shares."""
    count, _, height, width = shape
    white = _each(b * (1.0 - defects.row - defects.column)).sqrt() * normal(tuple(shape), generator)
    rows = _each(b * defects.row).sqrt() * normal((count, 1, height, 1), generator)
    columns = _each(b * defects.column).sqrt() * normal((count, 1, 1, width), generator)
    return white + rows + columns


def _each(values: Tensor) -> Tensor:
    return values[:, None, None, None]
