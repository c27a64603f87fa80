"""A walk through the whole window of one's own camera on a real screen, as a photographer goes: from "New session" over
an evening whose frames arrive in a watched folder to a night photo that the model of one's own denoises.

Everything is real: the main window, its dialogs and buttons, the check, the training in a process of its own. Only the
camera is simulated; its tripod is pushed in the second scene, which has to be shot again. A picture of every step is
saved; it ends with 1 where the window does not do what it should.

    xvfb-run -a -s "-screen 0 1600x1000x24" .venv/bin/python packaging/walk_pairs.py --out walk
    xvfb-run -a -s "-screen 0 1600x1000x24" .venv/bin/python packaging/walk_pairs.py --keep /tmp/walk
    xvfb-run -a -s "-screen 0 1600x1000x24" .venv/bin/python packaging/walk_pairs.py --keep /tmp/walk --pages \\
        --language zh_CN --theme light
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes import TITLES, Set
from screenshots import make_window

ROOT = Path(__file__).resolve().parents[1]
PANORAMAS = ROOT.parent / "shared" / "data" / "clean_hdri_linear"
PATIENCE = 900.0
"""Seconds that a step may take."""
SEED, SCENES, PUSHED = 5, 4, 1
"""PUSHED: the scene in which somebody pushes the tripod, from 0."""
PACE = 0.3
LATER = datetime.timedelta(minutes=2)
"""By the camera's clock, until that scene is shot again."""

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

    from denoiser_app.pairs.simulation.simulate import Options
    from denoiser_app.ui.main_window import MainWindow


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=Path("walk"), help="folder for the pictures")
    parser.add_argument("--language", default="en", help="en or zh_CN")
    parser.add_argument("--theme", default="dark", help="dark or light")
    parser.add_argument("--minutes", type=int, default=1, help="of training")
    parser.add_argument("--frame", default="320x480", help="height and width of the simulated sensor")
    parser.add_argument("--keep", type=Path, help="folder for session, data and cache, kept afterwards")
    parser.add_argument("--pages", action="store_true", help="only a picture of each page of what was kept")
    chosen = parser.parse_args()
    if chosen.pages and chosen.keep is None:
        parser.error("--pages shows what an earlier walk has left: say where with --keep")
    chosen.size, chosen.readme = "1360x860", False
    return chosen


# --- the camera -------------------------------------------------------------------------------------------------------


@dataclass
class Camera:
    """Shoots an evening into a folder, in a thread. It waits after the scene that went wrong, as its photographer does
    who looks at the check, until ``again`` is set; then that scene is shot once more before the others."""

    options: Options
    incoming: Path
    scratch: Path
    again: threading.Event = field(default_factory=threading.Event)
    waits: threading.Event = field(default_factory=threading.Event)
    problem: BaseException | None = None

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self._evening, name="photographer", daemon=True)
        thread.start()
        return thread

    def _evening(self) -> None:
        from denoiser_app.pairs.simulation.simulate import Taken, shoot

        count = self.options.low_frames + self.options.high_frames
        done = 0
        try:
            for step in shoot(self.incoming, self.options, pace=PACE):
                done += isinstance(step, Taken)
                if isinstance(step, Taken) and done == (PUSHED + 1) * count:
                    self.waits.set()
                    if not self.again.wait(PATIENCE):
                        raise TimeoutError("nobody asked for the scene again")
                    self._scene_again(count)
        except BaseException as error:  # noqa: BLE001 - told by the walk
            self.problem = error

    def _scene_again(self, count: int) -> None:
        """As it should have been, with names that follow."""
        from denoiser_app.pairs.simulation.simulate import Taken, shoot

        self.scratch.mkdir()
        right = replace(self.options, scenes=PUSHED + 1, faults={}, begin=self.options.begin + LATER)
        taken = [step for step in shoot(self.scratch, right) if isinstance(step, Taken)]
        for number, one in enumerate(taken[-count:], start=1):
            one.path.rename(self.incoming / f"SIM_{9000 + number}{one.path.suffix}")
            time.sleep(PACE)


def evening(size: tuple[int, int]) -> Options:
    """Four scenes of three frames; the second is shifted by some pixels."""
    import numpy as np

    from denoiser_app.pairs.simulation.simulate import Fault, Options

    pushed = Fault.random("shift", size, np.random.default_rng(SEED))
    options = Options(SEED, size=size, scenes=SCENES, low_frames=2, high_frames=1, faults={PUSHED: pushed})
    return replace(options, pictures=PANORAMAS if PANORAMAS.is_dir() else None)


# --- the photographer -------------------------------------------------------------------------------------------------


class Walk:
    """One step after the other; each picture has the number of its step. TimeoutError, AssertionError."""

    def __init__(self, app: QApplication, chosen: argparse.Namespace, scratch: Path) -> None:
        self.app, self.chosen, self.scratch = app, chosen, scratch
        height, width = map(int, chosen.frame.split("x"))
        self.options = evening((height, width))
        self.folder = scratch / "Pictures" / "S-227, November"
        self.number = 0
        self.gone: list[MainWindow] = []
        """Windows of the days before: a process has only one, so no thread may collect another's widgets as garbage."""
        self.make_window()

    def make_window(self) -> None:
        """The program is started, again."""
        window = make_window(self.app, self.chosen, self.scratch)
        self.at = Set(self.app, window, [], self.scratch, lambda _: None, lambda *_: None)
        self.at.let(0.5)

    @property
    def window(self) -> MainWindow:
        return self.at.window

    @property
    def wizard(self) -> Any:
        wizard = self.window.pairs.shown
        assert wizard is not None
        assert wizard.isVisible()
        return wizard

    def until(self, done: Any) -> None:
        self.at.until(lambda: bool(done()), PATIENCE)

    def press(self, button: QAbstractButton) -> None:
        """With the mouse."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        assert button.isVisible(), f"{button.text()!r} is not there"
        assert button.isEnabled(), f"{button.text()!r} cannot be pressed"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.at.let(0.2)

    def look(self, name: str, window: QWidget | None = None) -> None:
        """A picture of what is on the screen where the window is, its dialogs included."""
        shown = window or self.wizard
        shown.raise_()
        self.at.let(0.6)
        place = shown.frameGeometry()
        shot = shown.screen().grabWindow(0, place.x(), place.y(), place.width(), place.height())
        self.number += 1
        self.chosen.out.mkdir(parents=True, exist_ok=True)
        target = self.chosen.out / f"{self.number:02d}-{name}.png"
        shot.save(str(target))
        print(f"{time.strftime('%H:%M:%S')} {target.name}", flush=True)

    def answer(self, ask: Any, act: Any) -> None:
        """A dialog that ``ask`` brings, whether it is opened or executed, is answered by ``act``."""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QDialog

        seen: list[QDialog] = []
        over: list[bool] = []
        failed: list[BaseException] = []

        def turn() -> None:
            found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
            if not found or seen:
                return
            seen.append(found[-1])
            self.at.let(0.4)
            try:
                act(found[-1])
            except AssertionError as problem:
                failed.append(problem)
                found[-1].reject()
            over.append(True)

        timer = QTimer(interval=50)
        timer.timeout.connect(turn)
        timer.start()
        ask()
        self.until(lambda: over)
        timer.stop()
        if failed:
            raise failed[0]

    # --- the steps

    def all(self) -> None:
        self.begin()
        self.plan()
        self.capture()
        self.check()
        self.calibrate()
        self.train()
        self.prove()
        self.use()

    def pages(self) -> None:
        """Of a session that is there, each page as it is now."""
        self.at.do("pairs")
        self.wizard.resize(1280, 840)
        self.wizard.open(self.folder)
        self.until(lambda: self.wizard.session is not None)
        for row, name in enumerate(("plan", "capture", "check", "calibrate", "train", "prove")):
            self.wizard.steps.setCurrentRow(row)
            self.at.let(2.0)
            if name == "prove":
                self.until(lambda: self.wizard.pages[5].comparison.view.picture is not None)
            self.look(name)
            if name == "train":
                self.press(self.wizard.pages[4].past.show_it)
                self.look("train-curve")

    def begin(self) -> None:
        self.at.do("pairs")
        self.until(lambda: self.window.pairs.shown is not None)
        self.wizard.resize(1280, 840)
        self.look("start")

        def fill(dialog: Any) -> None:
            dialog._name.setText(self.folder.name)
            dialog._where.setText(str(self.folder.parent))
            self.look("new-session", dialog)
            self.press(dialog.make)

        self.answer(lambda: self.press(self.wizard.start.new_button), fill)
        self.until(lambda: self.wizard.session is not None)

    def plan(self) -> None:
        page, plan = self.wizard.pages[0], self.options.plan
        while len(page.scenes.rows) > SCENES:
            self.press(page.scenes.rows[-1].remove_button)
        page.form.low_frames.setValue(plan.low_frames)
        page.form.high_frames.setValue(plan.high_frames)
        page.scenes.rows[SCENES - 1].held_out.setChecked(True)
        for row, title in zip(page.scenes.rows, TITLES[:SCENES], strict=True):
            row.title.setText(title)
            row.title.textEdited.emit(title)
        self.until(lambda: self.wizard.session.plan.wishes == page.scenes.wishes)
        assert [wish.held_out for wish in self.wizard.session.plan.wishes] == [False] * (SCENES - 1) + [True]
        self.look("plan")
        self.press(self.wizard.next)

    def capture(self) -> None:
        page = self.wizard.pages[1]
        incoming = self.scratch / "incoming"
        incoming.mkdir()
        page.sources.folder.set_folder(incoming)  # the system's dialog of folders is no part of this program
        self.press(page.sources.folder.toggle)
        camera = Camera(self.options, incoming, self.scratch / "again")
        thread = camera.start()
        self.until(lambda: len(self._frames()) >= 2 or camera.problem)
        self.look("capture-first-frames")
        self.until(camera.waits.is_set)
        pushed = f"scene-{PUSHED + 1}"
        self.until(lambda: self._mark(pushed) == "rejected" and page.checks.working is None)
        self.look("capture-rejected")
        assert page.verdict._pair.scene.id == pushed, "the card is about the scene that went wrong"
        self.press(page.verdict.button)
        self.until(lambda: all(frame.dropped for frame in self.wizard.session.frames if frame.scene == pushed))
        self.look("capture-again-asked")
        camera.again.set()
        frames = SCENES * (self.options.low_frames + self.options.high_frames)
        self.until(lambda: camera.problem or (not thread.is_alive() and len(self._frames()) == frames))
        if camera.problem is not None:
            raise AssertionError(f"the camera: {camera.problem}")
        settled = lambda: page.checks.working is None and not page.checks._unchecked()  # noqa: E731
        self.until(lambda: settled() and len(self.wizard.session.scenes) == SCENES and page.verdicts is not None)
        self.until(lambda: all(self._mark(f"scene-{n + 1}") not in ("", "rejected") for n in range(SCENES)))
        self.press(page.sources.folder.toggle)
        self.until(lambda: not page.incoming.busy)
        self.look("capture-all")
        assert [len(self.wizard.session.frames_of(scene.id)) for scene in self.wizard.session.scenes] == [3] * SCENES
        self.press(self.wizard.next)

    def _frames(self) -> list[Any]:
        """That count."""
        return [frame for frame in self.wizard.session.frames if not frame.dropped]

    def _mark(self, scene: str) -> str:
        """Of the newest pair of a scene that counts."""
        known = self.wizard.pages[1].verdicts
        pairs = [pair for pair in self.wizard.session.pairs() if pair.scene.id == scene]
        verdict = known.find(pairs[-1].id) if known is not None and pairs else None
        return "" if verdict is None else str(verdict.mark)

    def check(self) -> None:
        page = self.wizard.pages[2]
        assert not page.start.isEnabled(), "every pair was checked as it came"
        self.press(page.again)
        self.until(lambda: not page.running)
        for row in page.table.pairs.rows:
            page.table.select_pair(row.id)
            self.look(f"check-{row.verdict.mark if row.verdict else 'none'}")
        assert page.mark() == "done", page.summary()
        self.press(self.wizard.next)

    def calibrate(self) -> None:
        page = self.wizard.pages[3]
        self.look("calibrate-before")
        self.press(page.bar.start)
        self.until(lambda: page.measurement is not None and not page.bar.running)
        self.look("calibrated")
        self.press(page.use)
        self.until(lambda: page.mark() == "done")
        self.look("calibrate-used")
        self.press(self.wizard.next)

    def train(self) -> None:
        page = self.wizard.pages[4]
        page.choices.minutes.minimum = self.chosen.minutes  # an evening has more time
        page.choices.minutes.number.setMinimum(self.chosen.minutes)
        page.choices.minutes.set_value(self.chosen.minutes)
        page.choices.minutes.changed.emit(float(self.chosen.minutes))
        self.at.let(1.0)
        self.until(lambda: not page.estimates._child.running)
        self.look("train-before")
        self.press(page.choices.start)
        self.until(lambda: page.training.course.state == "running" and page.training.course.held_out)
        self.look("train-running")
        self.press(page.view.pause)
        self.until(lambda: page.training.course.state == "paused")
        self.look("train-paused")
        step = page.training.course.step
        self.wizard.close()
        self.at.let(1.0)
        self.at.do("pairs")
        assert self.wizard.title.text() == page.title()
        assert page.training.course.step == step, "it waited"
        self.look("train-reopened")
        self.press(page.view.pause)  # now "Resume"
        self.until(lambda: page.training.course.step > step)
        self.close_and_start_again()

    def close_and_start_again(self) -> None:
        """In the middle of the training the program is closed, and started the next day."""

        def close(dialog: Any) -> None:
            self.look("close-asked", self.window)
            self.press(yes(dialog))

        self.answer(self.window.close, close)
        self.until(lambda: self.window.ended)
        self.gone.append(self.window)
        self.make_window()
        self.at.do("pairs")
        self.until(lambda: self.wizard.session is not None)
        page = self.wizard.pages[4]
        assert self.wizard.title.text() == page.title(), "it opens where it was"
        self.until(lambda: page.past.chosen is not None and not page.past.chosen.finished)
        self.look("train-interrupted")
        self.press(page.past.resume)
        self.until(lambda: page.training.course.state == "running")
        self.look("train-resumed")
        self.until(lambda: not page.running)
        assert page.training.course.state == "finished", page.training.course
        self.look("train-finished")
        self.press(self.wizard.next)

    def prove(self) -> None:
        page = self.wizard.pages[5]
        self.until(lambda: page.candidate is not None)
        self.look("prove-before")
        self.press(page.bar.start)
        self.until(lambda: not page.bar.running)
        self.until(lambda: page.comparison.view.picture is not None)
        self.look("proved")
        proof = page.candidate.proof
        assert proof is not None
        if proof.better:
            self.press(page.install)
        else:

            def insist(dialog: Any) -> None:
                self.look("install-anyway", dialog)
                self.press(yes(dialog))

            self.answer(lambda: self.press(page.anyway), insist)
        self.until(lambda: page.candidate is not None and page.candidate.installed)
        self.look("installed")

    def use(self) -> None:
        """A noisy frame is opened from the page Capture by a double click."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        name = self.wizard.pages[5].candidate.name
        page = self.wizard.pages[1]
        self.wizard.steps.setCurrentRow(1)
        self.at.let(0.5)
        wanted = next(frame for frame in self._frames() if frame.role == "high")
        place = page.frames.frames.index(page.frames.frames.place(self.folder / wanted.file))
        page.frames.scrollTo(place)
        self.at.let(0.3)
        spot = page.frames.visualRect(place).center()
        QTest.mouseClick(page.frames.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseDClick(page.frames.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        self.until(lambda: self.window.session.current is not None)
        self.until(lambda: name in self.window.panel.models.combo.currentText())
        self.until(self.at._is_done)
        self.at.let(1.0)
        self.look("used", self.window)
        said = self.window.panel.models.combo.currentText()
        assert name in said, f"the main window says {said!r}"
        facts = self.window.status._facts
        assert name in (facts.model if facts is not None else ""), f"the line below says {facts}"


def yes(box: Any) -> QAbstractButton:
    """Of a question, the answer that does it."""
    roles = (box.ButtonRole.AcceptRole, box.ButtonRole.DestructiveRole, box.ButtonRole.YesRole)
    return next(button for button in box.buttons() if box.buttonRole(button) in roles)


def main() -> int:
    chosen = arguments()
    with tempfile.TemporaryDirectory(prefix="denoiser-walk-") as temporary:
        scratch = (chosen.keep or Path(temporary)).absolute()
        scratch.mkdir(parents=True, exist_ok=True)
        os.environ["DENOISER_DATA"], os.environ["DENOISER_CACHE"] = str(scratch / "data"), str(scratch / "cache")
        os.environ.setdefault("QT_QPA_PLATFORM", "xcb")
        return run(chosen, scratch)


def run(chosen: argparse.Namespace, scratch: Path) -> int:
    from denoiser_app.ui.app import make_application

    walk = Walk(make_application(), chosen, scratch)
    try:
        walk.pages() if chosen.pages else walk.all()
    except (TimeoutError, AssertionError) as problem:
        print(f"Stopped after step {walk.number}: {problem!r}", file=sys.stderr)
        if walk.window.pairs.shown is not None:
            walk.look("stopped")
        return 1
    finally:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QMessageBox

        def agree() -> None:
            for box in QApplication.topLevelWidgets():
                if isinstance(box, QMessageBox) and box.isVisible():
                    yes(box).click()

        timer = QTimer(interval=200)
        timer.timeout.connect(agree)
        timer.start()
        walk.window.close()
    print("All pages were seen." if chosen.pages else "The whole way was gone.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
