"""A slim bar in the main window for batches: one that goes on, one that is done, one that was left unfinished."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QToolButton, QWidget

from denoiser_app.ui import icons
from denoiser_app.ui.panels.job_bar import Elided
from denoiser_app.ui.panels.outcome_icon import show_outcome
from denoiser_app.ui.stylesheet import role

STEPS = 1000


class BatchBar(QWidget):
    """Hidden while there is nothing to say. open_requested: show all about it. later_requested: not now."""

    open_requested = Signal()
    resume_requested = Signal()
    later_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._text = QLabel(), Elided()
        self._bar = QProgressBar()
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(self.fontMetrics().height() // 2)
        self._bar.setAccessibleName(self.tr("Progress of the batch"))
        self._resume, self._later = QPushButton(self.tr("Resume")), QPushButton(self.tr("Later"))
        self._resume.setAccessibleName(self.tr("Resume the batch"))
        self._later.setAccessibleName(self.tr("Resume the batch later"))
        self._open = QPushButton(self.tr("Show batches"))
        role(self._open, "flat")
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        icons.put(self._close, "close")
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close the result of the batch"))
        self._arrange()
        self._resume.clicked.connect(self.resume_requested)
        self._later.clicked.connect(self._put_off)
        self._open.clicked.connect(self.open_requested)
        self._close.clicked.connect(self.hide)
        self.hide()

    def _arrange(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 4, 6, 4)
        line.setSpacing(10)
        line.addWidget(self._icon)
        line.addWidget(self._text, 2)
        line.addWidget(self._bar, 1)
        for widget in (self._resume, self._later, self._open, self._close):
            line.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text.full

    @property
    def offers(self) -> bool:
        """Whether it asks if something is to be resumed."""
        return not self.isHidden() and not self._resume.isHidden()

    def offer(self, text: str) -> None:
        """Something is unfinished: resume it?"""
        self._say(text, "info", self._resume, self._later, self._open)

    def progress(self, text: str, fraction: float) -> None:
        """Where a batch is that goes on; ``fraction`` 0-1 of its photos have ended."""
        self._bar.setValue(round(STEPS * min(max(fraction, 0.0), 1.0)))
        self._say(text, "", self._bar, self._open)

    def result(self, text: str, *, good: bool) -> None:
        """How it ended, or why it does not go on; stays until it is closed."""
        self._say(text, "check" if good else "warning", self._open, self._close)

    def _say(self, text: str, icon: str, *shown: QWidget) -> None:
        self._text.set(text)
        for widget in (self._bar, self._resume, self._later, self._open, self._close):
            widget.setVisible(widget in shown)
        self._icon.setVisible(bool(icon))
        if icon:
            show_outcome(self._icon, icon)
        self.show()

    def _put_off(self) -> None:
        self.hide()
        self.later_requested.emit()
