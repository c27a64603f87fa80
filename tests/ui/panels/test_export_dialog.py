from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLineEdit, QPushButton, QRadioButton, QSpinBox
from pytestqt.qtbot import QtBot

from denoiser_app.core.photo import Metadata
from denoiser_app.core.recipe import ColorSpaceName, ExportOptions, FileFormat
from denoiser_app.formats.naming import FIELDS
from denoiser_app.ui.panels import export_dialog
from denoiser_app.ui.panels.export_dialog import DefaultsDialog, ExportDialog
from denoiser_app.ui.panels.export_fields import field_names
from denoiser_app.ui.preferences import ExportDefaults

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_0304.CR3"
    path.write_bytes(b"original")
    return path


@pytest.fixture
def make(qtbot: QtBot, photo: Path):
    kept: list[ExportDialog] = []

    def made(
        defaults: ExportDefaults | None = None, counts: tuple[int, int] = (1, 9), mp: float = 24.0
    ) -> ExportDialog:
        metadata = Metadata(make="Canon", model="Canon EOS 6D", iso=6400, taken="2026:01:31 19:30:00")
        dialog = ExportDialog(defaults or ExportDefaults(), photo, metadata, mp, counts)
        qtbot.addWidget(dialog)
        dialog.show()
        kept.append(dialog)
        return dialog

    return made


def choose(box: QComboBox, value: object) -> None:
    assert box.findData(value) >= 0, f"{value} is not offered"
    box.setCurrentIndex(box.findData(value))


@pytest.mark.parametrize(
    "defaults",
    [
        ExportDefaults(),
        ExportDefaults(ExportOptions("jpeg", None, "srgb", 80, False, "{date}-{stem}"), "/", "skip"),
        ExportDefaults(ExportOptions("png", 8, "prophoto", 95, True, "{counter}"), "", "overwrite"),
        ExportDefaults(ExportOptions("tiff", 8, "adobe-rgb"), "/", "rename"),
    ],
)
def test_what_is_put_in_comes_out(make, defaults: ExportDefaults) -> None:
    dialog = make(defaults)
    request = dialog.request
    assert request.options == defaults.options
    assert request.folder == (Path(defaults.folder) if defaults.folder else None)
    assert request.if_exists == defaults.if_exists
    dialog._keep.setChecked(True)
    assert dialog.new_defaults == defaults


def test_every_format_and_colour_space_can_be_chosen(make) -> None:
    fields = make().fields
    for name in get_args(FileFormat):
        choose(fields._format, name)
        assert fields.options.format == name
    for space in (None, *get_args(ColorSpaceName)):
        choose(fields._space, space)
        assert fields.options.color_space == space


def test_a_jpeg_has_a_quality_and_no_depth_and_the_depth_comes_back(make) -> None:
    fields = make(ExportDefaults(ExportOptions(bit_depth=8))).fields
    assert not fields._quality.isVisible()
    choose(fields._format, "jpeg")
    assert fields._quality.isVisible()
    assert not fields._depth.isVisible()
    assert fields.options.bits == 8
    fields._slider.setValue(61)
    assert fields.options.quality == 61
    choose(fields._format, "png")
    assert fields.options.bit_depth == 8


def test_the_example_is_the_name_the_file_will_have(make, photo: Path) -> None:
    dialog = make()
    assert "IMG_0304-denoised.tif" in dialog.fields.example
    choose(dialog.fields._format, "jpeg")
    assert "IMG_0304-denoised.jpg" in dialog.fields.example
    dialog.fields._name.setText("{date}_{iso}_{stem}")
    assert "2026-01-31_6400_IMG_0304.jpg" in dialog.fields.example
    photo.with_name("2026-01-31_6400_IMG_0304.jpg").write_bytes(b"")
    choose(dialog.fields._exists, "skip")
    assert "skipped" in dialog.fields.example
    choose(dialog.fields._exists, "overwrite")
    assert "replaced" in dialog.fields.example
    choose(dialog.fields._exists, "rename")
    assert "2026-01-31_6400_IMG_0304-2.jpg" in dialog.fields.example


def test_a_bad_template_is_explained_where_it_is_and_nothing_can_be_exported(make) -> None:
    dialog = make()
    dialog.fields._name.setText("{stem}-{nonsense}")
    assert "nonsense" in dialog.fields._name_notice.text
    assert dialog.fields._name_notice.isVisible()
    assert not dialog.export_button.isEnabled()
    assert dialog.export_button.toolTip() == dialog.fields.problem != ""
    dialog.fields._name.setText("{stem}-good")
    assert not dialog.fields._name_notice.isVisible()
    assert dialog.export_button.isEnabled()


def test_an_export_over_the_original_is_refused_before_it_begins(make, photo: Path) -> None:
    photo.rename(photo.with_suffix(".tif"))
    metadata = Metadata()
    dialog = ExportDialog(ExportDefaults(ExportOptions(name="{stem}"), "", "overwrite"), photo.with_suffix(".tif"),
                          metadata, 24.0, (1, 1))  # fmt: skip
    assert "original" in dialog.fields.problem
    assert not dialog.export_button.isEnabled()


def test_a_folder_that_cannot_take_files_disables_export(make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = make()
    fields = dialog.fields
    fields._there.setChecked(True)
    assert "Choose a folder" in fields.problem
    for bad in (tmp_path / "missing", tmp_path / "IMG_0304.CR3"):
        fields._path.setText(str(bad))
        assert fields._folder_notice.text == fields.problem != ""
        assert not dialog.export_button.isEnabled()
    fields._path.setText(str(tmp_path))
    assert dialog.export_button.isEnabled()
    assert dialog.request.folder == tmp_path
    monkeypatch.setattr(os, "access", lambda *_: False)
    fields._beside.setChecked(True)
    assert "may not write" in fields.problem


def test_choosing_a_folder_fills_it_in(make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = make().fields
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    fields._there.setChecked(True)
    fields._choose.click()
    assert fields.folder == tmp_path


def test_every_field_of_a_template_can_be_inserted(make) -> None:
    assert {name for name, _ in field_names()} == set(FIELDS)
    dialog = make()
    dialog.fields._name.clear()
    for action in dialog.fields._fields.menu().actions():
        action.trigger()
    assert dialog.fields._name.text() == "".join(f"{{{name}}}" for name in FIELDS)
    assert dialog.fields.problem == ""


def test_which_photos(make) -> None:
    dialog = make(counts=(12, 480))
    assert dialog.which == "selection"
    assert "12" in dialog.export_button.text()
    dialog._which["all"].setChecked(True)
    assert dialog.request.which == "all"
    assert "480" in dialog.export_button.text()
    single = make(counts=(1, 480))
    assert single.which == "photo"
    assert not make(counts=(0, 1))._which["selection"].isEnabled()


def test_the_size_follows_the_format_and_the_number(make) -> None:
    dialog = make(counts=(10, 100))
    dialog._which["photo"].setChecked(True)
    assert "110 MB" in dialog.size_text
    dialog._which["selection"].setChecked(True)
    assert "1.1 GB" in dialog.size_text
    choose(dialog.fields._format, "jpeg")
    assert "GB" not in dialog.size_text
    assert make(mp=0.0)._size.isHidden(), "nothing is said about a photo whose size is not known yet"


def test_too_little_room_is_said_and_export_stays_possible(make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_dialog.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 5_000_000})())
    dialog = make()
    assert "5.0 MB" in dialog._notice.text
    assert dialog.export_button.isEnabled()


def test_return_exports_and_escape_does_not(make) -> None:
    dialog = make()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    other = make()
    QTest.keyClick(other, Qt.Key.Key_Escape)
    assert other.result() == QDialog.DialogCode.Rejected
    assert other.new_defaults is None


def test_every_control_has_a_name_and_can_be_reached_by_keyboard(make) -> None:
    dialog = make(counts=(3, 9))
    dialog.fields._there.setChecked(True)
    choose(dialog.fields._format, "jpeg")
    buddies = {label.buddy() for label in dialog.findChildren(export_dialog.QLabel)}
    for kind in (QComboBox, QLineEdit, QSpinBox, QPushButton, QRadioButton):
        for widget in dialog.findChildren(kind):
            if widget.objectName().startswith("qt_"):
                continue  # the line in a spin box
            named = widget.accessibleName() or widget in buddies or getattr(widget, "text", str)()
            assert named, widget
            by_arrows = isinstance(widget, QRadioButton) and not widget.isChecked()
            assert not widget.isVisible() or by_arrows or widget.focusPolicy() & Qt.FocusPolicy.TabFocus, widget


def test_defaults_can_be_set_without_a_photo(qtbot: QtBot, tmp_path: Path) -> None:
    before = ExportDefaults(ExportOptions("png"), str(tmp_path), "skip")
    dialog = DefaultsDialog(before)
    qtbot.addWidget(dialog)
    assert dialog.defaults == before
    dialog.fields._name.setText("{stem}-x")
    assert dialog.defaults == replace(before, options=ExportOptions("png", name="{stem}-x"))
    assert ".png" in dialog.fields.example
    dialog.fields._name.setText("{")
    assert not dialog._ok.isEnabled()
