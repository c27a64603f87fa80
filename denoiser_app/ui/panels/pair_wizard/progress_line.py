"""A bar with a line that says how far long work is and how long it will take, and a button to stop it."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from denoiser_app.core.progress import time_left
from denoiser_app.ui import words

STEPS = 1000


class ProgressLine(QWidget):
    """Keeps its room while it has nothing to show."""

    cancel = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._begun = time.monotonic()
        self.bar, self.text, self.stop = QProgressBar(), QLabel(), QPushButton()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(self.fontMetrics().height() // 2)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.stop.clicked.connect(self.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.bar, 1)
        row.addWidget(self.text)
        row.addWidget(self.stop)
        self.retranslate()

    def begin(self) -> None:
        """Now it starts."""
        self._begun = time.monotonic()
        self.stop.setEnabled(True)
        self.show_share(0.0, "")

    def show_share(self, share: float, what: str) -> None:
        """share: 0-1 of all of it. what: what is being done."""
        self.bar.setValue(round(STEPS * share))
        left = words.time_left(time_left(time.monotonic() - self._begun, share)) if share < 1 else ""
        said = " · ".join(filter(None, (what, left)))
        self.text.setText(said)
        self.bar.setAccessibleDescription(said)

    def stopping(self) -> None:
        """Stop was pressed; it comes to its end."""
        self.stop.setEnabled(False)
        self.text.setText(self.tr("Stopping..."))

    def retranslate(self) -> None:
        """The words of now."""
        self.bar.setAccessibleName(self.tr("Progress"))
        self.stop.setText(self.tr("&Cancel"))
