"""What the worker threads need of the engine, in one place: tests put other things there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from denoiser_app import paths
from denoiser_app.engine.cache import ResultCache
from denoiser_app.ui.preferences import Preferences

if TYPE_CHECKING:
    from denoiser_app.engine.job import Worker


@dataclass(frozen=True)
class Compute:
    """Where the network runs, and how much it remembers. threads: None leaves one core to the window."""

    device: str = "auto"
    threads: int | None = None
    display: str = "srgb"

    @property
    def thread_count(self) -> int:
        """CPU threads for the network; never all of them, so that the window stays quick."""
        return self.threads or max(1, (os.cpu_count() or 2) - 1)


WINDOW_TILE = 640
"""Side of a tile while the window is open: half a second each on two cores, so that the first appears soon and a
cancel is heard. Larger ones (1024) waste a tenth less on halos."""


def import_engine() -> None:
    """Imports torch, which takes a second and holds the interpreter for a good part of it."""
    from denoiser_app.engine.preload import preload_torch

    preload_torch()
    import denoiser_app.engine.job  # noqa: F401


def engine_worker(compute: Compute, sources: frozenset[Path], cache: ResultCache | None) -> Worker:
    """The engine's worker: keeps models loaded. Imports torch: only for worker threads."""
    import_engine()
    from denoiser_app.engine.job import Settings, Worker

    return Worker(Settings(compute.device, compute.thread_count, WINDOW_TILE), sources, cache)


def cache_place(preferences: Preferences) -> tuple[Path, int]:
    """Folder and size in bytes of the result cache; 0 keeps nothing."""
    folder = Path(preferences.cache_folder) if preferences.cache_folder else paths.cache() / "results"
    return folder, round(preferences.cache_gb * 1e9)


@dataclass(frozen=True)
class Services:
    """cache: of results. make: an ``engine.job.Worker`` for a device, which never writes to the sources given. warm:
    called once in a thread of its own, while the first photo is still being read."""

    cache: ResultCache | None = None
    make: Callable[[Compute, frozenset[Path], ResultCache | None], Any] = engine_worker
    warm: Callable[[], None] = import_engine

    def make_worker(self, compute: Compute, sources: Iterable[Path] = ()) -> Any:
        """A worker for the thread that calls this."""
        return self.make(compute, frozenset(sources), self.cache)
