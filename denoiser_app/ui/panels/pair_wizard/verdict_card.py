"""The pair that was checked last, while the tripod still stands: its verdict, why, and "shoot this one again"."""

from __future__ import annotations

import html
from pathlib import PurePosixPath

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from denoiser_app.pairs.session import Pair
from denoiser_app.pairs.verdict import Finding, Verdict
from denoiser_app.ui import icons
from denoiser_app.ui.panels.pair_wizard import session_changes, verdict_icons, wording
from denoiser_app.ui.stylesheet import role

REASONS = 4


class VerdictCard(QWidget):
    """again: shoot the pair that is shown again."""

    again = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pair: Pair | None = None
        self._verdict: Verdict | None = None
        self._working = False
        self.title, self.name, self.reasons = QLabel(), QLabel(), QLabel()
        self.drawing, self.word = QLabel(), QLabel()
        role(self.title, "section")
        role(self.name, "note")
        for label in (self.name, self.reasons):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.reasons.setTextFormat(Qt.TextFormat.RichText)
        self.reasons.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button, self.automatic = QPushButton(), QCheckBox()
        self.automatic.setChecked(True)
        self.button.clicked.connect(self._ask_again)
        badge = QHBoxLayout()
        badge.setSpacing(8)
        badge.addWidget(self.drawing)
        badge.addWidget(self.word, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(self.name)
        layout.addLayout(badge)
        layout.addWidget(self.reasons)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.automatic)
        self.retranslate()

    def show_pair(self, pair: Pair | None, verdict: Verdict | None, *, working: bool) -> None:
        """working: it is being checked now."""
        self._pair, self._verdict, self._working = pair, verdict, working
        self._show()

    def _show(self) -> None:
        pair, verdict = self._pair, self._verdict
        self.name.setText(f"{wording.scene(pair.scene)} · {PurePosixPath(pair.high.file).name}" if pair else "")
        self.name.setVisible(pair is not None)
        self.drawing.setVisible(verdict is not None and not self._working)
        if verdict is not None:
            name, color = verdict_icons.mark_drawing(verdict.mark)
            ratio, height = self.devicePixelRatioF(), round(1.2 * self.fontMetrics().height())
            made = icons.pixmap(name, round(height * ratio), color)
            made.setDevicePixelRatio(ratio)
            self.drawing.setPixmap(made)
        self.word.setText(self._word())
        self.word.setAccessibleName(self.word.text())
        said = [wording.finding(finding) for finding in told(verdict)]
        self.reasons.setText("".join(f"<p style='margin: 0 0 5px 0'>{html.escape(text)}</p>" for text in said))
        self.reasons.setVisible(bool(said) and not self._working)
        bad = verdict is not None and verdict.mark != "good" and not self._working
        self.button.setVisible(bad)
        role(self.button, "primary" if bad and verdict is not None and verdict.mark == "rejected" else "")
        icons.put(self.button, "reset")
        self.button.setText(again_words(verdict))

    @Slot()
    def _ask_again(self) -> None:
        if self._pair is not None:
            self.again.emit(self._pair)

    def _word(self) -> str:
        if self._working:
            return self.tr("Checking...")
        if self._verdict is not None:
            return wording.mark(self._verdict.mark)
        return self.tr("Not checked yet") if self._pair else self.tr("A pair is checked as soon as it is complete.")

    def retranslate(self) -> None:
        """The words and colours of now."""
        self.title.setText(self.tr("Check"))
        self.button.setToolTip(self.tr("Takes its frames out, so that new ones can take their place"))
        self.automatic.setText(self.tr("Chec&k pairs as they come"))
        self._show()


def told(verdict: Verdict | None) -> tuple[Finding, ...]:
    """Why: of a pair that is rejected only that, not what could still be used of it."""
    if verdict is None:
        return ()
    grave = tuple(finding for finding in verdict.reasons if finding.grade == "reject")
    return (grave or verdict.reasons)[:REASONS]


def again_words(verdict: Verdict | None) -> str:
    """What has to be shot again: only the noisy frame, or all of the scene."""
    if session_changes.again_is_scene(verdict):
        return QCoreApplication.translate("VerdictCard", "&Shoot this scene again")
    return QCoreApplication.translate("VerdictCard", "&Shoot this one again")
