"""Trains a network from a recipe: resumable to the step, and on a CPU deterministic.

A generator: each yield is progress and a place to stop. Checkpoints are written to a temporary name and renamed, so
that a kill leaves the last whole one.
"""

from __future__ import annotations

import copy
import csv
import math
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from denoiser_app.core.errors import DataMissing
from denoiser_app.networks.architectures import Network, build
from denoiser_app.training.batches import Batch, BatchMaker, RawBatches, RgbBatches
from denoiser_app.training.config import TrainingConfig
from denoiser_app.training.dataset import CleanPhotos
from denoiser_app.training.validation import validate

CHECKPOINT_EVERY = 1000
_COARSE = 8


@dataclass(frozen=True)
class Step:
    """One line of the log. loss: mean since the last line; psnr: dB of the averaged weights on held-out photos."""

    step: int
    total: int
    loss: float
    psnr: float
    seconds: float


@dataclass
class _State:
    network: Network
    average: Network
    optimizer: torch.optim.Optimizer
    step: int = 0
    seconds: float = 0.0


def train(
    config: TrainingConfig, photos: CleanPhotos, folder: Path, device: str = "cpu", every: int = CHECKPOINT_EVERY
) -> Iterator[Step]:
    """Trains until ``config.steps``, from the checkpoint in ``folder`` if there is one. Yields after every ``every``
    steps, when a checkpoint has been written to ``folder/checkpoint.pt`` and a line to ``folder/log.csv``."""
    folder.mkdir(parents=True, exist_ok=True)
    state = _start(config, device)
    if not _resume(state, config, folder / "checkpoint.pt") and config.start:
        _begin_with(state, folder.parent / config.start / "checkpoint.pt")
    batches = make_batches(config, photos)
    try:
        while state.step < config.steps:
            begin, start = state.step, time.monotonic()
            loss = 0.0
            while state.step < min(begin + every, config.steps):
                loss += _update(state, config, batches(state.step), device)
                state.step += 1
            state.seconds += time.monotonic() - start
            psnr = validate(state.average, config, photos, device)
            line = Step(state.step, config.steps, loss / (state.step - begin), psnr, state.seconds)
            _save(state, config, folder / "checkpoint.pt")
            _log(folder / "log.csv", line)
            yield line
    finally:
        if isinstance(batches, RgbBatches):
            batches.close()


def make_batches(config: TrainingConfig, photos: CleanPhotos) -> BatchMaker:
    """The maker of batches for the recipe's domain."""
    if config.domain == "raw":
        return RawBatches(photos, config.batch, config.patch, config.seed)
    return RgbBatches(photos, config.batch, config.patch, config.seed, config.gaussian)


def learning_rate(config: TrainingConfig, step: int) -> float:
    """Linear warm-up, then a cosine from the peak to a hundredth of it."""
    if step < config.warmup:
        return config.learning_rate * (step + 1) / config.warmup
    share = (step - config.warmup) / max(config.steps - config.warmup, 1)
    return config.learning_rate * (0.01 + 0.99 * 0.5 * (1.0 + math.cos(math.pi * share)))


def load_average(folder: Path, config: TrainingConfig) -> tuple[Network, int, float]:
    """The averaged weights of the checkpoint in ``folder``, its step and the seconds spent."""
    state = _start(config, "cpu")
    _resume(state, config, folder / "checkpoint.pt")
    return state.average, state.step, state.seconds


def _start(config: TrainingConfig, device: str) -> _State:
    torch.manual_seed(config.seed)
    network = build(config.architecture, config.parameters, config.domain)
    network = network.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimizer = torch.optim.AdamW(network.parameters(), config.learning_rate, weight_decay=config.weight_decay)
    return _State(network, copy.deepcopy(network).requires_grad_(False), optimizer)


def _update(state: _State, config: TrainingConfig, batch: Batch, device: str) -> float:
    for group in state.optimizer.param_groups:
        group["lr"] = learning_rate(config, state.step)
    inputs = [tensor.to(device) for tensor in batch.inputs]
    with torch.autocast(torch.device(device).type, torch.bfloat16, enabled=config.half_precision):
        out: Tensor = state.network(*inputs)
    loss = _loss(out - batch.target.to(device), config, state.step)
    state.optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    norm = torch.nn.utils.clip_grad_norm_(state.network.parameters(), config.clip)
    if bool(torch.isfinite(norm)):
        state.optimizer.step()
    _follow(state, min(config.ema, (state.step + 1) / (state.step + 10)))
    return float(loss.detach())


def _loss(error: Tensor, config: TrainingConfig, step: int) -> Tensor:
    """Mean absolute error; later the root mean square of each patch, averaged, so that noisy patches do not drown the
    others as they would in a plain mean square; last, the same of local means too."""
    if step < config.rmse_from:
        return error.abs().mean()
    loss = _rmse(error)
    if step >= config.coarse_from:
        loss = loss + config.coarse * _rmse(F.avg_pool2d(error, _COARSE))
    return loss


def _rmse(error: Tensor) -> Tensor:
    return (error.square().mean((1, 2, 3)) + 1e-8).sqrt().mean()


@torch.no_grad()
def _follow(state: _State, decay: float) -> None:
    average: list[Tensor] = list(state.average.parameters())
    latest: list[Tensor] = list(state.network.parameters())
    torch._foreach_lerp_(average, latest, 1.0 - decay)


def _save(state: _State, config: TrainingConfig, path: Path) -> None:
    content: dict[str, Any] = {
        "recipe": config.fingerprint(),
        "step": state.step,
        "seconds": state.seconds,
        "network": state.network.state_dict(),
        "average": state.average.state_dict(),
        "optimizer": state.optimizer.state_dict(),
    }
    temporary = path.with_suffix(".part")
    with temporary.open("wb") as file:
        torch.save(content, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def _begin_with(state: _State, path: Path) -> None:
    if not path.exists():
        raise DataMissing(path=path, reason="this recipe begins where another ended. Train that one first.")
    weights = torch.load(path, weights_only=True, map_location="cpu")["average"]
    state.network.load_state_dict(weights)
    state.average.load_state_dict(weights)


def _resume(state: _State, config: TrainingConfig, path: Path) -> bool:
    """Whether there was a checkpoint to go on from."""
    if not path.exists():
        return False
    content = torch.load(path, weights_only=True, map_location="cpu")
    if content["recipe"] != config.fingerprint():
        raise DataMissing(path=path, reason="it belongs to another recipe. Move it away or choose another folder.")
    state.network.load_state_dict(content["network"])
    state.average.load_state_dict(content["average"])
    state.optimizer.load_state_dict(content["optimizer"])
    state.step, state.seconds = content["step"], content["seconds"]
    return True


def _log(path: Path, line: Step) -> None:
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        if new:
            writer.writerow(["step", "loss", "psnr", "seconds"])
        writer.writerow([line.step, f"{line.loss:.6f}", f"{line.psnr:.3f}", f"{line.seconds:.1f}"])
