"""Whatever somebody does, in whatever order and however quickly: no exception, nothing contradicts itself, no
dead-lock, and no thread is left when the window is closed.

Rules have no preconditions: what is there depends on how fast the threads are, and hypothesis wants to draw the same
again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from denoiser_app.core.recipe import ExportOptions
from denoiser_app.engine.cache import ResultCache
from denoiser_app.ui.export_plan import ExportRequest
from denoiser_app.ui.filmstrip_model import PhotoState
from denoiser_app.ui.view.layout import ViewMode
from tests.ui.window import pictures
from tests.ui.window.studio import Studio

pytestmark = pytest.mark.usefixtures("styled")

SLIDERS = ("strength", "color", "detail", "grain", "exposure")
LOOKS = (
    "split side_by_side before after removed removed_color turn_divider fit full_size toggle_zoom zoom_in zoom_out"
    " loupe panels filmstrip"
).split()
SETTINGS = ("copy_settings", "paste_settings", "reset")
SHARES = st.floats(0, 1)
STEPS = 30
MODES = {"split", "side_by_side", "before", "after", "removed"}

Make = Callable[[], Studio]


class Photographer(RuleBasedStateMachine):
    """One window, from opening it to closing it."""

    def __init__(self, make: Make, qtbot: QtBot, photos: list[Path], bad: set[Path], out: Path) -> None:
        super().__init__()
        self.photos, self.bad, self.out = photos, bad, out
        self.capture = qtbot.captureExceptions()
        self.caught = self.capture.__enter__()
        self.studio = make()

    def teardown(self) -> None:
        try:
            self.studio.end()
        finally:
            self.capture.__exit__(None, None, None)
        assert not self.caught

    @property
    def there(self) -> bool:
        return self.studio.current is not None

    # --- what one does ---

    @initialize(which=st.lists(st.integers(0, 5), max_size=4))
    def begin(self, which: list[int]) -> None:
        if any(self.photos[n].exists() for n in which):  # what is gone is only said
            self.studio.open(*(self.photos[n] for n in which))

    @rule(which=st.lists(st.integers(0, 5), min_size=1, max_size=4))
    def drop_photos(self, which: list[int]) -> None:
        self.studio.window.opening.open([self.photos[n] for n in which])

    @rule()
    def drop_the_folder(self) -> None:
        self.studio.window.opening.open([self.photos[0].parent])

    @rule(key=st.sampled_from([Qt.Key.Key_Right, Qt.Key.Key_Left]), times=st.integers(1, 4))
    def hold_an_arrow_key(self, key: Qt.Key, times: int) -> None:
        for _ in range(times):
            self.studio.press(key)

    @rule(share=SHARES, modifier=st.sampled_from(["NoModifier", "ControlModifier", "ShiftModifier"]))
    def click_a_thumbnail(self, share: float, modifier: str) -> None:
        strip = self.studio.window.strip
        if not strip.isVisible():
            return
        row = round(share * (strip.model.rowCount() - 1))
        place = strip.view.visualRect(strip.model.index(row)).center()
        held = getattr(Qt.KeyboardModifier, modifier)
        self.studio.qtbot.mouseClick(strip.view.viewport(), Qt.MouseButton.LeftButton, held, place)

    @rule(name=st.sampled_from(SLIDERS), shares=st.lists(SHARES, min_size=1, max_size=4), patient=st.booleans())
    def drag_a_slider(self, name: str, shares: list[float], patient: bool) -> None:
        self._wait_for_the_photo(patient)
        slider = getattr(self.studio.window.panel, name).slider
        if slider.isEnabled() and slider.isVisible():
            self.studio.drag(slider, *shares)

    @rule(share=SHARES, patient=st.booleans())
    def set_the_noise_by_hand(self, share: float, patient: bool) -> None:
        self._wait_for_the_photo(patient)
        panel = self.studio.window.panel
        if panel.automatic.isEnabled():
            panel.automatic.click()
        if panel.noise.isEnabled() and panel.noise.isVisible():
            self.studio.drag(panel.noise.slider, share)

    @rule(share=SHARES, patient=st.booleans())
    def choose_a_model(self, share: float, patient: bool) -> None:
        self._wait_for_the_photo(patient)
        combo = self.studio.window.panel.models.combo
        if combo.isEnabled():
            combo.setCurrentIndex(round(share * (combo.count() - 1)))
            combo.activated.emit(combo.currentIndex())

    @rule(name=st.sampled_from(LOOKS))
    def look_another_way(self, name: str) -> None:
        self.studio.window.actions_by_name[name].trigger()

    @rule(name=st.sampled_from(SETTINGS))
    def copy_paste_reset(self, name: str) -> None:
        self.studio.window.actions_by_name[name].trigger()

    @rule(times=st.integers(1, 3), again=st.booleans())
    def undo(self, times: int, again: bool) -> None:
        for _ in range(times):
            (self.studio.window.redo if again else self.studio.window.undo).trigger()

    @rule(dy=st.integers(-300, 300), dx=st.integers(-300, 300))
    def pan(self, dy: int, dx: int) -> None:
        self.studio.window.view.pan_by(dy, dx)

    @rule(which=st.sampled_from(["photo", "selection", "all"]))
    def export(self, which: Any) -> None:
        if not self.studio.window.export.running:
            options = ExportOptions("jpeg", quality=50)
            self.studio.window.export.start(ExportRequest(which, options, self.out, "overwrite"))

    @rule()
    def cancel_the_export(self) -> None:
        self.studio.window.exporting.cancel()

    @rule(name=st.sampled_from(["stop", "denoise", "close_photo", "close_all"]))
    def stop_or_close(self, name: str) -> None:
        self.studio.window.actions_by_name[name].trigger()

    def _wait_for_the_photo(self, patient: bool) -> None:
        """Before it is read nothing can be set."""
        studio = self.studio
        if patient and self.there:
            studio.network.release()  # the tile in hand may be that of the photo before
            studio.until(lambda: studio.window.view.picture is not None or not studio.busy)

    # --- what happens meanwhile ---

    @rule(tiles=st.integers(0, 12))
    def the_network_is_slow(self, tiles: int) -> None:
        self.studio.network.hold(after=tiles)

    @rule(milliseconds=st.integers(0, 60))
    def time_goes_by(self, milliseconds: int) -> None:
        self.studio.turn(milliseconds)

    @rule()
    def all_comes_to_rest(self) -> None:
        studio = self.studio
        studio.network.release()
        studio.until(lambda: not studio.window.export.running)
        studio.turn(5)
        studio.ready()
        studio.turn(5)
        if not self.there:
            assert not studio.window.denoising.busy
            return
        stopped = "Ctrl+R" in studio.work()
        good = studio.document.path not in self.bad
        expected = {PhotoState.DENOISED, PhotoState.EXPORTED} if good else {PhotoState.FAILED}
        if stopped:
            expected = {PhotoState.NEW, PhotoState.EXPORTED, PhotoState.FAILED}
        assert studio.state() in expected, (studio.document.path, studio.state(), studio.entry(studio.document.path))
        assert PhotoState.WORKING not in [entry.state for entry in studio.window.strip.entries()]
        if good and not stopped:
            assert studio.window.view.message == ""
            assert studio.window.view.picture is not None
            assert studio.window.view.picture.complete

    # --- what always holds ---

    @invariant()
    def nothing_contradicts_itself(self) -> None:
        assert not self.caught, self.caught
        window, session = self.studio.window, self.studio.window.session
        assert set(window.strip.paths()) == set(session.paths)
        if session.current is None:
            assert window.stack.currentWidget() is window.empty
            assert window.windowTitle() == "Denoiser"
            assert window.strip.current is None
            assert not session.paths
            return
        path, recipe = session.current.path, session.current.recipe
        assert path in session.paths
        assert window.strip.current == path
        assert window.windowTitle().startswith(path.name)
        assert window.stack.currentWidget() is window.view
        assert window.view.look.recipe == window.panel.recipe == recipe
        assert window.session.undo_group.activeStack() is session.current.undo
        assert window.undo.isEnabled() == session.current.undo.canUndo()
        mode = next(name for name in MODES if window.actions_by_name[name].isChecked())
        assert window.view.mode is ViewMode[mode.upper()]


def test_a_random_user(make_studio: Callable[..., Studio], qtbot: QtBot, cache: ResultCache, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    photos = [
        pictures.bitmap(folder / "a.jpg", 1, (96, 144)),
        pictures.raw(folder / "b.dng", 2, (96, 128)),
        pictures.bitmap(folder / "c.png", 3, (144, 96)),
        folder / "d.jpg",
        pictures.bitmap(folder / "e.jpg", 5, (64, 64)),
        tmp_path / "gone.jpg",
    ]
    photos[3].write_bytes(photos[0].read_bytes()[:3000])
    studios: list[Studio] = []

    def machine() -> Photographer:
        for old in studios:
            assert old.closed
        for made in (tmp_path / "out").glob("*"):
            made.unlink()

        def make() -> Studio:
            studios.append(make_studio(cache=cache if len(studios) % 2 else None))
            return studios[-1]

        return Photographer(make, qtbot, photos, {photos[3], photos[5]}, tmp_path / "out")

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=max(5, settings.default.max_examples // 3),  # type: ignore[union-attr]
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
