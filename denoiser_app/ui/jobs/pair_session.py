"""The session of pairs that is open in the window: read in a thread, again whenever somebody has changed it.

The disk may be slow, or gone: it is never asked from the window's own thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from denoiser_app.core.errors import SessionMissing
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.checking.fingerprint import fingerprint
from denoiser_app.pairs.session import Session
from denoiser_app.pairs.verdict import Verdicts
from denoiser_app.ui.jobs.errands import Errands

POLL = 1000
"""Milliseconds between two looks: a capture or a command line may work on the same session."""
VERDICTS = f"{sessions.CHECK}/verdicts.json"


@dataclass(frozen=True)
class Seen:
    """What is in the folder. error: why there is no session to show: ``SessionMissing``, ``SessionDamaged``."""

    folder: Path
    session: Session | None = None
    verdicts: Verdicts | None = None
    error: BaseException | None = None


class SessionDesk(QObject):
    """seen: a ``Seen``, only when something is new. All signals come in the thread of this object."""

    seen = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errands = Errands("pair session", parent=self)
        self.folder: Path | None = None
        self._known: object = None
        self._looking = self._again = False
        self._poll = QTimer(self, interval=POLL)
        self._poll.timeout.connect(self.look)

    def open(self, folder: Path | None) -> None:
        """Another session; None for none."""
        self.folder, self._known = folder, None
        if folder is None:
            self._poll.stop()
        else:
            self._poll.start()
            self.look()

    @Slot()
    def look(self) -> None:
        """Tells by ``seen`` if there is something new; one look at a time."""
        if self._looking:
            self._again = True
            return
        if self.folder is None:
            return
        self._looking, self._again = True, False
        folder, known = self.folder, self._known
        self._errands.put(lambda: _look(folder, known), self._looked, self._not_looked)

    def do(self, work: Callable[[], Any], then: Callable[[Any], None], failed: Callable[[BaseException], None]) -> None:
        """Something else that asks the disk."""
        self._errands.put(work, then, failed)

    def close(self) -> bool:
        """Ends the thread, for good. False if it did not end in time."""
        self._poll.stop()
        return self._errands.close()

    def _looked(self, answer: tuple[Seen, object] | None) -> None:
        self._looking = False
        if answer is not None and answer[0].folder == self.folder:
            self._known = answer[1]
            self.seen.emit(answer[0])
        if self._again:
            self.look()

    def _not_looked(self, error: BaseException) -> None:
        self._looking = False
        if self.folder is not None:
            self._known = None
            self.seen.emit(Seen(self.folder, error=error))


def _look(folder: Path, known: object) -> tuple[Seen, object] | None:
    """In the thread. None: nothing is new."""
    state = _state(folder)
    if state == known:
        return None
    try:
        session = sessions.load(folder)
    except Exception as error:  # noqa: BLE001 - told to the window
        return Seen(folder, error=error), state
    return Seen(folder, session, read_verdicts(folder, session)), state


def _state(folder: Path) -> tuple[object, ...]:
    """Differs when something of the session has changed. A training writes its checkpoints deeper than this looks."""
    names = [sessions.MANIFEST, VERDICTS, sessions.PROFILE, sessions.TRAINING, sessions.PROOF]
    paths = [folder / name for name in names]
    for name in (sessions.TRAINING, sessions.PROOF):
        paths += sorted(_inside(folder / name))
    return (folder, *((path.name, _stamp(path)) for path in paths))


def _inside(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def read_verdicts(folder: Path, session: Session) -> Verdicts:
    """What the check has said of these very frames; nothing where it was not made, or cannot be read: it can be made
    again."""
    try:
        found = Verdicts.from_json((folder / VERDICTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Verdicts()
    prints = {pair.id: fingerprint(folder, pair) for pair in session.pairs() if found.find(pair.id)}
    return Verdicts(tuple(one for one in found.of if prints.get(one.pair) == one.fingerprint), found.problems)


def is_missing(error: BaseException | None) -> bool:
    """Whether the folder may come back by itself: its disk was pulled out."""
    return isinstance(error, SessionMissing)
