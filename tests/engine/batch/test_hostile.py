"""One bad file must not cost a night: the good photos are done, the bad ones are named, and the counts reconcile."""

import pytest

from denoiser_app.core.errors import DecoderDied, DecoderTimedOut
from denoiser_app.engine.batch.items import State
from tests.bench.batch import hostile


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> hostile.Night:
    return hostile.night_among(tmp_path_factory.mktemp("night"), good=20)


def test_all_good_photos_are_done_and_nothing_else(night: hostile.Night) -> None:
    assert night.wrong == []
    assert night.of(State.DONE) == set(night.good)


def test_every_bad_file_is_named(night: hostile.Night) -> None:
    assert night.of(State.FAILED) | night.of(State.QUARANTINED) == set(night.bad)
    assert night.unnamed() == []


def test_what_kills_or_hangs_the_decoder_twice_is_quarantined(night: hostile.Night) -> None:
    errors = {item.source.name: item.error for item in night.items if item.state is State.QUARANTINED}
    assert set(errors) == {"kills.png", "hangs.png"}
    assert isinstance(errors["kills.png"], DecoderDied)
    assert isinstance(errors["hangs.png"], DecoderTimedOut)
    assert sorted(path.name for path in night.put_off) == ["hangs.png", "kills.png"]  # once each: they had a second try
    assert {item.attempts for item in night.items if item.state is State.QUARANTINED} == {2}
