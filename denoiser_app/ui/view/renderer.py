"""What paints the photo: a small interface, and the painter that needs no graphics card."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.frame import Frame
from denoiser_app.engine.picture import Picture
from denoiser_app.ui.view.layout import Pane, Side
from denoiser_app.ui.view.viewport import Patch, Rect, Viewport

NEAREST_ABOVE = 2.0  # a photographer who looks at pixels wants to see pixels
ROWS = 192  # rendered at a time while there is time: two of the frame's bands, for two threads
KEPT_FRAMES = 2  # the sharp one and the draft one

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Look:
    """What decides the pixels, besides the place.

    lift: EV, for the eye only; amplify, color: how what was removed is shown.
    """

    recipe: Recipe
    lift: float = 0.0
    amplify: float = 8.0
    color: bool = False

    def of(self, side: Side) -> tuple[Any, ...]:
        """The part of it that a side depends on."""
        if side is Side.BEFORE:
            return (side, self.lift)
        return (side, self.recipe, self.lift) if side is Side.AFTER else (side, self.recipe, self.amplify, self.color)


class Renderer(Protocol):
    """Paints a photo through a viewport; keeps what it can from one painting to the next."""

    def set_picture(self, picture: Picture | None) -> None:
        """Another photo, or none."""

    def invalidate(self, box: Box | None = None) -> None:
        """These pixels of the upright photo (None: all) have changed."""

    def paint(
        self, painter: QPainter, viewport: Viewport, panes: Sequence[Pane], look: Look, draft: bool = False
    ) -> bool:
        """Paint the panes; the painter counts device pixels. draft: at half resolution. True if pixels were computed,
        not only copied."""

    def refine(self, viewport: Viewport, panes: Sequence[Pane], look: Look, until: float) -> bool:
        """Compute what ``paint`` needs for the sharp picture, until this time (``time.perf_counter``); True when all of
        it is there."""


@dataclass
class Kept:
    """One side of a shot. ``pixels`` is the memory of ``image``; ``part`` of them are right, for the look ``key``."""

    side: Side
    key: tuple[Any, ...]
    part: Box | None
    image: QImage
    pixels: Bytes

    @classmethod
    def empty(cls, side: Side, size: tuple[int, int]) -> Kept:
        """Room for (height, width) pixels."""
        pixels = np.empty((*size, 4), np.uint8)
        return cls(side, (), None, _image_of(pixels), pixels)

    def right(self, look: Look) -> Box | None:
        """What is right for this look."""
        return self.part if self.key == look.of(self.side) else None

    def add(self, part: Box, look: Look) -> None:
        """These pixels were rendered."""
        old = self.right(look)
        below = old is not None and (old.bottom, old.left, old.right) == (part.top, part.left, part.right)
        self.part = replace(part, top=old.top) if old is not None and below else part
        self.key = look.of(self.side)


@dataclass
class Shot:
    """One piece of the photo at one level, and the images that were made of it."""

    patch: Patch
    frame: Frame
    kept: dict[Side, Kept]

    @property
    def whole(self) -> Box:
        """All pixels, counted from the patch."""
        height, width = self.frame.size
        return Box(0, height, 0, width)


class RasterRenderer:
    """Paints with QPainter from the visible part of the picture's mips.

    A move of a slider costs one ``Frame.render`` of what is shown of it; a move of the divider costs no more than that
    once, and then only the copy to the screen.
    """

    def __init__(self) -> None:
        self._picture: Picture | None = None
        self._shots: list[Shot] = []

    def set_picture(self, picture: Picture | None) -> None:
        """Another photo, or none."""
        self._picture = picture
        self._shots = []

    def invalidate(self, box: Box | None = None) -> None:
        """These pixels of the upright photo (None: all) have changed."""
        for shot in self._shots:
            if not shot.frame.invalidate(box):
                continue
            for side, kept in shot.kept.items():
                kept.part = kept.part if side is Side.BEFORE else None

    def paint(
        self, painter: QPainter, viewport: Viewport, panes: Sequence[Pane], look: Look, draft: bool = False
    ) -> bool:
        """See ``Renderer``."""
        patch = self._patch(viewport, draft)
        if patch is None:
            return False
        computed = False
        shot = self._shot(patch)
        for pane in panes:
            part = _needed(viewport, patch, pane)
            if part is not None:
                computed |= self._prepare(shot, pane.side, look, part)
                _draw(painter, shot.kept[pane.side].image, viewport, patch, pane)
        return computed

    def refine(self, viewport: Viewport, panes: Sequence[Pane], look: Look, until: float) -> bool:
        """See ``Renderer``."""
        patch = self._patch(viewport, draft=False)
        if patch is None:
            return True
        shot, started = self._shot(patch), False
        for pane in panes:
            part = _needed(viewport, patch, pane)
            while part is not None and (rest := self._missing(shot, pane.side, look, part)) is not None:
                if started and time.perf_counter() > until:
                    return False
                self._render(shot, pane.side, look, rest)
                started = True  # however late it is, every call gets on
        return True

    def _patch(self, viewport: Viewport, draft: bool) -> Patch | None:
        if self._picture is None:
            return None
        count = len(self._picture.original.levels)
        return viewport.visible(min(viewport.level(count) + draft, count - 1))

    def _shot(self, patch: Patch) -> Shot:
        """The kept one for this piece, or a new one (its frame is where moving the view costs)."""
        assert self._picture is not None
        for shot in self._shots:
            if (shot.patch.level, shot.patch.box) == (patch.level, patch.box):
                return shot
        shot = Shot(patch, Frame(self._picture, patch.level, patch.box), {})
        old = next((s for s in self._shots if s.patch.level == patch.level), None)
        if old is not None and old.patch.box.size == patch.box.size:
            shot.kept = old.kept  # its memory is used again: fresh memory costs as much as the arithmetic
            for kept in shot.kept.values():
                kept.part = None
        self._shots = [shot, *(s for s in self._shots if s is not old)][:KEPT_FRAMES]
        return shot

    def _prepare(self, shot: Shot, side: Side, look: Look, part: Box) -> bool:
        """Have these pixels of the shot right; True if they were not."""
        right = self._kept(shot, side).right(look)
        if right is not None and part.intersection(right) == part:
            return False
        # What a divider uncovers is followed by more of it: then all is rendered.
        self._render(shot, side, look, part if right is None else shot.whole)
        return True

    def _missing(self, shot: Shot, side: Side, look: Look, part: Box) -> Box | None:
        """The next rows of ``part`` that have to be rendered, a few at a time; None if there are none."""
        right = self._kept(shot, side).right(look)
        if right is not None and part.intersection(right) == part:
            return None
        if side is Side.REMOVED:
            return shot.whole
        goes_on = right is not None and (right.top, right.left, right.right) == (part.top, part.left, part.right)
        top = right.bottom if right is not None and goes_on else part.top
        return Box(top, min(part.bottom, (top // ROWS + 1) * ROWS), part.left, part.right)

    def _render(self, shot: Shot, side: Side, look: Look, part: Box) -> None:
        kept = self._kept(shot, side)
        if side is Side.REMOVED:
            part = shot.whole
            shot.frame.residual(look.recipe, look.amplify, look.color, out=kept.pixels)
        else:
            recipe = look.recipe if side is Side.AFTER else None
            shot.frame.render(recipe, look.lift, kept.pixels, *part.slices)
        kept.add(part, look)

    @staticmethod
    def _kept(shot: Shot, side: Side) -> Kept:
        if side not in shot.kept:
            shot.kept[side] = Kept.empty(side, shot.frame.size)
        return shot.kept[side]


def _image_of(pixels: Bytes) -> QImage:
    """A QImage over an array's memory; the array must outlive it."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32)


def _needed(viewport: Viewport, patch: Patch, pane: Pane) -> Box | None:
    """The pixels of the patch that a pane shows, one more on each side for interpolation, counted from the patch."""
    (y, x), target, area = pane.offset, patch.target, pane.area
    if _is_empty(area):
        return None
    (height, width), (sy, sx) = patch.box.size, viewport.scales
    side = 1 << patch.level
    top, bottom = ((edge - y - target.top) / (sy * side) for edge in (area.top, area.bottom))
    left, right = ((edge - x - target.left) / (sx * side) for edge in (area.left, area.right))
    wide = Box(math.floor(top) - 1, math.ceil(bottom) + 1, math.floor(left) - 1, math.ceil(right) + 1)
    return wide.intersection(Box(0, height, 0, width))


def _is_empty(area: Rect) -> bool:
    return area.top >= area.bottom or area.left >= area.right


def to_qt(rect: Rect, offset: tuple[float, float] = (0, 0)) -> QRectF:
    """The same rectangle for Qt, moved by (y, x)."""
    return QRectF(rect.left + offset[1], rect.top + offset[0], rect.right - rect.left, rect.bottom - rect.top)


def _draw(painter: QPainter, image: QImage, viewport: Viewport, patch: Patch, pane: Pane) -> None:
    y, x = pane.offset
    frame = to_qt(viewport.frame, pane.offset)  # a mip's last pixel reaches past the photo's edge
    painter.save()
    painter.setClipRect(to_qt(pane.area).intersected(frame))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, max(viewport.scales) <= NEAREST_ABOVE)
    if patch.level == 0 and viewport.scales == (1.0, 1.0):
        painter.drawImage(QPointF(patch.target.left + x, patch.target.top + y), image)
    else:
        painter.drawImage(to_qt(patch.target, pane.offset), image)
    painter.restore()
