"""The words of a batch: what is asked for, its photos, and where each of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal

from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.recipe import ExportOptions, Recipe

Action = Literal["denoise", "copy", "skip", "verify"]
"""What becomes of a photo. verify: its result is there already and only has to be found whole."""
IfExists = Literal["skip", "rename", "overwrite"]
BatchKind = Literal["batch", "watch"]
SkipReason = Literal["", "rule", "exists", "denoised"]
"""Why nothing was done: a rule says so, its result is there already, it is a result of ours itself."""


class State(StrEnum):
    """Where a photo stands. Quarantined is a failure that is not tried again on its own."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    QUARANTINED = "quarantined"
    SKIPPED = "skipped"


ENDED = frozenset({State.DONE, State.FAILED, State.QUARANTINED, State.SKIPPED})


class BatchState(StrEnum):
    """What the photographer wants of a batch, and FINISHED once every photo of it has ended."""

    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    FINISHED = "finished"


@dataclass(frozen=True)
class Plan:
    """What was asked for, kept with the batch: it is shown again, and a watched folder goes on by it.

    sources: folders and photos. patterns: names that count, such as '*.NEF', none for all photos. output: None is
    beside each photo. keep_folders: whether sub-folders of a source are made again below ``output``. rules: the table
    as JSON (engine/batch/rules.py), '' for none. recipe: for photos that no rule speaks of.
    """

    sources: tuple[Path, ...]
    output: Path | None
    name: str = ""
    kind: BatchKind = "batch"
    recursive: bool = False
    patterns: tuple[str, ...] = ()
    keep_folders: bool = True
    recipe: Recipe = field(default_factory=Recipe)
    options: ExportOptions = field(default_factory=ExportOptions)
    if_exists: IfExists = "skip"
    sidecars: bool = False
    rules: str = ""


@dataclass(frozen=True)
class NewItem:
    """A photo as planned. ``error`` and ``skipped`` are for those that end before they begin.

    size, mtime_ns: of the file when it was found. megapixels: None if the header does not tell. root: the source folder
    it was found in, whose disappearance is not the photo's fault.
    """

    source: Path
    target: Path | None
    root: Path
    size: int
    mtime_ns: int
    action: Action = "denoise"
    recipe: Recipe = field(default_factory=Recipe)
    megapixels: float | None = None
    skipped: SkipReason = ""
    error: DenoiserError | None = None


@dataclass(frozen=True)
class Item:
    """A photo in the journal.

    job: random, goes into the stamp of the result, by which it is known again. attempts: how often work on it began.
    crashes: how often the program ended while it was being worked on; faults: how often its decoder died or hung.
    seconds: per stage. started, ended: seconds since 1970, None if not yet. changed: the journal's tick of the last
    change (``Journal.tick``).
    """

    id: int
    batch: int
    position: int
    job: str
    source: Path
    target: Path | None
    root: Path
    size: int
    mtime_ns: int
    action: Action
    recipe: Recipe
    state: State
    attempts: int = 0
    crashes: int = 0
    faults: int = 0
    megapixels: float | None = None
    source_sha256: str = ""
    model: str = ""
    model_sha256: str = ""
    bytes: int | None = None
    sha256: str = ""
    noise: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    skipped: SkipReason = ""
    error: DenoiserError | None = None
    started: float | None = None
    ended: float | None = None
    changed: int = 0


@dataclass(frozen=True)
class Outcome:
    """What the journal keeps of a photo that is done. target: may differ from the planned one where that was taken."""

    target: Path
    bytes: int
    sha256: str
    source_sha256: str = ""
    model: str = ""
    model_sha256: str = ""
    megapixels: float | None = None
    noise: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counts:
    """How many photos stand where. They reconcile when everything that was found has ended."""

    waiting: int = 0
    running: int = 0
    done: int = 0
    failed: int = 0
    quarantined: int = 0
    skipped: int = 0

    @property
    def found(self) -> int:
        """All photos of the batch."""
        return self.waiting + self.running + self.ended

    @property
    def ended(self) -> int:
        """Those that need no more work."""
        return self.done + self.not_done + self.skipped

    @property
    def not_done(self) -> int:
        """Failures of both kinds."""
        return self.failed + self.quarantined

    @property
    def reconciled(self) -> bool:
        """Whether 'finished' is true: done + failed + skipped = found."""
        return self.ended == self.found


@dataclass(frozen=True)
class Batch:
    """A batch in the journal.

    state: what is wanted of it. held: whether a program is working on it now, ``holder`` says which, for people.
    waiting_for: what stops it for the moment (a full disk, a folder that is gone), None if nothing does.
    """

    id: int
    plan: Plan
    state: BatchState
    counts: Counts
    created: float
    held: bool = False
    holder: str = ""
    waiting_for: DenoiserError | None = None
    ended: float | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        return self.plan.name or f"batch {self.id}"
