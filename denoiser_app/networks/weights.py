"""Weights from a file into a network: data only, checked against the manifest before anything is used.

A model file is data, never code: safetensors holds plain arrays, the architecture is built from our own registry, and
names, shapes, types, finiteness and the SHA-256 must agree with the manifest. Nothing large is made before the sizes
that the manifest, the file and the architecture speak of are known to be the same.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors

from denoiser_app.core.errors import ModelDamaged
from denoiser_app.networks.architectures import Network, build
from denoiser_app.networks.bounds import shapes_of
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.header import read_header

LARGEST_FILE = 256 << 20


def load_network(descriptor: ModelDescriptor) -> Network:
    """The network with its weights, float32 on the CPU, in evaluation mode. ModelDamaged if anything does not agree."""
    try:
        return network_of(descriptor, read_weights(descriptor))
    except ModelDamaged:
        raise
    except Exception as error:  # the parsers raise many kinds, all of them mean the same to the user
        raise ModelDamaged(path=descriptor.path, reason=reason_of(error)) from error


def network_of(descriptor: ModelDescriptor, data: bytes) -> Network:
    """The network with the weights of a safetensors file. ValueError with the reason if anything does not agree; the
    parsers raise others, all of which mean the same."""
    expected = dict(descriptor.tensors)
    if dict(read_header(data).shapes) != expected:
        raise ValueError("its tensors differ from the manifest's")
    if shapes_of(descriptor.architecture, descriptor.parameters, descriptor.domain) != expected:
        raise ValueError("its tensors differ from its architecture's")
    tensors = load_tensors(data)
    _require_numbers(tensors)
    network = build(descriptor.architecture, descriptor.parameters, descriptor.domain)
    network.load_state_dict(tensors, strict=True)
    return network.eval().requires_grad_(False)


def read_weights(descriptor: ModelDescriptor) -> bytes:
    """The weights file as the manifest knows it. ModelDamaged."""
    path = descriptor.path
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ModelDamaged(path=path, reason="it is larger than any model")
        data = path.read_bytes()
    except OSError as error:
        raise ModelDamaged(path=path, reason=error.strerror or "it cannot be read") from error
    if hashlib.sha256(data).hexdigest() != descriptor.sha256:
        raise ModelDamaged(path=path, reason="its checksum differs from the manifest's")
    return data


def save_network(network: Network, path: Path) -> tuple[str, dict[str, tuple[int, ...]]]:
    """Writes the weights; returns the file's SHA-256 and the tensors' shapes for the manifest."""
    tensors = {name: tensor.contiguous().float() for name, tensor in network.state_dict().items()}
    data = save_tensors(tensors)
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest(), {name: tuple(t.shape) for name, t in tensors.items()}


def reason_of(error: Exception) -> str:
    """What a parser says, in one line."""
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__


def _require_numbers(tensors: dict[str, torch.Tensor]) -> None:
    for name, tensor in tensors.items():
        if tensor.dtype != torch.float32:
            raise ValueError(f"{name} is not float32")
        if not bool(torch.isfinite(tensor).all()):
            raise ValueError(f"{name} has values that are not finite")
