"""What the photographer says of frames and scenes: taken out, put back, into another scene, held out.

Names: a frame is called by its file in the session ('frames/DSC_0042.NEF'), by the name it came with, or by either
without the ending.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from denoiser_app.core.errors import FrameAmbiguous, FrameUnknown, SceneUnknown
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.grouping.grouping import grouped, scene_number
from denoiser_app.pairs.planning.plan import SceneKind
from denoiser_app.pairs.session import Frame, Role, Scene, Session


def drop(folder: Path, files: Sequence[str | Path]) -> Session:
    """Frames that do not count any more; a capture shoots others in their place. Nothing is deleted.

    FrameUnknown, FrameAmbiguous, and what ``session.update`` raises.
    """
    return _changed(folder, files, lambda frame: replace(frame, dropped=True))


def restore(folder: Path, files: Sequence[str | Path]) -> Session:
    """The inverse of ``drop``."""
    return _changed(folder, files, lambda frame: replace(frame, dropped=False))


def assign(folder: Path, files: Sequence[str | Path], role: Role | None = None, scene: str | None = None) -> Session:
    """Says what frames are; grouping leaves them so. scene: an id, '' for none. SceneUnknown for what is no id."""

    def change(frame: Frame) -> Frame:
        if role is not None:
            frame = replace(frame, role=role, role_by_hand=True)
        return frame if scene is None else replace(frame, scene=scene, scene_by_hand=True)

    if scene:
        require_id(sessions.load(folder), scene)
    return _changed(folder, files, change)


def describe(
    folder: Path, scene: str, *, title: str | None = None, kind: SceneKind | None = None, held_out: bool | None = None
) -> Session:
    """Says what a scene is. SceneUnknown."""

    def change(session: Session) -> Session:
        one = find_scene(session, scene)
        wanted = {"title": title, "kind": kind, "held_out": held_out}
        changes = {name: value for name, value in wanted.items() if value is not None}
        return grouped(sessions.change_scene(session, one.id, by_hand=True, **changes))

    return sessions.update(folder, change)


def find_scene(session: Session, name: str) -> Scene:
    """By its id, its number or its title. SceneUnknown."""
    for scene in session.scenes:
        if name in (scene.id, str(scene_number(scene.id))) or (name and name.casefold() == scene.title.casefold()):
            return scene
    raise SceneUnknown(name=name, known=", ".join(scene.id for scene in session.scenes) or "none yet")


def require_id(session: Session, name: str) -> None:
    """SceneUnknown unless it is the id of a scene that is there or may be made: 'scene-7'."""
    if not scene_number(name):
        find_scene(session, name)


def find_frame(session: Session, name: str | Path) -> Frame:
    """FrameUnknown, FrameAmbiguous."""
    text = str(name).replace("\\", "/")
    exact = [frame for frame in session.frames if frame.file == text]
    found = exact or [frame for frame in session.frames if PurePosixPath(text).name in _names(frame)]
    if not found:
        raise FrameUnknown(name=str(name))
    if len(found) > 1:
        raise FrameAmbiguous(name=str(name), count=len(found), files=", ".join(frame.file for frame in found))
    return found[0]


def _names(frame: Frame) -> set[str]:
    names = {PurePosixPath(frame.file).name, frame.original}
    return {name for one in names if one for name in (one, PurePosixPath(one).stem)}


def _changed(folder: Path, files: Sequence[str | Path], change: Callable[[Frame], Frame]) -> Session:
    def changed(session: Session) -> Session:
        chosen = {find_frame(session, name).file for name in files}
        frames = tuple(change(frame) if frame.file in chosen else frame for frame in session.frames)
        return grouped(replace(session, frames=frames))

    return sessions.update(folder, changed)
