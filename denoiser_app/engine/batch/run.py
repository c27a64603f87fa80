"""A batch from where it is to its end: ``for event in run(...)``, the one engine of command line and window."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from denoiser_app.core.errors import BatchBusy, DenoiserError, OutputNotWritable
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch.budget import Budget
from denoiser_app.engine.batch.events import BatchEnded, BatchStarted, Event, ItemEnded
from denoiser_app.engine.batch.items import Batch, BatchState
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.keepsakes import crops_of, folder_of
from denoiser_app.engine.batch.lease import Lease, held
from denoiser_app.engine.batch.pipeline import Pipeline
from denoiser_app.engine.batch.recovery import recover
from denoiser_app.engine.batch.report import write_report
from denoiser_app.engine.batch.stages import Room
from denoiser_app.formats.naming import Originals

if TYPE_CHECKING:
    from denoiser_app.engine.job import Settings, Worker

# Read when torch is loaded, which is later on the command line: its threads sleep while they wait for each other and
# leave the core to the reader or the writer. On 2 cores a batch is 9 % faster so; one photo alone would be 5 % slower,
# so this is not for the whole program.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

Work = Callable[[Lease, Room, CancelToken], Iterator[Event]]
"""What is done with a batch once it is held and in order: the pipeline of this machine, or a cluster."""


def never_busy() -> bool:
    """Nothing else wants the network."""
    return False


def engine_worker(settings: Settings) -> Worker:
    """The engine's worker, without a cache of results: a batch passes every photo once."""
    from denoiser_app.engine.job import Worker

    return Worker(settings)


@dataclass(frozen=True)
class RunSettings:
    """How a batch is worked on.

    device, threads, tile: as in ``job.Settings``; 'auto' and 'cuda' use every GPU. memory_gb: of photos in flight, None
    takes half of what is free. busy: while it says so the networks wait. make_worker: tests put others in its place.
    """

    device: str = "auto"
    threads: int | None = None
    tile: int | None = None
    memory_gb: float | None = None
    busy: Callable[[], bool] = never_busy
    make_worker: Callable[[Settings], Worker] = engine_worker


def run(
    journal: Journal, batch: int, settings: RunSettings, token: CancelToken, work: Work | None = None
) -> Iterator[Event]:
    """Works on a batch while it is active. First yields BatchStarted, last BatchEnded.

    A finished batch has a report in its own folder (keepsakes.py). A pause or cancel wish in the journal, by whichever
    program, ends it within a second or so; photos in flight wait again. work: something else than this machine's
    pipeline. Raises BatchBusy, BatchUnknown, LeaseLost, JournalNotWritable, OutputNotWritable if the folder for the
    results cannot be made; Cancelled when the token says so: the batch stays active, and the next run goes on.
    """
    with held(journal, batch) as lease:
        recovered = recover(lease, token)
        yield BatchStarted(journal.batch(batch), recovered.finished, recovered.requeued)
        for item in recovered.set_aside:
            yield ItemEnded(item)
        room = room_of(journal, batch)
        _make_output(journal, batch, room.plan.output)
        work = work or functools.partial(_on_this_machine, settings)
        while lease.wanted() is BatchState.ACTIVE and lease.next() is not None:
            yield from work(lease, room, token)
        token.check()
        if room.plan.kind == "batch" and lease.finish():
            _report(journal, batch)
    yield BatchEnded(journal.batch(batch))


def run_all(journal: Journal, settings: RunSettings, token: CancelToken) -> Iterator[Event]:
    """Every active batch in turn, also those that are added meanwhile. One that another program holds is left to it."""
    left: set[int] = set()
    while (batch := _next(journal, left)) is not None:
        left.add(batch.id)
        with suppress(BatchBusy):
            yield from run(journal, batch.id, settings, token)


def room_of(journal: Journal, batch: int) -> Room:
    """What the stages know of a batch; looks at every original once."""
    found = journal.batch(batch)
    originals = Originals.of(item.source for item in journal.items(batch))
    return Room(found.plan, originals, crops_of(batch))


def _make_output(journal: Journal, batch: int, output: Path | None) -> None:
    """The folder for the results, at the very first: one that had results is not made again, its disk is missing."""
    if output is None or journal.counts(batch).done:
        return
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputNotWritable(path=str(output), reason=error.strerror or str(error)) from error


def _report(journal: Journal, batch: int) -> None:
    """Beside its crops, for the morning. A report that cannot be written changes nothing about the photos."""
    with suppress(DenoiserError):
        write_report(journal, batch, folder_of(batch))


def _next(journal: Journal, left: set[int]) -> Batch | None:
    waits = (b for b in journal.batches() if b.state is BatchState.ACTIVE and b.plan.kind == "batch")
    return next((batch for batch in waits if batch.id not in left and not batch.held), None)


def _on_this_machine(settings: RunSettings, lease: Lease, room: Room, token: CancelToken) -> Iterator[Event]:
    from denoiser_app.engine import device
    from denoiser_app.engine.job import Settings

    of_one = Settings(settings.device, settings.threads, settings.tile)
    devices = device.all_devices(settings.device)
    workers = [functools.partial(settings.make_worker, replace(of_one, device=name)) for name in devices]
    budget = Budget(None if settings.memory_gb is None else settings.memory_gb * 1e9)
    yield from Pipeline(lease, room, workers, budget, settings.busy).run(token)
