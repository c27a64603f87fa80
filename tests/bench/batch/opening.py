"""A journal of ten thousand photos: how soon it is open, and how soon all of its photos are known."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from denoiser_app.core.recipe import Recipe
from denoiser_app.engine.batch.items import NewItem, Outcome, Plan
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.lease import held


@dataclass(frozen=True)
class Opening:
    """Seconds. opened: until the journal is open and its batches are counted. items: until all photos are known."""

    created: float
    opened: float
    items: float
    changed: float
    committed: float


def opening(folder: Path, count: int, done: int = 200) -> Opening:
    """A batch of ``count`` photos that need not exist, of which some are done."""
    path, clock = folder / "batches.sqlite", time.monotonic
    sources = [folder / "in" / f"IMG_{n:05d}.NEF" for n in range(count)]
    new = [NewItem(source, folder / f"{source.stem}.tif", folder, 30_000_000, n, recipe=Recipe()) for n, source in
           enumerate(sources)]  # fmt: skip
    with Journal(path) as journal:
        started = clock()
        number = journal.create(Plan(sources=(folder,), output=folder), new)
        created = clock() - started
        with held(journal, number) as lease:
            started = clock()
            for item in journal.items(number, limit=done):
                lease.claim(item.id)
                lease.done(item.id, Outcome(folder / item.source.name, 1, "0" * 64))
            committed = (clock() - started) / (2 * max(done, 1))
    started = clock()
    with Journal(path) as journal:
        journal.batches()
        opened = clock() - started
        journal.items(number)
        known = clock() - started
        started, tick = clock(), journal.tick()
        journal.items(number, since=tick - 1)
        return Opening(created, opened, known, clock() - started, committed)
