"""What the chart shows and says."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from denoiser_app.ui import theme
from denoiser_app.ui.panels.pair_wizard.chart import Axis, Chart, Drawing, Level, Series
from denoiser_app.ui.panels.pair_wizard.chart_colors import _DARK, color

CURVE = Series("Held-out scene", tuple((x / 10, 30 + x / 50) for x in range(100)), "green")
CLOUD = Series("Measured", ((1.0, 31.0), (8.0, 33.0)), "red", "points")
LEVEL = Level("Shipped model", 31.5, "blue")


@pytest.fixture
def chart(qtbot: QtBot, qapp: QApplication) -> Chart:
    theme.apply(qapp, "dark")
    made = Chart()
    qtbot.addWidget(made)
    made.resize(640, 360)
    made.set_words("Scores", "Nothing yet")
    made.show()
    return made


def has_color(image: QImage, wanted: str, least: int = 30) -> bool:
    """Whether enough pixels are close to a colour."""
    shown = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(shown.constBits(), np.uint8).reshape(shown.height(), shown.width(), 4)[..., 2::-1]
    target = QColor(wanted)
    apart = np.abs(pixels.astype(int) - (target.red(), target.green(), target.blue())).sum(-1)
    return int((apart < 24).sum()) >= least


def test_every_series_is_painted_in_its_own_colour_in_both_themes(chart: Chart, qapp: QApplication) -> None:
    for name in ("dark", "light"):
        theme.apply(qapp, name)
        chart.show_drawing(Drawing())
        empty = chart.grab().toImage()
        chart.show_drawing(Drawing(series=(CURVE, CLOUD), levels=(LEVEL,)))
        drawn = chart.grab().toImage()
        for ink in ("red", "green", "blue"):
            assert not has_color(empty, color(ink))
            assert has_color(drawn, color(ink)), (name, ink)
    theme.apply(qapp, "dark")


def test_colours_can_be_told_from_the_ground() -> None:
    """WCAG 2.2, 1.4.11: 3 to 1 for parts of graphics."""
    for colors in (theme.DARK, theme.LIGHT):
        for ink in _DARK:
            assert theme.contrast(color(ink, colors), colors.base) >= 3.0, (ink, colors.dark)


def test_it_reads_out_what_is_under_the_pointer(chart: Chart) -> None:
    chart.show_drawing(Drawing(Axis("Minutes"), Axis("dB"), (CURVE, CLOUD), (LEVEL,)))
    pen = chart._pen()
    on_curve = chart.reading(pen.at((5.0, 31.0)))
    assert on_curve is not None
    assert on_curve.at[0] == pytest.approx(5.0, abs=0.06)
    assert on_curve.rows[0][:2] == ("green", "Held-out scene")
    assert on_curve.rows[0][2] == pytest.approx(31.0, abs=0.02)
    on_point = chart.reading(pen.at((8.0, 33.0)) + QPointF(3, 3))
    assert on_point is not None
    assert (on_point.of_point, on_point.at, on_point.rows) == (True, (8.0, 33.0), (("red", "Measured", 33.0),))
    assert chart.reading(QPointF(1, 1)) is None


def test_a_line_ends_where_it_ends(chart: Chart) -> None:
    short = Series("Short", ((0.0, 30.0), (2.0, 31.0)), "main")
    chart.show_drawing(Drawing(series=(CURVE, short)))
    seen = chart.reading(chart._pen().at((9.0, 31.0)))
    assert seen is not None
    assert [row[1] for row in seen.rows] == ["Held-out scene"]
    seen = chart.reading(chart._pen().at((1.0, 31.0)))
    assert seen is not None
    assert seen.rows[1][2] == pytest.approx(30.5, abs=0.03)


def test_the_read_out_follows_the_keyboard(chart: Chart) -> None:
    chart.show_drawing(Drawing(series=(CURVE,)))
    plain = chart.grab().toImage()
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert chart._at is not None
    assert chart._at.x() == pytest.approx(chart._pen().plot.left())
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart._at.x() > chart._pen().plot.left()
    assert chart.grab().toImage() != plain


def test_it_is_described_for_those_who_do_not_see_it(chart: Chart) -> None:
    assert chart.accessibleDescription() == "Nothing yet"
    chart.show_drawing(Drawing(Axis("Minutes"), Axis("PSNR, dB"), (CURVE,), (LEVEL,)), "The model gets better.")
    said = chart.accessibleDescription()
    for text in (
        "The model gets better.",
        "Minutes",
        "PSNR, dB",
        "Held-out scene: 30.00 – 31.98",
        "Shipped model: 31.50",
    ):
        assert text in said


@pytest.mark.parametrize("size", [(40, 30), (200, 90), (2000, 1200)])
def test_it_fits_into_any_room(chart: Chart, size: tuple[int, int]) -> None:
    chart.setMinimumSize(1, 1)
    chart.resize(*size)
    chart.show_drawing(Drawing(Axis("x", log=True), Axis("y", log=True), (CURVE, CLOUD), (LEVEL,)))
    chart._at = QPointF(size[0] / 2, size[1] / 2)
    assert not chart.grab().isNull()
