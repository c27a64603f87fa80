"""What every step of the window of one's own camera is: a page that shows a session and may change it on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from denoiser_app.pairs.session import Session
from denoiser_app.pairs.verdict import Verdicts

Mark = Literal["empty", "begun", "done", "trouble"]
"""How far a step is, for the list at the side."""


class Page(QWidget):
    """A step. The window calls ``show_session`` at every change on the disk, whoever made it, in the window's thread;
    what is shown and typed stays as long as the session is the same.

    changed: the page has changed something in the session's folder; the window reads it again. said: a short sentence
    for the line at the foot of the window, '' clears it. busy: whether the page works on something that takes long.
    open_photos: these files are wanted in the main window. state_changed: ``summary`` or ``mark`` say something new.
    """

    changed = Signal()
    busy = Signal(bool)
    said = Signal(str)
    state_changed = Signal()
    open_photos = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder: Path | None = None
        self.session: Session | None = None
        self.verdicts: Verdicts | None = None

    def title(self) -> str:
        """One word, for the list at the side and above the page."""
        raise NotImplementedError

    def explanation(self) -> str:
        """A sentence or two below the title: what this step is for."""
        return ""

    def summary(self) -> str:
        """Where the step stands, in a few words: '4 of 6 scenes'; '' before there is anything to say."""
        return ""

    def mark(self) -> Mark:
        """How far it is."""
        return "empty"

    def show_session(self, folder: Path | None, session: Session | None, verdicts: Verdicts | None) -> None:
        """What is on the disk now. All None: there is no session, or its folder is gone for the moment."""
        self.folder, self.session, self.verdicts = folder, session, verdicts

    def retranslate(self) -> None:
        """Every word again, in the language of now."""

    def may_leave(self) -> bool:
        """Asked before another session is opened, or the window closes: False where something must be decided first.
        Going to another page is always possible."""
        return True

    def end(self) -> bool:
        """Ends threads and processes, for good; nothing is lost. False if they did not end in time."""
        return True

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
