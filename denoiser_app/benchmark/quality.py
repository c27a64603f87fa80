"""PSNR and SSIM against clean photos with synthetic noise: the field's Gaussian denoising table.

The conventions of DnCNN (Zhang et al., IEEE TIP 2017) and FFDNet (IEEE TIP 2018): white Gaussian noise of known
deviation is added to the 0-1 values and neither clipped nor quantised; the network is told the deviation (or measures
it, with ``auto_noise``); its result is clipped to 0-1 and compared unquantised (core/metrics.py). The noise of photo
number i in the order of names is ``default_rng(seed + i)``, so figures repeat to the last digit on one machine.

Gray photos (Set12, BSD68): noise is added to the one gray plane, which the network gets three times; the mean of the
three channels of its result is compared with the gray plane. As in the program, the network is told more than the
deviation then (engine/noise_level.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from denoiser_app.benchmark.events import Failed
from denoiser_app.benchmark.models import Models
from denoiser_app.benchmark.table import decibel, layout
from denoiser_app.core.errors import DataMissing, DenoiserError, ModelWrongDomain
from denoiser_app.core.metrics import WINDOW, psnr, ssim
from denoiser_app.core.noise import NoiseCurve
from denoiser_app.core.photo import Metadata, Photo, RgbPhoto
from denoiser_app.core.progress import Progress
from denoiser_app.engine.denoiser import Denoiser
from denoiser_app.engine.noise_level import noise_of
from denoiser_app.formats.read import read
from denoiser_app.formats.sniff import BITMAP_SUFFIXES
from denoiser_app.networks.descriptor import ModelDescriptor

Float = NDArray[np.float32]


@dataclass(frozen=True)
class QualityRow:
    """One photo, or the mean over all photos, at one noise level.

    sigma: deviation of the noise in 1/255. psnr_noisy, psnr: dB before and after. seconds: of estimation and network.
    told: the level that the network was told, in 1/255 (its median over brightness).
    """

    file: str
    sigma: float
    psnr_noisy: float
    psnr: float
    ssim: float
    told: float
    seconds: float
    kind: Literal["photo", "mean"] = "photo"


Event = Progress | QualityRow | Failed


def run(
    folder: Path,
    sigmas: Sequence[float],
    model: ModelDescriptor | None = None,
    device: str = "auto",
    tile: int | None = None,
    *,
    threads: int | None = None,
    limit: int | None = None,
    auto_noise: bool = False,
    seed: int = 0,
    load: Callable[[Path], Photo] = read,
) -> Iterator[Event]:
    """A row for every photo of the folder (the first ``limit`` of them) at each level, and the mean row of each level.

    model: None takes the program's best rgb model. DataMissing if there are no photos.
    """
    paths = clean_photos(folder)[:limit]
    models = Models(model, device, tile, threads)
    total = len(paths) * len(sigmas)
    for at, sigma in enumerate(sigmas):
        rows: list[QualityRow] = []
        for index, path in enumerate(paths):
            yield Progress("quality", at * len(paths) + index, total)
            try:
                row = _measure(models, path, load, sigma, seed + index, auto_noise)
            except DenoiserError as error:
                yield Failed(path, error)
                continue
            rows.append(row)
            yield row
        if rows:
            yield mean_row(rows)
    yield Progress("quality", total, total)


def clean_photos(folder: Path) -> list[Path]:
    """The pictures (no raws) that lie in the folder itself, in the order of their names. DataMissing without any."""
    found = sorted(p for p in _listed(folder) if p.suffix.lower() in BITMAP_SUFFIXES)
    if not found:
        raise DataMissing(
            path=folder, reason="there are no photos in this folder. Name one that holds PNG or TIFF files."
        )
    return found


def add_noise(photo: RgbPhoto, sigma: float, seed: int) -> RgbPhoto:
    """The photo with white noise of deviation ``sigma`` / 255: neither clipped nor quantised; the same in all three
    channels of a gray photo."""
    channels = 1 if photo.gray else 3
    noise = np.random.default_rng(seed).standard_normal((*photo.size, channels), np.float32)
    return RgbPhoto(photo.rgb + np.float32(sigma / 255.0) * noise, Metadata(path=photo.metadata.path), gray=photo.gray)


def mean_row(rows: Sequence[QualityRow]) -> QualityRow:
    """The mean of every figure over the photos."""

    def mean(values: list[float]) -> float:
        return float(np.mean(values))

    return QualityRow(
        file=f"mean of {len(rows)}",
        sigma=rows[0].sigma,
        psnr_noisy=mean([r.psnr_noisy for r in rows]),
        psnr=mean([r.psnr for r in rows]),
        ssim=mean([r.ssim for r in rows]),
        told=mean([r.told for r in rows]),
        seconds=mean([r.seconds for r in rows]),
        kind="mean",
    )


def table(rows: Sequence[QualityRow]) -> str:
    """The rows for people."""
    header = ("photo", "sigma", "noisy dB", "PSNR dB", "SSIM", "told", "seconds")
    return layout(header, [_cells(row) for row in rows])


def _cells(row: QualityRow) -> tuple[str, ...]:
    figures = (decibel(row.psnr_noisy), decibel(row.psnr), f"{row.ssim:.4f}", f"{row.told:.1f}", f"{row.seconds:.2f}")
    return row.file, f"{row.sigma:g}", *figures


def _measure(
    models: Models, path: Path, load: Callable[[Path], Photo], sigma: float, seed: int, auto_noise: bool
) -> QualityRow:
    clean = load(path)
    denoiser = models.of(clean)
    if not isinstance(clean, RgbPhoto):
        raise ModelWrongDomain(path=path, name=denoiser.descriptor.name, domain="rgb", photo=clean.domain)
    if min(clean.size) < WINDOW:
        raise DataMissing(path=path, reason=f"the photo is smaller than {WINDOW}x{WINDOW} pixels.")
    noisy = add_noise(clean, sigma, seed)
    start = time.perf_counter()
    result, told = _denoise(denoiser, noisy, None if auto_noise else sigma)
    seconds = time.perf_counter() - start
    truth, before, after = (compared(rgb, clean.gray) for rgb in (clean.rgb, noisy.rgb, result))
    return QualityRow(path.name, sigma, psnr(before, truth), psnr(after, truth), ssim(after, truth), told, seconds)


def _denoise(denoiser: Denoiser, noisy: RgbPhoto, sigma: float | None) -> tuple[Float, float]:
    """The result, and the noise level in 1/255 that the network was told."""
    level = noise_of(noisy, sigma)
    assert isinstance(level, NoiseCurve)
    return np.clip(denoiser.whole(noisy, noise=level), 0.0, 1.0), 255.0 * level.typical


def compared(rgb: Float, gray: bool) -> Float:
    """What is compared of (H, W, 3): all of it, or of a gray photo the mean of the channels, (H, W)."""
    return rgb.mean(2) if gray else rgb


def _listed(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except OSError as error:
        raise DataMissing(
            path=folder, reason=f"the folder cannot be listed ({error.strerror}). Check its name."
        ) from error
