"""A new batch: what its dialog begins with, how its photos are counted, and how it gets into the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from denoiser_app.core.errors import Cancelled
from denoiser_app.core.progress import Progress
from denoiser_app.core.recipe import Recipe
from denoiser_app.engine.batch.items import Plan
from denoiser_app.networks import folders
from denoiser_app.ui.jobs.batching import Batching
from denoiser_app.ui.panels.batch_dialog import BatchDialog, Beginning
from denoiser_app.ui.panels.batch_fields import Settings
from denoiser_app.ui.session import Document

if TYPE_CHECKING:
    from denoiser_app.ui.main_window import MainWindow


class NewBatch(QObject):
    """made(number): it is in the journal."""

    made = Signal(int)

    def __init__(self, batching: Batching, window: MainWindow) -> None:
        super().__init__(window)
        self._batching, self._window = batching, window
        self.dialog: BatchDialog | None = None
        """While it is open."""
        batching.counted.connect(self._counted)
        batching.planning.connect(self._planning)
        batching.planned.connect(self._planned)
        batching.not_planned.connect(self._not_planned)

    @Slot()
    def ask(self) -> None:
        """Of the selection if that is more than one photo, else of the folder of the open photo."""
        selection = list(self._window.strip.selected())
        current = self._window.session.current
        if len(selection) < 2:
            selection = [current.path.parent] if current is not None else []
        self._ask(selection)

    @Slot()
    def ask_selection(self) -> None:
        """Of the photos that are selected in the strip."""
        self._ask(list(self._window.strip.selected()))

    def _ask(self, sources: Sequence[Path]) -> None:
        if self.dialog is not None:
            self.dialog.activateWindow()
            return
        active = QApplication.activeWindow()
        parent: QWidget = active if active is not None else self._window
        dialog = self.dialog = BatchDialog(self._beginning(sources), parent)
        dialog.count_wanted.connect(self._batching.count)
        dialog.start_wanted.connect(self._batching.plan)
        dialog.planning_cancelled.connect(self._batching.cancel_planning)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _beginning(self, sources: Sequence[Path]) -> Beginning:
        """A batch that is made again must not do again what is there: that is skipped unless told otherwise."""
        presets = tuple((preset.label, preset.recipe) for preset in self._window.presets)
        return Beginning(
            defaults=replace(self._window.preferences.export, if_exists="skip"),
            sources=tuple(sources),
            settings=(*self._usual(), *(Settings(label, recipe) for label, recipe in presets)),
            presets=presets,
            models=tuple(folders.names()),
            own=self._own_recipes(),
        )

    def _usual(self) -> list[Settings]:
        usual = [Settings(self.tr("Standard settings"), Recipe())]
        current = self._window.session.current
        if current is not None:
            text = self.tr("As the open photo ({name})").format(name=current.path.name)
            usual.insert(0, Settings(text, current.recipe))
        return usual

    def _own_recipes(self) -> Mapping[Path, Recipe]:
        documents = map(self._window.session.document, self._window.session.paths)
        return {document.path: document.recipe for document in documents if _was_edited(document)}

    @Slot(object, object)
    def _counted(self, plan: Plan, found: object) -> None:
        if self.dialog is None:
            return
        if isinstance(found, BaseException):
            self.dialog.set_problem(plan, found)
        elif isinstance(found, list):
            self.dialog.set_count(plan, found)

    @Slot(object)
    def _planning(self, step: Progress) -> None:
        if self.dialog is not None:
            self.dialog.set_planning(step)

    @Slot(int)
    def _planned(self, number: int) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self.made.emit(number)

    @Slot(object)
    def _not_planned(self, error: BaseException) -> None:
        if self.dialog is not None and not isinstance(error, Cancelled):
            self.dialog.refuse(error)

    @Slot()
    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


def _was_edited(document: Document) -> bool:
    """Whether somebody chose its settings, now or in an earlier session."""
    return not document.fresh or document.undo.count() > 0
