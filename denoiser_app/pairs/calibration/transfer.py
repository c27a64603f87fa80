"""The photon transfer curve of a pair: how much the noise varies at every brightness, per colour of the filter array.

What two frames of a still scene differ by is their noise. Sites are put into bins by the *smoothed* clean frame: by a
noisy one, sites whose own noise lifted them would be compared with brighter ones, and a would come out 14 % too small
(shared/design/imaging-facts.md). In a bin,

    variance = E[(y - d)^2] n / (n - 1)        x = mean of the clean values

d being what both frames differ by on average, locally, over n sites of a window: light that changed a little is no
noise. Left out are places that may not be compared, that white may have cut off, whose difference exceeds 5.5
deviations (hot pixels), and those where a shift of a fifth of a pixel would show. What black cuts off is allowed for
(pairs/calibration/censored.py); which sites count never depends on the noise itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.cfa import Cfa
from denoiser_app.pairs.calibration.censored import expected, solve
from denoiser_app.pairs.calibration.noise_line import Line, Points, fit

Float = NDArray[np.float32]
Bool = NDArray[np.bool_]

OUTLIER = 5.5
"""Deviations: of normal noise 4e-8 lie beyond, which changes no variance; hot pixels do."""
_WHITE = 0.98
_HEADROOM = 5.0
"""Deviations that a site stays below white."""
_SHIFT = 0.2
"""Pixels: what may be left of a shift after the check."""
_SHOWS = 0.02
"""Of the variance: what such a shift may add to a site's."""
_BINS = 40
_LEAST = 200
"""Sites in a bin: its variance is then known within 10 %."""
_ROUNDS = 2
"""After a first guess; one is enough where the noise is known from another pair."""
_NOTHING_CUT = -6.0
_STEPS = 200
"""Entries of the tables a deviation: what lies between two differs by 0.002 deviations."""
WINDOW = {True: 33, False: 37}
"""Side in sites of the window in which both frames are made equally bright, of Bayer and of larger arrays. It takes 1 /
33 of what rows and columns share off with it."""
_ENOUGH = 3_000_000
"""Sites of a frame that are looked at: with a tenth of them a line is known within 2 %."""
_SMALLEST = 48
_BAND = 240
"""Rows, a multiple of every period."""


@dataclass(frozen=True)
class Difference:
    """Two pictures of one scene that differ by noise: ``noisy - clean``, all (H, W) or (H, W, 3) as a raw's mosaic.

    level: clean signal, by which sites are judged. usable: (H, W) bool. floor: lowest number that the file can hold,
    less than 0, -inf without one. shift: pixels that may be left of a shift. share: by which the variance of the
    difference is multiplied to get that of one frame (0.5 where both are equally noisy).
    """

    noisy: Float
    clean: Float
    level: Float
    usable: Bool
    cfa: Cfa
    floor: float = -np.inf
    shift: float = _SHIFT
    share: float = 1.0

    def bands(self) -> Iterator[Difference]:
        """Itself, or of a large picture evenly spaced bands of rows."""
        height, width = self.usable.shape
        tops = range(0, height - _BAND + 1, _BAND)
        wanted = max(1, _ENOUGH // (_BAND * width))
        if len(tops) <= wanted:
            yield self
            return
        for top in np.array(tops)[np.linspace(0, len(tops) - 1, wanted).round().astype(int)].tolist():
            rows = slice(top, top + _BAND)
            noisy, clean, level = (array[rows] for array in (self.noisy, self.clean, self.level))
            yield replace(self, noisy=noisy, clean=clean, level=level, usable=self.usable[rows])


Guess = Mapping[int, Line]


def points_of(difference: Difference, guess: Guess | None = None) -> Points:
    """The curve of one frame's noise, of all colours; empty where too little can be compared. guess: what is known of
    that noise already."""
    if min(difference.usable.shape) < _SMALLEST:
        return Points.none()
    known = {c: Line(line.a / difference.share, line.b / difference.share) for c, line in (guess or {}).items()}
    parts = []
    for band in difference.bands():
        parts += [_of_color(band, plane, known.get(plane.color)) for plane in planes(band)]
    return Points.joined(parts).times(difference.share)


@dataclass(frozen=True)
class Plane:
    """(H, W) each, of one colour. sampled: where it is, and may be compared."""

    color: int
    noisy: Float
    clean: Float
    level: Float
    sampled: Bool


def planes(difference: Difference) -> Iterator[Plane]:
    """Every colour that the array has."""
    usable, cfa = difference.usable, difference.cfa
    arrays = difference.noisy, difference.clean, difference.level
    if cfa.kind == "linear":
        for c in range(3):
            noisy, clean, level = (np.ascontiguousarray(array[..., c]) for array in arrays)
            yield Plane(c, noisy, clean, level, usable)
        return
    colors = cfa.colors(*usable.shape)
    for c in np.unique(colors).tolist():
        yield Plane(c, *arrays, usable & (colors == c))


@dataclass(frozen=True)
class _Sites:
    """(N,) each: of one colour, those that count. offset: what the frames differ by on average there; freedom: n / (n -
    1) of the sites it was taken from."""

    smooth: Float
    level: Float
    residual: Float
    floor: Float
    offset: Float
    freedom: Float


def _of_color(difference: Difference, plane: Plane, guess: Line | None) -> Points:
    structure = _Structure.of(plane.level, plane.sampled, difference.cfa.period)
    noise, points = guess, Points.none()
    for _ in range(1 if guess else _ROUNDS + 1):
        sites = _sites(difference, plane, structure, noise)
        points = _binned(sites, plane.color, noise)
        if points.mean.size < 2:
            return points if noise else Points.none()
        noise = fit(points)
    return points


@dataclass(frozen=True)
class _Structure:
    """(H, W): the smoothed clean frame, and how much a shift by one pixel would change a site, squared."""

    smooth: Float
    change: Float

    @classmethod
    def of(cls, level: Float, sampled: Bool, period: int) -> _Structure:
        sigma = 1.5 if period <= 2 else 2.5
        mask = sampled.astype(np.float32)
        weight = np.maximum(_blur(mask, sigma), np.float32(1e-3))
        smooth = np.asarray(_blur(level * mask, sigma) / weight, np.float32)
        detail = _blur(np.square(level - smooth) * mask, sigma) / weight
        across, down = (cv2.Sobel(smooth, cv2.CV_32F, *axis, scale=0.125) for axis in ((1, 0), (0, 1)))
        return cls(smooth, np.asarray(detail + across**2 + down**2, np.float32))


def _blur(image: Float, sigma: float) -> Float:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma, borderType=cv2.BORDER_REFLECT_101))


def _sites(difference: Difference, plane: Plane, structure: _Structure, noise: Line | None) -> _Sites:
    smooth, residual = structure.smooth, plane.noisy - plane.clean
    floor = np.float32(difference.floor) - plane.level
    counts = plane.sampled & (smooth < 0.9)
    offset, freedom = np.zeros_like(residual), np.ones_like(residual)
    if noise is not None:
        variance = np.asarray(noise.at(smooth), np.float32)
        deviation = np.sqrt(variance)
        counts &= smooth + np.float32(_HEADROOM) * deviation < _WHITE
        counts &= np.float32(difference.shift**2) * structure.change < np.float32(_SHOWS) * variance
        counts &= np.abs(residual) < np.float32(OUTLIER) * deviation
        offset, freedom = _offset(residual, floor, deviation, counts, WINDOW[difference.cfa.period <= 2])
    arrays = (smooth, plane.level, residual, floor, offset, freedom)
    return _Sites(*(array[counts] for array in arrays))


def _offset(residual: Float, floor: Float, deviation: Float, counts: Bool, side: int) -> tuple[Float, Float]:
    """Local mean of the residual, what the floor adds to it taken off, and n / (n - 1)."""
    mask = counts.astype(np.float32)
    count = _box(mask, side)
    recorded, weight = cut_off(residual, floor, deviation)
    total = _box(recorded * mask, side)
    moved = count if weight is None else _box(weight * mask, side)
    enough = np.maximum(count, np.float32(2.0))
    offset = np.asarray(total / np.maximum(moved, np.float32(1.0)), np.float32)
    return offset, np.asarray(enough / (enough - np.float32(1.0)), np.float32)


def cut_off(residual: Float, floor: Float, deviation: Float) -> tuple[Float, Float | None]:
    """What is recorded of the residual less what the floor adds to its mean, and by how much that mean follows when
    everything gets brighter, 0-1; None where nothing is cut off."""
    t = floor / deviation
    if t.max(initial=-np.inf) < _NOTHING_CUT:
        return residual, None
    index = np.clip((t + np.float32(8.0)) * np.float32(_STEPS), 0, 10 * _STEPS - 1).astype(np.int16)
    lift, follows = _tables()
    return np.maximum(residual, floor) - lift[index] * deviation, follows[index]


@cache
def _tables() -> tuple[Float, Float]:
    """For floors of -8 to 2 deviations: the mean of what is recorded, in deviations, and how it follows the signal."""
    floors = np.arange(10 * _STEPS + 1) / _STEPS - 8.0
    lift = np.array([expected(float(t), 0.0)[0] for t in floors])
    return lift[:-1].astype(np.float32), (1.0 - np.diff(lift) * _STEPS).astype(np.float32)


def _box(image: Float, side: int) -> Float:
    return np.asarray(cv2.boxFilter(image, cv2.CV_32F, (side, side), normalize=False, borderType=cv2.BORDER_CONSTANT))


def _binned(sites: _Sites, color: int, noise: Line | None) -> Points:
    if sites.level.size < 2 * _LEAST:
        return Points.none()
    # Equal steps of the square root: narrow where the dark is, and where black cuts off.
    root = np.sqrt(np.maximum(sites.smooth - sites.smooth.min(), 0.0))
    number = np.minimum((root * (_BINS / max(float(root.max()), 1e-9))).astype(np.int64), _BINS - 1)
    order = np.argsort(number, kind="stable")
    edges = np.searchsorted(number[order], np.arange(_BINS + 1))
    rows = [
        _point(sites, order[start:stop], noise) for start, stop in pairwise(edges.tolist()) if stop - start >= _LEAST
    ]
    return Points.of([row for row in rows if row is not None], color)


def _point(sites: _Sites, chosen: NDArray[np.int64], noise: Line | None) -> tuple[float, float, float] | None:
    """(mean, variance, count) of a bin."""
    level = float(sites.level[chosen].mean(dtype=np.float64))
    residual = sites.residual[chosen].astype(np.float64)
    if noise is None:
        # Three quarters of normal noise lie below 0.6745 deviations, whatever hot pixels and black do to the rest.
        middle, above = np.percentile(residual, (50.0, 75.0))
        return level, float((above - middle) / 0.6745) ** 2, float(chosen.size)
    offset = sites.offset[chosen]
    floor = float((sites.floor[chosen] - offset).mean(dtype=np.float64))
    y = np.maximum(residual, sites.floor[chosen]) - offset
    variance = float(noise.at(level))
    skewness = noise.a**2 * max(level, 0.0) / variance**1.5
    found = solve(float(y.mean()), float((y * y).mean()), floor, skewness)
    return None if found is None else (level, found[1] * float(sites.freedom[chosen].mean()), float(chosen.size))
