"""Sidecars: found in either scheme and case, copied under the new name, and never over anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from denoiser_app.core.errors import DiskFull, InputError
from denoiser_app.formats import publish
from denoiser_app.formats.sidecars import copy_sidecars, sidecars_of

SCHEMES = {
    "IMG_1.xmp": "out.xmp",
    "IMG_1.NEF.xmp": "out.tif.xmp",
    "IMG_1.pp3": "out.pp3",
    "IMG_1.NEF.pp3": "out.tif.pp3",
}


def shoot(folder: Path, *sidecars: str) -> Path:
    """A photo with these files beside it, a year old."""
    folder.mkdir(exist_ok=True)
    for name in ("IMG_1.NEF", *sidecars):
        (folder / name).write_bytes(f"settings of {name}".encode())
        os.utime(folder / name, ns=(1_700_000_000_123_456_789,) * 2)
    return folder / "IMG_1.NEF"


def test_only_what_belongs_to_the_photo_is_found(tmp_path: Path) -> None:
    others = ("IMG_10.xmp", "IMG_1.NEF.txt", "IMG_1.xmp.bak", "IMG_1.CR2.xmp", ".IMG_1.xmp", "IMG.xmp")
    photo = shoot(tmp_path, *SCHEMES, *others)
    assert {path.name for path in sidecars_of(photo)} == set(SCHEMES)
    assert sidecars_of(tmp_path / "IMG_2.NEF") == []


@pytest.mark.parametrize("ending", ["xmp", "XMP", "Xmp", "xMP", "pp3", "PP3"])
def test_endings_are_found_in_any_case(tmp_path: Path, ending: str) -> None:
    photo = shoot(tmp_path, f"IMG_1.{ending}")
    assert len(sidecars_of(photo)) == 1
    (copied,) = copy_sidecars(photo, tmp_path / "out.tif")
    assert copied.suffix.lower() == f".{ending.lower()}"


def test_copies_have_the_new_name_the_content_and_the_time(tmp_path: Path) -> None:
    photo = shoot(tmp_path / "in", *SCHEMES)
    copies = copy_sidecars(photo, tmp_path / "new" / "out.tif")
    assert {path.name for path in copies} == set(SCHEMES.values())
    for name, copied in SCHEMES.items():
        old, new = tmp_path / "in" / name, tmp_path / "new" / copied
        assert new.read_bytes() == old.read_bytes()
        assert new.stat().st_mtime_ns == old.stat().st_mtime_ns


def test_a_photo_without_an_ending_has_each_sidecar_once(tmp_path: Path) -> None:
    shoot(tmp_path, "scan.xmp")
    assert sidecars_of(tmp_path / "scan") == [tmp_path / "scan.xmp"]


def test_what_is_there_already_is_left_alone(tmp_path: Path) -> None:
    photo = shoot(tmp_path / "in", *SCHEMES)
    mine = tmp_path / "out.xmp"
    mine.write_bytes(b"my own settings")
    same = tmp_path / "out.pp3"
    same.write_bytes((tmp_path / "in" / "IMG_1.pp3").read_bytes())
    before = same.stat().st_mtime_ns
    copies = copy_sidecars(photo, tmp_path / "out.tif")
    assert mine.read_bytes() == b"my own settings"
    assert same.stat().st_mtime_ns == before
    assert {path.name for path in copies} == set(SCHEMES.values()) - {"out.xmp"}
    assert copy_sidecars(photo, tmp_path / "out.tif") == copies


def test_beside_the_photo_under_its_own_name_nothing_happens(tmp_path: Path) -> None:
    photo = shoot(tmp_path, "IMG_1.xmp")
    before = (tmp_path / "IMG_1.xmp").stat()
    assert copy_sidecars(photo, tmp_path / "IMG_1.tif", [photo]) == [tmp_path / "IMG_1.xmp"]
    after = (tmp_path / "IMG_1.xmp").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_photo_of_that_name_is_never_replaced(tmp_path: Path) -> None:
    """Somebody's raws end in .xmp, on a disk that knows no case."""
    photo = shoot(tmp_path / "in", "IMG_1.xmp")
    original = tmp_path / "OUT.XMP"
    original.write_bytes(b"a photo")
    assert copy_sidecars(photo, tmp_path / "out.tif", [original]) == []
    assert original.read_bytes() == b"a photo"


def test_empty_files_and_folders_are_no_sidecars(tmp_path: Path) -> None:
    photo = shoot(tmp_path)
    (tmp_path / "IMG_1.xmp").touch()
    (tmp_path / "IMG_1.pp3").mkdir()
    (tmp_path / "IMG_1.NEF.xmp").symlink_to("nothing")
    assert sidecars_of(photo) == []


def test_a_full_disk_leaves_no_part_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = shoot(tmp_path / "in", "IMG_1.xmp")

    def full(target: Path, needed: int) -> None:
        raise DiskFull(path=str(target), needed_mb=needed / 1e6)

    monkeypatch.setattr(publish, "_check_room", full)
    with pytest.raises(DiskFull, match=r"out\.xmp"):
        copy_sidecars(photo, tmp_path / "new" / "out.tif")
    assert not (tmp_path / "new").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_sidecar_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    photo = shoot(tmp_path, "IMG_1.xmp")
    (tmp_path / "IMG_1.xmp").chmod(0)
    with pytest.raises(InputError, match=r"IMG_1\.xmp"):
        copy_sidecars(photo, tmp_path / "out.tif")
