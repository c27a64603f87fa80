"""A training learns, is the same twice, and goes on after a kill as if nothing had happened."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from denoiser_app.core.errors import DataMissing
from denoiser_app.networks.architectures import Domain
from denoiser_app.training import trainer
from denoiser_app.training.config import TrainingConfig
from denoiser_app.training.dataset import CleanPhotos, random_patch
from denoiser_app.training.trainer import Step, train
from tests.helpers.models import tiny_config


@pytest.fixture(scope="module")
def photos() -> CleanPhotos:
    r = np.random.default_rng(0)

    def picture() -> np.ndarray:
        soft = cv2.resize(r.random((6, 6, 3)), (160, 160), interpolation=cv2.INTER_CUBIC)
        cv2.circle(soft, (80, 80), 40, r.random(3).tolist(), -1)
        return (np.clip(soft, 0, 1) * 255).astype(np.uint8)

    return CleanPhotos(tuple(picture() for _ in range(6)), (picture(),))


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def quick(domain: Domain, steps: int = 40) -> TrainingConfig:
    return tiny_config(domain, steps=steps, batch=4, patch=32, gaussian=2, warmup=5, half_precision=False, seed=5)


def run(config: TrainingConfig, photos: CleanPhotos, folder: Path, every: int = 10) -> list[Step]:
    return list(train(config, photos, folder, every=every))


@pytest.mark.parametrize("domain", ["raw", "rgb"])
def test_it_learns(domain: Domain, photos: CleanPhotos, tmp_path: Path) -> None:
    lines = run(quick(domain, 120), photos, tmp_path, every=40)
    assert lines[-1].loss < 0.8 * lines[0].loss
    assert lines[-1].psnr > lines[0].psnr
    assert len((tmp_path / "log.csv").read_text().splitlines()) == 1 + len(lines)


@pytest.mark.parametrize("domain", ["raw", "rgb"])
def test_a_killed_training_resumes_bit_by_bit(domain: Domain, photos: CleanPhotos, tmp_path: Path) -> None:
    config = quick(domain)
    run(config, photos, tmp_path / "whole")
    interrupted = train(config, photos, tmp_path / "parts", every=10)
    next(interrupted)
    interrupted.close()
    again = train(config, photos, tmp_path / "parts", every=10)
    assert next(again).step == 20
    again.close()
    run(config, photos, tmp_path / "parts")
    one, _, _ = trainer.load_average(tmp_path / "whole", config)
    two, step, _ = trainer.load_average(tmp_path / "parts", config)
    assert step == config.steps
    for a, b in zip(one.parameters(), two.parameters(), strict=True):
        assert torch.equal(a, b)


def test_a_checkpoint_of_another_recipe_is_not_resumed(photos: CleanPhotos, tmp_path: Path) -> None:
    run(quick("raw", 10), photos, tmp_path)
    with pytest.raises(DataMissing, match="another recipe"):
        run(quick("rgb", 10), photos, tmp_path)


def test_a_second_recipe_begins_where_the_first_ended(photos: CleanPhotos, tmp_path: Path) -> None:
    first = quick("raw", 120)
    lines = run(first, photos, tmp_path / first.name, every=40)
    second = replace(quick("raw", 10), name="second", start=first.name)
    assert run(second, photos, tmp_path / "second")[0].psnr > lines[0].psnr
    with pytest.raises(DataMissing, match="Train that one first"):
        run(replace(second, start="never"), photos, tmp_path / "third")


def test_a_checkpoint_that_began_elsewhere_is_not_resumed(photos: CleanPhotos, tmp_path: Path) -> None:
    run(quick("raw", 10), photos, tmp_path)
    with pytest.raises(DataMissing, match="another recipe"):
        run(replace(quick("raw", 10), start="base"), photos, tmp_path)


def test_a_loss_of_local_means_tells_a_tint_from_noise() -> None:
    config = tiny_config("rgb", rmse_from=0, coarse_from=0)
    tint = torch.full((2, 3, 32, 32), 0.02)
    noise = 0.02 * torch.randn((2, 3, 32, 32), generator=torch.Generator().manual_seed(0))
    assert trainer._loss(tint, config, 1) > 2 * trainer._loss(noise, config, 1)
    assert trainer._loss(noise, tiny_config("rgb"), 1) == pytest.approx(0.016, rel=0.05)  # mean absolute: 0.8 sigma


def test_the_rate_warms_up_and_comes_down() -> None:
    config = tiny_config("rgb", steps=1000, warmup=100, learning_rate=1e-3)
    rates = [trainer.learning_rate(config, step) for step in range(1000)]
    assert max(rates) == pytest.approx(1e-3)
    assert rates[:100] == sorted(rates[:100])
    assert rates[100:] == sorted(rates[100:], reverse=True)
    assert rates[-1] == pytest.approx(1e-5, rel=0.05)


def test_shipped_recipes_can_be_read() -> None:
    folder = Path(trainer.__file__).parent / "configs"
    names = {path.stem: TrainingConfig.load(path) for path in folder.glob("*.toml")}
    assert {"raw-balanced", "rgb-balanced"} <= set(names)
    assert all(name == config.name for name, config in names.items())


def test_patches_are_only_flipped_and_turned() -> None:
    picture = np.arange(36, dtype=np.float32).reshape(6, 6, 1)
    seen = set()
    for seed in range(60):
        one, two = random_patch([picture, picture * 2], 6, torch.Generator().manual_seed(seed))
        np.testing.assert_array_equal(one * 2, two)
        np.testing.assert_array_equal(np.sort(one, axis=None), np.sort(picture, axis=None))
        seen.add(one.tobytes())
    assert len(seen) == 8


def test_a_folder_without_photos_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match=str(tmp_path)):
        CleanPhotos.load(tmp_path, 64)
    with pytest.raises(DataMissing, match="recipe"):
        TrainingConfig.load(tmp_path / "none.toml")
