"""The window of one's own camera: the steps at the side, a page for each, one session. Only shows and asks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.formats.thumbnail_cache import ThumbnailCache
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.session import Session
from denoiser_app.ui import messages, recent
from denoiser_app.ui.jobs.pair_session import Seen, SessionDesk, is_missing
from denoiser_app.ui.panels.info import ElidedLabel
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.panels.pair_wizard import recent_sessions
from denoiser_app.ui.panels.pair_wizard.header import Header
from denoiser_app.ui.panels.pair_wizard.new_session import PURPOSE, NewSessionDialog
from denoiser_app.ui.panels.pair_wizard.page import Mark, Page
from denoiser_app.ui.panels.pair_wizard.start import StartPage
from denoiser_app.ui.panels.pair_wizard.steps import Step, StepList
from denoiser_app.ui.stylesheet import role

SIZE = (1280, 840)
SIDE = 250


def make_pages(thumbnails: ThumbnailCache | None = None) -> list[Page]:
    """In the order of the steps. thumbnails: where small pictures are kept, None keeps none."""
    from denoiser_app.ui.panels.pair_wizard.calibrate import CalibratePage
    from denoiser_app.ui.panels.pair_wizard.capture import CapturePage
    from denoiser_app.ui.panels.pair_wizard.check import CheckPage
    from denoiser_app.ui.panels.pair_wizard.plan import PlanPage
    from denoiser_app.ui.panels.pair_wizard.prove import ProvePage
    from denoiser_app.ui.panels.pair_wizard.train import TrainPage

    return [PlanPage(), CapturePage(thumbnails), CheckPage(), CalibratePage(), TrainPage(), ProvePage()]


class PairWizard(QWidget):
    """A window of its own, beside the main window; closing it hides it, and what works goes on.

    open_photos: files that are wanted in the main window. show_folder: a folder, in the system's file manager.
    """

    open_photos = Signal(list)
    show_folder = Signal(Path)

    def __init__(self, pages: list[Page] | None = None) -> None:
        super().__init__()
        self.setObjectName("pairs")
        self.desk = SessionDesk(self)
        self.session: Session | None = None
        self._gone = False
        self.pages = make_pages() if pages is None else pages
        self._busy = [False] * len(self.pages)
        self._said = [""] * len(self.pages)
        self._make_widgets()
        self._arrange()
        self._connect()
        self._restore()
        self.retranslate()
        self._show_session(None)
        self.open(recent_sessions.last())

    # --- what there is ------------------------------------------------------------------------------------------------

    def _make_widgets(self) -> None:
        self.header, self.start, self.steps = Header(), StartPage(), StepList()
        self.title, self.explanation, self.notice = QLabel(), QLabel(), Notice()
        role(self.title, "title")
        role(self.explanation, "note")
        self.explanation.setWordWrap(True)
        self.stack, self.whole = QStackedWidget(), QStackedWidget()
        for page in self.pages:
            self.stack.addWidget(page)
        self.back, self.next = QPushButton(), QPushButton()
        self.line = ElidedLabel()
        role(self.line, "note")

    def _arrange(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(24, 16, 20, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.explanation)
        column.addWidget(self.notice)
        column.addSpacing(14)
        column.addWidget(self.stack, 1)
        self.body = QWidget()
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.steps.setFixedWidth(SIDE)
        row.addWidget(self.steps)
        row.addWidget(right, 1)
        self.whole.addWidget(self.start)
        self.whole.addWidget(self.body)
        self.foot = QWidget()
        below = QHBoxLayout(self.foot)
        below.setContentsMargins(20, 8, 20, 12)
        below.setSpacing(8)
        below.addWidget(self.line, 1)
        below.addWidget(self.back)
        below.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.header, _rule(), self.whole, _rule(), self.foot):
            layout.addWidget(widget, 1 if widget is self.whole else 0)

    def _connect(self) -> None:
        self.desk.seen.connect(self._seen)
        for place in (self.header, self.start):
            place.new_session.connect(self.ask_new)
            place.open_session.connect(self.ask_open)
            place.open_recent.connect(self.open_other)
        self.header.show_folder.connect(self._show_folder)
        self.steps.currentRowChanged.connect(self._turned)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        for number, page in enumerate(self.pages):
            page.changed.connect(self.desk.look)
            page.state_changed.connect(self._show_steps)
            page.open_photos.connect(self.open_photos)
            page.busy.connect(lambda busy, number=number: self._set_busy(number, busy))
            page.said.connect(lambda text, number=number: self._say(number, text))
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        QShortcut(QKeySequence("Alt+PgUp"), self, self.go_back)
        QShortcut(QKeySequence("Alt+PgDown"), self, self.go_on)
        QShortcut(QKeySequence.StandardKey.New, self, self.ask_new)
        QShortcut(QKeySequence.StandardKey.Open, self, self.ask_open)

    # --- which session ------------------------------------------------------------------------------------------------

    @property
    def folder(self) -> Path | None:
        """Of the session that is open."""
        return self.desk.folder

    def open(self, folder: Path | None) -> None:
        """The session in that folder, as soon as it is read; one that is gone for the moment is waited for."""
        self._gone = False
        self.notice.say("")
        self.start.say("")
        self.desk.open(None if folder is None else folder.absolute())
        self._show_session(None)

    @Slot(Path)
    def open_other(self, folder: Path) -> None:
        """If no page needs to keep the one that is open."""
        if folder.absolute() != self.folder and not all(page.may_leave() for page in self.pages):
            return
        self.open(folder)

    @Slot()
    def ask_new(self) -> None:
        """A new session, by a dialog."""
        dialog = NewSessionDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda answer: self._create(dialog) if answer == QDialog.DialogCode.Accepted else None)
        dialog.open()

    def _create(self, dialog: NewSessionDialog) -> None:
        self.make_session(dialog.folder, dialog.name)

    def make_session(self, folder: Path, name: str) -> None:
        """Makes a session and opens it; one that is there already is opened as it is."""
        if not all(page.may_leave() for page in self.pages):
            return
        made = Session(name, created=datetime.now().astimezone().isoformat(timespec="seconds"))
        self.desk.do(lambda: sessions.create(folder, made), lambda _: self._created(folder), self._failed)

    def _created(self, folder: Path) -> None:
        self.open(folder)
        self.steps.setCurrentRow(0)

    @Slot()
    def ask_open(self) -> None:
        """The folder of a session, by the system's dialog."""
        found = QFileDialog.getExistingDirectory(
            self, self.tr("Open the folder of a session"), recent.last_folder(PURPOSE)
        )
        if found:
            recent.set_last_folder(PURPOSE, Path(found).parent)
            self.open_other(Path(found))

    @Slot(object)
    def _seen(self, seen: Seen) -> None:
        if seen.session is None:
            self._lost(seen)
            return
        if self.session is None or self._gone:
            recent_sessions.add(seen.folder)
            self._show_recent()
        self._gone = False
        self.notice.say("")
        self._show_session(seen)

    def _lost(self, seen: Seen) -> None:
        """What is on the pages stays as it is; it goes on by itself when the folder is there again."""
        assert seen.error is not None
        said = messages.sentence(seen.error)
        if is_missing(seen.error) and self.session is not None:
            said = self.tr(
                "The folder of this session is not there any more. Connect its disk, or open the session where it is"
                " now; the window goes on as soon as it is back."
            )
        self._gone = True
        if self.session is None:
            self._show_session(None)
        self.notice.say(said, "error")
        self._enable()

    def _failed(self, error: BaseException) -> None:
        said = messages.sentence(error)
        self.line.set_text(said)
        self.start.say(said)

    # --- what is shown ------------------------------------------------------------------------------------------------

    def _show_session(self, seen: Seen | None) -> None:
        self.session = None if seen is None else seen.session
        name = self.session.name if self.session is not None else self.folder.name if self.folder else ""
        self.header.show_session(name, self.folder)
        self.whole.setCurrentWidget(self.start if self.folder is None else self.body)
        self.foot.setVisible(self.folder is not None)
        self._enable()
        for page in self.pages:
            page.show_session(self.folder if seen else None, self.session, seen.verdicts if seen else None)
        self._show_steps()
        self._title()

    def _enable(self) -> None:
        """Without its folder there is nothing to do on a page, except to stop what it does."""
        there = self.session is not None and not self._gone
        for page, busy in zip(self.pages, self._busy, strict=True):
            page.setEnabled(there or busy)

    @Slot()
    def _show_steps(self) -> None:
        said: dict[Mark, str] = {
            "empty": "",
            "begun": self.tr("begun"),
            "done": self.tr("done"),
            "trouble": self.tr("needs attention"),
        }
        steps = [(page.title(), page.summary(), page.mark()) for page in self.pages]
        self.steps.set_steps(
            [Step(n, title, text, mark, said[mark]) for n, (title, text, mark) in enumerate(steps, start=1)]
        )

    def _show_recent(self) -> None:
        folders = recent_sessions.folders()
        self.header.set_recent(folders)
        self.start.set_recent(folders)

    @Slot(int)
    def _turned(self, row: int) -> None:
        if row < 0:
            return
        page = self.pages[row]
        self.stack.setCurrentWidget(page)
        self.title.setText(page.title())
        self.explanation.setText(page.explanation())
        self.explanation.setVisible(bool(page.explanation()))
        self.back.setEnabled(row > 0)
        self.next.setEnabled(row + 1 < len(self.pages))
        self.line.set_text(self._said[row])
        recent_sessions.set_page(row)

    @Slot()
    def go_back(self) -> None:
        """The step before."""
        self.steps.setCurrentRow(max(self.steps.currentRow() - 1, 0))

    @Slot()
    def go_on(self) -> None:
        """The step after."""
        self.steps.setCurrentRow(min(self.steps.currentRow() + 1, len(self.pages) - 1))

    def _say(self, number: int, text: str) -> None:
        self._said[number] = text
        if number == self.steps.currentRow():
            self.line.set_text(text)

    def _set_busy(self, number: int, busy: bool) -> None:
        self._busy[number] = busy
        self._enable()

    @Slot()
    def _show_folder(self) -> None:
        if self.folder is not None:
            self.show_folder.emit(self.folder)

    def _title(self) -> None:
        own = self.tr("Your own camera")
        self.setWindowTitle(f"{self.session.name} – {own}" if self.session is not None else own)

    def retranslate(self) -> None:
        """All words in the current language; pages see to their own."""
        self.header.retranslate()
        self.start.retranslate()
        self.steps.setAccessibleName(self.tr("Steps"))
        self.stack.setAccessibleName(self.tr("Page of the step"))
        self.back.setText(self.tr("&Back"))
        self.next.setText(self.tr("Ne&xt"))
        self.header.show_session(self.session.name if self.session else "", self.folder)
        self._show_recent()
        self._show_steps()
        self._turned(self.steps.currentRow())
        self._title()

    # --- beginning and end --------------------------------------------------------------------------------------------

    @property
    def training(self) -> bool:
        """Whether a training goes on."""
        return any(getattr(page, "running", False) for page in self.pages)

    def end(self) -> bool:
        """Ends all threads and processes, for good; call it when the program ends. False if they did not in time."""
        ended = [page.end() for page in self.pages]
        return all([*ended, self.desk.close()])

    def _restore(self) -> None:
        self.resize(*SIZE)
        self.setMinimumSize(960, 640)
        geometry = QSettings().value("pairs/geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self._show_steps()
        self.steps.setCurrentRow(min(recent_sessions.page(), len(self.pages) - 1))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The keyboard begins at the steps."""
        super().showEvent(event)
        if not event.spontaneous():
            (self.steps if self.folder is not None else self.start).setFocus()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """The place on the screen is kept for the next time."""
        super().hideEvent(event)
        if not event.spontaneous():
            QSettings().setValue("pairs/geometry", self.saveGeometry())

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Hidden only: a training or a capture goes on."""
        event.accept()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "line"):
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange and hasattr(self, "line"):
            self.start.retranslate()
        super().changeEvent(event)


def _rule() -> QFrame:
    line = QFrame()
    role(line, "rule")
    return line
