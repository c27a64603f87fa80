"""``denoiser-app info``: what a photo is, how noisy it is, and which model would be used."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from denoiser_app.cli.arguments import Subparsers, add_json
from denoiser_app.cli.output import Output
from denoiser_app.cli.words import shutter
from denoiser_app.core.errors import DenoiserError

if TYPE_CHECKING:
    from denoiser_app.engine.inspect import PhotoInfo


def add(subparsers: Subparsers) -> None:
    """The command's arguments."""
    parser = subparsers.add_parser("info", help="what a photo is and how noisy it is")
    parser.add_argument("inputs", nargs="+", type=Path, metavar="PHOTO")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, output: Output) -> int:
    """0 if every photo could be read."""
    from denoiser_app.engine.inspect import inspect

    status = 0
    for path in args.inputs:
        try:
            info = inspect(path)
        except DenoiserError as error:
            output.error(error, path)
            status = 1
        else:
            output.result(info, describe(path, info))
    return status


def describe(path: Path, info: PhotoInfo) -> str:
    """The photo's name and under it one line for everything that is known."""
    rows = [(field.name, getattr(info, field.name)) for field in fields(info)]
    texts = [(name.replace("_", " "), words(name, value)) for name, value in rows if name not in {"path", "source"}]
    known = [(name, text) for name, text in texts if text]
    width = max((len(name) for name, _ in known), default=0)
    return "\n".join([str(path), *(f"  {name:{width}}  {text}" for name, text in known)])


def words(name: str, value: object) -> str:
    """One figure for people; '' for what is not known."""
    if value is None or value == "" or value == ():
        return ""
    if name == "shutter" and isinstance(value, int | float):
        return shutter(value)
    if name == "aperture":
        return f"f/{value:g}"
    if name == "size" and isinstance(value, tuple):
        width, height = value
        return f"{width} x {height} ({height * width / 1e6:.1f} MP)"
    if isinstance(value, tuple | list):
        return ", ".join(words("", item) for item in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
