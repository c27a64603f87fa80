"""``denoiser-app denoise``: noisy photos in, finished photos out."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from denoiser_app.cli.arguments import Subparsers, add_compute, add_json, add_model, number, whole
from denoiser_app.cli.interrupt import cancel_on_signal, ended
from denoiser_app.cli.output import Output
from denoiser_app.cli.planning import plan
from denoiser_app.cli.words import count, duration, file_size
from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.progress import CancelToken, Progress, time_left
from denoiser_app.core.recipe import ColorSpaceName, ExportOptions, FileFormat, Recipe

if TYPE_CHECKING:
    from denoiser_app.engine.job import FileDone, FileFailed, Job, Report

NAME = ExportOptions.name


class NotAccountedFor(DenoiserError):
    """The batch ended and some photo was neither written nor named as failed: a fault of the program."""

    sentence = "{missing} of {total} photos were neither written nor reported. Please report this as a fault."


def add(subparsers: Subparsers) -> None:
    """The command's arguments."""
    parser = subparsers.add_parser("denoise", help="denoise photos", description="Denoise raws and finished pictures.")
    parser.add_argument("inputs", nargs="+", type=Path, metavar="PHOTO", help="camera raw, JPEG, PNG, TIFF or HEIC")
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="file to write; a folder when there are several photos, when it ends in / or is one already"
        " (default: beside each photo)",
    )
    parser.add_argument("--name", metavar="TEMPLATE", help=f"names in the folder (default: {NAME})")
    add_recipe(parser)
    add_compute(parser)
    add_export(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def add_recipe(parser: argparse.ArgumentParser) -> None:
    """How to denoise."""
    add_model(parser)
    percent = number(0, 100)
    parser.add_argument("--strength", type=percent, default=100.0, metavar="PERCENT", help="0-100 (default: 100)")
    parser.add_argument(
        "--color-strength", type=percent, metavar="PERCENT", help="0-100, colour noise (default: as --strength)"
    )
    parser.add_argument(
        "--detail",
        type=percent,
        default=0.0,
        metavar="PERCENT",
        help="0-100, how much structure found in what was removed comes back (default: 0)",
    )
    parser.add_argument(
        "--grain", type=percent, default=0.0, metavar="AMOUNT", help="0-100, even grain put on at the end (default: 0)"
    )
    parser.add_argument(
        "--noise",
        type=number(0, 255),
        metavar="LEVEL",
        help="standard deviation of the noise, in steps of 255 (raw: at 18 %% of white; default: measured)",
    )


def add_export(parser: argparse.ArgumentParser) -> None:
    """What to write."""
    parser.add_argument("--format", choices=get_args(FileFormat), help="default: by the suffix of OUT, else tiff")
    parser.add_argument("--bit-depth", type=int, choices=(8, 16), help="bits a channel (default: 16, for JPEG 8)")
    parser.add_argument("--color-space", choices=get_args(ColorSpaceName), help="default: the photo's own, raws sRGB")
    parser.add_argument("--quality", type=whole(1, 100), default=ExportOptions.quality, help="JPEG quality, 1-100")
    parser.add_argument("--overwrite", action="store_true", help="replace existing files (never the originals)")


def run(args: argparse.Namespace, output: Output) -> int:
    """0 if every photo was written, 1 otherwise."""
    started = time.monotonic()
    recipe = Recipe(args.model, args.noise, args.strength, args.color_strength, args.detail, args.grain)
    planned = plan(args)
    for refused in planned.refused:
        output.error(refused.error, refused.source)
    written = denoise(args, planned.targets, planned.options, recipe, output) if planned.targets else 0
    total = len(args.inputs)
    if total > 1:
        failed = f"; {total - written} failed" if written < total else ""
        output.summary(
            f"{written} of {count(total, 'photo')} written in {duration(time.monotonic() - started)}{failed}."
        )
    return 0 if written == total else 1


def denoise(
    args: argparse.Namespace,
    targets: Sequence[tuple[Path, Path]],
    options: ExportOptions,
    recipe: Recipe,
    output: Output,
) -> int:
    """Run the engine over (source, target) pairs; the number of photos written."""
    token = CancelToken()
    # The handler comes before the import: torch's own import loses a KeyboardInterrupt.
    with cancel_on_signal(token):
        from denoiser_app.engine import job as engine

        jobs = [engine.Job(source, target, recipe, options) for source, target in targets]
        settings = engine.Settings(args.device, args.threads, args.tile)
        with ended(engine.run(jobs, settings, token)) as events:
            written, failed = report(events, jobs, output)
    if written + failed != len(jobs):
        output.error(NotAccountedFor(missing=len(jobs) - written - failed, total=len(jobs)))
    return written


def report(events: Iterator[Progress | FileDone | FileFailed], jobs: Sequence[Job], output: Output) -> tuple[int, int]:
    """Tell what happens; (photos written, photos failed)."""
    from denoiser_app.engine import job as engine

    started = time.monotonic()
    written = failed = 0
    for event in events:
        if isinstance(event, engine.FileDone):
            written += 1
            output.result(event.report, describe(event.report))
        elif isinstance(event, engine.FileFailed):
            failed += 1
            output.error(event.error, event.source)
        else:
            finished = min(written + failed, len(jobs) - 1)
            done = (finished + share(event)) / len(jobs)
            left = time_left(time.monotonic() - started, done)
            output.progress(label(jobs, finished), event, done, left)
    return written, failed


def share(step: Progress) -> float:
    """Finished share of one photo, 0-1: nearly all of the time goes into the network."""
    return step.fraction if step.stage == "network" else float(step.stage in {"finish", "write"})


def label(jobs: Sequence[Job], index: int) -> str:
    """'night.dng', or '3/12 night.dng' in a batch."""
    name = jobs[index].source.name
    return name if len(jobs) == 1 else f"{index + 1}/{len(jobs)} {name}"


def describe(report: Report) -> str:
    """'night.dng -> out/night-denoised.tif' and under it what was done, how long it took, and warnings."""
    total = duration(sum(report.seconds.values()))
    network = duration(report.seconds.get("network", 0.0))
    written = f"{report.source} -> {report.target} ({file_size(report.bytes)})"
    how = f"{report.megapixels:.1f} MP in {total} (network {network}), {report.model} on {report.device}"
    lines = [written, f"  {how}; noise: {report.noise}", *(f"  warning: {warning}" for warning in report.warnings)]
    return "\n".join(lines)
