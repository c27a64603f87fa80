"""Ctrl-C in the terminal, and the system ending the session, close the program as its own Quit does.

Python's signal handlers run only when Python code does, and Qt's event loop does not come back to Python while it is
idle; a socket that the interpreter writes to wakes it.
"""

from __future__ import annotations

import signal
import socket
from types import FrameType

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, QTimer

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class QuitOnSignals(QObject):
    """Keep it as long as the application: SIGINT, SIGTERM and SIGHUP then call ``app.quit()``."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._here, self._there = socket.socketpair()
        self._here.setblocking(False)
        self._there.setblocking(False)
        self._before = signal.set_wakeup_fd(self._there.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._here.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self._handlers = {
            number: signal.signal(number, self._quit)
            for name in SIGNALS
            if (number := getattr(signal, name, None)) is not None
        }

    def close(self) -> None:
        """Give the handlers back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._here.close()
        self._there.close()

    def _drain(self) -> None:
        """Empty the socket; the signal's handler runs because Python code runs."""
        while self._here.recv(64) == 64 * b"\0":
            pass

    def _quit(self, number: int, frame: FrameType | None) -> None:
        QTimer.singleShot(0, QCoreApplication.quit)  # later: before exec() a quit would have no effect
