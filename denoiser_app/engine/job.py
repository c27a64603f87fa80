"""Photos from file to file: read, denoise, finish, write, one after another, going on after a failure."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch

from denoiser_app.core.errors import Cancelled, DenoiserError, DenoisingFailed
from denoiser_app.core.photo import Photo
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine.cache import Key, ResultCache
from denoiser_app.engine.check import color_shift, warning
from denoiser_app.engine.clipped import pass_through
from denoiser_app.engine.denoised import Denoised
from denoiser_app.engine.denoiser import Denoiser
from denoiser_app.engine.finish import finish
from denoiser_app.engine.noise_level import describe, level, noise_of
from denoiser_app.formats.metadata import Stamp
from denoiser_app.formats.read import read
from denoiser_app.formats.write import write
from denoiser_app.networks.library import choose


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


@dataclass(frozen=True)
class _Result:
    """What the network made of a photo, now or earlier. noise: its level in 1/255, and in words."""

    denoised: Denoised
    noise: float
    noise_text: str
    warnings: tuple[str, ...] = ()


class Worker:
    """Keeps a model loaded from photo to photo.

    protected: files that must never be written to. cache: where results are looked for before the network runs, and
    kept; they are the same pixels.
    """

    def __init__(
        self, settings: Settings, protected: frozenset[Path] = frozenset(), cache: ResultCache | None = None
    ) -> None:
        self._settings, self._protected, self._cache = settings, protected, cache
        self._loaded: dict[str, Denoiser] = {}
        if settings.threads:
            torch.set_num_threads(settings.threads)

    def do(self, job: Job, token: CancelToken) -> Iterator[Progress | FileDone]:
        """One photo. Yields progress, last FileDone; raises DenoiserError, Cancelled."""
        clock = _Clock()
        yield Progress("read", 0, 1)
        # Before reading: a file that is replaced meanwhile must not be kept under its new date.
        key = Key.of(job.source, "", job.recipe.inference_key())
        photo = read(job.source, token=token)
        clock.lap("read")
        denoiser = self.denoiser(job.recipe.model, photo)
        key = replace(key, model=denoiser.descriptor.sha256)
        clock.lap("model")
        result = self._known(photo, key)
        if result is None:
            result = yield from self._result(denoiser, photo, job.recipe, key, token, clock)
        denoised, warnings = result.denoised, list(result.warnings)
        clock.lap("network")
        warnings += [w for w in [warning(color_shift(photo, denoised))] if w]
        yield Progress("finish", 0, 1)
        finished = finish(photo, denoised, job.recipe, job.options)
        metadata, megapixels = photo.metadata, photo.size[0] * photo.size[1] / 1e6
        # A large photo has no room for these while it is compressed and verified.
        noise, description = result.noise, result.noise_text
        del photo, denoised, result
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
                noise=description,
                seconds=clock.laps,
                megapixels=megapixels,
                bytes=size,
                warnings=tuple(warnings),
            )
        )

    def _known(self, photo: Photo, key: Key) -> _Result | None:
        entry = self._cache.get(key) if self._cache else None
        if entry is None or entry.codes.shape[:2] != photo.size:
            return None
        return _Result(Denoised(photo.domain, entry.codes), entry.noise, entry.noise_text)

    def _result(
        self, denoiser: Denoiser, photo: Photo, recipe: Recipe, key: Key, token: CancelToken, clock: _Clock
    ) -> Generator[Progress, None, _Result]:
        """Yields progress, returns what the network made of the photo."""
        noise = noise_of(photo, recipe.noise)
        clock.lap("noise")
        denoised, warnings = Denoised.empty(photo), []
        for tile in denoiser.run(photo, recipe, token=token, noise=noise):
            denoised.put(tile.box, tile.pixels)
            warnings += [tile.note] if tile.note else []
            yield Progress("network", tile.done, tile.total, tile.note)
        pass_through(photo, denoised)
        result = _Result(denoised, level(noise), describe(noise), tuple(warnings))
        if self._cache:
            self._cache.put(key, denoised.codes, {"noise": result.noise, "noise_text": result.noise_text})
        return result

    def denoiser(self, model: str, photo: Photo) -> Denoiser:
        """The model for a photo, loaded once. ModelUnknown, ModelDamaged, DeviceUnavailable."""
        descriptor = choose(model, photo.domain)
        if descriptor.name not in self._loaded:
            settings = self._settings
            self._loaded[descriptor.name] = Denoiser.load(descriptor, settings.device, settings.tile)
        return self._loaded[descriptor.name]


def _stamp(denoiser: Denoiser, recipe: Recipe, noise: float) -> Stamp:
    return Stamp(
        model=denoiser.descriptor.name,
        model_hash=denoiser.descriptor.sha256,
        strength=recipe.strength,
        color_strength=recipe.color_strength,
        detail=recipe.detail,
        grain=recipe.grain,
        noise=round(noise, 2),
    )


@dataclass
class _Clock:
    """Seconds of each stage."""

    laps: dict[str, float] = field(default_factory=dict)
    last: float = field(default_factory=time.monotonic)

    def lap(self, stage: str) -> None:
        now = time.monotonic()
        self.laps[stage], self.last = now - self.last, now
