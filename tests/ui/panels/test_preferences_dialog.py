from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from denoiser_app.core.recipe import ExportOptions
from denoiser_app.engine.estimate import DeviceReport
from denoiser_app.ui.panels.export_dialog import DefaultsDialog
from denoiser_app.ui.panels.preferences_dialog import DeviceRow, PreferencesDialog
from denoiser_app.ui.preferences import ExportDefaults, Preferences

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

ROWS = [
    DeviceRow("cuda", "NVIDIA RTX", True, "", "about 1 s for 24 megapixels"),
    DeviceRow("mps", "Apple GPU", False, "its results differ from the CPU's by 12 %"),
    DeviceRow("cpu", "CPU", True, "", "about 10 s for 24 megapixels"),
]


@pytest.fixture
def make(qtbot: QtBot):
    def made(preferences: Preferences | None = None, **options: object) -> PreferencesDialog:
        dialog = PreferencesDialog(preferences or Preferences(), **options)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return made


def choose(box: QComboBox, value: object) -> None:
    assert box.findData(value) >= 0, f"{value} is not offered"
    box.setCurrentIndex(box.findData(value))


@pytest.mark.parametrize("with_devices", [False, True])
def test_what_is_put_in_comes_out(make, tmp_path: Path, with_devices: bool) -> None:
    export = ExportDefaults(ExportOptions("jpeg", quality=77), str(tmp_path), "skip")
    profile = tmp_path / "monitor.icc"
    profile.write_bytes(b"")
    for before in (
        Preferences(),
        Preferences("cuda", 3, 1.234, str(tmp_path), str(profile), "zh_CN", "light", export),
        Preferences("tpu", None, 0.0, "", "display-p3", "en", "dark"),
    ):
        dialog = make(before)
        if with_devices:
            dialog.set_devices(ROWS)
        assert dialog.preferences == before
        assert not dialog._apply.isEnabled(), "nothing was changed"


def test_every_field_can_be_changed(make, tmp_path: Path) -> None:
    dialog = make()
    dialog.set_devices(ROWS)
    choose(dialog.general.language, "zh_CN")
    choose(dialog.general.theme, "light")
    choose(dialog.performance.device, "cpu")
    dialog.performance.threads.setValue(2)
    dialog.performance.cache_gb.setValue(3.5)
    dialog.performance.cache_folder.setText(str(tmp_path))
    choose(dialog.display.display, "display-p3")
    dialog.general.set_export(ExportDefaults(ExportOptions("png")))
    wanted = Preferences(
        "cpu", 2, 3.5, str(tmp_path), "display-p3", "zh_CN", "light", ExportDefaults(ExportOptions("png"))
    )
    assert dialog.preferences == wanted


def test_apply_and_ok_tell_what_changed_and_cancel_tells_nothing(make) -> None:
    told: list[Preferences] = []
    dialog = make()
    dialog.applied.connect(told.append)
    choose(dialog.general.theme, "dark")
    dialog._apply.click()
    assert [preferences.theme for preferences in told] == ["dark"]
    assert not dialog._apply.isEnabled()
    assert dialog.isVisible()
    dialog._ok.click()
    assert len(told) == 1, "nothing new"
    assert dialog.result() == QDialog.DialogCode.Accepted
    other = make()
    other.applied.connect(told.append)
    choose(other.general.theme, "light")
    other.reject()
    assert len(told) == 1


def test_the_language_needs_a_new_start_and_says_so(make) -> None:
    dialog = make(Preferences(language="en"))
    assert not dialog.general._restart.isVisible()
    choose(dialog.general.language, "zh_CN")
    assert "started again" in dialog.general._restart.text
    assert dialog.general._restart.isVisible()
    choose(dialog.general.language, "en")
    assert not dialog.general._restart.isVisible()


# --- devices ----------------------------------------------------------------------------------------------------------


def test_devices_are_asked_for_once_and_only_when_looked_at(make) -> None:
    asked: list[int] = []
    dialog = make()
    dialog.devices_wanted.connect(lambda: asked.append(1))
    assert asked == []
    for page in ("performance", "general", "performance"):
        dialog.show_page(page)
    assert asked == [1]
    assert "Testing" in dialog.performance._device_note.text()


def test_a_device_that_failed_its_test_can_be_read_and_not_chosen(make) -> None:
    dialog = make()
    dialog.set_devices(ROWS)
    box = dialog.performance.device
    enabled = {box.itemData(row): box.model().item(row).isEnabled() for row in range(box.count())}
    assert enabled == {"auto": True, "cuda": True, "mps": False, "cpu": True}
    assert "differ from the CPU's by 12 %" in dialog.performance._device_note.text()
    assert "10 s" in box.itemText(box.findData("cpu"))


def test_devices_that_arrive_later_do_not_change_the_choice(make) -> None:
    dialog = make(Preferences(device="cuda"))
    for count in range(len(ROWS) + 1):
        dialog.set_devices(ROWS[:count], testing=count < len(ROWS))
        assert dialog.preferences.device == "cuda"
    choose(dialog.performance.device, "cpu")
    dialog.set_devices(ROWS)
    assert dialog.preferences.device == "cpu"


def test_devices_set_before_the_page_is_seen_stay(make) -> None:
    dialog = make()
    dialog.set_devices(ROWS)
    dialog.show_page("performance")
    assert dialog.performance.device.count() == 4


def test_a_report_of_the_self_test_becomes_a_row() -> None:
    row = DeviceRow.of(DeviceReport("cpu", "CPU", True, "", 0.5))
    assert (row.name, row.label, row.passed) == ("cpu", "CPU", True)
    assert "10 s" in row.speed_text
    assert DeviceRow.of(DeviceReport("cuda", "cuda", False, "not there")).speed_text == ""


# --- the cache --------------------------------------------------------------------------------------------------------


def test_clearing_the_cache_shows_its_size_and_asks_once(make) -> None:
    cleared: list[int] = []
    dialog = make()
    dialog.clear_cache.connect(lambda: cleared.append(1))
    button = dialog.performance._clear
    dialog.set_cache_size(3_400_000_000)
    assert "3.4 GB" in button.text()
    button.click()
    assert cleared == [1]
    assert not button.isEnabled(), "until the new size is known"
    dialog.set_cache_size(0)
    assert not button.isEnabled(), "there is nothing to delete"
    dialog.set_cache_size(5)
    assert button.isEnabled()


def test_a_cache_folder_that_is_not_there_cannot_be_applied_and_is_named_on_every_page(make, tmp_path: Path) -> None:
    dialog = make()
    dialog.performance.cache_folder.setText(str(tmp_path / "missing"))
    assert not dialog._ok.isEnabled()
    assert not dialog._apply.isEnabled()
    assert "Performance" in dialog._notice.text, "somebody on another page must learn why OK is grey"
    dialog.show_page("performance")
    assert dialog._notice.text == ""
    assert dialog.performance._folder_notice.isVisible()
    dialog.performance.cache_folder.clear()
    assert dialog._ok.isEnabled()


# --- display ----------------------------------------------------------------------------------------------------------


def test_a_profile_must_be_there_and_pass_the_check(make, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.icc", tmp_path / "bad.icc"
    for path in (good, bad):
        path.write_bytes(b"")
    dialog = make(check_display=lambda name: "It is a printer's." if "bad" in name else "")
    choose(dialog.display.display, "")
    assert dialog.display.problem
    assert not dialog._ok.isEnabled()
    for text in (str(tmp_path / "missing.icc"), str(bad)):
        dialog.display.file.setText(text)
        assert not dialog._ok.isEnabled()
    assert dialog.display.problem == "It is a printer's."
    dialog.display.file.setText(str(good))
    assert dialog.preferences.display == str(good)
    assert dialog._ok.isEnabled()
    choose(dialog.display.display, "srgb")
    assert dialog.preferences.display == "srgb"


# --- exports ----------------------------------------------------------------------------------------------------------


def test_the_default_export_is_summed_up_and_edited(make, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = make(Preferences(export=ExportDefaults(ExportOptions("jpeg"), str(tmp_path))))
    assert "JPEG" in dialog.general.summary()
    assert str(tmp_path) in dialog.general.summary()
    dialog.general._edit.click()
    editor = dialog.findChild(DefaultsDialog)
    editor.fields._beside.setChecked(True)
    editor.accept()
    assert dialog.preferences.export.folder == ""
    assert "beside" in dialog.general.summary()


def test_every_control_has_a_name(make) -> None:
    dialog = make()
    buddies = {label.buddy() for label in dialog.findChildren(QLabel)}
    proxies = {buddy.focusProxy() for buddy in buddies if buddy is not None}
    for kind in (QComboBox, QLineEdit, QPushButton):
        for widget in dialog.findChildren(kind):
            inner = widget.objectName().startswith("qt_")
            assert inner or widget.accessibleName() or widget in buddies | proxies or widget.text(), widget


def test_return_is_ok_and_escape_is_not(make) -> None:
    told: list[Preferences] = []
    code = QDialog.DialogCode
    for key, result in ((Qt.Key.Key_Escape, code.Rejected), (Qt.Key.Key_Return, code.Accepted)):
        dialog = make()
        dialog.applied.connect(told.append)
        choose(dialog.general.theme, "dark")
        QTest.keyClick(dialog, key)
        assert dialog.result() == result
    assert len(told) == 1
