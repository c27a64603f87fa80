"""The arithmetic of a chart's axes: which range, which ticks, how they are written. No Qt."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

STEPS = (1.0, 2.0, 5.0, 10.0)
"""Ticks stand at these times a power of ten: what people count in."""
WIDE = 8.0
"""Highest over lowest value from which a logarithmic axis is marked in powers of ten."""
PLAIN = range(-3, 6)
"""Powers of ten that are written out; beyond them 10⁻⁴."""
SMALL = 1e-4
"""From here on a tick is written out beside others that are."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Scale:
    """From values to places along an axis, 0-1. low < high; log: both above zero."""

    low: float
    high: float
    log: bool = False

    @classmethod
    def around(
        cls, values: Iterable[float], *, log: bool = False, margin: float = 0.05, least: float = 0.0, zero: bool = False
    ) -> Self:
        """Holds all values that can be shown with a margin on either side. least: the range is at least this wide (a
        factor less one if log). zero: begins at zero, whatever the values are."""
        shown = [value for value in values if math.isfinite(value) and (value > 0 or not log)]
        if not shown:
            return cls(1.0, 10.0, True) if log else cls(0.0, 1.0)
        if log:
            return cls._of_logarithms(min(shown), max(shown), margin, least)
        low, high = min(shown), max(shown)
        wide = max(high - low, least, 1e-9 * max(abs(low), abs(high)), 1e-12)
        middle = (low + high) / 2
        low, high = middle - wide * (0.5 + margin), middle + wide * (0.5 + margin)
        return cls(0.0 if zero else low, max(high, 1e-12) if zero else high)

    @classmethod
    def _of_logarithms(cls, low: float, high: float, margin: float, least: float) -> Self:
        first, last = math.log(low), math.log(high)
        wide = max(last - first, math.log1p(least), 1e-6)
        middle, half = (first + last) / 2, wide * (0.5 + margin)
        return cls(math.exp(middle - half), math.exp(middle + half), True)

    def share(self, value: float) -> float:
        """Where a value lies: 0 at ``low``, 1 at ``high``; not a number for what has no place on a logarithmic axis."""
        if not self.log:
            return (value - self.low) / (self.high - self.low)
        if value <= 0:
            return math.nan
        return math.log(value / self.low) / math.log(self.high / self.low)

    def labels(self, ticks: list[float]) -> list[str]:
        """The ticks as they are written, with as many decimals as they need to differ. '0.0008' beside '0.001': what is
        a little too small for plain figures is written as its neighbours are."""
        step = ticks[1] - ticks[0] if len(ticks) > 1 and not self.in_powers else None
        plain = {_is_plain(tick, step) for tick in ticks if tick}
        if len(plain) > 1 and min(abs(tick) for tick in ticks if tick) >= SMALL * (1 - 1e-9):
            return [_plain(tick, step) for tick in ticks]
        return [label(tick, step) for tick in ticks]

    def value(self, share: float) -> float:
        """The inverse of ``share``."""
        if not self.log:
            return self.low + share * (self.high - self.low)
        return float(self.low * (self.high / self.low) ** share)

    @property
    def in_powers(self) -> bool:
        """Whether ticks stand at powers of ten; a short logarithmic axis has ticks at equal steps."""
        return self.log and self.high / self.low >= WIDE

    def ticks(self, most: int = 6) -> list[float]:
        """Round values within the range, rising; at most ``most``, and at least two unless ``most`` forbids it."""
        if self.in_powers:
            return _powers(self.low, self.high, most)
        return _even(self.low, self.high, most)


def _even(low: float, high: float, most: int) -> list[float]:
    step = _step((high - low) / max(most - 1, 1))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    if last - first + 1 > most:  # the range begins and ends at a tick
        step = _step(step * 1.01)
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(index * step, 12 - math.floor(math.log10(step))) for index in range(first, last + 1)]


def _step(least: float) -> float:
    """The smallest round step that is not smaller."""
    power = 10.0 ** math.floor(math.log10(least))
    return power * next(step for step in STEPS if step * power >= least * (1 - 1e-9))


def _powers(low: float, high: float, most: int) -> list[float]:
    """1, 2, 5, 10, ... where there is room, else every power of ten, or every other one."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for factors in ((1, 2, 5), (1, 3), (1,)):
        found = [
            float(f"{factor}e{power}")
            for power in range(first, last + 1)
            for factor in factors
            if low * (1 - 1e-9) <= factor * 10.0**power <= high * (1 + 1e-9)
        ]
        if len(found) <= most:
            return found
    return found[:: -(-len(found) // max(most, 1))]


def label(value: float, step: float | None = None) -> str:
    """A tick as it is written: '0.25', '1,000' never, '10⁻⁴', '2×10⁻⁵'. step: distance of the ticks, which decides the
    decimals; None for a logarithmic axis."""
    if value == 0:
        return "0"
    return _plain(value, step) if _is_plain(value, step) else _scientific(value, _power(value))


def _power(value: float) -> int:
    return math.floor(math.log10(abs(value)) + 1e-9)


def _is_plain(value: float, step: float | None) -> bool:
    return (_power(value) if step is None else max(_power(value), _power(step))) in PLAIN


def _plain(value: float, step: float | None) -> str:
    if value == 0:
        return "0"
    return f"{value:.{max(0, -_power(value if step is None else step))}f}".replace("-", "−")


def _scientific(value: float, power: int) -> str:
    factor = f"{value / 10.0**power:.3g}"
    raised = "10" + str(power).translate(_RAISED)
    return raised if factor == "1" else f"{factor}×{raised}".replace("-", "−")


def figure(value: float) -> str:
    """A value for reading out: three to four digits, '34.21', '0.0123', '1.27×10⁻⁴'."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "—"
    power = math.floor(math.log10(abs(value)))
    if power not in PLAIN:
        return f"{value / 10.0**power:.2f}×10{str(power).translate(_RAISED)}".replace("-", "−")
    return f"{value:.{max(0, 3 - max(power, 0)) if power >= 0 else 2 - power}f}".replace("-", "−")


def nearest(points: Sequence[float], wanted: float) -> int | None:
    """The index of the closest of rising numbers; None without any."""
    index = bisect_left(points, wanted)
    around = [i for i in (index - 1, index) if 0 <= i < len(points)]
    return min(around, key=lambda i: abs(points[i] - wanted), default=None)


def between(points: Sequence[tuple[float, float]], x: float) -> float | None:
    """y of a line through points of rising x; None where the line does not reach."""
    index = bisect_left(points, x, key=lambda point: point[0])
    if index == len(points) or (index == 0 and points[0][0] > x):
        return None
    (x1, y1), (x0, y0) = points[index], points[max(index - 1, 0)]
    return y1 if x1 == x0 else y0 + (y1 - y0) * (x - x0) / (x1 - x0)
