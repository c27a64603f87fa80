"""Ranges of arguments, and options that several commands share. Whatever is wrong here ends with exit status 2."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable
from typing import NoReturn, TypeAlias

Subparsers: TypeAlias = "argparse._SubParsersAction[Parser]"
"""What ``add_subparsers`` returns; argparse has no public name for it."""

DEVICES = ("auto", "cpu", "cuda", "mps")
SMALLEST_TILE = 128
"""Side in pixels below which the halo is most of a tile."""


class WrongArguments(Exception):
    """Arguments that argparse let through and that do not fit together."""


class Parser(argparse.ArgumentParser):
    """Raises WrongArguments instead of printing, so that ``--json`` covers wrong arguments too."""

    def error(self, message: str) -> NoReturn:
        raise WrongArguments(f"{message}\nTry: {self.prog} --help")


def number(low: float, high: float = math.inf) -> Callable[[str], float]:
    """A finite number from ``low`` to ``high``, both included."""
    return lambda text: _within(_parse(float, text), text, "a number", low, high)


def whole(low: int, high: float = math.inf) -> Callable[[str], int]:
    """A whole number from ``low`` to ``high``, both included."""
    return lambda text: int(_within(_parse(int, text), text, "a whole number", low, high))


def device(text: str) -> str:
    """One of DEVICES, or a GPU by its number."""
    if text in DEVICES or re.fullmatch(r"cuda:[0-9]{1,2}", text):
        return text
    raise argparse.ArgumentTypeError(f"'{text}' is no device. Known are {', '.join(DEVICES)}, cuda:0, cuda:1 ...")


def add_json(parser: argparse.ArgumentParser) -> None:
    """``--json``."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line: progress, result or error")


def add_model(parser: argparse.ArgumentParser) -> None:
    """``--model``."""
    parser.add_argument("--model", default="auto", metavar="NAME", help="network to use (default: auto)")


def add_compute(parser: argparse.ArgumentParser) -> None:
    """``--device``, ``--threads`` and ``--tile``."""
    parser.add_argument(
        "--device",
        type=device,
        default="auto",
        metavar="NAME",
        help=f"where the network runs: {', '.join(DEVICES)}, or cuda:1 for the second GPU (default: auto)",
    )
    parser.add_argument("--threads", type=whole(1, 1024), metavar="N", help="processor threads (default: all cores)")
    parser.add_argument(
        "--tile",
        type=whole(SMALLEST_TILE, 16384),
        metavar="PIXELS",
        help="side of a tile; smaller needs less memory (default: chosen for the device)",
    )


def _parse(kind: Callable[[str], float], text: str) -> float:
    """NaN, which is within no limits, for what is no such number."""
    try:
        return kind(text)
    except ValueError:
        return math.nan


def _within(value: float, text: str, kind: str, low: float, high: float) -> float:
    if math.isfinite(value) and low <= value <= high:
        return value
    limits = f"from {low:g} to {high:g}" if math.isfinite(high) else f"of at least {low:g}"
    raise argparse.ArgumentTypeError(f"'{text}' is not {kind} {limits}")
