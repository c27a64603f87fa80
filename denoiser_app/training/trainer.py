"""Trains a network from a recipe: resumable to the step, and on a CPU deterministic.

A generator: each yield is progress and a place to stop. Nothing but the recipe, the photos and the step decides what a
step does, so a training that was killed goes on, from its last checkpoint, as if nothing had happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from denoiser_app.core.errors import DataMissing
from denoiser_app.networks.architectures import Network
from denoiser_app.training import checkpoint, log
from denoiser_app.training.batches import BatchMaker, RawBatches, RgbBatches
from denoiser_app.training.config import TrainingConfig
from denoiser_app.training.dataset import CleanPhotos
from denoiser_app.training.distillation import load_teacher
from denoiser_app.training.grow import fitted
from denoiser_app.training.learner import Learner
from denoiser_app.training.log import Step
from denoiser_app.training.loop import Course, go_on
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
    material = PhotoMaterial(make_batches(config, photos, device), validation)
    course = Course(lines)
    try:
        for line in go_on(learner, config, material, course, every):
            if line is None:
                continue
            content = {"recipe": config.fingerprint(), **course.state_dict()}
            checkpoint.write(folder / checkpoint.NAME, content | learner.state_dict())
            log.write(folder, course.lines)
            plot(folder)
            yield line
    finally:
        material.close()


@dataclass(frozen=True)
class PhotoMaterial:
    """What a shipped network learns from: noise made on clean photos, and photos that are held out."""

    batches: BatchMaker
    validation: Validation

    def validate(self, network: Network) -> dict[str, float]:
        """PSNR in dB by row, see ``Validation``."""
        return self.validation(network)

    def psnr(self, validation: Mapping[str, float]) -> float:
        """The mean of all rows."""
        return sum(validation.values()) / len(validation)

    def close(self) -> None:
        """Stops the thread that makes shots."""
        if isinstance(self.batches, RgbBatches):
            self.batches.close()


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
        raise DataMissing(path=str(path), reason="it belongs to another recipe. Move it away or choose another folder.")
    learner.load_state_dict(content)
    return [Step(**line) for line in content["lines"]]
