"""Where the words "Before" and "After" stand on the photo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont

from denoiser_app.ui.view.layout import Layout, Pane, Side, ViewMode
from denoiser_app.ui.view.overlays import pill_size
from denoiser_app.ui.view.viewport import Rect, Viewport

GAP = 10.0  # logical pixels


@dataclass(frozen=True)
class Label:
    """``at``: the top left corner in logical pixels."""

    words: str
    at: QPointF


def labels(layout: Layout, viewport: Viewport, words: Mapping[Side, str], font: QFont, ratio: float) -> list[Label]:
    """One for each pane that has room for it: beside the divider, or in the pane's corner."""
    found = []
    for first, pane in zip((True, False), layout.panes(viewport), strict=False):
        size = pill_size(words[pane.side], font)
        place = _photo_part(pane, viewport)
        room = Rect(place.top / ratio, place.left / ratio, place.bottom / ratio, place.right / ratio)
        if room.right - room.left < size[0] + 2 * GAP or room.bottom - room.top < size[1] + 2 * GAP:
            continue
        found.append(Label(words[pane.side], _corner(layout, first, room, size)))
    return found


def _photo_part(pane: Pane, viewport: Viewport) -> Rect:
    shown, (y, x) = viewport.shown, pane.offset
    return Rect(shown.top + y, shown.left + x, shown.bottom + y, shown.right + x).intersection(pane.area)


def _corner(layout: Layout, first: bool, room: Rect, size: tuple[float, float]) -> QPointF:
    """Near the border that is talked about: before at its one side, after at the other."""
    split = layout.mode is ViewMode.SPLIT
    left = room.right - GAP - size[0] if split and first and layout.upright else room.left + GAP
    top = room.bottom - GAP - size[1] if split and first and not layout.upright else room.top + GAP
    return QPointF(left, top)
