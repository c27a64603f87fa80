"""A recipe says which loss counts at which step, and is refused when its parts do not fit together."""

from dataclasses import replace
from pathlib import Path

import pytest

from denoiser_app.core.errors import DataMissing
from denoiser_app.networks.architectures import build
from denoiser_app.training import config as module
from denoiser_app.training.config import Stage, TrainingConfig
from tests.helpers.models import tiny_config

RECIPES = sorted((Path(module.__file__).parent / "configs").rglob("*.toml"))

RECIPE = """
name = "one"
domain = "rgb"
architecture = "residual-unet"
[[stages]]
start = 0
loss = { charbonnier = 1.0 }
[[stages]]
start = 100
loss = { l1 = 0.16, ssim = 0.84, adversarial = 0.01 }
"""


def load(folder: Path, text: str) -> TrainingConfig:
    path = folder / "one.toml"
    path.write_text(text)
    return TrainingConfig.load(path)


def test_stages_follow_each_other(tmp_path: Path) -> None:
    config = load(tmp_path, RECIPE)
    assert config.loss_at(0) == config.loss_at(99) == {"charbonnier": 1.0}
    assert config.loss_at(100) == config.loss_at(10**9) == {"l1": 0.16, "ssim": 0.84, "adversarial": 0.01}
    assert config.terms == ("charbonnier", "l1", "ssim", "adversarial")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("start = 0\n", "start = 5\n"), "stages"),
        (("start = 100", "start = 0"), "stages"),
        (("charbonnier = 1.0", "charbonier = 1.0"), "stages"),
        (("charbonnier = 1.0", "charbonnier = -1.0"), "stages"),
        (("charbonnier = 1.0", "adversarial = 1.0"), "stages"),
        (("charbonnier = 1.0", ""), "stages"),
        (("loss = { char", "los = { char"), "los"),
        (('"rgb"', '"RGB"'), "domain"),
        (('name = "one"', 'name = "one"\nteacher = "best"'), "teacher_weight"),
        (('name = "one"', 'name = "one"\nteacher_weight = 0.5'), "teacher_weight"),
        (('name = "one"', 'name = "one"\npatch = 8'), "patch"),
        (('name = "one"', 'name = "one"\ngaussian = 17'), "gaussian"),
        (('name = "one"', 'name = "one"\nrmse_from = 3'), "rmse_from"),
        (("[[stages]]", "[[stages"), "recipe"),
    ],
)
def test_a_recipe_that_does_not_fit_is_refused_by_name(change: tuple[str, str], named: str, tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match=named):
        load(tmp_path, RECIPE.replace(*change, 1))


def test_a_missing_recipe_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="recipe"):
        TrainingConfig.load(tmp_path / "none.toml")


def test_whatever_decides_the_result_changes_the_fingerprint() -> None:
    config = tiny_config("rgb")
    others = [
        replace(config, seed=1),
        replace(config, start="base"),
        replace(config, teacher="best", teacher_weight=0.5),
        replace(config, teacher="best", teacher_weight=0.6),
        replace(config, stages=(Stage(0, {"l1": 1.0, "ssim": 1.0}),)),
        replace(config, stages=(Stage(), Stage(9, {"l2": 1.0}))),
        replace(config, parameters={**config.parameters, "middle": 2}),
    ]
    assert len({c.fingerprint() for c in [config, *others]}) == 1 + len(others)
    assert replace(config, data="elsewhere").fingerprint() == config.fingerprint()


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_every_recipe_of_the_repository_can_be_trained(path: Path) -> None:
    config = TrainingConfig.load(path)
    assert config.name == path.stem
    network = build(config.architecture, config.parameters, config.domain)
    assert config.patch % int(network.body.multiple) == 0  # type: ignore[arg-type]


def test_the_shipped_models_have_recipes() -> None:
    models = Path(__file__).parents[2] / "models"
    shipped = {path.stem for folder in (models, models / "comparison") for path in folder.glob("*.json")}
    assert {"raw-balanced", "rgb-balanced"} <= shipped <= {path.stem for path in RECIPES}
