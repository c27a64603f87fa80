"""The noise of a low-ISO frame, or of the mean of several, over brightness: what its own fine structure owes to it."""

from __future__ import annotations

import numpy as np

from denoiser_app.pairs.checking.comparison import OwnNoise
from denoiser_app.pairs.checking.movement import Scatter
from denoiser_app.pairs.checking.views import Float

_MOST = 1.5
"""A low-ISO frame has at most this times the variance that its ISO makes of a high-ISO frame's."""


def half(clean: Float, gain: Float, sigma: Scatter) -> Float:
    """Of two frames alike, each has half of their difference's variance."""
    del gain
    return np.asarray(np.square(sigma.at(clean)) / np.float32(2), np.float32)


def one_of_two(sigma: Scatter, scale: float) -> Scatter:
    """The deviation of one frame, from that of two frames' difference; scale: side of the cells over that of those it
    was measured in, to whose inverse the deviation of a cell goes."""
    return Scatter(sigma.levels, sigma.sigmas / np.float32(np.sqrt(2.0) * scale))


def measured(scatter: Scatter, count: int) -> OwnNoise:
    """Of the mean of ``count`` frames, each with this deviation."""

    def own(clean: Float, gain: Float, sigma: Scatter) -> Float:
        del sigma
        return np.asarray(np.square(scatter.at(clean / gain) * gain) / np.float32(count), np.float32)

    return own


def guessed(quiet: Float, shot_share: float) -> OwnNoise:
    """Of a single frame: its variance (3,) where it is quiet, and its shot noise as a share of the difference's, which
    goes with ISO; 0 if that is unknown."""

    def own(clean: Float, gain: Float, sigma: Scatter) -> Float:
        shot = np.array([sigma.line(c)[0] for c in range(3)], np.float32) * np.float32(shot_share)
        there = np.median(clean[::8, ::8], axis=(0, 1)) * shot
        found = np.maximum(clean, 0) * shot + np.maximum(quiet * gain**2 - there, quiet * gain**2 / 4)
        # Where all of a scene has texture, its quiet parts are not quiet either.
        most = _MOST * shot_share * np.square(sigma.at(clean))
        return np.asarray(np.minimum(found, most) if shot_share else found, np.float32)

    return own


def share_of(low_iso: float | None, high_iso: float | None) -> float:
    """Of the variance of a high-ISO frame's shot noise, what a low-ISO frame has; 0 if it is unknown."""
    return min(1.0, low_iso / high_iso) if low_iso and high_iso else 0.0


def deviation_share(quiet: float, scatter: Scatter | None, count: int, both: float, shot_share: float) -> float:
    """Deviation of the mean of ``count`` low-ISO frames over that of a high-ISO frame. quiet: variance of one frame;
    both: deviation of the difference of both. All of green."""
    if scatter is not None:
        own = float(np.median(scatter.sigmas[1])) / np.sqrt(count)
    else:
        own = np.sqrt(min(quiet, _MOST * shot_share * both**2) if shot_share else quiet)
    return float(own / max(np.sqrt(max(both**2 - own**2, 0.0)), own, 1e-9))
