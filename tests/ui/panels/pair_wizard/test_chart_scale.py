"""The arithmetic of axes, over random ranges."""

from __future__ import annotations

import itertools
import math
import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from denoiser_app.ui.panels.pair_wizard.chart_scale import Scale, figure, label, nearest

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
numbers = st.floats(-1e6, 1e6).filter(lambda x: x == 0 or abs(x) > 1e-6)
positive = st.floats(-9, 6).map(lambda power: 10.0**power)


def read(text: str) -> float:
    """A label as a person reads it."""
    text = text.replace("−", "-")
    found = re.fullmatch(r"(?:(-?[\d.]+)×)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text)
    if found:
        return float(found[1] or 1) * 10.0 ** int(found[2].translate(SUPERSCRIPTS))
    return float(text)


@given(st.lists(numbers, min_size=1, max_size=20), st.integers(2, 12))
def test_all_values_and_all_ticks_lie_within_the_axis(values: list[float], most: int) -> None:
    scale = Scale.around(values)
    assert scale.low < scale.high
    assert all(-1e-9 <= scale.share(value) <= 1 + 1e-9 for value in values)
    ticks = scale.ticks(most)
    assert len(ticks) <= most
    assert ticks == sorted(set(ticks))
    assert all(-1e-6 <= scale.share(tick) <= 1 + 1e-6 for tick in ticks)


@given(numbers, numbers, st.integers(3, 12))
def test_ticks_are_round_evenly_spaced_and_not_too_few(low: float, high: float, most: int) -> None:
    assume(high - low > 1e-3 * max(abs(low), abs(high)))
    ticks = Scale(low, high).ticks(most)
    assert most / 5 - 1 <= len(ticks) <= most
    steps = [b - a for a, b in itertools.pairwise(ticks)]
    for step in steps:
        assert step == pytest.approx(steps[0], rel=1e-6)
        power = 10.0 ** math.floor(math.log10(step) + 1e-9)
        assert any(step / power == pytest.approx(round_, rel=1e-6) for round_ in (1, 2, 5))


@given(st.lists(positive, min_size=1, max_size=20), st.integers(2, 12))
def test_a_logarithmic_axis_holds_what_can_be_on_it(values: list[float], most: int) -> None:
    scale = Scale.around([*values, 0.0, -1.0, math.nan], log=True)
    assert all(-1e-9 <= scale.share(value) <= 1 + 1e-9 for value in values)
    assert math.isnan(scale.share(0.0))
    ticks = scale.ticks(most)
    assert len(ticks) <= most
    assert all(tick > 0 and -1e-6 <= scale.share(tick) <= 1 + 1e-6 for tick in ticks)


@given(positive, positive, st.floats(0, 1), st.booleans())
def test_value_undoes_share(first: float, second: float, share: float, log: bool) -> None:
    assume(max(first, second) > 1.001 * min(first, second))
    scale = Scale(min(first, second), max(first, second), log)
    assert scale.share(scale.value(share)) == pytest.approx(share, abs=1e-6)


@example(1.0e-3, 5.0e-3, 9, True)
@example(2.0e-5, 7.0e-5, 8, True)
@given(numbers, numbers, st.integers(3, 9), st.booleans())
def test_labels_say_the_value_of_their_tick_and_differ(low: float, high: float, most: int, log: bool) -> None:
    low, high = min(low, high), max(low, high)
    assume(high - low > 1e-3 * max(abs(low), abs(high)))
    assume(not log or low > 0)
    scale = Scale(low, high, log)
    ticks = scale.ticks(most)
    written = scale.labels(ticks)
    step = min((b - a for a, b in itertools.pairwise(ticks)), default=abs(high))
    assert len(set(written)) == len(written)
    for tick, text in zip(ticks, written, strict=True):
        assert read(text) == pytest.approx(tick, rel=5e-3, abs=step / 20)


@given(st.floats(-1e9, 1e9).filter(lambda x: abs(x) > 1e-9))
def test_a_figure_is_right_to_three_digits(value: float) -> None:
    assert read(figure(value)) == pytest.approx(value, rel=6e-3)


@given(st.lists(numbers, max_size=30).map(sorted), numbers)
def test_nearest_is_the_nearest(points: list[float], wanted: float) -> None:
    index = nearest(points, wanted)
    if not points:
        assert index is None
    else:
        assert index is not None
        assert abs(points[index] - wanted) == min(abs(point - wanted) for point in points)


def test_figures_as_people_write_them() -> None:
    assert [label(0.2, 0.2), label(5, 5), label(-2, 2), label(0.0, 1)] == ["0.2", "5", "−2", "0"]
    assert [label(1e-4), label(2e-5), label(0.001), label(0.5)] == ["10⁻⁴", "2×10⁻⁵", "0.001", "0.5"]
    assert [figure(34.2149), figure(0.012345), figure(1.273e-4), figure(math.nan)] == [
        "34.21",
        "0.0123",
        "1.27×10⁻⁴",
        "—",
    ]


def test_ticks_beside_each_other_are_written_alike() -> None:
    assert Scale(8e-4, 1.6e-3, log=True).labels([8e-4, 1e-3, 1.2e-3]) == ["0.0008", "0.0010", "0.0012"]
    assert Scale(2e-4, 1.0, log=True).labels([3e-4, 1e-3, 1e-2, 0.1]) == ["0.0003", "0.001", "0.01", "0.1"]
    assert Scale(1e-6, 1.0, log=True).labels([1e-6, 1e-4, 1e-2]) == ["10⁻⁶", "10⁻⁴", "0.01"]
    assert Scale(0.0, 1e-3).labels([0.0, 5e-4, 1e-3]) == ["0", "0.0005", "0.0010"]


def test_without_values_there_is_an_axis_all_the_same() -> None:
    for scale in (Scale.around([]), Scale.around([0.0, -3.0, math.inf], log=True), Scale.around([5.0])):
        assert scale.low < scale.high
        assert scale.ticks()
