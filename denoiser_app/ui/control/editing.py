"""Settings: the panel, undo, copy and paste, presets. Only recipes change here; the view follows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from denoiser_app.core.recipe import Recipe
from denoiser_app.formats.sniff import RAW_SUFFIXES
from denoiser_app.ui import words
from denoiser_app.ui.model_facts import ModelFacts
from denoiser_app.ui.panels.adjust import AdjustPanel, ModelChoice
from denoiser_app.ui.panels.model_card import ModelCard
from denoiser_app.ui.session import Document, Facts, Session


class Editing(QObject):
    """Between the adjust panel and the current photo's recipe. can_paste: whether settings were copied."""

    can_paste = Signal(bool)

    def __init__(
        self, session: Session, panel: AdjustPanel, selection: Callable[[], Sequence[Path]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._panel, self._selection, self._window = session, panel, selection, parent
        self._copied: Recipe | None = None
        self._models: dict[str, ModelFacts] = {}
        panel.edited.connect(self._edited)
        panel.edit_finished.connect(self._let_go)
        panel.about_model.connect(self._show_card)
        session.current_changed.connect(self._show)
        session.recipe_changed.connect(panel.set_recipe)

    @Slot()
    def copy(self) -> None:
        """Remember the current photo's settings."""
        if self._session.current is not None:
            self._copied = self._session.current.recipe
            self.can_paste.emit(True)

    @Slot()
    def paste(self) -> None:
        """Give the remembered settings to the selected photos, each with a step to undo."""
        if self._copied is None:
            return
        current = self._session.current
        for path in set(self._selection()) | ({current.path} if current else set()):
            document = self._session.document(path)
            document.edit(self._fitting(document, self._copied), "paste")
            document.end_gesture()

    @Slot()
    def reset(self) -> None:
        """Back to the defaults."""
        if self._session.current is not None:
            self._session.current.edit(Recipe(), "reset")
            self._session.current.end_gesture()

    @Slot(object)
    def set_models(self, models: tuple[ModelFacts, ...]) -> None:
        """The networks are known."""
        said = [replace(m, summary=QCoreApplication.translate("Models", m.summary)) for m in models]
        self._models = {model.name: model for model in said}
        self._panel.set_models([ModelChoice(m.name, m.name, m.summary, "", m.domain, m.personal) for m in said])

    @Slot(object)
    def set_facts(self, facts: Facts | None) -> None:
        """What is known of the current photo goes into the panel."""
        self._panel.set_photo(facts.domain if facts and facts.domain else None, facts.metadata if facts else None)
        self._panel.set_measured(facts.noise if facts else None, words.noise(facts.noise_text) if facts else "")
        self._panel.set_cost(self._cost(facts))

    def _cost(self, facts: Facts | None) -> str:
        if facts is None or not facts.device:
            return ""
        time = words.about(facts.seconds)
        return self.tr("{time} for this photo on {device}").format(time=time, device=facts.device)

    def _fitting(self, document: Document, recipe: Recipe) -> Recipe:
        """A recipe from another photo: a model of the other domain would only fail."""
        model = self._models.get(recipe.model)
        misfit = model is not None and model.domain != _domain(document)
        return replace(recipe, model="auto", noise=None) if misfit else recipe

    @Slot(object)
    def _show(self, document: Document | None) -> None:
        self._panel.set_recipe(document.recipe if document else Recipe())
        self.set_facts(document.facts if document else None)

    @Slot(object, str)
    def _edited(self, recipe: Recipe, what: str) -> None:
        document = self._session.current
        if document is not None:
            document.edit(self._fitting(document, recipe), what)

    @Slot()
    def _let_go(self) -> None:
        if self._session.current is not None:
            self._session.current.end_gesture()

    @Slot(str)
    def _show_card(self, name: str) -> None:
        current = self._session.current
        if name == "auto" and current is not None and current.facts is not None:
            name = current.facts.model
        model = self._models.get(name)
        if model is not None:
            ModelCard(model, self._window).open()


def _domain(document: Document) -> str:
    """'raw' or 'rgb'; of a photo that was not opened yet, by its name."""
    if document.facts is not None and document.facts.domain:
        return document.facts.domain
    return "raw" if document.path.suffix.lower() in RAW_SUFFIXES else "rgb"
