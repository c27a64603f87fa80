"""The column beside the photo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from denoiser_app.ui.panels.side import LEAST, Side


class _Settings(QWidget):
    """Wants 400 pixels."""

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(300, 400)


@pytest.mark.parametrize("height", [300, 450, 560, 620, 1400])
def test_the_settings_come_first_and_nothing_is_left_over(qtbot: QtBot, height: int):
    navigator, settings = QWidget(), _Settings()
    side = Side(navigator, settings)
    qtbot.addWidget(side)
    side.resize(300, height)
    side.show()
    QApplication.processEvents()
    assert navigator.height() + settings.height() == height
    assert settings.height() >= 400 or navigator.height() == LEAST
    assert LEAST <= navigator.height() <= 200
