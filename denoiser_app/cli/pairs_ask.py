"""Questions to the photographer who sits at a terminal."""

from __future__ import annotations

import select
import sys

from denoiser_app.core.progress import CancelToken

PATIENCE = 0.2
"""Seconds after which a wish to stop is heard."""


def somebody_is_there() -> bool:
    """Whether questions can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def answer(question: str, token: CancelToken) -> str:
    """What is typed before Enter, in small letters; 'q' at the end of input. Raises Cancelled."""
    sys.stderr.write(f"{question} ")
    sys.stderr.flush()
    while True:
        token.check()
        try:
            ready, _, _ = select.select([sys.stdin], [], [], PATIENCE)
        except (OSError, ValueError):  # Windows: a terminal cannot be waited for there
            ready = [sys.stdin]
        if ready:
            line = sys.stdin.readline()
            return line.strip().lower() if line else "q"
