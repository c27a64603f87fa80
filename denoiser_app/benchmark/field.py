"""The table of the field: every method on every set, with what it costs on this machine.

    PSNR, SSIM   core/metrics.py: no border left out, data range 1, results clipped to 0-1 and not rounded, the mean
                 over a set's photos; noise with fixed seeds, so the same numbers come twice
    parameters, GMAC per megapixel   of networks, from their manifests
    seconds per megapixel, memory    cost.py: one picture, in a process of its own

Figures of papers (published.py) are rows of their own kind and never mixed with what was measured here.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray

from denoiser_app.benchmark import cost
from denoiser_app.benchmark.cost import Cost
from denoiser_app.benchmark.events import Failed
from denoiser_app.benchmark.material import Material, Sample, Wanted, find_material
from denoiser_app.benchmark.methods import NOISY, Method, every_method
from denoiser_app.benchmark.published import published
from denoiser_app.benchmark.quality import compared
from denoiser_app.benchmark.rendering import Rendering, before
from denoiser_app.core.errors import DenoiserError, ModelUnknown
from denoiser_app.core.metrics import psnr, ssim
from denoiser_app.core.photo import RgbPhoto
from denoiser_app.core.progress import Progress
from denoiser_app.networks import library
from denoiser_app.networks.descriptor import ModelDescriptor

Float = NDArray[np.float32]


@dataclass(frozen=True)
class FieldRow:
    """One method under one condition of one table.

    kind: measured here; published: from a paper, ``note`` says which; missing: not run, ``note`` says why. psnr in dB,
    psnr_noisy that of the photos as they were; worst_gain: of the photo that gained least, dB. parameters, giga_macs
    (1e9 per megapixel): of networks. seconds_per_megapixel, peak_mb: None where not measured.
    """

    table: str
    condition: str
    method: str
    kind: Literal["measured", "published", "missing"]
    photos: int = 0
    psnr: float | None = None
    ssim: float | None = None
    psnr_noisy: float | None = None
    worst_gain: float | None = None
    parameters: int | None = None
    giga_macs: float | None = None
    seconds_per_megapixel: float | None = None
    peak_mb: float | None = None
    device: str = ""
    note: str = ""


Event = Progress | FieldRow | Failed
Measure = Callable[[Method, str, int | None, int | None], Cost]


@dataclass
class _Figures:
    """Of one method under one condition, a number a photo."""

    psnr: list[float] = field(default_factory=list)
    ssim: list[float] = field(default_factory=list)
    noisy: list[float] = field(default_factory=list)

    def add(self, result: Float, truth: Float, noisy: float) -> None:
        self.psnr.append(psnr(result, truth))
        self.ssim.append(ssim(result, truth))
        self.noisy.append(noisy)


def run(
    data: Path,
    wanted: Wanted | None = None,
    names: Sequence[str] = (),
    device: str = "auto",
    tile: int | None = None,
    *,
    threads: int | None = None,
    models: Sequence[ModelDescriptor] | None = None,
    measure: Measure = cost.measure,
) -> Iterator[Event]:
    """The rows, a condition at a time. data: laid out as the project's shared data. names: of methods, all if empty.

    models: None takes what is installed. Whatever cannot be run has a row that says why; a photo that cannot be used
    is a ``Failed``. DataMissing without test photos, ModelUnknown for a name that is no method's.
    """
    materials, absent = find_material(data, wanted or Wanted())
    if threads:
        torch.set_num_threads(threads)
    methods = chosen(every_method(_networks() if models is None else models, device, tile), names)
    steps = _Steps(len(methods) + sum(len(m.samples) for m in materials))
    for name in absent:
        yield steps.now("sets", f"{name}: not in {data}, left out")
    costs: dict[str, Cost] = {}
    for method in methods:
        yield steps.next(f"cost of {method.name}")
        if not method.missing and method.name != NOISY:
            try:
                costs[method.name] = measure(method, device, tile, threads)
            except DenoiserError as error:
                yield Failed(Path(method.name), error)
    for material in materials:
        figures = yield from _figures(material, methods, steps)
        yield from _rows(material, methods, figures, costs)
    yield steps.now("field")


def _networks() -> list[ModelDescriptor]:
    return [*library.for_comparison(), *library.shipped()]


def chosen(methods: Sequence[Method], names: Sequence[str]) -> list[Method]:
    """The methods of these names, all without any. ModelUnknown."""
    known = {method.name: method for method in methods}
    for name in names:
        if name not in known:
            raise ModelUnknown(name=name, known=", ".join(known))
    return [m for m in methods if not names or m.name in names]


@dataclass
class _Steps:
    total: int
    done: int = 0

    def next(self, stage: str) -> Progress:
        step = self.now(stage)
        self.done += 1
        return step

    def now(self, stage: str, note: str = "") -> Progress:
        return Progress(stage, self.done, self.total, note)


def _figures(
    material: Material, methods: Sequence[Method], steps: _Steps
) -> Generator[Event, None, dict[str, _Figures]]:
    figures = {m.name: _Figures() for m in methods if m.takes(material.domain) and not m.missing}
    for path, make in material.samples:
        yield steps.next(f"{material.table}, {material.condition}")
        try:
            sample = make()
            noisy = psnr(_compared(before(sample.noisy), sample), sample.truth)
            for method in methods:
                if method.name in figures:
                    result = _compared(method.denoise(sample.noisy, sample.sigma), sample)
                    figures[method.name].add(result, sample.truth, noisy)
        except DenoiserError as error:
            yield Failed(path, error)
    return figures


def _compared(rendering: Rendering, sample: Sample) -> Float:
    return compared(rendering.display, isinstance(sample.noisy, RgbPhoto) and sample.noisy.gray)


def _rows(
    material: Material, methods: Sequence[Method], figures: Mapping[str, _Figures], costs: Mapping[str, Cost]
) -> Iterator[FieldRow]:
    for method in methods:
        if not method.takes(material.domain):
            continue
        if method.missing:
            yield FieldRow(material.table, material.condition, _label(method, material), "missing", note=method.missing)
        elif figures[method.name].psnr:
            yield _row(material, method, figures[method.name], costs.get(method.name, Cost()))
    for name, figure, source in published(material.table, material.condition) if material.whole else ():
        yield FieldRow(material.table, material.condition, name, "published", psnr=figure, note=source)


def _row(material: Material, method: Method, figures: _Figures, cost: Cost) -> FieldRow:
    return FieldRow(
        table=material.table,
        condition=material.condition,
        method=_label(method, material),
        kind="measured",
        photos=len(figures.psnr),
        psnr=float(np.mean(figures.psnr)),
        ssim=float(np.mean(figures.ssim)),
        psnr_noisy=float(np.mean(figures.noisy)),
        worst_gain=float(np.min(np.subtract(figures.psnr, figures.noisy))),
        parameters=method.model.parameter_count if method.model else None,
        giga_macs=method.model.giga_macs if method.model else None,
        seconds_per_megapixel=cost.seconds_per_megapixel,
        peak_mb=cost.peak_mb,
        device=cost.device,
        note=method.setting,
    )


def _label(method: Method, material: Material) -> str:
    after_demosaic = material.domain == "raw" and method.domain == "rgb" and method.name != NOISY
    return f"{method.name} after demosaic" if after_demosaic else method.name
