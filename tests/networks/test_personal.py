"""Which photos a personal model is for, what its manifest may say, and what it may be called."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app import paths
from denoiser_app.core.errors import ModelDamaged, ModelNameUnusable, ModelUnknown
from denoiser_app.core.photo import Metadata
from denoiser_app.networks import folders, library
from denoiser_app.networks.personal import covers, is_name, problems, proven, require_name, suitable
from tests.helpers.models import personal_facts, personal_model, tiny_model


@dataclass(frozen=True)
class Told:
    domain: str
    personal: dict[str, Any] | None


cameras = st.sampled_from(["X-T3", "NIKON D800", "Simulant S-1", ""])
isos = st.sampled_from([100.0, 800.0, 6400.0, 12800.0, 25600.0])


@st.composite
def own(draw: st.DrawFn) -> Told:
    low, high = sorted([draw(isos), draw(isos)])
    facts = personal_facts(draw(cameras.filter(bool)), iso_from=low, iso_to=high)
    facts["date"] = draw(st.sampled_from(["2026-11-20", "2026-11-28", "2025-01-01"]))
    standing = draw(st.sampled_from(["proven", "anyway", "none"]))
    if standing == "proven":
        facts["proof"] = {"better": True}
    if standing == "anyway":
        facts |= {"proof": {"better": False}, "installed_anyway": True}
    return Told(draw(st.sampled_from(["raw", "rgb"])), facts)


photos = st.builds(Metadata, make=st.just(""), model=cameras, iso=st.none() | isos)


@given(st.lists(own() | st.builds(Told, st.just("raw"), st.none())), photos, st.sampled_from(["raw", "rgb"]))
def test_only_models_of_that_camera_and_iso_are_chosen_and_the_best_comes_first(
    models: list[Told], photo: Metadata, domain: str
) -> None:
    chosen = suitable(models, domain, photo)
    for model in models:
        facts = model.personal
        fits = (
            facts is not None
            and model.domain == domain
            and bool(photo.model)
            and facts["camera"] == photo.model
            and photo.iso is not None
            and facts["iso_from"] <= photo.iso <= facts["iso_to"]
        )
        assert (model in chosen) == fits
    for better, worse in itertools.pairwise(chosen):
        assert better.personal is not None
        assert worse.personal is not None
        assert proven(better.personal) >= proven(worse.personal)
        if proven(better.personal) == proven(worse.personal):
            assert better.personal["date"] >= worse.personal["date"]
    assert suitable(models, domain, None) == []


def test_the_case_of_the_cameras_name_does_not_count() -> None:
    assert covers(personal_facts("Nikon d800"), Metadata(make="NIKON CORPORATION", model="NIKON D800", iso=12800))
    assert not covers(personal_facts("unknown camera"), Metadata(iso=12800))


def test_what_ships_is_chosen_where_no_own_model_fits(tmp_path: Path) -> None:
    tiny_model(tmp_path, "raw")
    mine = personal_model(tmp_path, "mine", "raw", camera="X-T3")
    photo = Metadata(model="X-T3", iso=12800)
    assert library.choose("auto", "raw", photo, tmp_path) == mine
    for other in (None, Metadata(model="X-T4", iso=12800), Metadata(model="X-T3", iso=100), Metadata(model="X-T3")):
        assert library.choose("auto", "raw", other, tmp_path).name == "raw-tiny"
    with pytest.raises(ModelUnknown):
        library.choose("auto", "rgb", photo, tmp_path)
    mine.path.unlink()  # its weights are gone: it is not installed any more
    assert library.choose("auto", "raw", photo, tmp_path).name == "raw-tiny"


def test_a_personal_model_never_stands_for_a_shipped_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped, own_folder = tmp_path / "shipped", tmp_path / "own"
    monkeypatch.setattr(paths, "models", lambda: shipped)
    monkeypatch.setattr(paths, "user_models", lambda: own_folder)
    tiny_model(shipped, "raw")
    tiny_model(own_folder, "raw")  # with the shipped model's name
    personal_model(own_folder, "RAW-Tiny", "raw")
    personal_model(own_folder, "mine", "raw")
    assert folders.names() == ["raw-tiny", "mine"]
    assert [model.name for model in library.installed()] == ["raw-tiny", "mine"]
    assert [model.name for model in library.shipped()] == ["raw-tiny"]
    assert library.find("raw-tiny").folder == shipped
    with pytest.raises(ModelUnknown, match="raw-tiny, mine"):
        library.find("RAW-Tiny")


def test_a_model_without_a_camera_in_the_users_folder_is_never_automatic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "models", lambda: tmp_path / "shipped")
    monkeypatch.setattr(paths, "user_models", lambda: tmp_path / "own")
    tiny_model(tmp_path / "shipped", "raw")
    other = tiny_model(tmp_path / "own" / "made", "raw", seed=1)
    manifest = json.loads(other.manifest.read_text()) | {"name": "other", "rank": 99}
    (tmp_path / "own" / "other.json").write_text(json.dumps(manifest))
    assert library.find("other").rank == 99
    assert library.choose("auto", "raw", Metadata(model="X-T3", iso=12800)).name == "raw-tiny"


def test_manifests_that_ship_do_not_speak_of_it() -> None:
    for model in [*library.shipped(), *library.for_comparison()]:
        assert model.personal is None
        assert "personal" not in json.loads(model.to_json())
        assert model.manifest.read_text(encoding="utf-8") == model.to_json()


def test_what_a_manifest_says_comes_back(tmp_path: Path) -> None:
    mine = personal_model(tmp_path, "mine", "raw", proof={"better": True, "rows": [{"": "noisy", "PSNR": "28.1"}]})
    assert library.find("mine", tmp_path) == mine


@pytest.mark.parametrize(
    "changes",
    [
        {"camera": ""},
        {"camera": "X\nT3"},
        {"camera": 3},
        {"camera": "X" * 1000},
        {"iso_from": 0},
        {"iso_from": True},
        {"iso_from": "100"},
        {"iso_to": float("inf")},
        {"iso_to": 100},
        {"scenes": "scene-1"},
        {"scenes": [1]},
        {"held_out": None},
        {"date": "yesterday"},
        {"versions": ["0.1"]},
        {"versions": {"torch": 2}},
        {"proof": True},
        {"proof": {"better": "yes"}},
        {"proof": {"better": True, "deep": [[[[[[[1]]]]]]]}},
        {"proof": {"better": True, "number": float("nan")}},
        {"installed_anyway": 1},
        {"surprise": 1},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_named_and_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    key = "iso_from" if changes == {"iso_to": 100} else next(iter(changes))
    assert problems(personal_facts() | changes) == [f"personal.{key}"]
    mine = personal_model(tmp_path, "mine", "raw", **changes)
    with pytest.raises(ModelDamaged, match=key):
        library.find("mine", tmp_path)
    assert mine.name not in [model.name for model in library.installed(tmp_path)]


@pytest.mark.parametrize("key", sorted(personal_facts()))
def test_nothing_may_be_missing(key: str) -> None:
    facts = personal_facts()
    del facts[key]
    assert problems(facts) == [f"personal.{key}"]


@pytest.mark.parametrize("name", ["X-T3 night", "Nacht 2", "夜景", "a"])
def test_names_that_people_give_are_taken(name: str) -> None:
    require_name(name, ["raw-best"])


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "a  b",
        " a",
        "a/b",
        "../a",
        "a.b",
        "a\0",
        "-a",
        "con",
        "COM1",
        "auto",
        "Raw-Best",
        "a" * 61,
        "a\u202eb",
        "-",
    ],
)
def test_names_that_are_no_file_names_or_taken_are_not(name: str) -> None:
    with pytest.raises(ModelNameUnusable):
        require_name(name, ["raw-best"])


@given(st.text(max_size=80))
def test_a_name_is_a_file_name_everywhere(name: str) -> None:
    if is_name(name):
        assert Path(f"{name}.json").name == f"{name}.json"
        assert not set(name) & set('<>:"/\\|?*.')
        assert name.isprintable()
