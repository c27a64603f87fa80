"""Work that may wait for a disk, done in a thread of its own; what came of it is told in the window's."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot


@dataclass(frozen=True)
class _Errand:
    work: Callable[[], Any]
    then: Callable[[Any], None]
    failed: Callable[[BaseException], None]


class _Thread(QThread):
    said = Signal(object, object)

    def __init__(self, name: str, after: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.todo: queue.SimpleQueue[_Errand | None] = queue.SimpleQueue()
        self._after = after

    def run(self) -> None:
        while (errand := self.todo.get()) is not None:
            try:
                answer, heard = errand.work(), errand.then
            except Exception as error:  # noqa: BLE001 - told to the window
                answer, heard = error, errand.failed
            self.said.emit(heard, answer)
            del errand, answer, heard  # nothing is kept while it sleeps
        self._after()


class Errands(QObject):
    """The thread begins with the first errand. after: called in the thread when it ends."""

    def __init__(self, name: str, after: Callable[[], None] = lambda: None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name, self._after = name, after
        self._thread: _Thread | None = None
        self._closed = False

    def put(
        self, work: Callable[[], Any], then: Callable[[Any], None], failed: Callable[[BaseException], None]
    ) -> None:
        """``work`` in the thread, then, in this one, ``then`` with what it returned or ``failed`` with the error."""
        if self._closed:
            return
        if self._thread is None:
            self._thread = _Thread(self._name, self._after)
            self._thread.said.connect(self._hear)
            self._thread.start()
        self._thread.todo.put(_Errand(work, then, failed))

    def close(self, milliseconds: int = 10_000) -> bool:
        """Does what was asked until now, of which nobody hears, and ends the thread. False if it did not in time."""
        self._closed = True
        if self._thread is None:
            return True
        self._thread.todo.put(None)
        return self._thread.wait(milliseconds)

    @Slot(object, object)
    def _hear(self, heard: Callable[[Any], None], answer: object) -> None:
        if not self._closed:
            heard(answer)
