"""Export: the dialog, the plan, the thread, and what came of it. Editing goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from denoiser_app.ui import messages
from denoiser_app.ui.filmstrip_model import PhotoState
from denoiser_app.ui.jobs.exporting import Exporting, NotWritten, Planned, Step, Summary, Written
from denoiser_app.ui.jobs.services import Compute
from denoiser_app.ui.panels.export_dialog import ExportDialog, ExportRequest
from denoiser_app.ui.panels.job_bar import JobBar
from denoiser_app.ui.platform import reveal
from denoiser_app.ui.platform.taskbar import TaskbarProgress
from denoiser_app.ui.preferences import ExportDefaults
from denoiser_app.ui.session import Session


class ExportControl(QObject):
    """state: (path, PhotoState, reason) for the strip. defaults: the photographer made new defaults."""

    state = Signal(object, object, str)
    defaults = Signal(object)

    def __init__(
        self,
        session: Session,
        exporting: Exporting,
        bar: JobBar,
        selection: Callable[[], Sequence[Path]],
        compute: Callable[[], Compute],
        defaults: Callable[[], ExportDefaults],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._exporting, self._bar = session, exporting, bar
        self._selection, self._compute, self._defaults, self._window = selection, compute, defaults, window
        self._taskbar = TaskbarProgress(self)
        exporting.planned.connect(self._planned)
        exporting.step.connect(self._step)
        exporting.written.connect(self._written)
        exporting.not_written.connect(self._not_written)
        exporting.finished.connect(self._finished)
        bar.cancel_requested.connect(exporting.cancel)
        bar.show_in_folder.connect(reveal.show_in_folder)

    @Slot()
    def ask(self) -> None:
        """The export dialog, and then the work."""
        document = self._session.current
        if document is None:
            return
        if self._exporting.running:
            self._say(self.tr("Photos are still being exported. Wait until they are done, or cancel that first."))
            return
        facts = document.facts
        dialog = ExportDialog(
            self._defaults(),
            document.path,
            facts.metadata if facts else None,
            facts.megapixels if facts else 0.0,
            (len(self._selection()), len(self._session.paths)),
            self._window,
            model=document.recipe.model,
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            if dialog.new_defaults is not None:
                self.defaults.emit(dialog.new_defaults)
            self.start(dialog.request)

    def start(self, request: ExportRequest) -> None:
        """Exports what was asked for, each photo with its own settings as they are now."""
        recipes = {path: self._session.document(path).recipe for path in self._sources(request)}
        if recipes:
            self._bar.start(len(recipes))
            self._exporting.start(recipes, request, self._compute())

    @property
    def running(self) -> bool:
        """Whether photos are being written."""
        return self._exporting.running

    def _sources(self, request: ExportRequest) -> list[Path]:
        current = self._session.current
        match request.which:
            case "all":
                return self._session.paths
            case "selection":
                return list(self._selection())
            case _:
                return [current.path] if current else []

    @Slot(object)
    def _step(self, step: Step) -> None:
        self._bar.progress(step.index, step.source.name, step.fraction, step.left)
        self._taskbar.set(step.fraction)

    @Slot(object)
    def _written(self, written: Written) -> None:
        self.state.emit(written.source, PhotoState.EXPORTED, "; ".join(map(messages.reason, written.warnings)))

    @Slot(object)
    def _not_written(self, failed: NotWritten) -> None:
        self.state.emit(failed.source, PhotoState.FAILED, messages.sentence(failed.error))

    @Slot(object)
    def _planned(self, planned: Planned) -> None:
        self._bar.start(planned.total)

    @Slot(object)
    def _finished(self, summary: Summary) -> None:
        self._taskbar.set(None)
        lines = [(item.source, messages.sentence(item.error)) for item in summary.failed]
        self._bar.finished(len(summary.written), lines, summary.skipped, summary.left, summary.folder)

    def _say(self, text: str) -> None:
        box = QMessageBox(QMessageBox.Icon.Information, self.tr("Export"), text, parent=self._window)
        box.open()
