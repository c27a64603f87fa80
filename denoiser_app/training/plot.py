"""A picture of a training, log.png, from its two tables alone: loss and its terms above, validation below."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from denoiser_app.training.log import LOG, VALIDATION

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PICTURE = "log.png"
_NOT_LOSSES = ("step", "learning_rate", "psnr", "seconds")


def plot(folder: Path) -> Path:
    """Draws ``folder/log.png`` anew and returns its path."""
    from matplotlib.figure import Figure  # takes a while, and only pictures need it

    # Figure without pyplot draws with Agg: no window, no state that outlives the call.
    figure = Figure(figsize=(8, 8), layout="constrained")
    losses, validation = figure.subplots(2, 1, sharex=True)
    _curves(losses, folder / LOG, _NOT_LOSSES)
    losses.set_ylabel("loss and its terms")
    if all(value > 0 for line in losses.lines for value in list(line.get_ydata())):
        losses.set_yscale("log")
    _curves(validation, folder / VALIDATION, ("step",))
    validation.set_ylabel("PSNR of held-out photos, dB")
    validation.set_xlabel("step")
    path = folder / PICTURE
    figure.savefig(path, dpi=100)
    return path


def _curves(axes: Axes, table: Path, left_out: tuple[str, ...]) -> None:
    with table.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for name in [name for name in rows[0] if name not in left_out]:
        points = [(int(row["step"]), float(row[name])) for row in rows if row[name]]
        axes.plot(*zip(*points, strict=True), label=name, marker="." if len(points) < 50 else "")
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small")
