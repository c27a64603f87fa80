"""``denoiser-app pairs plan`` and ``new``: what to shoot, and the session it is for."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from denoiser_app.cli.arguments import WrongArguments
from denoiser_app.cli.output import Output
from denoiser_app.cli.pairs_words import plan_text
from denoiser_app.core.errors import OutputExists
from denoiser_app.formats.publish import publishing
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.planning.plan import KINDS, SceneKind, ShootingPlan, Wish, shots, warnings
from denoiser_app.pairs.planning.sheet import sheet_html
from denoiser_app.pairs.planning.shutter import nearest, seconds_of
from denoiser_app.pairs.session import Session


def shutter_time(text: str) -> float:
    """Seconds, the true ones of the nearest third stop."""
    try:
        return nearest(seconds_of(text)).seconds
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def scene_kinds(text: str) -> tuple[SceneKind, ...]:
    """'texture,dark,mixed'."""
    kinds = [word.strip().lower() for word in text.split(",") if word.strip()]
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown or not kinds:
        what = f"'{unknown[0]}' is no kind of scene" if unknown else "name at least one kind of scene"
        raise argparse.ArgumentTypeError(f"{what}. Known are {', '.join(KINDS)}")
    return cast(tuple[SceneKind, ...], tuple(kinds))


def run_plan(args: argparse.Namespace, output: Output) -> int:
    """Tells the plan, and keeps it where a session or a sheet is named."""
    if args.session and args.output:
        raise WrongArguments("name the session once: as SESSION or with -o")
    folder = args.session or args.output
    there = sessions.load(folder).plan if folder and sessions.exists(folder) else None
    plan = changed(there or ShootingPlan(), args)
    if folder:
        keep(folder, plan, there is not None)
    tell(plan, output, folder)
    if args.sheet:
        write_sheet(args.sheet, plan, args.overwrite)
        output.result({"sheet": args.sheet}, f"{args.sheet}: one page to print.", "sheet")
    return 0


def run_new(args: argparse.Namespace, output: Output) -> int:
    """An empty session. OutputExists if there is one."""
    if sessions.exists(args.session):
        raise OutputExists(path=str(args.session / sessions.MANIFEST))
    plan = changed(ShootingPlan(), args)
    session = sessions.create(args.session, new_session(args.session, plan, args.name))
    output.result({"session": args.session, **session.plan.values()}, f"{args.session}: a new session.", "session")
    tell_warnings(plan, output)
    output.summary(f"'denoiser-app pairs capture {args.session} --backend ...' or 'pairs add' brings the frames.")
    return 0


def new_session(folder: Path, plan: ShootingPlan, name: str | None = None) -> Session:
    """Called like its folder, made today."""
    return Session(name or folder.resolve().name, plan, created=datetime.date.today().isoformat())


def keep(folder: Path, plan: ShootingPlan, is_there: bool) -> None:
    """The plan into its session, which is made if there is none."""
    if is_there:
        sessions.update(folder, lambda session: replace(session, plan=plan))
    else:
        sessions.create(folder, new_session(folder, plan))


def tell(plan: ShootingPlan, output: Output, folder: Path | None) -> None:
    """The plan and its warnings."""
    values = {
        **plan.values(),
        "session": folder,
        "shots": [{"role": s.role, "iso": s.iso, "shutter": s.shutter, "last": s.last} for s in shots(plan)],
        "warnings": [{"code": w.code, "sentence": w.sentence, **w.parameters} for w in warnings(plan)],
    }
    output.result(values, plan_text(plan), "plan")
    tell_warnings(plan, output)


def tell_warnings(plan: ShootingPlan, output: Output) -> None:
    """One line each."""
    for warning in warnings(plan):
        output.note(f"warning: {warning.sentence}")


def write_sheet(path: Path, plan: ShootingPlan, overwrite: bool) -> None:
    """OutputError."""
    text = sheet_html(plan).encode()
    with publishing(path, overwrite=overwrite, needed=len(text)) as part:
        part.file.write(text)


# --- from the arguments -----------------------------------------------------------------------------------------------


def changed(plan: ShootingPlan, args: argparse.Namespace) -> ShootingPlan:
    """The plan with what was given. WrongArguments for what does not go together."""
    given: dict[str, Any] = {
        "camera": args.camera,
        "low_iso": args.low,
        "high_iso": args.high,
        "shutter": args.shutter,
        "low_frames": args.low_frames,
        "high_frames": args.high_frames,
        "mains": None if args.mains is None else int(args.mains) if args.mains.isdigit() else 0,
        "wishes": wishes(plan, args.scenes, args.held_out),
    }
    plan = replace(plan, **{name: value for name, value in given.items() if value is not None})
    if plan.high_iso <= plan.low_iso:
        raise WrongArguments(f"--high ({plan.high_iso:g}) has to be more than --low ({plan.low_iso:g})")
    try:
        shots(plan)
    except ValueError as error:
        raise WrongArguments(f"these ISOs and this shutter time do not go together: {error}") from error
    return plan


def wishes(plan: ShootingPlan, kinds: Sequence[SceneKind] | None, held_out: int | None) -> tuple[Wish, ...] | None:
    """None if nothing was said of them."""
    if kinds is None and held_out is None:
        return None
    asked = plan.wishes if kinds is None else tuple(Wish(kind) for kind in kinds)
    place = len(asked) if held_out is None else held_out
    if place > len(asked):
        raise WrongArguments(f"--held-out {place}: there are {len(asked)} scenes")
    # A single scene that is held out would leave none to learn from.
    alone = held_out is None and len(asked) == 1
    return tuple(replace(wish, held_out=number == place and not alone) for number, wish in enumerate(asked, 1))
