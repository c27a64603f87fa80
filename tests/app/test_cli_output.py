"""What the command line says, to people and to programs."""

from __future__ import annotations

import io
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.cli.output import HumanOutput, JsonOutput, bar_line
from denoiser_app.cli.plain import json_line
from denoiser_app.cli.words import duration, shutter
from denoiser_app.core.errors import FileEmpty, ModelUnknown
from denoiser_app.core.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def seen(text: str) -> list[str]:
    """The lines that are left on a terminal after carriage returns have overwritten what was there."""
    lines = []
    for line in text.split("\n"):
        shown = ""
        for part in line.split("\r"):
            shown = part + shown[len(part) :]
        lines.append(shown.rstrip())
    return lines


def test_the_bar_is_wiped_before_a_line_is_printed() -> None:
    screen = Terminal()
    output = HumanOutput(screen, screen)
    output.progress("a.dng", Progress("network", 1, 2), 0.5, 61.0)
    assert "1 min 01 s left" in screen.getvalue()
    output.result({}, "done")
    assert seen(screen.getvalue()) == ["done", ""]


def test_no_bar_where_there_is_no_terminal() -> None:
    out, err = io.StringIO(), io.StringIO()
    output = HumanOutput(out, err)
    output.progress("a.dng", Progress("network", 1, 2), 0.5, 1.0)
    output.error(FileEmpty(path="a.dng"))
    assert out.getvalue() == ""
    assert err.getvalue() == "a.dng: the file is empty (0 bytes). Copy it again from the card.\n"


def test_a_note_is_shown_even_without_a_terminal() -> None:
    out, err = io.StringIO(), io.StringIO()
    output = HumanOutput(out, err)
    for done in range(3):
        note = "out of memory: smaller tiles" if done == 1 else ""
        output.progress("a.dng", Progress("network", done, 3, note), done / 3, None)
    assert err.getvalue() == "a.dng: out of memory: smaller tiles\n"


def test_progress_does_not_flood_a_log_and_keeps_every_stage() -> None:
    out = io.StringIO()
    output = JsonOutput(out)
    for stage in ("read", "network", "write"):
        for done in range(1000):
            output.progress("a.dng", Progress(stage, done, 1000), 0.0, None)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert list(dict.fromkeys(line["stage"] for line in lines)) == ["read", "network", "write"]
    assert len(lines) < 300


def test_an_error_names_its_photo_once() -> None:
    err = io.StringIO()
    output = HumanOutput(io.StringIO(), err)
    output.error(FileEmpty(path="a.dng"), Path("a.dng"))
    output.error(ModelUnknown(name="x", known="y"), Path("b.dng"))
    first, second = err.getvalue().splitlines()
    assert first.count("a.dng") == 1
    assert second == "b.dng: There is no model named 'x'. Known models: y."


@dataclass(frozen=True)
class Row:
    path: Path
    psnr: float
    ssim: np.float32
    size: tuple[int, int]


def test_every_value_survives_json() -> None:
    row = Row(Path("caf\udce9 \u96ea.dng"), math.inf, np.float32(0.5), (2, 3))
    line = json_line(row)
    assert line.isascii()
    assert json.loads(line) == {"path": "caf\udce9 \u96ea.dng", "psnr": None, "ssim": 0.5, "size": [2, 3]}


@given(st.floats(0, 1), st.floats(0, 1e6) | st.none(), st.text(max_size=200), st.integers(0, 300))
def test_the_bar_fits_the_terminal(fraction: float, left: float | None, label: str, columns: int) -> None:
    assert len(bar_line(label, "network", fraction, left, columns)) <= columns


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.04, "0.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.6, "1 min 00 s"),
        (3599.9, "1 h 00 min"),
        (7500, "2 h 05 min"),
    ],
)
def test_durations_never_show_sixty(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(1 / 60, "1/60 s"), (1 / 8000, "1/8000 s"), (0.5, "0.5 s"), (30, "30 s")]
)
def test_shutter_speeds_read_as_on_a_camera(seconds: float, text: str) -> None:
    assert shutter(seconds) == text
