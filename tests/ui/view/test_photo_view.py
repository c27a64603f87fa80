from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.engine.frame import Frame
from denoiser_app.engine.picture import Picture
from denoiser_app.ui.view.layout import ViewMode
from denoiser_app.ui.view.photo_view import PhotoView

ROOT = Path(__file__).resolve().parents[3]
LEFT, MIDDLE, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def picture(make_picture: Callable[..., Picture], noise: Callable[[int, int], np.ndarray]) -> Picture:
    before = noise(600, 800)
    return make_picture(before, before // 2)


@pytest.fixture
def view(qtbot: QtBot, picture: Picture) -> Iterator[PhotoView]:
    """400 x 300 with a photo of 800 x 600, at 50 %."""
    made = PhotoView()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.setFocus()  # no ring: not with the keyboard
    made.set_picture(picture)
    yield made
    made.close()


def pixels(view: PhotoView) -> np.ndarray:
    """(h, w, 3) uint8 of what is on the screen."""
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def wheel(view: PhotoView, at: QPointF, notches: float, fingers: int = 0, keys: Qt.KeyboardModifier = NONE) -> None:
    event = QWheelEvent(
        at,
        view.mapToGlobal(at),
        QPoint(0, fingers),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    view.wheelEvent(event)


def drag(view: PhotoView, start: QPoint, end: QPoint, button: Qt.MouseButton = LEFT) -> None:
    QTest.mousePress(view, button, NONE, start)
    send_move(view, end, button)
    QTest.mouseRelease(view, button, NONE, end)


def send_move(view: PhotoView, at: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    where = QPointF(at)
    view.mouseMoveEvent(
        QMouseEvent(QEvent.Type.MouseMove, where, view.mapToGlobal(where), Qt.MouseButton.NoButton, held, NONE)
    )


# --- zoom ---


@pytest.mark.parametrize(
    ("notches", "fingers", "keys"), [(1, 0, NONE), (0, 60, NONE), (1, 0, Qt.KeyboardModifier.ControlModifier)]
)
def test_the_wheel_and_the_touchpad_zoom_at_the_cursor(
    view: PhotoView, notches: float, fingers: int, keys: Qt.KeyboardModifier
) -> None:
    at = QPointF(100, 80)
    under = view.viewport.to_photo((80, 100))
    wheel(view, at, notches, fingers, keys)
    assert view.percent > 50
    y, x = view.viewport.to_screen(under)
    assert abs(y - 80) <= 0.5
    assert abs(x - 100) <= 0.5
    wheel(view, at, -9 * notches, -9 * fingers, keys)
    assert view.viewport.fitted


def test_two_fingers_zoom(view: PhotoView) -> None:
    device = QPointingDevice.primaryPointingDevice()
    at = QPointF(100, 80)

    def gesture(kind: Qt.NativeGestureType, value: float) -> None:
        view.event(QNativeGestureEvent(kind, device, 2, at, at, view.mapToGlobal(at), value, QPointF()))

    gesture(Qt.NativeGestureType.ZoomNativeGesture, 0.25)
    assert view.percent == pytest.approx(62.5)
    gesture(Qt.NativeGestureType.SmartZoomNativeGesture, 0)
    assert view.viewport.fitted


def test_a_double_click_shows_full_size_there_and_back(view: PhotoView) -> None:
    under = view.viewport.to_photo((70, 90))
    QTest.mouseDClick(view, LEFT, NONE, QPoint(90, 70))
    assert view.percent == 100
    y, x = view.viewport.to_screen(under)
    assert (round(y), round(x)) == (70, 90)
    QTest.mouseDClick(view, LEFT, NONE, QPoint(90, 70))
    assert view.viewport.fitted


def test_the_zoom_is_told_once_a_change(view: PhotoView, qtbot: QtBot) -> None:
    told: list[float] = []
    view.zoom_changed.connect(told.append)
    view.zoom_in()
    view.zoom_to(300)
    view.pan_by(10, 10)
    view.zoom_out()
    view.zoom_to_fit()
    assert told == pytest.approx([200 / 3, 300, 200, 50])


def test_resizing_keeps_the_whole_photo_or_the_middle(view: PhotoView) -> None:
    view.resize(800, 600)
    assert view.percent == 100
    assert view.viewport.fitted
    view.zoom_to(200)
    view.pan_by(40, 60)
    middle = view.viewport.center
    view.resize(500, 400)
    assert view.viewport.center == middle
    assert view.percent == 200


# --- pan ---


@pytest.mark.parametrize("button", [LEFT, MIDDLE])
def test_dragging_moves_the_photo_with_the_pointer(view: PhotoView, button: Qt.MouseButton) -> None:
    view.zoom_to(200)
    y, x = view.viewport.origin
    drag(view, QPoint(50, 50), QPoint(80, 30), button)
    assert view.viewport.origin == (y - 20, x + 30)


def test_shift_and_arrows_pan_and_plain_arrows_go_on_to_the_window(qtbot: QtBot, view: PhotoView) -> None:
    view.zoom_to(200)
    y, x = view.viewport.origin
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.viewport.origin == (y, x - 50)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Right, NONE)
    view.keyPressEvent(event)
    assert not event.isAccepted()


def test_space_pans_where_the_divider_is(view: PhotoView) -> None:
    view.zoom_to(200)
    y, x = view.viewport.origin
    QTest.keyPress(view, Qt.Key.Key_Space)
    drag(view, QPoint(200, 150), QPoint(230, 150))
    assert view.divider == 0.5
    assert view.viewport.origin == (y, x + 30)
    QTest.keyRelease(view, Qt.Key.Key_Space)
    drag(view, QPoint(200, 150), QPoint(230, 150))
    assert view.divider == pytest.approx(230 / 400)
    assert view.viewport.origin == (y, x + 30)


def test_what_is_in_view_is_told_when_it_changes(view: PhotoView, picture: Picture) -> None:
    told: list[Box] = []
    view.view_changed.connect(told.append)
    view.zoom_to(200)
    view.zoom_to(200)
    assert told == [Box(225, 375, 300, 500)]
    view.pan_by(99999, 99999)
    assert told[-1] == Box(0, 150, 0, 200)
    view.pan_by(5, 5)
    assert len(told) == 2
    view.set_picture(None)
    view.set_picture(picture)
    assert told[-1] == Box(0, 150, 0, 200)
    assert len(told) == 3


# --- comparing ---


def test_the_divider_is_dragged_turned_and_reset(view: PhotoView) -> None:
    drag(view, QPoint(200, 40), QPoint(120, 90))
    assert view.divider == pytest.approx(0.3)
    view.set_divider_orientation(Qt.Orientation.Horizontal)
    drag(view, QPoint(50, 90), QPoint(50, 240))
    assert view.divider == pytest.approx(0.8)
    assert view.viewport.fitted
    QTest.mouseDClick(view, LEFT, NONE, QPoint(50, 240))
    assert view.divider == 0.5


def test_the_divider_moves_with_the_arrow_keys_even_where_the_window_has_shortcuts(
    qtbot: QtBot, picture: Picture
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view = PhotoView(window)
    view.resize(400, 300)
    hits: list[bool] = []
    action = QAction(window, shortcut="Right")
    action.triggered.connect(hits.append)
    window.addAction(action)
    window.resize(400, 300)
    window.show()
    view.set_picture(picture)
    qtbot.waitExposed(window)
    window.activateWindow()
    view.handle.setFocus()
    qtbot.waitUntil(view.handle.hasFocus)
    QTest.keyClick(view.handle, Qt.Key.Key_Right)
    assert view.divider == pytest.approx(0.51)
    view.set_divider_orientation(Qt.Orientation.Horizontal)
    QTest.keyClick(view.handle, Qt.Key.Key_Down)
    assert view.divider == pytest.approx(0.52)
    assert hits == []
    assert view.handle.accessibleName()


def test_every_mode_paints_its_own_picture_at_the_same_place(view: PhotoView, picture: Picture) -> None:
    view.zoom_to(100)
    view.set_residual(2, True)
    y, x = (-o for o in view.viewport.origin)
    frame = Frame(picture, 0, Box(y, y + 300, x, x + 400))
    expected = {
        ViewMode.BEFORE: frame.render(None),
        ViewMode.AFTER: frame.render(Recipe()),
        ViewMode.REMOVED: frame.residual(Recipe(), 2, True),
    }
    told: list[ViewMode] = []
    view.mode_changed.connect(told.append)
    for mode, rendered in expected.items():
        view.set_mode(mode)
        np.testing.assert_array_equal(pixels(view)[60:], rendered[60:, :, 2::-1])  # below the words
    assert told == list(expected)


def test_both_panes_move_together(view: PhotoView) -> None:
    view.set_mode(ViewMode.SIDE_BY_SIDE)
    view.zoom_to(200)
    under = view.viewport.to_photo((50, 30))
    wheel(view, QPointF(30 + 202, 50), 1)  # in the right pane
    y, x = view.viewport.to_screen(under)
    assert abs(y - 50) <= 0.5
    assert abs(x - 30) <= 0.5


def test_a_recipe_is_painted_at_once(view: PhotoView, picture: Picture) -> None:
    view.set_mode(ViewMode.AFTER)
    view.zoom_to(100)
    y, x = (-o for o in view.viewport.origin)
    for strength in (0.0, 40.0, 100.0):
        view.set_recipe(Recipe(strength=strength))
        rendered = Frame(picture, 0, Box(y, y + 300, x, x + 400)).render(Recipe(strength=strength))
        np.testing.assert_array_equal(pixels(view)[60:], rendered[60:, :, 2::-1])
    view.set_lift(1.0)
    lifted = Frame(picture, 0, Box(y, y + 300, x, x + 400)).render(Recipe(), 1.0)
    np.testing.assert_array_equal(pixels(view)[60:], lifted[60:, :, 2::-1])


def test_a_late_picture_is_painted_coarse_and_sharp_when_nothing_moves(
    qtbot: QtBot, view: PhotoView, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.set_mode(ViewMode.AFTER)
    view.zoom_to(100)
    monkeypatch.setattr("denoiser_app.ui.view.pace.BUDGET", -1.0)  # everything is late
    view.set_recipe(Recipe(strength=90))
    sharp = pixels(view)
    view.set_recipe(Recipe(strength=89))
    assert not view.painting.pace.draft  # late once: that frame may have prepared what the next ones use
    pixels(view)
    view.set_recipe(Recipe(strength=90))
    assert view.painting.pace.draft
    draft = pixels(view)
    assert np.abs(draft[60:].astype(int) - sharp[60:]).mean() > 5  # noise: at half resolution it is another picture
    qtbot.waitUntil(lambda: not view.painting.pace.draft)
    np.testing.assert_array_equal(pixels(view), sharp)
    monkeypatch.setattr("denoiser_app.ui.view.pace.BUDGET", 99.0)
    for strength in (80, 70):
        view.set_recipe(Recipe(strength=strength))
        pixels(view)
        qtbot.waitUntil(lambda: not view.painting.pace.draft)
    view.set_recipe(Recipe(strength=60))
    assert not view.painting.pace.draft


def test_tiles_in_view_appear(
    qtbot: QtBot, view: PhotoView, make_picture: Callable[..., Picture], noise: Callable[[int, int], np.ndarray]
) -> None:
    before = noise(600, 800)
    picture, done = make_picture(before), make_picture(before, before // 2)
    view.set_mode(ViewMode.AFTER)
    view.set_picture(picture)
    first = pixels(view)
    picture.denoised = done.denoised
    np.testing.assert_array_equal(pixels(view), first)
    view.tile_arrived(Box(0, 600, 0, 800))
    qtbot.waitUntil(lambda: not np.array_equal(pixels(view), first))
    view.set_picture(done)
    expected = pixels(view)
    view.set_picture(picture)
    np.testing.assert_array_equal(pixels(view), expected)


# --- from the preview to the picture ---


def test_the_picture_takes_the_place_of_its_preview(view: PhotoView, picture: Picture) -> None:
    image = QImage(160, 120, QImage.Format.Format_RGB888)
    image.fill(Qt.GlobalColor.red)
    view.set_picture(None)
    assert not view.has_photo
    view.set_preview(image, (150, 200))  # the size was not known exactly
    view.set_mode(ViewMode.AFTER)
    assert (pixels(view)[200, 300] == (255, 0, 0)).all()
    view.zoom_to(400)
    view.pan_by(-100, -60)
    share = view.viewport.center[0] / 150, view.viewport.center[1] / 200
    view.set_picture(picture)
    assert view.percent == pytest.approx(100)
    assert (view.viewport.center[0] / 600, view.viewport.center[1] / 800) == pytest.approx(share, abs=0.005)
    assert not (pixels(view)[200, 300] == (255, 0, 0)).all()


def test_another_photo_of_the_same_size_is_shown_at_the_same_place(
    view: PhotoView, make_picture: Callable[..., Picture], noise: Callable[[int, int], np.ndarray]
) -> None:
    view.zoom_to(300)
    view.pan_by(30, 40)
    before = view.viewport
    view.set_picture(None)
    view.set_picture(make_picture(noise(600, 800)))
    assert view.viewport == before
    view.set_picture(make_picture(noise(601, 800)))
    assert view.viewport.fitted


def test_words_and_progress_are_shown_and_go_away(view: PhotoView) -> None:
    plain = pixels(view)
    view.set_message("Opening...")
    view.set_progress(0.5)
    shown = pixels(view)
    assert view.message == "Opening..."
    assert not np.array_equal(shown[:4], plain[:4])
    view.set_message(None)
    view.set_progress(None)
    np.testing.assert_array_equal(pixels(view), plain)


# --- pointer, drops, focus ---


def test_the_pixel_under_the_pointer_is_told(view: PhotoView) -> None:
    told: list[tuple[int, int] | None] = []
    view.pointer_moved.connect(lambda y, x: told.append((y, x)))
    view.pointer_left.connect(lambda: told.append(None))
    view.zoom_to(400)
    y, x = view.viewport.origin
    send_move(view, QPoint(42, 81))
    send_move(view, QPoint(42, 81))
    view.point_at(None)
    assert told == [((81 - y) // 4, (42 - x) // 4), None]


def test_files_are_dropped(view: PhotoView, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.nef")), QUrl("https://example.org/b.nef")])
    told: list[list[Path]] = []
    view.files_dropped.connect(told.append)
    copy = Qt.DropAction.CopyAction
    enter = QDropEvent(QPointF(5, 5), copy, data, LEFT, NONE)
    view.dragEnterEvent(enter)  # type: ignore[arg-type] # one can be made in any Qt without a warning
    assert enter.isAccepted()
    view.dropEvent(QDropEvent(QPointF(5, 5), copy, data, LEFT, NONE))
    assert told == [[tmp_path / "a.nef"]]


def test_the_keyboard_focus_is_seen(view: PhotoView, qtbot: QtBot) -> None:
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.clearFocus()
    plain = pixels(view)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view.hasFocus)
    ringed = pixels(view)
    assert not np.array_equal(ringed[-2:], plain[-2:])
    assert view.accessibleName()


def test_full_size_means_device_pixels_on_a_fine_screen() -> None:
    script = """
import sys
sys.path.insert(0, {root!r})
import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from denoiser_app.core.photo import Metadata, RgbPhoto
from denoiser_app.core.tiling import Box
from denoiser_app.engine.display import open_display
from denoiser_app.engine.frame import Frame
from denoiser_app.engine.picture import Picture
from denoiser_app.engine.rendering import Rendering
from denoiser_app.ui.view.layout import ViewMode
from denoiser_app.ui.view.photo_view import PhotoView
app = QApplication([])
rgb = np.random.default_rng(0).random((700, 900, 3)).astype(np.float32)
picture = Picture.of(Rendering(RgbPhoto(rgb, Metadata()), open_display("srgb")))
view = PhotoView()
view.resize(301, 211)
view.show()
view.set_picture(picture)
view.set_mode(ViewMode.BEFORE)
view.zoom_to(100)
image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGBX8888)
height, width = image.height(), image.width()
shown = np.frombuffer(image.constBits(), np.uint8).reshape(height, width, 4)
y, x = (-o for o in view.viewport.origin)
expected = Frame(picture, 0, Box(y, y + height, x, x + width)).render(None)
assert (height, width) == view.viewport.screen, (height, width, view.viewport.screen)
top = height // 3
assert np.array_equal(shown[top:, :, :3], expected[top:, :, 2::-1])
print("same", view.devicePixelRatioF())
"""
    for factor in ("1.5", "2"):
        env = {**os.environ, "QT_SCALE_FACTOR": factor}
        ran = subprocess.run(
            [sys.executable, "-c", script.format(root=str(ROOT))], env=env, capture_output=True, text=True, check=False
        )
        assert ran.stdout.split() == ["same", str(float(factor))], ran.stderr
