"""The button that stands out."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from denoiser_app.ui import icons, theme
from denoiser_app.ui.panels.primary_button import PrimaryButton


@pytest.mark.parametrize("choice", ["dark", "light"])
def test_icon_and_words_have_one_colour(qtbot: QtBot, qapp: QApplication, choice: theme.Choice):
    theme.apply(qapp, choice)
    action = QAction("Export")
    icons.put(action, "export")
    button = PrimaryButton(action, "export")
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    shot = button.grab().toImage()
    icon = shot.copy(0, 0, button.height(), button.height())  # at the left
    assert _has(icon, theme.colors().on_selected)
    assert not _has(icon, theme.DARK.base if choice == "dark" else theme.LIGHT.text)


def _has(image: QImage, color: str) -> bool:
    wanted = QColor(color).rgb()
    return any(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))
