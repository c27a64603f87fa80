"""The command line from file to file, with tiny networks that have random weights."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import tifffile
import torch
from PIL import Image

from denoiser_app import paths
from denoiser_app.cli.main import main
from denoiser_app.networks.architectures import Domain, build
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.receptive_field import halo_of
from denoiser_app.networks.weights import save_network

PARAMETERS = {"widths": [8, 8], "encoder": [1], "middle": 1, "decoder": [1]}
MULTIPLE = 2


def write_model(folder: Path, domain: Domain) -> ModelDescriptor:
    torch.manual_seed(0)
    network = build("residual-unet", PARAMETERS, domain)
    sha256, tensors = save_network(network, folder / f"{domain}-tiny.safetensors")
    descriptor = ModelDescriptor(
        name=f"{domain}-tiny",
        domain=domain,
        summary="random weights",
        architecture="residual-unet",
        parameters=PARAMETERS,
        parameter_count=sum(p.numel() for p in network.parameters()),
        giga_macs=1.0,
        halo=halo_of(network, MULTIPLE),
        multiple=MULTIPLE,
        dtype="float32",
        conditioning="noise level",
        licence="CC0-1.0",
        weights=f"{domain}-tiny.safetensors",
        sha256=sha256,
        tensors=tensors,
    )
    (folder / f"{domain}-tiny.json").write_text(descriptor.to_json(), encoding="utf-8")
    return descriptor


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one raw and one rgb model."""
    folder = tmp_path_factory.mktemp("models")
    write_model(folder, "raw")
    write_model(folder, "rgb")
    return folder


@pytest.fixture(autouse=True)
def _tiny_models(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "models", lambda: models)


@pytest.fixture
def photos(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a small raw, a small JPEG and one that is cut off."""
    shutil.copy(samples / "night-sky-iso12800.dng", tmp_path / "night.dng")
    Image.open(samples / "city-dusk-iso6400.jpg").crop((0, 0, 201, 133)).save(tmp_path / "city.jpg", quality=90)
    jpeg = (tmp_path / "city.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(jpeg[: len(jpeg) // 2])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_raw_and_a_jpeg_become_16_bit_tiffs(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    originals = {name: (photos / name).read_bytes() for name in ("night.dng", "city.jpg")}
    assert main(["denoise", "night.dng", "city.jpg", "-o", "cleaned/", "--device", "cpu"]) == 0
    for name, shape in (("night", (512, 1024, 3)), ("city", (133, 201, 3))):
        pixels = tifffile.imread(photos / "cleaned" / f"{name}-denoised.tif")
        assert (pixels.shape, pixels.dtype) == (shape, np.uint16)
    assert len(list((photos / "cleaned").iterdir())) == 2
    assert originals == {name: (photos / name).read_bytes() for name in originals}
    assert "2 of 2 photos written" in capsys.readouterr().out


def test_strength_0_gives_the_pixels_back(photos: Path) -> None:
    assert main(["denoise", "city.jpg", "-o", "same.tif", "--strength", "0", "--device", "cpu"]) == 0
    before = np.asarray(Image.open(photos / "city.jpg"), np.uint16)
    np.testing.assert_array_equal(tifffile.imread(photos / "same.tif"), before * 257)


def test_a_cut_off_photo_is_named_and_the_other_is_done(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["denoise", "cut.jpg", "missing.jpg", "city.jpg", "-o", "out", "--format", "png", "--device", "cpu"]
    assert main([*arguments, "--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    failed = {line["source"]: line["code"] for line in lines if line["type"] == "error"}
    assert failed == {"cut.jpg": "FileTruncated", "missing.jpg": "FileMissing"}
    assert [p.name for p in (photos / "out").iterdir()] == ["city-denoised.png"]


@pytest.mark.parametrize("tile", ["128", "512"])
def test_the_result_does_not_depend_on_the_tile(photos: Path, tile: str) -> None:
    common = ["denoise", "city.jpg", "--noise", "12", "--device", "cpu", "--threads", "1"]
    assert main([*common, "-o", "whole.tif"]) == 0
    assert main([*common, "-o", "tiled.tif", "--tile", tile]) == 0
    whole, tiled = (tifffile.imread(photos / name).astype(int) for name in ("whole.tif", "tiled.tif"))
    assert np.abs(whole - tiled).max() <= 1


def test_a_damaged_model_is_one_sentence(
    photos: Path, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(models, damaged)
    weights = damaged / "rgb-tiny.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    monkeypatch.setattr(paths, "models", lambda: damaged)
    assert main(["denoise", "city.jpg", "-o", "x.tif", "--device", "cpu"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert str(weights) in line
    assert not (photos / "x.tif").exists()


def test_a_model_for_the_other_kind_of_photo_is_refused(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["denoise", "city.jpg", "-o", "x.tif", "--model", "raw-tiny", "--device", "cpu"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "city.jpg" in line
    assert "raw-tiny" in line


def test_benchmark_quality_measures_every_photo(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = Image.open(samples / "city-dusk-iso6400.jpg")
    for name, left in (("a.png", 0), ("b.png", 100)):
        picture.crop((left, 0, left + 64, 48)).save(tmp_path / name)
    assert main(["benchmark", "quality", str(tmp_path), "--sigma", "25", "--device", "cpu", "--json"]) == 0
    rows = [line for line in map(json.loads, capsys.readouterr().out.splitlines()) if line["type"] == "result"]
    assert [(row["file"], row["kind"]) for row in rows] == [
        ("a.png", "photo"),
        ("b.png", "photo"),
        ("mean of 2", "mean"),
    ]
    # White noise of deviation 25 is 20 log10(255 / 25) = 20.17 dB; 3072 pixels leave a few hundredths to chance.
    assert all(abs(row["psnr_noisy"] - 20.17) < 0.3 for row in rows)


def test_benchmark_of_an_empty_folder_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "nothing").mkdir()
    assert main(["benchmark", "quality", str(tmp_path / "nothing")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert str(tmp_path / "nothing") in line


def test_the_descriptor_survives_its_manifest(models: Path) -> None:
    text = (models / "raw-tiny.json").read_text(encoding="utf-8")
    descriptor = ModelDescriptor.from_json(text, models)
    assert json.loads(dataclasses.replace(descriptor, folder=Path()).to_json()) == json.loads(text)
