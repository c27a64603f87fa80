"""The column beside the photo: the navigator above, the settings below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

LEAST, GREATEST = 96, 280
"""Heights of the navigator in logical pixels, whatever the width of the column."""


class Side(QWidget):
    """The navigator takes what the settings leave: in a low window it shrinks before they have to be scrolled."""

    def __init__(self, navigator: QWidget, panel: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._navigator, self._panel = navigator, panel
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(navigator)
        column.addWidget(panel, 1)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._share_out()
        return super().event(event)

    def _share_out(self) -> None:
        """A photo of 3:2 as wide as the column is the most that makes sense."""
        most = max(min(self.width() * 2 // 3, GREATEST), LEAST)
        left = self.height() - self._panel.sizeHint().height()
        self._navigator.setFixedHeight(min(max(left, LEAST), most))
