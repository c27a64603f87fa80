"""The command line: arguments -> command -> exit status.

0: everything asked for was done. 1: something failed, and was named. 2: wrong arguments. 130: stopped with Ctrl-C (143:
with SIGTERM), with nothing half-written left behind. torch is imported by the commands that need it only, once their
arguments are known to be right.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from denoiser_app import __version__
from denoiser_app.cli import batch, benchmark, denoise, info, models, pairs, train, train_base, watch
from denoiser_app.cli.arguments import Parser, WrongArguments
from denoiser_app.cli.interrupt import Stopped
from denoiser_app.cli.output import error_values, make_output
from denoiser_app.cli.plain import json_line
from denoiser_app.core.errors import DenoiserError

FAILED, WRONG_ARGUMENTS, INTERRUPTED = 1, 2, 130

COMMANDS = (denoise, batch, watch, info, models, pairs, benchmark, train, train_base)
COMMAND_NAMES = tuple(command.__name__.rpartition(".")[2].replace("_", "-") for command in COMMANDS)


def build_parser() -> Parser:
    """Every command adds itself; ``args.run(args, output)`` carries it out and returns the exit status."""
    parser = Parser(prog="denoiser-app", description="Takes the noise out of night photographs, on this machine.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(arguments)
    except WrongArguments as problem:
        return _complain(str(problem), as_json="--json" in arguments)
    except Stopped as stopped:
        return stopped.exit_status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # for example '| head'; what is still buffered must not raise again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _run(arguments: list[str]) -> int:
    if not arguments:  # with a screen this would have been the window
        sys.stderr.write("denoiser-app: there is no screen to open the window on. These commands work without one:\n\n")
        build_parser().print_help(sys.stderr)
        return WRONG_ARGUMENTS
    try:
        args = build_parser().parse_args(arguments)
    except SystemExit as finished:  # --help and --version
        return int(finished.code or 0)
    output = make_output(args.json)
    try:
        return int(args.run(args, output))
    except DenoiserError as error:
        output.error(error)
        return FAILED


def _complain(message: str, as_json: bool) -> int:
    if as_json:
        sys.stdout.write(json_line({"type": "error", **error_values("WrongArguments", message)}) + "\n")
    else:
        sys.stderr.write(f"denoiser-app: {message}\n")
    return WRONG_ARGUMENTS
