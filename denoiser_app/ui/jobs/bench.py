"""The bench of the denoising thread: one photo lies on it, the models hang above it.

Everything here runs in that thread. ``serve`` is a generator, as long work is everywhere in this program: what it
yields is told to the window, and between two yields it can be cancelled.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from denoiser_app.core.errors import Cancelled
from denoiser_app.core.progress import CancelToken
from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.cache import Key
from denoiser_app.engine.denoised import Denoised
from denoiser_app.ui.jobs import events
from denoiser_app.ui.jobs.open_photo import OpenPhoto
from denoiser_app.ui.jobs.services import Compute, Services
from denoiser_app.ui.model_facts import ModelFacts

if TYPE_CHECKING:
    from denoiser_app.engine.denoiser import Denoiser
    from denoiser_app.engine.noise_level import NoiseLevel


class Bench:
    """Reads, renders, denoises. focus: what is in view now, upright. tell: for what happens beside ``serve``."""

    def __init__(
        self, services: Services, focus: Callable[[], Box | None], tell: Callable[[events.Event], None]
    ) -> None:
        self._services, self._focus, self._tell = services, focus, tell
        self._worker: Any = None
        self._paces: dict[str, float] = {}
        self._models: tuple[ModelFacts, ...] = ()
        self._compute: Compute | None = None
        self._open: OpenPhoto | None = None
        self._warming: threading.Thread | None = None

    def clear(self) -> None:
        """Puts everything away."""
        self._put_away()
        if self._warming is not None:
            self._warming.join()
        self._worker = None

    def serve(
        self, path: Path | None, recipe: Recipe, compute: Compute, token: CancelToken, fresh: bool
    ) -> Iterator[events.Event]:
        """Opens the photo if it is not the one that lies here, and denoises it. Never raises."""
        if self._warming is None:
            self._warming = threading.Thread(target=self._warm, name="warming")
            self._warming.start()
        try:
            if fresh or path is None:
                self._put_away()
            if path is not None:
                yield from self._lay_out(path, compute, token)
            yield from self._equip(compute)
            if self._open is not None:
                yield from self._denoise(self._open, recipe, token)
        except Cancelled:
            yield events.Stopped()
        except Exception as error:  # noqa: BLE001 - told to the window, which stays usable
            yield events.Failed(error)
        if self._open is not None:
            self._open.develop(self._tell)  # also of a photo that came from the cache, or was stopped

    def _warm(self) -> None:
        with suppress(Exception):  # it fails again where a worker is made, and is told there
            self._services.warm()

    def _put_away(self) -> None:
        if self._open is not None:
            self._open.put_away()
            self._open = None

    def _lay_out(self, path: Path, compute: Compute, token: CancelToken) -> Iterator[events.Event]:
        """Reads the photo, unless it is this one as it is on the disk now, rendered for this display."""
        key, open_ = Key.of(path, "", ""), self._open
        same = open_ is not None and (open_.path, open_.display) == (path, compute.display)
        # A card that was pulled out takes nothing away that has been read.
        if not same or open_ is None or (open_.key != key and path.exists()):
            self._put_away()  # first: there may be no room for two
            open_ = self._open = OpenPhoto.read(path, key, compute.display, token)
        megapixels = open_.photo.size[0] * open_.photo.size[1] / 1e6
        yield events.Opened(path, open_.picture, open_.photo.metadata, open_.photo.domain, megapixels)

    def _equip(self, compute: Compute) -> Iterator[events.Event]:
        """A worker for the device asked for, and word of the models there are."""
        same = self._compute is not None and (compute.device, compute.threads) == (
            self._compute.device,
            self._compute.threads,
        )
        if self._worker is None or not same:
            if self._warming is not None:
                self._warming.join()
            self._worker, self._compute = self._services.make_worker(compute), compute
            self._paces, self._models = {}, ()
        models = _models()
        if models != self._models:  # one's own may be installed or removed while the window is open
            self._models = models
            yield events.Ready(models)

    def _denoise(self, open_: OpenPhoto, recipe: Recipe, token: CancelToken) -> Iterator[events.Event]:
        from denoiser_app.engine.owner_profile import inference_key, profile_of

        denoiser = self._worker.denoiser(recipe.model, open_.photo)
        profile = profile_of(open_.photo)
        inference = inference_key(recipe.inference_key(), profile)
        made_with = f"{denoiser.descriptor.sha256} {inference}"
        if open_.complete == made_with:
            yield events.Finished(remembered=True, seconds=0.0)
            return
        key = replace(open_.key, model=denoiser.descriptor.sha256, inference=inference)
        yield from self._remember(open_, denoiser, key, token)
        if not open_.complete:
            yield from self._compute_tiles(open_, denoiser, recipe, key, token)
        open_.complete = made_with

    def _remember(self, open_: OpenPhoto, denoiser: Denoiser, key: Key, token: CancelToken) -> Iterator[events.Event]:
        """The result from the cache, where it has been before."""
        open_.complete = ""
        entry = self._services.cache.get(key) if self._services.cache else None
        if entry is None or entry.codes.shape[:2] != open_.photo.size:
            return
        yield self._started(open_, denoiser)
        yield events.Measured(entry.noise, entry.noise_text)
        open_.restore(Denoised(open_.photo.domain, entry.codes), token)
        open_.complete = "remembered"
        yield events.Finished(remembered=True, seconds=0.0)

    def _compute_tiles(
        self, open_: OpenPhoto, denoiser: Denoiser, recipe: Recipe, key: Key, token: CancelToken
    ) -> Iterator[events.Event]:
        from denoiser_app.engine.noise_level import describe, level, noise_of

        started = time.monotonic()
        yield self._started(open_, denoiser)
        token.check()
        noise = noise_of(open_.photo, recipe.noise)
        yield events.Measured(level(noise), describe(noise))
        open_.begin()
        yield from self._tiles(open_, denoiser, recipe, noise, token)
        open_.complete_highlights(token)
        shift = _shift(open_)
        yield events.Finished(remembered=False, seconds=time.monotonic() - started, shift=shift)
        if self._services.cache:
            facts: dict[str, str | float] = {"noise": level(noise), "noise_text": describe(noise)}
            self._services.cache.put(key, open_.denoised.codes, facts)

    def _started(self, open_: OpenPhoto, denoiser: Denoiser) -> events.Started:
        from denoiser_app.engine.estimate import seconds_per_megapixel

        name = denoiser.descriptor.name
        if name not in self._paces:
            self._paces[name] = seconds_per_megapixel(denoiser)
        megapixels = open_.photo.size[0] * open_.photo.size[1] / 1e6
        return events.Started(name, denoiser.backend.label, megapixels * self._paces[name])

    def _tiles(
        self, open_: OpenPhoto, denoiser: Denoiser, recipe: Recipe, noise: NoiseLevel, token: CancelToken
    ) -> Iterator[events.Event]:
        def focus() -> Box | None:
            box = self._focus()
            return None if box is None else open_.rendering.sensor_box(box)

        for tile in denoiser.run(open_.photo, recipe, focus, token, noise):
            yield events.TileArrived(open_.put(tile), tile.done, tile.total, tile.note)
            open_.develop(self._tell)  # not before: until something is denoised, the network needs every core


def _shift(open_: OpenPhoto) -> tuple[float, float, float] | None:
    """How far the colours moved, if that is worth a word."""
    from denoiser_app.engine.check import color_shift, warning

    shift = color_shift(open_.photo, open_.denoised)
    return shift if warning(shift) else None


def _models() -> tuple[ModelFacts, ...]:
    from denoiser_app.networks.library import installed

    return tuple(
        ModelFacts(
            name=d.name,
            domain=d.domain,
            summary=d.summary,
            licence=d.licence,
            parameter_count=d.parameter_count,
            giga_macs=d.giga_macs,
            training=d.training,
            scores=d.scores,
            card=_card(d.folder / f"{d.name}.md"),
            personal=d.personal,
        )
        for d in installed()
    )


def _card(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
