"""Hot photosites: those that stand out at the same place of the sensor in the high-ISO frames of all scenes.

In a scene, e is by how much the mean of its k noisy frames exceeds what the site should show: the clean frame there,
or, where that stands out itself (the long exposures of a low ISO gather as much dark current), the median of the
nearest sites of its colour in the clean frame. The latter is only as good as the scene is smooth there, so

    Var(e) = V / k + (1.5 s)^2                 V: noise, s: deviation of those neighbours, 0 where they are not used

Over scenes, with weights w = 1 / Var(e),

    Z = sum(w e) / sqrt(sum w)                 e limited to 8 deviations
    hot: Z >= 6, and >= 3.5 without the scene that says so most

which a star or a lamp, being in one scene only, does not reach. The clean frames, with far less noise, are asked
likewise: there e is by how much a site exceeds the mean of those of its colour around it, Var(e) = V + (1.5 s)^2, and
as texture has long tails e is limited to 4 deviations: one scene reaches nothing by itself.

    hot, too: Z >= 4.5 in the clean frames, and >= 4 in the noisy ones

What moved or is white says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.cfa import Cfa
from denoiser_app.core.hotpixels import middle, neighbours
from denoiser_app.core.photo import PoissonGaussian

Float = NDArray[np.float32]
Bool = NDArray[np.bool_]

LEAST_SCENES = 2
"""In one, a lamp and a hot photosite look alike."""
_ALL, _REST = 6.0, 3.5
_CLEAN, _CONFIRMED = 4.5, 4.0
"""Over 20 simulated sessions (9.9 MP) one site that was not hot was taken for one, at these as at higher limits."""
_LIMIT, _CLEAN_LIMIT = 8.0, 4.0
_TEXTURE = 1.5
_CLEAN_STANDS_OUT = 3.0
_BRIGHT = 0.9
_HOLE = 5
"""Sites: holes in the mask up to this size are single bright sites, not something that moved."""


@dataclass(frozen=True)
class Frame:
    """A noisy and a clean mosaic (H, W) of one scene, at ``origin`` of the sensor. noise: of ``noisy``; rest: of what
    is left in ``clean``. usable: (H, W) bool."""

    noisy: Float
    clean: Float
    usable: Bool
    cfa: Cfa
    noise: PoissonGaussian
    rest: PoissonGaussian
    origin: tuple[int, int] = (0, 0)

    @property
    def place(self) -> tuple[slice, slice]:
        """Of the sensor."""
        (top, left), (height, width) = self.origin, self.noisy.shape
        return slice(top, top + height), slice(left, left + width)

    @property
    def variance(self) -> Float:
        """Of the noisy mosaic."""
        return self._at(self.noise)

    @property
    def left_over(self) -> Float:
        """Variance of the clean mosaic."""
        return self._at(self.rest)

    def _at(self, noise: PoissonGaussian) -> Float:
        a, b = (values[self.cfa.colors(*self.clean.shape)] for values in noise.by_color())
        return np.asarray(a * np.maximum(self.clean, 0.0) + b)


class Evidence:
    """What the scenes say of every photosite; 44 bytes each. size: (height, width) of the sensor."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.scenes = 0
        self.size = size
        # Sums of w e and w, and those of the scene that says most by itself.
        self._sum, self._weight, self._top, self._top_weight = (np.zeros(size, np.float32) for _ in range(4))
        # And of what the clean frames say.
        self._clean_sum, self._clean_weight = (np.zeros(size, np.float32) for _ in range(2))
        self._scene: _Scene | None = None

    def add(self, scene: str, frame: Frame) -> None:
        """A frame; those of one scene one after another."""
        if self._scene is None or self._scene.name != scene:
            self._close()
            self._scene = _Scene(scene, self.size)
            self._add_clean(frame)
        self._scene.add(frame)

    def places(self) -> tuple[tuple[int, int], ...]:
        """(y, x) of the hot photosites, sorted; none from fewer than ``LEAST_SCENES`` scenes."""
        self._close()
        if self.scenes < LEAST_SCENES:
            return ()
        hot = self._sum >= _ALL * np.sqrt(self._weight)
        hot &= self._sum - self._top >= _REST * np.sqrt(np.maximum(self._weight - self._top_weight, 0.0))
        # Without any weight there are no other scenes, and 0 >= 0 would hold.
        hot &= self._weight - self._top_weight > 1e-3 * self._weight
        clean = self._clean_sum >= _CLEAN * np.sqrt(self._clean_weight)
        clean &= self._sum >= _CONFIRMED * np.sqrt(self._weight)
        clean &= (self._clean_weight > 0.0) & (self._weight > 0.0)
        return tuple((int(y), int(x)) for y, x in np.argwhere(hot | clean))

    def _add_clean(self, frame: Frame) -> None:
        place = frame.place
        mean, variance = _around(frame.clean, frame.cfa)
        variance = frame.left_over + _TEXTURE**2 * variance
        says = _without_holes(frame.usable) & (mean < _BRIGHT)
        limit = _CLEAN_LIMIT * np.sqrt(variance)
        weight = np.where(says, 1.0 / np.maximum(variance, 1e-12), 0.0)
        self._clean_sum[place] += weight * np.clip(frame.clean - mean, -limit, limit)
        self._clean_weight[place] += weight

    def _close(self) -> None:
        if self._scene is None:
            return
        weighted, weight = self._scene.closed()
        self._scene = None
        self.scenes += 1
        self._sum += weighted
        self._weight += weight
        # w e / sqrt(w) is how many deviations a scene says; the greatest is kept.
        more = weighted * np.sqrt(self._top_weight) > self._top * np.sqrt(weight)
        more |= self._top_weight == 0.0
        np.copyto(self._top, weighted, where=more)
        np.copyto(self._top_weight, weight, where=more)


class _Scene:
    def __init__(self, name: str, size: tuple[int, int]) -> None:
        self.name = name
        self._excess, self._variance, self._texture, self._count = (np.zeros(size, np.float32) for _ in range(4))

    def add(self, frame: Frame) -> None:
        place, variance, left_over = frame.place, frame.variance, frame.left_over
        expected, texture = _expected(frame, left_over)
        says = _without_holes(frame.usable) & (expected < _BRIGHT)
        self._excess[place] += np.where(says, frame.noisy - expected, 0.0)
        self._variance[place] += np.where(says, variance + left_over, 0.0)
        self._texture[place] = np.maximum(self._texture[place], texture)
        self._count[place] += says

    def closed(self) -> tuple[Float, Float]:
        """(sum of w e, w) of the scene, 0 where it says nothing."""
        says = self._count > 0.0
        count = np.maximum(self._count, 1.0)
        variance = np.maximum(self._variance / count**2 + self._texture, 1e-12)
        limit = _LIMIT * np.sqrt(variance)
        excess = np.clip(self._excess / count, -limit, limit)
        weight = np.where(says, 1.0 / variance, 0.0).astype(np.float32)
        return np.asarray(excess * weight, np.float32), weight


def _expected(frame: Frame, left_over: Float) -> tuple[Float, Float]:
    """What every site should show, and the variance of that; see above."""
    clean, cfa = frame.clean, frame.cfa
    deviation = np.sqrt(left_over)
    candidates = clean > _around(clean, cfa)[0] + np.float32(_CLEAN_STANDS_OUT) * deviation
    rows, columns = np.nonzero(candidates)
    around = neighbours(clean, cfa, rows, columns)
    median = middle(around)
    out = clean[rows, columns] > median + _CLEAN_STANDS_OUT * deviation[rows, columns]
    rows, columns, median = rows[out], columns[out], median[out]
    expected, texture = clean.copy(), np.zeros_like(clean)
    expected[rows, columns] = median
    texture[rows, columns] = _TEXTURE**2 * np.nan_to_num(_variance(around[out]))
    return expected, texture


def _variance(values: Float) -> Float:
    """(N,) of (N, 8), NaN left out."""
    known = np.isfinite(values)
    count = np.maximum(known.sum(1), 1)
    mean = np.where(known, values, 0.0).sum(1) / count
    return np.asarray(np.where(known, (values - mean[:, None]) ** 2, 0.0).sum(1) / count, np.float32)


def _around(clean: Float, cfa: Cfa) -> tuple[Float, Float]:
    """(H, W): mean and variance of the same colour around every site, itself left out."""
    side = 5 if cfa.period <= 2 else 7
    colors, mean, variance = cfa.colors(*clean.shape), np.empty_like(clean), np.empty_like(clean)
    for c in np.unique(colors):
        mask = (colors == c).astype(np.float32)
        own = clean * mask
        count, total, square = (_sum(x, side) - x for x in (mask, own, own * own))
        count = np.maximum(count, np.float32(1.0))
        np.copyto(mean, total / count, where=mask > 0)
        np.copyto(variance, np.maximum(square / count - (total / count) ** 2, 0.0), where=mask > 0)
    return mean, variance


def _sum(image: Float, side: int) -> Float:
    border = cv2.BORDER_REFLECT_101
    return np.asarray(cv2.boxFilter(image, cv2.CV_32F, (side, side), normalize=False, borderType=border))


def _without_holes(usable: Bool) -> Bool:
    """Closed: a bright site that a mask left out as clipped or different is looked at all the same."""
    kernel = np.ones((_HOLE, _HOLE), np.uint8)
    return cv2.morphologyEx(usable.astype(np.uint8), cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE) > 0
