"""What is seen at 100 % is what is written, within one of 255 steps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from denoiser_app.core.recipe import ExportOptions, Recipe
from denoiser_app.ui.export_plan import ExportRequest
from denoiser_app.ui.view import overlays
from tests.ui.window import pictures
from tests.ui.window.studio import Pixels, Studio

RECIPES = {
    "full": Recipe(),
    "half": Recipe(strength=50.0),
    "all of it": Recipe("auto", 12.0, 60.0, 90.0, 50.0, 30.0),
}


@pytest.fixture(autouse=True)
def _nothing_over_the_photo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlays, "pill", lambda *_: None)


def seen(studio: Studio, mode: str) -> Pixels:
    """The photo as it is painted at 100 %, all of it."""
    studio.act(mode)
    studio.act("full_size")
    shown, rect = studio.shown(), studio.window.view.viewport.shown
    assert studio.window.view.percent == 100.0
    top, bottom, left, right = (round(side) for side in (rect.top, rect.bottom, rect.left, rect.right))
    return shown[top:bottom, left:right]


def written(studio: Studio, folder: Path, options: ExportOptions) -> Pixels:
    studio.window.export.start(ExportRequest("photo", options, folder))
    studio.until(lambda: not studio.window.export.running)
    (path,) = folder.iterdir()
    with Image.open(path) as image:
        return np.array(image.convert("RGB"))


@pytest.mark.parametrize(
    ("suffix", "orientation", "chosen"),
    [
        ("jpg", 1, "half"),
        ("jpg", 1, "all of it"),
        ("png", 1, "full"),
        ("dng", 1, "full"),
        ("dng", 1, "all of it"),
        ("dng", 8, "half"),
    ],
)
def test_the_view_shows_what_the_export_writes(
    studio: Studio, tmp_path: Path, suffix: str, orientation: int, chosen: str
) -> None:
    photo, recipe = tmp_path / f"a.{suffix}", RECIPES[chosen]
    if suffix == "dng":
        pictures.raw(photo, orientation=orientation)
    else:
        pictures.bitmap(photo)
    studio.denoised(photo)
    studio.document.edit(recipe, "preset")
    studio.ready()
    view = seen(studio, "after")
    export = written(studio, tmp_path / "out", ExportOptions("png", 8, "srgb"))
    assert view.shape == export.shape == ((224, 160, 3) if orientation == 8 else (160, 224, 3))
    difference = np.abs(view.astype(int) - export)
    assert difference.max() <= 1
    assert np.abs(seen(studio, "before").astype(int) - export).mean() > 1  # it is not the original that is compared


def test_a_raw_denoised_before_its_demosaic_came_is_shown_as_it_is_written(studio: Studio, tmp_path: Path) -> None:
    """Clipped highlights come from the demosaic: what had none is put right when it comes."""
    studio.decoding.demosaics.clear()
    studio.open(pictures.raw(tmp_path / "a.dng"))
    studio.until(lambda: bool(studio.network.runs) and len(studio.network.runs[0].done) == pictures.TILES)
    studio.decoding.release()
    studio.ready()
    view = seen(studio, "after")
    export = written(studio, tmp_path / "out", ExportOptions("png", 8, "srgb"))
    assert np.abs(view.astype(int) - export).max() <= 1


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_before_is_the_photo_itself(studio: Studio, tmp_path: Path, suffix: str) -> None:
    photo = pictures.bitmap(tmp_path / f"a.{suffix}")
    studio.denoised(photo)
    with Image.open(photo) as image:
        np.testing.assert_array_equal(seen(studio, "before"), np.array(image))


def test_the_lift_is_not_written(studio: Studio, tmp_path: Path) -> None:
    studio.denoised(pictures.bitmap(tmp_path / "a.jpg"))
    plain = seen(studio, "after")
    studio.drag(studio.window.panel.exposure.slider, 0.0, 0.6)
    assert seen(studio, "after").mean() > plain.mean() + 20
    export = written(studio, tmp_path / "out", ExportOptions("png", 8, "srgb"))
    assert np.abs(plain.astype(int) - export).max() <= 1
