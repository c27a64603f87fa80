"""Listing a folder: every photo once, in the order people count, and nothing that is none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.errors import FileUnreadable
from denoiser_app.formats.listing import natural_key, photos_in


def fill(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def names(folder: Path, *, recursive: bool = False) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in photos_in(folder, recursive)]


def test_numbers_count_as_numbers_and_capitals_do_not_matter(tmp_path: Path) -> None:
    fill(tmp_path, "IMG_10.NEF", "img_2.nef", "IMG_2.jpg", "Beach.TIFF", "a.heic", "IMG_007.CR3")
    assert names(tmp_path) == ["a.heic", "Beach.TIFF", "IMG_2.jpg", "img_2.nef", "IMG_007.CR3", "IMG_10.NEF"]


def test_only_photos(tmp_path: Path) -> None:
    hidden = [".DSC_1.nef", "._DSC_1.nef", ".out.tif.part-0123456789ab", ".git/a.jpg"]
    fill(tmp_path, "DSC_1.nef", "DSC_1.xmp", "notes.txt", "clip.mov", "jpg", *hidden)
    (tmp_path / "folder.jpg").mkdir()
    assert names(tmp_path) == ["DSC_1.nef"]
    assert names(tmp_path, recursive=True) == ["DSC_1.nef"]


def test_folders_come_behind_and_only_when_asked_for(tmp_path: Path) -> None:
    fill(tmp_path, "z.dng", "day 10/a.dng", "day 9/b.dng", "day 9/night/1.dng", "day 9/a.dng")
    assert names(tmp_path) == ["z.dng"]
    assert names(tmp_path, recursive=True) == [
        "z.dng",
        "day 9/a.dng",
        "day 9/b.dng",
        "day 9/night/1.dng",
        "day 10/a.dng",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links_in_circles_end(tmp_path: Path) -> None:
    fill(tmp_path, "sub/a.dng")
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    (tmp_path / "self.dng").symlink_to("self.dng")
    (tmp_path / "link.dng").symlink_to("sub/a.dng")
    assert names(tmp_path, recursive=True) == ["link.dng", "sub/a.dng"]


def test_a_folder_that_is_gone_or_none(tmp_path: Path) -> None:
    fill(tmp_path, "a.dng")
    for path in (tmp_path / "gone", tmp_path / "a.dng", Path("a\0b")):
        with pytest.raises(FileUnreadable):
            photos_in(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_one_locked_folder_does_not_hide_the_others(tmp_path: Path) -> None:
    fill(tmp_path, "a/1.dng", "b/2.dng")
    (tmp_path / "a").chmod(0)
    try:
        assert names(tmp_path, recursive=True) == ["b/2.dng"]
        with pytest.raises(FileUnreadable):
            photos_in(tmp_path / "a")
    finally:
        (tmp_path / "a").chmod(0o700)


@given(st.lists(st.text(alphabet="aAbB019_²٣.", max_size=8), max_size=6, unique=True))
def test_the_order_is_total(some: list[str]) -> None:
    ordered = sorted(some, key=natural_key)
    backwards = some[::-1]
    assert ordered == sorted(backwards, key=natural_key)
    assert sorted(ordered) == sorted(some)
