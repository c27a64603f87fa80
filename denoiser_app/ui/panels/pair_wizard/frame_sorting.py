"""Frames and scenes that are sorted by hand: what the menu of the page Capture does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QInputDialog, QWidget

from denoiser_app.pairs.session import Session
from denoiser_app.ui.panels.pair_wizard import session_changes, wording
from denoiser_app.ui.panels.pair_wizard.frame_list import FrameList
from denoiser_app.ui.panels.pair_wizard.frame_menu import FrameMenu

Change = Callable[[Session], Session]
LONGEST = 80
"""Letters of a scene's title."""


class FrameSorting(QObject):
    """change: a function from one manifest to the next. open_frames: the selected frames are wanted."""

    change = Signal(object)
    open_frames = Signal()

    def __init__(self, frames: FrameList, window: QWidget) -> None:
        super().__init__(window)
        self._frames, self._window = frames, window
        self._session: Session | None = None
        self.menu = FrameMenu(window)
        frames.menu_wanted.connect(self._pop_up)
        frames.take_out.connect(self.take_out)
        frames.rename.connect(lambda: self.ask_name(frames.current_scene))
        menu = self.menu
        menu.aboutToShow.connect(self._fill)
        menu.move_to.connect(lambda scene: self._say(lambda s, files: session_changes.moved(s, files, scene)))
        menu.role.connect(lambda role: self._say(lambda s, files: session_changes.used_as(s, files, role)))
        menu.take_out.connect(self.take_out)
        menu.put_back.connect(lambda: self._say(lambda s, files: session_changes.dropped(s, files, False)))
        menu.open_frames.connect(self.open_frames)
        menu.rename.connect(self.ask_name)
        menu.kind.connect(lambda scene, kind: self.change.emit(lambda s: session_changes.of_kind(s, scene, kind)))
        menu.held_out.connect(lambda scene, on: self.change.emit(lambda s: session_changes.held_out(s, scene, on)))

    def show_session(self, session: Session | None) -> None:
        """What is on the disk now."""
        self._session = session

    @Slot()
    def take_out(self) -> None:
        """The selected frames."""
        self._say(lambda session, files: session_changes.dropped(session, files, True))

    @Slot()
    def add_scene(self) -> None:
        """An empty one."""
        self.change.emit(lambda session: session_changes.with_scene(session)[0])

    @Slot(str)
    def ask_name(self, scene: str) -> None:
        """Another word for a scene."""
        found = next((one for one in self._session.scenes if one.id == scene), None) if self._session else None
        if found is None:
            return
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self.tr("Rename the scene"))
        dialog.setLabelText(self.tr("Your word for this scene"))
        dialog.setTextValue(wording.word(found))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(lambda text: self._name(scene, text))
        dialog.open()

    def _name(self, scene: str, text: str) -> None:
        title = text.strip()[:LONGEST]
        self.change.emit(lambda session: session_changes.named(session, scene, title))

    def _say(self, change: Callable[[Session, list[str]], Session]) -> None:
        files = [frame.file for frame in self._frames.selected]
        if files:
            self.change.emit(lambda session: change(session, files))

    @Slot()
    def _fill(self) -> None:
        self.menu.fill(self._session, self._frames.selected, self._frames.current_scene)

    @Slot(object)
    def _pop_up(self, place: QPoint) -> None:
        self.menu.popup(place)
