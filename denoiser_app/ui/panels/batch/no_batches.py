"""What the batch window shows while there is no batch: what one is, and how to begin."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from denoiser_app.ui import icons
from denoiser_app.ui.stylesheet import role

PICTURE = 80


class NoBatches(QWidget):
    """new_batch: the button was pressed."""

    new_batch = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        center = Qt.AlignmentFlag.AlignCenter
        picture = QLabel(alignment=center)
        picture.setPixmap(icons.app_icon().pixmap(QSize(PICTURE, PICTURE), self.devicePixelRatioF()))
        title = QLabel(self.tr("A folder overnight"), alignment=center)
        role(title, "title")
        note = QLabel(
            self.tr(
                "A batch is a list of photos that are denoised one after another while you sleep or edit. It can be"
                " paused, survives a power cut, and says in the morning exactly which photos were not done and why."
            ),
            alignment=center,
        )
        note.setWordWrap(True)
        role(note, "note")
        self.button = QPushButton(self.tr("New &batch..."))
        role(self.button, "primary")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.new_batch)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(3)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(note, 2)
        row.addStretch(1)
        layout.addWidget(picture)
        layout.addWidget(title)
        layout.addLayout(row)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(4)
        self.setFocusProxy(self.button)
