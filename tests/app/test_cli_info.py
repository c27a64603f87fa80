"""``denoiser-app info`` on the repository's own photos."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from denoiser_app.cli.main import main


def test_a_raw_is_described(samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", str(samples / "night-sky-iso12800.dng")]) == 0
    out = capsys.readouterr().out
    for fact in ("Canon_EOS_6D_like", "12800", "1/1024 s", "f/2.8", "1024 x 512", "GBRG", "black 2048", "white 15000"):
        assert fact in out


def test_json_has_one_result_a_photo_and_names_the_bad_one(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.jpg"
    empty.touch()
    photos = [samples / "city-dusk-iso6400.jpg", empty, samples / "night-sky-iso12800.dng"]
    assert main(["info", *map(str, photos), "--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["type"] for line in lines] == ["result", "error", "result"]
    assert (lines[0]["kind"], lines[0]["iso"], lines[0]["size"]) == ("rgb", 6400, [512, 512])
    assert (lines[1]["code"], lines[1]["source"]) == ("FileEmpty", str(empty))
    assert (lines[2]["kind"], lines[2]["sensor"]) == ("raw", "GBRG")
