"""A photo through the network, tile by tile: what is in view first, cancelled between tiles, checked on the way.

Where a GPU has room for several tiles of one size they go through it together; what is in view still goes first.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from math import lcm
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.errors import DenoisingFailed, ModelWrongDomain
from denoiser_app.core.photo import Photo, RawPhoto
from denoiser_app.core.progress import CancelToken
from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box, Tile, TilePlan, by_focus
from denoiser_app.engine.backend import Backend, OutOfMemory, TorchBackend
from denoiser_app.engine.clipped import pass_through_pixels
from denoiser_app.engine.hot import hot_of
from denoiser_app.engine.noise_level import NoiseLevel, noise_of
from denoiser_app.engine.owner_profile import AUTO, ProfileChoice
from denoiser_app.engine.planes import Planes, planes_of
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.weights import load_network

Float = NDArray[np.float32]
Focus = Box | Callable[[], Box | None] | None
"""What is in view, as rows and columns of the photo's arrays: once and for all, or to be asked before every tile."""

DEFAULT_TILE = 1024
"""Side of a read box in pixels: larger ones waste less on halos, this one takes about 300 MB (measured on a CPU)."""
WATCHED = 4
"""Tiles at once at most while somebody looks on: the first are to appear soon."""


@dataclass(frozen=True)
class TileDone:
    """``pixels`` (h, w, 3) float32 of ``box`` are final. rgb: display-encoded 0-1; raw: white-balanced linear camera
    RGB, without the clipped highlights, which pass through when all is done (engine/clipped.py).

    ``done`` of ``total`` pixels of the photo are finished; ``note`` says what had to be changed on the way.
    """

    box: Box
    pixels: Float
    done: int
    total: int
    note: str = ""


@dataclass
class _Run:
    """What changes while a photo is denoised: where it runs, how large the tiles are, how many go at once at most, what
    has to be told."""

    backend: Backend
    tile: int
    at_once: int
    note: str = ""


class Denoiser:
    """A model on a device.

    tile: side of a read box at most, in pixels; None takes the default. Never smaller than a halo on both sides needs.
    """

    def __init__(self, descriptor: ModelDescriptor, backend: Backend, tile: int | None = None) -> None:
        self.descriptor, self.backend = descriptor, backend
        self._tile = tile or DEFAULT_TILE

    @classmethod
    def load(cls, descriptor: ModelDescriptor, device: str = "auto", tile: int | None = None) -> Denoiser:
        """Loads the weights and puts them on the device. ModelDamaged, DeviceUnavailable."""
        return cls(descriptor, TorchBackend.best(load_network(descriptor), device), tile)

    def run(
        self,
        photo: Photo,
        recipe: Recipe,
        focus: Focus = None,
        token: CancelToken | None = None,
        noise: NoiseLevel | None = None,
        profile: ProfileChoice = AUTO,
    ) -> Iterator[TileDone]:
        """Denoises a photo at full strength; strength is applied afterwards (core/blend.py). ``profile`` of the camera
        says its noise, if ``noise`` is not given, and its hot pixels; None does without.

        Yields every tile once, those in ``focus`` first; when its answer changes, what is left is sorted anew. When
        memory runs out fewer tiles go at once, then they are halved, then the CPU takes over; regions that were not
        finished yet are cut anew.
        Raises ModelWrongDomain, DenoisingFailed, Cancelled.
        """
        path = photo.metadata.path or Path("photo")
        if photo.domain != self.descriptor.domain:
            domain = self.descriptor.domain
            raise ModelWrongDomain(path=path, name=self.descriptor.name, domain=domain, photo=photo.domain)
        level = noise_of(photo, recipe.noise, profile) if noise is None else noise
        planes = planes_of(photo, level, hot_of(photo, profile))
        run, done = _Run(self.backend, self._tile, sys.maxsize if focus is None else WATCHED), 0
        self._calibrate(planes)
        total = photo.size[0] * photo.size[1]
        queue, last = list(self._plan(photo, run.tile)), None
        while queue:
            _check(token)
            queue, last = _in_view_first(queue, focus, last)
            tiles = _together(queue, last, run)
            try:
                results = self._results(planes, tiles, run, path)
            except OutOfMemory:
                if len(tiles) > 1:
                    run.at_once = len(tiles) // 2
                else:
                    queue, last = self._smaller(photo, queue, run, path), None
                continue
            queue = [tile for tile in queue if tile not in tiles]
            for tile, pixels in zip(tiles, results, strict=True):
                done += pixels.shape[0] * pixels.shape[1]
                yield TileDone(tile.core, pixels, done, total, run.note)
                run.note = ""

    def whole(
        self,
        photo: Photo,
        recipe: Recipe | None = None,
        noise: NoiseLevel | None = None,
        profile: ProfileChoice = AUTO,
    ) -> Float:
        """The denoised photo, (H, W, 3) float32, as ``TileDone.pixels``; of a raw that was read with its demosaic also
        the clipped highlights."""
        result = np.empty((*photo.size, 3), np.float32)
        for tile in self.run(photo, recipe or Recipe(), noise=noise, profile=profile):
            result[tile.box.slices] = tile.pixels
        if isinstance(photo, RawPhoto) and photo.demosaiced is not None:
            pass_through_pixels(photo, result, profile)
        return result

    def _calibrate(self, planes: Planes) -> None:
        try:
            planes.calibrate(self.backend.run)
        except (OutOfMemory, RuntimeError):
            # The tiles will meet the same trouble, and there it is dealt with.
            return

    def _plan(self, photo: Photo, tile: int) -> TilePlan:
        align = self.descriptor.multiple
        if isinstance(photo, RawPhoto):
            align = lcm(align, photo.cfa.period)
        return TilePlan(photo.size, tile // align * align, self.descriptor.halo, align)

    def _results(self, planes: Planes, tiles: list[Tile], run: _Run, path: Path) -> list[Float]:
        """The pixels of the tiles' cores. If anything but memory goes wrong with several, each is run by itself, and
        the trouble is dealt with there."""
        if len(tiles) > 1:
            with suppress(RuntimeError, MemoryError):
                inputs = zip(*(planes.inputs(tile) for tile in tiles), strict=True)
                output = run.backend.run([np.concatenate(parts) for parts in inputs])
                results = [planes.pixels(output[n : n + 1], tile) for n, tile in enumerate(tiles)]
                if not any(_problem(pixels, planes, tile) for pixels, tile in zip(results, tiles, strict=True)):
                    return results
        return [self._tile_pixels(planes, tile, run, path) for tile in tiles]

    def _tile_pixels(self, planes: Planes, tile: Tile, run: _Run, path: Path) -> Float:
        try:
            output = run.backend.run(planes.inputs(tile))
            pixels = planes.pixels(output, tile)
            problem = _problem(pixels, planes, tile)
        except OutOfMemory:
            raise
        except RuntimeError as error:
            problem = str(error).splitlines()[0]
        if not problem:
            return pixels
        if run.backend.on_cpu:
            raise DenoisingFailed(path=path, reason=problem)
        run.backend, run.note = run.backend.on_the_cpu(), f"the device failed ({problem}); the CPU goes on"
        return self._tile_pixels(planes, tile, run, path)

    def _smaller(self, photo: Photo, queue: list[Tile], run: _Run, path: Path) -> list[Tile]:
        """Cuts what is left into tiles of half the side; at the smallest size goes to the CPU, or gives up there."""
        smallest = 2 * (self.descriptor.halo + self.descriptor.multiple)
        if run.tile // 2 < smallest:
            if run.backend.on_cpu:
                raise DenoisingFailed(path=path, reason="there is not enough memory even for the smallest tile")
            run.backend, run.tile = run.backend.on_the_cpu(), self._tile
            run.note = "the device ran out of memory; the CPU goes on"
        else:
            run.tile //= 2
            run.note = f"out of memory; the tiles are now {run.tile} pixels wide"
        left = [tile.core for tile in queue]
        parts = []
        for tile in self._plan(photo, run.tile):
            for box in left:
                part = tile.core.intersection(box)
                if part is not None:
                    parts.append(Tile(part, tile.read))
        return parts


def _check(token: CancelToken | None) -> None:
    if token is not None:
        token.check()


def _together(queue: list[Tile], focus: Box | None, run: _Run) -> list[Tile]:
    """The first tile of the queue, and those like it that there is room for: of one size, and in view if it is."""
    first = queue[0]
    count = min(run.at_once, run.backend.tiles_at_once(first.read.size))
    if count <= 1:
        return [first]
    in_view = focus is not None and first.core.intersection(focus) is not None
    alike = (
        tile
        for tile in queue
        if tile.read.size == first.read.size
        and not (in_view and focus is not None and tile.core.intersection(focus) is None)
    )
    return list(islice(alike, count))


def _in_view_first(queue: list[Tile], focus: Focus, last: Box | None) -> tuple[list[Tile], Box | None]:
    """The queue and what it is sorted by, if that is not ``last`` any more. Without an answer the order is kept."""
    now = focus() if callable(focus) else focus
    return (queue, last) if now is None or now == last else (by_focus(queue, now), now)


def _problem(pixels: Float, planes: Planes, tile: Tile) -> str:
    """Why a tile's result cannot be right; '' if it can."""
    if not np.isfinite(pixels).all():
        return "the network gave values that are not finite"
    if pixels.size > 3 and pixels.min() == pixels.max() and planes.varies(tile):
        return "the network gave a constant picture"
    return ""
