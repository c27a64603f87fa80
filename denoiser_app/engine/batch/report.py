"""The morning's report of a batch: report.csv for a spreadsheet, report.html with crops of before and after."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from denoiser_app.engine.batch.items import Item, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.keepsakes import CROPS, crops_of
from denoiser_app.engine.batch.report_html import page
from denoiser_app.engine.batch.report_words import reason, sizes, what_was_done
from denoiser_app.formats.publish import output_error, publishing

PAGE, TABLE = "report.html", "report.csv"
SIDES = ("before", "after")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters by which a spreadsheet takes a text for a formula (OWASP, "CSV Injection")."""
COLUMNS = (
    "number", "photo", "folder", "state", "reason", "action", "result", "megapixels", "model", "strength", "noise",
    "seconds", "started", "ended", "attempts", "bytes before", "bytes after", "warnings", "sha256 before",
    "sha256 after", "error",
)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """The two files."""

    html: Path
    csv: Path


def write_report(journal: Journal, batch: int, folder: Path) -> Report:
    """Both files into ``folder``, which is made, over those of an earlier report; crops are copied beside them.

    May be called at any time: what is not done yet is said. BatchUnknown, OutputNotWritable, DiskFull; each file is
    whole or not there.
    """
    known, items = journal.batch(batch), journal.items(batch)
    report = Report(folder / PAGE, folder / TABLE)
    pictured = _bring_crops(crops_of(batch), folder / CROPS, items)
    _publish(report.csv, csv_text(items).encode("utf-8-sig", "backslashreplace"))
    _publish(report.html, page(known, items, pictured, f"{CROPS}/").encode("utf-8", "backslashreplace"))
    return report


def csv_text(items: Sequence[Item]) -> str:
    """A line a photo (RFC 4180). No cell is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in _values(item)] for item in items)
    return text.getvalue()


# --- parts ------------------------------------------------------------------------------------------------------------


def _values(item: Item) -> Iterable[object]:
    denoised = item.state is State.DONE and item.action == "denoise"
    strength = item.recipe.strength if denoised else None
    before, after = sizes(item)
    seconds = round(sum(item.seconds.values()), 2) if item.seconds else None
    return (
        item.position, item.source.name, item.source.parent, item.state.value, reason(item), what_was_done(item),
        item.target, item.megapixels and round(item.megapixels, 2), item.model, strength,
        item.noise, seconds, _time(item.started), _time(item.ended), item.attempts, before, after,
        "; ".join(item.warnings), item.source_sha256, item.sha256, item.error.code if item.error else "",
    )  # fmt: skip


def _cell(value: object) -> object:
    if value is None or isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _time(seconds: float | None) -> str:
    """Local time, as spreadsheets understand it."""
    return "" if seconds is None else datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M:%S")


def _bring_crops(source: Path, target: Path, items: Sequence[Item]) -> set[int]:
    """Numbers of the photos of which there are both crops beside the report."""
    done = [item.id for item in items if item.state is State.DONE]
    pictured = {number for number in done if all((source / _crop(number, side)).is_file() for side in SIDES)}
    if os.path.realpath(source) == os.path.realpath(target) or not pictured:
        return pictured
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name in (_crop(number, side) for number in sorted(pictured) for side in SIDES):
            _replace(source / name, target / name)
    except OSError as error:
        raise output_error(target, error) from error
    return pictured


def _crop(number: int, side: str) -> str:
    return f"{number}-{side}.jpg"


def _replace(source: Path, target: Path) -> None:
    part = target.with_name(f".{target.name}.part")
    try:
        shutil.copyfile(source, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _publish(path: Path, content: bytes) -> None:
    with publishing(path, overwrite=True, needed=len(content)) as part:
        part.file.write(content)
