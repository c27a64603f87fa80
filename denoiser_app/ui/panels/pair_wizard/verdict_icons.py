"""Drawings of verdicts and findings: each has a shape of its own, so that nobody needs to see the colour."""

from __future__ import annotations

from PySide6.QtGui import QColor, QIcon

from denoiser_app.pairs.verdict import Grade, Mark
from denoiser_app.ui import icons, theme

_MARKS = {
    "good": ("check", "good"),
    "masked": ("warning", "accent"),
    "rejected": ("error", "bad"),
    "": ("clock", "muted"),
}
_GRADES = {
    "good": ("check", "good"),
    "note": ("info", "muted"),
    "mask": ("warning", "accent"),
    "reject": ("error", "bad"),
}
LEFT_OUT = ("remove", "muted")


def of_mark(mark: Mark | None, *, left_out: bool = False) -> QIcon:
    """Of a pair's verdict; None where it was not checked."""
    return _icon(*(LEFT_OUT if left_out else _MARKS[mark or ""]))


def of_grade(grade: Grade) -> QIcon:
    """Of one finding."""
    return _icon(*_GRADES[grade])


def mark_drawing(mark: Mark) -> tuple[str, QColor]:
    """Name and colour of the drawing."""
    name, color = _MARKS[mark]
    return name, QColor(getattr(theme.colors(), color))


def _icon(name: str, color: str) -> QIcon:
    """On a selected row in the colour of its letters."""
    colors = theme.colors()
    made = QIcon()
    for size in icons.SIZES:
        made.addPixmap(icons.pixmap(name, size, QColor(getattr(colors, color))), QIcon.Mode.Normal)
        made.addPixmap(icons.pixmap(name, size, QColor(colors.on_selected)), QIcon.Mode.Selected)
    return made
