"""What a photo is: camera raw or display-encoded RGB, with what is known about how it was taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.cfa import Cfa

Float = NDArray[np.float32]

UNKNOWN_CAMERA = "unknown camera"
CODE_BLACK = 2048
CODE_WHITE = 65535


@dataclass(frozen=True)
class Metadata:
    """How a photo was taken. Unknown values are None or ''."""

    path: Path | None = None
    make: str = ""
    model: str = ""
    lens: str = ""
    iso: float | None = None
    shutter: float | None = None
    """Exposure time in seconds."""
    aperture: float | None = None
    focal_length: float | None = None
    """In millimetres."""
    taken: str = ""
    """EXIF DateTimeOriginal, 'YYYY:MM:DD HH:MM:SS'."""
    orientation: int = 1
    """EXIF orientation 1-8 that still has to be applied to the pixels for display."""
    pixel_aspect: float = 1.0
    """Width of a pixel over its height; not 1 for a few old sensors (Kodak DC120: 1.53), whose pictures have to be
    stretched for display, before the orientation."""

    @property
    def camera(self) -> str:
        """Make and model without the repeated make, or 'unknown camera'."""
        # Makers write themselves in more than one way: NIKON CORPORATION, NIKON D800.
        brand = self.make.split()[0].lower() if self.make.split() else ""
        if self.model.lower().startswith(brand):
            return self.model or self.make or UNKNOWN_CAMERA
        return f"{self.make} {self.model}".strip()


@dataclass(frozen=True)
class PoissonGaussian:
    """Sensor noise: Var(x) = a x + b for x in 0 (black) to 1 (white), before white balance.

    ``a`` is the shot-noise gain (one over the electrons at white), ``b`` the read-noise variance. Source: Foi et al.,
    "Practical Poissonian-Gaussian noise modeling and fitting for single-image raw-data", IEEE TIP 2008.
    """

    a: float
    b: float
    source: str = ""
    """Where the figures came from, for the user: 'DNG NoiseProfile', 'measured', 'typical for the ISO', 'given'."""
    confident: bool = True
    a_by_color: tuple[float, float, float] | None = None
    b_by_color: tuple[float, float, float] | None = None
    """The same for red, green and blue photosites, where they were measured apart; ``a``, ``b`` are then green's."""

    def by_color(self) -> tuple[Float, Float]:
        """a and b of red, green and blue photosites, (3,) float32 each."""
        a, b = self.a_by_color or (self.a,) * 3, self.b_by_color or (self.b,) * 3
        return np.array(a, np.float32), np.array(b, np.float32)


@dataclass(frozen=True)
class Levels:
    """Black and white level in the file's own units, and where each came from."""

    black: tuple[float, float, float, float]
    white: float
    black_source: str
    white_source: str


@dataclass(frozen=True)
class RawPhoto:
    """A camera raw: sensor data before white balance, in the sensor's own colours.

    mosaic: (H, W) float32, or (H, W, 3) for LinearRaw; black-subtracted, white = 1, linear and *signed* (values below
        black stay negative). H, W are the active area, as the sensor lies (orientation not applied).
    demosaiced: (H, W, 3) uint16, the same data through LibRaw's demosaic, as code (see ``from_code``), so that values
        below black survive; None if it was not asked for.
    white_balance: gains for R, G, B, the smallest of them 1.
    camera_matrix: (3, 3) float64, white-balanced camera RGB -> linear sRGB (D65); its rows sum to 1.
    noise: from the file's NoiseProfile, None if there is none.
    """

    mosaic: Float
    cfa: Cfa
    levels: Levels
    white_balance: tuple[float, float, float]
    camera_matrix: NDArray[np.float64]
    metadata: Metadata
    demosaiced: NDArray[np.uint16] | None = None
    noise: PoissonGaussian | None = None
    origin: tuple[int, int] = (0, 0)
    """(top, left) of the active area in the file's full frame."""

    domain: ClassVar[Literal["raw"]] = "raw"

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) of the active area."""
        return self.mosaic.shape[0], self.mosaic.shape[1]


@dataclass(frozen=True)
class RgbPhoto:
    """A finished picture: what a JPEG, PNG, TIFF or HEIC holds.

    rgb: (H, W, 3) float32, 0-1, display-encoded in the space of ``icc``; orientation already applied.
    icc: the embedded profile, None for untagged (taken as sRGB).
    alpha: (H, W) float32, 0-1, kept as it is; None without one.
    bits: bits a channel in the file (8 or 16); what an export keeps unless told otherwise.
    gray: whether the file had a single channel (rgb then holds it three times).
    """

    rgb: Float
    metadata: Metadata
    icc: bytes | None = None
    alpha: Float | None = None
    bits: int = 8
    gray: bool = False
    lossy: bool = field(default=False)
    """Whether the file was compressed with loss (JPEG, HEIC), which correlates its noise."""

    domain: ClassVar[Literal["rgb"]] = "rgb"

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels."""
        return self.rgb.shape[0], self.rgb.shape[1]


Photo = RawPhoto | RgbPhoto


def to_code(values: Float) -> NDArray[np.uint16]:
    """Signed linear values (black 0, white 1) as uint16 with room below black: code = 2048 + 63487 x, rounded."""
    code = np.rint(CODE_BLACK + values * (CODE_WHITE - CODE_BLACK))
    return np.clip(code, 0, CODE_WHITE).astype(np.uint16)


def from_code(code: NDArray[np.uint16]) -> Float:
    """The inverse of ``to_code``: float32, black 0, white 1, down to -0.032."""
    return (code.astype(np.float32) - CODE_BLACK) / np.float32(CODE_WHITE - CODE_BLACK)
