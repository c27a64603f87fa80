"""What can be done with selected frames and with the scene they are in, as one menu."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from denoiser_app.pairs.planning.plan import KINDS
from denoiser_app.pairs.session import Frame, Role, Scene, Session
from denoiser_app.ui.panels.pair_wizard import wording

ROLES: tuple[Role, ...] = ("low", "high", "other")


class FrameMenu(QMenu):
    """move_to: to this scene, None for a new one. role, kind: 'low', 'texture' and so on. held_out: whether it is."""

    move_to = Signal(object)
    role = Signal(str)
    take_out = Signal()
    put_back = Signal()
    open_frames = Signal()
    rename = Signal(str)
    kind = Signal(str, str)
    held_out = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def fill(self, session: Session | None, frames: Sequence[Frame], place: str) -> None:
        """For these frames and, where ``place`` is one, that scene."""
        self.clear()
        if session is None:
            return
        if frames:
            self._fill_frames(session, frames)
        scene = next((scene for scene in session.scenes if scene.id == place), None)
        if scene is not None:
            if frames:
                self.addSeparator()
            self._fill_scene(scene)
        if self.isEmpty():
            nothing = self.addAction(self.tr("Select frames or a scene first"))
            nothing.setEnabled(False)

    def _fill_frames(self, session: Session, frames: Sequence[Frame]) -> None:
        scenes = self.addMenu(self.tr("&Move to"))
        for scene in session.scenes:
            self._choice(scenes, wording.scene(scene), partial(self.move_to.emit, scene.id), _all(frames, scene.id))
        scenes.addSeparator()
        scenes.addAction(self.tr("A &new scene"), partial(self.move_to.emit, None))
        roles = self.addMenu(self.tr("&Use as"))
        for one in ROLES:
            chosen = all(frame.role == one for frame in frames)
            self._choice(roles, wording.role(one), partial(self.role.emit, one), chosen)
        self.addSeparator()
        if any(not frame.dropped for frame in frames):
            action = self.addAction(self.tr("&Take out"), self.take_out.emit)
            action.setShortcut("Del")
        if any(frame.dropped for frame in frames):
            self.addAction(self.tr("&Put back"), self.put_back.emit)
        self.addAction(self.tr("Op&en in the main window"), self.open_frames.emit)

    def _fill_scene(self, scene: Scene) -> None:
        self.addSection(wording.scene(scene))
        action = self.addAction(self.tr("&Rename the scene..."), partial(self.rename.emit, scene.id))
        action.setShortcut("F2")
        kinds = self.addMenu(self.tr("&Kind of scene"))
        for one in KINDS:
            self._choice(kinds, wording.kind(one), partial(self.kind.emit, scene.id, one), scene.kind == one)
        keep = self.addAction(self.tr("Keep for the &proof"))
        keep.setCheckable(True)
        keep.setChecked(scene.held_out)
        keep.setToolTip(self.tr("The training never sees this scene; the model is proved on it."))
        keep.triggered.connect(lambda on: self.held_out.emit(scene.id, on))

    def _choice(self, menu: QMenu, text: str, act: object, chosen: bool) -> None:
        action = QAction(text.replace("&", "&&"), menu)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(lambda *_: act())  # type: ignore[operator]
        menu.addAction(action)


def _all(frames: Sequence[Frame], scene: str) -> bool:
    return all(frame.scene == scene for frame in frames)
