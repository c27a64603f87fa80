"""What an export is called and where it goes: never over a photo, never twice, over a file only when asked."""

from __future__ import annotations

import os
import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from denoiser_app.core.errors import (
    DenoiserError,
    NameTemplateInvalid,
    OutputExists,
    OutputIsInput,
    OutputTwice,
    OutputUnsupported,
)
from denoiser_app.core.photo import Metadata
from denoiser_app.core.recipe import ExportOptions, FileFormat
from denoiser_app.formats.metadata import read_facts

FIELDS = ("stem", "ext", "date", "time", "camera", "iso", "counter", "model")
FIELDS_OF_METADATA = {"date", "time", "camera", "iso"}
EXTENSIONS: tuple[tuple[FileFormat, tuple[str, ...]], ...] = (
    ("tiff", (".tif", ".tiff")),
    ("png", (".png",)),
    ("jpeg", (".jpg", ".jpeg")),
)
OTHER_PHOTOS = frozenset([
    ".3fr", ".arw", ".avif", ".bmp", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".gif", ".gpr",
    ".heic", ".heif", ".hif", ".iiq", ".jp2", ".jxl", ".kdc", ".mef", ".mos", ".mrw", ".nef", ".nrw", ".orf",
    ".pef", ".psb", ".psd", ".raf", ".raw", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".webp", ".x3f", ".xcf",
])  # fmt: skip
"""Names of formats that are not written here: an output named so is refused and not given a second ending."""
FORBIDDEN = '<>:"/\\|?*'
"""Forbidden in names on Windows, and so on its disks and shares: Microsoft, "Naming Files, Paths, and Namespaces"."""
RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))],
)
LONGEST = 255
"""Bytes of UTF-8 in one name on ext4; APFS, exFAT and NTFS count 255 UTF-16 units, which is no less."""


# --- where ----------------------------------------------------------------------------------------------------------


def plan_targets(
    sources: Sequence[Path],
    output: str | Path | None,
    options: ExportOptions,
    *,
    model: str = "auto",
    facts: Callable[[Path], Metadata] = read_facts,
    folders: Sequence[Path] | None = None,
    start: int = 1,
) -> list[Path]:
    """The file each source is exported to, in their order. Writes nothing.

    output: None is beside the source. A folder if it is one, ends in a slash or there are several sources; otherwise
        the very file, whose ending has to fit ``options.format`` (see ``format_of``) or is added. Pass the text the
        user typed: a Path has lost its slash.
    folders: where each source goes, instead of ``output``: a batch keeps the sub-folders of its sources.
    start: what the counter begins with.
    Raises the first DenoiserError of ``plan_each``.
    """
    planned = plan_each(sources, output, options, model=model, facts=facts, folders=folders, start=start)
    for item in planned:
        if isinstance(item, DenoiserError):
            raise item
    return [item for item in planned if isinstance(item, Path)]


def plan_each(
    sources: Sequence[Path],
    output: str | Path | None,
    options: ExportOptions,
    *,
    model: str = "auto",
    facts: Callable[[Path], Metadata] = read_facts,
    folders: Sequence[Path] | None = None,
    start: int = 1,
    models: Sequence[str] | None = None,
) -> list[Path | DenoiserError]:
    """As ``plan_targets``, but with each source's own failure in its place, so that a batch can do the others.

    models: of each source, instead of ``model``, where rules choose it.
    OutputIsInput, OutputTwice (for both of the two), OutputExists. NameTemplateInvalid and OutputUnsupported concern
    all and are raised.
    """
    models = [model] * len(sources) if models is None else models
    if folders is not None:
        targets = _targets(sources, folders, options, models, facts, start)
    elif output is None:
        targets = _targets(sources, [source.parent for source in sources], options, models, facts, start)
    elif is_folder(output, len(sources)):
        targets = _targets(sources, [Path(output)] * len(sources), options, models, facts, start)
    else:
        targets = [_named_file(Path(output), options.format)]
    placed = Places()
    targets = _told_apart(targets, sources, placed)
    originals = Originals.of(sources)
    places = [placed(target) for target in targets]
    uses = Counter(places)
    return [
        OutputTwice(path=str(target)) if uses[place] > 1 else refusal(target, originals, options.overwrite) or target
        for target, place in zip(targets, places, strict=True)
    ]


def refusal(target: Path, originals: Originals, overwrite: bool) -> DenoiserError | None:
    """Why this name must not be written to, or None."""
    if target in originals:
        return OutputIsInput(path=str(target))
    if os.path.lexists(target) and not overwrite:
        return OutputExists(path=str(target))
    return None


def format_of(path: str | Path) -> FileFormat | None:
    """The format that a file's ending names: .tif .tiff .png .jpg .jpeg in any case; None for others."""
    suffix = Path(path).suffix.lower()
    return next((name for name, endings in EXTENSIONS if suffix in endings), None)


def extension_of(name: FileFormat) -> str:
    """The ending of files of this format, with its dot."""
    return dict(EXTENSIONS)[name][0]


def is_folder(output: str | Path, count: int) -> bool:
    """Whether an output names a folder to put ``count`` exports in, rather than the one file."""
    text = os.fspath(output)
    return count > 1 or text.endswith(("/", os.sep)) or Path(output).is_dir()


def _targets(
    sources: Sequence[Path],
    folders: Sequence[Path],
    options: ExportOptions,
    models: Sequence[str],
    facts: Callable[[Path], Metadata],
    start: int,
) -> list[Path]:
    """Each source's name from the template, in its folder."""
    fields = fields_of(options.name)
    extension = extension_of(options.format)
    targets = []
    for counter, (source, folder, model) in enumerate(zip(sources, folders, models, strict=True), start):
        metadata = facts(source) if fields & FIELDS_OF_METADATA else Metadata()
        values = _values(source, metadata, counter, model, extension)
        targets.append(folder / _name(options.name, values, extension))
    return targets


def _told_apart(targets: Sequence[Path], sources: Sequence[Path], placed: Places) -> list[Path]:
    """Cameras write IMG_1.CR2 and IMG_1.JPG of one shot: where such pairs would meet, the source's ending tells them
    apart (IMG_1-denoised-cr2.tif)."""
    endings: dict[Place, Counter[str]] = {}
    places = [placed(target) for target in targets]
    for place, source in zip(places, sources, strict=True):
        endings.setdefault(place, Counter())[source.suffix.lower()] += 1
    return [
        target.with_name(f"{target.stem}-{source.suffix[1:].lower()}{target.suffix}")
        if len(endings[place]) > 1 and len(source.suffix) > 1
        else target
        for target, source, place in zip(targets, sources, places, strict=True)
    ]


def _named_file(path: Path, wanted: FileFormat) -> Path:
    """The file the user named, with an ending added if it has none."""
    named = format_of(path)
    if named == wanted:
        return path
    if named:
        reason = f"the name ends like a {named.upper()} file, but {wanted.upper()} was asked for. Make them agree"
        raise OutputUnsupported(path=str(path), reason=f"{reason}, or leave out the format.")
    if path.suffix.lower() in OTHER_PHOTOS:
        reason = f"files of the kind '{path.suffix.lower()}' cannot be written. Use .tif, .png or .jpg."
        raise OutputUnsupported(path=str(path), reason=reason)
    return path.with_name(path.name + extension_of(wanted))


# --- names ----------------------------------------------------------------------------------------------------------


def fields_of(template: str) -> set[str]:
    """The fields a name template uses. NameTemplateInvalid if it cannot be used."""
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError as error:
        raise _invalid(template, f"its braces do not match ({error})") from error
    for literal, field, spec, conversion in parts:
        _check_part(template, literal, field, spec or "", conversion)
    return {field for _, field, _, _ in parts if field is not None}


def _check_part(template: str, literal: str, field: str | None, spec: str, conversion: str | None) -> None:
    bad = [character for character in literal if character in FORBIDDEN or not character.isprintable()]
    if bad:
        raise _invalid(template, f"{bad[0]!r} cannot be part of a file name (choose the folder with -o)")
    if field is not None and field not in FIELDS:
        raise _invalid(template, f"there is no field '{field}'")
    digits = field == "counter" and spec.removesuffix("d").isdigit() and int(spec.removesuffix("d")) <= 20
    if conversion or (spec and not digits):
        raise _invalid(template, f"the field '{field}' takes no '{conversion or spec}'")


def _invalid(template: str, reason: str) -> NameTemplateInvalid:
    return NameTemplateInvalid(template=template, reason=reason, known=" ".join(f"{{{name}}}" for name in FIELDS))


def _values(source: Path, metadata: Metadata, counter: int, model: str, extension: str) -> dict[str, str | int]:
    date, time = _date_and_time(source, metadata)
    iso = f"{metadata.iso:.0f}" if metadata.iso else "unknown"
    values = {"stem": source.stem, "ext": extension, "date": date, "time": time, "camera": metadata.camera, "iso": iso}
    return {**{name: safe(value) for name, value in values.items()}, "counter": counter, "model": safe(model)}


def _date_and_time(source: Path, metadata: Metadata) -> tuple[str, str]:
    """When the photo was taken, or else its file was last changed, as 2025-01-31 and 19-30-00."""
    try:
        taken = datetime.strptime(metadata.taken[:19], "%Y:%m:%d %H:%M:%S")
    except ValueError:
        try:
            taken = datetime.fromtimestamp(source.stat().st_mtime)
        except (OSError, ValueError, OverflowError):
            return "unknown", "unknown"
    return taken.strftime("%Y-%m-%d"), taken.strftime("%H-%M-%S")


def safe(text: str) -> str:
    """A value as a part of a file name on every system: what cannot stand in one becomes an underscore."""
    return "".join("_" if c in FORBIDDEN or not (c.isprintable() or _is_undecodable(c)) else c for c in text)


def _is_undecodable(character: str) -> bool:
    """A byte that is not UTF-8, which Python carries as a lone surrogate: such names exist and are kept."""
    return "\udc80" <= character <= "\udcff"


def _name(template: str, values: dict[str, str | int], extension: str) -> str:
    """The finished file name: with its ending, no reserved word of Windows, not too long."""
    padded = {**values, "counter": _Number(values["counter"])}
    name = template.format_map(padded)
    endings = {endings[0]: endings for _, endings in EXTENSIONS}[extension]
    ending = next((e for e in endings if name.lower().endswith(e)), "")
    stem, ending = (name[: -len(ending)], name[-len(ending) :]) if ending else (name, extension)
    stem = _shortened(stem, LONGEST - len(ending) - len("_")).rstrip(" .") or "_"
    if stem.split(".")[0].rstrip(" ").lower() in RESERVED:
        stem = "_" + stem
    return stem + ending


class _Number(int):
    """A number that is written with four digits unless the template says otherwise, as cameras do."""

    def __format__(self, spec: str) -> str:
        return format(int(self), f"0{spec.removesuffix('d') or 4}d")


def _shortened(stem: str, most: int) -> str:
    while len(os.fsencode(stem)) > most:
        stem = stem[:-1]
    return stem


# --- the same file --------------------------------------------------------------------------------------------------

Place = tuple[int | str, int, str]


def place_of(path: Path) -> Place:
    """What two names have in common if they can be one file on some file system: the folder (not its spelling) and the
    name without regard to case and Unicode form. Folders that are still missing count as part of the name."""
    return Places()(path)


class Places:
    """``place_of`` many names, for which each folder is looked at once: for a moment in which no folder is made."""

    def __init__(self) -> None:
        self._folders: dict[Path, Place] = {}

    def __call__(self, path: Path) -> Place:
        folder = path.parent
        if folder not in self._folders:
            self._folders[folder] = _folder_of(folder)
        device, number, missing = self._folders[folder]
        return device, number, missing + _folded(path.name)


def _folder_of(folder: Path) -> Place:
    """The folder, or the next above it that is there, with the rest of the path."""
    if found := _identity(folder):
        return *found, ""
    missing = Path(os.path.realpath(folder))
    for above in missing.parents:
        if found := _identity(above):
            return *found, f"{_folded(str(missing.relative_to(above)))}/"
    return str(missing), 0, ""


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@dataclass(frozen=True)
class Originals:
    """The photos that must not be written over: ``target in originals`` also sees links, hard links and other cases."""

    files: frozenset[tuple[int, int]]
    places: frozenset[Place]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> Originals:
        """All the names and inodes of these photos, missing ones by name only."""
        known = list(paths)
        files = {identity for path in known if (identity := _identity(path))}
        placed = Places()
        places = {placed(spelling) for path in known for spelling in (path, Path(os.path.realpath(path)))}
        return cls(frozenset(files), frozenset(places))

    def __contains__(self, target: Path) -> bool:
        spellings = {target, Path(os.path.realpath(target))}
        return _identity(target) in self.files or any(place_of(spelling) in self.places for spelling in spellings)


def originals_of(protected: Originals | Collection[Path]) -> Originals:
    """``protected`` itself, or made from paths. Make it once for a batch: it looks at every file."""
    return protected if isinstance(protected, Originals) else Originals.of(protected)


def protecting(protected: Originals | Collection[Path], source: Path | None) -> Originals:
    """``protected`` and the photo that is worked on."""
    others, own = originals_of(protected), Originals.of([source] if source else [])
    return Originals(others.files | own.files, others.places | own.places)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
