"""What the classics have in common: 3x3 convolutions in a row, and the weights they begin with."""

from __future__ import annotations

from itertools import chain

from torch import nn


def conv_relu(inputs: int, outputs: int) -> list[nn.Module]:
    """3x3 convolution and ReLU."""
    return [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(inplace=True)]


def conv_norm_relu(inputs: int, outputs: int) -> list[nn.Module]:
    """3x3 convolution, batch normalisation and ReLU. The bias is the normalisation's."""
    return [nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]


def row(inputs: int, channels: int, outputs: int, middle: list[list[nn.Module]]) -> nn.Sequential:
    """Convolution + ReLU to ``channels``, the layers of the middle, and a plain convolution to ``outputs``."""
    last = nn.Conv2d(channels, outputs, 3, padding=1)
    layers = nn.Sequential(*conv_relu(inputs, channels), *chain.from_iterable(middle), last)
    begin(layers, last)
    return layers


def begin(network: nn.Module, last: nn.Conv2d) -> None:
    """Normal weights of variance 2 / fan-in and no biases, so that a deep row of ReLUs neither fades nor explodes (He
    et al., ICCV 2015, eq. 10); none in the last convolution, so that what predicts a correction begins with none."""
    for module in network.modules():
        if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    nn.init.zeros_(last.weight)
