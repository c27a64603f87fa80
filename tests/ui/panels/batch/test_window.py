from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from denoiser_app.core.errors import DiskFull
from denoiser_app.core.progress import Progress
from denoiser_app.engine.batch.forecast import Forecast
from denoiser_app.engine.batch.items import BatchState, Counts, State
from denoiser_app.ui import i18n
from denoiser_app.ui.panels.batch.details import Details
from denoiser_app.ui.panels.batch.item_words import Filter
from denoiser_app.ui.panels.batch.pictures import crop_of
from denoiser_app.ui.panels.batch.window import BatchWindow
from tests.ui.panels.batch.photos import OUT, batch, item

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)
RUNNING = Counts(waiting=5, running=1, done=2, failed=1)
FINISHED = BatchState.FINISHED


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BatchWindow]:
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "data"))
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    i18n.install(qapp, "en")
    made = BatchWindow()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    assert made.end()


class Heard:
    """What the window asked for, in order."""

    def __init__(self, window: QWidget, *names: str) -> None:
        self.all: list[tuple[object, ...]] = []
        for name in names:
            getattr(window, name).connect(lambda *args, name=name: self.all.append((name, *args)))


def press(button: QAbstractButton) -> None:
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


# --- which batch is shown ---------------------------------------------------------------------------------------------


def test_without_a_batch_it_says_what_one_is(window: BatchWindow) -> None:
    heard = Heard(window, "new_batch", "selected")
    assert window.stack.currentWidget() is window.empty
    press(window.empty.button)
    window.set_batches([batch(1)])
    assert window.stack.currentWidget() is window.splitter
    assert heard.all == [("new_batch",), ("selected", 1)]
    window.set_batches([])
    assert window.stack.currentWidget() is window.empty
    assert window.current_batch is None


def test_the_batch_that_is_shown_stays_so_whatever_arrives(window: BatchWindow) -> None:
    window.set_batches([batch(1), batch(2), batch(3)])
    assert window.select_batch(2)
    heard = Heard(window, "selected")
    window.set_batches([batch(3), batch(2), batch(1), batch(4)])
    window.set_batches([batch(2, counts=RUNNING, held=True), batch(1)])
    assert window.current_batch == 2
    assert heard.all == [], "its photos are there already"
    window.set_batches([batch(1)])
    assert window.current_batch == 1
    assert heard.all == [("selected", 1)]


def test_photos_of_another_batch_are_not_shown(window: BatchWindow) -> None:
    window.set_batches([batch(1), batch(2)])
    window.set_items(1, [item(1), item(2)])
    window.set_items(2, [item(9, batch=2)])
    window.update_items([item(2, State.DONE), item(9, State.DONE, batch=2)])
    window.set_progress(item(9, State.RUNNING, batch=2), Progress("network", 1, 2))
    assert [photo.id for photo in window.table.table.items] == [1, 2]
    assert window.table.table.items[1].state is State.DONE
    window.select_batch(2)
    assert window.table.table.rowCount() == 0


def test_the_line_speaks_of_the_batch_that_is_shown(window: BatchWindow) -> None:
    window.set_batches([batch(1, counts=RUNNING, held=True), batch(2, counts=Counts(waiting=7))])
    window.set_forecast(Forecast(600.0, 30.0))
    assert window.head.line.text() == "Denoising 4 of 9 · about 10 min left · 30 photos an hour"
    window.set_waiting(DiskFull(path="/out", needed_mb=3))
    assert window.head.line.text().startswith("Waiting: /out: the disk is full")
    window.select_batch(2)
    assert window.head.line.text() == "Next in line · 7 of 7 still to do"
    window.select_batch(1)
    window.set_waiting(None)
    assert window.head.line.text().startswith("Denoising 4 of 9 · about 10 min left")


def test_a_reason_to_wait_goes_with_the_run(window: BatchWindow) -> None:
    """A batch that was stopped while the disk was full does not wait for the disk when it is resumed."""
    window.set_batches([batch(1, counts=RUNNING, held=True)])
    window.set_waiting(DiskFull(path="/out", needed_mb=3))
    window.set_batches([batch(1, BatchState.PAUSED, RUNNING)])
    window.set_batches([batch(1, counts=RUNNING, held=True)])
    assert window.head.line.text().startswith("Denoising")


# --- what is asked for ------------------------------------------------------------------------------------------------


def test_buttons_ask_for_the_batch_that_is_shown(window: BatchWindow) -> None:
    window.set_batches([batch(1), batch(2, counts=RUNNING, held=True)])
    window.select_batch(2)
    names = ("pause", "resume", "cancel", "retry", "report", "open_folder")
    heard = Heard(window, *names)
    head = window.head
    for button in (head.toggle, head.cancel_button, head.retry_button, head.report_button, head.folder_button):
        press(button)
    assert heard.all == [("pause", 2), ("cancel", 2), ("retry", 2, []), ("report", 2), ("open_folder", OUT)]
    window.set_batches([batch(1), batch(2, BatchState.PAUSED, RUNNING)])
    press(head.toggle)
    assert heard.all[-1] == ("resume", 2)


def test_what_cannot_be_done_cannot_be_pressed(window: BatchWindow) -> None:
    window.set_batches([batch(1, FINISHED, Counts(done=3))])
    head = window.head
    assert not any(button.isEnabled() for button in (head.toggle, head.cancel_button, head.retry_button))
    assert head.report_button.isEnabled()
    window.set_batches([batch(1, counts=Counts(waiting=3))])
    assert head.toggle.isEnabled()
    assert not head.report_button.isEnabled()
    window.set_batches([batch(1, FINISHED, Counts(done=2, failed=1))])
    assert head.retry_button.isEnabled()


def test_batches_are_moved_by_button_and_key(window: BatchWindow) -> None:
    window.set_batches([batch(1), batch(2), batch(3)])
    heard = Heard(window, "reorder")
    press(window.panel.down)
    QTest.keyClick(window.panel.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert heard.all == [("reorder", [2, 1, 3]), ("reorder", [2, 3, 1])]
    assert window.current_batch == 1
    assert not window.panel.down.isEnabled()
    QTest.keyClick(window.panel.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert len(heard.all) == 2, "it is the last already"


def test_a_finished_batch_goes_at_once_another_after_a_question_one_at_work_never(
    window: BatchWindow, qtbot: QtBot
) -> None:
    window.set_batches([batch(1, FINISHED, Counts(done=3)), batch(2), batch(3, counts=RUNNING, held=True)])
    heard = Heard(window, "forget")
    press(window.panel.remove)
    assert heard.all == [("forget", 1)]
    for answer in (QMessageBox.ButtonRole.RejectRole, QMessageBox.ButtonRole.DestructiveRole):
        window.select_batch(2)
        QTest.keyClick(window.panel.list, Qt.Key.Key_Delete)
        box = window.findChild(QMessageBox)
        assert box is not None
        assert "concert 2" in box.text()
        with qtbot.waitSignal(box.destroyed):
            press(next(button for button in box.buttons() if box.buttonRole(button) is answer))
    assert heard.all == [("forget", 1), ("forget", 2)]
    window.select_batch(3)
    assert not window.panel.remove.isEnabled()
    QTest.keyClick(window.panel.list, Qt.Key.Key_Delete)
    assert heard.all == [("forget", 1), ("forget", 2)]


# --- photos -----------------------------------------------------------------------------------------------------------


def test_filters_show_what_they_count(window: BatchWindow) -> None:
    photos = [item(1), item(2, State.RUNNING), item(3, State.DONE), item(4, State.FAILED), item(5, State.QUARANTINED)]
    window.set_batches([batch(1, counts=Counts(1, 1, 1, 1, 1), held=True)])
    window.set_items(1, photos)
    for which, button in window.filters.buttons.items():
        if button.isVisible():
            press(button)
            assert button.text().endswith(f" {window.table.table.rowCount()}"), which
    assert not window.filters.buttons[Filter.SKIPPED].isVisible()
    press(window.filters.buttons[Filter.FAILED])
    window.update_items([item(4, State.WAITING)])
    assert [window.table.table.item(row).id for row in range(window.table.table.rowCount())] == [5]


def test_the_search_is_reached_by_key_and_forgotten_with_the_batch(window: BatchWindow, qtbot: QtBot) -> None:
    window.set_batches([batch(1), batch(2)])
    window.set_items(1, [item(1), item(2)])
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keySequence(window, QKeySequence(QKeySequence.StandardKey.Find))
    qtbot.waitUntil(window.filters.search.hasFocus)
    QTest.keyClicks(window.filters.search, "0002")
    assert window.table.table.rowCount() == 1
    window.select_batch(2)
    window.set_items(2, [item(7, batch=2), item(8, batch=2)])
    assert window.table.table.rowCount() == 2


def test_a_photo_is_opened_by_its_result_or_itself(window: BatchWindow) -> None:
    window.set_batches([batch(1)])
    window.set_items(1, [item(1, State.DONE), item(2)])
    heard = Heard(window, "open_result", "open_photo")
    for number in (1, 2):
        window.table.select([number])
        QTest.keyClick(window.table, Qt.Key.Key_Return)
    assert heard.all == [("open_result", OUT / "DSC_0001.tif"), ("open_photo", item(2).source)]


def test_the_details_tell_everything_of_the_selected_photo(window: BatchWindow, qtbot: QtBot) -> None:
    window.set_batches([batch(1, counts=RUNNING)])
    window.set_items(1, [item(1, State.DONE), item(2, State.FAILED), item(3), item(4, State.FAILED, target=None)])
    details = window.details
    heard = Heard(window, "retry", "first", "open_result", "open_photo", "show_in_folder")
    window.table.select([2])
    qtbot.waitUntil(lambda: details.name.whole_text == "DSC_0002.NEF")
    assert details.reason.text.endswith("Copy it again from the card.")
    assert not details.result_button.isEnabled()
    press(details.retry_button)
    press(details.folder_button)
    press(details.copy_button)
    assert "DSC_0002.NEF\nFailed" in QGuiApplication.clipboard().text()
    window.table.select([1])
    qtbot.waitUntil(details.result_button.isEnabled)
    assert not details.retry_button.isEnabled()
    press(details.result_button)
    press(details.photo_button)
    window.table.select([2, 3, 4])
    qtbot.waitUntil(lambda: details.name.whole_text == "3 photos")
    press(details.retry_button)
    press(details.first_button)
    assert heard.all == [
        ("retry", 1, [2]),
        ("show_in_folder", item(2).source),
        ("open_result", OUT / "DSC_0001.tif"),
        ("open_photo", item(1).source),
        ("retry", 1, [2]),
        ("first", 1, [3]),
    ], "a photo that was refused a name is not tried again"


def test_pictures_of_the_photo_and_its_result_are_shown(window: BatchWindow, qtbot: QtBot, tmp_path: Path) -> None:
    for name, color in (("a.png", "red"), ("b.png", "blue")):
        Image.new("RGB", (60, 40), color).save(tmp_path / name)
    photo = item(1, State.DONE, source=tmp_path / "a.png", target=tmp_path / "b.png", root=tmp_path)
    window.set_batches([batch(1)])
    window.set_items(1, [photo])
    window.table.select([1])
    _wait_for_colors(window.details, qtbot, "#ff0000", "#0000ff")
    crops = crop_of(photo, "before"), crop_of(photo, "after")
    crops[0].parent.mkdir(parents=True)
    for path, color in zip(crops, ("#00ff00", "#ffffff"), strict=True):
        Image.new("RGB", (30, 20), color).save(path, "PNG")
    window.table.select([])
    window.details.show_items([])
    window.table.select([1])
    _wait_for_colors(window.details, qtbot, "#00ff00", "#ffffff")
    assert "close up" in window.details.before.title.text()


def _wait_for_colors(details: Details, qtbot: QtBot, before: str, after: str) -> None:
    def colors() -> list[str]:
        images = (details.before.image, details.after.image)
        return [image.pixelColor(5, 5).name() for image in images if image is not None and not image.isNull()]

    qtbot.waitUntil(lambda: colors() == [before, after], timeout=10_000)


def test_a_photo_that_cannot_be_shown_says_so(window: BatchWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "broken.NEF").write_bytes(b"not a photo")
    window.set_batches([batch(1)])
    window.set_items(1, [item(1, State.FAILED, source=tmp_path / "broken.NEF")])
    window.table.select([1])
    qtbot.waitUntil(lambda: window.details.before.image is not None and window.details.before.image.isNull())


# --- for everybody ----------------------------------------------------------------------------------------------------


def test_everything_has_a_name_and_a_key_of_its_own(window: BatchWindow) -> None:
    window.set_batches([batch(1, counts=Counts(1, 1, 1, 1, 1, 1), held=True)])
    buttons = [button for button in window.splitter.findChildren(QAbstractButton) if button.isVisible()]
    assert len(buttons) > 15
    for button in buttons:
        assert button.accessibleName() or button.text(), button
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus, button.text()
    keys = [found[1].lower() for button in buttons if (found := re.search(r"&(\w)", button.text()))]
    assert sorted(keys) == sorted(set(keys)), "no two buttons share a key"


def test_long_names_do_not_widen_the_window(window: BatchWindow) -> None:
    window.set_batches([batch(1, name="n" * 400, counts=RUNNING, held=True)])
    window.set_items(1, [item(1, State.FAILED, name="n" * 200 + ".NEF")])
    window.table.select([1])
    QApplication.processEvents()
    assert window.minimumSizeHint().width() < 1100


def test_its_place_is_kept(window: BatchWindow, qtbot: QtBot) -> None:
    window.resize(790, 610)
    window.close()
    again = BatchWindow()
    qtbot.addWidget(again)
    assert again.height() == 610, "its width is more than the screen of the tests has"
    assert again.end()
