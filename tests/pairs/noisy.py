"""Pairs of a camera whose noise is known, made in memory: no files, no checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.cfa import Cfa
from denoiser_app.core.photo import Levels, Metadata, RawPhoto
from denoiser_app.pairs.prepared import PreparedPair
from denoiser_app.pairs.session import Frame, Pair, Scene
from denoiser_app.pairs.verdict import Verdict

Float = NDArray[np.float32]
Three = tuple[float, float, float]


@dataclass(frozen=True)
class Camera:
    """row, column: shares of b. hot: (y, x, signal). floor: lowest value of the file."""

    cfa: Cfa
    a: Three
    b: Three
    row: float = 0.0
    column: float = 0.0
    hot: tuple[tuple[int, int, float], ...] = ()
    floor: float = -1.0

    def photo(self, signal: Float, rng: np.random.Generator, iso: float = 12800.0, less: float = 1.0) -> RawPhoto:
        """A frame of a mosaic's signal (H, W); with ``less`` times the electrons of a high-ISO frame."""
        size = signal.shape
        colors = self.cfa.colors(*size)
        a, b = np.array(self.a)[colors] / less, np.array(self.b)[colors] / less**2
        lit = signal.astype(np.float64)
        for y, x, more in self.hot:
            lit[y, x] += more
        white = np.sqrt(1 - self.row - self.column) * rng.standard_normal(size)
        rows, columns = rng.standard_normal((size[0], 1)), rng.standard_normal((1, size[1]))
        read = white + np.sqrt(self.row) * rows + np.sqrt(self.column) * columns
        values = np.clip(a * rng.poisson(lit / a) + np.sqrt(b) * read, self.floor, 1.0)
        meta = Metadata(make="Simulant", model="T-1", iso=iso, shutter=12800 / iso / 8)
        return RawPhoto(
            values.astype(np.float32), self.cfa, Levels((0, 0, 0, 0), 1, "", ""), (2, 1, 1.5), np.eye(3), meta
        )


def view(size: tuple[int, int], rng: np.random.Generator, bright: float = 0.5) -> Float:
    """(H, W) signal of a still scene: soft shades from nearly black to ``bright``, a few hard edges and lamps."""
    shade = cv2.resize(rng.random((5, 7), np.float32), size[::-1], interpolation=cv2.INTER_CUBIC)
    signal = bright * np.clip(shade, 0.0, 1.0) ** 3 + np.float32(1e-3)
    for _ in range(6):
        y, x = (int(rng.integers(side - 20)) for side in size)
        signal[y : y + 20, x : x + 20] *= np.float32(rng.uniform(0.2, 0.6))
    for _ in range(30):
        y, x = (int(rng.integers(2, side - 2)) for side in size)
        signal[y - 1 : y + 2, x - 1 : x + 2] += np.float32(rng.uniform(0.05, 0.3))
    return np.minimum(signal, np.float32(0.95))


def pairs(
    camera: Camera,
    rng: np.random.Generator,
    *,
    scenes: int = 3,
    size: tuple[int, int] = (240, 360),
    lows: int = 4,
    highs: int = 2,
    less: float = 128.0,
    gain: float = 1.0,
    bright: float = 0.5,
    texture: Float | None = None,
    moved: float = 0.0,
) -> Iterator[tuple[PreparedPair, Verdict]]:
    """less: the ISO ratio. gain: by which the low-ISO frames are darker, and their mean was multiplied again.
    texture: (H, W) factors of the signal. moved: by which part of a pixel the noisy frames lie further right."""
    for number in range(scenes):
        signal = view(size, rng, bright)
        signal = signal if texture is None else np.minimum(signal * texture, np.float32(0.95))
        shifted = signal + np.float32(moved) * (np.roll(signal, 1, 1) - signal)
        low_iso = 12800.0 / less
        taken = [camera.photo(signal / np.float32(gain), rng, low_iso, less) for _ in range(lows)]
        clean = replace(taken[0], mosaic=np.float32(gain) * np.mean([p.mosaic for p in taken], 0, np.float32))
        scene = Scene(f"scene-{number + 1}")
        low = tuple(_frame(f"low-{number}-{n}.dng", low_iso, scene.id, size) for n in range(lows))
        for n in range(highs):
            noisy = camera.photo(shifted, rng)
            pair = Pair(scene, low, _frame(f"high-{number}-{n}.dng", 12800.0, scene.id, size))
            # By the clean frame: what a noisy one clips depends on its noise.
            usable = clean.mosaic < 0.9
            verdict = Verdict(pair.id, scene.id, "good", (), 1.0, (gain, gain, gain))
            yield PreparedPair(pair, noisy, clean, usable, lows), verdict


def _frame(name: str, iso: float, scene: str, size: tuple[int, int]) -> Frame:
    role = "high" if iso == 12800.0 else "low"
    return Frame(f"frames/{name}", "raw", role, scene, "Simulant T-1", iso=iso, shutter=12800 / iso / 8, size=size)
