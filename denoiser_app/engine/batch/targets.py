"""The names of a batch's results: from the template or, for copies, their own; never over an original, never twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from denoiser_app.core.errors import DenoiserError, OutputExists, OutputTwice
from denoiser_app.core.photo import Metadata
from denoiser_app.engine.batch.items import Plan, SkipReason
from denoiser_app.formats.free_names import renamed
from denoiser_app.formats.naming import Originals, place_of, plan_each, refusal


@dataclass(frozen=True)
class Wanted:
    """A photo that gets a name. folder: where its result goes. model: for the template. copied: keeps its own name."""

    source: Path
    folder: Path
    metadata: Metadata
    model: str
    copied: bool


@dataclass(frozen=True)
class Named:
    """The name it got. exists: there is such a file already. error: there is no name for it, and why."""

    target: Path | None
    exists: bool = False
    skipped: SkipReason = ""
    error: DenoiserError | None = None


_Name = Path | DenoiserError


def targets_of(
    wanted: Sequence[Wanted | None], plan: Plan, originals: Collection[Path], taken: Collection[Path], start: int
) -> list[Named | None]:
    """A name for every photo that wants one, None for the others.

    originals: all photos of the batch, also those that get no name. taken: names that were promised to other photos;
    they are given to nobody else, whatever ``plan.if_exists`` says. start: of the counter.
    Raises NameTemplateInvalid, OutputUnsupported.
    """
    photos = [photo for photo in wanted if photo is not None]
    protected = Originals.of(originals)
    named = iter(_results(photos, _names(photos, plan, start), plan, protected, taken))
    return [None if photo is None else next(named) for photo in wanted]


def _names(photos: Sequence[Wanted], plan: Plan, start: int) -> list[_Name]:
    """What each would be called by the template or as a copy."""
    denoised = [photo for photo in photos if not photo.copied]
    metadata = {photo.source: photo.metadata for photo in denoised}
    planned = iter(plan_each(
        [photo.source for photo in denoised],
        None,
        replace(plan.options, overwrite=plan.if_exists == "overwrite"),
        models=[photo.model for photo in denoised],
        facts=metadata.__getitem__,
        folders=[photo.folder for photo in denoised],
        start=start,
    ))  # fmt: skip
    return [photo.folder / photo.source.name if photo.copied else next(planned) for photo in photos]


def _results(
    photos: Sequence[Wanted], names: Sequence[_Name], plan: Plan, originals: Originals, taken: Collection[Path]
) -> list[Named]:
    in_place = [photo.copied and name == photo.source for photo, name in zip(photos, names, strict=True)]
    rest = [name for name, done in zip(names, in_place, strict=True) if not done]
    free = iter(_freed(_refused(rest, originals, plan.if_exists == "overwrite"), plan, originals, taken))
    return [
        Named(photo.source, skipped="exists") if done else _named(next(free), plan)
        for photo, done in zip(photos, in_place, strict=True)
    ]


def _refused(names: Sequence[_Name], originals: Originals, overwrite: bool) -> list[_Name]:
    """With why it must not be used in place of a name: here copies and denoised photos are looked at together."""
    places = [place_of(name) if isinstance(name, Path) else None for name in names]
    uses = Counter(places)
    result: list[_Name] = []
    for name, place in zip(names, places, strict=True):
        if isinstance(name, Path):
            twice = OutputTwice(path=str(name)) if uses[place] > 1 else None
            result.append(twice or refusal(name, originals, overwrite) or name)
        else:
            result.append(name)
    return result


def _freed(names: Sequence[_Name], plan: Plan, originals: Originals, taken: Collection[Path]) -> list[_Name]:
    """Names that something has get a number: all of them if so wished, else those promised to another photo."""
    if plan.if_exists == "rename":
        return renamed(names, originals, taken)
    promised = {place_of(path) for path in taken}
    clashing = [_is_promised(name, promised) for name in names]
    others = [name for name, clash in zip(names, clashing, strict=True) if isinstance(name, Path) and not clash]
    free = iter(renamed([name for name, clash in zip(names, clashing, strict=True) if clash],
                        originals, [*taken, *others]))  # fmt: skip
    return [next(free) if clash else name for name, clash in zip(names, clashing, strict=True)]


def _is_promised(name: _Name, promised: Collection[object]) -> bool:
    if isinstance(name, OutputExists):
        name = Path(str(name.parameters["path"]))
    return bool(promised) and isinstance(name, Path) and place_of(name) in promised


def _named(name: _Name, plan: Plan) -> Named:
    if isinstance(name, Path):
        return Named(name)
    if isinstance(name, OutputExists) and plan.if_exists == "skip":
        return Named(Path(str(name.parameters["path"])), exists=True)
    return Named(None, error=name)
