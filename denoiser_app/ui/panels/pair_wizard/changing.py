"""A page that changes the session's manifest, in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.session import Session
from denoiser_app.ui import messages
from denoiser_app.ui.jobs.errands import Errands
from denoiser_app.ui.panels.pair_wizard.page import Page


class ChangingPage(Page):
    """See ``Page``."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """name: of the thread."""
        super().__init__(parent)
        self._desk = Errands(name, parent=self)

    def change(self, change: Callable[[Session], Session], then: Callable[[], None] = lambda: None) -> None:
        """Changes the manifest as it is on the disk then. A change that does not fit any more is passed over."""
        folder = self.folder
        if folder is None:
            return

        def careful(session: Session) -> Session:
            try:
                return change(session)
            except KeyError:  # a frame or scene that somebody else has taken out meanwhile
                return session

        self.errand(lambda: sessions.update(folder, careful), lambda _: then())

    def errand(self, work: Callable[[], Any], then: Callable[[Any], None] = lambda _: None) -> None:
        """Anything else that changes the folder; what goes wrong is said."""

        def done(answer: Any) -> None:
            self.said.emit("")
            self.changed.emit()
            then(answer)

        self._desk.put(work, done, self.say_error)

    def say_error(self, error: BaseException) -> None:
        """A sentence at the foot of the window."""
        self.said.emit(messages.sentence(error))
        self.changed.emit()

    def end(self) -> bool:
        """What was asked for is still done."""
        return self._desk.close()
