"""The photo that is open, denoised in a thread of its own: what is in view first, the latest wish wins.

The window asks with ``request`` and hears through signals; every request has a number, and what an older one still has
to say is dropped.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from denoiser_app.core.progress import CancelToken
from denoiser_app.core.recipe import Recipe
from denoiser_app.core.tiling import Box
from denoiser_app.ui.jobs import events
from denoiser_app.ui.jobs.bench import Bench
from denoiser_app.ui.jobs.latest import Latest
from denoiser_app.ui.jobs.services import Compute, Services


@dataclass(frozen=True)
class Request:
    """``path`` denoised with ``recipe``; no path only makes the networks ready. fresh: read the file again."""

    number: int
    path: Path | None
    recipe: Recipe
    compute: Compute
    token: CancelToken
    fresh: bool = False


class _Thread(QThread):
    """Does one request after another at a bench that keeps the photo and the models."""

    said = Signal(int, object)

    def __init__(self, services: Services, focus: Focus) -> None:
        super().__init__()
        self.setObjectName("denoising")
        self.mailbox: Latest[Request] = Latest()
        self.working = threading.Event()
        self._bench = Bench(services, focus.get, self._tell)

    def run(self) -> None:
        while (request := self.mailbox.take()) is not None:
            self.working.set()
            for event in self._bench.serve(request.path, request.recipe, request.compute, request.token, request.fresh):
                self.said.emit(request.number, event)
            self.working.clear()
        self._bench.clear()

    def _tell(self, event: events.Event) -> None:
        """For news that is true whatever is asked for."""
        self.said.emit(0, event)


class Focus:
    """The part of the photo in view, upright: set by the window, asked before every tile."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._box: Box | None = None

    def set(self, box: Box | None) -> None:
        """What is in view now."""
        with self._lock:
            self._box = box

    def get(self) -> Box | None:
        """What was set last."""
        with self._lock:
            return self._box


class Denoising(QObject):
    """The window's side. Signals carry the values of ``events``; all come in the window's thread."""

    ready = Signal(object)
    opened = Signal(object)
    developed = Signal(object)
    started = Signal(object)
    measured = Signal(object)
    tile_arrived = Signal(object)
    finished = Signal(object)
    stopped = Signal()
    failed = Signal(object)

    def __init__(self, services: Services, compute: Compute, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.compute = compute
        self._focus = Focus()
        self._number, self._token = 0, CancelToken()
        self._busy = False
        self._thread = _Thread(services, self._focus)
        self._thread.said.connect(self._hear)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether somebody waits for what was asked last."""
        return self._busy

    @property
    def computing(self) -> bool:
        """Whether the thread works; for a moment still after a cancel."""
        return self._thread.working.is_set()

    def request(self, path: Path | None, recipe: Recipe, fresh: bool = False) -> None:
        """Replaces whatever was asked before. Without a path, only gets the networks ready."""
        self._token.cancel()
        self._number, self._token = self._number + 1, CancelToken()
        self._busy = path is not None
        request = Request(self._number, path, recipe, self.compute, self._token, fresh)
        self._thread.mailbox.put(request)

    def cancel(self) -> None:
        """Stop after the tile in hand. Heard at once: nothing of this request is told any more but ``stopped``."""
        if self._busy:
            self._busy = False
            self._token.cancel()
            self._number += 1
            self.stopped.emit()

    def release(self) -> None:
        """Nothing is open any more: forget the photo and its pixels."""
        self.request(None, Recipe(), fresh=True)

    def look_at(self, box: Box) -> None:
        """What is in view, upright: denoised before the rest."""
        self._focus.set(box)

    def close(self, milliseconds: int = 10_000) -> bool:
        """Ends the thread, when the window closes. False if it did not end in time."""
        self._token.cancel()
        self._number += 1
        self._thread.mailbox.close()
        return self._thread.wait(milliseconds)

    @Slot(int, object)
    def _hear(self, number: int, event: events.Event) -> None:
        if isinstance(event, events.Ready):  # true whoever asked
            self.ready.emit(event)
        elif isinstance(event, events.Developed):
            self.developed.emit(event)
        elif number == self._number:
            self._tell(event)

    def _tell(self, event: events.Event) -> None:
        self._busy = self._busy and not isinstance(event, events.Finished | events.Stopped | events.Failed)
        match event:
            case events.Opened():
                self.opened.emit(event)
            case events.Started():
                self.started.emit(event)
            case events.Measured():
                self.measured.emit(event)
            case events.TileArrived():
                self.tile_arrived.emit(event)
            case events.Finished():
                self.finished.emit(event)
            case events.Stopped():
                self.stopped.emit()
            case events.Failed():
                self.failed.emit(event.error)
