"""What was asked for last is shown, and nothing of what was asked for before."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from denoiser_app.core.recipe import Recipe
from denoiser_app.ui.control import current
from denoiser_app.ui.filmstrip_model import PhotoState, SortBy
from denoiser_app.ui.jobs import events
from tests.ui.window import pictures
from tests.ui.window.studio import Studio, differ


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Of two sizes, so that nothing of one fits the other."""
    sizes = [(160, 224), (208, 144), (144, 144)]
    return [pictures.bitmap(tmp_path / f"{name}.jpg", n, sizes[n]) for n, name in enumerate("abc")]


def assert_current(studio: Studio, path: Path) -> None:
    """Session, strip and title agree."""
    assert studio.document.path == path
    assert studio.window.strip.current == path
    assert path.name in studio.window.windowTitle()


def test_opening_another_photo_while_one_is_denoised_shows_nothing_more_of_it(
    studio: Studio, photos: list[Path]
) -> None:
    first, second, _ = photos
    studio.open(*photos)
    studio.ready()
    alone = studio.network.runs[0]
    studio.act("next")
    studio.ready()
    studio.act("after")
    expected = studio.shown()
    studio.act("previous")
    studio.ready()

    studio.network.hold(after=2)
    studio.document.edit(Recipe(noise=30.0), "noise")
    studio.until(lambda: studio.network.runs[-1].path == first and len(studio.network.runs[-1].begun) == 3)
    studio.act("next")
    assert_current(studio, second)
    studio.network.release()
    studio.ready()
    assert_current(studio, second)
    assert not differ(studio.shown(), expected)
    assert len(studio.network.runs[-2].done) <= 3 < len(alone.done)
    assert studio.state(second) is PhotoState.DENOISED
    assert studio.state(first) is not PhotoState.WORKING


def test_nothing_of_the_photo_before_is_shown_while_the_next_is_read(studio: Studio, photos: list[Path]) -> None:
    studio.open(*photos)
    studio.ready()
    studio.decoding.photos.clear()
    studio.decoding.previews.clear()
    studio.act("next")
    assert not studio.window.view.has_photo
    assert studio.window.navigator._picture is None if hasattr(studio.window.navigator, "_picture") else True
    assert photos[1].name in studio.window.view.message
    assert photos[0].name not in studio.window.status.facts.text()


def test_late_events_of_an_old_request_are_dropped(studio: Studio, photos: list[Path]) -> None:
    studio.open(*photos)
    studio.ready()
    old = studio.window.denoising._number
    facts = studio.document.facts
    assert facts is not None
    picture = studio.window.view.picture
    assert picture is not None
    studio.act("next")
    studio.ready()
    before, status = studio.shown(), studio.work()
    for event in (
        events.Opened(photos[0], picture, facts.metadata, "rgb", 1.0),
        events.Started("old", "old device", 100.0),
        events.Measured(77.0, "old"),
        events.TileArrived(picture.bounds(0), 1, 10),
        events.Finished(remembered=False, seconds=1.0),
        events.Stopped(),
        events.Failed(RuntimeError("old")),
    ):
        studio.window.denoising._hear(old, event)
    assert_current(studio, photos[1])
    assert studio.work() == status
    assert studio.window.view.message == ""
    assert not differ(studio.shown(), before)
    assert studio.state() is PhotoState.DENOISED


def test_a_late_preview_of_another_photo_is_dropped(studio: Studio, photos: list[Path]) -> None:
    studio.decoding.previews.clear()
    studio.decoding.photos.clear()
    studio.open(*photos)
    studio.act("next")
    studio.decoding.previews.set()
    studio.until(lambda: studio.window.view.has_photo)
    assert studio.window.view.viewport.photo == (208, 144)
    studio.turn(100)
    assert studio.window.view.viewport.photo == (208, 144)


def test_arrow_keys_held_down_over_twenty_photos_denoise_only_the_last(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = pictures.folder_of(tmp_path / "photos", 20, (96, 128))
    monkeypatch.setattr(current, "SETTLE", 150)
    studio.window.opening.open([tmp_path / "photos"])
    studio.until(lambda: studio.current is not None)
    for _ in range(25):  # some more than there are
        studio.press(Qt.Key.Key_Right)
        studio.turn(5)
    assert_current(studio, photos[-1])
    studio.ready()
    assert studio.network.paths == [photos[-1]]
    assert studio.decoding.read == [photos[-1]]
    assert_current(studio, photos[-1])
    assert studio.state() is PhotoState.DENOISED
    assert [studio.state(path) for path in photos[:-1]] == [PhotoState.NEW] * 19


def test_photos_passed_while_each_is_read_end_on_the_last(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the pause every photo is begun and given up again."""
    photos = pictures.folder_of(tmp_path / "photos", 12, (96, 128))
    monkeypatch.setattr(current, "SETTLE", 0)
    studio.window.opening.open([tmp_path / "photos"])
    studio.until(lambda: studio.current is not None)
    for _ in photos:
        studio.press(Qt.Key.Key_Right)
        studio.turn(8)
    studio.ready()
    assert_current(studio, photos[-1])
    assert studio.network.runs[-1].path == photos[-1]
    assert studio.state() is PhotoState.DENOISED
    assert PhotoState.WORKING not in [studio.state(path) for path in photos]


def test_the_thumbnail_clicked_is_the_photo_opened(studio: Studio, photos: list[Path]) -> None:
    studio.open(*photos)
    strip = studio.window.strip.view
    place = strip.visualRect(strip.model().index(2, 0)).center()
    studio.qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=place)
    studio.ready()
    assert_current(studio, photos[2])
    assert studio.network.runs[-1].path == photos[2]


def test_closing_the_photo_that_is_denoised_goes_on_to_the_next(studio: Studio, photos: list[Path]) -> None:
    studio.network.hold(after=1)
    studio.open(*photos)
    studio.until(lambda: studio.network.tiles == 1)
    studio.act("close_photo")
    assert studio.document.path != photos[0]
    studio.network.release()
    studio.ready()
    assert_current(studio, photos[1])
    assert photos[0] not in studio.window.strip.paths()


def test_closing_a_photo_leads_to_its_neighbour_in_the_strip(studio: Studio, tmp_path: Path) -> None:
    photos = [pictures.bitmap(tmp_path / f"{n}.jpg", n, (64, 64), iso=100 * (9 - n)) for n in range(5)]
    studio.open(*photos)
    studio.until(lambda: all(entry.iso for entry in studio.window.strip.entries()))
    studio.window.strip.model.sort_by(SortBy.ISO)  # the other way round
    studio.window.strip.select(photos[2])
    left = []
    while studio.current is not None:
        left.append(studio.document.path)
        studio.act("close_photo")
    assert left == [photos[2], photos[1], photos[0], photos[3], photos[4]]


def test_closing_all_leads_to_the_empty_page_and_back(studio: Studio, photos: list[Path]) -> None:
    studio.network.hold(after=1)
    studio.open(*photos)
    studio.until(lambda: studio.network.tiles == 1)
    studio.act("close_all")
    studio.network.release()
    assert studio.current is None
    assert studio.window.stack.currentWidget() is studio.window.empty
    assert studio.window.windowTitle() == "Denoiser"
    studio.until(lambda: not studio.window.denoising.computing)
    assert studio.work() == ""
    assert not studio.window.status.facts.text()
    studio.open(photos[1])
    studio.ready()
    assert_current(studio, photos[1])
    assert studio.state() is PhotoState.DENOISED


def test_a_closed_window_begins_nothing_any_more(
    studio: Studio, photos: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "SETTLE", 50)
    studio.open(*photos)
    assert studio.close()
    asked = len(studio.decoding.previewed), len(studio.decoding.read)
    studio.window.opening.open([photos[2]])
    studio.turn(200)  # the strip asks for thumbnails, the photo for being read
    assert (len(studio.decoding.previewed), len(studio.decoding.read)) == asked
    assert not studio.network.runs


def test_a_folder_dropped_upon_open_photos_is_added_and_its_first_photo_shown(
    studio: Studio, photos: list[Path], tmp_path: Path
) -> None:
    more = pictures.folder_of(tmp_path / "more", 3, (96, 96))
    studio.open(*photos)
    studio.window.opening.open([tmp_path / "more"])
    studio.until(lambda: len(studio.window.session.paths) == 6)
    assert_current(studio, more[0])
    studio.window.opening.open([photos[1]])
    studio.until(lambda: studio.document.path == photos[1])
    assert len(studio.window.session.paths) == 6
