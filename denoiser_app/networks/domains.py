"""What a network is fed in each domain: the photo and its noise level become input planes.

These modules wrap a network body and are what is trained and run; the same code makes the planes in both, in torch, on
the device. Inputs are linear camera data or display-encoded RGB with the noise model's parameters; nothing is measured
here, because no statistic may be taken per tile.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from denoiser_app.core.noise import stabilise, stabilised_sigma, unstabilise

RAW_INPUTS = 9
RGB_INPUTS = 5

# Weights of neighbours in the first, linear interpolation of a mosaic: bilinear for Bayer arrays ([1 2 1] x [1 2 1]),
# with a small outer ring that fills the larger gaps of X-Trans.
_TAPS = (0.05, 1.0, 2.0, 1.0, 0.05)

# Brightness for the noise curve is averaged over this many pixels a side, since a single noisy pixel does not tell it.
_BRIGHTNESS_WINDOW = 5

FRONT_RADIUS = 2
"""Pixels to each side that making the input planes needs: half of both windows above."""


class RawDenoiser(nn.Module):
    """A network over camera raw of any colour filter array: planes and masks in, full camera RGB out.

    forward(planes, masks, a, b, k):
        planes: (N, 3, H, W) white-balanced linear samples in the plane of their colour, 0 elsewhere, signed.
        masks: (N, 3, H, W), 1 where a colour is sampled.
        a, b: (N, 3) noise per colour after white balance (gain g: a g and b g^2).
        k: (N,) offset of the stabilising encoding (core/noise.py).
    Returns (N, 3, H, W) in the stabilised encoding.
    """

    def __init__(self, body: nn.Module) -> None:
        super().__init__()
        self.body = body
        taps = torch.tensor(_TAPS)
        self.register_buffer("kernel", torch.outer(taps, taps).expand(3, 1, 5, 5).clone(), persistent=False)

    def forward(self, planes: Tensor, masks: Tensor, a: Tensor, b: Tensor, k: Tensor) -> Tensor:
        k = k[:, None, None, None]
        picture = self.interpolate(stabilise(planes, k) * masks, masks)
        signal = unstabilise(picture, k).clamp(min=0.0)
        sigma = stabilised_sigma(signal, a[:, :, None, None], b[:, :, None, None], k)
        return picture + correction(self.body, [picture, masks, sigma])

    def interpolate(self, samples: Tensor, masks: Tensor) -> Tensor:
        """Fills the gaps of each plane with the weighted mean of its neighbours (normalised convolution)."""
        kernel: Tensor = self.get_buffer("kernel")
        weighted = F.conv2d(samples, kernel, padding=2, groups=3)
        weight = F.conv2d(masks, kernel, padding=2, groups=3)
        return torch.where(masks > 0, samples, weighted / weight.clamp(min=1e-6))


class RgbDenoiser(nn.Module):
    """A network over display-encoded RGB.

    forward(rgb, curve): rgb (N, 3, H, W), 0-1; curve (N, 2, KNOTS), a NoiseCurve's fine and coarse deviation.
    Returns (N, 3, H, W), 0-1 but not clipped.
    """

    def __init__(self, body: nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, rgb: Tensor, curve: Tensor) -> Tensor:
        brightness = rgb.mean(1, keepdim=True)
        pad = _BRIGHTNESS_WINDOW // 2
        brightness = F.avg_pool2d(brightness, _BRIGHTNESS_WINDOW, 1, pad, count_include_pad=False)
        return rgb + correction(self.body, [rgb, sigma_map(brightness, curve)])


def inputs_of(network: RawDenoiser | RgbDenoiser) -> int:
    """Channels that a network's body is fed."""
    return RAW_INPUTS if isinstance(network, RawDenoiser) else RGB_INPUTS


def correction(body: nn.Module, planes: list[Tensor]) -> Tensor:
    """What the body says of the planes, float32. The body may be in half precision; the picture it is added to never
    is, so that rounding touches the noise and not the photo."""
    dtype = next(body.parameters()).dtype
    stacked = torch.cat(planes, 1).to(dtype=dtype, memory_format=torch.channels_last)
    out: Tensor = body(stacked)
    return out.float()


def sigma_map(brightness: Tensor, curve: Tensor) -> Tensor:
    """(N, 1, H, W) brightness 0-1 and (N, C, KNOTS) curves -> (N, C, H, W), linear between the knots."""
    n, channels, knots = curve.shape
    position = brightness.clamp(0.0, 1.0) * (knots - 1)
    low = position.floor().clamp(max=knots - 2)
    fraction = position - low
    index = low.long().expand(-1, channels, -1, -1).reshape(n, channels, -1)
    left = curve.gather(2, index).view(n, channels, *brightness.shape[2:])
    right = curve.gather(2, index + 1).view(n, channels, *brightness.shape[2:])
    return left + fraction * (right - left)
