"""What the pages of one's own camera do in threads, as generators for ``GeneratorJob``: capture, adding, checking.

Each is called in its thread; what is heavy is imported there.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from denoiser_app.core.errors import OutputError
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats.publish import publishing
from denoiser_app.pairs.capture.events import NextShot
from denoiser_app.pairs.verdict import Verdicts
from denoiser_app.ui.jobs.pair_session import VERDICTS

STEP = 0.05
"""Seconds after which a wish to stop is heard."""


class GoAhead(QObject):
    """Lets the camera wait until the photographer has set up the scene. asked: for this ``NextShot``, in the thread of
    whoever listens."""

    asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._given = threading.Event()

    def give(self) -> None:
        """The scene is set up."""
        self._given.set()

    def wait(self, shot: NextShot, token: CancelToken) -> bool:
        """In the camera's thread, until it is given. False if the capture was stopped instead."""
        self._given.clear()
        self.asked.emit(shot)
        while not self._given.wait(STEP):
            if token.cancelled:
                return False
        return True


def can_tether() -> bool:
    """Whether the library for cameras is installed."""
    return find_spec("gphoto2") is not None


def watching(folder: Path, incoming: Path, token: CancelToken) -> Iterator[object]:
    """Every photo that comes into a folder."""
    from denoiser_app.pairs.capture.folder import watch

    yield from watch(folder, incoming, token)


def tethered(folder: Path, go_ahead: GoAhead, token: CancelToken) -> Iterator[object]:
    """What is planned, by the camera on the cable."""
    from denoiser_app.pairs.capture.gphoto import GphotoCamera
    from denoiser_app.pairs.capture.tether import capture

    yield from capture(folder, GphotoCamera(), token, ready=lambda shot: go_ahead.wait(shot, token))


def adding(folder: Path, files: Sequence[Path], token: CancelToken) -> Iterator[object]:
    """Files that were picked."""
    from denoiser_app.pairs.grouping.adding import add

    yield from add(folder, files, token)


def checking(
    folder: Path, token: CancelToken, only: Sequence[str] | None = None, *, again: bool = False
) -> Iterator[object]:
    """All pairs, or those of these ids. again: also those that have a verdict on these very frames; where that is
    stopped, they keep it. One check at a time: each keeps the verdicts that it found when it began."""
    while not _ALONE.acquire(timeout=STEP):
        token.check()
    try:
        yield from _checking_again(folder, token) if again else _checking(folder, token, only)
    finally:
        _ALONE.release()


_ALONE = threading.Lock()


def _checking(folder: Path, token: CancelToken, only: Sequence[str] | None) -> Iterator[object]:
    from denoiser_app.pairs.checking.check import check

    yield from check(folder, token, only=only)


def _checking_again(folder: Path, token: CancelToken) -> Iterator[object]:
    from denoiser_app.pairs.checking.check import load_verdicts

    before = load_verdicts(folder)
    (folder / VERDICTS).unlink(missing_ok=True)
    whole = False
    try:
        yield from _checking(folder, token, None)
        whole = True
    finally:
        if not whole:
            _put_back(folder, before)


def _put_back(folder: Path, before: Verdicts) -> None:
    """Verdicts of pairs that have no new one. A folder that is gone meanwhile is left alone."""
    from denoiser_app.pairs.checking.check import load_verdicts

    new = load_verdicts(folder)
    kept = tuple(verdict for verdict in before.of if new.find(verdict.pair) is None)
    data = Verdicts((*new.of, *kept), new.problems or before.problems).to_json().encode()
    with suppress(OutputError), publishing(folder / VERDICTS, overwrite=True, needed=len(data), within=folder) as part:
        part.file.write(data)
