"""Where one scene ends and the next begins, in a row of frames that are ordered as they were taken.

A boundary is weighed by the time that passed (moving a tripod takes longer than pressing the release), by what a scene
looks like (low ISO, high ISO, low ISO again) and, where it is about to be divided, by what the pictures show. The
division with the most weight is found by dynamic programming over where scenes may end.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from denoiser_app.pairs.planning.plan import ShootingPlan

LONGEST = 160
"""Frames of a scene that are looked at together."""
MOVING = 6.0
"""Seconds, the least in which a tripod is moved."""
SAME, DIFFERENT = 0.97, 0.7
"""Correlation of two small pictures from which on they show the same scene, and below which they do not. Frames of one
scene had 0.99 and more (simulated nights, PolyU's photos); of 19,900 pairs of other photos none had more than 0.94."""

Similar = Callable[[int, int], float | None]
"""Correlation of what two frames of the row show, -1 to 1; None where it cannot be told."""


@dataclass(frozen=True)
class Step:
    """A frame of the row. start: seconds, None unknown; seconds: how long it was exposed. scene: where it was put
    by hand, '' none. dropped: it counts for nothing, but it was shot where the others were."""

    role: str
    start: float | None = None
    seconds: float = 0.0
    scene: str = ""
    dropped: bool = False


def segments(steps: Sequence[Step], plan: ShootingPlan, similar: Similar | None = None) -> list[range]:
    """The scenes as ranges of the row, in order.

    similar: asked where the scenes are about to be divided, and only there; what it says is worth more than the clock.
    """
    weights = _weights(steps)
    asked: set[int] = set()
    while True:
        found = _best(steps, weights, plan)
        new = [one.start for one in found[1:] if one.start not in asked]
        if similar is None or not new:
            return found
        for at in new:
            asked.add(at)
            weights[at] += _of_pictures(similar(at - 1, at))


def _of_pictures(correlation: float | None) -> float:
    if correlation is None or DIFFERENT <= correlation < SAME:
        return 0.0
    return -10.0 if correlation >= SAME else 6.0


def _weights(steps: Sequence[Step]) -> list[float]:
    """For a boundary before each frame: above 0 it is likely by the clock, below 0 unlikely."""
    gaps = [_gap(one, other) for one, other in itertools.pairwise(steps)]
    known = sorted(gap for gap in gaps if gap is not None)
    # Most gaps lie inside scenes; the lower median is one of those also where a scene has two frames.
    usual = known[(len(known) - 1) // 2] if known else 0.0
    return [0.0, *(_weight(gap, usual) for gap in gaps)]


def _gap(one: Step, other: Step) -> float | None:
    if one.start is None or other.start is None:
        return None
    return max(0.0, other.start - one.start - one.seconds)


def _weight(gap: float | None, usual: float) -> float:
    """0 for four times the usual gap. MOVING is added to both, so that a second more or less means nothing."""
    if gap is None:
        return -0.5
    return min(3.0, max(-2.0, math.log2((gap + MOVING) / (usual + MOVING)) - 2.0))


def _best(steps: Sequence[Step], weights: Sequence[float], plan: ShootingPlan) -> list[range]:
    count = len(steps)
    best, begin = [0.0] + [-math.inf] * count, [0] * (count + 1)
    for start in range(count):
        shape = _Shape(plan)
        inside = 0.0
        for end in range(start + 1, min(count, start + LONGEST) + 1):
            inside -= weights[end - 1] if end - 1 > start else 0.0
            shape.add(steps[end - 1])
            value = best[start] + (weights[start] if start else 0.0) + inside - shape.cost(is_last=end == count)
            if value > best[end] + 1e-9:
                best[end], begin[end] = value, start
    found, end = [], count
    while end:
        found.append(range(begin[end], end))
        end = begin[end]
    return found[::-1]


class _Shape:
    """How far a row of frames is from what a scene looks like, told as the row grows."""

    def __init__(self, plan: ShootingPlan) -> None:
        self._wanted = ((plan.low_frames + 1) // 2, plan.high_frames, plan.low_frames // 2)
        self._runs: list[tuple[str, int]] = []
        self._roles: set[str] = set()
        self._scenes: dict[str, int] = {}

    def add(self, step: Step) -> None:
        """One frame more."""
        self._roles.add(step.role)
        if step.dropped:
            return
        if self._runs and self._runs[-1][0] == step.role:
            self._runs[-1] = (step.role, self._runs[-1][1] + 1)
        else:
            self._runs.append((step.role, 1))
        if step.scene:
            self._scenes[step.scene] = self._scenes.get(step.scene, 0) + 1

    def cost(self, *, is_last: bool) -> float:
        """0 for a scene as it was planned. is_last: the photographer may still be at it."""
        strangers = sum(self._scenes.values()) - max(self._scenes.values(), default=0)
        return 9.0 * strangers + self._strangeness(is_last)

    def _strangeness(self, is_last: bool) -> float:
        if self._roles == {"low"} and is_last:
            return 0.5
        if len(self._roles) < 2:
            return 6.0
        if not self._runs:  # all were dropped
            return 0.0
        highs = sum(role == "high" for role, _ in self._runs)
        ends = 3.0 * (self._runs[0][0] != "low") + (self._runs[-1][0] != "low")
        return 8.0 * max(0, highs - 1) + ends + 0.5 * self._unplanned()

    def _unplanned(self) -> int:
        first = self._runs[0][1] if self._runs[0][0] == "low" else 0
        last = self._runs[-1][1] if self._runs[-1][0] == "low" else 0
        high = sum(count for role, count in self._runs if role == "high")
        there = (first, high, last)
        return sum(min(4, abs(one - other)) for one, other in zip(there, self._wanted, strict=True))
