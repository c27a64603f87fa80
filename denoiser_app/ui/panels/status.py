"""The line at the bottom: what the photo is, what is being done, how far it is, and the zoom."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QProgressBar, QToolButton, QWidget

from denoiser_app.core.progress import time_left
from denoiser_app.ui import icons, words
from denoiser_app.ui.panels.info import ElidedLabel, photo_line
from denoiser_app.ui.session import Facts


class Status(QWidget):
    """Facts to the left, work in the middle, zoom to the right."""

    stop_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._facts: Facts | None = None
        self._since = 0.0
        self.facts, self.work, self.zoom = ElidedLabel(), QLabel(), QToolButton()
        self.work.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.bar.setMaximumHeight(8)
        self.stop = QToolButton()
        self.stop.setAutoRaise(True)
        icons.put(self.stop, "stop")
        self.stop.clicked.connect(self.stop_requested)
        self.zoom.setAutoRaise(True)
        self.zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.zoom.setMinimumWidth(self.fontMetrics().horizontalAdvance("00000 %  "))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.facts, 1)
        for widget in (self.work, self.bar, self.stop, self.zoom):
            row.addWidget(widget)
        self._retranslate()
        self.show_work("", None)

    @Slot(object)
    def show_facts(self, facts: Facts | None) -> None:
        """Camera, exposure, lens; then the model and the device."""
        self._facts = facts
        if facts is None:
            self.zoom.hide()
            self.facts.set_text("")
            return
        megapixels = words.megapixels(facts.megapixels) if facts.megapixels else ""
        parts = [photo_line(facts.metadata, "", ""), megapixels, facts.model, facts.device]
        self.facts.set_text("  |  ".join(part for part in parts if part))

    @Slot(str, object)
    def show_work(self, text: str, share: float | None) -> None:
        """What is being done; ``share`` of it is done, None when nothing runs."""
        running = share is not None
        if not running or not share:
            self._since = time.monotonic()
        left = time_left(time.monotonic() - self._since, share) if share else None
        if left is not None:
            text = self.tr("{work}, {time} left").format(work=text, time=words.duration(left))
        self.work.setText(text)
        self.bar.setVisible(running)
        self.stop.setVisible(running)
        if share is not None:
            self.bar.setValue(round(1000 * share))

    @Slot(str)
    def say(self, text: str) -> None:
        """Something that happened."""
        self.show_work(text, None)

    def offer_zooms(self, actions: Sequence[QAction]) -> None:
        """What a click on the zoom offers."""
        menu = QMenu(self)
        menu.addActions(actions)
        self.zoom.setMenu(menu)

    @Slot(float)
    def show_zoom(self, percent: float) -> None:
        """The zoom of the view."""
        self.zoom.show()
        self.zoom.setText(self.tr("{percent} %").format(percent=round(percent)))

    def _retranslate(self) -> None:
        self.bar.setAccessibleName(self.tr("Progress of denoising"))
        self.stop.setAccessibleName(self.tr("Stop denoising"))
        self.stop.setToolTip(self.tr("Stop denoising (Esc)"))
        self.zoom.setAccessibleName(self.tr("Zoom"))
        self.zoom.setToolTip(self.tr("Zoom"))
        self.facts.setAccessibleName(self.tr("About this photo"))
        self.show_facts(self._facts)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "stop"):
            self._retranslate()
        super().changeEvent(event)
