"""The registry of architectures: a name and its parameters become a network, and nothing else does.

A model file names its architecture and parameters in JSON; only what is listed here can be built, so a model stays
data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal

import torch
from torch import nn

from denoiser_app.networks.domains import RAW_INPUTS, RGB_INPUTS, RawDenoiser, RgbDenoiser, inputs_of
from denoiser_app.networks.unet import ResidualUNet

Domain = Literal["raw", "rgb"]
Network = RawDenoiser | RgbDenoiser

ARCHITECTURES: Mapping[str, Callable[..., nn.Module]] = MappingProxyType({"residual-unet": ResidualUNet})


def build(architecture: str, parameters: Mapping[str, Any], domain: Domain) -> Network:
    """A network with random weights. KeyError for an unknown architecture, TypeError or ValueError for parameters that
    do not fit it."""
    inputs = RAW_INPUTS if domain == "raw" else RGB_INPUTS
    body = ARCHITECTURES[architecture](inputs, **parameters)
    return RawDenoiser(body) if domain == "raw" else RgbDenoiser(body)


def count_parameters(network: nn.Module) -> int:
    """Trainable numbers in a network."""
    return sum(p.numel() for p in network.parameters())


def giga_macs_per_megapixel(network: Network) -> float:
    """Multiply-accumulates of all convolutions for one megapixel of input, in units of 1e9."""
    macs = 0

    def count(module: nn.Module, _inputs: Any, output: torch.Tensor) -> None:
        nonlocal macs
        assert isinstance(module, nn.Conv2d)
        per_pixel = module.weight[0].numel() * module.out_channels
        macs += per_pixel * output.shape[2] * output.shape[3]

    hooks = [m.register_forward_hook(count) for m in network.body.modules() if isinstance(m, nn.Conv2d)]
    side = 64
    with torch.no_grad():
        network.body(torch.zeros(1, inputs_of(network), side, side))
    for hook in hooks:
        hook.remove()
    return macs / side**2 / 1e3
