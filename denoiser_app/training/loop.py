"""The loop of every training: steps, and after so many of them a line that says how well it does.

It knows neither where batches come from nor where anything is kept. A generator: each yield is progress and a place to
stop, to keep the state, and to go on from that state later as if nothing had happened, also between two lines.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, Protocol

import torch

from denoiser_app.networks.architectures import Network
from denoiser_app.training.batches import Batch
from denoiser_app.training.config import TrainingConfig
from denoiser_app.training.learner import Learner, learning_rate
from denoiser_app.training.log import Step


class Material(Protocol):
    """What a network learns from, and what it is judged by."""

    def batches(self, step: int) -> Batch:
        """The batch of a step, which depends on nothing but the step."""

    def validate(self, network: Network) -> dict[str, float]:
        """PSNR in dB by row; ``network`` is in evaluation mode."""

    def psnr(self, validation: Mapping[str, float]) -> float:
        """The one figure of these rows that decides how good a network is."""

    def close(self) -> None:
        """Lets go of threads."""


class Course:
    """What a training has behind it, besides its weights: ``lines``, and what its steps said since the last of
    them."""

    def __init__(self, lines: list[Step] | None = None) -> None:
        self.lines = list(lines or [])
        self.seconds = self.lines[-1].seconds if self.lines else 0.0
        self._since: dict[str, list[torch.Tensor]] = {}

    def add(self, values: Mapping[str, torch.Tensor], seconds: float) -> None:
        """A step's loss and its terms, and how long it took."""
        for name, value in values.items():
            self._since.setdefault(name, []).append(value)
        self.seconds += seconds

    def latest_loss(self) -> float:
        """Of the last step; NaN before the first one after a line."""
        values = self._since.get("loss")
        return float(values[-1]) if values else float("nan")

    def means(self) -> dict[str, float]:
        """Of the loss and of every term over the steps that had it; forgets them."""
        means = {name: float(torch.stack(some).double().mean()) for name, some in self._since.items()}
        self._since = {}
        return means

    def state_dict(self) -> dict[str, Any]:
        """Plain values."""
        since = {name: [float(value) for value in some] for name, some in self._since.items()}
        return {"lines": [asdict(line) for line in self.lines], "since": since, "seconds": self.seconds}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Goes on from a ``state_dict``; one of an earlier version was always kept at a line."""
        self.lines = [Step(**line) for line in state["lines"]]
        self.seconds = state.get("seconds", self.lines[-1].seconds if self.lines else 0.0)
        self._since = {name: list(torch.tensor(some)) for name, some in state.get("since", {}).items()}


def go_on(
    learner: Learner, config: TrainingConfig, material: Material, course: Course, every: int
) -> Iterator[Step | None]:
    """Steps until ``config.steps``. Yields after each: the new line of ``course`` where the step is a multiple of
    ``every`` or the last one, else None."""
    while learner.step < config.steps:
        begin = time.monotonic()
        values = learner.learn(material.batches(learner.step))
        at_line = learner.step % every == 0 or learner.step == config.steps
        course.add(values, time.monotonic() - begin)
        if at_line:
            course.lines.append(_line(config, learner, material, course))
        yield course.lines[-1] if at_line else None


def first_line(learner: Learner, config: TrainingConfig, material: Material, course: Course) -> Step:
    """A line before the first step: where the training begins."""
    course.lines.append(_line(config, learner, material, course))
    return course.lines[-1]


def _line(config: TrainingConfig, learner: Learner, material: Material, course: Course) -> Step:
    begin = time.monotonic()
    validation = material.validate(learner.average)
    course.seconds += time.monotonic() - begin
    means = course.means()
    loss = means.pop("loss", float("nan"))
    rate = learning_rate(config, max(learner.step - 1, 0))
    psnr = material.psnr(validation)
    return Step(learner.step, config.steps, loss, means, rate, psnr, validation, course.seconds)
