"""Above the table: the line that says where the batch stands, its bar, and what can be done with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from denoiser_app.core.errors import DenoiserError
from denoiser_app.engine.batch.items import Batch, BatchState
from denoiser_app.ui.panels.batch import wording
from denoiser_app.ui.panels.info import ElidedLabel
from denoiser_app.ui.stylesheet import role

if TYPE_CHECKING:
    from denoiser_app.engine.batch.forecast import Forecast

STEPS = 1000


class BatchHead(QWidget):
    """pause_or_resume carries whether it is to pause; the other signals say what was asked for."""

    pause_or_resume = Signal(bool)
    cancel = Signal()
    retry = Signal()
    open_folder = Signal(Path)
    report = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._batch: Batch | None = None
        self._pauses = False
        self.where, self.line = ElidedLabel(), QLabel()
        role(self.where, "note")
        role(self.line, "title")
        self.line.setWordWrap(True)
        self.line.setTextFormat(Qt.TextFormat.PlainText)
        self.line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(self.fontMetrics().height() // 2)
        self.bar.setAccessibleName(self.tr("Progress of the batch"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 4)
        layout.setSpacing(6)
        layout.addWidget(self.where)
        layout.addWidget(self.line)
        layout.addWidget(self.bar)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.toggle = QPushButton()
        self.cancel_button = QPushButton(self.tr("&Cancel"))
        self.retry_button = QPushButton(self.tr("Re&try failed"))
        self.folder_button = QPushButton(self.tr("Open &folder"))
        self.report_button = QPushButton(self.tr("Rep&ort..."))
        self.cancel_button.setToolTip(self.tr("No more photos are begun. What is done stays; it can be resumed."))
        self.report_button.setToolTip(self.tr("A list of all photos for a browser and for a spreadsheet"))
        role(self.toggle, "primary")
        self.toggle.clicked.connect(self._toggled)
        self.cancel_button.clicked.connect(self.cancel)
        self.retry_button.clicked.connect(self.retry)
        self.report_button.clicked.connect(self.report)
        self.folder_button.clicked.connect(self._open_folder)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.toggle, self.cancel_button, self.retry_button, self.folder_button, self.report_button):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def show_batch(
        self, batch: Batch, forecast: Forecast | None, waiting: DenoiserError | None, *, queued: bool
    ) -> None:
        """Where this batch stands; see ``wording.state_line``."""
        self._batch = batch
        beside = self.tr("results beside each photo")
        where = self.tr("results in {folder}").format(folder=batch.plan.output) if batch.plan.output else beside
        self.where.set_text(f"{wording.title(batch)} · {where}")
        said = wording.state_line(batch, forecast, waiting, queued=queued)
        if self.line.text() != said:  # the time left changes many times a minute, but not at each event
            self.line.setText(said)
            self.line.setAccessibleName(said)
        self.bar.setValue(int(STEPS * wording.share(batch.counts)))
        self._show_buttons(batch, queued)

    def _show_buttons(self, batch: Batch, queued: bool) -> None:
        finished = wording.is_finished(batch)
        self._pauses = batch.state is BatchState.ACTIVE and (batch.held or queued)
        self.toggle.setText(self.tr("&Pause") if self._pauses else self.tr("R&esume"))
        self.toggle.setEnabled(not finished)
        self.cancel_button.setEnabled(not finished and batch.state is not BatchState.CANCELLED)
        self.retry_button.setEnabled(batch.counts.not_done > 0)
        self.folder_button.setEnabled(batch.plan.output is not None or bool(batch.plan.sources))
        self.report_button.setEnabled(batch.counts.ended > 0)

    @Slot()
    def _toggled(self) -> None:
        self.pause_or_resume.emit(self._pauses)

    @Slot()
    def _open_folder(self) -> None:
        if self._batch is not None:
            plan = self._batch.plan
            source = plan.sources[0] if plan.sources else Path()
            self.open_folder.emit(plan.output or (source if source.is_dir() else source.parent))
