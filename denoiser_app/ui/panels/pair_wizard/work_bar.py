"""A button that begins something long, and in its place, while it runs, how far it is and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from denoiser_app.ui import words
from denoiser_app.ui.stylesheet import role

STEPS = 1000


class WorkBar(QWidget):
    """start_asked, stop_asked: the two buttons."""

    start_asked = Signal()
    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._begin, self._again = "", ""
        self._is_again = False
        self.start, self.stop = QPushButton(), QPushButton()
        self.bar, self.text = QProgressBar(), QLabel()
        role(self.text, "note")
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(self.fontMetrics().height() // 2)
        self.bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.start)
        row.addWidget(self.text)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self._rest = QWidget()
        row.addWidget(self._rest, 1)
        self.start.clicked.connect(self.start_asked)
        self.stop.clicked.connect(self.stop_asked)
        self.set_running(False)

    @property
    def running(self) -> bool:
        """Which of the two is shown."""
        return not self.bar.isHidden()

    def set_running(self, running: bool) -> None:
        """Shows the one or the other; progress begins at zero."""
        if running and not self.running:
            self.show_progress("", 0.0)
        working: tuple[QWidget, ...] = (self.text, self.bar, self.stop)
        for widget in (*working, self.start, self._rest):
            widget.setVisible((widget in working) == running)

    def show_progress(self, text: str, share: float) -> None:
        """How far it is, 0-1."""
        self.bar.setValue(round(STEPS * min(max(share, 0.0), 1.0)))
        shown = " · ".join(filter(None, (text, words.percent(share))))
        self.text.setText(shown)
        self.bar.setAccessibleDescription(shown)

    def set_again(self, again: bool) -> None:
        """It was done before: then the button is not the main one any more."""
        self._is_again = again
        role(self.start, "" if again else "primary")
        self.start.setText(self._again if again else self._begin)

    def set_words(self, begin: str, again: str, progress: str) -> None:
        """Of the button, and what the bar is of."""
        self._begin, self._again = begin, again
        self.bar.setAccessibleName(progress)
        self.stop.setText(self.tr("&Stop"))
        self.set_again(self._is_again)
