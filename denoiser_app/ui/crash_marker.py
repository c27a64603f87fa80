"""How the next start knows that the last run crashed: a file that a clean end removes.

``running-<pid>.txt`` is locked as long as its process lives, so another window that is open does not look like a crash,
and a process id used again does not hide one. faulthandler writes the stacks of a hard crash into it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from denoiser_app import __version__

PATTERN = "running-*.txt"
KEPT = 5
"""Files of earlier crashes that stay in the folder."""


class Marker:
    """The file of this process, open and locked."""

    def __init__(self, folder: Path) -> None:
        """OSError if the folder cannot be written."""
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"running-{os.getpid()}.txt"
        self.file: TextIO = self.path.open("w", encoding="utf-8")
        started = time.strftime("%Y-%m-%d %H:%M:%S")
        self.file.write(f"version {__version__}, pid {os.getpid()}, started {started}\n")
        self.file.flush()
        _lock(self.file)

    def remove(self) -> None:
        """The run ended well."""
        self.file.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def keep(self, text: str) -> None:
        """The run ended over a fault: the next start is told ``text``."""
        with suppress(OSError):
            self.file.write(text)
        self.file.close()


def crashed(folder: Path) -> Iterator[str]:
    """What is in the markers whose process is gone, oldest first; each is told once and kept as ``crash-*.txt``."""
    with suppress(OSError):
        for path in sorted(folder.glob(PATTERN), key=lambda p: p.stat().st_mtime):
            if path.name != f"running-{os.getpid()}.txt" and not _is_locked(path):
                yield _put_aside(path)
    _forget(folder)


def _put_aside(path: Path) -> str:
    text = path.read_text(encoding="utf-8", errors="replace")
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(path.stat().st_mtime))
    path.replace(path.with_name(f"crash-{stamp}-{path.stem.removeprefix('running-')}.txt"))
    return text


def _forget(folder: Path) -> None:
    for path in sorted(folder.glob("crash-*.txt"))[:-KEPT]:
        with suppress(OSError):
            path.unlink()


def _is_locked(path: Path) -> bool:
    try:
        with path.open("r+", encoding="utf-8") as file:
            _lock(file)
    except OSError:
        return True
    return False


if sys.platform == "win32":
    import msvcrt

    FAR = 1 << 30
    """A byte far behind the text: Windows refuses to read locked bytes."""

    def _lock(file: TextIO) -> None:
        position = file.tell()
        file.seek(FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        finally:
            file.seek(position)

else:
    import fcntl

    def _lock(file: TextIO) -> None:
        """flock, not lockf: it belongs to the open file, so looking at our own marker does not unlock it."""
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
