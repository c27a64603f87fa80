from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from denoiser_app.core.recipe import Recipe
from denoiser_app.ui.panels.adjust import AdjustPanel, ModelChoice
from denoiser_app.ui.presets import Preset, Presets

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # of the offscreen platform only

MODELS = [
    ModelChoice("raw-best", "Best", "The best", "about 20 s", "raw"),
    ModelChoice("raw-fast", "Fast", "The fast one", "about 4 s", "raw"),
    ModelChoice("rgb-best", "Pictures", "For pictures", "about 9 s", "rgb"),
]
LEVELS = st.floats(0, 100)
RECIPES = st.builds(
    Recipe,
    model=st.sampled_from(["auto", "raw-best", "raw-fast", "gone"]),
    noise=st.none() | LEVELS,
    strength=LEVELS,
    color_strength=st.none() | LEVELS,
    detail=LEVELS,
    grain=LEVELS,
)


class Heard:
    def __init__(self, panel: AdjustPanel) -> None:
        self.edits: list[tuple[Recipe, str]] = []
        self.finished = 0
        panel.edited.connect(self.edit)
        panel.edit_finished.connect(self.finish)

    def edit(self, recipe: Recipe, what: str) -> None:
        self.edits.append((recipe, what))

    def finish(self) -> None:
        self.finished += 1


@pytest.fixture
def presets(tmp_path: Path) -> Presets:
    return Presets(tmp_path / "presets.json")


@pytest.fixture
def panel(qtbot: QtBot, presets: Presets) -> AdjustPanel:
    panel = AdjustPanel(presets)
    qtbot.addWidget(panel)
    panel.set_models(MODELS)
    panel.set_photo("raw")
    panel.resize(320, 700)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def set_slider(slider: QWidget, value: float) -> None:
    """As if typed."""
    slider.number.setFocus()
    slider.number.setValue(value)
    QTest.keyClick(slider.number, Qt.Key.Key_Return)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(recipe=RECIPES)
def test_any_recipe_is_shown_without_being_changed(panel: AdjustPanel, recipe: Recipe):
    heard = Heard(panel)
    panel.set_recipe(recipe)
    panel.set_models(MODELS)
    panel.set_measured(12.4)
    assert panel.recipe == recipe
    assert heard.edits == []


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("strength", "strength"),
        ("color", "color_strength"),
        ("detail", "detail"),
        ("grain", "grain"),
        ("noise", "noise"),
    ],
)
def test_every_slider_changes_its_own_setting_only(panel: AdjustPanel, name: str, field: str):
    before = Recipe(noise=50.0, strength=50.0, detail=50.0, grain=50.0, color_strength=20.5)
    panel.set_recipe(before)
    heard = Heard(panel)
    set_slider(getattr(panel, name), 31.0)
    assert heard.edits == [(replace(before, **{field: 31.0}), name)]
    assert heard.finished == 1


def test_linked_colour_noise_follows_strength(panel: AdjustPanel):
    panel.set_recipe(Recipe(strength=80.0))
    assert panel.link.isChecked()
    assert panel.color.value == 80.0
    set_slider(panel.strength, 60.0)
    assert (panel.color.value, panel.recipe.color_strength) == (60.0, None)
    # Moving it unlinks it, and then strength leaves it alone.
    set_slider(panel.color, 90.0)
    assert not panel.link.isChecked()
    set_slider(panel.strength, 10.0)
    assert panel.recipe == Recipe(strength=10.0, color_strength=90.0)
    QTest.mouseClick(panel.link, Qt.MouseButton.LeftButton)
    assert panel.recipe == Recipe(strength=10.0)
    # Unlinked by the button it keeps its place.
    QTest.mouseClick(panel.link, Qt.MouseButton.LeftButton)
    assert panel.recipe == Recipe(strength=10.0, color_strength=10.0)
    QTest.mouseDClick(panel.color.label, Qt.MouseButton.LeftButton)
    assert panel.recipe == Recipe(strength=10.0)


def test_the_noise_level_by_hand_begins_at_the_measured_one(panel: AdjustPanel):
    heard = Heard(panel)
    panel.set_measured(12.43, "measured in the photo")
    assert "12.4" in panel.measured.text()
    assert not panel.noise.isEnabled()
    QTest.mouseClick(panel.automatic, Qt.MouseButton.LeftButton, pos=panel.automatic.rect().center() / 4)
    assert heard.edits == [(Recipe(noise=12.4), "noise")]
    assert panel.noise.isEnabled()
    assert panel.noise.value == 12.4
    QTest.mouseDClick(panel.noise.label, Qt.MouseButton.LeftButton)
    assert panel.recipe == Recipe()
    assert panel.automatic.isChecked()


@pytest.mark.parametrize("measured", [0.02, 180.0])
def test_a_level_beyond_the_scale_stays_on_it(panel: AdjustPanel, measured: float):
    panel.set_measured(measured)
    panel.automatic.click()
    assert panel.recipe.noise is not None
    assert panel.recipe.noise == panel.noise.value == min(round(measured, 1), 100.0)


def test_only_models_of_the_photos_kind_are_offered(panel: AdjustPanel):
    def offered() -> list[str]:
        return [panel.models.combo.itemData(index) for index in range(panel.models.combo.count())]

    assert offered() == ["auto", "raw-best", "raw-fast"]
    assert "Best" in panel.models.combo.itemText(0)
    panel.set_photo("rgb")
    assert offered() == ["auto", "rgb-best"]


def test_a_model_is_chosen_with_its_cost_and_its_card(panel: AdjustPanel, qtbot: QtBot):
    heard = Heard(panel)
    panel.set_cost("Best: about 21 s on CPU")
    assert panel.models.cost.text() == "Best: about 21 s on CPU"
    with qtbot.waitSignal(panel.about_model) as asked:
        panel.models.about.click()
    assert asked.args == ["raw-best"]
    panel.models.combo.setFocus()
    QTest.keyClick(panel.models.combo, Qt.Key.Key_End)
    assert heard.edits == [(Recipe(model="raw-fast"), "model")]
    assert panel.models.cost.text() == "about 4 s"
    with qtbot.waitSignal(panel.about_model) as asked:
        panel.models.about.click()
    assert asked.args == ["raw-fast"]


def test_a_model_that_is_not_installed_is_named_and_kept(panel: AdjustPanel):
    panel.set_recipe(Recipe(model="from elsewhere"))
    assert "from elsewhere" in panel.models.combo.currentText()
    assert not panel.models.about.isEnabled()
    set_slider(panel.grain, 5.0)
    assert panel.recipe == Recipe(model="from elsewhere", grain=5.0)
    panel.set_recipe(Recipe())
    panel.set_models(MODELS)
    assert panel.models.combo.findData("from elsewhere") < 0


def test_the_lift_is_no_part_of_the_recipe(panel: AdjustPanel, qtbot: QtBot):
    heard = Heard(panel)
    with qtbot.waitSignal(panel.lift_changed) as lifted:
        set_slider(panel.exposure, 2.5)
    assert lifted.args == [2.5]
    assert panel.lift == 2.5
    assert heard.edits == []
    panel.reset_button.click()
    assert panel.lift == 2.5


def test_reset_is_one_step(panel: AdjustPanel):
    panel.set_recipe(Recipe(strength=10.0, noise=4.0, model="raw-fast", grain=3.0))
    heard = Heard(panel)
    panel.reset_button.click()
    assert heard.edits == [(Recipe(), "reset")]
    assert heard.finished >= 1
    panel.reset_button.click()
    assert len(heard.edits) == 1


def test_a_preset_is_one_step(panel: AdjustPanel, presets: Presets):
    presets.save(Preset("Dusk", Recipe(strength=66.0)))
    heard = Heard(panel)
    panel.presets_menu.fill()
    next(action for action in panel.presets_menu.actions() if action.text() == "Dusk").trigger()
    assert heard.edits == [(Recipe(strength=66.0), "preset")]
    assert panel.strength.value == 66.0


def test_nothing_can_be_changed_without_a_photo(panel: AdjustPanel):
    panel.set_photo(None)
    controls = (
        panel.strength,
        panel.link,
        panel.automatic,
        panel.models.combo,
        panel.models.about,
        panel.exposure.slider,
    )
    assert not any(control.isEnabled() for control in (*controls, panel.presets_button, panel.reset_button))
    panel.set_photo("raw")
    assert panel.strength.isEnabled()


def test_an_undo_between_two_moves_is_shown(panel: AdjustPanel):
    """The window answers every edit with set_recipe: the panel must neither loop nor lose what comes from outside."""
    panel.edited.connect(panel.set_recipe)
    set_slider(panel.strength, 40.0)
    panel.set_recipe(Recipe())
    assert panel.strength.value == 100.0
    QTest.keyClick(panel.strength.slider, Qt.Key.Key_Left)
    assert panel.recipe.strength == 99.0


def test_tab_goes_through_every_control_from_top_to_bottom(panel: AdjustPanel):
    panel.set_recipe(Recipe(noise=10.0))
    panel.strength.slider.setFocus()
    seen: list[QWidget] = []
    while (focused := QApplication.focusWidget()) not in seen:
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    wanted = [
        *(panel.strength.slider, panel.strength.number, panel.link, panel.color.slider, panel.color.number),
        *(panel.detail.slider, panel.detail.number, panel.grain.slider, panel.grain.number),
        *(panel.automatic, panel.noise.slider, panel.noise.number, panel.models.combo, panel.models.about),
        *(panel.exposure.slider, panel.exposure.number, panel.presets_button, panel.reset_button),
    ]
    assert seen == wanted
    assert all(widget.accessibleName() or widget.text() for widget in wanted)


def test_nothing_is_cut_off_at_the_least_width(panel: AdjustPanel):
    panel.resize(panel.minimumSizeHint().width(), 300)
    QApplication.processEvents()
    for slider in (panel.strength, panel.color, panel.noise, panel.exposure):
        right = slider.number.mapTo(panel, slider.number.rect().topRight()).x()
        assert right < panel.width()
        assert slider.label.width() >= slider.label.sizeHint().width()
        assert slider.slider.width() >= slider.slider.minimumWidth()
    rows = (panel.strength, panel.color, panel.noise, panel.exposure)
    assert len({row.slider.mapTo(panel, QPoint()).x() for row in rows}) == 1
