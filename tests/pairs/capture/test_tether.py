"""A camera on a cable: the plan is followed, what it does not offer is told, and pulling the cable loses nothing."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.errors import (
    CameraFailed,
    CameraLost,
    CameraMissing,
    CameraUnfit,
    DiskFull,
    SessionMissing,
    TetherNotInstalled,
)
from denoiser_app.core.progress import Cancelled, CancelToken
from denoiser_app.formats import publish
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.capture import gphoto
from denoiser_app.pairs.capture.course import next_shot
from denoiser_app.pairs.capture.events import Advice, CaptureEvent, FrameAdded, GoesOn, NextShot, Refused, Waiting
from denoiser_app.pairs.capture.port import (
    Capabilities,
    Choice,
    Picture,
    iso_choices,
    nearest,
    shutter_choices,
)
from denoiser_app.pairs.capture.settings import settings_for
from denoiser_app.pairs.capture.tether import capture
from denoiser_app.pairs.grouping.adding import drop
from denoiser_app.pairs.planning.plan import ShootingPlan, Wish, shots
from denoiser_app.pairs.planning.shutter import LABELS, stops
from denoiser_app.pairs.session import Session
from tests.pairs.frames import dng, jpeg_bytes

PLAN = ShootingPlan(low_frames=2, high_frames=1, wishes=(Wish("dark"), Wish("mixed", held_out=True, title="Yard")))
ISOS = iso_choices(["Auto", "100", "200", "400", "800", "1600", "3200", "6400", "12800"])
SHUTTERS = shutter_choices(["Bulb", *(label.replace('"', "") for label in LABELS)])


class FakeCamera:
    """Takes small raws with the Exif data of what it was set to. trouble: raised by the call of that number, from 0."""

    def __init__(
        self, folder: Path, isos: Sequence[Choice] = ISOS, shutters: Sequence[Choice] = SHUTTERS, jpeg: bool = False
    ) -> None:
        self.offers = Capabilities("Fake", tuple(isos), tuple(shutters))
        self.folder, self.jpeg = folder, jpeg
        self.trouble: dict[int, Exception] = {}
        self.absent = 0
        """How many times it is not found."""
        self.iso, self.seconds = 0.0, 0.0
        self.calls: list[str] = []
        self.taken: list[tuple[float, float]] = []
        self.open = False

    def connect(self) -> Capabilities:
        if self.absent:
            self.absent -= 1
            raise CameraMissing
        self.calls.append("connect")
        self.open = True
        self.iso = self.seconds = 0.0  # as after it was switched off
        return self.offers

    def set_iso(self, choice: Choice) -> None:
        self._does(f"iso {choice.text}")
        self.iso = choice.value

    def set_shutter(self, choice: Choice) -> None:
        self._does(f"shutter {choice.text}")
        self.seconds = choice.value

    def capture(self) -> Sequence[Picture]:
        self._does("capture")
        assert self.open
        self.taken.append((self.iso, self.seconds))
        number = len(self.taken)
        taken = f"2026:05:01 20:{number // 6:02d}:{10 * (number % 6):02d}"
        path = dng(self.folder / f"FAKE{number:04d}.DNG", taken, int(self.iso), self.seconds or 1.0, seed=number)
        raw = Picture(path.name, path.read_bytes())
        path.unlink()
        return [Picture(f"FAKE{number:04d}.JPG", jpeg_bytes(taken)), raw] if self.jpeg else [raw]

    def close(self) -> None:
        self.open = False

    def _does(self, what: str) -> None:
        error = self.trouble.pop(len(self.calls), None)
        self.calls.append(what)
        if error is not None:
            self.open = not isinstance(error, CameraLost)
            raise error


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sessions.create(tmp_path / "session", Session("test", PLAN))
    return tmp_path / "session"


@pytest.fixture
def camera(tmp_path: Path) -> FakeCamera:
    return FakeCamera(tmp_path / "camera")


def of_kind(events: Sequence[CaptureEvent], kind: type) -> list[CaptureEvent]:
    return [event for event in events if isinstance(event, kind)]


def shoot(folder: Path, camera: FakeCamera, **options: object) -> list[CaptureEvent]:
    return list(capture(folder, camera, poll=0.01, **options))  # type: ignore[arg-type]


# --- following the plan -----------------------------------------------------------------------------------------------


def test_the_plan_is_followed_frame_by_frame(folder: Path, camera: FakeCamera) -> None:
    asked: list[NextShot] = []
    events = shoot(folder, camera, ready=lambda shot: asked.append(shot) or True)
    assert camera.taken == [(100, 15), (12800, 1 / 8), (100, 15)] * 2
    assert [(shot.scene, shot.title, shot.first) for shot in asked] == [
        ("scene-1", "", True),
        ("scene-2", "Yard", True),
    ]
    told = [(e.role, e.iso, e.shutter.label, e.number, e.of) for e in events if isinstance(e, NextShot)]
    assert told == [("low", 100, '15"', 1, 3), ("high", 12800, "1/8", 2, 3), ("low", 100, '15"', 3, 3)] * 2
    assert of_kind(events, Advice) == []
    session = sessions.load(folder)
    assert [(scene.kind, scene.held_out) for scene in session.scenes] == [("dark", False), ("mixed", True)]
    assert [pair.id for pair in session.pairs()] == ["scene-1/FAKE0002", "scene-2/FAKE0005"]
    assert not camera.open
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith(".session")) == [
        "frames",
        "session.json",
    ]


def test_settings_are_sent_only_where_they_change(folder: Path, camera: FakeCamera) -> None:
    shoot(folder, camera)
    assert camera.calls.count("iso 100") == 3
    assert camera.calls.count("iso 12800") == 2


def test_it_ends_where_the_photographer_ends_it_and_goes_on_there(folder: Path, camera: FakeCamera) -> None:
    shoot(folder, camera, ready=lambda shot: shot.scene == "scene-1")
    assert len(camera.taken) == 3
    shoot(folder, camera)
    assert len(camera.taken) == 6
    assert next_shot(sessions.load(folder)) is None
    assert of_kind(shoot(folder, camera), NextShot) == []


def test_a_frame_that_is_dropped_is_shot_again_before_the_tripod_is_moved(folder: Path, camera: FakeCamera) -> None:
    def ready(shot: NextShot) -> bool:
        if shot.scene == "scene-2" and len(camera.taken) == 3:
            drop(folder, ["FAKE0002"])
        return True

    shoot(folder, camera, ready=ready)
    # The high-ISO frame, and a low-ISO frame after it that tells whether the light has stayed.
    assert camera.taken[3:5] == [(12800, 1 / 8), (100, 15)]
    session = sessions.load(folder)
    assert [pair.id for pair in session.pairs()] == ["scene-1/FAKE0004", "scene-2/FAKE0007"]


def test_a_whole_scene_that_is_dropped_is_shot_again_under_its_name(folder: Path, camera: FakeCamera) -> None:
    events = capture(folder, camera, poll=0.01)
    for event in events:
        if isinstance(event, FrameAdded) and len(event.session.frames) == 3:
            drop(folder, ["FAKE0001", "FAKE0002", "FAKE0003"])
            break
    following = next(event for event in events if isinstance(event, NextShot))
    assert (following.scene, following.number, following.first) == ("scene-1", 1, True)
    list(events)
    assert [pair.id for pair in sessions.load(folder).pairs()] == ["scene-1/FAKE0005", "scene-2/FAKE0008"]


def test_of_a_raw_and_a_jpeg_the_raw_is_kept(folder: Path, tmp_path: Path) -> None:
    shoot(folder, FakeCamera(tmp_path / "camera", jpeg=True))
    assert {Path(frame.file).suffix for frame in sessions.load(folder).frames} == {".DNG"}


@given(low=st.integers(1, 5), high=st.integers(1, 3), dropped=st.sets(st.integers(0, 20), max_size=6))
def test_what_is_next_always_leads_to_a_whole_scene(low: int, high: int, dropped: set[int]) -> None:
    """Whatever is dropped on the way."""
    plan = ShootingPlan(low_frames=low, high_frames=high, wishes=(Wish("dark"),))
    session = Session("x", plan)
    for number in itertools.count():
        shot = next_shot(session)
        if shot is None:
            break
        assert number < 60
        assert shot.number <= shot.of
        frame = sessions.Frame(
            f"frames/{number:03d}.NEF", "raw", shot.role, shot.scene, role_by_hand=True, scene_by_hand=True,
            dropped=number in dropped,
        )  # fmt: skip
        session = sessions.Session("x", plan, (sessions.Scene(shot.scene),), (*session.frames, frame))
    roles = [frame.role for frame in session.frames_of("scene-1")]
    assert roles.count("low") >= low
    assert roles.count("high") == high
    after = roles[::-1].index("high")
    assert after >= low // 2
    if not dropped:
        assert roles == [shot.role for shot in shots(plan)]


# --- what a camera offers ---------------------------------------------------------------------------------------------


def test_what_is_not_offered_is_replaced_by_the_nearest_and_told(folder: Path, tmp_path: Path) -> None:
    isos = iso_choices(["160", "200", "6400"])
    times = shutter_choices(["1/30", "1/15", "1/8", "0.5", "1.0", "2.0", "5.0", "8.0"])
    camera = FakeCamera(tmp_path / "camera", isos, times)
    events = shoot(folder, camera)
    assert set(camera.taken) == {(160, 5.0), (6400, 1 / 8)}
    told = {event.code for event in of_kind(events, Advice)}  # type: ignore[attr-defined]
    assert told == {"iso-nearest", "shutter-nearest"}
    for event in of_kind(events, Advice):
        assert isinstance(event, Advice)
        assert event.sentence.endswith(".")
    assert {shot.iso for shot in of_kind(events, NextShot)} == {160, 6400}  # type: ignore[attr-defined]


times_offered = st.lists(st.sampled_from(SHUTTERS), min_size=12, unique=True)
isos_offered = st.lists(
    st.sampled_from(iso_choices(["64", "80", "100", "125", "200", "1600", "3200", "6400", "25600"])),
    min_size=2,
    unique=True,
)


@given(isos=isos_offered, shutters=times_offered)
def test_exposures_stay_as_equal_as_the_camera_lets_them_be(isos: list[Choice], shutters: list[Choice]) -> None:
    plan = ShootingPlan(shutter=1 / 8)
    try:
        found = settings_for(plan, Capabilities("x", tuple(isos), tuple(shutters)))
    except CameraUnfit:
        return
    high, low = found.high, found.low
    assert high.iso == nearest(isos, plan.high_iso)
    apart = abs(stops(low.seconds * low.iso_value, high.seconds * high.iso_value))
    assert apart <= 1
    assert apart == pytest.approx(
        min(abs(stops(one.value * low.iso_value, high.seconds * high.iso_value)) for one in shutters), abs=1e-9
    )
    assert any(a.code == "exposure-differs" for a in found.advice) == (apart > 1 / 6)


def test_a_camera_without_settings_is_set_by_hand_when_they_change(folder: Path, tmp_path: Path) -> None:
    camera = FakeCamera(tmp_path / "camera", isos=())
    asked: list[NextShot] = []
    events = shoot(folder, camera, ready=lambda shot: asked.append(shot) or True)
    assert [shot.role for shot in asked] == ["low", "high", "low", "low", "high", "low"]
    assert [event.code for event in of_kind(events, Advice)] == ["iso-by-hand"]  # type: ignore[attr-defined]
    assert not any(call.startswith("iso") for call in camera.calls)
    roles = [frame.role for frame in sessions.load(folder).frames]
    assert roles == ["low", "high", "low"] * 2


@pytest.mark.parametrize(
    ("isos", "times", "says"),
    [
        (["100", "125"], ["1/8", "15"], "too close"),
        (["100", "12800"], ["1/8", "1/4"], "as long as"),
        (["100", "12800"], ["30"], "as long as"),
    ],
)
def test_a_camera_that_cannot_follow_the_plan_is_refused_before_the_first_frame(
    folder: Path, tmp_path: Path, isos: list[str], times: list[str], says: str
) -> None:
    camera = FakeCamera(tmp_path / "camera", iso_choices(isos), shutter_choices(times))
    with pytest.raises(CameraUnfit, match=says):
        shoot(folder, camera)
    assert camera.taken == []
    assert not camera.open


def test_words_of_cameras_are_understood() -> None:
    assert [choice.value for choice in iso_choices(["Auto ISO", "ISO 100", "100", "Unknown value", "102400"])] == [
        100,
        100,
        102400,
    ]
    texts = ["0.0100s", "1/60", "1.3", "30", "Bulb", "Time", "x", "0.4s", "10/25"]
    assert [choice.value for choice in shutter_choices(texts)] == pytest.approx([0.01, 1 / 60, 1.3, 30, 0.4, 0.4])


# --- trouble ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", range(1, 10))
def test_a_cable_that_is_pulled_at_any_moment_loses_nothing(folder: Path, camera: FakeCamera, at: int) -> None:
    camera.trouble[at] = CameraLost(reason="no such device")

    def lose() -> Iterator[CaptureEvent]:
        for event in capture(folder, camera, poll=0.01):
            if isinstance(event, Waiting):
                camera.absent = 3
            yield event

    events = list(lose())
    assert [type(event) for event in events if isinstance(event, Waiting | GoesOn)] == [Waiting, GoesOn]
    session = sessions.load(folder)
    assert len(session.frames) == 6
    assert {(f.role, f.iso) for f in session.frames} == {("low", 100.0), ("high", 12800.0)}
    assert [len(pair.low) for pair in session.pairs()] == [2, 2]


def test_a_camera_that_does_not_release_is_tried_again_and_then_named(folder: Path, camera: FakeCamera) -> None:
    camera.trouble[3] = CameraFailed(what="release the shutter", reason="out of focus")
    events = shoot(folder, camera)
    assert len(of_kind(events, Waiting)) == len(of_kind(events, GoesOn)) == 1
    assert len(camera.taken) == 6
    drop(folder, ["FAKE0006"])
    camera.trouble = {n: CameraFailed(what="release the shutter", reason="out of focus") for n in range(99)}
    with pytest.raises(CameraFailed, match="did not release the shutter"):
        shoot(folder, camera)
    assert not camera.open


def test_no_camera_and_no_library_are_said_at_once(
    folder: Path, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera.absent = 1
    with pytest.raises(CameraMissing, match="No camera was found"):
        shoot(folder, camera)
    monkeypatch.setitem(sys.modules, "gphoto2", None)
    with pytest.raises(TetherNotInstalled, match="pip install 'denoiser-app\\[tether\\]'"):
        gphoto.GphotoCamera()


def test_a_full_disk_is_waited_for_with_the_photo_kept(
    folder: Path, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil._ntuple_diskusage(100, 100, 0)
    seen = []
    with monkeypatch.context() as patched:
        for event in capture(folder, camera, poll=0.01):
            seen.append(event)
            if isinstance(event, NextShot) and len(camera.taken) == 1 and not of_kind(seen, Waiting):
                patched.setattr(publish.shutil, "disk_usage", lambda path: full)
            elif isinstance(event, Waiting):
                assert isinstance(event.error, DiskFull)
                patched.undo()
    assert len(of_kind(seen, Waiting)) == len(of_kind(seen, GoesOn)) == 1
    assert len(camera.taken) == len(sessions.load(folder).frames) == 6


def test_a_session_that_is_removed_ends_it_with_a_sentence(folder: Path, camera: FakeCamera) -> None:
    events = capture(folder, camera, poll=0.01)
    next(event for event in events if isinstance(event, FrameAdded))
    shutil.rmtree(folder)
    with pytest.raises(SessionMissing):
        list(events)
    assert not folder.exists()
    assert not camera.open


def test_a_file_that_cannot_be_read_is_shot_again(folder: Path, camera: FakeCamera) -> None:
    whole = camera.capture

    def broken() -> Sequence[Picture]:
        (picture,) = whole()
        return [Picture(picture.name, b"no photo" * 40) if len(camera.taken) == 2 else picture]

    camera.capture = broken  # type: ignore[method-assign]
    events = shoot(folder, camera)
    assert len(of_kind(events, Refused)) == 1
    assert len(camera.taken) == 7
    assert len(sessions.load(folder).frames) == 6


def test_it_stops_when_it_is_asked_to(folder: Path, camera: FakeCamera) -> None:
    token = CancelToken()
    events = capture(folder, camera, token, poll=0.01)
    next(event for event in events if isinstance(event, FrameAdded))
    token.cancel()
    with pytest.raises(Cancelled):
        list(events)
    assert not camera.open
    assert len(sessions.load(folder).frames) == 1


# --- libgphoto2 itself ------------------------------------------------------------------------------------------------

VIRTUAL = """
import json, shutil, sys
from pathlib import Path
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.capture import gphoto
from denoiser_app.pairs.capture.gphoto import GphotoCamera
from denoiser_app.pairs.capture.tether import capture
from denoiser_app.pairs.planning.plan import ShootingPlan, Wish

gphoto.QUIET = 0.3
folder = Path(sys.argv[1])
plan = ShootingPlan(high_iso=1000, shutter=0.1, low_frames=2, high_frames=1, wishes=(Wish("dark"),))
sessions.create(folder, sessions.Session("virtual", plan))
camera, told = GphotoCamera(), []
offers = camera.connect()
camera.set_shutter(next(one for one in offers.shutters if one.value == 0.02))
shown = camera._camera.get_single_config("shutterspeed").get_value()
camera.close()
for event in capture(folder, camera):
    told.append(type(event).__name__)
    if told[-1] == "Advice":
        told[-1] = event.code
kept = [frame.role for frame in sessions.load(folder).frames]
if len(sys.argv) > 2:
    camera.connect()
    shutil.rmtree(sys.argv[2])
    try:
        camera.capture()
    except Exception as error:
        kept.append(type(error).__name__)
print(json.dumps([offers.camera, [one.value for one in offers.shutters], shown, told, kept]))
"""


@pytest.fixture
def virtual(tmp_path: Path, samples: Path) -> Callable[..., list[object]]:
    """Runs VIRTUAL with the camera that libgphoto2 brings along, which has to be asked for before its import."""
    pytest.importorskip("gphoto2")
    card = tmp_path / "card"
    card.mkdir()
    shutil.copy(samples / "city-dusk-iso6400.jpg", card / "IMG_0001.JPG")

    def run(*arguments: str) -> list[object]:
        environment = {**os.environ, "VCAMERADIR": str(card), "PYTHONPATH": str(Path.cwd())}
        command = [sys.executable, "-W", "error", "-c", VIRTUAL, str(tmp_path / "session"), *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)  # type: ignore[no-any-return]

    return run


def test_the_virtual_camera_of_libgphoto2_is_set_released_and_emptied(
    virtual: Callable[..., list[object]], tmp_path: Path
) -> None:
    name, times, shown, told, kept = virtual(str(tmp_path / "card"))
    assert isinstance(name, str)
    assert name
    assert {0.1, 1.0} <= set(times)  # type: ignore[call-overload]
    assert shown == "0.0200s"
    assert told == ["iso-by-hand", *["NextShot", "FrameAdded"] * 3]
    # Its photos are gone with its folder: it fails with a sentence.
    assert kept[:3] == ["low", "high", "low"]  # type: ignore[index]
    assert kept[3:] in (["CameraFailed"], ["CameraLost"])  # type: ignore[index]
