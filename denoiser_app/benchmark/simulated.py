"""Camera raws simulated from clean photos, per colour filter array and ISO: the truth is known at every pixel.

A pair of raws can only be compared through some demosaic, whose errors then count as truth; here the reference is the
photo itself. A photo's sRGB is taken to linear light, one stop darker, to the camera's colours by a fixed matrix (that
of a Sony ILCE-7M3, which no training uses), divided by daylight gains, sampled by the filter array, and given the noise
of a typical sensor at the ISO (core/noise.py). Compared as developed, neutral: LibRaw's demosaic without denoising; the
network's result sampled by the array again and demosaiced by LibRaw; the network's full colours.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from denoiser_app.benchmark.events import Failed
from denoiser_app.benchmark.models import Models
from denoiser_app.benchmark.quality import clean_photos
from denoiser_app.benchmark.rendering import after, before, remosaiced
from denoiser_app.benchmark.table import decibel, layout
from denoiser_app.core import cfa
from denoiser_app.core.cfa import Cfa
from denoiser_app.core.color import Matrix, develop, matrix_to_xyz, to_linear
from denoiser_app.core.errors import DataMissing, DenoiserError
from denoiser_app.core.metrics import psnr
from denoiser_app.core.noise import sensor_samples, typical_noise
from denoiser_app.core.photo import Levels, Metadata, Photo, PoissonGaussian, RawPhoto, RgbPhoto
from denoiser_app.core.progress import Progress
from denoiser_app.formats.demosaic import demosaic
from denoiser_app.formats.read import read
from denoiser_app.networks.descriptor import ModelDescriptor

Float = NDArray[np.float32]

ARRAYS = ("RGGB", "GRBG", "GBRG", "BGGR", "X-Trans")
ISOS = (100.0, 1600.0, 12800.0, 51200.0)

_XYZ_TO_CAMERA = ((0.7374, -0.2389, -0.0551), (-0.5435, 1.3162, 0.2519), (-0.1006, 0.1795, 0.6552))
_GAINS = (2.67, 1.0, 1.35)
_SMALLEST = 512
"""LibRaw demosaics X-Trans from this side on; smaller photos are extended by reflection for every array alike."""


@dataclass(frozen=True)
class SimulatedRow:
    """The mean over the photos for one array and ISO, PSNR in dB. psnr_remosaiced: the network's mosaic through LibRaw.
    shift: the largest difference of a channel's mean as displayed, in 1/255, averaged over the photos. seconds: of the
    network, a photo."""

    array: str
    iso: float
    photos: int
    psnr_noisy: float
    psnr_remosaiced: float
    psnr: float
    shift: float
    seconds: float


@dataclass(frozen=True)
class _Figures:
    noisy: float
    remosaiced: float
    result: float
    shift: float
    seconds: float


Event = Progress | SimulatedRow | Failed


def run(
    folder: Path,
    arrays: Sequence[str] = ARRAYS,
    isos: Sequence[float] = ISOS,
    model: ModelDescriptor | None = None,
    device: str = "auto",
    tile: int | None = None,
    *,
    threads: int | None = None,
    limit: int | None = None,
    load: Callable[[Path], Photo] = read,
) -> Iterator[Event]:
    """A row for every array and ISO over the clean photos of a folder. DataMissing if there are none."""
    paths = clean_photos(folder)[:limit]
    models = Models(model, device, tile, threads)
    cases = [(array, iso) for array in arrays for iso in isos]
    for at, (array, iso) in enumerate(cases):
        figures = []
        for index, path in enumerate(paths):
            yield Progress(f"{array}, ISO {iso:.0f}", at * len(paths) + index, len(cases) * len(paths))
            try:
                figures.append(_measure(models, load(path), path, array_of(array), iso, index))
            except DenoiserError as error:
                yield Failed(path, error)
        if figures:
            yield _row(array, iso, figures)
    yield Progress("raw", 1, 1)


def array_of(name: str) -> Cfa:
    """'X-Trans' or a Bayer array by its letters."""
    return cfa.xtrans() if name == "X-Trans" else cfa.bayer(name)


def simulate(photo: RgbPhoto, array: Cfa, iso: float, seed: int) -> tuple[RawPhoto, Float]:
    """The raw, and the clean photo in white-balanced linear camera RGB, (H, W, 3)."""
    linear = to_linear(_extended(photo.rgb), "srgb") * np.float32(0.5)
    camera = to_camera(linear)
    return expose(camera, array, typical_noise(iso), np.random.default_rng(seed), iso=iso), camera


def to_camera(linear: Float) -> Float:
    """(H, W, 3) linear sRGB as the camera's white-balanced colours, nothing below black."""
    return np.clip(linear @ _to_camera_matrix().T.astype(np.float32), 0.0, None)


def expose(
    camera: Float,
    array: Cfa,
    noise: PoissonGaussian,
    rng: np.random.Generator,
    *,
    iso: float | None = None,
    exact_mean: bool = False,
) -> RawPhoto:
    """A raw of the scene (white-balanced linear camera RGB, (H, W, 3), white = 1), clipped at white, with its demosaic.

    exact_mean: the noise of each colour is moved to mean zero, so that means can be compared without its luck.
    """
    clean = mosaic_of(camera, array)
    mosaic = sensor_samples(clean, noise, rng)
    if exact_mean:
        masks = array.masks(*camera.shape[:2])
        luck = ((mosaic - clean)[..., None] * masks).sum((0, 1), dtype=np.float64) / masks.sum((0, 1))
        mosaic -= masks @ luck.astype(np.float32)
    mosaic = np.minimum(mosaic, np.float32(1))
    matrix = camera_matrix()
    levels = Levels((0, 0, 0, 0), 1.0, "simulated", "simulated")
    code = demosaic(mosaic, array, _GAINS, matrix)
    return RawPhoto(mosaic, array, levels, _GAINS, matrix, Metadata(iso=iso), code, noise)


def mosaic_of(camera: Float, array: Cfa) -> Float:
    """(H, W): the light at every photosite before white balance, without noise."""
    return np.asarray((camera / np.array(_GAINS, np.float32) * array.masks(*camera.shape[:2])).sum(2))


def camera_matrix() -> Matrix:
    """(3, 3): white-balanced camera RGB to linear sRGB."""
    return np.asarray(np.linalg.inv(_to_camera_matrix()), np.float64)


def _to_camera_matrix() -> Matrix:
    from_srgb = np.array(_XYZ_TO_CAMERA) @ matrix_to_xyz("srgb")
    return np.asarray(from_srgb / from_srgb.sum(1, keepdims=True), np.float64)


def table(rows: Sequence[SimulatedRow]) -> str:
    """The rows for people."""
    header = ("array", "ISO", "photos", "not denoised", "mosaic + LibRaw", "network", "colour", "seconds")
    return layout(header, [_cells(row) for row in rows])


def _cells(row: SimulatedRow) -> tuple[str, ...]:
    figures = (decibel(row.psnr_noisy), decibel(row.psnr_remosaiced), decibel(row.psnr), f"{row.shift:.2f}")
    return row.array, f"{row.iso:.0f}", str(row.photos), *figures, f"{row.seconds:.2f}"


def _measure(models: Models, photo: Photo, path: Path, array: Cfa, iso: float, seed: int) -> _Figures:
    if not isinstance(photo, RgbPhoto):
        raise DataMissing(path=path, reason="a clean finished picture is needed, not a raw.")
    raw, camera = simulate(photo, array, iso, seed)
    denoiser = models.of(raw)
    start = time.perf_counter()
    denoised = denoiser.whole(raw)
    seconds = time.perf_counter() - start
    truth = develop(camera, raw.camera_matrix)
    display = after(raw, denoised).display
    shift = np.abs(display.mean((0, 1)) - truth.mean((0, 1))).max() * 255.0
    mosaic = develop(remosaiced(raw, denoised), raw.camera_matrix)
    return _Figures(psnr(before(raw).display, truth), psnr(mosaic, truth), psnr(display, truth), float(shift), seconds)


def _row(array: str, iso: float, figures: Sequence[_Figures]) -> SimulatedRow:
    def mean(values: list[float]) -> float:
        return float(np.mean(values))

    return SimulatedRow(
        array=array,
        iso=iso,
        photos=len(figures),
        psnr_noisy=mean([f.noisy for f in figures]),
        psnr_remosaiced=mean([f.remosaiced for f in figures]),
        psnr=mean([f.result for f in figures]),
        shift=mean([f.shift for f in figures]),
        seconds=mean([f.seconds for f in figures]),
    )


def _extended(rgb: Float) -> Float:
    missing = [(0, max(0, _SMALLEST - side)) for side in rgb.shape[:2]]
    return np.pad(rgb, (*missing, (0, 0)), mode="symmetric")
