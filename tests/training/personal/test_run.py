"""A personal training learns, keeps the best, does what it is asked, and goes on as if nothing had happened."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from denoiser_app.core.errors import (
    Cancelled,
    DataMissing,
    DiskFull,
    ModelExists,
    ModelNameUnusable,
    ModelWrongDomain,
    SessionMissing,
    SessionUnfit,
)
from denoiser_app.networks import library
from denoiser_app.networks.weights import load_network
from denoiser_app.training import checkpoint
from denoiser_app.training.personal import (
    Control,
    Event,
    Finished,
    Paused,
    PersonalRequest,
    Prepared,
    Previewed,
    Resumed,
    Stepped,
    train,
)
from denoiser_app.training.personal.keeping import BEST, SLOTS
from denoiser_app.training.personal.recipe import read_recipe, write_recipe
from tests.helpers.paired import CAMERA, ISO, MemorySources, Opener, begin_session, profile

Wanted = TypeVar("Wanted")
RAW = MemorySources("raw", profile=profile())
STEPS = 12


def request(**changes: Any) -> PersonalRequest:
    return replace(PersonalRequest("mine", steps=STEPS, threads=1, device="cpu"), **changes)


def begin(folder: Path, sources: MemorySources = RAW, every: int = 4, **changes: Any) -> Path:
    """A session with a training that has a recipe and nothing else; its folder."""
    begin_session(folder)
    events = train(folder, request(**changes), opener=Opener(sources))
    for event in events:
        if type(event).__name__ == "Estimate":
            break
    events.close()  # type: ignore[attr-defined]
    place = folder / "training" / "mine"
    recipe = read_recipe(place)
    assert recipe is not None
    write_recipe(place, replace(recipe, every=every))
    return place


def go_on(folder: Path, sources: MemorySources = RAW, control: Control | None = None) -> Iterator[Event]:
    return train(folder, request(resume=True), control, opener=Opener(sources))


def only(kind: type[Wanted], events: list[Event]) -> list[Wanted]:
    return [event for event in events if isinstance(event, kind)]


def figures(events: list[Event]) -> list[Stepped]:
    return [event for event in only(Stepped, events) if event.psnr is not None]


def timeless(path: Path) -> list[list[str]]:
    return [line.split(",")[:-1] for line in path.read_text().splitlines()]


@pytest.mark.parametrize("kind", ["raw", "rgb"])
def test_it_learns_and_publishes_a_model_for_the_camera(kind: Any, tmp_path: Path) -> None:
    sources = MemorySources(kind, profile=profile())
    begin_session(tmp_path)
    asked = request(start="three-layer", steps=60)
    events = list(train(tmp_path, asked, opener=Opener(sources)))
    end = only(Finished, events)[-1]
    assert end.psnr > end.noisy + 2.0
    assert end.held_out > end.noisy_held_out + 1.0
    model = library.find("mine", tmp_path / "training" / "mine" / "model")
    load_network(model)
    assert model.domain == kind
    assert model.personal is not None
    assert (model.personal["camera"], model.personal["iso_from"], model.personal["iso_to"]) == (CAMERA, ISO, ISO)
    assert model.personal["scenes"] == ["scene-0", "scene-1"]
    assert model.personal["held_out"] == ["scene-2"]
    card = (model.folder / "mine.md").read_text()
    assert CAMERA in card
    assert "scene-2" in card
    assert only(Previewed, events)[-1].path.read_bytes().startswith(b"\x89PNG")


def test_the_curve_begins_at_the_model_it_begins_with(tmp_path: Path) -> None:
    begin(tmp_path)
    events = list(go_on(tmp_path))
    curve = figures(events)
    assert [point.step for point in curve] == [0, 4, 8, 12]
    assert curve[0].psnr == only(Finished, events)[0].start_psnr
    # The start's weights are best until something does better, and the held-out scene decides nothing.
    best = max(curve, key=lambda point: point.psnr or 0.0)
    assert only(Finished, events)[0].best_step == best.step


@pytest.mark.parametrize("kind", ["raw", "rgb"])
def test_it_resumes_bit_by_bit_from_any_step(kind: Any, tmp_path: Path) -> None:
    sources = MemorySources(kind, profile=profile())
    whole, parts = (begin(tmp_path / name, sources) for name in ("whole", "parts"))
    (parts / "recipe.json").write_bytes((whole / "recipe.json").read_bytes())
    list(go_on(tmp_path / "whole", sources))
    for leave_at in (2, 4, 7):
        with pytest.raises(Cancelled):
            leave(tmp_path / "parts", sources, leave_at)
    list(go_on(tmp_path / "parts", sources))
    assert timeless(whole / "log.csv") == timeless(parts / "log.csv")
    assert (whole / "validation.csv").read_bytes() == (parts / "validation.csv").read_bytes()
    one, two = (library.find("mine", place / "model").sha256 for place in (whole, parts))
    assert one == two


def leave(folder: Path, sources: MemorySources, at: int) -> None:
    """Cancels once so many steps were done."""
    control = Control()
    with pytest.MonkeyPatch.context() as patch:
        from denoiser_app.training.learner import Learner

        learn = Learner.learn

        def learned(self: Learner, batch: Any) -> Any:
            values = learn(self, batch)
            if self.step >= at:
                control.token.cancel()
            return values

        patch.setattr(Learner, "learn", learned)
        list(go_on(folder, sources, control))


def test_a_damaged_checkpoint_costs_one_interval(tmp_path: Path) -> None:
    place = begin(tmp_path)
    with pytest.raises(Cancelled):
        leave(tmp_path, RAW, 9)
    steps = {slot: checkpoint.read(place / slot)["step"] for slot in SLOTS}
    newest = max(steps, key=lambda slot: steps[slot])
    data = bytearray((place / newest).read_bytes())
    data[len(data) // 2] ^= 1
    (place / newest).write_bytes(data)
    first = next(event for event in go_on(tmp_path) if isinstance(event, Stepped))
    assert first.step >= min(steps.values())
    for slot in SLOTS:
        (place / slot).write_bytes(b"nothing")
    with pytest.raises(DataMissing, match="no checkpoint of this training"):
        list(go_on(tmp_path))


def test_pause_resume_and_stop(tmp_path: Path) -> None:
    place = begin(tmp_path)
    control = Control()
    control.pause()
    seen: list[Event] = []
    for event in go_on(tmp_path, control=control):
        seen.append(event)
        if isinstance(event, Paused):
            assert any((place / slot).exists() for slot in SLOTS)
            control.resume()
        if isinstance(event, Stepped) and event.step == 4:
            control.stop()
    assert only(Paused, seen)
    assert only(Resumed, seen)
    end = only(Finished, seen)[0]
    assert end.early
    assert 4 <= end.step < STEPS
    assert end.path.is_file()
    # Who stopped too early goes on.
    assert only(Finished, list(go_on(tmp_path)))[0].step == STEPS


def test_a_full_disk_pauses_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = begin(tmp_path)
    write, full = checkpoint.write, [False]

    def writing(path: Path, content: Any, within: Path | None = None) -> None:
        if full[0]:
            raise DiskFull(path=str(path), needed_mb=1.0)
        write(path, content, within)

    monkeypatch.setattr(checkpoint, "write", writing)
    control, seen = Control(), []
    for event in go_on(tmp_path, control=control):
        seen.append(event)
        if isinstance(event, Stepped) and event.step == 4:
            full[0] = True
        if isinstance(event, Paused):
            assert isinstance(event.error, DiskFull)
            full[0] = False
            control.resume()
    assert only(Resumed, seen)
    assert [point.step for point in figures(seen)] == [0, 4, 8, 12]
    assert {checkpoint.read(place / slot)["step"] for slot in SLOTS} == {8, 12}


def test_best_weights_belong_to_the_best_line(tmp_path: Path) -> None:
    place = begin(tmp_path)
    curve = figures(list(go_on(tmp_path)))
    best = checkpoint.read(place / BEST)
    assert best["psnr"] == max(point.psnr or 0.0 for point in curve)


def test_what_cannot_begin_says_why(tmp_path: Path) -> None:
    with pytest.raises(SessionMissing):
        list(train(tmp_path / "nothing", request()))
    begin_session(tmp_path)
    with pytest.raises(DataMissing, match="go on with"):
        list(train(tmp_path, request(resume=True), opener=Opener(RAW)))
    with pytest.raises(ModelNameUnusable):
        list(train(tmp_path, request(name="../up"), opener=Opener(RAW)))
    with pytest.raises(ModelNameUnusable):
        list(train(tmp_path, request(name="Raw-Balanced"), opener=Opener(RAW)))
    with pytest.raises(ModelWrongDomain):
        list(train(tmp_path, request(start="rgb-balanced"), opener=Opener(RAW)))
    with pytest.raises(SessionUnfit, match="too small"):
        list(train(tmp_path, request(), opener=Opener(replace(RAW, size=(90, 90)))))
    begin(tmp_path / "other")
    with pytest.raises(ModelExists):
        list(train(tmp_path / "other", request(), opener=Opener(RAW)))


def test_without_a_profile_it_says_so(tmp_path: Path) -> None:
    begin_session(tmp_path)
    events = train(tmp_path, request(), opener=Opener(MemorySources("raw")))
    prepared = next(event for event in events if isinstance(event, Prepared))
    assert any("not calibrated" in note for note in prepared.notes)


def test_the_recipe_is_plain_json_and_comes_back(tmp_path: Path) -> None:
    place = begin(tmp_path)
    recipe = read_recipe(place)
    assert recipe is not None
    assert json.loads((place / "recipe.json").read_text())["profile"]["camera"] == CAMERA
    write_recipe(place, recipe)
    assert read_recipe(place) == recipe
    (place / "recipe.json").write_text("{}")
    with pytest.raises(DataMissing, match="recipe"):
        list(go_on(tmp_path))
