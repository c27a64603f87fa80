"""How the screen is divided between before and after: pure geometry in device pixels, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from denoiser_app.ui.view.viewport import Point, Rect, Viewport

GAP = 4  # device pixels between two panes


class ViewMode(Enum):
    """What the view compares."""

    SPLIT = "split"
    SIDE_BY_SIDE = "side-by-side"
    BEFORE = "before"
    AFTER = "after"
    REMOVED = "removed"


class Side(Enum):
    """What a pane shows."""

    BEFORE = "before"
    AFTER = "after"
    REMOVED = "removed"


@dataclass(frozen=True)
class Pane:
    """``area``: the part of the screen it may paint; ``offset``: (y, x) where the viewport's screen begins."""

    side: Side
    area: Rect
    offset: tuple[int, int] = (0, 0)


ONLY = {ViewMode.BEFORE: Side.BEFORE, ViewMode.AFTER: Side.AFTER, ViewMode.REMOVED: Side.REMOVED}


@dataclass(frozen=True)
class Layout:
    """screen: (h, w); upright: the border between before and after is vertical; divider: where it lies, 0-1 of the
    screen (split view only)."""

    screen: tuple[int, int]
    mode: ViewMode = ViewMode.SPLIT
    upright: bool = True
    divider: float = 0.5

    @property
    def axis(self) -> int:
        """The axis along which before and after follow each other: 1 is x."""
        return 1 if self.upright else 0

    @property
    def viewport_screen(self) -> tuple[int, int]:
        """(h, w) of what the viewport fills: the whole screen, or one of two panes."""
        if self.mode is not ViewMode.SIDE_BY_SIDE:
            return self.screen
        size = list(self.screen)
        size[self.axis] = max(1, (size[self.axis] - GAP) // 2)
        return size[0], size[1]

    def border(self, viewport: Viewport) -> int:
        """Where the divider lies along ``axis``: on the photo, even where the screen reaches past it."""
        shown = viewport.shown
        low, high = (shown.left, shown.right) if self.upright else (shown.top, shown.bottom)
        return round(min(max(self.divider * self.screen[self.axis], low), high))

    def fraction(self, point: Point, viewport: Viewport) -> float:
        """The divider that would lie at a point of the screen, kept on the photo."""
        shown, size = viewport.shown, self.screen[self.axis]
        low, high = (shown.left, shown.right) if self.upright else (shown.top, shown.bottom)
        return min(max(point[self.axis], low), high) / max(1, size)

    def panes(self, viewport: Viewport) -> tuple[Pane, ...]:
        """What is painted where."""
        height, width = self.screen
        if self.mode in ONLY:
            return (Pane(ONLY[self.mode], Rect(0, 0, height, width)),)
        if self.mode is ViewMode.SPLIT:
            first, second = self._cut(self.border(viewport), 0)
            return Pane(Side.BEFORE, first), Pane(Side.AFTER, second)
        start = self.viewport_screen[self.axis] + GAP
        first, second = self._cut(start - GAP, GAP)
        return Pane(Side.BEFORE, first), Pane(Side.AFTER, second, (0, start) if self.upright else (start, 0))

    def local(self, point: Point) -> Point:
        """A point of the screen in the viewport's own coordinates: the same place in both panes."""
        if self.mode is not ViewMode.SIDE_BY_SIDE:
            return point
        size = self.viewport_screen[self.axis]
        moved = list(point)
        if moved[self.axis] >= size + GAP / 2:
            moved[self.axis] -= size + GAP
        return moved[0], moved[1]

    def _cut(self, at: int, gap: int) -> tuple[Rect, Rect]:
        height, width = self.screen
        if self.upright:
            return Rect(0, 0, height, at), Rect(0, at + gap, height, width)
        return Rect(0, 0, at, width), Rect(at + gap, 0, height, width)
