"""An adversarial loss: a second network learns to tell results from clean photos, the first learns to pass for one.

It makes results look sharper because it *invents* detail that is plausible and was not in front of the camera, and
PSNR falls. That is no denoising, so no shipped model uses it; it is here because the field does, and off by default:
``adversarial = 0.01`` among the terms of a stage turns it on.

Hinge losses (Lim and Ye, 2017, equations 2 and 3; Miyato et al., ICLR 2018), D: what is made of a patch's parts,

    discriminator   mean max(0, 1 - D(clean)) + mean max(0, 1 + D(result))
    network         -mean D(result)

The discriminator is the PatchGAN of Isola et al., CVPR 2017, section 3.2.2, made for 64-pixel patches: two strided
layers instead of three, so that each of its answers sees 34 x 34 pixels instead of 70 x 70, and spectral normalisation
(Miyato et al.) instead of batch normalisation, which lets real and made patches be judged one batch at a time.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

_RATE = 2e-4
_BETAS = (0.5, 0.999)
"""Adam's rate and moments for the discriminator, from Isola et al., section 3.3."""


class PatchDiscriminator(nn.Sequential):
    """(N, 3, H, W) -> (N, 1, h, w), h about H / 4: above 0 where a 34 x 34 part looks clean, below where made. H and W
    at least 16."""

    def __init__(self, channels: int = 64) -> None:
        widths = [3, channels, 2 * channels, 4 * channels]
        layers: list[nn.Module] = []
        for before, after, stride in zip(widths, widths[1:], (2, 2, 1), strict=False):
            layers += [_convolution(before, after, stride), nn.LeakyReLU(0.2, inplace=True)]
        super().__init__(*layers, _convolution(widths[-1], 1, 1))


class Adversary:
    """The discriminator, its optimiser and the two losses."""

    def __init__(self, device: str = "cpu", channels: int = 64) -> None:
        self._discriminator = PatchDiscriminator(channels).to(device)
        self._optimizer = torch.optim.Adam(self._discriminator.parameters(), _RATE, _BETAS)

    def __call__(self, prediction: Tensor) -> Tensor:
        """The network's loss, to be minimised together with others."""
        # Frozen for this pass: only the network is to learn from its own loss.
        self._discriminator.requires_grad_(False)
        loss: Tensor = -self._discriminator(prediction).mean()
        self._discriminator.requires_grad_(True)
        return loss

    def learn(self, made: Tensor, clean: Tensor) -> Tensor:
        """One step of the discriminator; its loss."""
        answers = self._discriminator(torch.cat([clean, made.detach()]))
        real, fake = answers.chunk(2)
        loss: Tensor = torch.relu(1.0 - real).mean() + torch.relu(1.0 + fake).mean()
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimizer.step()
        return loss.detach()

    def state_dict(self) -> dict[str, Any]:
        """Everything that the next step depends on."""
        return {"discriminator": self._discriminator.state_dict(), "optimizer": self._optimizer.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Goes on from a ``state_dict``."""
        self._discriminator.load_state_dict(state["discriminator"])
        self._optimizer.load_state_dict(state["optimizer"])


def _convolution(before: int, after: int, stride: int) -> nn.Module:
    return spectral_norm(nn.Conv2d(before, after, 4, stride, padding=1))
