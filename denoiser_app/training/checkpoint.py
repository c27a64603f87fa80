"""What a training leaves on the disk: its whole state, and the averaged weights that another training begins with.

A checkpoint is written to a temporary name, flushed to the disk and renamed, so that a kill leaves the last whole one.
It holds tensors and plain values only, all read back to the CPU, so that a training can go on on another device.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from denoiser_app.core.errors import DataMissing, ModelUnknown
from denoiser_app.networks.architectures import Network, build
from denoiser_app.networks.library import find
from denoiser_app.networks.weights import load_network

NAME = "checkpoint.pt"


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Tensors and plain values, whole or not at all."""
    temporary = path.with_suffix(".part")
    with temporary.open("wb") as file:
        torch.save(dict(content), file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def read(path: Path) -> dict[str, Any]:
    """What ``write`` wrote; tensors on the CPU. DataMissing if it cannot be read."""
    try:
        content: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
    except Exception as error:  # torch raises many kinds for a damaged file, all mean the same
        raise DataMissing(path=path, reason="this checkpoint cannot be read. Move it away.") from error
    return content


def averaged_weights(name: str, beside: Path) -> dict[str, Tensor]:
    """The averaged weights of the training in ``beside/name``, or those of an installed model. DataMissing if there is
    neither."""
    path = beside / name / NAME
    if path.exists():
        weights: dict[str, Tensor] = read(path)["average"]
        return weights
    return dict(_installed(name, path).state_dict())


def trained_network(name: str, beside: Path) -> Network:
    """The network of those weights, in evaluation mode and frozen."""
    path = beside / name / NAME
    if not path.exists():
        return _installed(name, path)
    content = read(path)
    if "built" not in content:
        raise DataMissing(path=path, reason="this checkpoint does not say how its network is built. Publish it first.")
    network = build(**content["built"])
    network.load_state_dict(content["average"])
    return network.eval().requires_grad_(False)


def _installed(name: str, path: Path) -> Network:
    try:
        return load_network(find(name))
    except ModelUnknown as error:
        reason = "this recipe needs the weights of another, and no installed model has that name. Train that one first."
        raise DataMissing(path=path, reason=reason) from error
