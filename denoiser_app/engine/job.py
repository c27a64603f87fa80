"""Photos from file to file: read, denoise, finish, write, one after another, going on after a failure."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from denoiser_app.core.errors import Cancelled, DenoiserError, DenoisingFailed
from denoiser_app.core.photo import Photo
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine.check import color_shift, warning
from denoiser_app.engine.denoiser import Denoiser
from denoiser_app.engine.finish import finish
from denoiser_app.engine.noise_level import NoiseLevel, describe, level, noise_of
from denoiser_app.formats.metadata import Stamp
from denoiser_app.formats.read import read
from denoiser_app.formats.write import write
from denoiser_app.networks.library import choose

Float = NDArray[np.float32]


@dataclass(frozen=True)
class Settings:
    """Where the network runs: device 'auto', 'cpu', 'cuda' or 'mps'; CPU threads; side of a tile in pixels."""

    device: str = "auto"
    threads: int | None = None
    tile: int | None = None


@dataclass(frozen=True)
class Job:
    """One photo and what is to become of it."""

    source: Path
    target: Path
    recipe: Recipe
    options: ExportOptions


@dataclass(frozen=True)
class Report:
    """What was done. seconds: per stage (read, noise, network, finish, write); size of the file in bytes."""

    source: Path
    target: Path
    model: str
    device: str
    noise: str
    seconds: Mapping[str, float]
    megapixels: float
    bytes: int
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class FileDone:
    """A photo whose result is written and verified."""

    report: Report


@dataclass(frozen=True)
class FileFailed:
    """A photo that could not be done; nothing of it was left behind."""

    source: Path
    error: DenoiserError


Event = Progress | FileDone | FileFailed


def run(jobs: Sequence[Job], settings: Settings, token: CancelToken) -> Iterator[Event]:
    """Does the jobs in order; a failure ends only its own photo. Raises Cancelled between steps when asked to stop."""
    worker = Worker(settings, frozenset(job.source for job in jobs))
    for job in jobs:
        try:
            yield from worker.do(job, token)
        except Cancelled:
            raise
        except DenoiserError as error:
            yield FileFailed(job.source, error)
        except Exception as error:  # noqa: BLE001 - whatever one photo does, it must not end the night
            reason = f"{type(error).__name__}: {error}"
            yield FileFailed(job.source, DenoisingFailed(path=str(job.source), reason=reason))


class Worker:
    """Keeps a model loaded from photo to photo. ``protected``: files that must never be written to."""

    def __init__(self, settings: Settings, protected: frozenset[Path] = frozenset()) -> None:
        self._settings, self._protected = settings, protected
        self._loaded: dict[str, Denoiser] = {}
        if settings.threads:
            torch.set_num_threads(settings.threads)

    def do(self, job: Job, token: CancelToken) -> Iterator[Progress | FileDone]:
        """One photo. Yields progress, last FileDone; raises DenoiserError, Cancelled."""
        clock = _Clock()
        yield Progress("read", 0, 1)
        photo = read(job.source, token=token)
        clock.lap("read")
        denoiser = self.denoiser(job.recipe.model, photo)
        clock.lap("model")
        noise = noise_of(photo, job.recipe.noise)
        clock.lap("noise")
        warnings: list[str] = []
        denoised = yield from _denoise(denoiser, photo, job.recipe, noise, token, warnings)
        clock.lap("network")
        warnings += [w for w in [warning(color_shift(photo, denoised))] if w]
        yield Progress("finish", 0, 1)
        finished = finish(photo, denoised, job.recipe, job.options)
        metadata, megapixels = photo.metadata, photo.size[0] * photo.size[1] / 1e6
        # A large photo has no room for these while it is compressed and verified.
        del photo, denoised
        clock.lap("finish")
        token.check()
        yield Progress("write", 0, 1)
        stamp = _stamp(denoiser, job.recipe, noise)
        arguments = (finished.pixels, job.options, finished.icc, job.source, stamp, metadata, self._protected)
        size = write(job.target, *arguments)
        clock.lap("write")
        yield FileDone(
            Report(
                source=job.source,
                target=job.target,
                model=denoiser.descriptor.name,
                device=denoiser.backend.label,
                noise=describe(noise),
                seconds=clock.laps,
                megapixels=megapixels,
                bytes=size,
                warnings=tuple(warnings),
            )
        )

    def denoiser(self, model: str, photo: Photo) -> Denoiser:
        """The model for a photo, loaded once. ModelUnknown, ModelDamaged, DeviceUnavailable."""
        descriptor = choose(model, photo.domain)
        if descriptor.name not in self._loaded:
            settings = self._settings
            self._loaded[descriptor.name] = Denoiser.load(descriptor, settings.device, settings.tile)
        return self._loaded[descriptor.name]


def _denoise(
    denoiser: Denoiser, photo: Photo, recipe: Recipe, noise: NoiseLevel, token: CancelToken, warnings: list[str]
) -> Generator[Progress, None, Float]:
    """Yields progress, returns the denoised photo."""
    denoised = np.empty((*photo.size, 3), np.float32)
    for tile in denoiser.run(photo, recipe, token=token, noise=noise):
        denoised[tile.box.slices] = tile.pixels
        if tile.note:
            warnings.append(tile.note)
        yield Progress("network", tile.done, tile.total, tile.note)
    return denoised


def _stamp(denoiser: Denoiser, recipe: Recipe, noise: NoiseLevel) -> Stamp:
    return Stamp(
        model=denoiser.descriptor.name,
        model_hash=denoiser.descriptor.sha256,
        strength=recipe.strength,
        color_strength=recipe.color_strength,
        noise=round(level(noise), 2),
    )


@dataclass
class _Clock:
    """Seconds of each stage."""

    laps: dict[str, float] = field(default_factory=dict)
    last: float = field(default_factory=time.monotonic)

    def lap(self, stage: str) -> None:
        now = time.monotonic()
        self.laps[stage], self.last = now - self.last, now
