"""Whether stars live and skies stay clean: stars kept, and false ones, on simulated raws.

The scene is a smooth sky of about 1 % of white with stars of sub-pixel position on a jittered grid (core/stars.py draws
them), so far apart that none disturbs its neighbour's photometry. It is exposed through a filter array with the noise
of a typical sensor and compared as developed, decoded to the luminance of linear light.

    peak SNR   the largest ratio, over the photosites, of the star's light to the deviation of the noise there,
               sqrt(a x + b) with x the light of star and sky; both are known exactly
    kept       the flux in an aperture of 1.5 FWHM around the true place, less the median of the ring from 2.5 to 4
               FWHM, is within 20 % of the same measured on the noiseless picture
    false      where there are no stars, a local maximum (7x7) of result - truth at least half as high as the peak of a
               white star of peak SNR 5: the faintest that counts, so half of it is seen as a star
    possible   the share that the matched filter would keep: with place and profile known, a star's flux is estimated
               with the deviation flux / S, S^2 = sum of light^2 / variance over the photosites, and so within 20 %
               with probability erf(0.2 S / sqrt 2) (Kay, Fundamentals of Statistical Signal Processing, vol. I, 1993,
               ch. 4). No unbiased method is better.

Peak SNRs are log-uniform from 2.5 to 100.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import erf, sqrt

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.benchmark.simulated import camera_matrix, mosaic_of, to_camera
from denoiser_app.core.cfa import Cfa
from denoiser_app.core.color import SRGB_TRANSFER, develop
from denoiser_app.core.photo import PoissonGaussian
from denoiser_app.core.stars import Star, random_stars, render_stars

Float = NDArray[np.float32]

COUNTED_SNR = 5.0
"""Peak SNR from which a star counts."""
BINS = (2.5, 5.0, 10.0, 20.0, 100.0)
"""Edges of the bins of peak SNR."""
TOLERANCE = 0.2
SPACING, JITTER = 40, 5
"""Pixels between the grid's points, and the most a star is off its point: never nearer than 30 to another."""
_FWHM = (1.5, 3.5)
_APERTURE, _RING = 1.5, (2.5, 4.0)
_SKY = 0.01
_LUMINANCE = np.array((0.2126, 0.7152, 0.0722), np.float32)


@dataclass(frozen=True)
class Field:
    """camera: the noiseless scene, (H, W, 3) white-balanced linear camera RGB. snr: peak SNR of each star; matched: S
    of each (module docstring). false_height: (H, W), from which height over the truth something is a false star."""

    camera: Float
    stars: tuple[Star, ...]
    snr: NDArray[np.float64]
    matched: NDArray[np.float64]
    false_height: Float

    @property
    def luminance(self) -> Float:
        """The truth as it is compared: (H, W) linear."""
        return luminance(develop(self.camera, camera_matrix()))


def star_field(size: tuple[int, int], array: Cfa, noise: PoissonGaussian, seed: int, *, empty: bool = False) -> Field:
    """A field of that (height, width), with stars or without. The same seed gives the same sky and the same places."""
    rng = np.random.default_rng(seed)
    sky = _sky(size, rng)
    snrs = np.exp(rng.uniform(np.log(BINS[0]), np.log(BINS[-1]), len(_grid(size))))
    wanted = zip(_placed(size, rng), snrs, strict=True)
    background = mosaic_of(to_camera(sky), array)
    stars = [] if empty else [_of_snr(star, snr, array, noise, background) for star, snr in wanted]
    figures = np.array([_snrs(star, array, noise, background) for star in stars]).reshape(-1, 2)
    camera = to_camera(sky + render_stars(size, stars))
    height = 0.5 * _peak_of(COUNTED_SNR, noise, np.asarray(cv2.blur(background, (7, 7)), np.float32))
    return Field(camera, tuple(stars), figures[:, 0], figures[:, 1], height.astype(np.float32))


def luminance(display: Float) -> Float:
    """(H, W) linear, of a developed picture (H, W, 3)."""
    return np.asarray(SRGB_TRANSFER.decode(display) @ _LUMINANCE)


def kept(field: Field, result: Float) -> NDArray[np.bool_]:
    """Which stars of a field a result, (H, W) linear luminance, has kept."""
    truth = field.luminance
    ratios = [photometry(result, star) / photometry(truth, star) for star in field.stars]
    return np.abs(np.array(ratios) - 1.0) <= TOLERANCE


def possible(field: Field) -> NDArray[np.float64]:
    """The probability with which the matched filter keeps each star."""
    return np.array([erf(TOLERANCE * s / sqrt(2.0)) for s in field.matched])


def photometry(picture: Float, star: Star) -> float:
    """The flux in the aperture, less the background of the ring around it."""
    reach = int(np.ceil(_RING[1] * star.fwhm)) + 1
    y, x = round(star.y), round(star.x)
    rows, columns = slice(max(y - reach, 0), y + reach + 1), slice(max(x - reach, 0), x + reach + 1)
    part = picture[rows, columns].astype(np.float64)
    dy = np.arange(rows.start, rows.start + part.shape[0])[:, None] - star.y
    dx = np.arange(columns.start, columns.start + part.shape[1])[None, :] - star.x
    distance = np.hypot(dy, dx) / star.fwhm
    aperture, ring = distance <= _APERTURE, (distance >= _RING[0]) & (distance <= _RING[1])
    return float((part[aperture] - np.median(part[ring])).sum())


def false_stars(field: Field, result: Float) -> int:
    """How many a result, (H, W) linear luminance, of a field without stars shows."""
    excess = result - field.luminance
    highest = excess >= cv2.dilate(excess, np.ones((7, 7), np.uint8))
    return int(np.count_nonzero(highest & (excess >= field.false_height)))


def _sky(size: tuple[int, int], rng: np.random.Generator) -> Float:
    """(H, W, 3) linear: a gradient from 0.6 to 1.6 times 1 % of white, slightly coloured."""
    corners = _SKY * rng.uniform(0.6, 1.6, (2, 2, 1)) * rng.uniform(0.9, 1.1, (2, 2, 3))
    sky = cv2.resize(corners.astype(np.float32), (size[1], size[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(sky, np.float32)


def _grid(size: tuple[int, int]) -> list[tuple[int, int]]:
    rows, columns = (range(SPACING // 2, side - SPACING // 2 + 1, SPACING) for side in size)
    return [(y, x) for y in rows for x in columns]


def _placed(size: tuple[int, int], rng: np.random.Generator) -> Sequence[Star]:
    """A star at every grid point: colours as in the sky, each with a width of its own, Moffat or Gaussian by turns."""
    places = np.array(_grid(size)) + rng.uniform(-JITTER, JITTER, (len(_grid(size)), 2))
    drawn = random_stars(size, len(places), rng, flux=(0.5, 1.0), fwhm=_FWHM)
    widths = rng.uniform(*_FWHM, len(places))
    return [
        replace(star, y=float(y), x=float(x), flux=1.0, fwhm=float(width), beta=np.inf if index % 2 else 3.0)
        for index, (star, (y, x), width) in enumerate(zip(drawn, places, widths, strict=True))
    ]


def _of_snr(star: Star, snr: float, array: Cfa, noise: PoissonGaussian, background: Float) -> Star:
    """The star as bright as gives that peak SNR; never brighter than half of white at its peak."""
    light, sky = _light(star, array, background)
    flux = min(float((_peak_of(snr, noise, sky)[light > 0] / light[light > 0]).min()), 0.5 / float(light.max()))
    return replace(star, flux=flux)


def _snrs(star: Star, array: Cfa, noise: PoissonGaussian, background: Float) -> tuple[float, float]:
    """Peak SNR and the matched filter's."""
    light, sky = _light(star, array, background)
    ratio = light / np.sqrt(noise.a * (light + sky) + noise.b)
    return float(ratio.max()), float(np.sqrt(np.square(ratio).sum()))


def _light(star: Star, array: Cfa, background: Float) -> tuple[Float, Float]:
    """The star's light at the photosites around it, and the sky's light there."""
    reach = 24
    top, left = (max(0, round(c) - reach) // array.period * array.period for c in (star.y, star.x))
    where = slice(top, top + 2 * reach), slice(left, left + 2 * reach)
    sky = background[where]
    near = render_stars((sky.shape[0], sky.shape[1]), [replace(star, y=star.y - top, x=star.x - left)])
    return mosaic_of(to_camera(near), array), sky


def _peak_of(snr: float, noise: PoissonGaussian, sky: Float) -> NDArray[np.float64]:
    """The light p with p / sqrt(a (p + sky) + b) = snr."""
    half = 0.5 * noise.a * snr**2
    return np.asarray(half + np.sqrt(half**2 + snr**2 * (noise.a * sky.astype(np.float64) + noise.b)))
