"""``denoiser-app train``: a model of one's own from a session of pairs; with ``--json`` the child process of a window.

Every line on stdout is then an object whose ``type`` is progress, estimate, prepared, step, preview, paused, resumed,
finished or error, and every line on stdin one of 'pause', 'resume' and 'stop' (end early and keep the best). The end of
stdin means nothing. SIGTERM and Ctrl-C leave after a checkpoint, with status 143 and 130; --resume goes on from it.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from denoiser_app.cli.arguments import Subparsers, add_json, device, number, whole
from denoiser_app.cli.interrupt import cancel_on_signal, ended
from denoiser_app.cli.output import Output
from denoiser_app.cli.words import count, duration
from denoiser_app.core.progress import Progress

if TYPE_CHECKING:
    from denoiser_app.training.personal import (
        Control,
        Estimate,
        Event,
        Finished,
        Paused,
        PersonalRequest,
        Prepared,
        Stepped,
    )

EXAMPLE = """\
examples:
  denoiser-app train "X-T3 evening" --name "X-T3 night" --minutes 30
  denoiser-app train "X-T3 evening" --name "X-T3 night" --resume
  denoiser-app train "X-T3 evening" --name small --from three-layer --minutes 5

Everything is kept in the session's folder. Ctrl-C keeps what was learned; --resume goes on from there. With one
processor thread (--threads 1) the same training gives the same model to the last bit."""

_LONGEST = 7 * 24 * 60
_MOST_STEPS = 10_000_000


def add(subparsers: Subparsers) -> None:
    """The command's arguments."""
    parser = subparsers.add_parser(
        "train",
        help="train a model for your own camera from a session of pairs",
        description="Train a model for your own camera from the pairs of a session.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("session", type=Path, metavar="SESSION", help="folder of the session, see 'denoiser-app pairs'")
    parser.add_argument("--name", required=True, metavar="NAME", help="of the model: letters, digits, '-' and spaces")
    parser.add_argument(
        "--from",
        dest="start",
        default="",
        metavar="MODEL",
        help="an installed model to begin with, 'scratch' or 'three-layer' (default: the shipped one)",
    )
    amount = parser.add_mutually_exclusive_group()
    amount.add_argument(
        "--minutes", type=number(0.05, _LONGEST), default=30.0, metavar="N", help="how long it may take (default: 30)"
    )
    amount.add_argument("--steps", type=whole(1, _MOST_STEPS), metavar="N", help="how many steps, instead of minutes")
    parser.add_argument("--resume", action="store_true", help="go on with the training of this name")
    parser.add_argument("--estimate", action="store_true", help="only say how long it would take")
    parser.add_argument("--threads", type=whole(1, 1024), metavar="N", help="processor threads (default: all cores)")
    parser.add_argument("--device", type=device, default="auto", metavar="NAME", help="where it runs (default: auto)")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, output: Output) -> int:
    """Until the last step, or until it is stopped, and then the model's path."""
    from denoiser_app.training import personal

    request = _request(args)
    if args.estimate:
        _tell(output, personal.estimate(args.session, request), 0.0)
        return 0
    control = personal.Control()
    if args.json:
        listen(sys.stdin, control)
    with cancel_on_signal(control.token), ended(personal.train(args.session, request, control)) as events:
        for event in events:
            _tell(output, event, _fraction(event))
    return 0


def listen(stream: TextIO, control: Control) -> threading.Thread:
    """Does what a window writes, in a thread of its own; what is no command is left out."""
    commands: dict[str, Callable[[], None]] = {"pause": control.pause, "resume": control.resume, "stop": control.stop}

    def hear() -> None:
        try:
            for line in stream:
                act = commands.get(line.strip())
                if act is not None:
                    act()
        except (OSError, ValueError):  # closed, or no stdin at all
            return

    # It may be waiting for a line when the program ends.
    thread = threading.Thread(target=hear, name="commands", daemon=True)
    thread.start()
    return thread


def _request(args: argparse.Namespace) -> PersonalRequest:
    from denoiser_app.training.personal import PersonalRequest

    return PersonalRequest(
        name=args.name,
        start=args.start,
        minutes=args.minutes,
        steps=args.steps,
        resume=args.resume,
        threads=args.threads,
        device=args.device,
    )


def _fraction(event: Event) -> float:
    step, total = getattr(event, "step", 0), getattr(event, "total", 0)
    return step / total if total else 0.0


def _tell(output: Output, event: Event, fraction: float) -> None:
    from denoiser_app.training import personal

    match event:
        case Progress():
            output.progress("", event, event.fraction, None)
        case personal.Estimate():
            output.result(event, estimate_words(event), "estimate")
        case personal.Prepared():
            output.result(event, prepared_words(event), "prepared")
        case personal.Stepped():
            output.result(event, None if event.psnr is None else step_words(event), "step")
            stage = Progress(f"step {event.step:,} of {event.total:,}", event.step, event.total)
            _bar(output, stage, fraction, event.seconds_left)
        case personal.Previewed():
            output.result(event, None, "preview")
        case personal.Paused():
            _paused(output, event)
        case personal.Resumed():
            output.result(event, f"Going on from step {event.step:,}.", "resumed")
        case personal.Finished():
            output.result(event, finished_words(event), "finished")


def _bar(output: Output, stage: Progress, fraction: float, seconds_left: float) -> None:
    """For people only: machines have the step itself."""
    from denoiser_app.cli.output import HumanOutput

    if isinstance(output, HumanOutput):
        output.progress("", stage, fraction, seconds_left)


def _paused(output: Output, event: Paused) -> None:
    error = event.error
    values = {
        "step": event.step,
        "total": event.total,
        "error": error and {"code": error.code, "message": str(error), "parameters": error.parameters},
    }
    wait = "It goes on by itself when that is possible; Ctrl-C leaves, and --resume goes on later."
    output.result(values, f"Paused. {error} {wait}" if error else f"Paused at step {event.step:,}.", "paused")


def estimate_words(event: Estimate) -> str:
    """One line."""
    where = f"on this {event.device}" if event.device.startswith("CPU") else f"on {event.device}"
    begin = {"scratch": "random weights", "three-layer": "random weights of three layers"}.get(event.start, event.start)
    exact = "" if event.exact else " Numbers may differ in their last digits from run to run; --threads 1 prevents it."
    return (
        f"About {_about(event.seconds_left)} {where} ({count(event.threads, 'thread')}): {event.steps:,} steps, "
        f"beginning with {begin}; a checkpoint every {duration(event.every * event.step_seconds)}.{exact}"
    )


def prepared_words(event: Prepared) -> str:
    """What it learns from, and what the photographer should know."""
    line = (
        f"{count(len(event.pairs), 'pair')}: {event.megapixels:.1f} megapixels of {count(len(event.scenes), 'scene')} "
        f"to learn from, {', '.join(event.held_out)} held out. Noise: {event.noise}."
    )
    return "\n".join([line, *event.notes])


def step_words(event: Stepped) -> str:
    """A line for each checkpoint."""
    loss = "" if event.loss is None else f" loss {event.loss:.5f},"
    return (
        f"step {event.step:,} of {event.total:,}:{loss} PSNR {event.psnr:.2f} dB on what is kept back "
        f"(noisy {event.noisy:.2f}), {event.held_out:.2f} dB on the held-out scene (noisy {event.noisy_held_out:.2f}), "
        f"{duration(event.seconds)}, about {_about(event.seconds_left)} left"
    )


def finished_words(event: Finished) -> str:
    """What came of it, and what to do next."""
    found = (
        f"The weights of step {event.best_step:,} were the best"
        if event.best_step
        else "Nothing that was learned is better than what it began with"
    )
    return (
        f"{found}: {event.psnr:.2f} dB on what is kept back (before {event.start_psnr:.2f}), "
        f"{event.held_out:.2f} dB on the held-out scene (before {event.start_held_out:.2f}).\n"
        f'{event.path}\nProve it next: denoiser-app models prove "{event.name}" SESSION'
    )


def _about(seconds: float) -> str:
    """'25 minutes', '40 seconds', '2 h 10 min': an estimate, not a measurement."""
    if seconds < 90:
        return f"{max(5, 5 * round(seconds / 5))} seconds"
    if seconds < 5400:
        return f"{round(seconds / 60)} minutes"
    return duration(seconds)
