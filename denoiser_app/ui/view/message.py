"""A sentence in the middle of the view: what is going on, or what went wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

WIDEST = 520  # logical pixels: a line that is still read in one go


class Message(QLabel):
    """White words on a dark box, centred in its parent; takes no clicks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self._share = 0.5
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setStyleSheet("background: rgba(18, 18, 18, 215); color: #f0f0f0; border-radius: 8px; padding: 10px 18px;")
        self.hide()

    def say(self, text: str | None) -> None:
        """Show this sentence, or nothing."""
        self.setText(text or "")
        self.setVisible(bool(text))
        self.place()

    def lower_down(self, lower: bool) -> None:
        """Whether the middle is taken."""
        self._share = 0.75 if lower else 0.5
        self.place()

    def place(self) -> None:
        """In the middle of the parent or below it, as wide as the words need."""
        around = self._around.size()
        words = self.fontMetrics().horizontalAdvance(self.text()) + 40
        width = max(1, min(words, WIDEST, around.width() - 24))
        height = min(self.heightForWidth(width), max(1, around.height() - 24))
        self.setGeometry((around.width() - width) // 2, round((around.height() - height) * self._share), width, height)
