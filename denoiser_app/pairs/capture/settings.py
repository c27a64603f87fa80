"""ISO and shutter time for the frames of a plan, as near as a camera offers them, with the exposures kept equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from denoiser_app.core.errors import CameraUnfit
from denoiser_app.pairs.capture.events import Advice
from denoiser_app.pairs.capture.port import Capabilities, Choice, differs, nearest
from denoiser_app.pairs.planning.plan import ShootingPlan, shutters
from denoiser_app.pairs.planning.shutter import Shutter, stops

MOST = 1.0
"""Stops by which the exposures may differ; gain is matched later, but shadows get lost."""
LEAST_APART = 1.5
"""Stops between the ISOs, below which there is nothing to learn."""


@dataclass(frozen=True)
class Setting:
    """iso, shutter: what is set; None has to be set by hand. iso_value, seconds: what they are then."""

    iso: Choice | None
    shutter: Choice | None
    iso_value: float
    seconds: float


@dataclass(frozen=True)
class Settings:
    """For both kinds of frames, and what is to be said of them."""

    low: Setting
    high: Setting
    advice: tuple[Advice, ...] = ()

    def of(self, role: Literal["low", "high"]) -> Setting:
        """For a frame."""
        return self.low if role == "low" else self.high


def settings_for(plan: ShootingPlan, camera: Capabilities) -> Settings:
    """CameraUnfit if what the camera offers is too far from the plan."""
    wanted_low, wanted_high = shutters(plan)
    low_iso, high_iso = _iso(camera.isos, plan.low_iso), _iso(camera.isos, plan.high_iso)
    low_value, high_value = _value(low_iso, plan.low_iso), _value(high_iso, plan.high_iso)
    if stops(low_value, high_value) < LEAST_APART:
        raise CameraUnfit(reason="its lowest and highest ISO are too close. Choose other ISOs in the plan.")
    high_shutter = nearest(camera.shutters, wanted_high.seconds) if camera.shutters else None
    high_seconds = _value(high_shutter, wanted_high.seconds)
    equal = high_seconds * high_value / low_value
    low_shutter = nearest(camera.shutters, equal) if camera.shutters else None
    low_seconds = _value(low_shutter, wanted_low.seconds)
    apart = abs(stops(low_seconds * low_value, high_seconds * high_value))
    if apart > MOST:
        raise CameraUnfit(reason=_too_far(equal > low_seconds))
    advice = [
        *_of_isos(camera.isos, ((plan.low_iso, low_value), (plan.high_iso, high_value))),
        *_of_shutters(camera.shutters, ((wanted_low, low_shutter), (wanted_high, high_shutter))),
    ]
    if apart > 1 / 6:
        advice.append(Advice("exposure-differs", {"stops": apart}))
    low = Setting(low_iso, low_shutter, low_value, low_seconds)
    return Settings(low, Setting(high_iso, high_shutter, high_value, high_seconds), tuple(advice))


def _too_far(longer: bool) -> str:
    if longer:
        return "it has no shutter time as long as the low-ISO frames need. Choose a shorter time or a higher low ISO."
    return "it has no shutter time as short as the frames need. Choose a longer time in the plan."


def _iso(offered: Sequence[Choice], wanted: float) -> Choice | None:
    return nearest(offered, wanted) if offered else None


def _value(choice: Choice | None, wanted: float) -> float:
    return wanted if choice is None else choice.value


def _of_isos(offered: Sequence[Choice], pairs: Sequence[tuple[float, float]]) -> Iterator[Advice]:
    if not offered:
        yield Advice("iso-by-hand")
    for wanted, chosen in pairs:
        if differs(wanted, chosen):
            yield Advice("iso-nearest", {"wanted": wanted, "offered": chosen})


def _of_shutters(offered: Sequence[Choice], pairs: Sequence[tuple[Shutter, Choice | None]]) -> Iterator[Advice]:
    if not offered:
        yield Advice("shutter-by-hand")
    for wanted, chosen in pairs:
        if chosen is not None and differs(wanted.seconds, chosen.value):
            yield Advice("shutter-nearest", {"wanted": wanted.label, "offered": chosen.text})
