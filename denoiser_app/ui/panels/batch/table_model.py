"""The photos of a batch as a table: which are shown, in which order, what each cell says."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from enum import IntEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from denoiser_app.core.progress import Progress
from denoiser_app.engine.batch.items import Item, State
from denoiser_app.ui.panels.batch import item_words as say
from denoiser_app.ui.panels.batch.item_words import FILTER_OF, Filter

AnyIndex = QModelIndex | QPersistentModelIndex
ROLE = Qt.ItemDataRole

KEPT = 600
"""Thumbnails in memory at once: about 55 kB each on a screen of two device pixels a point."""
ONE_BY_ONE = 64
"""Rows that come and go one by one; more than that, and the table is built anew."""


class Column(IntEnum):
    """The columns, in their order."""

    BEFORE = 0
    AFTER = 1
    NAME = 2
    STATE = 3
    SIZE = 4
    MODEL = 5
    TIME = 6
    FILE = 7


_DIGITS = re.compile(r"[0-9]+")


def counted(name: str) -> str:
    """A sorting key under which IMG_9 comes before IMG_10, as in the strip; a string, for there are many photos."""
    return _DIGITS.sub(lambda found: found[0].zfill(20), name.casefold())


STATE_ORDER = {state: place for place, state in enumerate(State)}
SORT_KEYS: dict[Column, Callable[[Item], Any]] = {
    Column.BEFORE: lambda item: item.position,
    Column.AFTER: lambda item: item.position,
    Column.NAME: lambda item: (counted(item.source.name), str(item.source)),
    Column.STATE: lambda item: STATE_ORDER[item.state],
    Column.SIZE: lambda item: item.megapixels,
    Column.MODEL: lambda item: say.model(item) or None,
    Column.TIME: say.seconds,
    Column.FILE: lambda item: item.bytes,
}
TEXTS: dict[int, Callable[[Item], str]] = {
    Column.NAME: lambda item: item.source.name,
    Column.STATE: say.state,
    Column.SIZE: say.megapixels,
    Column.MODEL: say.model,
    Column.TIME: say.time_taken,
    Column.FILE: say.file_size,
}


def ordered(items: Iterable[Item], column: Column, descending: bool) -> list[int]:
    """Numbers of the photos, sorted; those without the fact come last in both directions, equal ones in their order."""
    placed = sorted(items, key=lambda item: item.position)
    keyed = [(SORT_KEYS[column](item), item.id) for item in placed]
    known = [pair for pair in keyed if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=descending)
    return [number for _, number in known] + [number for key, number in keyed if key is None]


class BatchTable(QAbstractTableModel):
    """Rows stay where they are while their photos change; only a click on a column's head sorts again."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._items: dict[int, Item] = {}
        self._steps: dict[int, Progress] = {}
        self._rank: dict[int, int] = {}
        self._shown: list[int] = []
        self._filter, self._search = Filter.ALL, ""
        self._sorting: tuple[Column, bool] = (Column.BEFORE, False)
        self._thumbnails: dict[Path, QPixmap] = {}

    # Qt's own names

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's signature
        """Photos that are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's signature
        """As many as there are of ``Column``."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: AnyIndex, role: int = ROLE.DisplayRole) -> Any:
        """Texts of a cell; what is painted comes from ``item``."""
        if not index.isValid():
            return None
        item, column = self.item(index.row()), Column(index.column())
        if role == ROLE.DisplayRole:
            return self.text(item, column)
        if role == ROLE.ToolTipRole:
            return self._tooltip(item, column)
        if role == ROLE.AccessibleTextRole:
            return self._spoken(item, column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole) -> Any:  # noqa: N802
        """Names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role in (ROLE.DisplayRole, ROLE.AccessibleTextRole):
            return heading(Column(section))
        if role == ROLE.TextAlignmentRole:
            right = section in (Column.SIZE, Column.TIME, Column.FILE)
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Another order, at once. A column below 0: the batch's own order."""
        self._sorting = (Column(max(column, 0)), order is Qt.SortOrder.DescendingOrder)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(self._shown[index.row()], index.column()) for index in before]
        self._rank_all()
        self._shown = self._fitting()
        self.changePersistentIndexList(before, [self.index(self.row(number), column) for number, column in kept])
        self.layoutChanged.emit()

    # what the window does

    @property
    def items(self) -> list[Item]:
        """All photos of the batch, shown or not, in the order of the table."""
        return [self._items[number] for number in sorted(self._items, key=self._rank.__getitem__)]

    def item(self, row: int) -> Item:
        """The photo in this row."""
        return self._items[self._shown[row]]

    def text(self, item: Item, column: int) -> str:
        """What a cell says."""
        if column == Column.STATE:
            return say.state(item, self._steps.get(item.id))
        says = TEXTS.get(column)
        return says(item) if says else ""

    def by_number(self, number: int) -> Item | None:
        """The photo of this number, shown or not."""
        return self._items.get(number)

    def step(self, item: Item) -> Progress | None:
        """How far a photo is that is being worked on."""
        return self._steps.get(item.id)

    def row(self, number: int) -> int:
        """Where a photo is shown, -1 if it is not."""
        rank = self._rank.get(number)
        if rank is None:
            return -1
        row = bisect_left(self._shown, rank, key=self._rank.__getitem__)
        return row if row < len(self._shown) and self._shown[row] == number else -1

    def set_items(self, items: Iterable[Item]) -> None:
        """Other photos instead of these."""
        self.beginResetModel()
        self._items = {item.id: item for item in items}
        self._steps = {number: step for number, step in self._steps.items() if number in self._items}
        self._rank_all()
        self._shown = self._fitting()
        self.endResetModel()

    def update_items(self, items: Iterable[Item]) -> None:
        """Photos that have changed, or are new: these come last."""
        changed = [item for item in items if self._items.get(item.id) != item]
        if len(changed) > ONE_BY_ONE and any(self._moves(item) for item in changed):
            self.set_items({**self._items, **{item.id: item for item in changed}}.values())
            return
        stayed = [item.id for item in changed if self._take(item)]
        for first, last in ranges(map(self.row, stayed)):  # only now: others came and went meanwhile
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    def set_step(self, item: Item, step: Progress) -> None:
        """How far a photo is."""
        self._steps[item.id] = step
        row = self.row(item.id)
        if row >= 0:
            self.dataChanged.emit(self.index(row, Column.STATE), self.index(row, Column.STATE))

    def show_only(self, which: Filter, search: str = "") -> None:
        """Only photos in these states, with these letters, large or small, in the name or the sub-folder."""
        search = search.casefold()
        if (which, search) != (self._filter, self._search):
            self.beginResetModel()
            self._filter, self._search = which, search
            self._shown = self._fitting()
            self.endResetModel()

    # thumbnails

    def thumbnail(self, path: Path) -> QPixmap | None:
        """None: not made yet; a null pixmap: there is none to be had."""
        return self._thumbnails.get(path)

    def set_thumbnail(self, path: Path, picture: QPixmap) -> None:
        """The oldest is given up when there are too many. Whoever shows it paints again."""
        self._thumbnails.pop(path, None)
        self._thumbnails[path] = picture
        if len(self._thumbnails) > KEPT:
            del self._thumbnails[next(iter(self._thumbnails))]

    def drop_thumbnails(self) -> None:
        """All of them: the screen has other pixels."""
        self._thumbnails.clear()

    def pictures_of(self, row: int) -> list[Path]:
        """Files whose thumbnails a row shows."""
        item = self.item(row)
        return [item.source, item.target] if item.target is not None and say.has_result(item) else [item.source]

    # inside

    def _tooltip(self, item: Item, column: Column) -> str:
        if column in (Column.BEFORE, Column.NAME):
            return str(item.source)
        if column is Column.AFTER:
            return str(item.target) if say.has_result(item) else ""
        return say.remark(item) if column is Column.STATE else ""

    def _spoken(self, item: Item, column: Column) -> str:
        """A row is read by its name; the name says the state too."""
        if column is Column.NAME:
            parts = (item.source.name, say.state(item, self._steps.get(item.id)), say.remark(item))
            return ", ".join(part for part in parts if part)
        return self.text(item, column) or heading(column)

    def _fits(self, item: Item) -> bool:
        if self._filter is not Filter.ALL and FILTER_OF[item.state] is not self._filter:
            return False
        return not self._search or self._search in str(item.source).removeprefix(str(item.root)).casefold()

    def _fitting(self) -> list[int]:
        everything = sorted(self._items, key=self._rank.__getitem__)
        if self._filter is Filter.ALL and not self._search:
            return everything
        return [number for number in everything if self._fits(self._items[number])]

    def _rank_all(self) -> None:
        numbers = ordered(self._items.values(), *self._sorting)
        self._rank = {number: rank for rank, number in enumerate(numbers)}

    def _moves(self, item: Item) -> bool:
        return (self.row(item.id) >= 0) != self._fits(item)

    def _take(self, item: Item) -> bool:
        """Keeps a photo. Whether it was shown before and is now."""
        before = self._items.get(item.id)
        if before is not None and before.state is not item.state:
            self._forget_old(before)
        row, fits = self.row(item.id), self._fits(item)
        if item.id not in self._rank:
            self._rank[item.id] = len(self._rank)
        if row >= 0 and not fits:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._shown[row]
            self._items[item.id] = item
            self.endRemoveRows()
        elif row < 0 and fits:
            place = bisect_left(self._shown, self._rank[item.id], key=self._rank.__getitem__)
            self.beginInsertRows(QModelIndex(), place, place)
            self._items[item.id] = item
            self._shown.insert(place, item.id)
            self.endInsertRows()
        else:
            self._items[item.id] = item
            return row >= 0
        return False

    def _forget_old(self, before: Item) -> None:
        """What was said of it in its old state: how far it was, and the picture of a result that is made again."""
        self._steps.pop(before.id, None)
        if before.target is not None and before.target != before.source:
            self._thumbnails.pop(before.target, None)


def ranges(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Rows as (first, last) of those that lie side by side."""
    found: list[tuple[int, int]] = []
    for row in sorted(set(rows)):
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found


def heading(column: Column) -> str:
    """The name of a column."""
    return {
        Column.BEFORE: QCoreApplication.translate("BatchItems", "Before"),
        Column.AFTER: QCoreApplication.translate("BatchItems", "After"),
        Column.NAME: QCoreApplication.translate("BatchItems", "Name"),
        Column.STATE: QCoreApplication.translate("BatchItems", "State"),
        Column.SIZE: QCoreApplication.translate("BatchItems", "Size"),
        Column.MODEL: QCoreApplication.translate("BatchItems", "Model"),
        Column.TIME: QCoreApplication.translate("BatchItems", "Time"),
        Column.FILE: QCoreApplication.translate("BatchItems", "File"),
    }[column]
