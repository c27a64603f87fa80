"""The step that trains a model of one's own, in a process of its own that can be paused and taken up again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from denoiser_app.pairs.session import Session
from denoiser_app.pairs.verdict import Verdicts
from denoiser_app.ui import messages, words
from denoiser_app.ui.jobs import training as jobs
from denoiser_app.ui.jobs import trainings
from denoiser_app.ui.jobs.errands import Errands
from denoiser_app.ui.jobs.training import Course, Training
from denoiser_app.ui.jobs.trainings import Forecast, Past
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.panels.pair_wizard import training_words as say
from denoiser_app.ui.panels.pair_wizard.choices import SCRATCH, THREE_LAYER, Choice, Choices
from denoiser_app.ui.panels.pair_wizard.page import Mark, Page
from denoiser_app.ui.panels.pair_wizard.past_trainings import PastTrainings
from denoiser_app.ui.panels.pair_wizard.training_view import TrainingView
from denoiser_app.ui.stylesheet import role

LEAST_SCENES = 1


class TrainPage(Page):
    """See ``Page``."""

    def __init__(self, parent: QWidget | None = None, program: list[str] | None = None) -> None:
        """program: in place of this one, for tests."""
        super().__init__(parent)
        self._past: tuple[Past, ...] = ()
        self._shown: Past | None = None
        self._image: tuple[Path, int] | None = None
        self.training = Training(program, self)
        self.estimates = trainings.Estimates(program, self)
        self._desk = Errands("trainings", parent=self)
        self._make_widgets()
        self._arrange()
        self._connect()
        self.retranslate()

    def _make_widgets(self) -> None:
        self.choices, self.view, self.past = Choices(), TrainingView(), PastTrainings()
        self.lacks = Notice()
        self.heading = QLabel()
        role(self.heading, "section")
        self.stack = QStackedWidget()

    def _arrange(self) -> None:
        first = QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(2, 2, 12, 2)
        column.setSpacing(12)
        column.addWidget(self.lacks)
        column.addWidget(self.choices)
        column.addSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(self.past)
        column.addStretch(1)
        first.setMaximumWidth(46 * self.fontMetrics().height())
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(first)
        self.stack.addWidget(scroll)
        self.stack.addWidget(self.view)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def _connect(self) -> None:
        self.choices.start_asked.connect(self.start)
        self.choices.settled.connect(self._ask_estimate)
        self.estimates.told.connect(self._say_estimate)
        self.past.resume_asked.connect(self.take_up)
        self.past.show_asked.connect(self.show_past)
        self.view.pause_asked.connect(self._pause_or_resume)
        self.view.stop_asked.connect(self.training.stop)
        self.view.back_asked.connect(self._back)
        self.view.again_asked.connect(self._again)
        self.training.changed.connect(self._follow)
        self.training.ended.connect(self._over)

    # --- what the window asks -----------------------------------------------------------------------------------------

    def title(self) -> str:
        return self.tr("Train")

    def explanation(self) -> str:
        return self.tr(
            "Trains a network on your pairs, on this computer. You can pause at any time, or close the window: it goes"
            " on from where it was."
        )

    def summary(self) -> str:
        course = self.training.course
        if self.running:
            states = {
                "paused": self.tr("Paused"),
                "preparing": self.tr("Getting ready..."),
                "stopping": self.tr("Stopping..."),
            }
            return states.get(course.state) or self.tr("Training, {share}").format(share=words.percent(course.done))
        if course.state == "failed":
            return self.tr("Stopped by an error")
        if any(not one.finished for one in self._past):
            return self.tr("Can be resumed")
        finished = [one for one in self._past if one.finished]
        return finished[0].name if finished else ""

    def mark(self) -> Mark:
        if self.training.course.state == "failed":
            return "trouble"
        if any(one.finished for one in self._past):
            return "done"
        return "begun" if self.running or self._past else "empty"

    @property
    def running(self) -> bool:
        """Whether a training is there, paused or not."""
        return self.training.running

    def show_session(self, folder: Path | None, session: Session | None, verdicts: Verdicts | None) -> None:
        other = folder != self.folder
        if other:
            self.training.leave()
            self._past, self._shown = (), None
            if not self.running:
                self.training.course = Course()
                self.stack.setCurrentIndex(0)
        super().show_session(folder, session, verdicts)
        self._look()
        self._show()
        if other or not self.estimates.known:
            self.choices.ask()

    def end(self) -> bool:
        return all([self.training.end(), self.estimates.end(), self._desk.close()])

    # --- what there is ------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Earlier trainings: the disk is asked in a thread."""
        folder = self.folder
        if folder is not None and self.session is not None:
            self._desk.put(lambda: trainings.past(folder), lambda found: self._seen(folder, found), self._say_error)

    def _seen(self, folder: Path, found: tuple[Past, ...]) -> None:
        if folder == self.folder and found != self._past:
            self._past = found
            self._show()

    def _say_error(self, error: BaseException) -> None:
        self.said.emit(messages.sentence(error))

    def _lack(self) -> str:
        """What is missing before anything can be trained, '' nothing."""
        if self.session is None:
            return ""
        rejected = {one.pair for one in self.verdicts.of if one.mark == "rejected"} if self.verdicts else set()
        pairs = [pair for pair in self.session.pairs() if pair.id not in rejected]
        if not pairs:
            return self.tr("There is no good pair yet. Shoot some (step 2) and check them (step 3).")
        if not any(not pair.scene.held_out for pair in pairs):
            return self.tr("All scenes are held out. Training needs at least one scene that is not.")
        if not any(pair.scene.held_out for pair in pairs):
            return self.tr("No scene is held out, so it could not be proved that the model is better. Hold one out.")
        return ""

    # --- starting -----------------------------------------------------------------------------------------------------

    @Slot(object)
    def _ask_estimate(self, choice: Choice) -> None:
        if self.folder is not None and not self.running:
            self.estimates.ask(self.folder, choice.name, choice.start, choice.minutes)

    @Slot(object)
    def _say_estimate(self, answer: Forecast) -> None:
        self.choices.say_estimate(say.estimate(answer))

    @Slot()
    def start(self) -> None:
        """As it is chosen."""
        if self.folder is None or self.running:
            return
        choice = self.choices.choice
        self.estimates.cancel()
        known = Course(from_model=choice.start not in (SCRATCH, THREE_LAYER))
        self._begin(choice.name, jobs.to_train(self.folder, choice.name, choice.start, choice.minutes), known)

    @Slot(str)
    def take_up(self, name: str) -> None:
        """Goes on with an earlier one: after a crash, a reboot, or because the window was closed."""
        past = next((one for one in self._past if one.name == name), None)
        if self.folder is None or self.running or past is None:
            return
        self.estimates.cancel()
        self._begin(name, jobs.to_resume(self.folder, name), past.course)

    def _begin(self, name: str, arguments: list[str], known: Course) -> None:
        self._shown = None
        self.training.start(name, arguments, known)
        self.stack.setCurrentWidget(self.view)
        self.busy.emit(True)
        self._show()

    @Slot()
    def _pause_or_resume(self) -> None:
        if self.training.course.state in ("paused", "pausing"):
            self.training.resume()
        else:
            self.training.pause()

    @Slot()
    def _again(self) -> None:
        """From the view of one that was interrupted or failed."""
        name = self._shown.name if self._shown is not None else self.training.course.name
        self.take_up(name)

    @Slot(str)
    def show_past(self, name: str) -> None:
        """The curve and the picture of an earlier one."""
        found = next((one for one in self._past if one.name == name), None)
        if found is not None and not self.running:
            self._shown = found
            self.stack.setCurrentWidget(self.view)
            self._show()

    @Slot()
    def _back(self) -> None:
        """To the choices; only while nothing runs."""
        if not self.running:
            self._shown = None
            self.training.course = Course()
            self.stack.setCurrentIndex(0)
            self._look()
            self._show()
            self.choices.ask()

    # --- while it runs ------------------------------------------------------------------------------------------------

    @Slot()
    def _follow(self) -> None:
        self._show_course()
        self.state_changed.emit()

    @Slot()
    def _over(self) -> None:
        self.busy.emit(False)
        self.changed.emit()
        self._look()
        self._show()

    # --- showing ------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        lack = self._lack()
        self.lacks.say(lack, "warning")
        taken = frozenset(one.name for one in self._past)
        self.choices.show_session(self.session, taken, able=self.session is not None and not lack)
        resumable = any(not one.finished for one in self._past)
        role(self.choices.start, "" if resumable else "primary")  # what was begun comes first
        self.heading.setVisible(bool(self._past))
        self.past.show_trainings(self._past)
        self._show_course()
        self.state_changed.emit()

    def _show_course(self) -> None:
        course = self._shown.course if self._shown is not None else self.training.course
        resumable = any(one.name == course.name and not one.finished for one in self._past)
        self.view.show_course(course, alive=self.running and self._shown is None, resumable=resumable)
        self._show_preview(course)

    def _show_preview(self, course: Course) -> None:
        """The file is replaced every time, so it is read when its step is another."""
        wanted = None if course.preview is None else (course.preview, course.preview_step)
        if wanted == self._image:
            return
        self._image = wanted
        if wanted is None:
            self.view.show_preview(None)
            return
        path = wanted[0]
        self._desk.put(lambda: QImage(str(path)), self.view.show_preview, self._say_error)

    def retranslate(self) -> None:
        self.choices.retranslate()
        self.view.retranslate()
        self.past.retranslate()
        self.heading.setText(self.tr("Trainings of this session"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another theme: the notice's icon."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "stack"):
            self.lacks.say(self._lack(), "warning")
        super().changeEvent(event)
