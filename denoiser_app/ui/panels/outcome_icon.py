"""The small drawing beside a sentence of how work ended: a tick, a warning, a note."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from denoiser_app.ui import icons, theme


def show_outcome(label: QLabel, name: str) -> None:
    """As high as the label's text. name: "check" in the colour of what went well, "warning" in that of what did not,
    others muted."""
    colors = theme.colors()
    color = {"check": colors.good, "warning": colors.bad}.get(name, colors.muted)
    ratio = label.devicePixelRatioF()
    pixmap = icons.pixmap(name, round(label.fontMetrics().height() * ratio), QColor(color))
    pixmap.setDevicePixelRatio(ratio)
    label.setPixmap(pixmap)
