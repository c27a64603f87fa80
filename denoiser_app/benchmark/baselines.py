"""What is measured against: OpenCV's non-local means at its best setting.

``fastNlMeansDenoisingColored`` (Buades et al., "A non-local algorithm for image denoising", CVPR 2005) on 8-bit
pictures with its default windows (7 and 21) and h = hColor. The setting is one for a whole set of pairs: the one with
the best mean PSNR against the clean photos, which no user could know. Settings are tried upwards until the mean
falls.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.metrics import psnr

Float = NDArray[np.float32]

GRID = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 13.0, 17.0, 22.0, 28.0)


@dataclass(frozen=True)
class Kept:
    """A pair, kept small until its set is complete: noisy (H, W, 3) uint8, clean (H, W, 3) uint16."""

    noisy: NDArray[np.uint8]
    clean: NDArray[np.uint16]

    @classmethod
    def of(cls, noisy: Float, clean: Float) -> Self:
        """From display-encoded (H, W, 3) float32, 0-1."""
        return cls(np.rint(noisy * 255.0).astype(np.uint8), np.rint(clean * 65535.0).astype(np.uint16))

    def psnr_at(self, h: float) -> float:
        """PSNR in dB of non-local means at this setting."""
        return psnr(non_local_means(self.noisy, h), self.clean.astype(np.float32) / np.float32(65535))


@dataclass(frozen=True)
class NlmResult:
    """The best setting for a set, and the mean PSNR in dB at it."""

    h: float
    psnr: float


def non_local_means(rgb: NDArray[np.uint8], h: float) -> Float:
    """(H, W, 3) uint8 RGB -> float32, 0-1."""
    result = cv2.fastNlMeansDenoisingColored(np.ascontiguousarray(rgb[..., ::-1]), None, h, h, 7, 21)
    return result[..., ::-1].astype(np.float32) / np.float32(255)


def best_nlm(pairs: Sequence[Kept]) -> Generator[float, None, NlmResult]:
    """The best setting for a set. Yields the setting that is tried, before every picture."""
    best = NlmResult(0.0, -np.inf)
    for h in GRID:
        figures = []
        for pair in pairs:
            yield h
            figures.append(pair.psnr_at(h))
        mean = float(np.mean(figures))
        if mean <= best.psnr:
            break
        best = NlmResult(h, mean)
    return best
