"""Every architecture, small, with weights and statistics that are all different."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn

from denoiser_app.networks.architectures import ARCHITECTURES, Domain, Network, build, count_parameters
from denoiser_app.networks.descriptor import ModelDescriptor
from denoiser_app.networks.receptive_field import halo_of
from denoiser_app.networks.weights import save_network
from tests.helpers.models import TINY

SMALL: dict[str, dict[str, Any]] = {
    "residual-unet": TINY,
    "three-layer": {"channels": 12},
    "dncnn": {"depth": 5, "channels": 12},
    "separable": {"depth": 5, "channels": 12},
    "ffdnet": {"depth": 4, "channels": 16},
    "autoencoder": {"widths": [12, 24]},
    "unet": {"widths": [8, 12, 16]},
    "wavelet": {"widths": [32, 24], "layers": 2},
    "conv-gru": {"channels": 8, "steps": 2},
}
NAMES = sorted(ARCHITECTURES)


def lively(name: str, domain: Domain = "rgb", seed: int = 0) -> Network:
    """In evaluation mode; nothing is zero or one that training would make something else."""
    torch.manual_seed(seed)
    network = build(name, SMALL[name], domain).eval().requires_grad_(False)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.weight.uniform_(0.5, 1.5)
            module.bias.normal_(0.0, 0.1)
            assert module.running_mean is not None
            assert module.running_var is not None
            assert module.num_batches_tracked is not None
            module.running_mean.normal_(0.0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
            module.num_batches_tracked.fill_(1234)
        elif isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
            module.weight.normal_(0.0, 1.0 / module.weight[0].numel() ** 0.5)
            if module.bias is not None:
                module.bias.normal_(0.0, 0.1)
    return network


def model_of(network: Network, name: str, domain: Domain, folder: Path) -> ModelDescriptor:
    """The network as a model file with its manifest in ``folder``."""
    sha256, tensors = save_network(network, folder / f"{name}.safetensors")
    multiple = int(network.body.multiple)  # type: ignore[arg-type]
    model = ModelDescriptor(
        name=name,
        domain=domain,
        summary="for tests",
        architecture=name,
        parameters=SMALL[name],
        parameter_count=count_parameters(network),
        giga_macs=1.0,
        halo=halo_of(network, multiple),
        multiple=multiple,
        dtype="float32",
        conditioning="given",
        licence="GPL-3.0-or-later",
        weights=f"{name}.safetensors",
        sha256=sha256,
        tensors=tensors,
        folder=folder,
    )
    (folder / f"{name}.json").write_text(model.to_json(), encoding="utf-8")
    return model
