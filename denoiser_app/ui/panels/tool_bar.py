"""The bar under the menus: opening, ways to compare, zoom, and to the right the export."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QToolBar, QWidget

from denoiser_app.ui.actions import Actions
from denoiser_app.ui.panels.primary_button import PrimaryButton

_TOOLS = (
    "open open_folder | split side_by_side before after removed turn_divider | fit full_size zoom_out zoom_in | loupe"
).split()


class ToolBar(QToolBar):
    """It stays where it is."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("tools")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for name in _TOOLS:
            if name == "|":
                self.addSeparator()
            else:
                self.addAction(actions[name])
        spring = QWidget()
        spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spring)
        self.addWidget(PrimaryButton(actions["export"], "export"))
