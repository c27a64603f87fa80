"""Memory that was freed, given back to the system.

The C library keeps what each thread has freed, in pieces that fit nobody else: over 2,000 small photos it grew by a
tenth (make bench-batch), with fewer arenas or trimmed not at all.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

EVERY = 16
"""Photos between two trims: what is given back has to be asked for again."""


def trim() -> None:
    """Only where the C library is glibc; elsewhere nothing happens. May be called from any thread."""
    function = _malloc_trim()
    if function is not None:
        function(0)


@cache
def _malloc_trim() -> Any:
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
