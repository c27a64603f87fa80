"""The head of the window: which session is open, where it lies, and how to come to another one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from denoiser_app.ui.panels.info import ElidedLabel
from denoiser_app.ui.stylesheet import role


class Header(QWidget):
    """open_recent carries a folder."""

    new_session = Signal()
    open_session = Signal()
    open_recent = Signal(Path)
    show_folder = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.where = QLabel(), ElidedLabel()
        role(self.name, "title")
        role(self.where, "note")
        self.new_button, self.open_button = QPushButton(), QPushButton()
        self.folder_button, self.recent_button = QPushButton(), QPushButton()
        self.recent_menu = QMenu(self)
        self.recent_button.setMenu(self.recent_menu)
        self.new_button.clicked.connect(self.new_session)
        self.open_button.clicked.connect(self.open_session)
        self.folder_button.clicked.connect(self.show_folder)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.where)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 14, 16, 12)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.folder_button, self.new_button, self.open_button, self.recent_button):
            row.addWidget(button)
        self.retranslate()

    def show_session(self, name: str, folder: Path | None) -> None:
        """Its name and place; '' and None while none is open."""
        self.name.setText(name or self.tr("Your own camera"))
        self.name.setAccessibleName(self.name.text())
        self.where.set_text(str(folder) if folder else self.tr("No session is open"))
        for button in (self.folder_button, self.new_button, self.open_button, self.recent_button):
            button.setVisible(folder is not None)  # without a session the page itself has them

    def set_recent(self, folders: Sequence[Path]) -> None:
        """Sessions that were open lately."""
        self.recent_menu.clear()
        for folder in folders:
            action = self.recent_menu.addAction(f"{folder.name}   –   {folder.parent}".replace("&", "&&"))
            action.triggered.connect(partial(self.open_recent.emit, folder))
        self.recent_button.setEnabled(bool(folders))

    def retranslate(self) -> None:
        """The words of now."""
        self.new_button.setText(self.tr("&New session..."))
        self.open_button.setText(self.tr("&Open session..."))
        self.recent_button.setText(self.tr("&Recent"))
        self.folder_button.setText(self.tr("Show &folder"))
        self.folder_button.setToolTip(self.tr("The folder with everything of this session; it can be moved or copied"))
