"""What every architecture has to be: a file, tiles, half precision; and what each of them is by its paper."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from denoiser_app.core import cfa
from denoiser_app.core.noise import NoiseCurve
from denoiser_app.core.photo import Levels, Metadata, Photo, PoissonGaussian, RawPhoto, RgbPhoto
from denoiser_app.engine.backend import TorchBackend
from denoiser_app.engine.denoiser import Denoiser
from denoiser_app.engine.device import Device
from denoiser_app.networks.architectures import Domain, build, giga_macs_per_megapixel
from denoiser_app.networks.classics.recurrent import ConvGruCell
from denoiser_app.networks.classics.wavelet import haar, inverse_haar
from denoiser_app.networks.library import find
from denoiser_app.networks.receptive_field import measure_radius
from denoiser_app.networks.weights import load_network
from tests.networks.bodies import NAMES, SMALL, lively, model_of

CURVE = NoiseCurve(tuple(np.linspace(0.01, 0.1, 12)), tuple(np.linspace(0.1, 0.02, 12)))
BLIND = {"three-layer", "dncnn"}


def photo_of(domain: Domain, height: int, width: int) -> Photo:
    random = np.random.default_rng(height * 1000 + width)
    if domain == "rgb":
        return RgbPhoto(random.random((height, width, 3), np.float32), Metadata(Path("photo.jpg")))
    mosaic = random.uniform(-0.02, 0.9, (height, width)).astype(np.float32)
    levels, noise = Levels((0, 0, 0, 0), 1, "test", "test"), PoissonGaussian(1e-3, 1e-5)
    return RawPhoto(
        mosaic, cfa.bayer("GRBG"), levels, (2.1, 1.0, 1.6), np.eye(3), Metadata(Path("photo.dng")), None, noise
    )


def test_every_architecture_is_tested_here() -> None:
    assert sorted(SMALL) == NAMES


@pytest.mark.parametrize("domain", ["rgb", "raw"])
@pytest.mark.parametrize("name", NAMES)
def test_tiled_equals_whole(name: str, domain: Domain, tmp_path: Path) -> None:
    network = lively(name, domain)
    model = model_of(network, name, domain, tmp_path)
    backend = TorchBackend(network, Device("cpu", torch.float32, "CPU"))
    photo = photo_of(domain, 101, 147)
    curve = CURVE if domain == "rgb" else None
    whole = Denoiser(model, backend, 4096).whole(photo, noise=curve)
    tiled = Denoiser(model, backend, 2 * model.halo + 48).whole(photo, noise=curve)
    np.testing.assert_allclose(tiled, whole, rtol=1e-5, atol=2e-5)
    assert whole.std() > 0.01


@pytest.mark.parametrize("name", NAMES)
def test_a_model_file_gives_the_same_network_back(name: str, tmp_path: Path) -> None:
    network = lively(name)
    model_of(network, name, "rgb", tmp_path)
    loaded, original = load_network(find(name, tmp_path)).state_dict(), network.state_dict()
    assert loaded.keys() == original.keys()
    for key, tensor in original.items():
        assert loaded[key].dtype == tensor.dtype
        assert torch.equal(loaded[key], tensor)


@pytest.mark.parametrize("name", NAMES)
def test_half_precision_passes_the_self_test(name: str) -> None:
    network = lively(name)
    TorchBackend(network, Device("cpu", torch.bfloat16, "CPU, bf16"))  # DeviceUnavailable if it differs


@pytest.mark.parametrize("name", NAMES)
def test_only_the_blind_do_not_see_the_noise_level(name: str) -> None:
    body, picture = lively(name).body, torch.rand(1, 5, 32, 32)
    other = picture.clone()
    other[:, 3:] *= 2
    assert torch.equal(body(picture), body(other)) == (name in BLIND)


@pytest.mark.parametrize("name", NAMES)
def test_measuring_and_counting_leave_a_network_in_training_alone(name: str) -> None:
    network = lively(name).train()
    before = {key: tensor.clone() for key, tensor in network.state_dict().items()}
    measure_radius(network.body, 5, int(network.body.multiple))  # type: ignore[arg-type]
    giga_macs_per_megapixel(network)
    assert network.training
    assert all(torch.equal(tensor, before[key]) for key, tensor in network.state_dict().items())


@given(st.integers(1, 3), st.integers(1, 5), st.integers(1, 6), st.integers(1, 6), st.integers(0, 99))
def test_the_haar_transform_loses_nothing_and_is_orthonormal(n: int, c: int, h: int, w: int, seed: int) -> None:
    x = torch.randint(0, 256, (n, c, 2 * h, 2 * w), generator=torch.Generator().manual_seed(seed)).float()
    bands = haar(x)
    assert bands.shape == (n, 4 * c, h, w)
    assert torch.equal(inverse_haar(bands), x)  # exact: halves of integers have no rounding
    torch.testing.assert_close(bands.square().sum(), x.square().sum())
    torch.testing.assert_close(bands[:, ::4], 2 * nn.functional.avg_pool2d(x, 2))


@given(st.integers(-9, 9), st.integers(1, 9))
def test_the_haar_bands_are_the_differences_across_down_and_diagonal(level: int, step: int) -> None:
    across = torch.tensor([[level + step, level], [level + step, level]], dtype=torch.float32)[None, None]
    diagonal = torch.tensor([[level + step, level], [level, level + step]], dtype=torch.float32)[None, None]
    assert haar(across).flatten().tolist() == [2 * level + step, step, 0, 0]
    assert haar(across.mT).flatten().tolist() == [2 * level + step, 0, step, 0]
    assert haar(diagonal).flatten().tolist() == [2 * level + step, 0, 0, step]


@settings(max_examples=20)
@given(st.integers(1, 4), st.integers(1, 9), st.floats(0, 30), st.integers(0, 99))
def test_the_state_of_a_gru_stays_bounded(channels: int, side: int, size: float, seed: int) -> None:
    torch.manual_seed(seed)
    cell = ConvGruCell(channels).requires_grad_(False)
    state = 2 * torch.rand(1, channels, side, side) - 1
    for _ in range(5):
        state = cell(size * torch.randn(1, channels, side, side), state)
    assert float(state.abs().max()) <= 1.0 + 1e-6


def test_a_gru_with_its_update_gate_shut_keeps_its_state() -> None:
    cell = ConvGruCell(2).requires_grad_(False)
    assert cell.gates.bias is not None
    cell.gates.bias[:2] = -200.0
    state = torch.rand(1, 2, 5, 5)
    torch.testing.assert_close(cell(torch.randn(1, 2, 5, 5), state), state)


def test_more_steps_of_the_recurrent_network_cost_time_and_no_weights() -> None:
    few, many = (build("conv-gru", {"channels": 8, "steps": steps}, "rgb") for steps in (1, 5))
    assert [t.shape for t in few.state_dict().values()] == [t.shape for t in many.state_dict().values()]
    entry = 9 * 5 * 8 / 1000
    one = giga_macs_per_megapixel(few) - entry
    np.testing.assert_allclose(giga_macs_per_megapixel(many) - entry, 5 * one)
