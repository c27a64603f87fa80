"""The page Plan: what to shoot, with which settings, and a sheet of it to take along."""

from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.pairs.planning.plan import ShootingPlan, exposure_seconds, shutters, warnings
from denoiser_app.pairs.session import Session
from denoiser_app.pairs.verdict import Verdicts
from denoiser_app.ui import icons, recent, words
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.panels.pair_wizard import sheet, wording
from denoiser_app.ui.panels.pair_wizard.changing import ChangingPage
from denoiser_app.ui.panels.pair_wizard.new_session import file_name
from denoiser_app.ui.panels.pair_wizard.page import Mark
from denoiser_app.ui.panels.pair_wizard.plan_form import PlanForm
from denoiser_app.ui.panels.pair_wizard.plan_scenes import PlanScenes
from denoiser_app.ui.panels.pair_wizard.session_changes import with_plan
from denoiser_app.ui.stylesheet import role

SOON = 400
"""Milliseconds after the last change until it is written."""
PURPOSE = "pair sheet"


class PlanPage(ChangingPage):
    """See ``Page``. Every change is written by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("pair plan", parent)
        self._plan = ShootingPlan()
        self._written: ShootingPlan | None = None
        self.form, self.scenes = PlanForm(), PlanScenes()
        self.result, self.duration = QLabel(), QLabel()
        self.notices = [Notice() for _ in range(8)]
        self.checklist_title, self.checklist = QLabel(), QLabel()
        self.sheet_button = QPushButton()
        icons.put(self.sheet_button, "save")
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._arrange()
        self.form.changed.connect(self._edited)
        self.scenes.changed.connect(self._edited)
        self.sheet_button.clicked.connect(self.ask_sheet)
        self._soon.timeout.connect(self._write)
        self.retranslate()

    def _arrange(self) -> None:
        for label, name in ((self.checklist_title, "section"), (self.duration, "note"), (self.result, "title")):
            role(label, name)
        self.result.setTextFormat(Qt.TextFormat.RichText)
        self.checklist.setTextFormat(Qt.TextFormat.RichText)
        for label in (self.result, self.duration, self.checklist):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(8)
        left.addWidget(self.form)
        left.addSpacing(14)
        for widget in (self.result, self.duration, *self.notices):
            left.addWidget(widget)
        left.addSpacing(6)
        left.addWidget(self.sheet_button, 0, Qt.AlignmentFlag.AlignLeft)
        left.addSpacing(14)
        left.addWidget(self.checklist_title)
        left.addWidget(self.checklist)
        left.addStretch(1)
        right.addWidget(self.scenes)
        right.addStretch(1)
        inside = QWidget()
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(2, 2, 12, 12)
        columns.setSpacing(40)
        columns.addLayout(left, 5)
        columns.addLayout(right, 6)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    # --- what the window asks -----------------------------------------------------------------------------------------

    def title(self) -> str:
        return self.tr("Plan")

    def explanation(self) -> str:
        return self.tr(
            "Each scene is shot at low ISO, at high ISO, and at low ISO again, all with the same exposure. What you set"
            " here is saved by itself."
        )

    def summary(self) -> str:
        if self.session is None:
            return ""
        return self.tr("{scenes}, ISO {iso}").format(
            scenes=wording.Counts().wishes(len(self._plan.wishes)), iso=f"{self._plan.high_iso:.0f}"
        )

    def mark(self) -> Mark:
        if self.session is None:
            return "empty"
        return "done" if self.session.frames else "begun"

    def show_session(self, folder: Path | None, session: Session | None, verdicts: Verdicts | None) -> None:
        if folder != self.folder:
            self._flush()
            self._written = None  # it was the other session's
        super().show_session(folder, session, verdicts)
        if session is not None and self._is_settled() and session.plan != self._plan:
            self._plan = session.plan
            self.form.show_plan(self._plan)
        self.scenes.show_wishes(self._plan.wishes, 0 if session is None else _shot(session))
        self._show_result()

    def end(self) -> bool:
        self._flush()
        return super().end()

    # --- what is typed ------------------------------------------------------------------------------------------------

    @Slot()
    def _edited(self) -> None:
        self._plan = replace(self.form.plan_with(self._plan), wishes=self.scenes.wishes)
        self._soon.start()
        self._show_result()
        self.state_changed.emit()

    def _is_settled(self) -> bool:
        """Whether what was typed is on the disk: what was read before that would take it back."""
        return not self._soon.isActive() and self._written is None

    def _flush(self) -> None:
        """What was typed last is not lost."""
        if self._soon.isActive():
            self._soon.stop()
            self._write()

    @Slot()
    def _write(self) -> None:
        plan = self._written = self._plan
        self.change(lambda session: with_plan(session, plan), lambda: self._is_written(plan))

    def _is_written(self, plan: ShootingPlan) -> None:
        if self._written is plan:
            self._written = None
            self.changed.emit()

    def say_error(self, error: BaseException) -> None:
        """What could not be written is no longer waited for."""
        self._written = None
        super().say_error(error)

    # --- what follows from it -----------------------------------------------------------------------------------------

    def _show_result(self) -> None:
        plan = self._plan
        slow, fast = shutters(plan)
        line = self.tr("ISO {high}: <b>{fast}</b> &nbsp;·&nbsp; ISO {low}: <b>{slow}</b>")
        self.result.setText(
            line.format(
                high=f"{plan.high_iso:.0f}",
                fast=wording.shutter(fast),
                low=f"{plan.low_iso:.0f}",
                slow=wording.shutter(slow),
            )
        )
        count = plan.low_frames + plan.high_frames
        text = self.tr("{frames} in all; the shutter is open for {duration}.")
        frames = wording.Counts().frames(count * len(plan.wishes))
        self.duration.setText(text.format(frames=frames, duration=words.duration(exposure_seconds(plan))))
        said = [wording.warning(one) for one in warnings(plan)]
        for place, notice in enumerate(self.notices):
            notice.say(said[place] if place < len(said) else "", "warning")

    @Slot()
    def ask_sheet(self) -> None:
        """As a PDF or as a page for a browser."""
        name = self._plan.camera or (self.session.name if self.session else "") or self.tr("Shooting plan")
        start = Path(recent.last_folder(PURPOSE)) / f"{file_name(name)}.pdf"
        found, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the sheet"), str(start), self.tr("PDF (*.pdf);;Web page (*.html)")
        )
        if found:
            recent.set_last_folder(PURPOSE, Path(found).parent)
            self.save_sheet(Path(found))

    def save_sheet(self, target: Path) -> None:
        """Writes it, and says so. The kind is that of the name; a name without one becomes a PDF."""
        target = (
            target if target.suffix.lower() in (".pdf", ".html", ".htm") else target.with_name(f"{target.name}.pdf")
        )
        try:
            sheet.save(self._plan, target)
        except Exception as error:  # noqa: BLE001 - said at the foot of the window
            self.say_error(error)
            return
        self.said.emit(self.tr("The sheet was saved: {path}").format(path=target))

    def retranslate(self) -> None:
        self.form.retranslate()
        self.scenes.retranslate()
        self.sheet_button.setText(self.tr("Save the sheet to &print..."))
        self.sheet_button.setToolTip(self.tr("One page with all scenes, settings and this list, to take along"))
        self.checklist_title.setText(self.tr("Before you start"))
        points = "<br>".join(f"•&nbsp; {html.escape(point)}" for point in wording.checklist())
        self.checklist.setText(f'<p style="line-height:150%">{points}</p>')
        self._show_result()


def _shot(session: Session) -> int:
    """How many of the first wishes have a scene."""
    return min(len(session.scenes), len(session.plan.wishes))
