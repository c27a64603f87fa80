"""A network in the wavelet domain: the Haar transform halves the resolution and loses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from denoiser_app.networks.classics.layers import begin, conv_norm_relu


class WaveletNet(nn.Module):
    """A U-Net whose pooling is the Haar transform, whose upsampling is its inverse, and whose skips are sums.

    Liu, Zhang, Zhang, Lin, Zuo: Multi-level Wavelet-CNN for Image Restoration, CVPRW 2018, sec. 3.2 and fig. 3, with
    fewer channels and layers: the paper has 160-256-256 and four layers in each block.

    widths: channels at half, quarter ... resolution; the size multiple is 2 ** len(widths).
    layers: Conv+BN+ReLU in each block, one a scale on the way down and one on the way up.
    """

    def __init__(self, inputs: int, widths: Sequence[int], layers: int) -> None:
        super().__init__()
        before = [inputs, *widths[:-1]]
        self.down = nn.ModuleList(_block([4 * a] + [b] * layers) for a, b in zip(before, widths, strict=True))
        self.up = nn.ModuleList(_block([b] * layers + [4 * a]) for a, b in pairwise(widths))
        self.finest = _block([widths[0]] * layers)
        self.exit = nn.Conv2d(widths[0], 12, 3, padding=1)
        self.multiple = 2 ** len(widths)
        begin(self, self.exit)

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, 3, H, W), H and W multiples of ``multiple``."""
        skips = []
        for block in self.down:
            x = block(haar(x))
            skips.append(x)
        for block, skip in zip(reversed(self.up), reversed(skips[:-1]), strict=True):
            x = inverse_haar(block(x)) + skip
        return inverse_haar(self.exit(self.finest(x)))


def haar(x: Tensor) -> Tensor:
    """(N, C, H, W), H and W even -> (N, 4 C, H / 2, W / 2): of each channel the mean of 2x2 pixels (times two), then
    the differences across, down and diagonal. Orthonormal: white noise stays white and keeps its deviation."""
    return _hadamard(F.pixel_unshuffle(x, 2))


def inverse_haar(x: Tensor) -> Tensor:
    """(N, 4 C, H, W) -> (N, C, 2 H, 2 W), exactly what ``haar`` came from, but for rounding."""
    return F.pixel_shuffle(_hadamard(x), 2)


def _hadamard(x: Tensor) -> Tensor:
    """The 4x4 Hadamard matrix, halved, over each four channels: symmetric and orthogonal, so its own inverse."""
    n, _, h, w = x.shape
    a, b, c, d = x.reshape(n, -1, 4, h, w).unbind(2)
    bands = [a + b + c + d, a - b + c - d, a + b - c - d, a - b - c + d]
    return 0.5 * torch.stack(bands, 2).flatten(1, 2)


def _block(widths: Sequence[int]) -> nn.Sequential:
    return nn.Sequential(*chain.from_iterable(conv_norm_relu(a, b) for a, b in pairwise(widths)))
