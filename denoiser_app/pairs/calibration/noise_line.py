"""The straight line Var(x) = a x + b through measured points, b >= 0, each weighted by what it is worth.

A variance taken from n normal samples has itself the variance 2 V^2 / n, V being the true one, for which the line of
the round before stands. Points that lie further off than the rest (something moved that nobody saw) count less
(Huber's weights).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

Doubles = NDArray[np.float64]

_ROUNDS = 12
_HUBER = 2.5
_LEAST_A = 1e-9


@dataclass(frozen=True)
class Points:
    """(N,) each. color: 0-2. mean: signal, variance: of the noise there. count: of sites it was taken from."""

    color: NDArray[np.int64]
    mean: Doubles
    variance: Doubles
    count: Doubles

    @classmethod
    def none(cls) -> Points:
        """No points."""
        return cls.of([], 0)

    @classmethod
    def of(cls, rows: Sequence[tuple[float, float, float]], color: int) -> Points:
        """From (mean, variance, count) of one colour."""
        table = np.array(rows, np.float64).reshape(-1, 3)
        return cls(np.full(len(table), color, np.int64), *table.T)

    @classmethod
    def joined(cls, parts: Sequence[Points]) -> Points:
        """All of them, in that order."""
        if not parts:
            return cls.none()
        names = ("color", "mean", "variance", "count")
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))

    def of_color(self, color: int) -> Points:
        """Only those."""
        chosen = self.color == color
        return Points(self.color[chosen], self.mean[chosen], self.variance[chosen], self.count[chosen])

    def times(self, factor: float) -> Points:
        """With another variance."""
        return Points(self.color, self.mean, self.variance * factor, self.count)

    def without(self, a: ArrayLike, b: ArrayLike) -> Points:
        """Less the variance a x + b of something else; a and b are numbers, or have one for each of (3,) colours."""
        a, b = (np.broadcast_to(np.asarray(value, np.float64), 3)[self.color] for value in (a, b))
        return Points(self.color, self.mean, self.variance - (a * self.mean + b), self.count)


@dataclass(frozen=True)
class Line:
    """a, b and the standard error of each."""

    a: float
    b: float
    a_error: float = 0.0
    b_error: float = 0.0

    def at(self, x: ArrayLike) -> Doubles:
        """Variance at signal x."""
        return np.maximum(self.a * np.maximum(x, 0.0) + self.b, 1e-12)


def fit(points: Points) -> Line:
    """The line through points of one colour; at least two. The errors follow from how far the points lie off, or from
    their counts if that says more."""
    x, v, n = points.mean, points.variance, np.maximum(points.count, 2.0)
    expected = np.maximum(v, 0.3 * float(np.median(np.abs(v))))
    trust = np.ones_like(v)
    line = Line(_LEAST_A, 0.0)
    for _ in range(_ROUNDS):
        weight = trust * n / (2.0 * np.maximum(expected, 1e-14) ** 2)
        line = _weighted(x, v, weight)
        expected = line.at(x)
        off = (v - expected) / (expected * np.sqrt(2.0 / n))
        usual = max(1.0, float(np.median(np.abs(off))) / 0.6745)
        trust = np.minimum(1.0, _HUBER * usual / np.maximum(np.abs(off), 1e-9))
    scatter = sqrt(float(np.sum(trust * off**2)) / max(len(v) - 2, 1))
    return Line(line.a, line.b, line.a_error * max(1.0, scatter), line.b_error * max(1.0, scatter))


def _weighted(x: Doubles, v: Doubles, weight: Doubles) -> Line:
    total = float(weight.sum())
    centre = float((weight * x).sum()) / total
    spread = float((weight * (x - centre) ** 2).sum())
    level = float((weight * v).sum()) / total
    a = float((weight * (x - centre) * v).sum()) / spread if spread > 0.0 else 0.0
    b = level - a * centre
    a_error = sqrt(1.0 / spread) if spread > 0.0 else abs(level)
    if a <= 0.0:
        return Line(_LEAST_A, max(level, 0.0), a_error, sqrt(1.0 / total))
    if b < 0.0:
        square = float((weight * x * x).sum())
        return Line(max(float((weight * x * v).sum()) / square, _LEAST_A), 0.0, sqrt(1.0 / square), sqrt(1.0 / total))
    return Line(a, b, a_error, sqrt(1.0 / total + centre**2 / max(spread, 1e-30)))
