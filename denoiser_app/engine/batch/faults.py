"""What an error means for a photo and for the batch: it failed, it is tried again later, or nothing can go on now."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from denoiser_app.core.errors import (
    DecoderDied,
    DecoderTimedOut,
    DenoiserError,
    DenoisingFailed,
    DiskFull,
    FileChanged,
    FileMissing,
    FileUnreadable,
    FolderGone,
    JournalNotWritable,
    OutputNotWritable,
)
from denoiser_app.engine.batch.items import Item

Verdict = Literal["failed", "put off", "quarantined", "wait"]
FAULTS_ALLOWED = 1
"""How often a photo may kill or hang its decoder before it is set aside."""


@dataclass(frozen=True)
class Place:
    """A folder that the batch depends on, and the mount point it lies on.

    Not the number of its disk, which may be another when a card is plugged in again.
    """

    folder: Path
    mount: Path

    @classmethod
    def now(cls, folder: Path) -> Place:
        """As it is at this moment."""
        return cls(folder, _mount(folder))

    @property
    def gone(self) -> bool:
        """Whether it is not there, or only the empty folder is where a disk used to be."""
        return not os.path.ismount(self.mount) or not _is_folder(self.folder)


def verdict(error: DenoiserError, item: Item, absent: FolderGone | None) -> Verdict:
    """What to do about an error while working on a photo. absent: a folder it needs that is not there (``gone``)."""
    if isinstance(error, DiskFull | JournalNotWritable):
        return "wait"
    if isinstance(error, FileMissing | FileUnreadable | OutputNotWritable) and absent:
        return "wait"
    if isinstance(error, DecoderDied | DecoderTimedOut):
        return "quarantined" if item.faults >= FAULTS_ALLOWED else "put off"
    if isinstance(error, FileChanged) and item.faults < FAULTS_ALLOWED:  # another program was still writing it
        return "put off"
    return "failed"


def gone(places: Sequence[Place]) -> FolderGone | None:
    """The first folder that is not there, as an error to show; None if all are."""
    for place in places:
        if place.gone:
            return FolderGone(path=str(place.folder))
    return None


def still_holds(error: DenoiserError, places: Sequence[Place]) -> bool:
    """Whether a reason to wait is still there, as far as can be told without trying again."""
    if gone(places):
        return True
    if isinstance(error, DiskFull):
        return not _has_room(Path(str(error.parameters["path"])), float(error.parameters.get("needed_mb", 0)))
    return False


def named(error: Exception, item: Item) -> DenoiserError:
    """Any exception as an error that names the photo: whatever one photo does, it must not end the night."""
    if isinstance(error, DenoiserError):
        return error
    short = isinstance(error, MemoryError)
    reason = "there is not enough memory" if short else f"{type(error).__name__}: {error}"
    return DenoisingFailed(path=str(item.source), reason=reason)


def _has_room(target: Path, megabytes: float) -> bool:
    try:
        return shutil.disk_usage(_nearest(target.parent)).free >= max(megabytes, 1.0) * 1e6
    except OSError:  # trying again tells
        return True


def _nearest(folder: Path) -> Path:
    """The folder itself, or the deepest one above it that is there: a result's folder is made when it is needed."""
    while not _is_folder(folder) and folder.parent != folder:
        folder = folder.parent
    return folder


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a network folder whose server does not answer
        return False


def _mount(folder: Path) -> Path:
    folder = _nearest(folder)
    while not os.path.ismount(folder) and folder.parent != folder:
        folder = folder.parent
    return folder
