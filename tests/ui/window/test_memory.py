"""What outlives a visit, and what outlives the window: results, settings, whether a photo was exported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from denoiser_app import paths
from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.engine.cache import ResultCache
from denoiser_app.formats.thumbnail_cache import ThumbnailCache
from denoiser_app.ui.control import current
from denoiser_app.ui.export_plan import ExportRequest
from denoiser_app.ui.filmstrip_model import PhotoState
from denoiser_app.ui.presets import Preset
from tests.ui.window import pictures
from tests.ui.window.network import write_models
from tests.ui.window.studio import Studio, differ

MakeStudio = Callable[..., Studio]


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    return [pictures.bitmap(tmp_path / f"{name}.jpg", n) for n, name in enumerate("ab")]


def again(make_studio: MakeStudio, studio: Studio, *photos: Path, **options: object) -> Studio:
    """Close the window and open these photos in another."""
    assert studio.close()
    opened = make_studio(**options)
    opened.denoised(*photos)
    return opened


# --- results ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["jpg", "dng"])
def test_a_visited_photo_comes_back_without_the_network_and_equal(
    make_studio: MakeStudio, cache: ResultCache, tmp_path: Path, suffix: str
) -> None:
    first = tmp_path / f"a.{suffix}"
    (pictures.raw if suffix == "dng" else pictures.bitmap)(first)
    second = pictures.bitmap(tmp_path / "b.jpg", 1)
    studio = make_studio(cache=cache)
    studio.denoised(first, second)
    studio.act("after")
    before, noise = studio.shown(), studio.window.panel.measured.text()
    studio.act("next")
    studio.ready()
    runs = len(studio.network.runs)
    studio.act("previous")
    studio.ready()
    assert len(studio.network.runs) == runs == 2
    assert not differ(before, studio.shown())
    assert studio.window.panel.measured.text() == noise
    assert studio.state() is PhotoState.DENOISED


def test_it_comes_back_in_another_window_too(make_studio: MakeStudio, cache: ResultCache, photos: list[Path]) -> None:
    studio = make_studio(cache=cache)
    studio.denoised(*photos)
    studio.act("after")
    before = studio.shown()
    studio = again(make_studio, studio, *photos, cache=cache)
    studio.act("after")
    assert len(studio.network.runs) == 1
    assert not differ(before, studio.shown())


def test_a_file_that_changed_is_denoised_again(
    make_studio: MakeStudio, cache: ResultCache, photos: list[Path], tmp_path: Path
) -> None:
    photos[0] = pictures.raw(tmp_path / "a.dng")
    size = photos[0].stat().st_size
    studio = make_studio(cache=cache)
    studio.denoised(*photos)
    studio.act("after")
    before = studio.shown()
    studio.act("next")
    studio.ready()
    pictures.raw(photos[0], seed=7)
    assert photos[0].stat().st_size == size
    pictures.touched(photos[0])
    studio.act("previous")
    studio.ready()
    assert studio.network.paths == [photos[0], photos[1], photos[0]]
    assert differ(before, studio.shown())


def test_a_file_that_changed_under_the_open_photo_is_read_again_on_demand(studio: Studio, photos: list[Path]) -> None:
    studio.denoised(photos[0])
    before = studio.shown()
    pictures.bitmap(photos[0], seed=7)
    pictures.touched(photos[0])
    studio.act("denoise")
    studio.ready()
    assert differ(before, studio.shown())


@pytest.mark.parametrize("harm", ["cut", "noise", "empty", "folder gone"])
def test_a_damaged_entry_costs_only_a_run(
    make_studio: MakeStudio, cache: ResultCache, photos: list[Path], tmp_path: Path, harm: str
) -> None:
    studio = make_studio(cache=cache)
    studio.denoised(*photos)
    studio.act("after")
    before = studio.shown()
    studio.act("next")
    studio.ready()
    for entry in (tmp_path / "results").iterdir():
        data = entry.read_bytes()
        if harm == "folder gone":
            entry.unlink()
        else:
            kept = {"cut": data[: len(data) // 2], "noise": b"\x55" * len(data), "empty": b""}[harm]
            entry.write_bytes(kept)
    if harm == "folder gone":
        (tmp_path / "results").rmdir()
    studio.act("previous")
    studio.ready()
    assert len(studio.network.runs) == 3
    assert studio.state() is PhotoState.DENOISED
    assert not differ(before, studio.shown())


def test_a_result_from_the_cache_can_be_denoised_with_another_level(
    make_studio: MakeStudio, cache: ResultCache, photos: list[Path]
) -> None:
    """What is mapped from the disk is read-only."""
    studio = make_studio(cache=cache)
    studio.denoised(*photos)
    studio = again(make_studio, studio, *photos, cache=cache)
    studio.document.edit(Recipe(noise=60.0), "noise")
    studio.ready()
    assert studio.state() is PhotoState.DENOISED
    assert len(studio.network.runs) == 2
    studio.window.undo.trigger()
    studio.ready()
    assert len(studio.network.runs) == 2


def test_a_result_of_another_model_is_another_result(
    make_studio: MakeStudio, cache: ResultCache, photos: list[Path]
) -> None:
    studio = make_studio(cache=cache)
    studio.denoised(*photos)
    studio.act("after")
    before = studio.shown()
    studio.document.edit(Recipe("rgb-other"), "model")
    studio.ready()
    other = studio.shown()
    assert differ(before, other)
    for expected in (before, other):
        (studio.window.undo if expected is before else studio.window.redo).trigger()
        studio.ready()
        assert not differ(studio.shown(), expected)
    assert len(studio.network.runs) == 2


def test_a_better_model_that_was_installed_denoises_again(
    make_studio: MakeStudio, cache: ResultCache, photos: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = make_studio(cache=cache)
    studio.denoised(*photos)
    better = write_models(tmp_path / "better")
    manifest = better / "rgb-other.json"
    manifest.write_text(manifest.read_text().replace('"rank": 1', '"rank": 3'))
    monkeypatch.setattr(paths, "models", lambda: better)
    studio = again(make_studio, studio, *photos, cache=cache)
    assert [run.model for run in studio.network.runs] == ["rgb-tiny", "rgb-other"]


def test_a_cancelled_result_is_not_kept_as_whole(
    make_studio: MakeStudio, cache: ResultCache, photos: list[Path]
) -> None:
    studio = make_studio(cache=cache)
    studio.network.hold(after=3)
    studio.open(*photos)
    studio.until(lambda: studio.network.tiles == 3)
    studio.window.current.stop()
    studio.network.release()
    studio.until(lambda: not studio.window.denoising.computing)
    assert cache.size() == 0
    studio.act("denoise")
    studio.ready()
    assert studio.state() is PhotoState.DENOISED
    assert studio.network.tiles >= pictures.TILES


def test_thumbnails_are_made_once(make_studio: MakeStudio, photos: list[Path], tmp_path: Path) -> None:
    kept = ThumbnailCache(tmp_path / "thumbnails", 10_000_000)
    studio = make_studio(thumbnails=kept)
    studio.denoised(*photos)
    studio.until(lambda: all(entry.thumbnail is not None for entry in studio.window.strip.entries()))
    studio.close()
    asked = len(studio.decoding.previewed)
    studio = make_studio(thumbnails=kept)
    studio.denoised(*photos)
    studio.until(lambda: all(entry.thumbnail is not None for entry in studio.window.strip.entries()))
    assert studio.decoding.previewed[asked:] == [photos[0]]  # the large preview of the photo in the view


def test_what_the_strip_says_of_photos_is_what_is_in_them(studio: Studio, tmp_path: Path) -> None:
    photos = [pictures.bitmap(tmp_path / "a.jpg", iso=800), pictures.raw(tmp_path / "b.dng", iso=25600)]
    studio.denoised(*photos)
    studio.until(lambda: all(entry.thumbnail is not None for entry in studio.window.strip.entries()))
    assert [studio.entry(path).iso for path in photos] == [800, 25600]
    assert studio.entry(photos[0]).camera == "Nikon Z6"


# --- settings ---------------------------------------------------------------------------------------------------------


def test_settings_survive_the_window(make_studio: MakeStudio, photos: list[Path]) -> None:
    studio = make_studio()
    studio.denoised(*photos)
    chosen = Recipe("rgb-other", 25.0, 80.0, 60.0, 30.0, 10.0)
    studio.document.edit(chosen, "preset")
    studio = again(make_studio, studio, *photos)
    assert studio.recipe == chosen
    assert studio.network.runs[-1].recipe == chosen
    assert studio.window.panel.grain.value == 10.0
    assert not studio.window.undo.isEnabled()
    studio.act("next")
    studio.ready()
    assert studio.recipe == Recipe()


def test_another_photo_of_the_same_name_starts_fresh(make_studio: MakeStudio, photos: list[Path]) -> None:
    studio = make_studio()
    studio.denoised(*photos)
    studio.document.edit(Recipe(strength=20.0), "strength")
    studio.close()
    pictures.bitmap(photos[0], seed=9)
    pictures.touched(photos[0])
    studio = make_studio()
    studio.denoised(*photos)
    assert studio.recipe == Recipe()


def test_a_photo_closed_and_opened_again_keeps_its_settings(studio: Studio, photos: list[Path]) -> None:
    studio.denoised(*photos)
    studio.document.edit(Recipe(strength=20.0), "strength")
    studio.act("close_photo")
    studio.denoised(photos[0])
    assert studio.document.path == photos[0]
    assert studio.recipe.strength == 20.0


def test_an_automatic_preset_that_was_undone_does_not_come_back_with_the_next_window(
    make_studio: MakeStudio, photos: list[Path]
) -> None:
    studio = make_studio()
    studio.window.presets.save(Preset("Night", Recipe(strength=60.0), automatic=True))
    studio.denoised(*photos)
    assert studio.recipe.strength == 60.0
    studio.window.undo.trigger()
    studio = again(make_studio, studio, *photos)
    assert studio.recipe == Recipe()


def test_exported_survives_the_window(
    make_studio: MakeStudio, photos: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = make_studio()
    studio.denoised(*photos)
    studio.window.export.start(ExportRequest("photo", ExportOptions(), tmp_path / "out"))
    studio.until(lambda: not studio.window.export.running)
    assert studio.state(photos[0]) is PhotoState.EXPORTED
    studio.close()
    monkeypatch.setattr(current, "SETTLE", 300)
    studio = make_studio()
    studio.open(*photos)
    assert studio.state(photos[0]) is PhotoState.EXPORTED
    assert studio.state(photos[1]) is PhotoState.NEW
    studio.ready()
    assert studio.state(photos[0]) is PhotoState.EXPORTED  # also after it was denoised for the view


def test_exported_stays_while_one_looks_around(studio: Studio, photos: list[Path], tmp_path: Path) -> None:
    studio.denoised(*photos)
    studio.window.export.start(ExportRequest("photo", ExportOptions(), tmp_path / "out"))
    studio.until(lambda: not studio.window.export.running)
    studio.act("next")
    studio.ready()
    studio.act("previous")
    studio.ready()
    assert studio.state(photos[0]) is PhotoState.EXPORTED
    assert studio.state(photos[1]) is PhotoState.DENOISED
    studio.act("denoise")
    studio.window.current.stop()
    studio.ready()
    assert studio.state(photos[0]) is PhotoState.EXPORTED


@pytest.mark.parametrize("harm", ["noise", "a folder", "read only"])
def test_a_damaged_history_is_harmless(make_studio: MakeStudio, photos: list[Path], harm: str) -> None:
    place = paths.user_data() / "history.sqlite"
    place.parent.mkdir(parents=True)
    if harm == "a folder":
        place.mkdir()
    else:
        place.write_bytes(b"not a database at all" * 100)
    studio = make_studio()
    studio.denoised(*photos)
    studio.document.edit(replace(studio.recipe, strength=30.0), "strength")
    studio.window.memory.flush()
    studio = again(make_studio, studio, *photos)
    assert studio.state() is PhotoState.DENOISED


def test_window_geometry_comes_back(make_studio: MakeStudio) -> None:
    studio = make_studio(size=(960, 650))  # no wider than the offscreen platform gives back
    studio.turn(20)
    studio.close()
    window = make_studio(size=None).window
    assert (window.width(), window.height()) == (960, 650)


def test_recent_photos_come_back(make_studio: MakeStudio, photos: list[Path]) -> None:
    studio = make_studio()
    studio.denoised(photos[0])
    studio.denoised(photos[1])
    studio.close()
    studio = make_studio()
    names = [action.data() for action in studio.window.recent_menu.actions()]
    assert names[:2] == [str(photos[1]), str(photos[0])]
    studio.window.recent_menu.actions()[1].trigger()
    studio.until(lambda: studio.current is not None)
    studio.ready()
    assert studio.document.path == photos[0]
