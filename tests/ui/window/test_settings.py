"""Settings of photos: every change can be undone, copied, pasted, named; each photo has its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from denoiser_app.core.recipe import Recipe
from denoiser_app.ui.filmstrip_model import PhotoState
from denoiser_app.ui.presets import Preset
from tests.ui.window import pictures
from tests.ui.window.studio import Studio

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    return [pictures.bitmap(tmp_path / f"{name}.jpg", n, (96, 96)) for n, name in enumerate("abcd")]


@pytest.fixture
def edited(studio: Studio, photos: list[Path]) -> Studio:
    """Four photos, the first of them denoised."""
    studio.denoised(*photos)
    return studio


def steps(studio: Studio) -> int:
    return studio.document.undo.index()


# --- undo -------------------------------------------------------------------------------------------------------------


def test_a_drag_is_one_step_and_two_drags_are_two(edited: Studio) -> None:
    slider = edited.window.panel.strength.slider
    edited.drag(slider, 0.9, 0.8, 0.7, 0.6, 0.5)
    first = edited.recipe
    assert steps(edited) == 1
    edited.drag(slider, 0.5, 0.4, 0.3, 0.2)
    assert steps(edited) == 2
    assert edited.recipe.strength < first.strength < 60
    edited.window.undo.trigger()
    assert edited.recipe == first
    edited.window.undo.trigger()
    assert edited.recipe == Recipe()
    assert not edited.window.undo.isEnabled()


def test_a_drag_there_and_back_is_no_step(edited: Studio) -> None:
    edited.drag(edited.window.panel.detail.slider, 0.0, 0.5, 0.9, 0.4, 0.0)
    assert edited.recipe == Recipe()
    assert not edited.window.undo.isEnabled()


def test_drags_of_two_sliders_are_two_steps(edited: Studio) -> None:
    edited.drag(edited.window.panel.detail.slider, 0.1, 0.5)
    edited.drag(edited.window.panel.grain.slider, 0.1, 0.5)
    assert steps(edited) == 2
    edited.window.undo.trigger()
    assert edited.recipe.grain == 0 < edited.recipe.detail


def test_a_number_that_is_typed_is_one_step(edited: Studio) -> None:
    number = edited.window.panel.strength.number
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, "47")
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert edited.recipe.strength == 47.0
    assert steps(edited) == 1
    number.selectAll()
    QTest.keyClicks(number, "48")
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert steps(edited) == 2


def test_reset_is_one_step_of_its_own(edited: Studio) -> None:
    edited.drag(edited.window.panel.strength.slider, 0.9, 0.5)
    edited.drag(edited.window.panel.grain.slider, 0.1, 0.5)
    before = edited.recipe
    edited.press(Qt.Key.Key_R, edited.window, CTRL | SHIFT)
    assert edited.recipe == Recipe()
    assert steps(edited) == 3
    edited.window.undo.trigger()
    assert edited.recipe == before


def test_a_double_click_resets_one_slider_in_one_step(edited: Studio) -> None:
    panel = edited.window.panel
    edited.drag(panel.strength.slider, 0.9, 0.5)
    edited.drag(panel.grain.slider, 0.1, 0.5)
    QTest.mouseDClick(panel.grain.label, Qt.MouseButton.LeftButton)
    assert edited.recipe.grain == 0
    assert edited.recipe.strength < 100
    assert steps(edited) == 3


def test_redo_brings_everything_back_in_order(edited: Studio) -> None:
    for strength in (80.0, 60.0, 40.0):
        edited.document.edit(replace(edited.recipe, strength=strength), "strength")
        edited.document.end_gesture()
    for _ in range(3):
        edited.press(Qt.Key.Key_Z, edited.window, CTRL)
    assert edited.recipe == Recipe()
    seen = []
    for _ in range(3):
        edited.press(Qt.Key.Key_Z, edited.window, CTRL | SHIFT)
        seen.append(edited.window.panel.strength.value)
    assert seen == [80.0, 60.0, 40.0]
    assert not edited.window.redo.isEnabled()


def test_a_change_after_undo_forgets_what_was_undone(edited: Studio) -> None:
    edited.drag(edited.window.panel.strength.slider, 0.9, 0.5)
    edited.window.undo.trigger()
    edited.drag(edited.window.panel.grain.slider, 0.1, 0.5)
    assert not edited.window.redo.isEnabled()


def test_every_photo_has_an_undo_of_its_own(edited: Studio, photos: list[Path]) -> None:
    edited.drag(edited.window.panel.strength.slider, 0.9, 0.5)
    first = edited.recipe
    edited.act("next")
    edited.ready()
    assert edited.recipe == Recipe()
    assert not edited.window.undo.isEnabled()
    edited.drag(edited.window.panel.grain.slider, 0.1, 0.5)
    edited.act("previous")
    edited.ready()
    assert edited.recipe == first
    assert edited.window.view.look.recipe == first
    edited.window.undo.trigger()
    assert edited.recipe == Recipe()
    assert edited.window.session.document(photos[1]).recipe.grain > 0


def test_undo_while_the_slider_is_held_does_not_confuse_the_next_step(edited: Studio) -> None:
    edited.document.edit(replace(edited.recipe, strength=80.0), "strength")
    edited.window.undo.trigger()
    edited.document.edit(replace(edited.recipe, strength=60.0), "strength")
    assert steps(edited) == 1
    edited.window.undo.trigger()
    assert edited.recipe == Recipe()


def test_the_menu_says_what_is_undone(edited: Studio) -> None:
    edited.drag(edited.window.panel.strength.slider, 0.9, 0.5)
    assert "strength" in edited.window.undo.text()


# --- copy and paste ---------------------------------------------------------------------------------------------------


def test_copy_and_paste_to_a_selection(edited: Studio, photos: list[Path]) -> None:
    edited.drag(edited.window.panel.strength.slider, 0.9, 0.5)
    wanted = edited.recipe
    edited.press(Qt.Key.Key_C, edited.window, CTRL | SHIFT)
    strip = edited.window.strip.view
    for row in (1, 2):
        place = strip.visualRect(strip.model().index(row, 0)).center()
        edited.qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, CTRL, place)
    assert set(edited.window.strip.selected()) == set(photos[:3])
    runs = len(edited.network.runs)
    edited.press(Qt.Key.Key_V, edited.window, CTRL | SHIFT)
    recipes = [edited.window.session.document(path).recipe for path in photos]
    assert recipes == [wanted, wanted, wanted, Recipe()]
    edited.ready()
    assert len(edited.network.runs) <= runs + 1  # a click with Ctrl may have opened another photo: no more than that
    edited.window.session.document(photos[1]).undo.undo()
    assert edited.window.session.document(photos[1]).recipe == Recipe()
    assert edited.window.session.document(photos[2]).recipe == wanted


def test_nothing_can_be_pasted_before_something_was_copied(edited: Studio) -> None:
    action = edited.window.actions_by_name["paste_settings"]
    assert not action.isEnabled()
    edited.act("copy_settings")
    assert action.isEnabled()


def test_paste_after_all_photos_were_closed_does_nothing(edited: Studio) -> None:
    edited.act("copy_settings")
    edited.act("close_all")
    edited.window.editing.paste()
    assert edited.current is None


def test_a_paste_onto_the_photo_itself_is_no_step(edited: Studio) -> None:
    edited.act("copy_settings")
    edited.act("paste_settings")
    assert steps(edited) == 0


def test_a_model_for_jpegs_is_not_pasted_onto_a_raw(studio: Studio, tmp_path: Path) -> None:
    jpeg, dng = pictures.bitmap(tmp_path / "a.jpg"), pictures.raw(tmp_path / "b.dng")
    studio.denoised(jpeg, dng)
    studio.document.edit(Recipe("rgb-other", noise=30.0, strength=50.0), "model")
    studio.ready()
    studio.act("copy_settings")
    studio.act("next")
    studio.ready()
    studio.act("paste_settings")
    studio.ready()
    assert studio.recipe == Recipe(strength=50.0)
    assert studio.network.runs[-1].model == "raw-tiny"


def test_a_model_for_jpegs_pasted_onto_a_raw_that_was_never_opened_still_gives_a_photo(
    studio: Studio, tmp_path: Path
) -> None:
    jpeg, dng = pictures.bitmap(tmp_path / "a.jpg"), pictures.raw(tmp_path / "b.dng")
    studio.denoised(jpeg, dng)
    studio.document.edit(Recipe("rgb-other", strength=50.0), "model")
    studio.act("copy_settings")
    studio.window.strip.select_all()
    studio.act("paste_settings")
    studio.act("next")
    studio.ready()
    assert studio.document.path == dng
    assert studio.window.view.message == ""
    assert studio.network.runs[-1].model == "raw-tiny"
    assert studio.recipe.strength == 50.0


def test_a_preset_for_jpegs_that_is_automatic_does_not_keep_a_raw_from_being_denoised(
    studio: Studio, tmp_path: Path
) -> None:
    studio.window.presets.save(Preset("Mine", Recipe("rgb-other", strength=50.0), automatic=True))
    studio.denoised(pictures.raw(tmp_path / "b.dng"))
    studio.ready()
    assert studio.state() is PhotoState.DENOISED
    assert studio.window.view.message == ""
    assert studio.recipe == Recipe(strength=50.0)


# --- presets ----------------------------------------------------------------------------------------------------------


def test_a_preset_of_the_menu_is_one_step(edited: Studio) -> None:
    menu = edited.window.panel.presets_menu
    menu.fill()
    action = next(action for action in menu.actions() if action.data() == "Gentle")
    action.trigger()
    assert edited.recipe == Recipe(strength=70.0, detail=30.0)
    assert steps(edited) == 1
    edited.window.undo.trigger()
    assert edited.recipe == Recipe()


def test_an_automatic_preset_is_applied_by_camera_and_iso(studio: Studio, tmp_path: Path) -> None:
    night = Preset("Night", Recipe(noise=30.0, strength=60.0), "Nikon Z6", 3200, 12800, automatic=True)
    studio.window.presets.save(night)
    fits = pictures.bitmap(tmp_path / "a.jpg", iso=6400)
    day = pictures.bitmap(tmp_path / "b.jpg", iso=200)
    other = pictures.bitmap(tmp_path / "c.jpg", iso=6400, camera="Canon EOS R5")
    recipes = {}
    for path in (fits, day, other):
        studio.open(path)
        studio.until(lambda path=path: studio.document.path == path)
        studio.ready()
        recipes[path] = studio.recipe
    assert recipes == {fits: night.recipe, day: Recipe(), other: Recipe()}
    assert [run.recipe.noise for run in studio.network.runs if run.path == fits][-1] == 30.0
    document = studio.window.session.document(fits)
    document.undo.undo()
    assert document.recipe == Recipe()


def test_an_automatic_preset_does_not_touch_what_somebody_chose(studio: Studio, tmp_path: Path) -> None:
    studio.window.presets.save(Preset("Night", Recipe(strength=60.0), automatic=True))
    photo = pictures.bitmap(tmp_path / "a.jpg")
    studio.decoding.photos.clear()
    studio.decoding.previews.clear()
    studio.open(photo)
    studio.document.edit(Recipe(strength=90.0), "paste")
    studio.decoding.release()
    studio.ready()
    assert studio.recipe.strength == 90.0


def test_an_automatic_preset_is_not_applied_a_second_time(studio: Studio, tmp_path: Path) -> None:
    studio.window.presets.save(Preset("Night", Recipe(strength=60.0), automatic=True))
    photos = [pictures.bitmap(tmp_path / f"{name}.jpg") for name in "ab"]
    studio.denoised(*photos)
    assert studio.recipe.strength == 60.0
    studio.window.undo.trigger()
    studio.act("next")
    studio.ready()
    studio.act("previous")
    studio.ready()
    assert studio.recipe == Recipe()
