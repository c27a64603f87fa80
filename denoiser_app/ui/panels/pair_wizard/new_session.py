"""The dialog of a new session: its name, and the folder it gets a folder in."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.ui import recent
from denoiser_app.ui.stylesheet import role

PURPOSE = "pairs"


class NewSessionDialog(QDialog):
    """``name`` and ``folder`` are what was chosen; nothing is made here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New session"))
        self._name, self._where = QLineEdit(), QLineEdit(str(_home()))
        self._name.setText(self.tr("My camera, {date}").format(date=date.today().isoformat()))
        self._name.selectAll()
        browse = QPushButton(self.tr("&Browse..."))
        browse.clicked.connect(self._browse)
        self._says = QLabel()
        self._says.setWordWrap(True)
        role(self._says, "note")
        where = QLabel(self.tr("&In"))
        where.setBuddy(self._where)
        place = QHBoxLayout()
        place.addWidget(self._where, 1)
        place.addWidget(browse)
        form = QFormLayout()
        form.addRow(self.tr("&Name"), self._name)
        form.addRow(where, place)
        form.addRow("", self._says)
        self.box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.make = self.box.addButton(self.tr("&Create"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.box.accepted.connect(self.accept)
        self.box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(self.box)
        self._name.setAccessibleName(self.tr("Name of the session"))
        self._where.setAccessibleName(self.tr("Folder in which the session gets a folder of its own"))
        self._name.textChanged.connect(self._show)
        self._where.textChanged.connect(self._show)
        self.setMinimumWidth(72 * self.fontMetrics().averageCharWidth())
        self._show()

    @property
    def name(self) -> str:
        """As it was typed."""
        return self._name.text().strip()

    @property
    def folder(self) -> Path:
        """Of the session itself."""
        return Path(self._where.text().strip()).expanduser() / file_name(self.name)

    @Slot()
    def _show(self) -> None:
        fits = bool(file_name(self.name)) and bool(self._where.text().strip())
        self.make.setEnabled(fits)
        text = self.tr("All photos are copied into {folder}, beside what is made of them.")
        self._says.setText(text.format(folder=self.folder) if fits else "")

    @Slot()
    def _browse(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self.tr("Folder for the session"), self._where.text())
        if found:
            self._where.setText(found)

    def accept(self) -> None:
        """The place is remembered for the next one."""
        recent.set_last_folder(PURPOSE, self.folder.parent)
        super().accept()


def file_name(name: str) -> str:
    """The name without what some system does not allow in a folder's name; '' if nothing is left."""
    return " ".join(re.sub(r'[<>:"/\\|?*\x00-\x1f]+', " ", name).split()).strip(" .")[:100]


def _home() -> Path:
    last = recent.last_folder(PURPOSE)
    if last != str(Path.home()):
        return Path(last)
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return Path(pictures) if pictures else Path.home()
