"""The fields of a new batch that an export has not: which photos, and with which settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.core.recipe import Recipe
from denoiser_app.formats.sniff import BITMAP_SUFFIXES, RAW_SUFFIXES
from denoiser_app.ui import icons, recent
from denoiser_app.ui.panels.layouts import column
from denoiser_app.ui.stylesheet import role

PLACE = Qt.ItemDataRole.UserRole


class SourceFields(QWidget):
    """Folders and photos, and which of their photos count. ``changed`` after every change."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Folders and photos of the batch"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.recursive = QCheckBox(self.tr("Include s&ub-folders"))
        self.patterns = QLineEdit()
        self.patterns.setAccessibleName(self.tr("Names that count"))
        self.patterns.setPlaceholderText(self.tr("all photos; or such as *.NEF, *.CR3"))
        self._build()
        self.list.itemSelectionChanged.connect(self._update)
        self.recursive.toggled.connect(self.changed)
        self.patterns.textChanged.connect(self.changed)
        self._update()

    def _build(self) -> None:
        self._folder, self._photos = QPushButton(self.tr("Add fo&lder...")), QPushButton(self.tr("Add &photos..."))
        self._remove = QPushButton(self.tr("Remo&ve"))
        for button, slot in (
            (self._folder, self._ask_folder),
            (self._photos, self._ask_photos),
            (self._remove, self._remove_selected),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
        keys = QShortcut(QKeySequence.StandardKey.Delete, self.list)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self._remove_selected)
        buttons = QHBoxLayout()
        buttons.addWidget(self._folder)
        buttons.addWidget(self._photos)
        buttons.addStretch(1)
        buttons.addWidget(self._remove)
        label = QLabel(self.tr("&Only names:"))
        label.setBuddy(self.patterns)
        names = QHBoxLayout()
        names.addWidget(label)
        names.addWidget(self.patterns, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        layout.addWidget(self.recursive)
        layout.addLayout(names)

    @property
    def sources(self) -> tuple[Path, ...]:
        """Folders and photos in their order."""
        return tuple(Path(self.list.item(row).data(PLACE)) for row in range(self.list.count()))

    @property
    def names(self) -> tuple[str, ...]:
        """The patterns; none for all photos."""
        return tuple(part for part in re.split(r"[\s,;]+", self.patterns.text()) if part)

    def add(self, paths: Iterable[Path]) -> None:
        """More folders and photos, each once."""
        known = set(self.sources)
        for path in (Path(path).absolute() for path in paths):
            if path not in known:
                known.add(path)
                self.list.addItem(_entry(path))
        self._update()
        self.changed.emit()

    @Slot()
    def _ask_folder(self) -> None:
        title = self.tr("Folder for the batch")
        name = QFileDialog.getExistingDirectory(self, title, recent.last_folder("open"))
        if name:
            recent.set_last_folder("open", name)
            self.add([Path(name)])

    @Slot()
    def _ask_photos(self) -> None:
        suffixes = " ".join(f"*{suffix}" for suffix in sorted(RAW_SUFFIXES | BITMAP_SUFFIXES))
        kinds = self.tr("Photos ({suffixes});;All files (*)").format(suffixes=suffixes)
        title = self.tr("Photos for the batch")
        names, _ = QFileDialog.getOpenFileNames(self, title, recent.last_folder("open"), kinds)
        if names:
            recent.set_last_folder("open", str(Path(names[0]).parent))
            self.add(Path(name) for name in names)

    @Slot()
    def _remove_selected(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self._update()
        self.changed.emit()

    @Slot()
    def _update(self) -> None:
        self._remove.setEnabled(bool(self.list.selectedItems()))


def _entry(path: Path) -> QListWidgetItem:
    """A photo is known by its suffix: the disk is not asked in the window's thread."""
    is_photo = path.suffix.lower() in RAW_SUFFIXES | BITMAP_SUFFIXES
    text = QCoreApplication.translate("SourceFields", "{name}   in {folder}") if is_photo else "{path}"
    item = QListWidgetItem(text.format(name=path.name, folder=path.parent, path=path))
    item.setIcon(icons.icon("camera" if is_photo else "folder"))
    item.setData(PLACE, str(path))
    item.setToolTip(str(path))
    return item


@dataclass(frozen=True)
class Settings:
    """A choice of settings, by the name that is shown."""

    label: str
    recipe: Recipe


class SettingsFields(QWidget):
    """How photos are denoised that have no settings of their own and that no rule speaks of."""

    changed = Signal()

    def __init__(self, choices: Sequence[Settings], edited: int, parent: QWidget | None = None) -> None:
        """choices: the first is chosen. edited: how many photos have settings of their own."""
        super().__init__(parent)
        self._choices = tuple(choices)
        self._combo = QComboBox()
        self._combo.setAccessibleName(self.tr("Settings"))
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for choice in self._choices:
            self._combo.addItem(choice.label)
        self._said = QLabel()
        role(self._said, "note")
        self._said.setWordWrap(True)
        self.own = QCheckBox(self.tr("Photos that were edited here keep their own se&ttings"))
        self.own.setChecked(True)
        self.own.setVisible(edited > 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(column(self._combo, self._said, self.own))
        self._combo.currentIndexChanged.connect(self._update)
        self.own.toggled.connect(self.changed)
        self._update()

    @property
    def combo(self) -> QComboBox:
        """For a label's key."""
        return self._combo

    @property
    def recipe(self) -> Recipe:
        """The settings that are chosen."""
        return self._choices[self._combo.currentIndex()].recipe

    @Slot()
    def _update(self) -> None:
        self._said.setText(said_of(self.recipe))
        self.changed.emit()


def said_of(recipe: Recipe) -> str:
    """Settings in a line: 'Strength 70 %, detail 30 %, best model'."""
    translate = QCoreApplication.translate
    parts = [translate("SettingsFields", "strength {number} %").format(number=f"{recipe.strength:g}")]
    if recipe.color_strength is not None and recipe.color_strength != recipe.strength:
        text = translate("SettingsFields", "colour noise {number} %")
        parts.append(text.format(number=f"{recipe.color_strength:g}"))
    if recipe.detail:
        parts.append(translate("SettingsFields", "detail {number} %").format(number=f"{recipe.detail:g}"))
    if recipe.grain:
        parts.append(translate("SettingsFields", "grain {number}").format(number=f"{recipe.grain:g}"))
    if recipe.noise is not None:
        parts.append(translate("SettingsFields", "noise level {number}").format(number=f"{recipe.noise:.1f}"))
    best = translate("SettingsFields", "best model")
    parts.append(best if recipe.model == "auto" else recipe.model)
    text = translate("SettingsFields", ", ").join(parts)
    return text[:1].upper() + text[1:]
