"""What to shoot: the scenes, the frames of each, and the shutter times that keep their exposures equal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

from denoiser_app.pairs.planning.flicker import TOO_MUCH, ripple_of, safe_shutter
from denoiser_app.pairs.planning.shutter import SLOWEST, Shutter, at_most, nearest, of_thirds
from denoiser_app.pairs.planning.words import WARNINGS

SceneKind = Literal["texture", "smooth", "dark", "colour", "lights", "mixed"]
KINDS: tuple[SceneKind, ...] = ("texture", "smooth", "dark", "colour", "lights", "mixed")

LEAST_SCENES = 6
LONGEST = 30.0
"""Seconds: beyond it most cameras need bulb, and the low-ISO frame gets hot pixels of its own."""
LEAST_RATIO = 8.0
"""Of the ISOs: three stops, where shot noise in the low-ISO frame still has a third of the deviation."""


@dataclass(frozen=True)
class Wish:
    """A scene that is asked for. held_out: kept from training, to prove the model on. title: the photographer's word
    for it, '' for the kind's own."""

    kind: SceneKind
    held_out: bool = False
    title: str = ""


@dataclass(frozen=True)
class ShootingPlan:
    """camera: the photographer's name for it, '' unknown. shutter: seconds at the high ISO. low_frames: how many
    low-ISO frames a scene gets, half of them before and half after the high-ISO frames; high_frames: how many of those.
    mains: frequency of mains light in Hz, 0 for none."""

    camera: str = ""
    low_iso: float = 100.0
    high_iso: float = 12800.0
    shutter: float = 1 / 8
    low_frames: int = 4
    high_frames: int = 2
    mains: int = 50
    wishes: tuple[Wish, ...] = tuple(Wish(kind, held_out=kind == "mixed") for kind in KINDS)

    @property
    def low_shutter(self) -> float:
        """Seconds at the low ISO: the same exposure, so the shutter time goes with the inverse of ISO."""
        return self.shutter * self.high_iso / self.low_iso

    def values(self) -> dict[str, Any]:
        """Plain values for the session's manifest."""
        return asdict(self)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The inverse of ``values``. TypeError or ValueError for what is no plan."""
        wishes = tuple(Wish(**wish) for wish in values["wishes"])
        plan = cls(**{**values, "wishes": wishes})
        figures = (plan.low_iso, plan.high_iso, plan.shutter)
        sensible = all(math.isfinite(figure) and figure > 0 for figure in figures)
        if not (sensible and 0 <= plan.low_frames <= MOST_FRAMES and 0 <= plan.high_frames <= MOST_FRAMES):
            raise ValueError("the plan makes no sense")
        return plan


MOST_FRAMES = 100
"""Of one kind in a scene."""


# --- the frames of a scene --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlannedShot:
    """One frame of a scene. last: a low-ISO frame that follows the high-ISO frames."""

    role: Literal["low", "high"]
    iso: float
    shutter: Shutter
    last: bool = False


def shutters(plan: ShootingPlan) -> tuple[Shutter, Shutter]:
    """For the low and the high ISO, as cameras offer them. ValueError for what is no time."""
    high = nearest(plan.shutter)
    return nearest(high.seconds * plan.high_iso / plan.low_iso), high


def shots(plan: ShootingPlan) -> tuple[PlannedShot, ...]:
    """The frames of every scene in their order: low ISO, high ISO, and low ISO again. ValueError as ``shutters``."""
    low, high = shutters(plan)
    before = (plan.low_frames + 1) // 2
    first = [PlannedShot("low", plan.low_iso, low)] * before
    noisy = [PlannedShot("high", plan.high_iso, high)] * plan.high_frames
    last = [PlannedShot("low", plan.low_iso, low, last=True)] * (plan.low_frames - before)
    return (*first, *noisy, *last)


def exposure_seconds(plan: ShootingPlan) -> float:
    """How long the shutter is open, in all scenes together."""
    return len(plan.wishes) * sum(shot.shutter.seconds for shot in shots(plan))


# --- what to think of before ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlanWarning:
    """code: key of ``words.WARNINGS``, whose placeholders ``parameters`` fill."""

    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """In English, for a photographer: what is wrong and what to do."""
        return WARNINGS[self.code].format(**self.parameters)


def warnings(plan: ShootingPlan) -> tuple[PlanWarning, ...]:
    """What will not work as planned, the gravest first. ValueError as ``shutters``."""
    return (*_of_ratio(plan), *_of_frames(plan), *_of_low_shutter(plan), *_of_flicker(plan), *_of_scenes(plan))


def _of_ratio(plan: ShootingPlan) -> Iterator[PlanWarning]:
    ratio = plan.high_iso / plan.low_iso
    if ratio <= 1.0:
        yield PlanWarning("not-brighter", {"low": plan.low_iso, "high": plan.high_iso})
    elif ratio < LEAST_RATIO:
        yield PlanWarning("ratio", {"low": plan.low_iso, "high": plan.high_iso, "ratio": ratio})


def _of_frames(plan: ShootingPlan) -> Iterator[PlanWarning]:
    if plan.high_frames < 1:
        yield PlanWarning("no-high")
    if plan.low_frames < 1:
        yield PlanWarning("no-low")
    elif plan.low_frames == 1:
        yield PlanWarning("single-low")


def _of_low_shutter(plan: ShootingPlan) -> Iterator[PlanWarning]:
    low, _ = shutters(plan)
    if low.bulb:
        longest = of_thirds(SLOWEST).seconds * plan.low_iso / plan.high_iso
        parameters = {"seconds": low.seconds, "shutter": at_most(longest).label, "iso": least_iso(plan, plan.shutter)}
        yield PlanWarning("bulb", parameters)


def _of_flicker(plan: ShootingPlan) -> Iterator[PlanWarning]:
    if plan.mains <= 0:
        return
    worst = max(shutters(plan), key=lambda shutter: ripple_of(shutter, plan.mains))
    ripple = ripple_of(worst, plan.mains)
    if ripple <= TOO_MUCH:
        return
    safe = safe_shutter(plan.shutter, plan.mains)
    parameters = {"shutter": worst.label, "mains": plan.mains, "percent": 100 * ripple, "safe": safe.label}
    iso = least_iso(plan, safe.seconds)
    if iso > plan.low_iso:
        yield PlanWarning("flicker-bulb", {**parameters, "iso": iso})
    else:
        yield PlanWarning("flicker", parameters)


def _of_scenes(plan: ShootingPlan) -> Iterator[PlanWarning]:
    held_out = sum(wish.held_out for wish in plan.wishes)
    if len(plan.wishes) < LEAST_SCENES:
        yield PlanWarning("few-scenes", {"least": LEAST_SCENES, "count": len(plan.wishes)})
    if not held_out:
        yield PlanWarning("no-held-out")
    elif held_out == len(plan.wishes):
        yield PlanWarning("only-held-out")


def least_iso(plan: ShootingPlan, shutter: float) -> float:
    """The lowest ISO that needs no longer time than cameras offer where the high ISO gets ``shutter`` seconds."""
    least = plan.high_iso * nearest(shutter).seconds / of_thirds(SLOWEST).seconds
    return _nominal_iso(max(LOWEST, math.ceil(3.0 * math.log2(least / 100.0) - 0.05)))


LOWEST = -6
"""Third stops: ISO 25, the lowest that cameras have."""


def _nominal_iso(thirds: int) -> float:
    """So many third stops above ISO 100, as cameras write it: 125, 160, 200 ... 1250."""
    octave, third = divmod(thirds, 3)
    base = (100.0, 125.0 if octave >= 0 else 128.0, 160.0 if octave < 3 else 156.25)[third]
    return float(round(base * 2.0**octave))
