"""What is only looked at, blended or shown another way never runs the network, and is seen at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from denoiser_app.ui.view.layout import ViewMode
from tests.ui.window import pictures
from tests.ui.window.studio import Studio, differ

pytestmark = pytest.mark.usefixtures("styled")

Change = Callable[[Studio], None]


def slide(name: str, share: float) -> Change:
    return lambda studio: studio.drag(getattr(studio.window.panel, name).slider, 0.5, share)


CHANGES: dict[str, Change] = {
    "strength": slide("strength", 0.3),
    "colour": slide("color", 0.1),
    "detail": slide("detail", 0.9),
    "grain": slide("grain", 0.9),
    "lift": slide("exposure", 0.7),
    "lift back": slide("exposure", 0.0),
    "100 %": lambda studio: studio.act("full_size"),
    "zoom in": lambda studio: studio.act("zoom_in"),
    "800 %": lambda studio: studio.window.view.zoom_to(800.0),
    "pan": lambda studio: studio.window.view.pan_by(-60, -80),
    "zoom out": lambda studio: studio.act("zoom_out"),
    "fit": lambda studio: studio.act("fit"),
    "side by side": lambda studio: studio.act("side_by_side"),
    "before": lambda studio: studio.act("before"),
    "after": lambda studio: studio.act("after"),
    "what was removed": lambda studio: studio.act("removed"),
    "in colour": lambda studio: studio.act("removed_color"),
    "split": lambda studio: studio.act("split"),
    "divider turned": lambda studio: studio.act("turn_divider"),
    "undo of grain": lambda studio: studio.window.undo.trigger(),
}


@pytest.mark.parametrize("suffix", ["jpg", "dng"])
def test_looking_and_blending_never_run_the_network(studio: Studio, tmp_path: Path, suffix: str) -> None:
    photo = tmp_path / f"night.{suffix}"
    (pictures.raw if suffix == "dng" else pictures.bitmap)(photo)
    studio.denoised(photo)
    tiles, runs, read = studio.network.tiles, len(studio.network.runs), len(studio.decoding.read)
    assert tiles > 4
    worked: list[object] = []
    studio.window.current.state.connect(lambda *state: worked.append(state))
    before = studio.shown()
    for what, change in CHANGES.items():
        change(studio)
        now = studio.shown()
        assert differ(before, now), f"{what} changed nothing on the screen"
        before = now
    studio.turn(100)
    assert (studio.network.tiles, len(studio.network.runs), len(studio.decoding.read)) == (tiles, runs, read)
    assert not studio.busy
    assert worked == []  # nor was anything asked for


def test_every_move_of_a_dragged_slider_is_painted(studio: Studio, tmp_path: Path) -> None:
    studio.denoised(pictures.bitmap(tmp_path / "a.jpg"))
    studio.act("after")
    tiles, seen = studio.network.tiles, []
    for strength in range(0, 100, 10):
        studio.window.panel.strength._user_set(float(strength))
        seen.append(studio.shown().tobytes())
    assert len(set(seen)) == len(seen)
    assert studio.network.tiles == tiles


def test_the_lift_is_for_looking_only(studio: Studio, tmp_path: Path) -> None:
    photo = pictures.bitmap(tmp_path / "a.jpg")
    studio.denoised(photo)
    recipe = studio.recipe
    studio.drag(studio.window.panel.exposure.slider, 0.0, 0.8)
    assert studio.window.view.look.lift > 1
    assert studio.recipe == recipe
    assert not studio.document.undo.canUndo()


def test_the_view_follows_the_recipe_whoever_changes_it(studio: Studio, tmp_path: Path) -> None:
    studio.denoised(pictures.bitmap(tmp_path / "a.jpg"))
    studio.document.edit(replace(studio.recipe, strength=20.0), "strength")
    assert studio.window.view.look.recipe == studio.recipe == studio.window.panel.recipe
    studio.window.undo.trigger()
    assert studio.window.view.look.recipe.strength == studio.window.panel.strength.value == 100.0


def test_asking_for_a_mode_again_leads_back(studio: Studio, tmp_path: Path) -> None:
    studio.denoised(pictures.bitmap(tmp_path / "a.jpg"))
    for name in ("before", "removed", "side_by_side"):
        studio.act(name)
        studio.act(name)
        assert studio.window.view.mode is ViewMode.SPLIT
        assert studio.window.actions_by_name["split"].isChecked()
