"""How the window looks: neutral greys (they lie about no photo's colour), one accent, dark and light.

Every pair of colours that carries text or focus keeps the contrast that WCAG 2.2 asks for (tests/ui/test_theme.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from denoiser_app.ui import icons, stylesheet

Choice = Literal["dark", "light", "system"]


@dataclass(frozen=True)
class Colors:
    """All colours of one theme, as '#rrggbb'.

    window: panels and dialogs. surround: around the photo. base: lists and typed text. button, hover: what is clicked.
    line: borders and separators. text, muted, disabled: words by importance. accent: focus rings and the filled part
    of sliders. selected, on_selected: what is chosen and the main button; pressed: that under the pointer. good, bad:
    badges.
    """

    dark: bool
    window: str
    surround: str
    base: str
    button: str
    hover: str
    line: str
    text: str
    muted: str
    disabled: str
    accent: str
    selected: str
    on_selected: str
    pressed: str
    good: str
    bad: str


DARK = Colors(
    dark=True,
    window="#2b2b2b",
    surround="#363636",
    base="#1f1f1f",
    button="#3a3a3a",
    hover="#474747",
    line="#7a7a7a",
    text="#e6e6e6",
    muted="#b4b4b4",
    disabled="#929292",
    accent="#6fb1f0",
    selected="#2f6cab",
    on_selected="#ffffff",
    pressed="#275f99",
    good="#7ccf8a",
    bad="#ff9a8c",
)
LIGHT = Colors(
    dark=False,
    window="#ececec",
    surround="#b4b4b4",
    base="#fafafa",
    button="#dedede",
    hover="#d2d2d2",
    line="#808080",
    text="#1c1c1c",
    muted="#4e4e4e",
    disabled="#767676",
    accent="#1d66ad",
    selected="#1d66ad",
    on_selected="#ffffff",
    pressed="#185591",
    good="#1c6b30",
    bad="#a82318",
)


class Theme(QObject):
    """The theme of the running program; there is one, a child of the QApplication."""

    changed = Signal()
    """Other colours are in use: whoever paints or made icons with the old ones does it again."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice: Choice = "system"
        self.colors = DARK
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    def choose(self, choice: Choice) -> None:
        """Use this theme from now on; 'system' follows the desktop."""
        self._choice = choice
        hints = self._app.styleHints()
        # This tells the system too, so that title bars and native file dialogs fit.
        if choice == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if choice == "dark" else Qt.ColorScheme.Light)
        self._use(_of_scheme(hints.colorScheme()) if choice == "system" else DARK if choice == "dark" else LIGHT)

    def _system_changed(self, scheme: Qt.ColorScheme) -> None:
        if self._choice == "system":
            self._use(_of_scheme(scheme))

    def _use(self, colors: Colors) -> None:
        self.colors = colors
        self._app.setPalette(palette(colors))
        self._app.setStyleSheet(stylesheet.sheet(colors, QFontMetrics(self._app.font()).height()))
        icons.refresh()
        self.changed.emit()


def apply(app: QApplication, choice: Choice) -> Theme:
    """Use a theme; callable again at any time. Returns the Theme, whose ``changed`` tells when the colours change."""
    theme = app.findChild(Theme) or Theme(app)
    theme.choose(choice)
    return theme


def colors() -> Colors:
    """The colours in use (the dark ones before ``apply``)."""
    app = QApplication.instance()
    theme = app.findChild(Theme) if app is not None else None
    return DARK if theme is None else theme.colors


def surround() -> QColor:
    """What goes around the photo."""
    return QColor(colors().surround)


def palette(colors: Colors) -> QPalette:
    """The colours as Qt's roles. Every role is set: what is left out would come from the desktop, with its tint."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    made = QPalette()
    for names, color in (
        ((role.Window, role.AlternateBase, role.ToolTipBase), colors.window),
        ((role.Base,), colors.base),
        ((role.Button, role.Midlight), colors.button),
        ((role.Light,), colors.hover),
        ((role.Mid, role.Dark), colors.line),
        ((role.Shadow,), "#000000"),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText), colors.text),
        ((role.PlaceholderText,), colors.disabled),
        ((role.Highlight,), colors.selected),
        ((role.HighlightedText,), colors.on_selected),
        ((role.Link, role.LinkVisited, role.Accent), colors.accent),
    ):
        for name in names:
            made.setColor(name, QColor(color))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(group.Disabled, name, QColor(colors.disabled))
    made.setColor(group.Disabled, role.Highlight, QColor(colors.line))
    made.setColor(group.Disabled, role.HighlightedText, QColor(colors.window))
    return made


def contrast(first: str, second: str) -> float:
    """WCAG 2.2 contrast ratio of two colours, 1-21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    made = QColor(color)
    return 0.2126 * _linear(made.redF()) + 0.7152 * _linear(made.greenF()) + 0.0722 * _linear(made.blueF())


def _linear(encoded: float) -> float:
    return encoded / 12.92 if encoded <= 0.04045 else float(((encoded + 0.055) / 1.055) ** 2.4)


def _of_scheme(scheme: Qt.ColorScheme) -> Colors:
    """Dark where the desktop does not say: noise in shadows is judged on a dark screen."""
    return LIGHT if scheme == Qt.ColorScheme.Light else DARK
