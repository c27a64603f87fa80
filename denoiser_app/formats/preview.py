"""What a preview of a photo is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.photo import Metadata


@dataclass(frozen=True)
class Preview:
    """pixels: (h, w, 3) uint8, display-encoded sRGB, upright; pixels that are not square in the photo are stretched.

    size: (height, width) of the whole photo upright, in the photo's own pixels (not stretched); None if unknown.
    metadata: as of the photo itself; its orientation is still that of the photo's array.
    """

    pixels: NDArray[np.uint8]
    size: tuple[int, int] | None
    metadata: Metadata
