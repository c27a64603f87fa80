"""``denoiser-app pairs``: pairs of one's own camera at low and high ISO, from the plan to the camera's profile."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from denoiser_app.cli import pairs_capture, pairs_check, pairs_frames, pairs_plan, pairs_simulate
from denoiser_app.cli.arguments import Subparsers, add_json, number, whole
from denoiser_app.cli.output import Output
from denoiser_app.pairs.planning.plan import KINDS, MOST_FRAMES
from denoiser_app.pairs.session import Role

EXAMPLES = """\
examples:
  denoiser-app pairs plan --camera "X-T3" --low 100 --high 12800 --shutter 1/8 --sheet plan.html
  denoiser-app pairs new night --camera "X-T3" --high 12800
  denoiser-app pairs capture night --backend folder:/incoming     any tether program or card reader fills the folder
  denoiser-app pairs capture night --backend gphoto2              the camera on a cable is set and released
  denoiser-app pairs add night /card/DCIM                         photos that were shot before
  denoiser-app pairs list night                                   scenes, pairs, verdicts
  denoiser-app pairs check night                                  is every pair good? with reasons and pictures
  denoiser-app pairs drop night DSC_0042                          the capture asks for it again
  denoiser-app pairs scene night 6 --held-out                     kept from training, for the proof
  denoiser-app pairs calibrate night                              the camera's noise, used by auto noise from then on

SESSION is a folder that can be moved; everything is kept in it, and photos are copied into it, never moved.
Next comes 'denoiser-app train SESSION' and 'denoiser-app models prove'."""

Run = Callable[[argparse.Namespace, Output], int]


def add(subparsers: Subparsers) -> None:
    """The command's arguments."""
    parser = subparsers.add_parser(
        "pairs",
        help="pairs of your own camera: plan, capture, check, calibrate",
        description="Pairs of the same scene at low and high ISO: what a model of your own camera learns from.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    add_plan(actions)
    add_new(actions)
    add_capture(actions)
    add_add(actions)
    add_list(actions)
    add_scene(actions)
    add_drop(actions)
    add_check(actions)
    add_calibrate(actions)
    add_simulate(actions)


def action(actions: Subparsers, name: str, run: Run, text: str, more: str = "") -> argparse.ArgumentParser:
    """One of the actions; ``more`` follows ``text`` in its own help."""
    described = f"{text[0].upper()}{text[1:]}. {more}".strip()
    parser = actions.add_parser(name, help=text, description=described)
    add_json(parser)
    parser.set_defaults(run=run)
    return parser


def add_session(parser: argparse.ArgumentParser) -> None:
    """The session's folder."""
    parser.add_argument("session", type=Path, metavar="SESSION", help="folder of the session")


# --- plan -------------------------------------------------------------------------------------------------------------


def add_plan(actions: Subparsers) -> None:
    """What to shoot."""
    more = "With SESSION the plan is kept there; of a session that is there only what is given here changes."
    parser = action(actions, "plan", pairs_plan.run_plan, "what to shoot: shutter times, frames, scenes", more)
    parser.add_argument("session", type=Path, nargs="?", metavar="SESSION", help="folder of the session")
    parser.add_argument("-o", "--output", type=Path, metavar="SESSION", help="the same as SESSION")
    add_plan_options(parser)
    parser.add_argument("--sheet", type=Path, metavar="FILE.html", help="write one page to print and take along")
    parser.add_argument("--overwrite", action="store_true", help="replace FILE.html")


def add_new(actions: Subparsers) -> None:
    """A session."""
    parser = action(actions, "new", pairs_plan.run_new, "begin a session")
    add_session(parser)
    parser.add_argument("--name", metavar="TEXT", help="what the session is called (default: as its folder)")
    add_plan_options(parser)


def add_plan_options(parser: argparse.ArgumentParser) -> None:
    """What a plan consists of; None where nothing was said."""
    iso = number(1, 10_000_000)
    parser.add_argument("--camera", metavar="NAME", help="for the sheet and the camera's profile")
    parser.add_argument("--low", type=iso, metavar="ISO", help="the camera's lowest (default: 100)")
    parser.add_argument("--high", type=iso, metavar="ISO", help="the one to denoise (default: 12800)")
    parser.add_argument(
        "--shutter", type=pairs_plan.shutter_time, metavar="TIME", help="at the high ISO, such as 1/8 (the default)"
    )
    parser.add_argument(
        "--low-frames", type=whole(1, MOST_FRAMES), metavar="N", help="low-ISO frames a scene, averaged (default: 4)"
    )
    parser.add_argument(
        "--high-frames", type=whole(1, MOST_FRAMES), metavar="N", help="high-ISO frames a scene (default: 2)"
    )
    parser.add_argument(
        "--mains", choices=("50", "60", "none"), help="frequency of lamps' light; none for daylight (default: 50)"
    )
    parser.add_argument(
        "--scenes",
        type=pairs_plan.scene_kinds,
        metavar="KIND,...",
        help=f"kinds of scenes in the order they are shot: {', '.join(KINDS)} (default: each once)",
    )
    parser.add_argument(
        "--held-out", type=whole(1), metavar="N", help="number of the scene that proves the model (default: the last)"
    )


# --- frames -----------------------------------------------------------------------------------------------------------


def add_capture(actions: Subparsers) -> None:
    """From a camera or a watched folder."""
    parser = action(
        actions,
        "capture",
        pairs_capture.run,
        "take frames from a camera on a cable, or from a folder that is filled",
        "Every scene is checked as soon as it is whole. Ctrl-C ends it; the same command goes on.",
    )
    add_session(parser)
    parser.add_argument(
        "--backend",
        required=True,
        type=pairs_capture.backend,
        metavar="gphoto2|folder:PATH",
        help="gphoto2 sets and releases a camera on a cable; folder:PATH takes what arrives in a folder",
    )
    parser.add_argument("--no-check", action="store_true", help="do not check scenes while they are shot")
    parser.add_argument(
        "--until-whole", action="store_true", help="end by itself once all scenes of the plan are there"
    )
    parser.add_argument(
        "--still",
        type=number(0.1, 600),
        default=2.0,
        metavar="SECONDS",
        help="a file counts after that long (default: 2)",
    )


def add_add(actions: Subparsers) -> None:
    """Photos by hand."""
    more = "Photos are copied; roles and scenes follow from their times, ISO and exposure unless they are said here."
    parser = action(actions, "add", pairs_frames.run_add, "add photos or folders of photos", more)
    add_session(parser)
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO", help="photos or folders")
    add_role(parser)
    parser.add_argument("--scene", metavar="SCENE", help="the scene they all belong to, such as scene-2")


def add_role(parser: argparse.ArgumentParser) -> None:
    """Low or high."""
    parser.add_argument("--role", choices=get_args(Role), help="what they are; other: of no pair")


def add_list(actions: Subparsers) -> None:
    """What is there."""
    parser = action(actions, "list", pairs_frames.run_list, "the scenes of a session, their pairs and verdicts")
    add_session(parser)
    parser.add_argument("--frames", action="store_true", help="every frame, also those without a scene")


def add_scene(actions: Subparsers) -> None:
    """What a scene is, and which frames are in it."""
    parser = action(
        actions,
        "scene",
        pairs_frames.run_scene,
        "say what a scene is, or put frames into it",
        "It stays as it is said.",
    )
    add_session(parser)
    parser.add_argument("scene", metavar="SCENE", help="its id, number or title; with --frames also a new one: scene-7")
    parser.add_argument("--title", metavar="TEXT", help="your word for it")
    parser.add_argument("--kind", choices=KINDS, help="what it shows")
    parser.add_argument(
        "--held-out",
        action=argparse.BooleanOptionalAction,
        help="kept from training, to prove the model on; --no-held-out: used for training",
    )
    parser.add_argument("--frames", nargs="+", metavar="FRAME", help="frames that belong to it")
    add_role(parser)


def add_drop(actions: Subparsers) -> None:
    """Out, or back."""
    more = "Nothing is deleted; a capture that goes on asks for such frames again."
    parser = action(actions, "drop", pairs_frames.run_drop, "leave frames out", more)
    add_session(parser)
    parser.add_argument("frames", nargs="+", metavar="FRAME", help="names as 'pairs list --frames' shows them")
    parser.add_argument("--restore", action="store_true", help="put them back instead")


# --- what follows from them -------------------------------------------------------------------------------------------


def add_check(actions: Subparsers) -> None:
    """Verdicts."""
    more = "Exit status 1 if a pair is rejected or none is there. Pairs that have not changed keep their verdict."
    parser = action(actions, "check", pairs_check.run_check, "a verdict for every pair, with its reasons", more)
    add_session(parser)
    parser.add_argument("--only", nargs="+", metavar="PAIR", help="these pairs, such as scene-1/DSC_0042")


def add_calibrate(actions: Subparsers) -> None:
    """The camera's profile."""
    more = "The profile is kept in the session and, unless --no-use, used by auto noise for photos of this camera."
    parser = action(actions, "calibrate", pairs_check.run_calibrate, "measure the camera's noise and hot pixels", more)
    add_session(parser)
    parser.add_argument("--no-use", action="store_true", help="only measure; auto noise stays as it is")
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="draw it beside what was known before")


def add_simulate(actions: Subparsers) -> None:
    """A session with a known truth."""
    more = "To try the steps without a camera, or to test them: truth.json in the session says what was simulated."
    parser = action(actions, "simulate", pairs_simulate.run, "make a session of a simulated camera", more)
    add_session(parser)
    parser.add_argument("--seed", type=whole(0), default=0, metavar="N", help="another camera and other scenes")
    parser.add_argument("--array", choices=pairs_simulate.ARRAYS, default="RGGB", help="its colour filters")
    parser.add_argument("--format", choices=("dng", "jpeg"), default="dng", help="what it writes (default: dng)")
    parser.add_argument(
        "--size", type=pairs_simulate.size, default=(512, 960), metavar="HEIGHTxWIDTH", help="default: 512x960"
    )
    parser.add_argument("--scenes", type=whole(1, 100), default=6, metavar="N", help="default: 6")
    parser.add_argument("--low-frames", type=whole(1, MOST_FRAMES), default=4, metavar="N", help="default: 4")
    parser.add_argument("--high-frames", type=whole(1, MOST_FRAMES), default=2, metavar="N", help="default: 2")
    parser.add_argument("--low", type=whole(1, 10_000_000), default=100, metavar="ISO", help="default: 100")
    parser.add_argument("--high", type=whole(1, 10_000_000), default=12800, metavar="ISO", help="default: 12800")
    parser.add_argument(
        "--shutter", type=pairs_plan.shutter_time, default=1 / 8, metavar="TIME", help="at the high ISO (default: 1/8)"
    )
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="HDR panoramas or clean photos to photograph")
    parser.add_argument(
        "--fault",
        action="append",
        type=pairs_simulate.fault,
        default=[],
        metavar="SCENE:KIND",
        help=f"plant a fault in a scene, such as 2:shift; one of {', '.join(pairs_simulate.KINDS_OF_FAULTS)}",
    )
