from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.picture import Picture
from denoiser_app.ui.view import loupe
from denoiser_app.ui.view.navigator import Navigator
from denoiser_app.ui.view.photo_view import PhotoView

Noise = Callable[[int, int], np.ndarray]
NONE = Qt.KeyboardModifier.NoModifier


def rgb(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


# --- loupe ---


@pytest.mark.parametrize(("y", "x"), [(50, 60), (0, 0), (99, 119), (2, 118)])
def test_the_loupe_shows_the_pixels_around_and_their_values(
    make_picture: Callable[..., Picture], noise: Noise, y: int, x: int
) -> None:
    before, after = noise(100, 120), noise(100, 120)[::-1].copy()
    shown = loupe.look(make_picture(before, after), (y, x), Recipe())
    down, right = shown.shift
    for image, values, array in ((shown.before, shown.values[0], before), (shown.after, shown.values[1], after)):
        top, left = y - 5 + down, x - 5 + right
        piece = array[top : top + image.height(), left : left + image.width()]
        assert np.abs(rgb(image).astype(int) - piece).max() <= 1
        assert np.abs(np.array(values) - array[y, x]).max() <= 1
    assert (down > 0) == (y < 5)
    assert (right > 0) == (x < 5)


def test_the_loupe_makes_way_for_the_pointer(qtbot: QtBot, make_picture: Callable[..., Picture], noise: Noise) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(800, 600)
    card = loupe.Loupe(parent)
    shown = loupe.look(make_picture(noise(50, 50)), (20, 20), Recipe())
    for pointer in (QPointF(100, 100), QPointF(780, 580), QPointF(100, 590), QPointF(700, 500)):
        card.show_look(shown, pointer)
        assert not card.geometry().contains(pointer.toPoint())


def test_the_loupe_follows_the_pointer_only_when_it_is_wanted(
    qtbot: QtBot, make_picture: Callable[..., Picture], noise: Noise
) -> None:
    view = PhotoView()
    qtbot.addWidget(view)
    view.resize(600, 500)
    view.show()
    view.set_picture(make_picture(noise(300, 400)))
    card = view.findChild(loupe.Loupe)
    view.point_at((100.0, 100.0))
    assert not card.isVisible()
    view.set_loupe(True)
    assert card.isVisible()
    view.point_at(None)
    assert not card.isVisible()


# --- navigator ---


@pytest.fixture
def navigator(qtbot: QtBot, make_picture: Callable[..., Picture], noise: Noise) -> Navigator:
    made = Navigator()
    qtbot.addWidget(made)
    made.resize(316, 216)  # 300 x 200 within its padding
    made.show()
    made.set_picture(make_picture(noise(400, 600)))
    return made


def test_a_click_or_a_drag_goes_there(navigator: Navigator) -> None:
    told: list[tuple[float, float]] = []
    navigator.moved.connect(lambda y, x: told.append((y, x)))
    QTest.mousePress(navigator, Qt.MouseButton.LeftButton, NONE, QPoint(8 + 30, 8 + 50))
    QTest.mouseMove(navigator, QPoint(8 + 300, 8 + 100))
    QTest.mouseRelease(navigator, Qt.MouseButton.LeftButton, NONE, QPoint(8, 8))
    assert told[0] == pytest.approx((100, 60), abs=2.1)
    if len(told) > 1:  # the offscreen platform may keep moves for itself
        assert told[1] == pytest.approx((200, 600), abs=2.1)


def test_the_arrow_keys_move_the_view(navigator: Navigator) -> None:
    told: list[tuple[float, float]] = []
    navigator.moved.connect(lambda y, x: told.append((y, x)))
    navigator.set_visible(Box(100, 200, 200, 400))
    QTest.keyClick(navigator, Qt.Key.Key_Right)
    QTest.keyClick(navigator, Qt.Key.Key_Up)
    assert told == [(150.0, 350.0), (125.0, 300.0)]


def test_it_and_the_view_move_each_other(
    qtbot: QtBot, navigator: Navigator, make_picture: Callable[..., Picture], noise: Noise
) -> None:
    view = PhotoView()
    qtbot.addWidget(view)
    view.resize(200, 140)
    view.show()
    view.view_changed.connect(navigator.set_visible)
    navigator.moved.connect(view.center_on)
    view.set_picture(make_picture(noise(400, 600)))
    view.zoom_to(100)
    navigator.moved.emit(100.0, 150.0)
    assert view.viewport.view_box == Box(30, 170, 50, 250)


def test_what_is_not_denoised_yet_is_dimmed(navigator: Navigator, make_picture: Callable[..., Picture]) -> None:
    flat = np.full((400, 600, 3), 200, np.uint8)
    picture = make_picture(flat)
    picture.finished = (Box(0, 400, 0, 300),)
    navigator.set_picture(picture)
    half = rgb(navigator.grab().toImage())
    assert (half[100, 60] == 200).all()
    assert (half[100, 260] < 160).all()
    picture.finished = (Box(0, 400, 0, 300), Box(0, 400, 300, 600))
    navigator.update()
    assert (rgb(navigator.grab().toImage())[100, 260] == 200).all()


def test_a_preview_is_shown_until_there_is_a_picture(navigator: Navigator) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB888)
    image.fill(Qt.GlobalColor.red)
    navigator.set_picture(None)
    navigator.set_preview(image, (400, 600))
    assert (rgb(navigator.grab().toImage())[100, 150] == (255, 0, 0)).all()
