"""Every architecture learns: a few steps on soft patches with white noise, and far less noise is left."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from denoiser_app.core.noise import KNOTS
from denoiser_app.networks.architectures import Network, build
from tests.networks.bodies import NAMES, SMALL

SIGMA = 0.2
CURVE = torch.full((1, 2, KNOTS), SIGMA)
AT_LEAST = 4.0
"""dB above the noisy patches that a held-out batch must gain."""


def soft_patches(seed: int, count: int = 8, side: int = 32) -> tuple[Tensor, Tensor]:
    """Clean and noisy, (count, 3, side, side), 0-1."""
    generator = torch.Generator().manual_seed(seed)
    clean = F.interpolate(torch.rand(count, 3, 3, 3, generator=generator), side, mode="bilinear")
    return clean, clean + SIGMA * torch.randn(clean.shape, generator=generator)


def psnr(result: Tensor, clean: Tensor) -> float:
    return float(-10 * (result - clean).square().mean().log10())


def taught(name: str, steps: int = 300, rate: float = 4e-3) -> Network:
    torch.manual_seed(0)
    network = build(name, SMALL[name], "rgb").train()
    optimizer = torch.optim.Adam(network.parameters(), rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for step in range(steps):
        clean, noisy = soft_patches(step)
        loss = (network(noisy, CURVE.expand(len(noisy), -1, -1)) - clean).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return network.eval()


@pytest.mark.parametrize("name", NAMES)
def test_it_learns(name: str) -> None:
    network = taught(name)
    clean, noisy = soft_patches(10**6, 16)
    with torch.no_grad():
        result = network(noisy, CURVE.expand(len(noisy), -1, -1))
    assert psnr(result, clean) > psnr(noisy, clean) + AT_LEAST
