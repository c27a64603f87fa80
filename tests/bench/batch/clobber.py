"""Things that stand where a result should go, each in a folder of its own, and what is left of them afterwards."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from unittest import mock

from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.core.recipe import ExportOptions
from denoiser_app.engine.batch.events import ItemEnded
from denoiser_app.engine.batch.items import IfExists, Item, Plan
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.run import RunSettings, run
from denoiser_app.engine.handover import Computed, Loaded
from denoiser_app.engine.job import Settings, Worker
from denoiser_app.formats import publish
from tests.bench.batch import night

Layout = Literal["tree", "beside", "flat"]
"""tree: results into another folder, sub-folders kept. beside: into the photo's folder, with the photo's own stem.
flat: all into one folder."""
Found = dict[Path, tuple[object, ...]]


@dataclass(frozen=True)
class Case:
    """build(source folder, output folder) makes photos and what is in their way; what it returns may be overwritten if
    that is asked for. late: made at the name of the result while the photo is on the network, or, if ``last_moment``,
    just before it gets its name."""

    name: str
    layout: Layout
    build: Callable[[Path, Path], list[Path]]
    late: Callable[[Path], None] | None = None
    last_moment: bool = False


def _photo(source: Path) -> Path:
    return night.photo(source / "a.png", size=(48, 64))


def _in_the_way(make: Callable[[Path, Path], None], *, replaceable: bool = True) -> Callable[[Path, Path], list[Path]]:
    """One photo, and ``make(target, original)`` made something there."""

    def build(source: Path, output: Path) -> list[Path]:
        original = _photo(source)
        output.mkdir(parents=True)
        make(output / "a-denoised.tif", original)
        return [output / "a-denoised.tif"] if replaceable else []

    return build


def _only_photo(source: Path, output: Path) -> list[Path]:
    _photo(source)
    return [output / "a-denoised.tif"]


def _file(target: Path, _: Path) -> None:
    target.write_bytes(b"precious")


def _read_only(target: Path, _: Path) -> None:
    target.write_bytes(b"precious")
    target.chmod(0o444)


def _link_to_other(target: Path, _: Path) -> None:
    target.with_name("other.txt").write_bytes(b"precious")
    target.symlink_to("other.txt")


def _case(target: Path, _: Path) -> None:
    target.with_name(target.name.upper()).write_bytes(b"precious")


def _half(target: Path, original: Path) -> None:
    target.write_bytes(original.read_bytes()[:200])


def _folder(target: Path, _: Path) -> None:
    (target / "sub").mkdir(parents=True)
    (target / "sub" / "file").write_bytes(b"precious")


def _late_folder(target: Path) -> None:
    target.mkdir(parents=True)


def _late_file(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(b"precious")


def _late_link(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.with_name("other.txt").write_bytes(b"precious")
    target.symlink_to("other.txt")


def _siblings(*names: str) -> Callable[[Path, Path], list[Path]]:
    """Photos whose results would have one name, or the name of another one."""

    def build(source: Path, _: Path) -> list[Path]:
        for number, name in enumerate(names):
            night.photo(source / name, number, size=(48, 64))
        return []

    return build


def _source_is_link(source: Path, _: Path) -> list[Path]:
    elsewhere = night.photo(source.parents[1] / "elsewhere" / "a.tif", 3, size=(48, 64))
    source.mkdir(parents=True)
    (source / "a.tif").symlink_to(elsewhere)
    return []


def _output_is_link(source: Path, output: Path) -> list[Path]:
    night.photo(source / "a-denoised.tif", size=(48, 64))
    night.photo(source / "a.png", 1, size=(48, 64))
    output.parent.mkdir(parents=True, exist_ok=True)
    output.symlink_to(source)
    return []


CASES = (
    Case("a file", "tree", _in_the_way(_file)),
    Case("a file that may only be read", "tree", _in_the_way(_read_only)),
    Case("half a photo", "tree", _in_the_way(_half)),
    Case("a link to another file", "tree", _in_the_way(_link_to_other)),
    Case("a link to the original", "tree", _in_the_way(lambda t, o: t.symlink_to(o), replaceable=False)),
    Case("a link to nothing", "tree", _in_the_way(lambda t, _: t.symlink_to("nothing"))),
    Case("a hard link to the original", "tree", _in_the_way(lambda t, o: t.hardlink_to(o), replaceable=False)),
    Case("a folder", "tree", _in_the_way(_folder, replaceable=False)),
    Case("the name in capitals", "tree", _in_the_way(_case)),
    Case("a file that comes late", "tree", _only_photo, _late_file),
    Case("a link that comes late", "tree", _only_photo, _late_link),
    Case("a file that comes at the last moment", "tree", _only_photo, _late_file, last_moment=True),
    Case("a folder that comes late", "tree", _only_photo, _late_folder),
    Case("an output folder that is the source", "tree", _output_is_link),
    Case("raw and jpeg", "tree", _siblings("a.dng", "a.jpg", "a.png")),
    Case("the original itself", "beside", _siblings("a.tif")),
    Case("another original", "beside", _siblings("a.png", "a.tif")),
    Case("another original in capitals", "beside", _siblings("a.png", "A.TIF")),
    Case("an original that is a link", "beside", _source_is_link),
    Case("raw and jpeg beside a tiff", "beside", _siblings("a.dng", "a.jpg", "a.tif", "a-dng.tif")),
    Case("one name in two folders", "flat", _siblings("x/a.png", "y/a.png")),
    Case("one name in other letters", "flat", _siblings("x/b.png", "y/B.png")),
)


@dataclass(frozen=True)
class Night:
    """A batch of all cases of a layout. new: what lies there afterwards that was not there before."""

    before: Found
    after: Found
    may_change: dict[str, list[Path]]
    items: list[Item]
    reconciled: bool
    told: int

    def damage(self, case: Case, if_exists: IfExists) -> list[Path]:
        """What was there before in this case's folders, and is not, or not the same, any more."""
        free = self.may_change[case.name] if if_exists == "overwrite" else []
        mine = [path for path in self.before if {case.name, "elsewhere"} & {*path.parts} and path not in free]
        return [path for path in mine if self.after.get(path) != self.before[path]]

    def of(self, case: Case) -> list[Item]:
        """The case's photos."""
        return [item for item in self.items if case.name in item.source.parts]


def night_of(folder: Path, layout: Layout, if_exists: IfExists) -> Night:
    """All cases of a layout in one batch."""
    source, output = folder / "in", folder / "out"
    night.write_models(folder / "models")
    cases = [case for case in CASES if case.layout == layout]
    may_change = {case.name: case.build(source / case.name, output / case.name) for case in cases}
    template = "{stem}{ext}" if layout == "beside" else "{stem}-denoised{ext}"
    plan = Plan(
        sources=(source,),
        output=None if layout == "beside" else output,
        recursive=True,
        keep_folders=layout == "tree",
        options=ExportOptions("tiff", name=template, overwrite=if_exists == "overwrite"),
        if_exists=if_exists,
    )
    made: Found = {}
    late, last = (_Comer({c.name: c.late for c in cases if c.late and c.last_moment is is_last}, made)
                  for is_last in (False, True))  # fmt: skip
    settings = RunSettings(device="cpu", threads=1, make_worker=lambda of_one: _LateWorker(of_one, late))
    with (
        night.models_in(folder / "models"),
        mock.patch.object(publish, "_give_name", last.before(publish._give_name)),
        Journal(folder / "batches.sqlite") as journal,
    ):
        number = night.create(journal, plan)
        before = _found(folder)
        events = list(run(journal, number, settings, CancelToken()))
        told = sum(isinstance(event, ItemEnded) for event in events)
        counts = journal.counts(number)
        return Night(before | made, _found(folder), may_change, journal.items(number), counts.reconciled, told)


@dataclass(frozen=True)
class _Comer:
    """Somebody who makes things at the names of results. things: by case; made: what there was of them."""

    things: dict[str, Callable[[Path], None]]
    made: Found

    def come(self, target: Path) -> None:
        """Once for each case."""
        make = self.things.pop(target.parent.name, None)
        if make:
            make(target)
            there = _below(target.parent).items()
            self.made.update((path, what) for path, what in there if ".part-" not in path.name)

    def before(self, call: Callable[[Path, Path, bool], None]) -> Callable[[Path, Path, bool], None]:
        """``publish._give_name``, a moment too late."""

        def late(part: Path, target: Path, overwrite: bool) -> None:
            self.come(target)
            call(part, target, overwrite)

        return late


class _LateWorker(Worker):
    """Somebody comes while a photo is on the network."""

    def __init__(self, settings: Settings, comer: _Comer) -> None:
        super().__init__(settings)
        self._comer = comer

    def denoise(self, loaded: Loaded, token: CancelToken) -> Generator[Progress, None, Computed]:
        computed = yield from super().denoise(loaded, token)
        self._comer.come(loaded.job.target)
        return computed


def _found(folder: Path) -> Found:
    """Everything below ``in``, ``out`` and ``elsewhere``: links as links, files with bytes, time and number."""
    return {path: what for top in ("in", "out", "elsewhere") for path, what in _below(folder / top).items()}


def _below(folder: Path) -> Found:
    found: Found = {}
    for path in folder.rglob("*"):
        status = path.lstat()
        if path.is_symlink():
            found[path] = ("link", path.readlink())
        elif path.is_dir():
            found[path] = ("folder",)
        else:
            found[path] = ("file", night.sha256(path), status.st_mtime_ns, status.st_ino)
    return found
