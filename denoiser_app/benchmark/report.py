"""The table of the field as Markdown for people and as CSV for machines, and both, with the plot, into a folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from denoiser_app.benchmark.field import FieldRow
from denoiser_app.core.errors import OutputNotWritable

CONVENTIONS = (
    "PSNR in dB / SSIM, means over the photos: no border left out, data range 1, results clipped to 0-1 and not "
    "rounded. Worst: the least gain of any photo, dB. Filters and networks are told the noise level of white noise "
    "and measure it elsewhere; a raw's noise is known. Seconds a megapixel and memory: one 512x768 picture."
)


def markdown(rows: Sequence[FieldRow]) -> str:
    """A table a set: methods down, conditions across; published figures are marked and missing methods say why."""
    tables = dict.fromkeys(row.table for row in rows)
    parts = [f"### {table}\n\n{_table([row for row in rows if row.table == table])}" for table in tables]
    return "\n\n".join([*parts, CONVENTIONS]) + "\n"


def csv_text(rows: Sequence[Any]) -> str:
    """Any rows of one dataclass: a line each, a column a field, None empty."""
    file = io.StringIO()
    writer = csv.DictWriter(file, [f.name for f in fields(rows[0])], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    return file.getvalue()


def write(folder: Path, name: str, text: str, rows: Sequence[Any]) -> list[Path]:
    """NAME.md and NAME.csv. OutputNotWritable."""
    contents = {folder / f"{name}.md": text, folder / f"{name}.csv": csv_text(rows)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in contents.items():
            path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise OutputNotWritable(path=folder, reason=error.strerror or str(error)) from error
    return list(contents)


def pipes(lines: Iterable[Sequence[str]]) -> str:
    """A Markdown table: the first line is the heading; columns are padded, so that it reads well as text too."""
    cells = [list(line) for line in lines]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    cells.insert(1, ["-" * width for width in widths])
    return "\n".join("| " + " | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + " |" for line in cells)


def _table(rows: Sequence[FieldRow]) -> str:
    conditions = list(dict.fromkeys(row.condition for row in rows))
    methods = dict.fromkeys((row.method, row.kind) for row in rows)
    header = ["method", *conditions, "worst", "parameters", "GMAC/MP", "s/MP", "MB", "note"]
    lines = [_line([r for r in rows if (r.method, r.kind) == key], conditions) for key in methods]
    return pipes([header, *lines])


def _line(rows: Sequence[FieldRow], conditions: Sequence[str]) -> list[str]:
    first, by_condition = rows[0], {row.condition: row for row in rows}
    if first.kind == "missing":
        return [first.method, *("-" for _ in conditions), "-", "-", "-", "-", "-", first.note]
    worst = min((row.worst_gain for row in rows if row.worst_gain is not None), default=None)
    costs = (
        _number(worst, "+.2f"),
        _number(first.parameters, ",d"),
        _number(first.giga_macs, ".4g"),
        _number(first.seconds_per_megapixel, ".3g"),
        _number(first.peak_mb, ".0f"),
    )
    note = f"published: {first.note}" if first.kind == "published" else first.note
    return [first.method, *(_quality(by_condition.get(c)) for c in conditions), *costs, note]


def _quality(row: FieldRow | None) -> str:
    if row is None or row.psnr is None:
        return "-"
    return f"{row.psnr:.2f}" if row.ssim is None else f"{row.psnr:.2f} / {row.ssim:.4f}"


def _number(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)
