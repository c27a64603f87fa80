"""Photos that are copied unchanged: the same bytes, whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from denoiser_app.core.errors import FileUnreadable, OutputNotVerified
from denoiser_app.formats.naming import Originals, protecting
from denoiser_app.formats.publish import Part, publishing
from denoiser_app.formats.read import require_readable
from denoiser_app.formats.whole import file_hash

_BLOCK = 1 << 20


def copy(
    source: Path,
    target: Path,
    originals: Originals | Collection[Path] = (),
    overwrite: bool = False,
    within: Path | None = None,
) -> tuple[int, str]:
    """The bytes of ``source`` as ``target``, read back and compared. Returns their count and SHA-256 in hex.

    The copy keeps the time of the last change. originals: never replaced, and neither is ``source``. within: as for
    ``publishing``. Raises InputError
    for the source (missing, empty, unreadable, or changing meanwhile) and OutputError for the target; then there is no
    new file.
    """
    require_readable(source)
    with _opened(source) as stream:
        before = os.fstat(stream.fileno())
        protected = protecting(originals, source)
        needed = before.st_size
        with publishing(target, originals=protected, overwrite=overwrite, needed=needed, within=within) as part:
            size, digest = _poured(stream, source, part)
            _require_unchanged(source, before, os.fstat(stream.fileno()), size)
            part.sync()
            if file_hash(part.path) != digest:
                raise OutputNotVerified(path=str(target), reason="other bytes than were copied")
            os.utime(part.path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return size, digest


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    try:
        stream = source.open("rb")
    except OSError as error:
        raise _unreadable(source, error) from error
    with stream:
        yield stream


def _poured(stream: BinaryIO, source: Path, part: Part) -> tuple[int, str]:
    """All of ``stream`` into ``part``; how many bytes, and their SHA-256."""
    size, digest = 0, hashlib.sha256()
    while block := _read(stream, source):
        part.file.write(block)
        digest.update(block)
        size += len(block)
    return size, digest.hexdigest()


def _read(stream: BinaryIO, source: Path) -> bytes:
    """The next block. A card that fails is the source's failure and not the target's."""
    try:
        return stream.read(_BLOCK)
    except OSError as error:
        raise _unreadable(source, error) from error


def _require_unchanged(source: Path, before: os.stat_result, after: os.stat_result, size: int) -> None:
    """Another program may still be writing the photo; half of it would be copied faithfully."""
    if size != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        raise FileUnreadable(path=str(source), reason="it changed while it was being copied")


def _unreadable(source: Path, error: OSError) -> FileUnreadable:
    return FileUnreadable(path=str(source), reason=error.strerror or str(error))
