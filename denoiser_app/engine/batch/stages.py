"""One photo of a batch, in three stages that may run in three threads, or one after another on a machine of a cluster.

read: is there anything to do, and the photo's pixels. compute: the network. store: the result under its final name,
its sidecars, and a crop of before and after for the report.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from denoiser_app.core.errors import DenoiserError, InputError, OutputError, OutputExists, ResultDamaged
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.engine.batch.items import Item, Outcome, Plan, SkipReason
from denoiser_app.formats.copying import copy
from denoiser_app.formats.free_names import renamed
from denoiser_app.formats.metadata import read_stamp
from denoiser_app.formats.naming import Originals
from denoiser_app.formats.sidecars import copy_sidecars
from denoiser_app.formats.whole import file_hash, require_whole

if TYPE_CHECKING:
    from denoiser_app.core.photo import Photo
    from denoiser_app.engine.denoised import Denoised
    from denoiser_app.engine.job import Computed, Job, Loaded, Look, Report, Worker

Result = TypeVar("Result")
Ending = Outcome | SkipReason
"""How work on a photo ended well: there is a result, or none was needed and why."""


@dataclass(frozen=True)
class Room:
    """What the stages know of the batch. originals: never written to. crops: folder for crops of before and after, None
    makes none."""

    plan: Plan
    originals: Originals
    crops: Path | None = None

    @property
    def overwrite(self) -> bool:
        """Whether a file in the way is replaced."""
        return self.plan.if_exists == "overwrite"


def settled(item: Item, room: Room, token: CancelToken) -> Item | Ending:
    """What can be said before anything is read: the photo with the name its result will have, or how it ended.

    ResultDamaged where a result is there already and is no whole photo.
    """
    assert item.target is not None, "a photo without a target has failed when it was planned"
    if not os.path.lexists(item.target):
        return replace(item, action="denoise") if item.action == "verify" else item
    ours = own_result(item, token)
    if ours is not None:
        return ours
    if item.action == "verify" or room.plan.if_exists == "skip":
        require_result(item.target, token)
        return "exists"
    if room.plan.if_exists == "rename":
        (free,) = renamed([OutputExists(path=str(item.target))], room.originals)
        return replace(item, target=free) if isinstance(free, Path) else item
    return item


def read(item: Item, room: Room, worker: Worker, token: CancelToken) -> Loaded | None:
    """The pixels and their noise; None for a photo that is only copied. InputError, Cancelled."""
    return None if item.action == "copy" else worker.measured(worker.read(job_of(item, room), token))


def compute(loaded: Loaded | None, worker: Worker, token: CancelToken) -> Generator[Progress, None, Computed | None]:
    """The network, where there is something for it."""
    if loaded is None:
        return None
    return (yield from worker.denoise(loaded, token))


def store(item: Item, room: Room, computed: Computed | None, token: CancelToken) -> Generator[Progress, None, Outcome]:
    """The result, whole and under its final name. OutputError, Cancelled."""
    try:
        outcome = yield from _stored(item, room, computed, token)
    except OutputExists:
        # A worker of a cluster that was given up for lost has gone on, and was faster.
        ours = own_result(item, token)
        if ours is None:
            raise
        outcome = ours
    return replace(outcome, warnings=(*outcome.warnings, *_sidecars(item, outcome.target, room)))


def whole(item: Item, room: Room, worker: Worker, token: CancelToken) -> Ending:
    """All stages in this thread. InputError, ModelError, DenoisingFailed, OutputError, Cancelled."""
    now = settled(item, room, token)
    if not isinstance(now, Item):
        return now
    computed = _last(compute(read(now, room, worker, token), worker, token))
    return _last(store(now, room, computed, token))


def job_of(item: Item, room: Room) -> Job:
    """The item as the worker knows it."""
    from denoiser_app.engine.job import Job

    assert item.target is not None
    options = replace(room.plan.options, overwrite=room.overwrite)
    return Job(item.source, item.target, item.recipe, options, id=item.job, hash_source=True, within=room.plan.output)


def own_result(item: Item, token: CancelToken) -> Outcome | None:
    """The result of this very item, if it lies whole under its name: a crash came between the name and the journal."""
    assert item.target is not None
    if not item.target.is_file():
        return None
    stamp = None if item.action == "copy" else read_stamp(item.target)
    try:
        if item.action == "copy":
            size, same = item.target.stat().st_size, file_hash(item.target) == file_hash(item.source)
            return Outcome(item.target, size, file_hash(item.target), file_hash(item.source)) if same else None
        if stamp is None or stamp.job != item.job:
            return None
        require_whole(item.target, token)
        source = file_hash(item.source) if item.source.exists() else ""
        return Outcome(
            target=item.target,
            bytes=item.target.stat().st_size,
            sha256=file_hash(item.target),
            source_sha256=source,
            model=stamp.model,
            model_sha256=stamp.model_hash,
            megapixels=item.megapixels,
        )
    except (InputError, OSError):
        return None


def require_result(target: Path, token: CancelToken) -> None:
    """ResultDamaged unless the file is a whole photo."""
    try:
        require_whole(target, token)
    except InputError as error:
        raise ResultDamaged(path=str(target)) from error


# --- parts ------------------------------------------------------------------------------------------------------------


def _stored(
    item: Item, room: Room, computed: Computed | None, token: CancelToken
) -> Generator[Progress, None, Outcome]:
    assert item.target is not None
    if computed is None:
        yield Progress("write", 0, 1)
        return _copied(item, item.target, room)
    from denoiser_app.engine import job

    return _outcome((yield from job.store(computed, token, room.originals, _look(item, room))))


def _copied(item: Item, target: Path, room: Room) -> Outcome:
    size, sha256 = copy(item.source, target, room.originals, room.overwrite, room.plan.output)
    return Outcome(target, size, sha256, sha256, megapixels=item.megapixels)


def _outcome(report: Report) -> Outcome:
    return Outcome(
        target=report.target,
        bytes=report.bytes,
        sha256=report.sha256,
        source_sha256=report.source_sha256,
        model=report.model,
        model_sha256=report.model_sha256,
        megapixels=report.megapixels,
        noise=report.noise,
        seconds=report.seconds,
        warnings=report.warnings,
    )


def _sidecars(item: Item, target: Path, room: Room) -> list[str]:
    """Copied along where that was asked for; what goes wrong is a warning, the photo itself is done."""
    if not room.plan.sidecars:
        return []
    try:
        copy_sidecars(item.source, target, room.originals)
    except (InputError, OutputError) as error:
        return [str(error)]
    return []


def _look(item: Item, room: Room) -> Look | None:
    """A crop of before and after for the report. A crop that cannot be made is no reason to lose a photo."""
    folder = room.crops
    if folder is None:
        return None
    from denoiser_app.engine.batch.crops import crop_pair, save_pair

    def look(photo: Photo, denoised: Denoised) -> None:
        with suppress(OSError, ValueError, DenoiserError):
            save_pair(folder, str(item.id), crop_pair(photo, denoised, item.recipe))

    return look


def _last(steps: Generator[Progress, None, Result]) -> Result:
    """Runs a generator to its end, for what it returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
