"""The page Capture: what to shoot next, the frames as they come, a check of each pair while the tripod still stands."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from denoiser_app.formats.thumbnail_cache import ThumbnailCache
from denoiser_app.pairs.capture.course import next_shot
from denoiser_app.pairs.session import Pair, Session
from denoiser_app.pairs.verdict import Verdicts
from denoiser_app.ui.dropping import local_paths
from denoiser_app.ui.jobs.previews import Previews
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.panels.pair_wizard import frame_model, session_changes, wording
from denoiser_app.ui.panels.pair_wizard.changing import ChangingPage
from denoiser_app.ui.panels.pair_wizard.frame_list import FrameList
from denoiser_app.ui.panels.pair_wizard.frame_sorting import FrameSorting
from denoiser_app.ui.panels.pair_wizard.incoming import Incoming
from denoiser_app.ui.panels.pair_wizard.next_line import NextLine
from denoiser_app.ui.panels.pair_wizard.page import Mark
from denoiser_app.ui.panels.pair_wizard.quick_checks import QuickChecks
from denoiser_app.ui.panels.pair_wizard.sources import Sources
from denoiser_app.ui.panels.pair_wizard.verdict_card import VerdictCard

SIDE = 340
"""Width of what stands beside the frames."""


class CapturePage(ChangingPage):
    """See ``Page``. thumbnails: where small pictures are kept, None keeps none."""

    def __init__(self, thumbnails: ThumbnailCache | None = None, parent: QWidget | None = None) -> None:
        super().__init__("pair capture desk", parent)
        self._shown: Pair | None = None
        self.previews = Previews(thumbnails, self)
        self.next, self.frames, self.sources, self.verdict = NextLine(), FrameList(), Sources(), VerdictCard()
        self.refused = Notice()
        self.incoming = Incoming(self.sources, self.refused, self)
        self.checks, self.sorting = QuickChecks(self), FrameSorting(self.frames, self)
        self.menu_button, self.scene_button = QPushButton(), QPushButton()
        self.setAcceptDrops(True)
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        self.menu_button.setMenu(self.sorting.menu)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.menu_button)
        below.addWidget(self.scene_button)
        below.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.next)
        left.addWidget(self.frames, 1)
        left.addLayout(below)
        side = QWidget()
        side.setFixedWidth(SIDE)
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(14)
        right.addWidget(self.sources)
        right.addWidget(self.refused)
        right.addWidget(self.verdict)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 8)
        row.setSpacing(24)
        row.addLayout(left, 1)
        row.addWidget(side)

    def _connect(self) -> None:
        self.frames.thumbnails_wanted.connect(self.previews.want_thumbnails)
        self.previews.thumbnail.connect(self.frames.take_thumbnail)
        self.frames.open_frame.connect(lambda path: self.open_photos.emit([path]))
        self.frames.picked.connect(self._picked)
        self.sorting.change.connect(self.change)
        self.sorting.open_frames.connect(self._open_selected)
        self.scene_button.clicked.connect(self.sorting.add_scene)
        self.verdict.again.connect(self.shoot_again)
        self.verdict.automatic.toggled.connect(self.checks.set_wanted)
        self.incoming.added.connect(self.changed)
        self.incoming.asked.connect(self._show_next)
        self.incoming.said.connect(self.said)
        self.incoming.running.connect(lambda: self.busy.emit(self.incoming.busy))
        self.checks.changed.connect(self._check_changed)
        self.checks.failed.connect(self.say_error)

    # --- what the window asks -----------------------------------------------------------------------------------------

    def title(self) -> str:
        return self.tr("Capture")

    def summary(self) -> str:
        if self.session is None or not self.session.frames:
            return ""
        there = wording.whole_scenes(self.session)
        return wording.Counts().scenes(there, max(len(self.session.plan.wishes), there))

    def mark(self) -> Mark:
        if self.session is None or not self.session.frames:
            return "empty"
        return "done" if wording.whole_scenes(self.session) >= len(self.session.plan.wishes) else "begun"

    def show_session(self, folder: Path | None, session: Session | None, verdicts: Verdicts | None) -> None:
        if folder != self.folder:
            self._shown = None
        super().show_session(folder, session, verdicts)
        known = verdicts or Verdicts()
        rows = [] if folder is None or session is None else frame_model.rows_of(folder, session, known)
        self.frames.set_rows(rows)
        self.sorting.show_session(session)
        self.incoming.show_session(folder)
        self.checks.show_session(folder, session, known)
        self._show_next()
        if self.checks.working is None and self.checks.batch:
            self._shown = self._gravest() or self._shown
            self.checks.batch = []
        self._show_verdict()

    def end(self) -> bool:
        ended = [self.incoming.end(), self.checks.end(), self.previews.close(), super().end()]
        return all(ended)  # every one is asked, whatever the others say

    # --- what is shown ------------------------------------------------------------------------------------------------

    @Slot()
    def _show_next(self) -> None:
        if self.session is None:
            self.next.show_shot(None, "")
            return
        shot = self.incoming.next if self.incoming.capturing == "camera" else next_shot(self.session)
        self.next.show_shot(shot, self.tr("All planned scenes are shot."))

    @Slot()
    def _check_changed(self) -> None:
        self._shown = self.checks.working or self._gravest() or self._shown
        self._show_verdict()
        self.changed.emit()

    def _gravest(self) -> Pair | None:
        """Of the pairs that were checked just now, the newest of those with the worst verdict."""
        known = self.verdicts or Verdicts()
        order = {"rejected": 0, "masked": 1, "good": 2}
        found = [(order[verdict.mark], pair) for pair in self.checks.batch if (verdict := known.find(pair.id))]
        return min(found, key=lambda one: one[0])[1] if found else None

    @Slot()
    def _picked(self) -> None:
        """The card is about what is selected."""
        selected = self.frames.selected
        if self.session is not None and len(selected) == 1 and self.checks.working is None:
            self._shown = frame_model.pair_of(self.session, selected[0].file) or self._shown
            self.checks.batch = []  # what somebody looks at stays
            self._show_verdict()

    def _show_verdict(self) -> None:
        """Of the pair that was checked or selected last; else of the newest that has a verdict."""
        pairs = {pair.id: pair for pair in self.session.pairs()} if self.session else {}
        known, working = self.verdicts or Verdicts(), self.checks.working
        self._shown = pairs.get(self._shown.id) if self._shown is not None else None
        if self._shown is None:
            checked = [pair for pair in pairs.values() if known.find(pair.id)]
            self._shown = max(checked, key=lambda pair: (pair.high.taken, pair.high.file), default=None)
        shown = self._shown
        is_working = shown is not None and working is not None and shown.id == working.id
        self.verdict.show_pair(shown, known.find(shown.id) if shown else None, working=is_working)

    # --- what is done -------------------------------------------------------------------------------------------------

    @Slot(object)
    def shoot_again(self, pair: Pair) -> None:
        """Takes out what was wrong, so that it is asked for again."""
        verdict = (self.verdicts or Verdicts()).find(pair.id)
        self._shown = None
        self.change(lambda session: session_changes.shot_again(session, pair, verdict))

    @Slot()
    def _open_selected(self) -> None:
        if self.folder is not None:
            self.open_photos.emit([self.folder / frame.file for frame in self.frames.selected])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if self.folder is not None and local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        event.acceptProposedAction()
        self.incoming.add(local_paths(event.mimeData()))

    def retranslate(self) -> None:
        self.sources.retranslate()
        self.incoming.retranslate()
        self.verdict.retranslate()
        self.frames.say_empty(self.tr("No frames yet. Choose on the right how they come, or drop photos here."))
        self.frames.setAccessibleName(self.tr("Frames by scene"))
        self.menu_button.setText(self.tr("Fra&mes and scene"))
        self.menu_button.setAccessibleName(self.tr("What to do with the selected frames and their scene"))
        self.scene_button.setText(self.tr("New sc&ene"))
        self.scene_button.setToolTip(self.tr("An empty scene into which frames can be moved"))
        self.show_session(self.folder, self.session, self.verdicts)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "sorting"):
            self.verdict.retranslate()
        super().changeEvent(event)
