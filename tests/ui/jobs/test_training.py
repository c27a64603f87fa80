"""A training in a process of its own: what is known of it, whatever it says, and whatever becomes of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from denoiser_app.core.errors import SessionUnfit
from denoiser_app.ui.jobs.child import ChildFailed
from denoiser_app.ui.jobs.training import Course, Training, after, to_resume, to_train

FAKE = Path(__file__).parents[1] / "panels" / "pair_wizard" / "fake_training.py"
Start = Callable[..., Training]

values = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.integers(), max_size=2)
)
KEYS = (
    "step total seconds seconds_left psnr held_out noisy_held_out best_psnr best_step path notes error done stage early"
).split()
KINDS = "progress prepared step preview paused resumed finished error estimate unheard-of".split()


@example([("step", {"step": float("nan"), "seconds": float("inf"), "total": 10**400})])
@given(st.lists(st.tuples(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(KEYS), values)), max_size=8))
def test_whatever_is_said_something_is_known(said: list[tuple[str, dict[str, Any]]]) -> None:
    course = Course("preparing", "night")
    for kind, fields in said:
        course = after(course, {"type": kind, **fields})
        assert 0 <= course.share <= 1
        assert course.name == "night"
        seconds = [at for at, _ in course.held_out]
        assert seconds == sorted(set(seconds))


def test_after_a_crash_what_is_said_again_counts_once() -> None:
    course = Course("preparing")
    for step in (0, 10, 20, 10, 20, 30):
        course = after(course, {"type": "step", "step": step, "total": 40, "seconds": float(step), "held_out": 30.0})
    assert [at for at, _ in course.held_out] == [0, 10, 20, 30]


@pytest.fixture(autouse=True)
def _no_process_left() -> Iterator[None]:
    before = {child.pid for child in psutil.Process().children()}
    yield
    assert {child.pid for child in psutil.Process().children()} <= before


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    made: list[Training] = []

    def begin(mode: str, *, resume: Course | None = None) -> Training:
        training = Training([sys.executable, str(FAKE), mode])
        made.append(training)
        wish = to_train(tmp_path, "night", "raw-balanced", 30) if resume is None else to_resume(tmp_path, "night")
        training.start("night", wish, resume)
        return training

    yield begin
    assert all(training.end() for training in made)


def until(qtbot: QtBot, training: Training, *states: str) -> None:
    qtbot.waitUntil(lambda: training.course.state in states, timeout=10_000)


@pytest.mark.parametrize("mode", ["good", "garbage"])
def test_a_whole_training(qtbot: QtBot, start: Start, tmp_path: Path, mode: str) -> None:
    training = start(mode)
    assert training.course.state == "preparing"
    until(qtbot, training, "running")
    assert training.course.notes == ("One scene is dark.",)
    until(qtbot, training, "finished")
    qtbot.waitUntil(lambda: not training.running, timeout=5000)
    course = training.course
    assert [at for at, _ in course.held_out] == [step * 2.0 for step in range(0, 40, 5)]
    assert (course.began, course.noisy, course.best) == (30.0, 25.0, 31.0)
    assert course.gain == pytest.approx(1.0)
    assert course.preview == tmp_path / "training" / "night" / "preview.png"
    assert course.error is None


def test_pause_go_on_stop(qtbot: QtBot, start: Start) -> None:
    training = start("good")
    qtbot.waitUntil(lambda: training.course.step > 3, timeout=10_000)
    training.pause()
    assert training.course.state == "pausing"
    until(qtbot, training, "paused")
    step = training.course.step
    qtbot.wait(150)
    assert training.course.step == step
    assert training.running
    training.resume()
    qtbot.waitUntil(lambda: training.course.step > step, timeout=10_000)
    training.stop()
    until(qtbot, training, "finished")
    assert training.course.early
    assert training.course.step < 40


def test_a_pause_can_be_taken_back_before_it_is_there(qtbot: QtBot, start: Start) -> None:
    training = start("good")
    until(qtbot, training, "running")
    training.pause()
    training.resume()
    until(qtbot, training, "finished")
    assert not training.course.early


def test_a_crash_is_told_and_what_was_saved_is_gone_on_with(qtbot: QtBot, start: Start) -> None:
    training = start("crash")
    until(qtbot, training, "failed")
    assert isinstance(training.course.error, ChildFailed)
    assert "the memory is gone" in str(training.course.error)
    assert not training.running
    known = training.course
    again = start("good", resume=known)
    assert again.course.held_out == known.held_out, "the curve stays"
    qtbot.waitUntil(lambda: again.course.step > 0, timeout=10_000)
    assert again.course.step >= 10
    until(qtbot, again, "finished")
    assert [at for at, _ in again.course.held_out] == [step * 2.0 for step in range(0, 40, 5)]


def test_an_error_that_the_child_tells(qtbot: QtBot, start: Start) -> None:
    training = start("error")
    until(qtbot, training, "failed")
    assert isinstance(training.course.error, SessionUnfit)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_leaving_saves_and_is_no_failure(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    training = start("good")
    qtbot.waitUntil(lambda: training.course.step > 12, timeout=10_000)
    training.leave()
    assert training.course.state == "leaving"
    until(qtbot, training, "ended")
    assert training.course.error is None
    saved = (tmp_path / "training" / "night" / "fake.json").read_text()
    assert '"step": 1' in saved


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_the_end_of_the_program_waits_a_moment_and_no_longer(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    training = start("good")
    qtbot.waitUntil(lambda: training.course.step > 12, timeout=10_000)
    began = time.monotonic()
    assert training.end()
    assert time.monotonic() - began < 2
    assert (tmp_path / "training" / "night" / "fake.json").is_file()
    deaf = start("deaf")
    qtbot.waitUntil(lambda: deaf.course.step > 1, timeout=10_000)
    began = time.monotonic()
    assert deaf.end()
    assert time.monotonic() - began < 5
