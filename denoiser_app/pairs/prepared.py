"""A vetted pair, ready for calibration, training and proof: both photos on each other, equally bright, with a mask."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.color import to_display, to_linear
from denoiser_app.core.errors import SessionUnfit
from denoiser_app.core.photo import Photo, RawPhoto, RgbPhoto
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats.read import read
from denoiser_app.pairs.session import Pair, Session
from denoiser_app.pairs.verdict import Verdict

Float = NDArray[np.float32]
Region = tuple[slice, slice]

_INTERPOLATED = 0.02
"""Pixels: less than this is no shift."""


@dataclass(frozen=True)
class PreparedPair:
    """noisy: the high-ISO frame as it was read (``RawPhoto`` without its demosaic, or ``RgbPhoto``), cut to what both
    frames show. clean: of the same kind, size and filter array phase: the mean of the aligned low-ISO frames,
    multiplied in linear light to be as bright as ``noisy``, signed, not clipped. usable: (H, W) bool, where they may be
    compared: nothing moved, nothing clipped. averaged: how many low-ISO frames the mean is of.
    origin: (y, x) of the cut in the noisy frame's active area, a multiple of the filter array's period."""

    pair: Pair
    noisy: Photo
    clean: Photo
    usable: NDArray[np.bool_]
    averaged: int = 1
    origin: tuple[int, int] = (0, 0)


def prepare(
    folder: Path, session: Session, pair: Pair, verdict: Verdict, token: CancelToken | None = None
) -> PreparedPair:
    """Reads the frames of a checked pair and lays them on each other as its verdict says.

    Raises SessionUnfit where the verdict is none of this pair or rejects it, or its mask is gone; InputError for
    frames that cannot be read; Cancelled.
    """
    del session  # the pair knows all that is needed
    if verdict.pair != pair.id or verdict.mark == "rejected" or not verdict.low:
        raise SessionUnfit(
            path=str(folder), reason="this pair cannot be used as the check says. Check the session again."
        )
    noisy = read(folder / pair.high.file, demosaic=False, token=token)
    usable = _mask(folder, verdict, noisy.size)
    region = _common(noisy.size, list(verdict.low.values()), _period(noisy))
    total: Float | None = None
    for file, move in verdict.low.items():
        piece = _moved(_pixels(read(folder / file, demosaic=False, token=token), folder / file, noisy), move, region)
        total = piece if total is None else np.add(total, piece, out=total)
    assert total is not None
    mean = np.divide(total, np.float32(len(verdict.low)), out=total)
    return PreparedPair(
        pair=pair,
        noisy=_cut(noisy, region),
        clean=_brightened(_cut(noisy, region), mean, verdict.gain),
        usable=usable[region],
        averaged=len(verdict.low),
        origin=(region[0].start, region[1].start),
    )


def _mask(folder: Path, verdict: Verdict, size: tuple[int, int]) -> NDArray[np.bool_]:
    try:
        data = np.frombuffer((folder / verdict.mask).read_bytes(), np.uint8)
        mask = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    except (OSError, cv2.error):
        mask = None
    if mask is None or mask.shape != size:
        raise SessionUnfit(
            path=str(folder), reason="the mask of a pair is missing or damaged. Check the session again."
        )
    return np.asarray(mask > 127)


def _period(photo: Photo) -> int:
    return photo.cfa.period if isinstance(photo, RawPhoto) and photo.cfa.kind == "mosaic" else 1


def _common(size: tuple[int, int], moves: Sequence[tuple[float, float]], period: int) -> Region:
    """What every frame shows after its move, from a whole period on."""
    slices = []
    for axis, length in enumerate(size):
        first = max(0, *(math.ceil(move[axis]) for move in moves))
        last = length + min(0, *(math.floor(move[axis]) for move in moves))
        start = -(-first // period) * period
        slices.append(slice(start, max(start, last)))
    return slices[0], slices[1]


def _pixels(photo: Photo, path: Path, like: Photo) -> Float:
    pixels = photo.mosaic if isinstance(photo, RawPhoto) else photo.rgb
    if photo.domain != like.domain or photo.size != like.size:
        raise SessionUnfit(
            path=str(path), reason="this frame has changed since it was checked. Check the session again."
        )
    return pixels


def _moved(pixels: Float, move: tuple[float, float], region: Region) -> Float:
    """The region, a new array, of a frame whose content is moved by (y, x): whole pixels as they are, fractions (of
    finished pictures) by Lanczos' kernel, which keeps the detail of a clean frame."""
    whole = int(np.rint(move[0])), int(np.rint(move[1]))
    rest = move[0] - whole[0], move[1] - whole[1]
    if max(map(abs, rest)) > _INTERPOLATED:
        matrix = np.array([[1.0, 0.0, move[1]], [0.0, 1.0, move[0]]])
        size = pixels.shape[1], pixels.shape[0]
        laid = cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REFLECT_101)
        return np.array(laid[region], np.float32)
    rows, columns = (slice(s.start - by, s.stop - by) for s, by in zip(region, whole, strict=True))
    return np.array(pixels[rows, columns], np.float32)


def _cut(photo: Photo, region: Region) -> Photo:
    if isinstance(photo, RawPhoto):
        origin = photo.origin[0] + region[0].start, photo.origin[1] + region[1].start
        return replace(photo, mosaic=np.ascontiguousarray(photo.mosaic[region]), demosaiced=None, origin=origin)
    alpha = None if photo.alpha is None else photo.alpha[region]
    return replace(photo, rgb=np.ascontiguousarray(photo.rgb[region]), alpha=alpha)


def _brightened(noisy: Photo, mean: Float, gain: tuple[float, float, float]) -> Photo:
    """``noisy`` with the pixels of the mean, times the gain of each colour in linear light."""
    factors = np.array(gain, np.float32)
    if isinstance(noisy, RgbPhoto):
        return replace(noisy, rgb=to_display(to_linear(mean, "srgb") * factors, "srgb"))
    if mean.ndim == 3:
        return replace(noisy, mosaic=mean * factors)
    if noisy.cfa.kind != "mosaic":
        return replace(noisy, mosaic=mean * factors[1])
    mean *= factors[noisy.cfa.colors(*mean.shape)]
    return replace(noisy, mosaic=mean)
