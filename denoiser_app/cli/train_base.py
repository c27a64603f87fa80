"""``denoiser-app train-base``: repeats the training of a shipped network from its recipe (for developers)."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from denoiser_app.cli.arguments import Subparsers, add_json
from denoiser_app.cli.interrupt import ended
from denoiser_app.cli.output import Output
from denoiser_app.cli.words import duration

if TYPE_CHECKING:
    from denoiser_app.training.log import Step

SMALLEST_PHOTO = 128
"""Least side in pixels of a photo to train on: validation takes patches of this size."""


def add(subparsers: Subparsers) -> None:
    """The command's arguments."""
    parser = subparsers.add_parser("train-base", help="train a shipped network anew (for developers)")
    parser.add_argument("recipe", type=Path, metavar="RECIPE", help="TOML file, see denoiser_app/training/configs")
    parser.add_argument("--photos", type=Path, required=True, metavar="FOLDER", help="clean lossless photos")
    parser.add_argument("--linear", type=Path, metavar="FOLDER", help="linear HDR pictures (.hdr) besides them")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="checkpoint, log.csv, validation.csv, log.png; resumed when there",
    )
    parser.add_argument(
        "--publish", type=Path, metavar="FOLDER", help="write the model there when the last step is done"
    )
    parser.add_argument("--device", choices=("cpu", "cuda", "mps"), default="cpu", help="default: cpu")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, output: Output) -> int:
    """Train until the recipe's last step; Ctrl-C loses what was done since the last checkpoint."""
    from denoiser_app.training import trainer
    from denoiser_app.training.config import TrainingConfig
    from denoiser_app.training.dataset import CleanPhotos

    config = TrainingConfig.load(args.recipe)
    photos = CleanPhotos.load(args.photos, SMALLEST_PHOTO, args.linear)
    with ended(trainer.train(config, photos, args.output, args.device)) as lines:
        for line in lines:
            output.result(line, _sentence(line))
    if args.publish:
        from denoiser_app.training.publish import publish, training_facts

        network, steps, seconds = trainer.load_average(args.output, config)
        facts = training_facts(config, len(photos.train), steps, seconds)
        published = publish(network, config, facts, {}, args.publish)
        output.result(published, f"{published.path} ({published.parameter_count:,} parameters)")
    return 0


def _sentence(line: Step) -> str:
    table = ", ".join(f"{name} {psnr:.2f}" for name, psnr in line.validation.items())
    text = f"step {line.step} of {line.total}: loss {line.loss:.5f}, PSNR {line.psnr:.2f} dB ({table})"
    return f"{text}, {duration(line.seconds)}"
