"""What a session lacks is said, with what to do; what a training began with is what it goes on with."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from denoiser_app.core.errors import SessionUnfit
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.checking import check as checks
from denoiser_app.pairs.checking.check import Checked
from denoiser_app.pairs.planning.plan import ShootingPlan
from denoiser_app.pairs.session import PROFILE, Frame, Scene, Session
from denoiser_app.pairs.verdict import Verdict, Verdicts
from denoiser_app.training.personal.sources import SessionSources, as_begun, open_session
from tests.helpers.paired import CAMERA, profile


def session(scenes: int, held_out: tuple[int, ...] = (), kind: Any = "raw", iso: float | None = 6400.0) -> Session:
    frames = []
    for number in range(scenes):
        for role, of_role in (("low", 100.0), ("high", iso)):
            name = f"frames/{role}-{number}.dng"
            frames.append(Frame(name, kind, role, f"scene-{number}", CAMERA, iso=of_role))  # type: ignore[arg-type]
    made = tuple(Scene(f"scene-{number}", held_out=number in held_out) for number in range(scenes))
    return Session("evening", ShootingPlan(high_iso=3200), made, tuple(frames))


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Marks by pair id; good unless said otherwise."""
    marks: dict[str, str] = {}

    def check(folder: Path, token: Any = None, only: Any = None) -> Iterator[Checked]:
        pairs = sessions.load(folder).pairs()
        found = (
            Verdict(p.id, p.scene.id, marks.get(p.id, "good"), (), 1.0, fingerprint=f"of {p.id}")  # type: ignore[arg-type]
            for p in pairs
        )
        yield Checked(Verdicts(tuple(found)))

    monkeypatch.setattr(checks, "check", check)
    return marks


def opened(folder: Path, what: Session) -> SessionSources:
    sessions.create(folder, what)
    *_, sources = open_session(folder)
    assert isinstance(sources, SessionSources)
    return sources


def test_the_scenes_go_where_they_belong(tmp_path: Path, judged: dict[str, str]) -> None:
    judged["scene-1/high-1"] = "rejected"
    (tmp_path / PROFILE).write_text(profile().to_json())
    sources = opened(tmp_path, session(4, held_out=(3,)))
    assert [pair.scene.id for pair in sources.training] == ["scene-0", "scene-2"]
    assert [pair.scene.id for pair in sources.held_out] == ["scene-3"]
    assert sources.profile == profile()
    assert (sources.camera, sources.kind, sources.iso) == (CAMERA, "raw", (6400.0, 6400.0))


def test_an_unknown_iso_is_the_planned_one(tmp_path: Path, judged: dict[str, str]) -> None:
    assert opened(tmp_path, session(2, (1,), iso=None)).iso == (3200.0, 3200.0)


@pytest.mark.parametrize(
    ("what", "rejected", "words"),
    [
        (session(0), (), "no pair yet"),
        (session(3, (2,)), (0, 1, 2), "rejected"),
        (session(1, (0,)), (), "only one scene"),
        (session(3, (2,)), (0, 1), "only one scene"),
        (session(3), (), "held out"),
        (session(3, (0, 1, 2)), (), "Leave some"),
    ],
    ids=["nothing", "all rejected", "one", "one left", "none held out", "all held out"],
)
def test_what_it_lacks_is_said(
    tmp_path: Path, judged: dict[str, str], what: Session, rejected: tuple[int, ...], words: str
) -> None:
    judged |= {f"scene-{number}/high-{number}": "rejected" for number in rejected}
    with pytest.raises(SessionUnfit, match=words):
        opened(tmp_path, what)


def test_raws_and_jpegs_do_not_mix(tmp_path: Path, judged: dict[str, str]) -> None:
    mixed = session(3, (2,))
    frames = tuple(replace(f, kind="rgb") if f.scene == "scene-0" else f for f in mixed.frames)
    with pytest.raises(SessionUnfit, match="of one kind"):
        opened(tmp_path, replace(mixed, frames=frames))


def test_a_damaged_profile_is_said(tmp_path: Path, judged: dict[str, str]) -> None:
    (tmp_path / PROFILE).write_text("{")
    with pytest.raises(SessionUnfit, match="Calibrate again"):
        opened(tmp_path, session(2, (1,)))


def test_a_training_goes_on_with_the_pairs_it_began_with(tmp_path: Path, judged: dict[str, str]) -> None:
    sources = opened(tmp_path, session(4, held_out=(3,)))
    values = sources.values()
    judged["scene-2/high-2"] = "good"
    now = opened(tmp_path / "later", session(5, held_out=(0, 4)))
    again = as_begun(now, values, profile())
    assert [pair.scene.id for pair in again.training] == ["scene-0", "scene-1", "scene-2"]
    assert [pair.scene.id for pair in again.held_out] == ["scene-3"]
    assert again.profile == profile()
    judged["scene-1/high-1"] = "rejected"
    changed = opened(tmp_path / "changed", session(5, held_out=(0, 4)))
    with pytest.raises(SessionUnfit, match="not what it was"):
        as_begun(changed, values, None)
