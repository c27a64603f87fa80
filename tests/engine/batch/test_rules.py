"""Rules: the first that fits decides, what is written is read back, and every mistake is named with its place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.errors import RulesInvalid
from denoiser_app.core.photo import Metadata
from denoiser_app.core.recipe import Recipe
from denoiser_app.engine.batch.rules import Rule, changes_of, choose, parse, read, to_json
from denoiser_app.formats.facts import Facts
from denoiser_app.ui.presets import Preset, Presets

ISOS = st.one_of(st.none(), st.floats(0, 1e8))
PERCENT = st.floats(0, 100)
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
CHANGES = st.fixed_dictionaries({}, optional={
    "model": TEXTS.filter(str.strip), "noise": st.one_of(st.none(), st.floats(0, 255)), "strength": PERCENT,
    "color_strength": st.one_of(st.none(), PERCENT), "detail": PERCENT, "grain": PERCENT,
})  # fmt: skip
RULES = st.builds(
    Rule,
    camera=TEXTS,
    iso_from=ISOS,
    iso_to=ISOS,
    shutter_from=ISOS,
    shutter_to=ISOS,
    kind=st.sampled_from(["", "raw", "rgb"]),
    suffixes=st.lists(st.sampled_from([".nef", ".jpg", ".cr3"]), max_size=3).map(tuple),
    orientation=st.sampled_from(["", "landscape", "portrait"]),
    action=st.sampled_from(["denoise", "copy", "skip"]),
    changes=CHANGES,
).map(
    lambda rule: replace(
        rule, **_ordered(rule.iso_from, rule.iso_to, "iso"), **_ordered(rule.shutter_from, rule.shutter_to, "shutter")
    )
)


def _ordered(low: float | None, high: float | None, name: str) -> dict[str, float | None]:
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    return {f"{name}_from": low, f"{name}_to": high}


def facts(
    name: str = "a.nef",
    iso: float | None = 800.0,
    shutter: float | None = 0.01,
    size: tuple[int, int] | None = (2, 3),
    kind: str = "raw",
    make: str = "FUJIFILM",
    model: str = "X-T3",
) -> Facts:
    metadata = Metadata(Path(name), make, model, iso=iso, shutter=shutter)
    return Facts(metadata, kind, None, None, size)  # type: ignore[arg-type]


@given(st.lists(RULES, max_size=5).map(tuple))
def test_what_is_written_is_read_back(rules: tuple[Rule, ...]) -> None:
    assert parse(to_json(rules)) == rules


FEW = st.sampled_from([None, 100.0, 800.0, 6400.0])
LOOSE = st.builds(
    Rule, iso_from=FEW, kind=st.sampled_from(["", "raw"]), changes=st.fixed_dictionaries({"grain": PERCENT})
)


@given(st.lists(LOOSE, max_size=6), FEW)
def test_the_first_rule_that_fits_decides(rules: list[Rule], iso: float | None) -> None:
    photo = facts(iso=iso)
    fitting = [rule for rule in rules if choose([rule], photo) is rule]
    assert choose(rules, photo) is (fitting[0] if fitting else None)


@pytest.mark.parametrize(
    ("rule", "photo", "fits"),
    [
        (Rule(), facts(iso=None, shutter=None, size=None), True),
        (Rule(iso_to=400), facts(iso=400), True),
        (Rule(iso_to=400), facts(iso=401), False),
        (Rule(iso_from=400), facts(iso=400), True),
        (Rule(iso_to=400), facts(iso=None), False),
        (Rule(iso_from=0), facts(iso=None), False),
        (Rule(shutter_from=0.5), facts(shutter=30.0), True),
        (Rule(shutter_from=0.5), facts(shutter=None), False),
        (Rule(camera="x-t3"), facts(), True),
        (Rule(camera="fujifilm*"), facts(), True),
        (Rule(camera="*t?"), facts(), True),
        (Rule(camera="X-T?0"), facts(), False),
        (Rule(camera="=fujifilm x-t3"), facts(), True),
        (Rule(camera="=x-t3"), facts(), False),
        (Rule(kind="raw"), facts(kind="rgb"), False),
        (Rule(suffixes=(".nef",)), facts("A.NEF"), True),
        (Rule(suffixes=(".jpg", ".cr2")), facts("A.NEF"), False),
        (Rule(orientation="portrait"), facts(size=(3, 2)), True),
        (Rule(orientation="portrait"), facts(size=(2, 2)), False),
        (Rule(orientation="landscape"), facts(size=(2, 2)), True),
        (Rule(orientation="landscape"), facts(size=None), False),
    ],
)
def test_which_photos_a_rule_speaks_of(rule: Rule, photo: Facts, fits: bool) -> None:
    assert (choose([rule], photo) is rule) == fits


def test_a_rule_changes_only_what_it_says() -> None:
    (rule,) = parse('{"version": 1, "rules": [{"strength": 80, "color_strength": null}]}')
    usual = Recipe(model="raw-best", strength=50.0, color_strength=70.0, grain=5.0)
    assert rule.recipe_for(usual) == replace(usual, strength=80.0, color_strength=None)
    assert Rule(changes=changes_of(Recipe())).recipe_for(usual) == Recipe()


def test_endings_are_written_as_people_write_them() -> None:
    (rule,) = parse('{"version": 1, "rules": [{"suffixes": ["NEF", "*.Cr2", ".jpg"]}]}')
    assert rule.suffixes == (".nef", ".cr2", ".jpg")
    assert parse('{"version": 1, "rules": [{"suffixes": "NEF"}]}')[0].suffixes == (".nef",)


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ({"isofrom": 1}, "unknown field 'isofrom'; known are camera, iso_from"),
        ({"iso_from": "800"}, "'iso_from' must be a number from 0"),
        ({"iso_from": True}, "'iso_from' must be a number"),
        ({"iso_from": -1}, "'iso_from' must be a number"),
        ({"iso_from": 800, "iso_to": 400}, "'iso_from' is 800 and more than 'iso_to', 400"),
        ({"shutter_from": 2, "shutter_to": 1}, "'shutter_from' is 2 and more than"),
        ({"action": "move"}, "'action' must be one of 'denoise', 'copy', 'skip'"),
        ({"kind": "jpeg"}, "'kind' must be one of 'raw', 'rgb'"),
        ({"orientation": 6}, "'orientation' must be one of"),
        ({"suffixes": [1]}, "'suffixes' must be a list"),
        ({"suffixes": ["."]}, "'suffixes' must be a list"),
        ({"camera": None}, "'camera' must be a text"),
        ({"strength": 101}, "'strength' must be a number from 0 to 100"),
        ({"strength": None}, "'strength' must be a number from 0 to 100"),
        ({"model": ""}, "'model' must be the name of a model"),
        ([], "must be an object"),
        ("copy", "must be an object"),
    ],
)
def test_a_mistake_is_named_with_its_rule_and_its_field(rule: object, named: str) -> None:
    with pytest.raises(RulesInvalid) as caught:
        parse(json.dumps({"version": 1, "rules": [{"action": "copy"}, rule]}), "night.json")
    assert "night.json" in str(caught.value)
    assert f"rule 2: {named}" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "rules", "[]", "{", '{"rules": []}', '{"version": 2, "rules": []}', '{"version": 1}',
        '{"version": true, "rules": []}',
        '{"version": 1, "rules": {}}', '{"version": 1, "rules": [], "more": 1}', "[" * 100_000,
        '{"version": 1, "rules": [{"iso_to": NaN}]}', '{"version": 1, "presets": []}',
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(RulesInvalid):
        parse(text)


def test_no_table_is_no_rules() -> None:
    assert parse("") == parse('{"version": 1, "rules": []}') == ()


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "photo.json").write_bytes(b"\xff\xd8\xff\xe0")
    for path in (tmp_path / "missing.json", tmp_path / "photo.json", tmp_path):
        with pytest.raises(RulesInvalid, match=path.name):
            read(path)
    (tmp_path / "windows.json").write_bytes(b'\xef\xbb\xbf{"version": 1, "rules": []}')
    assert read(tmp_path / "windows.json") == ()


@given(ISOS, st.sampled_from(["X-T3", "X-T30", "X-T4"]))
def test_the_presets_of_the_window_mean_here_what_they_mean_there(
    tmp_path_factory: pytest.TempPathFactory, iso: float | None, model: str
) -> None:
    kept = Presets(tmp_path_factory.mktemp("presets") / "presets.json")
    kept.save(Preset("by hand", Recipe(strength=1.0), automatic=False))
    kept.save(Preset("one camera", Recipe(strength=40.0), camera="FUJIFILM X-T3", iso_from=800.0, automatic=True))
    kept.save(Preset("low", Recipe(strength=20.0, grain=3.0), iso_to=400.0, automatic=True))
    photo = facts(iso=iso, model=model)
    there, here = kept.match(photo.metadata), choose(read(kept._path), photo)
    assert (there and there.recipe) == (here and here.recipe_for(Recipe(detail=77.0)))
