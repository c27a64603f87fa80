"""The colours of what a chart draws: told apart from each other and from the ground in both themes."""

from __future__ import annotations

from typing import Literal

from denoiser_app.ui import theme

Ink = Literal["red", "green", "blue", "main", "second", "quiet"]
"""red, green, blue: the sensor's colours. main: what it is about. second: beside it. quiet: what it is compared to."""

_DARK: dict[Ink, str] = {
    "red": "#ff7b6e",
    "green": "#74c983",
    "blue": "#6ea8ff",
    "main": "#6fb1f0",
    "second": "#e7b75c",
    "quiet": "#a8a8a8",
}
_LIGHT: dict[Ink, str] = {
    "red": "#c2281b",
    "green": "#1f7a36",
    "blue": "#1d56c4",
    "main": "#1d66ad",
    "second": "#8f5a00",
    "quiet": "#666666",
}


def color(ink: Ink, colors: theme.Colors | None = None) -> str:
    """As '#rrggbb', for the theme in use or the given one."""
    used = colors or theme.colors()
    return (_DARK if used.dark else _LIGHT)[ink]
