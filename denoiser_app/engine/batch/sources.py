"""The photos of a batch's sources: folders and single files, each photo once, without the batch's own results."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from denoiser_app.core.errors import FileMissing, FileUnreadable
from denoiser_app.engine.batch.items import Plan
from denoiser_app.formats.listing import photos_in


@dataclass(frozen=True)
class Found:
    """A photo. root: the source folder it was found in; of a photo named by itself, its folder.

    size, mtime_ns: both 0 if the file is there but nothing may be known of it: it fails by name when its turn comes.
    """

    path: Path
    root: Path
    size: int
    mtime_ns: int


def photos_of(plan: Plan) -> list[Found]:
    """All photos of a plan's sources, in the order of the sources and in natural order within a folder.

    ``plan.patterns`` (any of them, in any case of letters) are asked about every name. Hidden files, and what lies in
    the plan's output folder below a source, are left out of folders. A photo that is named twice, also by a link, comes
    where it is named first. Raises FileMissing for a source that is not there, FileUnreadable for a folder that cannot
    be listed.
    """
    return _each_once(_all(plan.sources, plan))


def photos_among(paths: Sequence[Path], plan: Plan) -> list[Found]:
    """These photos as ``photos_of`` would have found them, whatever their names; those that are gone are left out."""
    roots = [source.absolute() for source in plan.sources]
    return _each_once((path.absolute(), _root(path.absolute(), roots)) for path in paths)


def _all(sources: Iterable[Path], plan: Plan) -> Iterator[tuple[Path, Path]]:
    patterns = [pattern.casefold() for pattern in plan.patterns]
    for source in sources:
        for path, root in _of_source(source.absolute(), plan):
            if not patterns or any(fnmatchcase(path.name.casefold(), pattern) for pattern in patterns):
                yield path, root


def _of_source(source: Path, plan: Plan) -> Iterator[tuple[Path, Path]]:
    if not _is_there(source):
        raise FileMissing(path=str(source))
    if not source.is_dir():
        yield source, source.parent
        return
    own = _output_inside(source, plan.output)
    for path in photos_in(source, plan.recursive):
        if own is None or own not in path.parents:
            yield path, source


def _is_there(source: Path) -> bool:
    try:
        source.stat()
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        reason = error.strerror if isinstance(error, OSError) else None
        raise FileUnreadable(path=str(source), reason=reason or str(error)) from error
    return True


def _output_inside(source: Path, output: Path | None) -> Path | None:
    """The output folder as it is called below the source; None if it is elsewhere, or the source itself or around it:
    then results are known by their stamps only."""
    if output is None:
        return None
    real, inside = Path(os.path.realpath(source)), Path(os.path.realpath(output))
    return source / inside.relative_to(real) if real in inside.parents else None


def _each_once(photos: Iterable[tuple[Path, Path]]) -> list[Found]:
    found: dict[tuple[int, ...] | Path, Found] = {}
    for path, root in photos:
        try:
            status = path.stat()
        except FileNotFoundError:  # it was there a moment ago: moved or removed by its owner
            continue
        except (OSError, ValueError):
            found.setdefault(path, Found(path, root, 0, 0))
            continue
        if stat.S_ISDIR(status.st_mode):
            continue
        # Some network disks give two files one number; leaving out a photo for that would be worse than doing it twice.
        identity = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
        found.setdefault(identity, Found(path, root, status.st_size, status.st_mtime_ns))
    return list(found.values())


def _root(path: Path, roots: Sequence[Path]) -> Path:
    """The source that a photo lies in; the nearest if several do."""
    above = [root for root in roots if root in path.parents]
    return max(above, key=lambda root: len(root.parts), default=path.parent)
