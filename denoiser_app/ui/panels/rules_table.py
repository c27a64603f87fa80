"""The table of rules of a batch: which photos get other settings, are copied or are left out; the first that fits."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.recipe import Recipe
from denoiser_app.engine.batch import rules as tables
from denoiser_app.engine.batch.rules import Rule
from denoiser_app.formats.publish import publishing
from denoiser_app.ui import messages, recent
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.panels.rules_model import Column, Index, RulesModel, problem
from denoiser_app.ui.stylesheet import role

ROWS = 4
"""Of the table, seen at once."""
WIDTHS = (15, 11, 10, 14, 12, 15, 13, 15, 15, 15, 10)
"""Of the columns, in characters."""


class RulesTable(QWidget):
    """``changed`` after every change; ``problem`` says what is wrong, '' if nothing is."""

    changed = Signal()

    def __init__(
        self, presets: Sequence[tuple[str, Recipe]] = (), models: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        """presets: (label, recipe) that can be chosen; models: names."""
        super().__init__(parent)
        self.model = RulesModel(presets, models)
        self.view = _View()
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Rules by photo"))
        self._note, self._notice = QLabel(), Notice()
        self._note.setWordWrap(True)
        role(self._note, "note")
        self._build()
        self.model.dataChanged.connect(self._update)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.rowsMoved, self.model.modelReset):
            signal.connect(self._update)
        self.view.selectionModel().currentChanged.connect(self._update_buttons)
        self._update()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The table."""
        return self.model.rules

    @property
    def problem(self) -> str:
        """What is wrong with it."""
        return problem(self.rules)

    def set_rules(self, rules: Sequence[Rule]) -> None:
        """Another table."""
        self.model.set_rules(rules)

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        self.buttons: dict[str, QPushButton] = {}
        for name, text, spoken, slot in (
            ("add", self.tr("&Add rule"), self.tr("Add a rule"), self._add),
            ("remove", self.tr("Remove"), self.tr("Remove the rule"), self._remove),
            ("up", self.tr("Up"), self.tr("Move the rule up"), self._up),
            ("down", self.tr("Down"), self.tr("Move the rule down"), self._down),
            ("load", self.tr("Load..."), self.tr("Load rules from a file"), self._load),
            ("save", self.tr("Save..."), self.tr("Save the rules in a file"), self._save),
        ):
            button = self.buttons[name] = QPushButton(text)
            button.setAutoDefault(False)
            button.setAccessibleName(spoken)
            button.setToolTip(spoken)
            button.clicked.connect(slot)
            if name == "load":
                buttons.addStretch(1)
            buttons.addWidget(button)
        keys = QShortcut(QKeySequence.StandardKey.Delete, self.view)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self._remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._note)
        layout.addWidget(self.view, 1)
        layout.addLayout(buttons)
        layout.addWidget(self._notice)

    # --- what the buttons do ------------------------------------------------------------------------------------------

    @property
    def row(self) -> int:
        """The current rule, -1 for none."""
        return self.view.currentIndex().row()

    @Slot()
    def _add(self) -> None:
        row = self.row + 1 if self.row >= 0 else len(self.rules)
        self.model.add(row)
        self.view.setCurrentIndex(self.model.index(row, Column.ISO_FROM))
        self.view.setFocus()

    @Slot()
    def _remove(self) -> None:
        if self.row >= 0:
            self.model.remove(self.row)

    @Slot()
    def _up(self) -> None:
        self.model.move(self.row, -1)

    @Slot()
    def _down(self) -> None:
        self.model.move(self.row, 1)

    @Slot()
    def _load(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Load rules"), recent.last_folder("rules"), self.tr("Rules (*.json)")
        )
        if name:
            recent.set_last_folder("rules", Path(name).parent)
            self.load(Path(name))

    def load(self, path: Path) -> None:
        """The table in a file; what is wrong with it is said below."""
        try:
            found = tables.read(path)
        except DenoiserError as error:
            self._notice.say(messages.sentence(error, short=True), "error")
            return
        self.set_rules(found)

    @Slot()
    def _save(self) -> None:
        start = os.fspath(Path(recent.last_folder("rules")) / "rules.json")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save rules"), start, self.tr("Rules (*.json)"))
        if name:
            recent.set_last_folder("rules", Path(name).parent)
            self.save(Path(name).with_suffix(Path(name).suffix or ".json"))

    def save(self, path: Path) -> None:
        """The table into a file, whole or not at all."""
        text = tables.to_json(self.rules)
        try:
            with publishing(path, overwrite=True) as part:
                part.file.write(text.encode())
        except (DenoiserError, OSError) as error:
            self._notice.say(messages.sentence(error, short=True), "error")

    # --- living -------------------------------------------------------------------------------------------------------

    @Slot()
    def _update(self, *_: object) -> None:
        self._notice.say(self.problem, "error")
        none = self.tr("No rules: all photos get the settings above. A rule can copy photos of low ISO, for example.")
        some = self.tr("The first rule that fits a photo decides; photos that none fits get the settings above.")
        self._note.setText(some if self.rules else none)
        self._update_buttons()
        self.changed.emit()

    @Slot()
    def _update_buttons(self, *_: object) -> None:
        row, last = self.row, len(self.rules) - 1
        for name, enabled in (("remove", row >= 0), ("up", row > 0), ("down", 0 <= row < last), ("save", last >= 0)):
            self.buttons[name].setEnabled(enabled)


class _View(QTableView):
    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(_Delegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.SelectedClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        height = 2 * self.fontMetrics().height()
        self.verticalHeader().setDefaultSectionSize(height)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(5 * self.fontMetrics().averageCharWidth())
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumHeight(header.sizeHint().height() + ROWS * height)

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        super().setModel(model)
        for column, characters in zip(Column, WIDTHS, strict=True):
            self.setColumnWidth(column, characters * self.fontMetrics().averageCharWidth())
        self.horizontalHeader().setStretchLastSection(True)


class _Delegate(QStyledItemDelegate):
    """Lists where one of several is chosen, else a line."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802
        model = index.model()
        choices = model.choices(index.column()) if isinstance(model, RulesModel) else []
        if not choices:
            line = QLineEdit(parent)
            line.setAccessibleName(str(model.headerData(index.column(), Qt.Orientation.Horizontal)))
            return line
        box = QComboBox(parent)
        box.setAccessibleName(str(model.headerData(index.column(), Qt.Orientation.Horizontal)))
        box.setEditable(index.column() == Column.TYPE)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for text, value in choices:
            box.addItem(text, value)
        box.activated.connect(self._chosen)
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            place = editor.findData(value)
            if place >= 0 or not editor.isEditable():
                editor.setCurrentIndex(place)
            else:
                editor.setEditText(str(value))
        elif isinstance(editor, QLineEdit):
            editor.setText(str(value))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802 - Qt's name
        value: Any
        if isinstance(editor, QComboBox):
            known = editor.findText(editor.currentText())
            if known < 0 and not editor.isEditable():
                return  # nothing was chosen
            value = editor.itemData(known) if known >= 0 else editor.currentText()
        elif isinstance(editor, QLineEdit):
            value = editor.text()
        model.setData(index, value)

    @Slot()
    def _chosen(self) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)
