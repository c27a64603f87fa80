"""What the window shows while no session is open: what one is good for, and how to begin."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from denoiser_app.ui import icons, theme
from denoiser_app.ui.panels.notice import Notice
from denoiser_app.ui.stylesheet import role

PICTURE = 72
RECENT = 5


class StartPage(QWidget):
    """open_recent carries a folder."""

    new_session = Signal()
    open_session = Signal()
    open_recent = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        center = Qt.AlignmentFlag.AlignCenter
        self._folders: tuple[Path, ...] = ()
        self._picture, self._title, self._note = QLabel(), QLabel(), QLabel()
        self._recent_title, self._said = QLabel(), Notice()
        for label in (self._picture, self._title, self._note, self._recent_title):
            label.setAlignment(center)
        role(self._title, "title")
        role(self._note, "note")
        role(self._recent_title, "section")
        self._note.setWordWrap(True)
        self._note.setMaximumWidth(68 * self.fontMetrics().averageCharWidth())
        self._said.setMinimumWidth(60 * self.fontMetrics().averageCharWidth())
        self.new_button, self.open_button = QPushButton(), QPushButton()
        role(self.new_button, "primary")
        self.new_button.clicked.connect(self.new_session)
        self.open_button.clicked.connect(self.open_session)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        self.recent_buttons: list[QPushButton] = []
        self._arrange()
        self.retranslate()
        self.setFocusProxy(self.new_button)
        self._recent_title.hide()

    def _arrange(self) -> None:
        buttons, around = QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((buttons, (self.new_button, self.open_button)), (around, (self._note,))):
            row.addStretch(1)
            for widget in widgets:
                row.addWidget(widget, 3 if widget is self._note else 0)
            row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 40, 40, 40)
        layout.setSpacing(12)
        layout.addStretch(3)
        layout.addWidget(self._picture)
        layout.addWidget(self._title)
        layout.addLayout(around)
        layout.addSpacing(6)
        layout.addLayout(buttons)
        layout.addWidget(self._said, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(14)
        layout.addWidget(self._recent_title)
        layout.addLayout(self._recent)
        layout.addStretch(4)

    @property
    def said(self) -> str:
        """Why no session was opened."""
        return self._said.text

    def say(self, text: str) -> None:
        """Why no session was opened; '' takes it away."""
        self._said.say(text, "error")

    def set_recent(self, folders: Sequence[Path]) -> None:
        """Sessions that were open lately, the latest first."""
        if tuple(folders) == self._folders:
            return
        self._folders = tuple(folders)
        for button in self.recent_buttons:
            self._recent.removeWidget(button)
            button.deleteLater()
        self.recent_buttons = [self._button(folder) for folder in self._folders[:RECENT]]
        for button in self.recent_buttons:
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._recent_title.setVisible(bool(self.recent_buttons))

    def _button(self, folder: Path) -> QPushButton:
        metrics = self.fontMetrics()
        text = metrics.elidedText(str(folder), Qt.TextElideMode.ElideMiddle, 60 * metrics.averageCharWidth())
        button = QPushButton(text.replace("&", "&&"), self)
        button.setToolTip(str(folder))
        button.setAccessibleName(self.tr("Open {path}").format(path=folder))
        button.setAutoDefault(True)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        role(button, "flat")
        button.clicked.connect(partial(self.open_recent.emit, folder))
        return button

    def retranslate(self) -> None:
        """The words and colours of now."""
        ratio = self.devicePixelRatioF()
        drawing = icons.pixmap("camera", round(PICTURE * ratio), QColor(theme.colors().muted))
        drawing.setDevicePixelRatio(ratio)
        self._picture.setPixmap(drawing)
        self._picture.setMinimumSize(QSize(PICTURE, PICTURE))
        self._title.setText(self.tr("A model for your own camera"))
        self._note.setText(
            self.tr(
                "With a tripod and an evening you shoot a few scenes twice: once at low ISO, once at the ISO you want"
                " to use. From these pairs the program measures your camera's noise, trains a model for it, and shows"
                " you on a scene that the training never saw whether it is better."
            )
        )
        self._recent_title.setText(self.tr("Recent sessions"))
        self.new_button.setText(self.tr("&New session..."))
        self.open_button.setText(self.tr("&Open session..."))
        for button, folder in zip(self.recent_buttons, self._folders, strict=False):
            button.setAccessibleName(self.tr("Open {path}").format(path=folder))
