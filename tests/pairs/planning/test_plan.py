"""Shutter times that cameras have, exposures that stay equal, lamps that flicker, and a page to print."""

from __future__ import annotations

import html.parser
import math
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.pairs.planning.flicker import TOO_MUCH, ripple, ripple_of, safe_shutter
from denoiser_app.pairs.planning.plan import KINDS, ShootingPlan, Wish, least_iso, shots, shutters, warnings
from denoiser_app.pairs.planning.sheet import TEXTS, sheet_html
from denoiser_app.pairs.planning.shutter import FASTEST, LABELS, SLOWEST, at_most, nearest, of_thirds, seconds_of, stops
from denoiser_app.pairs.planning.words import CHECKLIST, LOOK_FOR, WARNINGS

times = st.floats(1 / 8000, 30.0)
isos = st.sampled_from([50.0, 64.0, 80.0, 100.0, 125.0, 160.0, 200.0, 400.0, 1600.0, 3200.0, 6400.0, 12800.0, 51200.0])


def wishes(count: int) -> tuple[Wish, ...]:
    return tuple(Wish(KINDS[n % len(KINDS)], held_out=n == count - 1) for n in range(count))


# --- shutter times ----------------------------------------------------------------------------------------------------


def test_the_labels_are_those_on_dials_and_read_back_as_the_same_third_stop() -> None:
    assert len(LABELS) == FASTEST - SLOWEST + 1
    for thirds in range(SLOWEST, FASTEST + 1):
        shutter = of_thirds(thirds)
        assert nearest(seconds_of(shutter.label)) == shutter
        assert shutter.seconds == pytest.approx(2 ** (-thirds / 3))
        # A label is never more than an eighth of a stop from what it stands for.
        assert abs(stops(shutter.seconds, seconds_of(shutter.label))) < 1 / 8


@pytest.mark.parametrize(
    ("seconds", "label"), [(1 / 8, "1/8"), (1 / 60, "1/60"), (16, '15"'), (15, '15"'), (1, '1"'), (30, '30"')]
)
def test_times_have_the_names_that_photographers_know(seconds: float, label: str) -> None:
    assert nearest(seconds).label == label


@given(seconds=times)
def test_the_nearest_time_is_within_a_sixth_of_a_stop(seconds: float) -> None:
    assert abs(stops(seconds, nearest(seconds).seconds)) <= 1 / 6 + 1e-9
    assert at_most(seconds).seconds <= seconds * 1.0101


@given(seconds=st.floats(37, 3600))
def test_times_beyond_the_dial_are_whole_seconds_of_bulb(seconds: float) -> None:
    shutter = nearest(seconds)
    assert shutter.bulb
    assert shutter.seconds == round(seconds)


@pytest.mark.parametrize("text", ["", "abc", "1/0", "0", "-1", "1/8/2", "nan", "1e9", "Bulb", "auto"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no shutter time"):
        seconds_of(text)


@pytest.mark.parametrize(
    ("text", "seconds"), [("1/8", 0.125), ("0.0100s", 0.01), ('15"', 15), ("2 s", 2), ("10/25", 0.4)]
)
def test_times_are_read_as_people_and_cameras_write_them(text: str, seconds: float) -> None:
    assert seconds_of(text) == pytest.approx(seconds)


# --- a plan -----------------------------------------------------------------------------------------------------------


@given(low=isos, high=isos, shutter=times)
def test_exposures_are_equal_within_a_sixth_of_a_stop(low: float, high: float, shutter: float) -> None:
    slow, fast = shutters(ShootingPlan(low_iso=low, high_iso=high, shutter=shutter))
    if not 1e-4 < slow.seconds < 1e5:
        return
    rounding = 1 / 6 if not slow.bulb else 0.02
    assert abs(stops(fast.seconds * high, slow.seconds * low)) <= rounding + 1e-9


@given(low_frames=st.integers(0, 9), high_frames=st.integers(0, 5))
def test_low_iso_frames_come_first_and_last(low_frames: int, high_frames: int) -> None:
    of_scene = shots(ShootingPlan(low_frames=low_frames, high_frames=high_frames))
    roles = "".join("L" if shot.role == "low" else "H" for shot in of_scene)
    first, last = (low_frames + 1) // 2, low_frames // 2
    assert roles == "L" * first + "H" * high_frames + "L" * last
    assert [shot.last for shot in of_scene] == [False] * (first + high_frames) + [True] * last


@given(
    low=isos, high=isos, shutter=times, low_frames=st.integers(0, 4), high_frames=st.integers(0, 3),
    mains=st.sampled_from([0, 50, 60]), count=st.integers(0, 8),
)  # fmt: skip
def test_every_warning_is_a_sentence_that_holds_and_advice_that_helps(
    low: float, high: float, shutter: float, low_frames: int, high_frames: int, mains: int, count: int
) -> None:
    plan = ShootingPlan("", low, high, shutter, low_frames, high_frames, mains, wishes(count))
    told = {warning.code: warning for warning in warnings(plan)}
    for warning in told.values():
        assert warning.sentence.endswith(".")
        assert "{" not in warning.sentence
    slow, fast = shutters(plan)
    assert ("bulb" in told) == slow.bulb
    assert ("few-scenes" in told) == (count < 6)
    assert ("no-held-out" in told) == (count == 0)
    assert ("ratio" in told) == (1 < high / low < 8)
    if "bulb" in told:
        advised = told["bulb"].parameters
        assert not shutters(replace(plan, shutter=nearest(seconds_of(advised["shutter"])).seconds))[0].bulb
        assert not shutters(replace(plan, low_iso=advised["iso"]))[0].bulb
    for code in ("flicker", "flicker-bulb"):
        if code in told:
            safe = nearest(seconds_of(told[code].parameters["safe"]))
            assert ripple_of(safe, mains) <= TOO_MUCH < max(ripple_of(slow, mains), ripple_of(fast, mains))


def test_the_plan_of_the_issue_has_nothing_to_warn_of() -> None:
    assert warnings(ShootingPlan("X-T3", 100, 12800, 1 / 8)) == ()


def test_all_warnings_can_be_told() -> None:
    plans = [
        ShootingPlan(high_iso=100), ShootingPlan(high_iso=400), ShootingPlan(shutter=1), ShootingPlan(shutter=1 / 60),
        ShootingPlan(high_iso=409600, shutter=1 / 90), ShootingPlan(wishes=(Wish("dark", held_out=True),)),
        ShootingPlan(wishes=(Wish("dark"),), low_frames=1), ShootingPlan(low_frames=0, high_frames=0),
    ]  # fmt: skip
    assert {warning.code for plan in plans for warning in warnings(plan)} == set(WARNINGS)


@given(iso=st.sampled_from([1600.0, 6400.0, 12800.0, 51200.0, 204800.0]), shutter=times)
def test_the_least_iso_is_the_lowest_third_stop_without_bulb(iso: float, shutter: float) -> None:
    plan = ShootingPlan(high_iso=iso, shutter=shutter)
    least = least_iso(plan, shutter)
    assert not shutters(replace(plan, low_iso=least))[0].bulb
    assert least == 25 or nearest(shutter).seconds * iso / (least * 2 ** (-1 / 2)) > 32 * 0.97


@pytest.mark.parametrize(
    "change", [{"low_iso": -1}, {"shutter": math.nan}, {"low_frames": 10**6}, {"wishes": ({"kind": 3, "x": 1},)}]
)
def test_a_plan_that_makes_no_sense_is_no_plan(change: dict[str, object]) -> None:
    values = {**ShootingPlan().values(), **change}
    with pytest.raises((TypeError, ValueError)):
        ShootingPlan.of(values)


# --- lamps ------------------------------------------------------------------------------------------------------------


@given(mains=st.sampled_from([50, 60]), pulses=st.integers(1, 400))
def test_whole_pulses_do_not_flicker(mains: int, pulses: int) -> None:
    assert ripple(pulses / (2 * mains), mains) == pytest.approx(0, abs=1e-9)


@given(mains=st.sampled_from([50, 60]), seconds=st.floats(1 / 4000, 0.3))
def test_the_ripple_is_that_of_frames_taken_at_many_moments(mains: int, seconds: float) -> None:
    """Light that goes out between two pulses, 1 + cos, integrated over the shutter time from 400 moments."""
    steps = np.linspace(0, seconds, 2001)
    moments = np.linspace(0, 1 / (2 * mains), 400, endpoint=False)[:, None]
    light = 1 + np.cos(2 * np.pi * 2 * mains * (moments + steps))
    exposures = np.trapezoid(light, steps, axis=1) / seconds
    assert ripple(seconds, mains) == pytest.approx(exposures.max() - 1, abs=2e-3)


@given(mains=st.sampled_from([50, 60]), seconds=times)
def test_the_advised_time_does_not_flicker_and_a_steady_one_stays(mains: int, seconds: float) -> None:
    safe = safe_shutter(seconds, mains)
    assert ripple_of(safe, mains) <= TOO_MUCH
    if ripple_of(nearest(seconds), mains) <= TOO_MUCH:
        assert safe == nearest(seconds)
    assert ripple(seconds, 0) == 0


# --- the page ---------------------------------------------------------------------------------------------------------

PLANS = [
    ShootingPlan("FUJIFILM X-T3"),
    ShootingPlan("", low_frames=1, shutter=1 / 60, wishes=wishes(1)),
    ShootingPlan('A name <of> "many" letters & signs ' * 4, wishes=wishes(9), high_iso=409600, shutter=1 / 60),
    ShootingPlan(wishes=wishes(16), low_frames=40, high_frames=9),
    ShootingPlan(wishes=tuple(Wish("dark", True, "Ein sehr langer Name einer Szene " * 3) for _ in range(24))),
    ShootingPlan("没有相机", wishes=tuple(Wish("dark", False, "夜晚的城市灯光和河流" * 4) for _ in range(12))),
]


class Seen(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words, self.tags, self.addresses = "", [], []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [name for name, _ in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("plan", PLANS)
def test_the_page_says_all_of_the_plan_and_needs_nothing_else(plan: ShootingPlan) -> None:
    text = sheet_html(plan)
    page = Seen()
    page.feed(text)
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert page.addresses == []
    assert "url(" not in text
    for item in (*CHECKLIST, plan.camera, *(LOOK_FOR[wish.kind] for wish in plan.wishes)):
        assert item in page.words
    for shot in shots(plan):
        assert shot.shutter.label in page.words
        assert f"{shot.iso:.0f}" in page.words
    for warning in warnings(plan):
        assert warning.sentence in page.words
    for wish in plan.wishes:
        assert wish.title in page.words


def test_the_page_can_be_said_in_another_language() -> None:
    words: set[str] = set()

    def say(text: str) -> str:
        words.add(text)
        return text[::-1] if "{" not in text else text

    page = Seen()
    page.feed(sheet_html(ShootingPlan(shutter=1), say))
    assert "Texture"[::-1] in page.words
    assert set(TEXTS) <= words


@pytest.mark.parametrize("plan", PLANS[2::2])
def test_it_prints_on_one_page_of_a4(plan: ShootingPlan, tmp_path: Path) -> None:
    """In a real browser, where there is one."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    info = shutil.which("pdfinfo")
    if not browser or not info:
        pytest.skip("needs Chromium and pdfinfo")
    page, printed = tmp_path / "plan.html", tmp_path / "plan.pdf"
    page.write_text(sheet_html(plan), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={tmp_path}/b"]
    subprocess.run([browser, *options, f"--print-to-pdf={printed}", str(page)], check=True, capture_output=True)
    told = subprocess.run([info, str(printed)], check=True, capture_output=True, text=True).stdout
    lines = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    assert lines["Pages"].strip() == "1"
    assert "A4" in lines["Page size"]
