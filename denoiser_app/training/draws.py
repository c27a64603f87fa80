"""Random numbers as the simulation draws them: on the device of the generator that is handed in."""

from __future__ import annotations

import torch
from torch import Generator, Tensor


def uniform(shape: int | tuple[int, ...], low: float, high: float, generator: Generator) -> Tensor:
    """Uniform random numbers in low..high."""
    return low + (high - low) * torch.rand(shape, generator=generator, device=generator.device)


def log_uniform(shape: int | tuple[int, ...], low: float, high: float, generator: Generator) -> Tensor:
    """Random numbers whose logarithm is uniform between those of low and high."""
    ends = torch.tensor([low, high]).log().tolist()
    return uniform(shape, ends[0], ends[1], generator).exp()


def normal(shape: int | tuple[int, ...], generator: Generator) -> Tensor:
    """Random numbers of mean 0 and variance 1."""
    return torch.randn(shape, generator=generator, device=generator.device)
