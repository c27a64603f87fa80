"""What a photographer changes in a session by hand: pure functions from one manifest to the next.

The plan's wishes and the scenes that were shot for them say the same: the first wish belongs to the first scene.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from denoiser_app.pairs.grouping.grouping import grouped, next_id
from denoiser_app.pairs.planning.plan import SceneKind, ShootingPlan, Wish
from denoiser_app.pairs.session import Frame, Pair, Role, Scene, Session, change_scene
from denoiser_app.pairs.verdict import Verdict


def with_plan(session: Session, plan: ShootingPlan) -> Session:
    """The session with another plan; scenes that were shot for a wish that has changed get its words."""
    before = session.plan.wishes
    scenes = list(session.scenes)
    for place in range(min(len(scenes), len(plan.wishes))):
        old = before[place] if place < len(before) else None
        if old is not None and plan.wishes[place] != old:
            scenes[place] = _worded(scenes[place], plan.wishes[place], old)
    return replace(session, plan=plan, scenes=tuple(scenes))


def _worded(scene: Scene, wish: Wish, old: Wish) -> Scene:
    title = wish.title if wish.title != old.title else scene.title
    return replace(scene, kind=wish.kind, held_out=wish.held_out, title=title, by_hand=True)


def named(session: Session, scene: str, title: str) -> Session:
    """With another word for a scene. KeyError."""
    return _scene_changed(session, scene, title=title)


def of_kind(session: Session, scene: str, kind: SceneKind) -> Session:
    """With a scene of another kind. KeyError."""
    return _scene_changed(session, scene, kind=kind, by_hand=True)


def held_out(session: Session, scene: str, wanted: bool) -> Session:
    """With a scene kept for the proof, or not any more. KeyError."""
    return _scene_changed(session, scene, held_out=wanted, by_hand=True)


def _scene_changed(session: Session, scene: str, **changes: Any) -> Session:
    changed = change_scene(session, scene, **changes)
    place = [one.id for one in changed.scenes].index(scene)
    wishes = list(changed.plan.wishes)
    if place < len(wishes):
        known = {name: value for name, value in changes.items() if name in ("title", "kind", "held_out")}
        wishes[place] = replace(wishes[place], **known)
    return replace(changed, plan=replace(changed.plan, wishes=tuple(wishes)))


def with_scene(session: Session, title: str = "") -> tuple[Session, str]:
    """With one more scene, and its id."""
    name = next_id(session)
    place = len(session.scenes)
    wish = session.plan.wishes[place] if place < len(session.plan.wishes) else Wish("mixed")
    scene = Scene(name, title or wish.title, wish.kind, wish.held_out, by_hand=True)
    return replace(session, scenes=(*session.scenes, scene)), name


def moved(session: Session, files: Collection[str], scene: str | None) -> Session:
    """With these frames in that scene, None for a new one."""
    if scene is None:
        session, scene = with_scene(session)
    place = scene
    return _frames_changed(session, files, lambda frame: replace(frame, scene=place, scene_by_hand=True))


def used_as(session: Session, files: Collection[str], role: Role) -> Session:
    """With these frames as low-ISO, high-ISO or neither."""
    return _frames_changed(session, files, lambda frame: replace(frame, role=role, role_by_hand=True))


def dropped(session: Session, files: Collection[str], out: bool) -> Session:
    """With these frames taken out, or put back."""
    wanted = set(files)
    touched = {frame.scene for frame in session.frames if frame.file in wanted and frame.scene}

    def change(frame: Frame) -> Frame:
        """The rest of its scene waits for what will be shot instead; the clock alone could not tell that."""
        if frame.file in wanted:
            return replace(frame, dropped=out)
        stays = out and frame.scene in touched and not frame.dropped
        return replace(frame, scene_by_hand=True) if stays else frame

    return grouped(replace(session, frames=tuple(map(change, session.frames))))


SCENE_AGAIN = frozenset(
    "camera-differs lens-differs focal-length-differs aperture-differs size-differs shape-differs kind-differs gain "
    "shifted turned not-alignable light-colour low-blurred low-noisy light-changed clipped-too-much too-dark".split()
)
"""Findings after which another high-ISO frame would not help: the low-ISO frames do not fit any more either."""


def again_is_scene(verdict: Verdict | None) -> bool:
    """Whether all of the scene has to be shot again, not only the noisy frame."""
    grave = ("reject", "mask")
    return verdict is not None and any(f.grade in grave and f.code in SCENE_AGAIN for f in verdict.findings)


def shot_again(session: Session, pair: Pair, verdict: Verdict | None) -> Session:
    """Without the frames that have to be shot again: they are asked for next. Nothing is deleted."""
    whole = again_is_scene(verdict)
    frames = session.frames_of(pair.scene.id) if whole else (pair.high,)
    return dropped(session, {frame.file for frame in frames}, True)


def _frames_changed(session: Session, files: Collection[str], change: Callable[[Frame], Frame]) -> Session:
    wanted = set(files)
    frames = tuple(change(frame) if frame.file in wanted else frame for frame in session.frames)
    return grouped(replace(session, frames=frames))
