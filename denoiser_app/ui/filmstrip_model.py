"""The photos of the filmstrip: what is known about each, in the order asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QImage

AnyIndex = QModelIndex | QPersistentModelIndex

KEPT = 400
"""Thumbnails in memory at once: 320 x 213 pixels take 273 kB, so at most about 110 MB for any folder."""
RESORT_MS = 150
"""Facts of a folder arrive photo by photo; sorting again for every one of them would make the strip jump."""


class PhotoState(Enum):
    """What has become of a photo."""

    NEW = "new"
    WORKING = "working"
    DENOISED = "denoised"
    EXPORTED = "exported"
    FAILED = "failed"


class SortBy(Enum):
    """What the photos can be sorted by."""

    NAME = "name"
    TIME = "time"
    ISO = "iso"


class Roles(IntEnum):
    """Data of the model beyond Qt's own roles."""

    ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class FilmEntry:
    """One photo of the strip.

    reason: why it failed, one sentence. taken: EXIF 'YYYY:MM:DD HH:MM:SS', '' unknown.
    thumbnail: upright, None not made yet (it will be asked for), a null image where there is none to be had.
    """

    path: Path
    state: PhotoState = PhotoState.NEW
    reason: str = ""
    taken: str = ""
    iso: float | None = None
    camera: str = ""
    thumbnail: QImage | None = None


def state_text(entry: FilmEntry) -> str:
    """The state in words, with the reason of a failure."""
    words = {
        PhotoState.NEW: QCoreApplication.translate("Filmstrip", "Not denoised yet"),
        PhotoState.WORKING: QCoreApplication.translate("Filmstrip", "Working on it"),
        PhotoState.DENOISED: QCoreApplication.translate("Filmstrip", "Denoised, not exported"),
        PhotoState.EXPORTED: QCoreApplication.translate("Filmstrip", "Exported"),
        PhotoState.FAILED: QCoreApplication.translate("Filmstrip", "Failed"),
    }[entry.state]
    if entry.state is PhotoState.FAILED and entry.reason:
        return QCoreApplication.translate("Filmstrip", "{state}: {reason}").format(state=words, reason=entry.reason)
    return words


def tooltip(entry: FilmEntry) -> str:
    """Name, camera, ISO, time and state, a line each, as far as they are known."""
    iso = QCoreApplication.translate("Filmstrip", "ISO {iso}").format(iso=f"{entry.iso:.0f}") if entry.iso else ""
    facts = " · ".join(fact for fact in (entry.camera, iso) if fact)
    taken = entry.taken.replace(":", "-", 2)
    return "\n".join(line for line in (entry.path.name, facts, taken, state_text(entry)) if line)


# --- order ------------------------------------------------------------------------------------------------------------


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sorting key under which IMG_9 comes before IMG_10, whatever the case."""
    parts = re.split(r"([0-9]+)", text.casefold())
    return tuple((1, int(part), part) if part.isdecimal() else (0, 0, part) for part in parts)


def ordered(entries: Iterable[FilmEntry], by: SortBy, descending: bool) -> list[FilmEntry]:
    """Sorted entries; photos of which the fact is not known come last in both directions, equal ones by name."""
    named = sorted(entries, key=lambda entry: (natural(entry.path.name), str(entry.path)))
    if by is SortBy.NAME:
        return named[::-1] if descending else named
    fact: Callable[[FilmEntry], Any] = (lambda e: e.taken or None) if by is SortBy.TIME else (lambda e: e.iso)
    known = [entry for entry in named if fact(entry) is not None]
    unknown = [entry for entry in named if fact(entry) is None]
    return sorted(known, key=fact, reverse=descending) + unknown


# --- the model --------------------------------------------------------------------------------------------------------


class FilmModel(QAbstractListModel):
    """The entries as a list for views. Sorting keeps what is selected and current."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._entries: list[FilmEntry] = []
        self._rows: dict[Path, int] = {}
        self._with_thumbnail: dict[Path, None] = {}
        self._by, self._descending = SortBy.NAME, False
        self._resort = QTimer(self, singleShot=True, interval=RESORT_MS)
        self._resort.timeout.connect(self._sort)

    # Qt's own names

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's signature
        """Number of photos."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, tooltip, words for screen readers, and the FilmEntry under ``Roles.ENTRY``."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.path.name
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(entry)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{entry.path.name}, {state_text(entry)}"
            case Roles.ENTRY:
                return entry
        return None

    # what the window does

    @property
    def entries(self) -> tuple[FilmEntry, ...]:
        """All photos in the order shown."""
        return tuple(self._entries)

    @property
    def sorting(self) -> tuple[SortBy, bool]:
        """What the photos are sorted by, and whether downwards."""
        return self._by, self._descending

    def set_entries(self, entries: Iterable[FilmEntry]) -> None:
        """Other photos instead of these. A path that comes twice is kept once."""
        unique = {entry.path: entry for entry in entries}
        self.beginResetModel()
        self._with_thumbnail = {path: None for path, entry in unique.items() if entry.thumbnail is not None}
        self._set_order(ordered(unique.values(), self._by, self._descending))
        self.endResetModel()

    def update(self, path: Path, **changes: Any) -> None:
        """Changes fields of one entry; a path that is not in the strip (any more) is passed over."""
        row = self._rows.get(path)
        if row is None:
            return
        before = self._entries[row]
        entry = replace(before, **changes)
        if entry == before:
            return
        self._entries[row] = entry
        self._emit_changed(row)
        if "thumbnail" in changes:
            self._count_thumbnail(path, entry.thumbnail is not None)
        if self._by is not SortBy.NAME and (entry.taken, entry.iso) != (before.taken, before.iso):
            self._resort.start()

    def sort_by(self, by: SortBy, descending: bool = False) -> None:
        """Another order, at once."""
        self._by, self._descending = by, descending
        self._sort()

    def row(self, path: Path | None) -> int:
        """Where a photo is, -1 if it is not here."""
        return -1 if path is None else self._rows.get(path, -1)

    def entry(self, row: int) -> FilmEntry:
        """The photo in this place."""
        return self._entries[row]

    # inside

    def _set_order(self, entries: Sequence[FilmEntry]) -> None:
        self._entries = list(entries)
        self._rows = {entry.path: row for row, entry in enumerate(self._entries)}

    def _sort(self) -> None:
        self._resort.stop()
        after = ordered(self._entries, self._by, self._descending)
        if [entry.path for entry in after] == [entry.path for entry in self._entries]:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        paths = [self._entries[index.row()].path for index in before]
        self._set_order(after)
        self.changePersistentIndexList(before, [self.index(self._rows[path]) for path in paths])
        self.layoutChanged.emit()

    def _emit_changed(self, row: int) -> None:
        index = self.index(row)
        self.dataChanged.emit(index, index)

    def _count_thumbnail(self, path: Path, there: bool) -> None:
        """Gives up the oldest thumbnail when there are too many; it is asked for again when its place is in view."""
        self._with_thumbnail.pop(path, None)
        if there:
            self._with_thumbnail[path] = None
        if len(self._with_thumbnail) > KEPT:
            oldest = next(iter(self._with_thumbnail))
            del self._with_thumbnail[oldest]
            row = self._rows[oldest]
            self._entries[row] = replace(self._entries[row], thumbnail=None)
            self._emit_changed(row)
