"""Esc: heard at once, the computing stops after the tile in hand, what was done stays; Ctrl+R goes on."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from denoiser_app.ui.filmstrip_model import PhotoState
from tests.ui.window import pictures
from tests.ui.window.studio import Studio, differ


@pytest.fixture
def working(studio: Studio, tmp_path: Path) -> Studio:
    """A photo of which five tiles are done, and the sixth is in hand."""
    studio.network.hold(after=5)
    studio.open(pictures.bitmap(tmp_path / "a.jpg", size=(240, 320)))
    studio.until(lambda: studio.network.tiles == 5 and len(studio.network.runs[0].begun) == 6)
    studio.turn(120)
    return studio


def test_escape_is_heard_at_once(working: Studio) -> None:
    before = time.perf_counter()
    working.press(Qt.Key.Key_Escape)
    heard = time.perf_counter() - before
    assert not working.window.denoising.busy
    assert working.window.view.progress is None
    assert not working.window.status.bar.isVisible()
    assert "Ctrl+R" in working.work()
    assert heard < 0.1  # nothing was waited for: the tile in hand is still being held
    assert working.window.denoising.computing


def test_computing_stops_after_the_tile_in_hand(working: Studio) -> None:
    working.press(Qt.Key.Key_Escape)
    told: list[object] = []
    working.window.current.status.connect(lambda *status: told.append(status))
    working.network.release()
    working.until(lambda: not working.window.denoising.computing)
    assert len(working.network.runs) == 1
    assert len(working.network.runs[0].begun) == 6
    working.turn(60)
    assert told == []  # the tile in hand was done, and is not told any more
    assert "Ctrl+R" in working.work()


def test_what_was_done_stays_in_view(working: Studio) -> None:
    working.act("after")
    working.window.view.set_progress(None)
    partly = working.shown()
    working.press(Qt.Key.Key_Escape)
    assert not differ(partly, working.shown())
    working.act("before")
    assert differ(partly, working.shown())
    assert working.state() is PhotoState.NEW


def test_going_on_finishes_the_photo(working: Studio) -> None:
    working.press(Qt.Key.Key_Escape)
    working.network.release()
    working.until(lambda: not working.window.denoising.computing)
    working.press(Qt.Key.Key_R, working.window, Qt.KeyboardModifier.ControlModifier)
    working.ready()
    assert working.state() is PhotoState.DENOISED
    picture = working.window.view.picture
    assert picture is not None
    assert picture.complete


def test_going_on_at_once_while_the_tile_is_still_in_hand(working: Studio) -> None:
    working.press(Qt.Key.Key_Escape)
    working.press(Qt.Key.Key_R, working.window, Qt.KeyboardModifier.ControlModifier)
    working.network.release()
    working.ready()
    assert working.state() is PhotoState.DENOISED


def test_the_stop_button_does_the_same(working: Studio) -> None:
    working.window.status.stop.click()
    assert not working.window.denoising.busy
    assert working.state() is PhotoState.NEW


def test_escape_while_the_photo_is_read_stops_the_reading(studio: Studio, tmp_path: Path) -> None:
    studio.decoding.photos.clear()
    photo = pictures.bitmap(tmp_path / "a.jpg")
    studio.open(photo)
    studio.until(lambda: photo in studio.decoding.read)
    studio.press(Qt.Key.Key_Escape)
    studio.until(lambda: not studio.window.denoising.computing)
    assert studio.network.runs == []
    assert studio.state() is PhotoState.NEW
    studio.decoding.release()
    studio.act("denoise")
    studio.ready()
    assert studio.state() is PhotoState.DENOISED
    assert studio.window.view.message == ""


def test_escape_before_the_photo_is_read_leaves_it_unread(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from denoiser_app.ui.control import current

    monkeypatch.setattr(current, "SETTLE", 200)
    studio.open(pictures.bitmap(tmp_path / "a.jpg"))
    studio.press(Qt.Key.Key_Escape)
    studio.turn(300)
    assert studio.decoding.read == []
    assert "Opening" not in studio.window.view.message + studio.work()
    studio.act("denoise")
    studio.ready()
    assert studio.state() is PhotoState.DENOISED


def test_escape_leaves_full_screen_first(working: Studio) -> None:
    working.act("full_screen")
    working.until(working.window.isFullScreen)
    working.press(Qt.Key.Key_Escape)
    working.until(lambda: not working.window.isFullScreen())
    assert working.window.denoising.busy
    working.press(Qt.Key.Key_Escape)
    assert not working.window.denoising.busy


def test_cancel_when_nothing_runs_does_nothing(studio: Studio, tmp_path: Path) -> None:
    studio.denoised(pictures.bitmap(tmp_path / "a.jpg"))
    status = studio.work()
    studio.press(Qt.Key.Key_Escape)
    assert studio.work() == status
    assert studio.state() is PhotoState.DENOISED


def test_a_cancel_that_comes_with_the_last_tile_leaves_no_doubt(studio: Studio, tmp_path: Path) -> None:
    """Whatever wins, badge and status line say the same."""
    studio.network.hold()
    studio.open(pictures.bitmap(tmp_path / "a.jpg", size=(48, 48)))
    studio.until(lambda: bool(studio.network.runs) and len(studio.network.runs[0].begun) == 1)
    studio.network.release()
    studio.until(lambda: not studio.window.denoising.computing)
    studio.press(Qt.Key.Key_Escape)
    studio.ready()
    assert (studio.state() is PhotoState.NEW) == ("Stopped" in studio.work())
