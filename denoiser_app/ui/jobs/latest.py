"""A mailbox for one request: a newer one replaces what nobody has taken yet."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """Put from the GUI thread, taken by a worker thread that sleeps until there is something to do."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._value: T | None = None
        self._closed = False

    def put(self, value: T) -> None:
        """Replace whatever is waiting."""
        with self._condition:
            self._value = value
            self._condition.notify()

    def close(self) -> None:
        """Wake the taker for the last time."""
        with self._condition:
            self._closed = True
            self._condition.notify()

    def take(self) -> T | None:
        """Wait for a value; None once closed."""
        with self._condition:
            while self._value is None and not self._closed:
                self._condition.wait()
            value, self._value = self._value, None
            return None if self._closed else value
