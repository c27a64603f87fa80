"""What the denoising thread tells the window: one frozen value for each thing that happened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from denoiser_app.core.photo import Metadata
from denoiser_app.core.tiling import Box
from denoiser_app.engine.picture import Picture
from denoiser_app.ui.model_facts import ModelFacts


@dataclass(frozen=True)
class Ready:
    """The networks can be used."""

    models: tuple[ModelFacts, ...]


@dataclass(frozen=True)
class Opened:
    """The photo is read; ``picture`` shows it, and fills with what is denoised."""

    path: Path
    picture: Picture
    metadata: Metadata
    domain: str
    megapixels: float


@dataclass(frozen=True)
class Developed:
    """``picture`` shows the original of a raw as it will be exported; until now it was interpolated in haste."""

    picture: Picture


@dataclass(frozen=True)
class Started:
    """The network is about to run. seconds: for the whole photo, expected."""

    model: str
    device: str
    seconds: float


@dataclass(frozen=True)
class Measured:
    """The noise level in the recipe's units (1/255), and where it comes from."""

    level: float
    text: str


@dataclass(frozen=True)
class TileArrived:
    """``box``, upright, is denoised now; ``done`` of ``total`` pixels are."""

    box: Box
    done: int
    total: int
    note: str = ""


@dataclass(frozen=True)
class Finished:
    """The whole photo is denoised. shift: how far the mean colour moved, in 1/255 of red, green and blue, where that is
    more than it should be."""

    remembered: bool
    seconds: float
    shift: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Stopped:
    """The work was cancelled; what was done until then stays."""


@dataclass(frozen=True)
class Failed:
    """The work ended with an error; the window puts it into words."""

    error: BaseException


Event = Ready | Opened | Developed | Started | Measured | TileArrived | Finished | Stopped | Failed
