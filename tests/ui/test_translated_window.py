"""The whole window in Chinese: nothing that can be read or heard in it, or in its dialogs, is left in English."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from denoiser_app import paths
from denoiser_app.core.recipe import ExportOptions
from denoiser_app.engine import estimate
from denoiser_app.engine.estimate import DeviceReport
from denoiser_app.ui import i18n
from denoiser_app.ui.control import current
from denoiser_app.ui.export_plan import ExportRequest
from denoiser_app.ui.panels.export_dialog import ExportDialog
from denoiser_app.ui.panels.help import components
from tests.ui.window import pictures
from tests.ui.window.decoding import Decoding
from tests.ui.window.network import MODELS as FAKES
from tests.ui.window.network import Network, write_models
from tests.ui.window.studio import Studio

MODELS = Path(__file__).resolve().parents[2] / "models"
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
CAMERA = "Nikon Z6"
NAMES = """
    Denoiser English Apple TIFF PNG JPEG HEIC ICC icc icm tif sRGB Display Adobe RGB ProPhoto RAW ISO GPL or later CPU
    Ctrl Shift Alt Esc Tab Home End Return Space Nikon GeForce
"""
"""Words that a Chinese photographer reads in Latin letters too: names, formats, units, keys."""
WORD = re.compile(r"[A-Za-zÀ-ÿ]{3,}")

Texts = dict[str, set[str]]


@pytest.fixture
def studio(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Studio]:
    """The window in Chinese, with nothing of the user's, a blur in the place of the network."""
    models = write_models(tmp_path / "models")
    monkeypatch.setattr(paths, "models", lambda: models)
    monkeypatch.setenv("DENOISER_DATA", str(tmp_path / "user"))
    monkeypatch.setattr(current, "SETTLE", 1)
    monkeypatch.setattr(current, "DEBOUNCE", 1)
    names = qapp.applicationName(), qapp.organizationName()
    qapp.setApplicationName("denoiser-test")
    qapp.setOrganizationName("denoiser-test")
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.NativeFormat, scope, str(tmp_path / "settings"))
    i18n.install(qapp, "zh_CN")
    network, decoding = Network(), Decoding()
    decoding.install(monkeypatch)
    studio = Studio(qtbot, network, decoding)
    yield studio
    studio.end()
    i18n.install(qapp, "en")
    qapp.setApplicationName(names[0])
    qapp.setOrganizationName(names[1])


# --- what can be read -------------------------------------------------------------------------------------------------


def texts(top: QWidget) -> Iterator[str]:
    """Everything that a window says: shown, in tool tips and to screen readers, also where it is hidden just now."""
    for widget in (top, *top.findChildren(QWidget)):
        if widget.window() is top or isinstance(widget, QMenu):
            yield widget.windowTitle().replace("[*]", "")
            yield from (widget.toolTip(), widget.statusTip(), widget.whatsThis())
            yield from (widget.accessibleName(), widget.accessibleDescription())
            yield from _own(widget)
            for action in widget.actions():
                yield from _of_action(action)


def _own(widget: QWidget) -> Iterator[str]:
    """What only widgets of its kind have."""
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QAbstractSpinBox):
        yield from (widget.specialValueText(), widget.text())
    elif isinstance(widget, QMenu):
        yield widget.title()
    elif isinstance(widget, QTabWidget):
        yield from (widget.tabText(place) for place in range(widget.count()))
    elif isinstance(widget, QComboBox | QAbstractItemView):
        yield from _of_model(widget.model())


def _of_action(action: QAction) -> Iterator[str]:
    yield from (action.text(), action.iconText(), action.toolTip(), action.statusTip())
    yield from (key.toString(key.SequenceFormat.NativeText) for key in action.shortcuts())


def _of_model(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for role in ROLES:
            text = model.data(model.index(row, 0), role)
            if isinstance(text, str):
                yield text


def english(found: Texts, given: set[str]) -> list[str]:
    """Texts with words that are not names. given: what is shown as it is: paths, names of photos and models."""
    names = set(NAMES.split())
    said = sorted((where, text) for where, all_texts in found.items() for text in all_texts)
    return [f"{where}: {text}" for where, text in said if set(WORD.findall(_without(text, given))) - names]


def _without(text: str, given: set[str]) -> str:
    for name in sorted(given, key=len, reverse=True):
        text = text.replace(name, "")
    return re.sub(r"\{\w+\}|\S+…\S+", "", text)  # fields of a name template, and paths that are too long


# --- every window there is --------------------------------------------------------------------------------------------


def open_dialogs(studio: Studio) -> list[QDialog]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog) and widget.isVisible()]


def look(studio: Studio, found: Texts, name: str) -> None:
    """At the dialog that is open, and close it."""
    (dialog,) = open_dialogs(studio)
    found[name] = set(texts(dialog))
    dialog.close()
    studio.turn(1)


def look_at_the_window(studio: Studio, found: Texts, folder: Path) -> None:
    found["empty"] = set(texts(studio.window))
    studio.network.hold(after=1)
    good, gone = pictures.bitmap(folder / "IMG_1.jpg", camera=CAMERA), folder / "IMG_2.jpg"
    studio.open(good, gone)
    studio.until(lambda: studio.network.tiles == 1)
    studio.turn(1)
    found["denoising"] = {*texts(studio.window), studio.window.view.message}
    studio.network.release()
    studio.ready()
    tell_of_shipped_models(studio)
    studio.window.panel.strength.changed.emit(40.0)
    studio.window.panel.edit_finished.emit()
    studio.window.panel.presets_menu.fill()
    found["photo"] = set(texts(studio.window))
    studio.window.export.start(ExportRequest("all", ExportOptions(), folder))
    studio.until(lambda: not studio.window.export.running)
    studio.act("next")
    studio.ready()
    found["failure"] = {*texts(studio.window), studio.window.view.message}
    studio.act("previous")
    studio.ready()


def tell_of_shipped_models(studio: Studio) -> None:
    """The models say of themselves what those that come with the program do."""
    manifests = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(MODELS.glob("*.json"))]
    summaries = {manifest["domain"]: manifest["summary"] for manifest in manifests}
    assert set(summaries) == {"raw", "rgb"}
    known = studio.window.editing._models.values()
    studio.window.editing.set_models(tuple(replace(model, summary=summaries[model.domain]) for model in known))


def look_at_the_preferences(studio: Studio, found: Texts) -> None:
    window = studio.window
    window.preferring.ask()
    dialog = window.preferring._dialog
    assert dialog is not None
    dialog.devices_wanted.emit()
    studio.until(lambda: len(window.preferring._rows) == 3 and window.preferring._survey is None)
    dialog.general._edit_export()
    found["defaults"] = set(texts(dialog.general._dialog))
    dialog.general._dialog.close()
    dialog.general.language.setCurrentIndex(1)
    look(studio, found, "preferences")


def look_at_the_dialogs(studio: Studio, found: Texts) -> None:
    window = studio.window
    for name, ask in {
        "keys": window.helping.keys,
        "about": window.helping.about,
        "model": window.panel.models.about.click,
        "presets": window.panel.presets_menu.manage,
        "save preset": window.panel.presets_menu.save_as,
        "report": window.helping.copy_report,
    }.items():
        ask()
        look(studio, found, name)


def survey() -> Iterator[DeviceReport]:
    yield DeviceReport("cuda", "GeForce", passed=False, reason="its results differ from the CPU's by 7%")
    yield DeviceReport("mps", "GeForce 2", passed=False, reason="torch finds no such device on this machine")
    yield DeviceReport("cpu", "CPU", passed=True, seconds_per_megapixel=1.5)


def test_nothing_is_left_in_english(studio: Studio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found: Texts = {}

    def ask_to_export(dialog: ExportDialog) -> int:
        found["export"] = set(texts(dialog))
        return 0

    monkeypatch.setattr(ExportDialog, "exec", ask_to_export)
    monkeypatch.setattr(estimate, "survey", survey)
    look_at_the_window(studio, found, tmp_path)
    studio.act("export")
    look_at_the_preferences(studio, found)
    look_at_the_dialogs(studio, found)
    assert {name for name, said in found.items() if len(said) < 5} == set()
    files = {str(tmp_path), "IMG_", ".jpg", "-denoised"}
    parts = {text for part in components() for text in (part.name, part.version, part.licence)}
    models = {*FAKES, *(f"The {name} network." for name in FAKES)}
    left = english(found, {*files, *parts, *models})
    assert not left, "\n".join(left)
