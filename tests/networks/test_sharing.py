"""A model in one file: what comes out is what went in, and nothing is taken that does not agree with itself."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load, save

from denoiser_app.core.errors import ModelFileRefused
from denoiser_app.networks import sharing
from denoiser_app.networks.architectures import ARCHITECTURES, build, count_parameters, giga_macs_per_megapixel
from denoiser_app.networks.card import card
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.sharing import KIND, LARGEST_MULTIPLE, pack, unpack
from denoiser_app.training.publish import publish
from tests.helpers.models import personal_facts, personal_model, tiny_config

PATIENCE = 10.0
"""Seconds in which there has to be a verdict (reliability.md)."""
MEMORY = 300e6
"""Bytes that it may take beyond what is there."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> ModelDescriptor:
    return personal_model(tmp_path_factory.mktemp("model"), "X-T3 night", "raw")


def rewritten(
    data: bytes, manifest: Mapping[str, object] | None = None, metadata: Mapping[str, str] | None = None
) -> bytes:
    """The file with a manifest and a header that somebody changed, whose checksum is right again."""
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    texts = header["__metadata__"]
    texts["manifest"] = json.dumps({**json.loads(texts["manifest"]), **(manifest or {})})
    texts["sha256"] = sharing._checksum(texts["manifest"], texts["card"])
    texts.update(metadata or {})
    return with_header(data, header)


def with_header(data: bytes, header: object) -> bytes:
    size = int.from_bytes(data[:8], "little")
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data[8 + size :]


def with_tensors(data: bytes, change: Callable[[dict[str, torch.Tensor]], None]) -> bytes:
    """The file with other numbers, whose every checksum is right again."""
    size = int.from_bytes(data[:8], "little")
    texts = json.loads(data[8 : 8 + size])["__metadata__"]
    tensors = load(data)
    change(tensors)
    shapes = {name: list(t.shape) for name, t in tensors.items()}
    new = {"sha256": hashlib.sha256(save(tensors)).hexdigest(), "tensors": shapes}
    return rewritten(save(tensors, texts), new)


def described(model: ModelDescriptor, architecture: str, parameters: Mapping[str, Any], **changes: object) -> bytes:
    """A file whose manifest asks for another network than its tensors are of."""
    return rewritten(pack(model), {"architecture": architecture, "parameters": dict(parameters), **changes})


@pytest.mark.parametrize("domain", ["raw", "rgb"])
def test_what_comes_out_is_what_went_in(tmp_path: Path, domain: Any) -> None:
    mine = personal_model(tmp_path, "mine", domain)
    path = tmp_path / "mine.denoiser-model"
    path.write_bytes(pack(mine))
    shared = unpack(path)
    assert shared.weights == mine.path.read_bytes()
    assert replace(shared.descriptor, folder=mine.folder) == mine
    assert shared.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    header = json.loads(path.read_bytes()[8 : 8 + int.from_bytes(path.read_bytes()[:8], "little")])
    assert header["__metadata__"]["card"] == card(mine)


@pytest.mark.parametrize("architecture", sorted(ARCHITECTURES))
def test_every_architecture_can_be_shared(tmp_path: Path, architecture: str) -> None:
    small = {"widths": [4, 6], "channels": 4, "depth": 3, "encoder": [1], "decoder": [1], "middle": 1, "steps": 2}
    parameters = {name: small[name] for name in ARCHITECTURES[architecture].parameters if name in small}
    torch.manual_seed(0)
    config = tiny_config("raw", name="mine", architecture=architecture, parameters=parameters)
    made = publish(build(architecture, config.parameters, "raw").eval(), config, {}, {}, tmp_path)
    mine = replace(made, personal=personal_facts())
    path = tmp_path / "mine.denoiser-model"
    path.write_bytes(pack(mine))
    assert unpack(path).weights == mine.path.read_bytes()


@settings(max_examples=40)
@given(st.data())
def test_a_file_that_was_damaged_is_refused(model: ModelDescriptor, tmp_path_factory: Any, data: st.DataObject) -> None:
    whole = pack(model)
    at = data.draw(st.integers(0, len(whole) - 1))
    match data.draw(st.sampled_from(["flip", "cut", "more"])):
        case "flip":
            bit = 1 << data.draw(st.integers(0, 7))
            damaged = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
        case "cut":
            damaged = whole[:at]
        case _:
            damaged = whole + b"\0" * data.draw(st.integers(1, 9))
    path = tmp_path_factory.mktemp("damaged") / "mine.denoiser-model"
    path.write_bytes(damaged)
    with pytest.raises(ModelFileRefused):
        unpack(path)


class _Evil:
    def __reduce__(self) -> tuple[Callable[..., object], tuple[Any, ...]]:
        return os.system, ("touch owned",)


def _torch_file() -> bytes:
    file = io.BytesIO()
    torch.save({"weights": torch.zeros(3), "evil": _Evil()}, file)
    return file.getvalue()


def _zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.json", bytes(1 << 24))
    return file.getvalue()


def _huge_header(_: ModelDescriptor) -> bytes:
    text = b'{"a":"' + b" " * (1 << 21) + b'"}'
    return len(text).to_bytes(8, "little") + text


def _many_tensors(_: ModelDescriptor) -> bytes:
    header = {f"t{n}": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]} for n in range(10_001)}
    return with_header(b"\0" * 8, header)


def _overlap(model: ModelDescriptor) -> bytes:
    data = pack(model)
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    first, second = [name for name in header if name != "__metadata__"][:2]
    header[second]["data_offsets"] = header[first]["data_offsets"]
    header[second]["shape"] = header[first]["shape"]
    return with_header(data, header)


def _set(value: float) -> Callable[[dict[str, torch.Tensor]], None]:
    def change(tensors: dict[str, torch.Tensor]) -> None:
        next(iter(tensors.values())).flatten()[0] = value

    return change


def _all(value: float) -> Callable[[dict[str, torch.Tensor]], None]:
    def change(tensors: dict[str, torch.Tensor]) -> None:
        for tensor in tensors.values():
            tensor.fill_(value)

    return change


def _dropped(tensors: dict[str, torch.Tensor]) -> None:
    del tensors[next(iter(tensors))]


def _added(tensors: dict[str, torch.Tensor]) -> None:
    tensors["__class__"] = torch.zeros(1)


def _halved(tensors: dict[str, torch.Tensor]) -> None:
    name = next(iter(tensors))
    tensors[name] = tensors[name].half()


UNET = {"widths": [6, 8, 10], "encoder": [1, 1], "middle": 1, "decoder": [0, 1]}

MALICIOUS: Mapping[str, Callable[[ModelDescriptor], bytes]] = {
    "empty": lambda _: b"",
    "ones": lambda _: b"\xff" * 4096,
    "pickle": lambda _: pickle.dumps(_Evil()),
    "pth": lambda _: _torch_file(),
    "zip bomb": lambda _: _zip_bomb(),
    "html": lambda _: b"<script>fetch('http://example.org')</script>" * 10,
    "huge header": _huge_header,
    "header longer than the file": lambda _: (1 << 19).to_bytes(8, "little") + b"{}",
    "header length 2**64": lambda _: b"\xff" * 8 + b"{}",
    "too many tensors": _many_tensors,
    "nested header": lambda _: with_header(b"\0" * 8, b"[" * 200_000),
    "overlapping tensors": _overlap,
    "a tensor twice": lambda m: with_header(pack(m), b'{"a":{},"a":{}}'),
    "a huge tensor": lambda m: with_header(
        pack(m), {"a": {"dtype": "F32", "shape": [1 << 30, 1 << 30], "data_offsets": [0, 1 << 62]}}
    ),
    "a plain safetensors file": lambda m: m.path.read_bytes(),
    "no manifest": lambda m: save(load(pack(m)), {"kind": KIND}),
    "nested manifest": lambda m: rewritten(pack(m), {"training": json.loads("[" * 900 + "]" * 900)}),
    "another kind": lambda m: rewritten(pack(m), metadata={"kind": "denoiser-app model 99"}),
    "a changed manifest": lambda m: rewritten(pack(m), {"licence": "mine"}, {"sha256": "0" * 64}),
    "a name with a path": lambda m: rewritten(pack(m), {"name": "../../evil"}),
    "a device's name": lambda m: rewritten(pack(m), {"name": "CON"}),
    "weights elsewhere": lambda m: rewritten(pack(m), {"weights": "../../../etc/passwd"}),
    "not personal": lambda m: rewritten(pack(m), {"personal": None}),
    "markup in the camera": lambda m: rewritten(pack(m), {"personal": {"camera": "<b>"}}),
    "code as architecture": lambda m: rewritten(pack(m), {"architecture": "os.system"}),
    "widths of a million": lambda m: described(m, "residual-unet", {**UNET, "widths": [10**6, 10**6, 10**6]}),
    "depth of a billion": lambda m: described(m, "dncnn", {"depth": 10**9, "channels": 4}),
    "steps of a billion": lambda m: described(m, "conv-gru", {"channels": 4, "steps": 10**9}),
    "a hundred scales": lambda m: described(m, "unet", {"widths": [4] * 100}),
    "negative widths": lambda m: described(m, "residual-unet", {**UNET, "widths": [-6, 8, 10]}),
    "widths of text": lambda m: described(m, "residual-unet", {**UNET, "widths": "wide"}),
    "parameters of a function": lambda m: described(m, "residual-unet", {**UNET, "forward": "exec"}),
    "tensors of another network": lambda m: described(m, "three-layer", {"channels": 32}),
    "not a number": lambda m: with_tensors(pack(m), _set(float("nan"))),
    "infinity": lambda m: with_tensors(pack(m), _set(float("inf"))),
    "absurd weights": lambda m: with_tensors(pack(m), _all(1e30)),
    "a tensor less": lambda m: with_tensors(pack(m), _dropped),
    "a tensor more": lambda m: with_tensors(pack(m), _added),
    "half precision": lambda m: with_tensors(pack(m), _halved),
    "another checksum": lambda m: rewritten(pack(m), {"sha256": "0" * 64}),
    "a halo too small": lambda m: rewritten(pack(m), {"halo": 1}),
    "another multiple": lambda m: rewritten(pack(m), {"multiple": 1}),
    "a wrong size": lambda m: rewritten(pack(m), {"parameter_count": 5}),
    "a wrong cost": lambda m: rewritten(pack(m), {"giga_macs": 0.1}),
    "something behind it": lambda m: pack(m) + pickle.dumps(_Evil()),
}  # fmt: skip


@pytest.mark.parametrize("kind", MALICIOUS)
def test_malicious_files_are_refused_at_once(
    model: ModelDescriptor, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "evil.denoiser-model"
    path.write_bytes(MALICIOUS[kind](model))
    before, started = psutil.Process().memory_info().rss, time.monotonic()
    with pytest.raises(ModelFileRefused, match="evil") as refused:
        unpack(path)
    assert time.monotonic() - started < PATIENCE
    assert psutil.Process().memory_info().rss - before < MEMORY
    assert "\n" not in str(refused.value)
    assert [found.name for found in tmp_path.iterdir()] == ["evil.denoiser-model"]


def test_what_is_changed_for_these_tests_is_what_makes_them_fail(model: ModelDescriptor, tmp_path: Path) -> None:
    path = tmp_path / "good.denoiser-model"
    for data in (rewritten(pack(model)), with_tensors(pack(model), _set(0.5))):
        path.write_bytes(data)
        unpack(path)


def test_a_large_file_and_what_is_no_file_are_refused_unread(tmp_path: Path) -> None:
    large = tmp_path / "large.denoiser-model"
    with large.open("wb") as file:
        file.truncate(1 << 40)  # sparse: a terabyte of nothing
    with pytest.raises(ModelFileRefused, match="larger"):
        unpack(large)
    pipe = tmp_path / "pipe.denoiser-model"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, Path("/dev/zero")):
        with pytest.raises(ModelFileRefused, match="not a file"):
            unpack(path)
    with pytest.raises(ModelFileRefused, match="No such file"):
        unpack(tmp_path / "nothing")


def test_the_deepest_that_is_allowed_is_judged_in_time(tmp_path: Path) -> None:
    """How far a network sees is measured last: with as many scales and layers as are allowed, and nothing else wrong,
    that must not take longer than refusing one."""
    deep = {"widths": [4] * 5, "encoder": [8, 8, 8, 5], "middle": 6, "decoder": [8, 8, 8, 5]}
    network = build("residual-unet", deep, "rgb").eval()
    data = save({name: t.float().contiguous() for name, t in network.state_dict().items()})
    (tmp_path / "deep.safetensors").write_bytes(data)
    own = replace(
        personal_model(tmp_path / "tiny", "deep", "rgb"),
        parameters=deep,
        tensors={name: tuple(t.shape) for name, t in network.state_dict().items()},
        sha256=hashlib.sha256(data).hexdigest(),
        parameter_count=count_parameters(network),
        giga_macs=round(giga_macs_per_megapixel(network), 1),
        multiple=LARGEST_MULTIPLE,
        halo=500,
        folder=tmp_path,
    )
    path = tmp_path / "deep.denoiser-model"
    path.write_bytes(pack(own))
    started = time.monotonic()
    with pytest.raises(ModelFileRefused, match="see"):
        unpack(path)
    assert time.monotonic() - started < PATIENCE
