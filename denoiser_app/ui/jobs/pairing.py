"""Work on a session of pairs beside the window: a generator in a thread of its own, each of its events told here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QThread, Signal, Slot

from denoiser_app.core.errors import Cancelled
from denoiser_app.core.progress import CancelToken, Progress

Make = Callable[[CancelToken], Iterator[object]]

PACE = 0.05
"""Seconds between two steps of progress that the window is told; every other event is told."""


class _Thread(QThread):
    """told: an event. ended: None when the generator came to its end, else the error, ``Cancelled`` if stopped."""

    told = Signal(object)
    ended = Signal(object)

    def __init__(self, name: str, make: Make) -> None:
        super().__init__()
        self.setObjectName(name)
        self.token = CancelToken()
        self._make: Make | None = make

    def run(self) -> None:
        outcome: BaseException | None = None
        try:
            self._work()
        except Exception as error:  # noqa: BLE001 - told to the window
            outcome = error
        self._make = None
        self.ended.emit(outcome)

    def _work(self) -> None:
        assert self._make is not None
        last = 0.0
        events = self._make(self.token)
        try:
            for event in events:
                self.token.check()
                if isinstance(event, Progress) and event.fraction < 1.0:
                    now = time.monotonic()
                    if now - last < PACE:
                        continue
                    last = now
                self.told.emit(event)
        finally:
            close = getattr(events, "close", None)
            if close is not None:  # in this thread, so that its 'finally' runs here
                close()


class GeneratorJob(QObject):
    """One piece of work at a time; the latest wins. All signals come in the thread of this object.

    told: what the generator yields. Then, once, one of ``done``, ``cancelled`` or ``failed`` (with the error).
    Events of work that was replaced or stopped are not told any more.
    """

    told = Signal(object)
    done = Signal()
    cancelled = Signal()
    failed = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        """name: of the thread."""
        super().__init__(parent)
        self._name = name
        self._thread: _Thread | None = None
        self._next: Make | None = None
        self._ended = False

    @property
    def running(self) -> bool:
        """Whether there is work, or its thread is still about to stop."""
        return self._thread is not None

    def start(self, make: Make) -> None:
        """Begins, once work that is still going on has stopped. make: called in the thread."""
        if self._ended:
            return
        if self._thread is not None:
            self._next = make
            self._thread.token.cancel()
            return
        thread = self._thread = _Thread(self._name, make)
        thread.told.connect(self._hear)
        thread.ended.connect(self._over)
        thread.finished.connect(self._gone)
        self._outcome: BaseException | None = None
        thread.start()

    def cancel(self) -> None:
        """Stops at the next step; ``cancelled`` follows."""
        self._next = None
        if self._thread is not None:
            self._thread.token.cancel()

    def end(self, milliseconds: int = 10_000) -> bool:
        """Stops and waits for the thread, for good; nobody hears of it. False if it did not end in time."""
        self._ended, self._next = True, None
        thread = self._thread
        if thread is None:
            return True
        thread.token.cancel()
        return thread.wait(milliseconds)

    @Slot(object)
    def _hear(self, event: object) -> None:
        if self._thread is not None and not self._thread.token.cancelled and not self._ended:
            self.told.emit(event)

    @Slot(object)
    def _over(self, outcome: BaseException | None) -> None:
        self._outcome = outcome

    @Slot()
    def _gone(self) -> None:
        """The thread itself is over; only now may another one begin."""
        thread, outcome = self._thread, self._outcome
        self._thread, self._outcome = None, None
        if self._ended or thread is None:
            return
        if self._next is not None:
            make, self._next = self._next, None
            self.start(make)
        elif outcome is None:
            self.done.emit()
        elif isinstance(outcome, Cancelled):
            self.cancelled.emit()
        else:
            self.failed.emit(outcome)
