"""One window and the hand and eye of who sits before it. Every wait is bounded."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, Qt, QThread, QThreadPool
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QWidget
from pytestqt.qtbot import QtBot

from denoiser_app.core.recipe import Recipe
from denoiser_app.engine.cache import ResultCache
from denoiser_app.formats.thumbnail_cache import ThumbnailCache
from denoiser_app.ui.filmstrip_model import FilmEntry, PhotoState
from denoiser_app.ui.jobs.services import Services
from denoiser_app.ui.main_window import MainWindow
from denoiser_app.ui.preferences import Preferences
from denoiser_app.ui.session import Document
from tests.ui.window.decoding import Decoding
from tests.ui.window.network import Network

Pixels = NDArray[np.uint8]

PATIENCE = 15_000
"""Milliseconds that anything may take on a busy machine."""
SIZE = (960, 640)


class Studio:
    """The window, its network, its decoder."""

    def __init__(
        self,
        qtbot: QtBot,
        network: Network,
        decoding: Decoding,
        cache: ResultCache | None = None,
        services: Services | None = None,
        preferences: Preferences | None = None,
        thumbnails: ThumbnailCache | None = None,
        size: tuple[int, int] | None = SIZE,
    ) -> None:
        self.qtbot, self.network, self.decoding = qtbot, network, decoding
        self.services = services or Services(cache, network.worker)
        self.window = MainWindow(self.services, preferences or Preferences(), thumbnails)
        if size is not None:
            self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window, PATIENCE)
        self.closed = self.thrown_away = False

    # --- the hand ---

    def open(self, *paths: Path) -> None:
        """Drop photos or folders, and wait until the first is in the view."""
        before = len(self.window.session.paths)
        self.window.opening.open(list(paths))
        wanted = {path for path in paths if path.suffix}
        self.until(lambda: self.current is not None and wanted <= set(self.window.session.paths))
        assert len(self.window.session.paths) >= before

    def denoised(self, *paths: Path) -> None:
        """Open photos, and wait until the first of them is denoised."""
        self.open(*paths)
        self.ready()

    def act(self, name: str) -> None:
        """Choose an action of the menu."""
        action = self.window.actions_by_name[name]
        assert action.isEnabled(), name
        action.trigger()

    def press(
        self,
        key: Qt.Key,
        widget: QWidget | None = None,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """A key, to the view unless told otherwise."""
        QTest.keyClick(widget or self.window.view, key, modifiers)

    def drag(self, slider: QSlider, *positions: float) -> None:
        """Take the handle, move it through these shares of the slider, let go."""
        rect = slider.rect()
        places = [QPoint(round(6 + p * (rect.width() - 12)), rect.center().y()) for p in positions]
        QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=places[0])
        for place in places:
            QTest.mouseMove(slider, place)
            self.turn(1)
        QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=places[-1])

    def close(self) -> bool:
        """Close the window and let Qt throw it away."""
        if self.closed:
            return True
        self.network.release()
        self.decoding.release()
        self.closed = self.window.close()
        return self.closed

    def end(self) -> None:
        """Close the window whatever it does, see that its threads have ended, and let Qt throw it away. Once."""
        if self.thrown_away:
            return
        self.thrown_away = True
        self.window._really_close = lambda: True  # type: ignore[method-assign]
        assert self.close()
        pools, threads = (self.window.findChildren(kind) for kind in (QThreadPool, QThread))
        assert len(pools) == 4
        assert all(pool.waitForDone(0) for pool in pools)
        assert all(thread.isFinished() for thread in (*threads, self.window.denoising._thread))
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # --- the eye ---

    @property
    def document(self) -> Document:
        """The current photo, which there is."""
        assert self.current is not None
        return self.current

    @property
    def current(self) -> Document | None:
        """The current photo."""
        return self.window.session.current

    @property
    def recipe(self) -> Recipe:
        """Of the current photo."""
        return self.document.recipe

    def entry(self, path: Path) -> FilmEntry:
        """What the strip says of a photo."""
        return next(entry for entry in self.window.strip.entries() if entry.path == path)

    def state(self, path: Path | None = None) -> PhotoState:
        """The badge of a photo, of the current one by default."""
        return self.entry(path or self.document.path).state

    def shown(self) -> Pixels:
        """(h, w, 3) what the view paints now, sharp."""
        self.until(lambda: not self.window.view.painting.pace.draft)
        return pixels(self.window.view.grab().toImage())

    def work(self) -> str:
        """What the status line says of the work."""
        return self.window.status.work.text()

    # --- patience ---

    def until(self, there: Callable[[], bool], milliseconds: int = PATIENCE) -> None:
        """Let the window live until something is the case; qtbot looks only every 10 ms, which adds up."""
        deadline = time.monotonic() + milliseconds / 1000
        while not there():
            assert time.monotonic() < deadline, f"not within {milliseconds} ms"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
            time.sleep(0.001)  # QTest.qWait would hold the interpreter meanwhile

    def ready(self) -> None:
        """Wait until the current photo is denoised or failed, and nothing is on its way any more."""
        self.until(lambda: not self.busy)

    @property
    def busy(self) -> bool:
        """Whether the current photo is not what it is going to be."""
        window = self.window
        return window.current._timer.isActive() or window.denoising.busy or window.denoising.computing

    def turn(self, milliseconds: int = 20) -> None:
        """Let the window live for so long."""
        self.qtbot.wait(milliseconds)


def pixels(image: QImage) -> Pixels:
    """(h, w, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def differ(first: Pixels, second: Pixels) -> bool:
    """Whether any pixel is another."""
    return first.shape != second.shape or bool((first != second).any())
