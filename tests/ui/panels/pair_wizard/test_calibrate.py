"""The page Calibrate: what was measured, in words and figures, and what is in use."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from denoiser_app.core.camera_profile import CameraProfile, HotPixels, IsoCurve, IsoNoise
from denoiser_app.core.errors import SessionUnfit
from denoiser_app.core.noise import KNOTS
from denoiser_app.core.photo import PoissonGaussian
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.formats import camera_profiles
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.calibration import calibrate as calibration
from denoiser_app.pairs.calibration.calibrate import Calibrated, CurvePoint
from denoiser_app.pairs.verdict import Verdicts
from denoiser_app.ui.jobs import calibrating
from denoiser_app.ui.panels.pair_wizard import measurement as say
from denoiser_app.ui.panels.pair_wizard.calibrate import CalibratePage
from denoiser_app.ui.panels.pair_wizard.measurement import Measurement

Until = Callable[[Callable[[], object]], None]
CAMERA = "Simulated S1"
A, B = (3.1e-3, 2.9e-3, 3.3e-3), (4e-6, 3e-6, 5e-6)
PROFILE = CameraProfile(
    CAMERA,
    (IsoNoise(12800.0, A, B, 12, 0.004),),
    (),
    HotPixels((1000, 2000), tuple((y, y) for y in range(60)), 12800.0, 0.125),
    "2026-11-28",
    "Evening",
)
POINTS = tuple(CurvePoint(12800.0, c, x, A[c] * x + B[c], 500.0) for c in range(3) for x in (0.01, 0.1, 0.5))


class Measuring:
    """In the place of the real calibration. endless: it only comes to an end when it is stopped."""

    def __init__(self) -> None:
        self.profile, self.error, self.endless = PROFILE, None, False

    def __call__(self, folder: Path, token: CancelToken | None = None) -> Iterator[Progress | Calibrated]:
        yield Progress("calibrate", 1, 2)
        while self.endless:
            assert token is not None
            token.check()
            time.sleep(0.005)
            yield Progress("calibrate", 1, 2)
        if self.error is not None:
            raise self.error
        (folder / sessions.PROFILE).write_text(self.profile.to_json())
        yield Calibrated(self.profile, POINTS, (), 3)


@pytest.fixture
def measuring(monkeypatch: pytest.MonkeyPatch) -> Measuring:
    made = Measuring()
    monkeypatch.setattr(calibration, "calibrate", made)
    return made


@pytest.fixture
def page(qtbot: QtBot, evening: Path, measuring: Measuring) -> Iterator[CalibratePage]:
    made = CalibratePage()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.show_session(evening, sessions.load(evening), Verdicts())
    yield made
    assert made.end()


def press(button: QAbstractButton) -> None:
    assert button.isEnabled()
    assert button.isVisibleTo(button.window())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_from_nothing_to_a_profile_in_use_and_back(page: CalibratePage, until: Until) -> None:
    assert (page.mark(), page.summary(), page.measurement) == ("empty", "", None)
    told: list[str] = []
    page.profiles_changed.connect(lambda: told.append("profiles"))
    page.changed.connect(lambda: told.append("session"))
    press(page.bar.start)
    until(lambda: page.measurement is not None)
    assert (page.mark(), page.summary()) == ("begun", "Measured")
    assert page.state.text() == "Not in use"
    assert camera_profiles.of_camera(CAMERA) is None, "not before it is wanted"
    press(page.use)
    until(lambda: page.mark() == "done")
    assert page.state.text() == "In use since 2026-11-28"
    assert camera_profiles.of_camera(CAMERA) == PROFILE
    assert not page.use.isVisible()
    press(page.remove)
    until(lambda: page.mark() == "begun")
    assert camera_profiles.of_camera(CAMERA) is None
    assert told == ["session", "profiles", "profiles"]


def test_another_window_shows_the_same_with_its_points(
    page: CalibratePage, qtbot: QtBot, evening: Path, until: Until
) -> None:
    press(page.bar.start)
    until(lambda: page.measurement is not None)
    shown = page.chart.drawing
    assert sum(len(one.points) for one in shown.series if one.style == "points") == len(POINTS)
    other = CalibratePage()
    qtbot.addWidget(other)
    other.show_session(evening, sessions.load(evening), Verdicts())
    until(lambda: other.measurement is not None)
    assert other.chart.drawing == shown
    assert other.end()


def test_points_of_another_measurement_are_not_shown(page: CalibratePage, evening: Path, until: Until) -> None:
    press(page.bar.start)
    until(lambda: page.measurement is not None)
    other = replace(PROFILE, raw=(IsoNoise(6400.0, A, B, 3, 0.02),))
    (evening / sessions.PROFILE).write_text(other.to_json())
    page.show_session(evening, page.session, Verdicts())
    until(lambda: page.measurement is not None and page.measurement.isos == (6400.0,))
    assert page.measurement is not None
    assert page.measurement.points == {}
    assert not page.chart.drawing.is_empty, "the lines are there"


def test_it_can_be_stopped(page: CalibratePage, measuring: Measuring, until: Until) -> None:
    measuring.endless = True
    busy: list[bool] = []
    page.busy.connect(busy.append)
    press(page.bar.start)
    until(lambda: page.bar.bar.value() == 500)
    press(page.bar.stop)
    until(lambda: not page.bar.running)
    assert busy == [True, False]
    assert page.problem.text == ""
    assert page.measurement is None


def test_what_is_wrong_is_said(page: CalibratePage, measuring: Measuring, until: Until) -> None:
    measuring.error = SessionUnfit(path="/somewhere/evening", reason="none of its pairs was checked. Check them first.")
    press(page.bar.start)
    until(lambda: page.problem.text != "")
    assert "Check them first" in page.problem.text
    assert page.mark() == "trouble"
    measuring.error = None
    press(page.bar.start)
    until(lambda: page.measurement is not None)
    assert page.problem.text == ""


def test_a_damaged_profile_can_be_measured_again(page: CalibratePage, evening: Path, until: Until) -> None:
    (evening / sessions.PROFILE).write_text('{"version": 1, "camera": 5')
    (evening / calibrating.POINTS).write_text("[[]")
    page.show_session(evening, page.session, Verdicts())
    press(page.bar.start)
    until(lambda: page.measurement is not None)


def test_another_measurement_in_use_is_told_apart(page: CalibratePage, until: Until) -> None:
    camera_profiles.save(replace(PROFILE, raw=(IsoNoise(12800.0, B, B, 1, 0.2),), measured="2025-01-02"))
    press(page.bar.start)
    until(lambda: page.measurement is not None)
    until(lambda: page.state.text().startswith("Another"))
    assert "2025-01-02" in page.state.text()
    assert page.use.isVisible()


# --- words and figures ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spread", "words"),
    [(0.004, "very reliable (within 0.4 %)"), (0.02, "reliable (within 2.0 %)"), (0.3, "rough (within 30 %)")],
)
def test_how_sure_it_is_in_words(spread: float, words: str) -> None:
    assert say.confidence(spread).startswith(words)


def test_the_headline_compares_with_what_was_assumed() -> None:
    half = PoissonGaussian(A[1] / 4, B[1] / 4)
    assert say.headline(Measurement(PROFILE, shipped={12800.0: half})).endswith("100 % noisier than assumed.")
    double = PoissonGaussian(A[1] * 4, B[1] * 4)
    assert say.headline(Measurement(PROFILE, shipped={12800.0: double})).endswith("50 % less noisy than assumed.")
    same = PoissonGaussian(A[1], B[1])
    assert "as noisy as" in say.headline(Measurement(PROFILE, shipped={12800.0: same}))
    assert "knew nothing" in say.headline(Measurement(PROFILE))


def test_the_table_has_every_colour_at_every_iso() -> None:
    two = replace(PROFILE, raw=(IsoNoise(100.0, B, B, 24, 0.02), *PROFILE.raw))
    rows = say.rows(Measurement(two))
    assert [row[0].note for row in rows] == ["ISO 100"] * 3 + ["ISO 12800"] * 3
    assert [row[0].text for row in rows[3:]] == ["Red", "Green", "Blue"]
    green = rows[4]
    assert green[1].text == "0.00290"
    assert float(re.sub(r" %", "", green[3].text)) == pytest.approx(100 * (A[1] * 0.18 + B[1]) ** 0.5 / 0.18, abs=0.05)


def test_hot_pixels_are_counted() -> None:
    assert say.hot_pixels(PROFILE.hot).startswith("60 hot pixels stay in place over the scenes: 30 in a million")
    assert "not looked for" in say.hot_pixels(None)
    assert "No hot pixels" in say.hot_pixels(HotPixels((10, 10), ()))


def test_the_drawing_goes_through_the_points() -> None:
    clouds = {(12800.0, c): tuple((p.mean, p.variance) for p in POINTS if p.color == c) for c in range(3)}
    drawing = say.drawing(Measurement(PROFILE, clouds, {12800.0: PoissonGaussian(2e-3, 1e-6)}), 12800.0)
    assert drawing.x.log
    assert drawing.y.log
    lines = [one for one in drawing.series if one.style == "line"]
    for line, color in zip(lines, range(3), strict=True):
        for x, y in line.points:
            assert y == pytest.approx(A[color] * x + B[color])
    assert drawing.series[-1].style == "dashed"


def test_finished_pictures_have_curves_instead() -> None:
    curve = IsoCurve(12800.0, (0.05,) * KNOTS, (0.1,) * KNOTS, 4)
    measured = Measurement(CameraProfile(CAMERA, rgb=(curve,)))
    assert [cell.text for cell in say.rows(measured)[0]] == ["ISO 12800", "12.8 of 255", "25.5 of 255"]
    fine, coarse = say.drawing(measured, 12800.0).series
    assert fine.points[-1] == (1.0, pytest.approx(12.75))
    assert len(coarse.points) == KNOTS
    assert say.reliability(curve).startswith("ISO 12800: from 4 pairs")
