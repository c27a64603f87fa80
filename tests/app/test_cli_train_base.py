"""``denoiser-app train-base``: from a recipe and photos to a model that the program finds."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from denoiser_app.cli.main import main
from denoiser_app.networks.library import find

RECIPE = """
name = "rgb-small"
domain = "rgb"
architecture = "residual-unet"
steps = 2
batch = 2
patch = 32
gaussian = 2
night = 0.0
half_precision = false
[parameters]
widths = [4, 6]
encoder = [0]
middle = 1
decoder = [1]
[[stages]]
loss = { charbonnier = 1.0, ms-l1 = 0.5 }
"""


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for i in range(3):
        picture = np.random.default_rng(i).integers(0, 255, (160, 160, 3), np.uint8)
        cv2.imwrite(str(folder / f"{i}.png"), cv2.GaussianBlur(picture, (0, 0), 3))
    path = tmp_path / "rgb-small.toml"
    path.write_text(RECIPE)
    return path


def test_a_recipe_becomes_a_model(recipe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["train-base", str(recipe), "--photos", str(tmp_path / "photos"), "-o", str(tmp_path / "made")]
    assert main([*arguments, "--json", "--publish", str(tmp_path / "models")]) == 0
    step, model = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (step["step"], step["total"]) == (2, 2)
    assert set(step["terms"]) == {"charbonnier", "ms-l1"}
    assert {"sigma 15", "sigma 25", "sigma 50"} <= set(step["validation"])
    assert model["name"] == "rgb-small"
    found = find("rgb-small", tmp_path / "models")
    assert "Charbonnier + 0.5 x L1 at four scales" in found.training["training"]
    assert {"checkpoint.pt", "log.csv", "validation.csv"} <= {path.name for path in (tmp_path / "made").iterdir()}


def test_people_see_the_table(recipe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train-base", str(recipe), "--photos", str(tmp_path / "photos"), "-o", str(tmp_path / "made")]) == 0
    line = capsys.readouterr().out
    assert line.startswith("step 2 of 2: loss")
    assert "sigma 25 " in line


def test_a_wrong_recipe_is_named(recipe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recipe.write_text(RECIPE.replace("charbonnier", "charbonier"))
    assert main(["train-base", str(recipe), "--photos", str(tmp_path / "photos"), "-o", str(tmp_path / "made")]) == 1
    assert "rgb-small.toml: this is not a training recipe (wrong stages)" in capsys.readouterr().err
