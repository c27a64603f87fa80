"""What can be done with a model of one's own: install, export, import, remove; each by a short-lived process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from denoiser_app.ui import messages, recent
from denoiser_app.ui.jobs import proving
from denoiser_app.ui.jobs.child import Child, Outcome, Said
from denoiser_app.ui.jobs.proving import SUFFIX, Candidate

PURPOSE = "models"
"""The folder of the file dialogs is remembered under this name."""


class ModelActions(QObject):
    """One thing at a time. begun: what is done now, in words. ended: what came of it and what went wrong, '' none."""

    begun = Signal(str)
    ended = Signal(str, str)

    def __init__(self, window: QWidget, program: Sequence[str] | None = None) -> None:
        """window: that of the dialogs. program: in place of this one, for tests."""
        super().__init__(window)
        self._window, self._done = window, ""
        self._child = Child(program, self)
        self._child.said.connect(self._hear)
        self._child.ended.connect(self._over)

    @property
    def running(self) -> bool:
        """Whether something is being done."""
        return self._child.running

    def end(self) -> bool:
        """Ends the process, for good."""
        return self._child.end()

    def _act(self, wish: str, arguments: list[str]) -> None:
        if not self.running:
            self._done = ""
            self._child.start(arguments)
            self.begun.emit(wish)

    @Slot(object)
    def _hear(self, said: Said) -> None:
        """Of an import, which model that is; of an export, where."""
        model, path = said.get("model"), said.get("path")
        if said.get("type") == "result" and isinstance(model, dict):
            self._done = self.tr("'{name}' is installed.").format(name=model.get("name", ""))
        elif said.get("type") == "result" and said.get("sha256") and isinstance(path, str):
            self._done = self.tr("Exported: {file}").format(file=path)

    @Slot(object)
    def _over(self, outcome: Outcome) -> None:
        error = "" if outcome.error is None else messages.sentence(outcome.error, short=True)
        self.ended.emit("" if error else self._done, error)

    # --- installed or not ---------------------------------------------------------------------------------------------

    def install(self, model: Candidate, folder: Path, *, anyway: bool = False) -> None:
        """From the session in a folder; an earlier one of this name makes room."""
        wish = proving.to_install(model.name, folder, anyway=anyway, replace=model.earlier)
        self._act(self.tr("Installing..."), wish)

    def ask_anyway(self, model: Candidate, folder: Path) -> None:
        """A model that was not shown to be better is installed only if somebody insists; it is marked so."""
        text = self.tr(
            "This model was not shown to be better than the shipped one. If you install it, photos of this camera and"
            " ISO use it by default, and it stays marked as 'installed anyway'."
        )
        self._question(text, self.tr("Install anyway"), lambda: self.install(model, folder, anyway=True))

    def ask_remove(self, model: Candidate, _folder: Path) -> None:
        """Only from the installed models."""
        text = self.tr(
            "Take '{name}' off the installed models? Photos of this camera use the shipped model again. What was"
            " trained stays in the session."
        ).format(name=model.name)
        wish = proving.to_remove(model.name)
        self._question(text, self.tr("Remove"), lambda: self._act(self.tr("Removing..."), wish))

    def _question(self, text: str, yes: str, then: Callable[[], None]) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, self._window.window().windowTitle(), text)
        box.setParent(self._window, box.windowFlags())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        accept = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        accept.clicked.connect(then)
        box.open()

    # --- in files -----------------------------------------------------------------------------------------------------

    def ask_export(self, model: Candidate, _folder: Path) -> None:
        """Into a file, by the system's dialog."""
        start = str(Path(recent.last_folder(PURPOSE)) / f"{model.name}{SUFFIX}")
        found, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export the model"), start, self._filter())
        if found:
            self.export_to(model, Path(found))

    def export_to(self, model: Candidate, file: Path) -> None:
        """An installed model as one file."""
        if file.suffix != SUFFIX:
            file = file.with_name(file.name + SUFFIX)
        recent.set_last_folder(PURPOSE, file.parent)
        self._act(self.tr("Exporting..."), proving.to_export(model.name, file))

    @Slot()
    def ask_import(self) -> None:
        """Of somebody else, by the system's dialog."""
        start = recent.last_folder(PURPOSE)
        found, _ = QFileDialog.getOpenFileName(self._window, self.tr("Import a model"), start, self._filter())
        if found:
            recent.set_last_folder(PURPOSE, Path(found).parent)
            self.import_from(Path(found))

    def import_from(self, file: Path) -> None:
        """After every check; then photos of its camera and ISO use it."""
        self._act(self.tr("Checking and importing..."), proving.to_import(file))

    def _filter(self) -> str:
        return self.tr("Models (*{suffix})").format(suffix=SUFFIX)
