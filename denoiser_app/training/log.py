"""What is known of a training after each checkpoint, and the two tables that say it: log.csv and validation.csv."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from denoiser_app.formats.publish import publishing

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
    """Writes both tables anew, a row a step, each whole or not at all. A term that a stage does not have is left empty,
    and so is the loss before the first step, NaN."""
    terms = list(dict.fromkeys(name for line in lines for name in line.terms))
    _table(
        folder / LOG,
        ["step", "loss", *terms, "learning_rate", "psnr", "seconds"],
        (
            [
                line.step,
                "" if math.isnan(line.loss) else f"{line.loss:.6f}",
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


def read(folder: Path) -> list[dict[str, str]]:
    """The rows of log.csv by column; [] without one."""
    path = folder / LOG
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    with publishing(path, overwrite=True) as part:
        part.file.write(text.getvalue().encode())
