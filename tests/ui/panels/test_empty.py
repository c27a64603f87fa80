from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from denoiser_app.ui.panels.empty import RECENT, EmptyPage

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
    # Its successor takes a QPointF, which older versions of PySide6 do not know.
    pytest.mark.filterwarnings("ignore:.*QDragEnterEvent:DeprecationWarning"),
]


@pytest.fixture
def page(qtbot: QtBot) -> EmptyPage:
    widget = EmptyPage()
    qtbot.addWidget(widget)
    widget.resize(900, 600)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def drag(page: EmptyPage, mime: QMimeData) -> bool:
    """Holds something over the page. Whether it is welcome."""
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.setAccepted(False)
    QApplication.sendEvent(page, event)
    return event.isAccepted()


def drop(page: EmptyPage, mime: QMimeData) -> None:
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        QEvent.Type.Drop,
    )  # fmt: skip
    QApplication.sendEvent(page, event)


def files(*paths: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return mime


def test_each_button_asks_for_its_own_thing(page: EmptyPage, qtbot: QtBot) -> None:
    for button, signal in (
        (page.photos_button, page.open_photos),
        (page.folder_button, page.open_folder),
        (page.samples_button, page.open_samples),
    ):
        with qtbot.waitSignal(signal, timeout=500):
            button.click()


def test_dropped_photos_and_folders_are_told(page: EmptyPage, qtbot: QtBot) -> None:
    mime = files("/card/a b.nef", "/card/folder")
    assert drag(page, mime)
    with qtbot.waitSignal(page.files_dropped) as told:
        drop(page, mime)
    assert told.args[0] == [Path("/card/a b.nef"), Path("/card/folder")]


def test_text_and_web_addresses_are_not_welcome(page: EmptyPage) -> None:
    text, web = QMimeData(), QMimeData()
    text.setText("/card/a.nef")
    web.setUrls([QUrl("https://example.org/a.jpg")])
    assert not drag(page, text)
    assert not drag(page, web)


def test_what_is_held_over_the_page_lights_its_frame(page: EmptyPage) -> None:
    before = page.grab().toImage()
    mime = files("/a.nef")
    drag(page, mime)
    assert page.grab().toImage() != before
    drop(page, mime)
    assert page.grab().toImage() == before


def test_recent_files_open_by_click_and_by_key(page: EmptyPage, qtbot: QtBot) -> None:
    paths = [Path(f"/photos/{number} & more.nef") for number in range(RECENT + 3)]
    page.set_recent(paths)
    assert len(page.recent_buttons) == RECENT
    with qtbot.waitSignal(page.open_recent) as told:
        page.recent_buttons[1].click()
    assert told.args == [paths[1]]
    page.recent_buttons[2].setFocus()
    with qtbot.waitSignal(page.open_recent) as told:
        QTest.keyClick(page.recent_buttons[2], Qt.Key.Key_Return)
    assert told.args == [paths[2]]
    page.set_recent([])
    assert page.recent_buttons == []
    assert not page._recent_title.isVisible()


def test_tab_reaches_everything_in_the_order_shown(page: EmptyPage, qtbot: QtBot) -> None:
    page.set_recent([Path("/a"), Path("/b")])
    qtbot.waitUntil(lambda: all(button.isVisible() for button in page.recent_buttons))
    page.setFocus()
    reached = []
    for _ in range(5):
        reached.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert reached == [page.photos_button, page.folder_button, page.samples_button, *page.recent_buttons]
    assert all(widget.accessibleName() or widget.text() for widget in reached)


def test_a_long_path_is_shortened_and_whole_in_the_tooltip(page: EmptyPage) -> None:
    path = Path("/home/" + "very-long-folder/" * 20 + "a.nef")
    page.set_recent([path])
    button = page.recent_buttons[0]
    assert button.width() < page.width() - 80
    assert button.toolTip() == str(path)


def test_it_says_why_nothing_was_opened(page: EmptyPage) -> None:
    page.say("There are no photos in /music.")
    assert page._said.isVisible()
    page.say("")
    assert not page._said.isVisible()
