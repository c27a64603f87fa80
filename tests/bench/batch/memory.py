"""What photos of a camera's size take of memory while a batch runs, for each pixel that the budget knew of."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import psutil

from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch import budget
from denoiser_app.engine.batch import run as running
from denoiser_app.engine.batch.items import Plan
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.run import RunSettings, run
from tests.bench.batch import night, pipeline

TILE = 512
"""Pixels; small, since what a tile takes is not the photo's."""


@dataclass(frozen=True)
class Peak:
    """bytes: of this process and its decoders above what they took before. megapixels: most that were in flight."""

    bytes: float
    megapixels: float

    @property
    def bytes_a_pixel(self) -> float:
        """What ``budget.BYTES_A_PIXEL`` should be at least."""
        return self.bytes / self.megapixels / 1e6


class _Recording(budget.Budget):
    """Remembers the most that was taken."""

    most = 0.0

    def take(self, wanted: float, token: CancelToken) -> None:
        super().take(wanted, token)
        type(self).most = max(type(self).most, self.used)


def peak(folder: Path, kind: str, height: int, width: int, count: int, at_once: bool) -> Peak:
    """A batch of photos of one kind, 'raw' or 'jpeg', with a network that takes next to no memory of its own.

    at_once: as many in flight as the pipeline holds, instead of one.
    """
    models = night.write_models(folder / "models")
    pipeline.sources(folder / "warm", 1, 500, 800, kind)
    pipeline.sources(folder / "in", count, height, width, kind)
    with night.models_in(models), Journal(folder / "batches.sqlite") as journal:
        _run(journal, folder / "warm", folder / "out-warm", 100.0)
        before = _taken()
        _Recording.most = 0.0
        with _highest() as highest:
            _run(journal, folder / "in", folder / "out", 1000.0 if at_once else 0.001)
        in_flight = _Recording.most / budget.BYTES_A_PIXEL if at_once else height * width
        return Peak(highest[0] - before, in_flight / 1e6)


def _run(journal: Journal, source: Path, output: Path, gigabytes: float) -> None:
    number = night.create(journal, Plan(sources=(source,), output=output))
    settings = RunSettings(device="cpu", tile=TILE, memory_gb=gigabytes)
    with mock.patch.object(running, "Budget", _Recording):
        for _ in run(journal, number, settings, CancelToken()):
            pass


@contextmanager
def _highest() -> Iterator[list[float]]:
    highest, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(0.02):
            highest[0] = max(highest[0], _taken())

    watching = threading.Thread(target=look)
    watching.start()
    try:
        yield highest
    finally:
        over.set()
        watching.join()


def _taken() -> float:
    process, total = psutil.Process(), 0.0
    for one in (process, *process.children(recursive=True)):
        try:
            total += one.memory_full_info().uss
        except psutil.Error:  # it ended meanwhile
            continue
    return total
