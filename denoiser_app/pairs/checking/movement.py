"""What moved between two frames: where they differ by more than their noise and what a small shift of edges explains.

The difference of the frames, equally bright, is divided by its deviation at each brightness, measured on the pair
itself (Var = a x + b, and whatever else the camera does), freed of banding, held within a few deviations so that hot
pixels do not count, and averaged over windows of several sizes: the larger the window, the fainter a difference it
finds. What is found is opened, so that specks go, and grown by half the window, so that borders are covered.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.pairs.checking.align import without_stripes
from denoiser_app.pairs.checking.views import Float, Mask

WINDOWS = (5, 11, 23)
"""Sides in cells."""
CERTAIN = 5.5
"""Deviations of a window's mean from which it is no chance: one of a million windows exceeds 5.0."""
VISIBLE = 0.04
"""Least difference that counts, as a share of the brightness (with ``_DARK`` added)."""
_DARK = 0.004
_WITHIN = 4.0
_CLIPPED_MEAN = 1.0
"""Deviations by which the mean of noise at white may seem to differ: half of a normal distribution has 0.8 / 2."""
_GROUPS = 24
_ENOUGH = 400_000
_FINE = 31
_MOST_CORRELATED = 6.0
"""By how much JPEGs' coarse noise exceeds what their fine noise would make of it, at most: frames that differ more than
that everywhere are not noisy but different."""


@dataclass(frozen=True)
class Scatter:
    """Deviation of a difference over brightness, as a curve per colour. levels, sigmas: (3, N) float32."""

    levels: Float
    sigmas: Float

    def at(self, level: Float) -> Float:
        """(h, w, 3) linear -> (h, w, 3) deviations."""
        planes = [np.interp(level[..., c], self.levels[c], self.sigmas[c]).astype(np.float32) for c in range(3)]
        return np.stack(planes, axis=2)

    def line(self, color: int) -> tuple[float, float]:
        """a, b >= 0 of the variance a x + b of one colour, fitted with relative errors."""
        x, v = self.levels[color].astype(np.float64), np.square(self.sigmas[color].astype(np.float64))
        weight = 1.0 / np.maximum(v, 1e-14)
        if x.size < 4 or np.ptp(x) < 1e-6:
            return 0.0, float(np.median(v))
        a, b = np.polyfit(x, v, 1, w=weight)
        if b < 0.0:
            return float(np.sum(weight**2 * x * v) / np.sum(weight**2 * x * x)), 0.0
        return max(float(a), 0.0), float(b)


def scatter(level: Float, difference: Float, known: Mask) -> Scatter:
    """The robust deviation of a difference (h, w, 3) in groups of equal brightness ``level``, (h, w, 3). Of its fine
    part, so that something large that moved is no noise."""
    difference = difference - cv2.blur(difference, (_FINE, _FINE))
    step = max(1, int((level.shape[0] * level.shape[1] / _ENOUGH) ** 0.5))
    some = known[::step, ::step]
    levels, sigmas = [], []
    for color in range(3):
        x = level[::step, ::step, color][some]
        rest = difference[::step, ::step, color][some]
        groups = np.array_split(np.argsort(x), _GROUPS) if x.size >= 16 * _GROUPS else [np.arange(x.size)]
        levels.append([float(x[g].mean()) if g.size else 0.0 for g in groups])
        sigmas.append([_deviation(rest[g]) for g in groups])
    return Scatter(np.array(levels, np.float32), np.array(sigmas, np.float32))


def _deviation(values: NDArray[np.float32]) -> float:
    if not values.size:
        return 1e-6
    return max(float(np.median(np.abs(values - np.median(values)))) / 0.6745, 1e-6)


def difference(clean: Float, noisy: Float, known: Mask) -> Float:
    """(h, w, 3): noisy minus clean, without banding, 0 where nothing is known."""
    there = known.astype(np.float32)
    rest = (noisy - clean) * there[..., None]
    return np.stack([without_stripes(rest[..., c], there) for c in range(3)], axis=2)


def at_white(clean: Float, noisy: Float, rest: Float, clipped: tuple[Mask, Mask], inside: Mask) -> Float:
    """``rest`` also where one of the frames (clean, noisy) is clipped and the other certainly is not as bright: there
    they differ by at least what they seem to."""
    raw = noisy - clean
    darker = (clipped[0] & ~clipped[1] & inside)[..., None] & (raw < 0)
    brighter = (clipped[1] & ~clipped[0] & inside)[..., None] & (raw > 0)
    return np.where(darker | brighter, raw, rest)


@dataclass(frozen=True)
class Pictures:
    """What is compared, (h, w[, 3]): the clean frame, linear; the other's difference from it; its deviation; cells
    that both show; cells that are clipped in either, at white or at black."""

    clean: Float
    rest: Float
    sigma: Scatter
    inside: Mask
    clipped: Mask


def moved(pictures: Pictures, tolerance: float) -> Mask:
    """Where something moved. tolerance: cells by which edges may be off."""
    level = np.asarray(cv2.blur(pictures.clean, (3, 3)), np.float32)
    deviation = pictures.sigma.at(level)
    within = np.float32(_WITHIN) * deviation
    held = np.clip(pictures.rest, -within, within)
    allowed = np.float32(tolerance) * _steepness(pictures.clean)
    # Noise that is clipped has another mean.
    allowed += np.float32(_CLIPPED_MEAN) * deviation * pictures.clipped[..., None]
    found = np.zeros(pictures.inside.shape, np.uint8)
    for window in WINDOWS:
        if window * 3 <= min(found.shape):
            found |= _at(window, level, held, allowed, deviation)
    found[~pictures.inside] = 0
    return found > 0


def _steepness(clean: Float) -> Float:
    """Length of the gradient per cell; the largest nearby, since an edge's difference lies on both of its sides."""
    gx = cv2.Sobel(clean, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    gy = cv2.Sobel(clean, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    return np.asarray(cv2.dilate(np.sqrt(gx * gx + gy * gy), np.ones((3, 3), np.uint8)))


def _at(window: int, level: Float, held: Float, allowed: Float, deviation: Float) -> NDArray[np.uint8]:
    box = (window, window)
    mean = cv2.blur(held, box)
    # Of independent noise; what is correlated (JPEG) spreads more, which the frame itself tells.
    expected = np.sqrt(cv2.blur(deviation * deviation, box)) / np.float32(window)
    # At the border a window holds fewer cells, which are counted twice.
    there = cv2.blur(np.ones(level.shape[:2], np.float32), box, borderType=cv2.BORDER_CONSTANT)
    expected /= np.sqrt(there)[..., None]
    usual = np.median(np.abs((mean / expected)[::4, ::4]), axis=(0, 1)) / 0.6745
    expected *= np.clip(usual, 1.0, _MOST_CORRELATED).astype(np.float32)
    excess = np.abs(mean) - cv2.blur(allowed, box)
    certain = (excess > CERTAIN * expected) & (excess > VISIBLE * (cv2.blur(level, box) + _DARK))
    found = np.asarray(certain.any(2), np.uint8)
    opened = cv2.morphologyEx(found, cv2.MORPH_OPEN, _disc(3))
    return np.asarray(cv2.dilate(opened, _disc(window | 1)), np.uint8)


def _disc(size: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)
