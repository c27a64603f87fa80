"""A clean photo goes back to what a camera's sensor would have recorded of it, noise included.

The steps and their equations, for display-encoded sRGB v in 0-1:

    tone curve   u = 1/2 - sin(asin(1 - 2 v) / 3)          inverse of smoothstep (Brooks et al., CVPR 2019, section 3.1)
    linear       x = sRGB^-1(u)                            IEC 61966-2-1
    camera       c = C x,  C = normalised rows of (XYZ -> camera)(sRGB -> XYZ)
    exposure     c = e c, clipped at g, the sensor's white after white balance with gains g
    sensor       s = c / g at the photosite's colour
    noise        n = a Poisson(s / a) + N(0, b),  Var(n) = a s + b
    file         rounded to 1 / (2^bits - 1), clipped at white and at the black level's distance below black

All in torch, on whatever device the photos are on, random numbers from the generator that is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from denoiser_app.core.cfa import Cfa, bayer, xtrans
from denoiser_app.core.noise import SMALLEST_OFFSET

# XYZ (D65) -> camera, times 10000, as published in Adobe's DNG converter and dcraw: Canon 5D and 6D, Nikon D700,
# Sony A700, Fujifilm X-T1, Olympus E-M5, Panasonic GH4.
_XYZ_TO_CAMERA = (
    (6347, -479, -972, -8297, 15954, 2480, -1968, 2131, 7649),
    (7034, -804, -1014, -4420, 12564, 2058, -851, 1994, 5758),
    (8139, -2171, -663, -8747, 16541, 2295, -1925, 2008, 8093),
    (5775, -805, -359, -8574, 16295, 2391, -1943, 2341, 7249),
    (8458, -2451, -855, -4597, 12447, 2407, -1475, 2482, 6526),
    (8380, -2630, -639, -2887, 10725, 2496, -627, 1427, 5438),
    (7122, -2108, -512, -3155, 11201, 2231, -541, 1423, 5045),
)
_SRGB_TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))

_FARTHEST_BELOW_BLACK = 0.125


@dataclass(frozen=True)
class SensorNoise:
    """a, b: (N,) Poisson-Gaussian noise before white balance, per photo."""

    a: Tensor
    b: Tensor

    def after_gains(self, gains: Tensor) -> tuple[Tensor, Tensor]:
        """(N, 3) a and b of the white-balanced signal g s: a g and b g^2."""
        return self.a[:, None] * gains, self.b[:, None] * gains**2

    def offset(self, gains: Tensor) -> Tensor:
        """(N,) k of the stabilising encoding: that of the mean gain, as ``engine`` uses it."""
        a, b = (noise.mean(1) for noise in self.after_gains(gains))
        return (0.375 * a + b / a.clamp(min=1e-9)).clamp(min=SMALLEST_OFFSET)


def uniform(shape: int | tuple[int, ...], low: float, high: float, generator: Generator) -> Tensor:
    """Uniform random numbers in low..high."""
    device = generator.device
    return low + (high - low) * torch.rand(shape, generator=generator, device=device)


def log_uniform(shape: int | tuple[int, ...], low: float, high: float, generator: Generator) -> Tensor:
    """Random numbers whose logarithm is uniform between those of low and high."""
    ends = torch.tensor([low, high]).log().tolist()
    return uniform(shape, ends[0], ends[1], generator).exp()


def srgb_to_linear(v: Tensor) -> Tensor:
    """sRGB's transfer function, display-encoded to linear (IEC 61966-2-1)."""
    return torch.where(v <= 0.04045, v / 12.92, ((v.clamp(min=0.0) + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(x: Tensor) -> Tensor:
    """The inverse of ``srgb_to_linear``; negative values are cut."""
    x = x.clamp(min=0.0)
    return torch.where(x <= 0.0031308, x * 12.92, 1.055 * x.clamp(min=1e-8) ** (1 / 2.4) - 0.055)


def inverse_tone(v: Tensor) -> Tensor:
    """The inverse of the tone curve v = 3 u^2 - 2 u^3."""
    return 0.5 - torch.sin(torch.asin((1.0 - 2.0 * v).clamp(-1.0, 1.0)) / 3.0)


def tone(u: Tensor) -> Tensor:
    """A camera's contrast curve, as a smoothstep: 3 u^2 - 2 u^3."""
    u = u.clamp(0.0, 1.0)
    return u * u * (3.0 - 2.0 * u)


def random_camera_matrices(count: int, generator: Generator) -> Tensor:
    """(count, 3, 3) linear sRGB -> white-balanced camera RGB: random mixtures of two of the cameras above."""
    table = torch.tensor(_XYZ_TO_CAMERA, device=generator.device).view(-1, 3, 3) / 1e4
    pick = torch.randint(len(table), (2, count), generator=generator, device=generator.device)
    share = torch.rand((count, 1, 1), generator=generator, device=generator.device)
    mixed = table[pick[0]] * share + table[pick[1]] * (1.0 - share)
    matrix = mixed @ torch.tensor(_SRGB_TO_XYZ, device=generator.device)
    return matrix / matrix.sum(2, keepdim=True)


def random_gains(count: int, generator: Generator) -> Tensor:
    """(count, 3) white balance gains: daylight to tungsten light, green 1."""
    red = uniform(count, 1.2, 2.8, generator)
    blue = uniform(count, 1.1, 3.0, generator)
    return torch.stack([red, torch.ones_like(red), blue], 1)


def random_noise(count: int, smallest: float, largest: float, generator: Generator) -> SensorNoise:
    """a between the given ends, log-uniform (1.2e-5 is ISO 100 of a full-frame camera, 1.2e-3 ISO 12800), with 0.8 to 8
    electrons of read noise: b = (electrons a)^2."""
    a = log_uniform(count, smallest, largest, generator)
    electrons = log_uniform(count, 0.8, 8.0, generator)
    return SensorNoise(a, (electrons * a) ** 2)


def random_masks(count: int, height: int, width: int, generator: Generator) -> Tensor:
    """(count, 3, height, width) masks of colour filter arrays in random phase: three Bayer to one X-Trans."""
    device = generator.device
    masks = []
    for _ in range(count):
        is_xtrans, y, x, turn = torch.randint(0, 12, (4,), generator=generator, device=device).tolist()
        array: Cfa = xtrans() if is_xtrans < 3 else bayer("RGGB")
        mask = torch.from_numpy(array.masks(height, width, (y, x))).permute(2, 0, 1)
        masks.append(mask.transpose(1, 2) if turn % 2 and height == width else mask)
    return torch.stack(masks).to(device)


def expose(rgb: Tensor, matrices: Tensor, gains: Tensor, exposure: Tensor, toned: Tensor) -> Tensor:
    """Display-encoded sRGB (N, 3, H, W) -> white-balanced linear camera RGB, clipped where the sensor would be.

    exposure: (N,); toned: (N,) bool, whether the photo had a contrast curve that has to be taken back.
    """
    linear = srgb_to_linear(torch.where(toned[:, None, None, None], inverse_tone(rgb), rgb))
    camera = torch.einsum("nij,njhw->nihw", matrices, linear) * exposure[:, None, None, None]
    return camera.clamp(min=0.0).minimum(gains[:, :, None, None])


def record(camera: Tensor, gains: Tensor, noise: SensorNoise, bits: int, generator: Generator) -> Tensor:
    """White-balanced linear signal (N, C, H, W) -> what the file says of it, white-balanced again, signed.

    gains: (N, C) or (N, C, H, W). Poisson shot noise, Gaussian read noise, rounding to ``bits`` and clipping.
    """
    gains = gains.view(*gains.shape[:2], *(gains.shape[2:] or (1, 1)))
    a, b = noise.a[:, None, None, None], noise.b[:, None, None, None]
    sensor = (camera / gains).clamp(0.0, 1.0)
    shot = torch.poisson(sensor / a, generator=generator) * a
    read = torch.randn(sensor.shape, generator=generator, device=sensor.device) * b.sqrt()
    steps = float(2**bits - 1)
    filed = ((shot + read) * steps).round() / steps
    return filed.clamp(-_FARTHEST_BELOW_BLACK, 1.0) * gains
