"""The noise level measured from a single photo, in both domains. Statistics are taken once per photo, never per tile.

Fine structure is separated with the Laplacian of Immerkaer ("Fast noise variance estimation", CVIU 1996), which is
blind to constant and linear gradients; its energy is averaged over small blocks, and at each brightness the quieter
blocks speak for the noise, since texture only ever adds energy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.cfa import Cfa
from denoiser_app.core.noise import KNOTS, NoiseCurve, typical_noise, white_noise
from denoiser_app.core.photo import PoissonGaussian

Float = NDArray[np.float32]

_LAPLACIAN = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6.0
"""Unit gain for white noise."""

_BLOCK = 8
_QUIET_SHARE = 0.1
"""The quantile of block energies that stands for pure noise."""
_QUIET_CORRECTION = {1: 0.626, 3: 0.772}
"""That quantile over the mean for white noise in 8x8 blocks, averaged over 1 or 3 independent channels; simulated (see
tests/core/test_noise_estimation.py, which repeats it)."""
_SQUARE_BLOCK = 4
_QUIET_OF_SQUARES = 0.780
"""The same quantile for the mean square of 64 independent normal numbers: X-Trans has four squares a period."""
_LEAST_BLOCKS = 24
_WHITE, _QUIET_TONES, _SEEN = 1.2, 0.3, 0.01
"""Noise is white whose coarse deviation is less than 1.2 of the fine one in the best 30 % of the photo; tones that fill
less than a hundredth say nothing. Chosen on CBSD68 and simulated JPEGs; of 48 real pairs none
looked white."""
_BAND = 128
_ENOUGH_PIXELS = 8_000_000
"""Of a larger photo, evenly spaced bands of rows are measured: time and memory stay those of a photo of this size."""


@dataclass(frozen=True)
class _Blocks:
    """Of every 8x8 block, (N,): mean square of the Laplacian, mean brightness, share of clipped values."""

    energy: Float
    brightness: Float
    clipped: Float


def estimate_rgb(rgb: Float) -> NoiseCurve:
    """The noise curve of a display-encoded (H, W, 3) float32 photo, 0-1. Any size from 32x32 up; smaller ones, and
    those without a block that is neither clipped nor flat, give zero noise."""
    if min(rgb.shape[:2]) < 4 * _BLOCK:
        return white_noise(0.0, "too small to measure")
    blocks = _statistics(rgb)
    fine = _curve(blocks)
    halved = np.concatenate([halve(band) for band in _bands(rgb)])
    coarse = np.float32(2.0) * _curve(_statistics(halved))
    if _looks_white(blocks.brightness, fine, coarse):
        coarse = np.minimum(coarse, fine)
    return NoiseCurve(tuple(fine.tolist()), tuple(coarse.tolist()), "measured")


def quiet_variance(plane: Float) -> float:
    """The variance of white noise in one (H, W) plane where it is quietest: of the darker, smoother tenth of it. 0 for
    planes smaller than a block."""
    energy = _block_energy(plane[..., None])
    return float(np.quantile(energy, _QUIET_SHARE)) / _QUIET_CORRECTION[1] if energy.size else 0.0


def measure_rgb(noise: Float, clean: Float) -> NoiseCurve:
    """The noise curve of a known noise field (noisy - clean), both (H, W, 3): the truth that ``estimate_rgb`` is after,
    with which the networks are trained."""
    return known_noise(noise, clean).curve() or white_noise(0.0, "known")


@dataclass(frozen=True)
class KnownNoise:
    """Sums over the blocks of known noise fields, (2, KNOTS) float64 each: of their energies in pixels and in halves,
    at every brightness, and of the blocks themselves."""

    energy: NDArray[np.float64]
    blocks: NDArray[np.float64]

    @classmethod
    def joined(cls, parts: Sequence[KnownNoise]) -> KnownNoise:
        """Of several photos together."""
        return cls(sum(part.energy for part in parts), sum(part.blocks for part in parts))  # type: ignore[arg-type]

    def curve(self) -> NoiseCurve | None:
        """None without any block."""
        if not self.blocks.any(1).all():
            return None
        means = (self.energy / np.maximum(self.blocks, 1.0)).astype(np.float32)
        counts = self.blocks.astype(np.float32)
        fine, coarse = (np.sqrt(_fill(*both)) for both in zip(means, counts, strict=True))
        return NoiseCurve(tuple(fine.tolist()), tuple((np.float32(2.0) * coarse).tolist()), "known")


def known_noise(noise: Float, clean: Float, usable: NDArray[np.bool_] | None = None) -> KnownNoise:
    """What a known noise field (noisy - clean), (H, W, 3), says at each brightness of ``clean``. usable: (H, W), blocks
    that hold anything else do not count."""
    energies, blocks = np.zeros((2, KNOTS)), np.zeros((2, KNOTS))
    allowed = np.ones(noise.shape[:2], np.float32) if usable is None else usable.astype(np.float32)
    allowed = np.asarray(cv2.erode(allowed, np.ones((3, 3), np.uint8)))  # the filter reaches one pixel further
    fields = ((noise, clean, allowed), (halve(noise), halve(clean), halve(allowed)))
    for scale, (field, picture, whole) in enumerate(fields):
        counts = _block_mean(whole).ravel() > 0.999
        energy = _block_energy(field).ravel()[counts]
        knot = _nearest_knot(_block_mean(picture.mean(2)).ravel()[counts])
        blocks[scale] = np.bincount(knot, minlength=KNOTS)
        energies[scale] = np.bincount(knot, weights=energy, minlength=KNOTS)
    return KnownNoise(energies, blocks)


def halve(image: Float) -> Float:
    """(H, W, C) averaged over 2x2 pixels; an odd last row or column is left out."""
    height, width = image.shape[0] // 2 * 2, image.shape[1] // 2 * 2
    return np.asarray(cv2.resize(image[:height, :width], (width // 2, height // 2), interpolation=cv2.INTER_AREA))


def estimate_raw(mosaic: Float, cfa: Cfa, iso: float | None = None) -> PoissonGaussian:
    """a and b from a signed linear mosaic ((H, W), or (H, W, 3) for LinearRaw), black 0, white 1.

    Every photosite phase of the array is a small picture of its own; where the array has 2x2 squares of one colour
    (X-Trans), whose phases are six pixels apart, each square says how its four samples differ. Block energies are
    gathered, the quiet ones at each brightness are fitted with a straight line, weighted by the inverse of their
    variance. When the photo
    tells too little (a narrow range of brightness, few blocks) ``confident`` is False; where the line would fall
    with brightness, or nothing can be measured, the typical sensor of the ISO bounds a.
    """
    squares = _squares(cfa) if mosaic.ndim == 2 else []
    if squares:
        return _fit_line(*_square_blocks(mosaic, cfa.period, squares), iso, _QUIET_OF_SQUARES)
    levels, energies = [], []
    for plane in _phases(mosaic, cfa):
        if min(plane.shape) >= 2 * _BLOCK:
            levels.append(_block_mean(plane).ravel())
            energies.append(_block_energy(plane[..., None]).ravel())
    if not levels:
        return typical_noise(iso)
    return _fit_line(np.concatenate(levels), np.concatenate(energies), iso, _QUIET_CORRECTION[1])


def _squares(cfa: Cfa) -> list[tuple[int, int]]:
    """Top left corners, in the first period, of the 2x2 squares of one colour; none without a mosaic."""
    if cfa.kind != "mosaic":
        return []
    colors = cfa.colors(cfa.period + 1, cfa.period + 1)
    places = [(y, x) for y in range(cfa.period) for x in range(cfa.period)]
    return [(y, x) for y, x in places if np.ptp(colors[y : y + 2, x : x + 2]) == 0]


def _square_blocks(mosaic: Float, period: int, squares: list[tuple[int, int]]) -> tuple[Float, Float]:
    """(N,) mean and energy of blocks of 4x4 periods.

    The energy is that of the diagonal Haar coefficient (s00 - s01 - s10 + s11) / 2: unit gain for white noise, blind to
    constant and linear gradients, over a distance of one pixel.
    """
    rows, columns = ((side - 1) // period for side in mosaic.shape)
    level, energy = np.zeros((2, rows, columns), np.float32)
    for y, x in squares:
        corners = [mosaic[y + i :: period, x + j :: period][:rows, :columns] for i in (0, 1) for j in (0, 1)]
        level += sum(corners) / np.float32(4 * len(squares))
        energy += (corners[0] - corners[1] - corners[2] + corners[3]) ** 2 / np.float32(4 * len(squares))
    return _block_mean(level, _SQUARE_BLOCK).ravel(), _block_mean(energy, _SQUARE_BLOCK).ravel()


def _phases(mosaic: Float, cfa: Cfa) -> Iterator[Float]:
    if mosaic.ndim == 3:
        yield from (np.ascontiguousarray(mosaic[..., c]) for c in range(mosaic.shape[2]))
        return
    period = cfa.period
    # A third of X-Trans' 36 phases is plenty, and keeps the cost that of a Bayer photo.
    step = 1 if period <= 2 else 3
    for index in range(0, period * period, step):
        yield np.ascontiguousarray(mosaic[index // period :: period, index % period :: period])


def _fit_line(levels: Float, energies: Float, iso: float | None, quiet: float) -> PoissonGaussian:
    """quiet: what the quantile of pure noise's energies is of their mean."""
    usable = levels < 0.9
    levels, energies = levels[usable], energies[usable]
    if levels.size < _LEAST_BLOCKS:
        return typical_noise(iso)
    count = int(np.clip(levels.size // 60, 1, 64))
    groups = np.array_split(np.argsort(levels), count)
    x = np.array([levels[g].mean() for g in groups], np.float64)
    v = np.array([np.quantile(energies[g], _QUIET_SHARE) for g in groups], np.float64) / quiet
    keep = v > 0
    if not keep.any():
        return typical_noise(iso)
    return _robust_line(x[keep], v[keep], iso)


def _robust_line(x: NDArray[np.float64], v: NDArray[np.float64], iso: float | None) -> PoissonGaussian:
    """Straight line through (x, v) with relative errors, texture (points far above it) left out step by step."""
    weight = 1.0 / v
    a = b = 0.0
    for _ in range(6):
        a, b = _weighted_line(x, v, weight)
        fitted = np.maximum(a * x + b, 1e-3 * v)
        excess = v / fitted
        weight = np.where(excess > 1.0, 1.0 / excess**3, 1.0) / fitted
    spread = float(x.max() - x.min())
    confident = x.size >= 8 and spread > 10.0 * b / max(a, 1e-12) and spread > 0.02
    if a <= 0.0:
        a, confident = max(1e-7, min(typical_noise(iso).a, float(np.median(v)) / max(float(np.median(x)), 1e-3))), False
        b = max(float(np.min(v)) - a * float(np.min(x)), 0.0)
    return PoissonGaussian(a, max(b, (0.5 * a) ** 2), "measured", confident)


def _weighted_line(x: NDArray[np.float64], v: NDArray[np.float64], weight: NDArray[np.float64]) -> tuple[float, float]:
    if x.size == 1 or np.ptp(x) < 1e-9:
        return 0.0, float(v.mean())
    a, b = np.polyfit(x, v, 1, w=weight)
    if b < 0.0:
        return float(np.sum(weight**2 * x * v) / np.sum(weight**2 * x * x)), 0.0
    return float(a), float(b)


def _curve(blocks: _Blocks) -> Float:
    """(KNOTS,) deviation over brightness."""
    # Blocks that JPEG or clipping made flat say nothing of the noise elsewhere.
    usable = (blocks.energy > 1e-10) & (blocks.clipped < 0.1)
    return np.sqrt(_fill(*_quiet_by_knot(blocks.brightness[usable], blocks.energy[usable])))


def _bands(rgb: Float) -> Iterator[Float]:
    """Views of the rows that are measured, each at least one block high."""
    height, width = rgb.shape[:2]
    share = max(1.0, height * width / _ENOUGH_PIXELS)
    tops = np.arange(0, height - _BLOCK + 1, _BAND)
    for top in tops[:: int(np.ceil(share))]:
        yield rgb[top : top + _BAND]


def _statistics(rgb: Float) -> _Blocks:
    parts = []
    for band in _bands(rgb):
        clipped = ((band <= 0.0) | (band >= 1.0)).mean(2, dtype=np.float32)
        parts.append((_block_energy(band).ravel(), _block_mean(band.mean(2)).ravel(), _block_mean(clipped).ravel()))
    return _Blocks(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _block_energy(image: Float) -> Float:
    """(H/8, W/8): mean square of the Laplacian, averaged over the channels of (H, W, C)."""
    detail = cv2.filter2D(image, cv2.CV_32F, _LAPLACIAN, borderType=cv2.BORDER_REFLECT_101)
    square = detail * detail
    return _block_mean(square if square.ndim == 2 else square.mean(2))


def _block_mean(plane: Float, side: int = _BLOCK) -> Float:
    rows, columns = plane.shape[0] // side, plane.shape[1] // side
    if not rows or not columns:
        return np.zeros((rows, columns), np.float32)
    trimmed = plane[: rows * side, : columns * side]
    return np.asarray(cv2.resize(trimmed, (columns, rows), interpolation=cv2.INTER_AREA))


def _quiet_by_knot(brightness: Float, energy: Float) -> tuple[Float, Float]:
    values, counts = np.zeros(KNOTS, np.float32), np.zeros(KNOTS, np.float32)
    knot = _nearest_knot(brightness)
    for k in range(KNOTS):
        at_knot = energy[knot == k]
        if at_knot.size >= _LEAST_BLOCKS:
            values[k] = np.quantile(at_knot, _QUIET_SHARE) / _QUIET_CORRECTION[3]
            counts[k] = at_knot.size
    if not counts.any() and energy.size:
        values[:] = np.quantile(energy, _QUIET_SHARE) / _QUIET_CORRECTION[3]
        counts[:] = 1
    return values, counts


def _nearest_knot(brightness: Float) -> NDArray[np.intp]:
    return np.clip(np.rint(brightness * (KNOTS - 1)), 0, KNOTS - 1).astype(np.intp)


def _looks_white(brightness: Float, fine: Float, coarse: Float) -> bool:
    """Whether, over the photo's blocks, the noise is as strong in halves as in pixels wherever the photo is quiet.

    Then it is so everywhere, and what the halves show beyond it is texture: CBSD68 at sigma 15 was told 17 % too much,
    which cost 0.2 dB. Cameras' demosaicing and noise reduction leave far more coarse noise than fine.
    """
    share = np.bincount(_nearest_knot(brightness), minlength=KNOTS) / max(brightness.size, 1)
    seen = (share > _SEEN) & (fine > 0.0)
    if not seen.any():
        return False
    ratio, weight = coarse[seen] / fine[seen], share[seen]
    order = np.argsort(ratio)
    place = np.cumsum(weight[order]) / weight.sum()
    return float(np.interp(_QUIET_TONES, place, ratio[order])) < _WHITE


def _fill(values: Float, counts: Float) -> Float:
    """Knots without blocks take their neighbours' value; then a light smoothing that trusts full knots more."""
    known = counts > 0
    if not known.any():
        return np.zeros(KNOTS, np.float32)
    knots = np.arange(KNOTS)
    filled = np.interp(knots, knots[known], values[known])
    weight = np.pad(np.sqrt(counts) + 0.1, 1, mode="edge")
    padded = np.pad(filled, 1, mode="edge") * weight
    smooth = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / (weight[:-2] + 2 * weight[1:-1] + weight[2:])
    return np.asarray(smooth, np.float32)
