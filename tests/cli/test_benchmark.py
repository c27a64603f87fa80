"""``denoiser-app benchmark`` and its kinds, from the arguments to the files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from denoiser_app.benchmark import night
from denoiser_app.benchmark.material import ISOS, SIGMAS
from denoiser_app.cli import benchmark
from denoiser_app.cli.main import build_parser, main
from tests.benchmark.pictures import picture, save


def test_without_a_kind_it_is_the_table_of_the_field() -> None:
    bare, named = (vars(build_parser().parse_args(text.split())) for text in ("benchmark", "benchmark field"))
    assert bare == named
    assert bare["run"] is benchmark.run_field


def test_other_kinds_keep_their_own_arguments() -> None:
    args = build_parser().parse_args("benchmark quality FOLDER --sigma 30".split())
    assert (args.run, args.sigma, args.limit) == (benchmark.run_quality, [30.0], None)
    args = build_parser().parse_args("benchmark night --part stars --array RGGB".split())
    assert (args.run, args.part, args.array, args.iso) == (benchmark.run_night, ["stars"], ["RGGB"], None)


def test_the_command_line_offers_what_there_is() -> None:
    assert benchmark.PARTS == night.PARTS
    assert (min(ISOS), max(ISOS), SIGMAS) == (1600, 102400, (15, 25, 50))  # as --help says


def test_a_plot_needs_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["benchmark", "field", "--plot"]) == 2
    assert "-o FOLDER" in capsys.readouterr().err


def test_a_folder_without_photos_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["benchmark", "field", "--data", str(tmp_path / "nothing")]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "nothing" in error


def test_the_field_is_printed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(tmp_path / "eval" / "CBSD68" / "a.png", picture())
    folder = tmp_path / "out"
    command = ["benchmark", "field", "--data", str(tmp_path), "--set", "CBSD68", "--method", "noisy", "-o", str(folder)]
    assert main(command) == 0
    assert capsys.readouterr().out.strip() == (folder / "field.md").read_text().strip()
    assert main([*command, "--json", "--sigma", "25"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    measured = [line for line in lines if line["type"] == "result" and line["kind"] == "measured"]
    assert [(line["method"], line["condition"]) for line in measured] == [("noisy", "sigma 25")]
    assert (folder / "field.csv").read_text().count("\n") == 1 + len([x for x in lines if x["type"] == "result"])


def test_the_night_is_printed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = "--part flat --array RGGB --iso 1600 --method noisy"
    assert main(["benchmark", "night", *arguments.split(), "-o", str(tmp_path / "out")]) == 0
    assert "Flat fields" in capsys.readouterr().out
    assert (tmp_path / "out" / "night-flat.csv").is_file()
