"""Copying photos unchanged: the same bytes and time, whole or not at all, never over a photo."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import shutil
from collections import namedtuple
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.errors import (
    DiskFull,
    FileEmpty,
    FileIsFolder,
    FileMissing,
    FileUnreadable,
    OutputExists,
    OutputIsInput,
    OutputNotVerified,
)
from denoiser_app.formats import copying
from denoiser_app.formats.copying import copy

BLOCK = copying._BLOCK


def photo(folder: Path, size: int = 5000) -> Path:
    path = folder / "IMG_1.NEF"
    path.write_bytes(np.random.default_rng(size).bytes(size))
    os.utime(path, ns=(1_700_000_000_000_000_001, 1_600_000_000_123_456_789))
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@given(size=st.one_of(st.integers(1, 10_000), st.integers(-1, 1).map(lambda n: BLOCK + n), st.just(3 * BLOCK + 7)))
def test_the_copy_is_the_photo(tmp_path_factory: pytest.TempPathFactory, size: int) -> None:
    folder = tmp_path_factory.mktemp("copy")
    source = photo(folder, size)
    data, before = source.read_bytes(), source.stat()
    assert copy(source, folder / "new" / "a.NEF") == (size, hashlib.sha256(data).hexdigest())
    found = (folder / "new" / "a.NEF").stat()
    assert (folder / "new" / "a.NEF").read_bytes() == data
    assert found.st_mtime_ns == before.st_mtime_ns
    assert (source.read_bytes(), source.stat().st_mtime_ns) == (data, before.st_mtime_ns)
    assert names(folder / "new") == ["a.NEF"]
    shutil.rmtree(folder)


def test_nothing_is_replaced_unless_asked_and_a_photo_never(tmp_path: Path) -> None:
    source, there, other = photo(tmp_path), tmp_path / "there.NEF", tmp_path / "other.NEF"
    for path in (there, other):
        path.write_bytes(b"somebody's")
    with pytest.raises(OutputExists):
        copy(source, there)
    for overwrite in (False, True):
        with pytest.raises(OutputIsInput):
            copy(source, source, overwrite=overwrite)
        with pytest.raises(OutputIsInput):
            copy(source, other, [other], overwrite=overwrite)
    assert other.read_bytes() == b"somebody's"
    copy(source, there, [other], overwrite=True)
    assert there.read_bytes() == source.read_bytes()
    assert names(tmp_path) == ["IMG_1.NEF", "other.NEF", "there.NEF"]


def test_a_source_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.NEF").touch()
    for name, expected in (("gone.NEF", FileMissing), ("empty.NEF", FileEmpty), (".", FileIsFolder)):
        with pytest.raises(expected):
            copy(tmp_path / name, tmp_path / "new" / "a.NEF")
    assert names(tmp_path) == ["empty.NEF"]


def test_room_is_looked_for_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = photo(tmp_path)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**6, 10**6, 4999))
    with pytest.raises(DiskFull):
        copy(source, tmp_path / "new" / "a.NEF")
    assert names(tmp_path) == ["IMG_1.NEF"]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**6, 10**6, 5000))
    copy(source, tmp_path / "new" / "a.NEF")


def test_a_card_that_is_pulled_out_is_the_photos_failure_and_not_the_disks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Card(io.FileIO):
        """Gone after its first block."""

        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return super().read(size)

    source, real = photo(tmp_path, 2 * BLOCK), Path.open
    monkeypatch.setattr(Path, "open", lambda path, *mode: Card(path) if path == source else real(path, *mode))
    with pytest.raises(FileUnreadable, match=r"IMG_1\.NEF") as caught:
        copy(source, tmp_path / "new" / "a.NEF")
    assert os.strerror(errno.EIO) in str(caught.value)
    assert names(tmp_path) == ["IMG_1.NEF"]


def test_a_share_that_ends_too_early_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, real = photo(tmp_path, 2 * BLOCK), copying._read
    monkeypatch.setattr(copying, "_read", lambda stream, path: b"" if stream.tell() else real(stream, path))
    with pytest.raises(FileUnreadable, match="changed"):
        copy(source, tmp_path / "a.NEF")
    assert names(tmp_path) == ["IMG_1.NEF"]


@pytest.mark.parametrize("change", ["grows", "is rewritten"])
def test_half_of_a_photo_that_is_still_being_written_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    source = photo(tmp_path)
    real = copying._poured

    def meanwhile(stream: Any, path: Path, part: Any) -> tuple[int, str]:
        poured = real(stream, path, part)
        with path.open("ab" if change == "grows" else "r+b") as file:
            file.write(b"more")
        return poured

    monkeypatch.setattr(copying, "_poured", meanwhile)
    with pytest.raises(FileUnreadable, match="changed"):
        copy(source, tmp_path / "a.NEF")
    assert names(tmp_path) == ["IMG_1.NEF"]


def test_what_the_disk_changed_is_noticed_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = photo(tmp_path)
    real = copying.file_hash

    def on_a_bad_disk(path: Path) -> str:
        data = bytearray(path.read_bytes())
        data[2000] ^= 1
        path.write_bytes(data)
        return real(path)

    monkeypatch.setattr(copying, "file_hash", on_a_bad_disk)
    with pytest.raises(OutputNotVerified, match=r"a\.NEF"):
        copy(source, tmp_path / "a.NEF")
    assert names(tmp_path) == ["IMG_1.NEF"]
