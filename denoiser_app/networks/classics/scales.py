"""Encoder and decoder: with a bottleneck that all must pass (autoencoder), and with the way around it (U-Net)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from denoiser_app.networks.classics.layers import begin, conv_relu


class Autoencoder(nn.Module):
    """A convolutional denoising autoencoder: predicts the clean picture from a smaller code, without skips.

    Vincent et al.: Extracting and Composing Robust Features with Denoising Autoencoders, ICML 2008 (the task); Masci et
    al., ICANN 2011 (convolutions). Strided 3x3 convolutions down; transposed 4x4 up, since a kernel that the stride
    divides leaves no checkerboard (Odena, Dumoulin, Olah, Distill 2016).

    widths: channels at each scale, from full resolution down; the last are the code's.
    """

    def __init__(self, inputs: int, widths: Sequence[int]) -> None:
        super().__init__()
        down = [[nn.Conv2d(a, b, 3, stride=2, padding=1), nn.ReLU(inplace=True)] for a, b in pairwise(widths)]
        up = [_up(a, b) for a, b in pairwise(reversed(widths))]
        self.encoder = nn.Sequential(*conv_relu(inputs, widths[0]), *chain.from_iterable(down))
        self.code = nn.Sequential(*conv_relu(widths[-1], widths[-1]))
        self.decoder = nn.Sequential(*chain.from_iterable(up))
        self.exit = nn.Conv2d(widths[0], 3, 3, padding=1)
        self.multiple = 2 ** (len(widths) - 1)
        begin(self, self.exit)

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, 3, H, W), H and W multiples of ``multiple``."""
        clean: Tensor = self.exit(self.decoder(self.code(self.encoder(x))))
        return clean - x[:, :3]


class UNet(nn.Module):
    """The classic U-Net: max-pooling down, up-convolutions, and skips that are concatenated.

    Ronneberger, Fischer, Brox: U-Net, MICCAI 2015, sec. 2: two 3x3 Conv+ReLU at each scale, 2x2 up-convolutions that
    halve the channels, a 1x1 convolution at the end. With padding, which the paper does without, and predicting the
    correction instead of a segmentation.

    widths: channels at each scale, from full resolution down; the paper's are 64 to 1024.
    """

    def __init__(self, inputs: int, widths: Sequence[int]) -> None:
        super().__init__()
        pairs = list(pairwise(widths))
        self.entry = _two(inputs, widths[0])
        self.encoder = nn.ModuleList(_two(fine, coarse) for fine, coarse in pairs)
        self.up = nn.ModuleList(nn.ConvTranspose2d(coarse, fine, 2, stride=2) for fine, coarse in pairs)
        self.decoder = nn.ModuleList(_two(2 * fine, fine) for fine, _ in pairs)
        self.exit = nn.Conv2d(widths[0], 3, 1)
        self.multiple = 2 ** len(pairs)
        begin(self, self.exit)

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, 3, H, W), H and W multiples of ``multiple``."""
        x = self.entry(x)
        skips = []
        for blocks in self.encoder:
            skips.append(x)
            x = blocks(F.max_pool2d(x, 2))
        for up, blocks, skip in zip(reversed(self.up), reversed(self.decoder), reversed(skips), strict=True):
            x = blocks(torch.cat([skip, up(x)], 1))
        correction: Tensor = self.exit(x)
        return correction


def _two(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(*conv_relu(inputs, outputs), *conv_relu(outputs, outputs))


def _up(inputs: int, outputs: int) -> list[nn.Module]:
    return [nn.ConvTranspose2d(inputs, outputs, 4, stride=2, padding=1), nn.ReLU(inplace=True)]
