"""Which photos belong together."""

from __future__ import annotations

from pathlib import Path

import pytest

from denoiser_app.benchmark.discovery import find_pairs, grouped
from denoiser_app.core.errors import DataMissing


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def names(folder: Path) -> set[tuple[str, str]]:
    return {
        (p.noisy.relative_to(folder).as_posix(), p.clean.relative_to(folder).as_posix())
        for p in find_pairs(folder).pairs
    }


@pytest.mark.parametrize(
    ("noisy", "clean"),
    [
        ("a_noisy.png", "a_clean.png"),
        ("a_ISO3200_noisy.jpg", "a_ISO3200_mean.jpg"),
        ("Canon_chair_real.JPG", "Canon_chair_mean.JPG"),
        ("CC_Noisy_D800_1.png", "CC_Mean_D800_1.png"),
        ("noisy.tif", "clean.tif"),
        ("a-noisy.jpg", "a-clean.png"),
        ("noisy/a.png", "clean/a.png"),
        ("real_dog_noisy.png", "real_dog_clean.png"),
        ("x_noisy.dng", "x_clean.dng"),
        ("s__RGGB__ISO12800.dng", "s__RGGB__ISO00100.dng"),
        ("IMG iso6400.NEF", "IMG iso100.NEF"),
        ("b_ISO-1600.arw", "b_ISO-200.arw"),
    ],
)
def test_a_pair_by_its_names(tmp_path: Path, noisy: str, clean: str) -> None:
    touch(tmp_path, noisy, clean)
    assert names(tmp_path) == {(noisy, clean)}


def test_names_that_only_look_alike_are_no_pairs(tmp_path: Path) -> None:
    touch(
        tmp_path,
        "a_noisy.png",
        "b_clean.png",
        "really.png",
        "cleanly.png",
        "isolde1.dng",
        "isolde2.dng",
        "c_ISO100.jpg",
    )
    touch(tmp_path, "c_ISO800.jpg", ".trash/x_noisy.png", ".trash/x_clean.png", "d_noisy.txt", "d_clean.txt")
    with pytest.raises(DataMissing, match="no pairs"):
        find_pairs(tmp_path)


def test_several_isos_share_the_lowest_as_their_twin(tmp_path: Path) -> None:
    touch(tmp_path, "a_ISO100.dng", "a_ISO3200.dng", "a_ISO800.dng", "b_ISO6400.dng")
    assert names(tmp_path) == {("a_ISO3200.dng", "a_ISO100.dng"), ("a_ISO800.dng", "a_ISO100.dng")}
    (note,) = find_pairs(tmp_path).skipped
    assert "b_ISO6400.dng" in note


def test_sub_folders_are_sets(tmp_path: Path) -> None:
    touch(
        tmp_path,
        "one/a_noisy.png",
        "one/a_clean.png",
        "two/b_noisy.png",
        "two/b_clean.png",
        "two/c_real.png",
        "two/c_mean.png",
    )
    assert {name: len(pairs) for name, pairs in grouped(find_pairs(tmp_path).pairs).items()} == {"one": 1, "two": 2}


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """data/pairs/pairs.tsv with paths relative to data/, as the shared photos have it."""
    home = tmp_path / "data" / "pairs"
    touch(
        home, "one/n1.png", "one/c1.png", "two/n2.png", "two/c2.png", "two/ignored_noisy.png", "two/ignored_clean.png"
    )
    lines = [
        "set\tcamera\tnoisy\tclean",
        "A\tX\tpairs/one/n1.png\tpairs/one/c1.png",
        "B\tY\tpairs/two/n2.png\tpairs/two/c2.png",
    ]
    (home / "pairs.tsv").write_text(
        "\n".join([*lines, "B\tY\tpairs/two/lost.png\tpairs/two/c2.png"]) + "\n", encoding="utf-8"
    )
    return home


def test_a_list_goes_before_names(listed: Path) -> None:
    found = find_pairs(listed)
    assert [(p.set, p.noisy.name, p.clean.name) for p in found.pairs] == [
        ("A", "n1.png", "c1.png"),
        ("B", "n2.png", "c2.png"),
    ]
    assert len(found.skipped) == 1
    assert "lost.png" in found.skipped[0]


def test_of_a_list_above_only_what_lies_in_the_folder_counts(listed: Path) -> None:
    assert [p.set for p in find_pairs(listed / "one").pairs] == ["A"]


def test_a_list_may_be_relative_to_itself(tmp_path: Path) -> None:
    touch(tmp_path, "n.png", "c.png")
    (tmp_path / "pairs.tsv").write_text("set\tnoisy\tclean\nA\tn.png\tc.png\n", encoding="utf-8")
    assert names(tmp_path) == {("n.png", "c.png")}


def test_a_relative_folder_is_the_same_folder(listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(listed / "two")
    assert [p.set for p in find_pairs(Path()).pairs] == ["B"]


def test_a_list_without_its_columns_is_refused_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text("set\tnoisy\nA\tn.png\n", encoding="utf-8")
    with pytest.raises(DataMissing, match="line 2 has no clean"):
        find_pairs(tmp_path)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    touch(tmp_path, "a.png")
    with pytest.raises(DataMissing, match="not a folder"):
        find_pairs(tmp_path / "a.png")
