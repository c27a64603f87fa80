"""One photo from file to file, measured in a process of its own (child.py)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch

from denoiser_app.benchmark import memory
from denoiser_app.benchmark.child import Message
from denoiser_app.core.photo import Photo
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine import device as devices
from denoiser_app.engine.denoiser import Denoiser
from denoiser_app.engine.job import FileDone, Job, Report, Settings, Worker
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.domains import inputs_of
from denoiser_app.networks.library import read_manifest
from denoiser_app.networks.weights import load_network

_REPEATS = 3


class OneModel(Worker):
    """The engine's worker with a model that need not be installed."""

    def __init__(self, settings: Settings, descriptor: ModelDescriptor) -> None:
        super().__init__(settings)
        self.loaded: Denoiser | None = None
        self._choice = settings, descriptor

    def denoiser(self, model: str, photo: Photo) -> Denoiser:
        """The one model, whatever is asked for."""
        settings, descriptor = self._choice
        self.loaded = self.loaded or Denoiser.load(descriptor, settings.device, settings.tile)
        return self.loaded


def measured(request: Mapping[str, Any]) -> Iterator[Message]:
    """The answer in the child. request: manifest, source, target, device, threads, tile, crop."""
    at_start = memory.resident()
    settings = Settings(request["device"], request["threads"], request["tile"])
    descriptor = read_manifest(Path(request["manifest"]))
    worker = OneModel(settings, descriptor)
    job = Job(Path(request["source"]), Path(request["target"]), Recipe(descriptor.name), ExportOptions())
    for event in worker.do(job, CancelToken()):
        if isinstance(event, Progress):
            yield {"progress": [event.stage, event.fraction]}
        if isinstance(event, FileDone):
            report = event.report
    most = memory.peak_resident()
    assert worker.loaded is not None
    name = "cpu" if worker.loaded.backend.on_cpu else devices.candidates(settings.device)[0].name
    yield {"progress": ["plain torch", 0.0]}
    plain = plain_seconds_per_megapixel(descriptor, name, request["crop"])
    yield {"result": {**_facts(report), "imports_mb": at_start, "peak_mb": most, "plain": plain}}


def _facts(report: Report) -> Message:
    return {
        "model": report.model,
        "device": report.device,
        "threads": torch.get_num_threads(),
        "megapixels": report.megapixels,
        "seconds": dict(report.seconds),
        "warnings": list(report.warnings),
    }


def plain_seconds_per_megapixel(descriptor: ModelDescriptor, device: str, side: int) -> float:
    """What the network costs as torch runs it without our help: one crop of ``side`` pixels, no tiles, single
    precision, the default memory layout; the best of three after a warm-up. Without making the input planes, which
    the engine's share includes."""
    network = load_network(descriptor)
    body = network.body.to(device)
    side = side // descriptor.multiple * descriptor.multiple
    planes = torch.rand(1, inputs_of(network), side, side, generator=torch.Generator().manual_seed(0)).to(device)
    times = []
    with torch.inference_mode():
        for _ in range(1 + _REPEATS):
            start = time.perf_counter()
            body(planes)[..., :1, :1].cpu()  # waits until a GPU has really finished
            times.append(time.perf_counter() - start)
    return min(times[1:]) / (side * side / 1e6)
