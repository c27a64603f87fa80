"""Stars as a camera records them, for training and for measuring whether a denoiser keeps them.

A star is a point, so all of its shape is the point spread function of air, lens and tracking. With r the distance from
its centre in pixels, the two profiles of the field are

    Moffat    I(r) ~ (1 + (r / alpha)^2)^-beta,   alpha = FWHM / (2 sqrt(2^(1/beta) - 1))   (Moffat, A&A 3, 455, 1969)
    Gaussian  I(r) ~ exp(-4 ln 2 (r / FWHM)^2)                                              the limit beta -> infinity

The light of a pixel is the integral over its area, not the value in its middle (at FWHM 1.6 these differ by a tenth).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, exp, inf, isinf, log, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]

_NODES = np.array([-sqrt(0.15), 0.0, sqrt(0.15)])
_WEIGHTS = np.array([5.0, 8.0, 5.0]) / 18.0
"""Gauss-Legendre quadrature over a pixel with three points a side (Abramowitz and Stegun, table 25.4)."""

_LIGHT_OUTSIDE = 0.005
"""Share of the profile that is cut off; the rest is scaled up, so that the sum stays the flux."""

_SLOPE = 1.0
"""Stars brighter than F go with F^-1: evenly filled space would give F^(-3/2), and the Milky Way, which is a disc, has
fewer faint ones than that."""

_PRIMARIES_NM = (612.0, 549.0, 465.0)
_LUMINANCE = (0.2126, 0.7152, 0.0722)


@dataclass(frozen=True)
class Star:
    """y, x: the centre in pixels, (0, 0) being the middle of the first pixel. flux: sum over all pixels in linear
    light, white = 1; a channel's sum is flux times its ``color``. fwhm: full width at half maximum in pixels. beta:
    Moffat's exponent > 1, inf for a Gaussian. elongation: long over short axis at the same area; angle: of the long
    axis from the x axis towards y, in degrees."""

    y: float
    x: float
    flux: float
    color: tuple[float, float, float] = (1.0, 1.0, 1.0)
    fwhm: float = 2.5
    beta: float = inf
    elongation: float = 1.0
    angle: float = 0.0


def render_stars(size: tuple[int, int], stars: Sequence[Star]) -> Float:
    """(H, W, 3) float32, linear light, black but for the stars; not clipped. ``size`` is (height, width).

    What of a star lies outside the picture is lost; otherwise a channel's sum is flux times colour.
    """
    picture = np.zeros((*size, 3), np.float32)
    for star in stars:
        top, left, stamp = _stamp(star)
        rows = slice(max(top, 0), min(top + len(stamp), size[0]))
        columns = slice(max(left, 0), min(left + len(stamp), size[1]))
        if rows.start < rows.stop and columns.start < columns.stop:
            part = stamp[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
            picture[rows, columns] += part[..., None] * np.array(star.color, np.float32)
    return picture


def random_stars(
    size: tuple[int, int],
    count: int,
    rng: np.random.Generator,
    *,
    flux: tuple[float, float],
    fwhm: tuple[float, float],
) -> list[Star]:
    """``count`` stars at uniformly random sub-pixel places of a (height, width) picture.

    flux: least and largest, from the power law N(> F) ~ 1 / F between them. fwhm: pixels, one for all stars of the
    picture but for 3 %, as they share lens and air; so do beta (2.5-4.5, or a Gaussian in a quarter of the pictures)
    and the elongation by tracking (1-1.25). Colours: black bodies of 2800-20000 K, log-uniform.
    """
    width, beta = rng.uniform(*fwhm), inf if rng.random() < 0.25 else rng.uniform(2.5, 4.5)
    elongation, angle = rng.uniform(1.0, 1.25), rng.uniform(0.0, 180.0)
    least, largest = (f**-_SLOPE for f in flux)
    fluxes = (least - rng.random(count) * (least - largest)) ** (-1.0 / _SLOPE)
    places = rng.random((count, 2)) * size - 0.5
    kelvins = np.exp(rng.uniform(log(2800.0), log(20000.0), count))
    widths = np.clip(width * (1.0 + 0.03 * rng.standard_normal(count)), *fwhm)
    return [
        Star(float(y), float(x), float(f), black_body(float(t)), float(w), beta, elongation, angle)
        for (y, x), f, t, w in zip(places, fluxes, kelvins, widths, strict=True)
    ]


def black_body(kelvin: float) -> tuple[float, float, float]:
    """Linear sRGB of a black body, luminance 1, 6500 K being white: Planck's law at 612, 549 and 465 nm, the
    dominant wavelengths of sRGB's primaries. A simplification: colour matching functions would be exact."""
    light = [_planck(nm, kelvin) / _planck(nm, 6500.0) for nm in _PRIMARIES_NM]
    luminance = sum(weight * value for weight, value in zip(_LUMINANCE, light, strict=True))
    red, green, blue = (value / luminance for value in light)
    return red, green, blue


def _planck(nm: float, kelvin: float) -> float:
    """Planck's law up to a constant: nm^-5 / (exp(c2 / (nm T)) - 1), c2 = 1.4388e7 nm K."""
    return float(nm**-5 / (exp(1.4388e7 / (nm * kelvin)) - 1.0))


def _stamp(star: Star) -> tuple[int, int, Float]:
    """Top row, left column and (n, n) float32 pixels of one star that sum to its flux."""
    reach = ceil(_radius(star)) + 1
    top, left = round(star.y) - reach, round(star.x) - reach
    size = 2 * reach + 1
    points = np.arange(size)[:, None] + _NODES
    y, x = (points + top - star.y).ravel()[:, None], (points + left - star.x).ravel()[None, :]
    values = _profile(y, x, star).reshape(size, 3, size, 3)
    pixels = np.einsum("iajb,a,b->ij", values, _WEIGHTS, _WEIGHTS)
    return top, left, (pixels * (star.flux / pixels.sum())).astype(np.float32)


def _radius(star: Star) -> float:
    """Distance in pixels along the long axis beyond which ``_LIGHT_OUTSIDE`` of the light lies."""
    if isinf(star.beta):
        short = star.fwhm * sqrt(log(1.0 / _LIGHT_OUTSIDE) / (4.0 * log(2.0)))
    else:
        short = _alpha(star) * sqrt(_LIGHT_OUTSIDE ** (1.0 / (1.0 - star.beta)) - 1.0)
    return short * sqrt(star.elongation)


def _alpha(star: Star) -> float:
    return float(star.fwhm / (2.0 * sqrt(2.0 ** (1.0 / star.beta) - 1.0)))


def _profile(y: NDArray[np.float64], x: NDArray[np.float64], star: Star) -> NDArray[np.float64]:
    """I at offsets from the centre, 1 in the middle."""
    cosine, sine = cos(radians(star.angle)), sin(radians(star.angle))
    long = (x * cosine + y * sine) ** 2 / star.elongation
    square = long + (y * cosine - x * sine) ** 2 * star.elongation
    if isinf(star.beta):
        return np.exp(-4.0 * log(2.0) / star.fwhm**2 * square)
    return (1.0 + square / _alpha(star) ** 2) ** -star.beta
