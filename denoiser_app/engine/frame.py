"""What is on the screen now, and how it follows a slider.

The part of the picture in view is kept in bands of rows. What a recipe needs beyond the two pictures (photos of which
only luminance or colour is denoised, detail) is computed once for each band; from then on a move of a slider costs a
weighted sum of integers, one look at a table, and grain. A few threads share the bands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.blend import Layers, alone, blend
from denoiser_app.core.detail import RADIUS
from denoiser_app.core.grain import grain, pattern
from denoiser_app.core.pyramid import Pyramid, coarser_box
from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.display import Codes
from denoiser_app.engine.parallel import painters, share
from denoiser_app.engine.picture import Picture

Bytes = NDArray[np.uint8]

_BAND = 128
"""Rows of a band, whose layers are computed at once: detail looks 16 rows further on either side."""
_STRIP = 64
"""Rows painted at a time: with 2560 columns 1 MB of view codes, which stay in the cache."""
_ALL = slice(None)
_GRAY = 32768
"""Of a difference in 16 bits: the value that stands for none. Differences are halved to fit."""


class Frame:
    """level: of the picture's pyramids; box: in pixels of that level, within ``picture.bounds(level)``.

    For one thread at a time.
    """

    def __init__(self, picture: Picture, level: int, box: Box) -> None:
        self.picture, self.level, self.box = picture, level, box
        self._denoised: Pyramid = picture.denoised
        self._layers: dict[int, Layers] = {}
        self._grain: _Grain | None = None

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) of what is rendered."""
        return self.box.size

    def invalidate(self, box: Box | None = None) -> bool:
        """A tile has come, at this upright box of the photo (None: anywhere). Returns whether it is in view."""
        if box is None:
            self._layers.clear()
            return True
        changed = coarser_box(box, self.level)
        for top in list(self._layers):
            near = self._band(top)
            wide = Box(near.top - RADIUS, near.bottom + RADIUS, near.left - RADIUS, near.right + RADIUS)
            if wide.intersection(changed) is not None:
                del self._layers[top]
        return self.box.intersection(changed) is not None

    def render(
        self,
        recipe: Recipe | None,
        lift: float = 0.0,
        out: Bytes | None = None,
        rows: slice = _ALL,
        columns: slice = _ALL,
    ) -> Bytes:
        """What the display shows: (h, w, 4) uint8, blue, green, red and 255, of the whole frame.

        recipe: None for the original. lift: exposure in EV, for the view only. out: where to put it, C-contiguous;
        rows, columns: the part to be written, the rest of ``out`` stays as it is.
        """
        output, grain = self.picture.output, self._grain_for(recipe)

        def paint(top: int, part: slice, scratch: Codes) -> Bytes:
            shown = output.bytes(self._mixed(top, recipe, part, scratch)[:, columns], lift)
            return shown if grain is None else grain.add(shown, self.box.top + top + part.start, columns)

        return self._painted(paint, self._target(out), rows, columns)

    def residual(self, recipe: Recipe, amplify: float, color: bool = True, out: Bytes | None = None) -> Bytes:
        """What was removed, on gray: (h, w, 4) uint8 of 128 + amplify (original - result), display-encoded, without
        grain, in 1/255. color: of every channel, or of luminance alone."""
        output, contrast = self.picture.output, _contrast(amplify)
        weights = np.array([output.display.luminance], np.float32)

        def paint(top: int, part: slice, scratch: Codes) -> Bytes:
            before = output.words(self._mixed(top, None, part, scratch))
            after = output.words(self._mixed(top, recipe, part, scratch))
            removed = cv2.addWeighted(before, 0.5, after, -0.5, _GRAY)
            if not color:
                removed = cv2.transform(removed, weights)
            return np.asarray(cv2.LUT(removed, contrast), np.uint8)

        return self._painted(paint, self._target(out), _ALL, _ALL)

    # --- the bands ----------------------------------------------------------------------------------------------------

    def _painted(
        self, paint: Callable[[int, slice, Codes], Bytes], target: Bytes, rows: slice, columns: slice
    ) -> Bytes:
        """``paint`` for every strip within ``rows``: the first row of its band, which rows of the band, and room to
        work in, -> (h, w) or (h, w, 3). It is written to ``target``."""
        height, width = self.size
        wanted = range(*rows.indices(height))

        def work(tops: Iterator[int]) -> None:
            scratch = np.empty((_STRIP, width, 3), np.uint16)
            for top in tops:
                for first, last in _strips(max(top, wanted.start), min(top + _BAND, wanted.stop)):
                    _spread(paint(top, slice(first - top, last - top), scratch), target[first:last, columns])

        if wanted and width:
            share(work, range(wanted.start // _BAND * _BAND, wanted.stop, _BAND), painters())
        return target

    def _mixed(self, top: int, recipe: Recipe | None, part: slice, scratch: Codes) -> Codes:
        """View codes of some rows of a band; in ``scratch``, or a view of what must not be written to."""
        band = self._band(top)
        if recipe is None or alone(recipe) == "original":
            return self.picture.original.levels[self.level][band.slices][part]
        layers = self._layers_for(top, band, recipe)
        out = None if alone(recipe) else scratch[: part.stop - part.start]
        return np.asarray(blend(layers, recipe, part, out), np.uint16)

    def _layers_for(self, top: int, band: Box, recipe: Recipe) -> Layers:
        layers = self._layers.get(top)
        if layers is None or (recipe.detail and not _has_margin(layers, band, self.picture.bounds(self.level))):
            layers = self._layers[top] = self.picture.layers(self.level, band, recipe)
        return layers

    def _band(self, top: int) -> Box:
        """In pixels of the level."""
        box = self.box
        return Box(box.top + top, min(box.top + top + _BAND, box.bottom), box.left, box.right)

    def _target(self, out: Bytes | None) -> Bytes:
        if self._denoised is not self.picture.denoised:  # another array: see Picture.begin and Picture.put
            self._denoised = self.picture.denoised
            self._layers.clear()
        return np.empty((*self.size, 4), np.uint8) if out is None else out

    def _grain_for(self, recipe: Recipe | None) -> _Grain | None:
        if recipe is None or not recipe.grain:
            return None
        if self._grain is None or self._grain.amount != recipe.grain:
            self._grain = _Grain.of(recipe.grain, self.level, self.box)
        return self._grain


@dataclass(frozen=True)
class _Grain:
    """Grain in 8-bit steps, for any rows of a frame. plus, minus: (n, w, 3) uint8, what to add and what to take away;
    rows repeat after ``period``, and there is one strip more than a period."""

    amount: float
    period: int
    plus: Bytes
    minus: Bytes

    @classmethod
    def of(cls, amount: float, level: int, box: Box) -> _Grain:
        period = len(pattern(level))
        tile = np.float32(255) * grain(Box(0, period, 0, period), amount, level)
        rows, columns = (np.arange(n) % period for n in (period + _STRIP, box.right - box.left))
        turned = np.roll(tile, -(box.left % period), 1)
        plus, minus = (_repeated(sign * turned, rows, columns) for sign in (1.0, -1.0))
        return cls(amount, period, plus, minus)

    def add(self, shown: Bytes, row: int, columns: slice) -> Bytes:
        """To (h, w, 3) that begins at this row of the level; ``shown`` itself is changed."""
        start = row % self.period
        rows = slice(start, start + len(shown))
        cv2.add(shown, self.plus[rows, columns], dst=shown)
        return np.asarray(cv2.subtract(shown, self.minus[rows, columns], dst=shown), np.uint8)


def _repeated(tile: NDArray[Any], rows: NDArray[Any], columns: NDArray[Any]) -> Bytes:
    rounded = np.asarray(cv2.addWeighted(tile, 1.0, tile, 0.0, 0.0, dtype=cv2.CV_8U), np.uint8)
    return np.asarray(np.take(cv2.merge([np.take(rounded, columns, 1)] * 3), rows, 0), np.uint8)


def _strips(first: int, last: int) -> Iterator[tuple[int, int]]:
    for start in range(first, last, _STRIP):
        yield start, min(start + _STRIP, last)


def _has_margin(layers: Layers, band: Box, bounds: Box) -> bool:
    """Whether there is context on the sides where the picture goes on."""
    inside = (band.top > bounds.top, band.bottom < bounds.bottom, band.left > bounds.left, band.right < bounds.right)
    return all(margin > 0 for margin, needed in zip(layers.margin, inside, strict=True) if needed)


def _contrast(amplify: float) -> Bytes:
    """(65536,): from a halved 16-bit difference to what is shown of it."""
    difference = (np.arange(65536) - _GRAY) * (2.0 * 255.0 / 65535.0)
    return np.asarray(np.clip(np.rint(128.0 + amplify * difference), 0, 255), np.uint8)


def _spread(shown: Bytes, target: Bytes) -> None:
    """(h, w, 3) or (h, w) into (h, w, 4): blue first, as Qt paints without converting (Format_RGB32)."""
    kind = cv2.COLOR_RGB2BGRA if shown.ndim == 3 else cv2.COLOR_GRAY2BGRA
    written = cv2.cvtColor(shown, kind, dst=target)
    if written is not target:
        target[...] = written
