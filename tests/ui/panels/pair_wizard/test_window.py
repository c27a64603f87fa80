from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.session import Session
from denoiser_app.pairs.verdict import Verdicts
from denoiser_app.ui import i18n
from denoiser_app.ui.panels.pair_wizard import new_session, recent_sessions
from denoiser_app.ui.panels.pair_wizard.page import Page
from denoiser_app.ui.panels.pair_wizard.steps import ENTRY
from denoiser_app.ui.panels.pair_wizard.window import PairWizard
from tests.ui.panels.pair_wizard.checking import Checking, write
from tests.ui.panels.pair_wizard.conftest import end

Until = Callable[[Callable[[], object]], None]


def step(wizard: PairWizard, row: int) -> tuple[str, str, str]:
    entry = wizard.steps.item(row).data(ENTRY)
    return entry.title, entry.summary, entry.mark


def test_without_a_session_it_says_what_one_is(make_wizard: Callable[[], PairWizard]) -> None:
    wizard = make_wizard()
    assert wizard.whole.currentWidget() is wizard.start
    assert wizard.foot.isHidden()
    assert not wizard.header.new_button.isVisible(), "the page itself has these buttons"


def test_a_new_session_gets_a_folder_and_is_open(
    make_wizard: Callable[[], PairWizard], until: Until, tmp_path: Path
) -> None:
    wizard = make_wizard()
    wizard.ask_new()
    (dialog,) = wizard.findChildren(new_session.NewSessionDialog)
    dialog._name.setText("Fuji: night/1")
    dialog._where.setText(str(tmp_path))
    dialog.accept()
    until(lambda: wizard.session is not None)
    folder = tmp_path / "Fuji night 1"
    assert sessions.load(folder).name == "Fuji: night/1"
    assert wizard.windowTitle().startswith("Fuji: night/1")
    assert wizard.header.where.whole_text == str(folder)
    assert wizard.steps.currentRow() == 0
    assert wizard.whole.currentWidget() is wizard.body


@pytest.mark.parametrize("name", ["", " .. ", "///", "?"])
def test_a_name_of_which_nothing_is_left_makes_no_session(qtbot, name: str) -> None:
    dialog = new_session.NewSessionDialog()
    qtbot.addWidget(dialog)
    dialog._name.setText(name)
    assert not dialog.make.isEnabled()


def test_a_session_that_is_there_already_is_opened_as_it_is(
    make_wizard: Callable[[], PairWizard], until: Until, evening: Path
) -> None:
    wizard = make_wizard()
    before = sessions.load(evening)
    wizard.make_session(evening, "another name")
    until(lambda: wizard.session is not None)
    assert sessions.load(evening) == before


def test_what_cannot_be_written_is_said(make_wizard: Callable[[], PairWizard], until: Until, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    wizard = make_wizard()
    wizard.make_session(tmp_path / "file" / "session", "session")
    until(lambda: wizard.start.said or wizard.line.whole_text)
    assert str(tmp_path / "file") in f"{wizard.start.said}{wizard.line.whole_text}"
    assert wizard.session is None


def test_every_step_says_where_it_stands(wizard: PairWizard, evening: Path, until: Until, checking: Checking) -> None:
    assert [step(wizard, row)[0] for row in range(3)] == ["Plan", "Capture", "Check"]
    assert step(wizard, 1) == ("Capture", "3 of 3 scenes", "done")
    (first, *_) = sessions.load(evening).pairs()
    checking.marks[first.id] = "rejected"
    wizard.pages[2].check()
    until(lambda: step(wizard, 2) == ("Check", "1 rejected", "trouble"))
    heard = wizard.steps.item(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "3 Check, needs attention, 1 rejected"


def test_pages_are_turned_by_button_and_key_and_any_of_them_at_any_time(wizard: PairWizard) -> None:
    assert wizard.stack.currentWidget() is wizard.pages[0]
    assert not wizard.back.isEnabled()
    wizard.next.click()
    assert wizard.stack.currentWidget() is wizard.pages[1]
    wizard.go_on()
    assert not wizard.next.isEnabled()
    wizard.activateWindow()
    wizard.steps.setFocus()
    QTest.keyClick(wizard.steps, Qt.Key.Key_Home)
    assert wizard.title.text() == "Plan"
    QTest.keyClick(wizard, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    assert wizard.title.text() == "Capture"


def test_the_next_start_shows_the_same_session_and_page(
    wizard: PairWizard, make_wizard: Callable[[], PairWizard], evening: Path, until: Until
) -> None:
    wizard.steps.setCurrentRow(2)
    wizard.close()
    again = make_wizard()
    until(lambda: again.session is not None)
    assert again.folder == evening
    assert again.title.text() == "Check"
    assert again.start.recent_buttons[0].toolTip() == str(evening)


def test_what_another_program_does_to_the_session_is_seen(wizard: PairWizard, evening: Path, until: Until) -> None:
    file = sessions.load(evening).frames_of("scene-1", "high")[0].file
    sessions.update(evening, lambda session: sessions.change_frame(session, file, dropped=True))
    until(lambda: step(wizard, 1)[1] == "2 of 3 scenes")


def test_a_folder_that_vanished_is_said_and_waited_for(wizard: PairWizard, evening: Path, until: Until) -> None:
    wizard.steps.setCurrentRow(1)
    away = evening.rename(evening.with_name("pulled out"))
    wizard.desk.look()
    until(lambda: "not there any more" in wizard.notice.text)
    assert not wizard.pages[1].isEnabled()
    assert wizard.pages[1].frames.frames.rows, "what was there is still shown"
    away.rename(evening)
    until(lambda: wizard.notice.text == "")
    assert wizard.pages[1].isEnabled()
    assert wizard.title.text() == "Capture"


def test_a_session_that_is_gone_at_the_start_is_waited_for(
    make_wizard: Callable[[], PairWizard], evening: Path, until: Until
) -> None:
    away = evening.rename(evening.with_name("not connected"))
    recent_sessions.add(evening)
    wizard = make_wizard()
    until(lambda: str(evening) in wizard.notice.text)
    assert wizard.header.open_button.isVisible(), "there is a way out"
    away.rename(evening)
    until(lambda: wizard.session is not None)
    assert wizard.notice.text == ""


def test_a_folder_without_a_session_is_said(
    wizard: PairWizard, tmp_path: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "holidays").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "holidays"))
    wizard.ask_open()
    until(lambda: "no session of pairs" in wizard.notice.text)
    assert not any(page.isEnabled() for page in wizard.pages)


def test_a_damaged_manifest_is_said_and_another_session_can_be_opened(
    wizard: PairWizard, evening: Path, tmp_path: Path, until: Until
) -> None:
    other = Path(shutil.copytree(evening, tmp_path / "other"))
    (evening / sessions.MANIFEST).write_text("{ not json")
    wizard.desk.look()
    until(lambda: "cannot be used" in wizard.notice.text)
    wizard.open_other(other)
    until(lambda: wizard.session is not None and wizard.folder == other)
    assert wizard.notice.text == ""


def test_a_page_may_keep_the_session_open(qtbot, evening: Path, until: Until, tmp_path: Path) -> None:
    class Stubborn(Page):
        def title(self) -> str:
            return "Stubborn"

        def may_leave(self) -> bool:
            return False

    wizard = PairWizard([Stubborn()])
    wizard.open(evening)
    until(lambda: wizard.session is not None)
    wizard.open_other(tmp_path)
    assert wizard.folder == evening
    end(wizard)


def test_what_works_can_be_stopped_while_the_folder_is_gone(qtbot, evening: Path, until: Until) -> None:
    class Working(Page):
        def title(self) -> str:
            return "Working"

    page = Working()
    wizard = PairWizard([page])
    wizard.open(evening)
    until(lambda: wizard.session is not None)
    page.busy.emit(True)
    evening.rename(evening.with_name("gone"))
    wizard.desk.look()
    until(lambda: wizard.notice.text)
    assert page.isEnabled()
    page.busy.emit(False)
    assert not page.isEnabled()
    end(wizard)


def test_all_words_change_with_the_language(wizard: PairWizard, qapp: QApplication) -> None:
    wizard.steps.setCurrentRow(1)
    i18n.install(qapp, "zh_CN")
    QApplication.processEvents()
    assert (wizard.title.text(), wizard.next.text().partition("(")[0]) != ("Capture", "Next")
    assert step(wizard, 0)[0] == wizard.pages[0].title() != "Plan"
    i18n.install(qapp, "en")
    QApplication.processEvents()
    assert wizard.title.text() == "Capture"


def test_verdicts_that_cannot_be_read_count_as_none(wizard: PairWizard, evening: Path, until: Until) -> None:
    pages: list[Verdicts | None] = []
    show = wizard.pages[0].show_session

    def seen(folder: Path | None, session: Session | None, verdicts: Verdicts | None) -> None:
        pages.append(verdicts)
        show(folder, session, verdicts)

    wizard.pages[0].show_session = seen  # type: ignore[method-assign]
    write(evening)
    (evening / sessions.CHECK / "verdicts.json").write_text("[]")
    wizard.desk.look()
    until(lambda: pages)
    assert pages[-1] == Verdicts()
