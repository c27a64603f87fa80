"""A network in training with everything that changes from step to step, and what one step does."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from denoiser_app.networks.architectures import Network, build
from denoiser_app.training.adversarial import Adversary
from denoiser_app.training.batches import Batch
from denoiser_app.training.config import ADVERSARIAL, TrainingConfig
from denoiser_app.training.distillation import taught_target
from denoiser_app.training.losses import LOSSES

DISCRIMINATOR = "discriminator"
"""Name of the discriminator's own loss among the terms of a step."""


class Learner:
    """network: what is trained, ``average``: the moving average of its weights, in evaluation mode, what is kept;
    ``step``: how many were done. A teacher is handed in by whoever trains."""

    def __init__(self, config: TrainingConfig, device: str) -> None:
        self._config, self._device = config, device
        torch.manual_seed(config.seed)
        network = build(config.architecture, config.parameters, config.domain)
        # Channels last is what convolutions are fast in, on GPUs and CPUs alike.
        self.network: Network = network.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = copy.deepcopy(self.network).eval().requires_grad_(False)
        self.teacher: Network | None = None
        self.step = 0
        self._optimizer = torch.optim.AdamW(
            self.network.parameters(),
            config.learning_rate,
            betas=(0.9, config.beta2),
            weight_decay=config.weight_decay,
        )
        self._adversary = Adversary(device) if ADVERSARIAL in config.terms else None

    def begin_with(self, weights: Mapping[str, Tensor]) -> None:
        """Other weights than random ones."""
        self.network.load_state_dict(weights)
        self.average.load_state_dict(weights)

    def learn(self, batch: Batch) -> dict[str, Tensor]:
        """One step. Returns the 'loss' and each of its terms, on the device, so that a GPU need not be waited for."""
        config = self._config
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate(config, self.step)
        inputs = tuple(tensor.to(self._device, non_blocking=True) for tensor in batch.inputs)
        clean = batch.target.to(self._device, non_blocking=True)
        with torch.autocast(torch.device(self._device).type, torch.bfloat16, enabled=config.half_precision):
            out: Tensor = self.network(*inputs)
            target = taught_target(self.teacher, inputs, clean, config.teacher_weight) if self.teacher else clean
        counts = None if batch.weight is None else batch.weight.to(self._device, non_blocking=True)
        weights = config.loss_at(self.step)
        terms = {name: self._term(name, out, target, counts) for name in weights}
        loss = torch.stack([weight * terms[name] for name, weight in weights.items()]).sum()
        self._descend(loss)
        values = {"loss": loss, **terms}
        if self._adversary and ADVERSARIAL in weights:
            values[DISCRIMINATOR] = self._adversary.learn(out, clean)
        self.step += 1
        return {name: value.detach() for name, value in values.items()}

    def state_dict(self) -> dict[str, Any]:
        """Everything that the next step depends on, and how the network is built, for who begins with it."""
        config = self._config
        return {
            "built": {
                "architecture": config.architecture,
                "parameters": dict(config.parameters),
                "domain": config.domain,
            },
            "step": self.step,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "adversary": self._adversary.state_dict() if self._adversary else None,
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Goes on from a ``state_dict``, whatever device it was made on."""
        self.step = state["step"]
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self._optimizer.load_state_dict(state["optimizer"])
        if self._adversary:
            self._adversary.load_state_dict(state["adversary"])

    def _term(self, name: str, prediction: Tensor, target: Tensor, counts: Tensor | None) -> Tensor:
        if name == ADVERSARIAL:
            assert self._adversary is not None
            return self._adversary(prediction if counts is None else torch.where(counts > 0, prediction, target))
        return LOSSES[name](prediction, target, counts)

    def _descend(self, loss: Tensor) -> None:
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        _clip([p.grad for p in self.network.parameters() if p.grad is not None], self._config.clip)
        self._optimizer.step()
        follow(self.average, self.network, min(self._config.ema, (self.step + 1) / (self.step + 10)))


def learning_rate(config: TrainingConfig, step: int) -> float:
    """Linear warm-up, then a cosine from the peak to a hundredth of it (Loshchilov and Hutter, ICLR 2017)."""
    if step < config.warmup:
        return config.learning_rate * (step + 1) / config.warmup
    share = (step - config.warmup) / max(config.steps - config.warmup, 1)
    return config.learning_rate * (0.01 + 0.99 * 0.5 * (1.0 + math.cos(math.pi * share)))


@torch.no_grad()
def follow(average: Network, network: Network, decay: float) -> None:
    """average <- decay average + (1 - decay) network; also the statistics of batch normalisation. Counters are
    copied."""
    pairs = list(zip(average.state_dict().values(), network.state_dict().values(), strict=True))
    numbers = [pair for pair in pairs if pair[0].is_floating_point()]
    torch._foreach_lerp_([old for old, _ in numbers], [new for _, new in numbers], 1.0 - decay)
    for old, new in pairs:
        if not old.is_floating_point():
            old.copy_(new)


@torch.no_grad()
def _clip(gradients: list[Tensor], largest: float) -> None:
    """Scales the gradients so that their norm is at most ``largest``, and to nothing where it is not finite. Decided on
    the device: asking a GPU for the norm would make it wait every step."""
    norm = torch.nn.utils.get_total_norm(gradients)
    finite = torch.isfinite(norm)
    scale = torch.where(finite, (largest / (norm + 1e-6)).clamp(max=1.0), 0.0)
    torch._foreach_mul_(gradients, scale)
    for gradient in gradients:
        torch.nan_to_num_(gradient, 0.0, 0.0, 0.0)
