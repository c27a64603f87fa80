"""A camera that does not exist, whose every flaw is known: what a session's measurements are held against.

    signal   s = light / gain at the photosite's colour, + h at hot photosites
    noise    n = a_c Poisson(s / a_c) + N(0, b_c),  a share of b_c common to a row or a column of the frame
    file     round(black + n (white - black)), within what 14 bits hold

a goes with ISO, b with its square plus what the converter adds, as amplifiers do. Hot photosites hold a dark current:
their signal goes with ISO times the shutter time, so it is the same in both frames of a pair. The ranges are chosen
beside those of the shipped profiles (resources/noise_profiles.json: at ISO 12800 a of most cameras is 4e-4 to 2e-3, 1
to 4 electrons of read noise): a 2.5e-3 to 6e-3, 4 to 9 electrons, strong bands. Black is high enough, as Canon has it,
for noise below it to survive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.cfa import Cfa, bayer, interpolate, xtrans
from denoiser_app.core.color import develop, matrix_to_xyz
from denoiser_app.core.photo import PoissonGaussian

Float = NDArray[np.float32]
Rng = np.random.Generator
Three = tuple[float, float, float]

BLACK, WHITE = 2048, 16383
ARRAYS = ("RGGB", "GRBG", "GBRG", "BGGR", "X-Trans")
XYZ_TO_CAMERA = (0.8014, -0.2722, -0.0705, -0.4874, 1.2591, 0.2559, -0.0954, 0.1812, 0.6681)
"""Between those of real cameras; of none of them."""
_HOT_PER_MEGAPIXEL = (60.0, 300.0)
_HOT_SIGNAL = (0.12, 0.9)
_REFERENCE = 12800 / 8
"""ISO times seconds at which the hot photosites have their signal: ISO 12800 at 1/8 s."""


@dataclass(frozen=True)
class SimulatedCamera:
    """gains: white balance, red, green, blue. a_per_iso: of each colour, times ISO is its a. electrons: of read noise
    before the amplifier; converter: deviation of what the converter adds, in units of white. row, column: shares of b.
    hot: (N, 2) int64 (y, x) of hot photosites, sorted; hot_signal: (N,) float32, theirs at ``_REFERENCE``."""

    model: str
    lens: str
    array: str
    size: tuple[int, int]
    gains: Three
    a_per_iso: Three
    electrons: float
    converter: float
    row: float
    column: float
    hot: NDArray[np.int64]
    hot_signal: Float

    @property
    def make(self) -> str:
        """Of the camera that does not exist."""
        return "Simulant"

    @property
    def name(self) -> str:
        """As ``Metadata.camera`` will say it."""
        return f"{self.make} {self.model}"

    @property
    def cfa(self) -> Cfa:
        """Its filter array."""
        return xtrans() if self.array == "X-Trans" else bayer(self.array)

    @classmethod
    def random(cls, rng: Rng, array: str, size: tuple[int, int]) -> SimulatedCamera:
        """Another camera for every state of ``rng``; ``size`` is (height, width) of its sensor."""
        level = _log_uniform(rng, 2.5e-3, 6e-3) / 12800.0
        colors = (level * rng.uniform(0.9, 1.1), level, level * rng.uniform(0.9, 1.1))
        megapixels = size[0] * size[1] / 1e6
        count = rng.poisson(_log_uniform(rng, *_HOT_PER_MEGAPIXEL) * megapixels)
        places = np.sort(rng.choice(size[0] * size[1], count, replace=False))
        return cls(
            model=f"S-{rng.integers(100, 1000)}",
            lens=f"Simular {rng.choice([24, 35, 50, 85])}mm f/1.8",
            array=array,
            size=size,
            gains=(float(rng.uniform(1.7, 2.7)), 1.0, float(rng.uniform(1.2, 2.2))),
            a_per_iso=colors,
            electrons=_log_uniform(rng, 4.0, 9.0),
            converter=float(rng.uniform(1e-4, 4e-4)),
            row=float(rng.uniform(0.08, 0.25)),
            column=float(rng.uniform(0.05, 0.2)),
            hot=np.stack(np.divmod(places, size[1]), 1),
            hot_signal=np.array([_log_uniform(rng, *_HOT_SIGNAL) for _ in range(count)], np.float32),
        )

    def noise_at(self, iso: float) -> PoissonGaussian:
        """What a measurement should find: the rounding to 14 bits is part of b."""
        a = tuple(iso * c for c in self.a_per_iso)
        rounding = (1.0 / (WHITE - BLACK)) ** 2 / 12.0
        b = tuple((self.electrons * c) ** 2 + self.converter**2 + rounding for c in a)
        return PoissonGaussian(a[1], b[1], "simulated", True, (a[0], a[1], a[2]), (b[0], b[1], b[2]))

    def record(self, light: Float, iso: float, shutter: float, rng: Rng) -> NDArray[np.uint16]:
        """(H, W) in the file's units. light: (H, W, 3) white-balanced linear camera RGB as exposed, >= 0; 1 is
        where the sensor's green is full."""
        masks = self.cfa.masks(*self.size)
        signal = (light / np.array(self.gains, np.float32) * masks).sum(2)
        signal[tuple(self.hot.T)] += self.hot_signal * np.float32(iso * shutter / _REFERENCE)
        a, b = ((masks * np.array(c, np.float32)).sum(2) for c in self._before_rounding(iso))
        samples = a * rng.poisson(signal / a) + np.sqrt(b) * self._read_noise(rng)
        code = np.rint(BLACK + samples * (WHITE - BLACK))
        return np.asarray(np.clip(code, 0, WHITE), np.uint16)

    def _before_rounding(self, iso: float) -> tuple[Three, Three]:
        a = tuple(iso * c for c in self.a_per_iso)
        b = tuple((self.electrons * c) ** 2 + self.converter**2 for c in a)
        return (a[0], a[1], a[2]), (b[0], b[1], b[2])

    def _read_noise(self, rng: Rng) -> Float:
        """(H, W) of variance 1, of which rows and columns have their shares (EMVA Standard 1288, release 4)."""
        height, width = self.size
        white = np.sqrt(1.0 - self.row - self.column) * rng.standard_normal((height, width), np.float32)
        rows = np.sqrt(self.row) * rng.standard_normal((height, 1), np.float32)
        columns = np.sqrt(self.column) * rng.standard_normal((1, width), np.float32)
        return np.asarray(white + rows + columns, np.float32)

    def develop(self, code: NDArray[np.uint16], exposure: float = 1.0) -> NDArray[np.uint8]:
        """(H, W, 3) sRGB: the JPEG such a camera would make, by weighted means of the neighbours, without denoising."""
        mosaic = (code.astype(np.float32) - BLACK) / np.float32(WHITE - BLACK)
        rgb = interpolate(mosaic, self.cfa) * np.array(self.gains, np.float32) * np.float32(exposure)
        back = np.asarray(np.linalg.inv(to_camera()), np.float64)
        return np.asarray(np.rint(255.0 * develop(rgb, back)), np.uint8)

    def values(self) -> dict[str, Any]:
        """What truth.json says of it."""
        return {
            "camera": self.name,
            "array": self.array,
            "size": list(self.size),
            "gains": list(self.gains),
            "row": self.row,
            "column": self.column,
            "hot": self.hot.tolist(),
        }


def to_camera() -> NDArray[np.float64]:
    """(3, 3): linear sRGB -> white-balanced camera RGB; rows sum to 1."""
    matrix = np.array(XYZ_TO_CAMERA).reshape(3, 3) @ matrix_to_xyz("srgb")
    return np.asarray(matrix / matrix.sum(1, keepdims=True), np.float64)


def camera_light(linear: Float) -> Float:
    """(H, W, 3) linear sRGB >= 0 as the camera's white-balanced colours, nothing below black."""
    return np.maximum(cv2.transform(linear, to_camera().astype(np.float32)), np.float32(0))


def _log_uniform(rng: Rng, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))
