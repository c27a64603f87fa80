"""A session's folder can be moved, its manifest is written whole, and nobody's change is lost."""

import json
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.errors import OutputError, SessionDamaged, SessionMissing
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.planning.plan import KINDS, ShootingPlan, Wish
from denoiser_app.pairs.session import Frame, Scene, Session

names = st.text("abcdefgh0123456789_- ü字", min_size=1, max_size=12)
frames = st.builds(
    Frame,
    file=names.map(lambda name: f"frames/{name}.dng"),
    kind=st.sampled_from(["raw", "rgb"]),
    role=st.sampled_from(["low", "high", "other"]),
    scene=st.sampled_from(["", "scene-1", "scene-2"]),
    camera=names,
    iso=st.none() | st.floats(50, 409600),
    shutter=st.none() | st.floats(1e-4, 900),
    size=st.none() | st.tuples(st.integers(1, 20000), st.integers(1, 20000)),
    taken=st.sampled_from(["", "2026:11:20 21:00:00", "2026:11:20 21:00:05"]),
    dropped=st.booleans(),
)
scenes = st.tuples(
    st.builds(Scene, id=st.just("scene-1"), title=names, kind=st.sampled_from(KINDS), held_out=st.booleans()),
    st.builds(Scene, id=st.just("scene-2"), title=names, kind=st.sampled_from(KINDS), held_out=st.booleans()),
)
plans = st.builds(ShootingPlan, camera=names, wishes=st.lists(st.builds(Wish, st.sampled_from(KINDS))).map(tuple))
made = st.builds(
    Session, name=names, plan=plans, scenes=scenes, frames=st.lists(frames, unique_by=lambda f: f.file).map(tuple)
)


@given(made)
def test_a_manifest_reads_back(session: Session) -> None:
    assert Session.from_json(session.to_json()) == session


@given(made)
def test_every_pair_is_of_one_scene_and_no_dropped_frame_is_in_it(session: Session) -> None:
    for pair in session.pairs():
        together = (*pair.low, pair.high)
        assert {frame.scene for frame in together} == {pair.scene.id}
        assert not any(frame.dropped for frame in together)
        assert [frame.role for frame in together] == ["low"] * len(pair.low) + ["high"]
    both = session.pairs(held_out=True) + session.pairs(held_out=False)
    assert sorted(pair.id for pair in both) == sorted(pair.id for pair in session.pairs())


def test_a_session_can_be_moved(tmp_path: Path) -> None:
    first, second = tmp_path / "here", tmp_path / "there" / "deep"
    frame = Frame("frames/a.dng", "raw")
    sessions.create(first, Session("one", frames=(frame,)))
    second.parent.mkdir()
    shutil.move(first, second)
    assert sessions.load(second).frames == (frame,)
    assert str(tmp_path) not in (second / sessions.MANIFEST).read_text()


def test_creating_it_again_keeps_what_is_there(tmp_path: Path) -> None:
    sessions.create(tmp_path, Session("one"))
    assert sessions.create(tmp_path, Session("two")).name == "one"


@pytest.mark.parametrize("file", ["../a.dng", "/etc/passwd", "frames/../../a", "C:/a.dng", "frames\\..\\a"])
def test_a_manifest_cannot_point_outside_its_folder(file: str, tmp_path: Path) -> None:
    text = Session("one", frames=(Frame("frames/a.dng", "raw"),)).to_json()
    data = json.loads(text)
    data["frames"][0]["file"] = file
    (tmp_path / sessions.MANIFEST).write_text(json.dumps(data))
    with pytest.raises(SessionDamaged, match="not inside the session"):
        sessions.load(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"version": 2}', '{"version": 1, "name": "x"}', '{"version": 1, "scenes": 3}', "\0" * 40]
)
def test_a_damaged_manifest_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / sessions.MANIFEST).write_text(text)
    with pytest.raises(SessionDamaged, match=sessions.MANIFEST):
        sessions.load(tmp_path)
    with pytest.raises(SessionDamaged):
        sessions.update(tmp_path, lambda session: replace(session, name="never"))
    assert (tmp_path / sessions.MANIFEST).read_text() == text


def test_a_folder_that_is_gone_is_said_and_not_made_again(tmp_path: Path) -> None:
    for what in (lambda: sessions.load(tmp_path / "gone"), lambda: sessions.update(tmp_path / "gone", lambda s: s)):
        with pytest.raises(SessionMissing, match="gone"):
            what()
    assert not (tmp_path / "gone").exists()


def test_a_change_that_fails_changes_nothing(tmp_path: Path) -> None:
    sessions.create(tmp_path, Session("one"))
    before = (tmp_path / sessions.MANIFEST).read_bytes()
    with pytest.raises(KeyError):
        sessions.update(tmp_path, lambda session: sessions.change_scene(session, "scene-9", title="x"))
    assert (tmp_path / sessions.MANIFEST).read_bytes() == before


def test_a_full_disk_leaves_the_old_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions.create(tmp_path, Session("one"))
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage._replace(free=3))
    with pytest.raises(OutputError, match="disk is full"):
        sessions.update(tmp_path, lambda session: replace(session, name="two"))
    assert sessions.load(tmp_path).name == "one"


def _add(folder: Path, name: str) -> None:
    sessions.update(folder, lambda s: replace(s, frames=(*s.frames, Frame(f"frames/{name}", "raw"))))


def test_threads_do_not_lose_each_others_frames(tmp_path: Path) -> None:
    sessions.create(tmp_path, Session("one"))
    threads = [
        threading.Thread(target=lambda t=t: [_add(tmp_path, f"{t}-{n}.dng") for n in range(8)]) for t in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({frame.file for frame in sessions.load(tmp_path).frames}) == 32


@pytest.mark.skipif(os.name == "nt", reason="Windows has the threads' lock only")
def test_programs_do_not_lose_each_others_frames(tmp_path: Path) -> None:
    sessions.create(tmp_path, Session("one"))
    code = (
        "import sys; from pathlib import Path; from tests.pairs.test_session import _add\n"
        "for n in range(10): _add(Path(sys.argv[1]), f'{sys.argv[2]}-{n}.dng')"
    )
    programs = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(number)]) for number in range(2)]
    assert [program.wait(60) for program in programs] == [0, 0]
    assert len(sessions.load(tmp_path).frames) == 20


def test_where_the_files_tell_no_iso_it_is_the_plans() -> None:
    plan = ShootingPlan(low_iso=200.0, high_iso=6400.0)
    known, unknown = Frame("frames/a.jpg", "rgb", iso=100.0), Frame("frames/b.jpg", "rgb")
    pair = sessions.as_planned(sessions.Pair(Scene("scene-1"), (known, unknown), unknown), plan)
    assert [frame.iso for frame in (*pair.low, pair.high)] == [100.0, 200.0, 6400.0]
