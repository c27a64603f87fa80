"""The pairs benchmark, on pictures and raws made here, with tiny random networks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from denoiser_app.benchmark import baselines, pairs
from denoiser_app.benchmark.baselines import Kept
from denoiser_app.benchmark.events import Failed
from denoiser_app.benchmark.pairs import PairRow, SetRow
from denoiser_app.benchmark.rendering import after, before, display_shift, linear_shift
from denoiser_app.core.cfa import Cfa, bayer
from denoiser_app.core.errors import DataMissing
from denoiser_app.core.metrics import psnr
from denoiser_app.core.photo import Levels, Metadata, RawPhoto, RgbPhoto, to_code
from denoiser_app.core.progress import Progress
from denoiser_app.formats.dng import write_dng
from denoiser_app.networks.descriptor import ModelDescriptor
from tests.benchmark.pictures import load, picture, save, save_pair

Float = NDArray[np.float32]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_pair(tmp_path / "one" / "a_noisy.png", tmp_path / "one" / "a_clean.png")
    save_pair(tmp_path / "two" / "b_real.png", tmp_path / "two" / "b_mean.png", sigma=6.0, seed=1)
    save_pair(tmp_path / "two" / "c_noisy.png", tmp_path / "two" / "c_clean.png", sigma=20.0, seed=2)
    return tmp_path


def events(folder: Path, model: ModelDescriptor, **options: object) -> list[pairs.Event]:
    return list(pairs.run(folder, model, "cpu", load=load, **options))  # type: ignore[arg-type]


def test_every_pair_then_the_means_of_its_set_then_of_all(folder: Path, rgb_model: ModelDescriptor) -> None:
    found = [e for e in events(folder, rgb_model) if isinstance(e, PairRow | SetRow)]
    kinds = [(row.kind, row.set) for row in found]
    assert kinds == [
        ("pair", "one"),
        ("mean", "one"),
        ("pair", "two"),
        ("pair", "two"),
        ("mean", "two"),
        ("mean", "all"),
    ]
    rows, total = [r for r in found if isinstance(r, PairRow)], found[-1]
    assert isinstance(total, SetRow)
    assert total.pairs == 3
    assert total.gain == pytest.approx(np.mean([r.gain for r in rows]))
    assert total.worst_gain == min(r.gain for r in rows)
    assert all(r.gain == pytest.approx(r.psnr - r.psnr_noisy) for r in rows)


def test_the_noisy_figure_is_that_of_the_files(folder: Path, rgb_model: ModelDescriptor) -> None:
    row = next(e for e in events(folder, rgb_model) if isinstance(e, PairRow))
    noisy, clean = (load(folder / "one" / name) for name in ("a_noisy.png", "a_clean.png"))
    assert isinstance(noisy, RgbPhoto)
    assert isinstance(clean, RgbPhoto)
    assert row.psnr_noisy == psnr(noisy.rgb, clean.rgb)


def test_the_same_files_give_the_same_figures(folder: Path, rgb_model: ModelDescriptor) -> None:
    first, again = ([(r.psnr, r.ssim) for r in events(folder, rgb_model) if isinstance(r, PairRow)] for _ in range(2))
    assert first == again


def test_sets_and_their_first_pairs_can_be_chosen(folder: Path, rgb_model: ModelDescriptor) -> None:
    found = [e for e in events(folder, rgb_model, sets=["two"], limit=1) if isinstance(e, PairRow | SetRow)]
    assert [(row.kind, row.set) for row in found] == [("pair", "two"), ("mean", "two")]
    with pytest.raises(DataMissing, match="no set 'three'"):
        events(folder, rgb_model, sets=["three"])


def test_the_baseline_is_at_its_best_setting(folder: Path, rgb_model: ModelDescriptor) -> None:
    (mean,) = [e for e in events(folder, rgb_model, sets=["two"], baseline=True) if isinstance(e, SetRow)]
    kept = []
    for name in ("b_real b_mean", "c_noisy c_clean"):
        noisy, clean = (load(folder / "two" / f"{word}.png") for word in name.split())
        assert isinstance(noisy, RgbPhoto)
        assert isinstance(clean, RgbPhoto)
        kept.append(Kept.of(noisy.rgb, clean.rgb))
    by_setting = {h: np.mean([pair.psnr_at(h) for pair in kept]) for h in baselines.GRID}
    assert mean.nlm_h == max(by_setting, key=lambda h: by_setting[h])
    assert mean.psnr_nlm == pytest.approx(max(by_setting.values()))


def test_non_local_means_keeps_the_order_of_the_channels() -> None:
    flat = np.full((32, 32, 3), (200, 100, 20), np.uint8)
    assert np.abs(baselines.non_local_means(flat, 5.0) * 255 - flat).max() <= 2


def test_twins_of_different_size_are_named_and_the_rest_goes_on(folder: Path, rgb_model: ModelDescriptor) -> None:
    save(folder / "one" / "a_clean.png", picture((40, 64)))
    found = events(folder, rgb_model)
    (failed,) = [e for e in found if isinstance(e, Failed)]
    assert failed.path.name == "a_noisy.png"
    assert "40" in str(failed.error)
    assert len([e for e in found if isinstance(e, PairRow)]) == 2


def test_progress_reaches_its_end(folder: Path, rgb_model: ModelDescriptor) -> None:
    steps = [e.fraction for e in events(folder, rgb_model, baseline=True) if isinstance(e, Progress)]
    assert steps == sorted(steps)
    assert steps[-1] == 1


def test_the_table_names_every_pair_and_set(folder: Path, rgb_model: ModelDescriptor) -> None:
    rows = [e for e in events(folder, rgb_model, baseline=True) if isinstance(e, PairRow | SetRow)]
    text = pairs.table(rows)
    assert all(f"{row.psnr:.2f}" in text and row.set in text for row in rows)


# --- raw ------------------------------------------------------------------------------------------------------------


def raw_scene(iso: int, noise: float, seed: int = 0) -> NDArray[np.uint16]:
    """(64, 96) mosaic of a gray ramp in the file's own units: black 512, white 16383."""
    signal = np.tile(np.linspace(0.02, 0.5, 96, dtype=np.float32), (64, 1))
    noisy = signal + np.random.default_rng(seed + iso).normal(0, noise, signal.shape)
    return np.clip(512 + noisy * (16383 - 512), 0, 16383).astype(np.uint16)


def test_raws_are_compared_as_the_pictures_they_become(tmp_path: Path, raw_model: ModelDescriptor) -> None:
    for iso, noise in ((100, 0.0005), (12800, 0.02)):
        profile = (noise**2, noise**2 / 100)
        path = tmp_path / f"s_ISO{iso:05d}.dng"
        write_dng(path, raw_scene(iso, noise), bayer("RGGB"), 512, 16383, noise_profile=profile, iso=iso)
    found = list(pairs.run(tmp_path, raw_model, "cpu"))
    row, mean = (e for e in found if isinstance(e, PairRow | SetRow))
    assert isinstance(row, PairRow)
    assert isinstance(mean, SetRow)
    assert (row.domain, row.name) == ("raw", "s_ISO12800")
    assert 15 < row.psnr_noisy < 40
    assert mean.psnr_nlm is None


def raw_photo(noise: float) -> RawPhoto:
    """A dark gray field whose noise reaches below black."""
    camera = (0.01 + noise * np.random.default_rng(0).standard_normal((64, 64, 3))).astype(np.float32)
    levels = Levels((0, 0, 0, 0), 1, "", "")
    return RawPhoto(camera[..., 1], Cfa(((1,),)), levels, (2.0, 1.0, 1.5), np.eye(3), Metadata(), to_code(camera))


def test_noise_below_black_moves_the_displayed_mean_and_not_the_linear_one() -> None:
    clean, noisy = before(raw_photo(0.0)), before(raw_photo(0.007))
    assert max(abs(s) for s in display_shift(noisy, clean)) > 1.0
    assert max(abs(s) for s in linear_shift(noisy, clean)) < 0.5


def test_a_shift_has_its_sign_and_its_channel() -> None:
    photo = raw_photo(0.0)
    gains = np.array(photo.white_balance, np.float32)
    warmer = np.full((64, 64, 3), 0.01, np.float32) * gains + np.array([0.002, 0, 0], np.float32)
    for shift in (display_shift, linear_shift):
        red, green, blue = shift(after(photo, warmer), before(photo))
        assert red > 1.0
        assert abs(green) < 0.1
        assert abs(blue) < 0.1
