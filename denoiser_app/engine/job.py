"""Photos from file to file: read, denoise, finish, write, one after another, going on after a failure.

The stages of a photo (``Worker.read``, ``Worker.denoise``, ``store``) share nothing but what is handed over, so that
three photos can be in three of them at once, each in a thread of its own; ``Worker.do`` is one after the other.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch

from denoiser_app.core.errors import Cancelled, DenoiserError, DenoisingFailed, FileChanged, FileUnreadable
from denoiser_app.core.photo import Photo
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.engine.cache import Key, ResultCache
from denoiser_app.engine.check import color_shift, warning
from denoiser_app.engine.clipped import pass_through
from denoiser_app.engine.denoised import Denoised
from denoiser_app.engine.denoiser import Denoiser
from denoiser_app.engine.finish import Finished, finish
from denoiser_app.engine.handover import Computed, Held, Job, Loaded, Report
from denoiser_app.engine.noise_level import describe, level, noise_of
from denoiser_app.engine.owner_profile import inference_key, profile_of
from denoiser_app.formats.metadata import Stamp
from denoiser_app.formats.naming import Originals
from denoiser_app.formats.read import read
from denoiser_app.formats.write import Written, write
from denoiser_app.networks.library import choose

__all__ = [
    "Computed",
    "Event",
    "FileDone",
    "FileFailed",
    "Held",
    "Job",
    "Loaded",
    "Look",
    "Report",
    "Settings",
    "Worker",
    "run",
    "store",
]

Look = Callable[[Photo, Denoised], None]
"""What somebody wants to see of a photo and its result while both are in memory, for a crop of them."""
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Settings:
    """Where the network runs: device 'auto', 'cpu', 'cuda', 'cuda:1' (the second) or 'mps'; CPU threads; side of a tile
    in pixels."""

    device: str = "auto"
    threads: int | None = None
    tile: int | None = None


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
    """Keeps a model loaded from photo to photo.

    protected: files that must never be written to. cache: where results are looked for before the network runs, and
    kept; they are the same pixels. ``read`` may be called from any thread at any time; ``denoise`` and ``denoiser``
    from one thread at a time, which need not be the one that made the worker.
    """

    def __init__(
        self,
        settings: Settings,
        protected: Originals | frozenset[Path] = frozenset(),
        cache: ResultCache | None = None,
    ) -> None:
        self._settings, self._protected, self._cache = settings, protected, cache
        self._loaded: dict[str, Denoiser] = {}
        self._set_threads()

    def do(self, job: Job, token: CancelToken) -> Iterator[Progress | FileDone]:
        """One photo. Yields progress, last FileDone; raises DenoiserError, Cancelled."""
        yield Progress("read", 0, 1)
        loaded = self.read(job, token)
        computed = yield from self.denoise(loaded, token)
        yield FileDone((yield from store(computed, token, self._protected)))

    def read(self, job: Job, token: CancelToken) -> Loaded:
        """The first stage: decodes the photo in a child process; no model, no torch. InputError, Cancelled."""
        clock = _Clock()
        # Before reading: a file that is replaced meanwhile must not be kept under its new date.
        key = Key.of(job.source, "", job.recipe.inference_key())
        photo = read(job.source, token=token)
        # After reading: the card is read once, and this comes from the system's memory.
        source_sha256 = _hash(job.source, key, token) if job.hash_source else ""
        profile = profile_of(photo)
        key = replace(key, inference=inference_key(key.inference, profile))
        clock.lap("read")
        return Loaded(job, Held(photo), key, source_sha256, clock.laps, profile=profile)

    def measured(self, loaded: Loaded) -> Loaded:
        """With the level of its noise, for whoever wants that in the thread that reads: then no network waits for it.
        ``denoise`` measures what is not measured yet."""
        clock = _Clock(dict(loaded.seconds))
        noise = noise_of(loaded.pixels.photo, loaded.job.recipe.noise, loaded.profile)
        clock.lap("noise")
        return replace(loaded, noise=noise, seconds=clock.laps)

    def denoise(self, loaded: Loaded, token: CancelToken) -> Generator[Progress, None, Computed]:
        """The second stage, the only one with the network: yields progress, returns the result.

        Raises ModelError, DeviceUnavailable, DenoisingFailed, Cancelled.
        """
        self._set_threads()
        clock, recipe, photo = _Clock(), loaded.job.recipe, loaded.pixels.photo
        denoiser = self.denoiser(recipe.model, photo)
        key = replace(loaded.key, model=denoiser.descriptor.sha256)
        clock.lap("model")
        result = self._known(photo, key)
        if result is None:
            noise = loaded.noise or noise_of(photo, recipe.noise, loaded.profile)
            clock.lap("noise")
            result = yield from self._result(denoiser, replace(loaded, key=key, noise=noise), token)
        clock.lap("network")
        loaded.pixels.keep(result.denoised)
        return Computed(
            job=loaded.job,
            pixels=loaded.pixels,
            metadata=photo.metadata,
            megapixels=photo.size[0] * photo.size[1] / 1e6,
            source_sha256=loaded.source_sha256,
            model=denoiser.descriptor.name,
            model_sha256=denoiser.descriptor.sha256,
            device=denoiser.backend.label,
            noise=result.noise,
            noise_text=result.noise_text,
            warnings=result.warnings,
            seconds=_summed(loaded.seconds, clock.laps),
        )

    def _set_threads(self) -> None:
        """torch counts its CPU threads for each thread that calls it."""
        if self._settings.threads:
            torch.set_num_threads(self._settings.threads)

    def _known(self, photo: Photo, key: Key) -> _Result | None:
        entry = self._cache.get(key) if self._cache else None
        if entry is None or entry.codes.shape[:2] != photo.size:
            return None
        return _Result(Denoised(photo.domain, entry.codes), entry.noise, entry.noise_text)

    def _result(self, denoiser: Denoiser, loaded: Loaded, token: CancelToken) -> Generator[Progress, None, _Result]:
        """Yields progress, returns what the network made of the photo, whose noise is known."""
        photo, noise = loaded.pixels.photo, loaded.noise
        assert noise is not None
        denoised, warnings = Denoised.empty(photo), []
        for tile in denoiser.run(photo, loaded.job.recipe, token=token, noise=noise, profile=loaded.profile):
            denoised.put(tile.box, tile.pixels)
            warnings += [tile.note] if tile.note else []
            yield Progress("network", tile.done, tile.total, tile.note)
        pass_through(photo, denoised, loaded.profile)
        result = _Result(denoised, level(noise), describe(noise), tuple(warnings))
        if self._cache:
            self._cache.put(loaded.key, denoised.codes, {"noise": result.noise, "noise_text": result.noise_text})
        return result

    def denoiser(self, model: str, photo: Photo) -> Denoiser:
        """The model for a photo, loaded once. ModelUnknown, ModelDamaged, DeviceUnavailable."""
        descriptor = choose(model, photo.domain, photo.metadata)
        loaded = self._loaded.get(descriptor.name)
        # A personal model may have been trained again, under its old name, since it was loaded.
        if loaded is None or loaded.descriptor.sha256 != descriptor.sha256:
            loaded = Denoiser.load(descriptor, self._settings.device, self._settings.tile)
            self._loaded[descriptor.name] = loaded
        return loaded


def store(
    computed: Computed,
    token: CancelToken,
    protected: Originals | frozenset[Path] = frozenset(),
    look: Look | None = None,
) -> Generator[Progress, None, Report]:
    """The last stage, without torch, in any thread: finishes, encodes, verifies and publishes. Yields progress, returns
    the report.

    The pixels are let go before the result is compressed, and also when this fails. protected: files that must never be
    written to. look: is shown the photo and its result before; what it raises ends this photo. Raises OutputError,
    Cancelled.
    """
    clock = _Clock(dict(computed.seconds))
    try:
        yield Progress("finish", 0, 1)
        warnings = _with_shift(computed)
        finished = _finished(computed, look)
    finally:
        # A large photo has no room for these while it is compressed and verified.
        computed.pixels.let_go()
    clock.lap("finish")
    token.check()
    yield Progress("write", 0, 1)
    written = _written(computed, finished, protected)
    clock.lap("write")
    return _report(computed, written, finished.pixels.shape, warnings, clock.laps)


@dataclass(frozen=True)
class _Result:
    """What the network made of a photo, now or earlier. noise: its level in 1/255, and in words."""

    denoised: Denoised
    noise: float
    noise_text: str
    warnings: tuple[str, ...] = ()


def _hash(source: Path, before: Key, token: CancelToken) -> str:
    """SHA-256 of the file that was just read. FileChanged if it is not the one that ``before`` was taken of."""
    digest = hashlib.sha256()
    try:
        with source.open("rb") as file:
            while chunk := file.read(_CHUNK):
                token.check()
                digest.update(chunk)
    except OSError as error:
        raise FileUnreadable(path=str(source), reason=error.strerror or str(error)) from error
    if Key.of(source, before.model, before.inference) != before:
        raise FileChanged(path=str(source))
    return digest.hexdigest()


def _summed(before: Mapping[str, float], now: Mapping[str, float]) -> dict[str, float]:
    """Seconds of each stage, of which a part may have been in another thread."""
    return {stage: before.get(stage, 0.0) + now.get(stage, 0.0) for stage in {**before, **now}}


def _with_shift(computed: Computed) -> tuple[str, ...]:
    """The warnings so far, and one if the colours moved."""
    shift = warning(color_shift(computed.pixels.photo, computed.pixels.denoised))
    return (*computed.warnings, shift) if shift else computed.warnings


def _finished(computed: Computed, look: Look | None) -> Finished:
    pixels, job = computed.pixels, computed.job
    if look is not None:
        look(pixels.photo, pixels.denoised)
    return finish(pixels.photo, pixels.denoised, job.recipe, job.options)


def _written(computed: Computed, finished: Finished, protected: Originals | frozenset[Path]) -> Written:
    job, stamp = computed.job, _stamp(computed)
    pixels, icc = finished.pixels, finished.icc
    return write(job.target, pixels, job.options, icc, job.source, stamp, computed.metadata, protected, job.within)


def _stamp(computed: Computed) -> Stamp:
    recipe = computed.job.recipe
    return Stamp(
        model=computed.model,
        model_hash=computed.model_sha256,
        strength=recipe.strength,
        color_strength=recipe.color_strength,
        detail=recipe.detail,
        grain=recipe.grain,
        noise=round(computed.noise, 2),
        job=computed.job.id,
    )


def _report(
    computed: Computed,
    written: Written,
    shape: tuple[int, ...],
    warnings: tuple[str, ...],
    seconds: Mapping[str, float],
) -> Report:
    return Report(
        source=computed.job.source,
        target=computed.job.target,
        model=computed.model,
        device=computed.device,
        noise=computed.noise_text,
        seconds=seconds,
        megapixels=computed.megapixels,
        bytes=written.size,
        warnings=warnings,
        sha256=written.sha256,
        source_sha256=computed.source_sha256,
        model_sha256=computed.model_sha256,
        size=(shape[0], shape[1]),
    )


@dataclass
class _Clock:
    """Seconds of each stage."""

    laps: dict[str, float] = field(default_factory=dict)
    last: float = field(default_factory=time.monotonic)

    def lap(self, stage: str) -> None:
        now = time.monotonic()
        self.laps[stage], self.last = now - self.last, now
