"""The question before the window closes while work goes on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget


def may_close(window: QWidget, *, exporting: bool, batch: bool, training: bool = False) -> bool:
    """Asks whether to stop what goes on: photos that are exported, a batch, a training, or several of them."""
    question, stop_words, keep_words = _words(exporting, batch, training)
    box = QMessageBox(
        QMessageBox.Icon.Question, QCoreApplication.translate("MainWindow", "Close"), question, parent=window
    )
    stop = box.addButton(stop_words, QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(keep_words, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec()
    return box.clickedButton() is stop


def _words(exporting: bool, batch: bool, training: bool) -> tuple[str, str, str]:
    translate = QCoreApplication.translate
    stays = translate("MainWindow", "Photos are still being exported. Stop and close? What is written stays.")
    if not batch and not training:
        return stays, translate("MainWindow", "Stop and close"), translate("MainWindow", "Go on exporting")
    questions = [stays] if exporting else []
    if batch:
        questions.append(
            translate("MainWindow", "Pause the batch and close? It goes on where it is when you resume it.")
        )
    if training:
        questions.append(
            translate("MainWindow", "Pause the training and close? It goes on where it is when you resume it.")
        )
    return "\n\n".join(questions), translate("MainWindow", "Pause and close"), translate("MainWindow", "Keep running")
