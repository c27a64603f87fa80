"""``denoiser-app denoise``: what is asked for, what is told, and the exit status. The engine is a fake here."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from denoiser_app.cli.main import main
from denoiser_app.core.recipe import Recipe
from tests.app import fake_engine


@pytest.fixture
def photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: good photos a.jpg and b.dng, and an empty one, empty.jpg."""
    for name, content in {"a.jpg": b"a", "b.dng": b"b", "empty.jpg": b"", "lost.jpg": b"l", "large.jpg": b"L"}.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def jobs(engine: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[fake_engine.Job]:
    """Every job that the engine is given."""
    given: list[fake_engine.Job] = []
    run = fake_engine.run

    def remember(jobs: list[fake_engine.Job], *rest: object) -> Iterator[object]:
        given.extend(jobs)
        return run(jobs, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "run", remember)
    return given


def json_lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    captured = capsys.readouterr()
    assert captured.err == ""
    return [json.loads(line) for line in captured.out.splitlines()]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["denoise"],
        ["denoise", "a.jpg", "--strength", "101"],
        ["denoise", "a.jpg", "--strength", "nan"],
        ["denoise", "a.jpg", "--color-strength", "-1"],
        ["denoise", "a.jpg", "--detail", "101"],
        ["denoise", "a.jpg", "--grain", "-1"],
        ["denoise", "a.jpg", "--noise", "-0.1"],
        ["denoise", "a.jpg", "--noise", "inf"],
        ["denoise", "a.jpg", "--tile", "127"],
        ["denoise", "a.jpg", "--tile", "256.5"],
        ["denoise", "a.jpg", "--threads", "0"],
        ["denoise", "a.jpg", "--quality", "0"],
        ["denoise", "a.jpg", "--bit-depth", "12"],
        ["denoise", "a.jpg", "--device", "tpu"],
        ["denoise", "a.jpg", "--format", "jpeg", "--bit-depth", "16"],
        ["denoise", "a.jpg", "-o", "x.jpg", "--bit-depth", "16"],
        ["denoise", "a.jpg", "-o", "x.png", "--format", "tiff"],
        ["denoise", "a.jpg", "-o", "x.dng"],
        ["denoise", "a.jpg", "-o", "x.tif", "--name", "{stem}{ext}"],
        ["denoise", "a.jpg", "-o", "out/", "--name", "{nonsense}{ext}"],
        ["models", "show"],
        ["benchmark", "speed", "--megapixels", "0"],
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_wrong_arguments_end_with_2_before_any_work(
    arguments: list[str],
    as_json: bool,
    photos: Path,
    jobs: list[fake_engine.Job],
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = sorted(photos.iterdir())
    assert main([*arguments, "--json"] if as_json else arguments) == 2
    if as_json:
        (line,) = json_lines(capsys)
        assert (line["type"], line["code"]) == ("error", "WrongArguments")
    else:
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith("denoiser-app: ")
    assert not jobs
    assert sorted(photos.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "target", "file_format"),
    [
        (["a.jpg"], "a-denoised.tif", "tiff"),
        (["a.jpg", "-o", "x.TIF"], "x.TIF", "tiff"),
        (["a.jpg", "-o", "x.png"], "x.png", "png"),
        (["a.jpg", "-o", "x.jpeg"], "x.jpeg", "jpeg"),
        (["a.jpg", "-o", "out/"], "out/a-denoised.tif", "tiff"),
        (["a.jpg", "-o", "out.png/", "--format", "jpeg"], "out.png/a-denoised.jpg", "jpeg"),
        (["a.jpg", "-o", "out/", "--name", "{stem}-clean{ext}"], "out/a-clean.tif", "tiff"),
        (["a.jpg", "-o", "."], "a-denoised.tif", "tiff"),
    ],
)
def test_where_a_photo_goes(
    arguments: list[str], target: str, file_format: str, photos: Path, jobs: list[fake_engine.Job]
) -> None:
    assert main(["denoise", *arguments]) == 0
    assert [(job.target, job.options.format) for job in jobs] == [(Path(target), file_format)]
    assert (photos / target).read_bytes() == b"a"


def test_several_photos_make_a_folder_of_the_output(photos: Path, jobs: list[fake_engine.Job]) -> None:
    assert main(["denoise", "a.jpg", "b.dng", "-o", "out"]) == 0
    assert sorted(p.name for p in (photos / "out").iterdir()) == ["a-denoised.tif", "b-denoised.tif"]


def test_what_was_asked_for_reaches_the_engine(photos: Path, jobs: list[fake_engine.Job]) -> None:
    options = ["--strength", "80", "--color-strength", "90", "--detail", "30", "--grain", "20"]
    options += ["--noise", "12", "--model", "m"]
    export = ["--bit-depth", "8", "--color-space", "display-p3", "--quality", "70", "--overwrite"]
    assert main(["denoise", "a.jpg", "-o", "x.png", *options, *export]) == 0
    (job,) = jobs
    assert job.recipe == Recipe("m", 12, 80, 90, detail=30, grain=20)
    assert (job.options.bit_depth, job.options.color_space, job.options.quality) == (8, "display-p3", 70)
    assert job.options.overwrite


def test_a_bad_photo_is_named_and_the_others_are_done(
    photos: Path, engine: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    (photos / "out").mkdir()
    (photos / "out" / "b-denoised.tif").write_bytes(b"mine")
    assert main(["denoise", "empty.jpg", "b.dng", "a.jpg", "-o", "out"]) == 1
    captured = capsys.readouterr()
    assert (photos / "out" / "b-denoised.tif").read_bytes() == b"mine"
    assert sorted(p.name for p in (photos / "out").iterdir()) == ["a-denoised.tif", "b-denoised.tif"]
    assert [line for line in captured.err.splitlines() if "b-denoised.tif" in line and "--overwrite" in line]
    assert [line for line in captured.err.splitlines() if line.startswith("empty.jpg: the file is empty")]
    assert "1 of 3 photos written in" in captured.out
    assert captured.out.rstrip().endswith("2 failed.")


def test_json_tells_results_errors_and_progress(
    photos: Path, engine: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["denoise", "a.jpg", "empty.jpg", "large.jpg", "-o", "out", "--json"]) == 1
    lines = json_lines(capsys)
    kinds = [line["type"] for line in lines]
    assert set(kinds) == {"progress", "result", "error"}
    results = [line for line in lines if line["type"] == "result"]
    assert [line["source"] for line in results] == ["a.jpg", "large.jpg"]
    assert {"target", "model", "device", "noise", "seconds", "megapixels", "bytes", "warnings"} <= set(results[0])
    (error,) = [line for line in lines if line["type"] == "error"]
    assert (error["code"], error["source"], error["parameters"]) == ("FileEmpty", "empty.jpg", {"path": "empty.jpg"})
    fractions = [line["fraction"] for line in lines if line["type"] == "progress"]
    assert fractions == sorted(fractions)  # type: ignore[type-var]
    assert "out of memory: smaller tiles" in [line["note"] for line in lines if line["type"] == "progress"]


def test_people_are_told_what_was_done(photos: Path, engine: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["denoise", "a.jpg", "-o", "x.tif"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines() == [
        "a.jpg -> x.tif (12.0 MB)",
        "  2.0 MP in 2.0 s (network 1.5 s), fake on cpu; noise: sigma 5.0, given",
        "  warning: colours differ",
    ]


def test_a_photo_that_nobody_accounts_for_is_a_failure(
    photos: Path, engine: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["denoise", "a.jpg", "lost.jpg", "-o", "out"]) == 1
    assert "1 of 2 photos were neither written nor reported" in capsys.readouterr().err


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_between_steps_and_leaves_nothing(
    number: signal.Signals,
    status: int,
    photos: Path,
    engine: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = fake_engine.run
    closed = []

    def interrupted(*arguments: object) -> Iterator[object]:
        try:
            for event in run(*arguments):  # type: ignore[arg-type]
                yield event
                if getattr(event, "stage", "") == "network":
                    os.kill(os.getpid(), number)
        finally:
            closed.append(True)

    handler = signal.getsignal(number)
    monkeypatch.setattr(engine, "run", interrupted)
    assert main(["denoise", "a.jpg", "b.dng", "-o", "out"]) == status
    assert not (photos / "out").exists()
    assert closed == [True]
    assert signal.getsignal(number) is handler
    assert "Traceback" not in capsys.readouterr().err


def test_help_and_wrong_arguments_do_not_import_torch() -> None:
    code = """
import sys
from denoiser_app.cli.main import main
assert main(["--help"]) == 0
assert main(["denoise", "--help"]) == 0
assert main(["denoise", "a.jpg", "--strength", "200"]) == 2
assert "torch" not in sys.modules and "PySide6" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_program_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "denoiser_app", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("denoiser-app ")
