"""What one thread hands to the next: a short queue that ends, and that can be stopped while somebody waits at it."""

from __future__ import annotations

import threading
from collections import deque
from typing import Generic, TypeVar

from denoiser_app.core.errors import Cancelled

Thing = TypeVar("Thing")


class Belt(Generic[Thing]):
    """Holds at most ``room`` things. ``stop`` ends every waiting at once, with Cancelled."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._things: deque[Thing] = deque()
        self._changed = threading.Condition()
        self._closed = self._stopped = False

    def put(self, thing: Thing) -> None:
        """Waits for room."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or len(self._things) < self._room)
            self._check()
            self._things.append(thing)
            self._changed.notify_all()

    def take(self) -> Thing | None:
        """Waits for a thing; None when there will be no more."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._things or self._closed)
            self._check()
            if not self._things:
                return None
            thing = self._things.popleft()
            self._changed.notify_all()
            return thing

    def give_back(self, thing: Thing) -> None:
        """Taken, and not dealt with: the next one to take gets it. Never waits."""
        with self._changed:
            self._check()
            self._things.appendleft(thing)
            self._changed.notify_all()

    def close(self) -> None:
        """No more will be put."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def stop(self) -> None:
        """Whoever waits here, or comes here, leaves with Cancelled. What lies here is dropped."""
        with self._changed:
            self._stopped = True
            self._things.clear()
            self._changed.notify_all()

    def _check(self) -> None:
        if self._stopped:
            raise Cancelled
