"""Names that nothing has yet: name.tif, or else name-2.tif, name-3.tif."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from denoiser_app.core.errors import DenoiserError, OutputExists, OutputIsInput, OutputTwice
from denoiser_app.formats.naming import LONGEST, Originals, Place, Places, refusal

_IN_THE_WAY = (OutputExists, OutputTwice, OutputIsInput)


def renamed(
    planned: Sequence[Path | DenoiserError], originals: Originals, taken: Iterable[Path] = ()
) -> list[Path | DenoiserError]:
    """What ``plan_each`` answered, with the next free number for every name that something has.

    Names that are free keep theirs; failures of other kinds stay. taken: names that others were promised already,
    though nothing may be there yet.
    """
    placed = Places()
    promised = {placed(path) for path in taken}
    wanted = [_wanted(item, promised, placed) for item in planned]
    used = promised | {placed(item) for item, name in zip(planned, wanted, strict=True)
                       if isinstance(item, Path) and name is None}  # fmt: skip
    numbers: dict[Place, int] = {}
    result: list[Path | DenoiserError] = []
    for item, name in zip(planned, wanted, strict=True):
        if name is not None:
            item = _free(name, used, numbers, originals, placed)
            used.add(placed(item))
        result.append(item)
    return result


def _wanted(item: Path | DenoiserError, promised: set[Place], placed: Places) -> Path | None:
    """The name that was planned where it cannot be had; None where it can, or where another one would not help."""
    if isinstance(item, Path):
        return item if placed(item) in promised else None
    return Path(item.parameters["path"]) if isinstance(item, _IN_THE_WAY) else None


def _free(wanted: Path, used: set[Place], numbers: dict[Place, int], originals: Originals, placed: Places) -> Path:
    """``wanted`` itself if nothing has it, else with the first number that is free. ``numbers``: where to go on."""
    place = placed(wanted)
    number = numbers.get(place, 1)
    target = _numbered(wanted, number)
    while placed(target) in used or refusal(target, originals, overwrite=False):
        number += 1
        target = _numbered(wanted, number)
    numbers[place] = number + 1
    return target


def _numbered(path: Path, number: int) -> Path:
    """name.tif, name-2.tif, name-3.tif; the stem gives way where the name would become too long."""
    if number == 1:
        return path
    ending, stem = f"-{number}{path.suffix}", path.stem
    while len(os.fsencode(stem + ending)) > LONGEST:
        stem = stem[:-1]
    return path.with_name(stem + ending)
