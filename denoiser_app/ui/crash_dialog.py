"""The dialog after a fault: what happened, that the photos are safe, and a report to copy."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from denoiser_app.ui.crash_report import Report

Occasion = Literal["now", "previous", "asked"]


class CrashDialog(QDialog):
    """Non-modal: the window behind it stays usable. occasion: a fault now, one of the run before, or asked for."""

    def __init__(self, report: Report, parent: QWidget | None = None, occasion: Occasion = "now") -> None:
        super().__init__(parent)
        self.report = report
        self.setWindowTitle(self.tr("Report") if occasion == "asked" else self.tr("Something went wrong"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(self._message(occasion))
        layout.addWidget(self._details())
        layout.addWidget(self._buttons())
        self.resize(640, 420)

    def copy_report(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report.text)
        self._copy.setText(self.tr("Copied"))

    def _message(self, occasion: Occasion) -> QLabel:
        what = {
            "now": self.tr("Your photos are safe: they are never changed. You can go on working."),
            "previous": self.tr(
                "The program ended unexpectedly last time. Your photos are safe: they are never changed."
            ),
            "asked": self.tr("What the program noted lately, and on what it runs."),
        }[occasion]
        privacy = self.tr(
            "This report stays on your computer. It names no files and holds nothing of your photos; "
            "copy it if you want to send it to the developers."
        )
        label = QLabel(f"{what}\n\n{privacy}", self)
        label.setWordWrap(True)
        return label

    def _details(self) -> QPlainTextEdit:
        details = QPlainTextEdit(self.report.text, self)
        details.setReadOnly(True)
        details.setTabChangesFocus(True)
        details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        details.setAccessibleName(self.tr("Report"))
        return details

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        self._copy = QPushButton(self.tr("&Copy report"), self)
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        self._copy.clicked.connect(self.copy_report)
        buttons.rejected.connect(self.close)
        return buttons
