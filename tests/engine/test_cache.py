"""Denoised photos on disk: exactly what went in or nothing, never more than the limit, whoever else writes or dies."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from denoiser_app.engine.cache import HEADER, Key, ResultCache

FACTS = {"noise": 3.25, "noise_text": "3.2/255 (measured)", "model": "raw-balanced", "device": "CPU"}
SIDE = 40
ENTRY = HEADER + SIDE * SIDE * 6
ROOT = Path(__file__).resolve().parents[2]


def key_of(index: int) -> Key:
    return Key(f"/photos/{index}.nef", 1000 + index, 5, "ab" * 32, '{"noise": null}')


def codes_of(index: int, side: int = SIDE) -> NDArray[np.uint16]:
    return np.random.default_rng(index).integers(0, 65536, (side, side, 3)).astype(np.uint16)


@pytest.fixture
def cache(tmp_path: Path) -> ResultCache:
    return ResultCache(tmp_path / "cache", 10 * ENTRY)


def the_file(tmp_path: Path) -> Path:
    (found,) = (tmp_path / "cache").iterdir()
    return found


def test_what_comes_back_is_what_went_in(cache: ResultCache, tmp_path: Path) -> None:
    assert cache.get(key_of(0)) is None
    whole = codes_of(0, 60)
    assert cache.put(key_of(0), whole[::-1, 5:-3], FACTS)
    entry = ResultCache(tmp_path / "cache", 10 * ENTRY).get(key_of(0))
    assert entry is not None
    np.testing.assert_array_equal(entry.codes, whole[::-1, 5:-3])
    assert entry.codes.dtype == np.uint16
    assert not entry.codes.flags.writeable
    assert (entry.noise, entry.noise_text, dict(entry.facts)) == (3.25, FACTS["noise_text"], FACTS)


def test_every_part_of_the_key_counts(cache: ResultCache) -> None:
    key = key_of(0)
    cache.put(key, codes_of(0), FACTS)
    others = [
        replace(key, path="/photos/1.nef"), replace(key, size=1), replace(key, mtime_ns=6), replace(key, model="cd"),
        replace(key, inference="{}"), replace(key, version="0"),
    ]  # fmt: skip
    assert all(cache.get(other) is None for other in others)
    assert cache.get(key) is not None


def test_a_photo_that_is_saved_anew_has_no_result(cache: ResultCache, tmp_path: Path) -> None:
    photo = tmp_path / "a.nef"
    photo.write_bytes(b"1")
    cache.put(Key.of(photo, "ab", "{}"), codes_of(0), FACTS)
    assert cache.get(Key.of(tmp_path / "cache" / ".." / "a.nef", "ab", "{}")) is not None
    photo.write_bytes(b"12")
    assert cache.get(Key.of(photo, "ab", "{}")) is None
    photo.unlink()
    gone = Key.of(photo, "ab", "{}")
    assert not cache.put(gone, codes_of(0), FACTS)
    assert cache.get(gone) is None


def test_wrong_arrays_and_facts_are_faults_of_the_program(cache: ResultCache) -> None:
    for wrong in (codes_of(0)[..., :2], codes_of(0).astype(np.float32), codes_of(0)[:0]):
        with pytest.raises(ValueError, match="codes"):
            cache.put(key_of(0), wrong, FACTS)
    for facts in ({"noise": 1.0}, {**FACTS, "noise_text": "x" * HEADER}):
        with pytest.raises(ValueError, match="facts"):
            cache.put(key_of(0), codes_of(0), facts)


# --- the limit --------------------------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    room=st.integers(0, 4),
    steps=st.lists(st.tuples(st.sampled_from(["put", "get", "other put"]), st.integers(0, 6)), max_size=25),
)
def test_used_longest_ago_goes_first_and_the_limit_holds(room: int, steps: list[tuple[str, int]]) -> None:
    """Against a model: an ordered dictionary."""
    with tempfile.TemporaryDirectory() as name:
        limit = room * ENTRY + 100
        one, two = ResultCache(Path(name), limit), ResultCache(Path(name), limit)
        model: OrderedDict[int, None] = OrderedDict()
        for action, index in steps:
            if action == "get":
                assert (one.get(key_of(index)) is not None) == (index in model)
                if index in model:
                    model.move_to_end(index)
                continue
            written = (one if action == "put" else two).put(key_of(index), codes_of(index), FACTS)
            assert written == (room > 0)
            while written and len(model) + 1 > room:  # room for the new file is made beside the old one of that name
                model.popitem(last=False)
            if written:
                model.pop(index, None)
                model[index] = None
            assert one.size() == len(model) * ENTRY <= limit


def test_a_smaller_limit_holds_from_the_first_use(cache: ResultCache, tmp_path: Path) -> None:
    for index in range(5):
        cache.put(key_of(index), codes_of(index), FACTS)
    smaller = ResultCache(tmp_path / "cache", 3 * ENTRY)
    assert smaller.put(key_of(9), codes_of(9), FACTS)
    assert smaller.size() == 3 * ENTRY
    assert [index for index in range(10) if smaller.get(key_of(index))] == [3, 4, 9]


def test_a_mapped_result_outlives_its_file(cache: ResultCache) -> None:
    cache.put(key_of(0), codes_of(0), FACTS)
    entry = cache.get(key_of(0))
    for index in range(1, 15):
        assert cache.put(key_of(index), codes_of(index), FACTS)
    assert cache.get(key_of(0)) is None
    assert entry is not None
    np.testing.assert_array_equal(entry.codes, codes_of(0))


def test_a_file_that_cannot_be_removed_is_left_and_the_next_one_goes(
    cache: ResultCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a mapped file is locked."""
    for index in range(10):
        cache.put(key_of(index), codes_of(index), FACTS)
    original = Path.unlink
    locked = key_of(0).name

    def unlink(self: Path, missing_ok: bool = False) -> None:
        if self.name.startswith(locked):
            raise PermissionError
        original(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    assert cache.put(key_of(10), codes_of(10), FACTS)
    assert cache.size() <= 10 * ENTRY
    assert [index for index in range(11) if cache.get(key_of(index))] == [0, *range(2, 11)]
    cache.clear()
    assert cache.size() == ENTRY


def test_a_disk_that_is_nearly_full_is_left_alone(cache: ResultCache, monkeypatch: pytest.MonkeyPatch) -> None:
    def usage(free: int) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))

    usage(10**9 + ENTRY - 1)
    assert not cache.put(key_of(0), codes_of(0), FACTS)
    assert cache.size() == 0
    usage(10**9 + ENTRY)
    assert cache.put(key_of(0), codes_of(0), FACTS)


# --- bad luck ---------------------------------------------------------------------------------------------------------


def damage(data: bytearray, how: str) -> bytes:
    if how == "magic":
        data[0] ^= 1
    elif how == "json":
        data[40] ^= 1
    elif how == "cut":
        del data[-1:]
    elif how == "cut in the header":
        del data[100:]
    elif how == "longer":
        data += b"\0"
    elif how == "holes":  # what a crash leaves of a file that was never flushed
        data[HEADER:] = bytes(len(data) - HEADER)
    elif how == "last page":
        data[-1] ^= 1
    else:
        data[:] = how.encode()
    return bytes(data)


@pytest.mark.parametrize(
    "how",
    ["magic", "json", "cut", "cut in the header", "longer", "holes", "last page", "", "a letter of somebody else"],
)
def test_damaged_and_foreign_files_are_dropped(cache: ResultCache, tmp_path: Path, how: str) -> None:
    cache.put(key_of(0), codes_of(0), FACTS)
    file = the_file(tmp_path)
    file.write_bytes(damage(bytearray(file.read_bytes()), how))
    assert cache.get(key_of(0)) is None
    assert not file.exists()
    assert cache.put(key_of(0), codes_of(0), FACTS)
    assert cache.get(key_of(0)) is not None


def test_a_result_under_the_name_of_another_is_dropped(cache: ResultCache, tmp_path: Path) -> None:
    cache.put(key_of(0), codes_of(0), FACTS)
    file = the_file(tmp_path)
    file.rename(file.with_name(f"{key_of(1).name}.result"))
    assert cache.get(key_of(1)) is None


def test_what_does_not_belong_to_it_is_not_touched(tmp_path: Path) -> None:
    holiday = tmp_path / "cache" / "holiday.jpg"
    holiday.parent.mkdir()
    holiday.write_bytes(bytes(10 * ENTRY))
    cache = ResultCache(tmp_path / "cache", ENTRY)
    assert cache.put(key_of(0), codes_of(0), FACTS)
    assert cache.size() == ENTRY
    cache.clear()
    assert holiday.stat().st_size == 10 * ENTRY


def test_a_folder_that_cannot_be_used_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        cache = ResultCache(folder, 10 * ENTRY)
        assert not cache.put(key_of(0), codes_of(0), FACTS)
        assert cache.get(key_of(0)) is None
        assert cache.size() == 0
        cache.clear()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on the size of files")
def test_a_disk_that_fails_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    script = f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from tests.engine.test_cache import *
cache = ResultCache(Path({str(tmp_path)!r}), 10**9)
resource.setrlimit(resource.RLIMIT_FSIZE, (ENTRY + 5000, ENTRY + 5000))
print(cache.put(key_of(1), codes_of(1, 200), FACTS), cache.put(key_of(0), codes_of(0), FACTS), "torch" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "False"], "and torch was not imported"
    assert [file.name for file in tmp_path.iterdir()] == [f"{key_of(0).name}.result"]


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_process_killed_while_writing_leaves_no_result(tmp_path: Path) -> None:
    script = f"""
from tests.engine.test_cache import *
def stop(*args):
    print("writing", flush=True)
    time.sleep(600)
os.replace = stop
ResultCache(Path({str(tmp_path)!r}), 10**9).put(key_of(0), codes_of(0), FACTS)
"""
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        meanwhile = ResultCache(tmp_path, 10**9)
        assert meanwhile.put(key_of(1), codes_of(1), FACTS)
        assert meanwhile.size() == 2 * ENTRY, "what is being written counts and is not swept"
        os.kill(writer.pid, signal.SIGKILL)
    after = ResultCache(tmp_path, 10**9)
    assert after.get(key_of(0)) is None
    assert after.put(key_of(2), codes_of(2), FACTS)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(f"{key_of(i).name}.result" for i in (1, 2))


def test_temporaries_older_than_a_day_are_swept_whoever_has_their_number(cache: ResultCache, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    old, young = (folder / f".{name}.result.part-{os.getpid()}-00" for name in ("old", "young"))
    for part, age in ((old, 25 * 3600), (young, 3600)):
        part.touch()
        os.utime(part, (time.time() - age,) * 2)
    cache.put(key_of(0), codes_of(0), FACTS)
    assert not old.exists()
    if sys.platform != "win32":
        assert young.exists()


def test_two_processes_share_a_folder(tmp_path: Path) -> None:
    """Both write and read the same keys; meanwhile the files never take up more than the limit."""
    limit = 5 * ENTRY
    script = f"""
from tests.engine.test_cache import *
cache = ResultCache(Path({str(tmp_path)!r}), {limit})
counts = {{"written": 0, "found": 0, "wrong": 0}}
order = np.random.default_rng(int(sys.argv[1]))
for _ in range(250):
    index = int(order.integers(9))
    entry = cache.get(key_of(index))
    if entry is None:
        counts["written"] += cache.put(key_of(index), codes_of(index), FACTS)
    else:
        counts["found"] += 1
        counts["wrong"] += not np.array_equal(entry.codes, codes_of(index))
print(json.dumps(counts))
"""
    command = [sys.executable, "-c", script]
    running = [subprocess.Popen([*command, seed], cwd=ROOT, stdout=subprocess.PIPE, text=True) for seed in "12"]
    largest = 0
    while any(process.poll() is None for process in running):
        largest = max(largest, on_disk(tmp_path))
        time.sleep(0.002)
    for process in running:
        counts = json.loads(process.communicate()[0])
        assert counts["wrong"] == 0
        assert counts["found"] > 30
        assert counts["written"] > 30
    # Nine keys would take 9. Looking takes time, in which one file may go and another come, and both are counted.
    assert 2 * ENTRY < largest <= limit + 2 * ENTRY
    assert ResultCache(tmp_path, limit).size() <= limit
    assert not [file for file in tmp_path.iterdir() if ".part-" in file.name]


def on_disk(folder: Path) -> int:
    """Bytes written so far: blocks of the disk, no more than the file's size."""
    total = 0
    for entry in os.scandir(folder):
        try:
            status = entry.stat()
        except OSError:
            continue
        blocks = getattr(status, "st_blocks", None)
        total += status.st_size if blocks is None else min(status.st_size, 512 * blocks)
    return total
