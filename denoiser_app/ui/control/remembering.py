"""Settings of photos outlive the window: read when a photo is opened, written a moment after they change."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from denoiser_app.core.recipe import Recipe
from denoiser_app.ui.history import History
from denoiser_app.ui.session import Document

_DELAY = 1000  # milliseconds: a dragged slider is one write


class Remembering(QObject):
    """Makes documents, and keeps what becomes of them."""

    def __init__(self, history: History, parent: QObject) -> None:
        super().__init__(parent)
        self._history = history
        self._exported: set[Path] = set()
        self._changed: dict[Path, Recipe] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY)
        self._timer.timeout.connect(self.flush)

    def document(self, path: Path) -> Document:
        """A photo with the settings it had last time."""
        if self._changed:  # it may be among them
            self.flush()
        known = self._history.recall(path)
        document = Document(path, known.recipe if known else Recipe())
        document.fresh = known is None
        if known and known.exported:
            self._exported.add(path)
        document.recipe_changed.connect(self._recipe_changed)
        return document

    def was_exported(self, path: Path) -> bool:
        """Whether a result of this photo was ever written."""
        return path in self._exported

    def exported(self, document: Document) -> None:
        """A result was written."""
        self._exported.add(document.path)
        self._changed[document.path] = document.recipe
        self._timer.start()

    @Slot(object)
    def _recipe_changed(self, recipe: Recipe) -> None:
        document = self.sender()
        if isinstance(document, Document):
            self._changed[document.path] = recipe
            self._timer.start()

    @Slot()
    def flush(self) -> None:
        """To the disk."""
        for path, recipe in self._changed.items():
            self._history.remember(path, recipe, path in self._exported)
        self._changed.clear()

    def close(self) -> bool:
        """The last writes, when the window closes."""
        self.flush()
        self._history.close()
        return True
