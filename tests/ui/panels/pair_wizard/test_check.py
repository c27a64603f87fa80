from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.checking import judging
from denoiser_app.pairs.verdict import Finding, Verdict, Verdicts
from denoiser_app.ui.jobs import pair_work
from denoiser_app.ui.jobs.pair_session import VERDICTS, read_verdicts
from denoiser_app.ui.panels.pair_wizard import pair_table
from denoiser_app.ui.panels.pair_wizard.check import CheckPage
from denoiser_app.ui.panels.pair_wizard.window import PairWizard
from tests.ui.panels.pair_wizard.checking import FINDINGS, Checking, write

Until = Callable[[Callable[[], object]], None]


@pytest.fixture
def page(wizard: PairWizard) -> CheckPage:
    wizard.steps.setCurrentRow(2)
    page = wizard.pages[2]
    assert isinstance(page, CheckPage)
    return page


def ids(folder: Path) -> list[str]:
    return [pair.id for pair in sessions.load(folder).pairs()]


def cells(page: CheckPage, row: int) -> list[str]:
    model = page.table.pairs
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


def shown(page: CheckPage) -> QColor | None:
    image = page.details.picture.image
    return None if image.isNull() else image.pixelColor(3, 3)


def checked(page: CheckPage, until: Until) -> None:
    page.start.click()
    until(lambda: not page.running and all(row.verdict for row in page.table.pairs.rows))


def test_every_pair_has_a_row_with_its_verdict_in_words(
    page: CheckPage, evening: Path, checking: Checking, until: Until
) -> None:
    first, second, _ = ids(evening)
    checking.marks = {first: "rejected", second: "masked"}
    assert cells(page, 0)[2] == "Not checked yet"
    assert page.summary() == "0 of 3 checked"
    checked(page, until)
    assert [cells(page, row)[2] for row in range(3)] == ["Rejected", "Usable with a mask", "Good"]
    assert cells(page, 0)[4].startswith("The camera moved by 4.2 pixels")
    assert cells(page, 2)[4] == ""
    assert cells(page, 1)[3] == "90 %"
    assert page.mark() == "trouble"
    model, drawing = page.table.pairs, Qt.ItemDataRole.DecorationRole
    drawings = [model.data(model.index(row, 2), drawing).pixmap(16).toImage() for row in range(3)]
    assert len({bytes(image.constBits()) for image in drawings}) == 3


def test_how_much_is_usable_is_the_same_number_everywhere(page: CheckPage, evening: Path, until: Until) -> None:
    pair = sessions.load(evening).pairs()[0]
    said = judging.rest(0.976, clear=False)
    write(evening, Verdict(pair.id, pair.scene.id, "good", (said,), 0.976))
    page.changed.emit()
    until(lambda: page.table.pairs.rows[0].verdict is not None)
    assert cells(page, 0)[3:] == ["97 %", "97 % of the picture can be used."]


def test_only_what_is_not_checked_yet_is_offered(page: CheckPage, evening: Path, until: Until) -> None:
    assert page.start.isEnabled()
    checked(page, until)
    assert not page.start.isEnabled()
    assert page.again.isEnabled()


def test_a_cancelled_check_keeps_what_it_has_found(
    page: CheckPage, evening: Path, checking: Checking, until: Until
) -> None:
    first, *_ = ids(evening)
    write(evening, Verdict(first, "scene-1", "good", FINDINGS["good"], 1.0))
    checking.endless = True
    page.check()
    until(lambda: page.progress.isVisible())
    assert not page.start.isEnabled()
    page.progress.stop.click()
    until(lambda: not page.running and page.progress.isHidden())
    assert read_verdicts(evening, sessions.load(evening)).find(first)
    assert page.start.isEnabled()
    until(lambda: cells(page, 0)[2] == "Good")


def test_the_window_ends_while_it_checks(wizard: PairWizard, page: CheckPage, checking: Checking, until: Until) -> None:
    checking.endless = True
    page.check()
    until(lambda: page.running)
    assert wizard.end()


def test_another_session_ends_the_check(
    wizard: PairWizard, page: CheckPage, checking: Checking, until: Until, tmp_path: Path
) -> None:
    checking.endless = True
    page.check()
    sessions.create(tmp_path / "other", sessions.Session("other"))
    wizard.open(tmp_path / "other")
    until(lambda: not page.running and wizard.session is not None)
    assert page.table.pairs.rows == []


def test_an_error_of_the_check_is_said(
    wizard: PairWizard, page: CheckPage, monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    def fail(*_: object, **__: object) -> object:
        raise OSError(28, "No space left on device", "frames/x.dng")

    monkeypatch.setattr(pair_work, "checking", fail)
    page.check()
    until(lambda: "No space left on device" in wizard.line.whole_text)
    assert page.start.isEnabled()


def test_each_finding_is_a_sentence_with_its_picture(page: CheckPage, evening: Path, until: Until) -> None:
    first, *_ = ids(evening)
    for name, color in (("a.png", Qt.GlobalColor.red), ("b.png", Qt.GlobalColor.blue)):
        image = QImage(40, 30, QImage.Format.Format_RGB32)
        image.fill(color)
        (evening / "check").mkdir(exist_ok=True)
        assert image.save(str(evening / "check" / name))
    findings = (
        Finding("exposure", "exposure-right", "good", {"stops": 0.01}),
        Finding("movement", "moved", "mask", {"percent": 2.5}, "check/a.png"),
        Finding("clipping", "clipped", "mask", {"percent": 1.0}, "check/b.png"),
    )
    write(evening, Verdict(first, "scene-1", "masked", findings, 0.96))
    page.changed.emit()
    details = page.details
    until(lambda: details.findings.count() == 3)
    page.table.select_pair(first)
    texts = [details.findings.item(row).text() for row in range(3)]
    assert texts[0].startswith("2.5 % of the picture moved"), "what matters most comes first"
    assert details.verdict.text() == "Usable with a mask"
    until(lambda: shown(page) == QColor(Qt.GlobalColor.red))
    details.findings.setFocus()
    QTest.keyClick(details.findings, Qt.Key.Key_Down)
    until(lambda: shown(page) == QColor(Qt.GlobalColor.blue))
    assert details.caption.text() == "Clipping"
    QTest.keyClick(details.findings, Qt.Key.Key_Down)
    assert not details.picture.image.isNull(), "a finding without a picture keeps one"


def test_a_picture_that_is_gone_is_not_a_fault(page: CheckPage, evening: Path, until: Until) -> None:
    first, *_ = ids(evening)
    finding = Finding("movement", "moved", "mask", {"percent": 2.5}, "check/gone.png")
    write(evening, Verdict(first, "scene-1", "masked", (finding,), 0.96))
    page.changed.emit()
    until(lambda: page.details.findings.count() == 1)
    until(lambda: page.details.picture.said == "No picture")


def test_the_picture_is_zoomed_by_keys_and_wheel(page: CheckPage) -> None:
    picture = page.details.picture
    image = QImage(3000, 2000, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.gray)
    picture.show_image(image, "grey")
    fitted = picture.transform().m11()
    assert fitted * 3000 <= picture.viewport().width() + 1
    QTest.keyClick(picture, Qt.Key.Key_1)
    assert picture.transform().m11() == pytest.approx(1 / picture.devicePixelRatioF())
    QTest.keyClick(picture, Qt.Key.Key_Plus)
    assert picture.transform().m11() > 1.2 / picture.devicePixelRatioF()
    QTest.keyClick(picture, Qt.Key.Key_0)
    assert picture.transform().m11() == pytest.approx(fitted)
    for _ in range(40):
        QTest.keyClick(picture, Qt.Key.Key_Plus)
    assert picture.transform().m11() <= 16.0 / picture.devicePixelRatioF()
    QTest.mouseDClick(picture.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
    assert picture.transform().m11() == pytest.approx(fitted)


def test_a_pair_is_left_out_and_taken_in_again(page: CheckPage, evening: Path, until: Until) -> None:
    first, *_ = ids(evening)
    page.table.select_pair(first)
    page.details.out.click()
    until(lambda: page.table.pairs.rows[0].left_out)
    assert first not in ids(evening)
    assert cells(page, 0)[2] == "Left out"
    assert page.table.current is not None
    assert page.table.current.id == first, "it stays the current one"
    assert "Take it in" in page.details.out.text().replace("&", "")
    page.details.out.click()
    until(lambda: not page.table.pairs.rows[0].left_out)
    assert first in ids(evening)


def test_a_rejected_pair_cannot_be_taken_in_anyway(
    page: CheckPage, evening: Path, checking: Checking, until: Until
) -> None:
    first, *_ = ids(evening)
    checking.marks = {first: "rejected"}
    checked(page, until)
    page.table.select_pair(first)
    said = {b.text().replace("&", "") for b in (page.details.again, page.details.out, page.details.open)}
    assert said == {"Shoot this scene again", "Leave this pair out", "Open in the main window"}


def test_a_scene_whose_camera_moved_is_shot_again_as_a_whole(
    wizard: PairWizard, page: CheckPage, evening: Path, checking: Checking, until: Until
) -> None:
    first, second, _ = ids(evening)
    checking.marks = {first: "rejected", second: "masked"}
    checked(page, until)
    page.table.select_pair(second)
    assert page.details.again.text().replace("&", "") == "Shoot this one again"
    page.details.again.click()
    until(lambda: second not in ids(evening))
    assert len(sessions.load(evening).frames_of("scene-2", "low")) == 2
    page.table.select_pair(first)
    page.details.again.click()
    until(lambda: first not in ids(evening))
    assert sessions.load(evening).frames_of("scene-1") == ()
    assert all((evening / frame.file).is_file() for frame in sessions.load(evening).frames), "nothing is deleted"
    until(lambda: "page Capture" in wizard.line.whole_text)


def test_its_frames_are_opened_in_the_main_window(wizard: PairWizard, page: CheckPage, evening: Path) -> None:
    asked: list[list[Path]] = []
    wizard.open_photos.connect(asked.append)
    page.table.select_pair(ids(evening)[1])
    page.details.open.click()
    pair = sessions.load(evening).pairs()[1]
    assert asked == [[evening / pair.high.file, evening / pair.low[0].file]]


def test_what_is_wrong_with_the_session_as_a_whole_is_said_above(page: CheckPage, evening: Path, until: Until) -> None:
    problems = (Finding("rest", "few-scenes", "note", {"scenes": 3, "wanted": 6}),)
    (evening / VERDICTS).parent.mkdir(exist_ok=True)
    (evening / VERDICTS).write_text(Verdicts((), problems).to_json())
    page.changed.emit()
    until(lambda: page.problems[0].text.startswith("There are 3 scenes; 6 or more"))


def test_a_session_without_pairs_says_what_to_do(
    wizard: PairWizard, page: CheckPage, tmp_path: Path, until: Until
) -> None:
    sessions.create(tmp_path / "new", sessions.Session("new"))
    wizard.open(tmp_path / "new")
    until(lambda: wizard.session is not None)
    assert "no pairs yet" in page.counts.text()
    assert not page.start.isEnabled()
    assert not page.again.isEnabled()
    assert page.summary() == ""
    assert pair_table.rows_of(sessions.load(tmp_path / "new"), Verdicts()) == []
