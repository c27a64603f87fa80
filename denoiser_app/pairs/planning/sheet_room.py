"""How large the type of the sheet may be so that it stays one page: heights are estimated as a browser lays it out."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

WIDTH, HEIGHT = 180.0, 269.0
"""Millimetres between the margins of the page."""
ROOM = 0.94 * HEIGHT
"""What is filled; the rest is for what the estimate does not see, such as other fonts."""
LARGEST = 1.12
"""Scale of the type of a short page."""
_LINE = 5.0
"""Millimetres of a line of 10.5 points."""
_LETTER = 1.85
"""Mean width of a letter of the same, half its height."""


def scale(
    checklist: Sequence[str], fields: str, looks: Sequence[str], names: Sequence[str], notes: Sequence[str]
) -> float:
    """The largest of steps of 2 % that fits. looks, names: of the scenes; the texts as they are printed."""
    step = LARGEST
    while step > 0.05 and _height(step, checklist, fields, looks, names, notes) > ROOM:
        step *= 0.98
    return step


def _height(
    step: float, checklist: Sequence[str], fields: str, looks: Sequence[str], names: Sequence[str], notes: Sequence[str]
) -> float:
    def lines(text: str, width: float) -> int:
        return max(1, math.ceil(1.1 * _length(text) * _LETTER * step / width))

    ticked = sum(lines(item, 80.0 - 7.0 * step) for item in checklist)
    # A column breaks between two items, so one of them may be two lines longer than the other.
    height = 10.0 + _LINE * 1.3 * lines(fields, WIDTH) + 4 * 12.5 + 1.2 * _LINE * (ticked / 2 + 1.5) + 34.0 + 7.0
    look_width = WIDTH * 0.74 - 52.0 * step
    for look, name in zip(looks, names, strict=True):
        height += _LINE * max(lines(look, look_width), lines(name, WIDTH * 0.24)) + 2.6
    return step * (height + sum(_LINE * lines(note, WIDTH) + 1.2 for note in notes))


def _length(text: str) -> float:
    """In letters; those of Chinese, Japanese and Korean are twice as wide."""
    return sum(2.0 if unicodedata.east_asian_width(letter) in "WF" else 1.0 for letter in text)
