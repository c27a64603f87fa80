"""``denoiser-app models``: what is installed, and what is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from denoiser_app import paths
from denoiser_app.cli.main import main
from denoiser_app.networks.descriptor import ModelDescriptor


def descriptor(name: str, rank: int) -> ModelDescriptor:
    return ModelDescriptor(
        name=name,
        domain="rgb",
        summary="for tests",
        architecture="residual-unet",
        parameters={"widths": [8, 16]},
        parameter_count=1234,
        giga_macs=12.5,
        halo=16,
        multiple=4,
        dtype="float32",
        conditioning="noise curve",
        licence="GPL-3.0-or-later",
        weights=f"{name}.safetensors",
        sha256="0" * 64,
        tensors={"body.weight": (8, 5, 3, 3)},
        training={"photos": 374, "steps": 10},
        rank=rank,
    )


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of models, with two of them."""
    monkeypatch.setattr(paths, "models", lambda: tmp_path)
    for name, rank in (("plain", 1), ("best", 2)):
        (tmp_path / f"{name}.json").write_text(descriptor(name, rank).to_json(), encoding="utf-8")
    return tmp_path


def test_all_models_are_listed_the_best_first(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["best", "plain"]


def test_a_damaged_model_is_named(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (models / "broken.json").write_text("{}", encoding="utf-8")
    assert main(["models", "list", "--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["type"] for line in lines] == ["result", "result", "error"]
    assert (lines[2]["code"], lines[2]["parameters"]["path"]) == ("ModelDamaged", str(models / "broken.json"))


def test_show_tells_licence_cost_training_and_checksum(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "show", "best"]) == 0
    out = capsys.readouterr().out
    assert "GPL-3.0-or-later" in out
    assert "12.5" in out
    assert "photos" in out
    assert "0" * 64 in out
    assert main(["models", "show", "best", "--json"]) == 0
    (line,) = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert line["type"] == "result"
    assert (line["name"], line["training"]) == ("best", {"photos": 374, "steps": 10})


def test_an_unknown_model_is_one_sentence_with_the_known_ones(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "show", "nonsense"]) == 1
    assert capsys.readouterr().err == "There is no model named 'nonsense'. Known models: best, plain.\n"


def test_no_models_at_all_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(paths, "models", lambda: tmp_path)
    assert main(["models", "list"]) == 1
    assert "no usable model" in capsys.readouterr().out
