"""A recurrent denoiser: the same small network looks at the picture and its own estimate several times."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class ConvGruCell(nn.Module):
    """A gated recurrent unit whose products are 3x3 convolutions.

    Cho et al., EMNLP 2014, eq. 5-8; convolutional: Ballas, Yao, Pal, Courville, ICLR 2016, eq. 5-8.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gates = nn.Conv2d(2 * channels, 2 * channels, 3, padding=1)
        self.candidate = nn.Conv2d(2 * channels, channels, 3, padding=1)

    def forward(self, x: Tensor, state: Tensor) -> Tensor:
        """Input and state, (N, C, H, W) each -> the next state, within -1 to 1 if this one is."""
        update, reset = self.gates(torch.cat([x, state], 1)).sigmoid().chunk(2, 1)
        candidate = self.candidate(torch.cat([x, reset * state], 1)).tanh()
        return torch.lerp(state, candidate, update)


class ConvGru(nn.Module):
    """Refines its estimate of the clean picture ``steps`` times with shared weights: steps cost time, not parameters.

    Each step sees the planes with the picture as cleaned so far, and the picture as it was.
    """

    multiple = 1

    def __init__(self, inputs: int, channels: int, steps: int) -> None:
        super().__init__()
        self.steps = steps
        self.entry = nn.Conv2d(inputs, channels, 3, padding=1)
        self.look = nn.Conv2d(inputs + 3, channels, 3, padding=1)
        self.cell = ConvGruCell(channels)
        self.exit = nn.Conv2d(channels, 3, 3, padding=1)
        nn.init.zeros_(self.exit.weight)  # begins with no correction, as the others do

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, 3, H, W)."""
        state = torch.tanh(self.entry(x))
        correction = torch.zeros_like(x[:, :3])
        for _ in range(self.steps):
            seen = torch.relu_(self.look(torch.cat([x, x[:, :3] + correction], 1)))
            state = self.cell(seen, state)
            correction = correction + self.exit(state)
        return correction
