"""The time left: exact where speed is constant, unmoved by pauses, silent while it would be a guess."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.recipe import Recipe
from denoiser_app.engine.batch.forecast import Forecast, seconds_left
from denoiser_app.engine.batch.items import Action, Item, State

START = 1_700_000_000.0


def item(number: int, megapixels: float | None = 24.0, action: Action = "denoise", suffix: str = ".nef") -> Item:
    path = Path(f"/card/{number}{suffix}")
    recipe = Recipe()
    return Item(
        number, 1, number, "job", path, None, path.parent, 1, 1, action, recipe, State.WAITING, megapixels=megapixels
    )


def done(items: list[Item], pace: float, at: float = START, stages: float = 2.5) -> list[Item]:
    """As a pipeline ends them: one after another at ``pace`` seconds a megapixel, each taking ``stages`` times that."""
    result = []
    for one in items:
        seconds = pace * (one.megapixels or 24.0)
        at += seconds
        work = seconds * stages
        result.append(
            replace(
                one, state=State.DONE, started=at - work, ended=at, seconds={"read": 0.2 * work, "network": 0.8 * work}
            )
        )
    return result


def several(count: int, first: int = 0, **changes: object) -> list[Item]:
    return [item(first + number, **changes) for number in range(count)]  # type: ignore[arg-type]


SIZES = st.lists(st.sampled_from([6.0, 12.0, 24.0, 61.0]), min_size=8, max_size=30)


@given(SIZES, SIZES, st.floats(0.01, 10.0))
def test_at_constant_speed_it_is_exact(before: list[float], after: list[float], pace: float) -> None:
    ended = done([item(number, size) for number, size in enumerate(before)], pace)
    forecast = seconds_left(ended, [item(100 + number, size) for number, size in enumerate(after)])
    assert forecast.seconds == pytest.approx(pace * sum(after))
    assert seconds_left(ended[::-1], [item(100)]).seconds == pytest.approx(pace * 24.0)


@given(st.integers(4, 25), st.floats(100.0, 1e6), st.integers(5, 30))
def test_a_night_between_two_runs_does_not_count(first: int, night: float, second: int) -> None:
    before = done(several(first), 0.5)
    after = done(several(second, 50), 0.5, before[-1].ended + night)  # type: ignore[operator]
    whole = seconds_left([*before, *after], several(10, 90))
    assert whole.seconds == pytest.approx(10 * 12.0)
    assert whole.photos_per_hour == pytest.approx(300.0)


def test_two_devices_that_end_two_photos_at_once_are_twice_as_fast() -> None:
    one = done(several(20), 0.5)
    ended = [replace(photo, ended=START + 24.0 * (number // 2)) for number, photo in enumerate(one)]
    assert seconds_left(ended, several(10, 50)).seconds == pytest.approx(120.0)


def test_nothing_is_said_before_three_are_done() -> None:
    for count in (0, 1, 2):
        assert seconds_left(done(several(count), 1.0), several(5, 50)) == Forecast()
    assert seconds_left(done(several(3), 1.0), several(5, 50)).seconds is not None


def test_nothing_is_said_while_much_of_another_kind_waits() -> None:
    ended = done(several(30), 1.0)
    jpegs = several(20, 100, suffix=".jpg")
    assert seconds_left(ended, [*several(20, 50), *jpegs]).seconds is None
    quick = done(several(3, 150, suffix=".jpg"), 0.1, START + 1e4)
    assert seconds_left([*ended, *quick], [*several(20, 50), *jpegs]).seconds == pytest.approx(24 * (20 + 2.0))


def test_one_of_another_kind_does_not_hide_the_rest_of_the_night() -> None:
    waiting = [*several(99, 50), item(200, suffix=".jpg")]
    assert seconds_left(done(several(5), 1.0), waiting).seconds == pytest.approx(24.0 * 100)


def test_other_models_and_copies_are_other_kinds() -> None:
    ended = done(several(9), 1.0)
    other = [replace(one, recipe=Recipe(model="slow")) for one in several(5, 50)]
    copies = several(5, 50, action="copy")
    assert seconds_left(ended, other).seconds is None
    assert seconds_left(ended, copies).seconds is None
    copied = [replace(one, seconds={}) for one in done(several(4, 70, action="copy"), 0.01, START + 1e4)]
    assert seconds_left([*ended, *copied], copies).seconds == pytest.approx(5 * 0.24)


def test_photos_of_unknown_size_are_taken_for_usual_ones() -> None:
    assert seconds_left(done(several(5), 1.0), [item(50, None)]).seconds == pytest.approx(24.0)
    assert seconds_left(done(several(5, megapixels=None), 1.0), [item(50, None)]).seconds == pytest.approx(24.0)


def test_failures_do_not_make_it_faster() -> None:
    ended = done(several(20), 1.0)
    mixed = [replace(one, state=State.FAILED, seconds={}) if one.id % 3 == 1 else one for one in ended]
    assert seconds_left(mixed, several(2, 50)).seconds == pytest.approx(48.0)


def test_results_found_after_a_crash_tell_nothing() -> None:
    found = [replace(one, seconds={}, ended=START) for one in done(several(50), 1.0)]
    assert seconds_left(found, several(5, 90)).seconds is None


def test_it_falls_between_two_photos_but_never_below_the_rest() -> None:
    ended, waiting = done(several(5), 1.0), several(3, 50)
    assert seconds_left(ended, waiting, 10.0).seconds == pytest.approx(62.0)
    assert seconds_left(ended, waiting, 1e6).seconds == pytest.approx(48.0)
    assert seconds_left(ended, [], 1e6).seconds == 0.0


def test_throughput_is_that_of_the_last_photos() -> None:
    slow = done(several(40), 2.0)
    fast = done(several(20, 50), 0.5, slow[-1].ended)  # type: ignore[arg-type]
    forecast = seconds_left([*slow, *fast], [])
    assert forecast.photos_per_hour == pytest.approx(300.0)
    assert forecast.megapixels_per_second == pytest.approx(2.0)
