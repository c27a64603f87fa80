"""What the raw pairs of a session say of the camera's noise, gathered pair by pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.camera_profile import CameraProfile, HotPixels, IsoNoise
from denoiser_app.core.photo import PoissonGaussian, RawPhoto
from denoiser_app.core.progress import CancelToken
from denoiser_app.formats.read import read
from denoiser_app.pairs.calibration.banding import banding
from denoiser_app.pairs.calibration.differences import of_low, of_pair, of_two, poisson, raws, same_exposure
from denoiser_app.pairs.calibration.hot import LEAST_SCENES, Evidence, Frame
from denoiser_app.pairs.calibration.noise_line import Line, Points, fit
from denoiser_app.pairs.calibration.transfer import WINDOW, Difference, points_of
from denoiser_app.pairs.prepared import PreparedPair
from denoiser_app.pairs.session import Pair
from denoiser_app.pairs.verdict import Verdict

Three = tuple[float, float, float]

_SURE_A, _SURE_B = 0.05, 0.03
"""Relative errors up to which the noise of the low-ISO frames goes into the profile."""
_SHOWN = 30
"""Points of a colour and ISO in a plot."""


@dataclass(frozen=True)
class CurvePoint:
    """A point of the photon transfer curve: mean signal, variance of the noise there. color: 0-2. count: of sites."""

    iso: float
    color: int
    mean: float
    variance: float
    count: float


@dataclass
class _AtIso:
    """What was measured at one ISO. total: with the noise of the clean frame, of which ``clean`` says what to take off,
    one (gain, low ISO, frames) for each; pure: from two frames of that ISO."""

    total: list[Points] = field(default_factory=list)
    clean: list[tuple[Three, float, int]] = field(default_factory=list)
    pure: list[Points] = field(default_factory=list)
    rows: list[tuple[float, float]] = field(default_factory=list)
    pairs: int = 0


class RawNoise:
    """Pairs go in scene by scene; a profile comes out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._at: dict[float, _AtIso] = defaultdict(_AtIso)
        self._evidence: Evidence | None = None
        self._exposures: Counter[tuple[float, float]] = Counter()
        self._last: PreparedPair | None = None
        self._scene = ""
        self._window = WINDOW[True]

    def add(self, prepared: PreparedPair, verdict: Verdict, token: CancelToken | None = None) -> None:
        """One pair, as its verdict prepared it. InputError if a low-ISO frame cannot be read any more, Cancelled."""
        noisy, clean = raws(prepared)
        self._window = WINDOW[noisy.cfa.period <= 2]
        iso, low = _iso(noisy, prepared.pair.high.iso), _iso(clean, prepared.pair.low[0].iso)
        if prepared.pair.scene.id != self._scene:
            self._scene, self._last = prepared.pair.scene.id, None
            self._add_low(prepared.pair, verdict, low, token)
        at = self._at[iso]
        difference = of_pair(prepared, verdict)
        points = points_of(difference, _lines(at.total))
        at.total.append(points)
        at.clean.append((verdict.gain, low, prepared.averaged))
        at.pairs += 1
        lines = _lines(at.total)
        if 1 in lines:
            at.rows.append(banding(difference, poisson(lines)))
            if self._last is not None and same_exposure(self._last, prepared):
                at.pure.append(of_two(self._last, prepared, difference.floor, lines))
            self._add_hot(prepared, lines, iso, low)
        self._last = prepared

    def points(self) -> tuple[CurvePoint, ...]:
        """For a plot: a few for every ISO and colour."""
        found = []
        for iso, at in sorted(self._at.items()):
            points = self._cleaned(iso, at)
            for color in range(3):
                found += [CurvePoint(iso, color, *row) for row in _few(points.of_color(color))]
        return tuple(found)

    def profile(self, camera: str, measured: str, session: str) -> CameraProfile | None:
        """None where the pairs tell too little."""
        raw = [self._noise(iso, at) for iso, at in sorted(self._at.items())]
        known = tuple(noise for noise in raw if noise is not None)
        if not any(noise.pairs for noise in known):
            return None
        return CameraProfile(camera, raw=known, hot=self._hot(), measured=measured, session=session)

    # --- one pair -----------------------------------------------------------------------------------------------------

    def _add_low(self, pair: Pair, verdict: Verdict, iso: float, token: CancelToken | None) -> None:
        """How the low-ISO frames of a scene that were taken one after another differ: all of it is their noise."""
        used = [frame for frame in pair.low if frame.file in verdict.low]
        before = [frame for frame in used if frame.taken <= pair.high.taken]
        for frames in (before, used[len(before) :]):
            # Not if the tripod moved between them.
            if len(frames) >= 2 and verdict.low[frames[0].file] == verdict.low[frames[1].file]:
                first, second = (read(self._folder / frame.file, demosaic=False, token=token) for frame in frames[:2])
                if isinstance(first, RawPhoto) and isinstance(second, RawPhoto) and first.size == second.size:
                    self._add_two(of_low(first, second), self._at[iso])

    def _add_two(self, difference: Difference, at: _AtIso) -> None:
        at.pure.append(points_of(difference, _lines(at.pure)))
        lines = _lines(at.pure)
        if 1 in lines:
            at.rows.append(banding(difference, poisson(lines)))

    def _add_hot(self, prepared: PreparedPair, lines: Mapping[int, Line], iso: float, low: float) -> None:
        noisy, clean = raws(prepared)
        if noisy.mosaic.ndim == 3:
            return
        size = self._sensor_size(prepared)
        self._evidence = self._evidence or Evidence(size)
        if self._evidence.size != size:
            return
        noise = poisson(lines)
        share = min(low / iso, 1.0) / prepared.averaged
        rest = PoissonGaussian(noise.a * share, noise.b * share)
        frame = Frame(noisy.mosaic, clean.mosaic, prepared.usable, noisy.cfa, noise, rest, prepared.origin)
        self._evidence.add(prepared.pair.scene.id, frame)
        self._exposures[iso, noisy.metadata.shutter or prepared.pair.high.shutter or 0.0] += 1

    def _sensor_size(self, prepared: PreparedPair) -> tuple[int, int]:
        """(height, width) of the active area, of which the pair may be a part."""
        here = prepared.noisy.size
        upright = prepared.pair.high.size
        if upright is None:
            return here[0] + prepared.origin[0], here[1] + prepared.origin[1]
        return upright[::-1] if prepared.noisy.metadata.orientation >= 5 else upright

    # --- all of them --------------------------------------------------------------------------------------------------

    def _cleaned(self, iso: float, at: _AtIso) -> Points:
        """Of single frames of that ISO: the noise left in the clean frames is taken off."""
        parts = list(at.pure)
        for points, (gain, low, averaged) in zip(at.total, at.clean, strict=True):
            a, b = self._low_noise(low, iso)
            g = np.array(gain)
            parts.append(points.without(g * a / averaged, g * g * b / averaged))
        return Points.joined(parts)

    def _low_noise(self, low: float, iso: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """a and b of a low-ISO frame, (3,): measured, else as the same electrons, less amplified, would have it."""
        measured = _lines(self._at[low].pure) if low in self._at else {}
        if all(_is_sure(measured.get(c)) for c in range(3)):
            lines, share = measured, 1.0
        else:
            lines, share = _lines(self._at[iso].total), min(low / iso, 1.0)
        a, b = (np.array([getattr(lines[c], name) if c in lines else 0.0 for c in range(3)]) for name in ("a", "b"))
        return a * share, b * share**2

    def _noise(self, iso: float, at: _AtIso) -> IsoNoise | None:
        lines = _lines([self._cleaned(iso, at)])
        if 1 not in lines or lines[1].a <= 0.0:
            return None
        by_color = [lines.get(c, lines[1]) for c in range(3)]
        if not at.pairs and not all(map(_is_sure, by_color)):
            return None  # a low ISO, of which too little is known
        row, column = self._shares(at, lines[1])
        # The window in which both frames were made equally bright has taken this much of the bands with it.
        back = 1.0 + (row + column) / self._window
        a = tuple(line.a for line in by_color)
        b = tuple(line.b * back for line in by_color)
        spread = max(line.a_error / max(line.a, 1e-12) for line in by_color)
        return IsoNoise(iso, (a[0], a[1], a[2]), (b[0], b[1], b[2]), at.pairs, spread, row, column)

    def _shares(self, at: _AtIso, green: Line) -> tuple[float, float]:
        if not at.rows or green.b <= 0.0:
            return 0.0, 0.0
        row, column = np.median(np.array(at.rows), 0) / green.b
        return float(np.clip(row, 0.0, 1.0)), float(np.clip(column, 0.0, 1.0))

    def _hot(self) -> HotPixels | None:
        if self._evidence is None:
            return None
        places = self._evidence.places()
        if self._evidence.scenes < LEAST_SCENES:
            return None
        (iso, shutter), _ = self._exposures.most_common(1)[0]
        return HotPixels(self._evidence.size, places, iso, shutter)


def _iso(photo: RawPhoto, of_frame: float | None) -> float:
    return float(of_frame or photo.metadata.iso or 0.0)


def _lines(parts: list[Points]) -> dict[int, Line]:
    points = Points.joined(parts)
    by_color = {color: points.of_color(color) for color in range(3)}
    return {color: fit(own) for color, own in by_color.items() if own.mean.size >= 2}


def _is_sure(line: Line | None) -> bool:
    return line is not None and line.a_error <= _SURE_A * line.a and line.b_error <= _SURE_B * line.b


def _few(points: Points) -> list[tuple[float, float, float]]:
    """(mean, variance, count), neighbours taken together."""
    if not points.mean.size:
        return []
    root = np.sqrt(np.maximum(points.mean, 0.0))
    number = np.minimum((root * (_SHOWN / max(float(root.max()), 1e-9))).astype(int), _SHOWN - 1)
    rows = []
    for index in np.unique(number):
        chosen = number == index
        count = points.count[chosen]
        total = float(count.sum())
        mean, variance = (float((v[chosen] * count).sum()) / total for v in (points.mean, points.variance))
        rows.append((mean, variance, total))
    return rows
