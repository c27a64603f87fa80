"""What a night photographer fears of a denoiser, measured: stars lost or invented, skies tinted or patterned, a noise
level measured wrong. stars.py, flat.py and here.

The level: what measuring the noise costs against being told, in dB, on white noise (CBSD68) and on simulated raws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import lcm
from pathlib import Path
from types import MappingProxyType

import numpy as np
import torch
from numpy.typing import NDArray

from denoiser_app.benchmark import flat, stars
from denoiser_app.benchmark.events import Failed
from denoiser_app.benchmark.field import chosen
from denoiser_app.benchmark.flat import LARGEST_SHIFT, flat_field, pattern
from denoiser_app.benchmark.material import SIMULATED, Sample, Wanted, find_material
from denoiser_app.benchmark.methods import NOISY, Method, every_method, of_model
from denoiser_app.benchmark.night_table import FlatRow, LevelRow, Row, StarsRow
from denoiser_app.benchmark.rendering import Rendering, linear_shift
from denoiser_app.benchmark.simulated import ARRAYS, array_of, camera_matrix, expose
from denoiser_app.core.color import develop
from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.metrics import psnr
from denoiser_app.core.noise import typical_noise
from denoiser_app.core.photo import RawPhoto
from denoiser_app.core.progress import Progress
from denoiser_app.core.tiling import TilePlan
from denoiser_app.networks import library
from denoiser_app.networks.descriptor import ModelDescriptor

Float = NDArray[np.float32]

ISOS = flat.ISOS
STARS_ISO = 6400.0
STARS_SIZE = (1024, 1024)
LEVEL_ISOS = (1600.0, 12800.0)
_STEP = 96
"""Pixels between the tiles of a flat field, about: small, so that a small field has several."""
_STEPS = 5
"""Tiles a side; of the spectrum only those in the middle are looked at, as the field's edge is none of theirs."""


Event = Progress | Row | Failed
PARTS = ("stars", "flat", "level")


@dataclass(frozen=True)
class _Setting:
    data: Path
    methods: Sequence[Method]
    models: Sequence[ModelDescriptor]
    arrays: Sequence[str]
    isos: Sequence[float]
    device: str
    limit: int | None
    size: tuple[int, int]


def run(
    data: Path,
    parts: Sequence[str] = PARTS,
    names: Sequence[str] = (),
    arrays: Sequence[str] = ARRAYS,
    isos: Sequence[float] = ISOS,
    device: str = "auto",
    tile: int | None = None,
    *,
    threads: int | None = None,
    limit: int | None = None,
    models: Sequence[ModelDescriptor] | None = None,
    size: tuple[int, int] = STARS_SIZE,
) -> Iterator[Event]:
    """The rows of the parts asked for. names: of methods; all networks and the noisy picture if empty. isos: of the
    flat fields. limit: photos of the last part. size: of star fields. DataMissing (only for "level"), ModelUnknown."""
    if threads:
        torch.set_num_threads(threads)
    models = library.shipped() if models is None else models
    methods = [m for m in chosen(every_method(models, device, tile), names) if not m.missing]
    methods = [m for m in methods if names or m.model is not None or m.name == NOISY]
    setting = _Setting(data, methods, models, arrays, isos, device, limit, size)
    for part in parts:
        yield from _PARTS[part](setting)
    yield Progress("night", 1, 1)


def _stars(setting: _Setting) -> Iterator[Event]:
    noise = typical_noise(STARS_ISO)
    for at, name in enumerate(setting.arrays):
        array = array_of(name)
        full, empty = (stars.star_field(setting.size, array, noise, 7, empty=e) for e in (False, True))
        raws = [expose(f.camera, array, noise, np.random.default_rng(11 + i)) for i, f in enumerate((full, empty))]
        for method in setting.methods:
            yield Progress(f"stars, {name}, {method.name}", at, len(setting.arrays))
            try:
                results = [stars.luminance(method.denoise(raw, None).display) for raw in raws]
            except DenoiserError as error:
                yield Failed(Path(method.name), error)
                continue
            yield stars_row(name, method.name, full, empty, results)


def stars_row(
    array: str, method: str, full: stars.Field, empty: stars.Field, results: Sequence[Float], iso: float = STARS_ISO
) -> StarsRow:
    """results: (H, W) linear luminance, of the field with stars and of the one without."""
    kept, counted = stars.kept(full, results[0]), full.snr >= stars.COUNTED_SNR
    by_bin = {}
    for low, high in zip(stars.BINS, stars.BINS[1:], strict=False):
        inside = (full.snr >= low) & (full.snr < high)
        if inside.any():
            by_bin[f"{low:g}-{high:g}"] = (float(kept[inside].mean()), int(inside.sum()))
    false = stars.false_stars(empty, results[1]) / (empty.camera.shape[0] * empty.camera.shape[1] / 1e6)
    possible = float(stars.possible(full)[counted].mean())
    return StarsRow(array, iso, method, int(counted.sum()), float(kept[counted].mean()), possible, false, by_bin)


def _flat(setting: _Setting) -> Iterator[Event]:
    cases = [(name, iso) for name in setting.arrays for iso in setting.isos]
    for at, (name, iso) in enumerate(cases):
        for method in setting.methods:
            yield Progress(f"flat fields, {name}, ISO {iso:.0f}, {method.name}", at, len(cases))
            try:
                yield _flat_row(method, name, iso, setting.device)
            except DenoiserError as error:
                yield Failed(Path(method.name), error)


def _flat_row(method: Method, name: str, iso: float, device: str) -> FlatRow:
    array = array_of(name)
    method, step = _small_tiles(method, array.period, device)
    found = []
    for index, level in enumerate(flat.LEVELS):
        raw, camera = flat_field(level, _STEPS * step, array, iso, index)
        found.append((level, *flat_figures(method.denoise(raw, None), camera, array.period, step)))
    level, shift, _ = max(found, key=lambda f: abs(f[1]))
    patterns = [p for _, _, p in found]
    worst = max(patterns, key=lambda p: p.ratio)
    return FlatRow(
        array=name,
        iso=iso,
        method=method.name,
        shift=shift,
        level=level,
        within=sum(abs(s) <= LARGEST_SHIFT for _, s, _ in found),
        levels=len(found),
        ratio=worst.ratio,
        amplitude=worst.amplitude,
        frequency=worst.frequency,
        lines=sum(p.lines for p in patterns),
        visible=max(p.visible for p in patterns),
    )


def flat_figures(result: Rendering, camera: Float, period: int, step: int) -> tuple[float, flat.Pattern]:
    """The shift (signed, of the worst channel) and the pattern. camera: the truth, (H, W, 3) linear camera RGB; the
    spectrum is that of whole tiles in the middle."""
    matrix = camera_matrix()
    truth = Rendering(develop(camera, matrix), matrix @ camera.mean((0, 1), dtype=np.float64))
    shift = max(linear_shift(result, truth), key=abs)
    middle = slice(step, -step)
    return shift, pattern((result.display - truth.display)[middle, middle], period, step)


def _small_tiles(method: Method, period: int, device: str) -> tuple[Method, int]:
    """The method with tiles so small that a small field has several, and their step in pixels, even."""
    if method.model is None:
        return method, _STEP
    align = lcm(method.model.multiple, period if method.domain == "raw" else 2)
    margin = -(-method.model.halo // align) * align
    tile = -(-_STEP // align) * align + 2 * margin
    plan = TilePlan((tile * 8, tile * 8), tile, method.model.halo, align)
    return of_model(method.model, device, tile), plan.step


def _level(setting: _Setting) -> Iterator[Event]:
    wanted = Wanted(("CBSD68", SIMULATED), arrays=setting.arrays, isos=LEVEL_ISOS, limit=setting.limit)
    materials, _ = find_material(setting.data, wanted)
    for at, material in enumerate(materials):
        for method in setting.methods:
            if method.name == NOISY or method.domain != material.domain:
                continue
            told, measured = [], []
            for path, make in material.samples:
                yield Progress(f"noise level, {material.table}, {method.name}", at, len(materials))
                try:
                    sample = make()
                    pair = [psnr(method.denoise(s.noisy, s.sigma).display, s.truth) for s in (sample, unknown(sample))]
                except DenoiserError as error:
                    yield Failed(path, error)
                    continue
                told.append(pair[0])
                measured.append(pair[1])
            if told:
                yield level_row(material.table, material.condition, method.name, told, measured)


def level_row(table: str, condition: str, method: str, told: Sequence[float], measured: Sequence[float]) -> LevelRow:
    """The means, and the cost, of PSNRs in dB, one a photo."""
    costs = np.subtract(told, measured)
    means = float(np.mean(told)), float(np.mean(measured))
    return LevelRow(table, condition, method, len(told), *means, float(costs.mean()), float(costs.max()))


def unknown(sample: Sample) -> Sample:
    """The sample without what it says of its noise."""
    noisy = sample.noisy
    return Sample(replace(noisy, noise=None) if isinstance(noisy, RawPhoto) else noisy, sample.truth, None)


_PARTS: Mapping[str, Callable[[_Setting], Iterator[Event]]] = MappingProxyType(
    {"stars": _stars, "flat": _flat, "level": _level}
)
