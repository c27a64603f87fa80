"""A watched folder: files that are still being written, raws with JPEGs, disks that come and go, restarts."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from denoiser_app.core.errors import DiskFull, FolderGone, FormatUnknown, SessionMissing
from denoiser_app.core.progress import Cancelled, CancelToken
from denoiser_app.formats import publish
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.capture.events import CaptureEvent, FrameAdded, GoesOn, NextShot, Refused, Waiting
from denoiser_app.pairs.capture.folder import watch
from denoiser_app.pairs.grouping.adding import drop
from denoiser_app.pairs.planning.plan import ShootingPlan, Wish
from denoiser_app.pairs.session import Session
from tests.pairs.frames import dng, jpeg, scene

PLAN = ShootingPlan(low_frames=2, high_frames=1, wishes=(Wish("dark"), Wish("smooth"), Wish("mixed", held_out=True)))
PATIENCE = 20.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sessions.create(tmp_path / "session", Session("test", PLAN))
    return tmp_path / "session"


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    (tmp_path / "incoming").mkdir()
    return tmp_path / "incoming"


class Watched:
    """Steps through a watch that ends when the test does."""

    def __init__(self, folder: Path, incoming: Path, still: float = 0.05) -> None:
        self.token = CancelToken()
        self.events = watch(folder, incoming, self.token, poll=0.02, still=still)
        self.seen: list[CaptureEvent] = []

    def until(self, is_it: Callable[[CaptureEvent], bool], meanwhile: Callable[[], None] | None = None) -> CaptureEvent:
        """The next such event. ``meanwhile`` is done by somebody else at once."""
        other = threading.Thread(target=meanwhile or (lambda: None))
        guard = threading.Timer(PATIENCE, self.token.cancel)
        guard.start()
        other.start()
        try:
            for event in self.events:
                self.seen.append(event)
                if is_it(event):
                    return event
        finally:
            guard.cancel()
            other.join()
        raise AssertionError("it ended")

    def frame(self, name: str, meanwhile: Callable[[], None] | None = None) -> FrameAdded:
        found = self.until(lambda e: isinstance(e, FrameAdded) and e.frame.original == name, meanwhile)
        assert isinstance(found, FrameAdded)
        return found

    def rest(self, seconds: float = 0.4) -> list[CaptureEvent]:
        """What happens in that time; the watch cannot go on afterwards."""
        guard = threading.Timer(seconds, self.token.cancel)
        guard.start()
        before = len(self.seen)
        with pytest.raises(Cancelled):
            self.seen.extend(self.events)
        return self.seen[before:]


@pytest.fixture
def watched(folder: Path, incoming: Path) -> Iterator[Callable[..., Watched]]:
    made: list[Watched] = []

    def make(**options: float) -> Watched:
        made.append(Watched(folder, incoming, **options))
        return made[-1]

    yield make
    for one in made:
        with closing(one.events):  # type: ignore[type-var]
            pass


Make = Callable[..., Watched]


def test_what_is_there_and_what_arrives_is_taken_also_from_folders_below(
    folder: Path, incoming: Path, watched: Make
) -> None:
    scene(incoming, 0, 0)
    one = watched()
    one.frame("DSC_0003.dng")
    one.frame("DSC_0006.dng", lambda: scene(incoming / "100CANON" / "deep", 1, 10) and None)
    session = sessions.load(folder)
    assert [pair.id for pair in session.pairs()] == ["scene-1/DSC_0002", "scene-2/DSC_0005"]
    assert all((folder / frame.file).is_file() for frame in session.frames)
    assert len(list(incoming.rglob("*.dng"))) == 6


def test_it_says_what_is_shot_next_and_again_when_a_frame_was_dropped(
    folder: Path, incoming: Path, watched: Make
) -> None:
    one = watched()
    first = one.until(lambda e: isinstance(e, NextShot))
    assert isinstance(first, NextShot)
    assert (first.scene, first.role, first.number, first.of, first.first) == ("scene-1", "low", 1, 3, True)
    assert (first.kind, first.iso, first.shutter.label) == ("dark", 100, '15"')
    one.frame("DSC_0003.dng", lambda: scene(incoming, 0, 0) and None)
    following = one.until(lambda e: isinstance(e, NextShot) and e.scene == "scene-2")
    assert isinstance(following, NextShot)
    assert (following.kind, following.number) == ("smooth", 1)
    again = one.until(lambda e: isinstance(e, NextShot), lambda: drop(folder, ["DSC_0002"]) and None)
    assert isinstance(again, NextShot)
    assert (again.scene, again.role, again.first) == ("scene-1", "high", False)


def test_a_file_that_is_written_slowly_is_taken_when_it_is_whole(
    folder: Path, incoming: Path, watched: Make, tmp_path: Path
) -> None:
    whole = dng(tmp_path / "DSC_0001.dng").read_bytes()
    one = watched(still=0.3)

    def slowly() -> None:
        with (incoming / "DSC_0001.dng").open("wb", buffering=0) as file:
            for start in range(0, len(whole), 700):
                file.write(whole[start : start + 700])
                time.sleep(0.1)

    added = one.frame("DSC_0001.dng", slowly)
    assert (folder / added.frame.file).read_bytes() == whole
    assert not any(isinstance(event, Refused) for event in one.seen)


def test_nothing_is_taken_twice_also_after_a_restart(folder: Path, incoming: Path, watched: Make) -> None:
    scene(incoming, 0, 0)
    watched().frame("DSC_0003.dng")
    drop(folder, ["DSC_0001"])
    before = sessions.load(folder)
    assert not any(isinstance(event, FrameAdded | Refused) for event in watched().rest())
    shutil.copytree(incoming, incoming / "backup")
    assert not any(isinstance(event, FrameAdded | Refused) for event in watched().rest(0.6))
    assert sessions.load(folder) == before
    one = watched()
    one.frame("DSC_0006.dng", lambda: scene(incoming, 1, 10) and None)


def test_of_a_raw_and_its_jpeg_the_raw_is_taken(folder: Path, incoming: Path, watched: Make) -> None:
    when = "2026:05:01 20:00:00"
    for number in range(3):
        jpeg(incoming / f"A_{number}.JPG", when, 100, 16, seed=number, model="Test camera")
        dng(incoming / f"A_{number}.dng", when, seed=number)
    one = watched()
    one.frame("A_2.dng")
    assert [event for event in one.rest() if not isinstance(event, NextShot)] == []
    assert {frame.original for frame in sessions.load(folder).frames} == {"A_0.dng", "A_1.dng", "A_2.dng"}


def test_a_raw_that_comes_after_its_jpeg_takes_its_place(folder: Path, incoming: Path, watched: Make) -> None:
    when = "2026:05:01 20:00:00"
    jpeg(incoming / "A_1.JPG", when, 100, 16, model="Test camera")
    one = watched()
    one.frame("A_1.JPG")
    one.frame("A_1.dng", lambda: dng(incoming / "A_1.dng", when) and None)
    assert [(f.original, f.dropped) for f in sessions.load(folder).frames] == [("A_1.JPG", True), ("A_1.dng", False)]


def test_a_folder_that_vanishes_is_waited_for(folder: Path, incoming: Path, watched: Make, tmp_path: Path) -> None:
    scene(incoming, 0, 0)
    one = watched()
    one.frame("DSC_0003.dng")
    aside = tmp_path / "aside"
    waiting = one.until(lambda e: isinstance(e, Waiting), lambda: incoming.rename(aside) and None)
    assert isinstance(waiting, Waiting)
    assert isinstance(waiting.error, FolderGone)
    assert str(incoming) in str(waiting.error)
    scene(aside, 1, 10)
    one.until(lambda e: isinstance(e, GoesOn), lambda: aside.rename(incoming) and None)
    one.frame("DSC_0006.dng")
    assert sum(isinstance(event, Waiting) for event in one.seen) == 1
    assert len(sessions.load(folder).pairs()) == 2


def test_a_folder_that_is_not_there_yet_is_waited_for(folder: Path, incoming: Path, watched: Make) -> None:
    incoming.rmdir()
    one = watched()
    one.until(lambda e: isinstance(e, Waiting))
    one.frame("DSC_0003.dng", lambda: scene(incoming, 0, 0) and None)


def test_a_file_that_is_no_photo_is_refused_once_and_taken_when_it_was_mended(
    folder: Path, incoming: Path, watched: Make
) -> None:
    (incoming / "DSC_0001.dng").write_text("no photo " * 50)
    one = watched()
    refused = one.until(lambda e: isinstance(e, Refused))
    assert isinstance(refused, Refused)
    assert refused.path == incoming / "DSC_0001.dng"
    one.frame("DSC_0009.dng", lambda: dng(incoming / "DSC_0009.dng", "2026:05:01 21:00:00") and None)
    one.frame("DSC_0001.dng", lambda: dng(incoming / "DSC_0001.dng") and None)
    assert sum(isinstance(event, Refused) for event in one.seen) == 1
    (incoming / "letter.jpg").write_text("Dear photographer")
    refused = one.until(lambda e: isinstance(e, Refused))
    assert isinstance(refused, Refused)
    assert isinstance(refused.error, FormatUnknown)


def test_a_session_inside_the_watched_folder_does_not_take_its_own_frames(tmp_path: Path) -> None:
    folder = tmp_path / "incoming" / "session"
    sessions.create(folder, Session("inside", PLAN))
    scene(tmp_path / "incoming", 0, 0)
    one = Watched(folder, tmp_path / "incoming")
    one.frame("DSC_0003.dng")
    assert not any(isinstance(event, FrameAdded) for event in one.rest())
    assert len(sessions.load(folder).frames) == 3


def test_a_session_that_is_removed_ends_it_with_a_sentence(folder: Path, incoming: Path, watched: Make) -> None:
    one = watched()
    one.until(lambda e: isinstance(e, NextShot))
    shutil.rmtree(folder)
    with pytest.raises(SessionMissing, match="no session of pairs"):
        list(one.events)
    assert not folder.exists()


def test_a_full_disk_ends_it_with_a_sentence_and_the_next_start_goes_on(
    folder: Path, incoming: Path, watched: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene(incoming, 0, 0)
    with monkeypatch.context() as patched:
        patched.setattr(publish.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(100, 100, 0))
        with pytest.raises(DiskFull):
            list(watched().events)
    assert len(list(incoming.iterdir())) == 3
    watched().frame("DSC_0003.dng")
    assert len(sessions.load(folder).pairs()) == 1
