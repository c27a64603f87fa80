"""Noisy photos of any size as files, to measure speed with: a JPEG, or a DNG with an RGGB mosaic.

What a scene shows does not change the network's time, but it does change the size of what is compressed, so it has soft
shapes at all scales and the noise of a high ISO (Var = a x + b as core/noise.py has it). One patch is repeated.
"""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image

from denoiser_app.core.cfa import Cfa, bayer
from denoiser_app.core.color import SRGB_TRANSFER
from denoiser_app.core.photo import PoissonGaussian
from denoiser_app.networks.architectures import Domain

Float = NDArray[np.float32]

NOISE = PoissonGaussian(1.2e-3, 3e-6)
"""About what a full-frame camera does at ISO 12800 (shared/data/raw/synthetic_dng/INDEX.tsv has such)."""

_PATCH = 1024
_BLACK, _WHITE = 512, 16383
_NEUTRAL = (0.5, 1.0, 0.65)
"""Camera values of white: the inverse of white balance gains of 2 and 1.5."""


def write_scene(domain: Domain, megapixels: float, folder: Path) -> Path:
    """Makes a photo of the domain, 3:2 and of about that size, in the folder. OSError if it cannot be written."""
    size = size_of(megapixels)
    if domain == "raw":
        path = folder / "scene.dng"
        write_dng(path, _repeated(_mosaic(bayer("RGGB")), size))
    else:
        path = folder / "scene.jpg"
        Image.fromarray(_repeated(_picture(), size)).save(path, quality=95)
    return path


def size_of(megapixels: float) -> tuple[int, int]:
    """(height, width), 3:2, both even and at least 32."""
    height = math.sqrt(megapixels * 1e6 / 1.5)
    return max(32, 2 * round(height / 2)), max(32, 2 * round(0.75 * height))


def write_dng(path: Path, mosaic: NDArray[np.uint16]) -> None:
    """An RGGB mosaic (H, W) as an uncompressed DNG 1.4 with levels, white balance, matrix and noise profile."""
    identity = [v for row in _SRGB_FROM_XYZ for v in row]
    tags: list[tuple[int, str, int, Any, bool]] = [
        (33421, "H", 2, (2, 2), True),  # CFARepeatPatternDim
        (33422, "B", 4, bytes((0, 1, 1, 2)), True),  # CFAPattern
        (50706, "B", 4, bytes((1, 4, 0, 0)), True),  # DNGVersion
        (50707, "B", 4, bytes((1, 1, 0, 0)), True),  # DNGBackwardVersion
        (50708, "s", 0, "Benchmark scene", True),  # UniqueCameraModel
        (50714, "H", 1, _BLACK, True),  # BlackLevel
        (50717, "H", 1, _WHITE, True),  # WhiteLevel
        (50721, "2i", 9, _rationals(identity), True),  # ColorMatrix1
        (50728, "2I", 3, _rationals(_NEUTRAL), True),  # AsShotNeutral
        (50778, "H", 1, 21, True),  # CalibrationIlluminant1: D65
        (51041, "d", 2, (NOISE.a, NOISE.b), True),  # NoiseProfile
    ]
    tifffile.imwrite(path, mosaic, photometric=32803, extratags=tags, metadata=None, software="denoiser-app benchmark")


_SRGB_FROM_XYZ = ((3.2405, -1.5372, -0.4985), (-0.9693, 1.8760, 0.0416), (0.0556, -0.2040, 1.0573))
"""IEC 61966-2-1: a camera whose colours are sRGB's."""


def _rationals(values: Any) -> tuple[int, ...]:
    fractions = [Fraction(value).limit_denominator(10000) for value in values]
    return tuple(number for f in fractions for number in (f.numerator, f.denominator))


def _patch() -> Float:
    """(1024, 1024, 3) linear, 0-1: shapes at all scales, mostly dark."""
    rng = np.random.default_rng(0)
    total = np.zeros((_PATCH, _PATCH, 3), np.float32)
    for scale in range(2, 10):
        grid = rng.standard_normal((2**scale, 2**scale, 3), np.float32)
        total += cv2.resize(grid, (_PATCH, _PATCH), interpolation=cv2.INTER_CUBIC) / np.float32(scale)
    return np.asarray(np.clip(np.float32(0.18) * np.exp(total), 0.0, 1.0))


def _noisy(signal: Float) -> Float:
    rng = np.random.default_rng(1)
    deviation: Float = np.sqrt(np.float32(NOISE.a) * signal + np.float32(NOISE.b))
    return signal + deviation * rng.standard_normal(signal.shape, np.float32)


def _mosaic(cfa: Cfa) -> NDArray[np.uint16]:
    signal = _patch() * np.array(_NEUTRAL, np.float32)
    samples = (signal * cfa.masks(_PATCH, _PATCH)).sum(2)
    return np.clip(np.rint(_BLACK + _noisy(samples) * (_WHITE - _BLACK)), 0, _WHITE).astype(np.uint16)


def _picture() -> NDArray[np.uint8]:
    display: Float = SRGB_TRANSFER.encode(np.clip(_noisy(_patch()), 0.0, 1.0))
    return np.asarray(np.rint(display * 255.0), np.uint8)


def _repeated(patch: NDArray[Any], size: tuple[int, int]) -> NDArray[Any]:
    """The patch side by side and cut to (height, width): its side is a multiple of the CFA's period."""
    height, width = size
    times = (-(-height // _PATCH), -(-width // _PATCH), *(1,) * (patch.ndim - 2))
    return np.ascontiguousarray(np.tile(patch, times)[:height, :width])
