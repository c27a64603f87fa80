"""``denoiser-app train``: lines for people, one object a line for a window, and words that a window writes."""

import functools
import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest

from denoiser_app import paths
from denoiser_app.cli.main import main
from denoiser_app.cli.train import listen
from denoiser_app.training import personal
from denoiser_app.training.personal import Control
from denoiser_app.training.publish import publish
from tests.helpers.models import tiny_config, tiny_network
from tests.helpers.paired import MemorySources, Opener, begin_session, profile

SOURCES = MemorySources("raw", scenes=2, size=(96, 288), profile=profile())


def models(folder: Path) -> Path:
    config = tiny_config("raw", name="raw-balanced")
    publish(tiny_network("raw", size=0.05), config, {"photos": "none"}, {}, folder)
    return folder


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = models(tmp_path / "models")
    monkeypatch.setattr(paths, "models", lambda: folder)
    monkeypatch.setattr(personal, "train", functools.partial(personal.train, opener=Opener(SOURCES)))
    return begin_session(tmp_path / "session")


def lines_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_window_is_told_everything(
    session: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("what?\n"))
    arguments = ["train", str(session), "--name", "mine", "--steps", "3", "--threads", "1", "--device", "cpu", "--json"]
    assert main(arguments) == 0
    lines = lines_of(capsys)
    kinds = [line["type"] for line in lines]
    assert {"progress", "prepared", "estimate", "step", "preview", "finished"} == set(kinds)
    figures = [line for line in lines if line["type"] == "step" and line["psnr"] is not None]
    assert {"step", "total", "seconds", "seconds_left", "loss", "held_out", "noisy", "noisy_held_out"} <= set(
        figures[0]
    )
    assert figures[-1]["step"] == 3
    assert Path(lines[-1]["path"]).is_file()
    assert Path(next(line["path"] for line in lines if line["type"] == "preview")).is_file()
    # The same again is refused, and to be resumed there is nothing left to do.
    assert main(arguments) == 1
    assert lines_of(capsys)[-1]["code"] == "ModelExists"
    assert main([*arguments, "--resume"]) == 0
    assert lines_of(capsys)[-1]["type"] == "finished"


def test_people_are_told_in_sentences(session: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", str(session), "--name", "mine", "--steps", "2", "--threads", "1", "--device", "cpu"]) == 0
    out = capsys.readouterr().out
    assert "scene-1 held out" in out
    assert "step 2 of 2" in out
    assert "models prove" in out
    assert main(["train", str(session), "--name", "never", "--resume"]) == 1
    assert "Begin it first" in capsys.readouterr().err


def test_an_estimate_trains_nothing(session: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from dataclasses import replace

    from denoiser_app.pairs import session as sessions
    from denoiser_app.pairs.session import Frame, Scene

    frames = tuple(
        Frame(f"frames/{role}.dng", "raw", role, "scene-1", size=(1000, 1500))  # type: ignore[arg-type]
        for role in ("low", "high")
    )
    sessions.update(session, lambda now: replace(now, scenes=(Scene("scene-1"),), frames=frames))
    arguments = ["train", str(session), "--name", "mine", "--minutes", "20", "--threads", "1", "--device", "cpu"]
    assert main([*arguments, "--estimate", "--json"]) == 0
    (estimate,) = lines_of(capsys)
    assert estimate["seconds"] == pytest.approx(1200, rel=0.05)
    assert estimate["steps"] * estimate["step_seconds"] == pytest.approx(1200, rel=0.15)
    assert not (session / "training").exists()
    assert main([*arguments, "--estimate"]) == 0
    assert "About 20 minutes on this CPU" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [["--minutes", "0"], ["--steps", "0"], ["--minutes", "1", "--steps", "2"], []])
def test_wrong_arguments(wrong: list[str], tmp_path: Path) -> None:
    name = ["--name", "mine"] if wrong else []
    assert main(["train", str(tmp_path), *name, *wrong]) == 2


def test_words_on_stdin_are_done() -> None:
    control = Control()
    listen(io.StringIO("pause\n"), control).join()
    assert control.paused
    listen(io.StringIO("resume\n\nnonsense\n"), control).join()
    assert not control.paused
    assert not control.stopped
    listen(io.StringIO("stop"), control).join()
    assert control.stopped


CHILD = """
    import functools, sys
    from pathlib import Path
    import denoiser_app.paths as paths
    paths.models = lambda: Path(sys.argv[2])
    from denoiser_app.training import personal
    from tests.cli.test_train import SOURCES
    from tests.helpers.paired import Opener
    personal.train = functools.partial(personal.train, opener=Opener(SOURCES))
    from denoiser_app.cli.main import main
    rest = ["--steps", "4000", "--threads", "1", "--device", "cpu"]
    sys.exit(main(["train", sys.argv[1], "--name", "mine", "--json", *sys.argv[3:], *rest]))
"""


class Child:
    def __init__(self, session: Path, folder: Path, *arguments: str) -> None:
        command = [sys.executable, "-c", textwrap.dedent(CHILD), str(session), str(folder), *arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def until(self, kind: str, key: str = "") -> dict[str, Any]:
        assert self.process.stdout is not None
        for text in self.process.stdout:
            line = json.loads(text)
            if line["type"] == kind and (not key or line.get(key) is not None):
                return dict(line)
        raise AssertionError(f"it never said {kind}")

    def say(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def over(self) -> int:
        assert self.process.stdout is not None
        assert self.process.stdin is not None
        self.process.stdout.read()
        status = self.process.wait(60)
        self.process.stdin.close()
        self.process.stdout.close()
        return status


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_child_pauses_leaves_and_goes_on(tmp_path: Path) -> None:
    session, folder = begin_session(tmp_path / "session"), models(tmp_path / "models")
    child = Child(session, folder)
    child.until("step")
    child.say("pause")
    paused = child.until("paused")
    child.say("resume")
    assert child.until("resumed")["step"] == paused["step"]
    time.sleep(0.3)
    child.process.send_signal(signal.SIGTERM)
    assert child.over() == 143
    again = Child(session, folder, "--resume")
    assert again.until("step")["step"] >= paused["step"]
    again.say("stop")
    finished = again.until("finished")
    assert finished["early"]
    assert Path(finished["path"]).is_file()
    assert again.over() == 0
