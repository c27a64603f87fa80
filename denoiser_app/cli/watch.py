"""``denoiser-app watch``: every photo that arrives in a folder is denoised, until stopped."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from denoiser_app.cli.arguments import Subparsers, WrongArguments, add_json
from denoiser_app.cli.batch import add_where, add_work
from denoiser_app.cli.batch_output import Teller
from denoiser_app.cli.batch_plan import plan_of
from denoiser_app.cli.batch_run import carry_out, run_one
from denoiser_app.cli.denoise import add_export, add_recipe
from denoiser_app.cli.output import Output
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch.events import Event
from denoiser_app.engine.batch.journal import Journal

EXAMPLE = """\
example:
  denoiser-app watch /incoming -o /photos/clean

A photo is taken once it has been written to the end. What was done is kept on the disk as with 'batch': the same
command goes on where it stopped, and 'denoiser-app batch status' shows it."""


def add(subparsers: Subparsers) -> None:
    """The command's arguments."""
    parser = subparsers.add_parser(
        "watch",
        help="denoise every photo that arrives in a folder",
        description="Denoise every photo that is in folders or arrives there, until stopped with Ctrl-C.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="folder to watch")
    add_where(parser)
    add_work(parser)
    add_recipe(parser)
    add_export(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, output: Output) -> int:
    """Goes on until a signal (130 or 143), or until somebody pauses or cancels it (1)."""
    require_folders(args.folders)
    plan = plan_of(args, args.folders, "watch")

    def begin(journal: Journal, teller: Teller, token: CancelToken) -> Iterator[Event]:
        from denoiser_app.engine.batch import watched

        number = watched.opened(journal, plan)
        teller.is_about(number)
        return run_one(args, journal, number, output, token)

    return carry_out(args, output, begin)


def require_folders(folders: list[Path]) -> None:
    """WrongArguments for a file. A folder that is not there is the engine's matter: it may come back."""
    for folder in folders:
        if folder.is_file():
            raise WrongArguments(f"{folder} is no folder; 'denoiser-app batch' is for photos that are there already")
