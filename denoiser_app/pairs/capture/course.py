"""What has to be shot next: the plan, less the frames that are there. A frame that was dropped is asked for again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from denoiser_app.pairs.capture.events import NextShot
from denoiser_app.pairs.grouping.grouping import in_order, next_id
from denoiser_app.pairs.planning.plan import PlannedShot, ShootingPlan, Wish, shots
from denoiser_app.pairs.session import Session


@dataclass(frozen=True)
class Lack:
    """Frames that a scene lacks: low-ISO first, high-ISO, low-ISO after those; there: how many it has."""

    first: int
    high: int
    last: int
    there: int

    @property
    def count(self) -> int:
        """All of them."""
        return self.first + self.high + self.last


def next_shot(session: Session) -> NextShot | None:
    """None once every scene of the plan is whole. ValueError for a plan without shutter times.

    The scene that was shot last is finished first, while the tripod still stands; then the next one begins.
    """
    last = _latest(session)
    if last and (lack := lacking(session, last)).count:
        return _of(session, last, lack)
    whole = [scene for scene in session.scenes if not lacking(session, scene.id).count]
    if len(whole) >= len(session.plan.wishes):
        return None
    return _of(session, next_id(session), lacking(session, ""))


def lacking(session: Session, scene: str) -> Lack:
    """Of a scene; of an unknown one all frames. High-ISO frames count only as far as low-ISO frames can follow them."""
    plan = session.plan
    roles = [frame.role for frame in in_order(session.frames_of(scene)) if frame.role != "other"] if scene else []
    highs = roles.count("high")
    end = len(roles) - roles[::-1].index("high") if highs else len(roles)
    after, lows = roles[end:].count("low"), roles.count("low")
    first, last = (plan.low_frames + 1) // 2, plan.low_frames // 2
    return Lack(
        first=0 if highs else max(0, first - lows),
        high=max(0, plan.high_frames - highs),
        last=max(0, last - after, plan.low_frames - lows if highs else last),
        there=len(roles),
    )


def _latest(session: Session) -> str:
    """The scene that the tripod stands at, '' before the first."""
    placed = [frame.scene for frame in session.frames if frame.scene and frame.role != "other"]
    return placed[-1] if placed else ""


def _of(session: Session, scene: str, lack: Lack) -> NextShot:
    shot = _planned(session.plan, lack)
    wish = _wish(session, scene)
    return NextShot(
        scene=scene,
        role=shot.role,
        iso=shot.iso,
        shutter=shot.shutter,
        number=lack.there + 1,
        of=lack.there + lack.count,
        kind=wish.kind,
        title=wish.title,
        first=lack.there == 0,
        last=shot.last,
    )


def _planned(plan: ShootingPlan, lack: Lack) -> PlannedShot:
    role = "low" if lack.first else "high" if lack.high else "low"
    last = not lack.first and not lack.high
    found = next((shot for shot in shots(plan) if shot.role == role), None)
    if found is None:
        raise ValueError("the plan has no such frames")
    return replace(found, last=last)


def _wish(session: Session, scene: str) -> Wish:
    """What the scene is to show: as it is described, else the first wish that no scene has yet."""
    for there in session.scenes:
        if there.id == scene:
            return Wish(there.kind, there.held_out, there.title)
    place = len(session.scenes)
    return session.plan.wishes[place] if place < len(session.plan.wishes) else Wish("mixed")
