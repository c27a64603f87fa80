"""``denoiser-app batch``: folders of photos in, finished photos out, also after a crash, and care for them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import get_args

from denoiser_app.cli import batch_admin
from denoiser_app.cli.arguments import Subparsers, WrongArguments, add_compute, add_json, number
from denoiser_app.cli.batch_plan import plan_of
from denoiser_app.cli.batch_run import resume, start
from denoiser_app.cli.denoise import add_export, add_recipe
from denoiser_app.cli.output import Output
from denoiser_app.core.recipe import ExportOptions
from denoiser_app.engine.batch.items import IfExists

EVERYTHING = ""
"""What ``--resume`` holds when no batch is named."""

RECIPE = frozenset(["model", "strength", "color_strength", "detail", "grain", "noise"])
EXPORT = frozenset(["format", "bit_depth", "color_space", "quality", "overwrite"])
WHERE = frozenset(["output", "recursive", "pattern", "rules", "title", "name", "flat", "if_exists", "sidecars"])
WORK = frozenset(["device", "threads", "tile", "memory", "report", "cluster"])
OPTIONS = RECIPE | EXPORT | WHERE | WORK | {"queue", "items"}

EXAMPLES = """\
examples:
  denoiser-app batch /photos/concert -o /photos/clean --recursive --pattern "*.NEF" --by-iso rules.json
  denoiser-app batch --resume            goes on with every batch that is not finished (a paused one has to be named)
  denoiser-app batch --resume 3          goes on with batch 3
  denoiser-app batch status [ID ...]     how far each batch is; with an ID also every photo that failed, and why
  denoiser-app batch pause ID            the program that works on it stops at the next step
  denoiser-app batch cancel ID           the same, and --resume leaves it out
  denoiser-app batch retry ID            its failed photos wait again
  denoiser-app batch forget ID           takes it out of the list; no photo is touched
  denoiser-app batch report ID -o FOLDER writes what became of every photo as a page and a table
  denoiser-app batch first ID PHOTO ...  these photos are done before the others
  denoiser-app batch order ID ...        these batches are done before the others

ID is the number of a batch or its --title. A folder that is named like one of these words is given as ./status.
What was begun goes on after a crash or a power cut. Exit status: 0 when every photo is done or was skipped; 1 when
something failed or is left; 130 when stopped with Ctrl-C."""


def add(subparsers: Subparsers) -> None:
    """The command's arguments."""
    parser = subparsers.add_parser(
        "batch",
        help="denoise whole folders, go on where it stopped",
        description="Denoise all photos of folders. Every step is kept on the disk, so that it can go on any time.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("words", nargs="*", metavar="FOLDER", help="folders and photos, or one of the actions below")
    parser.add_argument("--resume", nargs="?", const=EVERYTHING, metavar="ID", help="go on with what is not finished")
    parser.add_argument("--queue", action="store_true", help="only put the photos in line; --resume begins")
    add_where(parser)
    add_work(parser)
    parser.add_argument("--cluster", metavar="URL", help="a Dask cluster that does the work, such as tcp://host:8786")
    parser.add_argument("--items", action="store_true", help="with status: every photo, not only those that failed")
    add_recipe(parser)
    add_export(parser)
    add_json(parser)
    parser.set_defaults(run=run, parser=parser)


def add_where(parser: argparse.ArgumentParser) -> None:
    """Which photos, and where their results go."""
    parser.add_argument("-o", "--output", metavar="OUT", help="folder for the results (default: beside each photo)")
    parser.add_argument("--recursive", action="store_true", help="also the photos in sub-folders")
    parser.add_argument(
        "--pattern", action="append", metavar="PATTERN", help='only names such as "*.NEF" (in quotes); may be repeated'
    )
    parser.add_argument(
        "--by-iso", "--rules", dest="rules", type=Path, metavar="RULES.json", help="a table of rules; first match wins"
    )
    parser.add_argument("--title", metavar="NAME", help="what the batch is called (default: by its number)")
    parser.add_argument("--name", metavar="TEMPLATE", help=f"names of the results (default: {ExportOptions.name})")
    parser.add_argument("--flat", action="store_true", help="no sub-folders in OUT, all results side by side")
    parser.add_argument(
        "--if-exists",
        choices=get_args(IfExists),
        help="a result that is there already: skip the photo, once the result is found whole (default),"
        " write another beside it, or replace it",
    )
    parser.add_argument("--sidecars", action="store_true", help="copy .xmp and .pp3 files of the photos along")


def add_work(parser: argparse.ArgumentParser) -> None:
    """How the work is done."""
    add_compute(parser)
    parser.add_argument(
        "--memory", type=number(0.1), metavar="GB", help="memory for photos in work (default: half of what is free)"
    )
    parser.add_argument("--report", type=Path, metavar="FOLDER", help="write a report there at the end")


def run(args: argparse.Namespace, output: Output) -> int:
    """0 if all was done, 1 if something failed or is left."""
    if args.resume is not None:
        if args.words:
            raise WrongArguments("--resume goes on with what was begun; name no folders, and at most one batch")
        refuse_options(args, WORK, "--resume: a batch goes on as it was begun")
        return resume(args, args.resume or None, output)
    if args.words and args.words[0] in batch_admin.ACTIONS:
        action = batch_admin.ACTIONS[args.words[0]]
        refuse_options(args, action.options, f"'batch {args.words[0]}'")
        action.check(args, args.words[1:])
        return action.run(args, args.words[1:], output)
    if not args.words:
        actions = ", ".join(batch_admin.ACTIONS)
        raise WrongArguments(f"name folders or photos, --resume, or one of: {actions}\nTry: denoiser-app batch --help")
    refuse_options(args, OPTIONS - {"items"}, "a new batch")
    if args.queue:
        refuse_options(args, OPTIONS - WORK, "--queue, which only puts photos in line")
    return start(args, plan_of(args, [Path(word) for word in args.words]), output)


def refuse_options(args: argparse.Namespace, allowed: frozenset[str], what: str) -> None:
    """WrongArguments for an option that would be ignored."""
    for option in sorted(OPTIONS - allowed):
        if getattr(args, option) != args.parser.get_default(option):
            raise WrongArguments(f"--{option.replace('_', '-')} is not for {what}\nTry: denoiser-app batch --help")
