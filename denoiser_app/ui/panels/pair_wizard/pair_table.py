"""The pairs of a session as a table: scene, noisy frame, verdict, how much of it can be used, the gravest reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from denoiser_app.pairs.session import Pair, Session
from denoiser_app.pairs.verdict import Verdict, Verdicts
from denoiser_app.ui import words
from denoiser_app.ui.panels.pair_wizard import verdict_icons, wording

AnyIndex = QModelIndex | QPersistentModelIndex
SCENE, FRAME, VERDICT, USABLE, REASON = range(5)


@dataclass(frozen=True)
class PairRow:
    """verdict: None where it was not checked, or not since its frames changed. left_out: its noisy frame was taken
    out by the photographer. working: it is being checked now."""

    pair: Pair
    verdict: Verdict | None
    left_out: bool = False
    working: bool = False

    @property
    def id(self) -> str:
        """Of the pair."""
        return self.pair.id


def rows_of(session: Session, verdicts: Verdicts, working: str = "") -> list[PairRow]:
    """All pairs, and those that could be ones if they were not left out, scene by scene."""
    there = session.pairs()
    rows = [PairRow(pair, verdicts.find(pair.id), working=pair.id == working) for pair in there]
    for scene in session.scenes:
        low = session.frames_of(scene.id, "low")
        out = [f for f in session.frames if f.scene == scene.id and f.role == "high" and f.dropped]
        if low:
            rows += [PairRow(Pair(scene, low, frame), None, left_out=True) for frame in out]
    order = {scene.id: place for place, scene in enumerate(session.scenes)}
    return sorted(rows, key=lambda row: (order[row.pair.scene.id], row.pair.high.taken, row.pair.high.file))


def state(row: PairRow) -> str:
    """The verdict in words."""
    translate = QCoreApplication.translate
    if row.left_out:
        return translate("PairTable", "Left out")
    if row.working:
        return translate("PairTable", "Checking...")
    return wording.mark(row.verdict.mark) if row.verdict else translate("PairTable", "Not checked yet")


class PairModel(QAbstractTableModel):
    """See ``PairTable``."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.rows: list[PairRow] = []

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's signature
        """Pairs."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's signature
        """Of the constants above."""
        return 0 if parent.isValid() else REASON + 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, and the verdict's drawing."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return _text(row, column)
            case Qt.ItemDataRole.ToolTipRole if column == REASON:
                return _reason(row)
            case Qt.ItemDataRole.DecorationRole if column == VERDICT:
                return verdict_icons.of_mark(row.verdict.mark if row.verdict else None, left_out=row.left_out)
            case Qt.ItemDataRole.TextAlignmentRole if column == USABLE:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (self.tr("Scene"), self.tr("High-ISO frame"), self.tr("Verdict"), self.tr("Usable"), self.tr("Why"))
        return names[section]

    def set_rows(self, rows: Sequence[PairRow]) -> None:
        """What there is now; rows of the same pairs are only changed."""
        if [row.id for row in rows] != [row.id for row in self.rows]:
            self.beginResetModel()
            self.rows = list(rows)
            self.endResetModel()
            return
        for place, row in enumerate(rows):
            if row != self.rows[place]:
                self.rows[place] = row
                self.dataChanged.emit(self.index(place, 0), self.index(place, REASON))


def _text(row: PairRow, column: int) -> str:
    match column:
        case 0:
            return wording.scene(row.pair.scene)
        case 1:
            return PurePosixPath(row.pair.high.file).name
        case 2:
            return state(row)
        case 3:
            return _usable(row)
    return _reason(row)


def _usable(row: PairRow) -> str:
    """Of a rejected pair nothing is used."""
    if row.verdict is None or row.left_out or row.verdict.mark == "rejected":
        return ""
    return words.percent(row.verdict.usable)


def _reason(row: PairRow) -> str:
    if row.verdict is None or row.left_out or not row.verdict.reasons:
        return ""
    return wording.finding(row.verdict.reasons[0])


class PairTable(QTableView):
    """picked: another pair is current; it carries a ``PairRow`` or None."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pairs = PairModel(self)
        self.setModel(self.pairs)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(round(2.1 * self.fontMetrics().height()))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(REASON, QHeaderView.ResizeMode.Stretch)
        width = self.fontMetrics().averageCharWidth()
        for column, letters in ((SCENE, 36), (FRAME, 20), (VERDICT, 26), (USABLE, 10)):
            self.setColumnWidth(column, letters * width)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.pairs.modelReset.connect(self._reset)
        self.pairs.dataChanged.connect(self._tell)
        self._current = ""

    @property
    def current(self) -> PairRow | None:
        """The pair that is looked at."""
        row = self.currentIndex().row()
        return self.pairs.rows[row] if 0 <= row < len(self.pairs.rows) else None

    def set_rows(self, rows: Sequence[PairRow]) -> None:
        """What there is now; the current pair stays so."""
        self.pairs.set_rows(rows)

    def select_pair(self, wanted: str) -> bool:
        """Makes a pair the current one; False if it is not here."""
        place = next((n for n, row in enumerate(self.pairs.rows) if row.id == wanted), -1)
        if place >= 0:
            self.selectRow(place)
            self.setCurrentIndex(self.pairs.index(place, 0))
        return place >= 0

    @Slot()
    def _reset(self) -> None:
        if self.pairs.rows and not self.select_pair(self._current):
            self.select_pair(self.pairs.rows[0].id)
        self._tell()

    @Slot()
    def _tell(self, *_: object) -> None:
        row = self.current
        if row is not None:
            self._current = row.id
        self.picked.emit(row)
