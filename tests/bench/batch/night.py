"""A folder of small photos, tiny networks and a journal, and what has to be true of them at every moment of a night."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import numpy as np
import tifffile
from PIL import Image

from denoiser_app import paths
from denoiser_app.core.cfa import bayer
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch.items import Item, Plan, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.formats.dng import write_dng
from denoiser_app.formats.metadata import read_stamp

Print = tuple[str, int]
"""SHA-256 and time of the last change of a file."""


def photo(path: Path, seed: int = 0, size: tuple[int, int] | None = None) -> Path:
    """A noisy photo of 64 to 160 pixels, or of ``size``; PNG, JPEG or DNG by its name."""
    random = np.random.default_rng(seed)
    height, width = size or 2 * random.integers(32, 81, 2)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".dng":
        mosaic = random.integers(600, 9000, (height, width)).astype(np.uint16)
        return write_dng(path, mosaic, bayer("RGGB"), black=512, white=16383, iso=6400)
    slope = np.linspace(40, 180, width)[None, :, None]
    Image.fromarray((slope + random.normal(0, 12, (height, width, 3))).clip(0, 255).astype(np.uint8)).save(path)
    return path


def photos(folder: Path, count: int, sizes: Sequence[tuple[int, int] | None] = (None,)) -> list[Path]:
    """PNGs and JPEGs, and every sixth a raw. sizes: by turns, None is any."""
    endings = (".png", ".jpg", ".png", ".jpg", ".png", ".dng")
    return [photo(folder / f"IMG_{n:04d}{endings[n % 6]}", n, sizes[n % len(sizes)]) for n in range(count)]


def write_models(folder: Path) -> Path:
    """A tiny network for raws and one for the others."""
    from tests.helpers.models import tiny_model

    tiny_model(folder, "raw")
    tiny_model(folder, "rgb")
    return folder


@contextmanager
def models_in(folder: Path) -> Iterator[None]:
    """The program knows the networks of this folder, and no others."""
    with mock.patch.object(paths, "models", return_value=folder):
        yield


def create(journal: Journal, plan: Plan) -> int:
    """A batch as the program plans it."""
    from denoiser_app.engine.batch import planning

    (*_, number) = planning.create(journal, plan, CancelToken())
    assert isinstance(number, int)
    return number


def prints(files: Iterable[Path]) -> dict[Path, Print]:
    """What must not change of originals."""
    return {path: (sha256(path), path.lstat().st_mtime_ns) for path in files}


def sha256(path: Path) -> str:
    """Of a file's bytes, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def results(folder: Path) -> list[Path]:
    """The files below a folder that people see."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")]


def leftovers(folder: Path) -> list[Path]:
    """Hidden, unfinished files below a folder."""
    return [path for path in folder.rglob(".*") if ".part-" in path.name]


def decode(path: Path) -> None:
    """All of a finished photo, by programs that are not ours; raises what they raise."""
    if path.suffix == ".tif":
        assert tifffile.imread(path).size
        return
    with Image.open(path) as picture:
        picture.load()


@dataclass
class Watch:
    """Looks at a batch's originals and results from outside, again and again; keeps what it found wrong.

    twice: names under which another file lay when it looked again, though nothing was to be overwritten.
    """

    journal: Path
    batch: int
    output: Path
    originals: dict[Path, Print]
    wrong: list[str] = field(default_factory=list)
    twice: set[Path] = field(default_factory=set)
    _seen: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _hashes: dict[Path, str] = field(default_factory=dict)

    def look(self) -> None:
        """While nobody works: what is there must be whole."""
        self._originals()
        for path in results(self.output):
            self._result(path)
        with Journal(self.journal) as journal:
            for item in journal.items(self.batch, states=(State.DONE,)):
                self._done(item)

    def look_at_the_end(self) -> None:
        """When the batch has finished: every photo has one result, and nothing else is there."""
        self.look()
        with Journal(self.journal) as journal:
            batch, items = journal.batch(self.batch), journal.items(self.batch)
        targets = [item.target for item in items if item.state is State.DONE]
        self._must(len(set(targets)) == len(targets), "two photos have one result")
        self._must(set(results(self.output)) == set(targets), "other files lie in the output than the journal knows")
        self._must(not leftovers(self.output), f"unfinished files are left: {leftovers(self.output)}")
        self._must(batch.counts.reconciled, f"the counts do not reconcile: {batch.counts}")
        self._must(batch.state == "finished", f"the batch is {batch.state}")
        jobs = {item.target: item.job for item in items if item.state is State.DONE and item.action == "denoise"}
        for target, job in jobs.items():
            stamp = read_stamp(target)
            self._must(stamp is not None and stamp.job == job, f"{target} is not the result of its photo")

    def _originals(self) -> None:
        now = prints(self.originals)
        self.wrong += [f"the original {path} changed" for path, before in self.originals.items() if now[path] != before]

    def _result(self, path: Path) -> None:
        found = path.stat()
        mark = (found.st_ino, found.st_mtime_ns)
        if self._seen.get(path) == mark:
            return
        if path in self._seen:
            self.twice.add(path)
        self._seen[path], self._hashes[path] = mark, sha256(path)
        try:
            decode(path)
        except Exception as error:  # noqa: BLE001 - whatever it is, this file is not whole
            self.wrong.append(f"{path} cannot be decoded: {error}")

    def _done(self, item: Item) -> None:
        assert item.target is not None
        if item.target not in self._hashes:
            self.wrong.append(f"{item.source} is done and {item.target} is missing")
        elif self._hashes[item.target] != item.sha256:
            self.wrong.append(f"{item.target} has other bytes than the journal says")

    def _must(self, holds: bool, what: str) -> None:
        if not holds:
            self.wrong.append(what)


def row(what: str, measured: str, goal: str, met: bool | None = None) -> str:
    """A line of the table. met: None where there is nothing to reach."""
    return f"| {what} | {measured} | {goal} | {'' if met is None else 'met' if met else '**missed**'} |"
