"""Trains a network from a recipe: resumable to the step, and on a CPU deterministic.

A generator: each yield is progress and a place to stop. Nothing but the recipe, the photos and the step decides what a
step does, so a training that was killed goes on, from its last checkpoint, as if nothing had happened.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor

from denoiser_app.core.errors import DataMissing
from denoiser_app.networks.architectures import Network
from denoiser_app.training import checkpoint, log
from denoiser_app.training.batches import BatchMaker, RawBatches, RgbBatches
from denoiser_app.training.config import TrainingConfig
from denoiser_app.training.dataset import CleanPhotos
from denoiser_app.training.distillation import load_teacher
from denoiser_app.training.grow import fitted
from denoiser_app.training.learner import Learner, learning_rate
from denoiser_app.training.log import Step
from denoiser_app.training.plot import plot
from denoiser_app.training.scenes import Sampling
from denoiser_app.training.validation import Validation

CHECKPOINT_EVERY = 1000


def train(
    config: TrainingConfig, photos: CleanPhotos, folder: Path, device: str = "cpu", every: int = CHECKPOINT_EVERY
) -> Iterator[Step]:
    """Trains until ``config.steps``, from the checkpoint in ``folder`` if there is one. Yields after every ``every``
    steps, when ``folder`` has a new checkpoint.pt, log.csv, validation.csv and, with matplotlib, log.png. DataMissing
    if the checkpoint is of another recipe, or the weights to begin with or the teacher are not there."""
    folder.mkdir(parents=True, exist_ok=True)
    learner = Learner(config, device)
    lines = _resume(learner, config, folder / checkpoint.NAME)
    if not lines and config.start:
        _begin_with(learner, config, folder.parent)
    if learner.step >= config.steps:
        return
    learner.teacher = load_teacher(config, folder.parent, device)
    validation = Validation(config, photos, device)
    batches = make_batches(config, photos, device)
    try:
        while learner.step < config.steps:
            begin = time.monotonic()
            means = _learn(learner, batches, min(learner.step + every, config.steps))
            seconds = time.monotonic() - begin + (lines[-1].seconds if lines else 0.0)
            lines.append(_line(config, learner.step, means, validation(learner.average), seconds))
            content = {"recipe": config.fingerprint(), "lines": [asdict(line) for line in lines]}
            checkpoint.write(folder / checkpoint.NAME, content | learner.state_dict())
            log.write(folder, lines)
            plot(folder)
            yield lines[-1]
    finally:
        if isinstance(batches, RgbBatches):
            batches.close()


def make_batches(config: TrainingConfig, photos: CleanPhotos, device: str) -> BatchMaker:
    """The maker of batches for the recipe's domain; it makes noise on ``device``, so that a GPU is kept busy."""
    common = config.batch, config.patch, config.seed
    sampling = Sampling(config.night, config.texture, config.shrink, config.jpeg)
    if config.domain == "raw":
        return RawBatches(photos, *common, sampling=sampling, device=device)
    return RgbBatches(photos, *common, config.gaussian, sampling=sampling, device=device)


def load_average(folder: Path, config: TrainingConfig) -> tuple[Network, int, float]:
    """The averaged weights of the checkpoint in ``folder``, its step and the seconds spent."""
    learner = Learner(config, "cpu")
    lines = _resume(learner, config, folder / checkpoint.NAME)
    return learner.average, learner.step, lines[-1].seconds if lines else 0.0


def _learn(learner: Learner, batches: BatchMaker, end: int) -> dict[str, float]:
    """Steps until ``end``; the mean of the loss and of every term over the steps that had it."""
    values: defaultdict[str, list[Tensor]] = defaultdict(list)
    while learner.step < end:
        for name, value in learner.learn(batches(learner.step)).items():
            values[name].append(value)
    return {name: float(torch.stack(some).double().mean()) for name, some in values.items()}


def _line(
    config: TrainingConfig, step: int, means: dict[str, float], validation: dict[str, float], seconds: float
) -> Step:
    loss = means.pop("loss")
    psnr = sum(validation.values()) / len(validation)
    return Step(step, config.steps, loss, means, learning_rate(config, step - 1), psnr, validation, seconds)


def _begin_with(learner: Learner, config: TrainingConfig, beside: Path) -> None:
    weights = checkpoint.averaged_weights(config.start, beside)
    own = learner.network.state_dict()
    if {name: tensor.shape for name, tensor in weights.items()} != {name: t.shape for name, t in own.items()}:
        try:
            weights = fitted(weights, {name: tensor.cpu() for name, tensor in own.items()})
        except ValueError as error:
            raise DataMissing(path=beside / config.start, reason=f"its weights do not fit: {error}.") from error
    learner.begin_with(weights)


def _resume(learner: Learner, config: TrainingConfig, path: Path) -> list[Step]:
    """Goes on from the checkpoint if there is one; what the log says until there."""
    if not path.exists():
        return []
    content = checkpoint.read(path)
    if content["recipe"] != config.fingerprint():
        raise DataMissing(path=path, reason="it belongs to another recipe. Move it away or choose another folder.")
    learner.load_state_dict(content)
    return [Step(**line) for line in content["lines"]]
