"""The window of one's own camera for who listens, who has no mouse, who reads Chinese."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from denoiser_app.pairs.simulation.simulate import Options, simulate
from denoiser_app.ui import i18n
from denoiser_app.ui.panels.pair_wizard.window import PairWizard
from tests.ui.window.studio import Studio
from tests.ui.window.test_for_everybody import focusable, spoken, words


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sessions") / "2026"
    for _ in simulate(folder, Options(seed=7, size=(64, 96), scenes=2, low_frames=1, high_frames=1)):
        pass
    return folder


@pytest.fixture
def wizard(studio: Studio, evening: Path) -> PairWizard:
    studio.act("pairs")
    wizard = studio.window.pairs.shown
    assert wizard is not None
    wizard.pages[1].verdict.automatic.setChecked(False)  # type: ignore[attr-defined]
    wizard.open(evening)
    studio.until(lambda: wizard.session is not None)
    return wizard


@pytest.fixture(autouse=True)
def _english_afterwards(qapp: QApplication) -> Iterator[None]:
    yield
    i18n.install(qapp, "en")


def pages(wizard: PairWizard) -> Iterator[str]:
    for row, page in enumerate(wizard.pages):
        wizard.steps.setCurrentRow(row)
        QApplication.processEvents()
        yield page.title()


def test_every_control_has_a_name_for_screen_readers(wizard: PairWizard) -> None:
    tab = Qt.FocusPolicy.TabFocus
    silent = {
        title: [w for w in focusable(wizard) if w.focusPolicy() & tab and not spoken(w).strip()]
        for title in pages(wizard)
    }
    assert {title: widgets for title, widgets in silent.items() if widgets} == {}


def keys(window: QWidget) -> Counter[str]:
    """Letters with Alt of what can be seen."""
    shown = [w for kind in (QAbstractButton, QLabel) for w in window.findChildren(kind) if w.isVisible()]
    texts = [w.text().replace("&&", "") for w in shown if not isinstance(w, QLabel) or w.buddy() is not None]
    return Counter(letter.upper() for text in texts for letter in re.findall(r"&(\w)", text))


def test_no_two_controls_of_a_page_share_a_key(wizard: PairWizard) -> None:
    twice = {title: [key for key, count in keys(wizard).items() if count > 1] for title in pages(wizard)}
    assert {title: letters for title, letters in twice.items() if letters} == {}


NAMES = re.compile(
    r"ISO|RAW|JPEG|DNG|USB|PSNR|SSIM|CPU|GPU|EV|MP|dB|Hz|Fujifilm X-T3|SIM_\d+|\.dng|Simula\w+|S-\d+|PDF|CNN|Alt|Ctrl|"
    r"Scroll Left|Scroll Right|raw-balanced|balanced|X-Trans|<[^>]*>|&nbsp;|https?:\S+|/\S+"
)


def test_nothing_is_left_in_english(studio: Studio, wizard: PairWizard, qapp: QApplication) -> None:
    i18n.install(qapp, "zh_CN")
    studio.turn(30)
    left = set()
    for title in pages(wizard):
        studio.turn(30)
        left |= {(title, text) for text in words(wizard) if re.search(r"[A-Za-z]{3,}", NAMES.sub("", text))}
    assert sorted(left) == []


def test_english_comes_back_whole(studio: Studio, wizard: PairWizard, qapp: QApplication) -> None:
    """Nothing keeps the words of the language before."""
    i18n.install(qapp, "zh_CN")
    studio.turn(30)
    i18n.install(qapp, "en")
    studio.turn(30)
    left = set()
    for title in pages(wizard):
        studio.turn(30)
        left |= {(title, text) for text in words(wizard) if re.search(r"[\u4e00-\u9fff]", text)}
    assert sorted(left) == []
