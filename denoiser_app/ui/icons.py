"""The program's line icons, drawn in the theme's text colour, sharp at every scale.

The drawings are resources/icons/*.svg with ``currentColor`` strokes. Those named sheet-* are for the style sheet.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from denoiser_app import paths

SIZES = (16, 20, 24, 32, 48, 64)
"""In device pixels: 16-32 at scale factors 1 to 2."""

_NAME = "icon_name"


def icon(name: str, color: QColor | None = None) -> QIcon:
    """The icon of that name in ``color``, by default the palette's button text; grey where it is disabled, in the
    accent colour where it is checked.

    FileNotFoundError if there is no such drawing.
    """
    palette = QApplication.palette()
    normal = color or palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)
    checked = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Accent)
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    made = QIcon()
    for size in SIZES:
        made.addPixmap(pixmap(name, size, normal), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, size, checked), QIcon.Mode.Normal, QIcon.State.On)
        for state in QIcon.State:
            made.addPixmap(pixmap(name, size, disabled), QIcon.Mode.Disabled, state)
    return made


def pixmap(name: str, size: int, color: QColor) -> QPixmap:
    """The drawing, ``size`` device pixels wide and high, on nothing."""
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", color.name()).encode()))
    made = QPixmap(size, size)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made


def put(target: QAction | QAbstractButton, name: str) -> None:
    """Give a button or an action an icon that follows the theme (``refresh``). Put it again when the button's role is
    another."""
    target.setProperty(_NAME, name)
    target.setIcon(icon(name, _ink(target)))


def _ink(target: QAction | QAbstractButton) -> QColor | None:
    """On a button that is filled with the accent colour, that of its words."""
    if target.property("role") == "primary":
        return QApplication.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.HighlightedText)
    return None


def refresh() -> None:
    """Draw all icons given by ``put`` again, in the colours of the current palette."""
    for window in QApplication.topLevelWidgets():
        targets: list[QAction | QAbstractButton] = [window] if isinstance(window, QAbstractButton) else []
        for target in [*targets, *window.findChildren(QAction), *window.findChildren(QAbstractButton)]:
            if name := target.property(_NAME):
                target.setIcon(icon(name, _ink(target)))


def app_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(paths.resources() / "icons" / "app.svg"))


def names() -> list[str]:
    """All drawings that ``icon`` can give."""
    found = (path.stem for path in (paths.resources() / "icons").glob("*.svg"))
    return sorted(name for name in found if name != "app" and not name.startswith("sheet-"))


@cache
def _drawing(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
