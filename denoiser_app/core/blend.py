"""Strength, colour strength and detail: the one implementation, for view, export and batch.

    out = original + s Y(d) + c (d - Y(d)) + s t D,    d = denoised - original,

with s the luminance strength, c the colour strength, t the detail, Y the luminance of the difference and D the part of
what was removed that is structure (core/detail.py), all in linear light: blending display-encoded values is wrong in
the shadows (p99 error 7-11 of 255), and noise adds linearly on the sensor. D is scaled by s because nothing has to come
back that was not taken, so that strength 0 is the photo itself.

The equation is computed as a mean of photos with weights that are not negative and sum to 1 (plus D), so that integer
codes neither overflow nor wrap: for s >= c

    out = (1-s) original + (s-c) quiet + c denoised,    quiet = original + Y(d)    (only luminance is denoised),

and for c > s the same with the names changed and colour = original + d - Y(d) in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.detail import OFFSET, detail_layer
from denoiser_app.core.recipe import Recipe

Array = NDArray[Any]
Weighted = tuple[Array, float]

_ALL = slice(None)


@dataclass
class Layers:
    """What a piece of a photo is mixed from, and what was computed for it already.

    original, denoised: (H, W, 3) linear RGB of the same primaries, both float32 or both uint16 codes.
    luminance: weights of the primaries in luminance, sum 1.
    zero, unit: code of black and distance from black to white (0 and 1 for float32).
    margin: rows at the top and bottom, columns left and right that are no part of the result; detail looks there.
    """

    original: Array
    denoised: Array
    luminance: tuple[float, float, float]
    zero: float = 0.0
    unit: float = 1.0
    margin: tuple[int, int, int, int] = (0, 0, 0, 0)
    _between: dict[bool, Array] = field(default_factory=dict, init=False, repr=False)
    _detail: Array | None = field(default=None, init=False, repr=False)

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) of the result."""
        top, bottom, left, right = self.margin
        height, width = self.original.shape[:2]
        return height - top - bottom, width - left - right

    def prepare(self, recipe: Recipe) -> None:
        """Computes what ``blend`` needs for this recipe and for others of its kind, so that these cost only sums.

        Before ``blend`` is called from several threads at once, for it would prepare in each of them.
        """
        luminance, color, detail = _shares(recipe)
        if luminance != color and (luminance > color) not in self._between:
            self._between[luminance > color] = self._half_denoised(luminance_only=luminance > color)
        if detail and self._detail is None:
            layer = detail_layer(self.original, self.denoised, self.luminance, self.zero, self.unit)
            self._detail = cv2.merge([self._core(layer)] * 3)

    def weighted(self, recipe: Recipe) -> list[Weighted]:
        """Layers without margin and their weights, which are positive and sum to 1. Only after ``prepare``."""
        luminance, color, _ = _shares(recipe)
        low, high = min(luminance, color), max(luminance, color)
        parts = [(self._core(self.original), 1.0 - high), (self._core(self.denoised), low)]
        if high > low:
            parts.insert(1, (self._between[luminance > color], high - low))
        return [(layer, weight) for layer, weight in parts if weight > 0.0]

    @property
    def detail(self) -> Array | None:
        """(h, w, 3) without margin, around ``no_detail``; None before it was prepared."""
        return self._detail

    @property
    def no_detail(self) -> float:
        """The value in ``detail`` that stands for nothing."""
        return OFFSET if self.original.dtype == np.uint16 else 0.0

    def _core(self, layer: Array) -> Array:
        top, _, left, _ = self.margin
        height, width = self.size
        return layer[top : top + height, left : left + width]

    def _half_denoised(self, *, luminance_only: bool) -> Array:
        """original + Y(d), or denoised - Y(d)."""
        base, plus, minus = self.original, self.denoised, self.original
        if not luminance_only:
            base, plus, minus = self.denoised, self.original, self.denoised
        weights = np.array([self.luminance], np.float32)
        plus, minus = (cv2.transform(self._core(layer), weights) for layer in (plus, minus))
        difference = cv2.merge([cv2.subtract(plus, minus, dtype=cv2.CV_32F)] * 3)
        depth = cv2.CV_16U if base.dtype == np.uint16 else cv2.CV_32F
        return np.asarray(cv2.add(self._core(base), difference, dtype=depth))


def alone(recipe: Recipe) -> Literal["original", "denoised"] | None:
    """The layer that is the result as it is; None where something is mixed or added (grain aside)."""
    luminance, color, detail = _shares(recipe)
    if luminance == color == 0.0:
        return "original"
    return "denoised" if luminance == color == 1.0 and not detail else None


def blend(layers: Layers, recipe: Recipe, rows: slice = _ALL, out: Array | None = None) -> Array:
    """The mix, (rows, W, 3) without the margin, linear, of the same type as the layers.

    rows: of the result. out: where to put it. Without ``out`` a recipe that takes one layer as it is (strength 0, or
    100 without detail) returns a view of that layer, not to be written to.
    """
    layers.prepare(recipe)
    parts = [(layer[rows], weight) for layer, weight in layers.weighted(recipe)]
    luminance, _, detail = _shares(recipe)
    if detail and layers.detail is not None:
        share = luminance * detail
        return _sum(parts, (layers.detail[rows], share), -share * layers.no_detail, out)
    return _sum(parts, None, 0.0, out)


def _sum(parts: list[Weighted], extra: Weighted | None, constant: float, out: Array | None) -> Array:
    """The weighted sum; ``extra`` and ``constant`` last, when nothing can overflow any more."""
    result, weight = parts[0]
    if len(parts) == 1 and extra is None:
        return result if out is None else _copied(result, out)
    for layer, share, more in _steps(parts[1:], extra, constant):
        result = cv2.addWeighted(result, weight, layer, share, more, dst=out)
        weight = 1.0
    return result


def _steps(parts: list[Weighted], extra: Weighted | None, constant: float) -> Iterator[tuple[Array, float, float]]:
    for layer, share in parts:
        yield layer, share, 0.0
    if extra is not None:
        yield *extra, constant


def _copied(source: Array, target: Array) -> Array:
    target[...] = source
    return target


def _shares(recipe: Recipe) -> tuple[float, float, float]:
    """Luminance strength, colour strength and detail, 0-1; detail 0 where strength has taken nothing."""
    luminance = recipe.strength / 100.0
    color = luminance if recipe.color_strength is None else recipe.color_strength / 100.0
    return luminance, color, recipe.detail / 100.0 if luminance > 0.0 else 0.0
