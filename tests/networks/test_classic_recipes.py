"""Every classic has a recipe that train-base takes, and the trainer can train it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from denoiser_app.networks.architectures import ARCHITECTURES, build
from denoiser_app.training import config as module
from denoiser_app.training.config import TrainingConfig
from denoiser_app.training.dataset import CleanPhotos
from denoiser_app.training.trainer import train
from tests.networks.bodies import SMALL

RECIPES = {path.stem: path for path in (Path(module.__file__).parent / "configs" / "classics").glob("*.toml")}


def test_every_classic_has_a_recipe() -> None:
    assert set(RECIPES) == set(ARCHITECTURES) - {"residual-unet"}


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_a_recipe_says_everything_that_its_network_is_built_with(name: str) -> None:
    config = TrainingConfig.load(RECIPES[name])
    kind = ARCHITECTURES[config.architecture]
    assert (config.name, config.architecture) == (name, name)
    assert set(config.parameters) == set(kind.parameters)
    with torch.device("meta"):
        multiple = int(build(name, config.parameters, config.domain).body.multiple)  # type: ignore[arg-type]
    assert config.patch % multiple == 0


@pytest.mark.parametrize("name", ["dncnn", "conv-gru"])
def test_the_trainer_takes_it(name: str, tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    photos = CleanPhotos((random.integers(0, 256, (96, 96, 3), np.uint8),) * 2, (np.full((64, 64, 3), 99, np.uint8),))
    recipe = TrainingConfig.load(RECIPES[name])
    config = replace(
        recipe, parameters=SMALL[name], steps=2, batch=2, patch=32, gaussian=2, warmup=1, half_precision=True
    )
    (line,) = train(config, photos, tmp_path, every=2)
    assert np.isfinite([line.loss, line.psnr]).all()
