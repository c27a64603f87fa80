"""The frames of a session in rows: a heading for each scene, then its frames in the order they were taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from denoiser_app.pairs.session import Frame, Pair, Scene, Session
from denoiser_app.pairs.verdict import Mark, Verdicts
from denoiser_app.ui.panels.pair_wizard import wording

AnyIndex = QModelIndex | QPersistentModelIndex

KEPT = 400
"""Thumbnails in memory at once: at most about 110 MB."""
NO_SCENE, DROPPED = "", "dropped"
"""Places of frames that belong to no scene, and of those that were taken out."""


class Roles(IntEnum):
    """Data of the model beyond Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole
    THUMBNAIL = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Heading:
    """place: id of the scene, ``NO_SCENE`` or ``DROPPED``. note: how many frames of what."""

    place: str
    title: str
    note: str
    held_out: bool = False

    @property
    def key(self) -> str:
        """What stays the same while the heading changes."""
        return f"heading {self.place}"


@dataclass(frozen=True)
class Shot:
    """A frame and what the check says of the pair it makes as the noisy one; None where it was not checked."""

    frame: Frame
    path: Path
    mark: Mark | None = None

    @property
    def key(self) -> str:
        """The file."""
        return self.frame.file


Row = Heading | Shot


def rows_of(folder: Path, session: Session, verdicts: Verdicts) -> list[Row]:
    """All frames under the heading of their scene; then those without one, then those that were taken out."""
    marks = {pair.high.file: verdict.mark for pair in session.pairs() if (verdict := verdicts.find(pair.id))}
    rows: list[Row] = []
    for scene in session.scenes:
        kept = scene.held_out and not _only_for_now(session, scene)
        rows.append(Heading(scene.id, wording.scene(scene), _counts(session, scene.id), kept))
        rows += [Shot(frame, folder / frame.file, marks.get(frame.file)) for frame in session.frames_of(scene.id)]
    known = {scene.id for scene in session.scenes}
    loose = [frame for frame in session.frames if not frame.dropped and frame.scene not in known]
    dropped = [frame for frame in session.frames if frame.dropped]
    translate = QCoreApplication.translate
    for place, title, frames in (
        (NO_SCENE, translate("FrameModel", "Not in a scene"), loose),
        (DROPPED, translate("FrameModel", "Taken out"), dropped),
    ):
        if frames:
            rows.append(Heading(place, title, wording.Counts().frames(len(frames))))
            rows += [Shot(frame, folder / frame.file) for frame in sorted(frames, key=lambda f: (f.taken, f.file))]
    return rows


def _only_for_now(session: Session, scene: Scene) -> bool:
    """Whether a scene is held out merely because the one that the plan keeps for the proof is still to come."""
    return not scene.by_hand and any(wish.held_out for wish in session.plan.wishes[len(session.scenes) :])


def _counts(session: Session, scene: str) -> str:
    """'4 low, 2 high', and of how many where the plan asks for more."""
    plan = session.plan
    low, high = (len(session.frames_of(scene, role)) for role in ("low", "high"))
    text = QCoreApplication.translate("FrameModel", "{low} of {low_wanted} low, {high} of {high_wanted} high")
    return text.format(
        low=low, low_wanted=max(plan.low_frames, low), high=high, high_wanted=max(plan.high_frames, high)
    )


def pair_of(session: Session, file: str) -> Pair | None:
    """The pair of a frame: its own if it is the noisy one, else the first it is a low-ISO frame of."""
    pairs = session.pairs()
    own = next((pair for pair in pairs if pair.high.file == file), None)
    return own or next((pair for pair in pairs if file in {frame.file for frame in pair.low}), None)


class FrameModel(QAbstractListModel):
    """Changes row by row, so that what is selected and where the view stands stays."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._thumbnails: dict[Path, QImage] = {}

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's signature
        """Headings and frames."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Headings can be reached by key, but not selected together with frames."""
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        is_shot = index.isValid() and isinstance(self.rows[index.row()], Shot)
        return base | Qt.ItemFlag.ItemIsSelectable if is_shot else base

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, tool tip, words for screen readers, and the row itself."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title if isinstance(row, Heading) else row.path.name
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                lines = _lines(row)
                return ", ".join(lines) if role == Qt.ItemDataRole.AccessibleTextRole else "\n".join(lines)
            case Roles.ROW:
                return row
            case Roles.THUMBNAIL:
                return self._thumbnails.get(row.path) if isinstance(row, Shot) else None
        return None

    def set_rows(self, rows: Sequence[Row]) -> None:
        """What there is now."""
        before, after = [row.key for row in self.rows], [row.key for row in rows]
        changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        for what, first, last, begin, end in reversed(changes):
            if what in ("delete", "replace"):
                self.beginRemoveRows(QModelIndex(), first, last - 1)
                del self.rows[first:last]
                self.endRemoveRows()
            if what in ("insert", "replace"):
                self.beginInsertRows(QModelIndex(), first, first + end - begin - 1)
                self.rows[first:first] = rows[begin:end]
                self.endInsertRows()
        for place, row in enumerate(rows):
            if self.rows[place] != row:
                self.rows[place] = row
                self._tell(place)

    def place(self, path: Path) -> int:
        """The row of a frame, -1 if it is not here."""
        return next((n for n, row in enumerate(self.rows) if isinstance(row, Shot) and row.path == path), -1)

    def has_thumbnail(self, path: Path) -> bool:
        """Whether there is one, or it is known that there is none."""
        return path in self._thumbnails

    def take_thumbnail(self, path: Path, image: QImage) -> None:
        """A null image where there is none to be had."""
        self._thumbnails.pop(path, None)
        self._thumbnails[path] = image
        if len(self._thumbnails) > KEPT:
            del self._thumbnails[next(iter(self._thumbnails))]
        if (place := self.place(path)) >= 0:
            self._tell(place)

    def _tell(self, place: int) -> None:
        index = self.index(place)
        self.dataChanged.emit(index, index)


def _lines(row: Row) -> list[str]:
    if isinstance(row, Heading):
        held = QCoreApplication.translate("FrameModel", "kept for the proof") if row.held_out else ""
        return [line for line in (row.title, row.note, held) if line]
    frame = row.frame
    said = wording.mark(row.mark) if row.mark else ""
    lines = (row.path.name, wording.role(frame.role), wording.taken(frame), wording.clock(frame), frame.camera, said)
    return [line for line in lines if line]
