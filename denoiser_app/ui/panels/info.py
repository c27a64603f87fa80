"""The line of facts about the photo: how it was taken, and what denoises it where."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from denoiser_app.core.photo import Metadata
from denoiser_app.ui import words

DOT = " · "
BAR = " | "


def photo_line(metadata: Metadata | None, model: str = "", device: str = "") -> str:
    """'NIKON D800 · ISO 6400 · 1/30 s · f/2.8 · 35 mm · lens | model | device'; unknown parts are left out."""
    parts = [DOT.join(filter(None, _taken(metadata))) if metadata is not None else "", model, device]
    return BAR.join(filter(None, parts))


def _taken(metadata: Metadata) -> tuple[str, ...]:
    known = bool(metadata.make or metadata.model)
    return (
        metadata.camera if known else "",
        words.iso(metadata.iso),
        words.shutter(metadata.shutter),
        words.aperture(metadata.aperture),
        words.focal_length(metadata.focal_length),
        metadata.lens,
    )


class ElidedLabel(QLabel):
    """One line that ends in '…' where the room ends; the whole of it is the tool tip and the accessible name."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        # What a file says of itself is shown as it is, never as HTML.
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_text(text)

    @property
    def whole_text(self) -> str:
        """The text that was set."""
        return self._whole

    def set_text(self, text: str) -> None:
        """Show another text; line breaks become spaces."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self._elide()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.contentsRect().width())
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class PhotoInfo(ElidedLabel):
    """The photo's line for the status bar."""

    def set_photo(self, metadata: Metadata | None, model: str = "", device: str = "") -> None:
        """Show another photo's facts; None shows nothing."""
        self.set_text(photo_line(metadata, model, device))
