"""Disks that fill up, folders that go away and cards that are pulled out while a batch runs, and come back."""

from __future__ import annotations

import itertools
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch import patience
from denoiser_app.engine.batch.events import Event, GoesOn, Waiting
from denoiser_app.engine.batch.items import Counts, Item, Plan
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.lease import Lease
from denoiser_app.engine.batch.run import RunSettings, run
from tests.bench.batch import night

PATIENCE = 60.0
"""Seconds after which a batch that waits will not be waited for any more."""


def mount(*arguments: str) -> None:
    """Skips the test where mounting is not allowed."""
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")


def unmount(folder: Path, *, lazily: bool = False) -> None:
    """Also while a file on it is open, if ``lazily``."""
    subprocess.run(["umount", *(["-l"] if lazily else []), str(folder)], check=True, capture_output=True)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk in memory; size as mount understands it, such as 1m."""
    folder.mkdir(parents=True, exist_ok=True)
    mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        with suppress(subprocess.CalledProcessError):
            unmount(folder, lazily=True)


@dataclass(frozen=True)
class Waited:
    """What came of a batch that had to wait. reasons: for which, in their order; went_on: how often."""

    reasons: list[DenoiserError]
    went_on: int
    counts: Counts
    wrong: list[str]
    attempts: int


class Night:
    """A batch on which something happens to the disks.

    waiting: called at every Waiting; it may bring the disk back. done: called by the thread that writes between two
    photos, with how many are done; it may take the disk away.
    """

    def __init__(self, folder: Path, source: Path, output: Path, count: int, journal: Path | None = None) -> None:
        self._source, self._output = source, output
        self._photos, self._models = night.photos(source, count), night.write_models(folder / "models")
        self.journal = journal or folder / "batches.sqlite"

    def run(self, waiting: Callable[[], None], done: Callable[[int], None] = lambda _: None) -> Waited:
        """To its end."""
        events: list[Event] = []
        with (
            night.models_in(self._models),
            mock.patch.object(patience, "LOOKED_EVERY", 0.2),
            mock.patch.object(Lease, "done", _followed(Lease.done, done)),
            Journal(self.journal) as journal,
        ):
            number = night.create(journal, Plan(sources=(self._source,), output=self._output))
            watch = night.Watch(self.journal, number, self._output, night.prints(self._photos))
            for event in run(journal, number, RunSettings(device="cpu", threads=1), self._impatient()):
                events.append(event)
                if isinstance(event, Waiting):
                    self._paused(journal, number, watch)
                    waiting()
            watch.look_at_the_end()
            reasons = [event.reason for event in events if isinstance(event, Waiting)]
            attempts = max(item.attempts for item in journal.items(number))
            went_on = sum(isinstance(event, GoesOn) for event in events)
            return Waited(reasons, went_on, journal.counts(number), watch.wrong, attempts)

    def _paused(self, journal: Journal, number: int, watch: night.Watch) -> None:
        """What must hold while the batch waits: it says why, and nothing half-done lies anywhere."""
        on_the_disk = self._output.parent in self.journal.parents  # then it cannot be told what is waited for
        until = time.monotonic() + 5
        while not on_the_disk and journal.batch(number).waiting_for is None and time.monotonic() < until:
            time.sleep(0.02)
        told = on_the_disk or journal.batch(number).waiting_for is not None
        for holds, what in (
            (told, "the journal does not say what is waited for"),
            (not night.leftovers(self._output), "an unfinished file lies there while the batch waits"),
            (journal.counts(number).not_done == 0, "a photo failed because of the disk"),
        ):
            watch.wrong += [] if holds else [what]
        for path in night.results(self._output):
            night.decode(path)

    def _impatient(self) -> CancelToken:
        token = CancelToken()
        deadline = time.monotonic() + PATIENCE

        class Impatient(CancelToken):
            @property
            def cancelled(self) -> bool:
                return token.cancelled or time.monotonic() > deadline

        return Impatient()


def _followed(call: Callable[..., Item], by: Callable[[int], None]) -> Callable[..., Item]:
    """A function that tells afterwards how often it was called."""
    count = itertools.count(1)

    def followed(*args: Any) -> Item:
        result = call(*args)
        by(next(count))
        return result

    return followed


def disk_of_one_megabyte(folder: Path, count: int) -> Waited:
    """Results onto a disk of 1 MB, which grows whenever the batch has waited a while."""
    with small_disk(folder / "card", "1m") as card:
        growing = iter(["1400k", "1700k", "64m"])

        def grow() -> None:
            if size := next(growing, ""):
                mount("-o", f"remount,size={size}", str(card))

        return Night(folder, folder / "in", card / "out", count).run(grow)


def ballast_on_the_disk(folder: Path, count: int, *, journal_too: bool = False) -> Waited:
    """A disk that gets full in the middle of writing, because somebody else fills it; later they make room.

    The check for free room beforehand is switched off, so that the system says so itself. journal_too: lies there.
    """
    with small_disk(folder / "card", "24m") as card:
        ballast = card / "ballast"

        def fill(done: int) -> None:
            if done == 1:
                with suppress(OSError), ballast.open("wb", buffering=0) as file:
                    while file.write(bytes(4096)):
                        pass

        from denoiser_app.formats import write

        with mock.patch.object(write, "_needed", return_value=0):
            journal = card / "batches.sqlite" if journal_too else None
            it = Night(folder, folder / "in", card / "out", count, journal)
            return it.run(lambda: ballast.unlink(missing_ok=True), fill)


def source_renamed(folder: Path, count: int) -> Waited:
    """The folder of photos is renamed in the middle, and back."""
    source, away = folder / "in", folder / "elsewhere"
    it = Night(folder, source, folder / "out", count)
    return it.run(lambda: away.rename(source), lambda n: source.rename(away) if n == 2 else None)


def output_unplugged(folder: Path, count: int, below: str = "out") -> tuple[Waited, list[str]]:
    """The disk with the results is pulled out in the middle and comes back a while later; what was written into the
    empty mount point meanwhile. below: the output folder's name on that disk, '' for the disk itself."""
    with small_disk(folder / "disk", "64m") as disk:
        point, strays = folder / "mnt", []
        point.mkdir()
        mount("--bind", str(disk), str(point))

        def unplug(done: int) -> None:
            if done == 2:
                unmount(point, lazily=True)

        def plug_in() -> None:
            time.sleep(0.5)
            assert not os.path.ismount(point), "nothing was missing"
            strays.extend(path.name for path in point.rglob("*"))
            mount("--bind", str(disk), str(point))

        try:
            return Night(folder, folder / "in", point / below, count).run(plug_in, unplug), strays
        finally:
            with suppress(subprocess.CalledProcessError):
                unmount(point, lazily=True)
