"""What a personal training keeps on the disk, so that a kill at any moment costs one interval at most.

    recipe.json              how it goes; written before the first step
    checkpoint-a.pt, -b.pt   the last two states: the newer one is never written over
    best.pt                  the weights that did best on what is kept back
    log.csv, validation.csv  a row a checkpoint
    preview.png              noisy, denoised, truth
    model/                   the published model

Every file is written beside its name, flushed and renamed (formats/publish.py). The best weights go first, then the
state that knows of them, then the tables, which are made of the state: whatever is missing after a kill is made again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from torch import Tensor

from denoiser_app.core.errors import DataMissing, SessionBusy
from denoiser_app.formats.publish import output_error, sweep
from denoiser_app.training import checkpoint, log
from denoiser_app.training.log import LOG, VALIDATION, Step
from denoiser_app.training.personal.preview import PICTURE
from denoiser_app.training.personal.recipe import RECIPE

SLOTS = ("checkpoint-a.pt", "checkpoint-b.pt")
BEST = "best.pt"
LOCK = ".training.lock"
_OURS = (RECIPE, *SLOTS, BEST, LOG, VALIDATION, PICTURE)


class Kept:
    """The folder of one training. ``recipe``: fingerprint of its recipe; what belongs to another is refused."""

    def __init__(self, folder: Path, recipe: str) -> None:
        self.folder, self._recipe = folder, recipe
        self._number = 0
        self._next = SLOTS[0]
        sweep(folder, _OURS)

    def newest(self) -> dict[str, Any] | None:
        """The newest state that can be read; None before the first. DataMissing where none of those that are there can
        be, or they belong to another recipe."""
        found, damaged = [], []
        for slot in SLOTS:
            path = self.folder / slot
            if path.exists():
                try:
                    found.append((self._own(path), slot))
                except DataMissing as error:
                    damaged.append(error)
        if not found:
            if damaged:
                raise DataMissing(
                    path=str(self.folder),
                    reason="no checkpoint of this training can be read. Begin a new training under another name.",
                ) from damaged[0]
            return None
        content, slot = max(found, key=lambda one: int(one[0]["number"]))
        self._number = int(content["number"])
        self._next = next(other for other in SLOTS if other != slot)
        return content

    def best(self) -> dict[str, Any] | None:
        """step, psnr, validation and the averaged weights; None where there are none or they cannot be read."""
        path = self.folder / BEST
        try:
            return self._own(path) if path.exists() else None
        except DataMissing:
            return None

    def keep_best(self, step: int, psnr: float, validation: Mapping[str, float], weights: Mapping[str, Tensor]) -> None:
        """OutputError."""
        content = {"step": step, "psnr": psnr, "validation": dict(validation), "average": dict(weights)}
        checkpoint.write(self.folder / BEST, {"recipe": self._recipe, **content}, within=self.folder)

    def keep(self, content: Mapping[str, Any]) -> None:
        """A state, over the older of the two. OutputError."""
        number = self._number + 1
        path = self.folder / self._next
        checkpoint.write(path, {"recipe": self._recipe, "number": number, **content}, within=self.folder)
        self._number = number
        self._next = next(other for other in SLOTS if other != path.name)

    def write_log(self, lines: list[Step]) -> None:
        """Both tables anew. OutputError."""
        if lines:
            log.write(self.folder, lines)

    def _own(self, path: Path) -> dict[str, Any]:
        content = checkpoint.read(path)
        if content.get("recipe") != self._recipe:
            raise DataMissing(path=str(path), reason="it belongs to another training. Move it away.")
        return content


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Makes the folder; no other program trains in it meanwhile, where the system has file locks. SessionBusy,
    OutputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / LOCK).open("a")
    except OSError as error:
        raise output_error(folder, error) from error
    with stream:
        _lock(stream, folder)
        yield


def _lock(stream: IO[str], folder: Path) -> None:
    """The system lets go of it when the program ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: who trains twice in one folder sees the checkpoints of both
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise SessionBusy(path=str(folder)) from error
    except OSError:  # a network disk without locks
        return
