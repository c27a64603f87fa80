"""Batches and their photos for the tests of the batch window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from denoiser_app.core.errors import FileTruncated
from denoiser_app.core.recipe import Recipe
from denoiser_app.engine.batch.items import Batch, BatchState, Counts, Item, Plan, State

ROOT, OUT = Path("/photos/concert"), Path("/photos/clean")


def item(number: int, state: State = State.WAITING, **facts: Any) -> Item:
    """DSC_0001.NEF and so on, of batch 1."""
    name = facts.pop("name", f"DSC_{number:04}.NEF")
    source = facts.pop("root", ROOT) / name
    if state in (State.FAILED, State.QUARANTINED):
        facts.setdefault("error", FileTruncated(path=str(source)))
    known: dict[str, Any] = {
        "id": number,
        "batch": 1,
        "position": number,
        "job": "x",
        "source": source,
        "target": OUT / f"{source.stem}.tif",
        "root": ROOT,
        "size": 1,
        "mtime_ns": 1,
        "action": "denoise",
        "recipe": Recipe(),
        "state": state,
    }
    return Item(**{**known, **facts})


def batch(number: int = 1, state: BatchState = BatchState.ACTIVE, counts: Counts | None = None, **facts: Any) -> Batch:
    """Called 'concert 1' and so on."""
    plan = Plan((ROOT,), OUT, facts.pop("name", f"concert {number}"), facts.pop("kind", "batch"))
    return Batch(number, plan, state, counts or Counts(waiting=3), 0.0, **facts)
