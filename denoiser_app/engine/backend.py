"""Runs a network on a device, a tile at a time or as many as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from denoiser_app.core.errors import DeviceUnavailable
from denoiser_app.engine import device as devices
from denoiser_app.engine.device import Device
from denoiser_app.engine.room import Room
from denoiser_app.networks.architectures import Network
from denoiser_app.networks.domains import inputs_of

Float = NDArray[np.float32]

_OUT_OF_MEMORY = ("out of memory", "can't allocate memory", "CUBLAS_STATUS_ALLOC_FAILED", "not enough memory")


class OutOfMemory(Exception):
    """The device has no room for a tile of this size."""


class Backend(Protocol):
    """What the denoiser needs of a device; tests have others that count or fail."""

    @property
    def label(self) -> str:
        """The device, for people."""

    @property
    def on_cpu(self) -> bool:
        """Whether there is nothing left to fall back to."""

    def run(self, inputs: Sequence[Float]) -> Float:
        """The network's forward on numpy inputs with a leading batch axis. OutOfMemory if that is too much."""

    def tiles_at_once(self, shape: tuple[int, int]) -> int:
        """How many tiles of (height, width) pixels there is room for in one ``run``, at least 1."""

    def on_the_cpu(self) -> Backend:
        """The same network on the CPU."""


class TorchBackend:
    """A network on a torch device."""

    def __init__(self, network: Network, device: Device) -> None:
        self._network, self._device = network, device
        self._placed = devices.place(network, device)
        devices.self_test(network, self._placed, device, inputs_of(network))
        self._room = Room(device.name) if device.on_cuda else None

    @classmethod
    def best(cls, network: Network, wanted: str) -> TorchBackend:
        """On the first device that passes its self-test. DeviceUnavailable if the one asked for does not."""
        problem: DeviceUnavailable | None = None
        for device in devices.candidates(wanted):
            try:
                return cls(network, device)
            except DeviceUnavailable as error:
                problem = error
            except RuntimeError as error:
                problem = DeviceUnavailable(device=device.label, reason=str(error).splitlines()[0])
        assert problem is not None
        raise problem

    @property
    def label(self) -> str:
        return self._device.label

    @property
    def on_cpu(self) -> bool:
        return self._device.name == "cpu"

    def run(self, inputs: Sequence[Float]) -> Float:
        try:
            with torch.inference_mode(), self._measured(inputs[0].shape):
                tensors = [torch.from_numpy(array).to(self._device.name) for array in inputs]
                result: Float = self._placed(*tensors).cpu().numpy()
        except (RuntimeError, MemoryError) as error:
            if isinstance(error, MemoryError) or any(phrase in str(error) for phrase in _OUT_OF_MEMORY):
                if self._room is not None:
                    self._room.too_little(len(inputs[0]))
                raise OutOfMemory from error
            raise
        return result

    def on_the_cpu(self) -> TorchBackend:
        return TorchBackend(self._network, devices.cpu())

    def tiles_at_once(self, shape: tuple[int, int]) -> int:
        return 1 if self._room is None else self._room.tiles(*shape)

    def _measured(self, shape: tuple[int, ...]) -> AbstractContextManager[None]:
        count, _, height, width = shape
        return nullcontext() if self._room is None else self._room.measured(count, height, width)
