"""kill -9: whenever it comes, nothing half-done is seen, nothing is lost, and nothing is done twice."""

import os
from pathlib import Path

import pytest

from tests.bench.batch.kill import killed

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")]


def test_killed_at_random_moments(tmp_path: Path) -> None:
    found = killed(tmp_path, photos=30, kills=8, seed=1)
    assert found.wrong == []
    assert found.twice == 0
    assert found.kills >= 2  # how many it takes depends on the machine
    assert max(found.in_flight) <= 5  # one in each of three threads and one on each of two belts


def test_killed_before_and_after_every_step_to_the_disk(tmp_path: Path) -> None:
    found = killed(tmp_path, photos=18, kills=20, at="steps")
    assert found.wrong == []
    assert found.twice == 0
    assert found.kills >= 15
    assert found.recovered > 0  # some of these steps lie between the name and the journal
