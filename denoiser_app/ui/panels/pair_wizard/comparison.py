"""Any two of several pictures of the same place, in the split view or beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from denoiser_app.engine.picture import Picture
from denoiser_app.ui import icons, messages
from denoiser_app.ui.jobs.gallery import Gallery, lift_of
from denoiser_app.ui.stylesheet import role
from denoiser_app.ui.view.layout import Side, ViewMode
from denoiser_app.ui.view.photo_view import PhotoView

FULL = 100.0
SAME = 0.5
"""Percent: a zoom this close to 100 % is 100 %."""


@dataclass(frozen=True)
class Shown:
    """A picture that can be chosen: its name for people, and its file (sRGB)."""

    name: str
    path: Path


class ComparedView(PhotoView):
    """A split view whose sides have names of their own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = ("", "")
        self.setAcceptDrops(False)

    def set_names(self, left: str, right: str) -> None:
        """What the two sides are."""
        self._names = (left, right)
        self.update()

    def _words(self) -> dict[Side, str]:
        return {**super()._words(), Side.BEFORE: self._names[0], Side.AFTER: self._names[1]}


class Comparison(QWidget):
    """The view, and above it which picture is left and which is right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Shown, ...] = ()
        self.gallery = Gallery(self)
        self.view = ComparedView()
        self.left, self.right = _Choice(), _Choice()
        self.bright, self.beside, self.fit, self.full = (QToolButton() for _ in range(4))
        self._lift = 0.0
        self._arrange()
        self.left.currentIndexChanged.connect(self._look)
        self.right.currentIndexChanged.connect(self._look)
        self.bright.toggled.connect(self._set_lift)
        self.beside.toggled.connect(self._set_mode)
        self.fit.clicked.connect(self.view.zoom_to_fit)
        self.full.clicked.connect(lambda: self.view.zoom_to(FULL))
        self.view.zoom_changed.connect(self._zoomed)
        self.retranslate()

    def _arrange(self) -> None:
        for button, name in ((self.beside, "side-by-side"), (self.fit, "fit"), (self.full, "full-size")):
            icons.put(button, name)
        icons.put(self.bright, "exposure")
        self.bright.setCheckable(True)
        self.bright.setChecked(True)
        self.beside.setCheckable(True)
        self._left_of, self._right_of = QLabel(), QLabel()
        for label, combo in ((self._left_of, self.left), (self._right_of, self.right)):
            role(label, "note")
            label.setBuddy(combo)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._left_of)
        row.addWidget(self.left, 1)
        row.addWidget(self._right_of)
        row.addWidget(self.right, 1)
        row.addSpacing(8)
        for button in (self.bright, self.beside, self.fit, self.full):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.view, 1)

    def retranslate(self) -> None:
        """All words in the current language."""
        self._left_of.setText(self.tr("&Left"))
        self._right_of.setText(self.tr("Ri&ght"))
        self.left.setAccessibleName(self.tr("Picture on the left"))
        self.right.setAccessibleName(self.tr("Picture on the right"))
        for button, text in (
            (self.bright, self.tr("Brighten dark pictures")),
            (self.beside, self.tr("Beside each other")),
            (self.fit, self.tr("Whole picture")),
            (self.full, self.tr("100 %")),
        ):
            button.setToolTip(text)
            button.setAccessibleName(text)

    # --- which pictures -----------------------------------------------------------------------------------------------

    def show_pictures(self, shown: Sequence[Shown], left: int = 0, right: int = -1) -> None:
        """What can be compared, and which two are at first; none takes the view's picture away."""
        if tuple(shown) == self._shown:
            return
        kept = self.left.currentText(), self.right.currentText()
        same = [one.name for one in shown] == [one.name for one in self._shown]
        self._shown = tuple(shown)
        self.gallery.forget()
        for combo, at, name in ((self.left, left, kept[0]), (self.right, right, kept[1])):
            with QSignalBlocker(combo):
                combo.clear()
                combo.addItems([one.name for one in shown])
                combo.setCurrentIndex(combo.findText(name) if same else at % max(len(shown), 1))
        self._look()

    def choose(self, left: int, right: int) -> None:
        """These two."""
        self.left.setCurrentIndex(left)
        self.right.setCurrentIndex(right)

    @Slot()
    def _look(self) -> None:
        left, right = self.left.currentIndex(), self.right.currentIndex()
        if not self._shown or min(left, right) < 0:
            self.view.set_picture(None)
            self.view.set_message(None)
            return
        first, second = self._shown[left], self._shown[right]

        def arrived(picture: Picture) -> None:
            self.view.set_message(None)
            self._lift = lift_of(picture)
            self._set_lift()
            self.view.set_names(first.name, second.name)
            self.view.set_picture(picture)

        if self.view.picture is None:
            self.view.set_message(self.tr("Opening..."))
        self.gallery.want(first.path, second.path, arrived, self._failed)

    def _failed(self, error: BaseException) -> None:
        self.view.set_picture(None)
        self.view.set_message(messages.sentence(error, short=True))

    # --- how ----------------------------------------------------------------------------------------------------------

    @Slot(bool)
    def _set_mode(self, beside: bool) -> None:
        self.view.set_mode(ViewMode.SIDE_BY_SIDE if beside else ViewMode.SPLIT)

    @Slot()
    def _set_lift(self) -> None:
        """For the eye only, both sides alike: a night is too dark to judge its noise by."""
        self.bright.setVisible(self._lift > 0)
        self.view.set_lift(self._lift if self.bright.isChecked() else 0.0)

    @Slot(float)
    def _zoomed(self, percent: float) -> None:
        self.fit.setEnabled(not self.view.viewport.fitted)
        self.full.setEnabled(abs(percent - FULL) > SAME)

    def close_gallery(self) -> bool:
        """Ends the thread, for good. False if it did not end in time."""
        return self.gallery.close()


class _Choice(QComboBox):
    """As narrow as it must be."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
