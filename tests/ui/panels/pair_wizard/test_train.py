"""The page Train: what is chosen, what runs, what can be taken up again."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.verdict import Verdicts
from denoiser_app.ui.jobs import trainings
from denoiser_app.ui.jobs.training import Course
from denoiser_app.ui.panels.pair_wizard import training_words
from denoiser_app.ui.panels.pair_wizard.train import TrainPage
from denoiser_app.ui.panels.pair_wizard.training_view import GAP, parts

FAKE = Path(__file__).with_name("fake_training.py")
Until = Callable[[Callable[[], object]], None]
Make = Callable[..., TrainPage]


@pytest.fixture
def make(qtbot: QtBot, evening: Path, until: Until) -> Iterator[Make]:
    """A page over the session, whose child is the fake one."""
    before = set(psutil.Process().children())
    pages: list[TrainPage] = []

    def made(mode: str = "good", folder: Path = evening) -> TrainPage:
        page = TrainPage(program=[sys.executable, str(FAKE), mode])
        pages.append(page)
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        page.show_session(folder, sessions.load(folder), Verdicts())
        return page

    yield made
    assert all(page.end() for page in pages)
    left = [(c.cmdline(), c.status()) for c in psutil.Process().children() if c not in before]
    assert left == [], str(left)


def press(button: QAbstractButton) -> None:
    assert button.isEnabled()
    assert button.isVisibleTo(button.window())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def keep(session: Path, name: str, *, steps: int, finished: bool = False, start: str = "raw-balanced") -> None:
    """As a training leaves its folder after a checkpoint every ten steps."""
    place = session / "training" / name
    place.mkdir(parents=True)
    recipe = {"version": 1, "config": {"steps": 100, "start": start}, "began": f"2026-11-28 20:0{len(name) % 10}"}
    (place / "recipe.json").write_text(json.dumps(recipe))
    rows = [(step, 30 + step / 50, 30 + step / 100) for step in range(0, steps + 1, 10)]
    log = "".join(f"{step},0.1,0.001,{kept},{step * 2.0}\n" for step, kept, _ in rows)
    (place / "log.csv").write_text("step,loss,learning_rate,psnr,seconds\n" + log)
    validation = "".join(f"{step},{kept},{held_out}\n" for step, kept, held_out in rows)
    (place / "validation.csv").write_text("step,kept back,held out\n" + validation)
    (place / "fake.json").write_text(json.dumps({"step": steps}))
    if finished:
        (place / "model").mkdir()
        (place / "model" / f"{name}.json").write_text("{}")


def test_before_it_starts_it_is_said_how_long_it_takes(make: Make, until: Until) -> None:
    page = make()
    until(lambda: page.choices.estimate.text().startswith("Takes"))
    assert page.choices.estimate.text() == "Takes about 25 min on this CPU: 1,400 steps."
    page.choices.minutes.set_value(60)
    page.choices.minutes.changed.emit(60.0)
    assert "Estimating" in page.choices.estimate.text()
    until(lambda: page.choices.estimate.text().startswith("Takes"))
    assert "about 50 min" in page.choices.estimate.text()


def test_an_estimate_that_is_in_the_way_goes(make: Make, until: Until) -> None:
    """Both take all cores."""
    page = make("slow-estimate")
    until(lambda: page.estimates._child.running)
    press(page.choices.start)
    until(lambda: not page.estimates._child.running)
    until(lambda: page.training.course.state == "finished")


def test_a_training_from_the_first_choice_to_the_end(make: Make, evening: Path, until: Until) -> None:
    page = make()
    busy: list[bool] = []
    page.busy.connect(busy.append)
    assert page.choices.name.text() == f"{sessions.load(evening).camera} ISO 12800"
    press(page.choices.start)
    assert page.running
    assert page.stack.currentWidget() is page.view
    until(lambda: len(page.training.course.held_out) > 2)
    assert page.view.headline.text().startswith("Training · ")
    assert page.view.notes.text == "One scene is dark."
    assert not page.view.back.isVisible()
    drawing = page.view.chart.drawing
    assert [level.name for level in drawing.levels] == ["Shipped model", "Noisy photo (25.00 dB)"]
    assert drawing.levels[1].outside
    press(page.view.pause)
    until(lambda: page.training.course.state == "paused")
    assert (page.view.headline.text(), page.summary()) == ("Paused", "Paused")
    assert page.view.pause.text() == "&Resume"
    press(page.view.pause)
    until(lambda: page.training.course.state == "running")
    press(page.view.stop)
    until(lambda: not page.running)
    assert page.view.headline.text().startswith("Finished: +")
    assert busy == [True, False]
    press(page.view.back)
    assert page.stack.currentWidget() is not page.view


@pytest.mark.parametrize(
    ("name", "problem"),
    [("", "a name"), ("../../etc", "letters, digits"), ("Night", "already"), ("a" * 61, None), ("夜 12800", None)],
)
def test_a_name_that_cannot_be_is_told_at_once(
    make: Make, evening: Path, until: Until, name: str, problem: str
) -> None:
    keep(evening, "night", steps=50)
    page = make()
    until(lambda: page.past.isVisible())
    page.choices.name.setText("")
    QTest.keyClicks(page.choices.name, name) if name.isascii() else page.choices.name.insert(name)
    page.choices.name.textEdited.emit(page.choices.name.text())
    if problem is None:
        assert page.choices.problem.text == ""
        assert len(page.choices.choice.name) <= 60
    else:
        assert problem in page.choices.problem.text
    assert page.choices.start.isEnabled() == (problem is None)


def test_after_a_crash_it_can_be_taken_up_again(make: Make, evening: Path, until: Until) -> None:
    """Also by another window, after a reboot: what the disk knows is enough."""
    keep(evening, "night", steps=50)
    page = make()
    until(lambda: page.past.resume.isVisible())
    assert page.summary() == "Can be resumed"
    assert (page.past.resume.property("role"), page.choices.start.property("role")) == ("primary", "")
    assert page.choices.estimate.text(), "there is no gap where it will stand"
    assert page.past.table.rows[0][2].text == "interrupted at 50 %"
    press(page.past.show_it)
    assert len(page.view.chart.drawing.series[1].points) == 6, "the curve is there before anything runs"
    assert "can be resumed from where it was" in page.view.headline.text()
    press(page.view.again)
    assert page.running
    assert len(page.view.chart.drawing.series[1].points) == 6
    until(lambda: page.training.course.state == "finished")


def test_a_crash_is_told_and_the_name_stays(make: Make, evening: Path, until: Until) -> None:
    page = make("crash")
    press(page.choices.start)
    until(lambda: page.training.course.state == "failed")
    assert "the memory is gone" in page.view.headline.text()
    assert page.mark() == "trouble"
    assert page.view.back.isVisible()
    assert not page.view.pause.isVisible()


def test_another_session_ends_the_training_with_a_checkpoint(
    make: Make, evening: Path, tmp_path: Path, until: Until
) -> None:
    page = make()
    press(page.choices.start)
    until(lambda: page.training.course.step > 12)
    name = page.training.course.name
    page.show_session(None, None, None)
    until(lambda: not page.running)
    assert (evening / "training" / name / "fake.json").is_file()
    assert page.training.course.state != "failed"


def test_earlier_trainings_are_listed_with_what_came_of_them(make: Make, evening: Path, until: Until) -> None:
    keep(evening, "night", steps=100, finished=True)
    keep(evening, "small", steps=30, start="three-layer")
    (evening / "training" / "broken").mkdir()
    (evening / "training" / "broken" / "recipe.json").write_text("{")
    page = make()
    until(lambda: len(page.past.table.rows) == 2)
    shown = {row[0].text: row for row in page.past.table.rows}
    assert shown["night"][2].text == "+1.00 dB on the held-out scene"
    assert shown["small"][0].note == "three-layer network"
    assert page.past.chosen is not None
    assert page.past.chosen.name == "small", "the one that can be resumed is offered"
    assert page.mark() == "done"


def test_what_is_lacking_is_said(make: Make, evening: Path) -> None:
    page = make()
    session = sessions.load(evening)
    assert page.lacks.text == ""
    page.show_session(evening, replace(session, frames=()), Verdicts())
    assert "no good pair" in page.lacks.text
    assert not page.choices.start.isEnabled()
    none_held_out = replace(session, scenes=tuple(replace(scene, held_out=False) for scene in session.scenes))
    page.show_session(evening, none_held_out, Verdicts())
    assert "Hold one out" in page.lacks.text
    all_held_out = replace(session, scenes=tuple(replace(scene, held_out=True) for scene in session.scenes))
    page.show_session(evening, all_held_out, Verdicts())
    assert "All scenes are held out" in page.lacks.text


def test_the_preview_falls_into_its_three_parts(tmp_path: Path, qapp: object) -> None:
    side = 20
    pieces = [np.full((side, side, 3), grey, np.uint8) for grey in (50, 120, 200)]
    gap = np.zeros((side, GAP, 3), np.uint8)
    Image.fromarray(np.concatenate([pieces[0], gap, pieces[1], gap, pieces[2]], 1)).save(tmp_path / "p.png")
    images = parts(QImage(str(tmp_path / "p.png")), 3)
    assert [(i.width(), i.height()) for i in images if i is not None] == [(side, side)] * 3
    for image, grey in zip(images, (50, 120, 200), strict=True):
        assert image is not None
        corners = {image.pixelColor(x, y).red() for x in (0, side - 1) for y in (0, side - 1)}
        assert corners == {grey}
    assert parts(None, 3) == (None, None, None)


def test_files_and_names_are_those_of_the_training() -> None:
    """What the window knows without importing torch must be what the training writes."""
    from denoiser_app.training import log
    from denoiser_app.training.personal import finishing, material, preview, recipe, request

    assert (trainings.RECIPE, trainings.MODEL) == (recipe.RECIPE, finishing.MODEL)
    assert (trainings.LOG, trainings.VALIDATION) == (log.LOG, log.VALIDATION)
    assert (trainings.KEPT_BACK, trainings.HELD_OUT) == (material.KEPT_BACK, material.HELD_OUT)
    assert {request.SCRATCH, request.THREE_LAYER} == trainings.LEARNERS
    assert (preview.PICTURE, preview._GAP) == ("preview.png", GAP)


def test_a_finished_training_says_what_it_gained_whatever_that_is() -> None:
    course = Course("finished", began=30.0, best=29.9, best_step=40)
    assert "−0.10 dB" in training_words.headline(course)
    course = Course("finished", began=30.0, best=30.0, best_step=0)
    assert "nothing was better" in training_words.headline(course)
