"""Every action of the window: its name, its words, its keys. What it does is connected where it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from denoiser_app.ui import icons, words


@dataclass(frozen=True)
class Spec:
    """keys: shortcuts, the first of them is shown. choice: actions of one group exclude each other. in_view: the keys
    count only while the photo has the keyboard, because other widgets need them."""

    name: str
    text: Any  # QT_TRANSLATE_NOOP returns the str it is given, and is declared to return object
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    choice: str = ""
    in_view: bool = False
    tip: str = ""


_MENUS: tuple[tuple[Any, tuple[Spec | None, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("Actions", "&File"),
        (
            Spec("open", QT_TRANSLATE_NOOP("Actions", "&Open photos..."), ("Ctrl+O",), "open"),
            Spec("open_folder", QT_TRANSLATE_NOOP("Actions", "Open &folder..."), ("Ctrl+Shift+O",), "folder"),
            None,
            Spec("export", QT_TRANSLATE_NOOP("Actions", "&Export..."), ("Ctrl+Shift+E",), "export"),
            Spec("new_batch", QT_TRANSLATE_NOOP("Actions", "New &batch..."), ("Ctrl+B",), "filmstrip"),
            Spec("batches", QT_TRANSLATE_NOOP("Actions", "Ba&tches"), ("Ctrl+Shift+B",)),
            None,
            Spec("pairs", QT_TRANSLATE_NOOP("Actions", "&Your own camera..."), ("Ctrl+Shift+P",), "camera"),
            None,
            Spec("show_in_folder", QT_TRANSLATE_NOOP("Actions", "Show in fol&der")),
            None,
            Spec("close_photo", QT_TRANSLATE_NOOP("Actions", "&Close photo"), ("Ctrl+W",)),
            Spec("close_all", QT_TRANSLATE_NOOP("Actions", "Close &all"), ("Ctrl+Shift+W",)),
            None,
            Spec("preferences", QT_TRANSLATE_NOOP("Actions", "&Preferences..."), ("Ctrl+,",), "settings"),
            Spec("quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), ("Ctrl+Q",)),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "&Edit"),
        (
            Spec("copy_settings", QT_TRANSLATE_NOOP("Actions", "&Copy settings"), ("Ctrl+Shift+C",)),
            Spec("paste_settings", QT_TRANSLATE_NOOP("Actions", "&Paste settings to selection"), ("Ctrl+Shift+V",)),
            Spec("reset", QT_TRANSLATE_NOOP("Actions", "Re&set settings"), ("Ctrl+Shift+R",), "reset"),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "&View"),
        (
            Spec("split", QT_TRANSLATE_NOOP("Actions", "&Split"), ("Shift+Y",), "split", True, "mode"),
            Spec("side_by_side", QT_TRANSLATE_NOOP("Actions", "Side &by side"), ("Y",), "side-by-side", True, "mode"),
            Spec("before", QT_TRANSLATE_NOOP("Actions", "Bef&ore only"), ("\\",), "before", True, "mode"),
            Spec("after", QT_TRANSLATE_NOOP("Actions", "&After only"), ("A",), "after", True, "mode"),
            Spec("removed", QT_TRANSLATE_NOOP("Actions", "What was &removed"), ("R",), "removed", True, "mode"),
            Spec("removed_color", QT_TRANSLATE_NOOP("Actions", "Removed noise in &colour"), ("Shift+R",), "", True),
            Spec("amplify_more", QT_TRANSLATE_NOOP("Actions", "Show what was removed stron&ger"), ("]",)),
            Spec("amplify_less", QT_TRANSLATE_NOOP("Actions", "Show what was removed &weaker"), ("[",)),
            Spec("turn_divider", QT_TRANSLATE_NOOP("Actions", "&Turn the divider"), ("D",), "divider"),
            None,
            Spec("fit", QT_TRANSLATE_NOOP("Actions", "&Fit"), ("Ctrl+0",), "fit"),
            Spec("full_size", QT_TRANSLATE_NOOP("Actions", "&100 %"), ("Ctrl+1",), "full-size"),
            Spec("toggle_zoom", QT_TRANSLATE_NOOP("Actions", "Fit or 100 %, at the pointer"), ("Z",)),
            Spec("zoom_in", QT_TRANSLATE_NOOP("Actions", "Zoom &in"), ("Ctrl++", "Ctrl+="), "zoom-in"),
            Spec("zoom_out", QT_TRANSLATE_NOOP("Actions", "Zoom o&ut"), ("Ctrl+-",), "zoom-out"),
            None,
            Spec("zoom_50", QT_TRANSLATE_NOOP("Actions", "50 %"), ("Ctrl+5",)),
            Spec("zoom_200", QT_TRANSLATE_NOOP("Actions", "200 %"), ("Ctrl+2",)),
            Spec("zoom_400", QT_TRANSLATE_NOOP("Actions", "400 %"), ("Ctrl+4",)),
            Spec("zoom_800", QT_TRANSLATE_NOOP("Actions", "800 %"), ("Ctrl+8",)),
            None,
            Spec("loupe", QT_TRANSLATE_NOOP("Actions", "&Loupe with pixel values"), ("L",), "loupe", True),
            Spec("panels", QT_TRANSLATE_NOOP("Actions", "&Panels"), ("Tab",), "", True, in_view=True),
            Spec("filmstrip", QT_TRANSLATE_NOOP("Actions", "Fil&mstrip"), ("F6",), "", True),
            Spec("full_screen", QT_TRANSLATE_NOOP("Actions", "Full scree&n"), ("F", "F11"), "", True),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "Ph&oto"),
        (
            Spec("next", QT_TRANSLATE_NOOP("Actions", "&Next photo"), ("Right",), in_view=True),
            Spec("previous", QT_TRANSLATE_NOOP("Actions", "&Previous photo"), ("Left",), in_view=True),
            None,
            Spec("denoise", QT_TRANSLATE_NOOP("Actions", "&Denoise again"), ("Ctrl+R",), "denoise"),
            Spec("stop", QT_TRANSLATE_NOOP("Actions", "&Stop"), ("Esc",), "stop"),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "&Help"),
        (
            Spec("keys", QT_TRANSLATE_NOOP("Actions", "&Keyboard"), ("F1", "?")),
            Spec("samples", QT_TRANSLATE_NOOP("Actions", "Open the &sample photos")),
            Spec("copy_report", QT_TRANSLATE_NOOP("Actions", "Copy &report")),
            None,
            Spec("about", QT_TRANSLATE_NOOP("Actions", "&About Denoiser")),
        ),
    ),
)


_ALWAYS = frozenset(
    "open open_folder new_batch batches pairs preferences quit keys samples copy_report about paste_settings "
    "full_screen stop".split()
)
"""Actions that need no photo, or (paste) are enabled by something else."""


class Actions(QObject):
    """The actions by name: ``actions["open"]``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._specs = {spec.name: spec for _, specs in _MENUS for spec in specs if spec is not None}
        groups: dict[str, QActionGroup] = {}
        for spec in self._specs.values():
            action = self._actions[spec.name] = _action(spec, self)
            if spec.choice:
                groups.setdefault(spec.choice, QActionGroup(self)).addAction(action)
        self.retranslate()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        """(title, actions with None for separators) of each menu."""
        return [
            (_words(title), [self._actions[spec.name] if spec else None for spec in specs]) for title, specs in _MENUS
        ]

    def set_photo(self, there: bool) -> None:
        """Whether there is a photo that most actions could work on."""
        for name, action in self._actions.items():
            if name not in _ALWAYS:
                action.setEnabled(there)

    def in_view(self) -> list[QAction]:
        """Those whose keys count only while the photo has the keyboard."""
        return [self._actions[spec.name] for spec in self._specs.values() if spec.in_view]

    def retranslate(self) -> None:
        """Put the words in the current language."""
        for name, action in self._actions.items():
            spec = self._specs[name]
            action.setText(_words(spec.text))
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            plain = words.unmarked(_words(spec.text)).rstrip(".…")
            action.setIconText(plain)
            action.setToolTip(f"{plain} ({keys})" if keys else plain)


def _action(spec: Spec, parent: QObject) -> QAction:
    action = QAction(parent)
    action.setObjectName(spec.name)
    action.setShortcuts([QKeySequence(key) for key in spec.keys])
    action.setCheckable(spec.checkable)
    if spec.icon:
        icons.put(action, spec.icon)
    if spec.in_view:
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    return action


def _words(text: str) -> str:
    return QCoreApplication.translate("Actions", text)
