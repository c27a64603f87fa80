"""Threads that work on a batch together: what one says is heard, what ends one ends all, nothing in flight is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue

from denoiser_app.core.errors import Cancelled, DenoiserError
from denoiser_app.core.progress import CancelToken
from denoiser_app.engine.batch.events import Event
from denoiser_app.engine.batch.items import BatchState
from denoiser_app.engine.batch.lease import Lease

ASKED_EVERY = 0.3
"""Seconds between two looks at what the photographer wants; a pause is heard within a second."""
Work = tuple[str, Callable[[], None]]
"""The name of a thread and what it does."""


class Shift:
    """One run. ``say`` tells what happens; ``token`` is set when the threads should end. ended: called when it is set,
    maybe more than once, to wake those that wait for something else."""

    def __init__(self, lease: Lease, ended: Callable[[], None] = lambda: None) -> None:
        self._lease, self._ended = lease, ended
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._fatal: BaseException | None = None
        self.token = CancelToken()

    def say(self, event: Event) -> None:
        """From any thread; comes out of ``run``."""
        self._events.put(event)

    def end(self) -> None:
        """The threads should end soon."""
        self.token.cancel()
        self._ended()

    def run(self, works: Sequence[Work], token: CancelToken) -> Iterator[Event]:
        """Yields what the threads say until all have ended: nothing waits any more, the batch is not wanted active, or
        the token says so. Photos in flight then wait again. Raises what ended a thread; Cancelled."""
        threads = [threading.Thread(target=self._guarded, args=(work,), name=name) for name, work in works]
        for thread in threads:
            thread.start()
        try:
            yield from self._told(threads, token)
        finally:
            self.end()
            for thread in threads:
                thread.join()
            self._give_back()
        yield from self._left()
        if self._fatal is not None:
            raise self._fatal
        token.check()

    def _told(self, threads: Sequence[threading.Thread], token: CancelToken) -> Iterator[Event]:
        asked = 0.0
        while any(thread.is_alive() for thread in threads):
            with suppress(Empty):
                yield self._events.get(timeout=0.1)
            if token.cancelled:
                self.end()
            elif time.monotonic() - asked > ASKED_EVERY:
                asked = time.monotonic()
                if self._lease.wanted() is not BatchState.ACTIVE:
                    self.end()

    def _left(self) -> Iterator[Event]:
        with suppress(Empty):
            while True:
                yield self._events.get_nowait()

    def _give_back(self) -> None:
        with suppress(DenoiserError):
            for item in self._lease.running():
                self._lease.given_back(item.id)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Cancelled:
            pass
        except BaseException as error:  # noqa: BLE001 - it is raised again in the thread that waits for this one
            self._fatal = self._fatal or error
            self.end()
