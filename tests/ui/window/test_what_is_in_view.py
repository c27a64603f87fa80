"""What is in view is denoised first; moving the view while it works changes what comes next."""

from __future__ import annotations

from pathlib import Path

import pytest

from denoiser_app.core.tiling import Box
from denoiser_app.engine.finish import upright_box
from tests.ui.window import pictures
from tests.ui.window.studio import Studio, differ

SIZE = (480, 720)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return pictures.bitmap(tmp_path / "a.jpg", size=SIZE)


def view(studio: Studio) -> Box:
    return studio.window.view.viewport.view_box


def in_view(studio: Studio, boxes: list[Box]) -> list[bool]:
    """Whether each box is seen now."""
    return [box.intersection(view(studio)) is not None for box in boxes]


def test_tiles_in_view_come_before_all_others(studio: Studio, photo: Path) -> None:
    studio.decoding.photos.clear()
    studio.open(photo)
    studio.until(lambda: studio.window.view.has_photo)  # the preview
    studio.window.view.zoom_to(300.0)
    studio.window.view.center_on(400.0, 600.0)
    studio.decoding.release()
    studio.ready()
    boxes = studio.network.runs[0].done
    seen = in_view(studio, boxes)
    assert 4 < sum(seen) < len(seen) / 2
    assert all(seen[: sum(seen)])
    assert len(boxes) == len(set(boxes))


def test_a_zoomed_preview_keeps_its_place_when_the_photo_comes(studio: Studio, photo: Path) -> None:
    studio.decoding.photos.clear()
    studio.open(photo)
    studio.until(lambda: studio.window.view.has_photo)
    studio.window.view.zoom_to(300.0)
    studio.window.view.center_on(400.0, 600.0)
    before = view(studio)
    studio.decoding.release()
    studio.ready()
    assert view(studio) == before


def test_panning_while_it_works_changes_what_comes_next(studio: Studio, photo: Path) -> None:
    studio.network.hold()
    studio.open(photo)
    studio.until(lambda: studio.window.view.picture is not None)
    studio.window.view.zoom_to(400.0)
    studio.window.view.center_on(0.0, 0.0)
    studio.network.hold(after=3)
    studio.until(lambda: studio.network.tiles == 3)
    studio.window.view.center_on(*SIZE)
    studio.network.release()
    studio.ready()
    after = in_view(studio, studio.network.runs[0].done[4:])  # one was in hand already
    assert sum(after) > 4
    assert all(after[: sum(after)])


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_raw_that_was_held_upright_is_denoised_where_one_looks(
    studio: Studio, tmp_path: Path, orientation: int
) -> None:
    photo = pictures.raw(tmp_path / "a.dng", size=(320, 480), orientation=orientation)
    studio.network.hold()
    studio.open(photo)
    studio.until(lambda: studio.window.view.picture is not None)
    studio.window.view.zoom_to(400.0)
    studio.window.view.center_on(300.0, 0.0)
    studio.network.release()
    studio.ready()
    boxes = [upright_box(box, (320, 480), orientation) for box in studio.network.runs[0].done[1:]]
    seen = in_view(studio, boxes)
    assert 4 < sum(seen) < len(seen) / 2
    assert all(seen[: sum(seen)])


def test_tiles_appear_one_by_one(studio: Studio, photo: Path) -> None:
    studio.network.hold()
    studio.open(photo)
    studio.until(lambda: studio.window.view.picture is not None)
    studio.act("after")
    before = studio.shown()
    shares = []
    for done in (1, 3, 9):
        studio.network.hold(after=done - studio.network.tiles)
        studio.until(lambda done=done: studio.network.tiles == done)
        studio.turn(120)
        now = studio.shown()
        assert differ(before, now)
        before = now
        shares.append(studio.window.view.progress)
    assert None not in shares
    assert shares == sorted(shares)
    studio.network.release()
    studio.ready()
    assert studio.window.view.progress is None


def test_noise_by_hand_begins_with_what_is_in_view(studio: Studio, photo: Path) -> None:
    studio.denoised(photo)
    studio.window.view.zoom_to(400.0)
    studio.window.view.center_on(*SIZE)
    studio.window.panel.automatic.click()
    studio.ready()
    assert len(studio.network.runs) == 2
    seen = in_view(studio, studio.network.runs[1].done)
    assert all(seen[: sum(seen)])
    assert not all(seen)


def test_the_photo_does_not_move_when_the_work_begins_and_ends(studio: Studio, photo: Path) -> None:
    studio.network.hold()
    studio.open(photo)
    studio.until(lambda: studio.window.view.picture is not None)
    studio.turn(50)
    working = studio.window.view.size()
    studio.network.release()
    studio.ready()
    studio.turn(50)
    assert studio.window.view.size() == working
