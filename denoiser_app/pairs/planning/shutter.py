"""Shutter times as cameras offer them: third stops, whose true values are powers of two and whose labels are rounded.

A camera that says 1/60 opens for 2^-6 = 1/64 s, one that says 15" for 2^4 = 16 s (ISO 2720:1974, APEX). Two exposures
are equal by their true values, not by their labels.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

LABELS = (
    '30" 25" 20" 15" 13" 10" 8" 6" 5" 4" 3.2" 2.5" 2" 1.6" 1.3" 1" 0.8" 0.6" 0.5" 0.4" 0.3" 1/4 1/5 1/6 1/8 1/10 1/13 '
    "1/15 1/20 1/25 1/30 1/40 1/50 1/60 1/80 1/100 1/125 1/160 1/200 1/250 1/320 1/400 1/500 1/640 1/800 1/1000 1/1250 "
    "1/1600 1/2000 1/2500 1/3200 1/4000 1/5000 1/6400 1/8000"
).split()
SLOWEST, FASTEST = -15, 39
"""Third stops from one second: 30" and 1/8000, between which nearly every camera has its times."""

_FRACTION = r"([0-9]{1,6})\s*/\s*([0-9]{1,6}(?:\.[0-9]{1,6})?)"
_DECIMAL = r"([0-9]{0,6}(?:\.[0-9]{1,6})?)"
_TIME = re.compile(rf"(?:{_FRACTION}|{_DECIMAL})\s*(?:s|sec|\"|″|'')?", re.IGNORECASE)


@dataclass(frozen=True)
class Shutter:
    """seconds: the true time. label: what the camera's dial says. bulb: longer than its dial goes, held by a timer."""

    seconds: float
    label: str
    bulb: bool = False


def of_thirds(thirds: int) -> Shutter:
    """So many third stops shorter than a second: 9 is 1/8. Beyond 30" a timer counts whole seconds."""
    if thirds < SLOWEST:
        return bulb(2.0 ** (-thirds / 3))
    if thirds > FASTEST:  # electronic shutters
        return Shutter(2.0 ** (-thirds / 3), f"1/{float(f'{2.0 ** (thirds / 3):.2g}'):.0f}")
    return Shutter(2.0 ** (-thirds / 3), LABELS[thirds - SLOWEST])


def bulb(seconds: float) -> Shutter:
    """A time that a timer holds."""
    whole = round(seconds)
    return Shutter(float(whole), f'{whole}"', bulb=True)


def thirds_of(seconds: float) -> int:
    """The nearest third stop. ValueError for what is no time."""
    if not (math.isfinite(seconds) and 1e-9 <= seconds <= 1e9):
        raise ValueError(f"{seconds:g} s is no shutter time")
    return round(-3.0 * math.log2(seconds))


def nearest(seconds: float) -> Shutter:
    """What a camera offers that is nearest, in stops. ValueError for what is no time.

    Beyond 30" it is the very time in whole seconds: a timer offers them all.
    """
    thirds = thirds_of(seconds)
    return of_thirds(thirds) if thirds >= SLOWEST else bulb(seconds)


def at_most(seconds: float) -> Shutter:
    """The longest that cameras offer and that is not longer, but for rounding. ValueError."""
    thirds = thirds_of(seconds)
    longer = 2.0 ** (-thirds / 3) > seconds * 1.01
    return of_thirds(max(thirds + longer, SLOWEST))


def seconds_of(text: str) -> float:
    """'1/8', '0.5', '15"', '1.3 s' in seconds, as it is written. ValueError."""
    found = _TIME.fullmatch(text.strip())
    if found is None or not (found[1] or found[3]):
        raise ValueError(f"'{text}' is no shutter time; write it as 1/8, 0.5 or 15")
    seconds = float(found[3]) if found[3] else float(found[1]) / (float(found[2]) or math.nan)
    thirds_of(seconds)
    return seconds


def stops(first: float, second: float) -> float:
    """By how many stops ``second`` is more than ``first``; both above 0."""
    return math.log2(second / first)
