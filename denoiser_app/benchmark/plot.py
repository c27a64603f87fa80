"""Quality over seconds: a panel a table, a point a method, the papers' figures as dashed lines with their names.

Uses matplotlib, which only this needs. Quality is the mean PSNR over the table's conditions.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from denoiser_app.benchmark.field import FieldRow
from denoiser_app.core.errors import DataMissing, OutputNotWritable


def require_matplotlib() -> None:
    """DataMissing, with what to install, where matplotlib is not."""
    if find_spec("matplotlib") is None:
        reason = "is needed for --plot. Install it with: pip install 'denoiser-app[benchmark]'"
        raise DataMissing(path="matplotlib", reason=reason)


def draw(rows: Sequence[FieldRow], path: Path) -> None:
    """Writes the picture (PNG). DataMissing without matplotlib, OutputNotWritable."""
    require_matplotlib()
    from matplotlib.figure import Figure

    tables = list(dict.fromkeys(row.table for row in rows))
    columns = min(3, len(tables))
    lines = -(-len(tables) // columns)
    figure = Figure(figsize=(6 * columns, 4.5 * lines), layout="constrained")
    for axes, table in zip(figure.subplots(lines, columns, squeeze=False).flat, tables, strict=False):
        _panel(axes, table, points([row for row in rows if row.table == table]))
    try:
        figure.savefig(path, dpi=120)
    except OSError as error:
        raise OutputNotWritable(path=path, reason=error.strerror or str(error)) from error


def points(rows: Sequence[FieldRow]) -> list[tuple[str, float | None, float]]:
    """(method, seconds a megapixel or None for a paper's, mean PSNR) of one table's rows that have figures and,
    if measured, a time."""
    found = []
    for method, kind in dict.fromkeys((row.method, row.kind) for row in rows):
        own = [row for row in rows if (row.method, row.kind) == (method, kind) and row.psnr is not None]
        seconds = own[0].seconds_per_megapixel if own else None
        if own and (kind == "published" or seconds is not None):
            found.append((method, seconds, float(np.mean([row.psnr for row in own if row.psnr is not None]))))
    return found


def _panel(axes: Any, table: str, found: Sequence[tuple[str, float | None, float]]) -> None:
    axes.set(title=table, xlabel="seconds a megapixel", ylabel="mean PSNR, dB", xscale="log")
    axes.grid(visible=True, alpha=0.3)
    for index, (method, seconds, psnr) in enumerate(found):
        if seconds is None:
            axes.axhline(psnr, linestyle="--", linewidth=0.8, color="gray")
            axes.annotate(method, (0.01 + 0.25 * (index % 4), psnr), xycoords=("axes fraction", "data"), fontsize=7)
        else:
            axes.plot(seconds, psnr, "o")
            # Above and below by turns: our tiers lie close together.
            beside = (4, 4 if index % 2 else -11)
            axes.annotate(method, (seconds, psnr), xytext=beside, textcoords="offset points", fontsize=8)
