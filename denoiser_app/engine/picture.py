"""All that the view paints of one photo: the original and what is denoised of it, at every size.

A worker thread writes, the window's thread reads at the same time. Half a tile may be seen for a moment; arrays are
never reallocated while they are written, and what tells how far the work is (``finished``) is replaced as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Self

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.blend import Layers, blend
from denoiser_app.core.detail import RADIUS
from denoiser_app.core.grain import grain
from denoiser_app.core.progress import CancelToken
from denoiser_app.core.pyramid import ALIGN, Pyramid
from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.denoised import Denoised
from denoiser_app.engine.display import VIEW_BLACK, VIEW_UNIT, Codes, Output
from denoiser_app.engine.parallel import share
from denoiser_app.engine.rendering import Rendering, Weights

Values = tuple[float, float, float]

_BLOCK = (4 * ALIGN, 32 * ALIGN)
"""(height, width) of the pieces a picture is built in: 0.8 MB of view codes, which stay in the cache."""


class Picture:
    """size: (height, width) upright; stretch: factors (vertical, horizontal) for pixels that are not square.

    original, denoised: view codes; ``denoised`` is the original itself until the first tile comes. luminance: weights
    for ``Layers``. output: from view codes to the display. finished: upright boxes that are denoised so far.
    """

    size: tuple[int, int]
    stretch: tuple[float, float]
    output: Output
    luminance: Weights
    original: Pyramid
    denoised: Pyramid
    finished: tuple[Box, ...]

    def __init__(self, rendering: Rendering, original: Pyramid) -> None:
        self.size, self.stretch = rendering.size, rendering.stretch
        self.output, self.luminance = rendering.output, rendering.luminance
        self.original = self.denoised = original
        self.finished = ()

    @classmethod
    def of(cls, rendering: Rendering, token: CancelToken | None = None) -> Self:
        """Renders the original at all sizes, in a few threads. Raises Cancelled, ProfileUnusable."""
        pyramid = Pyramid(rendering.size)
        _fill(pyramid, lambda box: rendering.original(rendering.sensor_box(box)), token)
        return cls(rendering, pyramid)

    @property
    def complete(self) -> bool:
        """Whether all of the photo is denoised."""
        return sum(h * w for h, w in (box.size for box in self.finished)) >= self.size[0] * self.size[1]

    def begin(self, *, keep: bool = False) -> None:
        """Before a run of the network. keep: what is denoised stays in view until a new tile replaces it."""
        if not keep:
            self.denoised = self.original
        self.finished = ()

    def reset(self) -> None:
        """Nothing is denoised any more."""
        self.begin()

    def put(self, rendering: Rendering, denoised: Denoised, box: Box) -> Box:
        """Takes over one finished tile, a sensor box of ``denoised``; returns where it is, upright."""
        place = rendering.upright_box(box)
        self._own_denoised().paste(place, rendering.denoised(denoised, box))
        self.finished = (*self.finished, place)
        return place

    def restore(self, rendering: Rendering, denoised: Denoised, token: CancelToken | None = None) -> None:
        """Takes over a whole result at once, in a few threads. Raises Cancelled, with some of it taken over, and
        ProfileUnusable."""
        target = Pyramid(self.size) if self.denoised is self.original else self.denoised
        _fill(target, lambda box: rendering.denoised(denoised, rendering.sensor_box(box)), token)
        self.denoised = target
        self.finished = (Box(0, self.size[0], 0, self.size[1]),)

    def renew(self, rendering: Rendering, denoised: Denoised, token: CancelToken | None = None) -> None:
        """The original is known better now (a raw's demosaic has come): both pyramids are written anew, in place, with
        what is denoised so far kept. Nobody else may write meanwhile. Raises Cancelled, ProfileUnusable."""
        _fill(self.original, lambda box: rendering.original(rendering.sensor_box(box)), token)
        if self.denoised is not self.original:
            _fill(self.denoised, lambda box: self._composed(rendering, denoised, box), token)

    def _composed(self, rendering: Rendering, denoised: Denoised, box: Box) -> Codes:
        """View codes of an upright box: what is denoised, and the original elsewhere."""
        codes = np.array(self.original.levels[0][box.slices])
        for part in filter(None, (box.intersection(done) for done in self.finished)):
            codes[part.within(box)] = rendering.denoised(denoised, rendering.sensor_box(part))
        return codes

    def bounds(self, level: int) -> Box:
        """All of the picture, in pixels of a level."""
        height, width = self.original.levels[level].shape[:2]
        return Box(0, height, 0, width)

    def layers(self, level: int, box: Box, recipe: Recipe) -> Layers:
        """What ``blend`` mixes for a box of a level: views of both pyramids, with the margin that detail needs."""
        radius, bounds = RADIUS if recipe.detail else 0, self.bounds(level)
        wide = Box(box.top - radius, box.bottom + radius, box.left - radius, box.right + radius).intersection(bounds)
        assert wide is not None
        margin = (box.top - wide.top, wide.bottom - box.bottom, box.left - wide.left, wide.right - box.right)
        original, denoised = (p.levels[level][wide.slices] for p in (self.original, self.denoised))
        return Layers(original, denoised, self.luminance, float(VIEW_BLACK), float(VIEW_UNIT), margin)

    def values(self, y: int, x: int, recipe: Recipe) -> tuple[Values, Values]:
        """A pixel of the upright photo before and after, 0-255, display-encoded, not rounded."""
        box = Box(y, y + 1, x, x + 1)
        after = 255.0 * self.output.exactly(blend(self.layers(0, box, recipe), recipe)[0, 0])
        if recipe.grain:
            after = np.clip(after + 255.0 * float(grain(box, recipe.grain)[0, 0]), 0.0, 255.0)
        before = 255.0 * self.output.exactly(self.original.levels[0][y, x])
        return _values(before), _values(after)

    def _own_denoised(self) -> Pyramid:
        """Room for denoised pixels. Until there are any, the original serves: 0.36 GB less for 45 MP."""
        if self.denoised is self.original:
            copy = Pyramid(self.size)
            copy.fill_from(self.original)
            self.denoised = copy
        return self.denoised


def _values(channels: NDArray[np.float64]) -> Values:
    red, green, blue = channels.tolist()
    return red, green, blue


def _fill(pyramid: Pyramid, pixels: Callable[[Box], Codes], token: CancelToken | None) -> None:
    """Pastes every block of a pyramid; blocks are aligned, so that threads never write the same pixel."""

    def work(boxes: Iterator[Box]) -> None:
        for box in boxes:
            if token is not None:
                token.check()
            pyramid.paste(box, pixels(box))

    share(work, _blocks(pyramid.size))


def _blocks(size: tuple[int, int]) -> Iterator[Box]:
    rows, columns = _BLOCK
    for top in range(0, size[0], rows):
        for left in range(0, size[1], columns):
            yield Box(top, min(top + rows, size[0]), left, min(left + columns, size[1]))
