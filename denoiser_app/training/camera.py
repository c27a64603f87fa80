"""A clean photo goes back to what a camera's sensor would have recorded of it, noise included.

The steps and their equations, for display-encoded sRGB v (0-1, linear HDR pictures above it too):

    tone curve   u = T^-1(v), one of several                see ``tone``
    linear       x = sRGB^-1(u)                             IEC 61966-2-1
    camera       c = C x,  C = normalised rows of (XYZ -> camera)(sRGB -> XYZ)
    lens         V = cos^4(theta), tan(theta) = r / f       natural vignetting (Kingslake, Lens Design Fundamentals)
    exposure     c = e V c, clipped at g, the sensor's white after white balance with gains g
    sensor       s = c / g at the photosite's colour
    noise        n = a Poisson((s + h) / a) + N(0, b) + o,  Var(n) = a (s + h) + b     (Foi et al., IEEE TIP 2008)
                 h hot pixels, o black level error, part of N(0, b) in bands: see ``defects``; a and b: ``profiles``
    file         rounded to q = 1 / (2^bits - 1), which adds q^2 / 12 (Bennett, 1948), clipped at white and at the black
                 level's distance below black

All in torch, on whatever device the photos are on, random numbers from the generator that is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Generator, Tensor

from denoiser_app.core.cfa import bayer, xtrans
from denoiser_app.core.noise import SMALLEST_OFFSET
from denoiser_app.training.defects import Defects, hot_pixels, read_noise
from denoiser_app.training.draws import log_uniform, uniform
from denoiser_app.training.profiles import LARGEST_ISO, LEAST_ISO, shipped
from denoiser_app.training.tone import ToneCurves, srgb_to_linear

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

_MEASURED_SHARE = 2.0 / 3.0

_BITS = (10, 12, 12, 14, 14, 14, 16)


@dataclass(frozen=True)
class SensorNoise:
    """a, b: (N,) Poisson-Gaussian noise before white balance, per photo."""

    a: Tensor
    b: Tensor

    def filed(self, bits: Tensor | int) -> SensorNoise:
        """With the variance of rounding to so many bits, q^2 / 12: what is measured in the file."""
        return SensorNoise(self.a, self.b + _step(bits, self.b) ** 2 / 12.0)

    def after_gains(self, gains: Tensor) -> tuple[Tensor, Tensor]:
        """(N, 3) a and b of the white-balanced signal g s: a g and b g^2."""
        return self.a[:, None] * gains, self.b[:, None] * gains**2

    def offset(self, gains: Tensor) -> Tensor:
        """(N,) k of the stabilising encoding: that of the mean gain, as ``engine`` uses it."""
        a, b = (noise.mean(1) for noise in self.after_gains(gains))
        return (0.375 * a + b / a.clamp(min=1e-9)).clamp(min=SMALLEST_OFFSET)


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


def random_noise(
    count: int,
    generator: Generator,
    iso: tuple[float, float] = (LEAST_ISO, LARGEST_ISO),
    wide: tuple[float, float] = (4e-6, 2e-2),
) -> SensorNoise:
    """Two thirds from the profiles of real cameras at log-uniform ISOs (a no greater than ``wide`` goes), the rest
    anything that a rare camera may do: a log-uniform in ``wide`` (1.2e-5 is ISO 100 of a full-frame camera, 1.2e-3 ISO
    12800), 0.8 to 8 electrons of read noise, b = (electrons a)^2."""
    measured = uniform(count, 0.0, 1.0, generator) < _MEASURED_SHARE
    a, b = shipped(generator.device).draw(count, generator, iso, wide[1])
    wide_a, electrons = log_uniform(count, *wide, generator), log_uniform(count, 0.8, 8.0, generator)
    return SensorNoise(torch.where(measured, a, wide_a), torch.where(measured, b, (electrons * wide_a) ** 2))


def random_bits(count: int, generator: Generator) -> Tensor:
    """(count,) int64 of bits a raw file has: 10-16, most of them 12 and 14."""
    table = torch.tensor(_BITS, device=generator.device)
    return table[torch.randint(len(_BITS), (count,), generator=generator, device=generator.device)]


def random_masks(count: int, height: int, width: int, generator: Generator) -> Tensor:
    """(count, 3, height, width) masks of colour filter arrays in random phase: three Bayer to one X-Trans."""
    device = generator.device
    draws = torch.randint(0, 12, (count, 4), generator=generator, device=device).tolist()
    arrays = [array.colors(height + 12, width + 12) for array in (xtrans(), bayer("RGGB"))]
    turned = [array.colors(width + 12, height + 12).T for array in (xtrans(), bayer("RGGB"))]
    cut = [(turned if turn % 2 else arrays)[kind >= 3][y : y + height, x : x + width] for kind, y, x, turn in draws]
    colors = torch.from_numpy(np.stack(cut)).to(device)[:, None]
    return (colors == torch.arange(3, dtype=torch.uint8, device=device).view(1, 3, 1, 1)).float()


def random_vignetting(count: int, height: int, width: int, generator: Generator) -> Tensor:
    """(count, 1, height, width) of natural vignetting for a patch anywhere in a 3:2 frame, 0-1.

    Lengths in half-diagonals of the frame: focal lengths 0.8-4 (17-86 mm at full frame), pixels 1/3000-1/500.
    """
    centre = uniform((2, count), -1.0, 1.0, generator) * torch.tensor([[0.55], [0.83]], device=generator.device)
    focal = log_uniform(count, 0.8, 4.0, generator)
    return vignetting(height, width, centre, log_uniform(count, 1 / 3000, 1 / 500, generator), focal)


def vignetting(height: int, width: int, centre: Tensor, pixel: Tensor, focal: Tensor) -> Tensor:
    """(N, 1, height, width) cos^4(theta) = (1 + (r / f)^2)^-2 for patches whose middle is at ``centre`` (2, N) (y, x)
    from the optical axis, with pixels of size ``pixel`` (N,) and focal lengths (N,), all in the same unit of length."""
    rows, columns = (torch.arange(n, device=pixel.device) - (n - 1) / 2.0 for n in (height, width))
    y = (centre[0, :, None] + rows * pixel[:, None]) / focal[:, None]
    x = (centre[1, :, None] + columns * pixel[:, None]) / focal[:, None]
    return ((1.0 + y[:, :, None] ** 2 + x[:, None, :] ** 2) ** -2)[:, None]


def expose(rgb: Tensor, matrices: Tensor, gains: Tensor, exposure: Tensor, tones: ToneCurves) -> Tensor:
    """Display-encoded sRGB (N, 3, H, W) -> white-balanced linear camera RGB, clipped where the sensor would be.

    exposure: (N,), or (N, 1, H, W) where the lens takes its share. tones: the contrast curves to take back.
    """
    linear = srgb_to_linear(tones.inverse(rgb))
    light = exposure.view(-1, *(exposure.shape[1:] or (1, 1, 1)))
    camera = torch.einsum("nij,njhw->nihw", matrices, linear) * light
    return camera.clamp(min=0.0).minimum(gains[:, :, None, None])


def record(
    camera: Tensor,
    gains: Tensor,
    noise: SensorNoise,
    bits: Tensor | int,
    generator: Generator,
    defects: Defects | None = None,
) -> Tensor:
    """White-balanced linear signal (N, C, H, W) -> what the file says of it, white-balanced again, signed.

    gains: (N, C) or (N, C, H, W). Poisson shot noise, Gaussian read noise, the sensor's defects (none unless given),
    rounding to ``bits`` (of all photos, or (N,)) and clipping.
    """
    gains = gains.view(*gains.shape[:2], *(gains.shape[2:] or (1, 1)))
    flaws = defects or Defects.none(noise.b)
    sensor = (camera / gains).clamp(0.0, 1.0)
    if defects:
        sensor = sensor + hot_pixels(sensor.shape, flaws, generator)
    a, step = noise.a[:, None, None, None], _step(bits, noise.b)[:, None, None, None]
    shot = torch.poisson(sensor / a, generator=generator) * a
    signal = shot + read_noise(sensor.shape, noise.b, flaws, generator) + flaws.black[:, None, None, None]
    return ((signal / step).round() * step).clamp(-_FARTHEST_BELOW_BLACK, 1.0) * gains


def _step(bits: Tensor | int, like: Tensor) -> Tensor:
    """(N,) of the file's rounding, 1 / (2^bits - 1)."""
    steps = torch.as_tensor(bits, device=like.device, dtype=like.dtype).expand_as(like)
    return 1.0 / (2.0**steps - 1.0)
