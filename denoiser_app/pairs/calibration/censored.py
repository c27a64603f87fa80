"""Mean and variance of noise that a file cuts off below: what is darker than its lowest number is recorded as that.

With z = (r - d) / s the noise r of mean d and deviation s in units of itself, t = (floor - d) / s, and g its skewness
(Poisson noise leans to the right), what is recorded is y = max(r, floor), of which, to first order in g (Edgeworth),

    E[y] - d       = s (t P(t) + p(t) + g/6 t p(t))
    E[(y - d)^2]   = s^2 (1 - P(t) + t p(t) + t^2 P(t) + g/3 (1 + t^2) p(t))

p and P being the normal density and distribution. Both are solved for d and s^2. Without a floor they are the mean and
the variance. It is Tobin's model (Econometrica 26, 1958) solved by moments, which unlike its likelihood do not change
where the noise is not quite normal but nothing is cut off.
"""

from __future__ import annotations

from math import erf, exp, pi, sqrt

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

MOST_CUT = 0.6
"""Of the values; where more are cut off, what is left says too little."""
_STEPS = 60
_DONE = 1e-7


def expected(t: float, skewness: float) -> tuple[float, float]:
    """(E[y - d] / s, E[(y - d)^2] / s^2) for a floor ``t`` deviations from the mean; see above."""
    if t < -8.0:
        return 0.0, 1.0
    density, below = exp(-0.5 * t * t) / sqrt(2.0 * pi), 0.5 * (1.0 + erf(t / sqrt(2.0)))
    first = t * below + density + skewness / 6.0 * t * density
    second = 1.0 - below + t * density + t * t * below + skewness / 3.0 * (1.0 + t * t) * density
    return first, second


def solve(first: float, second: float, floor: float, skewness: float = 0.0) -> tuple[float, float] | None:
    """(mean, variance) of noise from the recorded mean E[y] and mean square E[y^2]; None where it does not settle or
    more than ``MOST_CUT`` is cut off. floor: in the same units, -inf without one."""
    mean, variance = first, second - first**2
    for _ in range(_STEPS):
        if not variance > 0.0:
            return None
        deviation = sqrt(variance)
        t = (floor - mean) / deviation
        if t > 1.0:
            return None
        lift, square = expected(t, skewness)
        above = 1.0 - (0.5 * (1.0 + erf(t / sqrt(2.0))) if t > -8.0 else 0.0)
        step = (first - mean - deviation * lift) / above
        mean += step
        around = second - 2.0 * mean * first + mean**2
        before, variance = variance, around / square
        if abs(step) < _DONE * deviation and abs(variance / before - 1.0) < _DONE:
            return None if above < 1.0 - MOST_CUT else (mean, variance)
    return None
