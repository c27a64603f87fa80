"""What the methods are tried on: photos with a known truth, in the tables and columns of the field.

    white noise     the clean photos of the usual sets, sigma told (quality.py says the conventions)
    real pairs      sigma measured (discovery.py finds them)
    simulated raws  per filter array and ISO, from clean photos (simulated.py)
    synthetic raws  DNGs of rendered scenes at two ISOs: against the clean one's development (discovery.py)

The truth is a display-encoded picture, (H, W, 3), or (H, W) for a gray photo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from denoiser_app.benchmark.discovery import Pair, find_pairs, grouped
from denoiser_app.benchmark.pairs import require_twins
from denoiser_app.benchmark.quality import add_noise, clean_photos, compared
from denoiser_app.benchmark.rendering import before
from denoiser_app.benchmark.simulated import ARRAYS, array_of, simulate
from denoiser_app.core.color import develop
from denoiser_app.core.errors import DataMissing
from denoiser_app.core.metrics import WINDOW
from denoiser_app.core.photo import Photo, RgbPhoto
from denoiser_app.formats.read import read
from denoiser_app.networks.architectures import Domain

Float = NDArray[np.float32]
Load = Callable[[Path], Photo]

SIGMAS = (15.0, 25.0, 50.0)
ISOS = (1600.0, 6400.0, 25600.0, 102400.0)
WHITE = ("Set12", "BSD68", "CBSD68", "Kodak24", "McMaster")
SIMULATED = "simulated"
_SIMULATED_FROM = "Kodak24"


@dataclass(frozen=True)
class Sample:
    """sigma: what the methods are told, in steps of 255; None lets them measure (a raw's own noise profile counts)."""

    noisy: Photo
    truth: Float
    sigma: float | None


@dataclass(frozen=True)
class Material:
    """One column of one table. samples: a file, and what makes its sample; DenoiserError if it cannot be used. whole:
    whether these are all of the set, so that figures of papers may stand beside them."""

    table: str
    condition: str
    domain: Domain
    samples: tuple[tuple[Path, Callable[[], Sample]], ...]
    whole: bool = True


@dataclass(frozen=True)
class Wanted:
    """What of a folder is measured. sets: by name, all if empty; limit: the first photos or pairs of each set; seed: of
    the first photo's noise."""

    sets: Sequence[str] = ()
    sigmas: Sequence[float] = SIGMAS
    arrays: Sequence[str] = ARRAYS
    isos: Sequence[float] = ISOS
    limit: int | None = None
    seed: int = 0
    load: Load = field(default=read)

    def has(self, name: str) -> bool:
        """Whether a set is asked for."""
        return not self.sets or name in self.sets


def find_material(data: Path, wanted: Wanted) -> tuple[list[Material], list[str]]:
    """Everything a folder laid out as the project's shared data holds of what is wanted, and the names of what is not
    there. DataMissing if there is nothing, or if a set that was asked for by name is not there."""
    materials: list[Material] = []
    missing: list[str] = []
    for part in (_white(data, wanted), _pairs(data, wanted), _simulated(data, wanted)):
        for item in part:
            if isinstance(item, str):
                missing.append(item)
            else:
                materials.append(item)
    known = {*WHITE, SIMULATED, *(m.condition for m in materials)}
    unknown = [name for name in wanted.sets if name in missing or name not in known]
    if unknown or not materials:
        what = ", ".join(unknown) or "test photos"
        raise DataMissing(path=data, reason=f"there are no {what} here. Name a folder that has eval/ and real_pairs/.")
    return materials, missing


def _white(data: Path, wanted: Wanted) -> Iterator[Material | str]:
    for name in filter(wanted.has, WHITE):
        folder = _folder(data, name)
        if folder is None:
            yield name
            continue
        every = clean_photos(folder)
        paths = every[: wanted.limit]
        for sigma in wanted.sigmas:
            make = [(p, partial(_white_sample, wanted.load, p, sigma, wanted.seed + i)) for i, p in enumerate(paths)]
            yield Material(f"{name}, white noise", f"sigma {sigma:g}", "rgb", tuple(make), paths == every)


def _pairs(data: Path, wanted: Wanted) -> Iterator[Material | str]:
    """Sets of pairs are asked for by their own names."""
    places: tuple[tuple[str, Path, Domain], ...] = (
        ("real pairs", data / "real_pairs", "rgb"),
        ("synthetic raws", data / "raw" / "synthetic_dng", "raw"),
    )
    for table, folder, domain in places:
        if not folder.is_dir():
            yield table
            continue
        for name, pairs in grouped(find_pairs(folder).pairs).items():
            if wanted.has(name):
                make = [(pair.noisy, partial(_pair_sample, wanted.load, pair)) for pair in pairs[: wanted.limit]]
                yield Material(table, name, domain, tuple(make))


def _simulated(data: Path, wanted: Wanted) -> Iterator[Material | str]:
    if not wanted.has(SIMULATED):
        return
    folder = _folder(data, _SIMULATED_FROM)
    if folder is None:
        yield SIMULATED
        return
    paths = clean_photos(folder)[: wanted.limit]
    for array in wanted.arrays:
        for iso in wanted.isos:
            make = [(p, partial(_raw_sample, wanted.load, p, array, iso, wanted.seed + i)) for i, p in enumerate(paths)]
            yield Material(f"simulated raws, {array}", f"ISO {iso:.0f}", "raw", tuple(make))


def _folder(data: Path, name: str) -> Path | None:
    """The set's folder, whose name may go on after the set's (Kodak24_500)."""
    return next((path for path in sorted((data / "eval").glob(f"{name}*")) if path.is_dir()), None)


def _white_sample(load: Load, path: Path, sigma: float, seed: int) -> Sample:
    clean = _clean(load, path)
    return Sample(add_noise(clean, sigma, seed), compared(clean.rgb, clean.gray), sigma)


def _pair_sample(load: Load, pair: Pair) -> Sample:
    noisy, clean = load(pair.noisy), load(pair.clean)
    require_twins(pair, noisy, clean)
    return Sample(noisy, before(clean).display, None)


def _raw_sample(load: Load, path: Path, array: str, iso: float, seed: int) -> Sample:
    raw, camera = simulate(_clean(load, path), array_of(array), iso, seed)
    return Sample(raw, develop(camera, raw.camera_matrix), None)


def _clean(load: Load, path: Path) -> RgbPhoto:
    photo = load(path)
    if not isinstance(photo, RgbPhoto):
        raise DataMissing(path=path, reason="a clean finished picture is needed, not a raw.")
    if min(photo.size) < WINDOW:
        raise DataMissing(path=path, reason=f"the photo is smaller than {WINDOW}x{WINDOW} pixels.")
    return photo
