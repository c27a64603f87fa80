"""What is open: the photos of the strip, which of them is current, and the settings of each with their undo history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoGroup, QUndoStack

from denoiser_app.core.photo import Metadata
from denoiser_app.core.recipe import Recipe

_UNDO_LIMIT = 200


@dataclass(frozen=True)
class Facts:
    """What became known of a photo when it was opened. noise: measured or given level, in 1/255."""

    metadata: Metadata
    domain: str
    megapixels: float
    model: str = ""
    device: str = ""
    seconds: float = 0.0
    noise: float | None = None
    noise_text: str = ""


class Document(QObject):
    """A photo's settings. Recipes are changed by commands only, so that everything can be undone."""

    recipe_changed = Signal(object)

    def __init__(self, path: Path, recipe: Recipe, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.fresh = True
        """Nothing was ever chosen for it: a preset may be."""
        self.facts: Facts | None = None
        self.undo = QUndoStack(self)
        self.undo.setUndoLimit(_UNDO_LIMIT)
        self._recipe = recipe
        self._gesture = 0

    @property
    def recipe(self) -> Recipe:
        """What is chosen for this photo now."""
        return self._recipe

    def edit(self, recipe: Recipe, what: str) -> None:
        """Another recipe, as a step that can be undone; edits of the same kind within one gesture are one step."""
        if recipe != self._recipe:
            self.undo.push(_Change(self, recipe, what, self._gesture))

    def end_gesture(self) -> None:
        """The slider was let go: the next edit is a step of its own."""
        self._gesture += 1

    def know(self, **facts: object) -> None:
        """Adds to what is known of an opened photo."""
        if self.facts is not None:
            self.facts = replace(self.facts, **facts)  # type: ignore[arg-type]

    def put(self, recipe: Recipe) -> None:
        """For commands only."""
        self._recipe = recipe
        self.recipe_changed.emit(recipe)


class _Change(QUndoCommand):
    """From one recipe to another."""

    def __init__(self, document: Document, recipe: Recipe, what: str, gesture: int) -> None:
        super().__init__(change_name(what))
        self._document, self._before, self.after = document, document.recipe, recipe
        self.kind = (what, gesture)

    def id(self) -> int:
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        if not isinstance(other, _Change) or other.kind != self.kind:
            return False
        self.after = other.after
        self.setObsolete(self.after == self._before)
        return True

    def redo(self) -> None:
        self._document.put(self.after)

    def undo(self) -> None:
        self._document.put(self._before)


def change_name(what: str) -> str:
    """What the Edit menu calls a kind of change."""
    translate = QCoreApplication.translate
    names = {
        "strength": translate("Change", "strength"),
        "color": translate("Change", "colour noise"),
        "detail": translate("Change", "detail"),
        "grain": translate("Change", "grain"),
        "noise": translate("Change", "noise level"),
        "model": translate("Change", "model"),
        "reset": translate("Change", "reset"),
        "preset": translate("Change", "preset"),
        "paste": translate("Change", "paste settings"),
    }
    return names.get(what, what)


class Session(QObject):
    """The open photos in the order they were opened (the strip sorts for itself), and the current one."""

    photos_changed = Signal()
    current_changed = Signal(object)
    recipe_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_group = QUndoGroup(self)
        self._documents: dict[Path, Document] = {}
        self._current: Document | None = None

    @property
    def current(self) -> Document | None:
        """The photo in the view."""
        return self._current

    @property
    def paths(self) -> list[Path]:
        """All open photos."""
        return list(self._documents)

    def document(self, path: Path) -> Document:
        """The photo of that path, which is open."""
        return self._documents[path]

    def add(self, documents: Iterable[Document]) -> None:
        """Opens photos that are not open yet."""
        for document in documents:
            if document.path in self._documents:
                document.deleteLater()
                continue
            document.setParent(self)
            self._documents[document.path] = document
            self.undo_group.addStack(document.undo)
        self.photos_changed.emit()

    def make_current(self, path: Path | None) -> None:
        """Another photo comes into the view."""
        document = None if path is None else self._documents[path]
        if document is self._current:
            return
        if self._current is not None:
            self._current.recipe_changed.disconnect(self.recipe_changed)
        self._current = document
        if document is not None:
            document.undo.setActive(True)
            document.recipe_changed.connect(self.recipe_changed)
        else:
            self.undo_group.setActiveStack(None)  # type: ignore[arg-type]
        self.current_changed.emit(document)

    def close(self, paths: Iterable[Path]) -> None:
        """Takes photos out; their settings are forgotten here."""
        closing = set(paths)
        if self._current is not None and self._current.path in closing:
            left = [path for path in self._documents if path not in closing]
            self.make_current(left[0] if left else None)
        for path in closing & set(self._documents):
            self._documents.pop(path).deleteLater()
        self.photos_changed.emit()
