"""Frames -> roles and scenes. What was set by hand stays; scenes keep their ids while most of their frames do.

Frames are ordered by the time they were taken; where any file does not tell it, by their names, which cameras count up.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePosixPath

from denoiser_app.formats.listing import natural_key
from denoiser_app.pairs.grouping.roles import with_roles
from denoiser_app.pairs.grouping.segments import Similar, Step, segments
from denoiser_app.pairs.planning.plan import ShootingPlan, Wish
from denoiser_app.pairs.session import Frame, Scene, Session

SimilarFrames = Callable[[Frame, Frame], float | None]
"""Correlation of what two frames show, -1 to 1; None where it cannot be told."""

_ID = re.compile(r"scene-([0-9]{1,9})")


def grouped(session: Session, similar: SimilarFrames | None = None) -> Session:
    """The session with every frame's role and scene, and with the scenes that follow from them.

    Frames that belong to no pair ('other') have no scene unless they were put into one by hand. If no scene is held out
    by hand, one is chosen once there are two: the one that the plan holds out, else a mixed one, else the last.
    similar: asked for two frames between which a scene may end.
    """
    frames = with_roles(session.frames, session.plan)
    placed = _placed(frames, session.plan, similar)
    frames = tuple(replace(frame, scene=placed.get(frame.file, frame.scene)) for frame in frames)
    scenes = _scenes(session, frames)
    return replace(session, frames=frames, scenes=_with_held_out(scenes, session))


def in_order(frames: Sequence[Frame]) -> list[Frame]:
    """As they were taken."""
    moments = {frame.file: taken_seconds(frame) for frame in frames}
    known = None not in moments.values()
    return sorted(frames, key=lambda f: (moments[f.file] if known else 0.0, natural_key(_name(f)), f.file))


def _name(frame: Frame) -> str:
    return frame.original or PurePosixPath(frame.file).name


def taken_seconds(frame: Frame) -> float | None:
    """When it was taken, in seconds from some moment; None if the file does not tell."""
    with suppress(ValueError):
        return (datetime.datetime.strptime(frame.taken[:19], "%Y:%m:%d %H:%M:%S") - _EPOCH).total_seconds()
    return None


_EPOCH = datetime.datetime(1970, 1, 1)


def next_id(session: Session) -> str:
    """Of a scene that is not there yet: never one that a frame, also a dropped one, once had."""
    return _numbered(_largest(session) + 1)


# --- frames into scenes -----------------------------------------------------------------------------------------------


def _placed(frames: Sequence[Frame], plan: ShootingPlan, similar: SimilarFrames | None) -> dict[str, str]:
    """File -> scene for every frame that grouping may place."""
    row = in_order([frame for frame in frames if frame.role != "other"])
    # Whoever takes frames out has looked at the scenes: what has one by then keeps it.
    looked_at = any(frame.dropped for frame in frames)
    settled = {f.file for f in frames if f.scene_by_hand or (looked_at and f.scene)}
    steps = [
        Step(f.role, taken_seconds(f), f.shutter or 0.0, f.scene if f.file in settled else "", f.dropped) for f in row
    ]
    asked = None if similar is None else _by_low(row, similar)
    parts = [[row[index] for index in part] for part in segments(steps, plan, asked)]
    names = _named(parts, [frame.scene for frame in frames])
    loose = [f for f in frames if not f.dropped and f.role == "other" and not f.scene_by_hand]
    placed = {frame.file: "" for frame in loose}
    for part, name in zip(parts, names, strict=True):
        placed.update({frame.file: name for frame in part if not (frame.file in settled or frame.dropped)})
    return placed


def _by_low(row: Sequence[Frame], similar: SimilarFrames) -> Similar:
    """Compares the low-ISO frames nearest to a boundary: noise of the others would make one scene look like two."""

    def asked(before: int, after: int) -> float | None:
        earlier = next((row[at] for at in range(before, -1, -1) if row[at].role == "low"), None)
        later = next((row[at] for at in range(after, len(row)) if row[at].role == "low"), None)
        return None if earlier is None or later is None else similar(earlier, later)

    return asked


def _named(parts: Sequence[Sequence[Frame]], used: Sequence[str]) -> list[str]:
    """An id for each part: the one that most of its frames had, if no other part has a better claim, else a new one.

    Frames that were put into a scene by hand do not take along neighbours that were in another one.
    """
    claims = sorted(
        (-number, scene_number(name), index, name)
        for index, part in enumerate(parts)
        for name, number in Counter(frame.scene for frame in _voters(part)).items()
    )
    names: dict[int, str] = {}
    for _, _, index, name in claims:
        if index not in names and name not in names.values():
            names[index] = name
    new = itertools.count(max(map(scene_number, used), default=0) + 1)
    return [names[index] if index in names else _numbered(next(new)) for index in range(len(parts))]


def _voters(part: Sequence[Frame]) -> list[Frame]:
    placed = [frame for frame in part if frame.scene]
    return [frame for frame in placed if not frame.scene_by_hand] or placed


# --- scenes -----------------------------------------------------------------------------------------------------------


def _scenes(session: Session, frames: Sequence[Frame]) -> tuple[Scene, ...]:
    """Those that have frames or were made by hand, in the order they were shot; new ones as the plan wishes."""
    shot = list(dict.fromkeys(f.scene for f in in_order([f for f in frames if f.scene and not f.dropped])))
    known = {scene.id: scene for scene in session.scenes}
    empty = [scene.id for scene in session.scenes if scene.by_hand and scene.id not in shot]
    scenes = []
    for place, name in enumerate([*shot, *empty]):
        scene = known.get(name)
        settled = scene is not None and (scene.by_hand or scene.title)
        scenes.append(scene if scene is not None and settled else _wished(name, place, session.plan))
    return tuple(scenes)


def _wished(name: str, place: int, plan: ShootingPlan) -> Scene:
    """The scene that the plan asks for at this place of the evening; beyond it, one without a wish."""
    if place >= len(plan.wishes):
        return Scene(name)
    wish = plan.wishes[place]
    return Scene(name, wish.title, wish.kind, wish.held_out)


def _with_held_out(scenes: tuple[Scene, ...], before: Session) -> tuple[Scene, ...]:
    """With the scenes that are kept from training. A choice stays once all scenes of the plan are there: a model that
    was trained since must not be tested on what it has seen."""
    wishes = before.plan.wishes
    earlier = {scene.id for scene in before.scenes if scene.held_out}
    kept = [scene for scene in scenes if scene.id in earlier]
    if any(scene.by_hand and scene.held_out for scene in scenes):
        chosen = [scene for scene in scenes if scene.by_hand and scene.held_out]
    elif kept and len(before.scenes) >= len(wishes):
        chosen = kept
    else:
        chosen = _held_out(scenes, wishes)
    names = {scene.id for scene in chosen}
    return tuple(replace(scene, held_out=scene.id in names) for scene in scenes)


def _held_out(scenes: Sequence[Scene], wishes: Sequence[Wish]) -> list[Scene]:
    if len(scenes) < 2:
        return []
    free = [scene for scene in scenes if not scene.by_hand]
    planned = [scene for scene, wish in zip(scenes, wishes, strict=False) if wish.held_out and not scene.by_hand]
    mixed = [scene for scene in free if scene.kind == "mixed"]
    return planned or mixed[-1:] or free[-1:] or list(scenes[-1:])


def _largest(session: Session) -> int:
    names = [scene.id for scene in session.scenes] + [frame.scene for frame in session.frames]
    return max(map(scene_number, names), default=0)


def scene_number(name: str) -> int:
    """7 of 'scene-7'; 0 for what is no id."""
    found = _ID.fullmatch(name)
    return int(found[1]) if found else 0


def _numbered(number: int) -> str:
    return f"scene-{number}"
