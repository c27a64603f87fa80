"""A training learns, is the same twice, and goes on after a kill as if nothing had happened."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from denoiser_app import paths
from denoiser_app.core.errors import DataMissing
from denoiser_app.networks.architectures import Domain
from denoiser_app.training import checkpoint, trainer
from denoiser_app.training.config import Stage, TrainingConfig
from denoiser_app.training.dataset import CleanPhotos, random_patch
from denoiser_app.training.learner import Learner, follow, learning_rate
from denoiser_app.training.log import Step
from denoiser_app.training.trainer import train
from tests.helpers.models import tiny_config, tiny_model, tiny_network

pytestmark = pytest.mark.usefixtures("one_thread")

STAGES = (Stage(0, {"charbonnier": 1.0}), Stage(7, {"l1": 0.16, "ssim": 0.84}))
ADVERSARIAL = (Stage(0, {"l1": 1.0}), Stage(4, {"l1": 1.0, "adversarial": 0.01}))


@pytest.fixture(autouse=True)
def _no_plot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing takes longer than these trainings; test_log.py sees to it."""
    monkeypatch.setattr(trainer, "plot", lambda folder: None)


def quick(domain: Domain, steps: int = 40, **changes: object) -> TrainingConfig:
    size: dict[str, object] = {"batch": 4, "patch": 32, "gaussian": 2, "night": 0.0}
    return tiny_config(domain, steps=steps, **{**size, "warmup": 5, "half_precision": False, "seed": 5, **changes})


def run(config: TrainingConfig, photos: CleanPhotos, folder: Path, every: int = 10) -> list[Step]:
    return list(train(config, photos, folder, every=every))


@pytest.mark.parametrize("domain", ["raw", "rgb"])
def test_it_learns(domain: Domain, photos: CleanPhotos, tmp_path: Path) -> None:
    lines = run(quick(domain, 80), photos, tmp_path, every=20)
    assert lines[-1].loss < 0.8 * lines[0].loss
    assert lines[-1].psnr > lines[0].psnr
    assert len((tmp_path / "log.csv").read_text().splitlines()) == 1 + len(lines)


@pytest.mark.parametrize(
    "config",
    [
        quick("raw", 12),
        quick("rgb", 12),
        quick("rgb", 12, gaussian=4, stages=STAGES),
        quick("rgb", 12, gaussian=4, stages=ADVERSARIAL),
        quick("rgb", 12, gaussian=4, teacher="teacher", teacher_weight=0.5),
        quick("rgb", 12, gaussian=4, half_precision=True),
        quick("rgb", 12, gaussian=4, architecture="dncnn", parameters={"depth": 4, "channels": 8}),
    ],
    ids=["raw", "rgb", "stages", "adversarial", "teacher", "bf16", "batch-norm"],
)
def test_a_killed_training_resumes_bit_by_bit(config: TrainingConfig, photos: CleanPhotos, tmp_path: Path) -> None:
    if config.teacher:
        run(quick("rgb", 4, gaussian=4, seed=9), photos, tmp_path / config.teacher, every=4)
    run(config, photos, tmp_path / "whole", every=3)
    interrupted = train(config, photos, tmp_path / "parts", every=3)
    next(interrupted)
    interrupted.close()
    again = train(config, photos, tmp_path / "parts", every=3)
    assert next(again).step == 6
    again.close()
    run(config, photos, tmp_path / "parts", every=3)
    one, two = (checkpoint.read(tmp_path / folder / checkpoint.NAME) for folder in ("whole", "parts"))
    assert one["step"] == config.steps
    assert same(one, two)
    assert timeless(tmp_path / "whole" / "log.csv") == timeless(tmp_path / "parts" / "log.csv")
    assert (tmp_path / "whole" / "validation.csv").read_text() == (tmp_path / "parts" / "validation.csv").read_text()


def same(one: Any, two: Any) -> bool:
    """Whether two states are equal, to the last bit, but for the seconds they took."""
    if isinstance(one, dict):
        return one.keys() == two.keys() and all(same(one[key], two[key]) for key in one if key != "seconds")
    if isinstance(one, list):
        return len(one) == len(two) and all(map(same, one, two))
    return torch.equal(one, two) if isinstance(one, torch.Tensor) else bool(one == two)


def timeless(path: Path) -> list[list[str]]:
    return [line.split(",")[:-1] for line in path.read_text().splitlines()]


def test_a_checkpoint_of_another_recipe_is_not_resumed(photos: CleanPhotos, tmp_path: Path) -> None:
    run(quick("raw", 10), photos, tmp_path)
    with pytest.raises(DataMissing, match="another recipe"):
        run(quick("rgb", 10), photos, tmp_path)


def test_a_second_recipe_begins_where_the_first_ended(photos: CleanPhotos, tmp_path: Path) -> None:
    first = quick("raw", 60)
    lines = run(first, photos, tmp_path / first.name, every=20)
    second = replace(quick("raw", 10), name="second", start=first.name)
    assert run(second, photos, tmp_path / "second")[0].psnr > lines[0].psnr
    with pytest.raises(DataMissing, match="Train that one first"):
        run(replace(second, start="never"), photos, tmp_path / "third")


def test_a_checkpoint_that_began_elsewhere_is_not_resumed(photos: CleanPhotos, tmp_path: Path) -> None:
    run(quick("raw", 10), photos, tmp_path)
    with pytest.raises(DataMissing, match="another recipe"):
        run(replace(quick("raw", 10), start="base"), photos, tmp_path)


def test_a_second_recipe_may_be_larger(photos: CleanPhotos, tmp_path: Path) -> None:
    first = quick("raw", 60)
    before = run(first, photos, tmp_path / first.name, every=60)[-1]
    parameters = {"widths": [8, 8, 12], "encoder": [1, 2], "middle": 1, "decoder": [1, 1]}
    second = quick("raw", 1, parameters=parameters, start=first.name, learning_rate=1e-9)
    assert run(second, photos, tmp_path / "second")[0].psnr == pytest.approx(before.psnr, abs=1e-3)
    fewer = {"widths": [8, 8], "encoder": [1], "middle": 1, "decoder": [1]}
    other = quick("raw", 1, parameters=fewer, start=first.name)
    with pytest.raises(DataMissing, match="do not fit"):
        run(other, photos, tmp_path / "third")


def test_a_recipe_may_begin_with_an_installed_model(
    photos: CleanPhotos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "models", lambda: tmp_path / "models")
    model = tiny_model(tmp_path / "models", "rgb", seed=3)
    config = quick("rgb", 1, gaussian=4, start=model.name, learning_rate=1e-9)
    run(config, photos, tmp_path / "made" / "one")
    average, _, _ = trainer.load_average(tmp_path / "made" / "one", config)
    for a, b in zip(average.parameters(), tiny_network("rgb", 3).parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=0, atol=1e-5)


def test_a_student_comes_to_do_as_its_teacher(photos: CleanPhotos, tmp_path: Path) -> None:
    run(quick("rgb", 60, gaussian=4), photos, tmp_path / "teacher", every=60)
    config = quick("rgb", 60, gaussian=4, seed=8, teacher="teacher", teacher_weight=1.0)
    losses = [line.loss for line in run(config, photos, tmp_path / "student", every=15)]
    # Its loss is the difference from the teacher, which begins with what the teacher has learned and tends to nothing.
    assert losses[-1] < 0.5 * losses[0]
    with pytest.raises(DataMissing, match="Train that one first"):
        run(replace(config, teacher="nobody"), photos, tmp_path / "another")
    raw = quick("raw", 4, teacher="teacher", teacher_weight=0.5)
    with pytest.raises(DataMissing, match="not for raw"):
        run(raw, photos, tmp_path / "raw")


def test_an_adversarial_training_logs_both_sides(photos: CleanPhotos, tmp_path: Path) -> None:
    config = quick("rgb", 8, gaussian=4, stages=ADVERSARIAL)
    first, last = run(config, photos, tmp_path, every=4)
    assert set(first.terms) == {"l1"}
    assert set(last.terms) == {"l1", "adversarial", "discriminator"}
    assert last.loss == pytest.approx(last.terms["l1"] + 0.01 * last.terms["adversarial"], rel=1e-4)


def test_one_bad_batch_does_not_ruin_a_training(photos: CleanPhotos) -> None:
    config = quick("rgb", gaussian=4)
    learner = Learner(config, "cpu")
    batch = trainer.make_batches(config, photos, "cpu")(0)
    learner.learn(batch)
    learner.learn(replace(batch, target=batch.target * float("nan")))
    assert all(bool(torch.isfinite(p).all()) for p in [*learner.network.parameters(), *learner.average.parameters()])


def test_the_average_follows_statistics_too(photos: CleanPhotos) -> None:
    torch.manual_seed(0)
    network, average = (torch.nn.Sequential(torch.nn.Conv2d(3, 3, 1), torch.nn.BatchNorm2d(3)) for _ in range(2))
    network(torch.rand(4, 3, 8, 8) + 3.0)
    before = {name: tensor.clone() for name, tensor in average.state_dict().items()}
    follow(average, network, 0.9)  # type: ignore[arg-type]
    for name, latest in network.state_dict().items():
        wanted = 0.9 * before[name] + 0.1 * latest if latest.is_floating_point() else latest
        torch.testing.assert_close(average.state_dict()[name], wanted)


def test_the_rate_warms_up_and_comes_down() -> None:
    config = tiny_config("rgb", steps=1000, warmup=100, learning_rate=1e-3)
    rates = [learning_rate(config, step) for step in range(1000)]
    assert max(rates) == pytest.approx(1e-3)
    assert rates[:100] == sorted(rates[:100])
    assert rates[100:] == sorted(rates[100:], reverse=True)
    assert rates[-1] == pytest.approx(1e-5, rel=0.05)


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
