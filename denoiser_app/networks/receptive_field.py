"""How far a network sees, measured: the halo that makes a tile final.

With all weights positive and no biases nothing can cancel, so the gradient of one output pixel is non-zero exactly at
the input pixels that can reach it. Because of the strided scales it depends on the pixel's place within a multiple,
so all places are tried.
"""

from __future__ import annotations

import copy

import torch
from torch import nn

from denoiser_app.networks.architectures import Network
from denoiser_app.networks.domains import FRONT_RADIUS, inputs_of


def halo_of(network: Network, multiple: int) -> int:
    """Receptive field to each side in pixels, with what the input planes need around each pixel."""
    return FRONT_RADIUS + measure_radius(network.body, inputs_of(network), multiple)


def measure_radius(body: nn.Module, inputs: int, multiple: int) -> int:
    """Largest distance in pixels at which an input can change an output, for a body with ``inputs`` channels."""
    probe = _positive(body)
    # One column is enough, since kernels are square; the side grows until the field no longer touches the border.
    side = 32 * multiple
    while True:
        radius = _radius(probe, inputs, multiple, side)
        if radius < side // 2 - multiple:
            return radius
        side *= 2


def _positive(body: nn.Module) -> nn.Module:
    probe = copy.deepcopy(body).double().requires_grad_(False)
    for module in probe.modules():
        if isinstance(module, nn.Conv2d):
            module.weight.fill_(1.0 / module.weight[0].numel())
            if module.bias is not None:
                module.bias.zero_()
    return probe


def _radius(probe: nn.Module, inputs: int, multiple: int, side: int) -> int:
    image = torch.ones(1, inputs, side, side, dtype=torch.float64, requires_grad=True)
    out = probe(image)
    farthest = 0
    for offset in range(multiple):
        place = side // 2 + offset
        (gradient,) = torch.autograd.grad(out[0, 0, place, place], image, retain_graph=True)
        rows = gradient[0].abs().sum((0, 2)).nonzero()
        farthest = max(farthest, place - int(rows.min()), int(rows.max()) - place)
    return farthest
