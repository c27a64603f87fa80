"""From the arguments of ``batch`` and ``watch`` to the plan that is kept with the batch."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from denoiser_app.cli.arguments import WrongArguments
from denoiser_app.core.errors import NameTemplateInvalid
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine.batch.items import BatchKind, IfExists, Plan
from denoiser_app.formats import naming


def plan_of(args: argparse.Namespace, sources: Sequence[Path], kind: BatchKind = "batch") -> Plan:
    """What was asked for, with absolute paths: it goes on from any folder.

    WrongArguments; RulesInvalid for the table of rules.
    """
    if args.flat and args.output is None:
        raise WrongArguments("--flat is for results in a folder; name it with -o")
    if args.output is not None and Path(args.output).is_file():
        raise WrongArguments(f"-o names a file, {args.output}; the results of a batch go into a folder")
    options = export_options(args)
    return Plan(
        sources=tuple(path.absolute() for path in sources),
        output=None if args.output is None else Path(args.output).absolute(),
        name=args.title or "",
        kind=kind,
        recursive=args.recursive,
        patterns=tuple(args.pattern or ()),
        keep_folders=not args.flat,
        recipe=Recipe(args.model, args.noise, args.strength, args.color_strength, args.detail, args.grain),
        options=options,
        if_exists=if_exists(args),
        sidecars=args.sidecars,
        rules="" if args.rules is None else rules_text(args.rules),
    )


def export_options(args: argparse.Namespace) -> ExportOptions:
    """What is written."""
    if args.format == "jpeg" and args.bit_depth == 16:
        raise WrongArguments("a JPEG has 8 bits a channel; choose TIFF or PNG for 16")
    options = ExportOptions(
        format=args.format or "tiff",
        bit_depth=args.bit_depth,
        color_space=args.color_space,
        quality=args.quality,
        overwrite=if_exists(args) == "overwrite",
        name=ExportOptions.name if args.name is None else args.name,
    )
    try:
        naming.fields_of(options.name)
    except NameTemplateInvalid as problem:
        raise WrongArguments(str(problem)) from problem
    return options


def if_exists(args: argparse.Namespace) -> IfExists:
    """``--overwrite`` is another word for ``--if-exists overwrite``."""
    if args.overwrite and args.if_exists not in (None, "overwrite"):
        raise WrongArguments(f"--overwrite and --if-exists {args.if_exists} contradict each other")
    chosen: IfExists = "overwrite" if args.overwrite else args.if_exists or "skip"
    return chosen


def rules_text(path: Path) -> str:
    """The table of rules as it is kept with the batch: checked now, not in the night."""
    from denoiser_app.engine.batch import rules

    return rules.to_json(rules.read(path))
