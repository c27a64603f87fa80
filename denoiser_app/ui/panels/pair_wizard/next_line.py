"""What has to be shot now, in letters that can be read from behind the tripod."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from denoiser_app.pairs.capture.events import NextShot
from denoiser_app.ui.panels.pair_wizard import wording
from denoiser_app.ui.stylesheet import role

LARGER = 1.9
"""Times the height of the program's letters."""


class NextLine(QWidget):
    """The scene, the shot in large letters, and what to do before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene, self.what, self.how = QLabel(), QLabel(), QLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for label in (self.scene, self.what, self.how):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            layout.addWidget(label)
        role(self.scene, "section")
        role(self.how, "note")
        font = QFont(self.what.font())
        font.setPixelSize(round(LARGER * 0.8 * self.fontMetrics().height()))
        font.setWeight(QFont.Weight.DemiBold)
        # the program's style sheet sets no size for labels without a role, so that this one holds
        self.what.setFont(font)

    def show_shot(self, shot: NextShot | None, nothing: str) -> None:
        """The next frame; ``nothing`` where all are shot, or none can be told."""
        if shot is None:
            self._say("", nothing, "")
            return
        text = self.tr("Now ISO {iso}, {shutter} – {number} of {of}")
        what = text.format(iso=f"{shot.iso:.0f}", shutter=wording.shutter(shot.shutter), number=shot.number, of=shot.of)
        scene = wording.numbered(shot.scene.rpartition("-")[2], shot.title, shot.kind)
        self._say(scene, what, self._how(shot))

    def _how(self, shot: NextShot) -> str:
        if shot.first:
            return self.tr("Set up the tripod for a new scene, focus, and switch to manual focus. {hint}").format(
                hint=wording.hint(shot.kind)
            )
        if shot.last:
            return self.tr("Back to low ISO: it tells whether the light has stayed the same. Do not move the camera.")
        return self.tr("Change only ISO and shutter time. Do not move the camera.")

    def _say(self, scene: str, what: str, how: str) -> None:
        for label, text in ((self.scene, scene), (self.what, what), (self.how, how)):
            label.setText(text)
            label.setVisible(bool(text))
        self.setAccessibleName(" ".join(filter(None, (scene, what, how))))
