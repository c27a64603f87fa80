"""What the network has to be run again for: once, after the debounce, and only when it has to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from denoiser_app.core.recipe import Recipe
from denoiser_app.ui.control import current
from denoiser_app.ui.filmstrip_model import PhotoState
from tests.ui.window import pictures
from tests.ui.window.studio import Studio, differ


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return pictures.bitmap(tmp_path / "a.jpg")


def choose_model(studio: Studio, name: str) -> None:
    combo = studio.window.panel.models.combo
    combo.setCurrentIndex(combo.findData(name))
    combo.activated.emit(combo.currentIndex())


def test_a_noise_level_by_hand_runs_once_however_long_the_slider_is_dragged(
    studio: Studio, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.denoised(photo)
    studio.act("after")
    before = studio.shown()
    monkeypatch.setattr(current, "DEBOUNCE", 250)
    studio.window.panel.automatic.click()
    studio.drag(studio.window.panel.noise.slider, *(share / 20 for share in range(4, 19)))
    assert len(studio.network.runs) == 1  # it waits
    studio.ready()
    assert len(studio.network.runs) == 2
    assert studio.network.runs[-1].recipe.noise == studio.recipe.noise > 20
    assert studio.state() is PhotoState.DENOISED
    assert differ(before, studio.shown())
    studio.turn(100)
    assert len(studio.network.runs) == 2


def test_another_model_runs_once_and_looks_different(studio: Studio, photo: Path) -> None:
    studio.denoised(photo)
    studio.act("after")
    before = studio.shown()
    choose_model(studio, "rgb-other")
    studio.ready()
    assert [run.model for run in studio.network.runs] == ["rgb-tiny", "rgb-other"]
    assert differ(before, studio.shown())
    assert "rgb-other" in studio.window.status.facts.text() + studio.window.status.facts.toolTip()


def test_undo_of_a_model_runs_the_one_before_it_again(studio: Studio, photo: Path) -> None:
    studio.denoised(photo)
    studio.act("after")
    before = studio.shown()
    choose_model(studio, "rgb-other")
    studio.ready()
    studio.window.undo.trigger()
    studio.ready()
    assert [run.model for run in studio.network.runs] == ["rgb-tiny", "rgb-other", "rgb-tiny"]
    assert not differ(before, studio.shown())


def test_there_and_back_before_the_pause_is_over_runs_nothing(
    studio: Studio, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "DEBOUNCE", 250)
    studio.denoised(photo)
    choose_model(studio, "rgb-other")
    studio.window.undo.trigger()
    studio.ready()
    assert len(studio.network.runs) == 1
    assert studio.state() is PhotoState.DENOISED


def test_there_and_back_lets_what_is_being_denoised_go_on(
    studio: Studio, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "DEBOUNCE", 100)
    studio.network.hold(after=2)
    studio.open(photo)
    studio.until(lambda: studio.network.tiles == 2)
    studio.document.edit(replace(studio.recipe, model="rgb-other"), "model")
    studio.window.undo.trigger()
    studio.turn(200)
    studio.network.release()
    studio.ready()
    assert len(studio.network.runs) == 1


def test_denoising_again_what_is_denoised_runs_nothing(studio: Studio, photo: Path) -> None:
    studio.denoised(photo)
    studio.act("denoise")
    studio.ready()
    assert len(studio.network.runs) == 1
    assert studio.state() is PhotoState.DENOISED


def test_the_same_photo_is_read_once(studio: Studio, photo: Path) -> None:
    studio.denoised(photo)
    choose_model(studio, "rgb-other")
    studio.ready()
    assert studio.decoding.read == [photo]


def test_the_measured_noise_is_shown_and_stays_the_measured_one(studio: Studio, photo: Path) -> None:
    studio.denoised(photo)
    measured = studio.document.facts
    assert measured is not None
    assert measured.noise is not None
    assert 5 < measured.noise < 40
    assert f"{measured.noise:.1f}" in studio.window.panel.measured.text()
    studio.document.edit(replace(studio.recipe, noise=50.0), "noise")
    studio.ready()
    assert studio.document.facts is not None
    assert studio.document.facts.noise == measured.noise
    studio.document.edit(Recipe(), "reset")
    studio.ready()
    assert [run.recipe.noise for run in studio.network.runs] == [None, 50.0, None]


def test_a_change_of_strength_during_the_pause_is_not_lost(studio: Studio, photo: Path) -> None:
    studio.denoised(photo)
    studio.document.edit(replace(studio.recipe, noise=40.0), "noise")
    studio.document.edit(replace(studio.recipe, strength=40.0), "strength")
    studio.ready()
    assert studio.network.runs[-1].recipe == studio.recipe == Recipe(noise=40.0, strength=40.0)
