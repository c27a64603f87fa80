"""A line that says what is wrong or what to know, with an icon, where it concerns something."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from denoiser_app.ui import icons, theme

Kind = Literal["info", "warning", "error"]


class Notice(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._text = QLabel(), QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; '' for nothing."""
        return self._text.text()

    def say(self, text: str, kind: Kind = "info") -> None:
        """Shows a sentence, or nothing for ''."""
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self.setVisible(bool(text))
        if text:
            colors = theme.colors()
            color = QColor(colors.bad if kind == "error" else colors.muted)
            height = self.fontMetrics().height()
            ratio = self.devicePixelRatioF()
            pixmap = icons.pixmap(kind, round(height * ratio), color)
            pixmap.setDevicePixelRatio(ratio)
            self._icon.setPixmap(pixmap)
