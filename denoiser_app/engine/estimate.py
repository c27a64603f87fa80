"""How long a photo will take: what the devices of this machine can do, measured on one small tile."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import lcm

import numpy as np

from denoiser_app.core import cfa
from denoiser_app.core.errors import DenoisingFailed, DeviceUnavailable
from denoiser_app.core.noise import white_noise
from denoiser_app.core.photo import Levels, Metadata, Photo, PoissonGaussian, RawPhoto, RgbPhoto
from denoiser_app.core.tiling import TilePlan
from denoiser_app.engine.backend import OutOfMemory
from denoiser_app.engine.denoiser import DEFAULT_TILE, Denoiser
from denoiser_app.engine.planes import planes_of
from denoiser_app.networks import library
from denoiser_app.networks.architectures import Domain

_SIDE = 256
"""Of the tile that is timed, in pixels: a second on a slow processor."""


@dataclass(frozen=True)
class DeviceReport:
    """What the self-test says of a device.

    name: cuda, mps or cpu. label: for people; the name where there is no such device. passed: whether its results can
    be believed; if not, ``reason`` says why. seconds_per_megapixel: None if it did not pass.
    """

    name: str
    label: str
    passed: bool
    reason: str = ""
    seconds_per_megapixel: float | None = None


def survey(wanted: Sequence[str] = ("cuda", "mps", "cpu"), domain: Domain = "raw") -> Iterator[DeviceReport]:
    """Tests and times each device with the program's best model of a domain. ModelUnknown, ModelDamaged."""
    descriptor = library.choose(library.AUTO, domain)
    for name in wanted:
        try:
            denoiser = Denoiser.load(descriptor, name)
            speed = seconds_per_megapixel(denoiser)
        except (DeviceUnavailable, DenoisingFailed) as problem:
            yield DeviceReport(name, name, passed=False, reason=str(problem.parameters["reason"]))
        else:
            yield DeviceReport(name, denoiser.backend.label, passed=True, seconds_per_megapixel=speed)


def seconds_per_megapixel(denoiser: Denoiser) -> float:
    """What a large photo takes on this denoiser's device, in seconds a megapixel, halos included.

    One tile is run twice and the second time counts: the first one pays for caches and compiled kernels. About right
    for a CPU; a large GPU is faster still, as one small tile does not fill it. DenoisingFailed if the device fails.
    """
    photo = _photo(denoiser.descriptor.domain)
    noise = PoissonGaussian(1e-3, 1e-5) if isinstance(photo, RawPhoto) else white_noise(10 / 255)
    align = lcm(denoiser.descriptor.multiple, photo.cfa.period if isinstance(photo, RawPhoto) else 1)
    tile = next(iter(TilePlan(photo.size, _SIDE // align * align + align, denoiser.descriptor.halo, align)))
    inputs = planes_of(photo, noise).inputs(tile)
    try:
        denoiser.backend.run(inputs)
        start = time.perf_counter()
        denoiser.backend.run(inputs)
    except (OutOfMemory, RuntimeError) as error:
        reason = "there is not enough memory" if isinstance(error, OutOfMemory) else str(error).splitlines()[0]
        raise DenoisingFailed(path="-", reason=reason) from error
    seconds = time.perf_counter() - start
    height, width = tile.read.size
    plan = TilePlan(photo.size, DEFAULT_TILE // align * align, denoiser.descriptor.halo, align)
    return seconds / (height * width / 1e6) * (plan.tile / plan.step) ** 2


def _photo(domain: Domain) -> Photo:
    """Random pixels; what they show does not change the time."""
    pixels = np.random.default_rng(0).random((_SIDE, _SIDE, 3), np.float32)
    if domain == "rgb":
        return RgbPhoto(pixels, Metadata())
    levels, gains = Levels((0, 0, 0, 0), 1, "", ""), (1.0, 1.0, 1.0)
    mosaic = np.ascontiguousarray(pixels[..., 0])
    return RawPhoto(mosaic, cfa.bayer("RGGB"), levels, gains, np.eye(3), Metadata())
