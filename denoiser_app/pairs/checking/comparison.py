"""One frame of a scene held against another: where it lies, how bright it is, what moved, how sharp it is.

The still frame is the cleaner one. What the checks conclude from these figures is said in ``judging``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from denoiser_app.core.noise import stabilise
from denoiser_app.pairs.checking import movement
from denoiser_app.pairs.checking.align import Alignment, align, specks, without
from denoiser_app.pairs.checking.align import moved as content_moved
from denoiser_app.pairs.checking.gain import Gain, gain
from denoiser_app.pairs.checking.sharpness import Detail, Frames, detail
from denoiser_app.pairs.checking.views import BALANCE, Float, Mask, View, shifted

_LEAST_OFFSET, _MOST_OFFSET = 1e-3, 4.0
_EDGE_TOLERANCE = 0.15
"""Pixels by which edges may be off besides the shift that is known: its error, and that of a lens that breathes."""
_DOUBTED = {"raw": 0.005, "rgb": 0.06}
"""Share of the difference's fine structure that may be the still frame's own noise beyond what is known of it: JPEG
leaves noise that no model of a sensor tells."""
_INTERPOLATED = 0.02
"""Cells: a shift that is less than this is none."""
OwnNoise = Callable[[Float, Float, movement.Scatter], Float]
"""The still frame's noise: variances (h, w, 3) of its planes (h, w, 3) that were multiplied by the gains (3,), beside
the scatter of its difference from the other frame."""

_NEAR_WHITE = 3.0
_ABOVE_BLACK = 3.0
_UNCERTAIN = 0.35
_SPECK = 6.0
"""Deviations of noise: near white and black, where it is clipped; of a cell that is hot in one frame alone."""


SURE = 0.5
"""Pixels of deviation of the shift, above which nobody can tell whether the frames lie on each other."""


@dataclass(frozen=True)
class Comparison:
    """shift: (y, x) pixels by which the other frame's content lies further down and right, error: its deviation. moves:
    the whole periods of the filter array in it, by which the still frame may be moved; rest: what remains. corner: by
    how many pixels more the corners are off. cell: side of a cell in pixels.

    Planes lie as the other frame does, (h, w[, 3]): inside: cells that both show; clipped: those that are not to be
    used, clipped in either, close to it, or outside; moved: where something moved; clean: the still frame, moved and as
    bright as the other; difference: the other minus clean, without banding; sigma: its deviation over brightness.
    """

    shift: tuple[float, float]
    moves: tuple[int, int]
    rest: tuple[float, float]
    error: float
    corner: float
    gain: Gain
    inside: Mask
    clipped: Mask
    moved: Mask
    clean: Float
    difference: Float
    sigma: movement.Scatter
    detail: Detail
    cell: int

    @property
    def moved_share(self) -> float:
        """Of what both show."""
        return float(np.count_nonzero(self.moved)) / max(1, int(np.count_nonzero(self.inside)))

    @property
    def clipped_share(self) -> float:
        """Of what both show."""
        return float(np.count_nonzero(self.clipped & self.inside)) / max(1, int(np.count_nonzero(self.inside)))


def compare(still: View, other: View, own: OwnNoise | None = None) -> Comparison:
    """The views are ``like`` each other. own: the still frame's noise, None for next to none."""
    ignored = still.clipped | other.clipped
    first = gain(still.planes, other.planes, ignored)
    factor = np.array(first.of, np.float32)
    found = _aligned(still, other, factor, ignored)
    if not found.error * still.cell <= SURE:  # nobody can tell, so the tripod is believed
        found = replace(found, shift=(0.0, 0.0))
    shift = _pixels(found, still.cell)
    moves = (
        _whole(shift[0], found.error * still.cell, still.period),
        _whole(shift[1], found.error * still.cell, still.period),
    )
    return _compared(still, other, found, moves, own)


def _whole(shift: float, error: float, period: int) -> int:
    """The whole periods in a shift; none where it may as well be less than half of one."""
    certain = np.isfinite(error) and abs(shift) - error > period / 2 - 0.5
    return round(shift / period) * period if certain else 0


def _pixels(found: Alignment, cell: int) -> tuple[float, float]:
    return found.shift[0] * cell, found.shift[1] * cell


def _compared(still: View, other: View, found: Alignment, moves: tuple[int, int], own: OwnNoise | None) -> Comparison:
    shift = _pixels(found, still.cell)
    rest = shift[0] - moves[0], shift[1] - moves[1]
    planes, white, inside = _laid_on(still, shift)
    clipped = white | other.clipped | ~inside
    measured = _measured_gain(planes, other, clipped)
    clean = planes * np.array(measured.of, np.float32)
    difference = movement.difference(clean, other.planes, ~clipped)
    sigma = movement.scatter(np.asarray(cv2.blur(clean, (3, 3)), np.float32), difference, ~clipped)
    difference = movement.at_white(clean, other.planes, difference, (white, other.clipped), inside)
    clipped |= _near_white(clean, sigma, other.white)
    known = ~clipped
    tolerance = _EDGE_TOLERANCE / still.cell + min(found.error, 0.5) + found.corner
    unsure = clipped | _near_black(clean, sigma) if still.kind == "rgb" else clipped
    moved = movement.moved(movement.Pictures(clean, difference, sigma, inside, unsure), tolerance)
    variance = None if own is None else own(clean, np.array(measured.of, np.float32), sigma)
    sharp = _detail(still, clean, difference, sigma, known & ~moved, variance).doubting(
        measured.error[1] / measured.of[1]
    )
    return Comparison(
        shift=shift,
        moves=moves,
        rest=rest,
        error=found.error * still.cell,
        corner=found.corner * still.cell,
        gain=measured,
        inside=inside,
        clipped=clipped,
        moved=moved,
        clean=clean,
        difference=difference,
        sigma=sigma,
        detail=sharp,
        cell=still.cell,
    )


def _laid_on(still: View, shift: tuple[float, float]) -> tuple[Float, Mask, Mask]:
    """The still frame's planes moved by pixels, whole cells exactly and the rest by interpolation; where it is clipped;
    where it shows anything."""
    cells = round(shift[0] / still.cell), round(shift[1] / still.cell)
    planes = np.asarray(shifted(still.planes, cells), np.float32)
    white = np.asarray(shifted(still.clipped, cells, False), np.bool_)
    inside = np.asarray(shifted(np.ones(white.shape, np.bool_), cells, False), np.bool_)
    rest = np.array([shift[0] / still.cell - cells[0], shift[1] / still.cell - cells[1]])
    if np.abs(rest).max() > _INTERPOLATED:
        hot = np.stack([specks(planes[..., c]) for c in range(3)], axis=2)
        calm = np.stack([without(planes[..., c], hot[..., c]) for c in range(3)], axis=2)
        lying = content_moved(calm, rest)
        # Hot photosites do not move with the picture.
        planes = np.where(hot, planes, lying)
        white = cv2.dilate(white.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return planes, white, inside


def _aligned(still: View, other: View, factor: Float, ignored: Mask) -> Alignment:
    weights = np.array(BALANCE, np.float32) * np.array(still.balance, np.float32)
    first = np.asarray(cv2.transform(still.planes, (weights * factor)[None]), np.float32)
    second = other.luminance()
    offset = np.float32(_offset(first, second, ~ignored))
    return align(stabilise(first, offset), stabilise(second, offset), ignored)


def _offset(clean: Float, noisy: Float, known: Mask) -> float:
    """k = b / a of the encoding in core/noise.py, from the difference of frames that are not aligned yet."""
    level = np.repeat(np.asarray(cv2.blur(clean, (3, 3)), np.float32)[..., None], 3, axis=2)
    curve = movement.scatter(level, np.repeat((noisy - clean)[..., None], 3, axis=2), known)
    a, b = curve.line(0)
    return float(np.clip(b / a, _LEAST_OFFSET, _MOST_OFFSET)) if a > 0 else _MOST_OFFSET


def _measured_gain(planes: Float, other: View, clipped: Mask) -> Gain:
    """Of finished pictures without what is near black: their noise is cut off there, so that its mean is too bright.
    Raws are signed. Where all is near black, the gain is uncertain."""
    if other.kind == "raw":
        return gain(planes, other.planes, clipped)
    level = np.asarray(cv2.blur(planes, (5, 5)), np.float32)
    sigma = movement.scatter(level, other.planes - planes, ~clipped).at(level)
    dark = level < np.float32(_ABOVE_BLACK) * sigma
    found = gain(planes, other.planes, clipped[..., None] | dark)
    if max(found.error) < _UNCERTAIN / 3:
        return found
    found = gain(planes, other.planes, clipped)
    red, green, blue = (max(error, _UNCERTAIN * g) for error, g in zip(found.error, found.of, strict=True))
    return Gain(found.of, (red, green, blue))


def _near_black(clean: Float, sigma: movement.Scatter) -> Mask:
    """Where the noise of a finished picture is cut off, so that its mean is too bright."""
    level = np.asarray(cv2.blur(clean, (5, 5)), np.float32)
    return np.asarray((level < np.float32(_ABOVE_BLACK) * sigma.at(level)).any(2))


def _near_white(clean: Float, sigma: movement.Scatter, white: float) -> Mask:
    """Where the noise itself is clipped, so that its mean is too dark."""
    limits = [white - _NEAR_WHITE * float(sigma.sigmas[c][-1]) for c in range(3)]
    return np.asarray((clean > np.clip(limits, 0.8 * white, 0.995 * white).astype(np.float32)).any(2))


def _detail(
    still: View, clean: Float, difference: Float, sigma: movement.Scatter, known: Mask, variance: Float | None
) -> Detail:
    weights = np.array(BALANCE, np.float32) * np.array(still.balance, np.float32)
    luminance = np.asarray(cv2.transform(clean, weights[None]), np.float32)
    image = luminance + np.asarray(cv2.transform(difference, weights[None]), np.float32)
    level = np.asarray(cv2.blur(clean, (5, 5)), np.float32)
    noise = cv2.transform(np.square(sigma.at(level)), np.square(weights)[None])
    deviation = np.asarray(np.sqrt(noise), np.float32)
    own = np.zeros_like(luminance)
    if variance is not None:
        own = np.asarray(cv2.transform(cv2.blur(variance, (5, 5)), np.square(weights)[None]), np.float32)
    # Of the noisy frame too many cells would look like specks: the clean one shows most, and the difference the rest.
    wrong = specks(luminance, np.sqrt(own)) | (np.abs(image - luminance) > np.float32(_SPECK) * deviation)
    frames = Frames(without(luminance, wrong), without(image, wrong), deviation, own, known)
    return detail(frames, _DOUBTED[still.kind])
