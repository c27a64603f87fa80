"""Files that harm a program which opens them, one in ten of a batch, and decoders that die or hang over a photo."""

from __future__ import annotations

import os
import struct
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch.events import ItemEnded, ItemPutOff
from denoiser_app.engine.batch.items import Item, NewItem, Plan, State
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.run import RunSettings, run
from denoiser_app.formats import decoder
from denoiser_app.formats import read as reading
from tests.bench.batch import night

DECODER = """
import os, signal, time
from pathlib import Path
from denoiser_app.formats import decode_child
decode = decode_child._decode
def hooked(path, request, channel):
    if "kills" in path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "hangs" in path.name:
        time.sleep(600)
    return decode(path, request, channel)
decode_child._decode = hooked
decode_child.main()
"""
"""A decoder that is as good as ours, but dies and hangs over files whose names say so."""


def _cut(folder: Path, name: str, source: str, part: float) -> Path:
    whole = night.photo(folder / source, 5)
    data = whole.read_bytes()
    whole.unlink()
    (folder / name).write_bytes(data[: int(len(data) * part)])
    return folder / name


def _written(name: str, data: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return write


def _folder(folder: Path) -> Path:
    (folder / "folder.jpg").mkdir()
    return folder / "folder.jpg"


def _locked(folder: Path) -> Path:
    path = night.photo(folder / "locked.png")
    path.chmod(0)
    return path


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.jpg")
    return folder / "pipe.jpg"


def png_bomb(side: int) -> bytes:
    """A PNG of 57 bytes that says that it has side x side pixels of 16 bits (shared/design/reliability.md)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 16, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


KINDS: dict[str, Callable[[Path], Path]] = {
    "cut.png": lambda folder: _cut(folder, "cut.png", "whole.png", 0.6),
    "cut.jpg": lambda folder: _cut(folder, "cut.jpg", "whole.jpg", 0.6),
    "cut.dng": lambda folder: _cut(folder, "cut.dng", "whole.dng", 0.6),
    "stub.dng": lambda folder: _cut(folder, "stub.dng", "whole.dng", 0.02),
    "text as a raw": _written("text.nef", b"Dear diary, today I took no photos.\n" * 50),
    "text as a jpeg": _written("text.jpg", b"<html>404</html>" * 50),
    "zeros": _written("zeros.cr2", bytes(100_000)),
    "empty": _written("empty.jpg", b""),
    "bomb": _written("bomb.png", png_bomb(30_000)),
    "bomb within the limit": _written("small-bomb.png", png_bomb(14_000)),
    "folder": _folder,
    "pipe": _pipe,
    "kills the decoder": lambda folder: night.photo(folder / "kills.png"),
    "hangs the decoder": lambda folder: night.photo(folder / "hangs.png"),
}
if os.name == "posix" and os.geteuid() != 0:  # root may read everything
    KINDS["locked"] = _locked


@dataclass(frozen=True)
class Night:
    """What came of it. items: all at the end. put_off: sources whose decoder died or hung, once for every time."""

    good: list[Path]
    bad: list[Path]
    items: list[Item]
    put_off: list[Path]
    wrong: list[str]

    def of(self, state: State) -> set[Path]:
        """The photos that stand there."""
        return {item.source for item in self.items if item.state is state}

    def unnamed(self) -> list[Path]:
        """Bad files whose error does not name them."""
        ended = {item.source: item.error for item in self.items}
        return [path for path in self.bad if ended[path] is None or str(path) not in str(ended[path])]


def night_among(folder: Path, good: int, seconds: float = 3.0) -> Night:
    """A batch with every kind of hostile file among ``good`` photos. seconds: before a decoder is stopped."""
    source = folder / "in"
    goods, bads = night.photos(source, good), [make(source) for make in KINDS.values()]
    night.write_models(folder / "models")
    (folder / "decoder.py").write_text(DECODER)
    command = [sys.executable, str(folder / "decoder.py")]
    output = folder / "out"
    with (
        night.models_in(folder / "models"),
        mock.patch.object(decoder, "_command", return_value=command),
        mock.patch.dict(reading.read.__kwdefaults__, {"limits": decoder.Limits(seconds=seconds)}),
        Journal(folder / "batches.sqlite") as journal,
    ):
        number = journal.create(Plan(sources=(source,), output=output), _mixed(goods, bads, output))
        watch = night.Watch(journal.path, number, output, night.prints(path for path in goods + bads if path.is_file()))
        events = list(run(journal, number, RunSettings(device="cpu", threads=1), CancelToken()))
        watch.look_at_the_end()
        items = journal.items(number)
    told = [event.item.id for event in events if isinstance(event, ItemEnded)]
    wrong = [*watch.wrong, *(["an end was told twice or never"] if sorted(told) != [i.id for i in items] else [])]
    return Night(goods, bads, items, [e.item.source for e in events if isinstance(e, ItemPutOff)], wrong)


def _mixed(goods: list[Path], bads: list[Path], output: Path) -> list[NewItem]:
    """The bad ones evenly among the good ones, planned as if they were photos."""
    every = max(1, len(goods) // len(bads))
    order: list[Path] = []
    rest = list(bads)
    for number, path in enumerate(goods):
        order += [rest.pop()] if rest and number % every == 0 else []
        order.append(path)
    return [_item(path, output) for path in [*order, *rest]]


def _item(path: Path, output: Path) -> NewItem:
    found = path.stat()
    target = output / f"{path.stem}-{path.suffix[1:]}-denoised.tif"
    return NewItem(path, target, path.parent, found.st_size, found.st_mtime_ns)
