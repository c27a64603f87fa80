"""Plans, frames, scenes and verdicts as people read them."""

from __future__ import annotations

from pathlib import Path

from denoiser_app.cli.words import count, duration, shutter
from denoiser_app.pairs.capture.events import NextShot
from denoiser_app.pairs.planning.plan import PlannedShot, ShootingPlan, exposure_seconds
from denoiser_app.pairs.planning.sheet import runs, shutter_text
from denoiser_app.pairs.planning.words import KIND_NAMES, LOOK_FOR
from denoiser_app.pairs.session import Frame, Scene, Session
from denoiser_app.pairs.verdict import Verdict, Verdicts

MARKS = {"good": "good", "masked": "usable with a mask", "rejected": "REJECTED"}
ROLES = {"low": "low ISO", "high": "high ISO", "other": "of no pair"}


def plan_text(plan: ShootingPlan) -> str:
    """What to shoot, in the order it is shot."""
    title = f"{plan.camera}: " if plan.camera else ""
    lines = [f"{title}every scene, in this order, without touching anything but ISO and shutter time:"]
    lines += [f"  {number:>3} x {shot_text(shot)}" for shot, number in runs(plan)]
    lines += ["Scenes:"]
    for number, wish in enumerate(plan.wishes, 1):
        held = " Held out, to prove the model on." if wish.held_out else ""
        lines.append(f"  {number:>3}  {wish.title or KIND_NAMES[wish.kind]}: {LOOK_FOR[wish.kind]}{held}")
    frames = len(plan.wishes) * (plan.low_frames + plan.high_frames)
    open_for = duration(exposure_seconds(plan))
    return "\n".join([*lines, f"{count(frames, 'frame')} in all; the shutter is open for {open_for}."])


def shot_text(shot: PlannedShot) -> str:
    """'ISO   100  15"'."""
    return f"ISO {shot.iso:<7.0f} {shutter_text(shot.shutter)}"


def next_text(shot: NextShot) -> str:
    """'Next: scene-2 (Smooth), frame 3 of 6: ISO 12800, 1/8'."""
    name = shot.title or KIND_NAMES[shot.kind]
    which = f"{shot.scene} ({name}), frame {shot.number} of {shot.of}"
    return f"Next: {which}: ISO {shot.iso:.0f}, {shutter_text(shot.shutter)}"


def frame_text(frame: Frame) -> str:
    """'frames/DSC_0001.NEF  scene-1  low ISO  ISO 100  16 s'; what is not known is left out."""
    known = [
        frame.file,
        frame.scene,
        ROLES[frame.role],
        f"ISO {frame.iso:g}" if frame.iso else "",
        shutter(frame.shutter) if frame.shutter else "",
        "dropped" if frame.dropped else "",
    ]
    return "  ".join(text for text in known if text)


def scene_text(session: Session, scene: Scene) -> str:
    """'scene-2  Smooth  4 low-ISO and 2 high-ISO frames'."""
    low, high = len(session.frames_of(scene.id, "low")), len(session.frames_of(scene.id, "high"))
    own = scene.title if scene.title.casefold() != scene.kind else ""
    name = f"{own} ({KIND_NAMES[scene.kind]})" if own else KIND_NAMES[scene.kind]
    held = "  held out" if scene.held_out else ""
    return f"{scene.id}  {name}  {low} low-ISO and {count(high, 'high-ISO frame')}{held}"


def pair_text(pair: str, verdicts: Verdicts) -> str:
    """'scene-2/DSC_0042  good', without the mark where it was not checked."""
    verdict = verdicts.find(pair)
    return pair if verdict is None else f"{pair}  {MARKS[verdict.mark]}"


def verdict_text(verdict: Verdict, folder: Path) -> str:
    """The mark, and under it every reason with its picture in the session's folder."""
    lines = [f"{verdict.pair}: {MARKS[verdict.mark]}, {100 * verdict.usable:.0f} % of it can be used"]
    for finding in verdict.reasons:
        if finding.code != "usable":
            lines.append(f"  {finding.sentence}")
        if finding.picture:
            lines.append(f"    {folder / finding.picture}")
    return "\n".join(lines)
