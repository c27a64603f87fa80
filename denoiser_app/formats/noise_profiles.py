"""The noise of real cameras that ships with the program, resources/noise_profiles.json: a and b over ISO.

Green's, for all colours; see packaging/noise_profiles.py for where it comes from and how it was corrected. Between two
measured ISOs log a and log b are linear in log ISO. Beyond them a goes with ISO and b with its square: the read noise
stays the same number of electrons, which is what amplifying the file's numbers means. No torch.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from denoiser_app import paths
from denoiser_app.core.errors import DataMissing
from denoiser_app.core.noise import typical_noise
from denoiser_app.core.photo import PoissonGaussian

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class ShippedNoise:
    """One camera. iso: rising; a, b: of Var(x) = a x + b at each, black 0, white 1, before white balance."""

    maker: str
    model: str
    iso: tuple[float, ...]
    a: tuple[float, ...]
    b: tuple[float, ...]

    @property
    def name(self) -> str:
        """Maker and model."""
        return f"{self.maker} {self.model}"

    def is_of(self, camera: str) -> bool:
        """Whether this is the camera that ``Metadata.camera`` names: makers write themselves in more than one way."""
        words, model = camera.casefold(), self.model.casefold()
        first, maker = words.split(" ")[0], self.maker.casefold()
        return words == model or words.endswith(f"{maker} {model}") or (first == maker and words.endswith(f" {model}"))

    def log_at(self, log_iso: ArrayLike) -> tuple[Doubles, Doubles]:
        """Natural logarithms of a and b at natural logarithms of ISO, of the same shape."""
        iso = np.log(self.iso)
        wanted = np.asarray(log_iso, np.float64)
        beyond = wanted - np.clip(wanted, iso[0], iso[-1])
        a, b = (np.interp(wanted, iso, np.log(values)) for values in (self.a, self.b))
        return np.asarray(a + beyond), np.asarray(b + 2.0 * beyond)

    def at(self, iso: float) -> PoissonGaussian:
        """Its noise at an ISO."""
        a, b = self.log_at(np.log(iso))
        return PoissonGaussian(float(np.exp(a)), float(np.exp(b)), self.name)


def load(path: Path | None = None) -> tuple[ShippedNoise, ...]:
    """Reads the table, the one that ships by default. DataMissing if it is not there or does not fit."""
    path = path or paths.resources() / "noise_profiles.json"
    try:
        cameras = json.loads(path.read_text(encoding="utf-8"))["cameras"]
        return tuple(
            ShippedNoise(str(c["maker"]), str(c["model"]), *(_positive(c[key], c["iso"]) for key in ("iso", "a", "b")))
            for c in cameras
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataMissing(path=path, reason=f"this is not a table of camera noise ({error})") from error


def shipped_noise(camera: str, iso: float, cameras: Sequence[ShippedNoise] | None = None) -> PoissonGaussian:
    """What the program knows of a camera's noise without a measurement; ``source`` names the camera, or says 'typical
    for ISO ...' where it is not in the table."""
    for known in load() if cameras is None else cameras:
        if known.is_of(camera):
            return known.at(iso)
    return typical_noise(iso)


def _positive(values: Sequence[float], iso: Sequence[float]) -> tuple[float, ...]:
    numbers = tuple(map(float, values))
    if not numbers or len(numbers) != len(iso) or min(numbers) <= 0.0:
        raise ValueError("not a positive number for every ISO")
    return numbers
