"""Ending work early: Ctrl-C and SIGTERM ask it to stop at its next step, a second one stops it at once."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from denoiser_app.core.errors import Cancelled
from denoiser_app.core.progress import CancelToken

Event = TypeVar("Event")

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopped(Exception):
    """The work ended because of a signal. The exit status is 128 plus its number, as shells count."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_status = 128 + number


@contextmanager
def cancel_on_signal(token: CancelToken, *, crash_safe: bool = False) -> Iterator[None]:
    """Inside, a signal cancels ``token``; the Cancelled that follows leaves as Stopped.

    crash_safe: the work takes place in threads, which no exception ends, and a crash does it no harm: a second signal
    ends the process as a crash would.
    """
    received: list[int] = []

    def handle(number: int, frame: FrameType | None) -> None:
        if received and crash_safe:
            os._exit(128 + number)
        if received:
            raise KeyboardInterrupt
        received.append(number)
        token.cancel()

    if threading.current_thread() is not threading.main_thread():  # Python sets handlers in the main thread only
        yield
        return
    before = {number: signal.signal(number, handle) for number in SIGNALS}
    try:
        yield
    except Cancelled as cancelled:
        raise Stopped(received[0] if received else signal.SIGINT) from cancelled
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def ended(events: Iterator[Event]) -> Iterator[Iterator[Event]]:
    """Closes a generator when the block is left, so that it tidies up now and not when it is collected."""
    try:
        yield events
    finally:
        if isinstance(events, Generator):
            events.close()
