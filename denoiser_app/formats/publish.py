"""Files that appear whole or not at all.

A temporary file beside the target is written, flushed to the disk, read back by the caller, and only then given its
name; the folder is flushed last. Whatever goes wrong, and Ctrl-C, leaves nothing behind.

    with publishing(target, originals=originals, needed=size) as part:
        part.file.write(...)
        part.sync()
        check(part.path)
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from denoiser_app.core.errors import DenoiserError, DiskFull, OutputExists, OutputNotWritable
from denoiser_app.formats.naming import Originals, originals_of, refusal

NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV})
"""What os.link answers on exFAT, FAT and some network disks."""
LONGEST_STEM = 50
"""Characters of the target's name kept in the temporary one, so that a long name does not become too long."""
_LEFT_OVER = re.compile(r"(\..*\.part-)[0-9a-f]{12}", re.DOTALL)
"""Group 1 is what all temporary names of one target begin with."""


@dataclass(frozen=True)
class Part:
    """The temporary file: ``file`` to write to, ``path`` to read it back by after ``sync``."""

    path: Path
    file: BinaryIO

    def sync(self) -> None:
        """Everything written so far to the disk itself, and out of the cache, so that reading back reads the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())
        if hasattr(os, "posix_fadvise"):
            with suppress(OSError):
                os.posix_fadvise(self.file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def publishing(
    target: Path,
    *,
    originals: Originals | Collection[Path] = (),
    overwrite: bool = False,
    needed: int = 0,
    within: Path | None = None,
) -> Iterator[Part]:
    """A file to write that becomes ``target`` when the block ends well, and disappears when it does not.

    originals: never replaced, whatever ``overwrite`` says. needed: bytes that have to be free before anything starts.
    within: a folder that has to be there, and inside which alone others are made: the disk it is on may be pulled out.
    Missing folders are made (and removed again on failure). Raises OutputIsInput, OutputExists, OutputNotWritable,
    DiskFull; an OSError in the block becomes one of the last two, anything else passes through.
    """
    protected = originals_of(originals)
    made: list[Path] = []
    try:
        _check(target, protected, overwrite)
        _make_folder(target.parent, made, within)
        _check_room(target, needed)
        with _temporary(target) as part:
            yield part
            part.sync()
            part.file.close()
            _check(target, protected, overwrite)
            _give_name(part.path, target, overwrite)
        _sync_folder(target.parent)
    except BaseException as error:
        _remove_empty(made)
        if isinstance(error, OSError):
            raise output_error(target, error, needed) from error
        raise


def sweep(folder: Path, names: Iterable[str]) -> int:
    """Remove what a killed program left of files that were to get these names. Returns how many there were.

    Only for names that nobody is writing now: the temporary files of a living program look the same. What cannot be
    removed stays; a folder that is missing has nothing in it.
    """
    ours = {_beginning(name) for name in names}
    removed = 0
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _LEFT_OVER.fullmatch(entry.name)
            if found and found[1] in ours and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    Path(entry.path).unlink()
                    removed += 1
    return removed


def output_error(target: Path, error: OSError, needed: int = 0) -> DenoiserError:
    """What a failed system call means to the photographer."""
    if error.errno in NO_ROOM:
        return DiskFull(path=str(target), needed_mb=needed / 1e6)
    if error.errno == errno.EEXIST:
        return OutputExists(path=str(target))
    return OutputNotWritable(path=str(target), reason=error.strerror or str(error))


def _check(target: Path, originals: Originals, overwrite: bool) -> None:
    refused = refusal(target, originals, overwrite)
    if refused:
        raise refused
    with suppress(FileNotFoundError):
        mode = target.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
            what = "a folder has this name" if stat.S_ISDIR(mode) else "this is not a file but a device"
            raise OutputNotWritable(path=str(target), reason=what)


def _make_folder(folder: Path, made: list[Path], within: Path | None) -> None:
    """``folder`` and what is missing above it; every one that was made goes into ``made``, the deepest last."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder.parent == folder:
            break
        folder = folder.parent
    if within is not None and within in missing:
        raise FileNotFoundError(errno.ENOENT, f"the folder {within} is not there")
    for path in reversed(missing):
        with suppress(FileExistsError):  # another export of the batch was faster
            path.mkdir()
            made.append(path)
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, f"{path.name} is a file and not a folder")


def _check_room(target: Path, needed: int) -> None:
    if needed and shutil.disk_usage(target.parent).free < needed:
        raise DiskFull(path=str(target), needed_mb=needed / 1e6)


@contextmanager
def _temporary(target: Path) -> Iterator[Part]:
    """A new, empty, hidden file beside ``target``; it is gone afterwards unless it was renamed."""
    path = target.with_name(_beginning(target.name) + secrets.token_hex(6))
    try:
        with path.open("x+b") as file:
            yield Part(path, file)
    finally:
        path.unlink(missing_ok=True)


def _beginning(name: str) -> str:
    return f".{name[:LONGEST_STEM]}.part-"


def _give_name(part: Path, target: Path, overwrite: bool) -> None:
    """The finished file under its final name in one step. FileExistsError if that appeared meanwhile."""
    if overwrite:
        part.replace(target)
    elif os.name == "nt":
        part.rename(target)  # never replaces on Windows
    else:
        _link(part, target)


def _link(part: Path, target: Path) -> None:
    """A hard link never replaces, unlike a POSIX rename. Disks without hard links are checked just before renaming."""
    try:
        os.link(part, target)
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        part.rename(target)


def _sync_folder(folder: Path) -> None:
    """The new name to the disk. Some network disks cannot; the file is whole all the same."""
    if os.name == "nt":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_empty(made: list[Path]) -> None:
    for path in reversed(made):
        with suppress(OSError):
            path.rmdir()
