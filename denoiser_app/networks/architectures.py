"""The registry of architectures: a name and its parameters become a network, and nothing else does.

A model file names its architecture and parameters in JSON; only what is listed here can be built, so a model stays
data.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from denoiser_app.networks.classics.plain import DnCnn, FfdNet, Separable, ThreeLayer
from denoiser_app.networks.classics.recurrent import ConvGru
from denoiser_app.networks.classics.scales import Autoencoder, UNet
from denoiser_app.networks.classics.wavelet import WaveletNet
from denoiser_app.networks.domains import RAW_INPUTS, RGB_INPUTS, RawDenoiser, RgbDenoiser, inputs_of
from denoiser_app.networks.unet import ResidualUNet

Domain = Literal["raw", "rgb"]
Network = RawDenoiser | RgbDenoiser


@dataclass(frozen=True)
class Architecture:
    """A kind of network: ``body(inputs, **parameters)`` builds one (networks/classics/__init__.py says what a body is).

    paper: where it is from, '' if from nowhere in particular. parameters: what it is built with unless told otherwise.
    blind: whether it takes no notice of the noise level it is told.
    """

    body: Callable[..., nn.Module]
    summary: str
    paper: str
    parameters: Mapping[str, Any]
    blind: bool = False


ARCHITECTURES: Mapping[str, Architecture] = MappingProxyType(
    {
        "residual-unet": Architecture(
            ResidualUNet,
            "residual U-Net without normalisation, a few channels at full resolution: what ships",
            "Ronneberger et al., MICCAI 2015 (U-Net); He et al., CVPR 2016 (blocks)",
            {"widths": (16, 40, 64, 96), "encoder": (0, 2, 1), "middle": 2, "decoder": (1, 2, 1)},
        ),
        "three-layer": Architecture(
            ThreeLayer, "three 3x3 convolutions, blind: the learner's first network", "", {"channels": 32}, blind=True
        ),
        "dncnn": Architecture(
            DnCnn,
            "a deep row of 3x3 convolutions with batch normalisation, blind",
            "Zhang et al., Beyond a Gaussian Denoiser, IEEE TIP 2017",
            {"depth": 17, "channels": 64},
            blind=True,
        ),
        "separable": Architecture(
            Separable,
            "DnCNN of depthwise separable convolutions, told the noise level",
            "Howard et al., MobileNets, arXiv 1704.04861, 2017",
            {"depth": 17, "channels": 64},
        ),
        "ffdnet": Architecture(
            FfdNet,
            "a row of 3x3 convolutions at half resolution, told the noise level",
            "Zhang et al., FFDNet, IEEE TIP 2018",
            {"depth": 12, "channels": 96},
        ),
        "autoencoder": Architecture(
            Autoencoder,
            "strided encoder, bottleneck, transposed decoder, no skips",
            "Vincent et al., ICML 2008; Masci et al., ICANN 2011",
            {"widths": (32, 64, 128)},
        ),
        "unet": Architecture(
            UNet,
            "the classic U-Net with skips that are concatenated, at a quarter of its channels",
            "Ronneberger et al., U-Net, MICCAI 2015",
            {"widths": (16, 32, 64, 128, 256)},
        ),
        "wavelet": Architecture(
            WaveletNet,
            "U-Net in the wavelet domain: Haar transforms instead of pooling",
            "Liu et al., Multi-level Wavelet-CNN, CVPRW 2018",
            {"widths": (48, 96, 128), "layers": 3},
        ),
        "conv-gru": Architecture(
            ConvGru,
            "recurrent: one small network refines its own estimate",
            "Ballas et al., ICLR 2016 (the cell); Cho et al., EMNLP 2014",
            {"channels": 24, "steps": 4},
        ),
    }
)


def build(architecture: str, parameters: Mapping[str, Any], domain: Domain) -> Network:
    """A network with random weights; parameters that are not given have the architecture's defaults. KeyError for an
    unknown architecture, TypeError or ValueError for parameters that do not fit it."""
    kind = ARCHITECTURES[architecture]
    inputs = RAW_INPUTS if domain == "raw" else RGB_INPUTS
    body = kind.body(inputs, **{**kind.parameters, **parameters})
    return RawDenoiser(body) if domain == "raw" else RgbDenoiser(body)


def count_parameters(network: nn.Module) -> int:
    """Trainable numbers in a network."""
    return sum(p.numel() for p in network.parameters())


def giga_macs_per_megapixel(network: Network) -> float:
    """Multiply-accumulates of all convolutions, transposed ones included, for one megapixel of input, in units of 1e9.
    Taps that fall on the padding count; sums, activations and normalisation do not."""
    side = 64
    body = copy.deepcopy(network.body).to("meta").eval()
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        body(torch.zeros(1, inputs_of(network), side, side, device="meta", dtype=next(body.parameters()).dtype))
    return float(counter.get_total_flops()) / 2 / side**2 / 1e3
