"""``denoiser-app pairs``: a whole evening on the command line, and every wrong input as a sentence."""

from __future__ import annotations

import functools
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from denoiser_app.cli import pairs_ask, pairs_capture
from denoiser_app.cli.main import main
from denoiser_app.core.camera_profile import CameraProfile
from denoiser_app.formats import camera_profiles
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.capture import folder as watched
from denoiser_app.pairs.capture import gphoto
from denoiser_app.pairs.capture.events import CaptureEvent, FrameAdded
from denoiser_app.pairs.checking import check
from denoiser_app.pairs.planning.plan import ShootingPlan, Wish
from denoiser_app.pairs.session import Session
from denoiser_app.pairs.verdict import Finding, Verdict
from tests.pairs.capture.test_tether import FakeCamera
from tests.pairs.frames import dng, jpeg, scene

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder; a user whose data folder is empty."""
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: Capture, *arguments: str) -> tuple[int, list[dict[str, object]]]:
    """Exit status and the lines of ``--json``."""
    status = main(["pairs", *arguments, "--json"])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def of_type(lines: list[dict[str, object]], kind: str) -> list[dict[str, object]]:
    return [line for line in lines if line["type"] == kind]


def new(*wishes: Wish, low: int = 2, high: int = 1) -> None:
    plan = ShootingPlan(low_frames=low, high_frames=high, wishes=wishes or (Wish("dark"), Wish("mixed", True)))
    sessions.create(Path("night"), Session("night", plan))


# --- plan and new -----------------------------------------------------------------------------------------------------


def test_the_plan_of_the_issue(capsys: Capture) -> None:
    assert main(["pairs", "plan", "--camera", "X-T3", "--low", "100", "--high", "12800", "--shutter", "1/8"]) == 0
    said = capsys.readouterr()
    assert "X-T3: every scene, in this order" in said.out
    assert said.out.count('2 x ISO 100     15"') == 2
    assert "2 x ISO 12800   1/8" in said.out
    assert "Held out, to prove the model on." in said.out
    assert "36 frames in all" in said.out
    assert said.err == ""


def test_warnings_say_what_to_do_and_are_no_failure(capsys: Capture) -> None:
    assert main(["pairs", "plan", "--shutter", "1/60", "--scenes", "dark,smooth"]) == 0
    said = capsys.readouterr().err
    assert "warning: At 1/60, lamps on 50 Hz mains" in said
    assert "use 1/50" in said
    assert "at least 6 scenes" in said
    assert main(["pairs", "plan", "--shutter", "1/60", "--mains", "none"]) == 0
    assert "lamps" not in capsys.readouterr().err
    status, lines = run(capsys, "plan", "--shutter", "1", "--held-out", "2")
    assert status == 0
    (plan,) = of_type(lines, "plan")
    assert [one["code"] for one in plan["warnings"]] == ["bulb"]  # type: ignore[index,union-attr]
    assert [wish["held_out"] for wish in plan["wishes"]] == [n == 1 for n in range(6)]  # type: ignore[index,union-attr]


def test_a_sheet_is_written_and_not_over_another(folder: Path, capsys: Capture) -> None:
    assert main(["pairs", "plan", "--sheet", "plan.html"]) == 0
    text = (folder / "plan.html").read_text()
    assert text.startswith("<!DOCTYPE html>")
    assert main(["pairs", "plan", "--camera", "other", "--sheet", "plan.html"]) == 1
    assert "plan.html: the file exists already" in capsys.readouterr().err
    assert (folder / "plan.html").read_text() == text
    assert main(["pairs", "plan", "--camera", "other", "--sheet", "plan.html", "--overwrite"]) == 0
    assert "other" in (folder / "plan.html").read_text()


def test_a_plan_is_kept_in_its_session_and_changed_there(folder: Path, capsys: Capture) -> None:
    assert main(["pairs", "plan", "-o", "night", "--camera", "X-T3", "--high", "6400"]) == 0
    assert main(["pairs", "plan", "night", "--shutter", "1/15"]) == 0
    assert main(["pairs", "plan", "night"]) == 0
    plan = sessions.load(folder / "night").plan
    assert (plan.camera, plan.high_iso, plan.shutter) == ("X-T3", 6400, 1 / 16)
    assert capsys.readouterr().out.count("1/15") == 2
    assert main(["pairs", "new", "night"]) == 1
    assert "exists already" in capsys.readouterr().err
    assert main(["pairs", "new", "other", "--name", "Old town", "--scenes", "dark,colour,mixed"]) == 0
    session = sessions.load(folder / "other")
    assert (session.name, [wish.kind for wish in session.plan.wishes]) == ("Old town", ["dark", "colour", "mixed"])
    assert [wish.held_out for wish in session.plan.wishes] == [False, False, True]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["plan", "--high", "50"], "has to be more than --low"),
        (["plan", "--shutter", "soon"], "'soon' is no shutter time"),
        (["plan", "--scenes", "dark,cats"], "'cats' is no kind of scene"),
        (["plan", "--held-out", "9"], "there are 6 scenes"),
        (["plan", "a", "-o", "b"], "name the session once"),
        (["capture", "night"], "--backend"),
        (["capture", "night", "--backend", "canon"], "neither gphoto2 nor folder:PATH"),
        (["scene", "night", "1"], "say something of the scene"),
        (["scene", "night", "1", "--role", "low"], "--frames"),
        (["simulate", "x", "--fault", "9:shift"], "there are 6 scenes"),
        (["simulate", "x", "--fault", "1:rain"], "Known are shift"),
        (["simulate", "x", "--size", "tiny"], "no size such as"),
        (["simulate", "x", "--high", "100"], "has to be more"),
        ([], "required"),
    ],
)
def test_wrong_arguments_are_named(arguments: list[str], says: str, capsys: Capture) -> None:
    assert main(["pairs", *arguments]) == 2
    assert says in capsys.readouterr().err


def test_every_action_explains_itself(capsys: Capture) -> None:
    for action in ("plan", "new", "capture", "add", "list", "scene", "drop", "check", "calibrate", "simulate"):
        assert main(["pairs", action, "--help"]) == 0
        assert "--json" in capsys.readouterr().out
    assert main(["pairs", "--help"]) == 0
    assert "denoiser-app pairs capture night --backend folder:/incoming" in capsys.readouterr().out


# --- frames by hand ---------------------------------------------------------------------------------------------------


def test_an_evening_by_hand(folder: Path, capsys: Capture) -> None:
    new()
    for number in range(2):
        scene(folder / "card", number, 10 * number)
    assert main(["pairs", "add", "night", "card"]) == 0
    assert "6 photos added. The session has 2 scenes and 2 pairs." in capsys.readouterr().out
    assert main(["pairs", "add", "night", "card"]) == 0
    said = capsys.readouterr()
    assert "0 photos added." in said.out
    assert "this photo is in the session already" in said.err
    assert main(["pairs", "scene", "night", "1", "--title", "Shed", "--kind", "smooth", "--held-out"]) == 0
    assert "scene-1  Shed (Smooth)  2 low-ISO and 1 high-ISO frame  held out" in capsys.readouterr().out
    assert main(["pairs", "drop", "night", "DSC_0002"]) == 0
    assert "dropped" in capsys.readouterr().out
    status, lines = run(capsys, "list", "night", "--frames")
    assert status == 0
    assert [line["pairs"] for line in of_type(lines, "scene")] == [{}, {"scene-2/DSC_0005": None}]
    assert [line["file"] for line in of_type(lines, "frame")] == ["frames/DSC_0002.dng"]
    assert main(["pairs", "drop", "night", "DSC_0002.dng", "--restore"]) == 0
    assert main(["pairs", "scene", "night", "scene-3", "--frames", "DSC_0004", "DSC_0005", "--role", "other"]) == 0
    capsys.readouterr()
    assert main(["pairs", "list", "night"]) == 0
    assert "scene-3  A bit of everything  0 low-ISO and 0 high-ISO frames" in capsys.readouterr().out


def test_files_that_tell_nothing_are_placed_by_hand(folder: Path, capsys: Capture) -> None:
    new()
    jpeg(folder / "low.jpg", seed=1)
    jpeg(folder / "high.jpg", seed=2)
    assert main(["pairs", "add", "night", "low.jpg", "high.jpg"]) == 0
    assert "do not tell their ISO" in capsys.readouterr().err
    shutil.rmtree(folder / "night")
    new()
    assert main(["pairs", "add", "night", "low.jpg", "--role", "low", "--scene", "scene-1"]) == 0
    assert main(["pairs", "add", "night", "high.jpg", "--role", "high", "--scene", "scene-1"]) == 0
    assert "1 scene and 1 pair." in capsys.readouterr().out


def test_wrong_files_mixed_cameras_and_mixed_formats_are_sentences(folder: Path, capsys: Capture) -> None:
    new()
    scene(folder / "card", 0, 0)
    (folder / "letter.jpg").write_text("Dear photographer")
    dng(folder / "other.dng", "2026:05:01 20:00:50", model="Other camera")
    jpeg(folder / "x.jpg", "2026:05:01 20:00:55", 100, 16, model="Test camera")
    assert main(["pairs", "add", "night", "card", "letter.jpg", "other.dng", "x.jpg", "gone.dng"]) == 1
    said = capsys.readouterr()
    assert "5 photos added." in said.out
    assert "letter.jpg: this is not a photo" in said.err
    assert "gone.dng: there is no such file" in said.err
    assert "1 of the frames were taken with another camera (Synthetic Other camera)" in said.err
    assert "1 of the frames are finished pictures (JPEG, TIFF) among raws" in said.err
    assert len(sessions.load(folder / "night").pairs()) == 1


@pytest.mark.parametrize("action", [["list"], ["check"], ["calibrate"], ["drop", "x"], ["scene", "1", "--title", "x"]])
def test_a_session_that_is_not_there_or_damaged_is_named(action: list[str], folder: Path, capsys: Capture) -> None:
    assert main(["pairs", action[0], "night", *action[1:]]) == 1
    assert "night: there is no session of pairs in this folder" in capsys.readouterr().err
    assert not (folder / "night").exists()
    (folder / "night").mkdir()
    (folder / "night" / "session.json").write_text("{")
    assert main(["pairs", action[0], "night", *action[1:]]) == 1
    assert "cannot be used" in capsys.readouterr().err


def test_unknown_frames_and_scenes_are_named(capsys: Capture) -> None:
    new()
    assert main(["pairs", "drop", "night", "DSC_0001"]) == 1
    assert "'DSC_0001' is no frame of this session" in capsys.readouterr().err
    assert main(["pairs", "scene", "night", "garden", "--title", "x"]) == 1
    assert "There is no scene 'garden' in this session. Its scenes: none yet" in capsys.readouterr().err


# --- capture ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def quick_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder is looked at more often than it is by default."""
    monkeypatch.setattr(watched, "watch", functools.partial(watched.watch, poll=0.02))


@pytest.mark.usefixtures("quick_watch")
def test_a_watched_folder_until_all_is_shot(folder: Path, capsys: Capture) -> None:
    new()
    for number in range(2):
        scene(folder / "incoming", number, 10 * number)
    command = ["capture", "night", "--backend", "folder:incoming", "--until-whole", "--no-check", "--still", "0.1"]
    assert main(["pairs", *command]) == 0
    said = capsys.readouterr()
    assert "Watching incoming; Ctrl-C stops it." in said.err
    assert 'Next: scene-1 (Dark), frame 1 of 3: ISO 100, 15"' in said.out
    assert "Next: scene-2 (A bit of everything), frame 2 of 3: ISO 12800, 1/8" in said.out
    assert "All scenes are shot. The session has 2 scenes and 2 pairs." in said.out
    assert main(["pairs", *command]) == 0  # nothing is left to be shot


@pytest.mark.usefixtures("quick_watch")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_watched_folder_until_it_is_stopped(
    number: signal.Signals, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    new()
    scene(folder / "incoming", 0, 0)
    (folder / "incoming" / "broken.jpg").write_text("no photo")
    watch = watched.watch

    def stopped(*arguments: object, **options: object) -> Iterator[CaptureEvent]:
        for event in watch(*arguments, **options):  # type: ignore[arg-type]
            yield event
            if isinstance(event, FrameAdded) and len(event.session.frames) == 3:
                os.kill(os.getpid(), number)

    monkeypatch.setattr(watched, "watch", stopped)
    command = ["capture", "night", "--backend", "folder:incoming", "--no-check", "--still", "0.1"]
    status, lines = run(capsys, *command)
    assert status == 128 + number
    assert len(of_type(lines, "frame")) == 3
    assert main(["pairs", *command[:-1], "0.1", "--backend", "folder:incoming/broken.jpg"]) == 2
    assert "is no folder" in capsys.readouterr().err


class Photographer:
    """Sits at a terminal and answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
        self.questions: list[str] = []
        self._answers = list(answers)
        monkeypatch.setattr(pairs_capture, "somebody_is_there", lambda: True)
        monkeypatch.setattr(pairs_capture, "answer", self._answer)

    def _answer(self, question: str, token: object) -> str:
        self.questions.append(question)
        return self._answers.pop(0)


def tethered(monkeypatch: pytest.MonkeyPatch, folder: Path) -> FakeCamera:
    camera = FakeCamera(folder / "camera")
    monkeypatch.setattr(gphoto, "GphotoCamera", lambda: camera)
    return camera


def verdicts(monkeypatch: pytest.MonkeyPatch, mark: Callable[[str], str]) -> list[str]:
    """The check says this of each pair; its questions."""
    asked = []

    def quick(folder: Path, pair: str) -> Verdict:
        asked.append(pair)
        said = (
            (Finding("alignment", "shifted", "reject", {"pixels": 3.0}, "check/x.png"),)
            if mark(pair) == "rejected"
            else ()
        )
        return Verdict(pair, pair.partition("/")[0], mark(pair), said, 0.5)  # type: ignore[arg-type]

    monkeypatch.setattr(check, "quick", quick)
    return asked


def test_a_tethered_camera_shoots_the_plan_and_each_scene_is_checked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    new()
    camera, asked = tethered(monkeypatch, folder), verdicts(monkeypatch, lambda pair: "good")
    person = Photographer(monkeypatch, "", "")
    assert main(["pairs", "capture", "night", "--backend", "gphoto2"]) == 0
    assert camera.taken == [(100, 15), (12800, 1 / 8), (100, 15)] * 2
    assert asked == ["scene-1/FAKE0002", "scene-2/FAKE0005"]
    assert len(person.questions) == 2
    assert all("tripod" in question for question in person.questions)
    assert "scene-2/FAKE0005: good" in capsys.readouterr().out


def test_what_fails_is_shot_again_while_the_tripod_stands(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    new()
    camera = tethered(monkeypatch, folder)
    asked = verdicts(monkeypatch, lambda pair: "rejected" if pair == "scene-1/FAKE0002" else "good")
    person = Photographer(monkeypatch, "", "y", "", "")
    assert main(["pairs", "capture", "night", "--backend", "gphoto2"]) == 0
    assert asked == ["scene-1/FAKE0002", "scene-1/FAKE0005", "scene-2/FAKE0008"]
    assert ["again" in question for question in person.questions] == [False, True, False, False]
    said = capsys.readouterr()
    assert "scene-1/FAKE0002: REJECTED" in said.out
    assert "The camera moved by 3.0 pixels" in said.out
    assert str(Path("night") / "check" / "x.png") in said.out
    assert len(camera.taken) == 9
    assert [pair.id for pair in sessions.load(folder / "night").pairs()] == ["scene-1/FAKE0005", "scene-2/FAKE0008"]


def test_without_anybody_there_it_says_how_to_shoot_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    new()
    camera = tethered(monkeypatch, folder)
    verdicts(monkeypatch, lambda pair: "rejected")
    assert main(["pairs", "capture", "night", "--backend", "gphoto2"]) == 0
    assert len(camera.taken) == 6
    assert "To shoot it again: denoiser-app pairs drop night FAKE0002" in capsys.readouterr().err


def test_the_photographer_can_end_it(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    new()
    camera = tethered(monkeypatch, folder)
    verdicts(monkeypatch, lambda pair: "good")
    Photographer(monkeypatch, "", "q")
    assert main(["pairs", "capture", "night", "--backend", "gphoto2"]) == 0
    assert len(camera.taken) == 3
    assert "Stopped. The session has 1 scene and 1 pair." in capsys.readouterr().out


def test_no_camera_and_no_library_are_sentences(monkeypatch: pytest.MonkeyPatch, folder: Path, capsys: Capture) -> None:
    new()
    camera = tethered(monkeypatch, folder)
    camera.absent = 1
    assert main(["pairs", "capture", "night", "--backend", "gphoto2"]) == 1
    assert "No camera was found. Connect it" in capsys.readouterr().err
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    monkeypatch.setitem(sys.modules, "gphoto2", None)
    assert main(["pairs", "capture", "night", "--backend", "gphoto2"]) == 1
    assert "pip install 'denoiser-app[tether]'" in capsys.readouterr().err


def test_a_question_is_answered_by_a_line_and_by_the_end_of_input(monkeypatch: pytest.MonkeyPatch) -> None:
    from denoiser_app.core.progress import Cancelled, CancelToken

    reading, writing = os.pipe()
    with os.fdopen(reading) as stream, monkeypatch.context() as patched:
        patched.setattr(sys, "stdin", stream)
        os.write(writing, b" Yes \n")
        assert pairs_ask.answer("Again?", CancelToken()) == "yes"
        token = CancelToken()
        token.cancel()
        with pytest.raises(Cancelled):
            pairs_ask.answer("Again?", token)
        os.close(writing)
        assert pairs_ask.answer("Again?", CancelToken()) == "q"


# --- what follows -----------------------------------------------------------------------------------------------------


def test_a_simulated_session_is_checked_and_measured(folder: Path, capsys: Capture) -> None:
    """The whole chain with the real check and calibration."""
    small = ["--size", "384x512", "--high-frames", "1", "--scenes", "2", "--seed", "8"]
    status, lines = run(capsys, "simulate", "night", *small, "--fault", "2:lens")
    assert status == 0
    (made,) = of_type(lines, "simulated")
    assert made["truth"]["faults"] == {"scene-2": {"kind": "lens", "amount": []}}  # type: ignore[index]
    assert main(["pairs", "simulate", "night"]) == 1
    assert "exists already" in capsys.readouterr().err

    status, lines = run(capsys, "check", "night")
    assert status == 1
    marks = {str(line["pair"]): line["mark"] for line in of_type(lines, "verdict")}
    assert marks == {"scene-1/SIM_0003": "good", "scene-2/SIM_0008": "rejected"}
    assert main(["pairs", "check", "night"]) == 1
    said = capsys.readouterr()
    assert "different lenses" in said.out
    assert "rejected." in said.out
    status, lines = run(capsys, "list", "night")
    assert {pair: mark for line in of_type(lines, "scene") for pair, mark in line["pairs"].items()} == marks  # type: ignore[attr-defined]
    assert main(["pairs", "calibrate", "night", "--no-use", "--plot", "noise.png"]) == 0
    with Image.open(folder / "noise.png") as drawn:
        assert min(drawn.size) > 200
    said = capsys.readouterr()
    assert "ISO 12800" in said.out
    assert "green" in said.out
    camera = sessions.load(folder / "night").camera
    assert camera_profiles.of_camera(camera) is None
    assert main(["pairs", "calibrate", "night"]) == 0
    assert "From now on, auto noise uses it" in capsys.readouterr().out
    kept = camera_profiles.of_camera(camera)
    assert isinstance(kept, CameraProfile)
    assert kept.noise_at(12800) is not None


def test_an_empty_session_cannot_be_checked_or_measured_and_says_why(capsys: Capture) -> None:
    new()
    assert main(["pairs", "check", "night"]) == 1
    said = capsys.readouterr()
    assert "no scene with both a low-ISO and a high-ISO frame" in said.out + said.err
    assert main(["pairs", "calibrate", "night"]) == 1
    assert "it has no pairs yet" in capsys.readouterr().err
