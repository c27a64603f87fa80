"""A small share of ``tests/bench/pairs/kill_training.py``, which kills fifty times."""

import os
from pathlib import Path

import pytest

from tests.bench.pairs.kill_training import killed


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the killer forks")
def test_kills_cost_one_interval_at_most_and_change_nothing(tmp_path: Path) -> None:
    came = killed(tmp_path, steps=12, kills=4)
    assert came.wrong == []
    assert came.kills >= 2
    assert max(came.lost) <= 4
