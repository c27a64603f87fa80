"""A slim bar for exports: where it is, time left, cancel; then what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.ui import icons, words
from denoiser_app.ui.panels.outcome_icon import show_outcome
from denoiser_app.ui.stylesheet import role

STEPS = 1000
LINES = 6
"""Of photos that failed, shown at once."""


class JobBar(QWidget):
    """Hidden until ``start`` or ``finished``; after a result it stays until it is closed or the next start."""

    cancel_requested = Signal()
    show_in_folder = Signal(Path)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total, self._failures, self._folder = 0, 0, Path()
        self._icon, self._text, self._left = QLabel(), Elided(), QLabel()
        role(self._left, "note")
        self._bar = QProgressBar()
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(self.fontMetrics().height() // 2)
        self._bar.setAccessibleName(self.tr("Progress of the export"))
        self._build_buttons()
        self._list = QPlainTextEdit()
        self._list.setReadOnly(True)
        self._list.setTabChangesFocus(True)
        self._list.setAccessibleName(self.tr("Photos that were not exported, and why"))
        self._list.hide()
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._icon)
        line.addWidget(self._text, 2)
        line.addWidget(self._bar, 1)
        for widget in (self._left, self._cancel, self._failed, self._show, self._close):
            line.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 4, 6, 4)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self._list)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def _build_buttons(self) -> None:
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setAccessibleName(self.tr("Cancel the export"))
        self._failed, self._show = QPushButton(), QPushButton(self.tr("Show in folder"))
        self._failed.setCheckable(True)
        role(self._failed, "flat")
        role(self._show, "flat")
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        icons.put(self._close, "close")
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close the result of the export"))
        self._cancel.clicked.connect(self._cancel_clicked)
        self._failed.toggled.connect(self._show_failures)
        self._show.clicked.connect(self._show_clicked)
        self._close.clicked.connect(self._close_clicked)

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text.full

    @property
    def failures(self) -> str:
        """The list of what failed, a line each."""
        return self._list.toPlainText()

    def start(self, total: int) -> None:
        """``total`` photos are going to be exported."""
        self._total = total
        self._list.hide()
        self._list.clear()
        self._failed.setChecked(False)
        self._bar.setValue(0)
        self._text.set(self.tr("Exporting %n photo(s)...", "", total))
        self._left.clear()
        self._cancel.setEnabled(True)
        self._show_parts(running=True)

    def progress(self, index: int, name: str, fraction: float, time_left: float | None) -> None:
        """Photo ``index`` (from 0) is being done; ``fraction`` 0-1 of all, seconds left if they are known."""
        if self._cancel.isEnabled():
            text = self.tr("Exporting {number} of {total}: {name}")
            self._text.set(text.format(number=index + 1, total=self._total, name=name))
            self._left.setText(words.time_left(time_left))
        self._bar.setValue(round(STEPS * min(max(fraction, 0.0), 1.0)))

    def finished(
        self, ok: int, failed: Sequence[tuple[Path, str]], skipped: int, left: int, folder: Path | None
    ) -> None:
        """How it ended: photos exported, failed with their sentences, skipped because the file was there, and left
        untried because it was cancelled. folder: where the exports are, None for nowhere."""
        self._folder = folder or Path()
        parts = [self.tr("Export cancelled")] if left else []
        if ok and folder:
            parts.append(self.tr("%n photo(s) exported to {folder}", "", ok).format(folder=folder))
        elif ok or not (left or skipped or failed):
            parts.append(self.tr("%n photo(s) exported", "", ok))
        if skipped:
            parts.append(self.tr("%n skipped, already there", "", skipped))
        if left:
            parts.append(self.tr("%n not done", "", left))
        self._text.set(" · ".join(parts))
        self._failures = len(failed)
        lines = min(max(len(failed), 2), LINES) + 1
        self._list.setFixedHeight(lines * self.fontMetrics().lineSpacing())
        self._show_failures(False)
        show_outcome(self._icon, "warning" if failed else "info" if left else "check")
        line = self.tr("{name}: {reason}")
        reasons = [line.format(name=path.name, reason=_without(path, sentence)) for path, sentence in failed]
        self._list.setPlainText("\n".join(reasons))
        self._show_parts(running=False)
        self._failed.setVisible(bool(failed))
        self._show.setVisible(ok > 0 and folder is not None)

    def _show_parts(self, *, running: bool) -> None:
        self._icon.setVisible(not running)
        for widget in (self._bar, self._left, self._cancel):
            widget.setVisible(running)
        for button in (self._failed, self._show, self._close):
            button.setVisible(not running)
        self.show()

    @Slot()
    def _cancel_clicked(self) -> None:
        self._cancel.setEnabled(False)
        self._text.set(self.tr("Cancelling..."))
        self._left.clear()
        self.cancel_requested.emit()

    @Slot(bool)
    def _show_failures(self, shown: bool) -> None:
        number = self._failures
        self._failed.setText(
            self.tr("%n failed: hide", "", number) if shown else self.tr("%n failed: show", "", number)
        )
        self._failed.setChecked(shown)
        self._list.setVisible(shown)

    @Slot()
    def _show_clicked(self) -> None:
        self.show_in_folder.emit(self._folder)

    @Slot()
    def _close_clicked(self) -> None:
        self.hide()
        self.dismissed.emit()


def _without(path: Path, sentence: str) -> str:
    """Sentences begin with the whole path, which the line already names."""
    return sentence.removeprefix(f"{path}: ").removeprefix(f"{path}：").strip()


class Elided(QLabel):
    """One line that gives way in the middle when there is no room; the tooltip has it all."""

    def __init__(self) -> None:
        super().__init__()
        self.full = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set(self, text: str) -> None:
        self.full = text
        self.setAccessibleName(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(8 * self.fontMetrics().averageCharWidth(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        text = self.fontMetrics().elidedText(self.full, Qt.TextElideMode.ElideMiddle, self.width())
        self.setText(text)
        self.setToolTip(self.full if text != self.full else "")
