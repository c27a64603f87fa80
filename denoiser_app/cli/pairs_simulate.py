"""``denoiser-app pairs simulate``: a session of a camera that does not exist, whose truth is known."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any

from denoiser_app.cli.arguments import WrongArguments
from denoiser_app.cli.interrupt import cancel_on_signal, ended
from denoiser_app.cli.output import Output
from denoiser_app.cli.pairs_frames import overview
from denoiser_app.core.errors import OutputExists
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.pairs import session as sessions

if TYPE_CHECKING:
    from denoiser_app.pairs.simulation.simulate import Options

ARRAYS = ("RGGB", "BGGR", "GRBG", "GBRG", "X-Trans")
KINDS_OF_FAULTS = ("shift", "moved", "exposure", "gain", "light", "defocus", "shake", "lens")


def size(text: str) -> tuple[int, int]:
    """'512x960'."""
    found = re.fullmatch(r"([0-9]{2,5})[x×]([0-9]{2,5})", text.strip().lower())
    if not found or not all(64 <= int(side) <= 12000 for side in found.groups()):
        raise argparse.ArgumentTypeError(f"'{text}' is no size such as 512x960, with sides from 64 to 12000")
    return int(found[1]), int(found[2])


def fault(text: str) -> tuple[int, str]:
    """'2:shift'."""
    scene, _, kind = text.partition(":")
    if not scene.isdigit() or int(scene) < 1 or kind not in KINDS_OF_FAULTS:
        known = ", ".join(KINDS_OF_FAULTS)
        raise argparse.ArgumentTypeError(f"'{text}' is not a scene and a fault such as 2:shift. Known are {known}")
    return int(scene), kind


def run(args: argparse.Namespace, output: Output) -> int:
    """Makes the session. OutputExists if there is one."""
    from denoiser_app.pairs.simulation.simulate import Simulated, Taken, simulate

    if sessions.exists(args.session):
        raise OutputExists(path=str(args.session / sessions.MANIFEST))
    token = CancelToken()
    with cancel_on_signal(token), ended(simulate(args.session, options_of(args), token)) as events:
        for event in events:
            if isinstance(event, Progress):
                output.progress("simulating", event, event.fraction, None)
            elif isinstance(event, Simulated):
                values: dict[str, Any] = {"session": event.folder, "truth": event.truth}
                output.result(values, f"{event.folder}: {overview(event.session)}", "simulated")
            elif isinstance(event, Taken):
                output.result(event, None, "taken")
    return 0


def options_of(args: argparse.Namespace) -> Options:
    """What to simulate. WrongArguments."""
    import numpy as np

    from denoiser_app.pairs.simulation.simulate import Fault, Options

    if args.high <= args.low:
        raise WrongArguments(f"--high ({args.high}) has to be more than --low ({args.low})")
    beyond = [scene for scene, _ in args.fault if scene > args.scenes]
    if beyond:
        raise WrongArguments(f"--fault {beyond[0]}: there are {args.scenes} scenes")
    rng = np.random.default_rng([args.seed, 3])
    faults = {scene - 1: Fault.random(kind, args.size, rng) for scene, kind in args.fault}
    return Options(
        seed=args.seed,
        array=args.array,
        size=args.size,
        scenes=args.scenes,
        low_frames=args.low_frames,
        high_frames=args.high_frames,
        low_iso=args.low,
        high_iso=args.high,
        shutter=args.shutter,
        pictures=args.pictures,
        faults=faults,
        format=args.format,
    )
