"""A device is believed only after it has agreed with the CPU."""

from pathlib import Path

import numpy as np
import pytest
import torch

from denoiser_app.core.errors import DeviceUnavailable
from denoiser_app.engine import device as devices
from denoiser_app.engine.backend import OutOfMemory, TorchBackend
from denoiser_app.engine.device import Device
from denoiser_app.networks.architectures import Network
from tests.helpers.models import tiny_network

CPU = Device("cpu", torch.float32, "CPU")


def test_the_processor_passes_its_test_in_both_precisions() -> None:
    network = tiny_network("rgb")
    for dtype in (torch.float32, torch.bfloat16):
        TorchBackend(network, Device("cpu", dtype, "CPU"))


@pytest.mark.parametrize("factor", [0.9, 1.1, 0.0, float("nan")])
def test_a_device_that_computes_wrongly_is_refused(factor: float) -> None:
    network = tiny_network("rgb")
    placed = devices.place(network, CPU)
    placed.body.exit.weight.mul_(factor)  # type: ignore[union-attr, operator]
    with pytest.raises(DeviceUnavailable, match="differ from the CPU's"):
        devices.self_test(network, placed, CPU, 5)


def test_auto_goes_on_to_the_next_device(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Device("cpu", torch.float32, "broken GPU")
    real = devices.place

    def place(network: Network, device: Device) -> Network:
        placed = real(network, device)
        if device is broken:
            placed.body.exit.weight.zero_()  # type: ignore[union-attr, operator]
        return placed

    monkeypatch.setattr(devices, "place", place)
    monkeypatch.setattr(devices, "candidates", lambda wanted: [broken, CPU])
    assert TorchBackend.best(tiny_network("rgb"), "auto").label == "CPU"
    monkeypatch.setattr(devices, "candidates", lambda wanted: [broken])
    with pytest.raises(DeviceUnavailable, match="broken GPU"):
        TorchBackend.best(tiny_network("rgb"), "cuda")


def test_a_device_that_is_not_there_is_named() -> None:
    with pytest.raises(DeviceUnavailable, match=r"'mps'.*--device cpu"):
        devices.candidates("mps")


@pytest.mark.parametrize(
    "message", ["CUDA out of memory. Tried", "CUBLAS_STATUS_ALLOC_FAILED", "can't allocate memory"]
)
def test_running_out_of_memory_is_told_from_other_failures(message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    backend = TorchBackend(tiny_network("rgb"), CPU)
    inputs = [np.zeros((1, 3, 16, 16), np.float32), np.zeros((1, 2, 12), np.float32)]

    def fail(text: str) -> None:
        def run(*_: object) -> None:
            raise RuntimeError(text)

        monkeypatch.setattr(backend, "_placed", run)

    fail(message)
    with pytest.raises(OutOfMemory):
        backend.run(inputs)
    fail("misaligned address")
    with pytest.raises(RuntimeError, match="misaligned"):
        backend.run(inputs)


def test_bf16_rounds_the_noise_and_not_the_photo(tmp_path: Path) -> None:
    network = tiny_network("rgb")
    picture = np.random.default_rng(0).random((1, 3, 32, 32), np.float32)
    curve = np.full((1, 2, 12), 0.05, np.float32)
    exact = TorchBackend(network, CPU).run([picture, curve])
    half = TorchBackend(network, Device("cpu", torch.bfloat16, "CPU, bf16")).run([picture, curve])
    removed = np.abs(exact - picture).max()
    assert np.abs(half - exact).max() < 0.03 * removed
