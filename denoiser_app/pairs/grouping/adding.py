"""Photos become frames of a session: copied into it, read, grouped. The originals are not touched.

The raw of a shot takes the place of its JPEG; a photo that is in the session already is not taken twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from denoiser_app.core.errors import FrameKnown, InputError, RawOfSameShot, SessionMissing
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.formats.copying import copy
from denoiser_app.formats.facts import Facts, facts
from denoiser_app.formats.listing import photos_in
from denoiser_app.formats.naming import FORBIDDEN
from denoiser_app.formats.sniff import RAW_SUFFIXES
from denoiser_app.formats.thumbnails import preview
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.capture.events import FrameAdded, Refused
from denoiser_app.pairs.grouping.arranging import assign, describe, drop, require_id, restore
from denoiser_app.pairs.grouping.grouping import grouped
from denoiser_app.pairs.grouping.likeness import Likeness
from denoiser_app.pairs.session import FRAMES, Frame, Role, Session

__all__ = ["Place", "add", "assign", "describe", "drop", "restore", "take"]


_SMALL = 64
"""Pixels of a preview that is made only to see whether it can be made."""


@dataclass(frozen=True)
class Place:
    """What is known of a frame besides what its file tells. role, scene: None leaves them to grouping. iso, shutter: as
    they were set, for files that do not tell."""

    role: Role | None = None
    scene: str | None = None
    iso: float | None = None
    shutter: float | None = None


def add(
    folder: Path,
    files: Sequence[Path],
    token: CancelToken | None = None,
    role: Role | None = None,
    scene: str | None = None,
) -> Iterator[Progress | FrameAdded | Refused]:
    """Takes photos, and all photos of folders, one after another; each is in the session once its event came.

    Refused is told of what is no photo or cannot be read, of what is there already (FrameKnown) and of JPEGs beside
    their raws (RawOfSameShot); the others go on. A photo that was dropped counts again. Raises SessionMissing,
    SessionDamaged, SessionBusy, OutputError when the session itself cannot be written, SceneUnknown, Cancelled.
    """
    if scene:
        require_id(sessions.load(folder), scene)
    sessions.load(folder)
    likeness = Likeness(folder, token)
    paths, refused = _photos(files)
    yield from refused
    for done, path in enumerate(paths):
        if token is not None:
            token.check()
        yield Progress("add", done, len(paths))
        try:
            yield take(folder, path, Place(role, scene), token, likeness, again=True)
        except (InputError, FrameKnown) as error:
            yield Refused(path, error)
    yield Progress("add", len(paths), len(paths))


def take(
    folder: Path,
    source: Path,
    place: Place,
    token: CancelToken | None = None,
    likeness: Likeness | None = None,
    *,
    again: bool = False,
    fresh: bool = False,
    name: str = "",
) -> FrameAdded:
    """One photo. again: a dropped one counts again. fresh: it was made just now, so it is none of those that are there.
    name: what it is called, if not as ``source``.

    Raises FrameKnown, RawOfSameShot, the InputErrors of ``facts`` and ``copy``, and what ``add`` raises; then nothing
    has changed.
    """
    session = sessions.load(folder)
    frame = _read(source, name or source.name, place, token)
    known = None if fresh else _known(session, frame)
    if known is not None:
        return _again(folder, known, source, again)
    if not fresh:
        _require_first(session, frame, source)
    target = _free(folder, session, frame.original)
    _, digest = copy(source, target, within=folder)
    frame = replace(frame, file=f"{FRAMES}/{target.name}", digest=digest)
    try:
        return _entered(folder, frame, likeness, lambda session: _news(session, frame, source, again, fresh))
    except BaseException:
        with suppress(OSError):
            target.unlink(missing_ok=True)
        raise


def stamp_of(source: Path) -> str:
    """Size and time of the last change. OSError."""
    status = source.stat()
    return f"{status.st_size}:{status.st_mtime_ns}"


def is_known(session: Session, name: str, stamp: str) -> bool:
    """Whether a file of this name, size and time was taken before, dropped or not."""
    return any(frame.stamp == stamp and frame.original == name for frame in session.frames)


# --- which files ------------------------------------------------------------------------------------------------------


def _photos(files: Iterable[Path]) -> tuple[list[Path], list[Refused]]:
    paths: list[Path] = []
    refused = []
    for path in files:
        try:
            paths += photos_in(path, recursive=True) if path.is_dir() else [path]
        except InputError as error:
            refused.append(Refused(path, error))
    wanted, jpegs = without_jpegs_of_raws(list(dict.fromkeys(paths)))
    return wanted, [*refused, *(Refused(path, RawOfSameShot(path=str(path))) for path in jpegs)]


def without_jpegs_of_raws(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """(photos to take, finished pictures beside the raw they were made with)."""
    raws = {_shot(path) for path in paths if _is_raw(path)}
    jpegs = [path for path in paths if not _is_raw(path) and _shot(path) in raws]
    left_out = set(jpegs)
    return [path for path in paths if path not in left_out], jpegs


def _shot(path: Path) -> tuple[Path, str]:
    return path.parent, path.stem.casefold()


def _is_raw(path: Path) -> bool:
    return path.suffix.lower() in RAW_SUFFIXES


# --- one file ---------------------------------------------------------------------------------------------------------


def _read(source: Path, name: str, place: Place, token: CancelToken | None) -> Frame:
    found = facts(source, token)
    if found.size is None:  # the name says raw and the header says nothing: only decoding tells
        preview(source, _SMALL, token)
    try:
        stamp = stamp_of(source)
    except OSError:  # gone since: copying it says so
        stamp = ""
    return _frame(found, name, stamp, place)


def _frame(found: Facts, name: str, stamp: str, place: Place) -> Frame:
    metadata = found.metadata
    return Frame(
        file="",
        kind=found.kind,
        role=place.role or "other",
        scene=place.scene or "",
        camera=metadata.camera if metadata.make or metadata.model else "",
        lens=metadata.lens,
        iso=metadata.iso or place.iso,
        shutter=metadata.shutter or place.shutter,
        aperture=metadata.aperture,
        focal_length=metadata.focal_length,
        taken=metadata.taken,
        size=found.size,
        original=name,
        role_by_hand=place.role is not None,
        scene_by_hand=place.scene is not None,
        stamp=stamp,
    )


def _known(session: Session, frame: Frame) -> Frame | None:
    """The very same file, by its name, size and time or, once it is copied, by its bytes."""
    for one in session.frames:
        if frame.digest and one.digest == frame.digest:
            return one
        if frame.stamp and (one.stamp, one.original) == (frame.stamp, frame.original):
            return one
    return None


def _again(folder: Path, known: Frame, source: Path, again: bool) -> FrameAdded:
    if not (known.dropped and again):
        raise FrameKnown(path=str(source))
    session = restore(folder, [known.file])
    return FrameAdded(_of(session, known.file), session)


def _require_first(session: Session, frame: Frame, source: Path) -> None:
    """RawOfSameShot for a finished picture whose raw is here."""
    if frame.kind == "rgb" and any(_is_same_shot(one, frame) and one.kind == "raw" for one in session.frames):
        raise RawOfSameShot(path=str(source))


def _is_same_shot(one: Frame, other: Frame) -> bool:
    """Raw and JPEG of one release, or one file in two states: their names and times are the same."""
    stems = {PurePosixPath(frame.original).stem.casefold() for frame in (one, other)}
    return len(stems) == 1 and bool(one.taken) and one.taken == other.taken and one.camera == other.camera


def _news(session: Session, frame: Frame, source: Path, again: bool, fresh: bool) -> tuple[Frame, ...]:
    """The frames of a session with this one. FrameKnown if its bytes are there under another name."""
    if fresh:
        return (*session.frames, frame)
    known = _known(session, frame)
    if known is not None and not (known.dropped and again):
        raise FrameKnown(path=str(source))
    replaced = [one for one in session.frames if _replaces(frame, one)]
    frames = [replace(one, dropped=True) if one in replaced else one for one in session.frames]
    return (*frames, _placed_like(replaced, frame))


def _entered(
    folder: Path, frame: Frame, likeness: Likeness | None, news: Callable[[Session], tuple[Frame, ...]]
) -> FrameAdded:
    def change(session: Session) -> Session:
        return grouped(replace(session, frames=news(session)), likeness)

    if likeness is not None:  # looks at pictures before others have to wait for the manifest
        change(sessions.load(folder))
    session = sessions.update(folder, change)
    return FrameAdded(_of(session, frame.file), session)


def _replaces(new: Frame, old: Frame) -> bool:
    """A raw takes the place of its JPEG, and a whole file that of the part of it that was taken too early."""
    if old.dropped or not _is_same_shot(new, old):
        return False
    whole = new.kind == old.kind and PurePosixPath(new.original).suffix == PurePosixPath(old.original).suffix
    return whole or (new.kind == "raw" and old.kind == "rgb")


def _placed_like(replaced: Sequence[Frame], frame: Frame) -> Frame:
    """With what was said by hand of the frame whose place it takes."""
    for one in replaced:
        if one.role_by_hand and not frame.role_by_hand:
            frame = replace(frame, role=one.role, role_by_hand=True)
        if one.scene_by_hand and not frame.scene_by_hand:
            frame = replace(frame, scene=one.scene, scene_by_hand=True)
    return frame


def _of(session: Session, file: str) -> Frame:
    return next(frame for frame in session.frames if frame.file == file)


def _free(folder: Path, session: Session, name: str) -> Path:
    """A name in the session that no frame has, whatever its ending: pairs are called by it."""
    if not sessions.exists(folder):
        raise SessionMissing(path=str(folder))
    clean = "".join("_" if letter in FORBIDDEN or not letter.isprintable() else letter for letter in name).lstrip(".")
    stem, suffix = Path(clean).stem or "frame", Path(clean).suffix
    taken = {PurePosixPath(frame.file).stem.casefold() for frame in session.frames}
    with suppress(OSError):
        taken |= {path.stem.casefold() for path in (folder / FRAMES).iterdir()}
    number, free = 1, stem
    while free.casefold() in taken:
        number += 1
        free = f"{stem}-{number}"
    return folder / FRAMES / f"{free}{suffix}"
