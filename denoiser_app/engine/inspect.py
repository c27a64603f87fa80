"""What can be said of a photo before it is denoised."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from denoiser_app.core.errors import ModelUnknown
from denoiser_app.core.photo import Photo, RawPhoto
from denoiser_app.engine.noise_level import describe, noise_of
from denoiser_app.formats import icc
from denoiser_app.formats.read import read
from denoiser_app.networks.library import AUTO, choose


@dataclass(frozen=True)
class PhotoInfo:
    """Facts for people; '' and None where the file does not say. size: (width, height) upright, in pixels.

    sensor: pattern of the colour filter array, '' for a finished picture. levels: black and white and where they came
    from. color: profile of a finished picture. noise: the measured level. model: what 'auto' would use.
    """

    path: Path
    kind: str
    camera: str
    lens: str
    iso: float | None
    shutter: float | None
    aperture: float | None
    size: tuple[int, int]
    sensor: str
    levels: str
    color: str
    noise: str
    model: str


def inspect(path: Path) -> PhotoInfo:
    """Reads a photo and measures it. Raises InputError."""
    photo = read(path, demosaic=False)
    meta = photo.metadata
    return PhotoInfo(
        path=path,
        kind=photo.domain,
        camera=meta.camera,
        lens=meta.lens,
        iso=meta.iso,
        shutter=meta.shutter,
        aperture=meta.aperture,
        size=_upright_size(photo),
        sensor=photo.cfa.name if isinstance(photo, RawPhoto) else "",
        levels=_levels(photo),
        color="" if isinstance(photo, RawPhoto) else _color(photo.icc, photo.bits, photo.gray),
        noise=describe(noise_of(photo)),
        model=_model(photo),
    )


def _upright_size(photo: Photo) -> tuple[int, int]:
    height, width = photo.size
    return (height, width) if photo.metadata.orientation >= 5 else (width, height)


def _levels(photo: Photo) -> str:
    if not isinstance(photo, RawPhoto):
        return ""
    levels = photo.levels
    black = sorted(set(levels.black))
    blacks = f"{black[0]:g}" if len(black) == 1 else f"{black[0]:g}-{black[-1]:g}"
    return f"black {blacks} ({levels.black_source}), white {levels.white:g} ({levels.white_source})"


def _color(profile: bytes | None, bits: int, gray: bool) -> str:
    space = "untagged (taken as sRGB)" if profile is None else icc.identify(profile) or "its own profile"
    return f"{bits} bits, {'gray, ' if gray else ''}{space}"


def _model(photo: Photo) -> str:
    try:
        return choose(AUTO, photo.domain, photo.metadata).name
    except ModelUnknown:
        return "none"
