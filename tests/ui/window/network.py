"""A network that needs no training and no torch: a blur that counts, waits and fails as a test wants it.

The engine around it is the real one (``engine.job.Worker``, ``engine.denoiser.Denoiser``): only what multiplies
matrices is replaced, so that a whole photo takes milliseconds.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.noise import stabilise
from denoiser_app.core.photo import Photo
from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box, Tile
from denoiser_app.engine.cache import ResultCache
from denoiser_app.engine.denoiser import Denoiser, TileDone
from denoiser_app.engine.job import Settings, Worker
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.library import choose
from denoiser_app.ui.jobs.services import Compute

Float = NDArray[np.float32]

TILE = 80
HALO = 8
STEP = TILE - 2 * HALO
"""Side of what a tile contributes, in pixels."""
MODELS = {"raw-tiny": 2, "rgb-other": 1, "rgb-tiny": 2}
"""Names (the domain first) and ranks."""
PATIENCE = 20.0


def write_models(folder: Path) -> Path:
    """Manifests without weights: nobody loads them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rank in MODELS.items():
        descriptor = ModelDescriptor(
            name=name,
            domain="raw" if name.startswith("raw") else "rgb",
            summary=f"The {name} network.",
            architecture="residual-unet",
            parameters={},
            parameter_count=1000,
            giga_macs=1.0,
            halo=HALO,
            multiple=4,
            dtype="float32",
            conditioning="",
            licence="GPL-3.0-or-later",
            weights=f"{name}.safetensors",
            sha256=hashlib.sha256(name.encode()).hexdigest(),
            tensors={},
            rank=rank,
        )
        (folder / f"{name}.json").write_text(descriptor.to_json(), encoding="utf-8")
        (folder / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    return folder


@dataclass
class Run:
    """One photo through the network, or as much of it as was done."""

    path: Path | None
    model: str
    recipe: Recipe
    begun: list[Box] = field(default_factory=list)
    done: list[Box] = field(default_factory=list)
    """Boxes in the photo's own arrays."""


class Network:
    """What the blur did, and what it is to do: shared by all windows of a test.

    order: the photo of every tile that was done. trouble: called before every tile outside the CPU of last resort; may
    raise what a device raises.
    """

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.order: list[Path | None] = []
        self.label = "CPU"
        self.trouble: Callable[[], None] | None = None
        self._condition = threading.Condition()
        self._allowed: int | None = None

    @property
    def tiles(self) -> int:
        """Tiles done so far, of all photos."""
        return sum(len(run.done) for run in self.runs)

    @property
    def paths(self) -> list[Path | None]:
        """The photos that were run, in order."""
        return [run.path for run in self.runs]

    def hold(self, after: int = 0) -> None:
        """Let ``after`` tiles more through, then none."""
        with self._condition:
            self._allowed = after
            self._condition.notify_all()

    def release(self) -> None:
        """Let all tiles through."""
        with self._condition:
            self._allowed = None
            self._condition.notify_all()

    def enter(self) -> None:
        """Before a tile, in the thread that works."""
        with self._condition:
            if not self._condition.wait_for(lambda: self._allowed is None or self._allowed > 0, PATIENCE):
                raise AssertionError("the test never let this tile through")
            if self._allowed is not None:
                self._allowed -= 1

    def worker(self, _compute: Compute, sources: frozenset[Path], cache: ResultCache | None) -> Worker:
        """What ``Services`` makes workers with."""
        return FakeWorker(self, Settings("cpu"), sources, cache)


class FakeWorker(Worker):
    """The engine's worker with the blur in the place of trained networks."""

    def __init__(
        self,
        network: Network,
        settings: Settings,
        protected: frozenset[Path] = frozenset(),
        cache: ResultCache | None = None,
    ) -> None:
        super().__init__(settings, protected, cache)
        self._network = network

    def denoiser(self, model: str, photo: Photo) -> Denoiser:
        return WatchedDenoiser(self._network, choose(model, photo.domain, photo.metadata))


class WatchedDenoiser(Denoiser):
    """Tells the network what is asked of it."""

    def __init__(self, network: Network, descriptor: ModelDescriptor) -> None:
        super().__init__(descriptor, Blur(network, descriptor), TILE)
        self._network = network

    def run(self, photo: Photo, recipe: Recipe, *args: object, **options: object) -> Iterator[TileDone]:
        self._run = Run(photo.metadata.path, self.descriptor.name, recipe)
        self._network.runs.append(self._run)
        for tile in super().run(photo, recipe, *args, **options):  # type: ignore[arg-type]
            self._run.done.append(tile.box)
            self._network.order.append(self._run.path)
            yield tile

    def _tile_pixels(self, planes: object, tile: Tile, *args: object) -> Float:
        self._run.begun.append(tile.core)
        self._network.enter()
        return super()._tile_pixels(planes, tile, *args)  # type: ignore[arg-type]


class Blur:
    """A backend. The more noise, the more blur; another model blurs another way."""

    def __init__(self, network: Network, descriptor: ModelDescriptor, rescue: bool = False) -> None:
        self._network, self._descriptor, self._rescue = network, descriptor, rescue

    @property
    def label(self) -> str:
        return "CPU" if self._rescue else self._network.label

    @property
    def on_cpu(self) -> bool:
        return self.label == "CPU"

    def tiles_at_once(self, shape: tuple[int, int]) -> int:
        return 1

    def on_the_cpu(self) -> Blur:
        return Blur(self._network, self._descriptor, rescue=True)

    def run(self, inputs: Sequence[Float]) -> Float:
        if self._network.trouble is not None and not self._rescue:
            self._network.trouble()
        if self._descriptor.domain == "raw":
            return _raw(inputs)
        return _rgb(inputs, 9 if self._descriptor.name == "rgb-other" else 5)


def _rgb(inputs: Sequence[Float], side: int) -> Float:
    share = float(np.clip(0.4 + 4.0 * inputs[1].mean(), 0.4, 1.0))
    planes = [cv2.addWeighted(p, 1 - share, _blurred(p, side), share, 0.0) for p in inputs[0][0]]
    return np.stack(planes)[None]


def _raw(inputs: Sequence[Float]) -> Float:
    """Batches of any size: the denoiser also measures flat fields."""
    samples, masks, k = inputs[0], inputs[1], np.float32(np.ravel(inputs[4])[0])
    result = np.empty_like(samples)
    for n, (colors, where) in enumerate(zip(samples, masks, strict=True)):
        for c in range(3):
            mean = _blurred(colors[c], 5) / np.maximum(_blurred(where[c], 5), 1e-6)
            result[n, c] = stabilise(mean, k)
    return result


def _blurred(plane: Float, side: int) -> Float:
    return np.asarray(cv2.blur(np.ascontiguousarray(plane), (side, side), borderType=cv2.BORDER_REFLECT_101))
