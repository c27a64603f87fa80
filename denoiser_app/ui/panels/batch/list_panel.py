"""The list of batches with its buttons: a new one, the selection as one, their order, off the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from denoiser_app.ui import icons
from denoiser_app.ui.panels.batch.batch_list import BatchList, Entry
from denoiser_app.ui.stylesheet import role


class ListPanel(QWidget):
    """forget: the batch of this number is to be taken off the list."""

    new_batch = Signal()
    add_selection = Signal()
    forget = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[int, Entry] = {}
        title = QLabel(self.tr("Batches"))
        role(title, "section")
        self.list = BatchList()
        self.new_button = QPushButton(self.tr("New &batch..."))
        self.add_button = QPushButton(self.tr("Add &selection"))
        self.add_button.setToolTip(self.tr("A batch of the photos that are selected in the main window"))
        self.up = _tool("chevron-up", self.tr("Earlier (Alt+Up)"))
        self.down = _tool("chevron-down", self.tr("Later (Alt+Down)"))
        self.remove = _tool("remove", self.tr("Off the list (Delete); no file is touched"))
        head = QHBoxLayout()
        head.setContentsMargins(12, 10, 8, 4)
        head.setSpacing(2)
        head.addWidget(title, 1)
        for tool in (self.up, self.down, self.remove):
            head.addWidget(tool)
        foot = QVBoxLayout()
        foot.setContentsMargins(10, 8, 10, 12)
        foot.setSpacing(6)
        foot.addWidget(self.new_button)
        foot.addWidget(self.add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        self._connect()

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.new_batch)
        self.add_button.clicked.connect(self.add_selection)
        self.up.clicked.connect(self.list.move_up)
        self.down.clicked.connect(self.list.move_down)
        self.remove.clicked.connect(self._remove)
        self.list.forget.connect(self.forget)
        self.list.currentRowChanged.connect(self._show_tools)
        self.list.reordered.connect(self._show_tools)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """What there is now."""
        self._entries = {entry.batch.id: entry for entry in entries}
        self.list.set_entries(entries)
        self._show_tools()

    @Slot()
    def _show_tools(self, *_: object) -> None:
        row, count = self.list.currentRow(), self.list.count()
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < count - 1)
        entry = self._entries.get(self.list.current or 0)
        self.remove.setEnabled(entry is not None and not entry.batch.held)

    @Slot()
    def _remove(self) -> None:
        if self.list.current is not None:
            self.forget.emit(self.list.current)


def _tool(icon: str, text: str) -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    icons.put(button, icon)
    button.setToolTip(text)
    button.setAccessibleName(text)
    return button
