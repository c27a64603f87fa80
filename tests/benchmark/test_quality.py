"""The synthetic benchmark: its conventions, and that its figures repeat."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from denoiser_app.benchmark import quality
from denoiser_app.benchmark.events import Failed
from denoiser_app.benchmark.quality import QualityRow
from denoiser_app.core.errors import DataMissing
from denoiser_app.core.photo import Metadata, RgbPhoto
from denoiser_app.core.progress import Progress
from denoiser_app.engine.noise_level import GRAY
from denoiser_app.networks.descriptor import ModelDescriptor
from tests.benchmark.pictures import load, picture, save


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(tmp_path / "a.png", picture())
    save(tmp_path / "b.png", picture((40, 51), 1))
    save(tmp_path / "gray.png", picture(seed=2)[..., 1])
    (tmp_path / "readme.txt").write_text("no photo")
    return tmp_path


def rows(folder: Path, model: ModelDescriptor, sigmas: list[float], **options: object) -> list[QualityRow]:
    events = quality.run(folder, sigmas, model, "cpu", load=load, **options)  # type: ignore[arg-type]
    return [e for e in events if isinstance(e, QualityRow)]


def figures(row: QualityRow) -> tuple[object, ...]:
    """What must repeat: all but the seconds."""
    return row.file, row.sigma, row.psnr_noisy, row.psnr, row.ssim, row.told


def test_a_row_for_every_photo_and_level_and_their_mean(folder: Path, rgb_model: ModelDescriptor) -> None:
    found = rows(folder, rgb_model, [15.0, 50.0])
    assert [(r.file, r.sigma) for r in found if r.kind == "photo"] == [
        (name, sigma) for sigma in (15.0, 50.0) for name in ("a.png", "b.png", "gray.png")
    ]
    means = [r for r in found if r.kind == "mean"]
    assert [m.sigma for m in means] == [15.0, 50.0]
    assert means[0].psnr == pytest.approx(np.mean([r.psnr for r in found[:3]]))


def test_the_same_seed_gives_the_same_figures(folder: Path, rgb_model: ModelDescriptor) -> None:
    first, again, other = (rows(folder, rgb_model, [25.0], seed=seed) for seed in (0, 0, 7))
    assert [figures(r) for r in first] == [figures(r) for r in again]
    assert first[0].psnr_noisy != other[0].psnr_noisy


def test_the_noise_has_the_deviation_that_is_told(folder: Path, rgb_model: ModelDescriptor) -> None:
    # Neither clipped nor quantised, so the definition of PSNR holds, for gray photos as well.
    for row in rows(folder, rgb_model, [50.0]):
        if row.kind == "photo":
            assert row.told == pytest.approx(50.0 * (GRAY if row.file == "gray.png" else 1))
        assert row.psnr_noisy == pytest.approx(20 * math.log10(255 / 50), abs=0.2)


def test_a_photos_noise_does_not_depend_on_how_many_are_measured(folder: Path, rgb_model: ModelDescriptor) -> None:
    assert figures(rows(folder, rgb_model, [25.0], limit=1)[0]) == figures(rows(folder, rgb_model, [25.0])[0])


def test_noise_in_a_gray_photo_is_gray() -> None:
    clean = RgbPhoto(np.full((64, 64, 3), 0.5, np.float32), Metadata(), gray=True)
    noise = quality.add_noise(clean, 25.0, 0).rgb - clean.rgb
    assert np.ptp(noise, axis=2).max() == 0
    assert noise.std() == pytest.approx(25 / 255, rel=0.03)


def test_the_noise_can_be_measured(folder: Path, rgb_model: ModelDescriptor) -> None:
    measured = rows(folder, rgb_model, [25.0], auto_noise=True, limit=1)[0]
    assert measured.told != 25.0


def test_a_photo_that_fails_is_named_and_the_rest_goes_on(folder: Path, rgb_model: ModelDescriptor) -> None:
    save(folder / "aa_tiny.png", picture((8, 64)))
    events = list(quality.run(folder, [25.0], rgb_model, "cpu", load=load))
    assert [e.path.name for e in events if isinstance(e, Failed)] == ["aa_tiny.png"]
    assert len([e for e in events if isinstance(e, QualityRow)]) == 4


def test_progress_reaches_its_end(folder: Path, rgb_model: ModelDescriptor) -> None:
    steps = [
        e.fraction for e in quality.run(folder, [25.0, 50.0], rgb_model, "cpu", load=load) if isinstance(e, Progress)
    ]
    assert steps == sorted(steps)
    assert steps[0] == 0
    assert steps[-1] == 1


def test_a_folder_without_photos_is_named(tmp_path: Path, rgb_model: ModelDescriptor) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(DataMissing, match=folder.name):
            next(quality.run(folder, [25.0], rgb_model, "cpu"))


def test_photos_are_read_like_any_other(folder: Path, rgb_model: ModelDescriptor) -> None:
    """The default reader gives the figures of the simple one."""
    events = quality.run(folder, [25.0], rgb_model, "cpu", limit=1)
    row = next(e for e in events if isinstance(e, QualityRow))
    assert figures(row) == figures(rows(folder, rgb_model, [25.0])[0])


def test_the_table_names_every_row(folder: Path, rgb_model: ModelDescriptor) -> None:
    found = rows(folder, rgb_model, [25.0])
    text = quality.table(found)
    assert all(row.file in text and f"{row.psnr:.2f}" in text for row in found)
    assert len(text.splitlines()) == 1 + len(found)
