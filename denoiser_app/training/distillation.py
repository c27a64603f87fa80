"""A large network teaches a small one: what the large one makes of a batch becomes part of the target.

    target = (1 - w) clean + w teacher(noisy)

Hinton et al., "Distilling the knowledge in a neural network", 2015, for a regression: where noise has destroyed detail,
the clean photo asks for what cannot be known, while the teacher shows what can; a small network wastes none of itself
on the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from denoiser_app.core.errors import DataMissing
from denoiser_app.networks.architectures import Network
from denoiser_app.networks.domains import RawDenoiser
from denoiser_app.training import checkpoint
from denoiser_app.training.config import TrainingConfig


def load_teacher(config: TrainingConfig, beside: Path, device: str) -> Network | None:
    """The recipe's teacher, frozen; None if it has none. DataMissing if it is not there or for the other domain."""
    if not config.teacher:
        return None
    teacher = checkpoint.trained_network(config.teacher, beside)
    if isinstance(teacher, RawDenoiser) != (config.domain == "raw"):
        raise DataMissing(path=beside / config.teacher, reason=f"this teacher is not for {config.domain} photos.")
    return teacher.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return]


@torch.no_grad()
def taught_target(teacher: Network, inputs: Sequence[Tensor], target: Tensor, weight: float) -> Tensor:
    """The mixture above, (N, 3, H, W) like ``target``."""
    return torch.lerp(target, teacher(*inputs).to(target.dtype), weight)
