"""How far one frame of a scene lies from another: sub-pixel, from a clean template and a frame that may be very noisy.

With the template's content moved by d, image(p) = template(p - d) + noise. A coarse d is the peak of their correlation;
then every block of the frame solves the linearised equation

    (sum g g') delta = - sum g r,      r = image - template moved by d,  g = its gradient

(Lucas and Kanade, IJCAI 1981, with the clean frame's gradient, so that noise in the image adds no bias) and the blocks
vote with the inverse of their covariances, those that disagree losing their voice (Tukey's biweight): hot pixels,
people and leaves do not decide. Last, a turn and a stretch are fitted to the blocks, for a tripod that yielded on one
leg and a lens that breathes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.pairs.checking.two_by_two import determinant, inverse, least_eigenvalue, solved
from denoiser_app.pairs.checking.views import Float, Mask, binned

Doubles = NDArray[np.float64]

_FIRST, _LAST = 1.0, 0.4
"""Deviations, in cells, of the smoothing of both frames before gradients are taken: the first takes away what the
linearised equation cannot follow, the last keeps the fine detail that tells most. Of 60 simulated frames at ISO 12800
four were off by more than 0.3 pixels with 1.0 alone, one with 0.4."""
_COARSE = 400_000
"""Cells that are enough to find the coarse shift; larger frames are halved until they have no more."""
_NO_NOISE = 5.0
_CLEARLY = 30.0
"""By how much chi-squared has to fall: of noise it falls by 10 in one of a thousand frames."""
_HALVED = 1_000_000
_STEPS = 12
_STILL = 0.003
_OUTLIER = 4.0
_CERTAIN = 4.0
_MODEL = 0.03
"""Deviation in cells that a block's shift has besides its noise: aliasing, and that a block is not its centre."""


@dataclass(frozen=True)
class Alignment:
    """shift: (y, x) in cells by which the image's content lies further down and right. error: its standard deviation.

    linear: (2, 2), the shift's change over the frame: at (y, x) from the centre it is shift + linear @ (y, x).
    blocks: how many had something to say. agreeing: the share of their weight that went into the vote, 0-1.
    corner: greatest change of the shift within the frame, 0 where it cannot be told from noise.
    """

    shift: tuple[float, float]
    error: float
    linear: Doubles
    blocks: int
    agreeing: float
    corner: float


def align(template: Float, image: Float, ignored: Mask | None = None) -> Alignment:
    """(h, w) float32 each, of nearly constant noise (stabilised) and equally bright. ignored: (h, w), clipped cells."""
    still, moved = (without(plane, specks(plane)) for plane in (template, image))
    weight = np.ones(still.shape, np.float32) if ignored is None else (~ignored).astype(np.float32)
    candidates = [np.zeros(2), coarse_shift(still, moved)]
    best = _roughly(still, moved, weight, candidates)
    return _refined(_Smoothed.of(still, moved, _LAST), weight, best)[0]


def _roughly(still: Float, moved: Float, weight: Float, candidates: Sequence[Doubles]) -> Doubles:
    """The first of two candidates, or the second where it fits clearly better, refined on smoothed frames; large ones
    are halved for it."""
    factor = 2 if still.size > _HALVED else 1
    frames = _Smoothed.of(binned(still, factor), binned(moved, factor), _FIRST)
    counts = (binned(weight, factor) == 1).astype(np.float32)
    votes = [_refined(frames, counts, start / factor) for start in candidates]
    (near, misfit), (far, other) = votes
    # The peak of a correlation of nothing but noise is anywhere: it has to explain the frames certainly better.
    better = (misfit - other) / max(other, 1e-12) * frames.image.size / frames.spread
    return np.array((far if better > _CLEARLY else near).shift) * factor


def coarse_shift(template: Float, image: Float) -> Doubles:
    """(y, x) in cells, whole up to the halvings: the peak of the correlation of both, without their slow changes."""
    factor = 1
    while template.size / factor**2 > _COARSE:
        factor *= 2
    planes = [_band(binned(plane, factor)) for plane in (template, image)]
    rows, columns = planes[0].shape
    size = cv2.getOptimalDFTSize(rows), cv2.getOptimalDFTSize(columns)
    first, second = (np.fft.rfft2(plane, size) for plane in planes)
    # Whitened by the template alone: its noise is little, while the image's own would swamp the faint frequencies.
    power = np.abs(first)
    correlation = np.fft.irfft2(second * np.conj(first) / (power + power.mean()), size)
    y, x = np.unravel_index(int(np.argmax(correlation)), size)
    signed = [at - length if at > length // 2 else at for at, length in zip((y, x), size, strict=True)]
    return np.array(signed, np.float64) * factor


def specks(plane: Float, noise: Float | float = 0.0) -> Mask:
    """Single cells that stand out from all of their neighbours, and from what noise of this deviation does: hot or dead
    photosites, which stay where they are while the picture moves."""
    ring = np.array([[1, 1, 1], [1, 0, 1], [1, 1, 1]], np.uint8)
    highest, lowest = (f(plane, ring, borderType=cv2.BORDER_REPLICATE) for f in (cv2.dilate, cv2.erode))
    margin = np.float32(0.5) * (highest - lowest) + np.float32(_NO_NOISE) * noise + np.float32(1e-6)
    return np.asarray((plane > highest + margin) | (plane < lowest - margin))


def without(plane: Float, wrong: Mask) -> Float:
    """What is wrong becomes the median of its neighbourhood."""
    return np.where(wrong, cv2.medianBlur(plane, 3), plane)


def moved(plane: Float, shift: Doubles, outside: float | None = None) -> Float:
    """(h, w) or (h, w, 3), its content moved by (y, x), cubic; what comes from ``outside``, None repeats the border."""
    matrix = np.array([[1.0, 0.0, shift[1]], [0.0, 1.0, shift[0]]])
    size = plane.shape[1], plane.shape[0]
    if outside is None:
        return np.asarray(cv2.warpAffine(plane, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE))
    return np.asarray(cv2.warpAffine(plane, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(outside,) * 4))


def _band(plane: Float) -> Float:
    """Without slow changes and with soft borders."""
    band = cv2.GaussianBlur(plane, (0, 0), 1.0) - cv2.GaussianBlur(plane, (0, 0), 8.0)
    limit = np.float32(4.0 * np.median(np.abs(band)) / 0.6745 + 1e-9)
    rows, columns = (np.hanning(length + 2)[1:-1].astype(np.float32) for length in plane.shape)
    return np.asarray(np.clip(band, -limit, limit) * np.sqrt(rows[:, None] * columns), np.float32)


# --- refinement -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Blocks:
    """Of every block with something to say, (N, ...): shift still missing, its inverse covariance, the centre."""

    delta: Doubles
    information: Doubles
    place: Doubles


@dataclass(frozen=True)
class _Smoothed:
    """Both frames; spread: by how much the variance of a sum of cells exceeds that of as many independent ones."""

    template: Float
    image: Float
    spread: float

    @classmethod
    def of(cls, template: Float, image: Float, sigma: float) -> _Smoothed:
        kernel = cv2.getGaussianKernel(9, sigma)
        spread = 1.0 / float((kernel**2).sum()) ** 2
        first, second = (
            np.asarray(cv2.sepFilter2D(plane, -1, kernel, kernel), np.float32) for plane in (template, image)
        )
        return cls(first, second, spread)


def _refined(frames: _Smoothed, weight: Float, start: Doubles) -> tuple[Alignment, float]:
    """The alignment from a start, and how badly the frames still differ."""
    shift, shape = start.astype(np.float64), frames.template.shape
    for _ in range(_STEPS):
        blocks, misfit = _equations(frames, weight, shift)
        if not len(blocks.delta):
            return Alignment((float(shift[0]), float(shift[1])), np.inf, np.zeros((2, 2)), 0, 0.0, 0.0), misfit
        step, trust, information, scale = _vote(blocks)
        step *= min(1.0, 2.0 / max(float(np.hypot(*step)), 1e-9))
        shift = shift + step
        if np.hypot(*step) < _STILL:
            break
    error = scale * float(np.sqrt(inverse(information).diagonal().max()))
    linear, corner = _change(blocks, trust, step, scale, shape)
    weights = np.trace(blocks.information, axis1=1, axis2=2)
    agreeing = float((weights * (trust > 0)).sum() / weights.sum())
    found = Alignment((float(shift[0]), float(shift[1])), error, linear, len(trust), agreeing, corner)
    return found, misfit


def _side(shape: tuple[int, ...]) -> int:
    return int(np.clip(min(shape[:2]) // 10, 24, 128))


def _equations(frames: _Smoothed, weight: Float, shift: Doubles) -> tuple[_Blocks, float]:
    side = _side(frames.template.shape)
    target = moved(frames.template, shift, np.nan)
    known = np.isfinite(target)
    target = np.where(known, target, np.float32(0))
    gx = cv2.Sobel(target, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    gy = cv2.Sobel(target, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    inside = cv2.erode(known.astype(np.uint8), np.ones((5, 5), np.uint8), borderValue=0).astype(np.float32) * weight
    rest = without_stripes((frames.image - target) * inside, inside)
    deviation = float(np.median(np.abs(rest[inside > 0]))) / 0.6745 if inside.any() else 0.0
    deviation = max(deviation, 1e-6)
    # Huber: a residual far outside of the noise counts as one at its border.
    np.clip(rest, -3.0 * deviation, 3.0 * deviation, out=rest)
    products = (gy * gy, gy * gx, gx * gx, gy * rest, gx * rest, rest * rest, inside)
    sums = [binned(product * inside, side).astype(np.float64) for product in products]
    misfit = float((rest * rest).sum(dtype=np.float64) / max(inside.sum(dtype=np.float64), 1.0))
    return _blocks(sums, deviation**2, frames.spread, side, target.shape), misfit


def _blocks(sums: list[Doubles], usual: float, spread: float, side: int, shape: tuple[int, ...]) -> _Blocks:
    yy, yx, xx, yr, xr, rr, count = (one.ravel() * side * side for one in sums)
    # A block with lamps has more noise than the frame has usually, and one where something moved seems to.
    variance = spread * np.maximum(usual, rr / np.maximum(count, 1.0))
    tensor = np.stack([np.stack([yy, yx], 1), np.stack([yx, xx], 1)], 1)
    right = np.stack([yr, xr], 1)
    strong = (least_eigenvalue(tensor) > variance / 4.0) & (determinant(tensor) > 0)
    rows, columns = sums[0].shape
    place = np.stack(np.divmod(np.arange(rows * columns), columns), 1) * side + side / 2.0 - np.array(shape[:2]) / 2.0
    tensor, right, place, variance = tensor[strong], right[strong], place[strong], variance[strong]
    return _Blocks(-solved(tensor, right), tensor / variance[:, None, None], place)


def without_stripes(rest: Float, known: Float) -> Float:
    """Of a difference (h, w): rows and columns without their own offset, as banding gives it; slow changes stay."""
    for axis in (1, 0):
        median = _means(rest, known, axis)
        slow = cv2.GaussianBlur(median.reshape(-1, 1), (1, 31), 0.0).ravel() if len(median) > 31 else median * 0
        stripe = np.expand_dims(median - slow, axis).astype(np.float32)
        rest = rest - stripe * known
    return rest


def _means(rest: Float, known: Float, axis: int) -> Float:
    """Mean along an axis of what lies within 3 deviations: nearly the median, much faster."""
    limit = np.float32(3.0 * np.median(np.abs(rest[::4, ::4])) / 0.6745 + 1e-9)
    clipped = np.clip(rest, -limit, limit)
    count = known.sum(axis)
    return np.asarray((clipped * known).sum(axis) / np.maximum(count, 1.0), np.float32)


def _vote(blocks: _Blocks) -> tuple[Doubles, Doubles, Doubles, float]:
    """The shift that the blocks agree on, each one's trust 0-1, the inverse of the shift's covariance, and by how much
    the blocks scatter more than they should."""
    information = _with_floor(blocks.information)
    trust, scale = np.ones(len(blocks.delta)), 1.0
    center = _weighted_median(blocks.delta, np.trace(information, axis1=1, axis2=2))
    total = information.sum(0)
    for _ in range(10):
        off = blocks.delta - center
        distance = np.sqrt(np.einsum("ni,nij,nj->n", off, information, off))
        scale = max(1.0, float(np.median(distance)) / 1.18)
        trust = np.clip(1.0 - (distance / (_OUTLIER * scale)) ** 2, 0.0, None) ** 2
        total = np.einsum("n,nij->ij", trust, information)
        if not (least_eigenvalue(total) > 0 and determinant(total) > 0):
            return center, np.ones(len(trust)), information.sum(0), scale
        center = solved(total, np.einsum("n,nij,nj->i", trust, information, blocks.delta))
    return center, trust, total, scale


def _with_floor(information: Doubles) -> Doubles:
    return inverse(inverse(information) + np.eye(2) * _MODEL**2)


def _weighted_median(values: Doubles, weights: Doubles) -> Doubles:
    result = np.zeros(values.shape[1])
    for column in range(values.shape[1]):
        order = np.argsort(values[:, column])
        share = np.cumsum(weights[order]) / weights.sum()
        result[column] = values[order[min(int(np.searchsorted(share, 0.5)), len(order) - 1)], column]
    return result


def _change(
    blocks: _Blocks, trust: Doubles, center: Doubles, scale: float, shape: tuple[int, ...]
) -> tuple[Doubles, float]:
    """How the shift changes over the frame, by least squares, and the largest change at a corner if it is certain."""
    information = _with_floor(blocks.information)
    voice = trust * np.trace(information, axis1=1, axis2=2)
    if np.count_nonzero(trust > 0) < 6:
        return np.zeros((2, 2)), 0.0
    # Unknown: the centre's shift and four slopes, in units of the half frame.
    half = np.array(shape[:2]) / 2.0
    place = blocks.place / half
    design = np.zeros((len(place), 2, 6))
    design[:, 0, 0] = design[:, 1, 3] = 1.0
    design[:, 0, 1:3] = design[:, 1, 4:6] = place
    normal = np.einsum("n,nia,nij,njb->ab", trust, design, information, design)
    right = np.einsum("n,nia,nij,nj->a", trust, design, information, blocks.delta - center)
    if voice.sum() <= 0 or np.linalg.cond(normal) > 1e8:
        return np.zeros((2, 2)), 0.0
    solution, covariance = np.linalg.solve(normal, right), np.linalg.inv(normal)
    slopes = np.array([[solution[1], solution[2]], [solution[4], solution[5]]])
    errors = scale * np.sqrt(covariance.diagonal())[[1, 2, 4, 5]]
    corners = [np.hypot(*(slopes @ np.array(c))) for c in ((1, 1), (1, -1))]
    corner = float(max(corners)) - _CERTAIN * float(np.sqrt(np.sum(np.square(errors))))
    return slopes / half, max(0.0, corner)
