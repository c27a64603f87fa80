"""The page Check: the verdict of every pair, with reasons, numbers and pictures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from denoiser_app.core.progress import Progress
from denoiser_app.pairs.session import Session, change_frame
from denoiser_app.pairs.verdict import Finding, Verdict, Verdicts
from denoiser_app.ui import icons
from denoiser_app.ui.jobs import pair_work
from denoiser_app.ui.jobs.pairing import GeneratorJob
from denoiser_app.ui.panels.notice import Kind, Notice
from denoiser_app.ui.panels.pair_wizard import pair_table, session_changes, wording
from denoiser_app.ui.panels.pair_wizard.changing import ChangingPage
from denoiser_app.ui.panels.pair_wizard.page import Mark
from denoiser_app.ui.panels.pair_wizard.pair_details import GRADES, PairDetails
from denoiser_app.ui.panels.pair_wizard.pair_table import PairRow, PairTable
from denoiser_app.ui.panels.pair_wizard.progress_line import ProgressLine
from denoiser_app.ui.stylesheet import role

PROBLEMS = 4
"""Of the session as a whole that are said at once."""


class CheckPage(ChangingPage):
    """See ``Page``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("pair check desk", parent)
        self._fresh: dict[str, Verdict] = {}
        self._job = GeneratorJob("pair check", self)
        self.table, self.details = PairTable(), PairDetails()
        self.progress, self.counts = ProgressLine(), QLabel()
        self.problems = [Notice() for _ in range(PROBLEMS)]
        self.start, self.again = QPushButton(), QPushButton()
        self._arrange()
        self._connect()
        self.retranslate()
        self._show_running(False)

    def _arrange(self) -> None:
        role(self.start, "primary")
        icons.put(self.again, "reset")
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(self.start)
        above.addWidget(self.again)
        above.addSpacing(8)
        above.addWidget(self.counts, 1)
        above.addWidget(self.progress, 2)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.details)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(10)
        layout.addLayout(above)
        for notice in self.problems:
            layout.addWidget(notice)
        layout.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.start.clicked.connect(self.check)
        self.again.clicked.connect(self.check_again)
        self.progress.cancel.connect(self.cancel)
        self.table.picked.connect(self._picked)
        self.details.shoot_again.connect(self._shoot_again)
        self.details.leave_out.connect(lambda row: self._set_dropped(row, True))
        self.details.take_in.connect(lambda row: self._set_dropped(row, False))
        self.details.open_frames.connect(self._open)
        self._job.told.connect(self._hear)
        self._job.done.connect(self._over)
        self._job.cancelled.connect(self._over)
        self._job.failed.connect(self._failed)

    # --- what the window asks -----------------------------------------------------------------------------------------

    def title(self) -> str:
        return self.tr("Check")

    def explanation(self) -> str:
        return self.tr(
            "Whether the frames of each pair show the same, equally bright, and hold still. Rejected pairs are not used"
            " for measuring, training or the proof."
        )

    def summary(self) -> str:
        rows = [row for row in self.table.pairs.rows if not row.left_out]
        if not rows:
            return ""
        if rejected := self._count("rejected"):
            return wording.Counts().not_good(rejected)
        checked = sum(row.verdict is not None for row in rows)
        if checked < len(rows):
            return self.tr("{number} of {all} checked").format(number=checked, all=len(rows))
        text = self.tr("{good} of {all} usable")
        return text.format(good=self._count("good") + self._count("masked"), all=len(rows))

    def mark(self) -> Mark:
        rows = [row for row in self.table.pairs.rows if not row.left_out]
        checked = [row for row in rows if row.verdict is not None]
        if not checked:
            return "empty"
        if self._count("rejected"):
            return "trouble"
        return "done" if len(checked) == len(rows) else "begun"

    def show_session(self, folder: Path | None, session: Session | None, verdicts: Verdicts | None) -> None:
        if folder != self.folder:
            self._job.cancel()
            self._fresh = {}
        super().show_session(folder, session, verdicts)
        self._show_rows()

    def end(self) -> bool:
        ended = [self._job.end(), self.details.close_readers(), super().end()]
        return all(ended)

    # --- the check ----------------------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether a check goes on."""
        return self._job.running

    @Slot()
    def check(self) -> None:
        """What was not checked, or not since its frames changed."""
        if self.folder is not None:
            self._begin(self.folder, again=False)

    @Slot()
    def check_again(self) -> None:
        """Everything, from the beginning."""
        if self.folder is not None:
            self._begin(self.folder, again=True)

    def _begin(self, folder: Path, *, again: bool) -> None:
        self._fresh = {}
        self._job.start(lambda token: pair_work.checking(folder, token, again=again))
        self.progress.begin()
        self._show_running(True)

    @Slot()
    def cancel(self) -> None:
        """What is checked until now stays."""
        self.progress.stopping()
        self._job.cancel()

    @Slot(object)
    def _hear(self, event: object) -> None:
        if isinstance(event, Progress):
            self.progress.show_share(event.fraction, Path(event.note).name)
            return
        verdict = getattr(event, "verdict", None)
        if isinstance(verdict, Verdict):
            self._fresh[verdict.pair] = verdict
            self._show_rows()
            self.changed.emit()

    @Slot()
    def _over(self) -> None:
        self._fresh = {}
        self._show_running(False)
        self.changed.emit()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._over()
        self.say_error(error)

    def _show_running(self, running: bool) -> None:
        self.progress.setVisible(running)
        self.counts.setVisible(not running)
        self.busy.emit(running)
        self._show_buttons()
        self.state_changed.emit()

    # --- what is shown ------------------------------------------------------------------------------------------------

    def _show_rows(self) -> None:
        known = self.verdicts or Verdicts()
        other = tuple(verdict for verdict in known.of if verdict.pair not in self._fresh)
        merged = Verdicts((*other, *self._fresh.values()), known.problems)
        rows = [] if self.session is None else pair_table.rows_of(self.session, merged)
        self.table.set_rows(rows)
        self._show_problems(merged.problems)
        self._show_words()

    def _show_problems(self, problems: tuple[Finding, ...]) -> None:
        """What is wrong with the session as a whole, the worst first."""
        grave = sorted(problems, key=lambda finding: GRADES.index(finding.grade))
        for place, notice in enumerate(self.problems):
            finding = grave[place] if place < len(grave) else None
            kind: Kind = "info" if finding is None or finding.grade in ("note", "good") else "error"
            notice.say(wording.finding(finding) if finding is not None else "", kind)

    def _show_words(self) -> None:
        rows = [row for row in self.table.pairs.rows if not row.left_out]
        text = self.tr("{pairs}: {good} good, {masked} usable with a mask, {rejected} rejected")
        self.counts.setText(
            text.format(
                pairs=wording.Counts().pairs(len(rows)),
                good=self._count("good"),
                masked=self._count("masked"),
                rejected=self._count("rejected"),
            )
            if rows
            else self.tr("There are no pairs yet. Capture a scene at both ISOs first.")
        )
        self._show_buttons()
        self.state_changed.emit()

    def _show_buttons(self) -> None:
        rows = [row for row in self.table.pairs.rows if not row.left_out]
        new = any(row.verdict is None for row in rows)
        self.start.setEnabled(new and not self.running)
        self.again.setEnabled(bool(rows) and not self.running)

    def _count(self, mark: str) -> int:
        return sum(row.verdict is not None and row.verdict.mark == mark for row in self.table.pairs.rows)

    @Slot(object)
    def _picked(self, row: PairRow | None) -> None:
        self.details.show_row(self.folder, row)

    # --- what is done with a pair -------------------------------------------------------------------------------------

    def _set_dropped(self, row: PairRow, dropped: bool) -> None:
        file = row.pair.high.file
        self.change(lambda session: change_frame(session, file, dropped=dropped))

    @Slot(object)
    def _shoot_again(self, row: PairRow) -> None:
        asked = self.tr("Set up the scene again and shoot its frames; the page Capture says which.")
        self.change(
            lambda session: session_changes.shot_again(session, row.pair, row.verdict), lambda: self.said.emit(asked)
        )

    @Slot(object)
    def _open(self, row: PairRow) -> None:
        if self.folder is not None:
            self.open_photos.emit([self.folder / frame.file for frame in (row.pair.high, row.pair.low[0])])

    def retranslate(self) -> None:
        self.start.setText(self.tr("C&heck the pairs"))
        self.again.setText(self.tr("Check a&ll again"))
        self.table.setAccessibleName(self.tr("Pairs"))
        self.table.pairs.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, pair_table.REASON)
        self.table.viewport().update()
        self.progress.retranslate()
        self.details.retranslate()
        self._show_words()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "details"):
            self.details.retranslate()  # its drawings are in the colours of the theme
        super().changeEvent(event)
