"""Convolutions in a row at one scale: the learner's first network, DnCNN, its separable variant, FFDNet."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from denoiser_app.networks.classics.layers import conv_norm_relu, conv_relu, row


class ThreeLayer(nn.Module):
    """Three 3x3 convolutions with ReLU between them, blind: what a learner writes first.

    channels: of both hidden layers, 32 as a rule. Trained on 64x64x3 patches; sees 7x7 pixels.
    """

    multiple = 1

    def __init__(self, inputs: int, channels: int) -> None:
        super().__init__()
        self.layers = row(3, channels, 3, [conv_relu(channels, channels)])

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, 3, H, W)."""
        return self.layers(x[:, :3])  # type: ignore[no-any-return]


class DnCnn(nn.Module):
    """DnCNN: residual learning and batch normalisation, blind.

    Zhang, Zuo, Chen, Meng, Zhang: Beyond a Gaussian Denoiser, IEEE TIP 26(7), 2017, sec. III: Conv+ReLU,
    ``depth`` - 2 times Conv+BN+ReLU, Conv, which predicts the noise (here with its sign turned). 17 layers of 64
    channels see 35x35 pixels.
    """

    multiple = 1

    def __init__(self, inputs: int, depth: int, channels: int) -> None:
        super().__init__()
        middle = [conv_norm_relu(channels, channels) for _ in range(depth - 2)]
        self.layers = row(3, channels, 3, middle)

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, 3, H, W)."""
        return self.layers(x[:, :3])  # type: ignore[no-any-return]


class Separable(nn.Module):
    """DnCNN with its middle layers taken apart, and told the noise level: an eighth of its multiply-accumulates.

    Howard et al.: MobileNets, arXiv 1704.04861, 2017, sec. 3.1 and fig. 3: a 3x3 convolution of each channel by itself,
    then a 1x1 convolution across the channels, each with BN and ReLU.
    """

    multiple = 1

    def __init__(self, inputs: int, depth: int, channels: int) -> None:
        super().__init__()
        middle = [_separable(channels) for _ in range(depth - 2)]
        self.layers = row(inputs, channels, 3, middle)

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, 3, H, W)."""
        return self.layers(x)  # type: ignore[no-any-return]


class FfdNet(nn.Module):
    """FFDNet: a row of convolutions at half resolution that is told the noise level and predicts the clean picture.

    Zhang, Zuo, Zhang: FFDNet, IEEE TIP 27(9), 2018, sec. III: 2x2 pixels become channels, Conv+ReLU, ``depth`` - 2
    times Conv+BN+ReLU, Conv, and back; 12 layers of 96 channels for colour. The paper's one noise map is constant at
    half resolution; ours vary with the picture, so they are taken apart like it.
    """

    multiple = 2

    def __init__(self, inputs: int, depth: int, channels: int) -> None:
        super().__init__()
        middle = [conv_norm_relu(channels, channels) for _ in range(depth - 2)]
        self.layers = row(4 * inputs, channels, 12, middle)

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, 3, H, W), H and W even."""
        return F.pixel_shuffle(self.layers(F.pixel_unshuffle(x, 2)), 2) - x[:, :3]


def _separable(channels: int) -> list[nn.Module]:
    return [
        nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False),
        nn.BatchNorm2d(channels),
        nn.ReLU(inplace=True),
        nn.Conv2d(channels, channels, 1, bias=False),
        nn.BatchNorm2d(channels),
        nn.ReLU(inplace=True),
    ]
