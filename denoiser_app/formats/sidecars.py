"""Files that raw programs keep beside a photo: IMG_1.xmp, IMG_1.NEF.xmp, IMG_1.NEF.pp3."""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterator
from itertools import product
from pathlib import Path

from denoiser_app.core.errors import OutputExists, OutputIsInput
from denoiser_app.formats.copying import copy
from denoiser_app.formats.naming import Originals
from denoiser_app.formats.whole import file_hash

ENDINGS = (".xmp", ".pp3")


def sidecars_of(photo: Path) -> list[Path]:
    """The sidecars of a photo that are there: under its name without and with its ending, theirs in any case.

    Empty ones and folders are left out. Looks for names instead of listing the folder, which may hold 10,000 photos.
    """
    return [sidecar for sidecar, _ in _found(photo)]


def copy_sidecars(photo: Path, target: Path, originals: Originals | Collection[Path] = ()) -> list[Path]:
    """The photo's sidecars beside ``target`` under its name, in the same scheme. Returns those that are there now.

    IMG_1.xmp becomes out.xmp and IMG_1.NEF.xmp becomes out.tif.xmp for an out.tif. A file that is there already is
    never replaced; unless it is the same it is not among those returned. Raises InputError for a sidecar that cannot be
    read, OutputError for one that cannot be written.
    """
    copies = []
    for sidecar, with_ending in _found(photo):
        path = target.with_name((target.name if with_ending else target.stem) + sidecar.suffix)
        try:
            copy(sidecar, path, originals)
        except (OutputExists, OutputIsInput):
            if not path.is_file() or file_hash(path) != file_hash(sidecar):
                continue
        copies.append(path)
    return copies


def _found(photo: Path) -> Iterator[tuple[Path, bool]]:
    """Each sidecar, and whether its name has the photo's ending in it."""
    for with_ending, ending in product((False, True), ENDINGS):
        if with_ending and not photo.suffix:
            continue  # the same name once more
        seen: set[tuple[int, int]] = set()
        for spelling in _spellings(ending):
            path = photo.with_name((photo.name if with_ending else photo.stem) + spelling)
            identity = _identity(path)
            if identity and identity not in seen:  # a disk that knows no case finds it again
                seen.add(identity)
                yield path, with_ending


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from all others; None unless it is a file with something in it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) and found.st_size else None


def _spellings(ending: str) -> list[str]:
    """'.xmp', '.xmP' ... '.XMP'."""
    return ["".join(letters) for letters in dict.fromkeys(product(*((c.lower(), c.upper()) for c in ending)))]
