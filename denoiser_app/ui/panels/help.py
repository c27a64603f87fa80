"""Help: the keyboard sheet, and About with versions and licences."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Any

import cv2
import exiv2
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Slot, qVersion
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from denoiser_app import APP_NAME, __version__
from denoiser_app.ui import icons, theme, words
from denoiser_app.ui.stylesheet import role

LICENCE = "GPL-3.0-or-later"


# --- the keyboard sheet -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """keys: each as people read it, any of them does it."""

    keys: tuple[str, ...]
    text: str


_GESTURES: tuple[tuple[tuple[Any, ...], Any], ...] = (  # QT_TRANSLATE_NOOP is declared to return object
    (
        (QT_TRANSLATE_NOOP("KeyboardSheet", "Wheel"),),
        QT_TRANSLATE_NOOP("KeyboardSheet", "Zoom in and out at the pointer"),
    ),
    (
        (QT_TRANSLATE_NOOP("KeyboardSheet", "Drag"),),
        QT_TRANSLATE_NOOP("KeyboardSheet", "Move the photo, or the divider"),
    ),
    (
        (QT_TRANSLATE_NOOP("KeyboardSheet", "Space + drag"),),
        QT_TRANSLATE_NOOP("KeyboardSheet", "Move the photo, whatever is under the pointer"),
    ),
    (
        (QT_TRANSLATE_NOOP("KeyboardSheet", "Double click"),),
        QT_TRANSLATE_NOOP("KeyboardSheet", "On a slider: back to its default"),
    ),
    (
        (QT_TRANSLATE_NOOP("KeyboardSheet", "Ctrl + click"), QT_TRANSLATE_NOOP("KeyboardSheet", "Shift + click")),
        QT_TRANSLATE_NOOP("KeyboardSheet", "In the strip: select several photos"),
    ),
    (
        (QT_TRANSLATE_NOOP("KeyboardSheet", "Home"), QT_TRANSLATE_NOOP("KeyboardSheet", "End")),
        QT_TRANSLATE_NOOP("KeyboardSheet", "In the strip: first and last photo"),
    ),
)


def gestures() -> list[Line]:
    """What the mouse does in the view, and the keys that are no actions."""

    def said(text: str) -> str:
        return QCoreApplication.translate("KeyboardSheet", text)

    return [Line(tuple(map(said, keys)), said(text)) for keys, text in _GESTURES]


def lines_of(actions: Sequence[QAction]) -> list[Line]:
    """The actions that have keys, with their words as in the menu, without its marks."""
    return [
        Line(tuple(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()), _plain(action))
        for action in actions
        if action.shortcuts()
    ]


def _plain(action: QAction) -> str:
    return words.unmarked(action.text()).removesuffix("...").removesuffix("…")


class KeyboardSheet(QDialog):
    """All keys, in groups, with a field to find one. actions: groups with their titles, as in the menus."""

    def __init__(self, actions: Sequence[tuple[str, Sequence[QAction]]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._groups = [(words.unmarked(title), lines_of(members)) for title, members in actions]
        self._groups.append((self.tr("Mouse and view"), gestures()))
        self._find = QLineEdit()
        self._find.setPlaceholderText(self.tr("Find a command or a key"))
        self._find.setAccessibleName(self._find.placeholderText())
        self._find.setClearButtonEnabled(True)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(self.tr("Keys"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._find)
        layout.addWidget(self._area)
        layout.addWidget(buttons)
        self._find.textChanged.connect(self._fill)
        self._fill("")
        self._take_room()

    def _take_room(self) -> None:
        """All of it, where the screen is large enough."""
        metrics, whole, screen = self.fontMetrics(), self._page.sizeHint(), self.screen().availableSize()
        width = min(whole.width() + 6 * metrics.averageCharWidth(), 190 * metrics.averageCharWidth())
        self.resize(min(width, screen.width()), min(whole.height() + 8 * metrics.height(), screen.height() * 9 // 10))

    @property
    def shown(self) -> list[Line]:
        """The lines that fit what is looked for."""
        return [line for _, lines in self._found(self._find.text()) for line in lines]

    def _found(self, wanted: str) -> list[tuple[str, list[Line]]]:
        wanted = wanted.casefold().strip()
        fitting = [
            (title, [line for line in lines if wanted in f"{title} {line.text} {' '.join(line.keys)}".casefold()])
            for title, lines in self._groups
        ]
        return [(title, lines) for title, lines in fitting if lines]

    @Slot(str)
    def _fill(self, wanted: str) -> None:
        """Groups in two columns of about the same height."""
        page, groups = QWidget(), self._found(wanted)
        columns = QHBoxLayout(page)
        columns.setSpacing(32)
        halves = [QVBoxLayout(), QVBoxLayout()]
        heights = [0, 0]
        for title, lines in groups:
            place = 0 if heights[0] <= heights[1] else 1
            heights[place] += len(lines) + 2
            halves[place].addLayout(_group(title, lines))
            halves[place].addSpacing(4)
        for half in halves:
            half.addStretch(1)
            columns.addLayout(half, 1)
        if not groups:
            halves[0].insertWidget(0, QLabel(self.tr("Nothing found.")))
        self._page = page
        page.setAutoFillBackground(False)
        self._area.setWidget(page)
        self._area.viewport().setAutoFillBackground(False)


def _group(title: str, lines: Sequence[Line]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 1)
    head = QLabel(title)
    role(head, "section")
    grid.addWidget(head, 0, 0, 1, 2)
    for row, line in enumerate(lines, 1):
        text = QLabel(line.text)
        text.setAccessibleName(f"{line.text}: {', '.join(line.keys)}")
        grid.addWidget(text, row, 0)
        grid.addWidget(_keys(line.keys), row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return grid


def _keys(keys: Sequence[str]) -> QWidget:
    """Each key in a box, as on a keyboard."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    colors = theme.colors()
    for key in keys:
        cap = QLabel(key)
        cap.setStyleSheet(
            f"border: 1px solid {colors.line}; border-radius: 4px; padding: 1px 6px; background: {colors.base};"
        )
        layout.addWidget(cap)
    return holder


# --- about ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Component:
    """Something the program is made of."""

    name: str
    version: str
    licence: str


@cache
def components() -> tuple[Component, ...]:
    """What runs here, with versions and licences. Asks for nothing that is slow to import (torch)."""
    return (
        Component("Python", platform.python_version(), "PSF-2.0"),
        Component("Qt", qVersion(), "LGPL-3.0"),
        Component("PySide6", _version("PySide6-Essentials"), "LGPL-3.0"),
        Component("PyTorch", _version("torch"), "BSD-3-Clause"),
        Component("safetensors", _version("safetensors"), "Apache-2.0"),
        Component("NumPy", _version("numpy"), "BSD-3-Clause"),
        Component("OpenCV", cv2.__version__, "Apache-2.0"),
        Component("LibRaw", _libraw(), "LGPL-2.1 / CDDL-1.0"),
        Component("rawpy", _version("rawpy"), "MIT"),
        Component("Exiv2", exiv2.version(), "GPL-2.0-or-later"),
        Component("python-exiv2", _version("exiv2"), "GPL-3.0-or-later"),
        Component("Pillow", _version("pillow"), "MIT-CMU"),
        Component("pillow-heif", _version("pillow-heif"), "BSD-3-Clause"),
        Component("tifffile", _version("tifffile"), "BSD-3-Clause"),
        Component("imagecodecs", _version("imagecodecs"), "BSD-3-Clause"),
    )


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "?"


def _libraw() -> str:
    """Of the library inside rawpy."""
    import rawpy

    return ".".join(str(part) for part in rawpy.libraw_version)


def versions_text() -> str:
    """What to paste into a report: program, system, components."""
    lines = [f"{APP_NAME} {__version__}", platform.platform()]
    return "\n".join([*lines, *(f"{part.name} {part.version}" for part in components())])


class AboutDialog(QDialog):
    """Name, version, licence, components, and the promise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About {name}").format(name=APP_NAME))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._copy = buttons.addButton(self.tr("&Copy versions"), QDialogButtonBox.ButtonRole.ActionRole)
        self._copy.clicked.connect(self._copy_versions)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addLayout(self._head())
        layout.addWidget(_wrapped(self.tr("Takes the noise out of night photographs, on your own machine.")))
        layout.addWidget(_wrapped(self.tr("Nothing is ever sent anywhere: no photo, no figure, no report.")))
        layout.addLayout(self._table())
        layout.addWidget(buttons)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()

    def _head(self) -> QHBoxLayout:
        picture, title = QLabel(), QLabel(APP_NAME)
        picture.setPixmap(icons.app_icon().pixmap(56, 56))
        role(title, "title")
        text = self.tr("Version {version}, licence {licence}").format(version=__version__, licence=LICENCE)
        version = QLabel(text)
        version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        role(version, "note")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(title)
        words.addWidget(version)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(picture)
        head.addLayout(words, 1)
        return head

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(2, 1)
        for column, text in enumerate((self.tr("Made with"), self.tr("Version"), self.tr("Licence"))):
            head = QLabel(text)
            role(head, "section")
            grid.addWidget(head, 0, column)
        for row, part in enumerate(components(), 1):
            for column, text in enumerate((part.name, part.version, part.licence)):
                grid.addWidget(QLabel(text), row, column)
        return grid

    @Slot()
    def _copy_versions(self) -> None:
        QGuiApplication.clipboard().setText(versions_text())
        self._copy.setText(self.tr("Copied"))


def _wrapped(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label
