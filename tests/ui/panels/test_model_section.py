"""What 'automatic' is for the photo that is open, with models of one's own among the choices."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from denoiser_app.core.photo import Metadata
from denoiser_app.ui.model_facts import ModelFacts
from denoiser_app.ui.panels.model_card import ModelCard
from denoiser_app.ui.panels.model_section import ModelChoice, ModelSection

OWN = {
    "camera": "FUJIFILM X-T3",
    "iso_from": 6400,
    "iso_to": 25600,
    "scenes": [],
    "held_out": [],
    "date": "2026-11-28",
    "versions": {},
    "proof": {"better": True},
}
MODELS = (
    ModelChoice("raw-best", "Best", "The best", "", "raw"),
    ModelChoice("raw-fast", "Fast", "The fast one", "", "raw"),
    ModelChoice("night", "Night", "Mine", "", "raw", OWN),
)
NIGHT = Metadata(make="FUJIFILM", model="X-T3", iso=12800)


@pytest.fixture
def section(qtbot: QtBot) -> ModelSection:
    section = ModelSection()
    qtbot.addWidget(section)
    section.set_models(MODELS)
    return section


def automatic(section: ModelSection) -> str:
    return section.combo.itemText(section.combo.findData("auto"))


def test_automatic_is_ones_own_model_for_photos_it_is_for(section: ModelSection) -> None:
    section.set_photo("raw", NIGHT)
    assert "Night" in automatic(section)
    for other in (None, Metadata(make="FUJIFILM", model="X-T3", iso=200), Metadata(model="X-T4", iso=12800)):
        section.set_photo("raw", other)
        assert "Best" in automatic(section)
    assert section.combo.findData("night") > 0  # it can be chosen all the same
    assert "your own" in section.combo.itemText(section.combo.findData("night"))
    section.set_photo("rgb", NIGHT)
    assert section.combo.findData("night") < 0


def test_only_ones_own_models_are_never_automatic_for_other_photos(section: ModelSection) -> None:
    section.set_models(MODELS[2:])
    section.set_photo("raw", Metadata(model="X-T4", iso=12800))
    assert "Night" not in automatic(section)
    assert not section.about.isEnabled()


@pytest.mark.parametrize(
    ("personal", "says"),
    [
        (OWN, "Proven better"),
        ({**OWN, "proof": {"better": False}, "installed_anyway": True}, "Installed anyway"),
        ({key: value for key, value in OWN.items() if key != "proof"}, "Not proven"),
    ],
)
def test_the_card_says_whose_it_is_and_how_it_stands(qtbot: QtBot, personal: dict[str, object], says: str) -> None:
    card = ModelCard(ModelFacts("night", "raw", personal=personal))
    qtbot.addWidget(card)
    rows = card._overview(ModelFacts("night", "raw", personal=personal))
    text = " ".join(f"{name} {value}" for name, value in rows)
    assert "X-T3, ISO 6400-25600" in text
    assert says in text
