"""What a training is to be: its name, what it begins with, how long it may take, and what that comes to."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.networks.personal import LONGEST_NAME, is_name
from denoiser_app.pairs.session import Session
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.panels.sliders import LabelledSlider
from denoiser_app.ui.stylesheet import role

SHORTEST, LONGEST, USUAL = 5, 120, 30
"""Minutes."""
SCRATCH, THREE_LAYER = "scratch", "three-layer"
SETTLE = 400
"""Milliseconds without a change until the estimate is asked for again."""


@dataclass(frozen=True)
class Choice:
    """start: a shipped model to go on with, 'scratch' or 'three-layer'."""

    name: str
    start: str
    minutes: int


class Choices(QWidget):
    """start_asked: the button. settled: a ``Choice`` that has stood for a moment: what does it take?"""

    start_asked = Signal()
    settled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shipped, self._taken, self._typed = "raw-balanced", frozenset[str](), False
        self._able = self._waiting = False
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.shipped, self.scratch, self.three_layer = QRadioButton(), QRadioButton(), QRadioButton()
        self._notes = {button: QLabel() for button in (self.shipped, self.scratch, self.three_layer)}
        self._group = QButtonGroup(self)
        self.minutes = LabelledSlider("", SHORTEST, LONGEST, step=5, default=USUAL)
        self.estimate, self.problem = QLabel(), Notice()
        self.start = QPushButton()
        self._quiet = QTimer(self, singleShot=True, interval=SETTLE)
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        self._name_label, self._from_label, self._time_label = QLabel(), QLabel(), QLabel()
        self._name_label.setBuddy(self.name)
        self._time_label.setBuddy(self.minutes)
        self.estimate.setWordWrap(True)
        self.estimate.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        role(self.start, "primary")
        buttons = QHBoxLayout()
        buttons.addWidget(self.start)
        buttons.addStretch(1)
        form = QGridLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(12)
        form.setColumnStretch(1, 1)
        beside = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        for row, label in enumerate((self._name_label, self._from_label, self._time_label)):
            label.setContentsMargins(0, 4, 0, 0)
            form.addWidget(label, row, 0, beside)
        for row, field in enumerate((self.name, self._beginnings(), self.minutes, self.estimate, self.problem)):
            form.addWidget(field, row, 1)
        form.addLayout(buttons, 5, 1)

    def _beginnings(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for button, note in self._notes.items():
            self._group.addButton(button)
            role(note, "note")
            note.setWordWrap(True)
            note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            note.setContentsMargins(round(1.5 * self.fontMetrics().height()), 0, 0, 6)
            column.addWidget(button)
            column.addWidget(note)
        self.shipped.setChecked(True)
        return holder

    def _connect(self) -> None:
        self.name.textEdited.connect(self._named)
        self._group.buttonToggled.connect(lambda _button, on: self._changed() if on else None)
        self.minutes.changed.connect(self._changed)
        self._quiet.timeout.connect(self._settle)
        self.start.clicked.connect(self.start_asked)

    # --- what is chosen -----------------------------------------------------------------------------------------------

    @property
    def choice(self) -> Choice:
        """As it is set now."""
        start = SCRATCH if self.scratch.isChecked() else THREE_LAYER if self.three_layer.isChecked() else self._shipped
        return Choice(" ".join(self.name.text().split()), start, round(self.minutes.value))

    def show_session(self, session: Session | None, taken: frozenset[str], *, able: bool) -> None:
        """taken: names of trainings there are. able: whether there is something to train on."""
        self._taken, self._able = frozenset(name.casefold() for name in taken), able
        shipped = "rgb-balanced" if session is not None and session.kind == "rgb" else "raw-balanced"
        if shipped != self._shipped:
            self._shipped = shipped
            self.retranslate()
        if session is not None and not self._typed:
            self._propose(session)
        self._check()

    def _propose(self, session: Session) -> None:
        """'X-T3 ISO 12800', with a number where there is one of that name already."""
        camera = "".join(c if c.isalnum() or c in " -" else " " for c in session.camera)
        wanted = " ".join(f"{camera} ISO {session.plan.high_iso:.0f}".split()).lstrip("-")[: LONGEST_NAME - 3]
        name, number = wanted, 2
        while name.casefold() in self._taken:
            name, number = f"{wanted} {number}", number + 1
        if name != self.name.text():
            self.name.setText(name)
            self._quiet.start()

    def _named(self) -> None:
        self._typed = bool(self.name.text().strip())
        self._changed()

    @Slot()
    def _changed(self, *_: object) -> None:
        self._check()
        self._say_waiting()
        self._quiet.start()

    def _say_waiting(self) -> None:
        self._waiting = True
        self.estimate.setText(self.tr("Estimating how long it will take..."))

    def _settle(self) -> None:
        if self._able:
            self.settled.emit(self.choice)

    def ask(self) -> None:
        """The estimate is wanted again: the session has changed."""
        if not self.estimate.text():
            self._say_waiting()
        self._quiet.start()

    def say_estimate(self, text: str) -> None:
        """What the choice comes to."""
        self._waiting = False
        self.estimate.setText(text)

    def _check(self) -> None:
        said = self._problem()
        self.problem.say(said, "warning")
        self.start.setEnabled(self._able and not said)
        self.estimate.setVisible(self._able)

    def _problem(self) -> str:
        name = self.choice.name
        if not name:
            return self.tr("Give the model a name.")
        if not is_name(name):
            return self.tr("A name is made of letters, digits, hyphens and single spaces.")
        if name.casefold() in self._taken:
            return self.tr("There is a training of this name already. Choose another, or go on with that one below.")
        return ""

    # --- words --------------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """All words in the current language."""
        self._name_label.setText(self.tr("Na&me"))
        self._from_label.setText(self.tr("Start from"))
        self._time_label.setText(self.tr("&Time"))
        self.name.setAccessibleName(self.tr("Name of the model"))
        self.minutes.slider.setAccessibleName(self.tr("Minutes of training"))
        self.minutes.number.setAccessibleName(self.tr("Minutes of training"))
        self.minutes.number.setSuffix("\N{NO-BREAK SPACE}" + self.tr("min"))
        self.shipped.setText(self.tr("The &shipped network (recommended)"))
        self.scratch.setText(self.tr("From s&cratch"))
        self.three_layer.setText(self.tr("The t&hree-layer network"))
        notes = {
            self.shipped: self.tr(
                "Fine-tunes {model}: it already knows what photos look like and learns your camera's noise."
            ).format(model=self._shipped),
            self.scratch: self.tr("The same network without any knowledge. Needs many scenes and hours."),
            self.three_layer: self.tr(
                "The simplest thing that works: small and quick to train, but no match for the others."
            ),
        }
        for button, note in notes.items():
            self._notes[button].setText(note)
            button.setAccessibleDescription(note)
        self.start.setText(self.tr("St&art training"))
        if self._waiting:
            self._say_waiting()
        self._check()
