"""What the decoding child hands to its parent: pixels and plain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.errors import FileDamaged, PhotoTooLarge

AnnounceSize = Callable[[int, int], None]
"""Called with (height, width) before pixels are decoded; raises PhotoTooLarge."""


@dataclass(frozen=True)
class Decoded:
    """``values`` is JSON; ``arrays`` are C-contiguous uint8, uint16 or float32 (H, W) or (H, W, channels)."""

    values: dict[str, Any]
    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)


def require_size(path: Path, height: int, width: int, limit: float) -> None:
    """Raise unless a photo of this size has pixels, and no more than ``limit`` megapixels."""
    if height < 1 or width < 1:
        raise FileDamaged(path=str(path), reason="it has no pixels")
    megapixels = height * width / 1e6
    if megapixels > limit:
        raise PhotoTooLarge(path=str(path), megapixels=megapixels, limit=limit)


def exact_zeros(stored: NDArray[Any]) -> float:
    """Percentage of values that are exactly zero."""
    return 100.0 * (1.0 - np.count_nonzero(stored) / stored.size)
