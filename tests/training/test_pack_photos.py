"""packaging/pack_photos.py: every photo is in one archive, and no archive is larger than was asked."""

import importlib.util
import tarfile
import tempfile
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def load() -> ModuleType:
    path = Path(__file__).parents[2] / "packaging" / "pack_photos.py"
    spec = importlib.util.spec_from_file_location("pack_photos", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pack_photos = load()
LARGEST = 30_000


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 15_000), min_size=1, max_size=12))
def test_nothing_is_lost_and_nothing_is_too_large(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "clean"
        folder.mkdir()
        contents = {f"clean/{i:03}{'x' * 150 if i % 2 else ''}.webp": bytes([i]) * size for i, size in enumerate(sizes)}
        for path, content in contents.items():
            (Path(name) / path).write_bytes(content)
        (folder / "INDEX.tsv").write_text("no photo")
        archives = pack_photos.pack([folder], Path(name) / "out", LARGEST)
        assert all(path.stat().st_size <= LARGEST for path in archives)
        found = {}
        for path in archives:
            with tarfile.open(path) as archive:
                found |= {entry.name: archive.extractfile(entry).read() for entry in archive}  # type: ignore[union-attr]
        assert found == contents


def test_packing_twice_gives_the_same_archives_and_leaves_no_older_one(tmp_path: Path) -> None:
    (tmp_path / "clean").mkdir()
    for i in range(4):
        (tmp_path / "clean" / f"{i}.png").write_bytes(bytes(12_000))
    first = pack_photos.pack([tmp_path / "clean"], tmp_path / "out", LARGEST)
    before = [path.read_bytes() for path in first]
    assert [path.read_bytes() for path in pack_photos.pack([tmp_path / "clean"], tmp_path / "out", LARGEST)] == before
    whole = pack_photos.pack([tmp_path / "clean"], tmp_path / "out", 10 * LARGEST)
    assert sorted((tmp_path / "out").iterdir()) == whole


def test_a_photo_that_fits_no_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "big.png").write_bytes(bytes(LARGEST))
    with pytest.raises(ValueError, match=r"big\.png"):
        pack_photos.pack([tmp_path], tmp_path / "out", LARGEST)
