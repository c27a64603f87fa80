"""Packs training photos into archives that are small enough to be carried to a machine with a GPU, one a call.

    .venv/bin/python packaging/pack_photos.py ../shared/data/clean ../shared/data/clean_hdri_linear -o .work/photos

The files go in as they are (they are lossless and already compressed), each folder under its own name, in the order of
their names: the same photos give the same archives. On the other machine: for a in photos-*.tar; do tar xf $a; done
"""

from __future__ import annotations

import argparse
import io
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

SUFFIXES = frozenset({".webp", ".png", ".tif", ".tiff", ".hdr"})
LARGEST = 40
"""MiB of an archive: 64 MiB travel at once, the checkout (about 10 MiB) with them."""

_BLOCK = tarfile.BLOCKSIZE


def photos(folders: Sequence[Path]) -> list[Path]:
    """All lossless photos of the folders, by name."""
    return sorted(path for folder in folders for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)


def chunks(files: Sequence[Path], largest: int) -> Iterator[list[Path]]:
    """The files in groups whose archives have at most ``largest`` bytes. ValueError for a file that is larger."""
    group: list[Path] = []
    room = budget = largest - tarfile.RECORDSIZE
    for path in files:
        size = _size_in_archive(path)
        if size > budget:
            raise ValueError(f"{path} alone is larger than an archive may be")
        if size > room:
            yield group
            group, room = [], budget
        group.append(path)
        room -= size
    if group:
        yield group


def pack(folders: Sequence[Path], output: Path, largest: int) -> list[Path]:
    """Writes photos-00.tar, photos-01.tar, ... of at most ``largest`` bytes each into ``output``, in place of older
    ones."""
    groups = list(chunks(photos(folders), largest))
    output.mkdir(parents=True, exist_ok=True)
    for old in output.glob("photos-*.tar"):
        old.unlink()
    return [_write(group, output / f"photos-{index:02}.tar") for index, group in enumerate(groups)]


def _size_in_archive(path: Path) -> int:
    # Two blocks more than the header's one, for a name that is too long for it.
    return path.stat().st_size // _BLOCK * _BLOCK + _BLOCK + 3 * _BLOCK


def _write(group: Sequence[Path], path: Path) -> Path:
    with tarfile.open(path, "w") as archive:
        for photo in group:
            entry = tarfile.TarInfo(f"{photo.parent.name}/{photo.name}")
            entry.size = photo.stat().st_size
            archive.addfile(entry, io.BytesIO(photo.read_bytes()))
    return path


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="pack training photos into archives of limited size")
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--mib", type=int, default=LARGEST, help=f"largest archive, default {LARGEST}")
    args = parser.parse_args()
    for path in pack(args.folders, args.output, args.mib << 20):
        print(f"{path}: {path.stat().st_size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
