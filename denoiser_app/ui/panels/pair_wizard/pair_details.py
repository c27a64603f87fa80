"""The pair that is looked at: its verdict, every finding as a sentence, the picture that shows it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from denoiser_app.pairs.verdict import Finding
from denoiser_app.ui.jobs.errands import Errands
from denoiser_app.ui.panels.info import ElidedLabel
from denoiser_app.ui.panels.pair_wizard import pair_table, verdict_icons, wording
from denoiser_app.ui.panels.pair_wizard.pair_table import PairRow
from denoiser_app.ui.panels.pair_wizard.verdict_card import again_words
from denoiser_app.ui.panels.pair_wizard.zoom_picture import ZoomPicture
from denoiser_app.ui.stylesheet import role

GRADES = ("reject", "mask", "note", "good")


class PairDetails(QWidget):
    """Signals carry the ``PairRow`` that is shown."""

    shoot_again = Signal(object)
    leave_out = Signal(object)
    take_in = Signal(object)
    open_frames = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: PairRow | None = None
        self._folder: Path | None = None
        self._shown: Path | None = None
        self._findings: tuple[Finding, ...] = ()
        self._readers = Errands("pair pictures", parent=self)
        self.name, self.verdict = ElidedLabel(), QLabel()
        role(self.name, "section")
        self.findings = QListWidget()
        self.picture, self.caption = ZoomPicture(), QLabel()
        role(self.caption, "note")
        self.again, self.out, self.open = QPushButton(), QPushButton(), QPushButton()
        self._arrange()
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        self.findings.setFrameShape(QFrame.Shape.NoFrame)
        self.findings.setWordWrap(True)
        self.findings.viewport().setAutoFillBackground(False)
        self.findings.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.findings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.findings.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.findings.setSpacing(2)
        self.findings.setResizeMode(QListView.ResizeMode.Adjust)
        self.findings.setTextElideMode(Qt.TextElideMode.ElideNone)
        side = round(1.2 * self.fontMetrics().height())
        self.findings.setIconSize(QSize(side, side))
        self.caption.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.name, 1)
        head.addWidget(self.verdict)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addLayout(head)
        words.addWidget(self.findings, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.again, self.out, self.open):
            buttons.addWidget(button)
        buttons.addStretch(1)
        words.addLayout(buttons)
        seen = QVBoxLayout()
        seen.setSpacing(4)
        seen.addWidget(self.picture, 1)
        seen.addWidget(self.caption)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addLayout(seen, 1)

    def _connect(self) -> None:
        self.findings.currentRowChanged.connect(self._show_picture)
        self.again.clicked.connect(lambda: self._ask(self.shoot_again))
        self.open.clicked.connect(lambda: self._ask(self.open_frames))
        self.out.clicked.connect(self._out_or_in)

    # --- what the page does

    def show_row(self, folder: Path | None, row: PairRow | None) -> None:
        """Another pair, or what has become of this one; None for none."""
        is_same = row is not None and self._row is not None and row.id == self._row.id
        before = self._findings
        self._folder, self._row = folder, row
        verdict = None if row is None or row.left_out else row.verdict
        graded = () if verdict is None else verdict.findings
        self._findings = tuple(sorted(graded, key=lambda finding: GRADES.index(finding.grade)))
        if not (is_same and before == self._findings):
            self._fill()
        self._show_words()

    def _fill(self) -> None:
        self.findings.blockSignals(True)
        self.findings.clear()
        for finding in self._findings:
            said = wording.finding(finding)
            item = QListWidgetItem(verdict_icons.of_grade(finding.grade), said)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{wording.check(finding.check)}: {said}")
            item.setToolTip(wording.check(finding.check))
            self.findings.addItem(item)
        self.findings.blockSignals(False)
        with_picture = [place for place, finding in enumerate(self._findings) if finding.picture]
        self._shown = None
        self.findings.setCurrentRow(with_picture[0] if with_picture else 0 if self._findings else -1)
        self._show_picture()

    def _show_words(self) -> None:
        row = self._row
        self.name.set_text(f"{wording.scene(row.pair.scene)} · {Path(row.pair.high.file).name}" if row else "")
        self.verdict.setText("" if row is None else pair_table.state(row))
        mark = row.verdict.mark if row is not None and row.verdict is not None and not row.left_out else ""
        role(self.verdict, {"good": "badge-good", "rejected": "badge-bad"}.get(mark, "badge"))
        self.verdict.setVisible(row is not None)
        self.again.setText(again_words(row.verdict if row is not None else None))
        left_out = row is not None and row.left_out
        for button in (self.again, self.out, self.open):
            button.setEnabled(row is not None)
        self.again.setEnabled(row is not None and not left_out)
        self.out.setText(self.tr("Ta&ke it in again") if left_out else self.tr("Lea&ve this pair out"))

    @Slot()
    def _show_picture(self, *_: object) -> None:
        """Of the finding, else of the first that has one."""
        place = self.findings.currentRow()
        chosen = self._findings[place] if 0 <= place < len(self._findings) else None
        if chosen is not None and not chosen.picture:
            chosen = next((finding for finding in self._findings if finding.picture), None)
        if chosen is None or self._folder is None:
            self._shown = None
            self.caption.setText("")
            self.picture.show_image(QImage(), self._nothing())
            return
        self.caption.setText(wording.caption(chosen))
        path = self._folder / chosen.picture
        if path != self._shown:
            self._shown = path
            self._readers.put(lambda: QImage(str(path)), lambda image: self._read(path, image), lambda _: None)

    def _read(self, path: Path, image: QImage) -> None:
        if path == self._shown:
            self.picture.show_image(image, self.caption.text() if not image.isNull() else self._nothing())

    def _nothing(self) -> str:
        if self._row is None:
            return self.tr("Choose a pair above")
        if self._row.left_out:
            return self.tr("This pair is left out, so it is not checked.")
        return self.tr("No picture yet: check the pair first") if not self._findings else self.tr("No picture")

    @Slot()
    def _out_or_in(self) -> None:
        self._ask(self.take_in if self._row is not None and self._row.left_out else self.leave_out)

    def _ask(self, signal: SignalInstance) -> None:
        if self._row is not None:
            signal.emit(self._row)

    def retranslate(self) -> None:
        """The words of now."""
        self.again.setToolTip(self.tr("Takes its frames out, so that new ones can take their place"))
        self.out.setToolTip(self.tr("The frame stays in the folder, and can be taken in again"))
        self.open.setText(self.tr("Op&en in the main window"))
        self.findings.setAccessibleName(self.tr("What the check found"))
        self._fill()
        self._show_words()

    def close_readers(self) -> bool:
        """Ends the thread, for good."""
        return self._readers.close()
