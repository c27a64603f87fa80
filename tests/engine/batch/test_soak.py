"""A night of many photos takes no more memory and descriptors at its end than early on, and leaves no process."""

from pathlib import Path

import pytest

from tests.bench.batch.soak import soaked


@pytest.mark.slow
def test_a_long_batch_does_not_grow(tmp_path: Path) -> None:
    found = soaked(tmp_path, 120, 40)
    assert found.wrong == []
    assert found.orphans == 0
    assert found.growth()["descriptors"] < 0.15  # a pipe more or less in flight
    assert found.growth()["uss"] < 0.15
