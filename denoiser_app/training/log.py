"""What is known of a training after each checkpoint, and the two tables that say it: log.csv and validation.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOG = "log.csv"
VALIDATION = "validation.csv"


@dataclass(frozen=True)
class Step:
    """Where a training is.

    loss: the weighted sum, mean since the last line; terms: each of its terms before weighting, likewise, and of an
    adversarial training the 'discriminator's own. psnr: dB of the averaged weights on held-out photos, the mean of
    ``validation``, which names what was validated. seconds: spent on training so far.
    """

    step: int
    total: int
    loss: float
    terms: Mapping[str, float]
    learning_rate: float
    psnr: float
    validation: Mapping[str, float]
    seconds: float


def write(folder: Path, lines: Sequence[Step]) -> None:
    """Writes both tables anew, a row a step; a term that a stage does not have is left empty."""
    terms = list(dict.fromkeys(name for line in lines for name in line.terms))
    _table(
        folder / LOG,
        ["step", "loss", *terms, "learning_rate", "psnr", "seconds"],
        (
            [
                line.step,
                f"{line.loss:.6f}",
                *(f"{line.terms[name]:.6f}" if name in line.terms else "" for name in terms),
                f"{line.learning_rate:.4g}",
                f"{line.psnr:.3f}",
                f"{line.seconds:.1f}",
            ]
            for line in lines
        ),
    )
    names = list(lines[-1].validation)
    _table(
        folder / VALIDATION,
        ["step", *names],
        ([line.step, *(f"{line.validation[name]:.3f}" for name in names)] for line in lines),
    )


def _table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
