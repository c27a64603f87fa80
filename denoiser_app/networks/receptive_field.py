"""How far a network sees, measured: the halo that makes a tile final.

Whatever is computed from NaN is NaN, whatever the weights, so the outputs that become NaN are those that a NaN input
can reach. Because of the strided scales it depends on the pixel's place within a multiple, so all places are tried.
"""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn

from denoiser_app.networks.architectures import Network
from denoiser_app.networks.domains import FRONT_RADIUS, inputs_of


def halo_of(network: Network, multiple: int) -> int:
    """Receptive field to each side in pixels, with what the input planes need around each pixel."""
    return FRONT_RADIUS + measure_radius(network.body, inputs_of(network), multiple)


def measure_radius(body: nn.Module, inputs: int, multiple: int, limit: int = 1 << 20) -> int:
    """Largest distance in pixels at which an input can change an output, for a body with ``inputs`` channels.
    ValueError for one that sees further than about ``limit``, which takes memory to find out."""
    # Double precision is computed tap by tap: faster algorithms (Winograd) would spread a NaN over their own tiles.
    probe = copy.deepcopy(body).double().eval()
    side = 32 * multiple
    while True:
        radius = _radius(probe, inputs, multiple, side)
        # The side grows until the field no longer touches the border.
        if radius < side // 2 - multiple:
            return radius
        if side // 2 >= limit:
            raise ValueError(f"it sees further than {limit} pixels")
        side *= 2


@torch.no_grad()
def _radius(probe: nn.Module, inputs: int, multiple: int, side: int) -> int:
    # Kernels are square: whole rows tell how far it sees, and a strip as narrow as the network allows is enough.
    places = side // 2 + torch.arange(multiple)
    image = torch.zeros(multiple, inputs, side, multiple, dtype=torch.float64)
    image[torch.arange(multiple), :, places] = float("nan")
    reached: Tensor = probe(image).isnan().any(1).any(2).nonzero()
    return int((reached[:, 1] - places[reached[:, 0]]).abs().max())
