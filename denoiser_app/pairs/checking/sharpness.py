"""Whether one frame shows the detail of another: the slope of its fine structure over the other's.

    slope_k = sum w (k*image) (k*template) / sum w (k*template)^2,     w = 1 / noise variance

for kernels k that keep fine structure in all directions or along one. The noise of the image is independent of the
template, so it drops out of the sum and only makes it uncertain, by a known amount; the template's own, small, noise is
taken off the denominator. A slope is 1 for frames alike, less where the image is blurred (in one direction: shaken),
more where the template is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.pairs.checking.views import Float, Mask, binned

Doubles = NDArray[np.float64]

_MODEL = 0.06
"""Deviation of a block's slope beside its noise: aliasing, the rest of a shift."""
_OUTLIER = 3.5


@dataclass(frozen=True)
class Detail:
    """slopes, errors: of every kernel. place: (y, x) in cells of the block that shows most detail."""

    slopes: tuple[float, ...]
    errors: tuple[float, ...]
    place: tuple[int, int] = (0, 0)

    def doubting(self, gain_error: float) -> Detail:
        """With the relative error of the gain, which is one of all slopes."""
        return replace(self, errors=tuple(float(np.hypot(error, gain_error)) for error in self.errors))

    def least(self, certainty: float) -> float:
        """The lowest slope, given the benefit of the doubt: ``certainty`` deviations up."""
        return min((s + certainty * e for s, e in zip(self.slopes, self.errors, strict=True)), default=1.0)

    def most(self, certainty: float) -> float:
        """The highest slope, likewise down."""
        return max((s - certainty * e for s, e in zip(self.slopes, self.errors, strict=True)), default=1.0)


def kernels() -> tuple[Float, ...]:
    """All directions; horizontal, vertical and both diagonals, one and two cells apart. Each sums to 0."""
    point = np.zeros((9, 9), np.float32)
    point[4, 4] = 1.0
    found = []
    for sigma in (0.7, 1.4):
        row = cv2.getGaussianKernel(9, sigma)
        found.append(point - (row @ row.T).astype(np.float32))
    for y, x in ((0, 1), (1, 0), (1, 1), (1, -1), (0, 2), (2, 0), (2, 2), (2, -2)):
        line = point.copy()
        line[4 + y, 4 + x] -= 0.5
        line[4 - y, 4 - x] -= 0.5
        found.append(line)
    return tuple(found)


@dataclass(frozen=True)
class Frames:
    """(h, w) each. template, image: linear luminances that lie on each other, equally bright. deviation: of the image's
    noise. own: variance of the template's noise. known: where they may be compared."""

    template: Float
    image: Float
    deviation: Float
    own: Float
    known: Mask


def detail(frames: Frames, doubted: float, kinds: Sequence[Float] | None = None) -> Detail:
    """doubted: share of the difference's fine structure that may be noise of the template beyond ``frames.own``: what
    it may do to a slope counts as error."""
    kinds = kernels() if kinds is None else kinds
    side = int(np.clip(min(frames.template.shape) // 12, 16, 96))
    inside = cv2.erode(frames.known.astype(np.uint8), np.ones((9, 9), np.uint8), borderValue=0).astype(np.float32)
    # The kernels see one noise at all of their places; dividing first would let brightness edges in.
    weight = np.asarray(inside / np.square(cv2.blur(frames.deviation, (9, 9))), np.float32)
    found = [_by_block(frames, weight, kernel, side) for kernel in kinds]
    slopes, errors = zip(*(_slope(sums, doubted) for sums in found), strict=True)
    place = np.unravel_index(int(np.argmax(found[0].bottom)), found[0].bottom.shape)
    return Detail(tuple(slopes), tuple(errors), (int(place[0]) * side, int(place[1]) * side))


@dataclass(frozen=True)
class _Sums:
    """Of every block: those of the slope's equation, the variance of ``top``, and the difference's energy."""

    top: Doubles
    bottom: Doubles
    noise: Doubles
    rest: Doubles


def _by_block(frames: Frames, weight: Float, kernel: Float, side: int) -> _Sums:
    def total(values: Float) -> Doubles:
        return binned(weight * values, side).astype(np.float64) * side * side

    first, second = (cv2.filter2D(plane, cv2.CV_32F, kernel) for plane in (frames.template, frames.image))
    own = total(frames.own) * float((kernel * kernel).sum())
    bottom = np.maximum(total(first * first) - own, 0.0)
    # The kernel is its own mirror image, so the noise of ``top`` is sum w (k*k*template)^2.
    noise = total(np.square(cv2.filter2D(first, cv2.CV_32F, kernel)))
    return _Sums(total(first * second), bottom, noise, total(np.square(second - first)))


def _slope(sums: _Sums, doubted: float) -> tuple[float, float]:
    """The blocks' slope and its deviation: robust, weighted by what each block tells."""
    use = sums.bottom > 0
    top, bottom, noise, rest = sums.top[use], sums.bottom[use], sums.noise[use], sums.rest[use]
    if not top.size:
        return 1.0, float("inf")
    slopes, bias = top / bottom, doubted * rest / bottom
    variance = _MODEL**2 + noise / bottom**2 + bias**2
    center = float(np.sum(slopes / variance) / np.sum(1.0 / variance))
    trust, scale = np.ones_like(slopes), 1.0
    for _ in range(10):
        distance = np.abs(slopes - center) / np.sqrt(variance)
        scale = max(1.0, float(np.median(distance)) / 0.6745)
        trust = np.clip(1.0 - (distance / (_OUTLIER * scale)) ** 2, 0.0, None) ** 2
        if not trust.any():
            return center, float("inf")
        center = float(np.sum(trust * slopes / variance) / np.sum(trust / variance))
    weight = trust / variance
    error = scale / np.sqrt(weight.sum())
    return center, float(np.hypot(error, (weight * bias).sum() / weight.sum()))
