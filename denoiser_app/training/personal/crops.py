"""Parts of the pairs that are kept in memory: to learn from, to choose the best weights on, and to show.

Of every training scene a strip at the right is kept back, behind a band that belongs to neither, so that no pixel that
decides which weights are best was ever seen, nor its neighbours. The scenes that are held out only show.

    |  trained on             | guard | kept back |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.photo import Photo, RawPhoto, RgbPhoto
from denoiser_app.core.tiling import Box
from denoiser_app.pairs.prepared import PreparedPair

Float = NDArray[np.float32]
Part = Literal["training", "kept back", "held out"]

ALIGN = 48
"""Crops begin at multiples of it, and where they are run whole they have such sides: the least common multiple of the
filter arrays' periods, 2 and 6, and the networks' size multiples, up to 16."""
SIDE = 10 * ALIGN
"""Largest side of a crop: what is simulated as a camera's JPEG takes about so much."""
GUARD = ALIGN
_STRIP_SHARE = 1 / 6
_SMALLEST = 2 * ALIGN
"""Least side of what is trained on: a patch of 64 pixels has to fit in."""
PIXELS: dict[Part, float] = {"training": 32e6, "kept back": 0.6e6, "held out": 0.6e6}


@dataclass(frozen=True)
class Crop:
    """noisy, clean: photos of the same size, cut from a pair (see ``PreparedPair``). usable: (H, W) bool."""

    pair: str
    scene: str
    noisy: Photo
    clean: Photo
    usable: NDArray[np.bool_]

    @property
    def size(self) -> tuple[int, int]:
        """(height, width)."""
        return self.noisy.size


def crops_of(pair: PreparedPair, part: Part, pairs: int) -> list[Crop]:
    """Crops of one of so many ``pairs`` that share the memory there is for this part, evenly spread over it. [] where
    the picture is too small for it."""
    boxes = list(_boxes(_region(pair.noisy.size, part)))
    room = max(1, round(PIXELS[part] / max(pairs, 1) / SIDE**2))
    if len(boxes) > room:
        chosen = np.linspace(0, len(boxes) - 1, room).round().astype(int)
        boxes = [boxes[index] for index in chosen]
    return [_crop(pair, box) for box in boxes]


def _region(size: tuple[int, int], part: Part) -> Box:
    height, width = size
    if part == "held out":
        return Box(0, height, 0, width)
    strip = max(_SMALLEST, int(width * _STRIP_SHARE) // ALIGN * ALIGN)
    start = (width - strip) // ALIGN * ALIGN
    return Box(0, height, start, width) if part == "kept back" else Box(0, height, 0, start - GUARD)


def _boxes(region: Box) -> Iterator[Box]:
    """Whole crops side by side; sides are multiples of ``ALIGN``."""
    for top, bottom in _spans(region.top, region.bottom):
        for left, right in _spans(region.left, region.right):
            yield Box(top, bottom, left, right)


def _spans(start: int, end: int) -> list[tuple[int, int]]:
    """Equally long pieces of at most SIDE pixels."""
    length = (end - start) // ALIGN * ALIGN
    if length < _SMALLEST:
        return []
    count = ceil(length / SIDE)
    each = length // count // ALIGN * ALIGN
    return [(start + index * each, start + (index + 1) * each) for index in range(count)]


def _crop(pair: PreparedPair, box: Box) -> Crop:
    usable = np.ascontiguousarray(pair.usable[box.slices])
    return Crop(pair.pair.id, pair.pair.scene.id, cut(pair.noisy, box), cut(pair.clean, box), usable)


def cut(photo: Photo, box: Box) -> Photo:
    """A part of a photo; ``box`` begins at a multiple of the filter array's period."""
    if isinstance(photo, RawPhoto):
        return replace(photo, mosaic=np.ascontiguousarray(photo.mosaic[box.slices]), demosaiced=None)
    assert isinstance(photo, RgbPhoto)
    return replace(photo, rgb=np.ascontiguousarray(photo.rgb[box.slices]), alpha=None)


def megapixels(crops: Sequence[Crop]) -> float:
    """Of all of them together."""
    return sum(crop.size[0] * crop.size[1] for crop in crops) / 1e6
