"""What a report says of photos and batches, in words: why, how long, how large."""

from __future__ import annotations

from collections.abc import Sequence

from denoiser_app.engine.batch.items import Batch, BatchState, Counts, Item, State

_SKIPPED = {
    "rule": "A rule leaves it out.",
    "exists": "Its result was there already.",
    "denoised": "It is a result of this program itself.",
}


def counts_of(items: Sequence[Item]) -> Counts:
    """How many of these photos stand where: what a report counts is what it lists."""
    return Counts(**{state.value: sum(item.state is state for item in items) for state in State})


def reason(item: Item) -> str:
    """Why a photo was not done, and what to do; '' if there is nothing to say."""
    if item.error is not None:
        return str(item.error)
    return _SKIPPED.get(item.skipped, "") if item.state is State.SKIPPED else ""


def what_was_done(item: Item) -> str:
    """'denoised', 'copied', 'checked'; '' if nothing was."""
    if item.state is State.DONE:
        return "copied" if item.action == "copy" else "denoised"
    return "checked" if item.state is State.SKIPPED and item.skipped == "exists" else ""


def sizes(item: Item) -> tuple[int | None, int | None]:
    """Bytes of the photo and of its result, None where nothing is known."""
    return item.size or None, item.bytes


def headline(batch: Batch, counts: Counts) -> str:
    """'Finished: 997 of 1,000 photos done, 2 not done, 1 skipped'; 'Finished' only if that is true."""
    parts = [f"{counts.done:,} of {photos(counts.found)} done"]
    parts += [f"{counts.not_done:,} not done"] if counts.not_done else []
    parts += [f"{counts.skipped:,} skipped"] if counts.skipped else []
    left = counts.waiting + counts.running
    parts += [f"{left:,} still to do"] if left else []
    return f"{_state(batch, counts)}: {', '.join(parts)}"


def _state(batch: Batch, counts: Counts) -> str:
    if batch.state is BatchState.CANCELLED:
        return "Cancelled"
    if counts.reconciled and batch.state is BatchState.FINISHED:
        return "Finished"
    if batch.state is BatchState.PAUSED:
        return "Paused"
    return "Watched so far" if batch.plan.kind == "watch" else "Not finished yet"


def photos(number: int) -> str:
    """'1 photo', '1,000 photos'."""
    return f"{number:,} photo" if number == 1 else f"{number:,} photos"


def duration(seconds: float) -> str:
    """'0.8 s', '42 s', '3 min 05 s', '2 h 07 min'."""
    whole = round(seconds)
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02d} min"


def file_size(size: int) -> str:
    """'640 bytes', '12 kB', '34.5 MB' (decimal units)."""
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1e3:.0f} kB" if size < 1e6 else f"{size / 1e6:.1f} MB"
