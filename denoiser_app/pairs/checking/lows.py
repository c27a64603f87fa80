"""The low-ISO frames of a scene: which of them show the same, their mean, and whether the light was steady over them.

Frames are added one at a time, so that only a running sum is kept. A frame joins the first group it lies on, after a
move by whole periods; a tripod that was pushed between two low-ISO frames makes two groups, and a pair is compared with
the one that its high-ISO frame lies on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from denoiser_app.core.noise_estimation import quiet_variance
from denoiser_app.pairs.checking import judging, own_noise
from denoiser_app.pairs.checking.comparison import Comparison, OwnNoise, compare
from denoiser_app.pairs.checking.gain import gain
from denoiser_app.pairs.checking.movement import Scatter
from denoiser_app.pairs.checking.settings import exposure_stops
from denoiser_app.pairs.checking.views import Float, Mask, View, halved, shifted
from denoiser_app.pairs.session import Frame

_ENOUGH = 2_000_000
"""Cells from which low-ISO frames are compared at half the resolution: they are clean, which makes up for it."""


@dataclass
class Group:
    """Low-ISO frames that lie on each other. first: what the others are compared with. total: the sum of their planes,
    in its place. moved: where something moved between any of them. frames: each with the (y, x) pixels that its content
    lies from the first one's. variance: (3,) of the noise of one frame where it is quiet; scatter: its
    deviation over brightness, once there are two. blurred: a later frame is sharper."""

    first: View
    total: Float
    clipped: Mask
    moved: Mask
    frames: list[tuple[Frame, tuple[float, float]]]
    variance: Float
    scatter: Scatter | None = None
    blurred: bool = False

    @property
    def mean(self) -> View:
        """The frames' mean, as a view."""
        planes = self.total / np.float32(len(self.frames))
        return replace(self.first, planes=planes, clipped=self.clipped)

    def noise(self, high: Frame) -> OwnNoise:
        """Of the mean, beside a high-ISO frame."""
        if self.scatter is not None:
            return own_noise.measured(self.scatter, len(self.frames))
        return own_noise.guessed(self.variance, own_noise.share_of(self.frames[0][0].iso, high.iso))


@dataclass
class LowFrames:
    """Of one scene. stops: EV, each with its error, by which later frames are brighter than their settings say, held
    against the very first one. first, last: views as small pictures of it. left_out: frames that are in no group."""

    groups: list[Group] = field(default_factory=list)
    stops: list[tuple[float, float]] = field(default_factory=list)
    left_out: list[Frame] = field(default_factory=list)
    views: int = 0
    _frame: Frame | None = None
    _first: View | None = None
    last: View | None = None

    @property
    def first(self) -> View | None:
        """The very first frame's view."""
        return self._first

    def add(self, frame: Frame, seen: View) -> None:
        """Another frame, in the order they were taken. ``seen`` has to be like the first one's (``View.like``)."""
        self.views += 1
        self.last = seen
        if self._first is None or self._frame is None:
            self._first, self._frame = seen, frame
            self.groups.append(_group(frame, seen))
            return
        measured = gain(self._first.planes, seen.planes, self._first.clipped | seen.clipped)
        expected = exposure_stops(self._frame, frame) or 0.0
        self.stops.append((measured.stops - expected, measured.stops_error))
        if not any(_joins(group, frame, seen, self.left_out) for group in self.groups):
            self.groups.append(_group(frame, seen))

    def light(self) -> tuple[float, float]:
        """EV and error of the frame that differs most from the first."""
        return max(self.stops, key=lambda one: abs(one[0]), default=(0.0, 0.0))

    def by_worth(self) -> Iterator[Group]:
        """The largest group first, those that are less sharp than another last."""
        yield from sorted(self.groups, key=lambda group: (group.blurred, -len(group.frames)))


def _group(frame: Frame, seen: View) -> Group:
    variance = np.array([quiet_variance(seen.planes[..., c]) for c in range(3)], np.float32)
    still = np.zeros(seen.clipped.shape, np.bool_)
    return Group(seen, seen.planes, seen.clipped, still, [(frame, (0.0, 0.0))], variance)


def _joins(group: Group, frame: Frame, seen: View, left_out: list[Frame]) -> bool:
    """Adds the frame to the group if it lies on it. If it lies there and is less sharp, it is left out: True, too."""
    large = seen.clipped.size > _ENOUGH
    first, second = (halved(group.first), halved(seen)) if large else (group.first, seen)
    found = compare(first, second, own_noise.half)
    if judging.alignment(found, seen.kind).grade == "reject":
        return False
    sharp = judging.sharpness(found, seen.kind).code
    if sharp == "low-blurred":
        group.blurred = True
        return False
    if sharp == "blurred":
        left_out.append(frame)
        return True
    _join(group, frame, seen, found)
    return True


def _join(group: Group, frame: Frame, seen: View, found: Comparison) -> None:
    back = -found.moves[0] // seen.cell, -found.moves[1] // seen.cell
    bright = np.array(found.gain.of, np.float32)
    group.total = group.total + np.asarray(shifted(seen.planes, back), np.float32) / bright
    group.clipped = group.clipped | np.asarray(shifted(seen.clipped, back, True), np.bool_)
    moved = found.moved
    if moved.shape != group.moved.shape:
        size = group.moved.shape[1], group.moved.shape[0]
        moved = cv2.resize(moved.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    group.moved = group.moved | np.asarray(shifted(moved, back), np.bool_)
    if group.scatter is None:
        group.scatter = own_noise.one_of_two(found.sigma, seen.cell / found.cell)
    group.frames.append((frame, (float(found.moves[0]), float(found.moves[1])) if seen.kind == "raw" else found.shift))
