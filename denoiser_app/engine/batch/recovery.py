"""After a crash: photos that a program worked on when it ended are found finished, or begin again.

A result that lies whole under its final name and carries the photo's own job id is one: only the journal did not hear
of it. Anything else begins again; hidden, unfinished files of these photos are removed. A photo that the program ended
on again and again, and at last while it was worked on alone, is set aside.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from denoiser_app.core.errors import ProgramEnded
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch import owner
from denoiser_app.engine.batch.items import Item
from denoiser_app.engine.batch.lease import Lease
from denoiser_app.engine.batch.stages import own_result
from denoiser_app.formats.publish import sweep

CRASHES_ALLOWED = 3
"""Twice in company, where nobody knows whose fault it was, and once alone (pipeline.SUSPECT)."""


@dataclass(frozen=True)
class Recovered:
    """What became of the photos that were being worked on."""

    finished: int = 0
    requeued: int = 0
    set_aside: tuple[Item, ...] = ()


def recover(lease: Lease, token: CancelToken) -> Recovered:
    """Brings a batch in order whose last program ended in the middle of it. Quick where there is nothing to do."""
    found = lease.running()
    _sweep(found)
    blamed = lease.before is not None and not owner.rebooted_since(lease.before)
    finished, set_aside = 0, []
    for item in found:
        result = own_result(item, token)
        if result is not None:
            lease.done(item.id, result)
            finished += 1
        elif blamed and item.crashes >= CRASHES_ALLOWED:
            error = ProgramEnded(path=str(item.source), times=item.crashes + 1)
            set_aside.append(lease.failed(item.id, error, quarantined=True))
        else:
            lease.crashed(item.id, blamed=blamed)
    return Recovered(finished, len(found) - finished - len(set_aside), tuple(set_aside))


def _sweep(items: list[Item]) -> None:
    folders: defaultdict[Path, list[str]] = defaultdict(list)
    for item in items:
        if item.target is not None:
            folders[item.target.parent].append(item.target.name)
    for folder, names in folders.items():
        with suppress(OSError):
            sweep(folder, names)
