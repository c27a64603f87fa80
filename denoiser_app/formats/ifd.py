"""The directories of a TIFF container, which DNG and most camera raws share: tags only, never pixels.

Written for hostile input: every offset is checked against the file's size, and the number of directories, tags and
values is bounded. Layouts: TIFF 6.0 (1992), BigTIFF (libtiff), DNG 1.7 for the tag numbers.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

SUBFILE_TYPE, WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC = 254, 256, 257, 258, 259, 262
STRIP_OFFSETS, STRIP_COUNTS, TILE_OFFSETS, TILE_COUNTS = 273, 279, 324, 325
SAMPLES, SUB_IFDS, SAMPLE_FORMAT = 277, 330, 339
DNG_VERSION, CFA_LAYOUT = 50706, 50711
BLACK_REPEAT, BLACK_LEVEL, BLACK_DELTA_H, BLACK_DELTA_V = 50713, 50714, 50715, 50716
WHITE_LEVEL, ACTIVE_AREA, OPCODE_LIST_2, NOISE_PROFILE = 50717, 50829, 51009, 51041

CFA, LINEAR_RAW = 32803, 34892

MAX_DIRECTORIES = 256
MAX_VALUES = 1 << 20

_TYPES = {1: "B", 2: "B", 3: "H", 4: "I", 5: "II", 6: "b", 7: "B", 8: "h", 9: "i", 10: "ii", 11: "f", 12: "d", 13: "I",
          16: "Q", 17: "q", 18: "Q"}  # fmt: skip
_RATIONAL = (5, 10)

Values = tuple[float, ...]


@dataclass(frozen=True)
class Directory:
    """One image file directory. ``tags`` maps tag numbers to their values; integers stay integers."""

    tags: dict[int, Values]
    subordinate: bool = False
    """Whether it hangs from another directory (SubIFD) instead of standing in the main chain."""

    def number(self, tag: int, default: int = 0) -> int:
        """The first value of a tag as an integer."""
        values = self.tags.get(tag)
        return int(values[0]) if values else default

    @property
    def area(self) -> int:
        """Width times height; 0 for a directory without an image."""
        return self.number(WIDTH) * self.number(HEIGHT)

    @property
    def is_raw(self) -> bool:
        """Whether the pixels are sensor data (CFA or LinearRaw)."""
        return self.number(PHOTOMETRIC) in (CFA, LINEAR_RAW)

    @property
    def is_reduced(self) -> bool:
        """Whether it says that it is a preview of another image."""
        return bool(self.number(SUBFILE_TYPE) & 1)

    @property
    def segments(self) -> list[tuple[int, int]]:
        """(offset, byte count) of the strips or tiles."""
        for offsets, counts in ((STRIP_OFFSETS, STRIP_COUNTS), (TILE_OFFSETS, TILE_COUNTS)):
            if offsets in self.tags:
                pairs = zip(self.tags[offsets], self.tags.get(counts, ()), strict=False)
                return [(int(offset), int(count)) for offset, count in pairs]
        return []


@dataclass(frozen=True)
class Container:
    """All directories of a file. ``cut``: one of them, or a list of values, lies beyond the end of the file."""

    directories: tuple[Directory, ...]
    cut: bool

    @property
    def is_dng(self) -> bool:
        """Whether the first directory carries DNGVersion."""
        return bool(self.directories) and DNG_VERSION in self.directories[0].tags

    @property
    def pages(self) -> list[Directory]:
        """The directories of the main chain, in order."""
        return [d for d in self.directories if not d.subordinate]

    def raw_image(self) -> Directory | None:
        """The largest directory with sensor data."""
        return max((d for d in self.directories if d.is_raw and not d.is_reduced), key=lambda d: d.area, default=None)

    def largest(self) -> Directory | None:
        """The largest image of any kind, the first of equals."""
        return max(self.directories, key=lambda d: d.area, default=None)


def is_tiff(head: bytes) -> bool:
    """Whether these first bytes start a TIFF or BigTIFF."""
    return head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def read_container(stream: BinaryIO) -> Container:
    """All directories of a TIFF; an empty, cut container if not even the first can be read."""
    walker = _Walker(stream)
    directories = tuple(walker.walk())  # walking finds out what is cut
    return Container(directories, walker.cut)


class _Walker:
    """Walks the chain and the SubIFDs of one file, each directory once."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.size = stream.seek(0, 2)
        head = self._at(0, 16).ljust(16, b"\0")
        self.order = "<" if head[:2] == b"II" else ">"
        self.big = head[2:4] in (b"+\0", b"\0+")
        self.first = int(struct.unpack_from(self.order + ("Q" if self.big else "I"), head, 8 if self.big else 4)[0])
        self.cut = False

    def walk(self) -> Iterator[Directory]:
        """Every directory: the chain in order, each followed by its SubIFDs."""
        waiting = [(self.first, False)]
        seen: set[int] = set()
        while waiting and len(seen) < MAX_DIRECTORIES:
            offset, subordinate = waiting.pop(0)
            if offset in seen:
                continue
            seen.add(offset)
            found = self._directory(offset)
            if found is None:
                continue
            tags, following = found
            children = [(int(child), True) for child in tags.get(SUB_IFDS, ()) if child]
            waiting[:0] = children + ([(following, subordinate)] if following else [])
            yield Directory(tags, subordinate)

    def _directory(self, offset: int) -> tuple[dict[int, Values], int] | None:
        count_format, entry_size, link_format = ("Q", 20, "Q") if self.big else ("H", 12, "I")
        count_size = struct.calcsize("=" + count_format)
        raw_count = self._at(offset, count_size)
        if len(raw_count) < count_size:
            self.cut = True
            return None
        count = struct.unpack(self.order + count_format, raw_count)[0]
        body = self._at(offset + count_size, min(count, 65535) * entry_size + struct.calcsize("=" + link_format))
        entries = min(count, len(body) // entry_size)
        tags: dict[int, Values] = {}
        for index in range(entries):
            self._tag(body[index * entry_size : (index + 1) * entry_size], tags)
        link = body[count * entry_size :]
        if entries < count or len(link) < struct.calcsize("=" + link_format):
            self.cut = True
            return tags, 0
        return tags, int(struct.unpack(self.order + link_format, link)[0])

    def _tag(self, entry: bytes, tags: dict[int, Values]) -> None:
        tag, kind, count = struct.unpack_from(self.order + ("HHQ" if self.big else "HHI"), entry)
        if kind not in _TYPES or not 0 < count <= MAX_VALUES:
            return
        size = count * struct.calcsize("=" + _TYPES[kind])
        inline = entry[12:] if self.big else entry[8:]
        if size > len(inline):
            inline = self._at(struct.unpack(self.order + ("Q" if self.big else "I"), inline)[0], size)
        if len(inline) < size:
            self.cut = self.cut or tag in (STRIP_OFFSETS, STRIP_COUNTS, TILE_OFFSETS, TILE_COUNTS, SUB_IFDS)
            return
        numbers = struct.unpack(f"{self.order}{count * len(_TYPES[kind])}{_TYPES[kind][0]}", inline[:size])
        if kind in _RATIONAL:
            numbers = tuple(n / d if d else 0.0 for n, d in zip(numbers[::2], numbers[1::2], strict=True))
        tags[tag] = numbers

    def _at(self, offset: int, size: int) -> bytes:
        if not 0 <= offset < self.size:
            return b""
        self.stream.seek(offset)
        return self.stream.read(size)
