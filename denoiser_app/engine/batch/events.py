"""What a running batch says: one frozen value for each thing that happened."""

from __future__ import annotations

from dataclasses import dataclass

from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.progress import Progress
from denoiser_app.engine.batch.items import Batch, Item


@dataclass(frozen=True)
class BatchStarted:
    """Work begins or goes on. recovered: photos found finished after a crash; requeued: those that are done again."""

    batch: Batch
    recovered: int = 0
    requeued: int = 0


@dataclass(frozen=True)
class ItemStarted:
    """A photo is being read."""

    item: Item


@dataclass(frozen=True)
class ItemProgress:
    """A step within a photo: stages read, noise, network, finish, write."""

    item: Item
    step: Progress


@dataclass(frozen=True)
class ItemEnded:
    """The journal has it: ``item.state`` is done, failed, quarantined or skipped."""

    item: Item


@dataclass(frozen=True)
class ItemPutOff:
    """The decoder died or hung on it: it is tried once more when all others have been."""

    item: Item
    error: DenoiserError


@dataclass(frozen=True)
class Waiting:
    """Nothing can be done until the reason has gone (a full disk, a folder that is not there); it is looked again."""

    reason: DenoiserError


@dataclass(frozen=True)
class GoesOn:
    """The reason to wait has gone."""


@dataclass(frozen=True)
class BatchEnded:
    """No more is done now. ``batch.state`` says why: finished (the counts reconcile), paused or cancelled."""

    batch: Batch


Event = BatchStarted | ItemStarted | ItemProgress | ItemEnded | ItemPutOff | Waiting | GoesOn | BatchEnded
