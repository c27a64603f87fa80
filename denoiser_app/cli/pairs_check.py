"""``denoiser-app pairs check`` and ``calibrate``: whether the pairs are good, and what they say of the camera."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from denoiser_app.cli.interrupt import cancel_on_signal, ended
from denoiser_app.cli.output import Output
from denoiser_app.cli.pairs_frames import tell_left_out
from denoiser_app.cli.pairs_words import verdict_text
from denoiser_app.cli.words import count
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.verdict import Verdicts

if TYPE_CHECKING:
    from denoiser_app.core.camera_profile import IsoCurve, IsoNoise
    from denoiser_app.pairs.calibration.calibrate import Calibrated, Comparison


def run_check(args: argparse.Namespace, output: Output) -> int:
    """1 if a pair is rejected, or if there is none."""
    from denoiser_app.pairs.checking.check import Checked, PairChecked, check

    token, verdicts = CancelToken(), None
    with cancel_on_signal(token), ended(check(args.session, token, args.only)) as events:
        for event in events:
            if isinstance(event, Progress):
                output.progress("checking", replace(event, note=""), event.fraction, None)  # its note: the frame
            elif isinstance(event, PairChecked):
                output.result(event.verdict, verdict_text(event.verdict, args.session), "verdict")
            elif isinstance(event, Checked):
                verdicts = event.verdicts
    tell_left_out(args.session, sessions.load(args.session), output)
    return conclusion(verdicts or Verdicts(), output)


def conclusion(verdicts: Verdicts, output: Output) -> int:
    """What is wrong with the session as a whole, and how many pairs are of which kind."""
    for problem in verdicts.problems:
        output.result(problem, problem.sentence, "problem")
    marks = [str(verdict.mark) for verdict in verdicts.of]
    names = {"good": "good", "masked": "usable with a mask", "rejected": "rejected"}
    parts = ", ".join(f"{marks.count(mark)} {name}" for mark, name in names.items())
    output.summary(f"{count(len(marks), 'pair')}: {parts}." if marks else "There are no pairs to check.")
    unfit = any(problem.grade == "reject" for problem in verdicts.problems)
    return 1 if unfit or "rejected" in marks or not marks else 0


def run_calibrate(args: argparse.Namespace, output: Output) -> int:
    """Measures, and lets auto noise use it."""
    from denoiser_app.pairs.calibration.calibrate import Calibrated, calibrate, use

    token, used = CancelToken(), None
    with cancel_on_signal(token), ended(calibrate(args.session, token)) as events:
        for event in events:
            if isinstance(event, Progress):
                output.progress("calibrating", event, event.fraction, None)
            elif isinstance(event, Calibrated):
                used = None if args.no_use else use(event.profile)
                values = {
                    "profile": event.profile,
                    "comparison": event.comparison,
                    "scenes": event.scenes,
                    "file": args.session / sessions.PROFILE,
                    "used": used,
                }
                output.result(values, profile_text(event), "profile")
                if args.plot is not None:
                    draw(event, args.plot, output)
    if used is None:
        output.summary(f"The profile is {args.session / sessions.PROFILE}; auto noise does not use it.")
    else:
        output.summary("From now on, auto noise uses it for photos of this camera.")
    return 0


def draw(calibrated: Calibrated, path: Path, output: Output) -> None:
    """The measured lines and points, and what was known before. OutputError."""
    from denoiser_app.pairs.calibration.plot import plot

    output.result({"plot": plot(calibrated, path)}, f"{path}: the noise in a plot.", "plot")


def profile_text(calibrated: Calibrated) -> str:
    """A table of what was measured, and beside it what the program knew before."""
    profile = calibrated.profile
    lines = [f"{profile.camera or 'the camera'}, measured on {count(calibrated.scenes, 'scene')}:"]
    lines += [text for noise in profile.raw for text in noise_lines(noise)]
    lines += [curve_line(curve) for curve in profile.rgb]
    if profile.hot is not None:
        lines.append(f"  {count(len(profile.hot.places), 'hot pixel')} that stay in place over the scenes")
    return "\n".join([*lines, *map(comparison_line, calibrated.comparison)])


def noise_lines(noise: IsoNoise) -> Iterator[str]:
    """a and b of each colour at one ISO: variance = a x + b, x from 0 (black) to 1 (white)."""
    yield f"  ISO {noise.iso:<7g} {'a':>10} {'b':>10}   ({count(noise.pairs, 'pair')}, ± {100 * noise.spread:.1f} %)"
    for name, a, b in zip(("red", "green", "blue"), noise.a, noise.b, strict=True):
        yield f"    {name:<9} {a:>10.3e} {b:>10.3e}"


def curve_line(curve: IsoCurve) -> str:
    """Deviation of a finished picture's noise, in steps of 255, from its darkest to its brightest tones."""
    values = "  ".join(f"{255 * value:.1f}" for value in curve.fine)
    return (
        f"  ISO {curve.iso:<7g} noise from dark to bright, in steps of 255: {values}   ({count(curve.pairs, 'pair')})"
    )


def comparison_line(one: Comparison) -> str:
    """What was used until now."""
    what = "the shipped profile of this camera" if one.known else "what was assumed until now"
    a, b = compared(one.a, one.shipped_a), compared(one.b, one.shipped_b)
    return f"  ISO {one.iso:g}, green: a is {a} and b {b} {what} ({one.source})"


def compared(value: float, other: float) -> str:
    """'12 % above', '3 % below', '4.6 times'."""
    if other <= 0.0:
        return "more than"
    ratio = value / other
    if ratio > 2.0:
        return f"{ratio:.3g} times"
    return f"{abs(100.0 * (ratio - 1.0)):.0f} % {'above' if ratio >= 1.0 else 'below'}"
