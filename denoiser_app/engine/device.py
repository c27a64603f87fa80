"""The device that computes: chosen, tested, and in which precision.

A device is believed only after a self-test against the CPU in single precision. bf16 is taken where the hardware has it
(twice the speed; the network only predicts the noise, which is added to the photo in single precision).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

import torch

from denoiser_app.core.errors import DeviceUnavailable
from denoiser_app.networks.architectures import Network

_TOLERANCE = 0.05
"""Largest share by which a device's correction may differ from the CPU's, rms over rms: bf16 gives about 0.01."""


@dataclass(frozen=True)
class Device:
    """``name``: cpu, cuda, cuda:1 or mps. ``dtype``: in which the network's body runs. ``label``: for people."""

    name: str
    dtype: torch.dtype
    label: str

    @property
    def on_cuda(self) -> bool:
        """Whether it is a GPU that CUDA (or ROCm, which torch calls the same) runs on."""
        return self.name.split(":")[0] == "cuda"


def candidates(wanted: str) -> list[Device]:
    """Devices to try for 'auto', 'cpu', 'cuda', 'cuda:1' or 'mps', best first; the CPU is the last resort of 'auto'.

    DeviceUnavailable if the one that was asked for by name is not there.
    """
    if wanted.startswith("cuda:"):
        found = [d for d in (_cuda(wanted),) if d is not None]
    else:
        found = [d for d in (_cuda(), _mps(), cpu()) if d is not None and wanted in ("auto", d.name)]
    if not found:
        raise DeviceUnavailable(device=wanted, reason="torch finds no such device on this machine")
    return found


def all_devices(wanted: str) -> list[str]:
    """The names of the devices that a batch should use, a worker for each: every GPU of 'auto' and 'cuda' where there
    are several, else the one that was asked for, which ``candidates`` knows. Raises nothing."""
    count = torch.cuda.device_count() if wanted in ("auto", "cuda") and torch.cuda.is_available() else 0
    return [f"cuda:{index}" for index in range(count)] if count > 1 else [wanted]


def cpu(single_precision: bool = False) -> Device:
    """The CPU, in bf16 where it has instructions for it."""
    fast = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    if fast and not single_precision:
        return Device("cpu", torch.bfloat16, "CPU, bf16")
    return Device("cpu", torch.float32, "CPU")


def _cuda(name: str = "cuda") -> Device | None:
    """'cuda' is the first; None if there is none of this name."""
    index = "0" if name == "cuda" else name.removeprefix("cuda:")
    if not index.isdecimal() or not torch.cuda.is_available() or int(index) >= torch.cuda.device_count():
        return None
    with torch.cuda.device(int(index)):
        dtype = torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    return Device(name, dtype, torch.cuda.get_device_name(int(index)))


def _mps() -> Device | None:
    if not torch.backends.mps.is_available():
        return None
    return Device("mps", torch.float32, "Apple GPU")


def place(network: Network, device: Device) -> Network:
    """A copy of a CPU network on a device, its body in the device's precision."""
    placed = copy.deepcopy(network).to(device.name)
    placed.body.to(dtype=device.dtype, memory_format=torch.channels_last)  # type: ignore[call-overload]
    return placed


def self_test(network: Network, placed: Network, device: Device, channels: int) -> None:
    """Runs both on the same random picture. DeviceUnavailable if the results differ by more than rounding."""
    generator = torch.Generator().manual_seed(0)
    picture = torch.rand(1, channels, 64, 64, generator=generator)
    with torch.inference_mode():
        truth = network.body(picture)
        result = placed.body(picture.to(device.name, device.dtype)).float().cpu()
    error = float((result - truth).square().mean().sqrt() / truth.square().mean().sqrt().clamp(min=1e-6))
    if not error <= _TOLERANCE:
        raise DeviceUnavailable(device=device.label, reason=f"its results differ from the CPU's by {error:.0%}")
