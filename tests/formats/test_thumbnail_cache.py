"""Thumbnails on disk: what comes back is what went in, for the photo as it is now, within the limit."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from denoiser_app.core.photo import Metadata
from denoiser_app.formats.preview import Preview
from denoiser_app.formats.thumbnail_cache import ThumbnailCache


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "照片 1.nef"
    path.write_bytes(b"not looked into")
    return path


def some(path: Path, seed: int = 0) -> Preview:
    small = np.random.default_rng(seed).integers(0, 255, (6, 9, 3)).astype(np.uint8)
    pixels = cv2.resize(small, (96, 64), interpolation=cv2.INTER_CUBIC)
    metadata = Metadata(path, "NIKON", "Z 6", "50 mm «f/1.8»", 6400.0, 1 / 30, 2.8, 50.0, "2026:01:02 03:04:05", 6)
    return Preview(pixels, (6000, 4000), metadata)


def test_it_comes_back_with_its_facts_in_another_instance(tmp_path: Path, photo: Path) -> None:
    assert ThumbnailCache(tmp_path / "cache").get(photo, 320) is None
    assert ThumbnailCache(tmp_path / "cache").put(photo, 320, some(photo))
    found = ThumbnailCache(tmp_path / "cache").get(photo, 320)
    assert found is not None
    assert (found.size, found.metadata) == ((6000, 4000), some(photo).metadata)
    assert np.abs(found.pixels.astype(int) - some(photo).pixels).mean() < 3
    assert ThumbnailCache(tmp_path / "cache").get(photo, 640) is None


def test_a_photo_that_changed_or_went_has_none(tmp_path: Path, photo: Path) -> None:
    cache = ThumbnailCache(tmp_path / "cache")
    cache.put(photo, 320, some(photo))
    os.utime(photo, ns=(1, 1))
    assert cache.get(photo, 320) is None
    photo.unlink()
    assert cache.get(photo, 320) is None
    assert not cache.put(photo, 320, some(photo))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(where=st.floats(0, 1, exclude_max=True), change=st.sampled_from(["flip", "cut", "grow"]))
def test_damage_is_noticed_and_removed(tmp_path: Path, photo: Path, where: float, change: str) -> None:
    cache = ThumbnailCache(tmp_path / "cache")
    cache.put(photo, 320, some(photo))
    (file,) = (tmp_path / "cache").iterdir()
    data = bytearray(file.read_bytes())
    at = int(where * len(data))
    if change == "flip":
        data[at] ^= 0x10
    file.write_bytes(data[:at] if change == "cut" else data + b"x" if change == "grow" else data)
    assert cache.get(photo, 320) is None
    assert not file.exists()


def test_a_file_of_another_version_is_none(tmp_path: Path, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = ThumbnailCache(tmp_path / "cache")
    monkeypatch.setattr("denoiser_app.formats.thumbnail_cache.asdict", lambda metadata: {"colour of the strap": "red"})
    assert cache.put(photo, 320, some(photo))
    monkeypatch.undo()
    assert cache.get(photo, 320) is None


def test_it_stays_within_its_limit_and_keeps_what_was_used_last(tmp_path: Path) -> None:
    limit = 60_000
    cache = ThumbnailCache(tmp_path / "cache", limit)
    photos = [tmp_path / f"{index}.nef" for index in range(80)]
    for index, path in enumerate(photos):
        path.touch()
        assert cache.put(path, 320, some(path, index))
        assert cache.get(photos[0], 320) is not None, "shown all the time"
        assert cache.size() <= limit
    kept = [path for path in photos if cache.get(path, 320) is not None]
    assert kept[0] == photos[0]
    assert kept[1:] == photos[len(photos) - len(kept) + 1 :]
    assert 10 < len(kept) < 60
    cache.clear()
    assert cache.size() == 0


def test_a_folder_that_cannot_be_used_costs_only_time(tmp_path: Path, photo: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        cache = ThumbnailCache(folder)
        assert not cache.put(photo, 320, some(photo))
        assert cache.get(photo, 320) is None
        assert cache.size() == 0
        cache.clear()
