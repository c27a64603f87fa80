"""The menu of presets: apply one, keep the current settings as one, manage them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.photo import Metadata
from denoiser_app.core.recipe import Recipe
from denoiser_app.ui.panels.presets_dialog import ManagePresets, NamePreset
from denoiser_app.ui.presets import Preset, Presets


class PresetsMenu(QMenu):
    """Filled whenever it opens. chosen(Preset): apply this one. failed(DenoiserError): a change was not saved."""

    chosen = Signal(object)
    failed = Signal(object)

    def __init__(self, presets: Presets, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presets = presets
        self._recipe = Recipe()
        self._metadata: Metadata | None = None
        self.setToolTipsVisible(True)
        self._retranslate()
        self.aboutToShow.connect(self.fill)
        self.triggered.connect(self._chose)

    def set_recipe(self, recipe: Recipe) -> None:
        """The current settings: what saving keeps, and which preset gets the tick."""
        self._recipe = recipe

    def set_photo(self, metadata: Metadata | None) -> None:
        """The photo whose camera and ISO the dialog offers."""
        self._metadata = metadata

    def fill(self) -> None:
        """Put in what there is now."""
        self.clear()
        for preset in self.presets:
            action = QAction(preset.label.replace("&", "&&"), self, checkable=True)
            action.setChecked(preset.recipe == self._recipe)
            action.setData(preset.name)
            if preset.automatic:
                action.setToolTip(self.tr("Applied on its own to new photos that fit"))
            self.addAction(action)
        self.addSeparator()
        self.addAction(self.tr("&Save current settings..."), self.save_as)
        self.addAction(self.tr("&Manage presets..."), self.manage)

    def save_as(self) -> None:
        """Ask for a name and keep the current settings under it."""
        dialog = NamePreset(self.presets, self.parentWidget())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.named.connect(self._save)
        dialog.open()

    def manage(self) -> None:
        """Rename, remove, apply by camera and ISO."""
        dialog = ManagePresets(self.presets, self._metadata, self.parentWidget())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setTitle(self.tr("&Presets"))

    def _chose(self, action: QAction) -> None:
        preset = self.presets.get(str(action.data())) if action.data() is not None else None
        if preset is not None:
            self.chosen.emit(preset)

    def _save(self, name: str) -> None:
        # A preset that exists keeps when it is applied; only its settings are replaced.
        old = self.presets.get(name)
        preset = replace(old, recipe=self._recipe) if old is not None else Preset(name, self._recipe)
        try:
            self.presets.save(preset)
        except DenoiserError as error:
            self.failed.emit(error)
