from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog

from denoiser_app.core.errors import CameraLost, TetherNotInstalled
from denoiser_app.core.progress import CancelToken
from denoiser_app.pairs import session as sessions
from denoiser_app.pairs.capture import folder as watched
from denoiser_app.pairs.capture import gphoto
from denoiser_app.pairs.capture.port import Capabilities, Choice, Picture
from denoiser_app.pairs.planning.plan import ShootingPlan
from denoiser_app.pairs.session import Pair, Session
from denoiser_app.pairs.verdict import Finding
from denoiser_app.ui.jobs import pair_work
from denoiser_app.ui.panels.pair_wizard import quick_checks
from denoiser_app.ui.panels.pair_wizard.capture import CapturePage
from denoiser_app.ui.panels.pair_wizard.frame_model import Heading, Shot
from denoiser_app.ui.panels.pair_wizard.window import PairWizard
from tests.ui.panels.pair_wizard.checking import FINDINGS, SHIFTED, Checking
from tests.ui.panels.pair_wizard.conftest import SMALL

Until = Callable[[Callable[[], object]], None]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    def watching(folder: Path, incoming: Path, token: CancelToken) -> Iterator[object]:
        yield from watched.watch(folder, incoming, token, poll=0.02, still=0.05)

    monkeypatch.setattr(pair_work, "watching", watching)
    monkeypatch.setattr(quick_checks, "QUIET", 20)


@pytest.fixture
def page(wizard: PairWizard) -> CapturePage:
    wizard.steps.setCurrentRow(1)
    page = wizard.pages[1]
    assert isinstance(page, CapturePage)
    return page


@pytest.fixture
def empty(make_wizard: Callable[[], PairWizard], tmp_path: Path, until: Until) -> CapturePage:
    """Of a session of the same plan without frames."""
    plan = ShootingPlan(low_frames=2, high_frames=1, wishes=SMALL.plan.wishes)
    sessions.create(tmp_path / "new", Session("new", plan))
    wizard = make_wizard()
    wizard.open(tmp_path / "new")
    until(lambda: wizard.session is not None)
    wizard.steps.setCurrentRow(1)
    return wizard.pages[1]  # type: ignore[return-value]


def frames(folder: Path, *scenes: str) -> list[Path]:
    """Files of the simulated session, as they were shot."""
    return sorted(folder / f.file for f in sessions.load(folder).frames if not scenes or f.scene in scenes)


def headings(page: CapturePage) -> list[str]:
    return [f"{row.title}: {row.note}" for row in page.frames.frames.rows if isinstance(row, Heading)]


def shots(page: CapturePage) -> list[Shot]:
    return [row for row in page.frames.frames.rows if isinstance(row, Shot)]


def choose(page: CapturePage, *names: str) -> None:
    view = page.frames
    view.clearSelection()
    for place, row in enumerate(view.frames.rows):
        if isinstance(row, Shot) and row.path.stem in names:
            flags = view.selectionModel().SelectionFlag
            view.selectionModel().setCurrentIndex(view.frames.index(place), flags.Select)


def do(page: CapturePage, *texts: str) -> None:
    """An entry of the menu, by its words."""
    menu = page.sorting.menu
    menu.aboutToShow.emit()
    for text in texts:
        action = next(a for a in menu.actions() if a.text().replace("&", "").startswith(text))
        assert action.isEnabled()
        menu = action.menu() or menu
    action.trigger()


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_frames_stand_under_their_scene_with_what_they_are_for(page: CapturePage) -> None:
    assert headings(page) == [
        "Scene 1 – Texture: 2 of 2 low, 1 of 1 high",
        "Scene 2 – Smooth: 2 of 2 low, 1 of 1 high",
        "Scene 3 – Dark: 2 of 2 low, 1 of 1 high",
    ]
    model = page.frames.frames
    heard = model.data(model.index(2), Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith("SIM_0002.dng, High ISO, ISO 12800 · 1/8 s, 21:")


def test_a_scene_is_not_called_kept_while_the_one_that_the_plan_keeps_is_to_come(
    empty: CapturePage, evening: Path, until: Until
) -> None:
    """Until it has come, the last one stands in for it, which would be said of another scene every time."""
    empty.incoming.add(frames(evening, "scene-1", "scene-2"))
    until(lambda: len(shots(empty)) == 6)
    assert any(scene.held_out for scene in sessions.load(empty.folder or Path()).scenes)
    assert [row.held_out for row in empty.frames.frames.rows if isinstance(row, Heading)] == [False, False]
    until(lambda: not empty.incoming.busy)
    empty.incoming.add(frames(evening, "scene-3"))
    until(lambda: len(shots(empty)) == 9)
    assert [row.held_out for row in empty.frames.frames.rows if isinstance(row, Heading)] == [False, False, True]


def test_thumbnails_are_made_only_where_somebody_looks(page: CapturePage, until: Until) -> None:
    page.frames.resize(400, 200)
    model = page.frames.frames
    until(lambda: model.has_thumbnail(shots(page)[0].path))
    assert not all(model.has_thumbnail(shot.path) for shot in shots(page))


def test_three_hundred_frames_are_shown_at_once(page: CapturePage, evening: Path, until: Until) -> None:
    from dataclasses import replace
    from time import perf_counter

    some = sessions.load(evening).frames

    def many(session: Session) -> Session:
        copies = [
            replace(frame, file=f"frames/X_{number:03d}_{frame.file[7:]}") for number in range(33) for frame in some
        ]
        return replace(session, frames=tuple(copies))

    sessions.update(evening, many)
    page.changed.emit()
    until(lambda: len(shots(page)) == 297)
    begun = perf_counter()
    page.show_session(page.folder, page.session, page.verdicts)
    QApplication.processEvents()
    page.frames.verticalScrollBar().setValue(4000)
    page.frames.grab()
    assert perf_counter() - begun < 1.0


def test_what_to_shoot_next_is_said(empty: CapturePage) -> None:
    assert empty.next.accessibleName().startswith("Scene 1 – Texture Now ISO 100, 15 s – 1 of 3")
    assert "Set up the tripod" in empty.next.how.text()


def test_a_whole_session_says_so(page: CapturePage) -> None:
    assert page.next.what.text() == "All planned scenes are shot."


# --- frames that come -------------------------------------------------------------------------------------------------


def test_a_watched_folder_fills_the_page_as_frames_come(
    empty: CapturePage, evening: Path, tmp_path: Path, until: Until
) -> None:
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    empty.incoming.watch(incoming)
    assert empty.sources.folder.toggle.text().replace("&", "") == "Stop"
    assert str(incoming) in empty.sources.folder.state.text
    first, second, *_ = frames(evening)
    shutil.copy2(first, incoming)
    until(lambda: len(shots(empty)) == 1)
    assert empty.next.accessibleName().startswith("Scene 1 – Texture Now ISO 12800, 1/8 s – 2 of 3")
    shutil.copy2(second, incoming)
    until(lambda: empty.next.accessibleName().startswith("Scene 1 – Texture Now ISO 100, 15 s – 3 of 3"))
    empty.sources.folder.toggle.click()
    until(lambda: not empty.incoming.busy)
    assert empty.sources.folder.state.text == ""
    assert len(list(incoming.iterdir())) == 2, "nothing there is changed"


def test_a_watched_folder_that_is_gone_is_said_and_waited_for(
    empty: CapturePage, evening: Path, tmp_path: Path, until: Until
) -> None:
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    empty.incoming.watch(incoming)
    until(lambda: empty.incoming.capturing == "folder")
    away = incoming.rename(tmp_path / "pulled out")
    until(lambda: str(incoming) in empty.sources.folder.state.text and "Waiting" not in empty.sources.folder.state.text)
    shutil.copy2(frames(evening)[0], away)
    away.rename(incoming)
    until(lambda: len(shots(empty)) == 1)
    assert empty.sources.folder.state.text.startswith("Waiting for photos in")


def test_the_session_on_a_disk_that_is_pulled_out_is_filled_on_when_it_is_back(
    empty: CapturePage, evening: Path, tmp_path: Path, until: Until
) -> None:
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    assert empty.folder is not None
    folder = empty.folder
    empty.incoming.watch(incoming)
    away = folder.rename(tmp_path / "pulled out")
    shutil.copy2(frames(evening)[0], incoming)
    until(lambda: not empty.incoming.busy)
    assert "no session" in empty.sources.folder.state.text
    empty.changed.emit()
    until(lambda: not empty.isEnabled())
    away.rename(folder)
    until(lambda: len(shots(empty)) == 1)
    assert empty.incoming.capturing == "folder"


def test_files_are_added_and_those_that_are_none_are_named(
    empty: CapturePage, evening: Path, tmp_path: Path, until: Until
) -> None:
    bad = tmp_path / "notes.jpg"
    bad.write_text("not a photo")
    empty.incoming.add([*frames(evening, "scene-1"), bad])
    until(lambda: not empty.incoming.busy and len(shots(empty)) == 3)
    assert empty.refused.text.startswith("notes.jpg was not taken.")
    assert headings(empty) == ["Scene 1 – Texture: 2 of 2 low, 1 of 1 high"]


def test_files_are_dropped_anywhere_on_the_page(empty: CapturePage, evening: Path, until: Until) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in frames(evening, "scene-2")])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    empty.dropEvent(QDropEvent(QPointF(9, 9), copy, mime, left, none))
    until(lambda: len(shots(empty)) == 3 and not empty.incoming.busy)


def test_reopened_it_shows_what_had_come(
    empty: CapturePage, evening: Path, until: Until, make_wizard: Callable[[], PairWizard]
) -> None:
    empty.incoming.add(frames(evening, "scene-1"))
    until(lambda: len(shots(empty)) == 3)
    again = make_wizard()
    until(lambda: again.session is not None)
    page = again.pages[1]
    assert isinstance(page, CapturePage)
    assert again.title.text() == "Capture"
    assert [shot.path for shot in shots(page)] == [shot.path for shot in shots(empty)]


def test_the_window_ends_while_frames_come(wizard: PairWizard, page: CapturePage, tmp_path: Path) -> None:
    (tmp_path / "incoming").mkdir()
    page.incoming.watch(tmp_path / "incoming")
    assert wizard.end()


# --- the camera on the cable ------------------------------------------------------------------------------------------


class Camera:
    """Hands over the frames of a simulated scene; the cable is pulled once."""

    def __init__(self, files: list[Path], pulled_at: int) -> None:
        self.files, self.pulled_at, self.shot = files, pulled_at, 0

    def connect(self) -> Capabilities:
        choices = tuple(Choice(text, value) for text, value in (("100", 100.0), ("12800", 12800.0)))
        return Capabilities("Simulant", choices, (Choice("1/8", 0.125), Choice("15", 15.0)))

    def set_iso(self, choice: Choice) -> None: ...

    def set_shutter(self, choice: Choice) -> None: ...

    def close(self) -> None: ...

    def capture(self) -> list[Picture]:
        if self.shot == self.pulled_at:
            self.pulled_at = -1
            raise CameraLost(reason="the cable")
        file = self.files[self.shot]
        self.shot += 1
        return [Picture(file.name, file.read_bytes())]


@pytest.fixture
def cable(monkeypatch: pytest.MonkeyPatch, evening: Path) -> Camera:
    camera = Camera(frames(evening, "scene-1"), 1)
    monkeypatch.setattr(pair_work, "can_tether", lambda: True)
    monkeypatch.setattr(gphoto, "GphotoCamera", lambda: camera)
    return camera


def test_the_camera_waits_until_the_scene_is_set_up(cable: Camera, empty: CapturePage, until: Until) -> None:
    assert empty.sources.camera.toggle.isEnabled()
    empty.sources.setCurrentIndex(1)
    empty.sources.camera.toggle.click()
    until(lambda: empty.sources.camera.ready.isVisible())
    assert cable.shot == 0
    assert "Set up the scene" in empty.sources.camera.state.text
    empty.sources.camera.ready.click()
    assert not empty.sources.camera.ready.isVisible()
    until(lambda: len(shots(empty)) == 3)
    until(lambda: empty.sources.camera.ready.isVisible())
    assert "Scene 2" in empty.next.scene.text()
    empty.sources.camera.toggle.click()
    until(lambda: not empty.incoming.busy)
    assert not empty.sources.camera.ready.isVisible()


def test_the_window_ends_while_the_camera_waits(cable: Camera, empty: CapturePage, until: Until) -> None:
    empty.incoming.tether()
    until(lambda: "Set up the scene" in empty.sources.camera.state.text)
    assert empty.incoming.end()


def test_without_the_library_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, qtbot, make_wizard: Callable[[], PairWizard]
) -> None:
    monkeypatch.setattr(pair_work, "can_tether", lambda: False)
    page = make_wizard().pages[1]
    assert isinstance(page, CapturePage)
    assert page.sources.camera.state.text == str(TetherNotInstalled())
    assert not page.sources.camera.toggle.isEnabled()


# --- the check while the tripod still stands --------------------------------------------------------------------------


def test_each_pair_is_checked_once_by_itself(
    page: CapturePage, evening: Path, checking: Checking, until: Until
) -> None:
    pairs = [pair.id for pair in sessions.load(evening).pairs()]
    until(lambda: page.checks.working is None and len(checking.asked) == 3)
    assert checking.asked == [[pair] for pair in pairs[::-1]], "what was shot last comes first"
    until(lambda: [shot.mark for shot in shots(page) if shot.frame.role == "high"] == ["good"] * 3)
    QTest.qWait(60)
    assert len(checking.asked) == 3


def test_it_can_be_switched_off(page: CapturePage, checking: Checking) -> None:
    page.verdict.automatic.setChecked(False)
    QTest.qWait(80)
    assert len(checking.asked) <= 1


@pytest.fixture
def last(evening: Path, checking: Checking) -> Pair:
    """In which something moved; asked for before the window is there, which checks at once."""
    *_, pair = sessions.load(evening).pairs()
    checking.marks = {pair.id: "masked"}
    return pair


def test_a_rejected_pair_can_be_shot_again_at_once(last: Pair, page: CapturePage, evening: Path, until: Until) -> None:
    until(lambda: page.verdict.button.isVisible())
    assert page.verdict.word.text() == "Usable with a mask"
    assert "2.5 % of the picture moved" in page.verdict.reasons.text()
    page.verdict.button.click()
    until(lambda: last.id not in [pair.id for pair in sessions.load(evening).pairs()])
    until(lambda: page.next.accessibleName().startswith("Scene 3 – Dark Now ISO 12800, 1/8 s – 3 of 4"))
    assert headings(page)[-1] == "Taken out: 1 frame"


def test_of_a_rejected_pair_only_the_reason_is_said(
    page: CapturePage, evening: Path, checking: Checking, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    usable = Finding("rest", "usable", "note", {"percent": 98.0})
    monkeypatch.setitem(FINDINGS, "rejected", (SHIFTED, usable))
    checking.marks = {pair.id: "rejected" for pair in sessions.load(evening).pairs()}
    page.checks.set_wanted(True)
    until(lambda: page.verdict.word.text() == "Rejected")
    assert "The camera moved" in page.verdict.reasons.text()
    assert "98 %" not in page.verdict.reasons.text()


def test_the_card_is_about_the_selected_frame(page: CapturePage, until: Until) -> None:
    until(lambda: page.checks.working is None and all(s.mark for s in shots(page) if s.frame.role == "high"))
    choose(page, "SIM_0005")
    assert page.verdict.name.text() == "Scene 2 – Smooth · SIM_0005.dng"
    choose(page, "SIM_0001")
    assert page.verdict.name.text() == "Scene 1 – Texture · SIM_0002.dng"


# --- sorting by hand --------------------------------------------------------------------------------------------------


def test_frames_are_taken_out_and_put_back(page: CapturePage, evening: Path, until: Until) -> None:
    choose(page, "SIM_0002", "SIM_0005")
    QTest.keyClick(page.frames, Qt.Key.Key_Delete)
    until(lambda: headings(page)[-1] == "Taken out: 2 frames")
    assert len(sessions.load(evening).pairs()) == 1
    assert {s.id for s in sessions.load(evening).scenes} == {"scene-1", "scene-2", "scene-3"}
    choose(page, "SIM_0002", "SIM_0005")
    do(page, "Put back")
    until(lambda: len(headings(page)) == 3)
    assert len(sessions.load(evening).pairs()) == 3


def test_frames_are_moved_to_another_scene_or_a_new_one(page: CapturePage, evening: Path, until: Until) -> None:
    choose(page, "SIM_0003")
    do(page, "Move to", "Scene 2 – Smooth")
    until(lambda: headings(page)[1] == "Scene 2 – Smooth: 3 of 3 low, 1 of 1 high")
    choose(page, "SIM_0003")
    do(page, "Move to", "A new scene")
    until(lambda: len(headings(page)) == 4)
    (moved,) = [frame for frame in sessions.load(evening).frames if frame.file.endswith("SIM_0003.dng")]
    assert moved.scene == "scene-4"
    assert moved.scene_by_hand


def test_a_frame_gets_another_role(page: CapturePage, evening: Path, until: Until) -> None:
    choose(page, "SIM_0001")
    do(page, "Use as", "Neither")
    until(lambda: next(s for s in shots(page) if s.path.stem == "SIM_0001").frame.role == "other")
    assert len(sessions.load(evening).frames_of("scene-1", "low")) == 1


def test_a_scene_is_renamed_kept_for_the_proof_and_made(page: CapturePage, evening: Path, until: Until) -> None:
    page.frames.setCurrentIndex(page.frames.frames.index(0))
    QTest.keyClick(page.frames, Qt.Key.Key_F2)
    (dialog,) = page.findChildren(QInputDialog)
    assert dialog.textValue() == "Texture"
    dialog.setTextValue("Old brewery")
    dialog.accept()
    until(lambda: headings(page)[0].startswith("Scene 1 – Old brewery"))
    do(page, "Keep for the proof")
    until(lambda: sessions.load(evening).scene("scene-1").held_out)
    do(page, "Kind of scene", "Lights")
    until(lambda: sessions.load(evening).scene("scene-1").kind == "lights")
    wish = sessions.load(evening).plan.wishes[0]
    assert (wish.title, wish.held_out, wish.kind) == ("Old brewery", True, "lights"), "the plan says the same"
    page.scene_button.click()
    until(lambda: len(sessions.load(evening).scenes) == 4)


def test_without_anything_chosen_the_menu_says_what_to_do(page: CapturePage) -> None:
    page.frames.clearSelection()
    page.frames.setCurrentIndex(page.frames.frames.index(-1))
    page.sorting.menu.aboutToShow.emit()
    (only,) = page.sorting.menu.actions()
    assert not only.isEnabled()


def test_what_two_programs_change_at_once_is_not_lost(page: CapturePage, evening: Path, until: Until) -> None:
    choose(page, "SIM_0001")

    def other() -> None:
        for number in range(20):
            sessions.update(evening, lambda s, n=number: sessions.change_scene(s, "scene-2", title=f"Bridge {n}"))

    thread = threading.Thread(target=other)
    thread.start()
    do(page, "Use as", "Neither")
    thread.join()
    until(lambda: sessions.load(evening).frames[0].role == "other")
    assert sessions.load(evening).scene("scene-2").title == "Bridge 19"


def test_frames_are_opened_in_the_main_window(wizard: PairWizard, page: CapturePage, evening: Path) -> None:
    asked: list[list[Path]] = []
    wizard.open_photos.connect(asked.append)
    choose(page, "SIM_0002")
    QTest.keyClick(page.frames, Qt.Key.Key_Return)
    do(page, "Open in the main window")
    assert asked == [[evening / "frames" / "SIM_0002.dng"]] * 2
