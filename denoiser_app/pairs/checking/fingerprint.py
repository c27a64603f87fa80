"""Whether a verdict is still about the frames that lie there: a digest of their files and of what is known of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from denoiser_app.pairs.session import Frame, Pair

VERSION = "1"
"""Of the checks: a change of what they say makes old verdicts stale."""
_ENDS = 1 << 16


def fingerprint(folder: Path, pair: Pair) -> str:
    """Of a pair: size, first and last 64 KiB of every file and the settings that are checked. Not of the time of
    change, so that the folder can be copied. A file that cannot be read counts as missing."""
    digest = hashlib.sha256(f"{VERSION} {pair.id}".encode())
    for frame in (pair.high, *pair.low):
        digest.update(repr(_facts(frame)).encode())
        digest.update(_ends(folder / frame.file))
    return digest.hexdigest()[:32]


def _facts(frame: Frame) -> tuple[object, ...]:
    seen = (frame.file, frame.kind, frame.role, frame.camera, frame.lens, frame.size, frame.taken)
    return (*seen, frame.iso, frame.shutter, frame.aperture, frame.focal_length)


def _ends(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            first = stream.read(_ENDS)
            size = stream.seek(0, 2)
            stream.seek(max(0, size - _ENDS))
            return b"%d" % size + first + stream.read(_ENDS)
    except OSError:
        return b"missing"
