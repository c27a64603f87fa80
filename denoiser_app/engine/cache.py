"""Denoised photos on disk, so that a photo visited before is there at once. Bounded; used longest ago goes first.

A file is a header of one page and the codes of ``Denoised`` behind it, little-endian, so that they can be mapped. The
header holds a checksum of itself and one of 64 pages spread over the codes: files that a crash or a full disk left with
holes are recognised without reading 270 MB. No torch.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

from denoiser_app import __version__
from denoiser_app.formats.cache_folder import CacheFolder

Codes = NDArray[np.uint16]
Facts = Mapping[str, str | float]

_MAGIC = b"DNSRSLT1"
_PREFIX = struct.Struct("<8sII")
"""Magic, length and checksum of the JSON that follows."""
HEADER = 4096
"""Bytes before the codes, so that they start at a page."""
_SAMPLES, _PAGE = 64, 4096
_CHUNK = 1 << 24
_REQUIRED: Mapping[str, type] = {"noise": float, "noise_text": str}


@dataclass(frozen=True)
class Key:
    """What a result depends on. size and mtime_ns of the photo's file are -1 if it could not be looked at."""

    path: str
    size: int
    mtime_ns: int
    model: str
    """SHA-256 of the model's file."""
    inference: str
    """``Recipe.inference_key()``."""
    version: str = __version__
    """Of this program: another one may compute other pixels."""

    @classmethod
    def of(cls, path: Path, model: str, inference: str) -> Self:
        """The key for a photo as it is now on the disk. Never raises; for a photo that is gone nothing is kept."""
        try:
            status = Path(path).stat()
            return cls(str(Path(path).resolve()), status.st_size, status.st_mtime_ns, model, inference)
        except (OSError, ValueError, RuntimeError):  # a null character in the name, links in circles
            return cls(str(path), -1, -1, model, inference)

    @property
    def name(self) -> str:
        """64 hexadecimal digits."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Entry:
    """codes: (H, W, 3) uint16 as ``Denoised.codes``, mapped read-only from the disk. facts: as they were put."""

    codes: Codes
    facts: Facts

    @property
    def noise(self) -> float:
        """The noise level that the network was told, in the recipe's units."""
        return float(self.facts["noise"])

    @property
    def noise_text(self) -> str:
        """The same in words."""
        return str(self.facts["noise_text"])


class ResultCache:
    """Results in ``folder``, together never more than ``limit_bytes``. Several instances may share the folder.

    No method raises for what is on the disk; results can be computed again. May be used from several threads.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self._files = CacheFolder(folder, limit_bytes, ".result")

    def get(self, key: Key) -> Entry | None:
        """The result, at once, or None. A file that is damaged or somebody else's is removed."""
        if key.size < 0:
            return None
        try:
            with self._files.path(key.name).open("rb") as file:
                entry = _read(file, key.name)
        except OSError:
            return None
        except (ValueError, TypeError, LookupError, struct.error):
            self._files.drop(key.name)
            return None
        self._files.used(key.name)
        return entry

    def put(self, key: Key, codes: Codes, facts: Facts) -> bool:
        """Keep a result: (H, W, 3) uint16, and at least the facts "noise" and "noise_text".

        False if it was not kept: no room under the limit, less than 1 GB left on the disk, or the disk fails.
        ValueError for arrays and facts of another kind.
        """
        codes = np.ascontiguousarray(codes)
        header = _header(key.name, codes, facts)
        if key.size < 0:
            return False
        data = memoryview(codes.astype("<u2", copy=False).data).cast("B")

        def fill(file: BinaryIO) -> None:
            file.write(header)
            for start in range(0, len(data), _CHUNK):
                file.write(data[start : start + _CHUNK])

        return self._files.write(key.name, HEADER + len(data), fill)

    def settle(self, folder: Path, limit_bytes: int) -> None:
        """Another place or another bound, from the next call on. What is in the place before stays there."""
        self._files = CacheFolder(folder, limit_bytes, ".result")

    def clear(self) -> None:
        """Remove all results."""
        self._files.clear()

    def size(self) -> int:
        """Bytes taken up on the disk."""
        return self._files.size()


def _header(name: str, codes: Codes, facts: Facts) -> bytes:
    if codes.dtype != np.uint16 or codes.ndim != 3 or codes.shape[2] != 3 or codes.size == 0:
        raise ValueError(f"codes of {codes.dtype} {codes.shape}")
    content = {"name": name, "shape": codes.shape, "sampled": _sampled(codes), "facts": _checked(dict(facts))}
    text = json.dumps(content).encode("ascii")
    if len(text) > HEADER - _PREFIX.size:
        raise ValueError(f"{len(text)} bytes of facts")
    return (_PREFIX.pack(_MAGIC, len(text), zlib.crc32(text)) + text).ljust(HEADER, b"\0")


def _read(file: BinaryIO, name: str) -> Entry:
    """ValueError (or a relative of it) for anything but a whole file that ``put`` wrote for this key."""
    head = file.read(HEADER)
    magic, length, checksum = _PREFIX.unpack_from(head)
    text = head[_PREFIX.size : _PREFIX.size + length]
    if magic != _MAGIC or len(text) != length or zlib.crc32(text) != checksum:
        raise ValueError("no header")
    content = json.loads(text)
    height, width, channels = (int(side) for side in content["shape"])
    if content["name"] != name or channels != 3 or min(height, width) < 1:
        raise ValueError("another result")
    if file.seek(0, 2) != HEADER + 2 * height * width * channels:
        raise ValueError("another size")
    codes: Codes = np.memmap(file, "<u2", "r", HEADER, (height, width, channels))
    if _sampled(codes) != content["sampled"]:
        raise ValueError("damaged codes")
    return Entry(codes, _checked(content["facts"]))


def _checked(facts: dict[str, Any]) -> Facts:
    facts = {name: float(value) if _REQUIRED.get(name) is float else value for name, value in facts.items()}
    if any(not isinstance(facts.get(name), kind) for name, kind in _REQUIRED.items()):
        raise ValueError(f"facts {sorted(facts)}")
    if not all(isinstance(value, str | int | float) for value in facts.values()):
        raise ValueError("facts that are neither text nor numbers")
    return facts


def _sampled(codes: Codes) -> int:
    """Checksum of 64 pages evenly spread over the codes, the first and the last among them."""
    flat = codes.reshape(-1)
    per_page = _PAGE // 2
    checksum = 0
    for start in np.linspace(0, max(0, flat.size - per_page), _SAMPLES).astype(np.int64):
        checksum = zlib.crc32(flat[start : start + per_page].astype("<u2").tobytes(), checksum)
    return checksum
