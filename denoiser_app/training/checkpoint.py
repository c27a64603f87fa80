"""What a training leaves on the disk: its whole state, and the averaged weights that another training begins with.

A checkpoint is written to a temporary name, flushed to the disk and renamed, so that a kill leaves the last whole one.
It ends with its SHA-256, since torch reads a file with a wrong byte in it without a word. It holds tensors and plain
values only, all read back to the CPU, so that a training can go on on another device.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from denoiser_app.core.errors import DataMissing, ModelUnknown
from denoiser_app.formats.publish import publishing
from denoiser_app.networks.architectures import Network, build
from denoiser_app.networks.library import find
from denoiser_app.networks.weights import load_network

NAME = "checkpoint.pt"


_SEAL = b"SHA-256:"
_SEALED = len(_SEAL) + hashlib.sha256().digest_size


def write(path: Path, content: Mapping[str, Any], within: Path | None = None) -> None:
    """Tensors and plain values, whole or not at all. within: a folder that is not made anew where it is gone. DiskFull
    or OutputNotWritable; what was there before stays."""
    buffer = io.BytesIO()
    torch.save(dict(content), buffer)
    data = buffer.getvalue()
    seal = _SEAL + hashlib.sha256(data).digest()
    with publishing(path, overwrite=True, needed=len(data) + len(seal), within=within) as part:
        part.file.write(data)
        part.file.write(seal)


def read(path: Path) -> dict[str, Any]:
    """What ``write`` wrote; tensors on the CPU. DataMissing if it cannot be read or is not what was written."""
    try:
        data = path.read_bytes()
        if data[-_SEALED:].startswith(_SEAL):  # those of earlier versions have none
            data, digest = data[:-_SEALED], data[len(_SEAL) - _SEALED :]
            if hashlib.sha256(data).digest() != digest:
                raise ValueError("the checksum differs")
        content: dict[str, Any] = torch.load(io.BytesIO(data), weights_only=True, map_location="cpu")
    except Exception as error:  # torch raises many kinds for a damaged file, all mean the same
        raise DataMissing(path=str(path), reason="this checkpoint cannot be read. Move it away.") from error
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
