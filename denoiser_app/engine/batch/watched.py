"""What the journal knows of a watched folder: its batch, which files it has taken, and those that came again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from denoiser_app.core.errors import BatchBusy, FileMissing, FileUnreadable, FolderGone
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch.items import Batch, BatchState, Item, NewItem, Plan, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.planning import FactsOf, Planned, plan_items, require_usable, settled
from denoiser_app.engine.batch.sources import Found, photos_of

COUNTED = frozenset({"denoise", "verify"})
"""Actions whose photos the counter in names has counted."""


def opened(journal: Journal, plan: Plan) -> int:
    """The batch that watches these sources for this output, made if there is none; its number.

    One that is there goes on, by the new plan from now on, and takes what has come meanwhile. BatchBusy while another
    program watches it; FileMissing for a source that is not there at the very first start; RulesInvalid, ModelUnknown,
    NameTemplateInvalid.
    """
    plan = settled(replace(plan, kind="watch"))
    require_usable(plan)
    known = [batch for batch in journal.batches() if _is_same(batch, plan)]
    if not known:
        photos_of(plan)
        return journal.create(plan)
    batch = known[-1]
    if batch.held:
        raise BatchBusy(name=batch.plan.name or str(batch.id), holder=batch.holder)
    journal.plan_anew(batch.id, plan)
    return batch.id


def look(plan: Plan) -> tuple[list[Found], FolderGone | None]:
    """All photos in the sources that are there, and the first source that is not."""
    found: list[Found] = []
    gone: FolderGone | None = None
    for source in plan.sources:
        try:
            found += photos_of(replace(plan, sources=(source,)))
        except (FileMissing, FileUnreadable):
            gone = gone or FolderGone(path=str(source))
    return list({photo.path: photo for photo in found}.values()), gone


@dataclass(frozen=True)
class Watch:
    """A watching batch as its journal is while nobody works on it.

    known: (path, size, mtime_ns) of what was taken. results: its own, which may lie beside the photos. failed: photos
    that could not be done, by path.
    """

    batch: int
    plan: Plan
    known: frozenset[tuple[Path, int, int]]
    results: frozenset[Path]
    failed: dict[Path, Item]

    @classmethod
    def of(cls, journal: Journal, batch: int) -> Watch:
        """As it is now. BatchUnknown."""
        failed = journal.items(batch, states=(State.FAILED, State.QUARANTINED))
        return cls(
            batch,
            journal.batch(batch).plan,
            frozenset(journal.known(batch)),
            frozenset(journal.targets(batch)),
            {item.source: item for item in failed},
        )

    def new(self, complete: Sequence[Found]) -> list[Found]:
        """Those that were not taken yet, or have changed since."""
        return [
            photo
            for photo in complete
            if photo.path not in self.results and (photo.path, photo.size, photo.mtime_ns) not in self.known
        ]

    def take(
        self, journal: Journal, new: Sequence[Found], found: Sequence[Found], token: CancelToken, facts: FactsOf
    ) -> list[Path]:
        """Plans the new photos and puts them into the journal: those that are still as they were found.

        A photo that had failed and has changed since takes the place of its earlier self. found: all photos there, none
        of which is ever written to. Raises what ``plan_items`` does.
        """
        again = {photo.path: self.failed[photo.path] for photo in new if photo.path in self.failed}
        items = self._planned(journal, new, found, again.values(), token, facts)
        journal.append(self.batch, [item for item in items if item.source not in again])
        for item in items:
            if item.source in again:
                journal.replace(again[item.source], item)
        return [item.source for item in items]

    def _planned(
        self,
        journal: Journal,
        new: Sequence[Found],
        found: Sequence[Found],
        again: Iterable[Item],
        token: CancelToken,
        facts: FactsOf,
    ) -> list[NewItem]:
        steps = plan_items(
            self.plan,
            token,
            sources=[photo.path for photo in new],
            originals=[photo.path for photo in found],
            taken=self.results - {item.target for item in again if item.target is not None},
            start=1 + sum(item.action in COUNTED for item in journal.items(self.batch)),
            facts=facts,
        )
        as_found = {(photo.path, photo.size, photo.mtime_ns) for photo in new}
        items = next(step.items for step in steps if isinstance(step, Planned))
        return [item for item in items if (item.source, item.size, item.mtime_ns) in as_found]


# --- parts ------------------------------------------------------------------------------------------------------------


def _is_same(batch: Batch, plan: Plan) -> bool:
    there = batch.plan
    same = there.kind == "watch" and set(there.sources) == set(plan.sources) and there.output == plan.output
    return same and batch.state is not BatchState.CANCELLED
