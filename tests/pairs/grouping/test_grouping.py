"""Frames become scenes: whatever order they come in, with or without times, and what was set by hand stays."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from denoiser_app.pairs.grouping.grouping import grouped, in_order
from denoiser_app.pairs.planning.plan import KINDS, ShootingPlan, Wish
from denoiser_app.pairs.session import Frame, Scene, Session

BEGIN = datetime.datetime(2026, 5, 1, 20, 0, 0)
Truth = dict[str, int]


def evening(
    draw: random.Random,
    plan: ShootingPlan,
    scenes: int,
    *,
    inside: tuple[int, int] = (1, 12),
    between: tuple[int, int] = (60, 900),
    last: bool = True,
    times: bool = True,
) -> tuple[list[Frame], Truth]:
    """The frames of an evening and which scene each belongs to."""
    frames, truth, moment, number = [], {}, BEGIN, 7
    before = (plan.low_frames + 1) // 2
    roles = ["low"] * before + ["high"] * plan.high_frames + ["low"] * ((plan.low_frames - before) if last else 0)
    for scene in range(scenes):
        for role in roles:
            iso, shutter = (plan.low_iso, plan.low_shutter) if role == "low" else (plan.high_iso, plan.shutter)
            taken = moment.strftime("%Y:%m:%d %H:%M:%S") if times else ""
            name = f"DSC_{number:04d}.NEF"
            frames.append(Frame(f"frames/{name}", "raw", iso=iso, shutter=shutter, taken=taken, original=name))
            truth[frames[-1].file] = scene
            moment += datetime.timedelta(seconds=int(shutter) + draw.randint(*inside))
            number += 1
        moment += datetime.timedelta(seconds=draw.randint(*between))
    return frames, truth


def divided(session: Session) -> list[set[str]]:
    """The files of each scene, in the scenes' order."""
    return [{f.file for f in session.frames_of(scene.id)} for scene in session.scenes]


def expected(truth: Truth) -> list[set[str]]:
    return [{file for file, at in truth.items() if at == scene} for scene in sorted(set(truth.values()))]


plans = st.builds(
    ShootingPlan,
    low_frames=st.integers(1, 6),
    high_frames=st.integers(1, 3),
    low_iso=st.sampled_from([64.0, 100.0, 160.0, 200.0]),
    high_iso=st.sampled_from([3200.0, 6400.0, 12800.0, 51200.0]),
    shutter=st.sampled_from([1 / 8, 1 / 30, 1 / 60, 0.5]),
)


@given(plan=plans, scenes=st.integers(1, 9), seed=st.integers(0, 10**6), shuffled=st.integers(0, 10**6))
def test_an_evening_is_divided_as_it_was_shot_in_whatever_order_its_files_come(
    plan: ShootingPlan, scenes: int, seed: int, shuffled: int
) -> None:
    frames, truth = evening(random.Random(seed), plan, scenes)
    random.Random(shuffled).shuffle(frames)
    session = grouped(Session("evening", plan, frames=tuple(frames)))
    assert divided(session) == expected(truth)
    assert [scene.id for scene in session.scenes] == [f"scene-{n + 1}" for n in range(scenes)]
    for frame in session.frames:
        assert frame.role == ("low" if frame.iso == plan.low_iso else "high")
    assert len(session.pairs()) == scenes * plan.high_frames


@given(plan=plans, scenes=st.integers(1, 7), seed=st.integers(0, 10**6), times=st.booleans())
def test_a_quick_photographer_and_files_without_times_are_divided_by_the_order_of_low_and_high_iso(
    plan: ShootingPlan, scenes: int, seed: int, times: bool
) -> None:
    plan = replace(plan, low_frames=2 * (1 + plan.low_frames // 2))
    frames, truth = evening(random.Random(seed), plan, scenes, inside=(1, 3), between=(1, 3), times=times)
    random.Random(seed).shuffle(frames)
    assert divided(grouped(Session("evening", plan, frames=tuple(frames)))) == expected(truth)


@given(scenes=st.integers(2, 7), seed=st.integers(0, 10**6))
def test_scenes_without_a_last_low_iso_frame_are_divided_too(scenes: int, seed: int) -> None:
    plan = ShootingPlan(low_frames=2, high_frames=2)
    frames, truth = evening(random.Random(seed), plan, scenes, last=False)
    assert divided(grouped(Session("evening", plan, frames=tuple(frames)))) == expected(truth)


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6), order=st.integers(0, 10**6))
def test_frames_that_arrive_one_by_one_end_in_the_same_scenes_as_all_at_once(seed: int, order: int) -> None:
    plan = ShootingPlan()
    frames, truth = evening(random.Random(seed), plan, 6)
    session = Session("evening", plan)
    for frame in frames:
        session = grouped(replace(session, frames=(*session.frames, frame)))
    assert divided(session) == expected(truth)
    assert [scene.held_out for scene in session.scenes] == [False] * 5 + [True]
    assert [scene.kind for scene in session.scenes] == list(KINDS)
    assert grouped(session) == session
    shuffled = list(session.frames)
    random.Random(order).shuffle(shuffled)
    assert grouped(replace(session, frames=tuple(shuffled))).scenes == session.scenes


def test_a_long_wait_inside_a_scene_does_not_divide_it() -> None:
    plan = ShootingPlan()
    frames, truth = evening(random.Random(3), plan, 4)
    late = [
        replace(f, taken=(stamp(f) + datetime.timedelta(seconds=200)).strftime("%Y:%m:%d %H:%M:%S")) for f in frames[9:]
    ]
    assert divided(grouped(Session("e", plan, frames=(*frames[:9], *late)))) == expected(truth)


def stamp(frame: Frame) -> datetime.datetime:
    return datetime.datetime.strptime(frame.taken, "%Y:%m:%d %H:%M:%S")


def test_pictures_tell_what_times_cannot() -> None:
    """Two scenes without a last low-ISO frame, shot at one pace; and one scene shot twice with a long wait between."""
    plan = ShootingPlan(low_frames=4, high_frames=1)
    names = "LLHLLHLL"
    frames = tuple(
        Frame(f"frames/{n}.NEF", "raw", iso=100.0 if role == "L" else 12800.0, shutter=1.0, taken=stamped(20 * n))
        for n, role in enumerate(names)
    )
    wall = {f.file for f in frames[:3]}

    def similar(one: Frame, other: Frame) -> float:
        return 0.99 if (one.file in wall) == (other.file in wall) else 0.2

    alone = grouped(Session("e", plan, frames=frames))
    seen = grouped(Session("e", plan, frames=frames), similar)
    assert divided(alone) != divided(seen)
    assert divided(seen) == [wall, {f.file for f in frames[3:]}]
    later = tuple(replace(f, taken=stamped(20 * n + (400 if n > 3 else 0))) for n, f in enumerate(frames))
    assert len(divided(grouped(Session("e", plan, frames=later)))) == 2
    assert divided(grouped(Session("e", plan, frames=later), lambda one, other: 0.99)) == [{f.file for f in frames}]


def stamped(seconds: float) -> str:
    return (BEGIN + datetime.timedelta(seconds=seconds)).strftime("%Y:%m:%d %H:%M:%S")


def test_pictures_are_looked_at_only_where_a_scene_may_end() -> None:
    frames, _ = evening(random.Random(5), ShootingPlan(), 6)
    asked = []

    def similar(one: Frame, other: Frame) -> float:
        asked.append((one.file, other.file))
        return 0.1

    grouped(Session("e", frames=tuple(frames)), similar)
    assert len(asked) == 5


@given(seed=st.integers(0, 10**6), chosen=st.integers(0, 35), into=st.integers(1, 6))
def test_a_frame_that_was_put_into_a_scene_by_hand_stays_there_and_moves_no_other(
    seed: int, chosen: int, into: int
) -> None:
    frames, _ = evening(random.Random(seed), ShootingPlan(), 6)
    session = grouped(Session("e", frames=tuple(frames)))
    moved = replace(session.frames[chosen], scene=f"scene-{into}", role="other", scene_by_hand=True, role_by_hand=True)
    changed = tuple(moved if frame.file == moved.file else frame for frame in session.frames)
    again = grouped(replace(session, frames=changed))
    assert again.frames == changed


def test_files_without_exif_are_placed_by_hand() -> None:
    low = Frame("frames/a.jpg", "rgb", "low", "scene-4", role_by_hand=True, scene_by_hand=True)
    high = replace(low, file="frames/b.jpg", role="high")
    session = grouped(Session("e", frames=(low, high, Frame("frames/c.jpg", "rgb"))))
    assert [pair.id for pair in session.pairs()] == ["scene-4/b"]
    assert (session.frames[2].role, session.frames[2].scene) == ("other", "")


def test_what_the_photographer_said_of_a_scene_stays() -> None:
    frames, _ = evening(random.Random(1), ShootingPlan(), 4)
    session = grouped(Session("e", frames=tuple(frames)))
    chosen = tuple(
        replace(scene, title="Shed", kind="smooth", held_out=True, by_hand=True) if scene.id == "scene-2" else scene
        for scene in session.scenes
    )
    more, _ = evening(random.Random(9), ShootingPlan(), 3)
    more = [replace(f, file=f"more-{f.file[7:]}", taken="2026:05:02" + f.taken[10:]) for f in more]
    again = grouped(replace(session, scenes=chosen, frames=(*session.frames, *more)))
    assert again.scene("scene-2") == chosen[1]
    assert [scene.id for scene in again.scenes if scene.held_out] == ["scene-2"]
    assert len(again.scenes) == 7


def test_a_scene_that_is_held_out_stays_so_when_more_are_shot() -> None:
    plan = ShootingPlan(wishes=(Wish("dark"), Wish("smooth", held_out=True)))
    frames, _ = evening(random.Random(1), plan, 2)
    session = grouped(Session("e", plan, frames=tuple(frames)))
    assert [scene.held_out for scene in session.scenes] == [False, True]
    early, _ = evening(random.Random(2), plan, 2)
    early = [replace(f, file=f"early-{f.file[7:]}", taken="2026:04:30" + f.taken[10:]) for f in early]
    again = grouped(replace(session, frames=(*session.frames, *early)))
    assert [scene.id for scene in again.scenes] == ["scene-3", "scene-4", "scene-1", "scene-2"]
    assert [scene.id for scene in again.scenes if scene.held_out] == ["scene-2"]


@pytest.mark.parametrize(
    ("isos", "roles"),
    [
        ((100, 12800), ("low", "high")),  # as planned
        ((200, 6400), ("low", "high")),  # the photographer chose others
        ((100, 6400), ("low", "high")),
        ((125, 12800), ("low", "high")),
        ((100, 125), ("low", "other")),
        ((3200, 3200), ("other", "other")),
        ((None, None), ("other", "other")),
    ],
)
def test_roles_follow_the_plan_or_the_extremes(isos: tuple[float | None, ...], roles: tuple[str, ...]) -> None:
    frames = tuple(Frame(f"{n}.NEF", "raw", iso=iso) for n, iso in enumerate(isos))
    assert tuple(f.role for f in grouped(Session("e", frames=frames)).frames) == roles


def test_isos_between_are_high_where_they_are_exposed_like_the_low_ones_and_trials_are_not() -> None:
    frames = (
        Frame("0.NEF", "raw", iso=100, shutter=16, aperture=4),
        Frame("1.NEF", "raw", iso=12800, shutter=1 / 8, aperture=4),
        Frame("2.NEF", "raw", iso=3200, shutter=1 / 2, aperture=4),
        Frame("3.NEF", "raw", iso=3200, shutter=1 / 60, aperture=4),
    )
    assert [f.role for f in grouped(Session("e", frames=frames)).frames] == ["low", "high", "high", "other"]


def test_a_wrongly_exposed_frame_at_the_planned_iso_stays_for_the_check_to_name() -> None:
    frames = (Frame("0.NEF", "raw", iso=100, shutter=16), Frame("1.NEF", "raw", iso=12800, shutter=4))
    assert [f.role for f in grouped(Session("e", frames=frames)).frames] == ["low", "high"]


def test_shutter_times_tell_the_roles_of_files_without_iso() -> None:
    frames = (Frame("0.NEF", "raw", shutter=15), Frame("1.NEF", "raw", shutter=1 / 8), Frame("2.NEF", "raw", shutter=1))
    assert [f.role for f in grouped(Session("e", frames=frames)).frames] == ["low", "high", "other"]


def test_frames_of_another_camera_and_finished_pictures_among_raws_make_no_pair() -> None:
    frames, _ = evening(random.Random(1), ShootingPlan(), 2)
    frames = [replace(frame, camera="X-T3") for frame in frames]
    phone = replace(frames[0], file="frames/phone.NEF", camera="Phone")
    jpeg = replace(frames[0], file="frames/x.jpg", kind="rgb")
    session = grouped(Session("e", frames=(phone, jpeg, *frames)))
    assert [f.role for f in session.frames[:2]] == ["other", "other"]
    assert len(session.pairs()) == 4
    assert session.kind == "raw"


def test_dropped_frames_are_left_where_they_are() -> None:
    frames, _ = evening(random.Random(1), ShootingPlan(), 2)
    session = grouped(Session("e", frames=tuple(frames)))
    dropped = tuple(replace(f, dropped=True) if f.scene == "scene-2" else f for f in session.frames)
    again = grouped(replace(session, frames=dropped))
    assert again.frames == dropped
    assert [scene.id for scene in again.scenes] == ["scene-1"]
    more, _ = evening(random.Random(8), ShootingPlan(), 1)
    more = [replace(f, file=f"more-{f.file[7:]}", taken="2026:05:02" + f.taken[10:]) for f in more]
    assert [s.id for s in grouped(replace(again, frames=(*dropped, *more))).scenes] == ["scene-1", "scene-3"]


def test_frames_are_in_the_order_they_were_taken_and_by_name_within_a_second() -> None:
    frames = [Frame(f"IMG_{n}.CR3", "raw", taken="2026:05:01 20:00:00") for n in (10, 9, 11)]
    assert [f.file for f in in_order(frames)] == ["IMG_9.CR3", "IMG_10.CR3", "IMG_11.CR3"]
    assert Scene("scene-1") == Scene("scene-1", by_hand=False)


@settings(max_examples=12)
@given(seed=st.integers(0, 10**6), scenes=st.integers(2, 6))
def test_while_it_is_shot_no_frame_is_in_a_scene_with_those_of_another(seed: int, scenes: int) -> None:
    """Also the first low-ISO frame after the tripod was moved, which might be one more of the scene before."""
    frames, truth = evening(random.Random(seed), ShootingPlan(), scenes, inside=(1, 5), between=(60, 900))
    for count in range(1, len(frames) + 1):
        for together in divided(grouped(Session("e", frames=tuple(frames[:count])))):
            assert len({truth[file] for file in together}) == 1


@example(seed=16, gone={16, 17, 18, 19})
@given(seed=st.integers(0, 10**6), gone=st.sets(st.integers(0, 35)))
def test_dropping_frames_moves_no_other(seed: int, gone: set[int]) -> None:
    frames, _ = evening(random.Random(seed), ShootingPlan(), 6)
    session = grouped(Session("e", frames=tuple(frames)))
    dropped = tuple(replace(frame, dropped=n in gone) for n, frame in enumerate(session.frames))
    assert grouped(replace(session, frames=dropped)).frames == dropped


@given(seed=st.integers(0, 10**6))
def test_a_frame_that_is_shot_again_joins_its_scene(seed: int) -> None:
    """The high-ISO frames of the third scene were dropped, and two and a low-ISO frame are shot anew."""
    frames, truth = evening(random.Random(seed), ShootingPlan(), 3)
    session = grouped(Session("e", frames=tuple(frames)))
    session = replace(session, frames=tuple(
        replace(f, dropped=f.role == "high" and f.scene == "scene-3") for f in session.frames
    ))  # fmt: skip
    moment = stamp(frames[-1]) + datetime.timedelta(seconds=20)
    for number, iso in enumerate([12800.0, 12800.0, 100.0]):
        taken = (moment + datetime.timedelta(seconds=5 * number)).strftime("%Y:%m:%d %H:%M:%S")
        again = Frame(f"frames/DSC_{900 + number}.NEF", "raw", iso=iso, shutter=0.1, taken=taken)
        session = grouped(replace(session, frames=(*session.frames, again)))
        assert session.frames[-1].scene == "scene-3"
    assert len(session.frames_of("scene-3")) == 4 + 3
    assert {f.scene for f in session.frames if not f.dropped} == {"scene-1", "scene-2", "scene-3"}
    assert truth
