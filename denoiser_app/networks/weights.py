"""Weights from a file into a network: data only, checked against the manifest before anything is used.

A model file is data, never code: safetensors holds plain arrays, the architecture is built from our own registry, and
names, shapes, types, finiteness and the SHA-256 must agree with the manifest.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import torch
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors

from denoiser_app.core.errors import ModelDamaged
from denoiser_app.networks.architectures import Network, build
from denoiser_app.networks.descriptor import ModelDescriptor

_LARGEST_FILE = 256 << 20
_LARGEST_HEADER = 1 << 20
_MOST_TENSORS = 10_000


def load_network(descriptor: ModelDescriptor) -> Network:
    """The network with its weights, float32 on the CPU, in evaluation mode. ModelDamaged if anything does not agree."""
    try:
        tensors = load_tensors(_read(descriptor))
        _compare(descriptor, tensors)
        network = build(descriptor.architecture, descriptor.parameters, descriptor.domain)
        network.load_state_dict(tensors, strict=True)
    except ModelDamaged:
        raise
    except Exception as error:  # the parsers raise many kinds, all of them mean the same to the user
        raise ModelDamaged(path=descriptor.path, reason=str(error).splitlines()[0]) from error
    return network.eval().requires_grad_(False)


def save_network(network: Network, path: Path) -> tuple[str, dict[str, tuple[int, ...]]]:
    """Writes the weights; returns the file's SHA-256 and the tensors' shapes for the manifest."""
    tensors = {name: tensor.contiguous().float() for name, tensor in network.state_dict().items()}
    data = save_tensors(tensors)
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest(), {name: tuple(t.shape) for name, t in tensors.items()}


def _read(descriptor: ModelDescriptor) -> bytes:
    path = descriptor.path
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise ModelDamaged(path=path, reason="it is larger than any model")
        data = path.read_bytes()
    except OSError as error:
        raise ModelDamaged(path=path, reason=error.strerror or "it cannot be read") from error
    if hashlib.sha256(data).hexdigest() != descriptor.sha256:
        raise ModelDamaged(path=path, reason="its checksum differs from the manifest's")
    header_size = int.from_bytes(data[:8], "little")
    if header_size > min(_LARGEST_HEADER, len(data) - 8):
        raise ModelDamaged(path=path, reason="its header is too large")
    if len(json.loads(data[8 : 8 + header_size])) > _MOST_TENSORS:
        raise ModelDamaged(path=path, reason="it has too many tensors")
    return data


def _compare(descriptor: ModelDescriptor, tensors: dict[str, torch.Tensor]) -> None:
    shapes = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
    if shapes != dict(descriptor.tensors):
        raise ModelDamaged(path=descriptor.path, reason="its tensors differ from the manifest's")
    for name, tensor in tensors.items():
        if tensor.dtype != torch.float32:
            raise ModelDamaged(path=descriptor.path, reason=f"{name} is not float32")
        if not bool(torch.isfinite(tensor).all()):
            raise ModelDamaged(path=descriptor.path, reason=f"{name} has values that are not finite")
