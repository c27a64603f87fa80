"""The noise models and the encodings in which the networks see them.

Raw: Var(x) = a x + b (``PoissonGaussian``). The network works on the stabilised signal

    y = (sqrt(x + k) - sqrt(k)) / (sqrt(1 + k) - sqrt(k)),    k = 3/8 a + b / a,

Anscombe's transform generalised to read noise (Makitalo & Foi, IEEE TIP 2013), scaled to keep 0 -> 0 and 1 -> 1, and
continued below black by its tangent so that the signed signal survives. Besides making the noise nearly constant it is
close to a display encoding, so that a loss in y weighs shadows as the eye does.

RGB: the standard deviation of a display-encoded photo's noise as a curve over brightness, at two scales
(``NoiseCurve``): a camera's JPEG has been demosaiced, smoothed and compressed, which takes away fine noise and leaves
coarse noise; one number would describe only one of the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.photo import PoissonGaussian

Float = NDArray[np.float32]

KNOTS = 12
"""Points of a NoiseCurve, at brightness 0, 1/11, ... 1."""

SMALLEST_OFFSET = 1e-3
"""Least k: keeps the encoding of nearly noiseless photos from having an infinite slope at black."""


@dataclass(frozen=True)
class NoiseCurve:
    """Standard deviation (0-1, display-encoded) over brightness at ``KNOTS`` equidistant points, at two scales.

    ``coarse`` is twice the deviation after averaging 2x2 pixels, so both are alike where noise is white.
    """

    fine: tuple[float, ...]
    coarse: tuple[float, ...]
    source: str = ""

    @property
    def typical(self) -> float:
        """One number for people: the median of both curves, 0-1."""
        return float(np.median(np.maximum(self.fine, self.coarse)))

    def array(self) -> Float:
        """(2, KNOTS) float32: fine, coarse."""
        return np.array([self.fine, self.coarse], np.float32)


def white_noise(sigma: float, source: str = "given") -> NoiseCurve:
    """White noise of standard deviation ``sigma`` (0-1) at every brightness."""
    return NoiseCurve((sigma,) * KNOTS, (sigma,) * KNOTS, source)


LARGEST_OFFSET = 4.0
"""Greatest k, beyond what any sensor with shot noise has; the encoding is straight by then, and a greater k would only
cost digits. NoiseProfiles without shot noise (a = 0) end here."""

LEAST_SHOT_NOISE = 1e-9
"""The smallest a (a billion electrons at white) that is drawn from a Poisson distribution; below it there is none."""


def stabilising_offset(noise: PoissonGaussian) -> float:
    """k of the encoding above for a photo with this noise (after the mean white balance gain, if there is one)."""
    offset = 0.375 * noise.a + noise.b / max(noise.a, LEAST_SHOT_NOISE)
    return float(min(max(offset, SMALLEST_OFFSET), LARGEST_OFFSET))


# The three functions below use nothing but arithmetic, so that numpy arrays and torch tensors both pass through the
# same formula: the engine and the training cannot drift apart.


def stabilise(x: Any, k: Any) -> Any:
    """Linear signal (black 0, white 1, signed) -> y, same shape. ``k`` broadcasts against ``x``."""
    root = k**0.5
    span = (1.0 + k) ** 0.5 - root
    above = (x + abs(x)) * 0.5
    below = x - above
    return ((above + k) ** 0.5 - root + below / (2.0 * root)) / span


def unstabilise(y: Any, k: Any) -> Any:
    """The inverse of ``stabilise``."""
    root = k**0.5
    span = (1.0 + k) ** 0.5 - root
    above = (y + abs(y)) * 0.5
    below = y - above
    return (above * span + root) ** 2 - k + below * span * 2.0 * root


def stabilised_sigma(x: Any, a: Any, b: Any, k: Any) -> Any:
    """Standard deviation of y at signal x >= 0, to first order: dy/dx sqrt(a x + b)."""
    span = (1.0 + k) ** 0.5 - k**0.5
    return (a * x + b) ** 0.5 / (2.0 * span * (x + k) ** 0.5)


def sensor_samples(signal: Float, noise: PoissonGaussian, rng: np.random.Generator) -> Float:
    """What a sensor records of a linear signal >= 0 (before white balance): a Poisson(x / a) + N(0, b), not clipped."""
    shot = noise.a * rng.poisson(signal / noise.a) if noise.a >= LEAST_SHOT_NOISE else signal
    return np.asarray(shot + np.sqrt(noise.b) * rng.standard_normal(signal.shape), np.float32)


def typical_noise(iso: float | None) -> PoissonGaussian:
    """What a sensor of recent years does at this ISO, for photos that tell nothing themselves.

    a = 1e-7 per unit of ISO, 3 electrons of read noise: the median of darktable's full-frame and APS-C profiles, times
    the correction of 10 that was measured for them.
    """
    a = 1e-7 * min(max(iso or 1600.0, 50.0), 204800.0)
    return PoissonGaussian(a, (3.0 * a) ** 2, f"typical for ISO {iso:.0f}" if iso else "typical", confident=False)


def with_level(noise: PoissonGaussian, level: float) -> PoissonGaussian:
    """``noise`` scaled so that its standard deviation at 18 % of white is ``level`` / 255, of every colour alike."""
    variance = max((level / 255.0) ** 2, 1e-12)
    scale = variance / max(noise.a * 0.18 + noise.b, 1e-15)
    a, b = (_scaled(values, scale) for values in (noise.a_by_color, noise.b_by_color))
    return PoissonGaussian(noise.a * scale, noise.b * scale, "given", True, a, b)


def _scaled(values: tuple[float, float, float] | None, scale: float) -> tuple[float, float, float] | None:
    return None if values is None else (values[0] * scale, values[1] * scale, values[2] * scale)


def level_of(noise: PoissonGaussian) -> float:
    """Standard deviation at 18 % of white, in units of 1/255 of white: the inverse of ``with_level``."""
    return float(255.0 * np.sqrt(max(noise.a * 0.18 + noise.b, 0.0)))
