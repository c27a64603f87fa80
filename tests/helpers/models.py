"""Tiny random networks, so that no test needs a trained one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from denoiser_app.engine.backend import OutOfMemory, TorchBackend
from denoiser_app.engine.denoiser import Denoiser
from denoiser_app.engine.device import Device
from denoiser_app.networks.architectures import Domain, Network, build
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.training.config import TrainingConfig
from denoiser_app.training.publish import publish

Float = NDArray[np.float32]

TINY = {"widths": [6, 8, 10], "encoder": [1, 1], "middle": 1, "decoder": [0, 1]}


def tiny_config(domain: Domain, **changes: object) -> TrainingConfig:
    fields: dict[str, object] = {"name": f"{domain}-tiny", "domain": domain, "architecture": "residual-unet"}
    return TrainingConfig(**{**fields, "parameters": TINY, **changes})  # type: ignore[arg-type]


def tiny_network(domain: Domain, seed: int = 0, size: float = 0.4) -> Network:
    """Random weights everywhere, also in the layers that begin at zero when training."""
    torch.manual_seed(seed)
    network = build("residual-unet", TINY, domain).eval().requires_grad_(False)
    for parameter in network.parameters():
        fan_in = max(parameter[0].numel(), 1) if parameter.ndim > 1 else 16
        parameter.normal_(0.0, size / fan_in**0.5)
    return network


def tiny_model(folder: Path, domain: Domain, seed: int = 0) -> ModelDescriptor:
    return publish(tiny_network(domain, seed), tiny_config(domain), {"photos": "none"}, {}, folder)


def personal_facts(camera: str = "Simulant S-1", **changes: object) -> dict[str, object]:
    """What a personal model's manifest says of what it is for."""
    return {
        "camera": camera,
        "iso_from": 6400,
        "iso_to": 25600,
        "scenes": ["scene-1", "scene-2"],
        "held_out": ["scene-3"],
        "date": "2026-11-20",
        "versions": {"denoiser-app": "0.1.0"},
        **changes,
    }


def personal_model(
    folder: Path, name: str, domain: Domain, network: Network | None = None, **changes: object
) -> ModelDescriptor:
    """A trained model of one's own as a training leaves it in ``folder``. changes: of ``personal_facts``."""
    network = network or tiny_network(domain)
    trained = publish(network, tiny_config(domain, name=name), {"photos": "none"}, {}, folder)
    own = replace(trained, personal=personal_facts(**changes))
    own.manifest.write_text(own.to_json(), encoding="utf-8")
    return own


def tiny_denoiser(folder: Path, domain: Domain, tile: int = 64, seed: int = 0) -> Denoiser:
    """On the CPU in single precision."""
    descriptor = tiny_model(folder, domain, seed)
    backend = TorchBackend(tiny_network(domain, seed), Device("cpu", torch.float32, "CPU"))
    return Denoiser(descriptor, backend, tile)


class FakeBackend:
    """A backend that returns the picture it is given (rgb) after doing what a test wants of it.

    calls: sides of the tiles that were run. limit: tiles with a longer side are out of memory.
    """

    def __init__(self, *, on_cpu: bool = True, limit: int = 10**9, result: str = "same") -> None:
        self.calls: list[tuple[int, int]] = []
        self._on_cpu, self._limit, self._result = on_cpu, limit, result
        self.cpu: FakeBackend | None = None

    @property
    def label(self) -> str:
        return "CPU" if self._on_cpu else "fake GPU"

    @property
    def on_cpu(self) -> bool:
        return self._on_cpu

    def run(self, inputs: Sequence[Float]) -> Float:
        picture = inputs[0]
        self.calls.append((picture.shape[2], picture.shape[3]))
        if max(picture.shape[2:]) > self._limit:
            raise OutOfMemory
        match self._result:
            case "nan":
                return np.full_like(picture, np.nan)
            case "constant":
                return np.full_like(picture, 0.25)
            case "error":
                raise RuntimeError("the driver is gone")
        return picture.copy()

    def tiles_at_once(self, shape: tuple[int, int]) -> int:
        return 1

    def on_the_cpu(self) -> FakeBackend:
        self.cpu = FakeBackend()
        return self.cpu
