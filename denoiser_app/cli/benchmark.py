"""``denoiser-app benchmark``: quality and speed, measured on this machine; without a kind, the table of the field."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from denoiser_app.cli.arguments import Subparsers, WrongArguments, add_compute, add_json, add_model, number, whole
from denoiser_app.cli.output import Output
from denoiser_app.core.errors import DenoiserError
from denoiser_app.core.progress import Progress, time_left

if TYPE_CHECKING:
    from denoiser_app.networks.descriptor import ModelDescriptor

ARRAYS = ("RGGB", "GRBG", "GBRG", "BGGR", "X-Trans")
PARTS = ("stars", "flat", "level")
DATA = Path("../shared/data")
SETS = "only this set: Set12, BSD68, CBSD68, Kodak24, McMaster, simulated, or a set of pairs; may be repeated"


def add(subparsers: Subparsers) -> None:
    """The command's arguments."""
    parser = subparsers.add_parser("benchmark", help="measure quality and speed on this machine")
    kinds = parser.add_subparsers(metavar="KIND", description="Without a kind: field.")

    field = kinds.add_parser("field", help="the table of the field: every method on every set, and its cost")
    _add_data(field)
    field.add_argument("--set", dest="sets", action="append", default=[], metavar="NAME", help=SETS)
    field.add_argument("--sigma", type=number(0, 255), action="append", metavar="LEVEL", help="default: 15, 25, 50")
    field.add_argument("--iso", type=number(50, 204800), action="append", metavar="ISO", help="default: 1600 to 102400")
    field.add_argument("--array", action="append", choices=ARRAYS, help="of simulated raws (default: all)")
    field.add_argument("--plot", action="store_true", help="draw quality over seconds, field.png in the folder of -o")
    _finish_comparison(field, run_field)
    parser.set_defaults(**{**vars(field.parse_args([])), "run": run_field})

    night = kinds.add_parser("night", help="stars kept, flat fields true, and what measuring the noise level costs")
    _add_data(night)
    night.add_argument("--part", action="append", choices=PARTS, help="default: all")
    night.add_argument("--iso", type=number(50, 204800), action="append", metavar="ISO", help="of flat fields")
    night.add_argument("--array", action="append", choices=ARRAYS, help="default: all")
    _finish_comparison(night, run_night)

    quality = kinds.add_parser("quality", help="PSNR and SSIM against clean photos with synthetic noise")
    quality.add_argument("folder", type=Path, metavar="FOLDER", help="clean photos")
    quality.add_argument(
        "--sigma",
        type=number(0, 255),
        action="append",
        metavar="LEVEL",
        help="standard deviation of the noise, in steps of 255; may be given several times (default: 25)",
    )
    quality.add_argument("--auto-noise", action="store_true", help="let the level be measured, not told")
    quality.add_argument("--seed", type=whole(0), default=0, help="of the noise (default: 0)")
    add_limit(quality)
    _finish(quality, run_quality)

    pairs = kinds.add_parser("pairs", help="PSNR and SSIM against real pairs of a noisy and a clean photo")
    pairs.add_argument("folder", type=Path, metavar="FOLDER", help="holds pairs.tsv, or *_noisy and *_clean photos")
    pairs.add_argument("--noise", type=number(0, 255), metavar="LEVEL", help="as in denoise (default: measured)")
    pairs.add_argument("--baseline", action="store_true", help="also OpenCV's non-local means at its best setting")
    pairs.add_argument(
        "--remosaic", action="store_true", help="raws: LibRaw's demosaic on the network's mosaic, not the network's own"
    )
    pairs.add_argument("--set", dest="sets", action="append", default=[], metavar="NAME", help="only this set of pairs")
    add_limit(pairs)
    _finish(pairs, run_pairs)

    raw = kinds.add_parser("raw", help="PSNR on raws simulated from clean photos, per filter array and ISO")
    raw.add_argument("folder", type=Path, metavar="FOLDER", help="clean photos")
    raw.add_argument("--iso", type=number(50, 204800), action="append", metavar="ISO", help="default: 100 to 51200")
    raw.add_argument("--array", action="append", choices=ARRAYS, help="default: all")
    add_limit(raw)
    _finish(raw, run_raw)

    speed = kinds.add_parser("speed", help="seconds, megapixels a second and memory, by stage")
    speed.add_argument("--megapixels", type=number(0.1, 200), default=24.0, help="size of the photo (default: 24)")
    _finish(speed, run_speed)


def add_limit(parser: argparse.ArgumentParser) -> None:
    """``--limit``."""
    parser.add_argument("--limit", type=whole(1), metavar="N", help="the first N photos only")


def _finish(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace, Output], int]) -> None:
    add_model(parser)
    add_compute(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, default=DATA, metavar="FOLDER", help=f"holds eval/, real_pairs/, raw/ (default: {DATA})"
    )
    parser.add_argument("--method", action="append", default=[], metavar="NAME", help="only this row of the table")
    parser.add_argument("-o", "--output", type=Path, metavar="FOLDER", help="also write the table as .md and .csv")


def _finish_comparison(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace, Output], int]) -> None:
    """As ``_finish``, without a single model to choose."""
    add_limit(parser)
    add_compute(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def report(events: Iterable[Any], table: Callable[[Sequence[Any]], str], output: Output) -> int:
    """Progress as it comes, then the table; 1 if a photo failed or nothing was measured."""
    started = time.monotonic()
    rows: list[Any] = []
    failed = 0
    for event in events:
        if isinstance(event, Progress):
            left = time_left(time.monotonic() - started, event.fraction)
            output.progress("", event, event.fraction, left)
        elif isinstance(getattr(event, "error", None), DenoiserError):
            failed += 1
            output.error(event.error, event.path)
        else:
            rows.append(event)
            output.result(event, None)
    if rows:
        output.summary(table(rows))  # made for machines too: it may be written to files
    return 1 if failed or not rows else 0


def run_field(args: argparse.Namespace, output: Output) -> int:
    """Every method on every set."""
    from denoiser_app.benchmark import field, plot
    from denoiser_app.benchmark import report as reports
    from denoiser_app.benchmark.material import ISOS, SIGMAS, Wanted

    if args.plot and args.output is None:
        raise WrongArguments("--plot needs a folder to draw into: -o FOLDER")
    if args.plot:
        plot.require_matplotlib()
    wanted = Wanted(args.sets, args.sigma or SIGMAS, args.array or ARRAYS, args.iso or ISOS, args.limit)
    events = field.run(args.data, wanted, args.method, args.device, args.tile, threads=args.threads)

    def finish(rows: Sequence[Any]) -> str:
        text = reports.markdown(rows)
        if args.output is not None:
            reports.write(args.output, "field", text, rows)
        if args.plot:
            plot.draw(rows, args.output / "field.png")
        return text

    return report(events, finish, output)


def run_night(args: argparse.Namespace, output: Output) -> int:
    """Stars, flat fields, and the noise level."""
    from denoiser_app.benchmark import night, night_table

    events = night.run(
        args.data,
        args.part or PARTS,
        args.method,
        args.array or ARRAYS,
        args.iso or night.ISOS,
        args.device,
        args.tile,
        threads=args.threads,
        limit=args.limit,
    )

    def finish(rows: Sequence[Any]) -> str:
        if args.output is not None:
            night_table.write(args.output, rows)
        return night_table.table(rows)

    return report(events, finish, output)


def run_quality(args: argparse.Namespace, output: Output) -> int:
    """Synthetic white noise of known deviation on clean photos."""
    from denoiser_app.benchmark import quality

    options = {"limit": args.limit, "auto_noise": args.auto_noise, "seed": args.seed}
    events = quality.run(args.folder, args.sigma or [25.0], *where(args), threads=args.threads, **options)
    return report(events, quality.table, output)


def run_pairs(args: argparse.Namespace, output: Output) -> int:
    """Real noise, judged by the mean of many shots."""
    from denoiser_app.benchmark import pairs

    options = {name: getattr(args, name) for name in ("noise", "baseline", "remosaic", "sets", "limit")}
    events = pairs.run(args.folder, *where(args), threads=args.threads, **options)
    return report(events, pairs.table, output)


def run_raw(args: argparse.Namespace, output: Output) -> int:
    """Simulated raws, judged by the photos they were made from."""
    from denoiser_app.benchmark import simulated

    arrays, isos = args.array or simulated.ARRAYS, args.iso or simulated.ISOS
    events = simulated.run(args.folder, arrays, isos, *where(args), threads=args.threads, limit=args.limit)
    return report(events, simulated.table, output)


def run_speed(args: argparse.Namespace, output: Output) -> int:
    """A synthetic photo through the whole program."""
    from denoiser_app.benchmark import speed

    return report(speed.run(args.megapixels, *where(args), threads=args.threads), speed.table, output)


def where(args: argparse.Namespace) -> tuple[ModelDescriptor | None, str, int | None]:
    """The model that was named (None for auto), the device and the tile."""
    from denoiser_app.networks import library

    model = None if args.model == library.AUTO else library.find(args.model)
    return model, args.device, args.tile
