"""Every action can be chosen at any time, and every key reaches its action."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from denoiser_app import paths
from denoiser_app.core.recipe import Recipe
from denoiser_app.ui import actions
from denoiser_app.ui.control import exporting
from denoiser_app.ui.platform import reveal
from denoiser_app.ui.view.layout import ViewMode
from tests.ui.window import pictures
from tests.ui.window.studio import Studio

pytestmark = pytest.mark.usefixtures("styled")

SPECS = [spec for _, specs in actions._MENUS for spec in specs if spec is not None]
NAMES = [spec.name for spec in SPECS]
KEYS = [(spec.name, key) for spec in SPECS for key in spec.keys if spec.name != "quit"]
KEYS += [("undo", "Ctrl+Z"), ("redo", "Ctrl+Shift+Z")]


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Dialogs of the system answer 'nothing', and nobody looks for file managers and devices."""
    found: list[str] = []

    def note(name: str, answer: object) -> object:
        return lambda *_, **__: (found.append(name), answer)[1]

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", note("photos", ([], "")))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", note("folder", ""))
    monkeypatch.setattr(reveal, "show_in_folder", note("reveal", None))
    monkeypatch.setattr(exporting.ExportDialog, "exec", note("export", QDialog.DialogCode.Rejected))
    samples = tmp_path / "resources"
    pictures.folder_of(samples / "samples", 1, (96, 96))
    for name in ("icons", "translations"):
        (samples / name).symlink_to(paths.resources() / name)
    monkeypatch.setattr(paths, "resources", lambda: samples)
    return found


def action(studio: Studio, name: str) -> QAction:
    window = studio.window
    return {"undo": window.undo, "redo": window.redo}.get(name) or window.actions_by_name[name]


def close_dialogs(studio: Studio) -> list[QWidget]:
    """What opened; closed again."""
    studio.turn(5)
    opened = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    for dialog in opened:
        dialog.close()
    studio.turn(5)
    return opened


def test_every_action_without_a_photo(studio: Studio) -> None:
    for name in NAMES:
        if name in ("quit", "samples"):
            continue
        studio.window.actions_by_name[name].trigger()
        close_dialogs(studio)
    assert studio.current is None
    assert studio.window.stack.currentWidget() is studio.window.empty


def test_every_action_with_a_photo(studio: Studio, tmp_path: Path, asked: list[str]) -> None:
    photos = pictures.folder_of(tmp_path / "photos", 2, (96, 96))
    studio.denoised(*photos)
    for name in NAMES:
        if name == "quit" or name.startswith("close"):
            continue
        for _ in range(2):  # also back again
            assert action(studio, name).isEnabled() or name == "paste_settings", name
            action(studio, name).trigger()
            close_dialogs(studio)
    studio.ready()
    assert {"photos", "folder", "export", "reveal"} <= set(asked)
    assert studio.current is not None
    assert studio.window.view.message == ""


def test_every_action_while_the_photo_is_read_and_after_it_failed(studio: Studio, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"not a photo")
    for hold in (True, False):
        if hold:
            studio.decoding.photos.clear()
        studio.open(bad)
        studio.decoding.release() if not hold else None
        if not hold:
            studio.ready()
        for name in NAMES:
            if name not in ("quit", "samples", "close_photo", "close_all"):
                action(studio, name).trigger()
                close_dialogs(studio)
        studio.decoding.release()
        studio.ready()
        assert studio.window.view.message
        studio.act("close_all")


def test_the_samples_are_opened(studio: Studio) -> None:
    studio.window.empty.samples_button.click()
    studio.until(lambda: studio.current is not None)
    studio.ready()
    assert studio.document.path.parent.name == "samples"


def test_no_two_actions_share_a_key(studio: Studio) -> None:
    keys = Counter(key.toString() for name in (*NAMES, "undo", "redo") for key in action(studio, name).shortcuts())
    assert keys
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_action_is_in_a_menu_and_has_words(studio: Studio) -> None:
    in_menus = {entry.objectName() for menu in studio.window.menuBar().actions() for entry in menu.menu().actions()}
    assert set(NAMES) <= in_menus
    assert all(studio.window.actions_by_name[name].text() for name in NAMES)


@pytest.fixture
def listening(studio: Studio, tmp_path: Path) -> Studio:
    """Two photos, with something to undo, to redo and to paste; the view has the keyboard."""
    studio.denoised(*pictures.folder_of(tmp_path / "photos", 3, (96, 96)))
    studio.act("next")
    studio.ready()
    return studio


def test_every_key_reaches_its_action(listening: Studio) -> None:
    studio = listening
    missed, folder = [], studio.document.path.parent
    for name, key in KEYS:
        studio.document.edit(replace(studio.recipe, strength=40.0), "strength")
        studio.document.end_gesture()
        studio.document.edit(replace(studio.recipe, strength=60.0), "grain")
        if name == "redo":
            studio.window.undo.trigger()
        studio.act("copy_settings")
        studio.window.view.setFocus()
        spy = QSignalSpy(action(studio, name).triggered)
        QTest.keySequence(studio.window.view, QKeySequence(key))
        close_dialogs(studio)
        if spy.count() != 1:
            missed.append((name, key, spy.count()))
        _back(studio, folder)
    assert missed == []


def _back(studio: Studio, folder: Path) -> None:
    """After any action: a photo between two others is open, and nothing is hidden."""
    window = studio.window
    for name, shown in (("panels", True), ("filmstrip", True), ("full_screen", False)):
        window.actions_by_name[name].setChecked(shown)
    studio.open(*sorted(folder.glob("*.jpg")))
    window.strip.select(sorted(folder.glob("*.jpg"))[1])
    window.activateWindow()
    studio.until(window.isActiveWindow)
    studio.ready()


@pytest.mark.parametrize("where", ["window", "view", "empty"])
def test_photos_are_opened_wherever_they_are_dropped(studio: Studio, tmp_path: Path, where: str) -> None:
    photos = pictures.folder_of(tmp_path / "photos", 2, (96, 96))
    if where != "empty":
        studio.denoised(pictures.bitmap(tmp_path / "a.jpg"))
    target = studio.window if where == "window" else getattr(studio.window, where)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photos[0].parent)), QUrl("https://example.org/a.jpg")])
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(5, 5), *how)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), *how))
    studio.until(lambda: set(photos) <= set(studio.window.session.paths))
    assert studio.document.path == photos[0]


def test_quit_closes_the_window(listening: Studio) -> None:
    QTest.keySequence(listening.window.view, QKeySequence("Ctrl+Q"))
    assert not listening.window.isVisible()
    listening.closed = True


def test_letters_typed_into_a_number_are_no_shortcuts(listening: Studio) -> None:
    number = listening.window.panel.strength.number
    number.setFocus()
    for letter in "aryzdlf\\":
        QTest.keyClicks(number, letter)
    assert listening.window.view.mode is ViewMode.SPLIT
    assert not listening.window.isFullScreen()
    assert not listening.window.view.loupe_shown


def test_arrows_in_a_slider_change_the_slider_not_the_photo(listening: Studio) -> None:
    path, slider = listening.document.path, listening.window.panel.strength.slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert listening.document.path == path
    assert listening.recipe.strength == 99.0


def test_tab_in_the_panel_goes_on_instead_of_hiding_it(listening: Studio) -> None:
    slider = listening.window.panel.strength.slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Tab)
    assert listening.window.side.isVisible()
    assert QApplication.focusWidget() is listening.window.panel.strength.number


def test_escape_stops_from_anywhere(listening: Studio) -> None:
    panel = listening.window.panel
    listening.network.hold(after=1)
    for widget in (panel.strength.slider, panel.strength.number, panel.models.combo, listening.window.strip.view):
        listening.document.edit(Recipe(noise=(listening.recipe.noise or 10.0) + 1.0), "noise")
        listening.until(lambda: listening.window.denoising.busy)
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Escape)
        assert not listening.window.denoising.busy, widget
