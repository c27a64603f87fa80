"""What the files say of a pair, and what a session lacks."""

from dataclasses import replace

import pytest

from denoiser_app.pairs.checking.problems import problems
from denoiser_app.pairs.checking.settings import exposure_stops, findings
from denoiser_app.pairs.session import Frame, Pair, Scene, Session

LOW = Frame("frames/a.dng", "raw", "low", "scene-1", "Maker One", "50mm", 100, 16.0, 4.0, 50.0, size=(400, 600))
HIGH = replace(LOW, file="frames/b.dng", role="high", iso=12800, shutter=1 / 8)


def codes(low: Frame = LOW, high: Frame = HIGH) -> list[str]:
    found = findings(Pair(Scene("scene-1"), (low,), high))
    assert all(finding.sentence for finding in found)
    return [finding.code for finding in found if finding.grade == "reject"]


def test_a_pair_of_one_camera_has_nothing_against_it() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"camera": "Maker Two"}, "camera-differs"),
        ({"lens": "35mm"}, "lens-differs"),
        ({"focal_length": 35.0}, "focal-length-differs"),
        ({"aperture": 4.5}, "aperture-differs"),
        ({"kind": "rgb"}, "kind-differs"),
        ({"size": (600, 400)}, "size-differs"),
        ({"shutter": 1 / 5}, "exposure-ratio"),
        ({"iso": 6400}, "exposure-ratio"),
    ],
)
def test_what_differs_is_said(change: dict[str, object], code: str) -> None:
    assert code in codes(high=replace(HIGH, **change))
    assert code in codes(low=replace(LOW, **change))


def test_what_is_unknown_is_no_difference() -> None:
    nothing = {
        "camera": "",
        "lens": "",
        "iso": None,
        "shutter": None,
        "aperture": None,
        "focal_length": None,
        "size": None,
    }
    assert codes(high=replace(HIGH, **nothing)) == []


def test_nominal_shutter_times_are_equal_enough() -> None:
    assert codes(replace(LOW, shutter=30.0), replace(HIGH, shutter=1 / 4)) == []
    assert exposure_stops(replace(LOW, aperture=8.0), replace(HIGH, aperture=5.6)) == pytest.approx(1.03, abs=0.01)


def session(frames: list[Frame], held_out: str = "") -> Session:
    scenes = tuple(Scene(name, held_out=name == held_out) for name in sorted({frame.scene for frame in frames}))
    return Session("test", scenes=scenes, frames=tuple(frames))


def scenes_of(count: int) -> list[Frame]:
    return [replace(f, file=f"{f.file}{n}", scene=f"scene-{n}") for n in range(count) for f in (LOW, HIGH)]


@pytest.mark.parametrize(
    ("frames", "held_out", "wanted"),
    [
        (scenes_of(6), "scene-5", set()),
        ([], "", {"no-pairs"}),
        ([LOW], "", {"no-pairs", "low-alone"}),
        ([HIGH], "", {"no-pairs", "high-alone"}),
        (scenes_of(1), "", {"single-pair"}),
        ([*scenes_of(1), replace(HIGH, file="c", scene="scene-0")], "", {"single-scene"}),
        (scenes_of(3), "scene-1", {"few-scenes"}),
        (scenes_of(6), "", {"no-held-out"}),
        ([*scenes_of(6), replace(LOW, file="c", camera="Other")], "scene-5", {"mixed-cameras"}),
        ([*scenes_of(6), replace(HIGH, file="c", kind="rgb", scene="scene-1")], "scene-5", {"mixed-kinds"}),
        ([*scenes_of(6), replace(HIGH, file="c", iso=6400, scene="scene-1")], "scene-5", {"mixed-isos"}),
        ([*scenes_of(6), replace(LOW, file="c", camera="Other", dropped=True)], "scene-5", set()),
    ],
)
def test_what_a_session_lacks_is_said(frames: list[Frame], held_out: str, wanted: set[str]) -> None:
    found = problems(session(frames, held_out))
    assert {finding.code for finding in found} == wanted
    assert all(finding.sentence for finding in found)
