"""How sure a difference is: a paired bootstrap over patches (Efron & Tibshirani, An Introduction to the Bootstrap).

Patches are drawn with replacement, the same ones for both candidates, and the difference is computed anew; 95 % of 2000
such differences lie in the interval. Frames of one scene show the same things, so a place is drawn in all of them at
once: taken for independent, they would make the interval too narrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denoiser_app.benchmark.proof.measures import Patches

DRAWS = 2000
_SEED = 20
_BATCH = 250
_TAILS = (2.5, 97.5)

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Compared:
    """One pair: the patches of the personal model and of another candidate. scene: pairs of one scene share places."""

    scene: str
    personal: Patches
    other: Patches


@dataclass(frozen=True)
class Difference:
    """Personal minus other, and its 95 % interval; ``better``: share of the patches with less error."""

    psnr: float
    low: float
    high: float
    ssim: float
    ssim_low: float
    ssim_high: float
    better: float


def difference(pairs: Sequence[Compared]) -> Difference:
    """Means over the pairs. PSNR in dB."""
    places = [_places(pair) for pair in pairs]
    point = _differences(pairs, [np.ones((1, len(place))) for place in places])
    drawn = np.concatenate([_differences(pairs, weights) for weights in _draws(pairs, places)], 1)
    low, high = np.percentile(drawn, _TAILS, axis=1)
    return Difference(
        psnr=float(point[0, 0]),
        low=float(low[0]),
        high=float(high[0]),
        ssim=float(point[1, 0]),
        ssim_low=float(low[1]),
        ssim_high=float(high[1]),
        better=_share_better(pairs),
    )


def _places(pair: Compared) -> list[str]:
    """A name for every patch: the same in every pair of the scene that was cut alike."""
    rows, columns = pair.personal.samples.shape
    return [f"{pair.scene} {rows}x{columns} {row} {column}" for row in range(rows) for column in range(columns)]


def _draws(pairs: Sequence[Compared], places: Sequence[list[str]]) -> Iterable[list[Numbers]]:
    """For each batch of draws and each pair: how often each of its patches was drawn, (draws, patches)."""
    rng = np.random.default_rng(_SEED)
    groups = {place[0]: len(place) for place in places}
    for _ in range(DRAWS // _BATCH):
        counts = {first: _counted(rng, size) for first, size in groups.items()}
        yield [counts[place[0]] for place in places]


def _counted(rng: np.random.Generator, size: int) -> Numbers:
    return rng.multinomial(size, np.full(size, 1.0 / size), _BATCH).astype(np.float64)


def _differences(pairs: Sequence[Compared], weights: Sequence[Numbers]) -> Numbers:
    """(2, draws): of PSNR and of SSIM, means over the pairs."""
    found = []
    for pair, weight in zip(pairs, weights, strict=True):
        mine, other = pair.personal, pair.other
        errors = [np.maximum(weight @ one.error.ravel(), 1e-12) for one in (mine, other)]
        windows = np.maximum(weight @ mine.windows.ravel(), 1e-12)
        similar = [weight @ one.similarity.ravel() / windows for one in (mine, other)]
        found.append([10.0 * np.log10(errors[1] / errors[0]), similar[0] - similar[1]])
    return np.asarray(np.mean(found, 0), np.float64)


def _share_better(pairs: Sequence[Compared]) -> float:
    counted = [(pair.personal.error < pair.other.error)[pair.personal.samples > 0] for pair in pairs]
    return float(np.concatenate(counted).mean())
