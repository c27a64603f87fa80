"""Photos become frames: copied whole, once, grouped, and whatever fails leaves everything as it was."""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from denoiser_app.core.errors import (
    DiskFull,
    FormatUnknown,
    FrameAmbiguous,
    FrameKnown,
    FrameUnknown,
    RawOfSameShot,
    SceneUnknown,
    SessionMissing,
)
from denoiser_app.core.progress import Cancelled, CancelToken, Progress
from denoiser_app.formats import publish
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.capture.events import FrameAdded, Refused
from denoiser_app.pairs.grouping import adding, arranging
from denoiser_app.pairs.grouping.adding import add
from denoiser_app.pairs.grouping.left_out import left_out
from denoiser_app.pairs.grouping.likeness import Likeness
from denoiser_app.pairs.planning.plan import ShootingPlan
from denoiser_app.pairs.session import Session
from tests.pairs.frames import dng, jpeg, scene

PLAN = ShootingPlan(low_frames=2, high_frames=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sessions.create(tmp_path / "session", Session("test", PLAN))
    return tmp_path / "session"


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """Three scenes."""
    for number in range(3):
        scene(tmp_path / "card", number, 10 * number)
    return tmp_path / "card"


def added(events: Iterator[Progress | FrameAdded | Refused]) -> tuple[list[FrameAdded], list[Refused]]:
    found = list(events)
    return [e for e in found if isinstance(e, FrameAdded)], [e for e in found if isinstance(e, Refused)]


def test_a_card_becomes_scenes_in_whatever_order_its_photos_are_picked(folder: Path, card: Path) -> None:
    photos = sorted(card.iterdir())
    random.Random(4).shuffle(photos)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in photos}
    taken, refused = added(add(folder, photos))
    assert (len(taken), refused) == (9, [])
    session = sessions.load(folder)
    assert taken[-1].session == session
    assert [pair.id for pair in session.pairs()] == ["scene-1/DSC_0002", "scene-2/DSC_0005", "scene-3/DSC_0008"] or (
        [pair.id.partition("/")[2] for pair in session.pairs()] == ["DSC_0002", "DSC_0005", "DSC_0008"]
    )
    for pair in session.pairs():
        assert len(pair.low) == 2
    for frame in session.frames:
        assert (folder / frame.file).read_bytes() == (card / frame.original).read_bytes()
        assert (frame.kind, frame.camera, frame.lens) == ("raw", "Synthetic Test camera", "Lens 35mm")
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in photos} == before


def test_a_folder_stands_for_all_photos_in_it(folder: Path, card: Path) -> None:
    (card / "notes.txt").write_text("nothing")
    dng(card / "more" / "DSC_0100.dng", "2026:05:01 22:00:00")
    taken, refused = added(add(folder, [card]))
    assert (len(taken), refused) == (10, [])


def test_nothing_is_taken_twice_whatever_it_is_called(folder: Path, card: Path, tmp_path: Path) -> None:
    added(add(folder, [card]))
    before = sessions.load(folder)
    files = sorted(path.name for path in (folder / "frames").iterdir())
    renamed = tmp_path / "renamed.dng"
    shutil.copyfile(card / "DSC_0001.dng", renamed)
    taken, refused = added(add(folder, [card, renamed]))
    assert taken == []
    assert {type(one.error) for one in refused} == {FrameKnown}
    assert sessions.load(folder) == before
    assert sorted(path.name for path in (folder / "frames").iterdir()) == files


def test_other_photos_of_the_same_name_get_one_of_their_own_also_by_the_stem(folder: Path, tmp_path: Path) -> None:
    one = dng(tmp_path / "a" / "DSC_0001.dng", "2026:05:01 20:00:00", seed=1)
    other = dng(tmp_path / "b" / "dsc_0001.DNG", "2026:05:01 20:05:00", seed=2)
    third = jpeg(tmp_path / "c" / "DSC_0001.jpg", "2026:05:01 20:09:00", seed=3)
    added(add(folder, [one, other, third]))
    session = sessions.load(folder)
    assert [frame.file for frame in session.frames] == [
        "frames/DSC_0001.dng", "frames/dsc_0001-2.DNG", "frames/DSC_0001-3.jpg",
    ]  # fmt: skip
    assert [frame.original for frame in session.frames] == [one.name, other.name, third.name]


def test_what_is_no_photo_is_named_and_the_others_go_on(folder: Path, card: Path, tmp_path: Path) -> None:
    text = tmp_path / "letter.dng"
    text.write_text("Dear photographer, " * 100)
    empty = tmp_path / "empty.dng"
    empty.touch()
    taken, refused = added(add(folder, [text, card / "DSC_0001.dng", empty, tmp_path / "gone.dng"]))
    assert [one.frame.original for one in taken] == ["DSC_0001.dng"]
    assert [one.path for one in refused] == [text, empty, tmp_path / "gone.dng"]
    assert isinstance(refused[0].error, FormatUnknown)
    assert all(one.path.name in str(one.error) for one in refused)
    assert [path.name for path in (folder / "frames").iterdir()] == ["DSC_0001.dng"]


def test_of_a_raw_and_its_jpeg_the_raw_is_taken_whichever_comes_first(folder: Path, tmp_path: Path) -> None:
    when = "2026:05:01 20:00:00"
    raw, finished = (
        dng(tmp_path / "c" / "A_1.dng", when),
        jpeg(tmp_path / "c" / "A_1.JPG", when, 100, 16, model="Test camera"),
    )
    taken, refused = added(add(folder, [tmp_path / "c"]))
    assert [one.frame.original for one in taken] == ["A_1.dng"]
    assert [type(one.error) for one in refused] == [RawOfSameShot]
    _, refused = added(add(folder, [finished]))
    assert [type(one.error) for one in refused] == [RawOfSameShot]

    later = jpeg(tmp_path / "d" / "A_2.JPG", when, 100, 16, model="Test camera")
    taken, _ = added(add(folder, [later], role="low", scene="scene-5"))
    assert taken[0].frame.kind == "rgb"
    added(add(folder, [dng(tmp_path / "e" / "A_2.dng", when, seed=5)]))
    frames = {frame.original: frame for frame in sessions.load(folder).frames}
    assert frames["A_2.JPG"].dropped
    assert (frames["A_2.dng"].scene, frames["A_2.dng"].role, frames["A_2.dng"].dropped) == ("scene-5", "low", False)
    assert raw.is_file()


def test_a_photo_that_was_taken_before_it_was_whole_is_replaced_by_itself(folder: Path, tmp_path: Path) -> None:
    path = dng(tmp_path / "A_1.dng")
    whole = path.read_bytes()
    path.write_bytes(whole[:-500])
    added(add(folder, [path]))
    path.write_bytes(whole)
    added(add(folder, [path]))
    frames = sessions.load(folder).frames
    assert [frame.dropped for frame in frames] == [True, False]
    assert (folder / frames[1].file).read_bytes() == whole


def test_files_that_tell_nothing_are_placed_by_hand(folder: Path, tmp_path: Path) -> None:
    low, high = jpeg(tmp_path / "l.jpg", seed=1), jpeg(tmp_path / "h.jpg", seed=2)
    added(add(folder, [low], role="low", scene="scene-1"))
    added(add(folder, [high], role="high", scene="scene-1"))
    assert [pair.id for pair in sessions.load(folder).pairs()] == ["scene-1/h"]
    with pytest.raises(SceneUnknown, match="scene-1"):
        list(add(folder, [low], scene="garden"))


def test_a_disk_without_room_says_so_and_nothing_is_lost(
    folder: Path, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(add(folder, [card / "DSC_0001.dng"]))
    before = sessions.load(folder)
    with monkeypatch.context() as patched:
        patched.setattr(publish.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(100, 100, 0))
        with pytest.raises(DiskFull):
            list(add(folder, [card]))
    assert sessions.load(folder) == before
    assert [path.name for path in (folder / "frames").iterdir()] == ["DSC_0001.dng"]
    taken, _ = added(add(folder, [card]))
    assert len(taken) == 8


def test_a_manifest_that_cannot_be_written_leaves_no_orphan(
    folder: Path, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object, **more: object) -> None:
        raise DiskFull(path="session.json", needed_mb=1)

    with monkeypatch.context() as patched:
        patched.setattr(sessions, "_write", full)
        with pytest.raises(DiskFull):
            list(add(folder, [card]))
    assert list((folder / "frames").iterdir()) == []
    assert sessions.load(folder).frames == ()


def test_a_session_that_is_gone_is_named_and_not_made_anew(folder: Path, card: Path) -> None:
    steps = add(folder, sorted(card.iterdir()))
    for step in steps:
        if isinstance(step, FrameAdded):
            break
    shutil.rmtree(folder)
    with pytest.raises(SessionMissing):
        list(steps)
    assert not folder.exists()
    with pytest.raises(SessionMissing):
        list(add(folder, [card]))


def test_it_stops_between_two_photos_and_goes_on_later(folder: Path, card: Path) -> None:
    token = CancelToken()
    steps = add(folder, [card], token)
    for step in steps:
        if isinstance(step, FrameAdded):
            token.cancel()
            break
    with pytest.raises(Cancelled):
        list(steps)
    assert len(sessions.load(folder).frames) == 1
    taken, refused = added(add(folder, [card]))
    assert (len(taken), len(refused)) == (8, 1)


def test_a_name_that_no_disk_should_have_is_made_safe(folder: Path, tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no such names")
    added(add(folder, [dng(tmp_path / 'a:b\\c*"?.dng')]))
    (frame,) = sessions.load(folder).frames
    assert frame.file == "frames/a_b_c___.dng"
    assert (folder / frame.file).is_file()


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_a_dropped_frame_leaves_its_pair_and_comes_back(folder: Path, card: Path) -> None:
    added(add(folder, [card]))
    assert len(adding.drop(folder, ["DSC_0002"]).pairs()) == 2
    assert (folder / "frames" / "DSC_0002.dng").is_file()
    assert len(arranging.restore(folder, [Path("frames/DSC_0002.dng")]).pairs()) == 3
    adding.drop(folder, ["DSC_0002.dng"])
    taken, refused = added(add(folder, [card / "DSC_0002.dng"]))
    assert [one.frame.dropped for one in taken] == [False]
    assert refused == []
    assert len(sessions.load(folder).frames) == 9


def test_names_of_frames_that_are_none_or_many_are_told(folder: Path, tmp_path: Path) -> None:
    one = dng(tmp_path / "a" / "DSC_0001.dng", "2026:05:01 20:00:00", seed=1)
    added(add(folder, [one, dng(tmp_path / "b" / "DSC_0001.dng", "2026:05:01 20:05:00", seed=2)]))
    with pytest.raises(FrameUnknown, match="nothing"):
        adding.drop(folder, ["nothing"])
    with pytest.raises(FrameAmbiguous, match="frames/DSC_0001-2"):
        adding.drop(folder, ["DSC_0001.dng"])
    assert [f.dropped for f in adding.drop(folder, ["frames/DSC_0001.dng"]).frames] == [True, False]


def test_scenes_are_called_by_id_number_or_title(folder: Path, card: Path) -> None:
    added(add(folder, [card]))
    arranging.describe(folder, "2", title="Garden shed", kind="dark", held_out=True)
    session = arranging.describe(folder, "garden SHED", kind="smooth")
    scene = session.scene("scene-2")
    assert (scene.title, scene.kind, scene.held_out, scene.by_hand) == ("Garden shed", "smooth", True, True)
    assert [one.id for one in session.scenes if one.held_out] == ["scene-2"]
    with pytest.raises(SceneUnknown, match="scene-1, scene-2, scene-3"):
        arranging.describe(folder, "9", title="x")


def test_frames_can_be_put_into_a_new_scene(folder: Path, card: Path) -> None:
    added(add(folder, [card]))
    session = arranging.assign(folder, ["DSC_0001", "DSC_0002"], scene="scene-9")
    assert {frame.original for frame in session.frames_of("scene-9")} == {"DSC_0001.dng", "DSC_0002.dng"}
    assert [pair.scene.id for pair in session.pairs()].count("scene-9") == 1


# --- what is left out -------------------------------------------------------------------------------------------------


def test_frames_that_make_no_pair_are_told_with_the_reason(folder: Path, card: Path, tmp_path: Path) -> None:
    phone = jpeg(tmp_path / "phone.jpg", "2026:05:01 20:00:30", 100, 1, model="Phone")
    finished = jpeg(tmp_path / "x.jpg", "2026:05:01 20:00:31", 100, 1, model="Test camera")
    other = dng(tmp_path / "o.dng", "2026:05:01 20:00:32", model="Other camera")
    unknown = dng(tmp_path / "u.dng", "2026:05:01 20:00:33", iso=0, shutter=3)
    between = dng(tmp_path / "b.dng", "2026:05:01 20:00:34", iso=200, shutter=1 / 500)
    added(add(folder, [card, phone, finished, other, unknown, between]))
    (folder / "frames" / "DSC_0001.dng").unlink()
    found = {one.code: one for one in left_out(sessions.load(folder), folder)}
    assert set(found) == {"other-camera", "other-kind-rgb", "iso-unknown", "iso-between", "file-missing"}
    assert all(one.sentence.endswith(".") for one in found.values())
    assert found["other-camera"].parameters["count"] == 2
    assert "frames/DSC_0001.dng" in found["file-missing"].sentence
    assert len(sessions.load(folder).pairs()) == 3


def test_a_session_of_the_right_frames_leaves_nothing_out(folder: Path, card: Path) -> None:
    added(add(folder, [card]))
    assert left_out(sessions.load(folder), folder) == ()


# --- what pictures show -----------------------------------------------------------------------------------------------


def test_pictures_of_a_scene_are_alike_and_of_others_are_not(folder: Path, card: Path) -> None:
    added(add(folder, [card]))
    alike = Likeness(folder)
    frames = {frame.original: frame for frame in sessions.load(folder).frames}
    assert alike(frames["DSC_0001.dng"], frames["DSC_0002.dng"]) == pytest.approx(1, abs=0.02)
    other = alike(frames["DSC_0001.dng"], frames["DSC_0004.dng"])
    assert other is not None
    assert other < 0.7
    (folder / "frames" / "DSC_0007.dng").write_bytes(b"")
    assert alike(frames["DSC_0001.dng"], frames["DSC_0007.dng"]) is None


def test_a_scene_that_is_shot_twice_with_a_break_is_one(folder: Path, tmp_path: Path) -> None:
    """Else the model could be proved on a scene that it has learned."""
    photos = [*scene(tmp_path, 0, 0, seed=3), *scene(tmp_path, 1, 30, seed=3), *scene(tmp_path, 2, 59, seed=4)]
    added(add(folder, photos))
    session = sessions.load(folder)
    assert [len(session.frames_of(scene.id)) for scene in session.scenes] == [6, 3]


def test_no_room_is_what_errno_says() -> None:
    assert isinstance(publish.output_error(Path("x"), OSError(errno.ENOSPC, "full")), DiskFull)
