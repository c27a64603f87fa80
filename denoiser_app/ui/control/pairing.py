"""One's own camera: the window of its pairs, and what it asks of the main window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from denoiser_app.formats.thumbnail_cache import ThumbnailCache
from denoiser_app.ui.platform import reveal

if TYPE_CHECKING:
    from denoiser_app.ui.main_window import MainWindow
    from denoiser_app.ui.panels.pair_wizard.window import PairWizard


class PairControl(QObject):
    """thumbnails: as for the main window."""

    def __init__(self, window: MainWindow, thumbnails: ThumbnailCache | None) -> None:
        super().__init__(window)
        self._window, self._thumbnails = window, thumbnails
        self.shown: PairWizard | None = None
        """The window, once it was wanted."""

    @Slot()
    def show(self) -> None:
        """The window, with the session that was open last."""
        if self.shown is None:
            self.shown = self._made()
        _bring_forward(self.shown)

    @property
    def running(self) -> bool:
        """Whether a training goes on, which an end of the program would stop."""
        return self.shown is not None and self.shown.training

    def close(self) -> bool:
        """Ends all threads and processes; nothing is lost. False if they did not end in time."""
        if self.shown is None:
            return True
        ended = self.shown.end()
        self.shown.close()
        self.shown.deleteLater()
        self.shown = None
        return ended

    def _made(self) -> PairWizard:
        from denoiser_app.ui.panels.pair_wizard.window import PairWizard, make_pages

        wizard = PairWizard(make_pages(self._thumbnails))
        wizard.open_photos.connect(self._open)
        wizard.show_folder.connect(reveal.open_folder)
        for page in wizard.pages:
            for name in ("models_changed", "profiles_changed"):
                if hasattr(page, name):  # the photo that is open may come out another way now
                    getattr(page, name).connect(self._window.current.denoise)
        return wizard

    @Slot(list)
    def _open(self, paths: Sequence[Path]) -> None:
        """In the split view."""
        self._window.opening.open(list(paths))
        _bring_forward(self._window)


def _bring_forward(window: QWidget) -> None:
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.activateWindow()
