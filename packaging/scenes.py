"""What ``screenshots.py`` shows: the window in every state, each a function that brings it about as the program does.

Nothing of Qt is imported before the screen is chosen.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

PATIENCE = 300.0
"""Seconds that a photo may take."""
COPIES = 300
"""Photos of the long folder."""

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QDialog, QWidget

    from denoiser_app.ui.main_window import MainWindow


@dataclass
class Set:
    """What a scene is made of: the window, the photos it may show, and a folder for files that it writes."""

    app: QApplication
    window: MainWindow
    photos: list[Path]
    scratch: Path
    save: Callable[[str], None]
    save_only: Callable[[str, QWidget], None]

    def let(self, seconds: float) -> None:
        """Time goes by."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() >= end)

    def until(self, done: Callable[[], bool], patience: float = PATIENCE) -> None:
        """The window runs until something is so. TimeoutError."""
        end = time.monotonic() + patience
        while not done():
            if time.monotonic() > end:
                raise TimeoutError("the window did not get there")
            self.app.processEvents()
            time.sleep(0.005)
        self.app.processEvents()

    def do(self, action: str) -> None:
        """As from the menu."""
        self.window.actions_by_name[action].trigger()
        self.let(0.2)

    def opened(self, index: int = 0) -> None:
        """The photos are open, one of them is in the view and wholly denoised."""
        path = self.photos[min(index, len(self.photos) - 1)]
        if path not in self.window.session.paths:
            self.window.opening.open(self.photos)
            self.until(lambda: path in self.window.session.paths)
        self.window.strip.select(path)
        self.window.session.make_current(path)
        self.let(0.4)
        self.until(self._is_done)
        self.let(0.4)

    def _is_done(self) -> bool:
        view = self.window.view
        return not self.window.denoising.busy and (view.picture is not None or view.message != "")

    def asked(self, ask: Callable[[], object], look: Callable[[QDialog], None]) -> None:
        """A dialog, whether it is opened or executed, is looked at and then rejected."""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QDialog

        seen: list[QDialog] = []

        def turn() -> None:
            found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
            if found and not seen:
                seen.append(found[-1])
                self.let(0.3)
                look(found[-1])
                found[-1].reject()

        timer = QTimer(interval=50)
        timer.timeout.connect(turn)
        timer.start()
        ask()
        self.until(lambda: bool(seen) and not seen[0].isVisible())
        timer.stop()
        self.let(0.1)


Scene = Callable[[Set], None]
SCENES: dict[str, Scene] = {}


def scene(make: Scene) -> Scene:
    """Adds a scene, by the name of its function."""
    SCENES[make.__name__.replace("_", "-")] = make
    return make


# --- the photo -------------------------------------------------------------------------------------------------------


@scene
def empty(at: Set) -> None:
    at.do("close_all")
    at.save("empty")


@scene
def opening(at: Set) -> None:
    at.do("close_all")
    at.window.opening.open(at.photos)
    at.until(lambda: at.window.view.has_photo)
    at.save("opening")
    at.until(lambda: (at.window.view.progress or 0) > 0 or at._is_done())
    at.save("denoising")


@scene
def split(at: Set) -> None:
    for index, path in enumerate(at.photos[:6]):
        at.opened(index)
        at.save(f"split-fit-{path.stem[:20]}")
        at.window.view.zoom_to(100.0)
        at.let(0.3)
        at.save(f"split-100-{path.stem[:20]}")
        at.do("fit")


@scene
def divider(at: Set) -> None:
    at.opened()
    at.do("turn_divider")
    at.save("split-turned")
    at.do("turn_divider")


@scene
def side_by_side(at: Set) -> None:
    at.opened()
    at.do("side_by_side")
    at.save("side-by-side-fit")
    at.do("full_size")
    at.save("side-by-side-100")


@scene
def removed(at: Set) -> None:
    at.opened()
    at.do("removed")
    at.save("removed")
    at.do("removed_color")
    at.save("removed-color")
    at.do("removed_color")


@scene
def loupe(at: Set) -> None:
    at.opened()
    at.do("loupe")
    at.window.view.point_at((at.window.view.height() * 0.4, at.window.view.width() * 0.6))
    at.let(0.2)
    at.save("loupe")
    at.do("loupe")


@scene
def settings(at: Set) -> None:
    from denoiser_app.core.recipe import Recipe

    at.opened()
    document = at.window.session.current
    assert document is not None
    before = document.recipe
    document.edit(Recipe(strength=70, color_strength=95, detail=40, grain=25, noise=12.0), "preset")
    at.window.panel.exposure.changed.emit(2.0)
    at.window.panel.exposure.set_value(2.0)
    at.let(1.0)
    at.until(at._is_done)
    at.save("settings")
    document.edit(before, "preset")
    at.window.panel.exposure.changed.emit(0.0)
    at.window.panel.exposure.set_value(0.0)


@scene
def no_panels(at: Set) -> None:
    at.opened()
    at.do("panels")
    at.do("filmstrip")
    at.save("no-panels")
    at.do("panels")
    at.do("filmstrip")


# --- dialogs ---------------------------------------------------------------------------------------------------------


@scene
def export(at: Set) -> None:
    at.opened()
    at.window.strip.select_all()
    at.asked(at.window.export.ask, lambda _: at.save("export"))


@scene
def preferences(at: Set) -> None:
    from PySide6.QtWidgets import QTabWidget

    def look(dialog: QDialog) -> None:
        tabs = dialog.findChild(QTabWidget)
        assert tabs is not None
        for index in range(tabs.count()):
            tabs.setCurrentIndex(index)
            at.let(0.3)
            if index == 1:
                at.until(lambda: at.window.preferring._survey is None)
            at.save(f"preferences-{index + 1}")

    at.asked(at.window.preferring.ask, look)


@scene
def help_sheets(at: Set) -> None:
    at.asked(at.window.helping.keys, lambda _: at.save("keys"))
    at.asked(at.window.helping.about, lambda _: at.save("about"))


@scene
def model(at: Set) -> None:
    at.opened()
    at.asked(at.window.panel.models.about.click, lambda _: at.save("model"))


@scene
def presets(at: Set) -> None:
    from PySide6.QtCore import QPoint

    from denoiser_app.core.recipe import Recipe
    from denoiser_app.ui.presets import Preset

    at.opened()
    facts = at.window.session.current.facts if at.window.session.current else None
    camera = facts.metadata.camera if facts else ""
    at.window.presets.save(Preset("Concerts", Recipe(strength=85, grain=10), camera, 3200, 12800, automatic=True))
    at.window.presets.save(Preset("Portraits, soft", Recipe(strength=70, detail=20)))
    menu = at.window.panel.presets_menu
    button = at.window.panel.presets_button
    menu.popup(button.mapToGlobal(button.rect().topLeft() - QPoint(0, menu.sizeHint().height())))
    at.let(0.3)
    at.save("presets")
    menu.close()
    at.asked(menu.manage, lambda _: at.save("presets-manage"))
    at.asked(menu.save_as, lambda _: at.save("presets-save"))


@scene
def menus(at: Set) -> None:
    from PySide6.QtWidgets import QMenu

    at.opened()
    bar = at.window.menuBar()
    for number, action in enumerate(bar.actions()):
        menu = action.menu()
        assert isinstance(menu, QMenu)
        menu.popup(bar.mapToGlobal(bar.actionGeometry(action).bottomLeft()))
        at.let(0.2)
        at.save(f"menu-{number + 1}")
        menu.close()


# --- many photos, and bad luck ---------------------------------------------------------------------------------------


@scene
def error(at: Set) -> None:
    broken = at.scratch / "truncated.dng"
    broken.write_bytes(at.photos[0].read_bytes()[:20_000])
    other = at.scratch / "truncated.jpg"
    jpeg = next((p for p in at.photos if p.suffix.lower() in {".jpg", ".jpeg"}), at.photos[0])
    other.write_bytes(jpeg.read_bytes()[: jpeg.stat().st_size // 3])
    for path in (broken, other):
        at.window.opening.open([path])
        at.until(lambda path=path: at.window.session.current is not None and at.window.session.current.path == path)
        at.until(lambda: at.window.view.message != "" and not at.window.denoising.busy, 60.0)
        at.let(0.3)
        at.save(f"error-{path.suffix[1:]}")
    at.window.session.close([broken, other])


@scene
def long_folder(at: Set) -> None:
    from denoiser_app.ui.filmstrip_model import PhotoState

    at.do("close_all")
    folder = _copies(at.photos, at.scratch / "A wedding")
    at.window.opening.open([folder])
    at.until(lambda: len(at.window.session.paths) == COPIES)
    paths = at.window.strip.paths()
    states = (PhotoState.EXPORTED, PhotoState.DENOISED, PhotoState.FAILED, PhotoState.NEW)
    for number, path in enumerate(paths[1:40]):
        state = states[(number * number + number // 3) % 4]
        reason = "The file is damaged: it ends too early." if state is PhotoState.FAILED else ""
        at.window.strip.update_entry(path, state=state, reason=reason)
    at.until(at._is_done)
    at.let(3.0)
    at.save("long-folder")
    at.window.strip.select(paths[150])
    at.let(3.0)
    at.save("long-folder-middle")
    at.do("close_all")


@scene
def exporting(at: Set) -> None:
    broken = at.scratch / "card error.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 nothing of this is a photo")
    at.opened()
    at.window.opening.open([broken])
    at.until(lambda: broken in at.window.session.paths)
    at.opened()
    _export(at, "all", lambda: at.window.exporting.running)
    at.until(lambda: at.window.job_bar.isVisible() and 0 < at.window.job_bar._bar.value() < 1000)
    at.save("exporting")
    at.asked(at.window.close, lambda _: at.save("closing"))
    at.until(lambda: not at.window.exporting.running)
    at.let(0.3)
    at.save("exported-with-failure")
    at.window.job_bar._failed.click()
    at.let(0.3)
    at.save("exported-failures")
    at.window.session.close([broken])
    at.opened()
    _export(at, "photo", lambda: at.window.exporting.running)
    at.until(lambda: not at.window.exporting.running)
    at.let(0.3)
    at.save("exported")
    at.window.job_bar._close.click()


def _export(at: Set, which: Any, begun: Callable[[], bool]) -> None:
    from denoiser_app.core.recipe import ExportOptions
    from denoiser_app.ui.export_plan import ExportRequest

    at.window.export.start(ExportRequest(which, ExportOptions(format="jpeg"), at.scratch / "exports"))
    at.until(begun)


def _copies(photos: list[Path], folder: Path) -> Path:
    """A folder of many small JPEGs of these photos."""
    from denoiser_app.formats.thumbnails import preview
    from denoiser_app.ui.jobs.previews import to_image

    folder.mkdir(exist_ok=True)
    images = [to_image(preview(path, 400).pixels) for path in photos]
    for number in range(COPIES):
        images[number * 7 % len(images)].save(str(folder / f"DSC_{4127 + number}.jpg"), "JPG", 85)
    return folder


# --- a folder overnight ----------------------------------------------------------------------------------------------

CARD = 12
"""Photos of the folder that a batch is made of."""


@scene
def batch(at: Set) -> None:
    """From the dialog to the end; one photo of the folder is cut short. ``batch-window`` is without the main window."""
    card, output = at.scratch / "card", at.scratch / "clean"
    _fill(card, at.photos)
    output.mkdir()
    preferences = at.window.preferences
    at.window.preferences = replace(preferences, export=replace(preferences.export, folder=str(output)))
    at.do("close_all")
    at.window.opening.open([card])
    at.until(lambda: at.window.session.current is not None)
    at.do("new_batch")
    batches = at.window.batches
    dialog = batches.new.dialog
    assert dialog is not None
    at.let(1.5)
    at.save("batch-dialog")
    dialog.start.click()
    at.until(lambda: batches.shown is not None)
    shown = batches.shown
    assert shown is not None
    shown.resize(1500, 860)
    at.until(lambda: len(list(output.iterdir())) > CARD // 2)
    shown.table.selectRow(0)
    at.let(1.5)
    at.save_only("batch-window", shown)
    at.save("batch-running")
    at.until(lambda: not batches.running)
    at.let(1.0)
    at.save("batch-finished")
    shown.close()


def _fill(folder: Path, photos: list[Path]) -> None:
    """Pieces of the photos as photos of their own."""
    from PIL import Image

    folder.mkdir()
    pictures = [Image.open(photo).convert("RGB") for photo in photos if photo.suffix.lower() in (".jpg", ".png")]
    for number in range(CARD):
        picture = pictures[number % len(pictures)]
        height = min(picture.size) * 7 // 10
        width = height * 4 // 3
        left = (picture.width - width) * number // CARD
        top = (picture.height - height) * (number * 5 % CARD) // CARD
        piece = picture.crop((left, top, left + width, top + height))
        piece.save(folder / f"IMG_{7301 + number}.jpg", quality=92)
    cut = folder / f"IMG_{7301 + CARD // 3}.jpg"
    cut.write_bytes(cut.read_bytes()[:20_000])


# --- one's own camera ------------------------------------------------------------------------------------------------

TITLES = ("Photo studio", "Savanna at night", "Warehouse", "Forest path", "Hills at dawn", "Potsdamer Platz")
"""What the panoramas of the shared data show, in the order they are shot."""
FRAMES_SHOWN = 14
"""Frames that have come when the page Capture is looked at."""
MINUTES = 2
"""Of training."""


@scene
def pairs(at: Set) -> None:
    """The window of one's own camera, without the main window: from nothing, over a folder that fills, to the check."""
    at.do("pairs")
    wizard = at.window.pairs.shown
    assert wizard is not None
    wizard.resize(1280, 840)
    at.let(0.5)
    at.save_only("pairs-start", wizard)
    at.asked(wizard.ask_new, lambda dialog: at.save_only("pairs-new", dialog))
    _plan(at, wizard)
    _capture(at, wizard)
    _check(at, wizard)
    wizard.close()


def _plan(at: Set, wizard: Any) -> None:
    wizard.make_session(at.scratch / "X-T3, November", "X-T3, November")
    at.until(lambda: wizard.session is not None)
    page = wizard.pages[0]
    page.form.camera.setText("Fujifilm X-T3")
    page.form.camera.textEdited.emit("Fujifilm X-T3")
    for row, title in zip(page.scenes.rows, TITLES, strict=True):
        row.title.setText(title)
        row.title.textEdited.emit(title)
    at.let(1.5)
    at.save_only("pairs-plan", wizard)
    before = page.form.shutter.currentIndex()
    page.form.shutter.setCurrentIndex(page.form.shutter.findData(1.0))
    page.scenes.rows[5].held_out.setChecked(False)
    at.let(1.0)
    at.save_only("pairs-plan-warned", wizard)
    page.form.shutter.setCurrentIndex(before)
    page.scenes.rows[5].held_out.setChecked(True)
    at.let(1.5)


def _capture(at: Set, wizard: Any) -> None:
    """The camera moves in the second scene, and somebody walks through the fourth."""
    import threading

    from denoiser_app.pairs.simulation.simulate import Fault, Options, Taken, shoot

    incoming, card = at.scratch / "incoming", at.scratch / "card in the camera"
    for folder in (incoming, card):
        folder.mkdir()
    faults = {1: Fault("shift", (2.4, 3.3)), 3: Fault("moved", (180.0, 260.0, 40.0))}
    options = Options(seed=5, size=(512, 768), pictures=_hdr(), faults=faults)

    def arrive() -> None:
        number = 7301
        for step in shoot(card, options, pace=0.1):
            if isinstance(step, Taken):
                step.path.rename(incoming / f"DSCF{number}.dng")
                number += 1

    wizard.go_on()
    at.let(0.5)
    at.save_only("pairs-capture-empty", wizard)
    page = wizard.pages[1]
    page.incoming.watch(incoming)
    camera = threading.Thread(target=arrive)
    camera.start()
    at.until(lambda: wizard.session is not None and len(wizard.session.frames) >= FRAMES_SHOWN)
    at.let(1.0)
    at.save_only("pairs-capture", wizard)
    at.until(lambda: not camera.is_alive() and len(wizard.session.frames) == 36)
    page.incoming.stop()
    settled = lambda: page.checks.working is None and not page.checks._unchecked() and not page.incoming.busy  # noqa: E731
    at.until(settled, 3 * PATIENCE)
    rejected = next((v.pair for v in page.verdicts.of if v.mark == "rejected"), "")
    place = next((n for n, row in enumerate(page.frames.frames.rows) if row.key.endswith(f"{rejected[8:]}.dng")), 0)
    page.frames.setCurrentIndex(page.frames.frames.index(place))
    page.frames.scrollTo(page.frames.frames.index(place))
    at.let(1.5)
    at.save_only("pairs-capture-checked", wizard)


def _hdr() -> Path | None:
    """Panoramas that the shared data have; without them nights are drawn."""
    found = Path(__file__).resolve().parents[2] / "shared" / "data" / "clean_hdri_linear"
    return found if found.is_dir() else None


def _check(at: Set, wizard: Any) -> None:
    wizard.go_on()
    page = wizard.pages[2]
    page.check_again()
    at.until(lambda: page.progress.bar.value() > 300)
    at.save_only("pairs-checking", wizard)
    at.until(lambda: not page.running, 3 * PATIENCE)
    at.let(0.5)
    for mark in ("good", "masked", "rejected"):
        row = next((row for row in page.table.pairs.rows if row.verdict and row.verdict.mark == mark), None)
        if row is not None:
            page.table.select_pair(row.id)
            at.let(0.7)
            at.save_only(f"pairs-check-{mark}", wizard)


@scene
def pairs_model(at: Set) -> None:
    """The last three steps on a session that was shot: the noise measured and used, a minute of training that is paused
    and taken up again, the proof, and the model installed. Takes some minutes."""
    from denoiser_app.pairs.checking.check import check
    from denoiser_app.pairs.simulation.simulate import Options, simulate

    folder = at.scratch / "X-T3, December"
    for _ in simulate(folder, Options(seed=3, size=(512, 768), high_frames=1, pictures=_hdr())):
        pass
    _titled(folder)
    for _ in check(folder):
        pass
    at.do("pairs")
    wizard = at.window.pairs.shown
    assert wizard is not None
    wizard.resize(1280, 840)
    wizard.open(folder)
    at.until(lambda: wizard.session is not None)
    _calibrate(at, wizard)
    _train(at, wizard)
    _prove(at, wizard)
    wizard.close()


def _titled(folder: Path) -> None:
    """As its photographer would have called it all; the forest is held out."""
    from denoiser_app.pairs import session as sessions
    from denoiser_app.pairs.session import Session

    titles = (*TITLES[-2:], *TITLES[:-2])

    def named(session: Session) -> Session:
        scenes = tuple(replace(one, title=title) for one, title in zip(session.scenes, titles, strict=True))
        return replace(session, name=folder.name, scenes=scenes)

    sessions.update(folder, named)


def _calibrate(at: Set, wizard: Any) -> None:
    page = wizard.pages[3]
    wizard.steps.setCurrentRow(3)
    at.let(1.0)
    at.save_only("pairs-calibrate-before", wizard)
    page.bar.start.click()
    at.until(lambda: page.bar.bar.value() > 300)
    at.save_only("pairs-calibrating", wizard)
    at.until(lambda: page.measurement is not None)
    at.let(0.5)
    at.save_only("pairs-calibrated", wizard)
    page.use.click()
    at.until(lambda: page.mark() == "done")
    at.save_only("pairs-calibrate-used", wizard)


def _train(at: Set, wizard: Any) -> None:
    page = wizard.pages[4]
    wizard.steps.setCurrentRow(4)
    page.choices.minutes.minimum = page.choices.minutes.step = 1
    page.choices.minutes.number.setMinimum(1)
    page.choices.minutes.set_value(MINUTES)
    page.choices.minutes.changed.emit(float(MINUTES))
    page.choices.name.setText("X-T3 night")
    page.choices.name.textEdited.emit("X-T3 night")
    at.let(1.0)
    at.until(lambda: not page.estimates._child.running)
    at.save_only("pairs-train-before", wizard)
    page.choices.start.click()
    at.until(lambda: page.training.course.stage != "")
    at.save_only("pairs-train-preparing", wizard)
    at.until(lambda: len(page.training.course.held_out) > 1 or not page.running)
    at.let(1.0)
    at.save_only("pairs-train-running", wizard)
    page.view.pause.click()
    at.until(lambda: page.training.course.state == "paused" or not page.running)
    at.save_only("pairs-train-paused", wizard)
    page.training.leave()
    at.until(lambda: not page.running)
    at.let(1.5)
    at.save_only("pairs-train-interrupted", wizard)
    page.view.again.click()
    at.until(lambda: not page.running, 600.0)
    at.let(1.5)
    at.save_only("pairs-train-finished", wizard)
    page.view.back.click()
    at.let(1.5)
    at.save_only("pairs-train-list", wizard)


def _prove(at: Set, wizard: Any) -> None:
    page = wizard.pages[5]
    wizard.steps.setCurrentRow(5)
    at.until(lambda: page.candidate is not None)
    at.save_only("pairs-prove-before", wizard)
    page.bar.start.click()
    at.until(lambda: page.bar.bar.value() > 300)
    at.save_only("pairs-proving", wizard)
    at.until(lambda: not page.bar.running)
    at.until(lambda: page.comparison.view.picture is not None)
    at.let(1.0)
    at.save_only("pairs-proved", wizard)
    page.comparison.beside.setChecked(True)
    page.comparison.view.zoom_to(200.0)
    at.let(0.5)
    at.save_only("pairs-proved-beside", wizard)
    page.comparison.beside.setChecked(False)
    page.comparison.view.zoom_to_fit()
    assert page.candidate is not None
    if not page.candidate.proof.better:
        at.asked(page.anyway.click, lambda dialog: at.save_only("pairs-install-anyway", dialog))
    page.acts.install(page.candidate, page.folder, anyway=not page.candidate.proof.better)
    at.until(lambda: page.candidate is not None and page.candidate.installed)
    at.let(0.5)
    at.save_only("pairs-installed", wizard)
