from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from denoiser_app.core.photo import Metadata
from denoiser_app.core.recipe import Recipe
from denoiser_app.ui import presets
from denoiser_app.ui.presets import Preset, Presets

NIGHT = Preset("Night", Recipe(strength=90.0, noise=12.5), "NIKON D800", 3200.0, 12800.0, automatic=True)


@pytest.fixture
def own(tmp_path: Path) -> Presets:
    return Presets(tmp_path / "presets.json")


def names(own: Presets) -> list[str]:
    return [preset.name for preset in own]


def test_every_field_is_kept() -> None:
    assert set(presets.RECIPE_RULES) == {f.name for f in fields(Recipe)}
    assert set(presets.PRESET_RULES) == {f.name for f in fields(Preset)} - {"shipped"}


def test_shipped_presets_do_what_their_names_say(own: Presets) -> None:
    gentle, strong, keep = own
    assert gentle.recipe == Recipe(strength=70.0, detail=30.0)
    assert strong.recipe.is_full
    assert keep.recipe.grain > 0
    assert (keep.recipe.color_strength or 0) > keep.recipe.strength
    assert all(p.shipped and not p.automatic and p.label for p in own)


def test_saved_presets_are_there_after_a_restart(own: Presets, tmp_path: Path) -> None:
    own.save(NIGHT)
    own.save(Preset("  Stars "))
    again = Presets(tmp_path / "presets.json")
    assert names(again) == ["Gentle", "Strong", "Keep grain", "Night", "Stars"]
    assert again.get("night") == NIGHT
    again.save(Preset("NIGHT", Recipe(strength=10.0)))
    assert names(again)[3:] == ["NIGHT", "Stars"]
    again.rename("night", "Late")
    again.remove("stars")
    own.reload()
    assert names(own)[3:] == ["Late"]


def test_shipped_presets_can_be_hidden_but_not_lost(own: Presets) -> None:
    own.save(Preset("gentle", Recipe(strength=5.0)))
    assert names(own) == ["Strong", "Keep grain", "gentle"]
    own.remove("Gentle")
    assert names(own) == ["Gentle", "Strong", "Keep grain"]
    with pytest.raises(KeyError):
        own.remove("Gentle")


def test_names_stay_unique(own: Presets) -> None:
    own.save(NIGHT)
    own.save(Preset("Stars"))
    for taken in ("NIGHT", " ", ""):
        with pytest.raises(ValueError):  # noqa: PT011
            own.rename("Stars", taken)
    own.rename("Stars", "stars")
    assert names(own)[3:] == ["Night", "stars"]
    with pytest.raises(ValueError, match="name"):
        own.save(Preset("  "))


def test_two_windows_lose_nothing(own: Presets, tmp_path: Path) -> None:
    other = Presets(tmp_path / "presets.json")
    own.save(Preset("A"))
    other.save(Preset("B"))
    own.save(Preset("C"))
    assert names(own)[3:] == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("camera", "iso", "fits"),
    [
        ("D800", 3200.0, True),
        ("d800", 12800.0, True),
        ("D800", 3199.0, False),
        ("D800", 12801.0, False),
        ("D800", None, False),
        ("D810", 6400.0, False),
    ],
)
def test_automatic_presets_go_by_camera_and_iso(own: Presets, camera: str, iso: float | None, fits: bool) -> None:
    own.save(NIGHT)
    metadata = Metadata(make="NIKON CORPORATION", model=f"Nikon {camera}", iso=iso)
    assert own.match(metadata) == (NIGHT if fits else None)


def test_the_first_automatic_preset_wins_and_others_are_left_alone(own: Presets) -> None:
    own.save(Preset("By hand only"))
    assert own.match(Metadata()) is None
    own.save(Preset("Any", automatic=True))
    own.save(NIGHT)
    found = own.match(Metadata(make="NIKON", model="D800", iso=6400.0))
    assert found is not None
    assert found.name == "Any"
    found = own.match(Metadata())
    assert found is not None
    assert found.name == "Any"


@pytest.mark.parametrize("entries", [None, 3, {}, [3, None, {"name": 5}, {"recipe": {}}]])
def test_entries_that_are_not_presets_are_left_out(tmp_path: Path, entries: object) -> None:
    path = tmp_path / "presets.json"
    path.write_text(json.dumps({"version": 1, "presets": entries}))
    assert len(Presets(path)) == 3


def test_a_bad_value_of_a_preset_costs_only_itself(own: Presets, tmp_path: Path) -> None:
    path = tmp_path / "presets.json"
    own.save(NIGHT)
    data = json.loads(path.read_text())
    data["presets"][0]["recipe"] |= {"strength": 1e9, "unheard of": 1}
    path.write_text(json.dumps(data))
    found = Presets(path).get("Night")
    assert found is not None
    assert found.recipe == Recipe(noise=12.5)
    assert found.camera == NIGHT.camera
