"""Help: the keyboard sheet, About, and the report after a crash."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow

from denoiser_app.ui import crash
from denoiser_app.ui.actions import Actions
from denoiser_app.ui.panels.help import AboutDialog, KeyboardSheet


class Helping(QObject):
    """The Help menu."""

    def __init__(self, window: QMainWindow, actions: Actions) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions

    @Slot()
    def keys(self) -> None:
        """All keys on one sheet."""
        groups = [
            (title, [action for action in actions if action is not None]) for title, actions in self._actions.menus()
        ]
        KeyboardSheet(groups, self._window).open()

    @Slot()
    def about(self) -> None:
        """Versions and licences."""
        AboutDialog(self._window).open()

    @Slot()
    def copy_report(self) -> None:
        """The local log, without names and pixels, for whoever the user wants to show it to."""
        crash.show_report(self._window)
