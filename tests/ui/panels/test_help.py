from __future__ import annotations

import subprocess
import sys
from importlib import metadata

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from denoiser_app import __version__
from denoiser_app.ui.panels.help import AboutDialog, KeyboardSheet, components, lines_of, versions_text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)


def action(text: str, *keys: str) -> QAction:
    made = QAction(text)
    made.setShortcuts([QKeySequence(key) for key in keys])
    return made


@pytest.fixture
def sheet(qtbot: QtBot) -> KeyboardSheet:
    groups = [
        ("&File", [action("&Open photos...", "Ctrl+O"), action("Close &all"), action("Save && quit", "Ctrl+Q")]),
        ("&View", [action("Zoom &in", "Ctrl++", "Ctrl+="), action("Before", "\\")]),
    ]
    dialog = KeyboardSheet(groups)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def visible_texts(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_actions_are_listed_by_their_words_with_all_their_keys(qapp: QApplication) -> None:
    lines = lines_of([action("Zoom &in...", "Ctrl++", "Ctrl+="), action("No keys"), action("A && B", "Del")])
    assert [(line.text, line.keys) for line in lines] == [("Zoom in", ("Ctrl++", "Ctrl+=")), ("A & B", ("Del",))]


def test_the_sheet_shows_groups_keys_and_what_the_mouse_does(sheet: KeyboardSheet) -> None:
    texts = visible_texts(sheet)
    for wanted in ("File", "View", "Open photos", "Ctrl+O", "Save & quit", "\\", "Wheel"):
        assert wanted in texts
    assert "Close all" not in texts, "it has no key"


def test_a_command_is_found_by_its_words_or_its_key(sheet: KeyboardSheet) -> None:
    sheet._find.setText("ZOOM in")
    assert [line.text for line in sheet.shown] == ["Zoom in", "Zoom in and out at the pointer"]
    assert "Open photos" not in visible_texts(sheet)
    sheet._find.setText("ctrl+o")
    assert [line.text for line in sheet.shown] == ["Open photos"]
    sheet._find.setText("no such thing")
    assert sheet.shown == []
    sheet._find.clear()
    assert "Before" in visible_texts(sheet)


def test_about_tells_versions_licences_and_the_promise(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    texts = " ".join(visible_texts(dialog))
    for wanted in (__version__, "GPL-3.0-or-later", metadata.version("torch"), metadata.version("numpy"), "LibRaw"):
        assert wanted in texts
    assert "Nothing is ever sent anywhere" in texts
    copy = next(button for button in dialog.findChildren(QPushButton) if "opy" in button.text())
    copy.click()
    copied = QGuiApplication.clipboard().text()
    assert copied == versions_text()
    assert f"PyTorch {metadata.version('torch')}" in copied


def test_every_component_has_a_version_and_a_licence() -> None:
    for part in components():
        assert part.version not in ("", "?"), part.name
        assert part.licence


def test_licences_agree_with_what_the_packages_say() -> None:
    """Torch and NumPy list the licences of all their parts."""
    licences = {part.name: part.licence for part in components()}
    packages = {"PyTorch": "torch", "NumPy": "numpy", "rawpy": "rawpy", "python-exiv2": "exiv2", "Pillow": "pillow"}
    for name, package in packages.items():
        assert licences[name] in metadata.metadata(package)["License-Expression"]


def test_about_does_not_load_torch() -> None:
    code = (
        "import sys; from denoiser_app.ui.panels.help import components; components(); sys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
