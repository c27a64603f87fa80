"""A model as one file to share: a safetensors file whose header also holds the manifest and the card. Data, never code.

    "__metadata__": {"kind": KIND, "manifest": NAME.json, "card": NAME.md, "sha256": of manifest and card}

A file from a stranger is believed in nothing: it is bounded before it is read, everything in it is compared with
everything else and with the network built from our own registry, and what it claims to cost is measured again.
"""

from __future__ import annotations

import hashlib
import json
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import torch
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors

from denoiser_app.core.errors import ModelDamaged, ModelFileRefused
from denoiser_app.core.noise import KNOTS
from denoiser_app.networks.architectures import Network, build, count_parameters, giga_macs_per_megapixel
from denoiser_app.networks.bounds import narrowed
from denoiser_app.networks.card import card
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.domains import FRONT_RADIUS, RawDenoiser, inputs_of
from denoiser_app.networks.header import Header, read_header, with_metadata
from denoiser_app.networks.personal import is_name
from denoiser_app.networks.receptive_field import measure_radius
from denoiser_app.networks.weights import network_of, read_weights, reason_of

SUFFIX = ".denoiser-model"
KIND = "denoiser-app model 1"
LARGEST_SHARED = 64 << 20
"""Bytes: eight times the largest model that ships."""
LARGEST_MULTIPLE = 16
FURTHEST = 256
"""Pixels to each side, about, that a network may see: more than twice as far as those that ship."""
DEAREST = 2000.0
"""GMAC a megapixel: fifteen times the largest that ships, minutes for a photo on a good graphics card."""

_METADATA = {"kind", "manifest", "card", "sha256"}
_TRIAL = 2 * LARGEST_MULTIPLE
_PICKLES = (b"PK\x03\x04", b"\x80")


@dataclass(frozen=True)
class Shared:
    """A model out of a file. weights: the bytes of its safetensors file. sha256: of the file that was shared."""

    descriptor: ModelDescriptor
    weights: bytes
    sha256: str


def pack(descriptor: ModelDescriptor) -> bytes:
    """The file for an installed model. ModelDamaged if that cannot be used."""
    weights, manifest, text = read_weights(descriptor), descriptor.to_json(), card(descriptor)
    try:
        network_of(descriptor, weights)  # what does not work here is not passed on
    except Exception as error:
        raise ModelDamaged(path=descriptor.path, reason=reason_of(error)) from error
    metadata = {"kind": KIND, "manifest": manifest, "card": text, "sha256": _checksum(manifest, text)}
    return with_metadata(weights, metadata)


def unpack(path: Path) -> Shared:
    """The model in a file, after every check. ModelFileRefused with the reason; nothing is written."""
    try:
        return _unpacked(_read(path))
    except OSError as error:
        raise ModelFileRefused(path=str(path), reason=error.strerror or "it cannot be read") from error
    except Exception as error:  # the parsers raise many kinds, all of them mean the same to the user
        raise ModelFileRefused(path=str(path), reason=reason_of(error)) from error


def _read(path: Path) -> bytes:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise ValueError("this is not a file")
    if found.st_size > LARGEST_SHARED:
        raise ValueError("it is larger than any model")
    with path.open("rb") as file:
        data = file.read(LARGEST_SHARED + 1)
    if len(data) > LARGEST_SHARED:
        raise ValueError("it is larger than any model")
    return data


def _unpacked(data: bytes) -> Shared:
    descriptor = _described(_header(data))
    network = network_of(descriptor, data)
    weights = save_tensors(load_tensors(data))
    if hashlib.sha256(weights).hexdigest() != descriptor.sha256:
        raise ValueError("its checksum differs from the manifest's")
    _require_honest(descriptor, network)
    _require_result(network)
    return Shared(descriptor, weights, hashlib.sha256(data).hexdigest())


def _header(data: bytes) -> Header:
    try:
        return read_header(data)
    except ValueError as error:
        if data.startswith(_PICKLES):
            reason = f"it is a .pth or .zip file, which may hold a program; only {SUFFIX} files are taken"
            raise ValueError(reason) from error
        raise


def _described(header: Header) -> ModelDescriptor:
    texts = dict(header.metadata)
    if set(texts) != _METADATA or texts["kind"] != KIND:
        raise ValueError(f"it is no {SUFFIX} file of this program")
    if _checksum(texts["manifest"], texts["card"]) != texts["sha256"]:
        raise ValueError("its description was changed after it was written")
    try:
        descriptor = ModelDescriptor.from_json(texts["manifest"], Path())
    except (KeyError, TypeError, AttributeError, RecursionError, json.JSONDecodeError) as error:
        raise ValueError(f"its manifest cannot be used: {reason_of(error)}") from error
    if not is_name(descriptor.name):
        raise ValueError("its name cannot be a file's name")
    if descriptor.personal is None:
        raise ValueError("it does not say for which camera it is")
    return replace(descriptor, rank=0)


def _require_honest(descriptor: ModelDescriptor, network: Network) -> None:
    """ValueError unless size, cost and reach are what the manifest says: a halo that is too small leaves seams."""
    multiple = int(network.body.multiple)  # type: ignore[arg-type]
    if multiple > LARGEST_MULTIPLE or descriptor.multiple != multiple:
        raise ValueError("it needs pictures of another size than it says, or of none that there are")
    if descriptor.parameter_count != count_parameters(network):
        raise ValueError("it is not as large as it says")
    cost = giga_macs_per_megapixel(network)
    if cost > DEAREST or descriptor.giga_macs != round(cost, 1):
        raise ValueError("it costs more than it says, or more than any computer can do")
    # How far it sees depends on its layers and not on their widths, and a narrow one is measured in little memory.
    slim = build(descriptor.architecture, narrowed(descriptor.parameters), descriptor.domain)
    halo = FRONT_RADIUS + measure_radius(slim.body, inputs_of(slim), multiple, FURTHEST)
    if descriptor.halo != halo:
        raise ValueError("it does not see as far as it says")


@torch.no_grad()
def _require_result(network: Network) -> None:
    """ValueError unless a small gray picture comes out as finite numbers: weights may be finite and still absurd."""
    picture = torch.full((1, 3, _TRIAL, _TRIAL), 0.2)
    if isinstance(network, RawDenoiser):
        three = torch.full((1, 3), 1e-3)
        result = network(picture, torch.ones_like(picture), three, three * 1e-2, torch.full((1,), 1e-3))
    else:
        result = network(picture, torch.full((1, 2, KNOTS), 0.02))
    if not bool(torch.isfinite(cast("torch.Tensor", result)).all()):
        raise ValueError("it makes no picture")


def _checksum(manifest: str, text: str) -> str:
    return hashlib.sha256(f"{manifest}\0{text}".encode()).hexdigest()
