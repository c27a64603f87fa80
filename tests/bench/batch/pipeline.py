"""Photos of a camera's size: how long a batch takes against its slowest stage, and against one photo after another."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from denoiser_app import paths
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch import stages
from denoiser_app.engine.batch.items import Plan, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.run import RunSettings, engine_worker, room_of, run
from denoiser_app.engine.job import Settings, Worker
from tests.bench import photos
from tests.bench.batch import night
from tests.bench.batch.gpu import GpuWorker

STAGES = {"read": ("read", "noise"), "network": ("model", "network"), "write": ("finish", "write")}
MakeWorker = Callable[[Settings], Worker]


@dataclass(frozen=True)
class Times:
    """Seconds. stages: of all photos, per stage, as they were in this run."""

    wall: float
    stages: dict[str, float]

    @property
    def slowest(self) -> float:
        """The stage that sets the pace."""
        return max(self.stages.values())

    def text(self) -> str:
        """For the table."""
        return ", ".join(f"{name} {seconds:.1f}" for name, seconds in self.stages.items())


def sources(folder: Path, count: int, height: int = 2000, width: int = 3000, kinds: str = "both") -> list[Path]:
    """JPEGs and raws by turns, or one kind."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for n in range(count):
        raw = kinds == "raw" or (kinds == "both" and n % 2)
        path = folder / f"IMG_{n:04d}{'.dng' if raw else '.jpg'}"
        made.append(photos.raw(path, height, width) if raw else photos.jpeg(path, height, width, seed=n))
    return made


@contextmanager
def models(rank: str) -> Iterator[None]:
    """'auto' takes the shipped networks of that name, such as 'fast'."""
    with tempfile.TemporaryDirectory() as folder:
        for path in paths.models().glob(f"*-{rank}.*"):
            shutil.copy(path, folder)
        with night.models_in(Path(folder)):
            yield


def workers(gpu_speed: float | None) -> MakeWorker:
    """The engine's own, or one with a fake GPU of that many megapixels a second."""
    return engine_worker if gpu_speed is None else partial(GpuWorker, speed=gpu_speed)


def pipelined(folder: Path, source: Path, make: MakeWorker, threads: int | None) -> Times:
    """A batch as the program runs it."""
    with Journal(folder / "batches.sqlite") as journal:
        number = night.create(journal, _plan(folder, source))
        started = time.monotonic()
        for _ in run(journal, number, RunSettings(device="cpu", threads=threads, make_worker=make), CancelToken()):
            pass
        return _times(journal, number, time.monotonic() - started)


def one_after_another(folder: Path, source: Path, make: MakeWorker, threads: int | None) -> Times:
    """The same stages, in one thread."""
    with Journal(folder / "batches.sqlite") as journal:
        number = night.create(journal, _plan(folder, source))
        room, worker = room_of(journal, number), make(Settings("cpu", threads))
        if room.plan.output is not None:
            room.plan.output.mkdir()  # as a run does
        sums = dict.fromkeys(STAGES, 0.0)
        started = time.monotonic()
        for item in journal.items(number):
            outcome = stages.whole(item, room, worker, CancelToken())
            assert isinstance(outcome, stages.Outcome)
            _add(sums, outcome.seconds)
        return Times(time.monotonic() - started, sums)


def _plan(folder: Path, source: Path) -> Plan:
    return Plan(sources=(source,), output=folder / f"out-{time.monotonic_ns()}")


def _times(journal: Journal, number: int, wall: float) -> Times:
    items = journal.items(number)
    assert all(item.state is State.DONE for item in items), [item.error for item in items]
    sums = dict.fromkeys(STAGES, 0.0)
    for item in items:
        _add(sums, item.seconds)
    return Times(wall, sums)


def _add(sums: dict[str, float], seconds: Mapping[str, float]) -> None:
    for stage, parts in STAGES.items():
        sums[stage] += sum(seconds.get(part, 0.0) for part in parts)
