"""Progress of long work, and the means to stop it.

Long work is a generator that yields ``Progress``; a yield is at once progress and the place where it can be cancelled.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from denoiser_app.core.errors import Cancelled


@dataclass(frozen=True)
class Progress:
    """``done`` of ``total`` units of ``stage`` are finished; ``note`` is something the user should be told."""

    stage: str
    done: int
    total: int
    note: str = ""

    @property
    def fraction(self) -> float:
        """Finished share of this stage, 0-1."""
        return self.done / self.total if self.total else 1.0


class CancelToken:
    """Set from any thread, polled between steps by the work it belongs to."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether ``cancel`` was called."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise ``Cancelled`` if ``cancel`` was called."""
        if self.cancelled:
            raise Cancelled


def time_left(elapsed: float, fraction: float) -> float | None:
    """Seconds left at the pace so far; None while less than 2 % is done, when any figure would be a guess."""
    if fraction < 0.02:
        return None
    return elapsed * (1.0 - fraction) / fraction
