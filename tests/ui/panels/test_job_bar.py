from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from denoiser_app.ui.panels.job_bar import STEPS, JobBar

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

FOLDER = Path("/photos/out")
FAILED = [
    (Path("/photos/1.nef"), "/photos/1.nef: the file is empty (0 bytes). Copy it again from the card."),
    (Path("/photos/2.nef"), "The disk is full."),
]


@pytest.fixture
def bar(qtbot: QtBot) -> JobBar:
    widget = JobBar()
    qtbot.addWidget(widget)
    widget.resize(1000, 40)
    return widget


def test_it_is_seen_only_while_there_is_something_to_say(bar: JobBar, qtbot: QtBot) -> None:
    assert not bar.isVisible()
    bar.start(3)
    assert bar.isVisible()
    bar.finished(3, [], 0, 0, FOLDER)
    assert bar.isVisible()
    with qtbot.waitSignal(bar.dismissed):
        bar._close.click()
    assert not bar.isVisible()


def test_progress_is_counted_as_people_count(bar: JobBar) -> None:
    bar.start(12)
    bar.progress(2, "DSC_1.NEF", 0.25, 42.0)
    assert bar.text == "Exporting 3 of 12: DSC_1.NEF"
    assert bar._bar.value() == STEPS // 4
    assert "40 s" in bar._left.text()
    bar.progress(2, "DSC_1.NEF", 0.26, None)
    assert bar._left.text() == "", "no guess is better than a bad one"
    bar.progress(11, "DSC_2.NEF", 7.0, 0.0)
    assert bar._bar.value() == STEPS


def test_cancel_is_asked_once_and_what_still_arrives_does_not_hide_it(bar: JobBar, qtbot: QtBot) -> None:
    asked: list[int] = []
    bar.cancel_requested.connect(lambda: asked.append(1))
    bar.start(12)
    bar._cancel.click()
    bar._cancel.click()
    bar.progress(3, "late.nef", 0.3, 10.0)
    assert asked == [1]
    assert bar.text == "Cancelling..."
    bar.finished(3, [], 0, 9, FOLDER)
    bar.start(2)
    assert bar._cancel.isEnabled()


def test_the_result_says_where_and_shows_it(bar: JobBar, qtbot: QtBot) -> None:
    bar.start(12)
    bar.finished(12, [], 0, 0, FOLDER)
    assert "12" in bar.text
    assert str(FOLDER) in bar.text
    assert not bar._failed.isVisible()
    assert not bar._cancel.isVisible()
    with qtbot.waitSignal(bar.show_in_folder) as told:
        bar._show.click()
    assert told.args == [FOLDER]


def test_counts_reconcile_in_words(bar: JobBar) -> None:
    bar.start(15)
    bar.finished(7, FAILED, 1, 5, FOLDER)
    for part in ("cancelled", "7", "1 skipped", "5 not done"):
        assert part in bar.text
    assert "2 failed" in bar._failed.text()


def test_failures_are_listed_by_name_with_their_sentences(bar: JobBar) -> None:
    bar.start(2)
    bar.finished(0, FAILED, 0, 0, None)
    assert not bar._show.isVisible(), "nothing was written, so there is nothing to show"
    assert not bar._list.isVisible()
    bar._failed.click()
    assert bar._list.isVisible()
    assert bar.failures.splitlines() == [
        "1.nef: the file is empty (0 bytes). Copy it again from the card.",
        "2.nef: The disk is full.",
    ]
    bar._failed.click()
    assert not bar._list.isVisible()
    bar._failed.click()
    bar.start(1)
    assert not bar._list.isVisible()
    assert bar.failures == ""


def test_everything_skipped_needs_no_start(bar: JobBar) -> None:
    bar.finished(0, [], 4, 0, FOLDER)
    assert "4 skipped" in bar.text
    assert "exported" not in bar.text


def test_a_long_name_gives_way_to_the_buttons(bar: JobBar, qtbot: QtBot) -> None:
    bar.start(2)
    bar.resize(500, 40)
    bar.progress(0, "n" * 300 + ".nef", 0.1, 4000.0)
    qtbot.waitUntil(lambda: bar._text.text() != bar.text)
    assert bar.width() == 500
    assert bar.rect().contains(bar._cancel.geometry())
    assert bar._text.toolTip() == bar.text


def test_buttons_have_names_and_work_by_key(bar: JobBar, qtbot: QtBot) -> None:
    bar.start(2)
    bar._cancel.setFocus()
    with qtbot.waitSignal(bar.cancel_requested):
        QTest.keyClick(bar._cancel, Qt.Key.Key_Space)
    bar.finished(1, FAILED, 0, 0, FOLDER)
    for button in bar.findChildren(QAbstractButton):
        assert button.accessibleName() or button.text()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus, button
