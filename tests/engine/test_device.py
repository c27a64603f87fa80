"""A device is believed only after it has agreed with the CPU."""

from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from denoiser_app.core.errors import DeviceUnavailable
from denoiser_app.engine import device as devices
from denoiser_app.engine.backend import OutOfMemory, TorchBackend
from denoiser_app.engine.device import Device
from denoiser_app.engine.room import MOST, Room
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


# --- several GPUs, faked ----------------------------------------------------------------------------------------------


class Gpus:
    """What torch.cuda would say on a machine with ``count`` GPUs of ``total`` bytes each; ``allocated`` of one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, count: int, total: int = 10**9) -> None:
        self.allocated = self.peak = self.reserved = 0
        self.emptied = 0
        answers = {
            "is_available": lambda: count > 0,
            "device_count": lambda: count,
            "is_bf16_supported": lambda: True,
            "get_device_name": lambda index=0: f"GPU {index}",
            "device": lambda _: nullcontext(),
            "mem_get_info": lambda _: (total - max(self.reserved, self.allocated), total),
            "memory_allocated": lambda _: self.allocated,
            "memory_reserved": lambda _: max(self.reserved, self.allocated),
            "max_memory_allocated": lambda _: self.peak,
            "reset_peak_memory_stats": lambda _: setattr(self, "peak", self.allocated),
            "empty_cache": self._empty,
        }
        for name, answer in answers.items():
            monkeypatch.setattr(torch.cuda, name, answer)

    def _empty(self) -> None:
        self.emptied += 1


@pytest.mark.parametrize(
    ("count", "wanted", "expected"),
    [
        (0, "auto", ["auto"]),
        (0, "cuda", ["cuda"]),
        (1, "auto", ["auto"]),  # which goes on to the CPU where the only GPU does not pass its test
        (2, "auto", ["cuda:0", "cuda:1"]),
        (3, "cuda", ["cuda:0", "cuda:1", "cuda:2"]),
        (3, "cuda:1", ["cuda:1"]),
        (3, "cpu", ["cpu"]),
    ],
)
def test_a_batch_uses_every_gpu_unless_one_is_named(
    monkeypatch: pytest.MonkeyPatch, count: int, wanted: str, expected: list[str]
) -> None:
    Gpus(monkeypatch, count)
    assert devices.all_devices(wanted) == expected


def test_a_gpu_is_named_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    Gpus(monkeypatch, 2)
    (second,) = devices.candidates("cuda:1")
    assert (second.name, second.label, second.on_cuda) == ("cuda:1", "GPU 1", True)
    assert next(d.name for d in devices.candidates("auto")) == "cuda"
    for nothing in ("cuda:2", "cuda:-1", "cuda:x", "cuda:"):
        with pytest.raises(DeviceUnavailable, match=nothing):
            devices.candidates(nothing)


def test_the_cpu_runs_one_tile_at_a_time() -> None:
    assert TorchBackend(tiny_network("rgb"), CPU).tiles_at_once((64, 64)) == 1


def measure(room: Room, gpus: Gpus, count: int, side: int, bytes_per_pixel: int) -> None:
    with room.measured(count, side, side):
        gpus.peak = max(gpus.peak, gpus.allocated + count * side * side * bytes_per_pixel)


def test_nothing_is_promised_before_it_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    Gpus(monkeypatch, 1)
    assert Room("cuda").tiles(64, 64) == 1


@given(
    side=st.integers(16, 1024),
    need=st.integers(1, 2000),
    weights=st.integers(0, 10**8),
    cached=st.integers(0, 5 * 10**8),
    total=st.integers(10**6, 10**10),
)
def test_as_many_tiles_go_at_once_as_have_room(side: int, need: int, weights: int, cached: int, total: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        gpus, room = Gpus(patched, 1, total + weights + cached), Room("cuda")
        gpus.allocated, gpus.reserved = weights, weights + cached  # torch holds more than it uses: that is free, too
        measure(room, gpus, 4, side, need)
        count = room.tiles(side, side)
        assert 1 <= count <= MOST
        assert count == 1 or count * side * side * need <= total + cached
        if 2 * MOST * side * side * need <= total + cached:
            assert count == MOST


def test_a_gpu_that_ran_out_of_memory_is_not_asked_for_so_many_again(monkeypatch: pytest.MonkeyPatch) -> None:
    gpus, room = Gpus(monkeypatch, 1), Room("cuda")
    measure(room, gpus, 1, 64, 100)
    assert room.tiles(64, 64) == MOST
    room.too_little(MOST)
    assert room.tiles(64, 64) == MOST // 2
    room.too_little(1)
    assert room.tiles(64, 64) == 1
    assert gpus.emptied == 2


def test_what_was_at_its_peak_before_the_run_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    gpus, room = Gpus(monkeypatch, 1), Room("cuda")
    gpus.peak = 900_000_000
    measure(room, gpus, 1, 1000, 100)
    assert room.tiles(1000, 1000) == 8


def test_memory_that_torch_holds_and_does_not_use_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    gpus, room = Gpus(monkeypatch, 1), Room("cuda")
    gpus.reserved = 1_000_000_000  # all of it
    measure(room, gpus, 1, 1000, 100)
    assert room.tiles(1000, 1000) == 8


def test_the_largest_run_says_what_a_pixel_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    gpus, room = Gpus(monkeypatch, 1), Room("cuda")
    measure(room, gpus, 1, 1000, 100)
    measure(room, gpus, 1, 10, 100_000)  # a library's working space, which does not grow with the picture
    assert room.tiles(1000, 1000) == 8  # 80 % of 1 GB, 100 MB each


def test_the_backend_of_a_gpu_measures_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    gpus, backend = Gpus(monkeypatch, 1), TorchBackend(tiny_network("rgb"), CPU)
    monkeypatch.setattr(backend, "_room", Room("cuda"))
    inputs = [np.zeros((2, 3, 16, 16), np.float32), np.zeros((2, 2, 12), np.float32)]
    real = backend._placed

    def run(*tensors: torch.Tensor) -> torch.Tensor:
        gpus.peak = 1000 * 2 * 16 * 16
        return real(*tensors)  # type: ignore[no-any-return]

    monkeypatch.setattr(backend, "_placed", run)
    assert backend.tiles_at_once((300, 300)) == 1
    backend.run(inputs)
    assert backend.tiles_at_once((300, 300)) == 8  # 800 MB, 90 MB each

    def fail(*_: object) -> None:
        raise RuntimeError("CUDA out of memory")

    monkeypatch.setattr(backend, "_placed", fail)
    with pytest.raises(OutOfMemory):
        backend.run(inputs)
    assert backend.tiles_at_once((300, 300)) == 1
