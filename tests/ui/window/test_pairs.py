"""The window of one's own camera beside the main window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.simulation.simulate import Options, simulate
from denoiser_app.ui.panels.pair_wizard import recent_sessions
from denoiser_app.ui.panels.pair_wizard.page import Page
from denoiser_app.ui.panels.pair_wizard.window import PairWizard
from tests.ui.window.studio import Studio

STEPS = ["Plan", "Capture", "Check", "Calibrate", "Train", "Prove"]


@pytest.fixture
def evening(tmp_path: Path) -> Path:
    folder = tmp_path / "evening"
    for _ in simulate(folder, Options(seed=7, size=(64, 96), scenes=2, low_frames=1, high_frames=1)):
        pass
    return folder


def opened(studio: Studio) -> PairWizard:
    studio.act("pairs")
    wizard = studio.window.pairs.shown
    assert wizard is not None
    assert wizard.isVisible()
    return wizard


def test_it_is_opened_from_the_menu_with_all_its_steps(studio: Studio) -> None:
    wizard = opened(studio)
    assert [page.title() for page in wizard.pages] == STEPS
    wizard.close()
    assert opened(studio) is wizard, "closed, it was only hidden"


def test_every_page_can_be_visited_with_and_without_a_session(studio: Studio, evening: Path) -> None:
    wizard = opened(studio)
    for folder in (None, evening):
        wizard.open(folder)
        studio.until(lambda folder=folder: (wizard.session is not None) == (folder is not None))
        for row in (*range(6), *reversed(range(6))):
            wizard.steps.setCurrentRow(row)
            studio.turn(5)
            assert wizard.stack.currentWidget() is wizard.pages[row]


def test_closing_the_program_keeps_session_and_page(
    studio: Studio, make_studio: Callable[..., Studio], evening: Path
) -> None:
    wizard = opened(studio)
    wizard.open(evening)
    studio.until(lambda: wizard.session is not None)
    wizard.steps.setCurrentRow(3)
    studio.end()
    assert studio.window.ended
    assert studio.window.pairs.shown is None
    again = make_studio()
    wizard = opened(again)
    again.until(lambda: wizard.session is not None)
    assert wizard.folder == evening
    assert wizard.title.text() == "Calibrate"


def test_a_frame_is_looked_at_in_the_split_view(studio: Studio, evening: Path) -> None:
    recent_sessions.add(evening)
    wizard = opened(studio)
    studio.until(lambda: wizard.session is not None)
    frame = evening / sessions.load(evening).frames[0].file
    wizard.open_photos.emit([frame])
    studio.until(lambda: studio.current is not None)
    assert studio.document.path == frame
    studio.ready()


def test_before_a_training_is_stopped_it_asks(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    class Training(Page):
        running = True

        def title(self) -> str:
            return "Train"

    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked.append(box.text())
        next(button for button in box.buttons() if button.text() == "Keep running").click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    page = Training()
    wizard = PairWizard([page])
    studio.window.pairs.shown = wizard
    assert not studio.close()
    assert asked == ["Pause the training and close? It goes on where it is when you resume it."]
    page.running = False
