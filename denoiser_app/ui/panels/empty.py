"""What the window shows while nothing is open: what to do, and the ways to do it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from denoiser_app.ui import icons, theme
from denoiser_app.ui.dropping import local_paths
from denoiser_app.ui.stylesheet import role

PICTURE = 96
LINE = 90
"""Characters of a message that fit into one line of the smallest window."""
RECENT = 5
"""Recent files and folders that are offered; the menu has more."""


class EmptyPage(QWidget):
    """Buttons, recent files, and a place to drop photos on (``files_dropped`` carries paths)."""

    open_photos = Signal()
    open_folder = Signal()
    open_samples = Signal()
    open_recent = Signal(Path)
    files_dropped = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._over = False
        picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        picture.setPixmap(icons.app_icon().pixmap(QSize(PICTURE, PICTURE), self.devicePixelRatioF()))
        title = QLabel(self.tr("Drop photos or a folder here"), alignment=Qt.AlignmentFlag.AlignCenter)
        role(title, "title")
        note = QLabel(
            self.tr("Camera raws, JPEG, PNG, TIFF and HEIC. The originals are never changed."),
            alignment=Qt.AlignmentFlag.AlignCenter,
        )
        note.setWordWrap(True)
        role(note, "note")
        self._said = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        role(self._said, "badge-bad")
        self._said.hide()
        self._recent_title = QLabel(self.tr("Recent"), alignment=Qt.AlignmentFlag.AlignCenter)
        role(self._recent_title, "section")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        self.recent_buttons: list[QPushButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 40, 40, 40)
        layout.setSpacing(12)
        layout.addStretch(3)
        layout.addWidget(picture)
        layout.addWidget(title)
        layout.addWidget(note)
        layout.addWidget(self._said, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(6)
        layout.addLayout(self._build_buttons())
        layout.addSpacing(14)
        layout.addWidget(self._recent_title)
        layout.addLayout(self._recent)
        layout.addStretch(4)
        self.setFocusProxy(self.photos_button)
        self.set_recent([])

    def _build_buttons(self) -> QHBoxLayout:
        self.photos_button = QPushButton(self.tr("Open &photos..."))
        self.folder_button = QPushButton(self.tr("Open &folder..."))
        self.samples_button = QPushButton(self.tr("Try the &sample photos"))
        role(self.photos_button, "primary")
        self.photos_button.clicked.connect(self.open_photos)
        self.folder_button.clicked.connect(self.open_folder)
        self.samples_button.clicked.connect(self.open_samples)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.photos_button, self.folder_button, self.samples_button):
            button.setAutoDefault(True)  # the Return key presses what has the keyboard
            row.addWidget(button)
        row.addStretch(1)
        return row

    def say(self, text: str) -> None:
        """Why nothing was opened, such as that the folder holds no photos; '' to say nothing."""
        self._said.setWordWrap(len(text) > LINE)
        self._said.setText(text)
        self._said.setAccessibleName(text)
        self._said.setVisible(bool(text))

    def set_recent(self, paths: Iterable[Path]) -> None:
        """Files and folders that were open lately, the latest first."""
        for button in self.recent_buttons:
            self._recent.removeWidget(button)
            button.deleteLater()
        self.recent_buttons = [self._recent_button(path) for path in list(paths)[:RECENT]]
        for button in self.recent_buttons:
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._recent_title.setVisible(bool(self.recent_buttons))

    def _recent_button(self, path: Path) -> QPushButton:
        metrics = self.fontMetrics()
        width = 60 * metrics.averageCharWidth()
        text = metrics.elidedText(str(path), Qt.TextElideMode.ElideMiddle, width)
        button = QPushButton(text.replace("&", "&&"), self)
        button.setToolTip(str(path))
        button.setAccessibleName(self.tr("Open {path}").format(path=path))
        button.setAutoDefault(True)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        role(button, "flat")
        button.clicked.connect(partial(self.open_recent.emit, path))
        return button

    # --- dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files are welcome."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()
            self._set_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Not here after all."""
        self._set_over(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Says what was dropped."""
        self._set_over(False)
        paths = local_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def _set_over(self, over: bool) -> None:
        self._over = over
        self.update()

    # --- looks

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A dashed frame: here is where photos go. Bright while something is held over it."""
        super().paintEvent(event)
        colors = theme.colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2.5 if self._over else 1.5
        pen = QPen(QColor(colors.accent if self._over else colors.line), width)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        margin = 18.0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(margin, margin, -margin, -margin), 12, 12)
