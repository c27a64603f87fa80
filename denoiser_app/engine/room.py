"""How many tiles a GPU has room for at once: what one took at its peak, against what is free now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

MOST = 16
"""Tiles in one call of the network at most: beyond that a GPU is busy, and only memory and patience are spent."""
_SHARE = 0.8
"""Of the free memory: the rest is for what the allocator cannot use because it lies in pieces."""


class Room:
    """The memory of a CUDA device ('cuda', 'cuda:1'), measured while a network runs on it."""

    def __init__(self, device: str) -> None:
        self._device = device
        self._pixels, self._bytes_per_pixel = 0, 0.0
        self._most = MOST

    @contextmanager
    def measured(self, count: int, height: int, width: int) -> Iterator[None]:
        """Around a run of the network on ``count`` tiles of (height, width) pixels."""
        before = torch.cuda.memory_allocated(self._device)
        torch.cuda.reset_peak_memory_stats(self._device)
        yield
        taken = torch.cuda.max_memory_allocated(self._device) - before
        # The largest run says most: what a run takes beside its pixels counts little there.
        if count * height * width >= self._pixels:
            self._pixels = count * height * width
            self._bytes_per_pixel = taken / self._pixels

    def too_little(self, count: int) -> None:
        """``count`` tiles at once ran out of memory: never so many again."""
        torch.cuda.empty_cache()
        self._most = min(self._most, max(1, count // 2))

    def tiles(self, height: int, width: int) -> int:
        """How many tiles of this size to run at once, 1-16; 1 as long as nothing was measured."""
        need = self._bytes_per_pixel * height * width
        return max(1, min(self._most, int(_SHARE * self._free() / need))) if need > 0 else 1

    def _free(self) -> int:
        """Bytes: those of the device, and those that torch has taken from it and does not use."""
        free: int = torch.cuda.mem_get_info(self._device)[0]
        unused = torch.cuda.memory_reserved(self._device) - torch.cuda.memory_allocated(self._device)
        return free + max(0, unused)
