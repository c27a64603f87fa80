"""Before, after and truth of a piece of the held-out scene, side by side in one PNG, as a photographer sees them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from denoiser_app.core.cfa import interpolate
from denoiser_app.core.color import develop
from denoiser_app.core.noise import NoiseCurve
from denoiser_app.core.photo import PoissonGaussian, RawPhoto, RgbPhoto
from denoiser_app.core.tiling import Box
from denoiser_app.formats.publish import publishing
from denoiser_app.networks.architectures import Network
from denoiser_app.training.personal.correcting import Corrections
from denoiser_app.training.personal.crops import ALIGN, Crop, cut
from denoiser_app.training.personal.material import Ready
from denoiser_app.training.personal.measuring import Judged
from denoiser_app.training.personal.targets import Developer, full_color

Float = NDArray[np.float32]

PICTURE = "preview.png"
SIDE = 5 * ALIGN
_GAP = 4
_BRIGHT = 0.6
"""What the brightest part of a dark crop is lifted to, display-encoded, so that there is something to see."""


class Preview:
    """Of one training. The three parts are (SIDE, SIDE) at most, with ``_GAP`` pixels of black between them."""

    def __init__(self, ready: Ready, develop_clean: Developer | None, device: str) -> None:
        crop = _most_to_see(ready.shown)
        assert isinstance(ready.shown_noise, PoissonGaussian | NoiseCurve)
        self._judged = Judged.of(crop, ready.shown_noise, device)
        self._corrections = Corrections([self._judged.flat] if self._judged.flat else [], device)
        self._noisy_photo = crop.noisy
        self._before, self._truth = self._as_is(crop, develop_clean, ready.low_noise)
        self._light = _lift(self._truth)

    def write(self, network: Network, folder: Path) -> Path:
        """``network`` in evaluation mode. OutputError."""
        after = self._developed(self._judged.run(network, False, self._corrections.measured(network, False)))
        gap = np.zeros((len(after), _GAP, 3), np.float32)
        row = np.concatenate([self._shown(self._before), gap, self._shown(after), gap, self._shown(self._truth)], 1)
        done, data = cv2.imencode(".png", np.rint(row[..., ::-1] * 255).astype(np.uint8))
        assert done
        with publishing(folder / PICTURE, overwrite=True, needed=len(data)) as part:
            part.file.write(data.tobytes())
        return folder / PICTURE

    def _as_is(self, crop: Crop, develop_clean: Developer | None, low: PoissonGaussian | None) -> tuple[Float, Float]:
        if isinstance(crop.noisy, RgbPhoto):
            assert isinstance(crop.clean, RgbPhoto)
            return crop.noisy.rgb, np.clip(crop.clean.rgb, 0.0, 1.0)
        assert isinstance(crop.clean, RawPhoto)
        assert develop_clean is not None
        assert low is not None
        noisy = interpolate(crop.noisy.mosaic, crop.noisy.cfa) * np.array(crop.noisy.white_balance, np.float32)
        return self._developed(noisy), self._developed(full_color(crop.clean, low, develop_clean))

    def _developed(self, picture: Float) -> Float:
        if isinstance(self._noisy_photo, RgbPhoto):
            return picture
        return develop(picture, self._noisy_photo.camera_matrix)

    def _shown(self, picture: Float) -> Float:
        return np.asarray(np.clip(picture * np.float32(self._light), 0.0, 1.0), np.float32)


def _most_to_see(crop: Crop) -> Crop:
    """The part of the crop with the most structure in the clean picture."""
    height, width = (min(SIDE, side) for side in crop.size)
    places = [
        Box(top, top + height, left, left + width)
        for top in range(0, crop.size[0] - height + 1, ALIGN)
        for left in range(0, crop.size[1] - width + 1, ALIGN)
    ]
    picture = crop.clean.mosaic if isinstance(crop.clean, RawPhoto) else crop.clean.rgb
    box = max(places, key=lambda place: float(np.sqrt(np.maximum(picture[place.slices], 0)).std()))
    usable = np.ascontiguousarray(crop.usable[box.slices])
    return Crop(crop.pair, crop.scene, cut(crop.noisy, box), cut(crop.clean, box), usable)


def _lift(truth: Float) -> float:
    bright = max(float(np.percentile(truth, 98)), 1e-3)
    return max(1.0, min(8.0, _BRIGHT / bright))
