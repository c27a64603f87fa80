"""A folder that any maker's tether program or a card reader fills: what arrives in it becomes frames of a session.

A file counts once its size and its date have stayed the same for a while. The folder may vanish and come back, as the
disk it is on does: that is waited for.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from denoiser_app.core.errors import FolderGone, FrameKnown, InputError, RawOfSameShot
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch.sources import Found
from denoiser_app.engine.batch.watching import Arrivals
from denoiser_app.formats.listing import photos_in
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.capture.course import next_shot
from denoiser_app.pairs.capture.events import CaptureEvent, GoesOn, NextShot, Refused, Waiting
from denoiser_app.pairs.grouping.adding import Place, is_known, take, without_jpegs_of_raws
from denoiser_app.pairs.grouping.likeness import Likeness
from denoiser_app.pairs.session import Session

POLL = 1.0
STILL = 2.0
STEP = 0.1
"""Seconds after which a wish to stop is heard."""
LOOKING = 0.1
"""Share of the time that looking may take."""


def watch(
    folder: Path, incoming: Path, token: CancelToken | None = None, poll: float = POLL, still: float = STILL
) -> Iterator[CaptureEvent]:
    """Takes what is in ``incoming`` and its folders and what arrives there, until ``token`` says so (Cancelled).

    poll: seconds between two looks. still: seconds for which a file has to stay as it is. Photos that were taken
    before, also before the program was started again, are not taken twice; of a raw and its JPEG the raw is taken.
    Waiting is said once while ``incoming`` is not there, and GoesOn when it is back. Refused is told once of a file
    that cannot be read; it is looked at again when it has changed. NextShot follows each frame.
    Raises SessionMissing, SessionDamaged, SessionBusy, OutputError for the session's own folder; the originals stay
    where they are, and the next start takes those that are not in the session.
    """
    token = token or CancelToken()
    watcher = _Watcher(folder, incoming, Arrivals(still), Likeness(folder, token))
    while True:
        token.check()
        began = time.monotonic()
        yield from watcher.look(token)
        _rest(max(poll, (time.monotonic() - began) / LOOKING if not watcher.busy else 0.0), token)


@dataclass
class _Watcher:
    folder: Path
    incoming: Path
    arrivals: Arrivals
    likeness: Likeness
    gone: bool = False
    busy: bool = False
    """Whether the last look found something to take, so that its time says nothing of looking."""
    _refused: set[tuple[Path, int, int]] = field(default_factory=set)
    _next: NextShot | None = None

    def look(self, token: CancelToken) -> Iterator[CaptureEvent]:
        session = sessions.load(self.folder)
        yield from self.said_next(session)
        try:
            found = self._found()
        except InputError:
            yield from self._vanished()
            return
        if self.gone:
            self.gone = False
            yield GoesOn()
        complete = self.arrivals.complete(found)
        new = [one for one in complete if not self._is_known(session, one)]
        self.busy = bool(new)
        for frame_source in self._in_order(new, found):
            token.check()
            yield from self._taken(frame_source, token)

    def said_next(self, session: Session) -> Iterator[NextShot]:
        """What is shot next, where that is something else than was said last."""
        shot = next_shot(session)
        if shot is not None and shot != self._next:
            yield shot
        self._next = shot

    def _found(self) -> list[Found]:
        """Every photo that is there. InputError if the folder is not."""
        own = self.folder.resolve()
        found = []
        for path in photos_in(self.incoming, recursive=True):
            with suppress(OSError):
                status = path.stat()
                if not path.resolve().is_relative_to(own):
                    found.append(Found(path, self.incoming, status.st_size, status.st_mtime_ns))
        return found

    def _vanished(self) -> Iterator[CaptureEvent]:
        if not self.gone:
            self.gone = True
            yield Waiting(FolderGone(path=str(self.incoming)))

    def _is_known(self, session: Session, one: Found) -> bool:
        known = is_known(session, one.path.name, f"{one.size}:{one.mtime_ns}")
        return known or (one.path, one.size, one.mtime_ns) in self._refused

    def _in_order(self, new: Sequence[Found], found: Sequence[Found]) -> list[Found]:
        """Oldest first, without finished pictures beside a raw, which may still be on its way."""
        wanted, _ = without_jpegs_of_raws([one.path for one in found])
        keep = set(wanted)
        return sorted((one for one in new if one.path in keep), key=lambda one: (one.mtime_ns, one.path.name))

    def _taken(self, one: Found, token: CancelToken) -> Iterator[CaptureEvent]:
        key = (one.path, one.size, one.mtime_ns)
        try:
            added = take(self.folder, one.path, Place(), token, self.likeness)
        except (FrameKnown, RawOfSameShot):
            self._refused.add(key)
        except InputError as error:
            if self._is_as_it_was(one):
                self._refused.add(key)
                yield Refused(one.path, error)
        else:
            yield added
            yield from self.said_next(added.session)

    def _is_as_it_was(self, one: Found) -> bool:
        """Not so if its disk was pulled out or it is still being written: then it is looked at again."""
        try:
            status = one.path.stat()
        except OSError:
            return False
        return (status.st_size, status.st_mtime_ns) == (one.size, one.mtime_ns)


def _rest(seconds: float, token: CancelToken) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        token.check()
        time.sleep(min(STEP, left))
