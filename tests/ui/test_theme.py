from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from denoiser_app.ui import icons, theme
from denoiser_app.ui.stylesheet import role

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # of the offscreen platform only

THEMES = pytest.mark.parametrize("colors", [theme.DARK, theme.LIGHT], ids=["dark", "light"])


@pytest.fixture
def app(qapp: QApplication):
    """Gives the application back as it was: the other tests do not want our style sheet."""
    palette = qapp.palette()
    yield qapp
    found = qapp.findChild(theme.Theme)
    if found is not None:
        found.setParent(None)
        found.deleteLater()
    qapp.setStyleSheet("")
    qapp.setPalette(palette)


def test_contrast_is_that_of_wcag():
    # https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio: 21 at most; #777 on white is the known 4.48.
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@THEMES
def test_all_words_can_be_read(colors: theme.Colors):
    backgrounds = (colors.window, colors.base, colors.button, colors.hover)
    pairs = [*product((colors.text,), backgrounds), *product((colors.muted,), (colors.window, colors.base))]
    pairs += [(colors.on_selected, colors.selected), (colors.on_selected, colors.pressed)]
    pairs += [(color, back) for color in (colors.good, colors.bad) for back in (colors.window, colors.button)]
    assert {pair: theme.contrast(*pair) for pair in pairs if theme.contrast(*pair) < 4.5} == {}


@THEMES
def test_disabled_words_focus_rings_and_borders_can_be_seen(colors: theme.Colors):
    pairs = [*product((colors.disabled, colors.accent), (colors.window, colors.base, colors.button))]
    pairs += [(colors.line, colors.window), (colors.line, colors.base)]
    assert {pair: theme.contrast(*pair) for pair in pairs if theme.contrast(*pair) < 3.0} == {}


@THEMES
def test_what_surrounds_the_photo_has_no_tint(colors: theme.Colors):
    tinted = {"accent", "selected", "pressed", "good", "bad"}
    for name, value in vars(colors).items():
        if name not in tinted and name != "dark":
            color = QColor(value)
            assert color.red() == color.green() == color.blue(), name


@THEMES
def test_no_role_of_the_palette_is_left_to_the_desktop(colors: theme.Colors):
    made = theme.palette(colors)
    missing = [
        (group, role)
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled)
        for role in QPalette.ColorRole
        if role not in (QPalette.ColorRole.NColorRoles, QPalette.ColorRole.NoRole) and not made.isBrushSet(group, role)
    ]
    assert missing == []


def test_the_chosen_theme_holds_whatever_the_desktop_does(app: QApplication):
    used = theme.apply(app, "light")
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert used.colors is theme.LIGHT
    assert app.palette().color(QPalette.ColorRole.Window).name() == theme.LIGHT.window
    assert theme.apply(app, "dark") is used
    assert theme.surround().name() == theme.DARK.surround


def test_system_follows_the_desktop_and_says_so(app: QApplication, qtbot: QtBot):
    used = theme.apply(app, "system")
    for scheme, colors in ((Qt.ColorScheme.Light, theme.LIGHT), (Qt.ColorScheme.Dark, theme.DARK)):
        with qtbot.waitSignal(used.changed):
            app.styleHints().colorSchemeChanged.emit(scheme)
        assert app.palette().color(QPalette.ColorRole.Window).name() == colors.window


@pytest.mark.parametrize("choice", ["dark", "light"])
@pytest.mark.parametrize("kind", [QPushButton, QLineEdit])
def test_focus_is_seen(app: QApplication, qtbot: QtBot, choice: theme.Choice, kind: type[QWidget]):
    theme.apply(app, choice)
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    first, second = kind(), QPushButton("other")
    layout.addWidget(first)
    layout.addWidget(second)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    ring = QColor(theme.colors().accent)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    assert amount(first, ring) == 0
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert first.hasFocus()
    # Two lines above and two below, each about as long as the control.
    assert amount(first, ring) >= 3 * first.width()


def amount(widget: QWidget, color: QColor) -> int:
    """How many pixels of the widget have this colour."""
    image = widget.grab().toImage()
    points = product(range(image.width()), range(image.height()))
    return sum(image.pixelColor(x, y) == color for x, y in points)


def test_every_icon_is_drawn_and_follows_the_theme(app: QApplication, qtbot: QtBot):
    used = theme.apply(app, "dark")
    button = QToolButton()
    qtbot.addWidget(button)
    icons.put(button, "export")
    assert strongest(button) > 200
    used.choose("light")
    assert strongest(button) < 60
    for name in icons.names():
        drawn = icons.pixmap(name, 32, QColor("#ff0000")).toImage()
        colors = {drawn.pixelColor(x, y).name() for x, y in product(range(32), range(32))} - {"#000000"}
        assert colors
        assert all(QColor(color).green() == QColor(color).blue() == 0 for color in colors), name
    with pytest.raises(FileNotFoundError):
        icons.icon("no such drawing")


@THEMES
def test_the_icon_of_the_main_button_has_the_colour_of_its_words(app: QApplication, qtbot: QtBot, colors: theme.Colors):
    used = theme.apply(app, "dark" if colors is theme.DARK else "light")
    button = QPushButton()
    qtbot.addWidget(button)
    role(button, "primary")
    icons.put(button, "reset")
    assert strongest(button) == QColor(colors.on_selected).lightness()
    used.choose("light" if colors is theme.DARK else "dark")
    assert strongest(button) > 200, "both themes have white words on it"
    role(button, "")
    icons.put(button, "reset")
    assert strongest(button) == QColor((theme.LIGHT if colors is theme.DARK else theme.DARK).text).lightness()


def strongest(button: QAbstractButton) -> int:
    """The lightness of the icon's most opaque pixel."""
    image = button.icon().pixmap(24, 24).toImage()
    pixels = [image.pixelColor(x, y) for x, y in product(range(image.width()), range(image.height()))]
    return max(pixels, key=QColor.alpha).lightness()


def test_the_program_has_an_icon_at_every_size(qapp: QApplication):
    for size in (16, 48, 256):
        drawn = icons.app_icon().pixmap(size, size).toImage()
        assert drawn.width() == size
        assert drawn.pixelColor(size // 2, size // 4).alpha() == 255
