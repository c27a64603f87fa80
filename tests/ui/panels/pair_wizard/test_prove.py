"""The page Prove: the verdict, what can be installed, what is asked of the child."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from denoiser_app.networks import sharing
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.verdict import Verdicts
from denoiser_app.ui.jobs import proving
from denoiser_app.ui.panels.pair_wizard import proof_words
from denoiser_app.ui.panels.pair_wizard.prove import ProvePage
from tests.ui.panels.pair_wizard.proofs import install, proof, train, write

FAKE = Path(__file__).with_name("fake_models.py")
Until = Callable[[Callable[[], object]], None]
Make = Callable[..., ProvePage]
WORSE = proof(
    gain=-0.31,
    better=False,
    reasons=("It is worse: against 'shipped with your profile' it lies between -0.42 and -0.20 dB.",),
)


@pytest.fixture
def make(qtbot: QtBot, evening: Path, tmp_path: Path, until: Until) -> Iterator[Make]:
    """A page over the session, whose child is the fake one."""
    pages: list[ProvePage] = []
    (tmp_path / "better.json").write_text(proof().to_json())
    (tmp_path / "worse.json").write_text(WORSE.to_json())

    def made(mode: str = "better", *, seen: bool = True) -> ProvePage:
        page = ProvePage(program=[sys.executable, str(FAKE), str(tmp_path), mode])
        pages.append(page)
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        page.show_session(evening, sessions.load(evening), Verdicts())
        if seen:
            until(lambda: page.candidate is not None)
        return page

    yield made
    assert all(page.end() for page in pages)


@pytest.fixture
def asked(tmp_path: Path) -> Callable[[], list[str]]:
    """What the children were asked for, in order."""
    return lambda: (tmp_path / "asked.txt").read_text().splitlines() if (tmp_path / "asked.txt").exists() else []


def press(button: QAbstractButton) -> None:
    assert button.isEnabled()
    assert button.isVisibleTo(button.window())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def answer(until: Until, role: QMessageBox.ButtonRole) -> None:
    """A question that is open."""

    def box() -> QMessageBox | None:
        return next((w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()), None)

    until(lambda: box() is not None)
    shown = box()
    assert shown is not None
    next(button for button in shown.buttons() if shown.buttonRole(button) == role).click()


def test_without_a_model_it_says_what_to_do(make: Make, evening: Path, until: Until) -> None:
    page = make(seen=False)
    assert "Train one first" in page.problem.text
    assert not page.bar.isVisible()
    assert (page.mark(), page.summary()) == ("empty", "")
    train(evening)
    page.show_session(evening, page.session, Verdicts())
    until(lambda: page.candidate is not None)
    assert page.bar.isVisible()
    assert not page.install.isEnabled(), "not before it is proved"
    assert not page.anyway.isVisible()


def test_a_better_model_is_proved_and_installed(
    make: Make, evening: Path, tmp_path: Path, until: Until, asked: Callable[[], list[str]]
) -> None:
    train(evening)
    page = make("better")
    press(page.bar.start)
    assert page.bar.running
    until(lambda: page.candidate is not None and page.candidate.proof is not None)
    assert page.verdict.text() == "Your model is better by 0.52 dB (0.41 to 0.63)"
    assert (page.mark(), page.summary()) == ("done", "+0.52 dB")
    assert not page.anyway.isVisible()
    assert not page.remove.isVisible()
    changes: list[bool] = []
    page.models_changed.connect(lambda: changes.append(True))
    press(page.install)
    until(lambda: bool(changes))
    install(tmp_path / "user")
    page.show_session(evening, page.session, Verdicts())
    until(lambda: page.candidate is not None and page.candidate.installed)
    assert not page.install.isVisible()
    assert page.state.text() == "Installed: photos of the Simulated S1 at ISO 6400–25600 use it by default."
    assert page.summary() == "Installed"
    assert asked() == ["models prove night evening --json", "models install night evening --json"]


def test_a_worse_model_is_no_failure_and_installed_only_on_demand(
    make: Make, evening: Path, until: Until, asked: Callable[[], list[str]]
) -> None:
    train(evening)
    page = make("worse")
    press(page.bar.start)
    until(lambda: page.candidate is not None and page.candidate.proof is not None)
    assert page.problem.text == "", "it ends with status 1, which says that the model is not better"
    assert page.verdict.text() == "Your model is worse by 0.31 dB (0.20 to 0.42)"
    assert "Shipped model, your profile" in page.reasons.text()
    assert page.mark() == "begun"
    assert not page.install.isEnabled()
    press(page.anyway)
    answer(until, QMessageBox.ButtonRole.RejectRole)
    assert asked() == ["models prove night evening --json"]
    press(page.anyway)
    answer(until, QMessageBox.ButtonRole.DestructiveRole)
    until(lambda: len(asked()) == 2)
    assert asked()[1] == "models install night evening --anyway --json"


def test_what_was_installed_anyway_says_so(make: Make, evening: Path, tmp_path: Path) -> None:
    train(evening)
    write(evening, WORSE)
    install(tmp_path / "user", anyway=True)
    page = make()
    assert "installed anyway" in page.state.text()


def test_the_proof_of_an_earlier_training_does_not_count(make: Make, evening: Path, tmp_path: Path) -> None:
    train(evening, sha256="two")
    write(evening, proof(sha256="one"))
    install(tmp_path / "user", sha256="one")
    page = make()
    assert page.candidate is not None
    assert page.candidate.proof is None
    assert page.candidate.earlier
    assert "takes its place" in page.state.text()
    wish = proving.to_install("night", evening, anyway=False, replace=page.candidate.earlier)
    assert "--replace" in wish


def test_remove_asks_first(
    make: Make, evening: Path, tmp_path: Path, until: Until, asked: Callable[[], list[str]]
) -> None:
    train(evening)
    write(evening, proof())
    install(tmp_path / "user")
    page = make()
    press(page.remove)
    answer(until, QMessageBox.ButtonRole.DestructiveRole)
    until(lambda: bool(asked()))
    assert asked() == ["models remove night --json"]


def test_export_and_import(
    make: Make, evening: Path, tmp_path: Path, until: Until, asked: Callable[[], list[str]]
) -> None:
    train(evening)
    write(evening, proof())
    install(tmp_path / "user")
    page = make()
    assert page.candidate is not None
    page.acts.export_to(page.candidate, tmp_path / "mine")
    until(lambda: bool(asked()) and not page.acts.running)
    page.acts.import_from(tmp_path / "theirs.denoiser-model")
    until(lambda: len(asked()) == 2)
    assert asked()[0] == "models export night mine.denoiser-model --overwrite --json"
    assert asked()[1] == "models import theirs.denoiser-model --json"
    assert sharing.SUFFIX == proving.SUFFIX


def test_a_file_that_is_refused_is_told(make: Make, tmp_path: Path, until: Until) -> None:
    page = make("refused", seen=False)
    page.acts.import_from(tmp_path / "bad.denoiser-model")
    until(lambda: page.problem.text != "" and not page.acts.running)
    assert "bad.denoiser-model: this model was not imported" in page.problem.text
    assert page.mark() == "trouble"


def test_a_proof_can_be_stopped(make: Make, evening: Path, until: Until) -> None:
    train(evening)
    page = make("slow")
    busy: list[bool] = []
    page.busy.connect(busy.append)
    press(page.bar.start)
    until(lambda: page.bar.bar.value() >= 500)
    press(page.bar.stop)
    until(lambda: not page.bar.running)
    assert page.problem.text == ""
    assert busy == [True, False]


def test_the_pictures_can_be_compared_in_any_two(make: Make, evening: Path, until: Until) -> None:
    """Each is an even grey: what is on a side of the view is that of the picture chosen there."""
    train(evening)
    write(evening, proof())
    page = make()
    view = page.comparison.view
    until(lambda: view.picture is not None)
    names = [page.comparison.left.itemText(index) for index in range(5)]
    assert names == ["Noisy photo", "Shipped model", "Shipped model, your profile", "Your model", "Low-ISO truth"]
    assert (page.comparison.left.currentText(), page.comparison.right.currentText()) == (names[2], names[3])
    page.comparison.bright.setChecked(False)
    assert _sides(page) == (120, 160)
    page.comparison.choose(0, 4)
    until(lambda: _sides(page) == (40, 200))
    assert view.picture is not None
    assert view.picture.complete
    page.comparison.beside.click()
    assert _sides(page) == (40, 200)


def _sides(page: ProvePage) -> tuple[int, int]:
    """The grey of a quarter and of three quarters of the view's width."""
    shot = page.comparison.view.grab().toImage()
    y = shot.height() * 3 // 4
    left, right = (shot.pixelColor(shot.width() * part // 8, y) for part in (3, 5))
    return left.red(), right.red()


def test_a_picture_that_is_gone_is_told(make: Make, evening: Path, until: Until) -> None:
    train(evening)
    write(evening, proof())
    (evening / "proof" / "night" / "3.png").unlink()
    page = make()
    until(lambda: page.comparison.view.message not in ("", "Opening..."))
    assert "3.png" in page.comparison.view.message


def test_the_table_has_all_figures_and_can_be_copied(make: Make, evening: Path) -> None:
    train(evening)
    write(evening, proof())
    page = make()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    for figure in ("28.40 dB", "34.45 dB", "yours +0.52 (+0.41 to +0.63)", "88 %", "−0.40"):
        assert figure in text
    assert len(text.splitlines()) == 5


@pytest.mark.parametrize(
    ("gain", "better", "words"),
    [
        (0.52, True, "better by 0.52 dB (0.41 to 0.63)"),
        (-0.31, False, "worse by 0.31 dB (0.20 to 0.42)"),
        (0.03, False, "not shown to be better: +0.03 dB (−0.08 to +0.14)"),
        (0.30, False, "closer by 0.30 dB (0.19 to 0.41), but not better"),
    ],
)
def test_the_verdict_in_one_sentence(gain: float, better: bool, words: str) -> None:
    assert words in proof_words.verdict(proof(gain=gain, better=better))


def test_every_reason_of_the_proof_is_known_and_keeps_its_figures() -> None:
    """In another language they have to be found again, whatever their figures are."""
    from denoiser_app.benchmark.proof import prove as proofs

    rows = proof().rows
    bad = tuple(replace(row, ssim=0.5, color=(9.0, 0.0, 0.0)) if row.candidate == "personal" else row for row in rows)
    gains = proof().gains
    unsure = (replace(gains[0], low=-0.1, high=0.1), replace(gains[1], low=-0.3, high=-0.1))
    reasons = list(proofs.reasons_against(bad, unsure, 3))
    assert len(reasons) == 5
    known = [str(one) for one in proof_words._REASONS]
    for text in reasons:
        assert proof_words.matches(text) in known, text
    assert proof_words.reason("Something else.") == "Something else."


def test_images_of_any_size_and_depth_are_read(tmp_path: Path) -> None:
    from PIL import Image

    from denoiser_app.ui.jobs.gallery import _photo

    random = np.random.default_rng(5)
    for height, width in ((1, 1), (3, 7), (17, 33)):
        pixels = random.integers(0, 256, (height, width, 3), np.uint8)
        Image.fromarray(pixels).save(tmp_path / "a.png")
        photo = _photo(tmp_path / "a.png")
        assert np.array_equal(np.rint(photo.rgb * 255).astype(np.uint8), pixels)


def test_dark_pictures_are_brightened_for_the_eye_and_others_are_not(make: Make, evening: Path, until: Until) -> None:
    train(evening)
    write(evening, proof())
    page = make()
    until(lambda: page.comparison.view.picture is not None)
    assert page.comparison.bright.isVisible()
    assert _sides(page)[0] > 125
    page.comparison.bright.click()
    assert _sides(page) == (120, 160)
    page.comparison.choose(4, 3)
    until(lambda: _sides(page) == (200, 160))
    assert not page.comparison.bright.isVisible()
