from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.planning.plan import ShootingPlan, Wish
from denoiser_app.pairs.session import Scene, Session
from denoiser_app.ui.panels.pair_wizard import session_changes, sheet
from denoiser_app.ui.panels.pair_wizard.plan import PlanPage
from denoiser_app.ui.panels.pair_wizard.window import PairWizard

Until = Callable[[Callable[[], object]], None]


@pytest.fixture
def page(wizard: PairWizard) -> PlanPage:
    page = wizard.pages[0]
    assert isinstance(page, PlanPage)
    return page


def said(page: PlanPage) -> str:
    return " ".join(notice.text for notice in page.notices)


def plan_of(folder: Path) -> ShootingPlan:
    return sessions.load(folder).plan


def test_the_form_shows_the_plan_of_the_session(page: PlanPage, evening: Path) -> None:
    plan = plan_of(evening)
    assert page.form.plan_with(ShootingPlan()) == replace(plan, wishes=ShootingPlan().wishes)
    assert page.scenes.wishes == plan.wishes


def test_the_low_iso_shutter_follows_at_once(page: PlanPage) -> None:
    form = page.form
    form.shutter.setCurrentIndex(form.shutter.findText("1/30 s"))
    form.high_iso.setCurrentIndex(form.high_iso.findText("ISO 6400"))
    assert re.sub("<[^>]*>", "", page.result.text()) == "ISO 6400: 1/30 s &nbsp;·&nbsp; ISO 100: 2 s"


def test_what_is_set_is_written_by_itself(page: PlanPage, evening: Path, until: Until) -> None:
    QTest.keyClicks(page.form.camera, "X-T3")
    page.form.mains.setCurrentIndex(page.form.mains.findData(60))
    page.form.low_frames.setValue(6)
    until(lambda: plan_of(evening).camera == "X-T3")
    assert (plan_of(evening).mains, plan_of(evening).low_frames) == (60, 6)


def test_what_was_typed_last_is_not_lost_when_the_window_ends(
    wizard: PairWizard, page: PlanPage, evening: Path
) -> None:
    QTest.keyClicks(page.form.camera, "Z6")
    assert wizard.end()
    assert plan_of(evening).camera == "Z6"


def test_what_was_typed_last_goes_to_its_own_session(
    wizard: PairWizard, page: PlanPage, evening: Path, tmp_path: Path, until: Until
) -> None:
    QTest.keyClicks(page.form.camera, "Z6")
    other = tmp_path / "other"
    sessions.create(other, Session("other"))
    wizard.open(other)
    until(lambda: wizard.session is not None and wizard.session.name == "other")
    until(lambda: plan_of(evening).camera == "Z6")
    assert plan_of(other).camera == ""
    assert page.form.camera.text() == ""


def test_typing_is_not_overwritten_by_what_comes_from_the_disk(page: PlanPage, evening: Path, until: Until) -> None:
    """Frames come in while somebody types."""
    QTest.keyClicks(page.form.camera, "X-")
    file = sessions.load(evening).frames[0].file
    sessions.update(evening, lambda session: sessions.change_frame(session, file, dropped=True))
    page.changed.emit()
    until(lambda: page.session is not None and page.session.frames[0].dropped)
    QTest.keyClicks(page.form.camera, "T3")
    until(lambda: plan_of(evening).camera == "X-T3")
    assert sessions.load(evening).frames[0].dropped


def test_what_was_read_before_it_was_written_takes_nothing_back(page: PlanPage, evening: Path, until: Until) -> None:
    """A slow disk: the manifest that was read last is older than what is being written."""
    older = page.session
    QTest.keyClicks(page.form.camera, "X-T3")
    page._flush()
    page.show_session(evening, older, None)
    assert page.form.camera.text() == "X-T3"
    until(lambda: plan_of(evening).camera == "X-T3")
    until(lambda: page.session is not None and page.session.plan.camera == "X-T3")
    sessions.update(evening, lambda session: replace(session, plan=replace(session.plan, camera="Z6")))
    page.changed.emit()
    until(lambda: page.form.camera.text() == "Z6")


def test_what_cannot_be_written_is_not_waited_for(page: PlanPage, evening: Path, until: Until) -> None:
    QTest.keyClicks(page.form.camera, "X-T3")
    page.say_error(OSError("no room"))
    assert page._is_settled() is False, "it is still to be written"
    until(lambda: plan_of(evening).camera == "X-T3" and page._is_settled())


def test_another_programs_plan_is_shown(page: PlanPage, evening: Path, until: Until) -> None:
    plan = replace(plan_of(evening), high_iso=5000.0, shutter=1 / 60)
    sessions.update(evening, lambda session: replace(session, plan=plan))
    page.changed.emit()
    until(lambda: page.form.high_iso.currentText() == "ISO 5000")
    assert page.form.shutter.currentText() == "1/60 s"
    QTest.keyClicks(page.form.camera, "x")
    until(lambda: plan_of(evening).camera == "x")
    assert plan_of(evening).shutter == 1 / 60, "a label that was written out stays what it is"


def test_it_warns_of_what_will_not_work(page: PlanPage) -> None:
    assert "held out" not in said(page)
    for row in page.scenes.rows:
        row.held_out.setChecked(False)
    assert "No scene is held out" in said(page)
    page.form.shutter.setCurrentIndex(page.form.shutter.findText("1 s"))
    assert "bulb" in said(page)
    assert all(notice.isVisible() for notice in page.notices if notice.text)


def test_scenes_are_added_named_and_taken_off(page: PlanPage, evening: Path, until: Until) -> None:
    page.scenes.add_button.click()
    page.scenes.add_button.click()
    row = page.scenes.rows[3]
    row.kind.setCurrentIndex(row.kind.findData("lights"))
    QTest.keyClicks(row.title, "Harbour")
    until(lambda: plan_of(evening).wishes[3:] == (Wish("lights", title="Harbour"), Wish("mixed")))
    page.scenes.rows[4].remove_button.click()
    until(lambda: len(plan_of(evening).wishes) == 4)
    assert not page.scenes.rows[2].remove_button.isVisible(), "its frames are there"


def test_a_scene_that_is_shot_gets_the_plans_words(page: PlanPage, evening: Path, until: Until) -> None:
    QTest.keyClicks(page.scenes.rows[0].title, "Brewery")
    page.scenes.rows[0].held_out.setChecked(True)
    until(lambda: sessions.load(evening).scenes[0].title == "Brewery")
    scenes = sessions.load(evening).scenes
    assert scenes[0].held_out
    assert scenes[1].title == "smooth", "the others stay as they are"


def test_a_scene_that_was_named_by_hand_keeps_its_name() -> None:
    session = Session("s", ShootingPlan(), (Scene("scene-1", "Mine", "dark"), Scene("scene-2", "Also mine", "dark")))
    plan = replace(session.plan, wishes=(Wish("lights", True, "Harbour"), *session.plan.wishes[1:]))
    changed = session_changes.with_plan(session, plan)
    assert [scene.title for scene in changed.scenes] == ["Harbour", "Also mine"]
    assert changed.scenes[0].kind == "lights"
    assert changed.scenes[1] == session.scenes[1]


# --- the sheet --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 6, 20])
def test_the_pdf_is_one_page_whatever_the_plan(qapp, count: int) -> None:
    plan = ShootingPlan("X" * 80, shutter=0.4, wishes=tuple(Wish("mixed", True, "Wall " * 8) for _ in range(count)))
    data = sheet.pdf(plan)
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", data)) == 1


SHEETS = {"plan.pdf": "plan.pdf", "plan.html": "plan.html", "plan": "plan.pdf"}


@pytest.mark.parametrize("name", SHEETS)
def test_the_sheet_is_saved(page: PlanPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    written = SHEETS[name]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), ""))
    heard: list[str] = []
    page.said.connect(heard.append)
    QTest.mouseClick(page.sheet_button, Qt.MouseButton.LeftButton)
    data = (tmp_path / written).read_bytes()
    assert data.startswith(b"%PDF") if written.endswith("pdf") else b"12800" in data
    assert str(tmp_path / written) in heard[-1]


def test_a_sheet_that_cannot_be_saved_is_said(page: PlanPage, tmp_path: Path) -> None:
    heard: list[str] = []
    page.said.connect(heard.append)
    page.save_sheet(tmp_path / "no such folder" / "plan.pdf")
    assert "no such folder" in heard[-1]
