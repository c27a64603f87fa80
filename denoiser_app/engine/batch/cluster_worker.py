"""What a worker of a cluster does for a batch: says whether it is fit for it, and does single photos.

Dask is not known here. Everything that goes back is a value, errors too, so that an exception always is the cluster's.
"""

from __future__ import annotations

import os
import platform
import tempfile
import threading
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from denoiser_app import __version__
from denoiser_app.core.errors import Cancelled, DenoiserError, WorkerUnfit
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.engine.batch import faults, stages
from denoiser_app.engine.batch.budget import Budget, bytes_of, expected_megapixels
from denoiser_app.engine.batch.items import Item
from denoiser_app.engine.batch.stages import Ending, Room
from denoiser_app.networks import folders

if TYPE_CHECKING:
    from denoiser_app.engine.batch.run import RunSettings
    from denoiser_app.engine.job import Computed, Job, Loaded, Worker

RUNS_KNOWN = 16
"""Runs of which a process remembers whether they go on; more than work on one cluster at a time."""


@dataclass(frozen=True)
class Order:
    """A photo to do. run: random, of the run that it belongs to. version: of the program that sends it."""

    run: str
    item: Item
    room: Room
    settings: RunSettings
    version: str = __version__


@dataclass(frozen=True)
class Said:
    """What became of it. worker: whose word this is. content: None if it was told to stop. crops: files by name."""

    worker: str
    content: Ending | DenoiserError | None
    crops: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Fitness:
    """worker: a process, by the name that ``Said`` has. lacks: why it cannot work on the batch, '' if it can."""

    worker: str
    lacks: str


def check(version: str, samples: Sequence[Path], mark: Path | None, models: Mapping[str, str] | None = None) -> Fitness:
    """Whether this process can do a batch.

    samples: photos that have to be readable. mark: a file that was just made in the folder of the results, by which
    that is known to be the same folder and not one of the same name. models: the user's own, as
    ``folders.personal_digests`` has them there; with others a photo would get another model here.
    """
    return Fitness(this_worker(), _lacks(version, samples, mark) or _differ(models))


def photo(order: Order) -> Said:
    """Does one photo; whatever it does, this does not raise."""
    if order.version != __version__:
        return Said(this_worker(), WorkerUnfit(worker=this_worker(), reason=_lacks(order.version, (), None)))
    try:
        with tempfile.TemporaryDirectory(prefix="denoiser-app-") as folder:
            crops = None if order.room.crops is None else Path(folder)
            content = _ending(order, replace(order.room, crops=crops), desk(order.run))
            return Said(this_worker(), content, {path.name: path.read_bytes() for path in Path(folder).iterdir()})
    except Cancelled:
        return Said(this_worker(), None)
    except Exception as error:  # noqa: BLE001 - whatever one photo does, it must not end the night
        return Said(this_worker(), faults.named(error, order.item))


def leave(run: str) -> None:
    """The run is over: photos in work stop at their next step, and the models are let go."""
    left = desk(run)
    left.token.cancel()
    left.clear()


def this_worker() -> str:
    """This process, for people."""
    return f"process {os.getpid()} on {platform.node()}"


class Desk:
    """What a process keeps from photo to photo of a run: its models, the memory it may take, whether to go on.

    Dask starts photos in several threads; the network is used by one at a time, while others are read and written.
    """

    def __init__(self) -> None:
        self.token = CancelToken()
        self._lock, self._network = threading.Lock(), threading.Lock()
        self._budget: Budget | None = None
        self._worker: Worker | None = None

    def budget(self, settings: RunSettings) -> Budget:
        """Of the photos that this process has in work."""
        with self._lock:
            if self._budget is None:
                self._budget = Budget(None if settings.memory_gb is None else settings.memory_gb * 1e9)
            return self._budget

    def worker(self, settings: RunSettings) -> Worker:
        """The engine's worker, with the models that were loaded for earlier photos."""
        from denoiser_app.engine.job import Settings

        with self._lock:
            if self._worker is None:
                self._worker = settings.make_worker(Settings(settings.device, settings.threads, settings.tile))
            return cast("Worker", _InTurn(self._worker, self._network))

    def clear(self) -> None:
        """Lets the models go."""
        with self._lock:
            self._worker = None


class _InTurn:
    """A worker that may be used from several threads: the network takes one photo after another."""

    def __init__(self, worker: Worker, network: threading.Lock) -> None:
        self._worker, self._network = worker, network

    def read(self, job: Job, token: CancelToken) -> Loaded:
        return self._worker.read(job, token)

    def measured(self, loaded: Loaded) -> Loaded:
        return self._worker.measured(loaded)

    def denoise(self, loaded: Loaded, token: CancelToken) -> Generator[Progress, None, Computed]:
        while not self._network.acquire(timeout=0.1):
            token.check()
        try:
            return (yield from self._worker.denoise(loaded, token))
        finally:
            self._network.release()


def desk(run: str) -> Desk:
    """The desk of a run in this process."""
    with _OPENING:
        return _desk(run)


_OPENING = threading.Lock()
"""Of two threads that ask for a new desk at once, both get the same one."""


@lru_cache(maxsize=RUNS_KNOWN)
def _desk(_run: str) -> Desk:
    return Desk()


def _ending(order: Order, room: Room, at: Desk) -> Ending:
    """Waits until there is memory for the photo, and does it."""
    at.token.check()
    budget = at.budget(order.settings)
    taken = min(bytes_of(expected_megapixels(order.item)), budget.total)
    budget.take(taken, at.token)
    try:
        return stages.whole(order.item, room, at.worker(order.settings), at.token)
    finally:
        budget.give_back(taken)


def _differ(models: Mapping[str, str] | None) -> str:
    here = folders.personal_digests()
    if models is None or models == here:
        return ""
    names = ", ".join(sorted({name for name, _ in models.items() ^ here.items()}))
    return f"it does not have the same models of your own ({names}). Export them, and import or remove them there"


def _lacks(version: str, samples: Sequence[Path], mark: Path | None) -> str:
    if version != __version__:
        return f"it has version {__version__} of denoiser-app, and this is {version}. Install the same version there"
    for sample in samples:
        if not os.access(sample, os.R_OK):
            return f"it cannot read {sample}. Mount the folder {sample.parent} there under the same path"
    if mark is None:
        return ""
    if not mark.exists():
        return f"the folder {mark.parent} is missing there or is another one. Mount it there under the same path"
    return "" if os.access(mark.parent, os.W_OK) else f"it may not write to {mark.parent}. Give it the right to"
