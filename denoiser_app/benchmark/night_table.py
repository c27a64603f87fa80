"""The rows of the night benchmark, and their tables for people and machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from denoiser_app.benchmark import report


@dataclass(frozen=True)
class StarsRow:
    """Shares are 0-1, of the stars of peak SNR 5 and more; by_bin: share and number of stars by 'low-high' peak SNR;
    possible: what the matched filter would keep of the same stars. false_per_mp: false stars a megapixel."""

    array: str
    iso: float
    method: str
    stars: int
    kept: float
    possible: float
    false_per_mp: float
    by_bin: Mapping[str, tuple[float, int]]
    kind: Literal["stars"] = "stars"


@dataclass(frozen=True)
class FlatRow:
    """One array and ISO, the worst of all levels. shift: in steps of 255, signed, at ``level`` of white; within: levels
    where it is at most 0.1, of ``levels``. ratio, amplitude, frequency, lines, visible: as flat.Pattern."""

    array: str
    iso: float
    method: str
    shift: float
    level: float
    within: int
    levels: int
    ratio: float
    amplitude: float
    frequency: tuple[float, float]
    lines: int
    visible: float
    kind: Literal["flat"] = "flat"


@dataclass(frozen=True)
class LevelRow:
    """Mean PSNR in dB with the noise level told and with it measured; cost is the difference, worst that of the photo
    where it is largest."""

    table: str
    condition: str
    method: str
    photos: int
    psnr_told: float
    psnr_measured: float
    cost: float
    worst: float
    kind: Literal["level"] = "level"


Row = StarsRow | FlatRow | LevelRow


def table(rows: Sequence[Row]) -> str:
    """A Markdown table a part."""
    parts = []
    for title, kind, header, cells in (
        ("Stars", StarsRow, _STARS, _stars_cells),
        ("Flat fields", FlatRow, _FLAT, _flat_cells),
        ("Noise level measured", LevelRow, _LEVEL, _level_cells),
    ):
        own: list[Any] = [row for row in rows if isinstance(row, kind)]
        if own:
            parts.append(f"### {title}\n\n{report.pipes([header, *map(cells, own)])}")
    return "\n\n".join(parts) + "\n"


def write(folder: Path, rows: Sequence[Row]) -> None:
    """night.md, and night-PART.csv for every part. OutputNotWritable."""
    for part in dict.fromkeys(row.kind for row in rows):
        report.write(folder, f"night-{part}", table(own := [r for r in rows if r.kind == part]), own)


_STARS = ("array", "method", "stars", "kept", "possible", "false/MP", "kept by peak SNR")
_FLAT = ("array", "ISO", "method", "worst mean", "at level", "within 0.1", "power", "amplitude", "lines", "visible")
_LEVEL = ("set", "condition", "method", "photos", "told dB", "measured dB", "cost", "worst")


def _stars_cells(row: StarsRow) -> tuple[str, ...]:
    bins = ", ".join(f"{name}: {share:.0%} of {count}" for name, (share, count) in row.by_bin.items())
    shares = f"{row.kept:.1%}", f"{row.possible:.1%}", f"{row.false_per_mp:.1f}"
    return row.array, row.method, str(row.stars), *shares, bins


def _flat_cells(row: FlatRow) -> tuple[str, ...]:
    mean = f"{row.shift:+.3f}", f"{row.level:g}", f"{row.within} of {row.levels}"
    spectrum = f"{row.ratio:.1f}", f"{row.amplitude:.4f}", str(row.lines), f"{row.visible:.4f}"
    return row.array, f"{row.iso:.0f}", row.method, *mean, *spectrum


def _level_cells(row: LevelRow) -> tuple[str, ...]:
    figures = f"{row.psnr_told:.2f}", f"{row.psnr_measured:.2f}", f"{row.cost:+.3f}", f"{row.worst:+.3f}"
    return row.table, row.condition, row.method, str(row.photos), *figures
