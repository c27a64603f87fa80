"""The step that shows whether the model is better, on a scene its training never saw; only then it is installed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.pairs.session import Session
from denoiser_app.pairs.verdict import Verdicts
from denoiser_app.ui import icons, messages, theme
from denoiser_app.ui.jobs import proving
from denoiser_app.ui.jobs.child import Child, Outcome
from denoiser_app.ui.jobs.errands import Errands
from denoiser_app.ui.jobs.proving import Candidate
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.panels.pair_wizard import proof_words as say
from denoiser_app.ui.panels.pair_wizard import wording
from denoiser_app.ui.panels.pair_wizard.comparison import Comparison, Shown
from denoiser_app.ui.panels.pair_wizard.figures import FigureTable
from denoiser_app.ui.panels.pair_wizard.model_actions import ModelActions
from denoiser_app.ui.panels.pair_wizard.page import Mark, Page
from denoiser_app.ui.panels.pair_wizard.work_bar import WorkBar
from denoiser_app.ui.stylesheet import role


class ProvePage(Page):
    """See ``Page``. models_changed: another model is installed, or one less."""

    models_changed = Signal()

    def __init__(self, parent: QWidget | None = None, program: list[str] | None = None) -> None:
        """program: in place of this one, for tests."""
        super().__init__(parent)
        self._candidates: tuple[Candidate, ...] = ()
        self._error = ""
        self._proves = Child(program, self)
        self.acts = ModelActions(self, program)
        self._desk = Errands("proofs", parent=self)
        self._make_widgets()
        self._arrange()
        self._connect()
        self.retranslate()

    def _make_widgets(self) -> None:
        self.models, self.scenes = QComboBox(), QComboBox()
        for combo in (self.models, self.scenes):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.sign, self.verdict, self.basis, self.reasons = QLabel(), QLabel(), QLabel(), QLabel()
        role(self.verdict, "title")
        role(self.basis, "note")
        for label in (self.verdict, self.basis, self.reasons):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem, self.bar = Notice(), WorkBar()
        self.comparison, self.table = Comparison(), FigureTable()
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.install, self.anyway = QPushButton(), QPushButton()
        self.report, self.export, self.remove = QPushButton(), QPushButton(), QPushButton()
        self.take = QPushButton()
        for button in (self.take, self.anyway):
            role(button, "flat")
        role(self.install, "primary")
        icons.put(self.take, "add")

    def _arrange(self) -> None:
        self._model_label, self._scene_label = QLabel(), QLabel()
        self._model_label.setBuddy(self.models)
        self._scene_label.setBuddy(self.scenes)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._model_label)
        top.addWidget(self.models)
        top.addSpacing(12)
        top.addWidget(self.bar, 1)
        top.addWidget(self.take)
        said = QHBoxLayout()
        said.setSpacing(10)
        said.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.verdict, 1)
        self._outcome = QWidget()
        body = QVBoxLayout(self._outcome)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        body.addLayout(said)
        body.addWidget(self.basis)
        body.addSpacing(6)
        body.addWidget(self.reasons)
        body.addSpacing(4)
        body.addLayout(self._pictures(), 1)
        body.addSpacing(6)
        body.addWidget(self.table)
        self._below = QLabel()
        role(self._below, "note")
        self._below.setWordWrap(True)
        self._below.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._below.setMaximumWidth(46 * self.fontMetrics().height())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self.problem)
        layout.addWidget(self._outcome, 1)
        layout.addWidget(self._below, 1)
        layout.addWidget(self._foot())

    def _foot(self) -> QWidget:
        self._actions = QWidget()
        row = QHBoxLayout(self._actions)
        row.setContentsMargins(0, 2, 0, 12)
        row.setSpacing(8)
        row.addWidget(self.state, 1)
        for button in (self.report, self.export, self.remove, self.anyway, self.install):
            row.addWidget(button)
        return self._actions

    def _pictures(self) -> QVBoxLayout:
        self._scene_row = QWidget()
        row = QHBoxLayout(self._scene_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._scene_label)
        row.addWidget(self.scenes)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self._scene_row)
        column.addWidget(self.comparison, 1)
        return column

    def _connect(self) -> None:
        self.models.currentIndexChanged.connect(self._show)
        self.scenes.currentIndexChanged.connect(self._show_pictures)
        self.bar.start_asked.connect(self.prove)
        self.bar.stop_asked.connect(self._proves.stop)
        self._proves.said.connect(self._hear)
        self._proves.ended.connect(self._proved)
        acts = self.acts
        acts.begun.connect(self._begun)
        acts.ended.connect(self._acted)
        self.install.clicked.connect(self._with_model(acts.install))
        self.anyway.clicked.connect(self._with_model(acts.ask_anyway))
        self.export.clicked.connect(self._with_model(acts.ask_export))
        self.remove.clicked.connect(self._with_model(acts.ask_remove))
        self.take.clicked.connect(acts.ask_import)
        self.report.clicked.connect(self._open_report)

    # --- what the window asks -----------------------------------------------------------------------------------------

    def title(self) -> str:
        return self.tr("Prove")

    def explanation(self) -> str:
        return self.tr(
            "On the scene that was held out from training, your model is measured against the shipped one. It is"
            " installed only if it is better; photos of this camera and ISO then use it by default."
        )

    def summary(self) -> str:
        if self._proves.running:
            return self.tr("Measuring...")
        proven = self._proven
        if proven is None:
            return ""
        if proven.installed:
            return self.tr("Installed")
        assert proven.proof is not None
        return say.short_verdict(proven.proof)

    def mark(self) -> Mark:
        if self._error:
            return "trouble"
        proven = self._proven
        if proven is None or proven.proof is None:
            return "begun" if self._proves.running else "empty"
        return "done" if proven.installed or proven.proof.better else "begun"

    @property
    def _proven(self) -> Candidate | None:
        """The one to speak of at the side: installed, else better, else proved."""
        proved = [one for one in self._candidates if one.proof is not None]
        proved.sort(key=lambda one: (one.installed, one.proof is not None and one.proof.better), reverse=True)
        return proved[0] if proved else None

    def show_session(self, folder: Path | None, session: Session | None, verdicts: Verdicts | None) -> None:
        if folder != self.folder:
            self._proves.stop()
            self._candidates, self._error = (), ""
        super().show_session(folder, session, verdicts)
        self._look()
        self._show()

    def end(self) -> bool:
        return all([self._proves.end(), self.acts.end(), self.comparison.close_gallery(), self._desk.close()])

    # --- what there is ------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """The models and their proofs: the disk is asked in a thread."""
        folder = self.folder
        if folder is not None and self.session is not None:
            self._desk.put(lambda: proving.candidates(folder), lambda found: self._seen(folder, found), self._say_error)

    def _seen(self, folder: Path, found: tuple[Candidate, ...]) -> None:
        if folder != self.folder or found == self._candidates:
            return
        chosen = self.models.currentText()
        self._candidates = found
        with QSignalBlocker(self.models):
            self.models.clear()
            self.models.addItems([one.name for one in found])
            self.models.setCurrentIndex(max(self.models.findText(chosen), 0) if found else -1)
        self._show()

    def _say_error(self, error: BaseException) -> None:
        self._error = messages.sentence(error, short=True)
        self._show()

    @property
    def candidate(self) -> Candidate | None:
        """The model that is chosen."""
        index = self.models.currentIndex()
        return self._candidates[index] if 0 <= index < len(self._candidates) else None

    def choose(self, name: str) -> bool:
        """Shows this model; False if there is none of that name."""
        index = self.models.findText(name)
        if index >= 0:
            self.models.setCurrentIndex(index)
        return index >= 0

    # --- proving ------------------------------------------------------------------------------------------------------

    @Slot()
    def prove(self) -> None:
        """Measures the chosen model, in a process of its own."""
        candidate, folder = self.candidate, self.folder
        if candidate is None or folder is None or self._proves.running:
            return
        self._error = ""
        self._proves.start(proving.to_prove(candidate.name, folder))
        self.busy.emit(True)
        self._show()

    @Slot(object)
    def _hear(self, said: dict[str, Any]) -> None:
        if said.get("type") != "progress":
            return
        done, total = said.get("done"), said.get("total")
        if isinstance(done, int | float) and isinstance(total, int | float):
            note = messages.reason(str(said.get("note") or ""))
            self.bar.show_progress(note or self.tr("Denoising the held-out scene"), done / total if total else 0.0)

    @Slot(object)
    def _proved(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            self._error = messages.sentence(outcome.error, short=True)
        self.comparison.gallery.forget()
        self.changed.emit()
        self.busy.emit(False)
        self._look()
        self._show()

    # --- installing and sharing ---------------------------------------------------------------------------------------

    @Slot(str)
    def _begun(self, wish: str) -> None:
        self._error = ""
        self.said.emit(wish)
        self._show()

    @Slot(str, str)
    def _acted(self, done: str, error: str) -> None:
        self._error = error
        self.said.emit(done)
        self.models_changed.emit()
        self._look()
        self._show()

    def _with_model(self, act: Callable[[Candidate, Path], None]) -> Callable[[], None]:
        """Of the model that is chosen."""

        def asked() -> None:
            if self.candidate is not None and self.folder is not None:
                act(self.candidate, self.folder)

        return asked

    @Slot()
    def _open_report(self) -> None:
        candidate = self.candidate
        if candidate is not None and candidate.proof is not None and self.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder / candidate.proof.report)))

    # --- showing ------------------------------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        candidate, running = self.candidate, self._proves.running
        proof = candidate.proof if candidate is not None else None
        self.problem.say(self._error, "error")
        if not self._error and not self._candidates and self.session is not None:
            self.problem.say(self.tr("There is no trained model yet. Train one first (step 5)."), "info")
        for widget in (self._model_label, self.models):
            widget.setVisible(bool(self._candidates))
        self.models.setEnabled(not running)
        self.bar.set_running(running)
        self.bar.setVisible(candidate is not None or running)
        self.bar.set_again(proof is not None)
        self.take.setEnabled(not self.acts.running)
        self._outcome.setVisible(proof is not None)
        self._below.setVisible(proof is None)
        self._below.setEnabled(candidate is not None)
        self._actions.setVisible(candidate is not None)
        if candidate is not None:
            self._show_buttons(candidate)
        if candidate is not None and proof is not None:
            self._show_proof(candidate)
        else:
            self.comparison.show_pictures(())
        self.state_changed.emit()

    def _show_proof(self, candidate: Candidate) -> None:
        proof = candidate.proof
        assert proof is not None
        self._paint_sign(proof.better)
        self.verdict.setText(say.verdict(proof))
        self.verdict.setAccessibleName(self.verdict.text())
        self.basis.setText(say.basis(proof, ", ".join(map(self._scene, proof.scenes))))
        self.table.set_columns(*say.columns())
        self.table.show_rows(say.rows(proof))
        self.reasons.setText("\n".join(map(say.reason, proof.reasons)))
        self.reasons.setVisible(bool(proof.reasons))
        self._show_scenes(candidate)

    def _scene(self, wanted: str) -> str:
        found = next((one for one in self.session.scenes if one.id == wanted), None) if self.session else None
        return wording.scene(found) if found is not None else wanted

    def _show_scenes(self, candidate: Candidate) -> None:
        assert candidate.proof is not None
        names = [self._scene(one.pair.partition("/")[0]) for one in candidate.proof.pictures]
        with QSignalBlocker(self.scenes):
            if names != [self.scenes.itemText(index) for index in range(self.scenes.count())]:
                self.scenes.clear()
                self.scenes.addItems(names)
        self._scene_row.setVisible(len(names) > 1)
        self._show_pictures()

    @Slot()
    def _show_pictures(self) -> None:
        candidate, index = self.candidate, self.scenes.currentIndex()
        if candidate is None or candidate.proof is None or self.folder is None or index < 0:
            self.comparison.show_pictures(())
            return
        files = candidate.proof.pictures[index].files
        known = [name for name in say.ORDER if name in files]
        shown = [Shown(say.candidate(name), self.folder / files[name]) for name in known]
        left = max((known.index(name) for name in say.ORDER[1:3] if name in known), default=0)
        right = known.index(say.PERSONAL) if say.PERSONAL in known else -1
        self.comparison.show_pictures(shown, left, right)

    def _show_buttons(self, candidate: Candidate) -> None:
        proof, idle = candidate.proof, not (self.acts.running or self._proves.running)
        better = proof is not None and proof.better
        self.install.setVisible(not candidate.installed)
        self.install.setEnabled(idle and better)
        self.anyway.setVisible(not candidate.installed and proof is not None and not better)
        self.anyway.setEnabled(idle)
        self.remove.setVisible(candidate.installed)
        self.remove.setEnabled(idle)
        self.export.setVisible(candidate.installed)
        self.export.setEnabled(idle)
        self.report.setVisible(proof is not None and bool(proof.report))
        self.state.setText(self._state(candidate))

    def _state(self, candidate: Candidate) -> str:
        """Where the model stands, in a sentence or two."""
        if candidate.installed:
            personal = candidate.personal or {}
            text = self.tr("Installed: photos of the {camera} at {iso} use it by default.")
            text = text.format(camera=personal.get("camera", ""), iso=_isos(candidate))
            marked = self.tr("It is marked: installed anyway.")
            return f"{text} {marked}" if candidate.anyway else text
        if candidate.earlier:
            return self.tr("An earlier model of this name is installed; this one takes its place.")
        if candidate.proof is None:
            return self.tr("Not installed: prove it first.")
        return self.tr("Not installed.")

    def _paint_sign(self, better: bool) -> None:
        colors, ratio = theme.colors(), self.devicePixelRatioF()
        height = round(1.5 * self.fontMetrics().height())
        drawing = icons.pixmap(
            "check" if better else "warning", round(height * ratio), QColor(colors.good if better else colors.bad)
        )
        drawing.setDevicePixelRatio(ratio)
        self.sign.setPixmap(drawing)

    def retranslate(self) -> None:
        self.bar.set_words(self.tr("Pro&ve it"), self.tr("Pro&ve again"), self.tr("Progress of the proof"))
        self.comparison.retranslate()
        self._below.setText(
            self.tr(
                "The noisy photo of the held-out scene goes through the shipped model, through the shipped model with"
                " your camera's profile, and through your model. Each result is compared with the low-ISO truth, place"
                " by place. This takes a minute or two."
            )
        )
        self._model_label.setText(self.tr("&Model"))
        self._scene_label.setText(self.tr("&Scene"))
        self.table.setAccessibleName(self.tr("Figures of all candidates"))
        self.install.setText(self.tr("&Install"))
        self.install.setToolTip(self.tr("Photos of this camera and ISO use it from now on, unless you choose another."))
        self.anyway.setText(self.tr("Install an&yway..."))
        self.remove.setText(self.tr("&Remove..."))
        self.report.setText(self.tr("&Open the report"))
        self.export.setText(self.tr("&Export..."))
        self.export.setToolTip(self.tr("One file with the model and its card, to give to others with this camera"))
        self.take.setText(self.tr("Im&port a model..."))
        self.take.setToolTip(self.tr("A model file from somebody else; it is checked before it is taken"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another theme: the sign is painted anew."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "take"):
            self._show()
        super().changeEvent(event)


def _isos(candidate: Candidate) -> str:
    """'ISO 6400–25600'."""
    personal = candidate.personal or {}
    low, high = personal.get("iso_from"), personal.get("iso_to")
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return "ISO"
    return f"ISO {low:.0f}" if low == high else f"ISO {low:.0f}–{high:.0f}"
