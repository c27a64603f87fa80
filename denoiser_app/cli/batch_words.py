"""Batches and their photos in words, and as values for ``--json``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from denoiser_app.cli.output import error_sentence, error_values
from denoiser_app.cli.plain import plain
from denoiser_app.cli.words import count, duration, file_size
from denoiser_app.core.errors import DenoiserError
from denoiser_app.engine.batch.items import Batch, BatchState, Counts, Item, State

WHY_SKIPPED: Mapping[str, str] = {
    "rule": "a rule says so",
    "exists": "its result is there already",
    "denoised": "it is a result of this program itself",
}
MOST_NAMED = 20
"""Failures that are named at the end; all of them are in the status and in the report."""

# --- a photo ----------------------------------------------------------------------------------------------------------


def ended_text(item: Item) -> str:
    """'night.dng -> out/night-denoised.tif (12.0 MB)', under it how; or why nothing was done."""
    if item.state is State.SKIPPED:
        there = f": {item.target}" if item.skipped == "exists" else ""
        return f"{item.source}: skipped, {WHY_SKIPPED.get(item.skipped, 'nothing had to be done')}{there}"
    size = "" if item.bytes is None else f" ({file_size(item.bytes)})"
    lines = [f"{item.source} -> {item.target}{size}", f"  {how(item)}"]
    return "\n".join([*lines, *(f"  warning: {warning}" for warning in item.warnings)])


def how(item: Item) -> str:
    """What was done to a photo, and how long it took."""
    if item.action != "denoise":
        return "copied as it is" if item.action == "copy" else "was there already, and is whole"
    pixels = "" if item.megapixels is None else f"{item.megapixels:.1f} MP "
    network = duration(item.seconds.get("network", 0.0))
    took = f"{pixels}in {duration(sum(item.seconds.values()))} (network {network})"
    return f"{took}{f', {item.model}' if item.model else ''}{f'; noise: {item.noise}' if item.noise else ''}"


def failure_text(item: Item) -> str:
    """Why a photo is not done."""
    reason = item.error or DenoiserError(reason="no reason is known")
    return error_sentence(reason, item.source)


def item_text(item: Item) -> str:
    """A photo in a list: its state, then what is to be said of it."""
    if item.state in (State.FAILED, State.QUARANTINED):
        return f"{item.state.value}: {failure_text(item)}"
    if item.state in (State.DONE, State.SKIPPED):
        return f"{item.state.value}: {ended_text(item).splitlines()[0]}"
    return f"{item.state.value}: {item.source}"


def item_values(item: Item) -> dict[str, Any]:
    """A photo for ``--json``."""
    return {**plain(item), "error": error_object(item.error)}


# --- a batch ----------------------------------------------------------------------------------------------------------


def title(batch: Batch) -> str:
    """'Batch 3', or 'Batch 3 (concert)'."""
    return f"Batch {batch.id} ({batch.plan.name})" if batch.plan.name else f"Batch {batch.id}"


def counts_text(counts: Counts) -> str:
    """'12 of 1,000 photos done, 2 failed, 1 skipped, 985 left': everything that was found is in it once."""
    left = counts.found - counts.ended
    parts = [f"{counts.done:,} of {count(counts.found, 'photo')} done"]
    parts += [f"{number:,} {what}" for number, what in ((counts.not_done, "failed"), (counts.skipped, "skipped"))]
    return ", ".join(parts + ([f"{left:,} left"] if left else []))


def state_text(batch: Batch) -> str:
    """'running by process 12 on desk', 'waiting (the disk is full ...)', 'paused', 'not running', 'finished'."""
    if batch.held and batch.waiting_for is not None:
        return f"waiting ({batch.waiting_for}), {batch.holder}"
    if batch.held:
        return f"{'running' if batch.state is BatchState.ACTIVE else 'stopping'} by {batch.holder}"
    if batch.state is BatchState.ACTIVE:
        return "not running"
    return batch.state.value


def sources_text(batch: Batch) -> str:
    """'/photos/concert', or '/photos/a.nef and 12 more'."""
    first, *others = [str(path) for path in batch.plan.sources] or [batch.name]
    return f"{first} and {len(others)} more" if others else first


def status_line(batch: Batch, seconds_left: float | None) -> str:
    """One batch in a list."""
    name = batch.plan.name or sources_text(batch)
    what = "watched folder, " if batch.plan.kind == "watch" else ""
    left = "" if seconds_left is None else f"; {duration(seconds_left)} left"
    return f"{batch.id:>3}  {name}: {what}{state_text(batch)}; {counts_text(batch.counts)}{left}"


def batch_values(batch: Batch, event: str = "", seconds_left: float | None = None) -> dict[str, Any]:
    """A batch for ``--json``. event: what happened to it, '' where it is only told how it stands."""
    counts = batch.counts
    sums = {"found": counts.found, "ended": counts.ended, "reconciled": counts.reconciled}
    values = {**plain(batch), "name": batch.name, "counts": {**plain(counts), **sums}}
    values["waiting_for"] = error_object(batch.waiting_for)
    return {**({"event": event} if event else {}), **values, "seconds_left": seconds_left}


def error_object(error: DenoiserError | None) -> dict[str, Any] | None:
    """An error inside another object."""
    return None if error is None else plain(error_values(error.code, str(error), None, error.parameters))
