"""Sources: every photo once, in the order people expect, and never one of the batch's own results."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.errors import FileMissing
from denoiser_app.engine.batch.items import Plan
from denoiser_app.engine.batch.sources import photos_among, photos_of


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"photo {path}".encode())
    return path


def found(*sources: Path, output: Path | None = None, **changes: object) -> list[Path]:
    return [photo.path for photo in photos_of(Plan(sources, output, **changes))]  # type: ignore[arg-type]


def test_a_folder_is_counted_as_a_photographer_counts(tmp_path: Path) -> None:
    names = ["IMG_10.NEF", "IMG_2.nef", "notes.txt", ".hidden.nef", "._IMG_2.nef", "IMG_1.jpg"]
    for name in names:
        touch(tmp_path / name)
    touch(tmp_path / "below" / "IMG_0.nef")
    assert found(tmp_path) == [tmp_path / name for name in ("IMG_1.jpg", "IMG_2.nef", "IMG_10.NEF")]
    assert found(tmp_path, recursive=True)[-1] == tmp_path / "below" / "IMG_0.nef"


def test_patterns_are_asked_about_the_name_in_any_case(tmp_path: Path) -> None:
    for name in ("a.NEF", "b.nef", "c.jpg", "d.CR2"):
        touch(tmp_path / name)
    assert found(tmp_path, patterns=("*.nef", "D*")) == [tmp_path / name for name in ("a.NEF", "b.nef", "d.CR2")]
    assert found(tmp_path / "c.jpg", patterns=("*.nef",)) == []


def test_sources_come_in_their_order_with_their_roots_and_sizes(tmp_path: Path) -> None:
    one, two = touch(tmp_path / "one" / "below" / "1.nef"), touch(tmp_path / "two" / "2.nef")
    photos = photos_of(Plan((two, tmp_path / "one"), None, recursive=True))
    assert [(photo.path, photo.root) for photo in photos] == [(two, two.parent), (one, tmp_path / "one")]
    assert [(photo.size, photo.mtime_ns) for photo in photos] == [
        (path.stat().st_size, path.stat().st_mtime_ns) for path in (two, one)
    ]


def test_a_file_named_by_itself_needs_no_known_ending(tmp_path: Path) -> None:
    assert found(touch(tmp_path / "scan")) == [tmp_path / "scan"]


def test_each_photo_comes_once_where_it_is_named_first(tmp_path: Path) -> None:
    first, second = touch(tmp_path / "card" / "1.nef"), touch(tmp_path / "card" / "2.nef")
    (tmp_path / "link.nef").symlink_to(second)
    os.link(first, tmp_path / "card" / "3.nef")
    (tmp_path / "same").symlink_to(tmp_path / "card")
    sources = (tmp_path / "link.nef", tmp_path / "card", first, tmp_path / "same", tmp_path / "card")
    assert found(*sources) == [tmp_path / "link.nef", first]


def test_two_photos_with_the_same_bytes_are_two(tmp_path: Path) -> None:
    for name in ("1.nef", "2.nef"):
        (tmp_path / name).write_bytes(b"same")
        os.utime(tmp_path / name, ns=(0, 0))
    assert len(found(tmp_path)) == 2


@given(st.lists(st.sampled_from(["a", "b", "out", "outer"]), max_size=3), st.booleans())
def test_results_below_a_source_are_no_photos(
    tmp_path_factory: pytest.TempPathFactory, folders: list[str], through_link: bool
) -> None:
    root = tmp_path_factory.mktemp("night")
    card = root / "card"
    photo = touch(card.joinpath(*folders) / "1.tif")
    if through_link:
        (root / "way").symlink_to(card)
    output = (root / "way" if through_link else card) / "out"
    (card / "out").mkdir(exist_ok=True)
    assert (found(card, output=output, recursive=True) == [photo]) == (folders[:1] != ["out"])


def test_a_source_that_is_the_output_or_inside_it_keeps_its_photos(tmp_path: Path) -> None:
    photo = touch(tmp_path / "card" / "1.nef")
    for output in (tmp_path / "card", tmp_path, tmp_path / "other"):
        assert found(tmp_path / "card", output=output, recursive=True) == [photo]


@pytest.mark.parametrize("missing", ["folder", "folder/1.nef"])
def test_a_source_that_is_not_there_is_named(tmp_path: Path, missing: str) -> None:
    touch(tmp_path / "1.nef")
    with pytest.raises(FileMissing, match=missing):
        found(tmp_path, tmp_path / missing)


def test_new_photos_of_a_watched_folder_keep_the_nearest_root(tmp_path: Path) -> None:
    photo, gone = touch(tmp_path / "in" / "a" / "1.nef"), tmp_path / "in" / "2.nef"
    plan = Plan((tmp_path / "in", tmp_path / "in" / "a"), None)
    assert [(one.path, one.root) for one in photos_among([photo, gone], plan)] == [(photo, photo.parent)]
