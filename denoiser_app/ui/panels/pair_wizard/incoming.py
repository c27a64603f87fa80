"""How frames come in: one capture at a time, files that are picked beside it, and what is said of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from denoiser_app.core.errors import SessionMissing
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.pairs.capture.events import Advice, FrameAdded, GoesOn, NextShot, Refused, Waiting
from denoiser_app.ui import messages, recent
from denoiser_app.ui.jobs import pair_work
from denoiser_app.ui.jobs.pairing import GeneratorJob
from denoiser_app.ui.panels.notice import Kind, Notice
from denoiser_app.ui.panels.pair_wizard import wording
from denoiser_app.ui.panels.pair_wizard.sources import FILES, Sources


class Incoming(QObject):
    """added: a frame is in the session. asked: the camera's next shot is another. running: what goes on has changed.
    said: how far copying is, '' when it is over."""

    added = Signal()
    asked = Signal()
    running = Signal()
    said = Signal(str)

    def __init__(self, sources: Sources, refused: Notice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sources, self._refused = sources, refused
        self._folder: Path | None = None
        self._mode, self._again = "", False
        self.next: NextShot | None = None
        """What the camera shoots now."""
        self._go_ahead = pair_work.GoAhead(self)
        self._capture, self._adding = GeneratorJob("pair capture", self), GeneratorJob("pair adding", self)
        sources.watch.connect(self.watch)
        sources.tether.connect(self.tether)
        sources.stop.connect(self.stop)
        sources.add.connect(self.ask_files)
        sources.camera.ready.clicked.connect(self._ready)
        self._go_ahead.asked.connect(self._set_up)
        for job, over, failed in (
            (self._capture, self._stopped, self._capture_failed),
            (self._adding, self._all_added, self._adding_failed),
        ):
            job.told.connect(self._hear)
            job.done.connect(over)
            job.cancelled.connect(over)
            job.failed.connect(failed)

    # --- what the page does

    def show_session(self, folder: Path | None) -> None:
        """Of which session the frames are. A watched folder is watched again once the session's disk is back."""
        if folder != self._folder:
            self._leave()
        self._folder = folder
        watched = self._sources.folder.chosen
        if self._again and folder is not None and watched is not None and not self._capture.running:
            self.watch(watched)

    def _leave(self) -> None:
        self._again = False
        self._capture.cancel()
        self._adding.cancel()
        self.next = None
        self._refused.say("")

    def end(self) -> bool:
        """For good; what has come stays."""
        return all([self._capture.end(), self._adding.end()])

    @property
    def capturing(self) -> str:
        """'folder', 'camera' or ''."""
        return self._mode if self._capture.running else ""

    @property
    def busy(self) -> bool:
        """Whether frames come, or are copied."""
        return self._capture.running or self._adding.running

    # --- the three ways

    @Slot(Path)
    def watch(self, incoming: Path) -> None:
        """Takes every photo that comes into that folder."""
        folder = self._folder
        if folder is not None:
            self._sources.folder.set_folder(incoming)
            self._begin("folder", lambda token: pair_work.watching(folder, incoming, token))
            self._state(self._usual(), "info")

    @Slot()
    def tether(self) -> None:
        """Lets the camera shoot what is planned."""
        folder = self._folder
        if folder is not None:
            self._begin("camera", lambda token: pair_work.tethered(folder, self._go_ahead, token))
            self._state(self.tr("Connecting to the camera..."), "info")

    def _begin(self, mode: str, make: Callable[[CancelToken], Iterator[object]]) -> None:
        self._mode, self._again = mode, False
        self._refused.say("")
        self._capture.start(make)
        self._show_running()

    @Slot()
    def stop(self) -> None:
        """What has come stays."""
        self._again = False
        self._capture.cancel()

    @Slot()
    def ask_files(self) -> None:
        """Photos, by the system's dialog."""
        title = self.tr("Add files")
        found, _ = QFileDialog.getOpenFileNames(self._sources, title, recent.last_folder(FILES))
        if found:
            recent.set_last_folder(FILES, Path(found[0]).parent)
            self.add([Path(name) for name in found])

    def add(self, files: Sequence[Path]) -> None:
        """Copies them into the session, after those that are being copied. Folders stand for the photos in them."""
        folder, wanted = self._folder, list(files)
        if folder is not None and wanted and not self._adding.running:
            self._refused.say("")
            self._adding.start(lambda token: pair_work.adding(folder, wanted, token))
            self._show_running()

    @Slot(object)
    def _set_up(self, shot: NextShot) -> None:
        """The camera waits for the photographer."""
        if shot.first:
            said = self.tr("Set up the scene. The camera shoots its frames as soon as you say that it is ready.")
        else:
            said = self.tr("Set the camera to what is asked for, then go on.")
        self._state(said, "info")
        self._sources.camera.ready.show()
        self._sources.camera.ready.setFocus()

    @Slot()
    def _ready(self) -> None:
        self._sources.camera.ready.hide()
        self._state(self._usual(), "info")
        self._go_ahead.give()

    # --- what happens

    @Slot(object)
    def _hear(self, event: object) -> None:
        match event:
            case FrameAdded():
                self.added.emit()
            case NextShot():
                self.next = event
                self.asked.emit()
            case Waiting():
                self._state(messages.sentence(event.error), "error")
            case GoesOn():
                self._state(self._usual(), "info")
            case Refused():
                text = self.tr("{file} was not taken. {reason}")
                self._refused.say(
                    text.format(file=event.path.name, reason=messages.sentence(event.error, short=True)), "warning"
                )
            case Advice():
                self._state(wording.advice(event), "info")
            case Progress():
                text = self.tr("Copying {done} of {total}")
                self.said.emit(text.format(done=min(event.done + 1, event.total), total=event.total))

    def _usual(self) -> str:
        if self._mode == "folder":
            return self.tr("Waiting for photos in {folder}.").format(folder=self._sources.folder.chosen)
        return self.tr("The camera is connected.")

    def _state(self, text: str, kind: Kind) -> None:
        place = self._sources.folder if self._mode == "folder" else self._sources.camera
        place.state.say(text, kind)

    @Slot()
    def _stopped(self) -> None:
        self.next = None
        self._sources.camera.ready.hide()
        self._state("", "info")
        self._show_running()
        self.asked.emit()

    @Slot(object)
    def _capture_failed(self, error: BaseException) -> None:
        self._stopped()
        self._again = self._mode == "folder" and isinstance(error, SessionMissing)
        self._state(messages.sentence(error), "error")

    @Slot()
    def _all_added(self) -> None:
        self.said.emit("")
        self._show_running()
        self.added.emit()

    @Slot(object)
    def _adding_failed(self, error: BaseException) -> None:
        self._all_added()
        self._refused.say(messages.sentence(error), "error")

    def _show_running(self) -> None:
        self._sources.show_running(self.capturing)
        self._sources.files.button.setEnabled(not self._adding.running)
        self.running.emit()

    def retranslate(self) -> None:
        """The state again, in the words of now."""
        if self._capture.running:
            self._state(self._usual(), "info")
