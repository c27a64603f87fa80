"""What the photographer chose: how to denoise (Recipe) and what to write (ExportOptions). Frozen, versioned JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, Self

VERSION = 1

FileFormat = Literal["tiff", "png", "jpeg"]
ColorSpaceName = Literal["srgb", "display-p3", "adobe-rgb", "prophoto"]


@dataclass(frozen=True)
class Recipe:
    """How a photo is denoised.

    model: a model's name, or 'auto' for the best one of the photo's domain.
    noise: None measures it. rgb: standard deviation of white noise in units of 1/255, display-encoded. raw: standard
        deviation at 18 % of white, linear, in units of 1/255 of white.
    strength: 0-100 %, how much of the removed noise stays removed.
    color_strength: the same for colour noise; None follows ``strength``.
    detail: 0-100 %, how much of what was removed and looks like structure comes back (core/detail.py).
    grain: 0-100, even grain put on the finished photo (core/grain.py).
    """

    model: str = "auto"
    noise: float | None = None
    strength: float = 100.0
    color_strength: float | None = None
    detail: float = 0.0
    grain: float = 0.0

    @property
    def is_full(self) -> bool:
        """Whether the denoised photo is taken as it is: nothing blended, nothing added."""
        return self.strength == 100.0 and self.color_strength in (None, 100.0) and self.detail == self.grain == 0.0

    def inference_key(self) -> str:
        """What the network's result depends on, besides the photo: everything that only blends is left out."""
        return json.dumps({"version": VERSION, "model": self.model, "noise": self.noise}, sort_keys=True)

    def to_json(self) -> str:
        """One JSON object with the version of this format."""
        return json.dumps({"version": VERSION, **asdict(self)}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The inverse of ``to_json``. ValueError for an unknown version or unknown fields."""
        data: dict[str, Any] = json.loads(text)
        version = data.pop("version", None)
        unknown = set(data) - {f.name for f in fields(cls)}
        if version != VERSION or unknown:
            raise ValueError(f"recipe of version {version} with unknown fields {sorted(unknown)}")
        return cls(**data)


@dataclass(frozen=True)
class ExportOptions:
    """What a finished photo is written as.

    bit_depth: None keeps the best the format has (16 for TIFF and PNG, 8 for JPEG).
    color_space: None keeps the photo's own profile (sRGB for raws and untagged photos).
    quality: JPEG quality 1-100; 92 and above are written without chroma subsampling.
    overwrite: whether an existing file (never an input) may be replaced.
    """

    format: FileFormat = "tiff"
    bit_depth: int | None = None
    color_space: ColorSpaceName | None = None
    quality: int = 95
    overwrite: bool = False
    name: str = "{stem}-denoised{ext}"

    @property
    def bits(self) -> int:
        """Bits a channel that will be written."""
        return self.bit_depth or (8 if self.format == "jpeg" else 16)
