"""Small sessions of pairs in memory, with a camera whose noise is known, so that no training needs files or a check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.camera_profile import CameraProfile, IsoCurve, IsoNoise
from denoiser_app.core.cfa import Cfa, bayer
from denoiser_app.core.noise import KNOTS
from denoiser_app.core.photo import Levels, Metadata, Photo, RawPhoto, RgbPhoto
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.prepared import PreparedPair
from denoiser_app.pairs.session import Frame, Pair, Scene, Session

Float = NDArray[np.float32]

CAMERA, ISO = "Tiny One", 6400.0
A, B = (4e-3, 5e-3, 6e-3), (4e-4, 5e-4, 6e-4)
GAINS = (2.0, 1.0, 1.5)
SIGMA = 0.08
SIZE = (192, 432)
RGGB = bayer("RGGB")


def profile() -> CameraProfile:
    """What a calibration would have found, exactly."""
    curve = (SIGMA,) * KNOTS
    low = IsoNoise(100.0, *(tuple(v / 64 for v in values) for values in (A, B)))  # type: ignore[arg-type]
    return CameraProfile(CAMERA, (low, IsoNoise(ISO, A, B)), (IsoCurve(ISO, curve, curve),))


def scene_light(seed: int, size: tuple[int, int] = SIZE) -> Float:
    """(H, W, 3) linear, 0-0.6: soft colours with discs and lines."""
    r = np.random.default_rng(seed)
    light = cv2.resize(r.random((5, 8, 3)).astype(np.float32), size[::-1], interpolation=cv2.INTER_CUBIC)
    for _ in range(30):
        centre = (int(r.integers(size[1])), int(r.integers(size[0])))
        cv2.circle(light, centre, int(r.integers(3, 25)), r.random(3).tolist(), int(r.choice([-1, 1, 2])))
    return np.clip(cv2.GaussianBlur(light, (0, 0), 0.7), 0.0, 1.0) * np.float32(0.6)


@dataclass(frozen=True)
class MemorySources:
    """Pairs of ``scenes`` scenes, the last of them held out."""

    kind: Literal["raw", "rgb"] = "raw"
    scenes: int = 3
    cfa: Cfa = RGGB
    profile: CameraProfile | None = None
    size: tuple[int, int] = SIZE
    seed: int = 0
    camera: str = CAMERA
    iso: tuple[float, float] = (ISO, ISO)

    @property
    def training(self) -> tuple[Pair, ...]:
        return tuple(self._pair(number) for number in range(self.scenes - 1))

    @property
    def held_out(self) -> tuple[Pair, ...]:
        return (self._pair(self.scenes - 1),)

    def fingerprints(self) -> Mapping[str, str]:
        return {pair.id: f"{self.seed}" for pair in (*self.training, *self.held_out)}

    def values(self) -> dict[str, Any]:
        return {"training": [p.id for p in self.training], "held_out": [p.id for p in self.held_out]}

    def prepared(self, pair: Pair, token: CancelToken | None = None) -> PreparedPair:
        number = int(pair.scene.id.removeprefix("scene-"))
        light = scene_light(self.seed + number, self.size)
        rng = np.random.default_rng([self.seed, number])
        noisy = self._photo(light, rng, ISO, 1.0)
        clean = self._photo(light, rng, 100.0, 1 / 64)
        usable = np.ones(self.size, np.bool_)
        usable[10:30, 20:60] = False
        return PreparedPair(pair, noisy, clean, usable, averaged=4)

    def _photo(self, light: Float, rng: np.random.Generator, iso: float, share: float) -> Photo:
        facts = Metadata(make="", model=CAMERA, iso=iso)
        if self.kind == "rgb":
            noise = rng.standard_normal(light.shape) * SIGMA * share
            rgb = np.clip(np.sqrt(light) + noise, 0.0, 1.0).astype(np.float32)
            return RgbPhoto(rgb, facts, lossy=True)
        colors = self.cfa.colors(*self.size)
        a, b = (np.array(values)[colors] * share for values in (A, B))
        signal = np.take_along_axis(light / np.array(GAINS, np.float32), colors[..., None].astype(int), 2)[..., 0]
        mosaic = a * rng.poisson(signal / a) + np.sqrt(b) * rng.standard_normal(signal.shape)
        levels = Levels((0.0,) * 4, 1.0, "", "")
        return RawPhoto(mosaic.astype(np.float32), self.cfa, levels, GAINS, np.eye(3), facts)

    def _pair(self, number: int) -> Pair:
        held = number == self.scenes - 1
        scene = Scene(f"scene-{number}", held_out=held)
        kind = self.kind
        low = Frame(f"frames/low-{number}.dng", kind, "low", scene.id, CAMERA, iso=100.0)
        return Pair(scene, (low,), Frame(f"frames/high-{number}.dng", kind, "high", scene.id, CAMERA, iso=ISO))


def begin_session(folder: Path) -> Path:
    """An empty session, for trainings to lie in."""
    sessions.create(folder, Session("tiny"))
    return folder


@dataclass(frozen=True)
class Opener:
    """Opens ``sources`` whatever the folder holds."""

    sources: MemorySources

    def __call__(self, folder: Path, token: CancelToken | None = None) -> Iterator[Progress | Any]:
        yield self.sources
