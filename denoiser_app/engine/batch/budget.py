"""Memory for photos in flight: one more is read only when there is room for it."""

from __future__ import annotations

import threading
from pathlib import Path

import psutil

from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch.items import Item
from denoiser_app.formats.sniff import RAW_SUFFIXES

BYTES_A_PIXEL = 45
"""What a photo takes from the moment it is read until it is written, at its most, the decoding child counted: raws took
36 to 41, JPEGs 26 to 29, and several in flight 17 each (make bench-batch)."""
SHARE = 0.5
"""Of the memory that is free when a run begins."""
_POLL = 0.1


class Budget:
    """Bytes that photos in flight may take together. A single photo always goes, however large it is."""

    def __init__(self, total: float | None = None) -> None:
        """total: bytes; None takes half of what is free now."""
        self.total = psutil.virtual_memory().available * SHARE if total is None else total
        self._used = 0.0
        self._changed = threading.Condition()

    @property
    def used(self) -> float:
        """Bytes that are taken now."""
        return self._used

    def take(self, wanted: float, token: CancelToken) -> None:
        """Waits until there is room. Cancelled when the token says so."""
        with self._changed:
            while self._used and self._used + wanted > self.total:
                token.check()
                self._changed.wait(_POLL)
            self._used += wanted

    def correct(self, before: float, now: float) -> None:
        """A photo that was thought to take ``before`` takes ``now``; it is there already, so nothing waits."""
        self.give_back(before - now)

    def give_back(self, taken: float) -> None:
        """A photo has left."""
        with self._changed:
            self._used -= taken
            self._changed.notify_all()


def bytes_of(megapixels: float) -> float:
    """What a photo of this size takes in flight."""
    return megapixels * 1e6 * BYTES_A_PIXEL


def expected_megapixels(item: Item) -> float:
    """The size of a photo before it is read; where the header did not tell, what files of that many bytes hold at most:
    compressed raws about a byte a pixel, JPEGs at least a fifth of one."""
    if item.megapixels is not None:
        return item.megapixels
    return item.size / (1e6 if is_raw(item.source) else 2e5)


def is_raw(path: Path) -> bool:
    """By its name."""
    return path.suffix.lower() in RAW_SUFFIXES
