"""Progress on the task bar's button, where the desktop shows one.

Linux: the signal com.canonical.Unity.LauncherEntry.Update on the session bus (KDE Plasma, Ubuntu's dock, Dash to Dock).
Windows: ITaskbarList3; written from its documentation and not tried on Windows so far. Elsewhere nothing happens.
"""

from __future__ import annotations

import ctypes
import logging
import sys
import zlib
from typing import Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

DESKTOP_FILE = "denoiser-app"
"""Name of the .desktop file, also given to QGuiApplication.setDesktopFileName."""
STEP = 0.005
"""Changes smaller than this are not sent."""
log = logging.getLogger(__name__)


class Backend(Protocol):
    """One desktop's way to show a fraction; None shows nothing."""

    def show(self, fraction: float | None) -> None: ...


class TaskbarProgress:
    """Progress of the running work: ``set(0.4)``, and ``set(None)`` when it ended. Never raises."""

    def __init__(self, owner: QObject | None = None) -> None:
        """owner: the main window or something that belongs to it; Windows needs it."""
        self._owner = owner
        self._backend: Backend | None = None
        self._started = False
        self._shown: float | None = None

    def set(self, fraction: float | None) -> None:
        """Show ``fraction`` (0-1), or nothing for None."""
        if fraction is not None:
            fraction = min(max(fraction, 0.0), 1.0)
        if not self._is_news(fraction):
            return
        self._shown = fraction
        try:
            self._start()
            if self._backend is not None:
                self._backend.show(fraction)
        except Exception as error:  # noqa: BLE001 - decoration: whatever the desktop answers, the work goes on
            log.info("No progress on the task bar: %s", error)
            self._backend = None

    def _is_news(self, fraction: float | None) -> bool:
        if fraction is None or self._shown is None:
            return fraction is not self._shown
        return abs(fraction - self._shown) >= STEP or (fraction == 1.0 != self._shown)

    def _start(self) -> None:
        if self._started:
            return
        self._started = True
        if sys.platform == "linux":
            self._backend = LauncherEntry()
        elif sys.platform == "win32" and (window := window_of(self._owner)) is not None:
            self._backend = TaskbarList(int(window.winId()))


def window_of(owner: QObject | None) -> QWidget | None:
    """The top-level window that ``owner`` belongs to."""
    while owner is not None and not isinstance(owner, QWidget):
        owner = owner.parent()
    return owner.window() if owner is not None else None


class LauncherEntry:
    """https://wiki.ubuntu.com/Unity/LauncherAPI: a broadcast signal, so nobody has to listen."""

    INTERFACE = "com.canonical.Unity.LauncherEntry"

    def __init__(self) -> None:
        self._uri = f"application://{DESKTOP_FILE}.desktop"
        self._path = f"/com/canonical/unity/launcherentry/{zlib.crc32(self._uri.encode())}"

    def show(self, fraction: float | None) -> None:
        """Send the signal; without a session bus nothing happens."""
        from PySide6.QtDBus import QDBusConnection, QDBusMessage

        message = QDBusMessage.createSignal(self._path, self.INTERFACE, "Update")
        properties = {"progress": float(fraction or 0.0), "progress-visible": fraction is not None}
        message.setArguments([self._uri, properties])
        bus = QDBusConnection.sessionBus()
        if bus.isConnected():
            bus.send(message)


class TaskbarList:
    """ITaskbarList3 by its table of functions (shobjidl_core.h), without any COM library."""

    CLASS = (0x56FDF344, 0xFD6D, 0x11D0, b"\x95\x8a\x00\x60\x97\xc9\xa0\x90")
    INTERFACE = (0xEA1AFB91, 0x9E28, 0x4B86, b"\x90\xe9\x9e\x9f\x8a\x5e\xef\xaf")
    HR_INIT, SET_PROGRESS_VALUE, SET_PROGRESS_STATE = 3, 9, 10
    NO_PROGRESS, NORMAL = 0, 2
    IN_PROCESS_SERVER = 1
    OF = 1000

    def __init__(self, window: int) -> None:
        self._window = ctypes.c_void_p(window)
        self._object = ctypes.c_void_p()
        ole: Any = ctypes.WinDLL("ole32")  # type: ignore[attr-defined]
        ole.CoInitialize(None)
        created = ole.CoCreateInstance(
            _guid(self.CLASS), None, self.IN_PROCESS_SERVER, _guid(self.INTERFACE), ctypes.byref(self._object)
        )
        if created != 0 or not self._object:
            raise OSError(f"CoCreateInstance answered {created & 0xFFFFFFFF:#x}")
        self._call(self.HR_INIT)

    def show(self, fraction: float | None) -> None:
        """Set state and value."""
        state = self.NO_PROGRESS if fraction is None else self.NORMAL
        self._call(self.SET_PROGRESS_STATE, self._window, ctypes.c_int(state))
        if fraction is not None:
            done, total = ctypes.c_ulonglong(round(fraction * self.OF)), ctypes.c_ulonglong(self.OF)
            self._call(self.SET_PROGRESS_VALUE, self._window, done, total)

    def _call(self, index: int, *arguments: Any) -> None:
        table = ctypes.cast(self._object, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
        prototype = ctypes.WINFUNCTYPE(ctypes.c_long, ctypes.c_void_p, *(type(a) for a in arguments))  # type: ignore[attr-defined]
        prototype(table[index])(self._object, *arguments)


def _guid(parts: tuple[int, int, int, bytes]) -> ctypes.Array[ctypes.c_char]:
    data = parts[0].to_bytes(4, "little") + parts[1].to_bytes(2, "little") + parts[2].to_bytes(2, "little") + parts[3]
    return ctypes.create_string_buffer(data, 16)
