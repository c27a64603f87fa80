"""Plans: every photo has its place in the journal, no original is ever a target, and nothing depends on luck."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app import paths
from denoiser_app.core.errors import (
    Cancelled,
    FileDamaged,
    FileMissing,
    InputError,
    ModelUnknown,
    NameTemplateInvalid,
    NothingToDo,
    OutputIsInput,
    OutputTwice,
    RulesInvalid,
)
from denoiser_app.core.photo import Metadata
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine.batch.items import NewItem, Plan, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.planning import FactsOf, Planned, create, plan_items
from denoiser_app.engine.batch.rules import Rule, to_json
from denoiser_app.formats.facts import Facts
from denoiser_app.formats.metadata import Stamp
from denoiser_app.formats.naming import place_of
from tests.engine.batch.batches import photo as real_photo


def knowing(known: Mapping[str, Facts | InputError] | None = None) -> FactsOf:
    """Facts by name, without a child process; photos that are not named are of 24 MP and ISO 800."""

    def facts(sources: Iterable[Path], token: CancelToken) -> Iterator[tuple[Path, Facts | InputError]]:
        for path in sources:
            token.check()
            yield path, (known or {}).get(path.name, of(path))

    return facts


def of(path: Path, iso: float = 800.0, **changes: object) -> Facts:
    metadata = Metadata(path, "FUJIFILM", "X-T3", iso=iso, taken="2025:01:31 23:05:09")
    return Facts(metadata, **{"kind": "raw", "megapixels": 24.0, "size": (4000, 6000), **changes})  # type: ignore[arg-type]


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"photo {path.name}".encode())
    return path


def planned(plan: Plan, facts: FactsOf | None = None, **more: object) -> tuple[NewItem, ...]:
    steps = list(plan_items(plan, CancelToken(), facts=facts or knowing(), **more))  # type: ignore[arg-type]
    last = steps[-1]
    assert isinstance(last, Planned)
    assert [step.done for step in steps[:-1] if isinstance(step, Progress)] == list(range(len(last.items) + 1))
    return last.items


def by_name(items: Iterable[NewItem]) -> dict[str, NewItem]:
    return {item.source.name: item for item in items}


def test_every_photo_of_the_folder_goes_to_its_sub_folder(tmp_path: Path) -> None:
    card, out = tmp_path / "card", tmp_path / "out"
    for name in ("1.nef", "day/2.nef", "night/late/3.nef"):
        touch(card / name)
    kept = planned(Plan((card,), out, recursive=True))
    assert [item.target for item in kept] == [
        out / "1-denoised.tif", out / "day" / "2-denoised.tif", out / "night" / "late" / "3-denoised.tif",
    ]  # fmt: skip
    assert {(item.root, item.action, item.megapixels, item.error) for item in kept} == {(card, "denoise", 24.0, None)}
    flat = planned(Plan((card,), out, recursive=True, keep_folders=False))
    assert {item.target.parent for item in flat if item.target} == {out}
    beside = planned(Plan((card,), None, recursive=True))
    assert all(item.target and item.target.parent == item.source.parent for item in beside)


def test_rules_choose_recipe_and_action_and_a_photos_own_recipe_wins(tmp_path: Path) -> None:
    for name in ("low.nef", "high.nef", "other.nef", "own.nef"):
        touch(tmp_path / "card" / name)
    table = (Rule(iso_to=200, action="copy"), Rule(iso_from=6400, changes={"strength": 90.0}), Rule(camera="Nikon"))
    facts = knowing({
        "low.nef": of(Path("low.nef"), 100.0),
        "high.nef": of(Path("high.nef"), 12800.0),
        "own.nef": of(Path("own.nef"), 12800.0),
    })  # fmt: skip
    usual, own = Recipe(strength=50.0, grain=4.0), Recipe(strength=1.0)
    plan = Plan((tmp_path / "card",), tmp_path / "out", recipe=usual, rules=to_json(table))
    items = by_name(planned(plan, facts, recipes={tmp_path / "card" / "own.nef": own}))
    assert (items["low.nef"].action, items["low.nef"].target) == ("copy", tmp_path / "out" / "low.nef")
    assert items["high.nef"].recipe == Recipe(strength=90.0, grain=4.0)
    assert items["other.nef"].recipe == usual
    assert items["own.nef"].recipe == own


def test_what_is_left_out_says_why_and_takes_no_number(tmp_path: Path) -> None:
    for name in ("1.jpg", "2.jpg", "3.jpg", "4.jpg"):
        touch(tmp_path / name)
    facts = knowing({"1.jpg": of(Path("1.jpg"), 50.0), "3.jpg": of(Path("3.jpg"), stamp=Stamp("rgb-best"))})
    plan = Plan(
        (tmp_path,), tmp_path / "out", options=ExportOptions(name="{counter}{ext}"),
        rules=to_json([Rule(iso_to=64, action="skip")]),
    )  # fmt: skip
    assert [(item.skipped, item.target and item.target.name) for item in planned(plan, facts, start=7)] == [
        ("rule", None), ("", "0007.tif"), ("denoised", None), ("", "0008.tif"),
    ]  # fmt: skip


def test_each_name_says_the_model_of_its_own_photo(tmp_path: Path) -> None:
    names = sorted(path.stem for path in paths.models().glob("*.json"))[:2]
    for name in ("1.nef", "2.jpg"):
        touch(tmp_path / name)
    table = [Rule(suffixes=(".nef",), changes={"model": names[0]}), Rule(changes={"model": names[1]})]
    plan = Plan((tmp_path,), tmp_path / "out", options=ExportOptions(name="{counter}-{model}"), rules=to_json(table))
    targets = [item.target.name for item in planned(plan) if item.target]
    assert targets == [f"0001-{names[0]}.tif", f"0002-{names[1]}.tif"]


def test_a_photo_that_cannot_be_looked_into_is_planned_all_the_same(tmp_path: Path) -> None:
    bad = touch(tmp_path / "bad.nef")
    touch(tmp_path / "good.nef")
    items = planned(Plan((tmp_path,), tmp_path / "out"), knowing({"bad.nef": FileDamaged(path=str(bad), reason="x")}))
    assert [(item.action, item.target is not None, item.megapixels) for item in items] == [
        ("denoise", True, None), ("denoise", True, 24.0),
    ]  # fmt: skip


# --- names that are taken ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("if_exists", ["skip", "rename", "overwrite"])
@pytest.mark.parametrize("copied", [True, False])
def test_a_result_that_is_there_already(tmp_path: Path, if_exists: str, copied: bool) -> None:
    touch(tmp_path / "card" / "1.nef")
    name = "1.nef" if copied else "1-denoised.tif"
    there = touch(tmp_path / "out" / name)
    rules = to_json([Rule(action="copy")]) if copied else ""
    (item,) = planned(Plan((tmp_path / "card",), tmp_path / "out", if_exists=if_exists, rules=rules))  # type: ignore[arg-type]
    free = there.with_name(f"{there.stem}-2{there.suffix}") if if_exists == "rename" else there
    usual = "copy" if copied else "denoise"
    assert (item.target, item.error) == (free, None)
    assert item.action == ("verify" if if_exists == "skip" and not copied else usual)


@pytest.mark.parametrize("if_exists", ["skip", "overwrite"])
def test_two_photos_of_one_name_are_both_refused(tmp_path: Path, if_exists: str) -> None:
    for folder in ("a", "b"):
        touch(tmp_path / folder / "1.nef")
    plan = Plan((tmp_path,), tmp_path / "out", recursive=True, keep_folders=False, if_exists=if_exists)  # type: ignore[arg-type]
    assert {type(item.error) for item in planned(plan)} == {OutputTwice}
    assert all(item.target is None for item in planned(plan))


def test_a_copy_and_a_result_of_one_name_are_two_of_one_name(tmp_path: Path) -> None:
    touch(tmp_path / "a.nef")
    touch(tmp_path / "a.png")
    table = to_json([Rule(suffixes=(".png",), action="copy")])
    options = ExportOptions("png", name="{stem}{ext}")
    plan = Plan((tmp_path,), tmp_path / "out", options=options, rules=table)
    assert {type(item.error) for item in planned(plan)} == {OutputTwice}


def test_a_raw_and_its_jpeg_are_told_apart_unless_one_is_left_out(tmp_path: Path) -> None:
    for name in ("1.nef", "1.jpg"):
        touch(tmp_path / name)
    both = by_name(planned(Plan((tmp_path,), tmp_path / "out")))
    assert both["1.nef"].target != both["1.jpg"].target
    skipping = to_json([Rule(suffixes=(".jpg",), action="skip")])
    assert by_name(planned(Plan((tmp_path,), tmp_path / "out", rules=skipping)))["1.nef"].target == (
        tmp_path / "out" / "1-denoised.tif"
    )


def test_a_copy_beside_the_photo_is_the_photo_itself(tmp_path: Path) -> None:
    source = touch(tmp_path / "1.nef")
    (item,) = planned(Plan((tmp_path,), None, rules=to_json([Rule(action="copy")])))
    assert (item.skipped, item.target, item.error) == ("exists", source, None)


@pytest.mark.parametrize("if_exists", ["skip", "rename", "overwrite"])
def test_a_name_promised_to_an_earlier_photo_is_given_to_no_other(tmp_path: Path, if_exists: str) -> None:
    """A watched folder: IMG_1.NEF was done yesterday, IMG_1.JPG arrives today."""
    touch(tmp_path / "in" / "1.jpg")
    there = touch(tmp_path / "out" / "1-denoised.tif")
    promised = tmp_path / "out" / "1-denoised-2.tif"
    plan = Plan((tmp_path / "in",), tmp_path / "out", if_exists=if_exists)  # type: ignore[arg-type]
    (item,) = planned(plan, taken=[there, promised])
    assert (item.action, item.target) == ("denoise", tmp_path / "out" / "1-denoised-3.tif")


FOLDERS = ["", "a", "b"]
NAMES = ["1.tif", "1.TIF", "1.png", "1-2.tif", "2.tif"]
PHOTOS = st.lists(st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NAMES)), min_size=1, max_size=8, unique=True)


@given(
    PHOTOS,
    st.sampled_from(["skip", "rename", "overwrite"]),
    st.sampled_from(["{stem}{ext}", "{stem}-2{ext}", "same", "{counter}"]),
    st.sampled_from([None, ".", "a", "out"]),
    st.booleans(),
    st.sampled_from(["denoise", "copy"]),
    st.sets(st.sampled_from(NAMES)),
)
def test_no_target_is_an_original_or_another_target(
    tmp_path_factory: pytest.TempPathFactory,
    names: list[tuple[str, str]],
    if_exists: str,
    template: str,
    output: str | None,
    keep: bool,
    png: str,
    there: set[str],
) -> None:
    card = tmp_path_factory.mktemp("card")
    originals = [touch(card / folder / name) for folder, name in names]
    for name in there:
        touch(card / "out" / name)
    out = None if output is None else card / output
    rules = to_json([Rule(suffixes=(".png",), action=png)])  # type: ignore[arg-type]
    options = ExportOptions(name=template)
    plan = Plan(tuple(originals), out, keep_folders=keep, options=options, if_exists=if_exists, rules=rules)  # type: ignore[arg-type]
    items = planned(plan)
    assert [item.source for item in items] == originals
    places = [place_of(item.target) for item in items if item.target and not item.skipped]
    assert len(set(places)) == len(places)
    assert not {place_of(path) for path in originals} & set(places)
    for item in items:
        assert (item.target is None) == (item.error is not None)
        existed = item.target is not None and os.path.lexists(item.target) and not item.skipped
        assert not existed or if_exists != "rename"


def test_an_original_that_is_not_planned_now_is_protected_too(tmp_path: Path) -> None:
    earlier, now = touch(tmp_path / "1-denoised.tif"), touch(tmp_path / "1.nef")
    plan = Plan((tmp_path,), tmp_path, if_exists="overwrite")
    (item,) = planned(plan, sources=[now], originals=[earlier])
    assert isinstance(item.error, OutputIsInput)


# --- before anything starts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"rules": "{"}, RulesInvalid),
        ({"rules": to_json([Rule(changes={"model": "raw-bset"})])}, ModelUnknown),
        ({"recipe": Recipe("raw-bset")}, ModelUnknown),
        ({"options": ExportOptions(name="{nothing}")}, NameTemplateInvalid),
        ({"sources": (Path("/missing/folder"),)}, FileMissing),
    ],
)
def test_what_would_fail_for_every_photo_fails_at_once(
    tmp_path: Path, changes: dict[str, object], error: type[Exception]
) -> None:
    touch(tmp_path / "1.nef")
    values: dict[str, object] = {"sources": (tmp_path,), "output": tmp_path / "out", **changes}
    asked = []

    def facts(sources: Iterable[Path], token: CancelToken) -> Iterator[tuple[Path, Facts]]:
        asked.append(1)
        yield from ()

    with pytest.raises(error):
        list(plan_items(Plan(**values), CancelToken(), facts=facts))  # type: ignore[arg-type]
    assert not asked


def test_cancelling_leaves_no_batch(tmp_path: Path) -> None:
    for number in range(5):
        touch(tmp_path / f"{number}.nef")
    token = CancelToken()
    with Journal(tmp_path / "journal.sqlite") as journal:
        steps = create(journal, Plan((tmp_path,), tmp_path / "out"), token, facts=knowing())
        next(steps)
        next(steps)
        token.cancel()
        with pytest.raises(Cancelled):
            list(steps)
        assert journal.batches() == []


def test_nothing_to_do_says_where_and_for_what_was_looked(tmp_path: Path) -> None:
    touch(tmp_path / "1.jpg")
    with Journal(tmp_path / "journal.sqlite") as journal:
        with pytest.raises(NothingToDo, match=rf"{tmp_path}.* called \*\.nef or \*\.cr3") as caught:
            list(create(journal, Plan((tmp_path,), None, patterns=("*.nef", "*.cr3")), CancelToken()))
        assert "pattern" in str(caught.value)
        assert journal.batches() == []


def test_a_batch_means_the_same_in_every_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "card" / "1.nef")
    monkeypatch.chdir(tmp_path)
    with Journal(tmp_path / "journal.sqlite") as journal:
        plan = Plan((Path("card"),), Path("out"), if_exists="overwrite")
        *_, number = create(journal, plan, CancelToken(), facts=knowing())
        assert isinstance(number, int)
        (item,) = journal.items(number)
        assert (item.source, item.target) == (tmp_path / "card" / "1.nef", tmp_path / "out" / "1-denoised.tif")
        assert journal.batch(number).plan.options.overwrite


def test_real_photos_are_planned_with_what_their_headers_tell(tmp_path: Path, samples: Path) -> None:
    source = real_photo(tmp_path / "card" / "small.png", size=(30, 20))
    (tmp_path / "card" / "empty.png").touch()
    plan = Plan((tmp_path / "card", samples), tmp_path / "out", rules=to_json([Rule(iso_from=12800, action="copy")]))
    with Journal(tmp_path / "journal.sqlite") as journal:
        *_, number = create(journal, plan, CancelToken())
        items = {item.source.name: item for item in journal.items(number)}  # type: ignore[arg-type]
    assert items["small.png"].megapixels == pytest.approx(0.0006)
    assert items[source.name].state is State.WAITING
    assert items["empty.png"].target is not None
    assert items["night-sky-iso12800.dng"].action == "copy"
    assert items["city-dusk-iso6400.jpg"].action == "denoise"
