"""What the frames of a scene differ by: a noisy one from the clean one, two noisy ones, two low-ISO ones."""

from __future__ import annotations

from collections.abc import Mapping
from math import hypot

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.photo import PoissonGaussian, RawPhoto
from denoiser_app.pairs.calibration.noise_line import Line, Points
from denoiser_app.pairs.calibration.transfer import Difference, points_of
from denoiser_app.pairs.prepared import PreparedPair
from denoiser_app.pairs.verdict import Verdict

Float = NDArray[np.float32]
Span = tuple[int, int]

_STEADY = 0.05
"""Pixels that may lie between two frames that were taken one after the other."""
_NEARLY = 0.2
"""Pixels that may lie between noisy and clean frame after the check, at least."""
_NO_FLOOR = -4.5
"""Deviations above the lowest number from which a difference of two noisy frames is not cut off."""


def raws(prepared: PreparedPair) -> tuple[RawPhoto, RawPhoto]:
    """(noisy, clean) of a pair of raws."""
    assert isinstance(prepared.noisy, RawPhoto)
    assert isinstance(prepared.clean, RawPhoto)
    return prepared.noisy, prepared.clean


def of_pair(prepared: PreparedPair, verdict: Verdict) -> Difference:
    """The noisy frame and the clean one."""
    noisy, clean = raws(prepared)
    moves = [hypot(verdict.shift[0] - y, verdict.shift[1] - x) for y, x in verdict.low.values()]
    return Difference(
        noisy=noisy.mosaic,
        clean=clean.mosaic,
        level=clean.mosaic,
        usable=prepared.usable,
        cfa=noisy.cfa,
        floor=_floor(noisy.mosaic),
        shift=max([_NEARLY, *moves[:1]]),
    )


def poisson(lines: Mapping[int, Line]) -> PoissonGaussian:
    """Of lines by colour: green's where a colour was not measured, or the sensor has none."""
    a, b = ([getattr(lines.get(c, lines[1]), name) for c in range(3)] for name in ("a", "b"))
    return PoissonGaussian(a[1], b[1], "", True, (a[0], a[1], a[2]), (b[0], b[1], b[2]))


def _floor(mosaic: Float) -> float:
    """The lowest number, where black cuts off: many sites have it then. -inf where nothing is cut off."""
    lowest = float(mosaic.min())
    many = max(10, mosaic.size // 100_000)
    return lowest if int((mosaic == np.float32(lowest)).sum()) >= many else -np.inf


def same_exposure(one: PreparedPair, other: PreparedPair) -> bool:
    """Whether two noisy frames of a scene may be compared."""
    first, second = one.noisy.metadata, other.noisy.metadata
    return (first.iso, first.shutter) == (second.iso, second.shutter)


def of_two(one: PreparedPair, other: PreparedPair, floor: float, lines: Mapping[int, Line]) -> Points:
    """Two noisy frames of a scene; what the scene shows, and the clean frame's own noise, is gone from both."""
    spans, (photo, clean) = _common(one, other), raws(other)
    first, second = (_residual(prepared)[_within(prepared, spans)] for prepared in (one, other))
    level = clean.mosaic[_within(other, spans)]
    usable = one.usable[_within(one, spans)] & other.usable[_within(other, spans)]
    if np.isfinite(floor):
        noise = poisson(lines)
        deviation = np.sqrt(np.maximum(noise.a * np.maximum(level, 0.0) + noise.b, 0.0))
        near = floor - level > _NO_FLOOR * deviation
        usable = usable & ~(near.any(2) if near.ndim == 3 else near)
    return points_of(Difference(first, second, level, usable, photo.cfa, shift=_STEADY, share=0.5), lines)


def _common(one: PreparedPair, other: PreparedPair) -> tuple[Span, Span]:
    """Rows and columns of the sensor that both pairs show. The cuts begin at multiples of the array's period."""
    spans = []
    for axis in (0, 1):
        start = max(one.origin[axis], other.origin[axis])
        stop = min(p.origin[axis] + p.noisy.size[axis] for p in (one, other))
        spans.append((start, max(stop, start)))
    return spans[0], spans[1]


def _within(prepared: PreparedPair, spans: tuple[Span, Span]) -> tuple[slice, slice]:
    rows, columns = (slice(s[0] - start, s[1] - start) for s, start in zip(spans, prepared.origin, strict=True))
    return rows, columns


def _residual(prepared: PreparedPair) -> Float:
    noisy, clean = raws(prepared)
    return noisy.mosaic - clean.mosaic


def of_low(first: RawPhoto, second: RawPhoto) -> Difference:
    """Two frames of a low ISO. Light that flickered by a few per cent between them is taken off."""
    one, two = first.mosaic, second.mosaic
    ratio = float(one.sum(dtype=np.float64)) / max(float(two.sum(dtype=np.float64)), 1e-9)
    two = two * np.float32(ratio) if 0.9 < ratio < 1.1 else two
    level = (one + two) * np.float32(0.5)
    usable = np.ones(first.size, np.bool_)
    return Difference(one, two, level, usable, first.cfa, shift=_STEADY, share=0.5)
