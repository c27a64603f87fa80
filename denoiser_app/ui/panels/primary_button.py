"""The one button of the tool bar that stands out: its icon has the colour of its words, not that of the other icons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QIcon
from PySide6.QtWidgets import QStyleOptionToolButton, QToolButton, QWidget

from denoiser_app.ui import icons, theme


class PrimaryButton(QToolButton):
    """Does the action, which has its own icon in menus. icon: the name of the drawing."""

    def __init__(self, action: QAction, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._color, self._icon = icon, "", QIcon()
        self.setDefaultAction(action)
        self.setObjectName("primary")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:  # noqa: N802 - Qt's name
        super().initStyleOption(option)
        color = theme.colors().on_selected
        if color != self._color:
            self._color, self._icon = color, icons.icon(self._name, QColor(color))
        option.icon = self._icon
