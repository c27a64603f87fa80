"""What goes from stage to stage while a photo becomes a file: the job, the photo read, its result, the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from denoiser_app.core.camera_profile import CameraProfile
from denoiser_app.core.photo import Metadata, Photo
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine.cache import Key
from denoiser_app.engine.denoised import Denoised
from denoiser_app.engine.noise_level import NoiseLevel


@dataclass(frozen=True)
class Job:
    """One photo and what is to become of it. id: goes into the stamp of the result, by which a batch knows it again.
    hash_source: whether the report is to have the hash of the bytes that were read. within: a folder that has to be
    there when the result is written, and is not made."""

    source: Path
    target: Path
    recipe: Recipe
    options: ExportOptions
    id: str = ""
    hash_source: bool = False
    within: Path | None = None


@dataclass(frozen=True)
class Report:
    """What was done. seconds: per stage (read, noise, network, finish, write); size of the file in bytes.

    sha256: of the written file. source_sha256: of the original as it was read, '' unless asked for. model_sha256: of
    the model's file. size: (height, width) of the written picture in pixels.
    """

    source: Path
    target: Path
    model: str
    device: str
    noise: str
    seconds: Mapping[str, float]
    megapixels: float
    bytes: int
    warnings: tuple[str, ...]
    sha256: str = ""
    source_sha256: str = ""
    model_sha256: str = ""
    size: tuple[int, int] = (0, 0)


class Held:
    """The pixels of a photo between its stages: hundreds of megabytes. Whoever still holds a ``Loaded`` or ``Computed``
    of a photo whose pixels were let go holds nothing large."""

    def __init__(self, photo: Photo, denoised: Denoised | None = None) -> None:
        self._photo: Photo | None = photo
        self._denoised = denoised

    @property
    def photo(self) -> Photo:
        """As it was read. Only before ``let_go``."""
        assert self._photo is not None, "these pixels were let go"
        return self._photo

    @property
    def denoised(self) -> Denoised:
        """What the network made of it. Only between ``keep`` and ``let_go``."""
        assert self._denoised is not None, "these pixels were let go, or not computed yet"
        return self._denoised

    def keep(self, denoised: Denoised) -> None:
        """The result, beside the photo."""
        self._denoised = denoised

    def let_go(self) -> None:
        """Nobody needs the pixels any more. May be called twice, and from any thread."""
        self._photo = self._denoised = None


@dataclass(frozen=True)
class Loaded:
    """A photo that was read. key: where its result would be in a cache, but for the model. noise: its level, None if it
    was not measured yet. profile: what the photographer measured of this camera, if it says something of this photo."""

    job: Job
    pixels: Held
    key: Key
    source_sha256: str
    seconds: Mapping[str, float]
    noise: NoiseLevel | None = None
    profile: CameraProfile | None = None


@dataclass(frozen=True)
class Computed:
    """A photo and what the network made of it, now or earlier. noise: its level in 1/255, and in words."""

    job: Job
    pixels: Held
    metadata: Metadata
    megapixels: float
    source_sha256: str
    model: str
    model_sha256: str
    device: str
    noise: float
    noise_text: str
    warnings: tuple[str, ...]
    seconds: Mapping[str, float]
