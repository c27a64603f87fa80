"""One method on one picture, measured in a process of its own (child.py, cost.py)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from denoiser_app.benchmark import memory
from denoiser_app.benchmark.child import Message
from denoiser_app.benchmark.methods import Method, of_model, simple_methods
from denoiser_app.benchmark.quality import add_noise
from denoiser_app.benchmark.simulated import array_of, simulate
from denoiser_app.core.photo import Metadata, Photo, RgbPhoto
from denoiser_app.engine import device as devices
from denoiser_app.networks.library import read_manifest

_SIGMA = 25.0
_ISO = 6400.0
_LONG = 5.0
"""Seconds from which one run is enough."""


def measured(request: Mapping[str, Any]) -> Iterator[Message]:
    """The answer in the child. request: as cost.measure makes it."""
    if request["threads"]:
        torch.set_num_threads(request["threads"])
        cv2.setNumThreads(request["threads"])
    method = _method(request)
    warm_up, photo = (_photo(method.domain, size) for size in ((64, 64), request["size"]))
    sigma = _SIGMA if method.domain == "rgb" else None
    if method.model is None:
        method.denoise(warm_up, sigma)  # imports of a filter's package are none of its memory
    at_start = memory.resident()
    method.denoise(warm_up, sigma)
    seconds = _seconds(method, photo, sigma)
    most = memory.peak_resident()
    device = devices.candidates(request["device"])[0].label if method.model else "CPU"
    yield {
        "result": {
            "seconds_per_megapixel": seconds / (photo.size[0] * photo.size[1] / 1e6),
            "peak_mb": None if most is None or at_start is None else max(most - at_start, 0.0),
            "device": device,
        }
    }


def _seconds(method: Method, photo: Photo, sigma: float | None) -> float:
    times = []
    for _ in range(2):
        start = time.perf_counter()
        method.denoise(photo, sigma)
        times.append(time.perf_counter() - start)
        if times[-1] > _LONG:
            break
    return min(times)


def _method(request: Mapping[str, Any]) -> Method:
    if request["manifest"]:
        return of_model(read_manifest(Path(request["manifest"])), request["device"], request["tile"])
    return next(method for method in simple_methods() if method.name == request["method"])


def _photo(domain: str, size: tuple[int, int]) -> Photo:
    clean = RgbPhoto(_shapes(size), Metadata())
    if domain == "rgb":
        return add_noise(clean, _SIGMA, 0)
    return simulate(clean, array_of("RGGB"), _ISO, 0)[0]


def _shapes(size: tuple[int, int]) -> NDArray[np.float32]:
    """(H, W, 3), 0-1: soft shapes; what they are does not change the time."""
    grid = np.random.default_rng(0).random((8, 8, 3), np.float32)
    return np.asarray(cv2.resize(grid, (size[1], size[0]), interpolation=cv2.INTER_LINEAR), np.float32)
