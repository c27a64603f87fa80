"""One figure for how a training is doing: PSNR on photos that it never sees, the same batches every time."""

from __future__ import annotations

import dataclasses

import torch

from denoiser_app.networks.architectures import Network
from denoiser_app.training.batches import RawBatches, RgbBatches
from denoiser_app.training.config import TrainingConfig
from denoiser_app.training.dataset import CleanPhotos

_BATCHES = 6
_SIDE = 128


@torch.no_grad()
def validate(network: Network, config: TrainingConfig, photos: CleanPhotos, device: str) -> float:
    """Mean PSNR in dB over held-out patches, in the encoding the network works in."""
    held_out = dataclasses.replace(photos, train=photos.held_out)
    side = min(_SIDE, *(min(p.shape[:2]) for p in photos.held_out))
    side -= side % 16
    raw = config.domain == "raw"
    # All white noise for rgb: a simulated shot is too slow to make for a progress figure.
    batches = RawBatches(held_out, 8, side, 99) if raw else RgbBatches(held_out, 8, side, 99, 8, shots=0)
    total, count = 0.0, 0
    for index in range(1, _BATCHES + 1):
        batch = batches(index)
        with torch.autocast(torch.device(device).type, torch.bfloat16, enabled=config.half_precision):
            out = network(*(tensor.to(device) for tensor in batch.inputs))
        error = (out.cpu() - batch.target).clamp(-1, 1).square().mean((1, 2, 3))
        total += float((-10.0 * torch.log10(error.clamp(min=1e-10))).sum())
        count += len(error)
    if isinstance(batches, RgbBatches):
        batches.close()
    return total / count
