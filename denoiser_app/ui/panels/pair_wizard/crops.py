"""Small pictures of the same place beside each other: before, after, and what it should be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget

from denoiser_app.ui.panels.batch.picture import Picture


class Crops(QWidget):
    """One frame for each title; a picture stays until the next one comes."""

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.frames = tuple(Picture() for _ in range(count))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for frame in self.frames:
            layout.addWidget(frame, 1)

    def show_images(self, titles: Sequence[str], images: Sequence[QImage | None], nothing: str) -> None:
        """nothing: said in the middle while there is no picture yet."""
        for place, (frame, title, image) in enumerate(zip(self.frames, titles, images, strict=True)):
            said = nothing if image is None and place == len(self.frames) // 2 else ""
            frame.show_image(title, image, said, close_up=True)
