"""``denoiser-app pairs add``, ``list``, ``scene`` and ``drop``: frames by hand."""

from __future__ import annotations

import argparse
from pathlib import Path

from denoiser_app.cli.arguments import WrongArguments
from denoiser_app.cli.interrupt import cancel_on_signal, ended
from denoiser_app.cli.output import Output
from denoiser_app.cli.pairs_words import frame_text, pair_text, scene_text
from denoiser_app.cli.words import count
from denoiser_app.core.errors import FrameKnown, RawOfSameShot
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.capture.events import FrameAdded, Refused
from denoiser_app.pairs.grouping.left_out import left_out
from denoiser_app.pairs.session import Session
from denoiser_app.pairs.verdict import Verdicts

NOT_FAILED = (FrameKnown, RawOfSameShot)
"""Reasons not to take a photo that need nothing done."""


def run_add(args: argparse.Namespace, output: Output) -> int:
    """1 if a photo could not be taken."""
    from denoiser_app.pairs.grouping.adding import add

    token, refused, added = CancelToken(), 0, 0
    scene = scene_id(args.session, args.scene)
    with cancel_on_signal(token), ended(add(args.session, args.photos, token, args.role, scene)) as events:
        for event in events:
            if isinstance(event, Progress):
                output.progress("adding photos", event, event.fraction, None)
            elif isinstance(event, Refused):
                refused += tell_refused(event, output)
            elif isinstance(event, FrameAdded):
                added += 1
                output.result(event.frame, event.frame.file, "frame")
    session = sessions.load(args.session)
    output.summary(f"{count(added, 'photo')} added. {overview(session)}")
    tell_left_out(args.session, session, output)
    return 1 if refused else 0


def scene_id(folder: Path, name: str | None) -> str | None:
    """The id of a scene that was named; that of a new one stays as it is. SceneUnknown."""
    from denoiser_app.pairs.grouping.arranging import find_scene
    from denoiser_app.pairs.grouping.grouping import scene_number

    return name if name is None or scene_number(name) else find_scene(sessions.load(folder), name).id


def tell_refused(event: Refused, output: Output) -> bool:
    """Whether it is a failure."""
    if isinstance(event.error, NOT_FAILED):
        output.note(str(event.error))
        return False
    output.error(event.error, event.path)
    return True


def overview(session: Session) -> str:
    """'6 scenes, 12 pairs.'."""
    return f"The session has {count(len(session.scenes), 'scene')} and {count(len(session.pairs()), 'pair')}."


def tell_left_out(folder: Path, session: Session, output: Output) -> None:
    """Frames that make no pair."""
    for one in left_out(session, folder):
        output.note(f"warning: {one.sentence}")


def run_list(args: argparse.Namespace, output: Output) -> int:
    """Scenes with their pairs."""
    session = sessions.load(args.session)
    verdicts = known_verdicts(args.session)
    for scene in session.scenes:
        frames = session.frames_of(scene.id)
        pairs = [pair.id for pair in session.pairs() if pair.scene.id == scene.id]
        lines = [scene_text(session, scene), *(f"  {pair_text(pair, verdicts)}" for pair in pairs)]
        lines += [f"    {frame_text(frame)}" for frame in frames] if args.frames else []
        marks = {pair: verdict.mark if (verdict := verdicts.find(pair)) else None for pair in pairs}
        output.result({"scene": scene, "pairs": marks, "frames": frames}, "\n".join(lines), "scene")
    if args.frames:
        for frame in session.frames:
            if frame.dropped or not frame.scene:
                output.result(frame, frame_text(frame), "frame")
    output.summary(overview(session))
    tell_left_out(args.session, session, output)
    return 0


def known_verdicts(folder: Path) -> Verdicts:
    """Those of the last check; none where there was no check, or it cannot be read: it can be made again."""
    try:
        return Verdicts.from_json((folder / sessions.CHECK / "verdicts.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Verdicts()


def run_scene(args: argparse.Namespace, output: Output) -> int:
    """Says what a scene is, and which frames are in it."""
    from denoiser_app.pairs.grouping import arranging

    said = (args.title, args.kind, args.held_out)
    if args.role and not args.frames:
        raise WrongArguments("--role says what the frames are that are named with --frames")
    if not args.frames and said == (None, None, None):
        raise WrongArguments("say something of the scene: --title, --kind, --held-out or --frames")
    scene = scene_id(args.session, args.scene) or ""
    if args.frames:
        arranging.assign(args.session, args.frames, args.role, scene)
    if said != (None, None, None):
        arranging.describe(args.session, scene, title=args.title, kind=args.kind, held_out=args.held_out)
    session = sessions.load(args.session)
    one = arranging.find_scene(session, scene)
    output.result({"scene": one, "frames": session.frames_of(one.id)}, scene_text(session, one), "scene")
    return 0


def run_drop(args: argparse.Namespace, output: Output) -> int:
    """Leaves frames out, or puts them back."""
    from denoiser_app.pairs.grouping.arranging import drop, find_frame, restore

    session = (restore if args.restore else drop)(args.session, args.frames)
    for name in args.frames:
        frame = find_frame(session, name)
        output.result(frame, frame_text(frame), "frame")
    output.summary(overview(session))
    return 0
