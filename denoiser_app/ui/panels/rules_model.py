"""The table of rules as Qt's views want it: a rule is a row, what is empty does not matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from denoiser_app.core.recipe import Recipe
from denoiser_app.engine.batch.rules import Rule, changes_of
from denoiser_app.ui import words

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class Column(IntEnum):
    """What stands where."""

    CAMERA = 0
    ISO_FROM = 1
    ISO_TO = 2
    SHUTTER_FROM = 3
    SHUTTER_TO = 4
    TYPE = 5
    ORIENTATION = 6
    ACTION = 7
    SETTINGS = 8
    MODEL = 9
    STRENGTH = 10


_NUMBERS = {
    Column.ISO_FROM: "iso_from",
    Column.ISO_TO: "iso_to",
    Column.SHUTTER_FROM: "shutter_from",
    Column.SHUTTER_TO: "shutter_to",
}
HOW = frozenset({Column.SETTINGS, Column.MODEL, Column.STRENGTH})
"""How to denoise: of no use in a rule that copies or skips."""


class RulesModel(QAbstractTableModel):
    """presets: (label, recipe) to choose from; models: names."""

    def __init__(self, presets: Sequence[tuple[str, Recipe]], models: Sequence[str]) -> None:
        super().__init__()
        self._presets, self._models = tuple(presets), tuple(models)
        self._rules: list[Rule] = []

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The table."""
        return tuple(self._rules)

    def set_rules(self, rules: Sequence[Rule]) -> None:
        """Another table."""
        self.beginResetModel()
        self._rules = list(rules)
        self.endResetModel()

    def add(self, row: int) -> None:
        """A rule for all photos, before ``row``."""
        self.beginInsertRows(QModelIndex(), row, row)
        self._rules.insert(row, Rule())
        self.endInsertRows()

    def remove(self, row: int) -> None:
        """Without the rule in ``row``."""
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._rules[row]
        self.endRemoveRows()

    def move(self, row: int, by: int) -> None:
        """The rule in ``row`` changes places with the one before (-1) or after it (1), if there is one."""
        to = row + by
        if 0 <= to < len(self._rules):
            self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), to + (by > 0))
            self._rules.insert(to, self._rules.pop(row))
            self.endMoveRows()

    def choices(self, column: int) -> list[tuple[str, Any]]:
        """(words, value) where one of several is chosen; empty for a column that is typed."""
        match column:
            case Column.TYPE:
                return [(_any(), ""), *((_type(kind), kind) for kind in ("raw", "rgb"))]
            case Column.ORIENTATION:
                return [(_any(), ""), *((_orientation(name), name) for name in ("landscape", "portrait"))]
            case Column.ACTION:
                return [(_action(name), name) for name in ("denoise", "copy", "skip")]
            case Column.SETTINGS:
                return [(_as_batch(), None), *((label, label) for label, _ in self._presets)]
            case Column.MODEL:
                return [(_as_batch(), None), (_best(), "auto"), *((name, name) for name in self._models)]
        return []

    # --- Qt's side ----------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        return 0 if parent.isValid() else len(self._rules)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: N802
        if role == Role.DisplayRole:
            return _titles()[section] if orientation == Qt.Orientation.Horizontal else section + 1
        if role == Role.ToolTipRole and orientation == Qt.Orientation.Horizontal:
            return _hints().get(section)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        is_used = index.column() not in HOW or self._rules[index.row()].action == "denoise"
        return flags | Qt.ItemFlag.ItemIsEditable if is_used else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        rule, column = self._rules[index.row()], index.column()
        if role == Role.DisplayRole:
            return self._text(rule, column)
        if role == Role.EditRole:
            return self._value(rule, column)
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return f"{_titles()[column]}: {self._text(rule, column) or '–'}"
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:  # noqa: N802 - Qt's name
        if role != Role.EditRole:
            return False
        if value == self.data(index, Role.EditRole):
            return True  # as it was shown, which may be rounded
        try:
            changed = self._with(self._rules[index.row()], index.column(), value)
        except ValueError:
            return False
        if changed != self._rules[index.row()]:
            self._rules[index.row()] = changed
            self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), len(Column) - 1))
        return True

    # --- values -------------------------------------------------------------------------------------------------------

    def _value(self, rule: Rule, column: int) -> Any:
        if column in _NUMBERS:
            return _plain(getattr(rule, _NUMBERS[Column(column)]), is_time=column >= Column.SHUTTER_FROM)
        values: dict[int, Callable[[], Any]] = {
            Column.CAMERA: lambda: rule.camera,
            Column.TYPE: lambda: " ".join(rule.suffixes) or rule.kind,
            Column.ORIENTATION: lambda: rule.orientation,
            Column.ACTION: lambda: rule.action,
            Column.SETTINGS: lambda: self._preset_of(rule),
            Column.MODEL: lambda: rule.changes.get("model"),
            Column.STRENGTH: lambda: _plain(rule.changes.get("strength")),
        }
        return values[column]()

    def _text(self, rule: Rule, column: int) -> str:
        if column in HOW and rule.action != "denoise":
            return ""
        value = self._value(rule, column)
        match column:
            case Column.SHUTTER_FROM | Column.SHUTTER_TO:
                return words.shutter(getattr(rule, _NUMBERS[Column(column)]))
            case Column.CAMERA:
                return str(value) or _any()
            case Column.STRENGTH:
                return f"{value} %" if value else ""
        return next((text for text, known in self.choices(column) if known == value), str(value or ""))

    def _preset_of(self, rule: Rule) -> str | None:
        """The preset whose settings these are, None for those of the batch; model and strength have own columns."""

        def rest(changes: Any) -> dict[str, Any]:
            return {name: value for name, value in changes.items() if name not in ("model", "strength")}

        if not rest(rule.changes):
            return None
        fits = (label for label, recipe in self._presets if rest(changes_of(recipe)) == rest(rule.changes))
        exact = (label for label, recipe in self._presets if changes_of(recipe) == rule.changes)
        return next(exact, None) or next(fits, None) or _own()

    def _with(self, rule: Rule, column: int, value: Any) -> Rule:
        """The rule with another value. ValueError for one that cannot be."""
        if column in _NUMBERS:
            limit: dict[str, Any] = {_NUMBERS[Column(column)]: number(str(value))}
            return replace(rule, **limit)
        match column:
            case Column.CAMERA:
                return replace(rule, camera=str(value).strip())
            case Column.TYPE:
                kind: Any = str(value).strip()
                return replace(rule, kind=kind, suffixes=()) if kind in ("", "raw", "rgb") else _endings(rule, kind)
            case Column.ORIENTATION:
                return replace(rule, orientation=value)
            case Column.ACTION:
                return replace(rule, action=value, changes=rule.changes if value == "denoise" else {})
            case Column.SETTINGS:
                recipe = dict(self._presets).get(value)
                changes = rule.changes if value == _own() else changes_of(recipe) if recipe is not None else {}
                return replace(rule, changes=changes)
        name = "model" if column == Column.MODEL else "strength"
        given = value if column == Column.MODEL else number(str(value).rstrip("% "), 100.0)
        rest = {key: kept for key, kept in rule.changes.items() if key != name}
        return replace(rule, changes=rest if given is None else {**rest, name: given})


def number(text: str, most: float = 1e8) -> float | None:
    """What is typed: '6400', '1/60', '0.5 s', '' for None. ValueError for anything else, and outside 0 to ``most``."""
    text = text.strip().removesuffix("s").strip()
    if not text:
        return None
    part, slash, whole = text.partition("/")
    divisor = float(whole) if slash else 1.0
    if not divisor:
        raise ValueError(text)
    value = float(part) / divisor
    if not 0.0 <= value <= most:
        raise ValueError(text)
    return value


def problem(rules: Sequence[Rule]) -> str:
    """Why no photo fits one of them, in words; '' if nothing is wrong."""
    for place, rule in enumerate(rules, 1):
        for low, high in ((rule.iso_from, rule.iso_to), (rule.shutter_from, rule.shutter_to)):
            if low is not None and high is not None and low > high:
                text = QCoreApplication.translate("Rules", "Rule {number}: no photo fits, 'from' is more than 'to'.")
                return text.format(number=place)
    return ""


def _endings(rule: Rule, text: str) -> Rule:
    parts = [part.strip("*.").lower() for part in re.split(r"[\s,;]+", text)]
    endings = tuple(f".{part}" for part in parts if part)
    if not endings or not all(re.fullmatch(r"\.\w+", ending) for ending in endings):
        raise ValueError(text)
    return replace(rule, kind="", suffixes=endings)


def _plain(value: float | None, *, is_time: bool = False) -> str:
    """As it is typed."""
    if value is None:
        return ""
    return f"1/{1 / value:.0f}" if is_time and 0 < value < 0.3 else f"{value:g}"


# --- words ------------------------------------------------------------------------------------------------------------


def _titles() -> list[str]:
    translate = QCoreApplication.translate
    return [
        translate("Rules", "Camera"),
        translate("Rules", "ISO from"),
        translate("Rules", "ISO to"),
        translate("Rules", "Shutter from"),
        translate("Rules", "Shutter to"),
        translate("Rules", "Type"),
        translate("Rules", "Orientation"),
        translate("Rules", "Then"),
        translate("Rules", "Settings"),
        translate("Rules", "Model"),
        translate("Rules", "Strength"),
    ]


def _hints() -> dict[int, str]:
    translate = QCoreApplication.translate
    return {
        Column.CAMERA: translate("Rules", "A part of the camera's name, such as X-T3. Empty is any camera."),
        Column.ISO_FROM: translate("Rules", "This ISO and higher. Empty is no limit."),
        Column.ISO_TO: translate("Rules", "This ISO and lower. Empty is no limit."),
        Column.SHUTTER_FROM: translate("Rules", "This exposure time and longer, in seconds, such as 1/60."),
        Column.SHUTTER_TO: translate("Rules", "This exposure time and shorter, in seconds, such as 1/60."),
        Column.TYPE: translate("Rules", "Camera raws, finished pictures, or endings such as .jpg"),
        Column.ACTION: translate("Rules", "What becomes of the photo."),
    }


def _any() -> str:
    return QCoreApplication.translate("Rules", "Any")


def _as_batch() -> str:
    return QCoreApplication.translate("Rules", "As the batch")


def _best() -> str:
    return QCoreApplication.translate("Rules", "Best one")


def _own() -> str:
    return QCoreApplication.translate("Rules", "Own")


def _type(kind: str) -> str:
    return {
        "raw": QCoreApplication.translate("Rules", "Camera raw"),
        "rgb": QCoreApplication.translate("Rules", "Finished picture"),
    }[kind]


def _orientation(name: str) -> str:
    return {
        "landscape": QCoreApplication.translate("Rules", "Landscape"),
        "portrait": QCoreApplication.translate("Rules", "Portrait"),
    }[name]


def _action(name: str) -> str:
    return {
        "denoise": QCoreApplication.translate("Rules", "Denoise"),
        "copy": QCoreApplication.translate("Rules", "Copy as it is"),
        "skip": QCoreApplication.translate("Rules", "Skip"),
    }[name]
