"""Random sessions for the benches: another camera, other scenes and other faults for every seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np

from denoiser_app.pairs.simulation.camera import ARRAYS
from denoiser_app.pairs.simulation.simulate import FAULTS, Fault, FaultKind, Options

Row = TypeVar("Row")

WORKERS = 2


def random_options(seed: int, data: Path | None, *, faulty: int, scenes: int) -> Options:
    """The session of a seed. Every other one shows HDR panoramas, the rest clean photos; without ``data`` drawn nights.
    ``faulty`` of its scenes, at random places, have a fault, the kinds taking turns from session to session."""
    rng = np.random.default_rng([seed, 77])
    size = (int(rng.integers(360, 480)), int(rng.integers(360, 480)))
    folders = None if data is None else (data / "clean_hdri_linear", data / "clean")
    options = Options(
        seed=seed,
        array=str(rng.choice(ARRAYS)),
        size=size,
        scenes=scenes,
        low_frames=int(rng.integers(2, 5)),
        high_frames=1,
        pictures=None if folders is None else folders[seed % 2],
    )
    places = rng.permutation(scenes)[:faulty]
    kinds: list[FaultKind] = [FAULTS[(seed * faulty + n) % len(FAULTS)] for n in range(faulty)]
    return replace(
        options, faults={int(place): Fault.random(kind, size, rng) for place, kind in zip(places, kinds, strict=True)}
    )


def each(work: Callable[[int], Row], seeds: Sequence[int]) -> Iterator[Row]:
    """``work`` for every seed, in two processes of one thread each."""
    with ProcessPoolExecutor(WORKERS, get_context("spawn"), initializer=_alone) as pool:
        yield from pool.map(work, seeds)


def _alone() -> None:
    cv2.setNumThreads(1)
