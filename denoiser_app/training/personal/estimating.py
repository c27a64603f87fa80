"""How long a training takes on this machine: measured on a few steps of its own kind, before it starts."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from denoiser_app.core.cfa import bayer
from denoiser_app.core.errors import SessionUnfit
from denoiser_app.core.noise import typical_noise, white_noise
from denoiser_app.engine.device import Device, candidates
from denoiser_app.networks.architectures import Domain, count_parameters
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.session import TRAINING
from denoiser_app.training import log
from denoiser_app.training.batches import BatchMaker
from denoiser_app.training.config import TrainingConfig
from denoiser_app.training.learner import Learner
from denoiser_app.training.personal.bands import Bands
from denoiser_app.training.personal.events import Estimate
from denoiser_app.training.personal.raw_batches import Mix, PairedRawBatches, RawPart
from denoiser_app.training.personal.recipe import (
    Recipe,
    begin_config,
    checkpoint_interval,
    read_recipe,
    steps_in,
)
from denoiser_app.training.personal.request import PersonalRequest
from denoiser_app.training.personal.rgb_batches import PairedRgbBatches, RgbPart
from denoiser_app.training.personal.told import Fed
from denoiser_app.training.scenes import draw_night

WARM_UP, TIMED = 3, 6
OVERHEAD = 1.08
"""What checking and saving add to the steps."""
_PREPARING = 1.5
"""Seconds a megapixel of a pair takes to be decoded, put on each other and developed, on two cores."""


@dataclass(frozen=True)
class Machine:
    """What a training runs on."""

    device: Device
    threads: int

    @property
    def half(self) -> bool:
        """Whether the device has instructions for bfloat16; where it has none, that is ten times as slow."""
        return self.device.dtype == torch.bfloat16

    @property
    def exact(self) -> bool:
        """Whether a run gives the same numbers every time, to the last bit: a processor with one thread. With more,
        sums may be taken in another order."""
        return self.device.name == "cpu" and self.threads == 1


def machine_for(device: str, threads: int | None) -> Machine:
    """DeviceUnavailable."""
    return Machine(candidates(device)[0], threads or torch.get_num_threads())


def estimate(folder: Path, request: PersonalRequest) -> Estimate:
    """What the training would be, and how long it would take; a few seconds of work. SessionMissing, SessionUnfit,
    ModelUnknown, DataMissing for one that is to be resumed and is not there."""
    session = sessions.load(folder)
    if session.kind is None:
        raise SessionUnfit(path=str(folder), reason="there are no pairs of one kind to train on. Check the frames.")
    recipe = read_recipe(folder / TRAINING / request.name) if request.resume else None
    machine = machine_for(request.device, request.threads or (recipe.threads if recipe else None))
    preparing = _PREPARING * sum(_megapixels(pair.high.size) for pair in session.pairs())
    with threads_of(machine):
        if recipe is not None:
            done = done_seconds(folder / TRAINING / request.name)
            return estimate_of(recipe, machine, *done, preparing)
        config, mix = begin_config(request, session.kind, machine.half)
        step_seconds = typical_step(config, mix, machine)
    steps = steps_in(request, OVERHEAD * step_seconds)
    seconds = OVERHEAD * steps * step_seconds
    return Estimate(
        name=request.name,
        start=config.start,
        domain=config.domain,
        steps=steps,
        seconds=seconds,
        seconds_left=seconds + preparing,
        step_seconds=step_seconds,
        every=checkpoint_interval(step_seconds, steps),
        threads=machine.threads,
        device=machine.device.label,
        parameter_count=count_parameters(Learner(config, "cpu").network),
        exact=machine.exact,
    )


def estimate_of(
    recipe: Recipe, machine: Machine, step: int = 0, seconds: float = 0.0, preparing: float = 0.0
) -> Estimate:
    """Of a training whose recipe is made, of which ``step`` steps took ``seconds``."""
    config = recipe.config
    left = OVERHEAD * recipe.step_seconds * max(config.steps - step, 0)
    return Estimate(
        name=config.name,
        start=config.start,
        domain=config.domain,
        steps=config.steps,
        seconds=seconds + left,
        seconds_left=left + preparing,
        step_seconds=recipe.step_seconds,
        every=recipe.every,
        threads=machine.threads,
        device=machine.device.label,
        parameter_count=count_parameters(Learner(config, "cpu").network),
        exact=machine.exact,
    )


def done_seconds(folder: Path) -> tuple[int, float]:
    """Steps and seconds that log.csv tells of."""
    rows = log.read(folder)
    return (int(rows[-1]["step"]), float(rows[-1]["seconds"])) if rows else (0, 0.0)


def time_steps(learner: Learner, batches: BatchMaker) -> float:
    """Seconds a step takes, batch included: the median of a few, since others use the machine too."""
    taken = []
    for number in range(WARM_UP + TIMED):
        begin = time.monotonic()
        loss = learner.learn(batches(number))["loss"]
        float(loss)  # a graphics card is waited for
        taken.append(time.monotonic() - begin)
    return statistics.median(taken[WARM_UP:])


def typical_step(config: TrainingConfig, mix: Mix, machine: Machine) -> float:
    """The same on drawn pictures, before any photo was read."""
    batches = _drawn(config.domain, mix, config, machine.device.name)
    try:
        return time_steps(Learner(config, machine.device.name), batches)
    finally:
        if isinstance(batches, PairedRgbBatches):
            batches.close()


@contextmanager
def threads_of(machine: Machine) -> Iterator[None]:
    """Inside, torch computes with so many threads."""
    before = torch.get_num_threads()
    torch.set_num_threads(machine.threads)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _drawn(domain: Domain, mix: Mix, config: TrainingConfig, device: str) -> PairedRawBatches | PairedRgbBatches:
    picture = draw_night(256, 0, 0)
    usable = np.ones(picture.shape[:2], np.bool_)
    if domain == "rgb":
        encoded = np.clip(picture, 0.0, 1.0).astype(np.float16)
        part = RgbPart(encoded, encoded, usable, white_noise(0.05).array())
        return PairedRgbBatches([part], mix.real + mix.calibrated, mix.general, config.patch, config.seed, device)
    noise, gains = typical_noise(12800), np.ones(3, np.float32)
    a, b = noise.by_color()
    samples = picture[..., 1].astype(np.float32)
    raw = RawPart(samples, picture, usable, bayer("RGGB"), Fed(a, b, 0.01), noise, Bands(), gains, np.eye(3))
    return PairedRawBatches([raw], mix, config.patch, config.seed, device)


def _megapixels(size: tuple[int, int] | None) -> float:
    return size[0] * size[1] / 1e6 if size else 12.0
