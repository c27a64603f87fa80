"""A model file is data, and nothing is used of it that does not agree with its manifest."""

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from denoiser_app.core.errors import ModelDamaged, ModelUnknown
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.library import choose, find, installed
from denoiser_app.networks.weights import load_network
from tests.helpers.models import tiny_model, tiny_network


@pytest.fixture
def model(tmp_path: Path) -> ModelDescriptor:
    return tiny_model(tmp_path, "rgb")


def test_weights_come_back_as_they_were(model: ModelDescriptor) -> None:
    loaded, original = load_network(model).state_dict(), tiny_network("rgb").state_dict()
    assert loaded.keys() == original.keys()
    assert all(torch.equal(loaded[name], original[name]) for name in loaded)


def test_a_manifest_survives_the_round_trip(model: ModelDescriptor) -> None:
    assert find(model.name, model.folder) == model
    assert installed(model.folder) == [model]
    assert choose("auto", "rgb", folder=model.folder) == model


@pytest.mark.parametrize("name", ["nothing", "../rgb-tiny", "rgb-tiny.json", "", "/etc/passwd", "a\0b"])
def test_a_wrong_name_says_what_there_is(model: ModelDescriptor, name: str) -> None:
    with pytest.raises(ModelUnknown, match="rgb-tiny"):
        find(name, model.folder)


class _Evil:
    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return Path.touch.__get__(Path("owned")), ("",)


def _edit(model: ModelDescriptor, **changes: object) -> None:
    path = model.folder / f"{model.name}.json"
    data = json.loads(path.read_text())
    data.update(changes)
    path.write_text(json.dumps(data))


@pytest.mark.parametrize(
    "changes",
    [
        {"architecture": "os.system"},
        {"weights": "../../secret.safetensors"},
        {"weights": "/etc/passwd"},
        {"sha256": "0" * 64},
        {"sha256": 5},
        {"parameters": {"widths": [4, 8, 10], "encoder": [1, 1], "middle": 1, "decoder": [0, 1]}},
        {"parameters": {"evil": 1}},
        {"parameters": []},
        {"tensors": {}},
        {"tensors": "none"},
        {"halo": -1},
        {"halo": 10**9},
        {"multiple": 0},
        {"domain": "audio"},
        {"format": 2},
        {"surprise": 1},
        {"dtype": "float64"},
    ],
    ids=str,
)
def test_a_manifest_that_does_not_fit_is_refused(model: ModelDescriptor, changes: dict[str, object]) -> None:
    _edit(model, **changes)
    with pytest.raises(ModelDamaged, match=model.name):
        load_network(find(model.name, model.folder))


def _replace_weights(model: ModelDescriptor, data: bytes) -> None:
    import hashlib

    model.path.write_bytes(data)
    _edit(model, sha256=hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff" * 7,
        b"\xff" * 64,
        (1 << 40).to_bytes(8, "little") + b"{}",
        (2).to_bytes(8, "little") + b"[]",
        (9).to_bytes(8, "little") + b"not json!",
        pickle.dumps(_Evil()),
        b"PK\x03\x04" + bytes(100),
    ],
    ids=["empty", "short", "ones", "huge header", "list", "text", "pickle", "zip"],
)
def test_a_file_that_is_no_model_is_refused(model: ModelDescriptor, data: bytes) -> None:
    _replace_weights(model, data)
    with pytest.raises(ModelDamaged, match="safetensors"):
        load_network(find(model.name, model.folder))
    assert not Path("owned").exists()


@pytest.mark.parametrize("kind", ["nan", "half", "missing", "extra", "shape"])
def test_tensors_that_differ_are_refused(model: ModelDescriptor, kind: str) -> None:
    tensors = {name: t.clone().contiguous() for name, t in load_network(model).state_dict().items()}
    name = next(iter(tensors))
    match kind:
        case "nan":
            tensors[name][0] = float("nan")
        case "half":
            tensors[name] = tensors[name].half()
        case "missing":
            del tensors[name]
        case "extra":
            tensors["extra"] = torch.zeros(1)
        case "shape":
            tensors[name] = tensors[name][:1].contiguous()
    save_file(tensors, model.path)
    _replace_weights(model, model.path.read_bytes())
    with pytest.raises(ModelDamaged):
        load_network(find(model.name, model.folder))


def test_a_model_without_its_weights_names_the_file(model: ModelDescriptor) -> None:
    model.path.unlink()
    with pytest.raises(ModelDamaged, match=r"rgb-tiny\.safetensors"):
        load_network(model)
