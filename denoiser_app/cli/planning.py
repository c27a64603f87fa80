"""From the arguments of ``denoise`` to pairs of source and target, and the photos refused before work starts."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from denoiser_app.cli.arguments import WrongArguments
from denoiser_app.core.errors import DenoiserError, NameTemplateInvalid, OutputUnsupported
from denoiser_app.core.recipe import ExportOptions, FileFormat
from denoiser_app.formats import naming


@dataclass(frozen=True)
class Refused:
    """A photo that will not be tried, and why."""

    source: Path
    error: DenoiserError


@dataclass(frozen=True)
class Plan:
    """targets: (source, target) pairs; refused: the other sources; options: what is written."""

    targets: tuple[tuple[Path, Path], ...]
    refused: tuple[Refused, ...]
    options: ExportOptions


def plan(args: argparse.Namespace) -> Plan:
    """Where every input goes. WrongArguments if what was asked for contradicts itself."""
    folder = args.output is None or naming.is_folder(args.output, len(args.inputs))
    if args.name is not None and not folder:
        raise WrongArguments("--name is for the files in a folder; end -o with / to make it one")
    file_format: FileFormat = args.format or (None if folder else naming.format_of(args.output)) or "tiff"
    if file_format == "jpeg" and args.bit_depth == 16:
        raise WrongArguments("a JPEG has 8 bits a channel; choose TIFF or PNG for 16")
    options = ExportOptions(
        format=file_format,
        bit_depth=args.bit_depth,
        color_space=args.color_space,
        quality=args.quality,
        overwrite=args.overwrite,
        name=ExportOptions.name if args.name is None else args.name,
    )
    return sort_out(args.inputs, args.output, options, args.model)


def sort_out(sources: Sequence[Path], output: str | None, options: ExportOptions, model: str) -> Plan:
    """The plan for sources whose options are known."""
    try:
        planned = naming.plan_each(sources, output, options, model=model)
    except (NameTemplateInvalid, OutputUnsupported) as problem:
        raise WrongArguments(str(problem)) from problem
    pairs = list(zip(sources, planned, strict=True))
    targets = tuple((source, target) for source, target in pairs if isinstance(target, Path))
    refused = tuple(Refused(source, error) for source, error in pairs if isinstance(error, DenoiserError))
    return Plan(targets, refused, options)
