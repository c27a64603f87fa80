"""A desktop notification, where the desktop shows any.

Linux: org.freedesktop.Notifications on the session bus. Elsewhere: the message of a tray icon, which is written from
Qt's documentation and not tried on Windows or macOS so far.
"""

from __future__ import annotations

import html
import logging
import sys
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from denoiser_app import paths
from denoiser_app.ui.platform.taskbar import DESKTOP_FILE

if TYPE_CHECKING:
    from denoiser_app.engine.desktop_bus import Bus

SHOWN_MS = 10_000
"""How long a message stays where the desktop does not decide that."""
log = logging.getLogger(__name__)


class Backend(Protocol):
    """One desktop's way to say something."""

    def say(self, title: str, body: str) -> None: ...

    def close(self) -> None: ...


class Notifier(QObject):
    """``say("The batch is finished", "1,000 photos")``, as the desktop shows it. Never raises and never waits."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backend: Backend = Session() if sys.platform == "linux" else Tray(self)
        close = self._backend.close
        self.destroyed.connect(lambda *_: close())

    def say(self, title: str, body: str) -> None:
        """Show ``title`` and, below it, ``body``; both plain text."""
        try:
            self._backend.say(title, body)
        except Exception as error:  # noqa: BLE001 - decoration: whatever the desktop answers, the program goes on
            log.info("No notification: %s", error)


class Session:
    """https://specifications.freedesktop.org/notification: asked by jeepney in a thread of its own.

    Not by QtDBus: its Python side cannot send the unsigned number that Notify takes. The connection stays open, because
    GNOME takes a program's notifications away when the program leaves the bus.
    """

    NAME = "org.freedesktop.Notifications"

    def __init__(self) -> None:
        self._said: SimpleQueue[tuple[str, str] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def say(self, title: str, body: str) -> None:
        """Hand it to the thread."""
        if self._thread is None:
            # A daemon: a desktop that does not answer must not keep the program from ending.
            self._thread = threading.Thread(target=self._work, name="notifications", daemon=True)
            self._thread.start()
        self._said.put((title, body))

    def close(self) -> None:
        """The thread ends when it has said what it was given."""
        self._said.put(None)

    def _work(self) -> None:
        bus: Bus | None = None
        while (said := self._said.get()) is not None:
            try:
                bus = bus or self._connect()
                self._show(bus, *said)
            except Exception as error:  # noqa: BLE001 - as in Notifier.say
                log.info("No notification: %r", error)
                bus = self._left(bus)
        self._left(bus)

    @staticmethod
    def _connect() -> Bus:
        from denoiser_app.engine.desktop_bus import Bus

        return Bus("SESSION")

    @staticmethod
    def _left(bus: Bus | None) -> None:
        if bus is not None:
            bus.close()

    def _show(self, bus: Bus, title: str, body: str) -> None:
        from jeepney import DBusAddress

        address = DBusAddress("/org/freedesktop/Notifications", self.NAME, self.NAME)
        icon = (paths.resources() / "icons" / "app.png").as_uri()
        hints = {"desktop-entry": ("s", DESKTOP_FILE)}
        text = html.escape(body, quote=False)  # the body, unlike the title, is markup
        bus.ask(address, "Notify", "susssasa{sv}i", "Denoiser", 0, icon, title, text, [], hints, -1)


class Tray:
    """The message of a tray icon that is there only as long as its message."""

    def __init__(self, parent: QObject) -> None:
        self._parent = parent
        self._icon: QSystemTrayIcon | None = None

    def say(self, title: str, body: str) -> None:
        """Show it; nothing happens without a tray."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._icon is None:
            self._icon = QSystemTrayIcon(QApplication.windowIcon(), self._parent)
            self._icon.messageClicked.connect(self._icon.hide)
        self._icon.show()
        self._icon.showMessage(title, body, QIcon(QApplication.windowIcon()), SHOWN_MS)
        QTimer.singleShot(SHOWN_MS, self._icon, self._icon.hide)

    def close(self) -> None:
        """The icon goes with its parent."""
