from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from denoiser_app.core.photo import Metadata
from denoiser_app.ui.panels.info import PhotoInfo, photo_line

NIGHT = Metadata(
    make="NIKON CORPORATION",
    model="NIKON D800",
    lens="AF-S 35mm f/1.4G",
    iso=6400.0,
    shutter=1 / 30,
    aperture=2.8,
    focal_length=35.0,
)
LINE = "NIKON D800 · ISO 6400 · 1/30 s · f/2.8 · 35 mm · AF-S 35mm f/1.4G | raw-balanced | CPU, bf16"


def test_the_line_says_how_the_photo_was_taken_and_what_denoises_it():
    assert photo_line(NIGHT, "raw-balanced", "CPU, bf16") == LINE


def test_what_is_not_known_leaves_no_gap():
    assert photo_line(Metadata(iso=100.0)) == "ISO 100"
    assert photo_line(Metadata(), "", "CPU") == "CPU"
    assert photo_line(None) == photo_line(Metadata()) == ""


def test_without_room_it_is_elided_and_the_tool_tip_has_it_all(qtbot: QtBot):
    info = PhotoInfo()
    qtbot.addWidget(info)
    info.set_photo(NIGHT, "raw-balanced", "CPU, bf16")
    info.resize(200, 20)
    QApplication.processEvents()
    info.grab()
    assert info.text().endswith("…")
    assert info.toolTip() == info.accessibleName() == LINE
    assert info.fontMetrics().horizontalAdvance(info.text()) <= 200
    # It never makes the window wider.
    assert info.minimumSizeHint().width() == 0
    info.resize(2000, 20)
    info.grab()
    assert info.text() == LINE
    assert info.toolTip() == ""


def test_what_a_file_says_is_never_html(qtbot: QtBot):
    info = PhotoInfo()
    qtbot.addWidget(info)
    info.resize(2000, 20)
    info.set_photo(Metadata(make="<b>x</b>", lens="a\nb"))
    info.grab()
    assert info.text() == "<b>x</b> · a b"
