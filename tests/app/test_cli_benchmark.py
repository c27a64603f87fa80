"""How the command line reports what a benchmark measures; the benchmarks themselves are tested in tests/benchmark."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from denoiser_app.benchmark.events import Failed
from denoiser_app.cli.benchmark import report
from denoiser_app.cli.main import build_parser
from denoiser_app.cli.output import HumanOutput, JsonOutput
from denoiser_app.core.errors import FileEmpty
from denoiser_app.core.progress import Progress


@dataclass(frozen=True)
class Row:
    name: str
    psnr: float


def measured(rows: int) -> Iterator[Progress | Row]:
    for index in range(rows):
        yield Progress("photos", index, rows)
        yield Row(f"photo {index}", 30.0 + index)


def table(rows: Sequence[Row]) -> str:
    return f"mean {sum(row.psnr for row in rows) / max(len(rows), 1):.1f} dB"


def test_people_see_the_table_only() -> None:
    out, err = io.StringIO(), io.StringIO()
    assert report(measured(3), table, HumanOutput(out, err)) == 0
    assert (out.getvalue(), err.getvalue()) == ("mean 31.0 dB\n", "")


def test_machines_get_every_row() -> None:
    out = io.StringIO()
    assert report(measured(3), table, JsonOutput(out)) == 0
    rows = [line for line in map(json.loads, out.getvalue().splitlines()) if line["type"] == "result"]
    assert [(row["name"], row["psnr"]) for row in rows] == [("photo 0", 30.0), ("photo 1", 31.0), ("photo 2", 32.0)]


def test_a_photo_that_failed_is_named_and_the_rest_is_measured() -> None:
    out, err = io.StringIO(), io.StringIO()
    events = [Failed(Path("a.png"), FileEmpty(path="a.png")), *measured(1)]
    assert report(events, table, HumanOutput(out, err)) == 1
    assert err.getvalue().startswith("a.png: the file is empty")
    assert out.getvalue() == "mean 30.0 dB\n"


def test_nothing_measured_is_a_failure() -> None:
    assert report(measured(0), table, HumanOutput(io.StringIO(), io.StringIO())) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("benchmark quality FOLDER --sigma 25 --model m --json", {"sigma": [25.0], "model": "m", "json": True}),
        ("benchmark pairs FOLDER", {"model": "auto", "json": False}),
        ("benchmark speed", {"megapixels": 24.0, "device": "auto", "threads": None, "tile": None}),
    ],
)
def test_the_commands_of_the_documentation_parse(text: str, expected: dict[str, object]) -> None:
    args: argparse.Namespace = build_parser().parse_args(text.split())
    assert expected.items() <= vars(args).items()
