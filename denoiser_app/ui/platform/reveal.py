"""Show files in the desktop's file manager, selected in their folder."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QUrl
from PySide6.QtGui import QDesktopServices

SERVICE = "org.freedesktop.FileManager1"
PATIENCE_MS = 3000
log = logging.getLogger(__name__)


def show_in_folder(*paths: Path) -> None:
    """Select ``paths`` in their folder; where the desktop cannot, open the folder of the first. Never waits."""
    files = [Path(path).absolute() for path in paths]
    if not files:
        return
    try:
        if sys.platform == "win32":
            # explorer reads its command line in its own way: no list, and quotes around the path only
            subprocess.Popen(f'explorer /select,"{files[0]}"')
        elif sys.platform == "darwin":
            subprocess.Popen(["/usr/bin/open", "-R", *map(str, files)])
        else:
            _FileManager(files).ask()
    except (OSError, ImportError) as error:
        log.info("The file manager cannot be asked: %s", error)
        open_folder(files[0].parent)


def open_folder(folder: Path) -> bool:
    """Open ``folder`` in whatever opens folders here; whether there is such a program."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class _FileManager(QObject):
    """One question to the file manager over D-Bus; goes away with the answer.

    https://www.freedesktop.org/wiki/Specifications/file-manager-interface
    """

    def __init__(self, files: list[Path]) -> None:
        super().__init__(QCoreApplication.instance())
        self._folder = files[0].parent
        form = QUrl.ComponentFormattingOption.FullyEncoded
        self._urls = [QUrl.fromLocalFile(str(file)).toString(form) for file in files]

    def ask(self) -> None:
        """Send it; without a bus, open the folder at once. ImportError where Qt has no D-Bus."""
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            self._give_up()
            return
        message = QDBusMessage.createMethodCall(SERVICE, "/org/freedesktop/FileManager1", SERVICE, "ShowItems")
        message.setArguments([self._urls, ""])
        watcher = QDBusPendingCallWatcher(bus.asyncCall(message, PATIENCE_MS), self)
        watcher.finished.connect(self._answered)

    def _answered(self, watcher: QObject) -> None:
        if watcher.isError():  # type: ignore[attr-defined]
            self._give_up()
        else:
            self.deleteLater()

    def _give_up(self) -> None:
        open_folder(self._folder)
        self.deleteLater()
