"""Which part of a photo is on the screen and how large: pure maths, everything in device pixels, no Qt.

Points are (y, x). ``origin`` is where the photo's top left corner lies on the screen; it is always a whole device
pixel, so that at 100 % a photo pixel is a device pixel and moving the photo never blurs it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from denoiser_app.core.tiling import Box

LARGEST = 8.0
SMALLEST = 0.5  # or what fits the screen, if that is smaller
STEPS = (0.5, 2 / 3, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
SAME = 1.005  # scales closer than this look the same

Point = tuple[float, float]


@dataclass(frozen=True)
class Rect:
    """A rectangle of the screen in device pixels; ``bottom`` and ``right`` are excluded."""

    top: float
    left: float
    bottom: float
    right: float

    def intersection(self, other: Rect) -> Rect:
        """What both cover; of size 0 where they do not meet."""
        top, left = max(self.top, other.top), max(self.left, other.left)
        return Rect(top, left, max(top, min(self.bottom, other.bottom)), max(left, min(self.right, other.right)))


@dataclass(frozen=True)
class Patch:
    """``box``: pixels of mip ``level``; ``target``: where they land on the screen."""

    level: int
    box: Box
    target: Rect


@dataclass(frozen=True)
class Viewport:
    """A photo seen through a screen.

    photo: (h, w) upright; stretch: (sy, sx), how much larger than wide or high a photo pixel is shown (1 for nearly all
    cameras); screen: (h, w); scale: device pixels a photo pixel; center: the photo's point in the screen's middle;
    fitted: the whole photo is shown, and stays so when the screen changes.
    """

    photo: tuple[int, int]
    stretch: tuple[float, float] = (1.0, 1.0)
    screen: tuple[int, int] = (1, 1)
    scale: float = 1.0
    center: Point = (0.0, 0.0)
    fitted: bool = True

    # --- facts ---

    @property
    def fit_scale(self) -> float:
        """The scale at which the whole photo just fits, not above the largest scale."""
        fits = (s / (n * k) for s, n, k in zip(self.screen, self.photo, self.stretch, strict=True))
        return min(LARGEST, *fits)

    @property
    def limits(self) -> tuple[float, float]:
        """(smallest, largest) scale."""
        return min(SMALLEST, self.fit_scale), LARGEST

    @property
    def scales(self) -> Point:
        """(vertical, horizontal) device pixels a photo pixel."""
        return self.scale * self.stretch[0], self.scale * self.stretch[1]

    @property
    def origin(self) -> tuple[int, int]:
        """Where the photo's top left corner lies on the screen."""
        parts = zip(self.screen, self.photo, self.scales, self.center, strict=True)
        y, x = (_origin(*part) for part in parts)
        return y, x

    @property
    def frame(self) -> Rect:
        """Where the whole photo lies; reaches past the screen when it is larger."""
        (y, x), (sy, sx) = self.origin, self.scales
        return Rect(y, x, y + self.photo[0] * sy, x + self.photo[1] * sx)

    @property
    def shown(self) -> Rect:
        """The part of the screen that the photo covers."""
        return self.frame.intersection(Rect(0, 0, *self.screen))

    @property
    def can_pan(self) -> bool:
        """Whether a part of the photo is outside the screen."""
        return any(n * s > size for n, s, size in zip(self.photo, self.scales, self.screen, strict=True))

    def to_photo(self, point: Point) -> Point:
        """The photo's point under a point of the screen; may lie outside the photo."""
        (y, x), (sy, sx) = self.origin, self.scales
        return (point[0] - y) / sy, (point[1] - x) / sx

    def to_screen(self, point: Point) -> Point:
        """The inverse of ``to_photo``."""
        (y, x), (sy, sx) = self.origin, self.scales
        return y + point[0] * sy, x + point[1] * sx

    def pixel(self, point: Point) -> tuple[int, int] | None:
        """The photo's pixel under a point of the screen, or None beside the photo."""
        y, x = (math.floor(v) for v in self.to_photo(point))
        return (y, x) if 0 <= y < self.photo[0] and 0 <= x < self.photo[1] else None

    # --- what to paint ---

    def level(self, count: int) -> int:
        """The coarsest of ``count`` mips that still has a pixel for every device pixel; 0 from 100 % up."""
        finest = max(self.scales)
        return max(0, min(count - 1, math.floor(-math.log2(finest) + 1e-9)))

    def visible(self, level: int) -> Patch | None:
        """The pixels of a mip that cover the screen, one more on each side for interpolation; None without any."""
        side = 1 << level
        spans = []
        for origin, scale, size, n in zip(self.origin, self.scales, self.screen, self.photo, strict=True):
            step, count = scale * side, -(-n // side)
            first = max(0, math.floor(-origin / step) - 1)
            last = min(count, math.ceil((size - origin) / step) + 1)
            if first >= last:
                return None
            spans.append((first, last, origin + first * step, origin + last * step))
        (top, bottom, y0, y1), (left, right, x0, x1) = spans
        return Patch(level, Box(top, bottom, left, right), Rect(y0, x0, y1, x1))

    @property
    def view_box(self) -> Box:
        """The photo's pixels that are on the screen, wholly or in part."""
        (y0, x0), (y1, x1) = self.to_photo((0, 0)), self.to_photo(self.screen)
        (h, w), e = self.photo, 1e-6
        top, left = min(h - 1, max(0, math.floor(y0 + e))), min(w - 1, max(0, math.floor(x0 + e)))
        return Box(top, max(top + 1, min(h, math.ceil(y1 - e))), left, max(left + 1, min(w, math.ceil(x1 - e))))

    # --- changes ---

    def fit(self) -> Viewport:
        """The whole photo, centred."""
        middle = self.photo[0] / 2, self.photo[1] / 2
        return replace(self, scale=self.fit_scale, center=middle, fitted=True)

    def resized(self, screen: tuple[int, int]) -> Viewport:
        """On another screen: the same middle and scale, or still the whole photo."""
        other = replace(self, screen=(max(1, screen[0]), max(1, screen[1])))
        return other.fit() if self.fitted else other._scaled(self.scale, self.center)

    def zoomed(self, scale: float, at: Point | None = None) -> Viewport:
        """At another scale, within the limits; what is under ``at`` (default: the screen's middle) stays there."""
        scale = min(max(scale, self.limits[0]), self.limits[1])
        if at is None:
            return self._scaled(scale, self.center)
        y, x = self.to_photo(at)
        sy, sx = scale * self.stretch[0], scale * self.stretch[1]
        center = y + (self.screen[0] / 2 - at[0]) / sy, x + (self.screen[1] / 2 - at[1]) / sx
        return self._scaled(scale, center)

    def zoomed_by(self, factor: float, at: Point | None = None) -> Viewport:
        """Larger or smaller by a factor; stops at 100 % and at the whole photo on its way past them."""
        scale = self.scale * factor
        for stop in (1.0, self.fit_scale):
            if self.scale < stop <= scale * SAME or scale / SAME <= stop < self.scale:
                scale = stop
        return self.zoomed(scale, at)

    def stepped(self, direction: int, at: Point | None = None) -> Viewport:
        """The next scale of STEPS (with the whole photo among them) up (+1) or down (-1)."""
        fit = self.fit_scale
        steps = sorted({fit, *(s for s in STEPS if max(s, fit) / min(s, fit) > SAME)})
        if direction > 0:
            wanted = next((s for s in steps if s > self.scale * SAME), self.limits[1])
        else:
            wanted = next((s for s in reversed(steps) if s < self.scale / SAME), self.limits[0])
        return self.zoomed(wanted, at)

    def panned(self, dy: float, dx: float) -> Viewport:
        """The photo moved by device pixels, as far as it may."""
        (y, x), (sy, sx) = self.origin, self.scales
        center = (self.screen[0] / 2 - y - round(dy)) / sy, (self.screen[1] / 2 - x - round(dx)) / sx
        return replace(self, center=self._held(center, self.scale))

    def centered(self, point: Point) -> Viewport:
        """A point of the photo in the middle of the screen, as far as it may."""
        return replace(self, center=self._held(point, self.scale))

    def _scaled(self, scale: float, center: Point) -> Viewport:
        fit = self.fit_scale
        if max(scale, fit) / min(scale, fit) < 1 + 1e-9:
            return self.fit()
        return replace(self, scale=scale, center=self._held(center, scale), fitted=False)

    def _held(self, center: Point, scale: float) -> Point:
        # Clamped here and in `origin`: here so that pushing past an edge is not remembered.
        held = []
        for c, n, k, size in zip(center, self.photo, self.stretch, self.screen, strict=True):
            half = size / (2 * scale * k)
            held.append(n / 2 if 2 * half >= n else min(max(c, half), n - half))
        return held[0], held[1]


def _origin(size: int, n: int, scale: float, center: float) -> int:
    """Whole device pixels; a photo larger than the screen covers it, a smaller one is centred."""
    length = n * scale
    if length <= size + 1e-6:
        return math.floor((size - length) / 2 + 1e-6)
    return min(0, max(math.ceil(size - length - 1e-6), math.floor(size / 2 - center * scale + 0.5)))
