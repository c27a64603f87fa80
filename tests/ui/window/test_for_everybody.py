"""For who listens instead of looking, who has no mouse, who reads another language, who works in the light."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QWidget

from denoiser_app.core.recipe import ExportOptions
from denoiser_app.ui import actions, i18n, preferences, theme
from denoiser_app.ui.export_plan import ExportRequest
from denoiser_app.ui.filmstrip_model import PhotoState
from denoiser_app.ui.preferences import Preferences
from tests.ui.window import pictures
from tests.ui.window.studio import Studio, differ

pytestmark = pytest.mark.usefixtures("styled")


@pytest.fixture
def open_window(studio: Studio, tmp_path: Path) -> Studio:
    """Two photos, the result of an export below them."""
    studio.denoised(*pictures.folder_of(tmp_path / "photos", 2))
    studio.window.export.start(ExportRequest("photo", ExportOptions(), tmp_path / "out"))
    studio.until(lambda: not studio.window.export.running)
    return studio


def focusable(window: QWidget) -> list[QWidget]:
    """Visible widgets that take the keyboard, without the inner parts of compound ones."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.focusProxy() is None
        and not isinstance(widget.parentWidget(), QMenu)
        and not widget.objectName().startswith("qt_")
    ]


def spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else widget.accessibleName()


def test_every_control_has_a_name_for_screen_readers(open_window: Studio) -> None:
    widgets = focusable(open_window.window)
    assert len(widgets) > 20
    silent = [widget for widget in widgets if not spoken(widget).strip()]
    assert silent == []


def test_every_control_of_the_empty_page_has_a_name(studio: Studio) -> None:
    assert [widget for widget in focusable(studio.window) if not spoken(widget).strip()] == []


def test_every_button_without_words_says_what_it_does(open_window: Studio) -> None:
    buttons = [b for b in open_window.window.findChildren(QAbstractButton) if b.isVisible() and not b.text()]
    assert buttons
    assert [b for b in buttons if not spoken(b).strip() or not b.toolTip().strip()] == []


def test_tab_reaches_every_slider_and_comes_round(open_window: Studio) -> None:
    panel = open_window.window.panel
    panel.strength.slider.setFocus()
    reached: list[QWidget] = []
    for _ in range(80):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in reached[1:]:
            break
        reached.append(focus)
        if focus is open_window.window.view:  # there Tab hides the panels: the photo is left by Shift+Tab
            break
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    sliders = [getattr(panel, name) for name in ("strength", "color", "detail", "grain", "exposure")]
    for slider in sliders:
        assert slider.slider in reached
        assert slider.number in reached
    assert panel.models.combo in reached
    order = [reached.index(slider.slider) for slider in sliders]
    assert order == sorted(order)


def test_the_sliders_can_be_reached_from_the_photo(open_window: Studio) -> None:
    view = open_window.window.view
    view.setFocus()
    for _ in range(80):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is open_window.window.panel.strength.slider:
            return
        QTest.keyClick(focus, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    pytest.fail("Shift+Tab never came to the sliders")


def test_panels_can_be_hidden_and_shown_again_with_the_keyboard_alone(open_window: Studio) -> None:
    window = open_window.window
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_Tab)
    assert not window.side.isVisible()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert window.side.isVisible()


def test_the_state_of_a_photo_is_in_words_too(open_window: Studio) -> None:
    model = open_window.window.strip.model
    words = [model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert words == ["IMG_0000.jpg, Exported", "IMG_0001.jpg, Not denoised yet"]


# --- language and theme -----------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _english_and_dark_afterwards(qapp: QApplication) -> Iterator[None]:
    yield
    i18n.install(qapp, "en")
    theme.apply(qapp, "dark")


def words(window: QWidget) -> Counter[str]:
    """Everything that can be read in the window: labels, buttons, menus, tool tips."""
    found = [label.text() for label in window.findChildren(QLabel)]
    found += [button.text() for button in window.findChildren(QAbstractButton)]
    found += [entry.text() for menu in window.findChildren(QMenu) for entry in menu.actions()]
    found += [widget.toolTip() for widget in window.findChildren(QWidget)]
    found += [widget.accessibleName() for widget in window.findChildren(QWidget)]
    found += [edit.placeholderText() for edit in window.findChildren(QLineEdit)]
    return Counter(text for text in found if any(letter.isalpha() for letter in text))


def test_another_language_is_kept_for_the_next_start(open_window: Studio) -> None:
    """Half of the widgets could not follow; the dialog says when it holds."""
    window = open_window.window
    before = words(window)
    window.preferring.apply(Preferences(language="zh_CN"))
    open_window.turn(50)
    assert words(window) == before
    assert preferences.load().language == "zh_CN"


def test_chinese_and_back_while_it_runs(open_window: Studio, qapp: QApplication) -> None:
    """The desktop may change its language while the window is open: no exception, and all that follows comes back."""
    window = open_window.window
    before, shown = words(window), open_window.shown()
    i18n.install(qapp, "zh_CN")
    open_window.turn(50)
    chinese = words(window)
    menus = [action.text() for action in window.menuBar().actions()]
    assert menus == [QCoreApplication.translate("Actions", str(title)) for title, _ in actions._MENUS]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in window.panel.strength.label.text())
    assert differ(shown, open_window.shown())  # Before and After in the view
    i18n.install(qapp, "en")
    open_window.turn(50)
    after = words(window)
    assert chinese != before
    assert {text for text in after if any("\u4e00" <= letter <= "\u9fff" for letter in text)} == set()
    assert not differ(shown, open_window.shown())
    assert len(open_window.network.runs) == 2  # nothing was denoised for it


def test_what_works_on_goes_on_in_another_language(studio: Studio, qapp: QApplication, tmp_path: Path) -> None:
    studio.network.hold(after=3)
    studio.open(pictures.bitmap(tmp_path / "a.jpg"))
    studio.until(lambda: studio.network.tiles == 3)
    i18n.install(qapp, "zh_CN")
    studio.network.release()
    studio.ready()
    assert studio.state() is PhotoState.DENOISED
    assert len(studio.network.runs) == 1


@pytest.mark.parametrize("what", ["light", "dark", "system"])
def test_every_theme_while_it_runs(open_window: Studio, what: str) -> None:
    recipe = open_window.recipe
    for choice in ("light", what):
        open_window.window.preferring.apply(Preferences(theme=choice))  # type: ignore[arg-type]
        open_window.turn(30)
    assert open_window.recipe == recipe
    assert len(open_window.network.runs) == 2
    color = open_window.window.view.grab().toImage().pixelColor(3, 3)
    assert color.name() == theme.surround().name()


PREFERENCES: dict[str, tuple[Preferences, int]] = {
    "threads": (Preferences(threads=1), 0),
    "display": (Preferences(display="display-p3"), 0),
    "cache": (Preferences(cache_gb=1.0), 0),
}


@pytest.mark.parametrize("name", PREFERENCES)
def test_preferences_hold_at_once(open_window: Studio, name: str) -> None:
    wanted, _ = PREFERENCES[name]
    before = open_window.shown()
    open_window.window.preferring.apply(wanted)
    open_window.ready()
    assert open_window.window.view.message == ""
    assert open_window.state() is PhotoState.EXPORTED
    assert differ(before, open_window.shown()) == (name == "display")


def test_the_preferences_dialog_with_the_devices_tested(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from denoiser_app.engine import estimate
    from denoiser_app.engine.estimate import DeviceReport

    reports = [
        DeviceReport("cuda", "fake GPU", passed=False, reason="no such device"),
        DeviceReport("cpu", "CPU", passed=True, seconds_per_megapixel=1.5),
    ]
    monkeypatch.setattr(estimate, "survey", lambda: iter(reports))
    studio.act("preferences")
    dialog = studio.window.preferring._dialog
    assert dialog is not None
    for page in range(dialog._tabs.count()):
        dialog._tabs.setCurrentIndex(page)
        studio.turn(5)
    studio.until(lambda: len(studio.window.preferring._rows) == 2 and studio.window.preferring._survey is None)
    text = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "fake GPU" in text
    assert [w for w in focusable(dialog) if not spoken(w).strip()] == []
    dialog.close()


def test_the_window_is_closed_while_devices_are_tested(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    from denoiser_app.engine import estimate
    from denoiser_app.engine.estimate import DeviceReport

    def survey() -> Iterator[DeviceReport]:
        for _ in range(200):
            studio.network.enter()
            yield DeviceReport("cpu", "CPU", passed=True, seconds_per_megapixel=1.5)

    monkeypatch.setattr(estimate, "survey", survey)
    studio.network.hold(after=1)
    studio.window.preferring._test_devices()
    studio.until(lambda: len(studio.window.preferring._rows) == 1)
    assert studio.close()


def test_no_two_controls_share_a_mnemonic(open_window: Studio) -> None:
    """Alt and a letter goes to one place."""
    window = open_window.window
    texts = [action.text() for action in window.menuBar().actions()]
    texts += [label.text() for label in window.findChildren(QLabel) if label.isVisible() and label.buddy() is not None]
    texts += [b.text() for b in window.findChildren(QAbstractButton) if b.isVisible()]
    letters = Counter(text[text.index("&") + 1].lower() for text in texts if "&" in text.replace("&&", ""))
    assert {letter: count for letter, count in letters.items() if count > 1} == {}, texts


Make = Callable[..., Studio]


def test_a_window_in_chinese_from_the_start(make_studio: Make, qapp: QApplication, tmp_path: Path) -> None:
    i18n.install(qapp, "zh_CN")
    studio = make_studio()
    studio.denoised(pictures.bitmap(tmp_path / "a.jpg"), tmp_path / "gone.jpg")
    studio.act("next")
    studio.ready()
    assert any("\u4e00" <= letter <= "\u9fff" for letter in studio.window.view.message)
