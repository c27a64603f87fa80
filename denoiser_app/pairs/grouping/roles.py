"""Which frames of a session are low-ISO and which are high-ISO, and which belong to no pair.

The plan's ISOs decide; where no frame has one of them, the lowest or highest ISO there is takes its place. Frames at
other ISOs well above the low one, exposed like the low-ISO frames, are high-ISO frames too: they let the noise be
measured at more than one ISO. Where files tell no ISO, their shutter times decide.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from denoiser_app.pairs.planning.plan import ShootingPlan, shutters
from denoiser_app.pairs.session import Frame, Role

NEAR = 0.26
"""Stops by which an ISO or a shutter time may differ from the planned one: less than a third."""
APART = 2.0
"""Stops between two ISOs from which on they make a pair."""
EQUAL = 1.0
"""Stops by which exposures may differ for a frame at an ISO that was not planned; others are trials."""


def with_roles(frames: Sequence[Frame], plan: ShootingPlan) -> tuple[Frame, ...]:
    """The same frames, each with its role; those set by hand and those dropped stay as they are."""
    free = [frame for frame in frames if not frame.role_by_hand and not frame.dropped]
    of_session = usual(frames)
    counted = [frame for frame in free if fits(frame, of_session)]
    low, high = _isos(counted, plan)
    exposure = _exposure_of(frame for frame in counted if frame.iso and low and _near(frame.iso, low))
    roles = {f.file: _role(f, plan, low, high, exposure) if fits(f, of_session) else "other" for f in free}
    return tuple(replace(f, role=roles[f.file]) if f.file in roles else f for f in frames)


def usual(frames: Sequence[Frame]) -> tuple[str, str]:
    """(kind, camera) of a session's frames: of most of them; raw, if there are raws in numbers. Others make no pair.

    Frames that were given their role by hand count most: the photographer has looked at them.
    """
    kept = [frame for frame in frames if not frame.dropped]
    kept = [frame for frame in kept if frame.role_by_hand and frame.role != "other"] or kept
    cameras = Counter(frame.camera for frame in kept if frame.camera)
    camera = max(sorted(cameras), key=cameras.__getitem__) if cameras else ""
    of_it = [frame for frame in kept if frame.camera in ("", camera)]
    raws = sum(frame.kind == "raw" for frame in of_it)
    return "raw" if raws >= 2 or 2 * raws > len(of_it) else "rgb", camera


def fits(frame: Frame, of_session: tuple[str, str]) -> bool:
    """Whether a frame can be compared with the others: of the same kind and, as far as it tells, the same camera."""
    kind, camera = of_session
    return frame.kind == kind and frame.camera in ("", camera)


def _isos(frames: Sequence[Frame], plan: ShootingPlan) -> tuple[float | None, float | None]:
    isos = sorted(frame.iso for frame in frames if frame.iso)
    if not isos:
        return None, None
    low = plan.low_iso if any(_near(iso, plan.low_iso) for iso in isos) else None
    high = plan.high_iso if any(_near(iso, plan.high_iso) for iso in isos) else None
    if low is None and (high is None or _apart(isos[0], high)):
        low = isos[0] if _apart(isos[0], high or isos[-1]) else None
    if high is None and low is not None and _apart(low, isos[-1]):
        high = isos[-1]
    return low, high


def _role(frame: Frame, plan: ShootingPlan, low: float | None, high: float | None, exposure: float | None) -> Role:
    if not frame.iso:
        return _role_by_shutter(frame, plan)
    if low and _near(frame.iso, low):
        return "low"
    if high and _near(frame.iso, high):
        return "high"
    stops = _exposure(frame)
    comparable = exposure is not None and stops is not None and abs(stops - exposure) <= EQUAL
    return "high" if low and _apart(low, frame.iso) and comparable else "other"


def _role_by_shutter(frame: Frame, plan: ShootingPlan) -> Role:
    low, high = (shutter.seconds for shutter in shutters(plan))
    if not frame.shutter or _near(low, high):
        return "other"
    if _near(frame.shutter, low):
        return "low"
    return "high" if _near(frame.shutter, high) else "other"


def _near(first: float, second: float) -> bool:
    return abs(math.log2(first / second)) <= NEAR


def _apart(low: float, high: float) -> bool:
    return math.log2(high / low) >= APART


def _exposure(frame: Frame) -> float | None:
    """In stops, up to a constant; the aperture counts where it is known."""
    if not frame.iso or not frame.shutter:
        return None
    return math.log2(frame.iso * frame.shutter) - 2.0 * math.log2(frame.aperture or 1.0)


def _exposure_of(frames: Iterable[Frame]) -> float | None:
    """The median of some frames."""
    known = sorted(stops for stops in map(_exposure, frames) if stops is not None)
    return known[len(known) // 2] if known else None
