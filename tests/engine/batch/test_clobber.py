"""Whatever stands where a result should go is still there in the morning, unless overwriting was asked for; an original
always is."""

from functools import cache

import pytest

from denoiser_app.engine.batch.items import IfExists, State
from tests.bench.batch import clobber
from tests.bench.batch.clobber import CASES, Case

WISHES: tuple[IfExists, ...] = ("skip", "rename", "overwrite")


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> object:
    """One batch for all cases of a layout and a wish."""
    return cache(lambda layout, wish: clobber.night_of(tmp_path_factory.mktemp("night"), layout, wish))


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_that_was_there_is_lost(case: Case, wish: IfExists, nights) -> None:  # type: ignore[no-untyped-def]
    night: clobber.Night = nights(case.layout, wish)
    assert night.damage(case, wish) == []
    assert night.reconciled
    assert all(item.error is not None for item in night.of(case) if item.state is State.FAILED)
    if wish == "rename" and not case.late:
        assert {item.state for item in night.of(case)} == {State.DONE}


def test_overwriting_does_overwrite(nights) -> None:  # type: ignore[no-untyped-def]
    night: clobber.Night = nights("tree", "overwrite")
    case = next(case for case in CASES if case.name == "a file")
    (target,) = night.may_change["a file"]
    assert night.damage(case, "skip") == [target]
