"""The strip is sorted by what was photographed, also by what has never been in view."""

from __future__ import annotations

from pathlib import Path

from denoiser_app.ui.filmstrip_model import SortBy
from tests.ui.window import pictures
from tests.ui.window.studio import Studio


def test_photos_out_of_sight_are_sorted_by_iso_too(studio: Studio, tmp_path: Path) -> None:
    isos = [100 * (1 + (37 * n) % 64) for n in range(64)]
    photos = [pictures.bitmap(tmp_path / f"{n:02}.jpg", n, (64, 64), iso=iso) for n, iso in enumerate(isos)]
    studio.open(*photos)
    strip = studio.window.strip
    strip.sort_by(SortBy.ISO)
    studio.until(lambda: [entry.iso for entry in strip.entries()] == sorted(isos))
    assert any(entry.thumbnail is None for entry in strip.entries())  # it did not take their pictures
    strip.sort_by(SortBy.NAME)
    assert strip.paths() == photos
