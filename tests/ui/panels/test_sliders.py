from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from denoiser_app.ui.panels.sliders import LabelledSlider

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # of the offscreen platform only


class Heard:
    """What a slider said, in order."""

    def __init__(self, slider: LabelledSlider) -> None:
        self.values: list[float] = []
        self.finished = 0
        slider.changed.connect(self.values.append)
        slider.finished.connect(self.count)

    def count(self) -> None:
        self.finished += 1


def shown(qtbot: QtBot, slider: LabelledSlider) -> LabelledSlider:
    qtbot.addWidget(slider)
    slider.resize(400, 40)
    with qtbot.waitActive(slider):
        slider.show()
        slider.activateWindow()
    return slider


@pytest.fixture
def slider(qtbot: QtBot) -> LabelledSlider:
    return shown(qtbot, LabelledSlider("&Strength", default=100.0, tip="How much"))


def at(slider: LabelledSlider, part: float) -> QPoint:
    """A point of the groove, 0 left to 1 right."""
    return QPoint(round(8 + part * (slider.slider.width() - 16)), slider.slider.height() // 2)


def wheel(target: QWidget, notches: float) -> None:
    """Through the window, as the system sends it: only then it goes on to the parents."""
    window = target.window().windowHandle()
    middle = target.mapTo(target.window(), target.rect().center())
    QTest.wheelEvent(window, QPointF(middle), QPoint(0, round(120 * notches)))


def test_showing_a_value_says_nothing_and_keeps_it_exactly(slider: LabelledSlider):
    heard = Heard(slider)
    slider.set_value(33.3333)
    assert slider.value == 33.3333
    assert slider.number.value() == 33
    assert heard.values == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.floats(-10, 120), curve=st.sampled_from([1.0, 2.0, 3.0]))
def test_any_value_survives_being_shown(qapp: QApplication, value: float, curve: float):
    slider = LabelledSlider("", 0.0, 100.0, curve=curve, default=None)
    slider.set_value(value)
    assert slider.value == min(max(value, 0.0), 100.0)
    # The handle stands where a drag to the same place would give the same value, to a position's width.
    slid = 100.0 * (slider.slider.value() / slider.slider.maximum()) ** curve
    assert slid == pytest.approx(slider.value, abs=0.1 * curve + 1e-9)
    slider.deleteLater()


def test_a_click_on_the_groove_jumps_there(slider: LabelledSlider):
    QTest.mouseClick(slider.slider, Qt.MouseButton.LeftButton, pos=at(slider, 0.25))
    assert slider.value == pytest.approx(25, abs=2)
    assert slider.number.value() == slider.value


def test_a_drag_is_one_gesture_of_many_changes(slider: LabelledSlider):
    heard = Heard(slider)
    QTest.mousePress(slider.slider, Qt.MouseButton.LeftButton, pos=at(slider, 0.2))
    for part in (0.3, 0.5, 0.7, 0.6):
        QTest.mouseMove(slider.slider, at(slider, part))
    assert heard.finished == 0
    QTest.mouseRelease(slider.slider, Qt.MouseButton.LeftButton, pos=at(slider, 0.6))
    assert heard.finished == 1
    assert len(heard.values) >= 4
    assert slider.value == heard.values[-1] == pytest.approx(60, abs=2)


@pytest.mark.parametrize("above", [-9, -4, 0, 4, 9])
def test_a_drag_may_begin_anywhere_in_the_height_of_the_row(slider: LabelledSlider, above: int):
    aside = QPoint(0, above)
    slider.number.setFocus()
    QTest.mousePress(slider.slider, Qt.MouseButton.LeftButton, pos=at(slider, 1.0) + aside)
    QTest.mouseMove(slider.slider, at(slider, 0.5) + aside)
    assert slider.value == pytest.approx(50.0, abs=3)
    QTest.mouseRelease(slider.slider, Qt.MouseButton.LeftButton, pos=at(slider, 0.5) + aside)
    assert slider.number.hasFocus()  # arrow keys go where they went before


def test_a_drag_that_pauses_is_still_one_gesture(slider: LabelledSlider, qtbot: QtBot):
    heard = Heard(slider)
    QTest.mousePress(slider.slider, Qt.MouseButton.LeftButton, pos=at(slider, 0.2))
    qtbot.wait(QApplication.doubleClickInterval() + 200)
    assert heard.finished == 0
    QTest.mouseMove(slider.slider, at(slider, 0.5))
    QTest.mouseRelease(slider.slider, Qt.MouseButton.LeftButton, pos=at(slider, 0.5))
    assert heard.finished == 1


@pytest.mark.parametrize("where", ["slider", "label"])
def test_a_double_click_resets_in_one_gesture(slider: LabelledSlider, where: str):
    slider.set_value(40)
    heard = Heard(slider)
    target = getattr(slider, where)
    QTest.mouseClick(target, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(target, Qt.MouseButton.LeftButton)
    assert slider.value == 100.0
    assert heard.values[-1] == 100.0
    assert heard.finished == 1


def test_without_a_default_the_owner_decides(qtbot: QtBot):
    slider = shown(qtbot, LabelledSlider("x", default=None))
    slider.set_value(40)
    heard = Heard(slider)
    with qtbot.waitSignal(slider.reset_asked):
        QTest.mouseDClick(slider.label, Qt.MouseButton.LeftButton)
    assert heard.values == []
    assert heard.finished == 1


def test_keys_move_by_steps_pages_and_to_the_ends(qtbot: QtBot):
    slider = shown(qtbot, LabelledSlider("x", 0.0, 5.0, step=0.1, decimals=1, curve=2.0))
    key = Qt.Key
    for pressed, value in (
        (key.Key_Right, 0.1),
        (key.Key_Up, 0.2),
        (key.Key_Left, 0.1),
        (key.Key_PageUp, 0.6),
        (key.Key_PageDown, 0.1),
        (key.Key_End, 5.0),
        (key.Key_Right, 5.0),
        (key.Key_Home, 0.0),
        (key.Key_Down, 0.0),
    ):
        QTest.keyClick(slider.slider, pressed)
        assert slider.value == pytest.approx(value)


def test_keys_in_a_row_are_one_gesture_that_ends_by_itself(slider: LabelledSlider, qtbot: QtBot):
    heard = Heard(slider)
    with qtbot.waitSignal(slider.finished):
        for _ in range(3):
            QTest.keyClick(slider.slider, Qt.Key.Key_Left)
        assert heard.finished == 0
    assert heard.values == [99.0, 98.0, 97.0]
    assert heard.finished == 1


def test_a_typed_number_counts_when_it_is_complete(slider: LabelledSlider):
    heard = Heard(slider)
    slider.number.selectAll()
    QTest.keyClicks(slider.number, "42")
    assert heard.values == []
    QTest.keyClick(slider.number, Qt.Key.Key_Return)
    assert heard.values == [42.0]
    assert heard.finished == 1
    QTest.keyClick(slider.number, Qt.Key.Key_Return)
    assert heard.finished == 1


def test_a_wheel_scrolls_the_panel_until_the_slider_has_the_focus(qtbot: QtBot):
    area, contents = QScrollArea(), QWidget()
    column = QVBoxLayout(contents)
    sliders = [LabelledSlider(f"slider {number}") for number in range(20)]
    for slider in sliders:
        column.addWidget(slider)
    area.setWidget(contents)
    area.setWidgetResizable(True)
    qtbot.addWidget(area)
    area.resize(300, 120)
    with qtbot.waitActive(area):
        area.show()
        area.activateWindow()
    sliders[5].slider.setFocus()
    for target in (sliders[0].slider, sliders[0].number):
        area.verticalScrollBar().setValue(0)
        wheel(target, -1)
        assert sliders[0].value == 0.0
        assert area.verticalScrollBar().value() > 0
    scrolled = 8
    area.verticalScrollBar().setValue(scrolled)
    sliders[0].slider.setFocus()
    assert sliders[0].slider.hasFocus()
    # A touch pad's small parts add up to one step.
    for _ in range(4):
        wheel(sliders[0].slider, 0.25)
    assert sliders[0].value == 1.0
    # At the end of the range the panel must not begin to move under the pointer.
    wheel(sliders[0].slider, -1)
    wheel(sliders[0].slider, -1)
    assert sliders[0].value == 0.0
    assert area.verticalScrollBar().value() == scrolled


def test_it_says_what_it_is(slider: LabelledSlider):
    assert slider.label.buddy() is slider.slider
    assert slider.slider.accessibleName() == slider.number.accessibleName() == "Strength"
    assert slider.slider.toolTip() == slider.slider.accessibleDescription() == "How much"


def test_another_value_from_outside_ends_the_gesture(slider: LabelledSlider):
    heard = Heard(slider)
    QTest.keyClick(slider.slider, Qt.Key.Key_Left)
    slider.set_value(99.0)
    assert heard.finished == 0, "the same value came back: the gesture goes on"
    slider.set_value(100.0)
    assert heard.finished == 1
