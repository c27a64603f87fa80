"""How a photo is cut into tiles: geometry only.

Cores partition the photo; each is read with a halo around it that is at least the network's receptive field, so a tile
is final when it is done and nothing has to be feathered. Reads begin and end at multiples of ``align`` (the least
common multiple of the CFA period and the network's size multiple), or at the photo's edge extended to such a
multiple, so that the network sees a tile in the same phase as it would see the whole photo.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """Rows top..bottom and columns left..right, the ends excluded, in pixels."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def size(self) -> tuple[int, int]:
        """(height, width)."""
        return self.bottom - self.top, self.right - self.left

    @property
    def slices(self) -> tuple[slice, slice]:
        """Index of this box in an (H, W, ...) array."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def within(self, outer: Box) -> tuple[slice, slice]:
        """Index of this box in an array that holds ``outer``."""
        rows = slice(self.top - outer.top, self.bottom - outer.top)
        return rows, slice(self.left - outer.left, self.right - outer.left)

    def distance(self, y: float, x: float) -> float:
        """Squared distance from a point to this box; 0 inside."""
        dy = max(self.top - y, 0.0, y - self.bottom)
        dx = max(self.left - x, 0.0, x - self.right)
        return dy * dy + dx * dx

    def intersection(self, other: Box) -> Box | None:
        """The pixels that both have; None if there are none."""
        top, bottom = max(self.top, other.top), min(self.bottom, other.bottom)
        left, right = max(self.left, other.left), min(self.right, other.right)
        return Box(top, bottom, left, right) if top < bottom and left < right else None


@dataclass(frozen=True)
class Tile:
    """``core`` is what the tile contributes; ``read`` is what the network needs, and may reach past the photo's bottom
    and right edge by less than ``align`` pixels (to be filled by reflection)."""

    core: Box
    read: Box


@dataclass(frozen=True)
class TilePlan:
    """size: (height, width) of the photo; tile: side of a read box at most, in pixels; halo: receptive field in pixels;
    align: multiple that read boxes keep. Tiles are squares; all but those at the right and bottom edge are alike."""

    size: tuple[int, int]
    tile: int
    halo: int
    align: int

    @property
    def margin(self) -> int:
        """The halo rounded up to a multiple of ``align``."""
        return -(-self.halo // self.align) * self.align

    @property
    def step(self) -> int:
        """Side of a core: what is left of the tile between two margins, at least one ``align``."""
        return max(self.align, (self.tile - 2 * self.margin) // self.align * self.align)

    @property
    def padded(self) -> tuple[int, int]:
        """The photo's size rounded up to multiples of ``align``."""
        height, width = self.size
        return -(-height // self.align) * self.align, -(-width // self.align) * self.align

    def __len__(self) -> int:
        return len(self._starts(0)) * len(self._starts(1))

    def __iter__(self) -> Iterator[Tile]:
        for top in self._starts(0):
            for left in self._starts(1):
                yield self._tile(top, left)

    def ordered(self, focus: Box | None = None) -> list[Tile]:
        """All tiles: those in ``focus`` first, from its middle outwards, then the rest by distance from it."""
        return by_focus(list(self), focus)

    def _starts(self, axis: int) -> range:
        # An edge read holds one margin only, so a photo that fits a single tile is not cut.
        if self.padded[axis] <= self.tile:
            return range(0, self.size[axis], self.padded[axis])
        return range(0, self.size[axis], self.step)

    def _tile(self, top: int, left: int) -> Tile:
        spans = []
        for axis, start in enumerate((top, left)):
            step = self._starts(axis).step
            end = min(start + step, self.size[axis])
            read_end = min(-(-end // self.align) * self.align + self.margin, self.padded[axis])
            spans.append((start, end, max(0, start - self.margin), read_end))
        (y0, y1, ry0, ry1), (x0, x1, rx0, rx1) = spans
        return Tile(Box(y0, y1, x0, x1), Box(ry0, ry1, rx0, rx1))


def by_focus(tiles: list[Tile], focus: Box | None) -> list[Tile]:
    """The tiles in the order of ``TilePlan.ordered``; as they are without a focus."""
    if focus is None:
        return tiles
    y, x = (focus.top + focus.bottom) / 2, (focus.left + focus.right) / 2
    return sorted(tiles, key=lambda t: (t.core.intersection(focus) is None, t.core.distance(y, x)))
