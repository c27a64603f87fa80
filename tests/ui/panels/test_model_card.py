from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from denoiser_app.ui.model_facts import ModelFacts
from denoiser_app.ui.panels import model_card
from denoiser_app.ui.panels.model_card import CardText, ModelCard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # of the offscreen platform only

FACTS = ModelFacts(
    name="raw-balanced",
    domain="raw",
    summary="For night",
    licence="GPL-3.0-or-later",
    parameter_count=677211,
    giga_macs=52.9,
    training={"photos": "364 clean photos", "begins with": "", "noise": {"kind": "simulated", "iso": [50, 200000]}},
    scores={"Kodak": "34.84 dB"},
    card="# raw-balanced\n\n| what | figure |\n|---|---|\n| ISO 6400 | 35.20 dB |\n",
)


def words(card: ModelCard) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel))


def test_everything_that_is_known_is_shown(qtbot: QtBot):
    card = ModelCard(FACTS)
    qtbot.addWidget(card)
    for text in ("raw-balanced", "For night", "GPL-3.0", "677,211", "53", "364 clean photos", "34.84 dB", "50, 200000"):
        assert text in words(card), text
    assert "Begins with" not in words(card)
    assert "35.20 dB" in card.browser.toPlainText()
    assert "|" not in card.browser.toPlainText()


def test_a_model_that_says_nothing_of_itself_has_a_card_too(qtbot: QtBot):
    card = ModelCard(ModelFacts("mine", "rgb"))
    qtbot.addWidget(card)
    assert card.tabs.count() == 1
    assert "mine" in words(card)


def test_what_a_stranger_wrote_is_text(qtbot: QtBot):
    """No HTML in the card, and none in the labels; no picture is read from the disk or fetched."""
    trap = "<b>bold</b> <img src='file:///etc/hostname'> ![picture](file:///etc/hostname)"
    card = ModelCard(ModelFacts("mine", "rgb", training={"photos": trap}, card=trap))
    qtbot.addWidget(card)
    assert trap in words(card)
    assert "<b>bold</b>" in card.browser.toPlainText()
    image = QTextDocument.ResourceType.ImageResource.value
    assert card.browser.loadResource(image, QUrl("file:///etc/hostname")) is None
    assert card.browser.loadResource(image, QUrl("https://example.org/a.png")) is None


def test_links_open_in_the_browser_and_only_web_links(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    opened: list[str] = []

    class Browser(QDesktopServices):
        @staticmethod
        def openUrl(url: QUrl) -> bool:  # noqa: N802
            opened.append(url.toString())
            return True

    monkeypatch.setattr(model_card, "QDesktopServices", Browser)
    text = CardText("[web](https://example.org/) [file](file:///bin/sh)")
    qtbot.addWidget(text)
    assert opened == []
    for address in ("https://example.org/", "file:///bin/sh", "javascript:alert(1)", "smb://host/share"):
        text.anchorClicked.emit(QUrl(address))
    assert opened == ["https://example.org/"]
    assert "web" in text.toPlainText()
