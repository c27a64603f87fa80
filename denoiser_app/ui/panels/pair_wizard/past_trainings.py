"""The trainings there are in a session: what they began with, how long, what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from denoiser_app.ui import words
from denoiser_app.ui.jobs.trainings import Past
from denoiser_app.ui.panels.pair_wizard import training_words as say
from denoiser_app.ui.panels.pair_wizard.figures import Cell, FigureTable, Tone
from denoiser_app.ui.stylesheet import role


class PastTrainings(QWidget):
    """resume_asked, show_asked: carry the name of the training."""

    resume_asked = Signal(str)
    show_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._past: tuple[Past, ...] = ()
        self.table = FigureTable()
        self.resume, self.show_it = QPushButton(), QPushButton()
        role(self.resume, "primary")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.resume)
        buttons.addWidget(self.show_it)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.table)
        layout.addLayout(buttons)
        self.table.itemSelectionChanged.connect(self._enable)
        self.table.itemActivated.connect(lambda _: self._show())
        self.resume.clicked.connect(self._resume)
        self.show_it.clicked.connect(self._show)
        self.retranslate()

    @property
    def chosen(self) -> Past | None:
        """The row that is chosen."""
        row = self.table.currentRow()
        return self._past[row] if 0 <= row < len(self._past) else None

    def show_trainings(self, past: Sequence[Past]) -> None:
        """The newest first; the one that can be resumed is chosen."""
        chosen = self.chosen.name if self.chosen is not None else ""
        self._past = tuple(past)
        self.setVisible(bool(past))
        self.table.show_rows([_row(one) for one in past])
        names = [one.name for one in past]
        if names:
            interrupted = next((index for index, one in enumerate(past) if not one.finished), 0)
            self.table.selectRow(names.index(chosen) if chosen in names else interrupted)
        self._enable()

    @Slot()
    def _enable(self) -> None:
        chosen = self.chosen
        self.resume.setVisible(chosen is not None and not chosen.finished)
        self.show_it.setEnabled(chosen is not None)

    @Slot()
    def _resume(self) -> None:
        if self.chosen is not None:
            self.resume_asked.emit(self.chosen.name)

    @Slot()
    def _show(self) -> None:
        if self.chosen is not None:
            self.show_asked.emit(self.chosen.name)

    def retranslate(self) -> None:
        """All words in the current language."""
        self.table.setAccessibleName(self.tr("Trainings of this session"))
        self.table.set_columns((self.tr("Name"), self.tr("Trained"), self.tr("Outcome")))
        self.resume.setText(self.tr("R&esume"))
        self.show_it.setText(self.tr("Sho&w its curve"))
        self.table.show_rows([_row(one) for one in self._past])


def _row(past: Past) -> list[Cell]:
    tone: Tone = "" if not past.finished or past.gain is None else "good" if past.gain > 0 else "quiet"
    return [
        Cell(past.name, say.beginning(past.start), strong=True),
        Cell(words.duration(past.course.seconds)),
        Cell(say.standing(past), tone=tone),
    ]
