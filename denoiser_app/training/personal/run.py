"""A personal training from its first step to the published model: resumable after a kill at any moment.

A generator: each yield is progress and a place to stop. What it was asked for is looked at between two steps.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from denoiser_app import __version__
from denoiser_app.core.errors import (
    Cancelled,
    DataMissing,
    ModelExists,
    OutputError,
    SessionMissing,
)
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.networks import folders, library
from denoiser_app.networks.personal import require_name
from denoiser_app.networks.weights import load_network
from denoiser_app.pairs.session import MANIFEST, TRAINING, Pair
from denoiser_app.training.learner import Learner
from denoiser_app.training.log import Step
from denoiser_app.training.loop import Course, first_line, go_on
from denoiser_app.training.personal.control import Control
from denoiser_app.training.personal.estimating import (
    OVERHEAD,
    Machine,
    estimate_of,
    machine_for,
    threads_of,
    time_steps,
)
from denoiser_app.training.personal.events import (
    Event,
    Finished,
    Paused,
    Prepared,
    Previewed,
    Resumed,
    Stepped,
)
from denoiser_app.training.personal.finishing import publish_best
from denoiser_app.training.personal.keeping import Kept, alone
from denoiser_app.training.personal.material import HELD_OUT, KEPT_BACK, PairedMaterial, Ready, make_ready
from denoiser_app.training.personal.preview import Preview
from denoiser_app.training.personal.recipe import (
    Recipe,
    begin_config,
    checkpoint_interval,
    read_recipe,
    steps_in,
    with_steps,
    write_recipe,
)
from denoiser_app.training.personal.request import SCRATCH, THREE_LAYER, PersonalRequest
from denoiser_app.training.personal.sources import SessionSources, Sources, as_begun, open_session
from denoiser_app.training.personal.targets import NetworkDeveloper

Opener = Callable[[Path, CancelToken | None], Iterator[Progress | SessionSources]]

DEVELOPING = "raw-balanced"
"""The shipped network that makes full colour of clean mosaics."""
_REPORT_EVERY = 1.0
"""Seconds between two reports of a step, at least."""
_TRY_AGAIN = 10.0
"""Seconds after which a disk that was full is tried again."""


def train(
    folder: Path, request: PersonalRequest, control: Control | None = None, *, opener: Opener = open_session
) -> Iterator[Event]:
    """Trains in folder/training/NAME until the last step, or until it is asked to stop, and publishes the best weights.

    Raises SessionMissing, SessionDamaged, SessionUnfit, SessionBusy, ModelNameUnusable, ModelExists (the name was used
    for another training), ModelUnknown, ModelWrongDomain, DataMissing (there is nothing to resume), DeviceUnavailable,
    and Cancelled after a checkpoint. A full disk is no error: it pauses until there is room.
    """
    control = control or Control()
    place = _place(folder, request)
    begun = read_recipe(place)
    _require_right_moment(request, place, begun)
    machine = machine_for(request.device, request.threads or (begun.threads if begun else None))
    with ExitStack() as stack:
        stack.enter_context(alone(place))
        stack.enter_context(threads_of(machine))
        sources: Sources | None = None
        for step in opener(folder, control.token):
            if isinstance(step, Progress):
                yield step
            else:
                sources = step
        assert sources is not None
        if begun and isinstance(sources, SessionSources):
            sources = as_begun(sources, begun.sources, begun.profile)
        training = _Training(place, request, control, machine, sources, begun)
        stack.callback(training.close)
        yield from training.events(str(folder))


def _place(folder: Path, request: PersonalRequest) -> Path:
    if not (folder / MANIFEST).is_file():
        raise SessionMissing(path=str(folder))
    require_name(request.name, folders.shipped_names())
    return folder / TRAINING / request.name


def _require_right_moment(request: PersonalRequest, place: Path, begun: Recipe | None) -> None:
    if request.resume and begun is None:
        raise DataMissing(path=str(place), reason="there is no training of this name to go on with. Begin it first.")
    if not request.resume and begun is not None:
        raise ModelExists(name=request.name)


@dataclass
class _Best:
    step: int
    psnr: float


class _Training:
    """One training, in the order in which ``events`` goes through it."""

    def __init__(
        self,
        place: Path,
        request: PersonalRequest,
        control: Control,
        machine: Machine,
        sources: Sources,
        begun: Recipe | None,
    ) -> None:
        self._place, self._request, self._control = place, request, control
        self._machine, self._sources, self._begun = machine, sources, begun
        self._device = machine.device.name
        self._course = Course()
        self._material: PairedMaterial | None = None
        self._best = _Best(0, float("-inf"))
        self._reported = 0.0
        self._pace: tuple[int, float] | None = None
        self._preview: Preview | None = None

    def close(self) -> None:
        """Lets go of threads."""
        if self._material is not None:
            self._material.close()

    def events(self, at: str) -> Iterator[Event]:
        """All of it."""
        develop = NetworkDeveloper(library.find(DEVELOPING)) if self._sources.kind == "raw" else None
        ready: Ready | None = None
        for step in make_ready(self._sources, develop, self._device, self._control.token, at):
            if isinstance(step, Ready):
                ready = step
            else:
                yield step
        assert ready is not None
        self._ready = ready
        yield self._prepared(ready)
        self._preview = Preview(ready, develop, self._device)
        self._recipe = yield from self._decided(ready)
        self._kept = Kept(self._place, self._recipe.fingerprint())
        self._learner = self._begun_learner()
        yield estimate_of(self._recipe, self._machine, self._learner.step, self._course.seconds)
        yield from self._steps()
        yield from self._published()

    def _prepared(self, ready: Ready) -> Prepared:
        pairs = (*self._sources.training, *self._sources.held_out)
        noises = list(dict.fromkeys(ready.noises.values()))
        return Prepared(
            pairs=tuple(pair.id for pair in pairs),
            scenes=_scenes(self._sources.training),
            held_out=_scenes(self._sources.held_out),
            megapixels=ready.megapixels,
            noise=noises[0] if len(noises) == 1 else f"{noises[0]} and {len(noises) - 1} more",
            notes=ready.notes,
        )

    # --- the recipe ---------------------------------------------------------------------------------------------------

    def _decided(self, ready: Ready) -> Generator[Event, None, Recipe]:
        if self._begun is not None:
            recipe = self._begun
        else:
            recipe = self._timed(ready)
            yield from self._until_kept(lambda: write_recipe(self._place, recipe))
        self._material = self._material_of(ready, recipe)
        return recipe

    def _timed(self, ready: Ready) -> Recipe:
        config, mix = begin_config(self._request, self._sources.kind, self._machine.half)
        recipe = Recipe(
            config=config,
            mix=mix,
            every=1,
            threads=self._machine.threads,
            device=self._device,
            step_seconds=0.0,
            camera=self._sources.camera,
            iso=self._sources.iso,
            scenes=_scenes(self._sources.training),
            held_out=_scenes(self._sources.held_out),
            sources=self._sources.values(),
            profile=self._sources.profile,
            session=self._place.parent.parent.name,
            began=f"{datetime.datetime.now():%Y-%m-%d %H:%M}",
            versions={"denoiser-app": __version__, "torch": torch.__version__},
        )
        trial = self._material_of(ready, recipe)
        try:
            step_seconds = time_steps(self._start(Learner(config, self._device), config.start), trial.batches)
        finally:
            trial.close()
        steps = steps_in(self._request, OVERHEAD * step_seconds)
        every = checkpoint_interval(step_seconds, steps)
        return replace(recipe, config=with_steps(config, steps), every=every, step_seconds=step_seconds)

    def _material_of(self, ready: Ready, recipe: Recipe) -> PairedMaterial:
        config = recipe.config
        half = config.half_precision and self._machine.half
        return PairedMaterial(ready, recipe.mix, config.patch, config.seed, self._device, half)

    # --- the learner --------------------------------------------------------------------------------------------------

    def _begun_learner(self) -> Learner:
        learner = Learner(self._recipe.config, self._device)
        state = self._kept.newest()
        if state is None:
            return self._start(learner, self._recipe.config.start)
        learner.load_state_dict(state)
        self._course.load_state_dict(state)
        best = self._kept.best()
        if best is not None:
            self._best = _Best(int(best["step"]), float(best["psnr"]))
        self._kept.write_log(self._course.lines)
        return learner

    def _start(self, learner: Learner, start: str) -> Learner:
        if start not in (SCRATCH, THREE_LAYER):
            learner.begin_with(load_network(library.find(start)).state_dict())
        return learner

    # --- the steps ----------------------------------------------------------------------------------------------------

    def _steps(self) -> Iterator[Event]:
        assert self._material is not None
        learner, config = self._learner, self._recipe.config
        if not self._course.lines:
            line = first_line(learner, config, self._material, self._course)
            yield from self._at_line(line)
        yield from self._asked()
        if self._at_end():
            return
        self._pace = None
        for new in go_on(learner, config, self._material, self._course, self._recipe.every):
            if new is not None:
                yield from self._at_line(new)
            elif time.monotonic() - self._reported >= _REPORT_EVERY:
                yield self._stepped(None)
            yield from self._asked()
            if self._at_end():
                return

    def _at_end(self) -> bool:
        return self._control.stopped or self._learner.step >= self._recipe.config.steps

    def _asked(self) -> Iterator[Event]:
        """Does what was asked for; Cancelled after a checkpoint."""
        control, learner = self._control, self._learner
        if control.token.cancelled:
            self._keep()
            raise Cancelled
        if not control.paused or control.stopped:
            return
        yield from self._until_kept(self._keep)
        yield Paused(learner.step, self._recipe.config.steps)
        control.wait_while_paused()
        control.token.check()
        if not control.stopped:
            self._pace = None
            yield Resumed(learner.step, self._recipe.config.steps)

    def _at_line(self, line: Step) -> Iterator[Event]:
        yield from self._until_kept(lambda: self._keep(line))
        yield self._stepped(line)
        assert self._preview is not None
        path: list[Path] = []
        preview = self._preview
        yield from self._until_kept(lambda: path.append(preview.write(self._learner.average, self._place)))
        yield Previewed(line.step, path[-1])

    def _keep(self, line: Step | None = None) -> None:
        """OutputError, and then all of it can be done again."""
        if line is not None and line.psnr > self._best.psnr:
            self._kept.keep_best(line.step, line.psnr, line.validation, self._learner.average.state_dict())
            self._best = _Best(line.step, line.psnr)
        self._kept.keep({**self._course.state_dict(), **self._learner.state_dict()})
        self._kept.write_log(self._course.lines)

    def _until_kept(self, keep: Callable[[], Any]) -> Iterator[Event]:
        """Does it; where the disk does not take it, pauses and tries again until it does, or somebody gives up."""
        waiting = False
        while True:
            try:
                keep()
                break
            except OutputError as error:
                if not waiting:
                    waiting = True
                    yield Paused(self._step, self._total, error)
                self._control.wait_for_resume(_TRY_AGAIN)
                self._control.token.check()
                if self._control.stopped:
                    raise
        if waiting:
            yield Resumed(self._step, self._total)

    # --- reports ------------------------------------------------------------------------------------------------------

    @property
    def _step(self) -> int:
        return self._learner.step if hasattr(self, "_learner") else 0

    @property
    def _total(self) -> int:
        return self._recipe.config.steps if hasattr(self, "_recipe") else 0

    def _stepped(self, line: Step | None) -> Stepped:
        self._reported = time.monotonic()
        step, total, seconds = self._learner.step, self._recipe.config.steps, self._course.seconds
        if self._pace is None:
            self._pace = (step, seconds)
        done, took = step - self._pace[0], seconds - self._pace[1]
        each = took / done if done else OVERHEAD * self._recipe.step_seconds
        common: dict[str, Any] = {
            "step": step,
            "total": total,
            "seconds": seconds,
            "seconds_left": each * (total - step),
        }
        best: dict[str, Any] = {"best_step": self._best.step, "best_psnr": self._best.psnr}
        if line is None:
            return Stepped(**common, loss=self._course.latest_loss(), **best)
        assert self._material is not None
        noisy = self._material.noisy
        return Stepped(
            **common,
            loss=None if line.loss != line.loss else line.loss,
            psnr=line.validation[KEPT_BACK],
            held_out=line.validation[HELD_OUT],
            noisy=noisy[KEPT_BACK],
            noisy_held_out=noisy[HELD_OUT],
            **best,
        )

    def _published(self) -> Iterator[Event]:
        assert self._material is not None
        material, learner, lines = self._material, self._learner, self._course.lines
        if learner.step > lines[-1].step:  # stopped between two lines: the latest weights may be the best
            validation = material.validate(learner.average)
            psnr = material.psnr(validation)
            if psnr > self._best.psnr:
                weights = learner.average.state_dict()
                yield from self._until_kept(
                    lambda: self._kept.keep_best(learner.step, psnr, validation, weights),
                )
            yield from self._until_kept(self._keep)
        best = self._kept.best() or {}
        model = []
        yield from self._until_kept(
            lambda: model.append(publish_best(self._place, self._recipe, best, lines, material.noisy))
        )
        start, noisy = lines[0].validation, material.noisy
        yield Finished(
            name=self._recipe.config.name,
            step=learner.step,
            total=self._recipe.config.steps,
            early=learner.step < self._recipe.config.steps,
            best_step=int(best["step"]),
            psnr=best["validation"][KEPT_BACK],
            start_psnr=start[KEPT_BACK],
            noisy=noisy[KEPT_BACK],
            held_out=best["validation"][HELD_OUT],
            start_held_out=start[HELD_OUT],
            noisy_held_out=noisy[HELD_OUT],
            seconds=self._course.seconds,
            path=model[-1].manifest,
        )


def _scenes(pairs: Sequence[Pair]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pair.scene.id for pair in pairs))
