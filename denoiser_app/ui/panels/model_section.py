"""The choice of the model: which one, what it costs for this photo, and where to read about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from denoiser_app.core.photo import Metadata
from denoiser_app.networks.personal import suitable
from denoiser_app.ui import icons, words
from denoiser_app.ui.stylesheet import role

AUTO = "auto"


@dataclass(frozen=True)
class ModelChoice:
    """A model that can be chosen. cost_text: what it would take, '' if that is not known. personal: of one's own, what
    its manifest says of the camera and the ISOs it is for."""

    name: str
    title: str
    summary: str
    cost_text: str
    domain: str
    personal: Mapping[str, Any] | None = None


class ModelSection(QWidget):
    """chosen(name): the user wants this model, 'auto' for the best one. about_asked(name): of the one in use."""

    chosen = Signal(str)
    about_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models: tuple[ModelChoice, ...] = ()
        self._domain: str | None = None
        self._metadata: Metadata | None = None
        self._name = AUTO
        self._cost = ""
        self.combo, self.cost, self.about = _Choice(), QLabel(), QToolButton()
        icons.put(self.about, "info")
        role(self.cost, "note")
        self.cost.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.fontMetrics().height() // 4)
        line = QHBoxLayout()
        line.addWidget(self.combo, 1)
        line.addWidget(self.about)
        column.addLayout(line)
        column.addWidget(self.cost)
        self.combo.activated.connect(self._choose)
        self.about.clicked.connect(self._ask_about)
        self.retranslate()

    def set_models(self, models: Sequence[ModelChoice]) -> None:
        """All models, the best of each domain first."""
        self._models = tuple(models)
        self._fill()

    def set_photo(self, domain: str | None, metadata: Metadata | None = None) -> None:
        """The kind of the photo: only its models are offered. metadata: of it, which decides what 'automatic' is."""
        if (domain, metadata) != (self._domain, self._metadata):
            self._domain, self._metadata = domain, metadata
            self._fill()

    def set_cost(self, text: str) -> None:
        """What denoising this photo takes."""
        self._cost = text
        self._show_facts()

    def show_model(self, name: str) -> None:
        """Show this one as the one in use; ``chosen`` is not emitted."""
        if name != self._name:
            # The cost that was told is the other model's.
            self._cost = ""
            self._name = name
            self._show()

    def retranslate(self) -> None:
        """All words in the current language."""
        self.combo.setAccessibleName(self.tr("Model"))
        self.about.setText(self.tr("About this &model..."))  # only its icon is shown; the key of the mnemonic works
        about = words.unmarked(self.about.text()).rstrip(".…")
        self.about.setToolTip(about)
        self.about.setAccessibleName(about)
        self._fill()

    def _fill(self) -> None:
        offered = self._offered()
        best = self._automatic()
        automatic = self.tr("Automatic ({model})").format(model=best.title) if best else self.tr("Automatic")
        with QSignalBlocker(self.combo):
            self.combo.clear()
            self.combo.addItem(automatic, AUTO)
            for choice in offered:
                own = choice.personal is not None
                title = self.tr("{model} (your own)").format(model=choice.title) if own else choice.title
                self.combo.addItem(title, choice.name)
                self.combo.setItemData(self.combo.count() - 1, choice.summary, Qt.ItemDataRole.ToolTipRole)
        self._show()

    def _show(self) -> None:
        index = self.combo.findData(self._name)
        if index < 0:
            # A recipe from elsewhere: what it asks for is shown, not silently replaced.
            self.combo.addItem(self.tr("{model} (not installed)").format(model=self._name), self._name)
            index = self.combo.count() - 1
        self.combo.setCurrentIndex(index)
        self._show_facts()

    def _show_facts(self) -> None:
        choice = self._in_use()
        self.cost.setText(self._cost or (choice.cost_text if choice else ""))
        self.cost.setVisible(bool(self.cost.text()))
        self.combo.setToolTip(choice.summary if choice else "")
        self.about.setEnabled(choice is not None)

    def _offered(self) -> list[ModelChoice]:
        return [choice for choice in self._models if choice.domain == self._domain]

    def _in_use(self) -> ModelChoice | None:
        offered = self._offered()
        if self._name == AUTO:
            return self._automatic()
        return next((choice for choice in offered if choice.name == self._name), None)

    def _automatic(self) -> ModelChoice | None:
        """As ``networks.library.choose`` has it."""
        offered = self._offered()
        own = suitable(offered, self._domain or "", self._metadata)
        return next(iter([*own, *(choice for choice in offered if choice.personal is None)]), None)

    def _choose(self, index: int) -> None:
        self.chosen.emit(self.combo.itemData(index))

    def _ask_about(self) -> None:
        choice = self._in_use()
        if choice is not None:
            self.about_asked.emit(choice.name)


class _Choice(QComboBox):
    """A wheel over it scrolls the panel: a model is never changed by accident."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()
