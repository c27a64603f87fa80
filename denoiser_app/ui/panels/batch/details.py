"""The selected photo of a batch: before and after, why it failed and what to do, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from denoiser_app.engine.batch.items import Item, State
from denoiser_app.ui import words
from denoiser_app.ui.panels.batch import item_words as say
from denoiser_app.ui.panels.batch.picture import Picture
from denoiser_app.ui.panels.batch.pictures import SIDES, Made, Pictures, Wanted, wanted_of
from denoiser_app.ui.panels.info import ElidedLabel
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.stylesheet import role


class Details(QWidget):
    """open_result, open_photo and show_in_folder carry a file; retry and first the numbers of the selected photos."""

    open_result = Signal(Path)
    open_photo = Signal(Path)
    show_in_folder = Signal(Path)
    retry = Signal(list)
    first = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[Item] = []
        self._shown: list[Wanted] = []
        self.pictures = Pictures(self)
        self.pictures.made.connect(self._made)
        self.name, self.facts, self.reason = ElidedLabel(), QLabel(), Notice()
        role(self.name, "section")
        role(self.facts, "note")
        self.facts.setWordWrap(True)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.before, self.after = Picture(), Picture()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(8)
        for widget in (self.name, self.before, self.after, self.facts, self.reason):
            layout.addWidget(widget, 1 if isinstance(widget, Picture) else 0)
        layout.addStretch()  # takes the place of the pictures while there are none
        layout.addLayout(self._buttons())
        self.show_items([])

    def _buttons(self) -> QGridLayout:
        self.result_button = QPushButton(self.tr("Open &result"))
        self.photo_button = QPushButton(self.tr("Ed&it original"))
        self.folder_button = QPushButton(self.tr("S&how in folder"))
        self.copy_button = QPushButton(self.tr("Cop&y text"))
        self.retry_button = QPushButton(self.tr("Try a&gain"))
        self.first_button = QPushButton(self.tr("&Do first"))
        self.photo_button.setToolTip(self.tr("Opens the original in the main window"))
        self.first_button.setToolTip(self.tr("Before all other photos of this batch that wait"))
        for button, slot in (
            (self.result_button, self._open_result),
            (self.photo_button, self._open_photo),
            (self.folder_button, self._show_in_folder),
            (self.copy_button, self.copy_text),
            (self.retry_button, self._retry),
            (self.first_button, self._first),
        ):
            button.clicked.connect(slot)
        grid = QGridLayout()
        grid.setSpacing(6)
        for place, button in enumerate(self._all_buttons()):
            grid.addWidget(button, place // 2, place % 2)
        return grid

    def _all_buttons(self) -> tuple[QPushButton, ...]:
        return (
            self.result_button, self.photo_button, self.retry_button, self.first_button, self.folder_button,
            self.copy_button,
        )  # fmt: skip

    # --- what the window does

    def show_items(self, items: Sequence[Item]) -> None:
        """The selected photos; the pictures are of the first."""
        before, self._items = self._items, list(items)
        self._show_words()
        self._show_buttons()
        if not items:
            self._shown = []
            self.pictures.want([])
        elif not before or _look(before[0]) != _look(items[0]):
            self._want(items[0])

    @property
    def text(self) -> str:
        """What is said of the selected photos, a paragraph each."""
        return "\n\n".join(_paragraph(item) for item in self._items)

    @Slot()
    def copy_text(self) -> None:
        """Puts it on the clipboard."""
        if self._items:
            QGuiApplication.clipboard().setText(self.text)

    # --- inside

    def _show_words(self) -> None:
        one = self._items[0] if len(self._items) == 1 else None
        several = words.photos(len(self._items)) if self._items else self.tr("No photo is selected")
        self.name.set_text(one.source.name if one else several)
        self.facts.setText(_facts(one) if one else "")
        self.facts.setVisible(bool(one))
        remark = say.remark(one) if one else ""
        serious = one is not None and say.is_failed(one)
        self.reason.say(remark, "error" if serious else "info")
        for picture in (self.before, self.after):
            picture.setVisible(bool(self._items))

    def _show_buttons(self) -> None:
        one = self._items[0] if len(self._items) == 1 else None
        self.result_button.setEnabled(one is not None and say.has_result(one))
        self.photo_button.setEnabled(one is not None)
        self.folder_button.setEnabled(one is not None)
        self.copy_button.setEnabled(bool(self._items))
        self.retry_button.setEnabled(any(map(_can_retry, self._items)))
        self.first_button.setEnabled(any(item.state is State.WAITING for item in self._items))

    def _want(self, item: Item) -> None:
        self._shown = wanted_of(item)
        coming = self.tr("One moment...")
        self.before.show_image(self._title(self._shown[0]), None, coming)
        if len(self._shown) == len(SIDES):
            self.after.show_image(self._title(self._shown[1]), None, coming)
        else:
            self.after.show_image(
                self.tr("After"), None, self.tr("Not there yet") if _may_come(item) else self.tr("Nothing was written")
            )
        self.pictures.want(self._shown)

    def _title(self, wanted: Wanted) -> str:
        name = self.tr("Before") if wanted.side == "before" else self.tr("After")
        return self.tr("{side}, close up").format(side=name) if wanted.is_crop else name

    @Slot(object)
    def _made(self, made: Made) -> None:
        if made.wanted in self._shown:
            picture = self.before if made.wanted.side == "before" else self.after
            said = self.tr("There is no picture of it.") if made.image.isNull() else ""
            picture.show_image(self._title(made.wanted), made.image, said, close_up=made.wanted.is_crop)

    @Slot()
    def _open_result(self) -> None:
        if self._items and self._items[0].target is not None:
            self.open_result.emit(self._items[0].target)

    @Slot()
    def _open_photo(self) -> None:
        if self._items:
            self.open_photo.emit(self._items[0].source)

    @Slot()
    def _show_in_folder(self) -> None:
        if self._items:
            item = self._items[0]
            self.show_in_folder.emit(item.target if item.target is not None and say.has_result(item) else item.source)

    @Slot()
    def _retry(self) -> None:
        self.retry.emit([item.id for item in self._items if _can_retry(item)])

    @Slot()
    def _first(self) -> None:
        self.first.emit([item.id for item in self._items if item.state is State.WAITING])


def _can_retry(item: Item) -> bool:
    """Those that were refused a name when they were planned have nowhere to go."""
    return say.is_failed(item) and item.target is not None


def _may_come(item: Item) -> bool:
    return item.state in (State.WAITING, State.RUNNING)


def _look(item: Item) -> tuple[object, ...]:
    """What the pictures depend on: a step forward of a photo does not make them again."""
    return item.id, item.state, item.target


def _facts(item: Item) -> str:
    parts = (say.state(item), say.megapixels(item), say.model(item), say.time_taken(item), say.file_size(item))
    return " · ".join(part for part in parts if part)


def _paragraph(item: Item) -> str:
    lines = [str(item.source), _facts(item), say.remark(item)]
    if item.target is not None and say.has_result(item):
        lines.insert(1, str(item.target))
    return "\n".join(line for line in lines if line)
