"""A vetted pair, ready for calibration, training and proof: both photos on each other, equally bright, with a mask."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.photo import Photo
from denoiser_app.pairs.session import Pair


@dataclass(frozen=True)
class PreparedPair:
    """noisy: the high-ISO frame as it was read (``RawPhoto`` without its demosaic, or ``RgbPhoto``), cut to what both
    frames show. clean: of the same kind, size and filter array phase: the mean of the aligned low-ISO frames, multiplied
    in linear light so that it is as bright as ``noisy``, signed, not clipped. usable: (H, W) bool, where the two may be
    compared: nothing moved, nothing clipped. averaged: how many low-ISO frames the mean is of.
    origin: (y, x) of the cut in the noisy frame's active area, a multiple of the filter array's period."""

    pair: Pair
    noisy: Photo
    clean: Photo
    usable: NDArray[np.bool_]
    averaged: int = 1
    origin: tuple[int, int] = (0, 0)
