"""Calibration against the truth: a and b of every colour, and the hot photosites, over random cameras."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from denoiser_app.pairs.calibration.calibrate import Calibrated, calibrate
from denoiser_app.pairs.checking.check import check
from denoiser_app.pairs.simulation.simulate import Simulated, simulate
from tests.bench.pairs.sessions import each, random_options


@dataclass(frozen=True)
class Measured:
    """error_a, error_b: relative, red, green, blue. found: share of the planted hot photosites;
    false: how many others, per megapixel."""

    seed: int
    array: str
    error_a: tuple[float, ...]
    error_b: tuple[float, ...]
    found: float
    false: float


def measure(seed: int, data: Path | None) -> Measured:
    """One camera, six scenes of half a megapixel, two high-ISO frames each."""
    options = random_options(seed, data, faulty=0, scenes=6)
    options = replace(options, size=(512, 960) if seed % 2 == 0 else (486, 486), low_frames=4, high_frames=2)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        truth = [step for step in simulate(folder, options) if isinstance(step, Simulated)][-1].truth
        list(check(folder))
        profile = [step for step in calibrate(folder) if isinstance(step, Calibrated)][-1].profile
    noise = profile.noise_at(options.high_iso)
    assert noise is not None
    told = truth["noise"][str(options.high_iso)]
    errors = [
        tuple((np.array(m) / np.array(told[key]) - 1).tolist()) for m, key in zip(noise.by_color(), "ab", strict=True)
    ]
    planted = {tuple(place) for place in truth["hot"]}
    found = set(profile.hot.places) if profile.hot is not None else set()
    megapixels = options.size[0] * options.size[1] / 1e6
    share = len(planted & found) / len(planted) if planted else 1.0
    return Measured(seed, options.array, errors[0], errors[1], share, len(found - planted) / megapixels)


def run(sessions: int, data: Path | None, first: int = 5000) -> Iterator[str]:
    """A line for each session as it is measured, and the worst of all."""
    rows: list[Measured] = []
    for row in each(partial(measure, data=data), range(first, first + sessions)):
        rows.append(row)
        yield _line(row)
    yield from _summary(rows)


def _line(row: Measured) -> str:
    a, b = (" ".join(f"{100 * error:+5.1f}" for error in errors) for errors in (row.error_a, row.error_b))
    return f"seed {row.seed} {row.array:<8} a {a} %   b {b} %   hot {100 * row.found:5.1f} %   false {row.false:.1f}/MP"


def _summary(rows: Sequence[Measured]) -> list[str]:
    a = np.abs([error for row in rows for error in row.error_a])
    b = np.abs([error for row in rows for error in row.error_b])
    hot, false = (np.array([getattr(row, name) for row in rows]) for name in ("found", "false"))
    return [
        f"a: median {100 * np.median(a):.1f} %, worst {100 * a.max():.1f} %, within 5 %: {(a <= 0.05).mean():.1%}",
        f"b: median {100 * np.median(b):.1f} %, worst {100 * b.max():.1f} %, within 10 %: {(b <= 0.1).mean():.1%}",
        f"hot photosites: mean {100 * hot.mean():.1f} %, worst session {100 * hot.min():.1f} %",
        f"false: mean {false.mean():.2f}/MP, worst session {false.max():.2f}/MP",
    ]
