"""How much memory this process holds in RAM, as the system counts it."""

from __future__ import annotations

import sys
from pathlib import Path

MEGABYTE = 1e6

_STATUS = Path("/proc/self/status")


def resident() -> float | None:
    """Megabytes held now; where only the peak is known (macOS), the peak so far. None where neither is (Windows)."""
    return _status("VmRSS") if sys.platform == "linux" else _most()


def peak_resident() -> float | None:
    """The most megabytes held at any time so far; None where it is not known (Windows)."""
    # Not ru_maxrss on Linux: across fork and exec it keeps the parent's peak.
    return _status("VmHWM") if sys.platform == "linux" else _most()


def _status(field: str) -> float:
    """A field of /proc/self/status, which is in units of 1024 bytes."""
    lines = _STATUS.read_text(encoding="ascii", errors="replace").splitlines()
    value = next(line.split()[1] for line in lines if line.startswith(f"{field}:"))
    return int(value) * 1024 / MEGABYTE


def _most() -> float | None:
    if sys.platform == "win32":
        return None
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGABYTE
