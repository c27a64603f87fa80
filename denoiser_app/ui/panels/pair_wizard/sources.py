"""The three ways by which frames come: a watched folder, a camera on a cable, files picked by hand."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.core.errors import TetherNotInstalled
from denoiser_app.ui import messages, recent
from denoiser_app.ui.jobs import pair_work
from denoiser_app.ui.panels.info import ElidedLabel
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.stylesheet import role

PURPOSE, FILES = "pair incoming", "pair files"


class Sources(QTabWidget):
    """watch carries the folder. tether: begin with the camera. stop: end what goes on. add: ask for files."""

    watch = Signal(Path)
    tether = Signal()
    stop = Signal()
    add = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running: str = ""
        self.folder = FolderSource()
        self.camera = CameraSource()
        self.files = FilesSource()
        for page in (self.folder, self.camera, self.files):
            self.addTab(page, "")
        self.folder.toggle.clicked.connect(self._toggle_folder)
        self.camera.toggle.clicked.connect(self._toggle_camera)
        self.files.button.clicked.connect(self.add)
        self.retranslate()

    def show_running(self, what: str) -> None:
        """'folder', 'camera' or '' for neither."""
        self._running = what
        for name, page in (("folder", self.folder), ("camera", self.camera)):
            page.show_running(what == name, able=what in ("", name))

    @Slot()
    def _toggle_folder(self) -> None:
        if self._running == "folder":
            self.stop.emit()
        elif self.folder.chosen is not None or self.folder.choose():
            assert self.folder.chosen is not None
            self.watch.emit(self.folder.chosen)

    @Slot()
    def _toggle_camera(self) -> None:
        (self.stop if self._running == "camera" else self.tether).emit()

    def retranslate(self) -> None:
        """The words of now."""
        for place, text in enumerate((self.tr("Watch a folder"), self.tr("Camera on a cable"), self.tr("Add files"))):
            self.setTabText(place, text)
        self.setAccessibleName(self.tr("How the frames come"))
        for page in (self.folder, self.camera, self.files):
            page.retranslate()


class _Source(QWidget):
    """A sentence, what there is to set, a button to start and stop, and how it goes."""

    def __init__(self) -> None:
        super().__init__()
        self.is_running = False
        self.note, self.state = QLabel(), Notice()
        role(self.note, "note")
        self.note.setWordWrap(True)
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.toggle = QPushButton()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(2, 10, 2, 4)
        self.column.setSpacing(8)
        self.column.addWidget(self.note)

    def finish(self) -> None:
        """The button and the state below what there is to set."""
        self.column.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.state)
        self.column.addStretch(1)

    def show_running(self, running: bool, *, able: bool) -> None:
        """able: whether it could be started."""
        self.is_running = running
        self.toggle.setEnabled(able)
        role(self.toggle, "" if running else "primary")
        self.toggle.setText(self.tr("S&top") if running else self.tr("&Start"))

    def retranslate(self) -> None:
        """The words of now."""
        self.toggle.setText(self.tr("S&top") if self.is_running else self.tr("&Start"))


class FolderSource(_Source):
    """A folder that a tether program or a card reader fills."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen: Path | None = None
        self.where, self.browse = ElidedLabel(), QPushButton()
        self.browse.clicked.connect(self.choose)
        row = QHBoxLayout()
        row.addWidget(self.where, 1)
        row.addWidget(self.browse)
        self.column.addLayout(row)
        self.finish()
        self.show_running(False, able=True)
        self.retranslate()

    @Slot()
    def choose(self) -> bool:
        """By the system's dialog. False if none was chosen."""
        start = str(self.chosen) if self.chosen else recent.last_folder(PURPOSE)
        found = QFileDialog.getExistingDirectory(self, self.tr("Folder into which the photos come"), start)
        if found:
            self.set_folder(Path(found))
        return bool(found)

    def set_folder(self, folder: Path) -> None:
        """It is remembered for the next session."""
        recent.set_last_folder(PURPOSE, folder)
        self.chosen = folder
        self.retranslate()

    def show_running(self, running: bool, *, able: bool) -> None:
        super().show_running(running, able=able)
        self.browse.setEnabled(not running)

    def retranslate(self) -> None:
        super().retranslate()
        self.note.setText(
            self.tr(
                "A folder that your camera's program, a card reader or a network fills. Each photo is copied into the"
                " session as soon as it is complete; nothing in that folder is changed."
            )
        )
        self.browse.setText(self.tr("C&hoose..."))
        self.where.set_text(str(self.chosen) if self.chosen else self.tr("No folder is chosen"))


class CameraSource(_Source):
    """gphoto2."""

    def __init__(self) -> None:
        super().__init__()
        self.ready = QPushButton()
        role(self.ready, "primary")
        self.ready.hide()
        self.finish()
        self.column.insertWidget(self.column.indexOf(self.state) + 1, self.ready, 0, Qt.AlignmentFlag.AlignLeft)
        self._is_there = pair_work.can_tether()
        self.show_running(False, able=True)
        self.retranslate()

    def show_running(self, running: bool, *, able: bool) -> None:
        super().show_running(running, able=able and self._is_there)

    def retranslate(self) -> None:
        super().retranslate()
        self.ready.setText(self.tr("The scene &is ready"))
        if not self._is_there:
            self.state.say(messages.sentence(TetherNotInstalled()), "warning")
        self.note.setText(
            self.tr(
                "Sets ISO and shutter time, releases and fetches each frame by itself, scene by scene. The camera has"
                " to be connected by USB, in manual mode, and not in use by another program."
            )
        )


class FilesSource(QWidget):
    """Picked, or dropped anywhere on the page."""

    def __init__(self) -> None:
        super().__init__()
        self.note, self.button = QLabel(), QPushButton()
        role(self.note, "note")
        self.note.setWordWrap(True)
        role(self.button, "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 10, 2, 4)
        column.setSpacing(8)
        column.addWidget(self.note)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """The words of now."""
        self.note.setText(
            self.tr(
                "Photos that are on a disk already, also of another evening. They are copied, and sorted into scenes by"
                " the time they were taken. They can also be dropped anywhere on this page."
            )
        )
        self.button.setText(self.tr("&Add files..."))
