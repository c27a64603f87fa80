"""``denoiser-app watch``: what is asked for, what is told, and how it ends. The networks are tiny."""

from __future__ import annotations

import functools
import json
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from denoiser_app import paths
from denoiser_app.cli.main import main
from denoiser_app.engine.batch import watching
from denoiser_app.engine.batch.events import Event, ItemEnded
from denoiser_app.engine.batch.items import BatchState, Plan
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.lease import held
from tests.helpers.models import tiny_model

watch = functools.partial(watching.watch, poll=0.05, still=0.1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: ``photo.jpg``, and ``incoming``, which is looked at more often than it is by default."""
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "data"))
    tiny_model(tmp_path / "models", "rgb")
    monkeypatch.setattr(paths, "models", lambda: tmp_path / "models")
    monkeypatch.setattr(watching, "watch", watch)
    Image.open(samples / "city-dusk-iso6400.jpg").crop((0, 0, 120, 96)).save(tmp_path / "photo.jpg", quality=90)
    (tmp_path / "incoming").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def until(monkeypatch: pytest.MonkeyPatch, ended: int, number: int = signal.SIGINT) -> None:
    """Ctrl-C after so many photos."""

    def stopped(*arguments: object) -> Iterator[Event | watching.Arrived]:
        count = 0
        for event in watch(*arguments):  # type: ignore[arg-type]
            yield event
            count += isinstance(event, ItemEnded)
            if isinstance(event, ItemEnded) and count == ended:
                os.kill(os.getpid(), number)

    monkeypatch.setattr(watching, "watch", stopped)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_photos_that_are_there_and_that_arrive_are_done_until_it_is_stopped(
    number: signal.Signals, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.jpg", "b.jpg"):
        shutil.copy("photo.jpg", folder / "incoming" / name)
    until(monkeypatch, 2, number)
    assert main(["watch", "incoming", "-o", "out", "--device", "cpu", "--title", "studio"]) == 128 + number
    captured = capsys.readouterr()
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["a-denoised.tif", "b-denoised.tif"]
    assert f"Watching {folder}/incoming; Ctrl-C stops it." in captured.err
    assert "Stopped: 2 of 2 photos done, 0 failed, 0 skipped. 'denoiser-app batch --resume 1' goes" in captured.err
    assert "Finished" not in captured.out
    with Journal() as journal:
        assert journal.batch("studio").state is BatchState.ACTIVE


def test_the_same_command_goes_on_with_what_came_meanwhile(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["watch", "incoming", "-o", "out", "--device", "cpu"]
    shutil.copy("photo.jpg", folder / "incoming" / "a.jpg")
    until(monkeypatch, 1)
    assert main(command) == 130
    shutil.copy("photo.jpg", folder / "incoming" / "b.jpg")
    until(monkeypatch, 1)
    capsys.readouterr()
    assert main([*command, "--json"]) == 130
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [Path(line["source"]).name for line in lines if line["type"] == "result"] == ["b.jpg"]
    assert [Path(line["path"]).name for line in lines if line["type"] == "arrived"] == ["b.jpg"]
    assert (lines[-1]["type"], lines[-1]["event"], lines[-1]["counts"]["done"]) == ("batch", "stopped", 2)


def test_resume_leaves_a_watched_folder_out_unless_it_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Journal() as journal:
        number = journal.create(Plan((folder / "incoming",), folder / "out", kind="watch"))
    assert main(["batch", "--resume"]) == 0
    assert "There is nothing to go on with." in capsys.readouterr().out
    shutil.copy("photo.jpg", folder / "incoming" / "a.jpg")
    until(monkeypatch, 1)
    assert main(["batch", "--resume", str(number), "--device", "cpu"]) == 130
    assert (folder / "out" / "a-denoised.tif").exists()


def test_a_pause_from_elsewhere_ends_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy("photo.jpg", folder / "incoming" / "a.jpg")

    def paused(*arguments: object) -> Iterator[Event | watching.Arrived]:
        for event in watch(*arguments):  # type: ignore[arg-type]
            yield event
            if isinstance(event, ItemEnded):
                assert main(["batch", "pause", "1"]) == 0

    monkeypatch.setattr(watching, "watch", paused)
    assert main(["watch", "incoming", "-o", "out", "--device", "cpu"]) == 1
    assert "Batch 1 is paused: 1 of 1 photo done, 0 failed, 0 skipped." in capsys.readouterr().out


@pytest.mark.timeout(60)  # what is not refused is watched for ever
@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        ([], 2, "required"),
        (["incoming", "--resume"], 2, "--resume"),
        (["incoming", "--flat"], 2, "-o"),
        (["incoming", "--name", "{nonsense}"], 2, "{nonsense}"),
        (["incomming"], 1, "incomming"),
        (["photo.jpg"], 2, "photo.jpg"),
        (["incoming", "--model", "nonsense"], 1, "nonsense"),
        (["incoming", "--rules", "photo.jpg"], 1, "photo.jpg"),
    ],
)
def test_what_cannot_be_watched_is_said_at_once(
    arguments: list[str], status: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["watch", *arguments]) == status
    assert told in capsys.readouterr().err
    with Journal() as journal:
        assert journal.batches() == []


def test_a_folder_that_another_program_watches_is_left_to_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Journal() as journal:
        number = journal.create(Plan((folder / "incoming",), folder / "out", kind="watch"))
        with held(journal, number):
            assert main(["watch", "incoming", "-o", "out"]) == 1
    assert f"is being worked on by process {os.getpid()}" in capsys.readouterr().err
