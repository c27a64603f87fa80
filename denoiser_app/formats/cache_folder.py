"""A folder of files that can be made again, never larger than its limit: what was used longest ago goes first.

Several instances of the program may share one. A file appears whole, by renaming. Its temporary takes up its final size
before room is made for it, so that of two writers at least one sees the other: together they never write more than the
limit. Nothing here raises for what disks and other programs do; a cache that does not work is a slow program, not a
broken one.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

KEPT_FREE = 10**9
"""Bytes of the disk that a cache leaves to everything else."""
STALE = 24 * 3600.0
"""Seconds after which a temporary is nobody's, whoever has its process number now."""
_PART = ".part-"


@dataclass(frozen=True)
class _File:
    path: Path
    size: int
    used: int
    """Nanoseconds since 1970; kept as the modification time, since many disks do not record access."""


class CacheFolder:
    """Files ``<name><suffix>`` in ``folder``; what else lies there is left alone.

    rescan: for many small files. The folder is counted anew only at every so many writes, and when it seems full; then
    a tenth is emptied at once. Writes of other instances in between may exceed the limit by that little.
    """

    def __init__(self, folder: Path, limit_bytes: int, suffix: str, rescan: int = 1) -> None:
        self.folder, self.limit, self._suffix, self._rescan = Path(folder), limit_bytes, suffix, rescan
        self._lock = threading.Lock()
        self._entered = False
        self._known, self._until_scan = 0, 0

    def path(self, name: str) -> Path:
        """Where a file of this name is, or would be."""
        return self.folder / f"{name}{self._suffix}"

    def used(self, name: str) -> None:
        """Note that a file was used just now."""
        with suppress(OSError):
            _set_used(self.path(name))

    def drop(self, name: str) -> None:
        """Remove a file, if it is there and the system lets it."""
        _unlink(self.path(name))

    def write(self, name: str, size: int, fill: Callable[[BinaryIO], None]) -> bool:
        """Write a file of exactly ``size`` bytes through ``fill``. False, and nothing changed, where that fails: no
        room under the limit or on the disk, or an OSError."""
        if size > self.limit:
            return False
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.enter()
            return self._written(name, size, fill)
        except OSError:
            return False

    def size(self) -> int:
        """Bytes taken up by all files and what is being written."""
        entries, parts = self._scan()
        return sum(file.size for file in entries + parts)

    def clear(self) -> None:
        """Remove all files, whoever wrote them, but not what is being written now."""
        self.enter()
        for file in self._scan()[0]:
            _unlink(file.path)
        with self._lock:
            self._until_scan = 0

    def enter(self) -> None:
        """Remove what killed processes left behind, and what is over the limit. Once; done by itself before writing."""
        with self._lock:
            if self._entered:
                return
            self._entered = True
            entries, parts = self._scan()
            for part in filter(_is_abandoned, parts):
                _unlink(part.path)
            self._evict(entries, sum(file.size for file in entries), self.limit)

    def _written(self, name: str, size: int, fill: Callable[[BinaryIO], None]) -> bool:
        part = self.folder / f".{name[:16]}{self._suffix}{_PART}{os.getpid()}-{secrets.token_hex(6)}"
        try:
            with part.open("xb") as file:
                file.truncate(size)
                if not self._make_room(size):
                    return False
                fill(file)
                if file.tell() != size:
                    raise ValueError(f"{file.tell()} bytes were written instead of {size}")
            _set_used(part)
            os.replace(part, self.path(name))
        finally:
            _unlink(part)
        return True

    def _make_room(self, size: int) -> bool:
        """Whether there is room for the temporary of ``size`` that exists already."""
        with self._lock:
            self._known += size
            self._until_scan -= 1
            if (self._until_scan <= 0 or self._known > self.limit) and not self._counted():
                return False
        return shutil.disk_usage(self.folder).free >= size + KEPT_FREE

    def _counted(self) -> bool:
        """Count the folder and empty it as far as needed. Whether it is within its limit."""
        entries, parts = self._scan()
        total = sum(file.size for file in entries + parts)
        if total > self.limit:
            total = self._evict(entries, total, self.limit if self._rescan == 1 else self.limit * 9 // 10)
        self._known, self._until_scan = total, self._rescan
        return total <= self.limit

    @staticmethod
    def _evict(entries: list[_File], total: int, goal: int) -> int:
        """Remove the oldest until ``total`` is no more than ``goal``. Returns the new total. A file that somebody has
        mapped stays readable for them; Windows refuses to remove it, then the next one goes."""
        for file in sorted(entries, key=lambda file: file.used):
            if total <= goal:
                break
            if _unlink(file.path):
                total -= file.size
        return total

    def _scan(self) -> tuple[list[_File], list[_File]]:
        """Finished files and temporaries."""
        entries: list[_File] = []
        parts: list[_File] = []
        with suppress(OSError), os.scandir(self.folder) as found:
            for entry in found:
                group = self._group(entry.name, entries, parts)
                with suppress(OSError):  # removed by another instance meanwhile
                    if group is not None and entry.is_file(follow_symlinks=False):
                        status = entry.stat(follow_symlinks=False)
                        group.append(_File(Path(entry.path), status.st_size, status.st_mtime_ns))
        return entries, parts

    def _group(self, name: str, entries: list[_File], parts: list[_File]) -> list[_File] | None:
        if name.startswith("."):
            return parts if f"{self._suffix}{_PART}" in name else None
        return entries if name.endswith(self._suffix) else None


def _set_used(path: Path) -> None:
    """With the clock's full resolution; the system's own stamps may be 4 to 15 ms coarse."""
    now = time.time_ns()
    os.utime(path, ns=(now, now))


def _unlink(path: Path) -> bool:
    """Whether the file is gone."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _is_abandoned(part: _File) -> bool:
    """Whether a temporary is older than a day, or its process is gone. Windows refuses to remove one that is open."""
    if time.time() - part.used / 1e9 > STALE or sys.platform == "win32":
        return True
    try:
        os.kill(int(part.path.name.rpartition(_PART)[2].split("-")[0]), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return True
    except OSError:  # it is somebody else's
        return False
    return False
