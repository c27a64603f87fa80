"""Which photos of a batch are shown: by what became of them, and by letters of their names."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QToolButton, QWidget

from denoiser_app.engine.batch.items import Counts
from denoiser_app.ui.panels.batch import wording
from denoiser_app.ui.panels.batch.item_words import Filter


class Filters(QWidget):
    """A row of buttons of which one is down, each with its count, and a field to search in."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.buttons = {which: self._button(which) for which in Filter}
        self.buttons[Filter.ALL].setChecked(True)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search by name"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(32 * self.fontMetrics().averageCharWidth())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 6)
        row.setSpacing(4)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.search, 2)
        self._group.buttonClicked.connect(self._changed)
        self.search.textChanged.connect(self._changed)
        self.set_counts(Counts())

    def _button(self, which: Filter) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setObjectName(which.value)
        self._group.addButton(button)
        return button

    @property
    def which(self) -> Filter:
        """The button that is down."""
        return next(which for which, button in self.buttons.items() if button.isChecked())

    def set_counts(self, counts: Counts) -> None:
        """The figures on the buttons. Nobody needs 'skipped' where nothing was."""
        texts = {
            Filter.ALL: (self.tr("&All {number}"), counts.found),
            Filter.WAITING: (self.tr("&Waiting {number}"), counts.waiting + counts.running),
            Filter.DONE: (self.tr("Do&ne {number}"), counts.done),
            Filter.FAILED: (self.tr("Fai&led {number}"), counts.not_done),
            Filter.SKIPPED: (self.tr("S&kipped {number}"), counts.skipped),
        }
        for which, (text, number) in texts.items():
            self.buttons[which].setText(text.format(number=wording.count(number)))
        self.buttons[Filter.SKIPPED].setVisible(bool(counts.skipped) or self.which is Filter.SKIPPED)

    def reset(self) -> None:
        """All photos, for another batch."""
        self.buttons[Filter.ALL].setChecked(True)
        self.search.clear()
        self.changed.emit()

    def nothing(self) -> str:
        """What to say where no photo fits."""
        if self.search.text():
            return self.tr("No photo with '{letters}' in its name here.").format(letters=self.search.text())
        return {
            Filter.ALL: self.tr("This batch has no photos yet."),
            Filter.WAITING: self.tr("No photo of this batch is waiting."),
            Filter.DONE: self.tr("No photo of this batch is done yet."),
            Filter.FAILED: self.tr("No photo of this batch has failed."),
            Filter.SKIPPED: self.tr("No photo of this batch was skipped."),
        }[self.which]

    @Slot()
    def _changed(self, *_: object) -> None:
        self.changed.emit()
