"""A full disk, a folder that is gone, a card that was pulled out: the batch waits, says why, and goes on."""

import sys
from pathlib import Path

import pytest

from denoiser_app.core.errors import DiskFull, FolderGone
from tests.bench.batch import disk

COUNT = 8
needs_mount = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's mount")


def require_all_done(found: disk.Waited) -> None:
    assert found.wrong == []
    assert found.counts.done == found.counts.found == COUNT
    assert found.went_on == len(found.reasons)


@needs_mount
def test_results_on_a_disk_of_one_megabyte_wait_until_it_grows(tmp_path: Path) -> None:
    found = disk.disk_of_one_megabyte(tmp_path, COUNT)
    require_all_done(found)
    assert all(isinstance(reason, DiskFull) for reason in found.reasons)
    assert len(found.reasons) >= 2


@needs_mount
@pytest.mark.parametrize("journal_too", [False, True], ids=["results", "results and journal"])
def test_a_disk_that_fills_up_while_a_file_is_written(tmp_path: Path, journal_too: bool) -> None:
    found = disk.ballast_on_the_disk(tmp_path, COUNT, journal_too=journal_too)
    require_all_done(found)
    assert found.reasons


def test_a_source_that_is_renamed_and_comes_back(tmp_path: Path) -> None:
    found = disk.source_renamed(tmp_path, COUNT)
    require_all_done(found)
    assert {type(reason) for reason in found.reasons} == {FolderGone}


@needs_mount
@pytest.mark.parametrize("below", ["out", ""], ids=["a folder on it", "the disk itself"])
def test_a_disk_that_is_pulled_out_is_not_written_to_in_its_absence(tmp_path: Path, below: str) -> None:
    found, strays = disk.output_unplugged(tmp_path, COUNT, below)
    require_all_done(found)
    assert strays == []
    assert {type(reason) for reason in found.reasons} == {FolderGone}
