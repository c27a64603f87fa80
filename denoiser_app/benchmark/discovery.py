"""Finds pairs of a noisy and a clean photo of the same scene in a folder.

Three ways, the first that finds any counts:

1. ``pairs.tsv`` in the folder or the one above: columns set, noisy, clean; paths relative to the parent of the folder
that
   holds it (or to that folder). Of the pairs only those that lie in the folder asked for are taken.
2. Names that differ in one word: noisy or real against clean or mean (``a_noisy.jpg`` and ``a_clean.png``,
   ``CC_Noisy_1.png`` and ``CC_Mean_1.png``, ``noisy/a.png`` and ``clean/a.png``).
3. Camera raws that differ only in ``ISO<digits>``: the lowest ISO is the clean twin of the others.

The last two look into sub-folders as well; a set is then the folder a noisy photo lies in.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from denoiser_app.core.errors import DataMissing
from denoiser_app.formats.sniff import BITMAP_SUFFIXES, RAW_SUFFIXES

LIST = "pairs.tsv"
_COLUMNS = frozenset(("set", "noisy", "clean"))
_NOISY_WORD = re.compile(r"(?<![a-z])(noisy|real)(?![a-z])", re.IGNORECASE)
_CLEAN_WORDS = ("clean", "mean")
_ISO = re.compile(r"(?<![a-z])iso[_-]?(\d+)(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Pair:
    """Two photos of one scene; ``set`` groups pairs that are averaged."""

    set: str
    name: str
    noisy: Path
    clean: Path


@dataclass(frozen=True)
class Found:
    """The pairs, by set, and a sentence for everything that looked like half a pair."""

    pairs: tuple[Pair, ...]
    skipped: tuple[str, ...] = ()


def find_pairs(folder: Path) -> Found:
    """All pairs in a folder. DataMissing if there are none, or if ``pairs.tsv`` cannot be used."""
    if not folder.is_dir():
        raise DataMissing(path=folder, reason="this is not a folder. Name one that holds pairs of photos.")
    found = _listed_pairs(folder) or _pairs_by_name(folder)
    if found.pairs:
        return found
    reason = (
        f"no pairs were found. Name a folder with {LIST}, with *_noisy and *_clean photos, or with raws of one scene"
    )
    raise DataMissing(path=folder, reason=f"{reason} that differ in ISO<number>.")


def grouped(pairs: Sequence[Pair]) -> Mapping[str, list[Pair]]:
    """The pairs of each set, the sets in the order of their first pair."""
    sets: dict[str, list[Pair]] = {}
    for pair in pairs:
        sets.setdefault(pair.set, []).append(pair)
    return sets


# --- pairs.tsv ------------------------------------------------------------------------------------------------------


def _listed_pairs(folder: Path) -> Found | None:
    """The pairs of the list that lie in the folder; None without a list, or if it names none of them."""
    for home in (folder.absolute(), folder.absolute().parent):
        path = home / LIST
        if path.is_file():
            return _of_list(path, folder.resolve())
    return None


def _of_list(path: Path, folder: Path) -> Found | None:
    pairs, skipped = [], []
    for row in _rows(path):
        noisy, clean = (_located(path.parent, row[column]) for column in ("noisy", "clean"))
        if not noisy.resolve().is_relative_to(folder):
            continue
        missing = [photo for photo in (noisy, clean) if not photo.is_file()]
        if missing:
            skipped.append(f"{missing[0]}: named in {LIST}, but not there")
        else:
            pairs.append(Pair(row["set"], noisy.stem, noisy, clean))
    return Found(tuple(pairs), tuple(skipped)) if pairs or skipped else None


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
    except (OSError, ValueError, csv.Error) as error:
        raise DataMissing(path=path, reason=f"the list of pairs cannot be read ({error}).") from error
    for number, row in enumerate(rows, 2):
        missing = sorted(column for column in _COLUMNS if not row.get(column))
        if missing:
            raise DataMissing(path=path, reason=f"line {number} has no {' and no '.join(missing)}.")
    return rows


def _located(home: Path, name: str) -> Path:
    """The file a list in ``home`` means: relative to the data's root above it, or to the list."""
    return next((base / name for base in (home.parent, home) if (base / name).exists()), home.parent / name)


# --- names ----------------------------------------------------------------------------------------------------------


def _pairs_by_name(folder: Path) -> Found:
    photos = sorted(_photos(folder))
    pairs = list(_by_word(folder, photos))
    taken = {path for pair in pairs for path in (pair.noisy, pair.clean)}
    raws = [p for p in photos if p.suffix.lower() in RAW_SUFFIXES and p not in taken]
    twins, alone = _by_iso(folder, raws)
    skipped = [f"{path}: no twin at another ISO" for path in alone]
    return Found(tuple(sorted([*pairs, *twins], key=lambda p: (p.set, p.noisy))), tuple(skipped))


def _photos(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in RAW_SUFFIXES | BITMAP_SUFFIXES and not hidden and path.is_file():
            yield path


def _by_word(folder: Path, photos: Sequence[Path]) -> Iterator[Pair]:
    """Whole relative names are compared, so that folders may carry the word too."""
    by_stem = {_stem(path, folder): path for path in photos}
    for stem, noisy in by_stem.items():
        clean = next((by_stem[name] for name in _clean_names(stem) if name in by_stem), None)
        if clean is not None:
            yield Pair(_set(noisy, folder), noisy.stem, noisy, clean)


def _clean_names(stem: str) -> Iterator[str]:
    """What the clean twin of a noisy photo could be called; the last word that fits is tried first."""
    for match in reversed(list(_NOISY_WORD.finditer(stem))):
        for word in _CLEAN_WORDS:
            yield stem[: match.start()] + word + stem[match.end() :]


def _by_iso(folder: Path, raws: Sequence[Path]) -> tuple[list[Pair], list[Path]]:
    """Pairs, and raws that name an ISO but have no twin."""
    scenes: dict[str, list[tuple[int, Path]]] = defaultdict(list)
    for path in raws:
        match = _ISO.search(path.stem)
        if match:
            name = path.stem[: match.start()] + "*" + path.stem[match.end() :]
            scenes[str(path.with_name(name + path.suffix)).lower()].append((int(match[1]), path))
    pairs, alone = [], []
    for shots in scenes.values():
        (_, clean), *others = sorted(shots)
        pairs += [Pair(_set(noisy, folder), noisy.stem, noisy, clean) for _, noisy in others]
        alone += [] if others else [clean]
    return pairs, alone


def _stem(path: Path, folder: Path) -> str:
    return path.relative_to(folder).with_suffix("").as_posix().lower()


def _set(path: Path, folder: Path) -> str:
    place = path.relative_to(folder).parent.as_posix()
    return folder.resolve().name if place == "." else place
