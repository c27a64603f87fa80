"""The photos of a folder, in the order a photographer counts: IMG_2 before IMG_10."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from denoiser_app.core.errors import FileUnreadable
from denoiser_app.formats.sniff import BITMAP_SUFFIXES, RAW_SUFFIXES

_NUMBERS = re.compile(r"([0-9]+)")

NaturalKey = tuple[tuple[tuple[str, int], ...], str]


def is_photo_name(name: str) -> bool:
    """Whether a file of this name is shown among the photos: by its suffix, in either case, and not hidden.

    Hidden are names with a dot before them: our own unfinished exports, and the ``._`` files of macOS on cards.
    """
    return not name.startswith(".") and Path(name).suffix.lower() in RAW_SUFFIXES | BITMAP_SUFFIXES


def photos_in(folder: Path, recursive: bool = False) -> list[Path]:
    """The photos in ``folder``, in natural order; with ``recursive``, those of its folders behind its own.

    By name only, nothing is opened. Hidden folders and linked folders are left out, and so are folders below that
    cannot be read. FileUnreadable if ``folder`` itself cannot be.
    """
    try:
        found = list(_photos(folder))
        below = [path for child in _folders(folder) for path in _all_below(child)] if recursive else []
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        reason = error.strerror if isinstance(error, OSError) else None
        raise FileUnreadable(path=str(folder), reason=reason or str(error)) from error
    return found + below


def natural_key(name: str) -> NaturalKey:
    """Sorts names so that numbers count as numbers and capitals do not matter; equal only for equal names."""
    parts = _NUMBERS.split(name.casefold())
    numbers = [int(part) for part in parts[1::2]] + [-1]
    return tuple(zip(parts[::2], numbers, strict=True)), name


def _all_below(folder: Path) -> Iterator[Path]:
    try:
        children = _folders(folder)
        yield from _photos(folder)
    except OSError:  # the rest of a card is worth showing even if one folder of it is not readable
        return
    for child in children:
        yield from _all_below(child)


def _photos(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if is_photo_name(entry.name) and _is_file(entry)]
    return [folder / name for name in sorted(names, key=natural_key)]


def _folders(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        names = [e.name for e in entries if not e.name.startswith(".") and e.is_dir(follow_symlinks=False)]
    return [folder / name for name in sorted(names, key=natural_key)]


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link in circles, a disk that answers no more
        return False
