"""The scenes that are to be shot: of what kind, what they are called, which of them is kept to prove the model on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.pairs.planning.plan import KINDS, Wish
from denoiser_app.ui import icons
from denoiser_app.ui.panels.pair_wizard import wording
from denoiser_app.ui.stylesheet import role

MOST = 40
"""Scenes of a session; an evening has about ten."""


class WishRow(QWidget):
    """One scene."""

    changed = Signal()
    remove = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self.number, self.hint = QLabel(), QLabel()
        self.kind, self.title, self.held_out = QComboBox(), QLineEdit(), QCheckBox()
        self.remove_button = QToolButton()
        self.remove_button.setAutoRaise(True)
        room = self.remove_button.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.remove_button.setSizePolicy(room)
        icons.put(self.remove_button, "remove")
        for one in KINDS:
            self.kind.addItem("", one)
        role(self.number, "note")
        role(self.hint, "note")
        self.hint.setWordWrap(True)
        self.hint.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.title.setMaxLength(80)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, 3 * self.fontMetrics().averageCharWidth())
        grid.addWidget(self.number, 0, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for place, widget in enumerate((self.kind, self.title, self.held_out, self.remove_button), start=1):
            grid.addWidget(widget, 0, place)
        grid.addWidget(self.hint, 1, 1, 1, 4)
        grid.setColumnStretch(2, 1)
        self.kind.currentIndexChanged.connect(self._kind_changed)
        self.title.textEdited.connect(self.changed)
        self.held_out.toggled.connect(self.changed)
        self.remove_button.clicked.connect(self.remove)

    @property
    def wish(self) -> Wish:
        """As it is set."""
        return Wish(self.kind.currentData(), self.held_out.isChecked(), self.title.text().strip())

    def show_wish(self, number: int, wish: Wish, *, removable: bool) -> None:
        """Does not tell ``changed``."""
        self._number = number
        for widget in (self.kind, self.title, self.held_out):
            widget.blockSignals(True)
        self.kind.setCurrentIndex(self.kind.findData(wish.kind))
        if self.title.text().strip() != wish.title:
            self.title.setText(wish.title)
        self.held_out.setChecked(wish.held_out)
        for widget in (self.kind, self.title, self.held_out):
            widget.blockSignals(False)
        self.remove_button.setVisible(removable)
        self.retranslate()

    def retranslate(self) -> None:
        """The words of now."""
        for place, one in enumerate(KINDS):
            self.kind.setItemText(place, wording.kind(one))
        here = self.tr("Scene {number}").format(number=self._number)
        self.number.setText(str(self._number))
        self.hint.setText(wording.hint(self.kind.currentData()))
        self.title.setPlaceholderText(self.tr("Your word for it"))
        self.held_out.setText(self.tr("Keep for the proof"))
        self.held_out.setToolTip(self.tr("The training never sees this scene; the model is proved on it."))
        said = self.tr("Take this scene off the plan")
        self.remove_button.setToolTip(said)
        for widget, name in (
            (self.kind, self.tr("Kind of scene")),
            (self.title, self.tr("Your word for it")),
            (self.held_out, self.tr("Keep for the proof")),
            (self.remove_button, said),
        ):
            widget.setAccessibleName(f"{here}: {name}")

    @Slot()
    def _kind_changed(self) -> None:
        self.retranslate()
        self.changed.emit()


class PlanScenes(QWidget):
    """changed: ``wishes`` is another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel()
        role(self._title, "section")
        self._fixed = 0
        self.rows: list[WishRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        self.add_button = QPushButton()
        icons.put(self.add_button, "add")
        self.add_button.clicked.connect(self._add)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addLayout(self._column)
        layout.addLayout(foot)
        layout.addStretch(1)

    @property
    def wishes(self) -> tuple[Wish, ...]:
        """As they are set."""
        return tuple(row.wish for row in self.rows)

    def show_wishes(self, wishes: Sequence[Wish], fixed: int) -> None:
        """fixed: so many of the first are shot already, and stay."""
        self._fixed = fixed
        while len(self.rows) > len(wishes):
            row = self.rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(wishes):
            self._append()
        for place, (row, wish) in enumerate(zip(self.rows, wishes, strict=True)):
            row.show_wish(place + 1, wish, removable=place >= fixed and len(wishes) > 1)
        self.add_button.setEnabled(len(wishes) < MOST)

    def _append(self) -> None:
        row = WishRow()
        row.changed.connect(self.changed)
        row.remove.connect(self._remove)
        self._column.addWidget(row)
        self.rows.append(row)

    @Slot()
    def _add(self) -> None:
        self.show_wishes([*self.wishes, Wish("mixed")], self._fixed)
        self.changed.emit()
        self.rows[-1].kind.setFocus()

    @Slot()
    def _remove(self) -> None:
        gone = self.sender()
        self.show_wishes([row.wish for row in self.rows if row is not gone], self._fixed)
        self.changed.emit()

    def retranslate(self) -> None:
        """The words of now."""
        self._title.setText(self.tr("Scenes"))
        self.add_button.setText(self.tr("Add a &scene"))
        for row in self.rows:
            row.retranslate()
