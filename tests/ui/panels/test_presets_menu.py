from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from denoiser_app.core.photo import Metadata
from denoiser_app.core.recipe import Recipe
from denoiser_app.ui.panels.presets_dialog import ManagePresets, NamePreset
from denoiser_app.ui.panels.presets_menu import PresetsMenu
from denoiser_app.ui.presets import Preset, Presets
from denoiser_app.ui.stored import SettingsNotSaved

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # of the offscreen platform only

D800 = Metadata(make="NIKON", model="NIKON D800", iso=6400.0)


@pytest.fixture
def presets(tmp_path: Path) -> Presets:
    presets = Presets(tmp_path / "presets.json")
    presets.save(Preset("Dusk & dawn", Recipe(strength=66.0)))
    presets.save(Preset("Night", Recipe(grain=9.0), "NIKON D800", 3200.0, None, automatic=True))
    return presets


@pytest.fixture
def menu(qtbot: QtBot, presets: Presets) -> PresetsMenu:
    menu = PresetsMenu(presets)
    qtbot.addWidget(menu)
    return menu


def broken(presets: Presets) -> None:
    """From now on nothing can be saved: a file is where the folder has to be."""
    folder = presets._path.parent
    presets._path.unlink()
    folder.rmdir()
    folder.write_text("")


def entries(menu: PresetsMenu) -> dict[str, QAction]:
    menu.fill()
    return {action.text().replace("&&", "&"): action for action in menu.actions() if action.data() is not None}


def test_the_menu_shows_what_there_is_now_and_ticks_what_is_in_use(menu: PresetsMenu, presets: Presets):
    menu.set_recipe(Recipe(strength=66.0))
    shown = entries(menu)
    assert [name for name, action in shown.items() if action.isChecked()] == ["Dusk & dawn"]
    assert list(shown) == [preset.label for preset in presets]
    presets.remove("Night")
    assert "Night" not in entries(menu)


def test_choosing_one_tells_which(menu: PresetsMenu, qtbot: QtBot):
    with qtbot.waitSignal(menu.chosen) as chosen:
        entries(menu)["Night"].trigger()
    assert chosen.args[0].recipe == Recipe(grain=9.0)


def test_the_current_settings_get_a_name(menu: PresetsMenu, presets: Presets):
    menu.set_recipe(Recipe(detail=12.0))
    menu._save("Mine")
    assert presets.get("mine") == Preset("Mine", Recipe(detail=12.0))


def test_saving_over_a_preset_keeps_when_it_applies(menu: PresetsMenu, presets: Presets):
    menu.set_recipe(Recipe(detail=12.0))
    menu._save("night")
    saved = presets.get("Night")
    assert saved is not None
    assert saved.recipe == Recipe(detail=12.0)
    assert saved.automatic
    assert saved.fits(D800)
    assert len(entries(menu)) == len({preset.name.casefold() for preset in presets})


def test_what_cannot_be_saved_is_told(menu: PresetsMenu, presets: Presets, qtbot: QtBot):
    broken(presets)
    with qtbot.waitSignal(menu.failed) as failed:
        menu._save("Mine")
    assert isinstance(failed.args[0], SettingsNotSaved)


def test_a_name_is_asked_for_until_there_is_one(presets: Presets, qtbot: QtBot):
    dialog = NamePreset(presets)
    qtbot.addWidget(dialog)
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    QTest.keyClicks(dialog.name, "  ")
    assert not save.isEnabled()
    QTest.keyClicks(dialog.name, "NIGHT ")
    assert save.isEnabled()
    assert "replaced" in dialog.note.text()
    with qtbot.waitSignal(dialog.named) as named:
        save.click()
    assert named.args == ["NIGHT"]


@pytest.fixture
def dialog(presets: Presets, qtbot: QtBot) -> ManagePresets:
    dialog = ManagePresets(presets, D800)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


def select(dialog: ManagePresets, name: str) -> None:
    dialog.list.setCurrentItem(dialog.list.findItems(name, Qt.MatchFlag.MatchExactly)[0])


def test_a_preset_is_renamed_with_enter_and_the_dialog_stays(dialog: ManagePresets, presets: Presets):
    select(dialog, "Night")
    dialog.name.setFocus()
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, "Late night")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert presets.get("Night") is None
    assert presets.get("Late night") is not None
    assert dialog.isVisible()
    assert dialog.current == presets.get("Late night")


@pytest.mark.parametrize("name", ["", "dusk & DAWN"])
def test_a_name_that_is_taken_or_empty_is_refused(dialog: ManagePresets, presets: Presets, name: str):
    select(dialog, "Night")
    dialog.name.setFocus()
    dialog.name.selectAll()
    QTest.keyClick(dialog.name, Qt.Key.Key_Delete)
    QTest.keyClicks(dialog.name, name)
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert {preset.name for preset in presets if not preset.shipped} == {"Night", "Dusk & dawn"}
    assert dialog.name.text() == "Night"
    assert dialog.note.text()


def test_a_preset_is_made_automatic_by_camera_and_iso(dialog: ManagePresets, presets: Presets):
    select(dialog, "Dusk & dawn")
    assert not dialog.camera.isEnabled()
    dialog.automatic.click()
    dialog.camera.setCurrentIndex(dialog.camera.findText("NIKON D800"))
    dialog.camera.activated.emit(dialog.camera.currentIndex())
    for box, value in ((dialog.iso_from, 800), (dialog.iso_to, 6400)):
        box.setFocus()
        box.setValue(value)
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert presets.get("Dusk & dawn") == Preset(
        "Dusk & dawn", Recipe(strength=66.0), "NIKON D800", 800.0, 6400.0, automatic=True
    )
    assert presets.match(D800).name == "Dusk & dawn"


def test_a_range_that_fits_no_photo_is_pointed_out(dialog: ManagePresets):
    select(dialog, "Night")
    dialog.iso_to.setFocus()
    dialog.iso_to.setValue(100)
    QTest.keyClick(dialog.iso_to, Qt.Key.Key_Return)
    assert "lower ISO limit" in dialog.note.text()


def test_own_presets_can_be_removed_and_shipped_ones_cannot(dialog: ManagePresets, presets: Presets):
    select(dialog, "Night")
    dialog.remove.click()
    assert presets.get("Night") is None
    for preset in presets:
        select(dialog, preset.label)
        assert dialog.remove.isEnabled() == dialog.name.isEnabled() == (not preset.shipped)


def test_a_full_disk_is_said_in_the_dialog(dialog: ManagePresets, presets: Presets):
    select(dialog, "Night")
    broken(presets)
    dialog.automatic.click()
    assert "cannot be saved" in dialog.note.text()
