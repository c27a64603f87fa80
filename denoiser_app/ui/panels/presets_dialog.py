"""The dialogs of presets: a name for a new one, and the list in which they are renamed, removed and made automatic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.photo import Metadata
from denoiser_app.ui import messages
from denoiser_app.ui.presets import Preset, Presets
from denoiser_app.ui.stylesheet import role

HIGHEST_ISO = 4_000_000
"""Above every camera's: the Nikon D5 reaches 3,280,000."""


class NamePreset(QDialog):
    """named(name): the user gave a name that is not blank."""

    named = Signal(str)

    def __init__(self, presets: Presets, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets = presets
        self.setWindowTitle(self.tr("Save preset"))
        self.name = QLineEdit()
        self.note = QLabel()
        role(self.note, "note")
        label = QLabel(self.tr("&Name"))
        label.setBuddy(self.name)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        column = QVBoxLayout(self)
        for widget in (label, self.name, self.note, self.buttons):
            column.addWidget(widget)
        self.name.setMinimumWidth(16 * self.fontMetrics().height())
        self.name.textChanged.connect(self._check)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._check("")

    def accept(self) -> None:
        """Tell the name."""
        super().accept()
        self.named.emit(self.name.text().strip())

    def _check(self, text: str) -> None:
        known = self._presets.get(text) is not None
        self.note.setText(self.tr("A preset with this name exists. Its settings are replaced.") if known else " ")
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(bool(text.strip()))


class ManagePresets(QDialog):
    """Every change is saved at once; what goes wrong is said under the list."""

    def __init__(self, presets: Presets, metadata: Metadata | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets, self._metadata = presets, metadata
        self.setWindowTitle(self.tr("Presets"))
        self._make_controls()
        self._lay_out()
        self._connect()
        self._fill()

    # --- made once ---

    def _make_controls(self) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Presets"))
        self.name = QLineEdit()
        self.automatic = QCheckBox(self.tr("&Apply to new photos"))
        self.camera, self.camera_text = QComboBox(), QLineEdit()
        self.camera.setLineEdit(self.camera_text)
        self.camera_text.setPlaceholderText(self.tr("Any camera"))
        self.iso_from, self.iso_to = _iso_box(self.tr("No limit")), _iso_box(self.tr("No limit"))
        self.remove = QPushButton(self.tr("&Remove"))
        self.note = QLabel()
        self.note.setWordWrap(True)
        role(self.note, "note")
        self.close_button = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        # Enter in a field means that field, and never removes or closes.
        for button in (self.remove, self.close_button.button(QDialogButtonBox.StandardButton.Close)):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(self.fontMetrics().height())
        form.addRow(self.tr("&Name"), self.name)
        form.addRow(self.automatic)
        form.addRow(self.tr("&Camera"), self.camera)
        form.addRow(self.tr("ISO &from"), self.iso_from)
        form.addRow(self.tr("ISO &to"), self.iso_to)
        side = QVBoxLayout()
        side.addLayout(form)
        side.addStretch(1)
        side.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignRight)
        both = QHBoxLayout()
        both.addWidget(self.list, 1)
        both.addLayout(side, 2)
        column = QVBoxLayout(self)
        column.addLayout(both)
        column.addWidget(self.note)
        column.addWidget(self.close_button)
        unit = self.fontMetrics().height()
        self.resize(34 * unit, 18 * unit)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._show)
        self.name.editingFinished.connect(self._rename)
        self.automatic.clicked.connect(self._save)
        self.camera_text.editingFinished.connect(self._save)
        self.camera.activated.connect(self._save)
        self.iso_from.editingFinished.connect(self._save)
        self.iso_to.editingFinished.connect(self._save)
        self.remove.clicked.connect(self._remove)
        self.close_button.rejected.connect(self.reject)

    # --- presets -> controls ---

    def _fill(self, current: str = "") -> None:
        with QSignalBlocker(self.list):
            self.list.clear()
            for preset in self._presets:
                item = QListWidgetItem(preset.label)
                item.setData(Qt.ItemDataRole.UserRole, preset.name)
                self.list.addItem(item)
                if preset.name == current:
                    self.list.setCurrentItem(item)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._show()

    @property
    def current(self) -> Preset | None:
        """The preset that is chosen in the list."""
        item = self.list.currentItem()
        return self._presets.get(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None

    def _show(self) -> None:
        preset = self.current
        own = preset is not None and not preset.shipped
        self.note.setText(self.tr("This preset belongs to the program.") if preset and preset.shipped else "")
        for widget in (self.name, self.automatic, self.remove):
            widget.setEnabled(own)
        preset = preset or Preset("")
        self.name.setText(preset.label)
        self.automatic.setChecked(preset.automatic)
        with QSignalBlocker(self.camera):
            self.camera.clear()
            self.camera.addItems(self._cameras())
            self.camera.setEditText(preset.camera)
        for box, value in ((self.iso_from, preset.iso_from), (self.iso_to, preset.iso_to)):
            with QSignalBlocker(box):
                box.setValue(0 if value is None else round(value))
        for condition in (self.camera, self.iso_from, self.iso_to):
            condition.setEnabled(own and preset.automatic)

    def _cameras(self) -> list[str]:
        """What can be chosen: any, the open photo's camera, and those of the other presets."""
        known = {preset.camera for preset in self._presets if preset.camera}
        if self._metadata is not None and (self._metadata.make or self._metadata.model):
            known.add(self._metadata.camera)
        return ["", *sorted(known)]

    # --- controls -> presets ---

    def _rename(self) -> None:
        preset, new = self.current, self.name.text().strip()
        if preset is None or preset.shipped or new == preset.name:
            return
        if not new or (self._presets.get(new) not in (None, preset)):
            self._show()
            self.note.setText(self.tr("This name is taken or empty. The old one was kept."))
        elif self._changed(lambda: self._presets.rename(preset.name, new)):
            self._fill(new)

    def _save(self) -> None:
        preset = self.current
        if preset is None or preset.shipped:
            return
        changed = replace(
            preset,
            automatic=self.automatic.isChecked(),
            camera=self.camera.currentText().strip(),
            iso_from=self.iso_from.value() or None,
            iso_to=self.iso_to.value() or None,
        )
        if changed != preset and self._changed(lambda: self._presets.save(changed)):
            self._show()
            self._warn_of_empty_range(changed)

    def _warn_of_empty_range(self, preset: Preset) -> None:
        if preset.iso_from is not None and preset.iso_to is not None and preset.iso_from > preset.iso_to:
            self.note.setText(self.tr("No photo fits: the lower ISO limit is above the upper one."))

    def _remove(self) -> None:
        preset = self.current
        if preset is not None and self._changed(lambda: self._presets.remove(preset.name)):
            self._fill()

    def _changed(self, change: Callable[[], None]) -> bool:
        """Whether it worked; otherwise the reason is shown."""
        try:
            change()
        except DenoiserError as error:
            self.note.setText(messages.sentence(error))
            return False
        return True


def _iso_box(no_limit: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, HIGHEST_ISO)
    box.setSingleStep(100)
    box.setSpecialValueText(no_limit)
    box.setKeyboardTracking(False)
    return box
